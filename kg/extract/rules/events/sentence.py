"""A sentence as the gate before the parser sees it, and all that comes after: actors, places and dates.

Values, shared by the gate and the run; may not import either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.core.model import LocalIri, Notation
from kg.dates.normalization import Expression
from kg.extract.rules.actors.lexicon import Match
from kg.extract.rules.actors.places import PlaceMention
from kg.extract.rules.text.mention import Mention
from kg.reference.catalog import Polity

_STATES = frozenset({"polity", "adjective"})
_HYPHENS = frozenset({"-", "‐", "‑", "–"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two states that a hyphen joins: "Russian-Greek", from a token of the document to another."""

    start: int
    end: int
    states: tuple[Notation, Notation]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What was found in a sentence before it was parsed; spans count tokens of the document."""

    span: tuple[int, int]
    mentions: list[Mention]
    places: list[PlaceMention]
    dates: list[tuple[int, int, Expression]]
    pair: Pair | None = None


def pair_of(
    words: Sequence[str], matches: Sequence[Match], polities: Mapping[LocalIri, Polity]
) -> Pair | None:
    """The one pair of states that a hyphen joins; None where there are several, or none.

    ``words`` are those of the document, ``matches`` what the lists know in the sentence.
    """
    named = {m.start: m for m in matches if m.kind in _STATES and m.ref in polities}
    found: dict[int, Pair] = {}
    for m in named.values():
        other = named.get(m.end + 1)
        if other is not None and words[m.end] in _HYPHENS and m.ref != other.ref:
            found[m.start] = Pair(
                m.start, other.end, (polities[m.ref].notation, polities[other.ref].notation)
            )
    return next(iter(found.values())) if len(found) == 1 else None
