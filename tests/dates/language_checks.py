"""What the tests of other languages ask: the dates that a sentence comes to, read on Wednesday 15 May 2024."""

from __future__ import annotations

from datetime import date

from kg.dates.languages import expressions_in
from kg.dates.normalization import Direction, resolve

TODAY = date(2024, 5, 15)


def dates(code: str, text: str, direction: Direction = "past") -> list[str]:
    """EDTF, or the bounds of what has none, of each date in a text; each is told after the one before."""
    found = []
    context = TODAY
    for expression in expressions_in(code)(text, TODAY):
        assert text[expression.start : expression.end] == expression.text
        if expression.kind in ("time", "habit", "vague"):
            continue
        when = resolve(expression, anchor=TODAY, context=context, direction=direction)
        bounds = f"{when.earliest or ''}..{when.latest or ''}"
        found.append(when.edtf or bounds)
        if when.precision == "day" and when.earliest:
            context = when.earliest
    return found
