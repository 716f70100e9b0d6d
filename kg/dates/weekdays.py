"""Days of the week: which one is meant, seen from a day, and those that are counted from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

from kg.dates.expression import Expression
from kg.dates.values import Value, months_on, one_day, shift

Direction = Literal["past", "future"] | None


def _weekday(e: Expression, weekday: int, anchor: date, direction: Direction) -> Value:
    monday = shift(anchor, -anchor.weekday())
    if e.unit == "week":
        weeks = {"last": -1, "next": 1}.get(e.which_unit or "this", 0)
        return one_day(shift(monday, 7 * weeks + weekday))
    ahead = (weekday - anchor.weekday()) % 7
    if e.which in ("last", "past"):
        return one_day(shift(anchor, ahead - 7))
    if e.which == "coming":
        return one_day(shift(anchor, ahead or 7))
    if e.which == "next":
        # On a Monday, "next Friday" is this week's to some and next week's to others.
        day, first = shift(monday, 7 + weekday), shift(anchor, ahead or 7)
        value = one_day(day)
        return value if day == first else replace(value, edtf=f"{value.edtf}?", earliest=first)
    if e.which == "this":
        day = shift(monday, weekday)
        if direction == "past" and day > anchor:
            day = shift(day, -7)
        return one_day(shift(day, 7) if direction == "future" and day < anchor else day)
    if direction == "past":
        return one_day(shift(anchor, (ahead or 7) - 7))
    if direction == "future":
        return one_day(shift(anchor, ahead or 7))
    return one_day(shift(anchor, ahead if ahead <= 3 else ahead - 7))


def from_weekday(e: Expression, weekday: int, anchor: date, direction: Direction) -> Value | None:
    """A weekday, or what is some weeks, months or years from it."""
    if not e.count:
        return _weekday(e, weekday, anchor, direction)
    day = _weekday(e, weekday, anchor, "past" if e.count < 0 else "future").earliest
    if e.unit in ("month", "year"):
        return one_day(months_on(day, e.count * (12 if e.unit == "year" else 1)))
    return one_day(shift(day, 7 * e.count))
