"""Of which year a story is told: how each language says "in 1985", and not "the 1985 accord"."""

from __future__ import annotations

import re
from functools import cache

from kg.dates.expression import Expression
from kg.dates.languages.atoms import folded
from kg.dates.languages.tables import lexicon

_NEAR = 14


@cache
def _patterns(code: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    table = lexicon(code)
    before = re.compile(rf"(?:{table.year_before})$") if table.year_before else None
    within = re.compile(table.year_within) if table.year_within else None
    return before, within


def tells_year(e: Expression, text: str, *, code: str) -> bool:
    """Is a story told of a year that stands alone? Where a table says nothing of it, always.

    >>> from kg.dates.languages.reading import find
    >>> [tells_year(e, "En 1985. El acuerdo de 1971", code="es") for e in find("En 1985. El acuerdo de 1971", "es")]
    [True, False]
    """
    before, within = _patterns(code)
    if before is None and within is None:
        return True
    lead = folded(text[max(0, e.start - _NEAR) : e.start]).text
    said = folded(e.text).text
    return bool((before and before.search(lead)) or (within and within.search(said)))
