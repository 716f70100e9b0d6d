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
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from kg.core.ids import BASE, article_iri, iri, mention_iris
from kg.core.model import (
    Actor,
    Article,
    Frame,
    Topic,
    Venue,
    When,
)
from kg.reference.codes import STATUSES
from kg.reference.event_kinds import kind_of
from kg.reference.nodes import node

CONTEXT = 400
"""The most characters of a paragraph that are kept before and after a passage."""


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


def graph_of(article: str) -> ox.NamedNode:
    """The named graph of an article, given its local IRI.

    >>> graph_of("article/undated-x-abc").value
    'https://w3id.org/diplokg/graph/undated-x-abc'
    """
    return ox.NamedNode(BASE + "graph/" + article.removeprefix("article/"))


_Row = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]


class _Node:
    """Collects what is said of one subject; a value of None is not said."""

    def __init__(self, local_iri: str) -> None:
        self.iri = ox.NamedNode(iri(local_iri))
        self.rows: list[_Row] = []

    def link(self, curie: str, value: ox.NamedNode | str | None) -> None:
        if value is not None:
            target = ox.NamedNode(iri(value)) if isinstance(value, str) else value
            self.rows.append((self.iri, node(curie), target))

    def text(self, curie: str, value: str | None, *, language: str | None = None) -> None:
        if value is not None:
            self.rows.append((self.iri, node(curie), tagged(value, language)))

    def number(self, curie: str, value: int | None) -> None:
        if value is not None:
            self.rows.append((self.iri, node(curie), ox.Literal(value)))

    def day(self, curie: str, value: date | None) -> None:
        if value is not None:
            self.rows.append((self.iri, node(curie), day(value.isoformat())))

    def span(self, start: int, end: int) -> None:
        self.number("oa:start", start)
        self.number("oa:end", end)


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
    return ox.Literal(iso, datatype=node("xsd:date"))


def decimal(value: float) -> ox.Literal:
    """An xsd:decimal; what it has beyond eighteen places is rounded off."""
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-18)).normalize()
    return ox.Literal(format(exact, "f"), datatype=node("xsd:decimal"))


def country(notation: str) -> str:
    """The local IRI of a state: its notation in lower case."""
    return "country/" + notation.lower()


def web_address(url: str | None) -> ox.NamedNode | None:
    """The IRI of a page on the web; None for anything else that calls itself a URL."""
    if url is None or not url.lower().startswith(("http://", "https://")):
        return None
    try:
        return ox.NamedNode(url)
    except ValueError:
        return None


def _article(article: Article, me: str, digest: str | None) -> list[_Row]:
    n = _Node(me)
    n.link("rdf:type", node("kg:Readout" if article.kind == "readout" else "schema:NewsArticle"))
    n.text("dcterms:identifier", article.id)
    n.text("schema:headline", article.title, language=article.language)
    n.link("schema:url", web_address(article.url))
    n.day("schema:datePublished", article.published)
    n.text("kg:publisherText", article.publisher)
    n.text("schema:inLanguage", article.language)
    n.text("kg:articleKind", article.kind)
    n.text("kg:textDigest", hashlib.sha256(article.text.encode()).hexdigest())
    n.number("kg:textLength", len(article.text))
    n.text("kg:inputDigest", digest)
    return n.rows


def _mention(frame: Frame, me: str, article_iri: str, article: Article) -> list[_Row]:
    n = _Node(me)
    first = frame.evidence[0]
    n.link("rdf:type", node("kg:Mention"))
    n.link("prov:wasQuotedFrom", article_iri)
    n.text("oa:exact", first.quote)
    n.span(first.start, first.end)
    before, after = _around(article.text, first.start, first.end)
    n.text("oa:prefix", before or None)
    n.text("oa:suffix", after or None)
    n.rows.append((n.iri, node("kg:confidence"), decimal(frame.confidence)))
    n.text("kg:rule", frame.rule)
    if frame.features:
        n.text("kg:features", json.dumps(frame.features, ensure_ascii=False))
    n.link("kg:saysType", node("kg:" + kind_of(frame.type).classes[0]))
    n.link("kg:saysStatus", node("kg:" + STATUSES[frame.status]))
    if frame.status == "ongoing":
        n.rows.append((n.iri, node("kg:ongoing"), ox.Literal(True)))
    if frame.when is not None:
        _when(n, frame.when)
    if frame.venue is not None:
        _venue(n, frame.venue)
    rows = n.rows
    for i, actor in enumerate(frame.participants, start=1):
        rows += _actor(n, f"{me}#a{i}", actor)
    for i, topic in enumerate(frame.topics, start=1):
        rows += _topic(n, f"{me}#t{i}", topic)
    for i, words in enumerate(frame.reported_by, start=1):
        n.text("kg:accordingToText", words)
        n.link("kg:sourceMention", f"{me}#s{i}")
        said = _Node(f"{me}#s{i}")
        said.link("rdf:type", node("kg:SourceMention"))
        said.text("kg:nameText", words)
        rows += said.rows
    for i, passage in enumerate(frame.evidence[1:], start=2):
        n.link("kg:furtherEvidence", f"{me}#e{i}")
        more = _Node(f"{me}#e{i}")
        more.link("rdf:type", node("kg:FurtherEvidence"))
        more.text("oa:exact", passage.quote)
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
    n.text("kg:saysDate", when.edtf)
    n.text("kg:dateText", when.text)
    n.text("kg:dateBasis", when.basis)
    n.number("kg:dateTextStart", when.start)
    n.number("kg:dateTextEnd", when.end)
    # A window has two ends; a bound known alone is no window.
    whole = when.earliest is not None and when.latest is not None
    n.day("kg:saysStart" if whole else "kg:notBefore", when.earliest)
    n.day("kg:saysEnd" if whole else "kg:notAfter", when.latest)
    if when.precision is not None:
        n.link("kg:saysPrecision", node(f"time:unit{when.precision.capitalize()}"))


def _venue(n: _Node, venue: Venue) -> None:
    n.text("kg:placeText", venue.name)
    n.text("kg:cityText", venue.city)
    n.link("kg:saysCountry", country(venue.country) if venue.country else None)
    n.number("kg:placeGeonames", venue.geonames)
    n.link("kg:saysPlace", venue.ref)
    n.number("kg:placeStart", venue.start)
    n.number("kg:placeEnd", venue.end)


def _actor(mention: _Node, me: str, actor: Actor) -> list[_Row]:
    mention.link("kg:actorMention", me)
    n = _Node(me)
    n.link("rdf:type", node("kg:ActorMention"))
    n.text("kg:nameText", actor.name)
    n.text("kg:officeText", actor.office)
    n.link("kg:saysPolity", country(actor.polity) if actor.polity else None)
    n.text("kg:actorKind", actor.kind)
    if actor.function != "participant":
        n.link("sem:roleType", node("kg:" + actor.function.capitalize()))
    n.link("kg:ref", actor.ref)
    n.span(actor.start, actor.end)
    return n.rows


def _topic(mention: _Node, me: str, topic: Topic) -> list[_Row]:
    mention.link("kg:saysTopic", topic.ref)
    mention.text("kg:topicText", topic.text)
    mention.link("kg:topicMention", me)
    n = _Node(me)
    n.link("rdf:type", node("kg:TopicMention"))
    n.link("kg:ref", topic.ref)
    n.text("kg:nameText", topic.label)
    n.text("kg:topicText", topic.text)
    n.span(topic.start, topic.end)
    return n.rows
