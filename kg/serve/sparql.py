"""One SPARQL query over the store, in the words of the SPARQL 1.1 Protocol; runs in a worker.

Without a dataset in the request or in the query, the default graph is the union of all graphs, as it
is for ``kg query``. A dataset in the request takes the place of one in the query (section 2.1.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar, cast

import pyoxigraph as ox

from kg.ask.query import check, syntax_error
from kg.ask.values import QueryError
from kg.core.vocab import PREFIXES
from kg.pages.negotiate import GRAPH, SELECT, choose, wish
from kg.pages.results import Row, rows_as, truth_as
from kg.serve.answer import Answer, problem
from kg.serve.limits import Limits

RDF = {
    "ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML, "trig": ox.RdfFormat.TRIG, "nq": ox.RdfFormat.N_QUADS,
    "n3": ox.RdfFormat.N3,
}  # fmt: skip


_T = TypeVar("_T")


class TooMuch(Exception):
    """A limit on rows or bytes is passed."""


def _node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"not an IRI: '{iri[:200]}'", mend="give absolute IRIs") from error


def query(
    graph: ox.Store,
    *,
    text: str,
    accept: str | None = None,
    wanted: str | None = None,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    limits: Limits | None = None,
) -> Answer:
    """The answer to a query in the format that ``wanted`` (``?format=``) and ``accept`` ask for.

    200, or 406 for a format that there is not, 413 for more rows or bytes than the limits allow.
    Raises QueryError for what cannot be parsed and for what is refused.

    >>> query(ox.Store(), text="ASK {}", accept="text/csv").body
    b'true\\n'
    """
    limits = limits or Limits()
    words = check(text)
    given = bool(default_graphs or named_graphs)
    try:
        found = graph.query(
            text,
            prefixes=dict(PREFIXES),
            use_default_graph_as_union=not given and "FROM" not in words,
            # A request that names only one kind of graph has an empty set of the other.
            default_graph=[_node(g) for g in default_graphs] if given else None,
            named_graphs=[_node(g) for g in named_graphs] if given else None,
        )
        if isinstance(found, ox.QueryBoolean):
            media = choose(wish(wanted, accept, SELECT), SELECT)
            if media is None:
                return unacceptable(SELECT)
            return _text(media, iter((truth_as(SELECT[media], bool(found)),)), limits)
        if isinstance(found, ox.QueryTriples):
            media = choose(wish(wanted, accept, GRAPH), GRAPH)
            if media is None:
                return unacceptable(GRAPH)
            return triples_as(_counted(found, limits.rows), media, limits)
        media = choose(wish(wanted, accept, SELECT), SELECT)
        if media is None:
            return unacceptable(SELECT)
        columns = tuple(v.value for v in found.variables)
        rows: Iterator[Row] = (tuple(s[c] for c in columns) for s in found)
        return _text(media, rows_as(SELECT[media], columns, _counted(rows, limits.rows)), limits)
    except SyntaxError as error:
        raise syntax_error(str(error), text, "query") from error
    except TooMuch as error:
        return problem(
            413, f"the result has {error}", mend="ask for less with LIMIT, or narrow it down"
        )
    except (RuntimeError, ValueError, OSError) as error:
        return problem(400, f"the query failed: {error}", mend="see the message")


def unacceptable(offered: Iterable[str]) -> Answer:
    """406 with what there is instead."""
    return problem(406, "no such format here", mend="ask for " + ", ".join(offered))


def _counted(found: Iterable[_T], most: int) -> Iterator[_T]:
    for number, item in enumerate(found):
        if number >= most:
            raise TooMuch(f"more than {most} rows")
        yield item


def _text(media: str, pieces: Iterator[str], limits: Limits) -> Answer:
    out = bytearray()
    for piece in pieces:
        out += piece.encode("utf-8", "replace")
        if len(out) > limits.result:
            raise TooMuch(f"more than {limits.result} bytes")
    charset = "; charset=utf-8" if media.startswith("text/") else ""
    return Answer(media=media + charset, body=bytes(out))


def triples_as(
    triples: Iterable[ox.Triple | ox.Quad], media: str, limits: Limits | None = None
) -> Answer:
    """Triples or quads in a format of kg.pages.negotiate.GRAPH, with the usual prefixes."""
    most = (limits or Limits()).result
    body = (
        ox.serialize(
            cast("Iterable[ox.Triple]", triples), format=RDF[GRAPH[media]], prefixes=dict(PREFIXES)
        )
        or b""
    )
    if len(body) > most:
        raise TooMuch(f"more than {most} bytes")
    charset = "; charset=utf-8" if media.startswith("text/") else ""
    return Answer(media=media + charset, body=body)
