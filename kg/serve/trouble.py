"""What went wrong, as a page for whoever asks with a browser: a program gets the line of text alone."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

from kg.pages.html import Site, fill
from kg.pages.negotiate import prefers_html
from kg.serve.answer import HTML, TEXT, Answer

_HEADINGS = {404: "Not here", 405: "Not possible", 406: "Not in this format", 503: "Busy"}
_MOST = 60
"""Longer words are no name to look for."""


def as_page(told: Answer, path: str, accept: str | None) -> Answer:
    """An error with its text in a page, if the client is a browser; any other answer as it is.

    >>> from kg.serve.answer import problem
    >>> as_page(problem(404, "nothing"), "/person/x", "text/html").media
    'text/html; charset=utf-8'
    >>> as_page(problem(404, "nothing"), "/person/x", "text/turtle").media
    'text/plain; charset=utf-8'
    """
    if told.status < 400 or told.media != TEXT or not prefers_html(accept):
        return told
    heading = _HEADINGS.get(told.status, "That did not work")
    said = told.body.decode(errors="replace").strip()
    words = _words(path) if told.status == 404 else ""
    body = fill(
        "problem.html", Site(), heading=heading, said=said[:1].upper() + said[1:], words=words
    )
    return replace(told, media=HTML, body=body)


def _words(path: str) -> str:
    """What the end of an address may have been the name of.

    >>> _words("/person/sergey-lavrov-q58217.html")
    'sergey lavrov'
    """
    name = re.sub(r"\.[a-z]{2,6}$", "", unquote(path, errors="replace").rpartition("/")[2])
    kept = [word for word in re.findall(r"[^\W_]+", name) if not re.search(r"\d", word)]
    words = " ".join(kept)
    return words if len(words) <= _MOST else ""
