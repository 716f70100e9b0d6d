"""From an article and its frames to the quads of its named graph; kg.graph.read_article is the way back.

What an article says is written once and never edited: its graph depends on nothing but the article
and the extraction. Whatever needs the reference data or other articles is computed (kg.construction.event_rows).

    mention  <m>      what one passage says of one event, with the first passage of its evidence
    <m#a1>, <m#a2>    its participants, in order          kg:ActorMention
    <m#t1>            its topics, in order                kg:TopicMention
    <m#s1>            who says so, in order               kg:SourceMention
    <m#e2>            further passages of its evidence    kg:FurtherEvidence
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from kg.core.ids import BASE, actor_mention, article_iri, iri, mention_iris
from kg.core.model import (
    Actor,
    Article,
    Curie,
    Frame,
    Function,
    LocalIri,
    Notation,
    Precision,
    Topic,
    Venue,
    When,
)
from kg.core.sentence import around
from kg.core.sketch import sketch
from kg.core.terms import DCTERMS, KG, OA, PROV, RDF, SCHEMA, SEM, TIME, XSD
from kg.reference.codes import STATUSES
from kg.reference.event_kinds import kind_of
from kg.reference.nodes import node
from kg.reference.read import load

CONTEXT = 400
"""The most characters of a paragraph that are kept before and after a passage."""
UNITS: Mapping[Precision, Curie] = {
    "day": TIME.unitDay,
    "week": TIME.unitWeek,
    "month": TIME.unitMonth,
    "year": TIME.unitYear,
}
"""The unit of a precision."""
ROLES: Mapping[Function, Curie] = {
    "host": KG.Host,
    "guest": KG.Guest,
    "initiator": KG.Initiator,
    "addressee": KG.Addressee,
    "mediator": KG.Mediator,
    "envoy": KG.Envoy,
}
"""The role of a function; a participant has none of its own."""


def article_quads(
    article: Article, frames: Iterable[Frame], *, digest: str | None = None
) -> list[ox.Quad]:
    """The whole graph of an article, sorted by subject.

    ``digest`` identifies everything that the frames were made from; a store uses it to see that an
    article needs no second reading (kg.graph.store).

    >>> quads = article_quads(Article(id="a.txt", text="They met."), ())
    >>> sorted(q.object.value for q in quads if q.predicate.value.endswith("textLength"))
    ['9']
    """
    listed = list(frames)
    me = article_iri(article)
    graph = graph_of(me)
    out = [*_article(article, me, digest)]
    for frame, mention in zip(listed, mention_iris(article, listed), strict=True):
        out += _mention(frame, mention, me, article)
    of: dict[str, list[_Row]] = {}
    subject: ox.NamedNode | None = None
    for row in out:
        if row[0] is not subject:  # What is said of one comes together.
            subject = row[0]
            here = of.setdefault(str(subject), [])
        here.append(row)
    return [ox.Quad(s, p, o, graph) for key in sorted(of) for s, p, o in of[key]]


def graph_of(article: LocalIri) -> ox.NamedNode:
    """The named graph of an article, given its local IRI.

    >>> graph_of("article/undated-x-abc").value
    'https://w3id.org/diplokg/graph/undated-x-abc'
    """
    return ox.NamedNode(BASE + "graph/" + article.removeprefix("article/"))


_Row = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]


class _Node:
    """Collects what is said of one subject; a value of None is not said."""

    def __init__(self, local_iri: LocalIri) -> None:
        self.iri = ox.NamedNode(iri(local_iri))
        self.rows: list[_Row] = []

    def link(self, curie: Curie, value: ox.NamedNode | LocalIri | None) -> None:
        if value is not None:
            target = ox.NamedNode(iri(value)) if isinstance(value, str) else value
            self.rows.append((self.iri, node(curie), target))

    def text(self, curie: Curie, value: str | None, *, language: str | None = None) -> None:
        if value is not None:
            self.rows.append((self.iri, node(curie), tagged(value, language)))

    def number(self, curie: Curie, value: int | None) -> None:
        if value is not None:
            self.rows.append((self.iri, node(curie), ox.Literal(value)))

    def day(self, curie: Curie, value: date | None) -> None:
        if value is not None:
            self.rows.append((self.iri, node(curie), day(value.isoformat())))

    def span(self, start: int, end: int) -> None:
        self.number(OA.start, start)
        self.number(OA.end, end)


def tagged(text: str, language: str | None) -> ox.Literal:
    """A literal in a language, or a plain one when ``language`` is no language tag."""
    if language:
        try:
            return ox.Literal(text, language=language)
        except ValueError:
            pass
    return ox.Literal(text)


def day(iso: str) -> ox.Literal:
    """An xsd:date."""
    return ox.Literal(iso, datatype=node(XSD.date))


def decimal(value: float) -> ox.Literal:
    """An xsd:decimal; what it has beyond eighteen places is rounded off."""
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-18)).normalize()
    return ox.Literal(format(exact, "f"), datatype=node(XSD.decimal))


def country(notation: Notation) -> LocalIri:
    """The local IRI of a state: its notation in lower case."""
    return LocalIri("country/" + notation.lower())


def party(notation: Notation) -> LocalIri:
    """Whom somebody acts for: a state, or a body that has a notation as states have ("UN")."""
    return load().bodies.get(notation) or country(notation)


def web_address(url: str | None) -> ox.NamedNode | None:
    """The IRI of a page on the web; None for anything else that calls itself a URL."""
    if url is None or not url.lower().startswith(("http://", "https://")):
        return None
    try:
        return ox.NamedNode(url)
    except ValueError:
        return None


def _article(article: Article, me: LocalIri, digest: str | None) -> list[_Row]:
    n = _Node(me)
    n.link(RDF.type, node(KG.Readout if article.kind == "readout" else SCHEMA.NewsArticle))
    n.text(DCTERMS.identifier, article.id)
    n.text(SCHEMA.headline, article.title, language=article.language)
    n.link(SCHEMA.url, web_address(article.url))
    n.day(SCHEMA.datePublished, article.published)
    n.text(KG.publisherText, article.publisher)
    n.text(SCHEMA.inLanguage, article.language)
    n.text(KG.articleKind, article.kind)
    n.text(KG.textDigest, hashlib.sha256(article.text.encode()).hexdigest())
    n.number(KG.textLength, len(article.text))
    n.text(KG.sketch, sketch_of(article) or None)
    n.text(KG.inputDigest, digest)
    return n.rows


def sketch_of(article: Article) -> str:
    """The sketch of what is worth reading of an article: by it, reprints are known."""
    read = [article.text[b.start : b.end] for b in article.blocks if b.kind in {"body", "title"}]
    return sketch("\n".join(read) if read else article.text)


def _mention(frame: Frame, me: LocalIri, article_iri: LocalIri, article: Article) -> list[_Row]:
    n = _Node(me)
    first = frame.evidence[0]
    n.link(RDF.type, node(KG.Mention))
    n.link(PROV.wasQuotedFrom, article_iri)
    n.text(OA.exact, first.quote)
    n.span(first.start, first.end)
    before, after = _around(article.text, first.start, first.end)
    n.text(OA.prefix, before or None)
    n.text(OA.suffix, after or None)
    n.rows.append((n.iri, node(KG.confidence), decimal(frame.confidence)))
    n.text(KG.rule, frame.rule)
    if frame.features:
        n.text(KG.features, json.dumps(frame.features, ensure_ascii=False))
    n.link(KG.saysType, node("kg:" + kind_of(frame.type).classes[0]))
    n.link(KG.saysStatus, node("kg:" + STATUSES[frame.status]))
    if frame.status == "ongoing":
        n.rows.append((n.iri, node(KG.ongoing), ox.Literal(True)))
    if frame.when is not None:
        _when(n, frame.when)
    if frame.venue is not None:
        _venue(n, frame.venue)
    rows = n.rows
    for i, actor in enumerate(frame.participants, start=1):
        rows += _actor(n, actor_mention(me, i), actor)
    for i, topic in enumerate(frame.topics, start=1):
        kept = range(first.start - len(before), first.end + len(after) + 1)
        rows += _topic(n, LocalIri(f"{me}#t{i}"), topic, article.text, kept)
    for i, words in enumerate(frame.reported_by, start=1):
        n.text(KG.accordingToText, words)
        said = _Node(LocalIri(f"{me}#s{i}"))
        n.link(KG.sourceMention, said.iri)
        said.link(RDF.type, node(KG.SourceMention))
        said.text(KG.nameText, words)
        rows += said.rows
    for i, passage in enumerate(frame.evidence[1:], start=2):
        more = _Node(LocalIri(f"{me}#e{i}"))
        n.link(KG.furtherEvidence, more.iri)
        more.link(RDF.type, node(KG.FurtherEvidence))
        more.text(OA.exact, passage.quote)
        more.span(passage.start, passage.end)
        rows += more.rows
    # Two sources of the same name, or a topic named twice, are one statement.
    return list(dict.fromkeys(rows))


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The rest of the paragraph before and after a passage."""
    low = text.rfind("\n", 0, start) + 1
    high = text.find("\n", end)
    high = len(text) if high < 0 else high
    return text[max(low, start - CONTEXT) : start], text[end : min(high, end + CONTEXT)]


def _when(n: _Node, when: When) -> None:
    n.text(KG.saysDate, when.edtf)
    n.text(KG.dateText, when.text)
    n.text(KG.dateBasis, when.basis)
    n.number(KG.dateTextStart, when.start)
    n.number(KG.dateTextEnd, when.end)
    # A window has two ends; a bound known alone is no window.
    whole = when.earliest is not None and when.latest is not None
    n.day(KG.saysStart if whole else KG.notBefore, when.earliest)
    n.day(KG.saysEnd if whole else KG.notAfter, when.latest)
    if when.precision is not None:
        n.link(KG.saysPrecision, node(UNITS[when.precision]))


def _venue(n: _Node, venue: Venue) -> None:
    n.text(KG.placeText, venue.name)
    n.text(KG.cityText, venue.city)
    n.link(KG.saysCountry, country(venue.country) if venue.country else None)
    n.number(KG.placeGeonames, venue.geonames)
    n.link(KG.saysPlace, venue.ref)
    n.number(KG.placeStart, venue.start)
    n.number(KG.placeEnd, venue.end)


def _actor(mention: _Node, me: LocalIri, actor: Actor) -> list[_Row]:
    mention.link(KG.actorMention, me)
    n = _Node(me)
    n.link(RDF.type, node(KG.ActorMention))
    n.text(KG.nameText, actor.name)
    n.text(KG.officeText, actor.office)
    n.link(KG.saysPolity, party(actor.polity) if actor.polity else None)
    n.text(KG.actorKind, actor.kind)
    if actor.function != "participant":
        n.link(SEM.roleType, node(ROLES[actor.function]))
    n.link(KG.ref, actor.ref)
    n.span(actor.start, actor.end)
    return n.rows


def _topic(mention: _Node, me: LocalIri, topic: Topic, text: str, kept: range) -> list[_Row]:
    """``kept``: the offsets of what stands with the mention; elsewhere a topic brings its own sentence."""
    mention.link(KG.saysTopic, topic.ref)
    mention.text(KG.topicText, topic.text)
    mention.link(KG.topicMention, me)
    n = _Node(me)
    n.link(RDF.type, node(KG.TopicMention))
    n.link(KG.ref, topic.ref)
    n.text(KG.nameText, topic.label)
    n.text(KG.topicText, topic.text)
    n.span(topic.start, topic.end)
    inside = topic.start in kept and topic.end in kept
    if topic.start < topic.end <= len(text) and not inside:
        before, after = around(text, topic.start, topic.end)
        n.text(OA.exact, text[topic.start : topic.end])
        n.text(OA.prefix, before or None)
        n.text(OA.suffix, after or None)
    return n.rows
