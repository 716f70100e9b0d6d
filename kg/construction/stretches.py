"""Terms of one person in one office, as stretches of time: what is known, what a table says, and how they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kg.construction.authority import Entry
from kg.core.model import LocalIri
from kg.reference.catalog import Tenure
from kg.reference.terms import DAY, Span, coarse, span

Key = tuple[LocalIri, LocalIri, LocalIri, LocalIri | None]
"""A person, an office, the state that has it, and of an ambassador the place of the post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A row of a table that tells a term, with its days as they are written there."""

    entry: Entry
    tenure: Tenure
    start: str
    end: str


@dataclass(slots=True, kw_only=True)
class Stretch:
    """Terms that follow each other without a day between. ``until`` is to when one without an end is known."""

    first: date
    end: date | None
    until: date | None = None
    terms: list[Tenure] = field(default_factory=list)
    rows: list[Said] = field(default_factory=list)

    @property
    def days(self) -> str:
        """As a person reads it."""
        return days(self.first, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What becomes of what a table says of one stretch: nothing, terms that are new, or one that changes.

    ``first`` and ``end`` are of a term that changes, as they are written, and ``days`` as they are meant; ``instead``
    are the known ones in whose place it stands.
    """

    kind: Literal["known", "add", "change"]
    rows: tuple[Said, ...]
    first: str = ""
    end: str = ""
    was: str = ""
    days: Span | None = None
    instead: tuple[Tenure, ...] = ()

    @property
    def lines(self) -> tuple[int, ...]:
        """Where the table says so."""
        return tuple(r.entry.line for r in self.rows)


class Contradiction(Exception):
    """What a table says of a person cannot be so together with what is known of the same person."""


def days(first: date | str | None, end: date | str | None) -> str:
    """A term as a person reads it.

    >>> days("2019-01", None), days(None, "2020"), days(None, None)
    ('from 2019-01', 'to 2020', 'at an unknown time')
    """
    if first and end:
        return f"{first} to {end}"
    return f"from {first}" if first else f"to {end}" if end else "at an unknown time"


def key_of(term: Tenure) -> Key:
    """Whose term in what it is."""
    return term.person, term.role, term.organisation, term.to


def known(terms: Iterable[Tenure]) -> list[Stretch]:
    """The stretches of terms that are known to have begun."""
    out: list[Stretch] = []
    dated = [(s.first, t) for t in terms if (s := span(t))]
    for first, term in sorted(dated, key=lambda d: (d[0], d[1].end or date.max)):
        end = term.end or (date(term.end_year, 12, 31) if term.end_year else None)
        last = out[-1] if out else None
        reach = last and (last.end or last.until)
        if last and reach and first <= reach + DAY:
            last.terms.append(term)
            if end is None or (last.end and end > last.end) or last.end is None:
                last.end, last.until = end, term.known_until
        else:
            out.append(Stretch(first=first, end=end, until=term.known_until, terms=[term]))
    return out


def told(rows: Iterable[Said]) -> list[Stretch]:
    """The stretches of what a table says. One that is told without an end ends with the one that follows on it."""
    out: list[Stretch] = []
    dated = [(t.start, r) for r in rows if (t := r.tenure).start]
    for first, row in sorted(
        dated, key=lambda d: (d[0], d[1].tenure.end or date.max, d[1].entry.line)
    ):
        last = out[-1] if out else None
        if last and (last.end is None or first <= last.end + DAY):
            last.rows.append(row)
            end = row.tenure.end
            last.end = max(last.end, end) if last.end and end else end
        else:
            out.append(Stretch(first=first, end=row.tenure.end, rows=[row]))
    return out


def compare(
    table: Stretch, before: Sequence[Stretch], follower: Callable[[date], date | None]
) -> Plan:
    """What a stretch of the table says beside the known ones of the same person in the same office.

    ``follower`` tells when the next other person begins after a day. Raises Contradiction.
    """
    met = [k for k in before if _meet(table, k, follower)]
    rows = tuple(table.rows)
    if not met:
        return Plan(kind="add", rows=rows)
    if len(met) > 1:
        gap = f"{met[0].days} and {met[1].days}"
        raise Contradiction(f"known in this office {gap}, and not between")
    (k,) = met
    start, end = table.rows[0].start, _end(table, k)
    one = len(k.terms) == len(table.rows) == 1
    if one and coarse(k.terms[0]) and len(start) == len(table.rows[0].end) == 10:
        days_of = Span(first=table.first, last=table.end)
        return _changed(table, k, start, table.rows[0].end, days_of, k.terms)
    moved = table.first < k.first and not _same(k.first, start)
    if not moved and end is None:
        return Plan(kind="known", rows=rows)
    last = table.end if end else k.end
    written = end or (str(k.end) if k.end else "")
    if moved:
        return _changed(table, k, start, written, Span(first=table.first, last=last), k.terms)
    begun = span(k.terms[-1])
    first = begun.first if begun else k.first
    return _changed(table, k, str(first), written, Span(first=first, last=last), k.terms[-1:])


def _changed(
    table: Stretch, k: Stretch, first: str, end: str, days_of: Span, instead: Sequence[Tenure]
) -> Plan:
    return Plan(
        kind="change",
        rows=tuple(table.rows),
        first=first,
        end=end,
        was=k.days,
        days=days_of,
        instead=tuple(instead),
    )


def _end(table: Stretch, k: Stretch) -> str | None:
    """The end that the table gives, as it is written; None where it says nothing new."""
    if table.end is None:
        return None
    text = next(r.end for r in table.rows if r.tenure.end == table.end)
    if k.end is not None:
        if _same(k.end, text) or k.end == table.end:
            return None
        last = span(k.terms[-1])
        if len(k.terms) > 1 and last and table.end <= last.first:
            raise Contradiction(f"known in this office {k.days}, longer than that")
    elif k.until and table.end < k.until:
        raise Contradiction(f"known in this office on {k.until}, after that end")
    return text


def _same(day: date, text: str) -> bool:
    """Is a day, month or year what a day lies in?"""
    return bool(text) and day.isoformat().startswith(text)


def _meet(table: Stretch, k: Stretch, follower: Callable[[date], date | None]) -> bool:
    if table.first == k.first or _same(k.first, table.rows[0].start):
        return True
    # One without an end goes on until somebody follows.
    reach = k.end or k.until or follower(k.first) or date.max
    own = table.end or follower(table.first) or date.max
    return max(table.first, k.first) < min(reach, own)
