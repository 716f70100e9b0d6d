"""The gate before the encoder: may a passage tell of an event, by its words alone?

The encoder takes longer than all else that is done with a text, and most passages of most news tell of no
event between states. The weights of words are in the model file; kg.training.gate fits them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SHORT = 40
"""A passage of fewer different words is read: so few tell little of it, and it costs little."""
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Gate:
    """A passage whose words weigh ``least``, with ``start``, is read; ``short`` is how many always are."""

    start: float
    least: float
    words: Mapping[str, float]
    short: int = SHORT

    def opens(self, text: str) -> bool:
        """Is a passage read?

        >>> gate = Gate(0.0, 1.0, {"met": 1.5, "match": -1.0}, short=0)
        >>> gate.opens("They met."), gate.opens("The match."), Gate(0.0, 1.0, {}).opens("Rain.")
        (True, False, True)
        """
        words = words_of(text)
        return (
            len(words) < self.short
            or self.start + sum(self.words.get(w, 0.0) for w in sorted(words)) >= self.least
        )

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Gate:
        """The gate as a model file has it."""
        words = {str(w): float(v) for w, v in values["words"].items()}
        return cls(float(values["start"]), float(values["least"]), words)


def words_of(text: str) -> set[str]:
    """The words of a passage in small letters."""
    return set(_WORD.findall(text.lower()))
