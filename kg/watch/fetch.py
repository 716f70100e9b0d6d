"""One document over HTTP, politely: conditional, bounded in time and size, by a name that a site can rule out.

Nothing else in the program fetches what an article or a feed names.
"""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
import urllib.robotparser
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from kg.core.errors import KgError
from kg.core.version import __version__
from kg.core.words import plain

AGENT = f"diplokg/{__version__} (kg watch; reads feeds that a person chose)"
"""What a site sees, and what its robots.txt may name: diplokg."""
MOST_BYTES = 10_000_000
_ROBOTS_BYTES = 500_000
_PIECE = 1 << 16
_REDIRECTS = 5
_LONGEST_WAIT = 86_400.0
_MEND = "it is tried again next time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came: the status, the body, what to ask with next time, and seconds to wait until then."""

    status: int
    body: bytes = b""
    etag: str | None = None
    modified: str | None = None
    wait: float = 0.0


class _Web(urllib.request.HTTPRedirectHandler):
    max_redirections = _REDIRECTS

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Any:
        """No file and no other service, whatever a site answers."""
        address(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    # Not build_opener, which opens files and FTP, too.
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Web(),
    ):
        opener.add_handler(handler)
    return opener


def address(url: str) -> str:
    """The address as it was given; KgError for what is none of http or https.

    >>> address("file:///etc/passwd")
    Traceback (most recent call last):
    kg.core.errors.KgError: not an address on the web (file:///etc/passwd): give one that begins with \
http:// or https://
    """
    try:
        parts = urllib.parse.urlsplit(url)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if not fits or not url.isascii() or not url.isprintable() or " " in url or "@" in parts.netloc:
        raise KgError(
            "not an address on the web",
            where=plain(url)[:200],
            mend="give one that begins with http:// or https://",
        )
    return url


def get(
    url: str,
    *,
    etag: str | None = None,
    modified: str | None = None,
    timeout: float = 20.0,
    most: int = MOST_BYTES,
    whole: bool = True,
) -> Answer:
    """The document at an address, unless it is the one that ``etag`` and ``modified`` are of: then 304.

    ``timeout`` is in seconds, from the request to the last byte; ``most`` is in bytes, and with ``whole=False`` the
    beginning of a longer one is enough. Another status is an answer without a body. Raises KgError when nobody
    answers, too slowly, or too much.
    """
    headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Accept": "*/*;q=0.5, application/*"}
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    end = time.monotonic() + timeout
    try:
        request = urllib.request.Request(address(url), headers=headers)
        with _opener().open(request, timeout=timeout) as answer:
            raw = _body(answer, url, end=end, most=most, whole=whole)
            return Answer(
                status=200,
                body=raw,
                etag=_header(answer.headers.get("ETag")),
                modified=_header(answer.headers.get("Last-Modified")),
            )
    except urllib.error.HTTPError as error:
        with error:
            if error.code == 304:
                return Answer(status=304, etag=etag, modified=modified)
            wait = _wait(error.headers.get("Retry-After")) if error.code in (429, 503) else 0.0
            return Answer(status=error.code, wait=wait)
    except TimeoutError as error:
        raise KgError(f"no whole answer within {timeout:g} s", where=url, mend=_MEND) from error
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        told = plain(getattr(reason, "strerror", None) or str(reason)) or type(error).__name__
        raise KgError(f"nobody answers: {told[:200]}", where=url, mend=_MEND) from error


def _body(answer: Any, url: str, *, end: float, most: int, whole: bool) -> bytes:
    """The bytes of an answer, expanded; KgError when there are too many, or too late."""
    packed = (answer.headers.get("Content-Encoding") or "").strip().lower() in ("gzip", "x-gzip")
    expand = zlib.decompressobj(31) if packed else None
    raw = bytearray()
    came = 0
    while piece := answer.read1(_PIECE):
        came += len(piece)
        try:
            raw += expand.decompress(piece, most + 1 - len(raw)) if expand else piece
        except zlib.error as error:
            raise KgError("the compressed answer is damaged", where=url, mend=_MEND) from error
        if len(raw) > most and not whole:
            return bytes(raw[:most])
        if len(raw) > most:
            raise KgError(
                f"longer than {most / 1e6:g} MB", where=url, mend="take it out of the list"
            )
        if time.monotonic() > end:
            raise TimeoutError
    if came < int(answer.headers.get("Content-Length") or 0):
        raise KgError("the answer was cut off", where=url, mend=_MEND)
    return bytes(raw)


def _header(value: str | None) -> str | None:
    """A header that may be sent back as it is."""
    return value if value and value.isprintable() and len(value) < 1000 else None


def _wait(value: str | None) -> float:
    """Seconds that a site asks to wait: a number, or a time; a day at most.

    >>> _wait("120"), _wait(None), _wait("soon")
    (120.0, 3600.0, 3600.0)
    """
    text = (value or "").strip()
    if text.isdecimal():
        return min(float(text[:9]), _LONGEST_WAIT)
    try:
        seconds = parsedate_to_datetime(text).timestamp() - time.time()
    except (TypeError, ValueError, OverflowError):
        return 3600.0
    return min(max(seconds, 0.0), _LONGEST_WAIT)


def robots(url: str, *, timeout: float = 20.0) -> Callable[[str], bool]:
    """Which addresses of a site it allows (RFC 9309). What has no robots.txt allows all.

    Raises KgError for a site that does not answer, or cannot say (status 500 and beyond): it is not asked for more.
    """
    where = urllib.parse.urljoin(url, "/robots.txt")
    rules = urllib.robotparser.RobotFileParser(where)
    answer = get(where, timeout=timeout, most=_ROBOTS_BYTES, whole=False)
    if answer.status >= 500:
        raise KgError(f"the site answers {answer.status} for robots.txt", where=url, mend=_MEND)
    said = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
    rules.parse(said.splitlines())
    return lambda one: rules.can_fetch("diplokg", one)
