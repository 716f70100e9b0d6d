"""The ontology as triples, and the IRIs of all its terms, to which pages link. Makes no page."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from kg.core.ids import BASE
from kg.reference.nodes import node
from kg.reference.read import folder

ONTOLOGY = BASE + "ns"


@cache
def ontology_triples() -> tuple[ox.Triple, ...]:
    """The triples of ontology/kg.ttl."""
    path = folder() / "kg.ttl"
    return tuple(q.triple for q in ox.parse(path=path, format=ox.RdfFormat.TURTLE))


_SHOWN = (
    "owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty", "kg:Status",
    "sem:RoleType",
)  # fmt: skip


def ontology_terms() -> set[str]:
    """The IRIs of all that its page describes."""
    kinds = {node(c) for c in _SHOWN}
    return {
        t.subject.value
        for t in ontology_triples()
        if t.predicate == node("rdf:type")
        and t.object in kinds
        and isinstance(t.subject, ox.NamedNode)
    }
