"""Which event is a part of which: a visit contains its meetings, a summit what goes on beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kg.core.model import LocalIri
from kg.reference.event_kinds import kind_of
from kg.resolve.model import MergedEvent, ResolvedActor, side
from kg.resolve.people.reference import Reference

_LONGEST = 31  # days of a visit or a summit


def parents(
    events: Sequence[MergedEvent],
    actors: Mapping[LocalIri, ResolvedActor],
    articles: Mapping[LocalIri, Iterable[LocalIri]],
    known: Reference,
) -> dict[LocalIri, LocalIri]:
    """The larger event of each event that has one, by IRI. ``articles``: who tells each event."""
    by_key: dict[str, list[MergedEvent]] = defaultdict(list)
    for e in events:
        for key in whole_keys(e, actors, articles[e.iri]):
            by_key[key].append(e)
    out: dict[LocalIri, LocalIri] = {}
    for e in events:
        near = {
            o.iri: o for key in part_keys(e, actors, articles[e.iri]) for o in by_key.get(key, ())
        }
        above = parent(e, list(near.values()), actors, known)
        if above is not None:
            out[e.iri] = above
    return out


def whole_keys(
    e: MergedEvent, actors: Mapping[LocalIri, ResolvedActor], articles: Iterable[LocalIri]
) -> set[str]:
    """Where the parts of a visit or a summit look for it: by its days and sides, else by its articles."""
    return _spots(e, actors, articles) if e.type in {"visit", "summit"} else set()


def part_keys(
    e: MergedEvent, actors: Mapping[LocalIri, ResolvedActor], articles: Iterable[LocalIri]
) -> set[str]:
    """Where an event looks for what it could be a part of."""
    kind = kind_of(e.type)
    return _spots(e, actors, articles) if kind.part_of_visit or kind.part_of_summit else set()


def _spots(
    e: MergedEvent, actors: Mapping[LocalIri, ResolvedActor], articles: Iterable[LocalIri]
) -> set[str]:
    if e.start is None:
        return {f"undated|{a}" for a in articles}
    return {f"{side}|{day}" for day in _days(e) for side in _keys(e, actors)}


def parent(
    e: MergedEvent,
    near: Sequence[MergedEvent],
    actors: Mapping[LocalIri, ResolvedActor],
    known: Reference,
) -> LocalIri | None:
    """The one of some larger events that an event is a part of.

    The summit comes before the visit, the shorter event before the longer, ties by IRI.
    """
    fitting = [o for o in near if o.iri != e.iri and _contains(o, e, actors, known)]
    if not fitting:
        return None
    return min(fitting, key=lambda o: (o.type != "summit", _length(o), o.iri)).iri


def _days(e: MergedEvent) -> range:
    if e.start is None or e.end is None or e.precision in {"month", "year"}:
        return range(0)
    low, high = date.fromisoformat(e.start).toordinal(), date.fromisoformat(e.end).toordinal()
    return range(low, high + 1) if high - low <= _LONGEST else range(0)


def _length(e: MergedEvent) -> int:
    return len(_days(e))


def _keys(e: MergedEvent, actors: Mapping[LocalIri, ResolvedActor]) -> set[str]:
    """States and cities by which the larger event and its part can find each other."""
    polities = {actors[p.actor].polity for p in e.participations}
    return {p for p in polities if p} | ({e.city} if e.city else set())


def _contains(
    whole: MergedEvent,
    part: MergedEvent,
    actors: Mapping[LocalIri, ResolvedActor],
    known: Reference,
) -> bool:
    if _days(whole) and _days(part):
        if not (_days(whole)[0] <= _days(part)[0] and _days(part)[-1] <= _days(whole)[-1]):
            return False
    elif whole.start is not None or part.start is not None:
        return False
    kind = kind_of(part.type)
    if whole.type == "visit":
        return kind.part_of_visit and _of_visit(whole, part, actors)
    return kind.part_of_summit and _of_summit(whole, part, actors, known)


def _of_visit(
    visit: MergedEvent, part: MergedEvent, actors: Mapping[LocalIri, ResolvedActor]
) -> bool:
    goals = {
        actors[p.actor].polity for p in visit.participations if actors[p.actor].kind == "country"
    }
    if visit.country:
        goals.add(visit.country)
    visitors = {
        p.actor
        for p in visit.participations
        if actors[p.actor].kind == "person"
        and p.function != "host"
        and actors[p.actor].polity not in goals
    }
    if not any(p.actor in visitors for p in part.participations):
        return False
    if part.country:
        return part.country in goals
    return any(actors[p.actor].polity in goals for p in part.participations)


def _of_summit(
    summit: MergedEvent,
    part: MergedEvent,
    actors: Mapping[LocalIri, ResolvedActor],
    known: Reference,
) -> bool:
    if summit.city and part.city:
        if summit.city != part.city:
            return False
    elif not summit.country or summit.country != part.country:
        return False
    sides = {side(actors[p.actor].polity, p.actor) for p in summit.participations}
    for p in summit.participations:
        body = known.catalog.organisations.get(p.actor)
        if body is not None and body.kind != "government":
            if not body.members:
                return True
            sides.update(
                side(known.catalog.polities[m].notation, m)
                for m in body.members
                if m in known.catalog.polities
            )
    return {side(actors[p.actor].polity, p.actor) for p in part.participations} <= sides
