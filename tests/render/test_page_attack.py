"""A corpus whose names, titles, quotes and addresses are attacks: nothing runs, no export breaks."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import attack_data
import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib

from kg.construction import pipeline
from kg.export import EXPORTERS, export
from kg.graph.store import Store
from kg.graph.view.load import load
from kg.graph.view.values import GraphView
from kg.render import render, write
from kg.sources import read

FORMATS = {
    "turtle": (ox.RdfFormat.TURTLE, None),
    "trig": (ox.RdfFormat.TRIG, None),
    "nquads": (ox.RdfFormat.N_QUADS, None),
    "ntriples": (ox.RdfFormat.N_TRIPLES, None),
    "rdfxml": (ox.RdfFormat.RDF_XML, "xml"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, GraphView]:
    folder = tmp_path_factory.mktemp("attacks")
    source = attack_data.write(folder)
    with Store.open(folder / "graph") as store:
        pipeline.build(read([source]), store=store, annotator=attack_data.Credulous())
    with Store.open(folder / "graph", read_only=True) as store:
        return folder / "graph", load(store.graph)


def test_the_attacks_arrive(built: tuple[Path, GraphView]) -> None:
    _, view = built
    assert len(view.events) >= len(attack_data.ATTACKS) - 3
    said = " ".join(m.quote for e in view.events for m in e.mentions)
    for sign in (
        "<script>",
        "onerror",
        "javascript:",
        "data:text/html",
        "href",
        "{{ 7*7 }}",
        "\u202e",
    ):
        assert sign in said, sign
    assert any("<script>" in actor.label for actor in view.actors.values())
    assert any("onerror" in topic.label for topic in view.topics.values())


@pytest.mark.browser
def test_nothing_of_it_runs(
    show: Callable[..., object], built: tuple[Path, GraphView], tmp_path: Path
) -> None:
    _, view = built
    write(tmp_path / "page.html", render(view, title=attack_data.ATTACKS[0]))
    page = show(tmp_path / "page.html")
    for tab in ("timeline", "map", "table", "network"):
        page.click(f"#tab-{tab}")
    page.click("#network-bar button:has-text('By rank')")
    page.click("#tab-table")
    page.mouse.move(600, 400)
    for rows in ("Links", "Actors", "Events"):
        page.click(f"#view-table .switch button:has-text('{rows}')")
        # Every event with all that hangs on it; of actors and links every third, for the time it takes.
        found = page.locator("#view-table tbody th button").count()
        for n in range(0, found, 1 if rows == "Events" else 3):
            page.locator("#view-table tbody th button").nth(n).click()
            page.wait_for_selector("#panel h2")
            if rows == "Events":
                page.wait_for_selector("#panel .passage")
                for opener in (
                    "#panel .people button",
                    "#panel .chips button",
                    "#panel .also button",
                ):
                    if page.locator(opener).count():
                        page.locator(opener).first.click()
                        page.wait_for_selector("#panel h2")
                        page.go_back()
                        page.wait_for_selector("#panel .passage")
            elif page.locator("#view-table .scope").count():
                page.click("#view-table .scope button")
    for word in ("script", "javascript", "href", "proto"):
        page.fill("#search", word)
    assert page.evaluate("window.struck") is None
    assert (
        page.locator(
            "img, iframe, object, embed, form[action], base, meta[http-equiv=refresh]"
        ).count()
        == 0
    )
    targets = page.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert all(target is None or target.startswith(("https://", "http://")) for target in targets)


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_export_can_be_read_again(
    built: tuple[Path, GraphView], tmp_path: Path, name: str
) -> None:
    where, view = built
    exporter = EXPORTERS[name]
    path = tmp_path / f"out{exporter.suffixes[0]}"
    with Store.open(where, read_only=True) as store:
        export(store.graph, path)
        quads = len(store.graph)
    events = len(view.events)
    if name in FORMATS:
        oxigraph, rdf = FORMATS[name]
        found = list(ox.parse(path=path, format=oxigraph))
        assert len(found) > 100
        if name in ("nquads", "trig"):
            assert len(found) == quads
        # A second reader, where the syntax has traps of its own; it takes its time.
        if rdf is not None:
            assert len(rdflib.Graph().parse(path, format=rdf)) > 100
    elif name == "records":
        lines = path.read_text(encoding="utf-8").split("\n")
        assert len([json.loads(line) for line in lines if line]) == events
    elif name in ("csv", "tables", "neo4j", "cameo", "plover"):
        files = [path.read_bytes()]
        if name in ("tables", "neo4j"):
            with zipfile.ZipFile(path) as archive:
                assert archive.testzip() is None
                # Nobody has corrected anything here: that table has a header alone.
                names = [n for n in archive.namelist() if n != "corrections.csv"]
                files = [archive.read(n) for n in names if n.endswith(".csv")]
        separator = "\t" if name in ("cameo", "plover") else ","
        for content in files:
            text = io.StringIO(content.decode("utf-8"), newline="")
            rows = list(csv.reader(text, delimiter=separator))
            assert len({len(row) for row in rows}) == 1
            assert len(rows) > 10
            dangerous = [c for row in rows for c in row if c[:1] in "=+@\t\r" and c]
            assert dangerous == []
    elif name == "parquet":
        parquet = pytest.importorskip("pyarrow.parquet")
        assert parquet.read_table(path).num_rows == events
    elif name == "xlsx":
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.load_workbook(path, read_only=True)
        assert len(list(book["events"].iter_rows())) == events + 1
        cells = (c for sheet in book for row in sheet.iter_rows() for c in row)
        assert {c.data_type for c in cells} <= {"n", "s", "inlineStr"}
    elif name == "ics":
        icalendar = pytest.importorskip("icalendar")
        found = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        assert len(found) == sum(e.start is not None for e in view.events)
        assert [e.errors for e in found if e.errors] == []
    elif name == "geojson":
        features = json.loads(path.read_bytes())["features"]
        placed = [f for f in features for _ in f["properties"]["events"]]
        assert len(placed) == sum(e.place in _on_map(view) for e in view.events)
    elif name == "csl":
        assert len(json.loads(path.read_bytes())) == len(_telling(view))
    elif name == "bibtex":
        assert path.read_text("utf-8").count("\n@") == len(_telling(view))
    elif name == "kml":
        assert ElementTree.parse(path).getroot().tag.endswith("}kml")
    else:
        ElementTree.parse(path)
        graph = nx.read_graphml(path) if name == "graphml" else nx.read_gexf(path)
        assert graph.number_of_edges() >= events - 3


def _telling(view: GraphView) -> set[object]:
    return {m.article for e in view.events for m in e.mentions}


def _on_map(view: GraphView) -> set[object]:
    return {p.iri for p in view.places.values() if p.latitude is not None}


def test_every_exporter_is_tried() -> None:
    others = {"records", "csv", "tables", "parquet", "graphml", "gexf", "neo4j", "cameo", "plover"}
    others |= {"xlsx", "ics", "geojson", "kml", "bibtex", "csl"}
    assert set(FORMATS) | others == set(EXPORTERS)
