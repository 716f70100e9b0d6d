"""Dates in English text: find the expressions and count them from the day the article speaks from.

Two steps, because the tense that decides "on Tuesday" is known only once the event is:
:func:`find_expressions` reads the words, :func:`resolve` turns one into a :class:`~kg.core.model.When`.
:func:`find_dates` does both for a whole text.

What is decided here, and nowhere else:

* ``edtf`` says what the words say and no more; ``earliest`` and ``latest`` may be narrower ("late June"
  is 2019-06, from the 21st) or wider ("a year ago").
* Weeks run from Monday to Sunday and are intervals with precision "week"; "two weeks ago" is the seven
  days around that day. Seasons are the meteorological ones of the northern hemisphere.
* "A year ago" is the year, approximate (2017~), within half a year either way; "two months ago" the
  month, approximate; "three days ago" the day. No text says more with such words.
* "The past month" is the calendar month when nine tenths of it are (said on the 31st of May: 2018-05),
  else an interval that ends on the day of speaking.
* "Since", "until", "by", "before" and "after" give bounds alone, never a date.
* A day and month without a year take the nearest year on the side that the tense asks for; on the
  other side when the asked one is ten months away and the other near, for writers then name the year.
* What would fall outside the years 1 to 9999 is left unresolved.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Literal

from kg.core.model import Precision, When
from kg.dates.en.expressions import find_expressions
from kg.dates.expression import Expression
from kg.dates.values import (
    Value,
    around,
    between,
    bounded,
    make_day,
    many_days,
    many_months,
    marked,
    month_end,
    months_on,
    narrow,
    one_day,
    one_decade,
    one_month,
    one_season,
    one_year,
    overlap,
    shift,
)
from kg.dates.weekdays import Direction, from_weekday

__all__ = ["Direction", "Expression", "find_dates", "find_expressions", "resolve"]

Basis = Literal["dateline", "published"]
_WRONG_SIDE_DAYS = 250  # more than this many days nearer wins against the tense
_WRONG_WEEKDAY_DAYS = 150


# --- dates with something left out ---------------------------------------------------------------


def _nearest(
    candidates: Iterable[date],
    anchor: date,
    direction: Direction,
    *,
    wrong_side: int,
    weekday: int | None = None,
) -> date | None:
    def cost(day: date) -> tuple[int, bool]:
        far = abs((day - anchor).days)
        wrong = (direction == "past" and day > anchor) or (direction == "future" and day < anchor)
        odd = weekday is not None and day.weekday() != weekday
        return far + wrong_side * wrong + _WRONG_WEEKDAY_DAYS * odd, day > anchor

    return min(candidates, key=cost, default=None)


def _valid(days: Iterable[tuple[int, int, int]]) -> list[date]:
    found = []
    for year, month, day in days:
        if 1 <= year <= 9999 and day <= month_end(year, month).day:
            found.append(date(year, month, day))
    return found


def _side(days: list[date], anchor: date, which: str | None) -> list[date]:
    if which in ("last", "past"):
        return [day for day in days if day < anchor]
    if which in ("next", "coming"):
        return [day for day in days if day > anchor]
    return [day for day in days if day.year == anchor.year] if which == "this" else days


def _yearless_day(
    e: Expression, month: int, day_number: int, anchor: date, direction: Direction
) -> Value | None:
    days = _valid((anchor.year + step, month, day_number) for step in range(-8, 9))
    days = _side(days, anchor, e.which)
    day = _nearest(days, anchor, direction, wrong_side=_WRONG_SIDE_DAYS, weekday=e.weekday)
    return _checked(day, e) if day else None


def _checked(day: date, e: Expression) -> Value:
    """A weekday that contradicts the date makes it uncertain."""
    value = one_day(day)
    if e.weekday is not None and e.weekday != day.weekday():
        value = replace(value, edtf=f"{value.edtf}?")
    return value


def _bare_month(e: Expression, month: int, anchor: date, direction: Direction) -> Value:
    year = anchor.year
    ahead = (month - anchor.month) % 12
    if e.unit == "year":
        year += {"last": -1, "next": 1}.get(e.which_unit or "this", 0)
    elif e.which in ("last", "past"):
        year -= month >= anchor.month
    elif e.which in ("next", "coming"):
        year += month <= anchor.month
    elif e.which != "this":
        if direction == "past" or (direction is None and ahead >= 6):
            year -= month > anchor.month
        else:
            year += month < anchor.month
    return one_month(year, month)


def _day_number(e: Expression, number: int, anchor: date, direction: Direction) -> Value | None:
    first = anchor.year * 12 + anchor.month - 1
    steps: Iterable[int] = range(-2, 3)
    if e.unit == "month":
        steps = [{"last": -1, "next": 1}.get(e.which_unit or "this", 0)]
    days = _valid(((first + step) // 12, (first + step) % 12 + 1, number) for step in steps)
    day = _nearest(days, anchor, direction, wrong_side=31)
    return one_day(day) if day else None


def _date(e: Expression, anchor: date | None, direction: Direction) -> Value | None:
    if e.unit == "decade" and e.year:
        return one_decade(e.year)
    if e.year:
        if not e.month:
            return one_year(e.year)
        if not e.day:
            return one_month(e.year, e.month)
        if e.mark == "?" and e.unit == "day":
            return _either(e.year, e.month, e.day)
        days = _valid([(e.year, e.month, e.day)])
        return _checked(days[0], e) if days else None
    if anchor is None:
        return None
    if e.month and e.day:
        if e.unit == "year":
            year = anchor.year + {"last": -1, "next": 1}.get(e.which_unit or "this", 0)
            days = _valid([(year, e.month, e.day)])
            value = _checked(days[0], e) if days else None
        else:
            value = _yearless_day(e, e.month, e.day, anchor, direction)
    elif e.month:
        value = _bare_month(e, e.month, anchor, direction)
    elif e.weekday is not None:
        value = from_weekday(e, e.weekday, anchor, direction)
    else:
        value = _day_number(e, e.day, anchor, direction) if e.day else None
    return replace(value, counted=True) if value else None


def _either(year: int, month: int, day: int) -> Value | None:
    """12/10/2019 is one of two days; both bound it, neither is its date."""
    days = sorted(_valid([(year, month, day), (year, day, month)]))
    return Value(edtf=None, earliest=days[0], latest=days[-1], precision=None) if days else None


def _range(
    one: Expression, other: Expression, anchor: date | None, direction: Direction
) -> Value | None:
    first = _date(one, anchor, direction)
    if not first:
        return None
    last = _date(other, anchor, direction)
    if other.year is None and (other.month or other.weekday is not None):
        # Counted from its own beginning, so that "December 30 to January 2" stays together.
        last = _date(other, first.earliest, "future")
        if one.weekday is not None and one.weekday == other.weekday:
            return first
    return replace(between(first, last), counted=first.counted) if last else None


# --- periods, offsets and spans ------------------------------------------------------------------


def _period(e: Expression, origin: date, direction: Direction) -> Value | None:
    step = {"last": -1, "past": -1, "next": 1, "coming": 1}.get(e.which or "this", 0)
    if e.unit == "week":
        monday = shift(origin, 7 * step - origin.weekday())
        return many_days(monday, shift(monday, 6), precision="week")
    if e.unit == "weekend":
        return _weekend(e, origin, direction)
    if e.unit == "month":
        first = months_on(origin.replace(day=1), step)
        return one_month(first.year, first.month)
    if e.unit == "season" and e.number:
        return _which_season(e, origin, direction)
    year = origin.year + {"last": -1, "next": 1}.get(e.which_unit or "this", 0)
    if e.unit == "quarter":
        if e.number:
            return many_months(make_day(year, 3 * e.number - 2, 1), 3)
        first = make_day(origin.year, (origin.month - 1) // 3 * 3 + 1, 1)
        return many_months(months_on(first, 3 * step), 3)
    if e.unit == "half" and e.number:
        return many_months(make_day(year, 6 * e.number - 5, 1), 6)
    return one_year(origin.year + step) if e.unit == "year" else None


def _weekend(e: Expression, origin: date, direction: Direction) -> Value:
    saturday = shift(origin, 5 - origin.weekday())
    within = origin.weekday() >= 5
    if e.which in ("last", "past"):
        saturday = shift(saturday, -7)
    elif e.which == "next":
        saturday = shift(saturday, 7)
    elif e.which == "coming":
        saturday = shift(saturday, 7 * within)
    elif not within and (
        direction == "past" or (direction is None and e.which is None and origin.weekday() <= 2)
    ):
        saturday = shift(saturday, -7)
    return many_days(saturday, shift(saturday, 1))


def _which_season(e: Expression, origin: date, direction: Direction) -> Value:
    code = e.number or 21
    if e.which_unit:
        return one_season(origin.year + {"last": -1, "next": 1}.get(e.which_unit, 0), code)
    begins = 3 * (code - 20)
    # Seasons are told apart by the year of their first month: January's winter began the year before.
    now = origin.year - (origin.month < 3) if code == 24 else origin.year
    under_way = (origin.month - begins) % 12 < 3
    if e.which in ("last", "past"):
        over = origin.month >= begins + 3 if code != 24 else origin.month >= 3
        year = now - 1 if code == 24 or not over else now
    elif e.which in ("next", "coming"):
        year = now + 1 if under_way or origin.month > begins else now
    elif e.which is None and direction == "past":
        year = now if under_way or origin.month > begins else now - 1
    elif e.which is None and direction == "future":
        year = now if under_way or origin.month < begins else now + 1
    else:
        year = now
    value = one_season(year, code)
    if code != 24:
        return value
    return replace(value, earliest=make_day(year, 12, 1))


def _offset(e: Expression, origin: date) -> Value | None:
    count = e.count or 0
    if e.unit == "day":
        return one_day(shift(origin, count))
    if e.unit == "week":
        centre = shift(origin, 7 * count)
        return many_days(shift(centre, -3), shift(centre, 3), precision="week")
    if e.unit == "month":
        centre = months_on(origin, count)
        return around(one_month(centre.year, centre.month), centre, days=15)
    years = count * (10 if e.unit == "decade" else 1)
    centre = months_on(origin, 12 * years)
    return around(one_year(centre.year), centre, days=1826 if e.unit == "decade" else 183)


def _span(e: Expression, origin: date) -> Value | None:
    count = e.count or 0
    if e.unit in ("day", "week"):
        other = shift(origin, count * (7 if e.unit == "week" else 1))
    else:
        months = {"month": 1, "year": 12, "decade": 120}.get(e.unit or "", 0)
        other = months_on(origin, count * months)
    first, last = min(origin, other), max(origin, other)
    if e.unit in ("day", "week"):
        return many_days(first, last, precision=e.unit)
    if abs(count) == 1 and e.unit in ("month", "year"):
        for day in (first, last):
            whole = one_month(day.year, day.month) if e.unit == "month" else one_year(day.year)
            if overlap(whole, first, last) >= 0.9:
                return replace(whole, earliest=first, latest=last)
        if e.unit == "month":
            return many_days(first, last, precision="month")
    length = 4 if e.unit == "decade" or (e.unit == "year" and abs(count) > 1) else 7
    edtf = f"{first.isoformat()[:length]}/{last.isoformat()[:length]}"
    precision: Precision = "month" if e.unit == "month" else "year"
    return Value(edtf=edtf, earliest=first, latest=last, precision=precision)


# --- the two steps -------------------------------------------------------------------------------


def resolve(
    expression: Expression,
    *,
    anchor: date | None,
    context: date | None = None,
    direction: Direction = None,
    basis: Basis = "published",
) -> When:
    """The date that an expression stands for.

    ``anchor`` is the day the article speaks from and ``basis`` what that day is; ``context`` the day of
    the event told just before ("the next day"); ``direction`` the tense, which decides bare weekdays,
    months and days without a year. What cannot be known comes back with its text and ``edtf`` None.

    >>> (tuesday,) = find_expressions("They met on Tuesday.")
    >>> resolve(tuesday, anchor=date(2019, 5, 16), direction="past").edtf
    '2019-05-14'
    >>> resolve(tuesday, anchor=date(2019, 5, 16), direction="future").edtf
    '2019-05-21'
    """
    e = expression
    when = When(
        edtf=None, text=e.text, earliest=None, latest=None, precision=None, start=e.start, end=e.end
    )
    try:
        value = _resolved(e, anchor, context, direction)
        earliest, latest = bounded(value, e.bound) if value else (None, None)
    except OverflowError:  # beyond the years 1 to 9999
        value = None
    if value is None:
        return when
    told: Literal["stated", "context", "dateline", "published"] = "stated"
    if value.counted:
        told = "context" if e.origin == "context" or anchor is None else basis
    edtf = None if e.bound else marked(value.edtf, e.mark)
    return replace(
        when,
        edtf=edtf,
        earliest=earliest,
        latest=latest,
        precision=value.precision if edtf else None,
        basis=told,
    )


def _resolved(
    e: Expression, anchor: date | None, context: date | None, direction: Direction
) -> Value | None:
    origin = context if e.origin == "context" else anchor or context
    value: Value | None = None
    if e.kind == "date":
        value = _date(e, origin, direction)
    elif e.kind == "range" and e.first and e.last:
        value = _range(e.first, e.last, origin, direction)
    elif e.kind == "period" and e.year and e.number:
        if e.unit == "season":
            value = one_season(e.year, e.number)
        else:
            value = (
                many_months(make_day(e.year, 3 * e.number - 2, 1), 3)
                if e.unit == "quarter"
                else None
            )
            value = value or many_months(make_day(e.year, 6 * e.number - 5, 1), 6)
    elif origin is not None and e.kind in ("period", "offset", "span"):
        if e.text[:3].lower() == "in " and direction == "past" and e.kind == "offset":
            return None  # "in three days they met five times": how long it took
        if e.kind == "period":
            value = _period(e, origin, direction)
        elif e.bound and e.kind == "offset":
            value = _point_of(e, origin)
        else:
            value = _offset(e, origin) if e.kind == "offset" else _span(e, origin)
        value = replace(value, counted=True) if value else None
    if value and e.part:
        value = narrow(value, e.part, origin)
    return value


def _point_of(e: Expression, origin: date) -> Value:
    """The exact day that "more than a year ago" is counted to."""
    count = e.count or 0
    if e.unit in ("day", "week"):
        return one_day(shift(origin, count * (7 if e.unit == "week" else 1)))
    months = {"month": 1, "year": 12, "decade": 120}.get(e.unit or "", 0)
    return one_day(months_on(origin, count * months))


def find_dates(
    text: str,
    *,
    start: int = 0,
    end: int | None = None,
    anchor: date | None,
    context: date | None = None,
    direction: Direction = None,
    basis: Basis = "published",
) -> tuple[When, ...]:
    """All dates in ``text[start:end]`` in order; habits and times of day are left out.

    ``context`` is where "the next day" counts from until the text itself names a day; from then on it
    is the last day named.

    >>> said = "He will be in Moscow on May 13 and the next day in Sochi."
    >>> [when.edtf for when in find_dates(said, anchor=date(2019, 5, 11), direction="future")]
    ['2019-05-13', '2019-05-14']
    """
    dates: list[When] = []
    for expression in find_expressions(text, start=start, end=end):
        if expression.kind in ("habit", "time"):
            continue
        when = resolve(expression, anchor=anchor, context=context, direction=direction, basis=basis)
        dates.append(when)
        if when.precision == "day" and when.earliest:
            context = when.earliest
    return tuple(dates)
