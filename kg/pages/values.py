"""What stands on the page of a thing, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words that lead to a thing; ``iri`` is None for words alone."""

    text: str
    iri: str | None = None


Cell: TypeAlias = tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A table. ``rows`` of ``total`` are here; the others are on further pages (``key``).

    ``shape`` says how it is best read: a "table", "events" as cards (day, event, status, where), or "ranked".
    """

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    first: int = 0
    shape: str = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What an article says, with the words before and after, and what was read from it.

    ``itself`` is the IRI of the passage, ``date`` the day that it gives, ``day`` that of publication,
    ``language`` the tag of the language of the article.
    """

    quote: str
    before: str = ""
    after: str = ""
    source: Cell = ()
    article: Cell = ()
    event: Cell = ()
    day: str = ""
    status: Cell = ()
    date: str = ""
    confidence: str = ""
    itself: str | None = None
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that the page of one thing shows; of an event, ``people`` took part, each with office, state and part."""

    iri: str
    kind: str
    title: str
    facts: tuple[tuple[str, Cell], ...]
    quotes: tuple[Passage, ...] = ()
    people: tuple[tuple[Cell, Cell], ...] = ()
    sections: tuple[Section, ...] = ()
    statements: tuple[tuple[Cell, Cell], ...] = ()


def words(text: str | None) -> Cell:
    """A cell of words alone."""
    return (Link(text=text),) if text else ()
