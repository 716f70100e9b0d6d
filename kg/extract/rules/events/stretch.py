"""How long a visit was: "began a four-day visit on Thursday", "arrived on Tuesday for three days"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from kg.core.model import When
from kg.dates.en.words import number
from kg.extract.rules.events.drafts import Draft

_COUNT = r"(?P<n>two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
_LONG = re.compile(
    rf"\b{_COUNT}[- ]day (?:\w+ ){{0,3}}(?:visit|trip|tour|stay|journey|stopover)\b|\bfor {_COUNT.replace('<n>', '<m>')} days\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:for|on|to (?:begin|start|pay)|began|begins|starts|started) an?\s+$", re.IGNORECASE
)
"""What stands before the length of a visit that begins on the day of the sentence."""
_MOST = 15
"""Days that a visit may have been said to be."""


def stretch(d: Draft, said: str, words: Mapping[str, frozenset[str]]) -> None:
    """Makes a range of the day on which a visit began or ended, if it is said how long it is."""
    when, found = d.when, _LONG.search(said)
    if d.type != "visit" or when is None or found is None or when.precision != "day":
        return
    days = number(found["n"] or found["m"]) or 0
    if not 1 < days <= _MOST or when.earliest is None or when.earliest != when.latest:
        return
    verbs = {d.token.lemma, *(a.lemma for a in list(d.token.ancestors)[:2])}
    span = timedelta(days=days - 1)
    if verbs & words["ending-verb"]:
        d.when = _between(when, when.earliest - span, when.earliest)
    elif verbs & words["beginning-verb"] or (
        d.status == "planned" and _FOR.search(said, 0, found.start())
    ):
        d.when = _between(when, when.earliest, when.earliest + span)


def _between(when: When, first: date, last: date) -> When:
    return replace(when, edtf=f"{first}/{last}", earliest=first, latest=last)
