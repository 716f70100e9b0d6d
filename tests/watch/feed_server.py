"""A server of feeds on this machine, as a test has it say, and what it was asked."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.sax.saxutils import escape


@dataclass
class Said:
    """What the server says at one path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: str | None = None
    modified: str | None = None


@dataclass
class Site:
    """A running server. ``pages`` is what it says, ``asked`` each path and its headers; ``down`` is an outage."""

    url: str
    pages: dict[str, Said] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    down: bool = False

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextlib.contextmanager
def running() -> Iterator[Site]:
    site = Site(url="")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            if site.down:
                self.close_connection = True
                return
            said = site.pages.get(self.path, Said(status=404))
            told = self.headers
            fresh = (said.etag and told.get("If-None-Match") == said.etag) or (
                said.modified and told.get("If-Modified-Since") == said.modified
            )
            self.send_response(304 if fresh else said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            if said.etag:
                self.send_header("ETag", said.etag)
            if said.modified:
                self.send_header("Last-Modified", said.modified)
            body = b"" if fresh else said.body
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def rss(*items: tuple[str, str, str], title: str = "Harbour Wire", more: str = "") -> bytes:
    """RSS 2.0 with items of an id, a day (RFC 822) and HTML."""
    inside = "".join(
        f"<item><title>Title of {escape(name)}</title><guid isPermaLink='false'>{escape(name)}</guid>"
        f"<link>https://example.org/{escape(name)}</link><pubDate>{day}</pubDate>"
        f"<description>{escape(text)}</description></item>"
        for name, day, text in items
    )
    return (
        f'<?xml version="1.0"?>{more}<rss version="2.0"><channel><title>{escape(title)}</title>'
        f"<language>en-us</language>{inside}</channel></rss>"
    ).encode()
