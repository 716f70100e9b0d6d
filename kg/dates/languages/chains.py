"""Dates that are told together: their common month and year given to each, and ranges made of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.dates.expression import Expression
from kg.dates.points import adjoin, share_years

Told = tuple[Expression, int, bool]
"""An expression, the atom after it, and whether it is a number whose month stands with another one."""


def grouped(
    told: Sequence[Told],
    joins: Sequence[str],
    *,
    forward: bool,
    whole: Callable[[Expression, Expression], Expression],
) -> list[tuple[Expression, int]]:
    """The expressions that dates joined by "to", "and" or a comma come to, each with the atom after it.

    ``forward``: a number after a full day is one of the same month, as in "5月1日から3日".
    """
    points = _with_months(_same_grain(told), forward=forward)
    if not points:
        return []
    said = share_years([one for one, _, _ in points])
    out: list[tuple[Expression, int]] = []
    at = 0
    while at < len(said):
        stop = at
        if at < len(said) - 1 and joins[at] == "to":
            stop = at + 1
        while stop == at or joins[stop - 1 : stop] != ["to"]:
            if (
                stop + 1 >= len(said)
                or joins[stop] != "and"
                or not adjoin(said[stop], said[stop + 1])
            ):
                break
            stop += 1
        end = points[stop][1]
        out.append((whole(said[at], said[stop]) if stop > at else said[at], end))
        at = stop + 1
    return out


def _grain(one: Expression) -> str:
    if one.kind != "date":
        return one.kind
    if one.day:
        return "day"
    if one.weekday is not None:
        return "weekday"
    return "month" if one.month else "year"


def _same_grain(told: Sequence[Told]) -> list[Told]:
    kept = [told[0]]
    for one in told[1:]:
        if _grain(one[0]) != _grain(kept[0][0]):
            break
        kept.append(one)
    return kept


def _with_months(points: list[Told], *, forward: bool) -> list[Told]:
    """Numbers get the month that stands with a neighbour; those for which there is none are left out."""
    shared = list(points)
    for at in range(len(shared) - 2, -1, -1):
        one, other = shared[at], shared[at + 1]
        lone = one[2] or (one[0].day and not one[0].month)
        if lone and other[0].month and not other[2]:
            given = replace(one[0], month=other[0].month, year=other[0].year)
            if given.unit is None and other[0].unit:
                given = replace(given, unit=other[0].unit, which_unit=other[0].which_unit)
            shared[at] = (given, one[1], False)
    for at in range(1, len(shared)) if forward else ():
        before, one = shared[at - 1], shared[at]
        if before[0].month and one[0].day and not one[0].month:
            given = replace(one[0], month=before[0].month, year=before[0].year)
            shared[at] = (given, one[1], False)
    first_bare = next((at for at, one in enumerate(shared) if one[2]), len(shared))
    return shared[:first_bare]
