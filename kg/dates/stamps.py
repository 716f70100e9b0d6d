"""Days as machines write them: seconds since 1970, days since 1899 (Excel), and digits without marks (GDELT).

A number is read as a day only where a field says that it holds one: in a text it is a number. What could be
two different days is none, and so is what no newspaper of the last century can bear.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from kg.dates.en import printed
from kg.dates.months import in_english

_EXCEL = date(1899, 12, 30)
"""Day 0 of Excel as all days after February 1900 count it: its 29 February 1900 never was."""
_SERIALS = range(7_000, 60_000)
"""1919 to 2064. Below are years and small numbers, above are other counts."""
_EPOCHS = {9: 1, 10: 1, 12: 1_000, 13: 1_000, 15: 1_000_000, 16: 1_000_000}
"""Digits of a count since 1970, with what makes seconds of it: 1973 to 2286."""
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?([01]\d|2[0-3])([0-5]\d)([0-6]\d)?)?Z?")
_NUMBER = re.compile(r"(\d{4,16})(?:[.,]\d{1,9})?")
_TWO_DIGITS = re.compile(
    rf"(?P<day>\d{{1,2}})(?P<mark>[-/. ])(?P<month>{printed.MONTH})(?P=mark)'?(?P<year>\d{{2}})(?:[ T].{{0,30}})?",
    re.IGNORECASE,
)
_CTIME = re.compile(
    rf"{printed.WEEKDAY}\s+(?P<day>{printed.MONTH}\s+\d{{1,2}})\s+[\d:]{{5,8}}\s+(?:[A-Z+-][\w+-]{{1,5}}\s+)?(?P<year>\d{{4}})"
)
_PIVOT = 69
"""Two digits of a year from here on are of the last century, as in POSIX."""


def stamped(value: str | int | float) -> date | None:
    """The day of a value of a field that holds days, in any form that tools export.

    Beside all that ``printed.stated`` knows: ``20190312T101500Z`` and ``20190312101500`` (GDELT), seconds,
    milliseconds and microseconds since 1970 (UTC), serial numbers of Excel, ``12-Mar-19``, what ctime prints, and
    months by their German, French, Spanish, Italian, Portuguese or Dutch names. None when it is not certain.

    >>> stamped("20190312T101500Z"), stamped(1552379400), stamped("1552379400000")
    (datetime.date(2019, 3, 12), datetime.date(2019, 3, 12), datetime.date(2019, 3, 12))
    >>> stamped("43536"), stamped(43536.354), stamped("12-Mar-19"), stamped("Tue Mar 12 10:15:00 +0000 2019")
    (datetime.date(2019, 3, 12), datetime.date(2019, 3, 12), datetime.date(2019, 3, 12), datetime.date(2019, 3, 12))
    >>> stamped("12. März 2019"), stamped("12 de marzo de 2019"), stamped("12-Dez-19")
    (datetime.date(2019, 3, 12), datetime.date(2019, 3, 12), datetime.date(2019, 12, 12))
    >>> stamped("2019"), stamped("03-04-05"), stamped(20191399)
    (None, None, None)
    """
    if isinstance(value, bool) or len(text := str(value).strip()) > 120:
        return None
    found = _stamped(text)
    if found is None and (english := in_english(text)) != text:
        found = _stamped(english)
    return found


def _stamped(text: str) -> date | None:
    if found := printed.stated(text):
        return found
    if match := _DIGITS.fullmatch(text):
        # Fourteen digits that are no day are no count of seconds either.
        year, month, day = (int(part) for part in match.groups()[:3])
        if found := _within(f"{year:04}-{month:02}-{day:02}"):
            return found
    if match := _NUMBER.fullmatch(text):
        return _counted(match[1])
    if match := _TWO_DIGITS.fullmatch(text):
        year = int(match["year"])
        year += 1900 if year >= _PIVOT else 2000
        return printed.stated(f"{match['day']} {match['month']} {year}")
    if match := _CTIME.fullmatch(text):
        return printed.stated(f"{match['day']}, {match['year']}")
    return None


def _within(text: str) -> date | None:
    found = printed.stated(text)
    return found if found and 1700 <= found.year <= 2100 else None


def _counted(digits: str) -> date | None:
    if len(digits) == 5:
        return _EXCEL + timedelta(days=int(digits)) if int(digits) in _SERIALS else None
    divisor = _EPOCHS.get(len(digits))
    # Ten digits may be 2019031210, too: an hour of a day. As a count that is the year 2033.
    if divisor is None or (len(digits) == 10 and digits[:2] in {"19", "20"}):
        return None
    return datetime.fromtimestamp(int(digits) // divisor, UTC).date()
