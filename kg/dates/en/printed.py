"""Days as they are printed in datelines, date lines and metadata: read strictly, never guessed.

05/06/2019 is the fifth of June to one reader and the sixth of May to another: both readings are
returned, and a caller takes one only if other evidence names it. With dots (05.06.2019) the day
comes first everywhere such dates are written.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from email.utils import parsedate

_WEEKDAYS = "montuewedthufrisatsun"
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon|Tues?|Wed|Thu(?:rs)?|Fri|Sat|Sun)\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
DAY_OF_YEAR = rf"(?:{MONTH}\s*{_DAY},?\s*\d{{4}}|{_DAY}[\s-]*(?:of\s+)?{MONTH},?[\s-]*\d{{4}})"
DAY_OF_MONTH = rf"(?:{MONTH}\s*{_DAY}|{_DAY}\s+(?:of\s+)?{MONTH})"
_NUMERIC = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})"
_ZONE = r"(?:Z|[A-Z]{2,5}|(?:GMT|UTC)?\s?[+-]\d{1,2}(?::?\d{2})?|local time)"
_CLOCK = (
    r"(?:\d{1,2}[:.h]\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?[AaPp]\.?[Mm]\.?)?|\d{1,2}\s?[AaPp]\.?[Mm]\.?)"
)
_TIME = rf"{_CLOCK}(?:\s?\(?{_ZONE}\)?)?"
_LABEL = (
    r"(?P<label>(?:(?:first|last|originally)\s+)?(?:published|posted|updated|modified|created|issued"
    r"|released|release date|publication date|date)(?:\s+(?:on|at|date))?)"
)
_LINE = re.compile(
    rf"(?:{_LABEL}\s*:?\s*)?(?:{_TIME}\s*[,|·-]?\s*)?(?:on\s+)?(?:{WEEKDAY},?\s+)?"
    rf"(?P<day>{DAY_OF_YEAR}|{_NUMERIC})(?:,?\s+{WEEKDAY}(?!\w))?(?:\s*(?:[,|·@T–-]|at\b|(?<=[\dy])\s)\s*{_TIME})?\.?",
    re.IGNORECASE,
)
_DATE_TIME_GROUP = re.compile(
    r"(?:[ZOPRYW] )?(?P<day>[0-3]\d)[0-2]\d[0-5]\dZ? (?P<month>[A-Z]{3}) (?P<year>(?:19|20)?\d{2})"
)
"""Of telegrams: the day, the time and its zone in one word (ACP 121)."""
_WEEKDAY = re.compile(WEEKDAY)
_WORDS = re.compile(rf"(?P<month>{MONTH})|(?P<number>\d+)", re.IGNORECASE)


_YEARS = range(1000, 3000)
"""Years that a source may be of; the calendar of Python ends not far beyond."""


def _date(year: int, month: int, day: int) -> tuple[date, ...]:
    if year not in _YEARS:
        return ()
    try:
        return (date(year, month, day),)
    except (OverflowError, ValueError):
        return ()


def readings(text: str, *, near: date | None = None) -> tuple[date, ...]:
    """Every day that ``text`` (one date, nothing else) can mean; empty when it is no date.

    Without a year it is read as the day nearest to ``near``, a day of the week as the last one up
    to ``near``; neither is read without that.

    >>> readings("Dec. 10, 2019")
    (datetime.date(2019, 12, 10),)
    >>> readings("05/06/2019")
    (datetime.date(2019, 6, 5), datetime.date(2019, 5, 6))
    >>> readings("June 27", near=date(2018, 6, 28))
    (datetime.date(2018, 6, 27),)
    >>> readings("Wednesday", near=date(2018, 6, 28))
    (datetime.date(2018, 6, 27),)
    """
    if near and _WEEKDAY.fullmatch(text):
        back = (near.weekday() - _WEEKDAYS.index(text[:3].lower()) // 3) % 7
        return (near - timedelta(days=back),)
    numbers, months = [], []
    for match in _WORDS.finditer(text):
        if match["month"]:
            months.append(_month(match["month"]))
        else:
            numbers.append(match["number"])
    if len(months) == 1 and len(numbers) == 2 and len(numbers[1]) == 4:
        return _date(int(numbers[1]), months[0], int(numbers[0]))
    if len(months) == 1 and len(numbers) == 1 and near:
        return _nearest(months[0], int(numbers[0]), near)
    if months or len(numbers) != 3:
        return ()
    first, second, third = (int(number) for number in numbers)
    if len(numbers[0]) == 4:
        return _date(first, second, third)
    if len(numbers[2]) != 4:
        return ()
    day_first = _date(third, second, first)
    if "." in text:
        return day_first
    month_first = _date(third, first, second)
    return tuple(dict.fromkeys(day_first + month_first))


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) // 3 + 1


def _nearest(month: int, day: int, near: date) -> tuple[date, ...]:
    days = [
        d for year in (near.year - 1, near.year, near.year + 1) for d in _date(year, month, day)
    ]
    return (min(days, key=lambda d: abs(d - near)),) if days else ()


def date_line(text: str) -> tuple[str | None, tuple[date, ...]]:
    """The label ("published", "updated") and the readings of a line that is a date and nothing else.

    >>> date_line("14.05.2019 16:24")
    (None, (datetime.date(2019, 5, 14),))
    >>> date_line("Published: Tuesday, 27 March 2018, 10:30 GMT")
    ('published', (datetime.date(2018, 3, 27),))
    >>> date_line("R 120830Z MAR 76")
    ('date', (datetime.date(1976, 3, 12),))
    >>> date_line("On 27 March 2018 they met.")
    (None, ())
    """
    if len(text) > 120:
        return None, ()
    line = " ".join(text.split())
    if (group := _DATE_TIME_GROUP.fullmatch(line)) and group["month"].lower() in _MONTHS:
        year = int(group["year"])
        year += 0 if year > 99 else 1900 if year > 40 else 2000
        return "date", _date(year, _month(group["month"]), int(group["day"]))
    match = _LINE.fullmatch(line)
    if match is None:
        return None, ()
    return (match["label"] or "").lower() or None, readings(match["day"])


def settle(days: tuple[date, ...], evidence: tuple[date, ...] = ()) -> date | None:
    """The one day meant: the only reading, or the only one within two days of other evidence.

    >>> settle(readings("05/06/2019")) is None
    True
    >>> settle(readings("05/06/2019"), (date(2019, 6, 4),))
    datetime.date(2019, 6, 5)
    """
    if len(days) > 1:
        near = timedelta(days=2)
        days = tuple(d for d in days if any(abs(d - other) <= near for other in evidence))
    return days[0] if len(days) == 1 else None


def stated(text: str) -> date | None:
    """The day of a date in metadata: ISO 8601 (the day as written, whatever the zone), RFC 2822, or
    any date line with one reading. None when it is not certain.

    >>> stated("2019-05-14T23:30:00-05:00"), stated("Tue, 14 May 2019 16:24:00 GMT")
    (datetime.date(2019, 5, 14), datetime.date(2019, 5, 14))
    >>> stated("05/06/2019") is None
    True
    """
    text = text.strip()
    if re.match(r"\d{4}-\d{2}-\d{2}(?:$|[T ]\d)|\d{8}$", text):
        digits = re.sub(r"\D", "", text[:10])
        return settle(_date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])))
    if found := settle(date_line(text)[1]):
        return found
    parts = parsedate(text) if re.match(r"[A-Z][a-z]{2}, \d", text) else None
    return settle(_date(parts[0], parts[1], parts[2])) if parts else None


def in_url(url: str | None) -> tuple[date, ...]:
    """The day in an address such as https://example.org/2019/05/14/talks."""
    match = re.search(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?=[/_-])", url or "")
    return _date(*(int(part) for part in match.groups())) if match else ()
