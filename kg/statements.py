"""From an article and its frames to the quads of its named graph, and back without loss.

What an article says is written once and never edited: its graph depends on nothing but the article
and the extraction. Whatever needs the reference data or other articles is computed (kg.computed).

    mention  <m>      what one passage says of one event, with the first passage of its evidence
    <m#a1>, <m#a2>    its participants, in order          kg:ActorMention
    <m#t1>            its topics, in order                kg:TopicMention
    <m#s1>            who says so, in order               kg:SourceMention
    <m#e2>            further passages of its evidence    kg:FurtherEvidence
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal, TypeVar, cast, get_args

import pyoxigraph as ox

from kg import records
from kg.codes import CLASSES, STATUSES
from kg.errors import KgError
from kg.lookup import node
from kg.model import (
    Actor,
    ActorKind,
    Article,
    ArticleKind,
    EventType,
    Evidence,
    Frame,
    Function,
    Precision,
    Status,
    Told,
    Topic,
    Venue,
    When,
)
from kg.terms import BASE, iri, local

CONTEXT = 400
"""The most characters of a paragraph that are kept before and after a passage."""

_TYPES: dict[str, EventType] = {f"kg:{c[0]}": cast(EventType, t) for t, c in CLASSES.items()}
_STATUS_OF: dict[str, Status] = {
    f"kg:{c}": cast(Status, s) for s, c in STATUSES.items() if s not in ("ongoing", "disputed")
}
_ROLES: dict[str, Function] = {
    f"kg:{f.capitalize()}": f for f in get_args(Function) if f != "participant"
}
_UNITS: dict[str, Precision] = {f"time:unit{p.capitalize()}": p for p in get_args(Precision)}
_Basis = Literal["stated", "dateline", "published", "context", "convention"]
_A = node("rdf:type")
_V = TypeVar("_V")


def article_quads(
    article: Article, frames: Iterable[Frame], *, digest: str | None = None
) -> list[ox.Quad]:
    """The whole graph of an article, sorted by subject.

    ``digest`` identifies everything that the frames were made from; a store uses it to see that an
    article needs no second reading (kg.store).

    >>> quads = article_quads(Article(id="a.txt", text="They met."), ())
    >>> sorted(q.object.value for q in quads if q.predicate.value.endswith("textLength"))
    ['9']
    """
    listed = list(frames)
    me = records.article_iri(article)
    graph = graph_of(me)
    out = [*_article(article, me, digest)]
    for frame, mention in zip(listed, records.mention_iris(article, listed), strict=True):
        out += _mention(frame, mention, me, article)
    return [ox.Quad(s, p, o, graph) for s, p, o in sorted(out, key=lambda t: str(t[0]))]


@cache
def _name(curie: str) -> str:
    return node(curie).value


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
    n.link("kg:saysType", node("kg:" + CLASSES[frame.type][0]))
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


class _Facts:
    """The values of each subject of an article's graph by property."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for q in quads:
            if isinstance(q.subject, ox.NamedNode) and isinstance(
                q.object, ox.NamedNode | ox.Literal
            ):
                self.values[q.subject.value][q.predicate.value].append(q.object.value)

    def all(self, subject: str, curie: str) -> list[str]:
        return self.values[subject].get(_name(curie), [])

    def one(self, subject: str, curie: str) -> str | None:
        found = self.all(subject, curie)
        return found[0] if found else None

    def some(self, subject: str, curie: str) -> str:
        found = self.all(subject, curie)
        if not found:
            raise KgError(
                f"{curie} is missing",
                where=subject,
                mend="build the article again: kg build --again",
            )
        return found[0]

    def number(self, subject: str, curie: str) -> int:
        return int(self.one(subject, curie) or 0)

    def day(self, subject: str, curie: str) -> date | None:
        found = self.one(subject, curie)
        return date.fromisoformat(found) if found else None

    def ref(self, subject: str, curie: str) -> str | None:
        found = self.one(subject, curie)
        return local(found) if found else None

    def state(self, subject: str, curie: str) -> str | None:
        found = self.ref(subject, curie)
        return found.removeprefix("country/").upper() if found else None

    def of(self, subject: str, curie: str, meanings: dict[str, _V]) -> _V | None:
        found = self.one(subject, curie)
        return next((v for c, v in meanings.items() if _name(c) == found), None)

    def parts(self, subject: str, curie: str) -> list[str]:
        """Subjects numbered ``#a1``, ``#a2`` …, in that order."""
        return sorted(self.all(subject, curie), key=lambda i: int(i.rsplit("#", 1)[1][1:]))


def read_told(store: ox.Store) -> Iterator[Told]:
    """Every mention of a store as the values it was made from, sorted by article and place in it.

    Raises KgError when a statement is missing that every mention has.

    >>> list(read_told(ox.Store()))
    []
    """
    homes: dict[str, list[str]] = defaultdict(list)
    for q in store.quads_for_pattern(None, _A, node("kg:Mention"), None):
        if isinstance(q.subject, ox.NamedNode) and isinstance(q.graph_name, ox.NamedNode):
            homes[q.graph_name.value].append(q.subject.value)
    for graph in sorted(homes):
        facts = _Facts(store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))
        for mention in sorted(homes[graph], key=lambda m: _place(facts, m)):
            yield _told(facts, mention)


def _place(facts: _Facts, mention: str) -> tuple[int, int, int, str]:
    # mention/stem-start-end, and -n for the n-th frame on one span
    numbers = mention.rsplit("/", 1)[1].split("-")[1:]
    nth = int(numbers[2]) if len(numbers) > 2 else 1
    return facts.number(mention, "oa:start"), facts.number(mention, "oa:end"), nth, mention


def _told(facts: _Facts, mention: str) -> Told:
    article = facts.some(mention, "prov:wasQuotedFrom")
    return Told(
        mention=local(mention),
        article=local(article),
        source_id=facts.some(article, "dcterms:identifier"),
        published=facts.day(article, "schema:datePublished"),
        publisher=facts.one(article, "kg:publisherText"),
        article_kind=cast(ArticleKind, facts.some(article, "kg:articleKind")),
        frame=_frame(facts, mention),
    )


def _frame(facts: _Facts, mention: str) -> Frame:
    kind = facts.of(mention, "kg:saysType", _TYPES)
    status = facts.of(mention, "kg:saysStatus", _STATUS_OF)
    if kind is None or status is None:
        raise KgError(
            "a type or status that this version does not know",
            where=mention,
            mend="build the article again: kg build --again",
        )
    features = json.loads(facts.one(mention, "kg:features") or "[]")
    return Frame(
        type=kind,
        status="ongoing" if facts.one(mention, "kg:ongoing") == "true" else status,
        participants=tuple(_read_actor(facts, a) for a in facts.parts(mention, "kg:actorMention")),
        when=_read_when(facts, mention),
        venue=_read_venue(facts, mention),
        topics=tuple(_read_topic(facts, t) for t in facts.parts(mention, "kg:topicMention")),
        reported_by=tuple(
            facts.some(s, "kg:nameText") for s in facts.parts(mention, "kg:sourceMention")
        ),
        evidence=tuple(
            Evidence(
                start=facts.number(e, "oa:start"),
                end=facts.number(e, "oa:end"),
                quote=facts.some(e, "oa:exact"),
            )
            for e in (mention, *facts.parts(mention, "kg:furtherEvidence"))
        ),
        confidence=float(facts.some(mention, "kg:confidence")),
        rule=facts.some(mention, "kg:rule"),
        features=tuple((str(name), float(value)) for name, value in features),
    )


def _read_when(facts: _Facts, mention: str) -> When | None:
    basis = facts.one(mention, "kg:dateBasis")
    if basis is None:
        return None
    return When(
        edtf=facts.one(mention, "kg:saysDate"),
        text=facts.one(mention, "kg:dateText"),
        earliest=facts.day(mention, "kg:saysStart") or facts.day(mention, "kg:notBefore"),
        latest=facts.day(mention, "kg:saysEnd") or facts.day(mention, "kg:notAfter"),
        precision=facts.of(mention, "kg:saysPrecision", _UNITS),
        basis=cast(_Basis, basis),
        start=facts.number(mention, "kg:dateTextStart"),
        end=facts.number(mention, "kg:dateTextEnd"),
    )


def _read_venue(facts: _Facts, mention: str) -> Venue | None:
    if facts.one(mention, "kg:placeStart") is None:
        return None
    number = facts.one(mention, "kg:placeGeonames")
    return Venue(
        name=facts.one(mention, "kg:placeText"),
        city=facts.one(mention, "kg:cityText"),
        country=facts.state(mention, "kg:saysCountry"),
        geonames=int(number) if number else None,
        ref=facts.ref(mention, "kg:saysPlace"),
        start=facts.number(mention, "kg:placeStart"),
        end=facts.number(mention, "kg:placeEnd"),
    )


def _read_actor(facts: _Facts, me: str) -> Actor:
    return Actor(
        name=facts.one(me, "kg:nameText"),
        office=facts.one(me, "kg:officeText"),
        polity=facts.state(me, "kg:saysPolity"),
        kind=cast(ActorKind, facts.some(me, "kg:actorKind")),
        function=facts.of(me, "sem:roleType", _ROLES) or "participant",
        ref=facts.ref(me, "kg:ref"),
        start=facts.number(me, "oa:start"),
        end=facts.number(me, "oa:end"),
    )


def _read_topic(facts: _Facts, me: str) -> Topic:
    return Topic(
        ref=facts.ref(me, "kg:ref"),
        label=facts.some(me, "kg:nameText"),
        text=facts.some(me, "kg:topicText"),
        start=facts.number(me, "oa:start"),
        end=facts.number(me, "oa:end"),
    )
