"""Which event is a part of which: a visit contains its meetings, a summit what goes on beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from kg.resolve.model import MergedEvent, ResolvedActor
from kg.resolve.reference import Reference

_INSIDE_VISIT = frozenset(
    {"meeting", "negotiation", "summit", "agreement_signing", "message", "invitation"}
)
_INSIDE_SUMMIT = frozenset({"meeting", "negotiation", "agreement_signing"})
_LONGEST = 31  # days of a visit or a summit


def parents(
    events: Sequence[MergedEvent],
    actors: Mapping[str, ResolvedActor],
    articles: Mapping[str, frozenset[str]],
    known: Reference,
) -> dict[str, str]:
    """The larger event of each event that has one, by IRI. ``articles``: who tells each event.

    The summit comes before the visit, the shorter event before the longer, ties by IRI.
    """
    by_key: dict[tuple[str, ...], list[MergedEvent]] = defaultdict(list)
    for e in sorted(events, key=lambda e: e.iri):
        if e.type in {"visit", "summit"}:
            for day in _days(e):
                for side in _keys(e, actors):
                    by_key[side, str(day)].append(e)
            if e.start is None:
                for article in articles[e.iri]:
                    by_key["undated", article].append(e)
    out: dict[str, str] = {}
    for e in events:
        if e.type not in _INSIDE_VISIT | _INSIDE_SUMMIT:
            continue
        near: dict[str, MergedEvent] = {}
        for day in _days(e):
            for side in _keys(e, actors):
                near.update((o.iri, o) for o in by_key.get((side, str(day)), ()))
        if e.start is None:
            for article in articles[e.iri]:
                near.update((o.iri, o) for o in by_key.get(("undated", article), ()))
        fitting = [o for o in near.values() if o.iri != e.iri and _contains(o, e, actors, known)]
        if fitting:
            out[e.iri] = min(fitting, key=lambda o: (o.type != "summit", _length(o), o.iri)).iri
    return out


def _days(e: MergedEvent) -> range:
    if e.start is None or e.end is None or e.precision in {"month", "year"}:
        return range(0)
    low, high = date.fromisoformat(e.start).toordinal(), date.fromisoformat(e.end).toordinal()
    return range(low, high + 1) if high - low <= _LONGEST else range(0)


def _length(e: MergedEvent) -> int:
    return len(_days(e))


def _keys(e: MergedEvent, actors: Mapping[str, ResolvedActor]) -> set[str]:
    """States and cities by which the larger event and its part can find each other."""
    polities = {actors[p.actor].polity for p in e.participations}
    return {p for p in polities if p} | ({e.city} if e.city else set())


def _contains(
    whole: MergedEvent, part: MergedEvent, actors: Mapping[str, ResolvedActor], known: Reference
) -> bool:
    if _days(whole) and _days(part):
        if not (_days(whole)[0] <= _days(part)[0] and _days(part)[-1] <= _days(whole)[-1]):
            return False
    elif whole.start is not None or part.start is not None:
        return False
    if whole.type == "visit":
        return part.type in _INSIDE_VISIT and _of_visit(whole, part, actors)
    return part.type in _INSIDE_SUMMIT and _of_summit(whole, part, actors, known)


def _of_visit(visit: MergedEvent, part: MergedEvent, actors: Mapping[str, ResolvedActor]) -> bool:
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
    summit: MergedEvent, part: MergedEvent, actors: Mapping[str, ResolvedActor], known: Reference
) -> bool:
    if summit.city and part.city:
        if summit.city != part.city:
            return False
    elif not summit.country or summit.country != part.country:
        return False
    sides = {actors[p.actor].polity or p.actor for p in summit.participations}
    for p in summit.participations:
        body = known.catalog.organisations.get(p.actor)
        if body is not None and body.kind != "government":
            if not body.members:
                return True
            sides.update(
                known.catalog.polities[m].notation
                for m in body.members
                if m in known.catalog.polities
            )
    return {actors[p.actor].polity or p.actor for p in part.participations} <= sides
