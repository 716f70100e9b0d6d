"""Places with the events that took place there, for maps: GeoJSON (RFC 7946) and KML 2.3.

A place without coordinates is on no map. Programs that show KML take a description for HTML: what comes from
articles is escaped once for that, and once more for XML.
"""

from __future__ import annotations

import html
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg.core.model import Iri
from kg.core.words import counted
from kg.export.rdf import clean_xml
from kg.graph.view.load import load
from kg.graph.view.values import EventView, GraphView, PlaceView


def _places(view: GraphView) -> Iterator[tuple[PlaceView, list[EventView], float, float]]:
    """Each place that has coordinates, with its events in their order, its longitude and latitude."""
    events: dict[Iri, list[EventView]] = defaultdict(list)
    for event in view.events:
        if event.place:
            events[event.place].append(event)
    for iri, found in sorted(events.items()):
        place = view.places.get(iri)
        if place is None or place.latitude is None or place.longitude is None:
            continue
        if abs(place.latitude) <= 90 and abs(place.longitude) <= 180:
            yield place, found, place.longitude, place.latitude


def geojson(store: ox.Store, out: IO[bytes]) -> None:
    """A feature for each place; its events are in ``properties.events``."""
    view = load(store)
    out.write(b'{"type": "FeatureCollection", "features": [')
    comma = b"\n"
    for place, events, longitude, latitude in _places(view):
        feature = {
            "type": "Feature",
            "id": place.iri,
            "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
            "properties": {
                "name": place.label,
                "city": place.city,
                "country": place.country,
                "geonames": place.geonames,
                "first": min((e.start for e in events if e.start), default=None),
                "last": max((e.end for e in events if e.end), default=None),
                "number": len(events),
                "events": [_event(view, e) for e in events],
            },
        }
        text = json.dumps(feature, ensure_ascii=False)
        out.write(comma + text.encode("utf-8", "replace"))
        comma = b",\n"
    out.write(b"\n]}\n")


def _event(view: GraphView, e: EventView) -> dict[str, Any]:
    return {
        "id": e.iri,
        "label": e.label,
        "type": e.type,
        "status": e.status,
        "date": e.date,
        "start": e.start,
        "end": e.end,
        "participants": sorted({view.actors[p.actor].label for p in e.participants}),
        "topics": sorted(view.topics[t].label for t in e.topics),
        "confidence": e.confidence,
        "mentions": len(e.mentions),
    }


def kml(store: ox.Store, out: IO[bytes]) -> None:
    """A folder for each place, and in it a placemark for each event with its span of days."""
    view = load(store)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<kml xmlns="http://www.opengis.net/kml/2.2">',
        "<Document>",
        "<name>Diplomatic events by place</name>",
    ]
    for place, events, longitude, latitude in _places(view):
        lines += ["<Folder>", f"<name>{_xml(place.label)}</name>"]
        for e in events:
            lines += _placemark(view, e, f"{longitude},{latitude}")
        lines.append("</Folder>")
    out.write("\n".join([*lines, "</Document>", "</kml>", ""]).encode("utf-8", "replace"))


def _placemark(view: GraphView, e: EventView, point: str) -> Iterator[str]:
    told = _event(view, e)
    rows = [
        e.status,
        *told["participants"],
        *told["topics"],
        counted(told["mentions"], "passage"),
        e.iri,
    ]
    yield f"<Placemark id={quoteattr(_xml_id(e.iri))}>"
    yield f"<name>{_xml(e.label)}</name>"
    yield f"<description>{_xml('<br/>'.join(html.escape(r) for r in rows))}</description>"
    span = [f"<{k}>{_xml(v)}</{k}>" for k, v in (("begin", e.start), ("end", e.end)) if v]
    if span:
        yield f"<TimeSpan>{''.join(span)}</TimeSpan>"
    yield "<ExtendedData>"
    for key in ("id", "type", "status", "date"):
        if told[key]:
            yield f"<Data name={quoteattr(key)}><value>{_xml(told[key])}</value></Data>"
    yield "</ExtendedData>"
    yield f"<Point><coordinates>{point}</coordinates></Point>"
    yield "</Placemark>"


def _xml(text: str) -> str:
    return escape(clean_xml(text), {"\r": "&#13;"})


def _xml_id(iri: str) -> str:
    """The last part of an IRI, as an identifier in XML has to be."""
    return "e-" + "".join(c if c.isascii() and c.isalnum() else "-" for c in iri.rpartition("/")[2])
