"""What ``kg serve --review`` takes: corrections from the page of this server, on this machine, and from nobody else.

A page of another site must not be able to write here. So a request is taken only when all of this holds:
it comes from this machine; it is of the page's own origin, by what the browser says of it (Origin, and
Sec-Fetch-Site where there is one); it is JSON, which a form of another site cannot send; and it carries
the token that this server gives to pages of its own origin. Everything else is refused before it is read.
"""

from __future__ import annotations

import hmac
import ipaddress
import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.requests import Request

from kg.core.errors import KgError
from kg.curate import written
from kg.serve.answer import Answer, as_json, from_error, problem

BODY = 1 << 20
"""Bytes of a request."""
HEADER = "x-review-token"
"""The header that has the token."""


@dataclass(frozen=True, slots=True)
class Review:
    """The file that corrections are written to, and the token of one run of the server."""

    path: Path
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))


async def answer(review: Review, request: Request) -> Answer:
    """GET gives the token; POST writes ``{"by", "why", "lines"}``, or takes back ``{"undo": lines}``."""
    refused = _refused(review, request)
    if refused is not None:
        return refused
    if request.method != "POST":
        return as_json({"token": review.token, "file": review.path.name})
    raw = bytearray()
    async for piece in request.stream():
        raw += piece
        if len(raw) > BODY:
            return problem(413, f"a request may have {BODY} bytes", mend="send fewer lines")
    try:
        asked = json.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        return problem(400, "not JSON", mend='send {"by": …, "why": …, "lines": […]}')
    try:
        return as_json(_done(review, asked))
    except KgError as error:
        return from_error(error)


def _done(review: Review, asked: Any) -> dict[str, list[str]]:
    given = asked if isinstance(asked, dict) else {}
    undo, lines = (_texts(given.get(name)) for name in ("undo", "lines"))
    if undo is not None and len(undo) <= written.MOST_LINES:
        return {"undone": written.take_back(review.path, undo)}
    by, why = given.get("by"), given.get("why")
    if lines is None or not isinstance(by, str) or not isinstance(why, str):
        raise KgError("no lines", where="review", mend='send {"by": …, "why": …, "lines": […]}')
    made = written.checked(lines, by=by, why=why, now=datetime.now(UTC).replace(tzinfo=None))
    return {"written": written.add(review.path, made)}


def _texts(value: Any) -> list[str] | None:
    """The value, if it is a list of texts."""
    return value if isinstance(value, list) and all(isinstance(v, str) for v in value) else None


def _refused(review: Review, request: Request) -> Answer | None:
    """Why a request is not taken."""
    if not _here(request):
        return problem(403, "corrections are taken from this machine alone")
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return problem(403, "corrections are taken from the pages of this server alone")
    origin = request.headers.get("origin")
    own = f"{request.url.scheme}://{request.headers.get('host', '')}".lower()
    if origin is not None and origin.lower() != own:
        return problem(403, "corrections are taken from the pages of this server alone")
    if request.method != "POST":
        return None
    if origin is None:
        return problem(403, "it is not said which page sends this", mend="send Origin")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != (
        "application/json"
    ):
        return problem(415, "this is not JSON", mend="send it as application/json")
    if not hmac.compare_digest(
        request.headers.get(HEADER, "").encode(errors="replace"), review.token.encode()
    ):
        return problem(403, "the token is not that of this server", mend="load the page again")
    return None


def _here(request: Request) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
