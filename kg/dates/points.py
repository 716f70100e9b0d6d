"""What dates that stand side by side lend each other, whatever the language."""

from __future__ import annotations

from dataclasses import replace

from kg.dates.expression import Expression


def share_years(points: list[Expression]) -> list[Expression]:
    """Give a date the year that stands with its neighbour: "December 30 to January 2, 2020"."""
    shared = list(points)
    for at in range(len(shared) - 2, -1, -1):
        one, other = shared[at], shared[at + 1]
        if one.month and other.month and one.year is None and other.year:
            shared[at] = replace(one, year=other.year - (one.month > other.month))
    for at in range(1, len(shared)):
        one, other = shared[at - 1], shared[at]
        if one.month and other.month and one.year and other.year is None:
            shared[at] = replace(other, year=one.year + (one.month > other.month))
    return shared


def adjoin(one: Expression, other: Expression) -> bool:
    """Is one the day, month or year after the other?"""
    if one.day and other.day:
        return one.month == other.month and one.year == other.year and other.day == one.day + 1
    if one.weekday is not None and other.weekday is not None:
        return (other.weekday - one.weekday) % 7 == 1 and one.unit == other.unit
    if one.month and other.month:
        return (other.month - one.month) % 12 == 1 and (one.year is None) == (other.year is None)
    return bool(one.year and other.year == one.year + 1)
