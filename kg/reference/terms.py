"""Terms of office as stretches of days: who is known to have held an office of a state, and when nobody is.

A term has a day on which it began and one on which it ended, or years; one without an end is known to a day
(``known_until``), or for as long as nobody follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kg.core.model import LocalIri
from kg.reference.catalog import Catalog, Tenure

DAY = timedelta(days=1)
Seat = tuple[LocalIri, LocalIri]
"""An office and the state or organisation that has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days from ``first`` to ``last``, both within. ``last`` is None for a term that goes on, as far as is known."""

    first: date
    last: date | None

    @property
    def until(self) -> date:
        """The last day, of what goes on that of all days."""
        return self.last or date.max


def span(term: Tenure) -> Span | None:
    """The days of a term, at most: a year alone is the whole of it. None where it has no beginning.

    >>> t = Tenure(person="person/a", role="post/b", organisation="country/fr", start=None, end=None,
    ...            start_year=2008, end_year=2010)
    >>> span(t) == Span(first=date(2008, 1, 1), last=date(2010, 12, 31))
    True
    """
    first = term.start or (date(term.start_year, 1, 1) if term.start_year else None)
    if first is None:
        return None
    end = term.end or (date(term.end_year, 12, 31) if term.end_year else term.known_until)
    return Span(first=first, last=max(end, first) if end else None)


def coarse(term: Tenure) -> bool:
    """Is it known by years, and not by days?"""
    return bool(term.start_year or term.end_year)


def seats(catalog: Catalog) -> dict[Seat, list[Tenure]]:
    """The terms of each office of each state, by beginning; those that have none come first."""
    out: dict[Seat, list[Tenure]] = {}
    for t in catalog.tenures:
        out.setdefault((t.role, t.organisation), []).append(t)
    for terms in out.values():
        terms.sort(key=_beginning)
    return out


def _beginning(term: Tenure) -> tuple[date, date, LocalIri]:
    days = span(term)
    return (days.first, days.until, term.person) if days else (date.min, date.min, term.person)


def holes(terms: Iterable[Tenure], first: date, last: date) -> list[Span]:
    """The stretches from ``first`` to ``last`` on whose days nobody is known in the office.

    >>> t = Tenure(person="person/a", role="post/b", organisation="country/fr", start=date(2019, 2, 1), end=None,
    ...            known_until=date(2020, 5, 1))
    >>> [(str(h.first), str(h.last)) for h in holes([t], date(2019, 1, 1), date(2020, 12, 31))]
    [('2019-01-01', '2019-01-31'), ('2020-05-02', '2020-12-31')]
    """
    out = []
    day = first
    for days in sorted(filter(None, map(span, terms)), key=lambda s: (s.first, s.until)):
        if days.first > last or day > last:
            break
        if days.first > day:
            out.append(Span(first=day, last=days.first - DAY))
        if days.until >= last:
            return out
        day = max(day, days.until + DAY)
    if day <= last:
        out.append(Span(first=day, last=last))
    return out


def years(terms: Iterable[Tenure], first: int, last: int) -> list[int]:
    """The years from ``first`` to ``last`` in which nobody is known in the office on any day."""
    known = list(filter(None, map(span, terms)))
    return [
        y
        for y in range(first, last + 1)
        if not any(s.first.year <= y <= s.until.year for s in known)
    ]


def runs(numbers: Sequence[int]) -> str:
    """Years as a person writes them.

    >>> runs([1990, 1991, 1992, 1995])
    '1990-1992 1995'
    """
    out: list[list[int]] = []
    for n in numbers:
        if out and out[-1][1] == n - 1:
            out[-1][1] = n
        else:
            out.append([n, n])
    return " ".join(str(a) if a == b else f"{a}-{b}" for a, b in out)
