"""The words that English dates are made of, and the small notation their patterns are written in.

Patterns are matched against text made plain by :func:`kg.dates.text.plain`, which keeps every offset. They are
compiled by :func:`rule` from a notation that reads like the phrase: a space stands for white space
(a single line break included, a blank line not), ``_`` for white space or nothing, and ``<NAME>``
for a fragment of :data:`FRAGMENTS`. Every repetition in them is bounded, so that matching is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


def words(line: str) -> tuple[str, ...]:
    """The words of a line, for lists that read better on one.

    >>> words("spring summer")
    ('spring', 'summer')
    """
    return tuple(line.split())


_MONTH_NAMES = words(
    "january february march april may june july august september october november december"
)
_MONTH_SHORT = words("jan feb mar apr may jun jul aug sep oct nov dec")
MONTHS: dict[str, int] = {
    **{name: number for number, name in enumerate(_MONTH_NAMES, 1)},
    **{name: number for number, name in enumerate(_MONTH_SHORT, 1)},
    "sept": 9,
}
_SHORT_MONTHS = tuple(name for name in MONTHS if name not in _MONTH_NAMES)
FULL_MONTHS = frozenset(_MONTH_NAMES)

_WEEKDAY_NAMES = words("monday tuesday wednesday thursday friday saturday sunday")
WEEKDAYS: dict[str, int] = {name: number for number, name in enumerate(_WEEKDAY_NAMES)}
SHORT_WEEKDAYS: dict[str, int] = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3,
    "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip

NUMBERS: dict[str, int] = {
    word: number
    for number, word in enumerate(
        words("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty"),
        1,
    )
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "a couple of": 2,
     "a dozen": 12, "a hundred": 100}  # fmt: skip
_TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")
_DIGITS = words("one two three four five six seven eight nine")
ORDINALS: dict[str, int] = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "last": -1, "final": -1,
}  # fmt: skip

# The codes of EDTF (ISO 8601-2, level 1) and the first month of the northern season.
SEASONS: dict[str, tuple[int, int]] = {
    "spring": (21, 3), "summer": (22, 6), "autumn": (23, 9), "fall": (23, 9), "winter": (24, 12),
}  # fmt: skip

HOLIDAYS: dict[str, tuple[int, int]] = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24),
    "new year's day": (1, 1), "new year's eve": (12, 31),
}  # fmt: skip

# Numbers after these words name a thing, not a day: "Section 12 May apply", "Resolution 1325".
NUMBERED = frozenset(
    words(
        "section sections article articles chapter paragraph paragraphs para no nos number resolution "
        "page pages clause rule annex part protocol figure table room flight route item point order "
        "decree protocol appendix title version volume vol lot agenda vision phase step category class "
        "level article line track bill law act"
    )
)
# After a number these show that it counts something.
_COUNTED = (
    r"(?:%|per ?cent|million|billion|trillion|thousand|hundred|people|persons|men|women|children|"
    r"members?|states|countries|nations|troops|soldiers|others|points?|times|degrees|miles|km|"
    r"kilomet|met(?:er|re)s|tons?|tonnes|dollars|euros|rubles|roubles|years?|months?|weeks?|days?|"
    r"hours?|minutes?|percentage)"
)

WORD = re.compile(r"[^\W_]+")
_GAP = r"(?: {1,4}| ?\n {0,3}(?!\n))"
_MAYBE = r"(?: {0,3}| ?\n {0,3}(?!\n))"


def _any(words: Iterable[str]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(word.replace(" ", _GAP) for word in ordered) + r")\b"


FRAGMENTS: dict[str, str] = {
    "MONTH": rf"(?:{_any(_MONTH_NAMES)}|{_any(_SHORT_MONTHS)}(?:\.(?=[ \n,0-9-]))?)",
    "WEEKDAY": _any(WEEKDAYS),
    "SHORTDAY": _any(SHORT_WEEKDAYS) + r"\.?",
    "DAY": r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?\b(?![:./][0-9]|,[0-9]{3}\b|[$€£])"
    rf"(?!{_MAYBE}(?:[ap]\.?m\b|{_COUNTED}))",
    "YEAR": r"(?:1[0-9]{3}|20[0-9]{2})\b(?![:./][0-9]|,[0-9]{3}\b|[$€£])",
    "COUNTED": _COUNTED,
    "NUM": rf"(?:[0-9]{{1,3}}\b|{_any(_TENS)}(?:{_GAP}|-){_any(_DIGITS)}|{_any(NUMBERS)})",
    "FEW": r"(?:a few|few|several|many|some|a number of|couple(?: of)?)".replace(" ", _GAP),
    "UNIT": r"(?:days?|weeks?|fortnights?|months?|years?|decades?)\b",
    "PARTOFDAY": r"(?:morning|afternoon|evening|night)\b",
    "WHICH": r"(?:this coming|this past|this|last|next|coming|past|previous)\b".replace(" ", _GAP),
    "SEASON": _any(SEASONS),
}


def rule(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of the notation above.

    >>> bool(rule("early (?P<m><MONTH>) (?P<y><YEAR>)").fullmatch("early may 2019"))
    True
    """
    pattern = pattern.replace("_", _MAYBE).replace(" ", _GAP)
    for name, fragment in FRAGMENTS.items():
        pattern = pattern.replace(f"<{name}>", fragment)
    return re.compile(pattern)


def number(words: str) -> int | None:
    """The value of a number in figures or in words, None where it is none of ours.

    >>> number("three"), number("14"), number("seventy-six"), number("umpteen")
    (3, 14, 76, None)
    """
    phrase = " ".join(words.replace("-", " ").split())
    tens, _, rest = phrase.partition(" ")
    if tens in _TENS and rest in _DIGITS:
        return NUMBERS[tens] + NUMBERS[rest]
    return int(phrase) if phrase.isdecimal() else NUMBERS.get(phrase)
