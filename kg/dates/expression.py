"""What a date expression is, and the text it is read from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from kg.dates.text import plain

Kind = Literal["date", "range", "period", "offset", "span", "vague", "time", "habit"]
Unit = Literal[
    "day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade", "century"
]
Which = Literal["this", "last", "next", "coming", "past"]
Part = Literal[
    "early", "mid", "late", "start", "end", "earlier", "later", "half1", "half2",
    "week1", "week2", "week3", "week4", "week-1", "weekof",
]  # fmt: skip
Bound = Literal["since", "until", "by", "before", "after"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A date as the words give it; ``text`` is the source text at ``start:end``.

    By kind: ``date`` has some of ``year`` (of a decade its first year, ``unit`` "decade"), ``month``,
    ``day``, ``weekday`` (Monday is 0), and ``which`` for "last May"; ``unit`` with ``which_unit`` say
    the week or year that it lies in ("Tuesday of next week"). ``range`` runs from ``first`` to
    ``last``. ``period`` is a calendar unit chosen by ``which`` ("last month"; ``number`` tells which
    season, quarter or half). ``offset`` is ``count`` units from the origin, ``span`` all the days
    between. ``origin`` is the day the article speaks from or that of the event told just before.
    ``time`` holds "16:30" or "16:30/17:10". ``habit`` and ``vague`` ("soon") have words alone.
    ``mark`` is EDTF's "~" (approximate) or "?" (uncertain).
    """

    kind: Kind
    start: int
    end: int
    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    which: Which | None = None
    which_unit: Which | None = None
    unit: Unit | None = None
    count: int | None = None
    number: int | None = None
    part: Part | None = None
    bound: Bound | None = None
    origin: Literal["anchor", "context"] = "anchor"
    mark: Literal["", "~", "?"] = ""
    first: Expression | None = None
    last: Expression | None = None
    time: str | None = None

    @property
    def only_years(self) -> bool:
        """Is it a year, or a range of years, and no more: "2015", "1950-53"?"""
        dates = [x for x in (self, self.first, self.last) if x is not None and x.kind == "date"]
        return bool(dates) and all(
            x.year and not x.month and not x.day and x.weekday is None for x in dates
        )


class Source:
    """The text as written and made plain, with the two ways in which patterns look at it."""

    __slots__ = ("low", "raw")

    def __init__(self, text: str) -> None:
        self.raw = text
        self.low = plain(text)

    def make(self, kind: Kind, start: int, end: int) -> Expression:
        return Expression(kind=kind, start=start, end=end, text=self.raw[start:end])

    def widen(self, expression: Expression, start: int, end: int | None = None) -> Expression:
        end = expression.end if end is None else end
        return replace(expression, start=start, end=end, text=self.raw[start:end])

    def before(self, start: int) -> str:
        """The word before ``start`` in the same sentence, or an empty string."""
        match = _LAST_WORD.search(self.low[max(0, start - 18) : start])
        return (match[1] or match[2]) if match else ""

    def capital(self, start: int) -> bool:
        return self.raw[start].isupper()


_LAST_WORD = re.compile(r"([a-z'0-9.]{1,15})[ \n\[(\"]{1,3}$|([-$€£#/:.,])$")
Found: TypeAlias = list[Expression]

_WHICH: dict[str, Which] = {
    "this": "this", "that": "this", "that same": "this", "the same": "this", "the": "this",
    "last": "last", "the previous": "last", "the preceding": "last", "previous": "last",
    "next": "next", "the following": "next", "this coming": "coming", "coming": "coming",
    "this past": "past", "past": "past",
}  # fmt: skip


def which_word(words: str) -> Which:
    return _WHICH[" ".join(words.split())]
