"""Days of the Islamic calendar as days of ours: by the Umm al-Qura calendar, which is computed.

Where the month is seen and not computed a day may be the one before or after: what comes of it is approximate.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.dates.expression import Expression
from kg.dates.languages.atoms import Atom

Parts = Sequence[tuple[str, Atom]]


def counted(parts: Parts) -> Expression | None:
    """The expression for words with a month or year of that calendar; None beyond what is computed (1343 to 1500).

    A day that is told in both calendars is that of ours.
    """
    at = next((n for n, (role, _) in enumerate(parts) if role == "hijri_month"), None)
    if at is None:
        return _years(parts)
    month = parts[at][1].roles["hijri_month"]["hijri_month"]
    own = {at}
    day = year = None
    if at and parts[at - 1][0] == "day":
        day = parts[at - 1][1].roles["day"]["day"]
        own.add(at - 1)
    if at + 1 < len(parts) and parts[at + 1][0] in ("year", "hijri_year"):
        role, atom = parts[at + 1]
        year = atom.roles[role][role]
        own.add(at + 1)
    ours: dict[str, Any] = {}
    for n, (role, atom) in enumerate(parts):
        if n not in own:
            ours.update(atom.roles[role])
    if "month" in ours:
        return _date(**{name: ours[name] for name in ("year", "month", "day") if name in ours})
    return _converted(year, month, day) if year else None


def _date(**values: Any) -> Expression:
    return Expression(kind="date", start=0, end=0, text="", **values)


def _converted(year: int, month: int, day: int | None) -> Expression | None:
    from hijridate import Hijri

    try:
        first = Hijri(year, month, day or 1)
        last = first if day else Hijri(year, month, first.month_length())
    except (ValueError, OverflowError):
        return None
    begins, ends = (
        _date(year=told.year, month=told.month, day=told.day)
        for told in (first.to_gregorian(), last.to_gregorian())
    )
    if day:
        return _date(year=begins.year, month=begins.month, day=begins.day, mark="~")
    return Expression(kind="range", start=0, end=0, text="", first=begins, last=ends, mark="~")


def _years(parts: Parts) -> Expression | None:
    year = next(atom.roles[role][role] for role, atom in parts if role == "hijri_year")
    begins, ends = _converted(year, 1, 1), _converted(year, 12, 29)
    if begins is None or ends is None:
        return None
    if begins.year == ends.year:
        return _date(year=begins.year)
    first, last = _date(year=begins.year), _date(year=ends.year)
    return Expression(kind="range", start=0, end=0, text="", first=first, last=last)
