"""The merged graph as plain values, for drawing, tables and Python users: no RDF beyond this point.

``load`` reads a store once; everything in the result is sorted, so that what is made from it is the
same bytes on every run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.core.model import Iri, Notation


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionView:
    """A person's word on what was read: what it is about (``fact``), what was read, what is right.

    ``overruled`` is who said later what holds in its place: a name, or "somebody". It is ``disputed``
    when that is somebody else.
    """

    iri: Iri
    fact: str
    was: str
    right: str
    by: str | None
    when: str | None
    why: str | None
    overruled: str | None = None
    disputed: bool = False

    def words(self) -> str:
        """The correction as one sentence.

        >>> CorrectionView(
        ...     iri=Iri("x"), fact="date", was="2019-05-14", right="2019-05-15", by="ann",
        ...     when="2026-01-15", why="the communiqué", overruled="bob", disputed=True,
        ... ).words()
        'date: 2019-05-15, read as 2019-05-14; corrected by ann, 2026-01-15: the communiqué; \
disputed, bob says otherwise later'
        """
        said = {
            "tells": f"tells of {self.right}, read as {self.was}",
            "with": f"with {self.right}, who was not read",
            "without": f"without {self.right}",
            "same": f"{self.was} and {self.right} are one",
            "different": f"{self.was} and {self.right} are not one",
        }.get(self.fact, f"{self.fact}: {self.right}, read as {self.was}")
        who = ", ".join(w for w in (f"corrected by {self.by or 'somebody'}", self.when) if w)
        why = f": {self.why}" if self.why else ""
        later = ""
        if self.overruled:
            other = f"disputed, {self.overruled} says otherwise later"
            later = f"; {other if self.disputed else 'taken back later'}"
        return f"{said}; {who}{why}{later}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """An article that reports an event; ``copy_of`` is the one whose text it prints.

    ``language`` is the tag of the language that it is in, as its source states it.
    """

    iri: Iri
    source_id: str
    title: str | None
    published: str | None
    publisher: str | None
    url: str | None
    kind: str
    copy_of: Iri | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedView:
    """Where an account names a topic: the ``words``, and the rest of their sentence."""

    topic: Iri
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionView:
    """One passage that reports one event, with what it says; offsets point into the article's text.

    All of this is as it was read; what a person says in its place are the ``corrections``. ``names``
    are the participants in the words of the passage, each with the notation of a state where it has one.
    ``named`` has the sentence that names a topic, which may stand anywhere in the article.
    """

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
    type: str = "event"
    names: tuple[tuple[str, Notation | None], ...] = ()
    named: tuple[NamedView, ...] = ()
    corrections: tuple[CorrectionView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorView:
    """A person, a country, an organisation, or a role that nobody is known to fill."""

    iri: Iri
    label: str
    kind: str
    polity: Notation | None
    offices: tuple[str, ...]
    same_as: tuple[Iri, ...]
    corrections: tuple[CorrectionView, ...] = ()


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
    """One merged event. ``date`` is EDTF; ``start`` and ``end`` are ISO days, both inclusive.

    ``sources`` counts who tells of it independently: articles that print one text are one source.
    """

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
    sources: int = 1
    corrections: tuple[CorrectionView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphView:
    """Everything a reader can see. Mappings are keyed by IRI.

    ``withdrawn`` are passages of which a person says that they tell of no event.
    """

    events: tuple[EventView, ...]
    actors: Mapping[Iri, ActorView]
    topics: Mapping[Iri, TopicView]
    places: Mapping[Iri, PlaceView]
    articles: Mapping[Iri, ArticleView]
    withdrawn: tuple[MentionView, ...] = ()
