"""Why two mentions, actors or events were, or were not, taken for one; and what an event was built from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.core.errors import KgError
from kg.core.ids import local
from kg.core.index import Index
from kg.core.model import Judgement, LocalIri, Told
from kg.reference.catalog import Catalog
from kg.resolve.events.links import Links, Pair, link, moved_days
from kg.resolve.events.pairs import conflict, reasons_of
from kg.resolve.events.profiles import profile
from kg.resolve.incremental.state import State
from kg.resolve.model import Comparison, MergedEvent, Reason
from kg.resolve.people.decide import resolve_actors
from kg.resolve.people.nodes import item_nodes
from kg.resolve.people.pairs import conflict as actor_conflict
from kg.resolve.people.pairs import full_names
from kg.resolve.people.reference import Reference
from kg.resolve.people.trace import People
from kg.resolve.weights import judged, total


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trace:
    """What was decided, and every comparison that led to it."""

    known: Reference
    people: People
    nodes: Mapping[str, Sequence[str]]
    events: Sequence[MergedEvent]
    reports: Mapping[str, LocalIri]
    links: Links
    rulings: Sequence[tuple[Pair, Judgement]]


def _trace(told: Iterable[Told], catalog: Catalog, judgements: Sequence[Judgement]) -> _Trace:
    ordered = [t for _, t in sorted({t.mention: t for t in told}.items())]
    by_article: dict[LocalIri, list[Told]] = {}
    for t in ordered:
        by_article.setdefault(t.article, []).append(t)
    state = State(Index(), catalog, judgements)
    state.change(by_article)
    known = state.known
    actors, refers, people = resolve_actors(ordered, known, judgements)
    links, _ = link(
        [profile(t, refers, actors, known) for t in ordered],
        [p for p, j in state.pairs if j.same],
        [p for p, j in state.pairs if not j.same],
    )
    nodes: dict[str, list[str]] = {}
    for item, node in sorted(item_nodes(people.items, people.clusters, known).items()):
        nodes.setdefault(node, []).append(item)
    events = state.events()
    return _Trace(
        known=known,
        people=people,
        nodes=nodes,
        events=events,
        reports={m: e.iri for e in events for m in e.mentions},
        links=links,
        rulings=state.pairs,
    )


def compare(
    a: str,
    b: str,
    told: Iterable[Told],
    catalog: Catalog,
    judgements: Sequence[Judgement] = (),
) -> Comparison:
    """Why ``a`` and ``b`` are, or are not, one.

    Both are IRIs, absolute or local: of events or their mentions, or of actors or their mentions. Of
    two events with several mentions, the best pair speaks. Raises KgError for an IRI that is neither.
    """
    left, right = local(a), local(b)
    trace = _trace(told, catalog, judgements)
    mentions = [_mentions(trace, end) for end in (left, right)]
    if mentions[0] and mentions[1]:
        return _events(trace, left, right, mentions[0], mentions[1])
    items = [_items(trace, end) for end in (left, right)]
    for end, found in zip((left, right), items, strict=True):
        if not found:
            raise KgError(
                f"nothing is called <{end}>",
                where="explain",
                mend="give the IRIs of two events, two actors, or mentions of them",
            )
    return _actors(trace, left, right, items[0], items[1])


def joins(
    iri: str, told: Iterable[Told], catalog: Catalog, judgements: Sequence[Judgement] = ()
) -> tuple[Comparison, ...]:
    """The pairs that made one event or actor out of its mentions, the strongest first."""
    node = local(iri)
    trace = _trace(told, catalog, judgements)
    mentions, items = _mentions(trace, node), _items(trace, node)
    if not mentions and not items:
        raise KgError(
            f"nothing is called <{node}>", where="explain", mend="give the IRI of an event or actor"
        )
    inside = set(mentions or items)
    pairs = trace.links.trace if mentions else trace.people.trace
    out = [
        Comparison(left=x, right=y, score=total(reasons), same=True, reasons=reasons)
        for (x, y), (reasons, joined) in pairs.items()
        if joined and x in inside and y in inside
    ]
    if mentions:
        out += [
            Comparison(left=x, right=y, score=total(why), same=True, reasons=why)
            for (x, y), j in trace.rulings
            if j.same and x in inside and y in inside
            for why in [(judged(True, j.why, j.line),)]
        ]
    return tuple(sorted(out, key=lambda c: (-c.score, c.left, c.right)))


def _mentions(trace: _Trace, end: str) -> list[str]:
    if end in trace.reports:
        return [end]
    return [m for e in trace.events if e.iri == end or end in e.former for m in e.mentions]


def _items(trace: _Trace, end: str) -> list[str]:
    """The items of an actor, or the one that an actor mention belongs to."""
    if end in trace.nodes:
        return list(trace.nodes[end])
    units = (u for i in trace.people.items.values() for u in i.units if end in u.mentions)
    return [trace.people.of_unit[u.id] for u in units][:1]


def _ruled_out(why: str, left: str = "", right: str = "") -> Reason:
    return Reason(feature="ruled-out", weight=0.0, left=left, right=right, why=why)


def _events(trace: _Trace, left: str, right: str, one: list[str], other: list[str]) -> Comparison:
    same = trace.reports[one[0]] == trace.reports[other[0]]
    rulings = [
        judged(j.same, j.why, j.line)
        for (x, y), j in trace.rulings
        if (x in one and y in other) or (y in one and x in other)
    ]
    best: tuple[float, tuple[Reason, ...]] = (0.0, ())
    profiles = trace.links.profiles
    moved = moved_days(profiles[m] for m in (*one, *other))
    against: dict[str, None] = {}
    for x in one:
        for y in other:
            if x == y:
                continue
            pair = (x, y) if x < y else (y, x)
            reasons, _ = trace.links.trace.get(pair, (reasons_of(profiles[x], profiles[y]), False))
            why = conflict(profiles[x], profiles[y], moved=moved)
            if why:
                against[why] = None
            if not best[1] or total(reasons) > best[0]:
                best = (total(reasons), reasons)
    reasons = (*dict.fromkeys(rulings), *best[1])
    if not same:
        reasons = (*reasons, *(_ruled_out(w) for w in against))
    return Comparison(left=left, right=right, score=total(reasons), same=same, reasons=reasons)


def _actors(trace: _Trace, left: str, right: str, one: list[str], other: list[str]) -> Comparison:
    people = trace.people
    same = people.clusters.find(one[0]) == people.clusters.find(other[0])
    best: tuple[float, tuple[Reason, ...]] | None = None
    against: dict[str, None] = {}
    for x in one:
        for y in other:
            if x == y:
                continue
            pair = (x, y) if x < y else (y, x)
            reasons, _ = people.trace.get(pair, ((), False))
            reasons = reasons or full_names(people.items[x], people.items[y], trace.known)
            why = actor_conflict(people.items[x], people.items[y], trace.known)
            if why:
                against[why] = None
            if reasons and (best is None or abs(total(reasons)) > abs(best[0])):
                best = (total(reasons), reasons)
    reasons = best[1] if best else ()
    if not same:
        reasons = (*reasons, *(_ruled_out(w) for w in against))
    return Comparison(left=left, right=right, score=total(reasons), same=same, reasons=reasons)
