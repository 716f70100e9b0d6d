"""Network files: actors are nodes, and two of them are linked once for each event they share.

Values are text or numbers without characters that XML forbids: GraphML and GEXF know no others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import IO
from xml.sax.saxutils import quoteattr

import networkx as nx
import pyoxigraph as ox

from kg.export.rdf import clean_xml
from kg.graph.view.load import load
from kg.graph.view.values import GraphView


def network(view: GraphView) -> nx.MultiGraph:
    """The actors of a view, and an edge for every pair in every event; a key names event and pair.

    An event with one participant gives no edge; whoever takes part in something is a node.
    """
    graph = nx.MultiGraph()
    taking_part = {p.actor for e in view.events for p in e.participants}
    for iri in sorted(taking_part):
        actor = view.actors[iri]
        graph.add_node(
            iri, **_clean({"label": actor.label, "kind": actor.kind, "polity": actor.polity})
        )
    for event in view.events:
        place = view.places.get(event.place) if event.place else None
        facts = {
            "event": event.iri,
            "label": event.label,
            "event_type": event.type,
            "event_status": event.status,
            "date": event.date,
            "first_day": event.start,
            "last_day": event.end,
            "place": place.label if place else None,
            "country": event.country,
            "topics": "; ".join(sorted(view.topics[t].label for t in event.topics)),
            "confidence": event.confidence,
            "mentions": len(event.mentions),
        }
        pairs = combinations(sorted({p.actor for p in event.participants}), 2)
        for number, (a, b) in enumerate(pairs, start=1):
            graph.add_edge(a, b, key=f"{event.iri}#pair{number}", **_clean(facts))
    return graph


def _clean(values: dict[str, str | float | int | None]) -> dict[str, str | float | int]:
    return {
        k: clean_xml(v) if isinstance(v, str) else v
        for k, v in values.items()
        if v not in (None, "")
    }


def graphml(store: ox.Store, out: IO[bytes]) -> None:
    """GraphML; the attributes of an edge are those of its event."""
    nx.write_graphml_xml(network(load(store)), out, prettyprint=True)


_Values = Mapping[str, str | float | int]
_Row = tuple[str, Mapping[str, str], _Values, tuple[float, float] | None]
_GEXF = "http://gexf.net/1.3"
_KINDS = {str: "string", int: "integer", float: "double"}


def gexf(store: ox.Store, out: IO[bytes]) -> None:
    """GEXF 1.3 with a time line of days, and the positions of the explorer.

    An event without a date is there all the time; an actor, from the first to the last of its events.
    It is valid by the published schema, which has positions in the name space of the graph itself; the
    prefix is the one that programs look for.
    """
    graph = network(load(store))
    for a, b, data in graph.edges(data=True):
        if "first_day" in data and "last_day" in data:
            data["start"], data["end"] = data["first_day"], data["last_day"]
            for actor in (graph.nodes[a], graph.nodes[b]):
                actor["start"] = min(actor.get("start", data["start"]), data["start"])
                actor["end"] = max(actor.get("end", data["end"]), data["end"])
    places = _places(graph)
    nodes: list[_Row] = [(iri, {}, data, places[iri]) for iri, data in graph.nodes(data=True)]
    edges: list[_Row] = [
        (key, {"source": a, "target": b}, data, None)
        for a, b, key, data in graph.edges(keys=True, data=True)
    ]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<gexf xmlns="{_GEXF}" xmlns:viz="{_GEXF}" version="1.3">',
        "  <meta><creator>diplokg</creator></meta>",
        '  <graph mode="dynamic" timeformat="date" defaultedgetype="undirected" idtype="string">',
        *_declared("node", [n[2] for n in nodes]),
        *_declared("edge", [e[2] for e in edges]),
        f'    <nodes count="{len(nodes)}">',
        *(line for n in nodes for line in _element("node", *n)),
        f'    </nodes>\n    <edges count="{len(edges)}">',
        *(line for e in edges for line in _element("edge", *e)),
        "    </edges>\n  </graph>\n</gexf>\n",
    ]
    out.write("\n".join(lines).encode("utf-8"))


_OWN = ("label", "start", "end")
"""What a node or an edge has as an attribute of its own."""


def _declared(what: str, rows: Sequence[_Values]) -> Iterator[str]:
    """The values that nodes or edges have, with their types."""
    kinds = {k: _KINDS[type(v)] for row in rows for k, v in row.items() if k not in _OWN}
    if kinds:
        yield f'    <attributes class="{what}" mode="static">'
        for name, kind in sorted(kinds.items()):
            yield f'      <attribute id="{name}" title="{name}" type="{kind}"/>'
        yield "    </attributes>"


def _element(
    what: str,
    name: str,
    ends: Mapping[str, str],
    values: _Values,
    place: tuple[float, float] | None,
) -> Iterator[str]:
    own = {"id": name, **ends, **{k: values[k] for k in _OWN if k in values}}
    said = "".join(f" {k}={quoteattr(clean_xml(str(v)))}" for k, v in own.items())
    yield f"      <{what}{said}>"
    rest = {k: v for k, v in values.items() if k not in _OWN}
    if rest:
        yield "        <attvalues>"
        for key, value in sorted(rest.items()):
            yield f'          <attvalue for="{key}" value={quoteattr(str(value))}/>'
        yield "        </attvalues>"
    if place is not None:
        # The canvas of the explorer counts downwards, Gephi upwards.
        x, y = place
        yield f'        <viz:position x="{float(x)!r}" y="{float(-y)!r}" z="0.0"/>'
    yield f"      </{what}>"


def _places(graph: nx.MultiGraph) -> dict[str, tuple[float, float]]:
    """Where the explorer draws each node."""
    from kg.render.layout import positions

    number = {actor: n for n, actor in enumerate(sorted(graph))}
    pairs: Counter[tuple[int, int]] = Counter()
    for a, b in graph.edges():
        first, second = sorted((number[a], number[b]))
        pairs[first, second] += 1
    places = positions(len(number), {pair: float(n) for pair, n in pairs.items()})
    return {actor: places[n] for actor, n in number.items()}
