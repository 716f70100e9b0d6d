"""The year of days and months that are told without one: that of the story that they stand in.

"In 1985 relations improved. Reagan and Gorbachev met on 19 November": a history says the year once. News
that looks back does as well, and then goes on with the days before its publication, which stay its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.dates.expression import Expression

FAR = 1_200
"""Characters beyond which a year that was named no longer counts."""
NEWS = timedelta(days=60)
"""A day so near before the article's own is told from there, whatever year was named before."""
HALF = 6

_IN = re.compile(r"(?:\b(?:in|of|during|throughout|early|late|mid|,)[ -]|^)\s*$", re.I)
_SENTENCE_ENDS = re.compile(r"[.!?][”\"’)]*\s|\n\s*\n")
_PARAGRAPH_ENDS = re.compile(r"\n\s*\n")
_NOW = frozenset({"period", "offset"})


@dataclass(frozen=True, slots=True)
class _Told:
    year: int
    month: int | None
    at: int


def _opened(e: Expression, text: str) -> bool:
    """Does English tell a story of a year: "in 2015", not "the 2015 deal"?"""
    return bool(_IN.search(text, max(0, e.start - 12), e.start))


def with_years(
    expressions: Iterable[Expression],
    text: str,
    anchor: date | None,
    *,
    tells: Callable[[Expression, str], bool] = _opened,
    seasons: bool = False,
) -> tuple[Expression, ...]:
    """Expressions in the order of the text; days and months without a year get that of the story.

    ``anchor`` is the day that the article speaks from; a story of its own year is not touched. ``tells``
    says of a year alone whether a story is told of it, ``seasons`` whether one of "summer 2015" is.

    >>> from kg.dates.normalization import find_expressions
    >>> text = "In 1985 they met on 19 November."
    >>> [(e.year, e.month) for e in with_years(find_expressions(text), text, date(2024, 3, 1))]
    [(1985, None), (1985, 11)]
    """
    told: _Told | None = None
    out: list[Expression] = []
    ordered = sorted(expressions, key=lambda e: (e.start, e.end))
    history = not any(_of_its_day(e, anchor) for e in ordered)
    for e in ordered:
        named = _named(e, text, tells, seasons=seasons)
        if named is not None:
            told = named
        elif _speaks_of_now(e):
            told = None
        elif told is not None and _yearless(e):
            year = _year(e, told)
            if (anchor is None or year < anchor.year) and (
                not _SENTENCE_ENDS.search(text, told.at, e.start)
                or (_one_story(text, told, e, history=history) and not _recent(e, anchor))
            ):
                given = _in_year(e, year)
                out.append(given)
                told = _Told(year, _month(given), e.end)
                continue
        out.append(e)
    return tuple(out)


def _of_its_day(e: Expression, anchor: date | None) -> bool:
    """Does an article speak of its own year: is it no history?"""
    return _speaks_of_now(e) or (
        anchor is not None and e.year is not None and e.year >= anchor.year
    )


def _one_story(text: str, told: _Told, e: Expression, *, history: bool) -> bool:
    """Does the year still count in a later sentence? News goes on with its own days in the next paragraph."""
    if e.start - told.at > FAR:
        return False
    return history or not _PARAGRAPH_ENDS.search(text, told.at, e.start)


def _named(
    e: Expression, text: str, tells: Callable[[Expression, str], bool], *, seasons: bool
) -> _Told | None:
    """The year that an expression names, if it is one of which something is told."""
    last = e.last if e.kind == "range" and e.last is not None else e
    if seasons and e.kind == "period" and e.unit == "season" and e.year and not e.bound:
        return _Told(e.year, None, e.end)
    if last.kind != "date" or not last.year or e.bound or last.unit == "decade":
        return None
    if not last.month and not tells(e, text):
        return None  # "the 2015 deal"
    return _Told(last.year, last.month, e.end)


def _speaks_of_now(e: Expression) -> bool:
    """Is it counted from the day of the article: "on Monday", "last week", "two days ago"?"""
    if e.origin == "context":
        return False
    return e.kind in _NOW or (e.kind == "date" and e.weekday is not None and not e.year)


def _yearless(e: Expression) -> bool:
    if e.kind == "range":
        ends = [x for x in (e.first, e.last) if x is not None]
        return (
            len(ends) == 2
            and all(_yearless(x) or _day_alone(x) for x in ends)
            and any(map(_yearless, ends))
        )
    plain = e.kind == "date" and e.which is None and e.which_unit is None and e.weekday is None
    return plain and e.year is None and e.month is not None


def _day_alone(e: Expression) -> bool:
    return e.kind == "date" and e.year is None and e.month is None and e.day is not None


def _month(e: Expression) -> int | None:
    return e.last.month if e.kind == "range" and e.last is not None else e.month


def _first_month(e: Expression) -> int | None:
    return e.first.month or _month(e) if e.kind == "range" and e.first is not None else e.month


def _year(e: Expression, told: _Told) -> int:
    """After November comes January of the next year."""
    month = _first_month(e)
    turned = told.month is not None and month is not None and told.month - month >= HALF
    return told.year + turned


def _recent(e: Expression, anchor: date | None) -> bool:
    """Would it be one of the days before the article's own?"""
    month = _first_month(e)
    if anchor is None or month is None:
        return False
    first = e.first if e.kind == "range" and e.first is not None else e
    for year in (anchor.year, anchor.year - 1):
        try:
            day = date(year, month, first.day or 28)
        except ValueError:
            continue
        if -NEWS <= anchor - day <= NEWS:
            return True
    return False


def _in_year(e: Expression, year: int) -> Expression:
    if e.kind != "range" or e.first is None or e.last is None:
        return replace(e, year=year)
    month = _month(e)
    first = replace(e.first, year=year, month=e.first.month or month)
    turned = (first.month or 0) > (e.last.month or first.month or 0)
    return replace(
        e, first=first, last=replace(e.last, year=year + turned, month=e.last.month or first.month)
    )
