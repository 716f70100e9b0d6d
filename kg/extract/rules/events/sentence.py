"""What is found in a sentence before it is parsed."""

from __future__ import annotations

from dataclasses import dataclass

from kg.dates.expression import Expression
from kg.extract.rules.actors.chunker import Mention
from kg.extract.rules.actors.places import PlaceMention


@dataclass(frozen=True, slots=True)
class Sentence:
    """What was found in a sentence before it was parsed; spans count tokens of the document."""

    span: tuple[int, int]
    mentions: list[Mention]
    places: list[PlaceMention]
    dates: list[tuple[int, int, Expression]]
