"""Who is who, and which mentions tell of one event: a pure function of mentions, catalog and rulings.

Mentions are never edited. Neither the order of the input nor how often it is resolved changes the
result; a person's ruling (``kg.resolve.judgements``) beats every score and survives every rebuild.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.core.index import Index
from kg.core.model import Judgement, LocalIri, Told
from kg.reference.catalog import Catalog, everybody
from kg.resolve.events.links import doubtful_events, link
from kg.resolve.events.profiles import profile
from kg.resolve.incremental.state import State
from kg.resolve.model import (
    Comparison,
    MergedEvent,
    Participation,
    Reason,
    Resolution,
    ResolvedActor,
)
from kg.resolve.people.decide import doubtful_actors, resolve_actors
from kg.resolve.people.reference import reference

__all__ = [
    "Comparison",
    "MergedEvent",
    "Participation",
    "Reason",
    "Resolution",
    "ResolvedActor",
    "doubts",
    "resolve",
]


def resolve(
    told: Iterable[Told], *, catalog: Catalog, judgements: Sequence[Judgement] = ()
) -> Resolution:
    """Resolves all mentions of a store.

    A mention that comes twice counts once. ``problems`` of the result say which rulings contradict
    each other or name nothing that is known; the rest of them hold.

    >>> from kg.reference.read import load
    >>> resolve([], catalog=load()).events
    ()
    """
    catalog = everybody(catalog)
    by_article: dict[LocalIri, list[Told]] = {}
    for t in told:
        by_article.setdefault(t.article, []).append(t)
    state = State(Index(), catalog, judgements)
    change = state.change(by_article)
    refers = {m: n for a in by_article for m, n in state.persons.refers(a).items()}
    events = state.events()
    return Resolution(
        actors=state.actors(),
        refers=dict(sorted(refers.items())),
        events=tuple(events),
        reports=dict(sorted((m, e.iri) for e in events for m in e.mentions)),
        problems=tuple(change.problems),
        copies={a: first for a in by_article if (first := state.copies.source(a)) != a},
    )


def doubts(
    told: Iterable[Told], *, catalog: Catalog, judgements: Sequence[Judgement] = ()
) -> tuple[Comparison, ...]:
    """The pairs of actors and of mentions of events nearest to the threshold, most doubtful first."""
    ordered = [t for _, t in sorted({t.mention: t for t in told}.items())]
    known = reference(everybody(catalog))
    actors, refers, people = resolve_actors(ordered, known, judgements)
    profiles = [profile(t, refers, actors, known) for t in ordered]
    links, _ = link(profiles)
    both = [*doubtful_actors(people), *doubtful_events(links)]
    return tuple(sorted(both, key=lambda c: (c.doubt, c.left, c.right)))
