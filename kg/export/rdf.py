"""RDF files: sorted, with the usual prefixes, so that two exports can be compared line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

import pyoxigraph as ox

from kg.errors import KgError
from kg.prefixes import PREFIXES

# What XML 1.0 may contain, even escaped; U+FFFE and U+FFFF are out, too.
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# RDF/XML writes a predicate as an element, so its IRI must end in an XML name.
_ELEMENT = re.compile(r"[^\W\d][\w.\-·]*$")


def clean_xml(text: str) -> str:
    """Text without the characters that XML 1.0 forbids.

    >>> clean_xml("a\\x01b")
    'ab'
    """
    return _NOT_XML.sub("", text)


def _triples(store: ox.Store) -> list[ox.Triple]:
    """The union of all graphs, each triple once, in the order of N-Triples."""
    return sorted({q.triple for q in store}, key=str)


def _quads(store: ox.Store) -> list[ox.Quad]:
    return sorted(store, key=lambda q: (str(q.graph_name), str(q.triple)))


def turtle(store: ox.Store, out: IO[bytes]) -> None:
    """Turtle of the union of all graphs."""
    ox.serialize(_triples(store), out, ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES))


def ntriples(store: ox.Store, out: IO[bytes]) -> None:
    """Canonical N-Triples of the union of all graphs."""
    ox.serialize(_triples(store), out, ox.RdfFormat.N_TRIPLES)


def trig(store: ox.Store, out: IO[bytes]) -> None:
    """TriG, graph by graph."""
    ox.serialize(_quads(store), out, ox.RdfFormat.TRIG, prefixes=dict(PREFIXES))


def nquads(store: ox.Store, out: IO[bytes]) -> None:
    """N-Quads: everything that the store holds."""
    ox.serialize(_quads(store), out, ox.RdfFormat.N_QUADS)


def jsonld(store: ox.Store, out: IO[bytes]) -> None:
    """JSON-LD of the union of all graphs."""
    ox.serialize(_triples(store), out, ox.RdfFormat.JSON_LD)


def rdfxml(store: ox.Store, out: IO[bytes]) -> None:
    """RDF/XML of the union of all graphs; KgError for a predicate that cannot be an element."""
    ox.serialize(_for_xml(store), out, ox.RdfFormat.RDF_XML, prefixes=dict(PREFIXES))


def _for_xml(store: ox.Store) -> Iterator[ox.Triple]:
    for triple in _triples(store):
        if not _ELEMENT.search(triple.predicate.value):
            raise KgError(
                f"RDF/XML cannot write the predicate <{triple.predicate.value}>",
                where=str(triple.subject),
                mend="export as .ttl or .nt instead",
            )
        o = triple.object
        if isinstance(o, ox.Literal) and _NOT_XML.search(o.value):
            o = (
                ox.Literal(clean_xml(o.value), language=o.language)
                if o.language
                else ox.Literal(clean_xml(o.value), datatype=o.datatype)
            )
        yield ox.Triple(triple.subject, triple.predicate, o)
