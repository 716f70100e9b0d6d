"""Press digests, and whatever else has several reports with a rule between them and a day over each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kg.dates.en import printed
from kg.dates.months import in_english
from kg.sources.exports.forms import Form
from kg.sources.exports.found import Found
from kg.sources.layout import datelines

_HEAD = 4
"""Lines of a part of a digest among which its day stands."""
_HEADING = 300
"""Characters that a heading over all parts may have."""
_MOST_PARTS = 5_000
"""A text with more rules than that is ornamented, and no digest."""


def parts(text: str, form: Form) -> list[str]:
    """The parts of a text between its rules, if several have a day of their own at their head, not all the same.

    What has none goes on what is before it; a heading above the first belongs to no part.
    """
    between = form.mark.split(text, _MOST_PARTS)
    if not 1 < len(between) <= _MOST_PARTS:
        return []
    found: list[list[str]] = []
    days: list[date | None] = []
    for part in between:
        if not part.strip():
            continue
        day = _day_at_head(part)
        if day is None and days and days[-1] is not None:
            found[-1].append(part)
        else:
            found.append([part])
            days.append(day)
    if days and days[0] is None and sum(map(len, found[0])) < _HEADING:
        found, days = found[1:], days[1:]
    if None in days or len(set(days)) < 2:
        return []
    return ["".join(pieces) for pieces in found]


def _day_at_head(part: str) -> date | None:
    lines = [line.strip() for line in part[:4000].splitlines() if line.strip()]
    for line in lines[:_HEAD]:
        if day := printed.settle(printed.date_line(in_english(line))[1]):
            return day
        # Or the dateline has the year, as that of "OSLO, March 12, 2019 (NNS) — They met."
        begins = datelines.leading(line)
        if begins and (day := printed.settle(begins.days)):
            return day
    return None


def read(lines: Sequence[str], _form: Form) -> Found:
    """One part, with the day over it."""
    found = Found(body=list(lines))
    if day := _day_at_head("\n".join(lines)):
        found.fields["published"] = day.isoformat()
    return found
