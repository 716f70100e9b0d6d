"""A generated graph of any size in the shape of a real one, to measure on: nothing in it happened.

Who takes part follows Zipf's law, as it does in the news: a few actors are in very many events. Days
run from 1945 to 2026. Every event has one to three mentions, each in a graph of its own article, and
all that kg.construction.event_rows writes: participations, parties, places, topics, shortcuts, codes.

    .venv/bin/python tools/big_store.py FOLDER [TRIPLES]      writes an Oxigraph database
"""

from __future__ import annotations

import itertools
import random
import sys
from bisect import bisect
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pyoxigraph as ox

from kg.construction.event_rows import SHORTCUTS
from kg.core.ids import BASE, GRAPH_EVENTS, iri
from kg.reference.codes import STATUSES, code_of
from kg.reference.event_kinds import kind_of
from kg.reference.nodes import node
from kg.reference.quads import reference_quads

FIRST, LAST = date(1945, 1, 1), date(2026, 6, 30)
TYPES = {
    "meeting": 55, "visit": 15, "phone_call": 10, "summit": 5, "negotiation": 5, "invitation": 3,
    "message": 3, "agreement_signing": 2, "video_call": 1, "summons": 1,
}  # fmt: skip
SAID = {"held": 75, "planned": 12, "proposed": 5, "cancelled": 3, "postponed": 2, "denied": 3}
STATES = [
    "us",
    "ru",
    "cn",
    "gb",
    "fr",
    "de",
    "jp",
    "in",
    "br",
    "za",
    "tr",
    "ir",
    "il",
    "sa",
    "eg",
    "ng",
    "ke",
    "pl",
    "ua",
    "kz",
    "it",
    "es",
    "se",
    "no",
    "fi",
    "nl",
    "be",
    "at",
    "gr",
    "hu",
]
OUTLETS = 60
TOPICS = 120
PLACES = 200
EVENTS = ox.NamedNode(BASE + GRAPH_EVENTS)
TRIPLES_AN_EVENT = 112
"""About so many triples go with one event and all that is said of it."""


class Zipf:
    """Numbers below ``count``; the n-th is drawn in proportion to 1/(n+1)."""

    def __init__(self, count: int, rng: random.Random) -> None:
        self.sums = list(itertools.accumulate(1 / (n + 1) for n in range(count)))
        self.rng = rng

    def draw(self) -> int:
        return bisect(self.sums, self.rng.random() * self.sums[-1])


def person(n: int) -> str:
    return f"person/actor-{n:05d}-q{n + 900_000_000}"


def _literal(day: date) -> ox.Literal:
    return ox.Literal(day.isoformat(), datatype=node("xsd:date"))


def quads(
    triples: int = 1_000_000, *, seed: int = 1945, people: int | None = None
) -> Iterator[ox.Quad]:
    """About so many quads; the same ones every time. ``people``: so many actors, else one for eight events."""
    rng = random.Random(seed)
    yield from reference_quads()
    count = triples // TRIPLES_AN_EVENT
    people = max(40, count // 8) if people is None else people
    yield from _background(people)
    who, what, where = Zipf(people, rng), Zipf(TOPICS, rng), Zipf(PLACES, rng)
    ties: set[tuple[str, str, str]] = set()
    span = (LAST - FIRST).days
    for n in range(count):
        kind = rng.choices(list(TYPES), list(TYPES.values()))[0]
        said = rng.choices(list(SAID), list(SAID.values()))[0]
        day = FIRST + timedelta(days=rng.randrange(span))
        actors = sorted({who.draw() for _ in range(rng.choice((2, 2, 2, 3, 4)))})
        topics = sorted({what.draw() for _ in range(rng.choice((0, 1, 1, 2, 3)))})
        place = where.draw()
        me = f"event/{day}-{kind.replace('_', '-')}-{n:08x}"
        yield from _event(me, kind, said, day, actors, topics, place)
        curie = SHORTCUTS.get(kind_of(kind).contact)
        if said == "held" and curie:
            ties |= {(person(a), curie, person(b)) for a in actors for b in actors if a != b}
        for k in range(rng.choice((1, 1, 2, 3))):
            outlet = rng.randrange(OUTLETS)
            status = said if k == 0 else rng.choice((said, "planned"))
            yield from _article(n, k, me, kind, status, day, actors, topics, place, outlet)
    for a, curie, b in sorted(ties):
        yield ox.Quad(ox.NamedNode(iri(a)), node(curie), ox.NamedNode(iri(b)), EVENTS)


def _state(n: int) -> str:
    return f"country/{STATES[n * 7 % len(STATES)]}"


def _background(people: int) -> Iterator[ox.Quad]:
    def put(s: str, p: str, o: ox.NamedNode | ox.Literal) -> ox.Quad:
        return ox.Quad(ox.NamedNode(iri(s)), node(p), o, EVENTS)

    for n in range(people):
        yield put(person(n), "rdf:type", node("foaf:Person"))
        yield put(person(n), "rdfs:label", ox.Literal(f"Actor {n:05d}", language="en"))
        yield put(person(n), "kg:familyName", ox.Literal(f"Actor{n:05d}"))
        yield put(person(n), "kg:country", ox.NamedNode(iri(_state(n))))
    for n in range(TOPICS):
        yield put(f"topic/subject-{n}", "rdf:type", node("skos:Concept"))
        yield put(f"topic/subject-{n}", "skos:prefLabel", ox.Literal(f"subject {n}", language="en"))
        if n >= 10:
            above = ox.NamedNode(iri(f"topic/subject-{n % 10}"))
            yield put(f"topic/subject-{n}", "skos:broader", above)
    for n in range(PLACES):
        yield put(f"place/town-{n}", "rdf:type", node("schema:Place"))
        yield put(f"place/town-{n}", "rdfs:label", ox.Literal(f"Town {n}", language="en"))
        yield put(f"place/town-{n}", "schema:containedInPlace", ox.NamedNode(iri(_state(n * 3))))
        yield put(f"place/town-{n}", "pos:lat", ox.Literal(round(-60 + n * 0.6, 5)))
        yield put(f"place/town-{n}", "pos:long", ox.Literal(round(-170 + n * 1.7, 5)))
    for n in range(OUTLETS):
        yield put(f"org/outlet-{n}", "rdf:type", node("org:Organization"))
        yield put(f"org/outlet-{n}", "rdfs:label", ox.Literal(f"Outlet {n}", language="en"))


def _event(
    me: str, kind: str, said: str, day: date, actors: list[int], topics: list[int], place: int
) -> Iterator[ox.Quad]:
    def put(s: str, p: str, o: ox.NamedNode | ox.Literal) -> ox.Quad:
        return ox.Quad(ox.NamedNode(iri(s)), node(p), o, EVENTS)

    def ref(local: str) -> ox.NamedNode:
        return ox.NamedNode(iri(local))

    for name in ("Event", *kind_of(kind).classes):
        yield put(me, "rdf:type", node("kg:" + name))
    names = " and ".join(f"Actor {a:05d}" for a in actors)
    yield put(me, "rdfs:label", ox.Literal(f"{kind} of {names}, {day}", language="en"))
    yield put(me, "kg:status", node("kg:" + STATUSES[said]))
    yield put(me, "kg:date", ox.Literal(day.isoformat()))
    yield put(me, "kg:start", _literal(day))
    yield put(me, "kg:end", _literal(day))
    yield put(me, "kg:precision", node("time:unitDay"))
    for party in sorted({_state(a) for a in actors}):
        yield put(me, "kg:party", ref(party))
    yield put(me, "schema:location", ref(f"place/town-{place}"))
    yield put(me, "kg:country", ref(_state(place * 3)))
    for topic in topics:
        yield put(me, "schema:about", ref(f"topic/subject-{topic}"))
    for curie, code in zip(("kg:cameo", "kg:plover"), code_of(kind, said), strict=True):
        if code:
            yield put(me, curie, ox.Literal(code))
    yield put(me, "kg:confidence", ox.Literal("0.9", datatype=node("xsd:decimal")))
    for nth, a in enumerate(actors):
        part = f"{me}#{person(a).rpartition('/')[2]}"
        yield put(me, "sem:hasActor", ref(person(a)))
        yield put(me, "kg:participation", ref(part))
        yield put(part, "rdf:type", node("kg:Participation"))
        yield put(part, "kg:person", ref(person(a)))
        post = ("post/foreign-minister", "post/president", "post/ambassador")[a % 3]
        yield put(part, "kg:post", ref(post))
        yield put(part, "kg:onBehalfOf", ref(_state(a)))
        if kind == "visit":
            yield put(part, "sem:roleType", node("kg:Guest" if nth == 0 else "kg:Host"))


def _article(
    n: int, k: int, event: str, kind: str, said: str, day: date,
    actors: list[int], topics: list[int], place: int, outlet: int,
) -> Iterator[ox.Quad]:  # fmt: skip
    published = day + timedelta(days=k if said != "planned" else -5)
    stem = f"{n:07x}{k}"
    article = f"article/{published}-outlet-{outlet}-{stem}"
    graph = ox.NamedNode(iri("graph/" + article.partition("/")[2]))
    quote = f"{' and '.join(f'Actor {a:05d}' for a in actors)} {kind} on {day} in Town {place}."

    def put(s: str, p: str, o: ox.NamedNode | ox.Literal, g: ox.NamedNode = graph) -> ox.Quad:
        return ox.Quad(ox.NamedNode(iri(s)), node(p), o, g)

    def ref(local: str) -> ox.NamedNode:
        return ox.NamedNode(iri(local))

    readout = outlet % 3 == 0
    yield put(article, "rdf:type", node("kg:Readout" if readout else "schema:NewsArticle"))
    yield put(article, "dcterms:identifier", ox.Literal(stem))
    yield put(article, "schema:headline", ox.Literal(f"Notes of {published}", language="en"))
    yield put(article, "schema:datePublished", _literal(published))
    yield put(article, "kg:articleKind", ox.Literal("readout" if readout else "news"))
    yield put(article, "schema:publisher", ref(f"org/outlet-{outlet}"), EVENTS)
    me = f"mention/{stem}-10-{10 + len(quote)}"
    yield put(me, "rdf:type", node("kg:Mention"))
    yield put(me, "prov:wasQuotedFrom", ref(article))
    yield put(me, "oa:exact", ox.Literal(quote))
    yield put(me, "oa:start", ox.Literal(10))
    yield put(me, "oa:end", ox.Literal(10 + len(quote)))
    yield put(me, "kg:confidence", ox.Literal("0.9", datatype=node("xsd:decimal")))
    yield put(me, "kg:rule", ox.Literal(f"{kind}/trigger"))
    yield put(me, "kg:saysType", node("kg:" + kind_of(kind).classes[0]))
    yield put(me, "kg:saysStatus", node("kg:" + STATUSES[said]))
    says = day + timedelta(days=3 if n % 17 == 0 and k == 1 else 0)
    yield put(me, "kg:saysDate", ox.Literal(says.isoformat()))
    yield put(me, "kg:saysStart", _literal(says))
    yield put(me, "kg:saysEnd", _literal(says))
    yield put(me, "kg:saysPlace", ref(f"place/town-{place}"))
    for topic in topics[k:] or topics:
        yield put(me, "kg:saysTopic", ref(f"topic/subject-{topic}"))
    for nth, a in enumerate(actors, start=1):
        own = f"{me}#a{nth}"
        yield put(me, "kg:actorMention", ref(own))
        yield put(own, "rdf:type", node("kg:ActorMention"))
        yield put(own, "kg:nameText", ox.Literal(f"Actor {a:05d}"))
        yield put(own, "kg:actorKind", ox.Literal("person"))
        yield put(own, "oa:start", ox.Literal(10 + nth))
        yield put(own, "oa:end", ox.Literal(20 + nth))
        yield put(own, "kg:refersTo", ref(person(a)), EVENTS)
        yield put(me, "kg:saysActor", ref(person(a)), EVENTS)
    yield put(me, "kg:reports", ref(event), EVENTS)


def write(folder: Path, triples: int = 1_000_000) -> int:
    """A database in ``folder`` that can be opened as it is; says how many quads it has."""
    store = ox.Store(str(folder))
    store.bulk_extend(quads(triples))
    store.flush()
    store.optimize()
    return len(store)


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000))
