"""One request over HTTP, with an end in time and size, and errors in words.

A name and password may stand in the address (``https://ann:secret@host/``); they are sent as Basic
authentication and never shown.
"""

from __future__ import annotations

import base64
import http.client
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.core.errors import KgError

MIB = 1 << 20
_PIECE = 1 << 16
_SHOWN = 300


class _Stay(urllib.request.HTTPRedirectHandler):
    """What is meant for one host, a password above all, goes to no other."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:  # noqa: ARG002
        return None


_OPENER = urllib.request.build_opener(_Stay)


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """An answer: its status, its media type, its body, and the headers by lower-case name."""

    status: int
    media: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def words(self) -> str:
        """What the answer says, as one line that is short enough for an error."""
        text = self.body[:20_000].decode("utf-8", "replace")
        if "html" in self.media:
            text = re.sub(r"(?is)<(script|style|head)\b.*?</\1>|<[^>]*>", " ", text)
        text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        return text[:_SHOWN] + ("…" if len(text) > _SHOWN else "")


def shown(url: str) -> str:
    """An address without the name and password that may stand in it.

    >>> shown("https://ann:secret@example.org/sparql")
    'https://example.org/sparql'
    """
    return re.sub(r"^(https?://)[^/?#]*@", r"\1", url, flags=re.IGNORECASE)


def address(url: str, *, where: str) -> str:
    """The address as it was given; KgError for what is none of http or https."""
    try:
        parts = urllib.parse.urlsplit(url)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if not fits or re.search(r"[\s\x00-\x1f\x7f]", url):
        raise KgError(
            f"not an address: '{shown(url)[:200]}'",
            where=where,
            mend="give one that begins with http:// or https://",
        )
    return url


def with_params(url: str, *params: tuple[str, str]) -> str:
    """The address with further parameters in its query.

    >>> with_params("http://h/q?x=1#part", ("graph", "urn:a b"))
    'http://h/q?x=1&graph=urn%3Aa+b'
    """
    bare = url.partition("#")[0]
    more = urllib.parse.urlencode(params)
    return f"{bare}{'&' if '?' in bare else '?'}{more}" if more else bare


def fetch(
    url: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: float,
    most: int,
    where: str,
) -> Got:
    """The answer to one request, whatever its status.

    ``timeout`` is in seconds and counts from the request to the last byte; ``most`` is in bytes.
    Raises KgError when nobody answers, and when the answer takes too long or is too large.
    """
    sent = {"User-Agent": "diplokg", **(headers or {})}
    target, secret = _split(url)
    if secret is not None:
        sent["Authorization"] = secret
    end = time.monotonic() + timeout
    late = KgError(
        f"no whole answer within {timeout:g} s",
        where=f"{where}, {shown(url)}",
        mend="narrow the question down, or allow more time with --timeout",
    )
    request = urllib.request.Request(target, data=body, headers=sent, method=method)
    try:
        try:
            answer = _OPENER.open(request, timeout=timeout)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            raw = bytearray()
            while piece := answer.read1(_PIECE):
                raw += piece
                if len(raw) > most:
                    raise KgError(
                        f"the answer has more than {most // MIB} MB",
                        where=f"{where}, {shown(url)}",
                        mend="ask for less: add a LIMIT, or narrow the question down",
                    )
                if time.monotonic() > end:
                    raise late
            named = {k.lower(): v for k, v in answer.headers.items()}
            if len(raw) < int(named.get("content-length", 0)) and method != "HEAD":
                raise http.client.HTTPException("the answer was cut off")
            media = named.get("content-type", "").partition(";")[0].strip().lower()
            return Got(status=answer.status, media=media, body=bytes(raw), headers=named)
    except TimeoutError as error:
        raise late from error
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError):
            raise late from error
        text = (getattr(reason, "strerror", None) or str(reason)).strip() or type(error).__name__
        raise KgError(
            f"nobody answers: {text[:200]}",
            where=f"{where}, {shown(url)}",
            mend="see whether the address is right and the server up",
        ) from error


def _split(url: str) -> tuple[str, str | None]:
    parts = urllib.parse.urlsplit(url)
    if "@" not in parts.netloc:
        return url.partition("#")[0], None
    login, _, host = parts.netloc.rpartition("@")
    plain = urllib.parse.unquote(login)
    token = base64.b64encode(plain.encode()).decode("ascii")
    return urllib.parse.urlunsplit(parts._replace(netloc=host, fragment="")), f"Basic {token}"
