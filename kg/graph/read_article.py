"""From the graphs of articles back to the values that they were made from, without loss.

The inverse of kg.graph.write_article: for every frame, ``read_told`` of its quads gives an equal frame.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar, cast

import pyoxigraph as ox

from kg.core.errors import KgError
from kg.core.ids import article_iri, local, mention_iris
from kg.core.model import (
    Actor,
    ActorKind,
    Article,
    ArticleKind,
    Curie,
    EventType,
    Evidence,
    Frame,
    Function,
    Iri,
    LocalIri,
    Notation,
    Precision,
    Status,
    Told,
    Topic,
    Venue,
    When,
)
from kg.core.terms import DCTERMS, KG, OA, PROV, RDF, SCHEMA, SEM
from kg.core.vocab import expand
from kg.graph.write_article import ROLES, UNITS, decimal, graph_of, sketch_of
from kg.reference.codes import STATUSES
from kg.reference.event_kinds import event_kinds
from kg.reference.nodes import node
from kg.reference.read import folder, load

_STATUS_OF: dict[Curie, Status] = {
    Curie(f"kg:{c}"): cast(Status, s)
    for s, c in STATUSES.items()
    if s not in ("ongoing", "disputed")
}
_ROLES: dict[Curie, Function] = {curie: function for function, curie in ROLES.items()}
_UNITS: dict[Curie, Precision] = {curie: unit for unit, curie in UNITS.items()}
_Basis = Literal["stated", "dateline", "published", "context", "convention"]
_A = node(RDF.type)
_V = TypeVar("_V")


@cache
def _types(where: Path) -> dict[Curie, EventType]:
    return {Curie(f"kg:{k.classes[0]}"): k.key for k in event_kinds(where).values()}


class _Facts:
    """The values of each subject of an article's graph by property."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for q in quads:
            if isinstance(q.subject, ox.NamedNode) and isinstance(
                q.object, ox.NamedNode | ox.Literal
            ):
                self.values[q.subject.value][q.predicate.value].append(q.object.value)

    def all(self, subject: Iri, curie: Curie) -> list[str]:
        return self.values[subject].get(expand(curie), [])

    def one(self, subject: Iri, curie: Curie) -> str | None:
        found = self.all(subject, curie)
        return found[0] if found else None

    def some(self, subject: Iri, curie: Curie) -> str:
        found = self.all(subject, curie)
        if not found:
            raise KgError(
                f"{curie} is missing",
                where=subject,
                mend="build the article again: kg build --again",
            )
        return found[0]

    def number(self, subject: Iri, curie: Curie) -> int:
        return int(self.one(subject, curie) or 0)

    def day(self, subject: Iri, curie: Curie) -> date | None:
        found = self.one(subject, curie)
        return date.fromisoformat(found) if found else None

    def ref(self, subject: Iri, curie: Curie) -> LocalIri | None:
        found = self.one(subject, curie)
        return local(found) if found else None

    def state(self, subject: Iri, curie: Curie) -> Notation | None:
        found = self.ref(subject, curie)
        body = load().organisations.get(found) if found else None
        if body is not None:
            return body.notation
        return Notation(found.removeprefix("country/").upper()) if found else None

    def of(self, subject: Iri, curie: Curie, meanings: dict[Curie, _V]) -> _V | None:
        found = self.one(subject, curie)
        return next((v for c, v in meanings.items() if expand(c) == found), None)

    def parts(self, subject: Iri, curie: Curie) -> list[Iri]:
        """Subjects numbered ``#a1``, ``#a2`` …, in that order."""
        return sorted(
            map(Iri, self.all(subject, curie)), key=lambda i: int(i.rsplit("#", 1)[1][1:])
        )


def read_told(store: ox.Store, articles: Iterable[LocalIri] | None = None) -> Iterator[Told]:
    """The mentions of a store, or of articles (local IRIs), as the values they were made from.

    They come sorted by article and place in it.

    Raises KgError when a statement is missing that every mention has.

    >>> list(read_told(ox.Store()))
    []
    """
    homes: dict[str, list[Iri]] = defaultdict(list)
    for place in [None] if articles is None else [graph_of(a) for a in articles]:
        for q in store.quads_for_pattern(None, _A, node(KG.Mention), place):
            if isinstance(q.subject, ox.NamedNode) and isinstance(q.graph_name, ox.NamedNode):
                homes[q.graph_name.value].append(Iri(q.subject.value))
    for graph in sorted(homes):
        facts = _Facts(store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))
        for mention in sorted(homes[graph], key=lambda m: _place(facts, m)):
            yield _told(facts, mention)


def told_of(article: Article, frames: Iterable[Frame]) -> list[Told]:
    """What ``read_told`` gives of an article that was put with these frames."""
    listed = list(frames)
    me = article_iri(article)
    known = sketch_of(article) if listed else ""
    out = [
        Told(
            mention=mention,
            article=me,
            source_id=article.id,
            published=article.published,
            publisher=article.publisher,
            article_kind=article.kind,
            frame=_kept(frame),
            sketch=known,
        )
        for frame, mention in zip(listed, mention_iris(article, listed), strict=True)
    ]
    return sorted(out, key=lambda t: _order(t.mention, t.frame.evidence[0]))


def _kept(frame: Frame) -> Frame:
    """A frame as it comes back from its statements."""
    return replace(
        frame,
        # How a record writes an office that stands for its holder is no statement.
        participants=tuple(
            replace(a, written=None) if a.written else a for a in frame.participants
        ),
        confidence=float(decimal(frame.confidence).value),
    )


def _order(mention: str, first: Evidence) -> tuple[int, int, int, str]:
    return first.start, first.end, _nth(mention), mention


def _nth(mention: str) -> int:
    """mention/stem-start-end, and -n for the n-th frame on one span."""
    numbers = mention.rsplit("/", 1)[1].split("-")[1:]
    return int(numbers[2]) if len(numbers) > 2 else 1


def _place(facts: _Facts, mention: Iri) -> tuple[int, int, int, str]:
    start, end = facts.number(mention, OA.start), facts.number(mention, OA.end)
    return start, end, _nth(mention), mention


def _told(facts: _Facts, mention: Iri) -> Told:
    article = Iri(facts.some(mention, PROV.wasQuotedFrom))
    return Told(
        mention=local(mention),
        article=local(article),
        source_id=facts.some(article, DCTERMS.identifier),
        published=facts.day(article, SCHEMA.datePublished),
        publisher=facts.one(article, KG.publisherText),
        article_kind=cast(ArticleKind, facts.some(article, KG.articleKind)),
        frame=_frame(facts, mention),
        sketch=facts.one(article, KG.sketch) or "",
    )


def _frame(facts: _Facts, mention: Iri) -> Frame:
    kind = facts.of(mention, KG.saysType, _types(folder()))
    status = facts.of(mention, KG.saysStatus, _STATUS_OF)
    if kind is None or status is None:
        raise KgError(
            "a type or status that this version does not know",
            where=mention,
            mend="build the article again: kg build --again",
        )
    features = json.loads(facts.one(mention, KG.features) or "[]")
    return Frame(
        type=kind,
        status="ongoing" if facts.one(mention, KG.ongoing) == "true" else status,
        participants=tuple(_read_actor(facts, a) for a in facts.parts(mention, KG.actorMention)),
        when=_read_when(facts, mention),
        venue=_read_venue(facts, mention),
        topics=tuple(_read_topic(facts, t) for t in facts.parts(mention, KG.topicMention)),
        reported_by=tuple(
            facts.some(s, KG.nameText) for s in facts.parts(mention, KG.sourceMention)
        ),
        evidence=tuple(
            Evidence(
                start=facts.number(e, OA.start),
                end=facts.number(e, OA.end),
                quote=facts.some(e, OA.exact),
            )
            for e in (mention, *facts.parts(mention, KG.furtherEvidence))
        ),
        confidence=float(facts.some(mention, KG.confidence)),
        rule=facts.some(mention, KG.rule),
        features=tuple((str(name), float(value)) for name, value in features),
    )


def _read_when(facts: _Facts, mention: Iri) -> When | None:
    basis = facts.one(mention, KG.dateBasis)
    if basis is None:
        return None
    return When(
        edtf=facts.one(mention, KG.saysDate),
        text=facts.one(mention, KG.dateText),
        earliest=facts.day(mention, KG.saysStart) or facts.day(mention, KG.notBefore),
        latest=facts.day(mention, KG.saysEnd) or facts.day(mention, KG.notAfter),
        precision=facts.of(mention, KG.saysPrecision, _UNITS),
        basis=cast(_Basis, basis),
        start=facts.number(mention, KG.dateTextStart),
        end=facts.number(mention, KG.dateTextEnd),
    )


def _read_venue(facts: _Facts, mention: Iri) -> Venue | None:
    if facts.one(mention, KG.placeStart) is None:
        return None
    number = facts.one(mention, KG.placeGeonames)
    return Venue(
        name=facts.one(mention, KG.placeText),
        city=facts.one(mention, KG.cityText),
        country=facts.state(mention, KG.saysCountry),
        geonames=int(number) if number else None,
        ref=facts.ref(mention, KG.saysPlace),
        start=facts.number(mention, KG.placeStart),
        end=facts.number(mention, KG.placeEnd),
    )


def _read_actor(facts: _Facts, me: Iri) -> Actor:
    return Actor(
        name=facts.one(me, KG.nameText),
        office=facts.one(me, KG.officeText),
        polity=facts.state(me, KG.saysPolity),
        kind=cast(ActorKind, facts.some(me, KG.actorKind)),
        function=facts.of(me, SEM.roleType, _ROLES) or "participant",
        ref=facts.ref(me, KG.ref),
        start=facts.number(me, OA.start),
        end=facts.number(me, OA.end),
    )


def _read_topic(facts: _Facts, me: Iri) -> Topic:
    return Topic(
        ref=facts.ref(me, KG.ref),
        label=facts.some(me, KG.nameText),
        text=facts.some(me, KG.topicText),
        start=facts.number(me, OA.start),
        end=facts.number(me, OA.end),
    )
