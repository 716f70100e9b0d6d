"""What a date expression comes to: days, months, years and intervals as EDTF with their bounds.

Days that do not exist between the years 1 and 9999 raise OverflowError, as ``datetime`` does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.core.model import Precision
from kg.dates.expression import Bound, Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    edtf: str | None
    earliest: date
    latest: date
    precision: Precision | None
    counted: bool = False
    """Whether the value was counted from the anchor or the context, rather than stated in full."""


def make_day(year: int, month: int, day: int) -> date:
    if not 1 <= year <= 9999:
        raise OverflowError("beyond the calendar")
    return date(year, month, day)


def shift(day: date, days: int) -> date:
    return day + timedelta(days=days)  # raises OverflowError by itself


def month_end(year: int, month: int) -> date:
    if (year, month) == (9999, 12):
        return date.max
    return shift(make_day(year + month // 12, month % 12 + 1, 1), -1)


def months_on(day: date, months: int) -> date:
    """The same day of another month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return make_day(year, month + 1, min(day.day, month_end(year, month + 1).day))


def one_day(day: date) -> Value:
    return Value(edtf=day.isoformat(), earliest=day, latest=day, precision="day")


def many_days(first: date, last: date, *, precision: Precision = "day") -> Value:
    edtf = f"{first.isoformat()}/{last.isoformat()}"
    return Value(edtf=edtf, earliest=first, latest=last, precision=precision)


def one_month(year: int, month: int) -> Value:
    first = make_day(year, month, 1)
    return Value(
        edtf=first.isoformat()[:7],
        earliest=first,
        latest=month_end(year, month),
        precision="month",
    )


def many_months(first: date, count: int) -> Value:
    last = months_on(first.replace(day=1), count - 1)
    return between(one_month(first.year, first.month), one_month(last.year, last.month))


def one_year(year: int) -> Value:
    first = make_day(year, 1, 1)
    return Value(
        edtf=f"{year:04d}", earliest=first, latest=make_day(year, 12, 31), precision="year"
    )


def one_decade(year: int) -> Value:
    first, last = make_day(year, 1, 1), make_day(year + 9, 12, 31)
    return Value(edtf=f"{year // 10:03d}X", earliest=first, latest=last, precision="year")


def one_season(year: int, code: int) -> Value:
    """The three months of it, of the north; ``code`` is that of EDTF (21 is spring).

    A winter may be the one that ends or the one that begins in its year: both are within bounds.
    """
    month = 3 * (code - 20)
    first = make_day(year, 1 if code == 24 else month, 1)
    last = month_end(year + 1, 2) if code == 24 else month_end(year, month + 2)
    ends = f"{year + 1:04d}-02" if code == 24 else f"{year:04d}-{month + 2:02d}"
    return Value(
        edtf=f"{year:04d}-{month:02d}/{ends}", earliest=first, latest=last, precision="month"
    )


def between(first: Value, last: Value) -> Value:
    if first.earliest > last.latest:
        raise OverflowError("a range that ends before it begins")
    return Value(
        edtf=f"{first.edtf}/{last.edtf}",
        earliest=first.earliest,
        latest=last.latest,
        precision=first.precision,
    )


def around(value: Value, centre: date, *, days: int) -> Value:
    earliest = min(value.earliest, shift(centre, -days))
    latest = max(value.latest, shift(centre, days))
    edtf = "/".join(f"{end}~" for end in (value.edtf or "").split("/"))
    return replace(value, edtf=edtf, earliest=earliest, latest=latest)


def overlap(value: Value, first: date, last: date) -> float:
    shared = (min(value.latest, last) - max(value.earliest, first)).days + 1
    return shared / ((last - first).days + 1)


# --- parts, bounds and marks ---------------------------------------------------------------------

_THIRDS: dict[Part, tuple[int, int]] = {
    "early": (0, 1), "start": (0, 1), "mid": (1, 2), "late": (2, 3), "end": (2, 3),
}  # fmt: skip


def narrow(value: Value, part: Part, anchor: date | None) -> Value:
    """Bounds for "early", "the end of", "earlier" …; the EDTF stays that of the whole."""
    first, last = value.earliest, value.latest
    if part in ("earlier", "later"):
        if anchor and first <= anchor <= last:
            if part == "earlier" and value.precision == "week" and first < anchor:
                # "earlier this week" is a range of its own: up to the day before.
                days = many_days(first, shift(anchor, -1), precision="week")
                return replace(days, counted=value.counted)
            first, last = (first, anchor) if part == "earlier" else (anchor, last)
        return replace(value, earliest=first, latest=last)
    if part == "weekof":
        monday = shift(first, -first.weekday())
        return replace(many_days(monday, shift(monday, 6), precision="week"), counted=value.counted)
    length = (last - first).days + 1
    if part.startswith("week"):
        week = int(part.removeprefix("week"))
        first = shift(last, -6) if week < 0 else shift(first, 7 * week - 7)
        last = last if week < 0 else shift(first, 6)
    elif part in ("half1", "half2"):
        middle = shift(first, 15 if value.precision == "month" and length < 32 else length // 2)
        first, last = (first, shift(middle, -1)) if part == "half1" else (middle, last)
    elif value.precision == "month" and length <= 31:
        a, b = _THIRDS[part]
        first, last = shift(first, 10 * a), (last if b == 3 else shift(first, 10 * b - 1))
    elif value.precision == "week" and length == 7:
        a, b = {"mid": (1, 4), "late": (3, 6), "end": (3, 6)}.get(part, (0, 2))
        first, last = shift(first, a), shift(first, b)
    elif value.precision == "year" and first.year == last.year:
        a, b = {"start": (1, 3), "end": (10, 12)}.get(
            part, (4 * _THIRDS[part][0] + 1, 4 * _THIRDS[part][1])
        )
        first, last = date(first.year, a, 1), month_end(last.year, b)
    elif length > 3:
        a, b = _THIRDS[part]
        first, last = shift(first, length * a // 3), shift(first, length * b // 3 - 1)
    return replace(value, earliest=first, latest=last)


def bounded(value: Value, bound: Bound | None) -> tuple[date | None, date | None]:
    """The days between which it lies, both inclusive; of "since", "by" … one alone."""
    first, last = value.earliest, value.latest
    match bound:
        case "since":
            return first, None
        case "until" | "by":
            return None, last
        case "before":
            return None, shift(first, -1)
        case "after":
            return shift(last, 1), None
    return first, last


def marked(edtf: str | None, mark: str) -> str | None:
    if not edtf or not mark:
        return edtf
    ends = [end if end[-1] in "?~" else end + mark for end in edtf.split("/")]
    return "/".join(ends)
