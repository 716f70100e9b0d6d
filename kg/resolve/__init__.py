"""Who is who, and which mentions tell of one event: a pure function of mentions, catalog and rulings.

Mentions are never edited. Neither the order of the input nor how often it is resolved changes the
result; a person's ruling (``kg.resolve.judgements``) beats every score and survives every rebuild.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.catalog import Catalog
from kg.model import Judgement, Told
from kg.resolve.actors import doubtful_actors, resolve_actors
from kg.resolve.event_links import doubtful_events
from kg.resolve.events import resolve_events
from kg.resolve.judgements import contradictions
from kg.resolve.model import (
    Comparison,
    MergedEvent,
    Participation,
    Reason,
    Resolution,
    ResolvedActor,
)
from kg.resolve.reference import reference

__all__ = [
    "Comparison",
    "MergedEvent",
    "Participation",
    "Reason",
    "Resolution",
    "ResolvedActor",
    "resolve",
]


def resolve(
    told: Iterable[Told], *, catalog: Catalog, judgements: Sequence[Judgement] = ()
) -> Resolution:
    """Resolves all mentions of a store.

    A mention that comes twice counts once. ``problems`` of the result say which rulings contradict
    each other or name nothing that is known; the rest of them hold.

    >>> from kg.catalog import load
    >>> resolve([], catalog=load()).events
    ()
    """
    known = reference(catalog)
    ordered = [t for _, t in sorted({t.mention: t for t in told}.items())]
    actors, refers, people = resolve_actors(ordered, known, judgements)
    made = resolve_events(ordered, refers, actors, known, judgements)
    doubtful = [*doubtful_actors(people), *doubtful_events(made.links)]
    problems = (*contradictions(judgements), *people.problems, *made.problems)
    return Resolution(
        actors=dict(sorted(actors.items())),
        refers=dict(sorted(refers.items())),
        events=made.events,
        reports=dict(sorted(made.reports.items())),
        doubtful=tuple(doubtful),
        problems=tuple(dict.fromkeys(problems)),
    )
