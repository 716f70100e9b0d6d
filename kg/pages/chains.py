"""The shortest chain of meetings between two actors, over the whole store: A met B, B met C."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox

from kg.core.terms import KG, RDF, SEM
from kg.reference.event_kinds import event_kinds
from kg.reference.nodes import node
from kg.reference.read import folder

MOST = 50_000
"""Actors that are looked at before the search gives up."""

LINK = 20
"""Events that are given for each link, the latest."""

_MET, _ACTOR, _TYPE = node(KG.met), node(SEM.hasActor), node(RDF.type)
_STATUS, _HELD = node(KG.status), node(KG.Held)


def chain(graph: ox.Store, start: ox.NamedNode, goal: ox.NamedNode) -> set[ox.NamedNode]:
    """The held meetings of the links of a shortest chain; none when nothing leads there.

    >>> chain(ox.Store(), ox.NamedNode("urn:a"), ox.NamedNode("urn:b"))
    set()
    """
    found: set[ox.NamedNode] = set()
    way = _way(graph, start, goal)
    for one, other in pairwise(way):
        both = _meetings(graph, one) & _meetings(graph, other)
        found |= set(sorted(both, key=lambda e: e.value, reverse=True)[:LINK])
    return found


def _way(graph: ox.Store, start: ox.NamedNode, goal: ox.NamedNode) -> list[ox.NamedNode]:
    """From both ends at once, the smaller side first: a hub has thousands of neighbours."""
    before: tuple[dict[ox.NamedNode, ox.NamedNode | None], ...] = ({start: None}, {goal: None})
    edges = [[start], [goal]]
    while edges[0] and edges[1] and len(before[0]) + len(before[1]) < MOST:
        side = 0 if len(edges[0]) <= len(edges[1]) else 1
        following: list[ox.NamedNode] = []
        for actor in edges[side]:
            for quad in graph.quads_for_pattern(actor, _MET, None, None):
                other = quad.object
                if not isinstance(other, ox.NamedNode) or other in before[side]:
                    continue
                before[side][other] = actor
                if other in before[1 - side]:
                    return [*reversed(_back(before[0], other)), *_back(before[1], other)[1:]]
                following.append(other)
        edges[side] = sorted(following, key=lambda n: n.value)
    return []


def _back(before: dict[ox.NamedNode, ox.NamedNode | None], end: ox.NamedNode) -> list[ox.NamedNode]:
    way, earlier = [end], before[end]
    while earlier is not None:
        way.append(earlier)
        earlier = before[earlier]
    return way


def _meetings(graph: ox.Store, actor: ox.NamedNode) -> set[ox.NamedNode]:
    return {
        quad.subject
        for quad in graph.quads_for_pattern(None, _ACTOR, actor, None)
        if isinstance(quad.subject, ox.NamedNode) and _took_place(graph, quad.subject)
    }


@cache
def _meetings_are(where: Path) -> frozenset[ox.NamedNode]:
    """The classes of events at which people meet face to face."""
    kinds = [k for k in event_kinds(where).values() if k.contact == "face to face"]
    return frozenset(node("kg:" + name) for k in kinds for name in k.classes)


def _took_place(graph: ox.Store, event: ox.NamedNode) -> bool:
    held = graph.quads_for_pattern(event, _STATUS, _HELD, None)
    if next(iter(held), None) is None:
        return False
    met = _meetings_are(folder())
    return any(q.object in met for q in graph.quads_for_pattern(event, _TYPE, None, None))
