"""Reads a store into the values of kg.graph.view.values: one pass over the quads, then plain dictionaries.

Everything comes out sorted, whatever order the store gives it in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from kg.core.vocab import PREFIXES
from kg.graph.view.values import (
    ActorView,
    ArticleView,
    EventView,
    GraphView,
    MentionView,
    ParticipationView,
    PlaceView,
    TopicView,
)
from kg.reference.event_kinds import type_of_class


def _name(curie: str) -> str:
    prefix, _, tail = curie.partition(":")
    return PREFIXES[prefix] + tail


class _Facts:
    """The values of every subject by predicate, sorted; subjects in their own order."""

    def __init__(self, store: ox.Store) -> None:
        values: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
        for quad in store:
            if isinstance(quad.subject, ox.NamedNode):
                o = quad.object
                if isinstance(o, ox.NamedNode):
                    pair = ("", o.value)
                elif isinstance(o, ox.Literal):
                    # English first, then what has no language, then the others by their tag.
                    tag = o.language or ""
                    pair = ("0" if tag == "en" else "1" + tag, o.value)
                else:
                    continue
                values[quad.subject.value][quad.predicate.value].append(pair)
        self._values = {
            s: {p: tuple(dict.fromkeys(v for _, v in sorted(vs))) for p, vs in ps.items()}
            for s, ps in sorted(values.items())
        }

    def all(self, subject: str, *curies: str) -> tuple[str, ...]:
        of = self._values.get(subject, {})
        return tuple(dict.fromkeys(v for c in curies for v in of.get(_name(c), ())))

    def one(self, subject: str | None, *curies: str) -> str | None:
        found = self.all(subject, *curies) if subject else ()
        return found[0] if found else None

    def of_type(self, *curies: str) -> Iterator[str]:
        wanted = {_name(c) for c in curies}
        for subject, ps in self._values.items():
            if not wanted.isdisjoint(ps.get(_name("rdf:type"), ())):
                yield subject

    def inverse(self, curie: str) -> dict[str, list[str]]:
        out: dict[str, list[str]] = defaultdict(list)
        for subject, ps in self._values.items():
            for value in ps.get(_name(curie), ()):
                out[value].append(subject)
        return out

    def label(self, subject: str) -> str:
        return self.one(subject, "rdfs:label", "skos:prefLabel") or _tail(subject)

    def notation(self, state: str | None) -> str | None:
        return self.one(state, "skos:notation")


def _tail(iri: str) -> str:
    return iri.replace("#", "/").rstrip("/").rsplit("/", 1)[-1]


def _number(text: str | None) -> float | None:
    return float(text) if text else None


def load(store: ox.Store) -> GraphView:
    """Everything in the store that a reader can see.

    Articles that report nothing are among ``articles``. Raises nothing for gaps: what a store does
    not say is None or empty.

    >>> load(ox.Store()).events
    ()
    """
    facts = _Facts(store)
    reported = facts.inverse("kg:reports")
    events = [_event(facts, iri, reported.get(iri, [])) for iri in facts.of_type("kg:Event")]
    events.sort(key=lambda e: (e.start or "9999", e.end or "9999", e.label, e.iri))
    offices: dict[str, set[str]] = defaultdict(set)
    actors: set[str] = set()
    for event in events:
        actors.update(event.parties)
        for part in event.participants:
            actors.add(part.actor)
            if part.office:
                offices[part.actor].add(part.office)
        for mention in event.mentions:
            actors.update(mention.actors)
    topics = {t for e in events for t in (*e.topics, *(t for m in e.mentions for t in m.topics))}
    for topic in sorted(topics):
        topics.update(_above(facts, topic, "skos:broader"))
    places = {e.place for e in events if e.place}
    return GraphView(
        events=tuple(events),
        actors={a: _actor(facts, a, offices[a]) for a in sorted(actors)},
        topics={
            t: TopicView(iri=t, label=facts.label(t), broader=facts.all(t, "skos:broader"))
            for t in sorted(topics)
        },
        places={p: _place(facts, p) for p in sorted(places)},
        articles={a: _article(facts, a) for a in facts.of_type("schema:NewsArticle", "kg:Readout")},
    )


def _above(facts: _Facts, node: str, curie: str) -> list[str]:
    """Everything reached over one property, nearest first; a loop in the data ends it."""
    seen = [node]
    for current in seen:
        seen.extend(v for v in facts.all(current, curie) if v not in seen)
    return seen[1:]


def _event(facts: _Facts, iri: str, mentions: list[str]) -> EventView:
    types = {_tail(t) for t in facts.all(iri, "rdf:type")}
    views = [_mention(facts, m) for m in mentions]
    published = {m.iri: facts.one(m.article, "schema:datePublished") or "9999" for m in views}
    views.sort(key=lambda m: (published[m.iri], m.article, m.start, m.end, m.iri))
    precision = facts.one(iri, "kg:precision")
    parts = [_participation(facts, x) for x in facts.all(iri, "kg:participation")]
    described = {p.actor for p in parts}
    # An actor without a participation of its own is still a participant.
    parts += [
        ParticipationView(actor=a, office=None, polity=None, function="participant")
        for a in facts.all(iri, "sem:hasActor")
        if a not in described
    ]
    return EventView(
        iri=iri,
        label=facts.label(iri),
        type=next((key for c, key in type_of_class().items() if c in types), "event"),
        status=_tail(facts.one(iri, "kg:status") or "unknown").lower(),
        date=facts.one(iri, "kg:date"),
        start=facts.one(iri, "kg:start"),
        end=facts.one(iri, "kg:end"),
        precision=_tail(precision).removeprefix("unit").lower() if precision else None,
        participants=tuple(
            sorted(parts, key=lambda p: (p.actor, p.function, p.office or "", p.polity or ""))
        ),
        parties=facts.all(iri, "kg:party"),
        place=facts.one(iri, "schema:location"),
        country=facts.notation(facts.one(iri, "kg:country")),
        topics=facts.all(iri, "schema:about"),
        cameo=facts.one(iri, "kg:cameo"),
        plover=facts.one(iri, "kg:plover"),
        confidence=_number(facts.one(iri, "kg:confidence")) or 0.0,
        mentions=tuple(views),
    )


def _participation(facts: _Facts, iri: str) -> ParticipationView:
    post = facts.one(iri, "kg:post")
    role = facts.one(iri, "sem:roleType")
    return ParticipationView(
        actor=facts.one(iri, "kg:person") or iri,
        office=facts.label(post) if post else facts.one(iri, "kg:officeText"),
        polity=facts.notation(facts.one(iri, "kg:onBehalfOf")),
        function=_tail(role).lower() if role else "participant",
    )


def _mention(facts: _Facts, iri: str) -> MentionView:
    status = _tail(facts.one(iri, "kg:saysStatus") or "unknown").lower()
    if status == "held" and facts.one(iri, "kg:ongoing") == "true":
        status = "ongoing"
    sources = [facts.label(s) for s in facts.all(iri, "sem:accordingTo")]
    return MentionView(
        iri=iri,
        article=facts.one(iri, "prov:wasQuotedFrom") or "",
        status=status,
        date=facts.one(iri, "kg:saysDate"),
        date_text=facts.one(iri, "kg:dateText"),
        start=int(facts.one(iri, "oa:start") or 0),
        end=int(facts.one(iri, "oa:end") or 0),
        quote=facts.one(iri, "oa:exact") or "",
        prefix=facts.one(iri, "oa:prefix") or "",
        suffix=facts.one(iri, "oa:suffix") or "",
        confidence=_number(facts.one(iri, "kg:confidence")) or 0.0,
        rule=facts.one(iri, "kg:rule") or "",
        # The words of the passage; the name of the source only where they were not kept.
        reported_by=facts.all(iri, "kg:accordingToText") or tuple(sources),
        actors=facts.all(iri, "kg:saysActor"),
        topics=facts.all(iri, "kg:saysTopic"),
    )


def _actor(facts: _Facts, iri: str, offices: set[str]) -> ActorView:
    types = {_tail(t) for t in facts.all(iri, "rdf:type")}
    if "State" in types:
        kind = "country"
    elif types & {"Organization", "FormalOrganization"}:
        kind = "organisation"
    elif "Role" in types:
        kind = "role"
    else:
        kind = "person"
    state = iri if kind == "country" else facts.one(iri, "kg:country", "kg:polity")
    return ActorView(
        iri=iri,
        label=facts.label(iri),
        kind=kind,
        polity=facts.notation(state),
        offices=tuple(sorted(offices)),
        same_as=facts.all(iri, "owl:sameAs"),
    )


def _place(facts: _Facts, iri: str) -> PlaceView:
    around = _above(facts, iri, "schema:containedInPlace")
    states = [a for a in around if facts.notation(a)]
    towns = [a for a in around if a not in states]
    located = next((p for p in (iri, *towns) if facts.one(p, "pos:lat")), None)
    geonames = facts.one(iri, "kg:geonames")
    # A place of its own GeoNames number is the town itself; a building lies in one.
    city = facts.label(towns[0]) if towns else (facts.label(iri) if geonames else None)
    return PlaceView(
        iri=iri,
        label=facts.label(iri),
        city=city,
        country=facts.notation(states[0]) if states else None,
        latitude=_number(facts.one(located, "pos:lat")),
        longitude=_number(facts.one(located, "pos:long")),
        geonames=int(geonames) if geonames else None,
    )


def _article(facts: _Facts, iri: str) -> ArticleView:
    publisher = facts.one(iri, "schema:publisher")
    readout = _name("kg:Readout") in facts.all(iri, "rdf:type")
    return ArticleView(
        iri=iri,
        source_id=facts.one(iri, "dcterms:identifier") or _tail(iri),
        title=facts.one(iri, "schema:headline"),
        published=facts.one(iri, "schema:datePublished"),
        publisher=facts.label(publisher) if publisher else None,
        url=facts.one(iri, "schema:url"),
        kind=facts.one(iri, "kg:articleKind") or ("readout" if readout else "news"),
    )
