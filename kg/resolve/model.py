"""What resolution decides: who is who, and which mentions tell of one event. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NewType

from kg.core.model import EventType, Function, LocalIri, Notation, Precision, Status

Side = NewType("Side", str)
"""For whom somebody takes part: the notation of a state; the local IRI of a body that is of no state;
or, of somebody of no known state, their own local IRI. Made by ``side`` and nothing else."""


def side(polity: Notation | None, iri: LocalIri) -> Side:
    """The side of an actor, given its state and its local IRI.

    >>> side(Notation("RU"), LocalIri("person/sergey-lavrov-q58217")), side(None, LocalIri("org/osce"))
    ('RU', 'org/osce')
    """
    return Side(polity or iri)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedActor:
    """One node: a person, a state, an organisation, or a role that nobody is known to fill.

    ``iri`` is local. ``names`` are all spellings seen; ``label``, the most frequent of the
    full ones, is shown.
    ``authority`` tells that the node is an entry of the reference data, described there. ``former``
    are the IRIs under which other spellings of a person were nodes of their own.
    """

    iri: LocalIri
    kind: Literal["person", "country", "organisation", "role"]
    label: str
    names: tuple[str, ...]
    polity: Notation | None
    offices: tuple[str, ...]
    authority: bool
    former: tuple[LocalIri, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """One actor in one event. ``post`` is the local IRI of an office of the catalog, if it is one."""

    actor: LocalIri
    office_text: str | None
    post: LocalIri | None
    polity: Notation | None
    function: Function


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedEvent:
    """What the mentions of one event add up to. ``start`` and ``end`` are ISO days, inclusive.

    ``status`` may be "disputed". ``place`` is the local IRI of schema:location. ``mentions`` are
    local IRIs in the order of publication; ``sources`` counts who tells of it independently: copies of
    one text are one. ``former`` are IRIs that this event had before.
    """

    iri: LocalIri
    label: str
    type: EventType
    status: Status | Literal["disputed"]
    date: str | None
    start: str | None
    end: str | None
    precision: Precision | None
    participations: tuple[Participation, ...]
    parties: tuple[LocalIri, ...]
    place: LocalIri | None
    place_name: str | None
    city: str | None
    country: Notation | None
    geonames: int | None
    topics: tuple[tuple[LocalIri | None, str], ...]
    cameo: str | None
    plover: str | None
    confidence: float
    sources: int
    mentions: tuple[LocalIri, ...]
    super_event: LocalIri | None = None
    disputed: bool = False
    date_conflict: bool = False
    former: tuple[LocalIri, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One feature of a comparison: its weight, what it saw, and why it counts. Shown to people."""

    feature: str
    weight: float
    left: str
    right: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Why two were, or were not, taken for one. ``doubt`` is how far the score is from the threshold."""

    left: str
    right: str
    score: float
    same: bool
    reasons: tuple[Reason, ...]
    doubt: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """A pure function of the set of mentions, the reference data and the judgements.

    ``refers`` maps actor mentions (``mention/…#a1``) to actors, ``reports`` mentions to events,
    ``copies`` articles that print the text of another to the first of these.
    """

    actors: Mapping[LocalIri, ResolvedActor]
    refers: Mapping[LocalIri, LocalIri]
    events: tuple[MergedEvent, ...]
    reports: Mapping[LocalIri, LocalIri]
    problems: tuple[str, ...] = field(default=())
    copies: Mapping[LocalIri, LocalIri] = field(default_factory=dict)
