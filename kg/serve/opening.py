"""What the explorer of a server opens with: all of a small graph, and of a large one the latest between the busiest.

The index of the search knows those (kg.ask.index). While there is none a sample is looked at, since a page that
waits for a million events to be counted is no page.
"""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.ask.index import BUSY, OPENING, by_day
from kg.core.model import Curie
from kg.core.terms import KG, RDF, SEM
from kg.core.vocab import PREFIXES
from kg.graph.view.load import load
from kg.graph.view.values import GraphView
from kg.reference.nodes import node
from kg.serve import latest as indexed
from kg.serve.subset import subset

WHOLE = 500
"""A graph with no more events than this is in the page when it opens."""

SAMPLE = 5_000
"""Events of a larger graph that are looked at, where there is no index, to find what to open with."""


def opening(graph: ox.Store, index: Path | None = None) -> tuple[GraphView, int]:
    """What the page opens with, and how many events there are in all.

    >>> opening(ox.Store())[1]
    0
    """
    known = indexed.opening(index) if index is not None else None
    events, total = ([], count(graph, KG.Event)) if known is None else known
    if total <= WHOLE:
        return load(graph), total
    return load(subset(graph, map(ox.NamedNode, events) if events else _sampled(graph))), total


def count(graph: ox.Store, kind: Curie) -> int:
    """How many things of a class a graph has.

    >>> count(ox.Store(), KG.Event)
    0
    """
    asked = f"SELECT (COUNT(?e) AS ?n) {{ ?e a {kind} }}"
    found: Any = graph.query(asked, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    return int(next(iter(found))["n"].value)


def _sampled(graph: ox.Store) -> list[ox.NamedNode]:
    """As far as a sample tells: the engine lists events in the order of digests, which is as good as chance."""
    typed = graph.quads_for_pattern(None, node(RDF.type), node(KG.Event), None)
    taken: dict[ox.NamedNode, set[str]] = {}
    for quad in itertools.islice(typed, SAMPLE):
        if isinstance(quad.subject, ox.NamedNode):
            parts = graph.quads_for_pattern(quad.subject, node(SEM.hasActor), None, None)
            taken[quad.subject] = {
                q.object.value for q in parts if isinstance(q.object, ox.NamedNode)
            }
    often = Counter(actor for actors in taken.values() for actor in actors)
    busy = set(sorted(often, key=lambda a: (-often[a], a))[:BUSY])
    between = [event for event, actors in taken.items() if len(busy & actors) > 1]
    latest = sorted(between or taken, key=lambda event: by_day(event.value), reverse=True)
    return latest[:OPENING]
