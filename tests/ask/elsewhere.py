"""Servers for tests of what is asked elsewhere: Oxigraph's own, rdflib's engine, and one that says what it is told."""

from __future__ import annotations

import contextlib
import http.server
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs

import rdflib


@contextlib.contextmanager
def oxigraph() -> Iterator[str]:
    """Oxigraph's own server, empty, with its graphs apart unless it is asked otherwise."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("oxigraph")
    process = subprocess.Popen(
        [program, "serve", "--bind", f"127.0.0.1:{port}"], stderr=subprocess.DEVNULL
    )
    try:
        end = time.monotonic() + 20
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert time.monotonic() < end
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@contextlib.contextmanager
def answering(answer: Callable[[http.server.BaseHTTPRequestHandler, bytes], None]) -> Iterator[str]:
    """A server whose every answer is made by a function of the request and its body."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def take(self) -> None:
            answer(self, self.rfile.read(int(self.headers.get("Content-Length", 0))))

        do_GET = do_POST = do_PUT = take

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        server.server_close()


def say(
    handler: http.server.BaseHTTPRequestHandler,
    status: int,
    media: str,
    body: bytes,
    **headers: str,
) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", media)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def rdflibs(dataset: rdflib.Dataset) -> Callable[[http.server.BaseHTTPRequestHandler, bytes], None]:
    """rdflib's engine behind the protocol: another implementation than the one we use."""

    def answer(handler: http.server.BaseHTTPRequestHandler, body: bytes) -> None:
        found = dataset.query(parse_qs(body.decode())["query"][0])
        if found.type in ("SELECT", "ASK"):
            data = found.serialize(format="json") or b""
            say(handler, 200, "application/sparql-results+json", data)
        else:
            data = found.serialize(format="nt") or b""
            say(handler, 200, "application/n-triples", data)

    return answer
