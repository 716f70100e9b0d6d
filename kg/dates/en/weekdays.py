"""Weekdays that are counted: "the Friday before last", "a week ago on Monday", "two years ago on Thursday"."""

from __future__ import annotations

from dataclasses import replace

from kg.dates.en.words import WEEKDAYS, number, rule
from kg.dates.expression import Found, Source, Unit, which_word

_COUNT = r"(?P<n>a|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
_WEEKS_FROM = (
    (rule(r"(?:the )?(?P<day><WEEKDAY>) before last\b"), "last", -1),
    (rule(r"(?:the )?(?P<day><WEEKDAY>) after next\b"), "coming", 1),
    (rule(rf"{_COUNT} weeks? ago (?:on |this |last )?(?P<day><WEEKDAY>)\b"), None, -1),
    (rule(rf"(?P<day><WEEKDAY>),? {_COUNT} weeks? ago\b"), None, -1),
    (rule(rf"{_COUNT} weeks? (?:on|from|after) (?:this |next )?(?P<day><WEEKDAY>)\b"), None, 1),
    (rule(r"(?P<day><WEEKDAY>) week\b(?!['-]| end)"), None, 1),
)
"""Weekdays that are weeks from the nearest one: which, and the way in which weeks are counted."""
_YEARS_FROM = (
    rule(rf"{_COUNT} (?P<unit>year|month)s? ago (?:on |this |last )?(?P<day><WEEKDAY>)\b"),
    rule(
        rf"(?P<day><WEEKDAY>) (?:marked|marks|will mark|is|was) {_COUNT} (?P<unit>year)s? since\b"
    ),
)


def read_counted_weekday(src: Source, pos: int) -> Found | None:
    """ "the Friday before last", "a week ago on Monday", "Monday week", "two years ago on Thursday"."""
    for pattern, which, way in _WEEKS_FROM:
        if match := pattern.match(src.low, pos):
            if not src.capital(match.start("day")):
                return None
            n = number(match["n"]) if "n" in match.groupdict() else 1
            found = replace(
                src.make("date", pos, match.end()),
                weekday=WEEKDAYS[match["day"]],
                count=way * int(n or 1),
            )
            return [replace(found, which=which_word(which)) if which else found]
    for pattern in _YEARS_FROM:
        match = pattern.match(src.low, pos)
        if match and src.capital(match.start("day")):
            unit: Unit = "year" if match["unit"] == "year" else "month"
            return [
                replace(
                    src.make("date", pos, match.end()),
                    weekday=WEEKDAYS[match["day"]],
                    count=-int(number(match["n"]) or 1),
                    unit=unit,
                )
            ]
    return None
