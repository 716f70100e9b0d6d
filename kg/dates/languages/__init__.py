"""Dates in texts of other languages: one engine, driven by a table of words for each.

:func:`expressions_in` is the door. A language is a file ``CODE.toml`` here; tables.py says what is in it. Nothing
of this is loaded for an English text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cache, partial

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
    from kg.dates.en.years import with_years

    if code == "en":
        from kg.dates.en.expressions import find_expressions as english

        return lambda text, anchor: with_years(english(text), text, anchor)
    from kg.dates.languages.reading import find
    from kg.dates.languages.stories import tells_year

    def read(text: str, anchor: date | None) -> tuple[Expression, ...]:
        tells = partial(tells_year, code=code)
        return with_years(find(text, code), text, anchor, tells=tells, seasons=True)

    return read


def said_at(expressions: Iterable[Expression], start: int, end: int) -> tuple[Expression, ...]:
    """The expressions of a passage, such as a span that a reader marked, in the order of the text.

    A word that only bounds a date counts where the passage has it: of "since May" in which "May" is marked
    the month is meant.

    >>> whole = expressions_in("fr")("depuis mars", None)
    >>> [(e.text, e.bound) for e in said_at(whole, 7, 11)], said_at(whole, 0, 11)[0].bound
    ([('mars', None)], 'since')
    """
    found = []
    for one in expressions:
        if one.start >= end or one.end <= start or one.kind in ("time", "habit"):
            continue
        if one.bound and one.start < start < one.end:
            one = replace(one, bound=None, start=start, text=one.text[start - one.start :])
        found.append(one)
    return tuple(found)
