"""The merged graph as plain values, for drawing, tables and Python users: no RDF beyond this point.

``load`` reads a store once; everything in the result is sorted, so that what is made from it is the
same bytes on every run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """An article that reports an event."""

    iri: str
    source_id: str
    title: str | None
    published: str | None
    publisher: str | None
    url: str | None
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionView:
    """One passage that reports one event, with what it says; offsets point into the article's text."""

    iri: str
    article: str
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
    actors: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorView:
    """A person, a country, an organisation, or a role that nobody is known to fill."""

    iri: str
    label: str
    kind: str
    polity: str | None
    offices: tuple[str, ...]
    same_as: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicView:
    """A topic of the scheme, or one found in the text."""

    iri: str
    label: str
    broader: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """A place; ``latitude`` and ``longitude`` in degrees (WGS 84)."""

    iri: str
    label: str
    city: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    geonames: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipationView:
    """One actor in one event: in which office, for which state, in which function."""

    actor: str
    office: str | None
    polity: str | None
    function: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """One merged event. ``date`` is EDTF; ``start`` and ``end`` are ISO days, both inclusive."""

    iri: str
    label: str
    type: str
    status: str
    date: str | None
    start: str | None
    end: str | None
    precision: str | None
    participants: tuple[ParticipationView, ...]
    parties: tuple[str, ...]
    place: str | None
    country: str | None
    topics: tuple[str, ...]
    cameo: str | None
    plover: str | None
    confidence: float
    mentions: tuple[MentionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphView:
    """Everything a reader can see. Mappings are keyed by IRI."""

    events: tuple[EventView, ...]
    actors: Mapping[str, ActorView]
    topics: Mapping[str, TopicView]
    places: Mapping[str, PlaceView]
    articles: Mapping[str, ArticleView]
