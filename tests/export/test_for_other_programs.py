"""Calendars, workbooks, maps, bibliographies and networks: read by others, valid, and harmless whatever they hold."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import time
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pyoxigraph as ox
import pytest
from icalendar import Calendar
from store_data import ARTICLES, Plain

from kg.cli import main
from kg.construction import pipeline
from kg.core.errors import KgError
from kg.export import EXPORTERS, agenda, export, workbook
from kg.export.citations import Entry, bibtex_of, csl_of
from kg.graph.store import Store
from kg.graph.view.load import load

EXAMPLE = Path(__file__).parents[1] / "data" / "example.trig"
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
QUOTE = ox.NamedNode("http://www.w3.org/ns/oa#exact")
HEADLINE = ox.NamedNode("https://schema.org/headline")
HOSTILE = [
    '=HYPERLINK("http://example.org")', "+1", "@SUM(A1)", "\t=1", "a\r\nEND:VEVENT\r\nBEGIN:VALARM",
    "a;b,c\\n\\d:e", "<script>alert(1)</script>]]>&amp;", "x\x00\x01\x0b\x1f\x7f\x85\u2028\ufffe y",
    "}, url = {http://example.org}} @preamble{\"\\input{/etc/passwd}", "\\write18{id} $x^2_1$ 5% #~",
    "é" * 200, "\U0001f54a" * 60, '"},{"id":"', "x" * 40_000, "",
]  # fmt: skip


def _store(text: str | None = None) -> ox.Store:
    """The example; with a text, that as every label, quote and headline."""
    store = ox.Store()
    store.load(path=EXAMPLE, format=ox.RdfFormat.TRIG)
    if text is not None:
        for predicate in (LABEL, QUOTE, HEADLINE):
            for quad in list(store.quads_for_pattern(None, predicate, None, None)):
                store.remove(quad)
                store.add(ox.Quad(quad.subject, predicate, ox.Literal(text), quad.graph_name))
    return store


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return _store()


def _written(store: ox.Store, name: str) -> bytes:
    out = io.BytesIO()
    EXPORTERS[name].write(store, out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["csv", "cameo", "plover", "tables"])
def test_a_mark_is_put_where_it_is_asked_for(tmp_path: Path, store: ox.Store, name: str) -> None:
    path = tmp_path / f"a{EXPORTERS[name].suffixes[0]}"
    export(store, path)
    plain = path.read_bytes()
    export(store, path, bom=True)
    marked = path.read_bytes()
    if name == "tables":
        with zipfile.ZipFile(path) as archive, zipfile.ZipFile(io.BytesIO(plain)) as before:
            for table in archive.namelist():
                assert archive.read(table) == b"\xef\xbb\xbf" + before.read(table)
    else:
        assert marked == b"\xef\xbb\xbf" + plain
        rows = list(csv.reader(io.StringIO(marked.decode("utf-8-sig"), newline="")))
        assert rows[0] == next(csv.reader(io.StringIO(plain.decode(), newline="")))


def test_a_mark_is_refused_where_it_would_spoil_the_file(
    tmp_path: Path, store: ox.Store, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(KgError, match="no byte order mark") as caught:
        export(store, tmp_path / "a.ttl", bom=True)
    assert "csv" in caught.value.mend
    assert main(["export", "-o", str(tmp_path / "a.geojson"), "--bom"]) == 1
    assert "--bom" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_has_five_sheets_whose_cells_are_what_they_are(store: ox.Store) -> None:
    book = openpyxl.load_workbook(io.BytesIO(_written(store, "xlsx")))
    assert book.sheetnames == ["events", "participants", "mentions", "actors", "corrections"]
    head, *rows = book["events"].iter_rows(values_only=True)
    assert len(rows) == 14
    row = dict(zip(head, next(r for r in rows if r[3] == "2019-12-10"), strict=True))
    assert (row["latitude"], row["mentions"], row["cameo"]) == (38.89511, 3, "043")
    assert row["first_published"] == "2019-12-10"
    assert len(list(book["mentions"].iter_rows())) == 23


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_a_workbook_is_a_formula(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(_written(_store(text), "xlsx")))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert {c.data_type for c in cells} <= {"s", "inlineStr", "n"}
    labels = {c.value for c in list(book["events"]["H"])[1:]}
    kept = "".join(c for c in text if c in "\t\n\r" or c >= " ").replace("\ufffe", "")
    if len(text) > workbook.MOST_CHARACTERS:
        kept = "x" * (workbook.MOST_CHARACTERS - 1) + "…"
    assert labels <= {kept.replace("\r\n", "\n"), kept, kept or None, None} or not text
    dangerous = [c for c in cells if isinstance(c.value, str) and c.value[:1] in "=+-@\t"]
    assert all(c.quotePrefix for c in dangerous if c.value)
    assert bool(dangerous) == (text[:1] in tuple("=+@\t"))


def test_a_workbook_goes_on_with_another_sheet(
    store: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 10)
    book = openpyxl.load_workbook(io.BytesIO(_written(store, "xlsx")))
    names = [n for n in book.sheetnames if n.startswith("mentions")]
    assert names == ["mentions", "mentions 2", "mentions 3"]
    assert sum(book[n].max_row - 1 for n in names) == 22
    assert len({tuple(next(book[n].iter_rows(values_only=True))) for n in names}) == 1


def test_a_workbook_carries_no_time(store: ox.Store) -> None:
    one = _written(store, "xlsx")
    time.sleep(2.1)  # a zip counts by two seconds
    assert _written(store, "xlsx") == one


def test_openpyxl_or_what_to_install(
    tmp_path: Path, store: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(KgError, match="openpyxl is not installed") as caught:
        export(store, tmp_path / "a.xlsx")
    assert "diplokg[xlsx]" in caught.value.mend
    assert list(tmp_path.iterdir()) == []


def _events(data: bytes) -> dict[str, Any]:
    return {str(e["UID"]): e for e in Calendar.from_ical(data).walk("VEVENT")}


def test_a_calendar_says_what_is_certain(store: ox.Store) -> None:
    data = _written(store, "ics")
    found = _events(data)
    view = load(store)
    wanted = {e.iri: e for e in view.events if e.status in agenda.STATUS and e.start}
    assert set(found) == {i for i, e in wanted.items() if e.precision != "year"}
    for iri, entry in found.items():
        event = wanted[iri]
        assert str(entry["STATUS"]) == agenda.STATUS[event.status]
        assert entry["DTSTART"].dt == date.fromisoformat(event.start or "")
        assert (entry["DTEND"].dt - date.fromisoformat(event.end or "")).days == 1
        assert str(entry["SUMMARY"]).startswith(event.label)
        assert entry.errors == []
        assert 1970 <= entry["DTSTAMP"].dt.year <= 2020
    statuses = {str(e["STATUS"]) for e in found.values()}
    assert statuses == {"CONFIRMED", "TENTATIVE", "CANCELLED"}
    assert not any(e.status in ("denied", "declined") for i, e in wanted.items() if i in found)
    signing = next(e for i, e in found.items() if "agreement-signing" in i)
    assert (signing["DTEND"].dt - signing["DTSTART"].dt).days == 2
    june = next(e for i, e in found.items() if "2019-06-summit" in i)
    assert "day not known, 2019-06" in str(june["SUMMARY"])
    sochi = next(e for i, e in found.items() if "2019-05-14" in i)
    assert sochi["GEO"].to_ical() == "43.59699;39.72477"
    assert "Sergey Lavrov, foreign minister" in str(sochi["DESCRIPTION"])


@pytest.mark.parametrize("text", [None, *HOSTILE])
def test_lines_of_a_calendar_are_as_the_standard_wants_them(text: str | None) -> None:
    data = _written(_store(text), "ics")
    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no piece ends inside a character
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line)
    unfolded = data.replace(b"\r\n ", b"").decode().split("\r\n")
    assert all(re.match(r"[A-Z-]+[;:]|$", x) for x in unfolded)
    assert {x for x in unfolded if x.startswith(("BEGIN", "END"))} == {
        "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT",
    }  # fmt: skip
    assert len(_events(data)) == unfolded.count("BEGIN:VEVENT") == 12
    if text and text.isprintable():
        assert {str(e["SUMMARY"]).split(" (")[0] for e in _events(data).values()} == {
            text.split(" (")[0]
        }


@pytest.mark.parametrize("text", [None, *HOSTILE])
def test_geojson_has_points_with_events(text: str | None) -> None:
    store = _store(text)
    data = _written(store, "geojson")
    found = json.loads(data)
    assert set(found) == {"type", "features"}
    view = load(store)
    placed = [e.iri for e in view.events if e.place and view.places[e.place].latitude is not None]
    assert sorted(e["id"] for f in found["features"] for e in f["properties"]["events"]) == sorted(
        placed
    )
    for f in found["features"]:
        assert f["type"] == "Feature"
        assert f["geometry"]["type"] == "Point"
        longitude, latitude = f["geometry"]["coordinates"]
        assert -180 <= longitude <= 180
        assert -90 <= latitude <= 90
        assert f["properties"]["number"] == len(f["properties"]["events"])
    sochi = next(f for f in found["features"] if "sochi" in f["id"])
    assert sochi["geometry"]["coordinates"] == [39.72477, 43.59699]  # longitude first
    assert sochi["properties"]["first"] == "2019-05-14"


KML = "{http://www.opengis.net/kml/2.2}"


@pytest.mark.parametrize("text", [None, *HOSTILE])
def test_kml_shows_text_and_no_markup_of_an_article(text: str | None) -> None:
    root = ElementTree.fromstring(_written(_store(text), "kml"))
    marks = list(root.iter(f"{KML}Placemark"))
    assert len({m.get("id") for m in marks}) == len(marks) > 5
    order = ["name", "description", "TimeSpan", "ExtendedData", "Point"]
    for mark in marks:
        names = [c.tag.removeprefix(KML) for c in mark]
        assert names == [n for n in order if n in names]
        shown = mark.findtext(f"{KML}description") or ""
        # Programs take it for HTML: there is no tag in it but ours.
        assert set(re.findall(r"<[^>]*>", shown)) <= {"<br/>"}
        longitude, latitude = map(float, (mark.findtext(f".//{KML}coordinates") or "").split(","))
        assert abs(longitude) <= 180
        assert abs(latitude) <= 90
    if text is None:
        assert {f.findtext(f"{KML}name") for f in root.iter(f"{KML}Folder")} >= {"Sochi", "Geneva"}


# What the schema of GEXF 1.3 allows (gexf.xsd and dynamics.xsd at gexf.net), of what we write: attributes, those
# that must be there, and children in order.
GEXF = "{http://gexf.net/1.3}"
RULES = {
    "gexf": ({"version"}, {"version"}, ["meta", "graph"]),
    "meta": ({"lastmodifieddate"}, set(), ["creator", "keywords", "description"]),
    "creator": (set(), set(), []),
    "graph": (
        {"timeformat", "start", "end", "mode", "timerepresentation", "defaultedgetype", "idtype"},
        set(),
        ["attributes", "nodes", "edges"],
    ),
    "attributes": ({"mode", "class"}, {"class"}, ["attribute"]),
    "attribute": ({"id", "title", "type"}, {"id", "title", "type"}, ["default", "options"]),
    "nodes": ({"count"}, set(), ["node"]),
    "edges": ({"count"}, set(), ["edge"]),
    "node": ({"start", "end", "id", "label", "pid"}, {"id"}, ["attvalues", "position"]),
    "edge": (
        {"start", "end", "id", "type", "label", "source", "target", "weight", "kind"},
        {"source", "target"},
        ["attvalues"],
    ),
    "attvalues": (set(), set(), ["attvalue"]),
    "attvalue": ({"for", "value", "start", "end"}, {"for", "value"}, []),
    "position": ({"x", "y", "z"}, {"x", "y"}, []),
}


@pytest.mark.parametrize("text", [None, *HOSTILE])
def test_gexf_keeps_the_rules_of_its_schema(text: str | None) -> None:
    data = _written(_store(text), "gexf")
    root = ElementTree.fromstring(data)
    assert root.tag == GEXF + "gexf"
    assert root.get("version") == "1.3"
    for element in root.iter():
        assert element.tag.startswith(GEXF), "another name space"
        allowed, needed, children = RULES[element.tag.removeprefix(GEXF)]
        assert needed <= set(element.attrib) <= allowed
        at = [children.index(c.tag.removeprefix(GEXF)) for c in element]
        assert at == sorted(at)
        for name in {"start", "end"} & set(element.attrib):
            date.fromisoformat(element.attrib[name])
    declared = {
        (a.get("class"), x.get("id")): x.get("type")
        for a in root.iter(f"{GEXF}attributes")
        for x in a
    }
    assert set(declared.values()) <= {"string", "integer", "double"}
    ids = [n.get("id") for n in root.iter(f"{GEXF}node")]
    assert len(set(ids)) == len(ids) == 10
    edges = list(root.iter(f"{GEXF}edge"))
    assert len({e.get("id") for e in edges}) == len(edges) == 18
    assert {e.get(end) for e in edges for end in ("source", "target")} <= set(ids)
    for kind in ("node", "edge"):
        for element in root.iter(GEXF + kind):
            values = element.iter(f"{GEXF}attvalue")
            assert {(kind, str(v.get("for"))) for v in values} <= set(declared)
    assert b"viz:position" in data  # the prefix that programs look for


def _fields(text: str) -> list[dict[str, str]]:
    """BibTeX as programs read it: a value ends where its braces are even."""
    found = []
    at = 0
    while (head := re.compile(r"@(\w+)\{([^,\s]+),").search(text, at)) is not None:
        entry = {"": head[1], "key": head[2]}
        at = head.end()
        while (field := re.compile(r"\s*(\w+) = ").match(text, at)) is not None:
            start = at = field.end()
            depth = 0
            while depth or text[at] not in ",\n":
                depth += (text[at] == "{") - (text[at] == "}")
                at += 1
            entry[field[1]] = text[start:at]
            at += text[at] == ","
        assert text[at : at + 2] == "\n}", text[at : at + 40]
        found.append(entry)
    return found


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_bibliography_is_a_command(text: str) -> None:
    one = Entry(
        key="k", kind="news", title=text, outlet=text, day="2019-05-14", url=text, note=text
    )
    (entry,) = _fields(bibtex_of([one]))
    assert set(entry) >= {"", "key", "title", "date", "year", "month", *(["note"] if text else [])}
    bare = entry["title"][1:-1]
    for command in ("{\\textbackslash}", "{\\textbraceleft}", "{\\textbraceright}",
                    "{\\textasciitilde}", "{\\textasciicircum}"):  # fmt: skip
        bare = bare.replace(command, "")
    bare = re.sub(r"\\[&%$#_]", "", bare)
    assert not re.search(r"[\\{}$%#&~^_]", bare)
    assert not re.search(r"[{}\\\s]", entry.get("url", "{}")[1:-1])
    (item,) = json.loads(csl_of([one]))
    assert item["title"] == " ".join("".join(c if c.isprintable() else " " for c in text).split())
    assert item["issued"] == {"date-parts": [[2019, 5, 14]]}


def test_a_bibliography_has_every_article_once(store: ox.Store) -> None:
    entries = _fields(_written(store, "bibtex").decode())
    items = json.loads(_written(store, "csl"))
    assert [e["key"] for e in entries] == [i["id"] for i in items]
    view = load(store)
    reporting = {m.article for event in view.events for m in event.mentions}
    # One of the articles is there as the copy of another, and reports nothing of its own.
    assert [a.copy_of is not None for iri, a in view.articles.items() if iri not in reporting] == [True]  # fmt: skip
    assert len({i["id"] for i in items}) == len(items) == len(reporting)
    assert {i["type"] for i in items} == {"article-newspaper", "document"}
    assert {e[""] for e in entries} == {"article", "misc"}
    assert next(e for e in entries if "harbour" in e["key"])["journal"] == "{Harbour Wire}"


def test_one_event_is_cited_with_its_sources(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "reference_quads", tuple)
    with Store.open(tmp_path / "graph") as opened:
        pipeline.build(ARTICLES, store=opened, annotator=Plain())
    cite = ["cite", "--store", str(tmp_path / "graph")]
    assert main([*cite, "Lavrov Pompeo Sochi"]) == 0
    event, *sources = _fields(capsys.readouterr().out)
    assert "2019-05-14-meeting" in event["key"]
    assert event["note"] == "{meeting, held}"
    assert [s["date"] for s in sources] == ["{2019-05-10}", "{2019-05-15}"]
    assert [s["title"] for s in sources] == ["{Title of two}", "{Title of one}"]
    assert main([*cite, "Lavrov Pompeo Sochi", "--format", "csl"]) == 0
    items = json.loads(capsys.readouterr().out)
    assert [i["type"] for i in items] == ["event", "article-newspaper", "article-newspaper"]
    assert main([*cite, "nothing of the kind"]) == 1
    assert "no event is called" in capsys.readouterr().err


def test_rdfxml_keeps_the_ends_of_lines(tmp_path: Path) -> None:
    store = ox.Store()
    words = ["a\r\nb", "\r", "a\rb\n\tc ", "\r\n\r\n", " \r"]
    for n, text in enumerate(words):
        store.add(ox.Quad(ox.NamedNode(f"urn:x{n}"), LABEL, ox.Literal(text)))
    export(store, tmp_path / "a.rdf")
    back = list(ox.parse(path=tmp_path / "a.rdf", format=ox.RdfFormat.RDF_XML))
    assert {q.triple for q in back} == {q.triple for q in store}
    root = ElementTree.parse(tmp_path / "a.rdf").getroot()
    assert sorted(str(x.text) for d in root for x in d) == sorted(words)
