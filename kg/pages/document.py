"""What the graph says about one thing: the triples of its document.

Everything stated of it, and of its parts (``event#participant``), the names of all that is mentioned,
and what is stated about it elsewhere, up to a limit, so that a state's document stays one that a
person can open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from kg.core.ids import BASE
from kg.core.terms import DCTERMS, KG, ORG, PROV, RDF, RDFS, SCHEMA, SKOS
from kg.reference.nodes import node

INCOMING = 2000
"""At most so many statements whose object is the thing."""

_NAMES = tuple(node(c) for c in (RDFS.label, SKOS.prefLabel, SCHEMA.headline))
_LABEL = node(RDFS.label)
_REPLACES = node(DCTERMS.replaces)
_QUOTED, _MEMBER, _ROLE = node(PROV.wasQuotedFrom), node(ORG.member), node(ORG.role)


_SAID = (
    f"SELECT ?s ?p ?o {{ ?s ?p ?o FILTER(?p != {node(KG.met)} && ?p != {node(KG.talkedWith)}) }}"
)


def _said(graph: ox.Store, thing: ox.NamedNode, *, whom: bool) -> Iterator[ox.Triple]:
    """Statements about a thing; without ``whom`` it met and talked with, which is thousands for a few."""
    if whom:
        yield from (quad.triple for quad in graph.quads_for_pattern(thing, None, None, None))
        return
    found: Any = graph.query(
        _SAID, substitutions={ox.Variable("s"): thing}, use_default_graph_as_union=True
    )
    yield from (ox.Triple(thing, row["p"], row["o"]) for row in found)


def own(graph: ox.Store, thing: ox.NamedNode, *, whom: bool = True) -> list[ox.Triple]:
    """Statements about a thing and about its parts, sorted."""
    found: set[ox.Triple] = set()
    todo, seen = [thing], {thing}
    while todo:
        subject = todo.pop()
        for triple in _said(graph, subject, whom=whom):
            found.add(triple)
            o = triple.object
            if isinstance(o, ox.NamedNode) and o not in seen and _is_part(o, thing):
                seen.add(o)
                todo.append(o)
    return sorted(found, key=str)


def _is_part(other: ox.NamedNode, thing: ox.NamedNode) -> bool:
    return other.value.startswith(thing.value + "#")


def incoming(graph: ox.Store, thing: ox.NamedNode, most: int = INCOMING) -> list[ox.Triple]:
    """Statements elsewhere that lead to a thing, at most so many, sorted."""
    found: set[ox.Triple] = set()
    for quad in graph.quads_for_pattern(None, None, thing, None):
        if isinstance(quad.subject, ox.NamedNode) and not _is_part(quad.subject, thing):
            found.add(quad.triple)
            if len(found) >= most:
                break
    return sorted(found, key=str)


def describe(
    graph: ox.Store, thing: ox.NamedNode, most: int = INCOMING, *, whom: bool = True
) -> list[ox.Triple]:
    """The whole document of a thing, or nothing where the graph does not know it."""
    found = set(own(graph, thing, whom=whom))
    back = set(incoming(graph, thing, most))
    if not found and not back:
        return []
    mentioned = {t.object for t in found if isinstance(t.object, ox.NamedNode)}
    mentioned |= {t.subject for t in back if isinstance(t.subject, ox.NamedNode)}
    return sorted(found | back | set(_names(graph, mentioned)), key=str)


def _names(graph: ox.Store, things: Iterable[ox.NamedNode]) -> Iterator[ox.Triple]:
    for thing in things:
        for predicate in _NAMES:
            for quad in graph.quads_for_pattern(thing, predicate, None, None):
                yield quad.triple


def label(graph: ox.Store, thing: ox.NamedNode | ox.BlankNode) -> str:
    """The name of a thing, English first; else what it is made of, or the end of its IRI."""
    for predicate in _NAMES:
        names = [
            (q.object.language != "en", q.object.value)
            for q in graph.quads_for_pattern(thing, predicate, None, None)
            if isinstance(q.object, ox.Literal)
        ]
        if names:
            return min(names)[1]
    # A passage and a term of office have no name of their own.
    article = _first(graph, thing, _QUOTED)
    if article is not None:
        return f"Passage of “{label(graph, article)}”"
    who, office = _first(graph, thing, _MEMBER), _first(graph, thing, _ROLE)
    if who is not None and office is not None:
        return f"{label(graph, who)}, {label(graph, office)}"
    return thing.value.replace("#", "/").rstrip("/").rpartition("/")[2] or thing.value


def _first(
    graph: ox.Store, thing: ox.NamedNode | ox.BlankNode, predicate: ox.NamedNode
) -> ox.NamedNode | None:
    found = (q.object for q in graph.quads_for_pattern(thing, predicate, None, None))
    return next((o for o in found if isinstance(o, ox.NamedNode)), None)


def replaced_by(graph: ox.Store, thing: ox.NamedNode) -> ox.NamedNode | None:
    """What took the place of a thing after a merge; None when nothing did."""
    if next(iter(graph.quads_for_pattern(thing, None, None, None)), None) is not None:
        return None
    for quad in graph.quads_for_pattern(None, _REPLACES, thing, None):
        if isinstance(quad.subject, ox.NamedNode):
            return quad.subject
    return None


def documents(graph: ox.Store, *, everything: bool = True) -> list[str]:
    """Local IRIs of all that has a document: each subject below the base, parts left out.

    Without ``everything``, only events, passages, articles and corrections, and what they lead to: not the entries
    of the reference data that take part in nothing. A term of office is told on the page of its person.
    """
    if everything:
        subjects = (q.subject for q in graph)
        return _locals(s for s in subjects if isinstance(s, ox.NamedNode))
    kinds = (KG.Event, KG.Mention, SCHEMA.NewsArticle, KG.Readout, KG.Correction)
    seen: set[ox.NamedNode] = set()
    todo: list[ox.NamedNode] = []

    def add(node_: object) -> None:
        if isinstance(node_, ox.NamedNode) and node_ not in seen and node_.value.startswith(BASE):
            seen.add(node_)
            todo.append(node_)

    for kind in kinds:
        for quad in graph.quads_for_pattern(None, node(RDF.type), node(kind), None):
            add(quad.subject)
    while todo:
        thing = todo.pop()
        for quad in graph.quads_for_pattern(thing, None, None, None):
            add(quad.object)
    known = (s for s in seen if next(iter(graph.quads_for_pattern(s, None, None, None)), None))
    return _locals(known)


def _locals(subjects: Iterable[ox.NamedNode]) -> list[str]:
    found = {
        s.value.removeprefix(BASE).partition("#")[0] for s in subjects if s.value.startswith(BASE)
    }
    return sorted(found - {"ns"})
