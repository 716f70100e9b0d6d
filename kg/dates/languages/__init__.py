"""Dates in texts of other languages: one engine, driven by a table of words for each.

:func:`expressions_in` is the door. A language is a file ``CODE.toml`` here; tables.py says what is in it. Nothing
of this is loaded for an English text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from kg.core.errors import KgError
from kg.dates.expression import Expression

CODES = ("ar", "de", "en", "es", "fr", "ja", "ko", "pt", "ru", "tr", "uk", "zh")
"""The languages whose dates are read, by their codes of ISO 639."""

Reader = Callable[[str, date | None], tuple[Expression, ...]]


@cache
def expressions_in(code: str) -> Reader:
    """What reads the dates of a language: a function of a text and the day that it speaks from.

    KgError for a language that has no tables.

    >>> [(e.text, e.day, e.month) for e in expressions_in("de")("Er kam am 3. Mai.", None)]
    [('3. Mai', 3, 5)]
    """
    if code not in CODES:
        raise KgError(f"no dates are read in '{code}'", mend=f"there are {', '.join(CODES)}")
    if code == "en":
        from kg.dates.en.expressions import find_expressions as english

        return _with_story(lambda text: english(text))
    from kg.dates.languages.reading import find

    return _with_story(lambda text: find(text, code))


def _with_story(reader: Callable[[str], tuple[Expression, ...]]) -> Reader:
    from kg.dates.en.years import with_years

    def read(text: str, anchor: date | None) -> tuple[Expression, ...]:
        return with_years(reader(text), text, anchor)

    return read
