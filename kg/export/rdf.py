"""RDF files: sorted, with the usual prefixes, so that two exports can be compared line by line."""

from __future__ import annotations

import contextlib
import heapq
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice
from typing import IO, cast

import pyoxigraph as ox

from kg.core.errors import KgError
from kg.core.vocab import PREFIXES

SORTED_AT_ONCE = 500_000
"""Lines of N-Triples that are sorted in memory, of a graph that is too large for it."""

READ_AT_ONCE = 20_000
"""Sorted lines of such a graph that are made quads again at a time."""

IN_MEMORY = 200_000_000
"""Bytes of N-Triples that are sorted in memory; more waits on disk."""

Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

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


def _graphs(store: ox.Store) -> list[Graph]:
    return sorted((*store.named_graphs(), ox.DefaultGraph()), key=str)


def _sorted(store: ox.Store, graphs: Sequence[Graph]) -> Iterator[bytes]:
    """The triples of graphs as lines of N-Triples, each once, sorted, in blocks of whole lines.

    Oxigraph writes them, which no Python code does as fast.
    """
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        for graph in graphs:
            store.dump(file, ox.RdfFormat.N_TRIPLES, from_graph=graph)
        size = file.tell()
        file.seek(0)
        if size <= IN_MEMORY:
            # No line of N-Triples has a line feed inside, and none is the beginning of another.
            lines = file.read().split(b"\n")
            lines.pop()
            lines.sort()
            if len(graphs) > 1:
                lines = [line for line, _ in groupby(lines)]
            for first in range(0, len(lines), SORTED_AT_ONCE):
                yield b"\n".join([*lines[first : first + SORTED_AT_ONCE], b""])
            return
        once = (line for line, _ in groupby(sorted_lines(file)))
        while some := b"".join(islice(once, READ_AT_ONCE)):
            yield some


def _quad_blocks(store: ox.Store) -> Iterator[bytes]:
    """Canonical N-Quads, sorted by graph and then as N-Triples are, in little memory."""
    for graph in _graphs(store):
        for block in _sorted(store, [graph]):
            yield (
                block
                if isinstance(graph, ox.DefaultGraph)
                else block.replace(b" .\n", f" {graph} .\n".encode())
            )


def _union_blocks(store: ox.Store) -> Iterator[bytes]:
    """The union of all graphs, each triple once, in the order of N-Triples."""
    return _sorted(store, _graphs(store))


def _read(blocks: Iterable[bytes], form: ox.RdfFormat) -> Iterator[ox.Quad]:
    """What lines say that the store wrote, and that so need not be checked again."""
    return chain.from_iterable(ox.parse(b, form, lenient=True) for b in blocks)


def _union(store: ox.Store) -> Iterator[ox.Quad]:
    return _read(_union_blocks(store), ox.RdfFormat.N_TRIPLES)


def turtle(store: ox.Store, out: IO[bytes]) -> None:
    """Turtle of the union of all graphs."""
    ox.serialize(_union(store), out, ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES))


def ntriples(store: ox.Store, out: IO[bytes]) -> None:
    """Canonical N-Triples of the union of all graphs."""
    for block in _union_blocks(store):
        out.write(block)


def trig(store: ox.Store, out: IO[bytes]) -> None:
    """TriG, graph by graph."""
    quads = _read(_quad_blocks(store), ox.RdfFormat.N_QUADS)
    ox.serialize(quads, out, ox.RdfFormat.TRIG, prefixes=dict(PREFIXES))


def nquads(store: ox.Store, out: IO[bytes]) -> None:
    """Canonical N-Quads: everything that the store holds, sorted by graph, in little memory."""
    for block in _quad_blocks(store):
        out.write(block)


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
    ox.serialize(_union(store), out, ox.RdfFormat.JSON_LD)


def rdfxml(store: ox.Store, out: IO[bytes]) -> None:
    """RDF/XML of the union of all graphs; KgError for a predicate that cannot be an element."""
    kept = cast("IO[bytes]", KeepsReturns(out))
    ox.serialize(_for_xml(store), kept, ox.RdfFormat.RDF_XML, prefixes=dict(PREFIXES))


class KeepsReturns:
    """A file that gets XML with each carriage return as a reference, as else a parser makes it a line feed.

    The engine writes none but those inside literals.

    >>> import io
    >>> file = io.BytesIO()
    >>> _ = KeepsReturns(file).write(b"<p>a\\r\\nb</p>")
    >>> file.getvalue()
    b'<p>a&#13;\\nb</p>'
    """

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out

    def write(self, data: bytes) -> int:
        """Writes a piece; says that all of it is written."""
        self._out.write(data.replace(b"\r", b"&#13;"))
        return len(data)

    def flush(self) -> None:
        """Brings it to the file."""
        self._out.flush()


def _for_xml(store: ox.Store) -> Iterator[ox.Triple]:
    for triple in (q.triple for q in _union(store)):
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
