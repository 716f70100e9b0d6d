"""Every export format: complete, readable by others, and the same bytes every time."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from kg import export as exports
from kg.core.errors import KgError
from kg.export import EXPORTERS, export, exporter_for, rdf
from kg.export.tables import EVENT_COLUMNS

EXAMPLE = Path(__file__).parents[1] / "data" / "example.trig"
UNION = [".ttl", ".nt", ".rdf", ".jsonld"]
DATASET = [".trig", ".nq"]
RDFLIB = {
    ".ttl": "turtle",
    ".nt": "nt",
    ".rdf": "xml",
    ".jsonld": "json-ld",
    ".trig": "trig",
    ".nq": "nquads",
}
OXIGRAPH = {
    ".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES, ".rdf": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD, ".trig": ox.RdfFormat.TRIG, ".nq": ox.RdfFormat.N_QUADS,
}  # fmt: skip
NASTY = '=cmd|\' "quoted" \\ back <tag> & ]]> \n line \t tab \u2028 \U0001f54a \u05d0'


def _example() -> ox.Store:
    store = ox.Store()
    store.load(path=EXAMPLE, format=ox.RdfFormat.TRIG)
    return store


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return _example()


def _with_headline(text: str) -> ox.Store:
    """The example with this text as a label of an event, of an actor, and as a quote."""
    store = _example()
    for predicate in (
        "http://www.w3.org/2000/01/rdf-schema#label",
        "http://www.w3.org/ns/oa#exact",
    ):
        for quad in list(store.quads_for_pattern(None, ox.NamedNode(predicate), None, None)):
            store.remove(quad)
            store.add(ox.Quad(quad.subject, quad.predicate, ox.Literal(text), quad.graph_name))
    return store


@pytest.mark.parametrize("suffix", UNION + DATASET)
@pytest.mark.parametrize("text", [None, NASTY])
def test_rdf_comes_back_whole(tmp_path: Path, suffix: str, text: str | None) -> None:
    store = _example() if text is None else _with_headline(text)
    path = tmp_path / ("graph" + suffix)
    export(store, path)
    back = list(ox.parse(path=path, format=OXIGRAPH[suffix]))
    if suffix in DATASET:
        assert set(back) == set(store)
    else:
        assert {q.triple for q in back} == {q.triple for q in store}
    kind = rdflib.Dataset if suffix in DATASET else rdflib.Graph
    other = kind().parse(path, format=RDFLIB[suffix])
    union = rdflib.Graph()
    for s, p, o in (q[:3] for q in other.quads()) if suffix in DATASET else other:
        union.add((s, p, o))
    lines = ox.serialize({q.triple for q in store}, format=ox.RdfFormat.N_TRIPLES)
    assert isomorphic(union, rdflib.Graph().parse(data=lines, format="nt"))


@pytest.mark.parametrize(
    "suffix", [e.suffixes[0] for e in EXPORTERS.values() if e.name != "parquet"]
)
def test_the_same_graph_is_the_same_bytes(tmp_path: Path, store: ox.Store, suffix: str) -> None:
    quads = list(store)
    random.Random(3).shuffle(quads)
    other = ox.Store()
    for quad in quads:
        other.add(quad)
    one, two = tmp_path / ("a" + suffix), tmp_path / ("b" + suffix)
    export(store, one)
    export(other, two)
    assert one.read_bytes() == two.read_bytes()
    assert one.stat().st_size > 1000


def test_the_hash_seed_changes_nothing(tmp_path: Path) -> None:
    script = (
        "import sys, pyoxigraph as ox; from pathlib import Path; from kg.export import EXPORTERS, export\n"
        "s = ox.Store(); s.load(path=sys.argv[1], format=ox.RdfFormat.TRIG)\n"
        "[export(s, Path(sys.argv[2]) / ('x' + e.suffixes[0])) for e in EXPORTERS.values()"
        " if e.name != 'parquet']"
    )
    outcome = []
    for seed in ("1", "2"):
        where = tmp_path / seed
        where.mkdir()
        subprocess.run(
            [sys.executable, "-c", script, str(EXAMPLE), str(where)],
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
            cwd=Path(__file__).parents[2],
        )
        outcome.append({p.name: p.read_bytes() for p in where.iterdir()})
    assert outcome[0] == outcome[1]


def test_rdfxml_drops_what_xml_forbids_and_refuses_what_it_cannot_say(tmp_path: Path) -> None:
    path = tmp_path / "graph.rdf"
    export(_with_headline("a\x01b\x0bc\ufffe"), path)
    labels = rdflib.Graph().parse(path, format="xml").objects(None, rdflib.RDFS.label)
    assert {str(x) for x in labels} == {"abc"}
    odd = ox.Store()
    node = ox.NamedNode("urn:x")
    odd.add(ox.Quad(node, ox.NamedNode("http://example.org/1"), node))
    with pytest.raises(KgError, match="cannot write the predicate"):
        export(odd, tmp_path / "odd.rdf")
    assert not (tmp_path / "odd.rdf").exists()


def test_gzip_has_no_time_in_it(tmp_path: Path, store: ox.Store) -> None:
    export(store, tmp_path / "a.nq")
    export(store, tmp_path / "a.nq.gz")
    packed = (tmp_path / "a.nq.gz").read_bytes()
    assert gzip.decompress(packed) == (tmp_path / "a.nq").read_bytes()
    assert packed[3:8] == b"\x00\x00\x00\x00\x00"


def test_nquads_are_sorted_lines_for_bulk_loaders(tmp_path: Path, store: ox.Store) -> None:
    odd = ox.Store()
    odd.bulk_extend(store)
    x, p = ox.NamedNode("urn:x"), ox.NamedNode("urn:p\u00e9")
    for text in ('a "b"\n\r\t\\ \x01\x7f\u2028\x85\u00e9\U0001f600', "", "a", "a!"):
        for o in (ox.Literal(text), ox.Literal(text, language="en-GB"), ox.BlankNode("b")):
            for graph in (ox.DefaultGraph(), ox.NamedNode("urn:g"), ox.BlankNode("g")):
                odd.add(ox.Quad(x, p, o, graph))
    export(odd, tmp_path / "a.nq")
    lines = (tmp_path / "a.nq").read_bytes().splitlines(keepends=True)
    assert len(lines) == len(odd)
    expected = sorted(odd, key=lambda q: (str(q.graph_name), str(q.triple)))
    assert b"".join(lines) == ox.serialize(expected, format=ox.RdfFormat.N_QUADS)
    for name in ("a.nq.gz", "a.nq.zst"):
        export(odd, tmp_path / name)
        export(odd, tmp_path / f"again-{name}")
        assert (tmp_path / name).read_bytes() == (tmp_path / f"again-{name}").read_bytes()


def test_lines_that_memory_does_not_hold_are_sorted_all_the_same() -> None:
    lines = [f"{n * 7919 % 1000:x}\n".encode() for n in range(1000)]
    for most in (10, 250, 999, 1000, 1001):
        assert list(rdf.sorted_lines(lines, most)) == sorted(lines)
    assert list(rdf.sorted_lines([], 10)) == []


def test_csv_is_one_row_for_each_event(tmp_path: Path, store: ox.Store) -> None:
    export(store, tmp_path / "a.csv")
    rows = list(csv.DictReader((tmp_path / "a.csv").open(encoding="utf-8", newline="")))
    assert len(rows) == 14
    row = next(r for r in rows if r["date"] == "2019-12-10")
    assert row["participants"] == "Mike Pompeo; Sergey Lavrov"
    assert (row["place"], row["city"], row["country"]) == ("State Department", "Washington", "US")
    assert (row["mentions"], row["latitude"], row["longitude"]) == ("3", "38.89511", "-77.03637")
    assert row["sources"] == "Eastern Readouts; Harbour Wire; Western Readouts"
    assert row["first_published"] == "2019-12-10"
    assert tuple(row) == EVENT_COLUMNS


def test_csv_cells_are_no_formulas(tmp_path: Path) -> None:
    export(_with_headline("=HYPERLINK(1)"), tmp_path / "a.csv")
    rows = list(csv.DictReader((tmp_path / "a.csv").open(encoding="utf-8", newline="")))
    assert {r["label"] for r in rows} == {"'=HYPERLINK(1)"}
    assert all(r["participants"].startswith("'=") for r in rows)


def test_the_archive_joins(tmp_path: Path, store: ox.Store) -> None:
    export(store, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        tables = {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode())))
            for name in archive.namelist()
        }
    assert list(tables) == [
        "events.csv", "participants.csv", "mentions.csv", "actors.csv", "corrections.csv",
    ]  # fmt: skip
    assert len(tables["mentions.csv"]) == 22
    events = {r["event"] for r in tables["events.csv"]}
    actors = {r["actor"] for r in tables["actors.csv"]}
    assert {r["event"] for r in tables["mentions.csv"]} == events
    assert {r["actor"] for r in tables["participants.csv"]} <= actors


def test_records_have_the_agreed_form(tmp_path: Path, store: ox.Store) -> None:
    export(store, tmp_path / "a.jsonl")
    lines = [json.loads(x) for x in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    assert len(lines) == 14
    events = {line["events"][0]["id"]: line["events"][0] for line in lines}
    assert len(events) == 14
    sochi = next(line for line in lines if line["events"][0]["date"] == "2019-05-14")
    assert sochi["document"]["source_id"] == "wire-2019-05-10"
    assert sochi["document"]["language"] == "en"
    event = sochi["events"][0]
    assert event["status"] == "held"
    assert event["venue"] == {"name": None, "city": "Sochi", "country": "RU", "geonames": 491422}
    assert [m["source_id"] for m in event["mentions"]] == [
        "wire-2019-05-10", "west-2019-05-14", "wire-2019-12-10",
    ]  # fmt: skip
    assert event["status_history"] == [
        {"status": "planned", "published": "2019-05-10", "source_id": "wire-2019-05-10"},
        {"status": "held", "published": "2019-05-14", "source_id": "west-2019-05-14"},
    ]
    assert event["codes"] == {"cameo": "042", "plover": "CONSULT-visit"}
    assert event["participants"][0] == {
        "id": "https://w3id.org/diplokg/person/mike-pompeo-q473239", "name": "Mike Pompeo",
        "office": "Secretary of State", "polity": "US", "kind": "person", "function": "guest",
    }  # fmt: skip
    summons = next(e for e in events.values() if e["type"] == "summons")
    envoy = next(p for p in summons["participants"] if p["kind"] == "person")
    assert (envoy["name"], envoy["office"], envoy["polity"]) == (None, "ambassador", "XS")
    assert next(e for e in events.values() if e["type"] == "phone_call")["venue"] is None


@pytest.mark.parametrize("text", [None, NASTY + "\x01\x0b\ufffe"])
def test_graphml_and_gexf_are_read_again(tmp_path: Path, text: str | None) -> None:
    store = _example() if text is None else _with_headline(text)
    export(store, tmp_path / "a.graphml")
    export(store, tmp_path / "a.gexf")
    graph = nx.read_graphml(tmp_path / "a.graphml", force_multigraph=True)
    # Ten events of two, and two of three, which make three pairs each.
    assert graph.number_of_edges() == 18
    assert graph.number_of_nodes() == 10
    pompeo = "https://w3id.org/diplokg/person/mike-pompeo-q473239"
    lavrov = "https://w3id.org/diplokg/person/sergey-lavrov-q58217"
    assert graph.number_of_edges(pompeo, lavrov) == 3
    statuses = {d["event_status"] for _, _, d in graph.edges(data=True)}
    assert statuses == {"held", "planned", "cancelled", "denied", "disputed"}
    timed = nx.read_gexf(tmp_path / "a.gexf", version="1.2draft")
    assert timed.number_of_edges() == 18
    xml = (tmp_path / "a.gexf").read_text("utf-8")
    assert 'timeformat="date"' in xml
    assert 'start="2019-05-14" end="2019-05-14"' in xml
    assert "lastmodified" not in xml
    if text is None:
        assert graph.nodes[pompeo] == {"label": "Mike Pompeo", "kind": "person", "polity": "US"}


def test_parquet_or_what_to_install(
    tmp_path: Path, store: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(KgError, match="pyarrow is not installed") as caught:
        export(store, tmp_path / "a.parquet")
    assert "diplokg[parquet]" in caught.value.mend
    assert list(tmp_path.iterdir()) == []


def test_parquet_is_read_again(tmp_path: Path, store: ox.Store) -> None:
    reader = pytest.importorskip("pyarrow.parquet")
    export(store, tmp_path / "a.parquet")
    table = reader.read_table(tmp_path / "a.parquet")
    assert (table.num_rows, tuple(table.column_names)) == (14, EVENT_COLUMNS)


def test_zstd_or_what_to_install(
    tmp_path: Path, store: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(KgError, match="zstandard is not installed"):
        export(store, tmp_path / "a.nq.zst")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_export_leaves_what_was_there(
    tmp_path: Path, store: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.nt"
    path.write_text("before")

    def fail(store: ox.Store, out: io.BytesIO) -> None:
        out.write(b"half")
        raise OSError(28, "No space left on device")

    broken = exports.Exporter(name="ntriples", suffixes=(".nt",), doc="", write=fail)  # type: ignore[arg-type]
    monkeypatch.setattr(exports, "EXPORTERS", {"ntriples": broken})
    with pytest.raises(KgError, match="No space left"):
        export(store, path)
    assert path.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["a.nt"]


def test_a_folder_that_is_not_there(tmp_path: Path, store: ox.Store) -> None:
    with pytest.raises(KgError, match="cannot write the export"):
        export(store, tmp_path / "no" / "a.nt")


def test_the_name_tells_the_format(tmp_path: Path) -> None:
    assert exporter_for(Path("X.JSONL.ZST")).name == "records"
    assert exporter_for(Path("x.bin"), "gexf").name == "gexf"
    with pytest.raises(KgError, match="tells no format") as caught:
        exporter_for(Path("x.docx"))
    assert ".graphml" in caught.value.mend
    with pytest.raises(KgError, match="unknown export format 'xls'"):
        exporter_for(Path("x.ttl"), "xls")
    endings = [s for e in EXPORTERS.values() for s in e.suffixes]
    assert len(endings) == len(set(endings))


def test_an_empty_store_is_exported_too(tmp_path: Path) -> None:
    for exporter in EXPORTERS.values():
        if exporter.name != "parquet":
            export(ox.Store(), tmp_path / ("x" + exporter.suffixes[0]))
    assert (tmp_path / "x.csv").read_text().splitlines() == [",".join(EVENT_COLUMNS)]
