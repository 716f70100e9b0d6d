"""A part of a large graph, copied into one in memory: some events with all that they refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from kg.core.ids import BASE
from kg.core.terms import KG
from kg.reference.nodes import node

_SAID = (
    "SELECT ?s ?p ?o ?g { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } "
    f"FILTER(!sameTerm(?p, {node(KG.met)}) && !sameTerm(?p, {node(KG.talkedWith)})) }}"
)
_REPORTS, _CORRECTS = node(KG.reports), node(KG.corrects)
_ACTORS = tuple(f"{BASE}{kind}/" for kind in ("person", "role", "country", "org"))

Events = set[ox.NamedNode]


def subset(graph: ox.Store, events: Iterable[ox.NamedNode]) -> ox.Store:
    """These events, the passages that report them, and whatever either refers to; no other event."""
    out = ox.Store()
    todo: list[ox.NamedNode] = list(events)
    for event in tuple(todo):
        todo += subjects(graph, _REPORTS, event)
    corrected = next(iter(graph.quads_for_pattern(None, _CORRECTS, None, None)), None) is not None
    if corrected:  # what persons say of either
        for thing in tuple(todo):
            todo += subjects(graph, _CORRECTS, thing)
    seen = set(todo)
    quads = []
    while todo:
        for quad in _said(graph, todo.pop()):
            quads.append(quad)
            o = quad.object
            if not isinstance(o, ox.NamedNode) or o in seen or not o.value.startswith(BASE):
                continue
            other = o.value.startswith(BASE + "event/") and "#" not in o.value
            if not other:
                seen.add(o)
                todo.append(o)
                if corrected and o.value.startswith(_ACTORS):
                    todo += subjects(graph, _CORRECTS, o) - seen
    out.bulk_extend(quads)
    return out


def _said(graph: ox.Store, thing: ox.NamedNode) -> Iterator[ox.Quad]:
    """What is said of a thing, but for whom it met: of those who meet thousands the engine leaves that out."""
    if not thing.value.startswith(_ACTORS):
        yield from graph.quads_for_pattern(thing, None, None, None)
        return
    found: Any = graph.query(_SAID, substitutions={ox.Variable("s"): thing})
    for row in found:
        yield ox.Quad(thing, row["p"], row["o"], row["g"] or ox.DefaultGraph())


def subjects(graph: ox.Store, predicate: ox.NamedNode, thing: ox.NamedNode) -> Events:
    """Whatever has a thing as a value of a property.

    >>> subjects(ox.Store(), node(KG.reports), ox.NamedNode("urn:x"))
    set()
    """
    found = graph.quads_for_pattern(None, predicate, thing, None)
    return {q.subject for q in found if isinstance(q.subject, ox.NamedNode)}
