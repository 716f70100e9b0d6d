"""Every kind of correction is in the store, in answers, in the page and in the exports: by whom, when and why."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from correction_data import ONE, THREE, TWO, asked, built, key, line, seen, sound
from store_data import ARTICLES

from kg.ask.explain import explain, lines
from kg.ask.query import run_named
from kg.ask.values import Table
from kg.core.ids import article_iri
from kg.export import export
from kg.graph.store import Store
from kg.render import render
from kg.render.payload import build as payload

ALL = [
    line(ONE, "2019-05-15", "date", "one"),
    line(TWO, "Geneva, CH", "place", "two"),
    line(THREE, "no event", "tells", "three"),
    line(ONE, "Anna Zilk (foreign minister, AT)", "with", "one"),
    line(TWO, "Sergey Lavrov", "without", "two"),
    line(ONE, "denied", "status", "one"),
    line(TWO, "summit", "type", "two"),
    "\t".join(
        ("Vladimir Putin", "Sergey Lavrov", "different", "actor", "two men", "ann", "2026-01-15")
    ),
]


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("all") / "g"
    assert built(folder, ALL).warnings == ()
    return folder


def test_every_kind_is_asked_for_by_a_query(everything: Path) -> None:
    sound(everything)
    query = """SELECT ?fact ?was ?right ?by ?when ?why {
      ?c a kg:Correction ; kg:fact ?fact ; kg:was ?was ; kg:right ?right ; kg:why ?why ;
         dcterms:created ?when ; prov:wasAttributedTo ?who . ?who a prov:Person ; rdfs:label ?by
    } ORDER BY ?fact"""
    rows = asked(everything, query)
    assert {r[0] for r in rows} >= {"date", "place", "tells", "with", "without", "status", "type"}
    assert {r[3:5] for r in rows} == {("ann", "2026-01-15")}
    assert ("date", "2019-05-14", "2019-05-15", "ann", "2026-01-15", "the minutes") in rows
    assert ("place", "Sochi, RU", "Geneva, CH", "ann", "2026-01-15", "the minutes") in rows


def test_the_page_has_every_kind(everything: Path) -> None:
    made = payload(seen(everything))
    mentions = [m for passages in made.evidence for m in passages]
    told = [k for m in [*mentions, *made.graph["withdrawn"]] for k in m.get("v", ())]
    assert {k["f"] for k in told} == {
        "date", "place", "tells", "with", "without", "status", "type",
    }  # fmt: skip
    assert {(k["b"], k["d"], k["y"]) for k in told} == {("ann", "2026-01-15", "the minutes")}
    [left] = made.graph["withdrawn"]
    assert (left["y"], left["s"], left["q"]) == ("phone_call", "held", THREE)
    assert made.graph["articles"][left["r"]]["s"] == "three"
    # What was read stays beside it.
    dates = {m["q"]: m["d"] for m in mentions}
    assert dates[ONE] == "2019-05-14"


def test_explain_tells_every_kind(everything: Path) -> None:
    with Store.open(everything, read_only=True) as store:
        text = "\n".join(
            row
            for what in ("Pompeo", article_iri(ARTICLES[2]))
            for found in explain(store.graph, what)
            for row in lines(found)
        )
    for words in (
        "by a person: date: 2019-05-15, read as 2019-05-14; corrected by ann, 2026-01-15: the minutes",
        "by a person: place: Geneva, CH, read as Sochi, RU",
        "by a person: with Anna Zilk (foreign minister, AT), who was not read",
        "by a person: without Sergey Lavrov",
        "by a person: status: denied, read as held",
        "by a person: type: summit, read as meeting",
        "by a person: tells of no event, read as phone_call, held",
        "says held, 2019-05-14",
        f'"{THREE}"',
    ):
        assert words in text, words


def test_every_kind_is_in_the_exports(everything: Path, tmp_path: Path) -> None:
    with Store.open(everything, read_only=True) as store:
        for name in ("g.zip", "g.csv", "g.jsonl", "g.nq", "g.ttl", "g.jsonld", "g.rdf"):
            export(store.graph, tmp_path / name)
    with zipfile.ZipFile(tmp_path / "g.zip") as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("corrections.csv").decode())))
        mentions = list(csv.DictReader(io.StringIO(archive.read("mentions.csv").decode())))
    assert {r["fact"] for r in rows} >= {
        "date", "place", "tells", "with", "without", "status", "type",
    }  # fmt: skip
    assert {(r["by"], r["when"]) for r in rows} == {("ann", "2026-01-15")}
    assert {m["date"] for m in mentions} == {"2019-05-14"}
    events = list(csv.DictReader((tmp_path / "g.csv").open()))
    assert any("date: 2019-05-15, read as 2019-05-14" in e["corrected"] for e in events)
    records = [json.loads(row) for row in (tmp_path / "g.jsonl").read_text().splitlines()]
    facts = {
        c["fact"]
        for r in records
        for e in r["events"]
        for m in e["mentions"]
        for c in m.get("corrections", ())
    }
    assert facts == {"date", "place", "with", "without", "status", "type"}
    for name in ("g.nq", "g.ttl", "g.jsonld", "g.rdf"):
        assert "the minutes" in (tmp_path / name).read_text(), name


def test_the_named_query_has_every_kind(everything: Path) -> None:
    with Store.open(everything, read_only=True) as store:
        found = run_named(store.graph, "corrections", {})
        assert isinstance(found, Table)
        facts = {getattr(row[2], "value", None) for row in found.rows}
        assert facts >= {"date", "place", "tells", "with", "without", "status", "type"}
        of = run_named(store.graph, "corrections", {"event": seen(everything).events[0].iri})
    assert isinstance(of, Table)
    assert 0 < len(of.rows) < len(found.rows)


def test_who_met_asks_the_corrected_events(tmp_path: Path) -> None:
    built(
        tmp_path / "g",
        [line(ONE, "2019-05-15", "date", "one"), line(TWO, "2019-05-15", "date", "two")],
    )
    with Store.open(tmp_path / "g", read_only=True) as store:
        found = run_named(store.graph, "who-met", {"person": "lavrov", "other": "pompeo"})
    assert isinstance(found, Table)
    assert [getattr(row[0], "value", None) for row in found.rows] == ["2019-05-15"]


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    evil = '<script>alert(1)</script> "\\ \u202e=1+1 {{7*7}} \u2028 \x00'
    rows = [
        "\t".join((key(ONE), "2019-05-15", "date", "one", evil, f"=cmd {evil}", "2026-01-15")),
        "\t".join((key(TWO), evil, "with", "two", "x", "@sum", "2026-01-15")),
    ]
    text = "\n".join(rows).replace("\u2028", " ").replace("\x00", " ")
    built(tmp_path / "g", text.split("\n"))
    sound(tmp_path / "g")
    view = seen(tmp_path / "g")
    assert "<script>alert" not in render(view)
    with Store.open(tmp_path / "g", read_only=True) as store:
        export(store.graph, tmp_path / "g.zip")
        shown = [r for f in explain(store.graph, "Pompeo") for r in lines(f)]
    assert all(c.isprintable() for row in shown for c in row)
    with zipfile.ZipFile(tmp_path / "g.zip") as archive:
        cells = [
            c
            for row in csv.reader(io.StringIO(archive.read("corrections.csv").decode()))
            for c in row
        ]
    assert not [c for c in cells if c[:1] in "=+-@" and c]
