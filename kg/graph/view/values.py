"""The merged graph as plain values, for drawing, tables and Python users: no RDF beyond this point.

``load`` reads a store once; everything in the result is sorted, so that what is made from it is the
same bytes on every run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.core.model import Iri, Notation


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """An article that reports an event."""

    iri: Iri
    source_id: str
    title: str | None
    published: str | None
    publisher: str | None
    url: str | None
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionView:
    """One passage that reports one event, with what it says; offsets point into the article's text."""

    iri: Iri
    article: Iri
    status: str
    date: str | None
    date_text: str | None
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    confidence: float
    rule: str
    reported_by: tuple[str, ...]
    actors: tuple[Iri, ...]
    topics: tuple[Iri, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorView:
    """A person, a country, an organisation, or a role that nobody is known to fill."""

    iri: Iri
    label: str
    kind: str
    polity: Notation | None
    offices: tuple[str, ...]
    same_as: tuple[Iri, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicView:
    """A topic of the scheme, or one found in the text."""

    iri: Iri
    label: str
    broader: tuple[Iri, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """A place; ``latitude`` and ``longitude`` in degrees (WGS 84)."""

    iri: Iri
    label: str
    city: str | None
    country: Notation | None
    latitude: float | None
    longitude: float | None
    geonames: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipationView:
    """One actor in one event: in which office, for which state, in which function."""

    actor: Iri
    office: str | None
    polity: Notation | None
    function: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """One merged event. ``date`` is EDTF; ``start`` and ``end`` are ISO days, both inclusive."""

    iri: Iri
    label: str
    type: str
    status: str
    date: str | None
    start: str | None
    end: str | None
    precision: str | None
    participants: tuple[ParticipationView, ...]
    parties: tuple[Iri, ...]
    place: Iri | None
    country: Notation | None
    topics: tuple[Iri, ...]
    cameo: str | None
    plover: str | None
    confidence: float
    mentions: tuple[MentionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphView:
    """Everything a reader can see. Mappings are keyed by IRI."""

    events: tuple[EventView, ...]
    actors: Mapping[Iri, ActorView]
    topics: Mapping[Iri, TopicView]
    places: Mapping[Iri, PlaceView]
    articles: Mapping[Iri, ArticleView]
