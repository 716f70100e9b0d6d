"""When it was, by the words of a date's span and the dates around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from kg.core.model import Article, When
from kg.dates.expression import Expression
from kg.dates.normalization import resolve
from kg.extract.reader.proposals import Part, Proposal, strongest
from kg.extract.spans.tellings import FUTURE
from kg.extract.spans.tools import Tools

_WITH_MONTH = re.compile(r"(?<=\d)\s?/\s?(\d{1,2})$")
_NUMBER = re.compile(r"\d{1,2}(?!\d)")
_PLACE = re.compile(r"\s*[^\W\d_a-zа-я][^\n\d.:;]*[,(\s]\s*")
_OPENED = re.compile(r"\s*(?:\([^)\n]{1,40}\)\s*[-.:\u2013\u2014]|[.:]?\s*[-\u2013\u2014])")
_SHOUTED = re.compile(r"\s*(?:года\s*)?[-.,:/(\u2013\u2014]")
"""What stands before the day that a text opens with, and behind it: the last where the place is in capitals."""
_OPENING = 40
_LATE = timedelta(days=4)
"""How long after it was written a text may be published."""
_SHORT = 24
"""Characters of the longest span that names a day by its number alone."""
_LIMITS = frozenset({"before", "by", "until"})
_ENDS = 2
"""Spans of a date that tell when something began and when it ended."""
_FAR = 1500
"""Characters behind a month within which a number alone is a day of it."""


Ahead = Literal["past", "future"] | None
"""On which side of the day that a text speaks from a day is, where it does not say so."""
_NEAR = frozenset({"cancelled", "postponed", "declined", "denied"})
"""What did not take place was to be before the day of the text or after it: the nearer is meant."""


class Days:
    """The dates of an article, counted from the day that it speaks from."""

    def __init__(self, article: Article, tools: Tools) -> None:
        self._text, self._tools = article.text, tools
        self._anchor: date | None = article.dateline or article.published
        self._basis: Literal["dateline", "published"] = (
            "dateline" if article.dateline else "published"
        )
        found = tools.expressions(article.text, self._anchor) if tools.expressions else ()
        self._expressions: Sequence[Expression] = found
        written = self._written() if article.dateline is None else None
        if written is not None:
            self._anchor, self._basis = written, "dateline"

    def _written(self) -> date | None:
        """The day that a text opens with, not long before it was published: "LA HABANA, 8 dic (PC). …"."""
        e = next(iter(self._expressions), None)
        if e is None or self._anchor is None or e.kind != "date" or not e.month or not e.day:
            return None
        place = self._text[: e.start]
        shouted = place.isupper() and _SHOUTED.match(self._text, e.end)
        opens = _PLACE.fullmatch(place) and _OPENED.match(self._text, e.end)
        if len(place) > _OPENING or not (shouted or opens):
            return None
        when = resolve(e, anchor=self._anchor, context=None, direction="past", basis="published")
        if when.precision != "day" or when.earliest is None:
            return None
        return when.earliest if timedelta() <= self._anchor - when.earliest <= _LATE else None

    def of(self, p: Proposal) -> When | None:
        """The day that the words of a proposal's date stand for."""
        parts = sorted(p.parts.get("date", ()), key=lambda x: x.start)
        first = strongest(parts)
        if first is None:
            return None
        ahead = _ahead(p.status)
        when = self._one(first, ahead)
        if len(parts) != _ENDS or when is None:
            return when
        return _from_to(self._one(parts[0], ahead), self._one(parts[1], "future")) or when

    def _one(self, part: Part, ahead: Ahead) -> When | None:
        """The day that the words of one span stand for."""
        here = [
            e for e in self._expressions if _over(e, part) > 0 and e.kind not in {"habit", "time"}
        ]
        if not here:
            alone = self._number(part, ahead)
            here = [alone] if alone else []
        if not here:
            return None
        days = [e for e in here if not _hour(e)]  # Of "вечером 5 мая" the evening says no day.
        e = max(days or here, key=lambda e: (_over(e, part), -e.start))
        if e.bound in _LIMITS:
            return self._until(e, ahead)
        if e.bound == "since" or (e.bound and e.start < part.start < e.end):
            e = replace(e, bound=None)  # Of "since May" the month is meant in which it began.
        return self._resolved(e, ahead)

    def _resolved(self, e: Expression, ahead: Ahead) -> When:
        return resolve(
            e,
            anchor=self._anchor,
            context=self._context(e, ahead),
            direction=ahead,
            basis=self._basis,
        )

    def _until(self, e: Expression, ahead: Ahead) -> When:
        """ "Before summer": of what is still to come, the time from now to then."""
        if e.part == "late":  # "До конца года" is within the year.
            return self._resolved(replace(e, bound=None, part=None), ahead)
        when = self._resolved(e, ahead)
        last = when.latest
        if ahead != "future" or self._anchor is None or last is None or last <= self._anchor:
            return when
        return replace(
            when,
            edtf=f"{self._anchor.isoformat()}/{last.isoformat()}",
            earliest=self._anchor,
            precision="day",
        )

    def _number(self, part: Part, ahead: Ahead) -> Expression | None:
        """ "Le 6", "13 al 15", "3/10": days by their numbers, of the month that was told last or is the nearest."""
        said = self._text[part.start : part.end]
        given = _WITH_MONTH.search(said)
        number = _NUMBER.search(said)
        if number is None or len(said) > _SHORT or self._tools.expressions is None:
            return None
        year: int | None = None
        if given:
            month, said = int(given[1]), said[: given.start()]
        else:
            found = self._told_month(part.start) or self._near(int(number[0]), ahead)
            if found is None:
                return None
            year, month = found
        name = _month(self._tools.table.code, month)
        read = self._tools.expressions(f"{said} {name}" if name else "", self._anchor)
        if len(read) != 1 or read[0].kind not in {"date", "range"}:
            return None
        e = replace(read[0], start=part.start, end=part.end, text=said, bound=None)
        if e.first is None or e.last is None:
            return replace(e, year=year)
        return replace(e, first=replace(e.first, year=year), last=replace(e.last, year=year))

    def _told_month(self, at: int) -> tuple[int, int] | None:
        """The year and month of the last day or month that was told before."""
        for e in reversed(self._expressions):
            if e.start >= at or at - e.end > _FAR:
                continue
            if (e.last or e).month and e.kind in {"date", "range"}:
                when = resolve(
                    e, anchor=self._anchor, context=None, direction=None, basis=self._basis
                )
                if when.latest and when.precision in {"day", "month"}:
                    return when.latest.year, when.latest.month
        return None

    def _near(self, day: int, ahead: Ahead) -> tuple[int, int] | None:
        """The month of the anchor, or that beside it in which the day is on the side that is told of."""
        if self._anchor is None:
            return None
        on = self._anchor.replace(day=15)
        if ahead == "past" and day > self._anchor.day:
            on -= timedelta(days=30)
        elif ahead == "future" and day < self._anchor.day:
            on += timedelta(days=30)
        return on.year, on.month

    def _context(self, e: Expression, ahead: Ahead) -> date | None:
        day: date | None = None
        for other in self._expressions:
            if other.end > e.start:
                break
            when = resolve(
                other, anchor=self._anchor, context=day, direction=ahead, basis=self._basis
            )
            if when.earliest and when.precision == "day" and other.kind != "habit":
                day = when.earliest
        return day


def _from_to(first: When | None, last: When | None) -> When | None:
    """The days from one to another: "arrived on Monday … leaves tomorrow"."""
    if first is None or last is None or first.earliest is None or last.latest is None:
        return None
    if first.precision != "day" or last.precision != "day" or first.earliest >= last.latest:
        return None
    edtf = f"{first.earliest.isoformat()}/{last.latest.isoformat()}"
    return replace(first, edtf=edtf, latest=last.latest)


def _month(code: str, month: int) -> str:
    from babel import Locale

    names = Locale.parse(code).months["format"]["wide"]
    return str(names.get(month, ""))


def _ahead(status: str) -> Ahead:
    return None if status in _NEAR else "future" if status in FUTURE else "past"


def _hour(e: Expression) -> bool:
    """Is it a part of a day alone: "in the evening"?"""
    return e.kind == "offset" and e.unit == "day" and e.count == 0 and e.mark == "?"


def _over(e: Expression, part: Part) -> int:
    return min(e.end, part.end) - max(e.start, part.start)
