"""RDF files: sorted, with the usual prefixes, so that two exports can be compared line by line."""

from __future__ import annotations

import contextlib
import heapq
import re
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO

import pyoxigraph as ox

from kg.errors import KgError
from kg.prefixes import PREFIXES

SORTED_AT_ONCE = 500_000
"""Lines of N-Quads that are sorted in memory."""

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
    """Canonical N-Quads: everything that the store holds, sorted by graph, in little memory."""
    for graph in sorted((*store.named_graphs(), ox.DefaultGraph()), key=str):
        found = store.quads_for_pattern(None, None, None, graph)
        end = b" .\n" if isinstance(graph, ox.DefaultGraph) else f" {graph} .\n".encode()
        for line in sorted_lines(f"{quad.triple}\n".encode() for quad in found):
            out.write(line[:-1] + end)


def sorted_lines(lines: Iterable[bytes], most: int = SORTED_AT_ONCE) -> Iterator[bytes]:
    """Lines in the order of their bytes; more than ``most`` of them are sorted on disk.

    >>> list(sorted_lines([b"b\\n", b"c\\n", b"a\\n"], 2))
    [b'a\\n', b'b\\n', b'c\\n']
    """
    rest = iter(lines)
    with contextlib.ExitStack() as open_files:
        runs: list[Iterable[bytes]] = []
        while run := sorted(islice(rest, most)):
            if len(run) == most:
                file = open_files.enter_context(tempfile.TemporaryFile())
                file.writelines(run)
                file.seek(0)
                runs.append(file)
            else:
                runs.append(run)
        yield from heapq.merge(*runs)


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
