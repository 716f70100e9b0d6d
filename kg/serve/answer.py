"""What a task gives back to whoever asked, in the terms of HTTP but free of any server."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.ask.values import QueryError
from kg.core.errors import KgError

Json = dict[str, Any]
TEXT = "text/plain; charset=utf-8"
HTML = "text/html; charset=utf-8"
JSON = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A status, a media type, a body, and further headers."""

    status: int = 200
    media: str = TEXT
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(value: Any, *, status: int = 200) -> Answer:
    """JSON that may also stand in a page: no ``<`` and no line separator as itself."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
    return Answer(status=status, media=JSON, body=text.encode())


def problem(
    status: int,
    what: str,
    *,
    mend: str = "",
    line: int | None = None,
    column: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """An error as one line of text that says what, where, and how to mend it.

    Line and column also stand in headers of their own, for programs.

    >>> problem(400, "not valid SPARQL", mend="mend it", line=3, column=2).body.decode()
    'not valid SPARQL, line 3, column 2: mend it\\n'
    """
    own = dict(headers or {})
    at = ""
    if line is not None and column is not None:
        at = f", line {line}, column {column}"
        own |= {"X-Error-Line": str(line), "X-Error-Column": str(column)}
    text = " ".join(f"{what}{at}{': ' + mend if mend else ''}".split())
    return Answer(status=status, body=f"{text}\n".encode(errors="replace"), headers=own)


def from_error(error: KgError) -> Answer:
    """400 for what is wrong in a question, 403 for what is never answered."""
    if isinstance(error, QueryError):
        status = 403 if error.refused else 400
        return problem(status, error.what, mend=error.mend, line=error.line, column=error.column)
    return problem(400, error.what, mend=error.mend)
