"""Network files: actors are nodes, and two of them are linked once for each event they share.

Values are text or numbers without characters that XML forbids: GraphML and GEXF know no others.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import IO, Any
from xml.etree import ElementTree

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


def gexf(store: ox.Store, out: IO[bytes]) -> None:
    """GEXF 1.2 with a time line of days, and the positions of the explorer.

    An event without a date is there all the time; an actor, from the first to the last of its events.
    """
    graph = network(load(store))
    for a, b, data in graph.edges(data=True):
        if "first_day" in data and "last_day" in data:
            data["start"], data["end"] = data["first_day"], data["last_day"]
            for actor in (graph.nodes[a], graph.nodes[b]):
                actor["start"] = min(actor.get("start", data["start"]), data["start"])
                actor["end"] = max(actor.get("end", data["end"]), data["end"])
    _place(graph)
    graph.graph["mode"] = "dynamic"
    root = ElementTree.fromstring("\n".join(nx.generate_gexf(graph, version="1.2draft")))
    _settle(root)
    ElementTree.register_namespace("", root.tag[1:].partition("}")[0])
    ElementTree.register_namespace("viz", "http://www.gexf.net/1.2draft/viz")
    ElementTree.indent(root)
    out.write(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def _place(graph: nx.MultiGraph) -> None:
    """Puts the nodes where the explorer draws them."""
    from kg.render.layout import positions

    number = {actor: n for n, actor in enumerate(sorted(graph))}
    pairs: Counter[tuple[int, int]] = Counter()
    for a, b in graph.edges():
        first, second = sorted((number[a], number[b]))
        pairs[first, second] += 1
    places = positions(len(number), {pair: float(n) for pair, n in pairs.items()})
    for actor, n in number.items():
        x, y = places[n]
        # The canvas of the explorer counts downwards, Gephi upwards.
        position = {"x": float(x), "y": float(-y), "z": 0.0}
        graph.nodes[actor]["viz"] = {"position": position}


def _settle(root: Any) -> None:
    """Takes out the day of writing, and says that times are days."""
    space = root.tag.removesuffix("gexf")
    for meta in root.iter(f"{space}meta"):
        meta.attrib.pop("lastmodifieddate", None)
    for graph in root.iter(f"{space}graph"):
        graph.set("timeformat", "date")
