"""The ontology as triples, and the IRIs of all its terms, to which pages link. Makes no page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.core.ids import BASE
from kg.core.terms import KG, OWL, RDF, SEM
from kg.reference.nodes import node
from kg.reference.quads import ontology_quads
from kg.reference.read import folder

ONTOLOGY = BASE + "ns"


def ontology_triples() -> tuple[ox.Triple, ...]:
    """The triples of ontology/kg.ttl, and of the classes in ontology/events."""
    return _ontology(folder())


@cache
def _ontology(where: Path) -> tuple[ox.Triple, ...]:
    return tuple(q.triple for q in ontology_quads(where))


_SHOWN = (
    OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, KG.Status,
    SEM.RoleType,
)  # fmt: skip


def ontology_terms() -> set[str]:
    """The IRIs of all that its page describes."""
    kinds = {node(c) for c in _SHOWN}
    return {
        t.subject.value
        for t in ontology_triples()
        if t.predicate == node(RDF.type)
        and t.object in kinds
        and isinstance(t.subject, ox.NamedNode)
    }
