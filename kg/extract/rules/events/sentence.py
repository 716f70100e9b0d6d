"""A sentence as the gate before the parser sees it, and all that comes after: actors, places and dates.

A value, shared by the gate and the run; may not import either.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.dates.normalization import Expression
from kg.extract.rules.actors.places import PlaceMention
from kg.extract.rules.text.mention import Mention


@dataclass(frozen=True, slots=True)
class Sentence:
    """What was found in a sentence before it was parsed; spans count tokens of the document."""

    span: tuple[int, int]
    mentions: list[Mention]
    places: list[PlaceMention]
    dates: list[tuple[int, int, Expression]]
