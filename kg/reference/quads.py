"""The part of ontology/ that a store holds: who and what exists, not how text is read.

States, places, organisations, offices, people with their terms of office, topics, and of the
ontology itself the names of its classes, statuses and roles. Triggers, cues and word lists stay out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from kg.core.ids import BASE, GRAPH_REFERENCE
from kg.core.terms import KG, OWL, RDF, RDFS, SEM, SKOS
from kg.reference.nodes import node
from kg.reference.read import folder

_FILES = ("polities", "venues", "organisations", "offices", "people", "ambassadors", "topics")
_ONTOLOGY = "kg"
_CLASSES = (RDF.type, RDFS.label, RDFS.subClassOf)


def ontology_digest(where: Path | None = None) -> str:
    """SHA-256 over the data files, by name: whatever changes what is extracted changes it.

    >>> len(ontology_digest())
    64
    """
    where = where or folder()
    data = ("*.ttl", "events/*.ttl", "languages/*.toml", "languages/*.ttl")
    paths = [p for one in data for p in sorted(where.glob(one))]
    stats = [p.stat() for p in paths]
    return _digest_of(
        tuple((p, s.st_mtime_ns, s.st_size) for p, s in zip(paths, stats, strict=True))
    )


@lru_cache(maxsize=4)
def _digest_of(files: tuple[tuple[Path, int, int], ...]) -> str:
    """Read again when a file is another than it was: a store that is watched asks with each article."""
    seen = hashlib.sha256()
    for path, _, _ in files:
        seen.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return seen.hexdigest()


def reference_quads(where: Path | None = None) -> Iterator[ox.Quad]:
    """The quads of graph/reference. ``where`` is a folder like ontology/, which is the default."""
    where = where or folder()
    graph = ox.NamedNode(BASE + GRAPH_REFERENCE)
    for name in _FILES:
        path = where / f"{name}.ttl"
        if path.is_file():
            for q in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
                yield ox.Quad(q.subject, q.predicate, q.object, graph)
    for q in _vocabulary(ontology_quads(where)):
        yield ox.Quad(q.subject, q.predicate, q.object, graph)


def ontology_quads(where: Path | None = None) -> Iterator[ox.Quad]:
    """The ontology as it is published: kg.ttl, and the classes that the files of events/ define.

    What these say of how an event is found stays out, as all that drives extraction does.
    """
    where = where or folder()
    yield from ox.parse(path=where / f"{_ONTOLOGY}.ttl", format=ox.RdfFormat.TURTLE)
    kept = {node(c) for c in (*_CLASSES, RDFS.comment, RDFS.isDefinedBy)}
    for path in sorted((where / "events").glob("*.ttl")):
        quads = list(ox.parse(path=path, format=ox.RdfFormat.TURTLE))
        classes = {q.subject for q in quads if q.object == node(OWL.Class)}
        yield from (q for q in quads if q.subject in classes and q.predicate in kept)


def _vocabulary(ontology: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Statuses and roles whole; of classes their names and their place in the hierarchy."""
    quads = [
        q
        for q in ontology
        if isinstance(q.subject, ox.NamedNode) and not isinstance(q.object, ox.BlankNode)
    ]
    types = {(q.subject, q.object) for q in quads if q.predicate == node(RDF.type)}
    whole = {
        s for s, o in types if o in (node(KG.Status), node(SEM.RoleType), node(SKOS.ConceptScheme))
    }
    classes = {s for s, o in types if o == node(OWL.Class)}
    kept = {node(c) for c in _CLASSES}
    for q in quads:
        if q.subject in whole or (q.subject in classes and q.predicate in kept):
            yield q
