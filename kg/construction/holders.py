"""Who holds one office of one state on the same days as somebody else: a table that says so is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from kg.core.model import LocalIri
from kg.reference.terms import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A person in an office. ``sure`` is the last day on which that is known, ``open`` that it may go on after it;
    ``tag`` is whose row says so, if any."""

    person: LocalIri
    first: date
    sure: date
    open: bool = False
    tag: int | None = None


def held(person: LocalIri, days: Span, *, tag: int | None = None) -> Held:
    """The part of a term that is certain: of one that has no end, the day on which it began."""
    sure = days.last or days.first
    return Held(person=person, first=days.first, sure=sure, open=days.last is None, tag=tag)


def together(terms: Iterable[Held]) -> Iterator[tuple[Held, Held]]:
    """Each term during which somebody else holds the office, with one that does; to hand it over is not meant.

    >>> a = Held(person="person/a", first=date(2019, 1, 1), sure=date(2019, 12, 31))
    >>> b = Held(person="person/b", first=date(2019, 12, 31), sure=date(2020, 5, 1))
    >>> c = Held(person="person/c", first=date(2020, 4, 1), sure=date(2020, 4, 1))
    >>> [(x.person, y.person) for x, y in together([a, b, c])]
    [('person/c', 'person/b'), ('person/b', 'person/c')]
    """
    groups = [
        list(some)
        for _, some in groupby(
            sorted(terms, key=lambda h: (h.first, h.sure, h.person)), lambda h: h.first
        )
    ]
    # Of those who began before, the two that are there longest tell whether anybody still is.
    longest: list[Held] = []
    for group in groups:
        # Somebody who is there for one day hands over on it.
        lasting = _two(h for h in group if h.open or h.sure > h.first)
        for term in group:
            other = _else(longest, term)
            if not other or other.sure <= term.first:
                other = _else(lasting, term) if term.open or term.sure > term.first else None
            if other:
                yield term, other
        longest = _two(sorted([*longest, *group], key=lambda h: h.sure, reverse=True))
    # Of those who began after, the two that began first.
    nearest: list[Held] = []
    for group in reversed(groups):
        for term in group:
            if (other := _else(nearest, term)) and other.first < term.sure:
                yield term, other
        nearest = _two([*group, *nearest])


def _two(terms: Iterable[Held]) -> list[Held]:
    """The first two that are of two people."""
    out: list[Held] = []
    for term in terms:
        if not out or (len(out) == 1 and out[0].person != term.person):
            out.append(term)
    return out


def _else(terms: Iterable[Held], term: Held) -> Held | None:
    """The first who is somebody else."""
    return next((h for h in terms if h.person != term.person), None)
