"""Somebody or something of one article: what the register makes, and what every later step is about.

A value; knows neither the catalog nor the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.core.model import ActorKind, LocalIri, Notation


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or something of the article, with all that its mentions have told so far."""

    kind: ActorKind
    name: str | None = None
    offices: list[LocalIri] = field(default_factory=list)
    office_text: str | None = None
    polity: Notation | None = None
    ref: LocalIri | None = None
    count: int = 0
    words: frozenset[str] = frozenset()
    feminine: bool | None = None
    first: tuple[int, int] = (0, 0)
    unnamed: bool = False
    concluded: bool = False  # by office alone: the authority's name, until the text gives one
    collective: bool = False
    written: frozenset[str] = frozenset()
    trade: bool = False  # "the singer Lavrov": nobody of that name whom the authority has
