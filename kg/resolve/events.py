"""One event out of many mentions: the announcement, the report, the other side's readout, the recollection.

Mentions are clustered (``event_links``) under rules that nothing overrides but a person's ruling
(``event_pairs``), merged (``event_merge``), given IRIs, and put into the visits and summits that they
are parts of (``event_parts``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg import terms
from kg.model import Judgement, Told
from kg.resolve.event_labels import surname
from kg.resolve.event_links import Links, link
from kg.resolve.event_merge import Draft, merge
from kg.resolve.event_parts import parents
from kg.resolve.event_profiles import Profile, profile
from kg.resolve.judgements import of_events
from kg.resolve.model import MergedEvent, ResolvedActor
from kg.resolve.reference import Reference
from kg.terms import local

_ROUNDS = 3  # rulings name events by IRIs that exist only once earlier rulings are applied


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """The merged events, the event of each mention, and what led to them."""

    events: tuple[MergedEvent, ...]
    reports: Mapping[str, str]
    links: Links
    rulings: tuple[tuple[str, str, Judgement], ...]
    problems: tuple[str, ...]


def resolve_events(
    told: Sequence[Told],
    refers: Mapping[str, str],
    actors: Mapping[str, ResolvedActor],
    known: Reference,
    judgements: Sequence[Judgement] = (),
) -> Events:
    """Merged events in the order of their IRIs. ``told`` is sorted by IRI."""
    profiles = [profile(t, refers, actors, known) for t in told]
    wanted = list(of_events(judgements))
    pairs: list[tuple[str, str, Judgement]] = []
    known_ends = {p.id: [p.id] for p in profiles}
    for _ in range(_ROUNDS):
        left = []
        for j in wanted:
            ends = [known_ends.get(local(e)) for e in (j.left, j.right)]
            if ends[0] and ends[1]:
                pairs += _pairs(ends[0], ends[1], j)
            else:
                left.append(j)
        wanted = left
        made = _make(profiles, pairs, refers, actors, known)
        if not wanted:
            return made
        fresh = {e.iri: list(e.mentions) for e in made.events if e.iri not in known_ends}
        former = {f: list(e.mentions) for e in made.events for f in e.former if f not in known_ends}
        if not any(
            local(e) in fresh or local(e) in former for j in wanted for e in (j.left, j.right)
        ):
            break
        known_ends = {**former, **known_ends, **fresh}
    missing = [
        f"line {j.line}: no event or mention is called '{e}'"
        for j in wanted
        for e in (j.left, j.right)
        if local(e) not in known_ends
    ]
    return replace(made, problems=(*made.problems, *missing))


def _pairs(
    left: Sequence[str], right: Sequence[str], j: Judgement
) -> list[tuple[str, str, Judgement]]:
    if j.same:
        both = list(dict.fromkeys([*left, *right]))
        return [(both[0], m, j) for m in both[1:]]
    return [(a, b, j) for a in left for b in right if a != b]


def _make(
    profiles: Sequence[Profile],
    pairs: Sequence[tuple[str, str, Judgement]],
    refers: Mapping[str, str],
    actors: Mapping[str, ResolvedActor],
    known: Reference,
) -> Events:
    same = [(a, b) for a, b, j in pairs if j.same]
    different = [(a, b) for a, b, j in pairs if not j.same]
    links, failed = link(profiles, same, different)
    by_id = {p.id: p for p in profiles}
    drafts = [
        merge([by_id[m] for m in links.clusters.members(root)], actors, refers, known)
        for root in links.clusters
    ]
    events = _with_iris(drafts, by_id, actors, known)
    articles = {e.iri: frozenset(by_id[m].article for m in e.mentions) for e in events}
    above = parents(events, actors, articles, known)
    events = [replace(e, super_event=above.get(e.iri)) for e in events]
    lines = {(a, b): j for a, b, j in pairs if j.same}
    problems = dict.fromkeys(
        f"line {lines[pair].line}: '{lines[pair].left}' and '{lines[pair].right}' cannot be one event, "
        "another line speaks against it"
        for pair in failed
    )
    return Events(
        events=tuple(events),
        reports={m: e.iri for e in events for m in e.mentions},
        links=links,
        rulings=tuple(pairs),
        problems=tuple(problems),
    )


def _with_iris(
    drafts: Sequence[Draft],
    profiles: Mapping[str, Profile],
    actors: Mapping[str, ResolvedActor],
    known: Reference,
) -> list[MergedEvent]:
    """Events with their IRIs: those that would share one are numbered in the order of their mentions."""
    alike: dict[str, list[Draft]] = defaultdict(list)
    for d in drafts:
        alike[_iri(d, 1)].append(d)
    out = []
    taken: set[str] = set()
    for iri, group in sorted(alike.items()):
        for n, d in enumerate(sorted(group, key=lambda d: min(d.event.mentions)), start=1):
            own = _iri(d, n) if n > 1 else iri
            taken.add(own)
            out.append(replace(d.event, iri=own))
    alone = {e.iri: _alone(e, profiles, actors, known) for e in out if len(e.mentions) > 1}
    claims = Counter(f for former in alone.values() for f in former)
    return sorted(
        (
            replace(
                e,
                former=tuple(f for f in alone.get(e.iri, ()) if claims[f] == 1 and f not in taken),
            )
            for e in out
        ),
        key=lambda e: e.iri,
    )


def _iri(d: Draft, nth: int) -> str:
    e = d.event
    return terms.event(
        e.type, start=e.start, precision=e.precision, actors=d.actors, names=d.names, nth=nth
    )


def _alone(
    e: MergedEvent,
    profiles: Mapping[str, Profile],
    actors: Mapping[str, ResolvedActor],
    known: Reference,
) -> tuple[str, ...]:
    """The IRIs that the event had while one of its mentions was the only one."""
    out = set()
    for m in e.mentions:
        p = profiles[m]
        when = p.told.frame.when if p.dated else None
        people = [actors[i] for i in p.actors if actors[i].kind in {"person", "role"}]
        nodes = people or [actors[i] for i in p.actors]
        out.add(
            terms.event(
                p.told.frame.type,
                start=when.earliest.isoformat() if when and when.earliest and when.edtf else None,
                precision=when.precision if when and when.edtf else None,
                actors=[n.iri for n in nodes],
                names=[surname(n, known) for n in nodes],
            )
        )
    return tuple(sorted(out - {e.iri}))
