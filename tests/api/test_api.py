"""kg.build, kg.open and what they give; and that tables read again are equal to those in Python."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pandas as pd
import pyoxigraph as ox
import pytest
import serving
from store_data import ARTICLES, Plain

import kg
from kg import api
from kg.core.errors import KgError
from kg.export import EXPORTERS, export
from kg.export.dyads import CAMEO_COLUMNS, PLOVER_COLUMNS
from kg.export.tables import EVENT_COLUMNS

LAVROV = "https://w3id.org/diplokg/person/sergey-lavrov-q58217"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return serving.make_store(tmp_path_factory.mktemp("api") / "graph")


@pytest.fixture(scope="module")
def graph(path: Path) -> kg.Graph:
    return kg.open(path)


def test_events_are_a_frame_in_one_line(path: Path) -> None:
    events = kg.open(path).events()
    assert (len(events), tuple(events.columns)) == (14, EVENT_COLUMNS)
    assert events["start"].dtype.kind == "M"
    assert events["confidence"].between(0, 1).all()
    row = events[events["date"] == "2019-05-14"].iloc[0]
    assert row["participants"] == "Mike Pompeo; Sergey Lavrov; Vladimir Putin"
    assert events["start"].isna().sum() == 1


def test_other_frames(graph: kg.Graph) -> None:
    parts, mentions = graph.participants(), graph.mentions()
    assert set(parts["event"]) == set(graph.events()["event"]) == set(mentions["event"])
    assert len(mentions) == 22
    assert (mentions["to"] - mentions["from"] == mentions["quote"].str.len()).all()
    assert isinstance(graph.network(), nx.MultiGraph)
    assert repr(graph) == "<kg.Graph with 14 events>"


def test_questions(graph: kg.Graph) -> None:
    met = graph.ask("who-met", person="lavrov", since=2019)
    assert list(met["with"]) == [
        "Mohammad Javad Zarif",
        "Mike Pompeo",
        "Vladimir Putin",
        "Ada Ferrand",
        "Mike Pompeo",
    ]
    chain = graph.ask("chain", from_="pompeo", to="zarif")
    assert chain["meetings"].tolist() == [2]
    assert "who-met" in graph.questions().index
    with pytest.raises(KgError, match="unknown parameter --who"):
        graph.ask("who-met", who="lavrov")


def test_sparql(graph: kg.Graph) -> None:
    frame = graph.sparql("SELECT ?e (1.5 AS ?n) (true AS ?t) { ?e a kg:Summit }")
    assert isinstance(frame, pd.DataFrame)
    assert frame.iloc[0, 1:].tolist() == [1.5, True]
    assert graph.sparql("ASK { ?e a kg:Summit }") is True
    triples = graph.sparql("CONSTRUCT { ?c rdfs:label ?l } WHERE { ?c a kg:State ; rdfs:label ?l }")
    assert isinstance(triples, pd.DataFrame)
    assert (len(triples), list(triples.columns)) == (6, ["subject", "predicate", "object"])
    with pytest.raises(kg.api.KgError, match="not valid SPARQL"):  # type: ignore[attr-defined]
        graph.sparql("SELECT")


def test_explain_shows_the_words(graph: kg.Graph) -> None:
    assert "raised Ukraine and arms control" in graph.explain("Lavrov Pompeo Sochi")


def test_files_of_rdf_open_too(graph: kg.Graph, tmp_path: Path) -> None:
    for name in ("a.nq", "a.trig", "a.ttl", "a.nq.gz"):
        graph.export(tmp_path / name)
        pd.testing.assert_frame_equal(kg.open(tmp_path / name).events(), graph.events())
    (tmp_path / "a.docx").write_text("x")
    with pytest.raises(KgError, match="no file of RDF"):
        kg.open(tmp_path / "a.docx")
    (tmp_path / "b.ttl").write_text("x")
    with pytest.raises(KgError, match="cannot read it"):
        kg.open(tmp_path / "b.ttl")
    with pytest.raises(KgError, match="no store here"):
        kg.open(tmp_path / "none")


def test_build_reads_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.extract.extractor.make", lambda wanted: Plain())
    graph = kg.build(ARTICLES, tmp_path / "graph")
    assert set(graph.events()["status"]) == {"held"}
    with graph:
        assert graph.render(tmp_path / "graph.html").stat().st_size > 10_000
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(KgError, match="nothing could be read"):
        kg.build(tmp_path / "empty.txt", tmp_path / "other")
    assert "empty" in (tmp_path / "other" / "report.jsonl").read_text()


def test_only_what_is_there_is_in_the_package() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = kg.nothing  # type: ignore[attr-defined]
    assert kg.open is api.open


# Every table that is written is, read again, the one in Python.
def test_csv_and_parquet_come_back_equal(graph: kg.Graph, tmp_path: Path) -> None:
    mine = graph.events()
    graph.export(tmp_path / "a.csv")
    graph.export(tmp_path / "a.parquet")
    days = ["start", "end", "first_published"]
    text = {
        c: "str"
        for c in EVENT_COLUMNS
        if c
        not in (*days, "latitude", "longitude", "confidence", "mentions", "independent_sources")
    }
    read = pd.read_csv(
        tmp_path / "a.csv", parse_dates=days, dtype=text, keep_default_na=False, na_values=[""]
    )
    parquet = pd.read_parquet(tmp_path / "a.parquet")
    for column in days:
        parquet[column] = pd.to_datetime(parquet[column])
    for other in (read, parquet):
        same = other.astype(object).where(other.notna(), None)
        own = mine.astype(object).where(mine.notna(), None)
        # An empty cell of CSV is no text and no value alike.
        pd.testing.assert_frame_equal(
            same.replace("", None), own.replace("", None), check_dtype=False
        )


def _tsv(path: Path) -> list[dict[str, str]]:
    return list(
        csv.DictReader(
            path.open(encoding="utf-8", newline=""), delimiter="\t", quoting=csv.QUOTE_NONE
        )
    )


@pytest.mark.parametrize(
    ("scheme", "columns"), [("cameo", CAMEO_COLUMNS), ("plover", PLOVER_COLUMNS)]
)
def test_event_data_comes_back_equal(
    graph: kg.Graph, tmp_path: Path, scheme: str, columns: tuple[str, ...]
) -> None:
    graph.export(tmp_path / f"a.{scheme}.tsv")
    rows = _tsv(tmp_path / f"a.{scheme}.tsv")
    frame = graph.dyads(scheme)
    assert tuple(rows[0]) == tuple(frame.columns) == columns
    assert [list(r.values()) for r in rows] == [
        ["" if v is None or v != v else str(int(v) if c in ("quad_class", "geonames_id") else v)
         for c, v in zip(columns, row, strict=True)]
        for row in frame.itertuples(index=False)
    ]  # fmt: skip


def test_the_columns_of_cameo(graph: kg.Graph) -> None:
    dyads = graph.dyads("cameo")
    sochi = dyads[dyads["date"] == "20190514"]
    # Pompeo was the guest of two hosts: 042 from him, 043 back.
    assert sorted(zip(sochi["source"], sochi["target"], sochi["code"], strict=True)) == [
        ("RUGOV", "USGOV", "043"), ("RUGOV", "USGOV", "043"), ("USGOV", "RUGOV", "042"), ("USGOV", "RUGOV", "042"),
    ]  # fmt: skip
    assert set(sochi["place"]) == {"Sochi"}
    assert set(sochi["root_code"]) == {"04"}
    assert set(sochi["quad_class"]) == {1}
    assert set(sochi["date_precision"]) == {"day"}
    invitation = dyads[dyads["label"].str.startswith("Invitation")]
    assert list(zip(invitation["source_name"], invitation["target_name"], strict=True)) == [
        ("Bruno Silvan", "Ada Ferrand")
    ]
    call = graph.dyads("plover").query("event_mode == 'phone'")
    assert sorted(call["actor_country"]) == ["RU", "US"]
    with pytest.raises(KgError, match="no such scheme"):
        graph.dyads("icews")


def test_neo4j_files_hold_together(graph: kg.Graph, tmp_path: Path) -> None:
    graph.export(tmp_path / "a.neo4j.zip")
    with zipfile.ZipFile(tmp_path / "a.neo4j.zip") as packed:
        nodes, links = (
            list(csv.DictReader(io.StringIO(packed.read(n).decode(), newline="")))
            for n in ("nodes.csv", "relationships.csv")
        )
        assert "neo4j-admin database import" in packed.read("README.txt").decode()
    ids = [n["iri:ID"] for n in nodes]
    assert len(ids) == len(set(ids))
    assert {x for link in links for x in (link[":START_ID"], link[":END_ID"])} <= set(ids)
    assert sum(n[":LABEL"] == "Event" for n in nodes) == 14
    took_part = {(x[":START_ID"], x[":END_ID"]) for x in links if x[":TYPE"] == "TOOK_PART_IN"}
    parts = graph.participants()
    assert took_part == set(zip(parts["actor"], parts["event"], strict=True))


def test_networks_come_back_isomorphic(graph: kg.Graph, tmp_path: Path) -> None:
    mine = graph.network()
    graph.export(tmp_path / "a.graphml")
    graph.export(tmp_path / "a.gexf")
    read = nx.read_graphml(tmp_path / "a.graphml", force_multigraph=True)
    assert dict(read.nodes(data=True)) == dict(mine.nodes(data=True))
    assert sorted((a, b, json.dumps(d, sort_keys=True)) for a, b, d in _edges(read)) == sorted(
        (a, b, json.dumps(d, sort_keys=True)) for a, b, d in _edges(mine)
    )
    gexf = nx.read_gexf(tmp_path / "a.gexf", version="1.2draft")
    assert sorted((a, b) for a, b, _ in _edges(gexf)) == sorted((a, b) for a, b, _ in _edges(mine))
    assert {n: d["label"] for n, d in gexf.nodes(data=True)} == {
        n: d["label"] for n, d in mine.nodes(data=True)
    }
    xml = (tmp_path / "a.gexf").read_text("utf-8")
    # networkx looks for positions in a name space in which the schema has none.
    places = [p.attrib for p in ElementTree.fromstring(xml).iter("{http://gexf.net/1.3}position")]
    assert len({(p["x"], p["y"]) for p in places}) == len(places) == len(gexf)
    assert f'<node id="{LAVROV}" label="Sergey Lavrov" start="2018-06-18" end="2019-12-10">' in xml


def _edges(graph: nx.MultiGraph) -> list[tuple[str, str, dict[str, object]]]:
    drop = ("id", "key")
    return [
        (*sorted((a, b)), {k: v for k, v in d.items() if k not in drop})
        for a, b, d in graph.edges(data=True)
    ]


def test_records_come_back_equal(graph: kg.Graph, tmp_path: Path) -> None:
    graph.export(tmp_path / "a.jsonl")
    records = [
        json.loads(x)["events"][0] for x in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()
    ]
    events = graph.events()
    assert [r["id"] for r in records] == events["event"].tolist()
    assert [r["confidence"] for r in records] == events["confidence"].tolist()
    assert ["; ".join(sorted(t["label"] for t in r["topics"])) for r in records] == events[
        "topics"
    ].tolist()


def test_every_exporter_has_such_a_test(tmp_path: Path) -> None:
    exporting = Path(__file__).parents[1] / "export" / "test_export.py"
    others = exporting.with_name("test_for_other_programs.py")
    here = "".join(p.read_text("utf-8") for p in (Path(__file__), exporting, others))
    for exporter in EXPORTERS.values():
        assert exporter.suffixes[0] in here or f'"{exporter.name}"' in here
        export(ox.Store(), tmp_path / ("x" + exporter.suffixes[0]))


def test_python_has_what_the_verbs_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr("kg.extract.extractor.make", lambda wanted: asked.append(wanted) or Plain())
    people = tmp_path / "people.csv"
    people.write_text("id,name\nx,Ada Ferrand\n")
    store = tmp_path / "graph"
    built = kg.build(ARTICLES, store, authority=people, gate=False, model="m", again=True)
    assert (asked[0].model, asked[0].gate, built.problems) == ("m", False, ())
    left = kg.drop(ARTICLES[0].id, store)
    assert len(left.view.articles) == len(ARTICLES) - 1
    with pytest.raises(KgError, match="no such engine"):
        kg.build(ARTICLES, store, engine="none")  # type: ignore[arg-type]
    with pytest.raises(KgError, match="shards are of no use"):
        kg.build(ARTICLES, store, shards=tmp_path)
    with pytest.raises(KgError, match="no such file"):
        kg.build(ARTICLES, store, judgements=tmp_path / "none.tsv")
    with pytest.raises(KgError, match="no store here"):
        kg.drop("one", tmp_path / "other")
