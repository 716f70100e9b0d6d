"""From EDTF back to days: what a person writes as the right date, with its bounds and precision."""

from __future__ import annotations

import re

from kg.dates.values import Value, between, make_day, marked, one_day, one_month, one_year

_ONE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([?~%]?)")


def window(edtf: str) -> Value | None:
    """The days of a date: a year, a month or a day, or two of them with a slash, each perhaps uncertain.

    None for anything else, and for a day that no calendar has.

    >>> window("2019-05").latest.isoformat(), window("2019-05").precision
    ('2019-05-31', 'month')
    >>> window("2019-05-13/2019-05-14").edtf
    '2019-05-13/2019-05-14'
    >>> window("2019-02-30") is None, window("May 2019") is None
    (True, True)
    """
    ends = edtf.split("/")
    try:
        found = [_one(end) for end in ends]
        if len(found) == 1:
            return found[0]
        if len(found) == 2 and found[0] and found[1]:
            return between(found[0], found[1])
    except (ValueError, OverflowError):
        return None
    return None


def _one(text: str) -> Value | None:
    match = _ONE.fullmatch(text)
    if match is None or not text.isascii():
        return None
    year, month, day, mark = match.groups()
    if day:
        value = one_day(make_day(int(year), int(month), int(day)))
    elif month:
        value = one_month(int(year), int(month))
    else:
        value = one_year(int(year))
    return Value(
        edtf=marked(value.edtf, mark),
        earliest=value.earliest,
        latest=value.latest,
        precision=value.precision,
    )
