"""CSV files for ``neo4j-admin database import full``: nodes, and relationships between them.

The headers name types and identifiers as Neo4j reads them; an archive holds both files and the command.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, TypeAlias

import pyoxigraph as ox

from kg.core.words import plain_cell
from kg.graph.view.load import load
from kg.graph.view.values import GraphView

Cell: TypeAlias = str | float | int | None

NODES = (
    "iri:ID", ":LABEL", "name", "kind", "polity", "type", "status", "date", "start:date", "end:date",
    "confidence:float", "cameo", "plover", "latitude:float", "longitude:float", "published:date",
    "publisher", "url", "quote",
)  # fmt: skip
RELATIONSHIPS = (":START_ID", ":TYPE", ":END_ID", "office", "polity", "function")
_LABELS = {"person": "Person", "country": "State", "organisation": "Organisation", "role": "Role"}
_COMMAND = """Import into an empty database of Neo4j 5:

    neo4j-admin database import full --id-type=string --multiline-fields=true \\
        --nodes=nodes.csv --relationships=relationships.csv neo4j
"""
_EPOCH = (1980, 1, 1, 0, 0, 0)


def _node(iri: str, label: str, name: str | None, **values: Cell) -> tuple[Cell, ...]:
    known = {"iri": iri, "": label, "name": name, **values}
    return tuple(known.get(c.partition(":")[0]) for c in NODES)


def nodes(view: GraphView) -> Iterator[tuple[Cell, ...]]:
    """Actors, topics, places, articles, events and passages."""
    for a in view.actors.values():
        yield _node(
            a.iri, _LABELS.get(a.kind, "Actor") + ";Actor", a.label, kind=a.kind, polity=a.polity
        )
    for t in view.topics.values():
        yield _node(t.iri, "Topic", t.label)
    for p in view.places.values():
        yield _node(
            p.iri, "Place", p.label, polity=p.country, latitude=p.latitude, longitude=p.longitude
        )
    for r in view.articles.values():
        yield _node(
            r.iri,
            "Article",
            r.title,
            kind=r.kind,
            published=r.published,
            publisher=r.publisher,
            url=r.url,
        )
    for e in view.events:
        yield _node(
            e.iri, "Event", e.label, type=e.type, status=e.status, date=e.date, start=e.start, end=e.end,
            polity=e.country, confidence=e.confidence, cameo=e.cameo, plover=e.plover,
        )  # fmt: skip
        for m in e.mentions:
            yield _node(
                m.iri,
                "Mention",
                None,
                status=m.status,
                date=m.date,
                confidence=m.confidence,
                quote=m.quote,
            )


def relationships(view: GraphView) -> Iterator[tuple[Cell, ...]]:
    """Who took part, where, about what; and which passage of which article says so."""
    known = set(view.actors)
    for t in view.topics.values():
        for broader in t.broader:
            if broader in view.topics:
                yield t.iri, "BROADER", broader, None, None, None
    for e in view.events:
        for p in e.participants:
            yield p.actor, "TOOK_PART_IN", e.iri, p.office, p.polity, p.function
        for party in e.parties:
            if party in known:
                yield party, "PARTY_TO", e.iri, None, None, None
        for topic in e.topics:
            yield e.iri, "ABOUT", topic, None, None, None
        if e.place:
            yield e.iri, "HELD_AT", e.place, None, None, None
        for m in e.mentions:
            yield m.iri, "REPORTS", e.iri, None, None, None
            if m.article in view.articles:
                yield m.iri, "QUOTED_FROM", m.article, None, None, None


def _csv(columns: Sequence[str], found: Iterable[Sequence[Cell]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in found:
        writer.writerow([plain_cell(c) if isinstance(c, str) else c for c in row])
    return out.getvalue().encode("utf-8", "replace")


def archive(store: ox.Store, out: IO[bytes]) -> None:
    """nodes.csv, relationships.csv and how to import them."""
    view = load(store)
    files = {
        "README.txt": _COMMAND.encode(),
        "nodes.csv": _csv(NODES, nodes(view)),
        "relationships.csv": _csv(RELATIONSHIPS, relationships(view)),
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            packed.writestr(info, content)
