"""What SPARQL cannot compute of the rows of a named query: ``# then: name`` in its header.

Each function takes the rows, sorted as the query says, and gives those of the header's columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TypeAlias

import networkx as nx
import pyoxigraph as ox

from kg.ask.values import Term
from kg.core.terms import XSD
from kg.core.vocab import expand

Row: TypeAlias = tuple[Term | None, ...]


def _value(term: Term | None) -> str:
    return term.value if isinstance(term, ox.Literal | ox.NamedNode) else ""


def centrality(rows: Sequence[Row]) -> list[Row]:
    """The people in the middle of each year's network, by betweenness.

    Rows in: year, the two who met, their names, how many people to give for each year. Rows out: year,
    name, betweenness (0 to 1; Brandes 2001, doi:10.1080/0022250X.2001.9990249), number of contacts, IRI.

    >>> a, b, c = (ox.NamedNode(f"urn:{x}") for x in "abc")
    >>> n = ox.Literal("x")
    >>> rows = [(ox.Literal(2019), a, b, n, n, ox.Literal(1)), (ox.Literal(2019), b, c, n, n, ox.Literal(1))]
    >>> [(str(r[2].value), r[4].value) for r in centrality(rows)]
    [('1', 'urn:b')]
    """
    out: list[Row] = []
    for _, of_year in groupby(rows, key=lambda r: _value(r[0])):
        year = list(of_year)
        graph = nx.Graph()
        names: dict[str, Term | None] = {}
        nodes: dict[str, Term | None] = {}
        for _, a, b, name1, name2, _ in year:
            graph.add_edge(_value(a), _value(b))
            names |= {_value(a): name1, _value(b): name2}
            nodes |= {_value(a): a, _value(b): b}
        between = nx.betweenness_centrality(graph)
        best = sorted(between, key=lambda n: (-between[n], -graph.degree(n), n))
        for node in best[: int(_value(year[0][5]) or 5)]:
            out.append(
                (
                    year[0][0],
                    names[node],
                    ox.Literal(round(between[node], 4)),
                    ox.Literal(int(graph.degree(node))),
                    nodes[node],
                )
            )
    return out


def silences(rows: Sequence[Row]) -> list[Row]:
    """The days without contact before each contact, the longest first.

    Rows in: first and last day, label and IRI of each contact in order, and perhaps a day at which the
    silence is to be counted. Rows out: days, from, to, label, IRI; without a label the silence lasted
    until that day.
    """
    gaps: list[tuple[int, date, date, Term | None, Term | None]] = []
    latest: date | None = None
    for start, end, label, iri, _ in rows:
        begins, ends = date.fromisoformat(_value(start)), date.fromisoformat(_value(end))
        if latest is not None:
            gaps.append((max(0, (begins - latest).days), latest, begins, label, iri))
        latest = ends if latest is None else max(latest, ends)
    day = _value(rows[0][4]) if rows else ""
    if latest is not None and day:
        until = date.fromisoformat(day)
        gaps.append(((until - latest).days, latest, until, None, None))
    xsd = ox.NamedNode(expand(XSD.date))
    return [
        (
            ox.Literal(days),
            ox.Literal(since.isoformat(), datatype=xsd),
            ox.Literal(until.isoformat(), datatype=xsd),
            label,
            iri,
        )
        for days, since, until, label, iri in sorted(gaps, key=lambda g: (-g[0], g[1]))
    ]


THEN: Mapping[str, Callable[[Sequence[Row]], list[Row]]] = {
    "centrality": centrality,
    "silences": silences,
}
