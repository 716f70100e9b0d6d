"""Whose an official is of whom no state is said, and whom a clause names: from texts to tables, event data and page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.ask.query import run_named
from kg.cli import main
from kg.export.dyads import rows
from kg.graph.store import Store
from kg.graph.view.load import load
from kg.graph.view.values import GraphView
from kg.render.payload import build

pytestmark = pytest.mark.slow

TEXTS = [
    {
        "id": "bern", "publisher": "Swiss Federal Administration", "published": "2024-05-06",
        "text": "State Secretary Karla Brodin met Danish Foreign Minister Lars Løkke Rasmussen in Bern on Monday.",
    },
    {
        "id": "line", "publisher": "The Copenhagen Courier", "published": "2018-05-28",
        "text": "Two days after US President Donald Trump had written Kim Jong-un off, Kim and South Korean "
        "President Moon Jae-in met without notice on Saturday at Tongilgak.",
    },
    {
        "id": "letter", "publisher": "The Copenhagen Courier", "published": "2019-06-24",
        "text": "US President Donald Trump said on Monday that he had received one from Kim Jong-un.",
    },
]  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whose")
    texts = folder / "texts.jsonl"
    texts.write_text("".join(json.dumps(t) + "\n" for t in TEXTS), encoding="utf-8")
    assert main(["build", str(texts), "--store", str(folder / "graph")]) == 0
    return folder / "graph"


@pytest.fixture(scope="module")
def view(store: Path) -> GraphView:
    with Store.open(store, read_only=True) as opened:
        return load(opened.graph)


def test_tables_by_state_count_the_publishers_official(store: Path) -> None:
    with Store.open(store, read_only=True) as opened:
        table = run_named(opened.graph, "states-most", {})
        sides = {(r[7], r[8]) for r in rows(opened.graph, "cameo")}
    found = {frozenset(c.value for c in row[:2] if c is not None) for row in table.rows}
    assert {"Switzerland", "Denmark"} in found
    assert ("Karla Brodin", "CHE") in sides


def test_nobody_is_said_to_have_met_whom_he_did_not(store: Path) -> None:
    with Store.open(store, read_only=True) as opened:
        met = run_named(opened.graph, "who-met", {"person": "Donald Trump"})
        kim = run_named(opened.graph, "who-met", {"person": "Moon Jae-in"})
    assert not met.rows
    assert [row[1].value for row in kim.rows if row[1] is not None] == ["Kim Jong-un"]


def test_the_page_has_a_letter_and_no_meeting_of_the_two(view: GraphView) -> None:
    evidence = json.dumps(build(view).evidence, ensure_ascii=False)
    kinds = {
        e.type
        for e in view.events
        if any("Trump" in view.actors[p.actor].label for p in e.participants)
    }
    assert kinds == {"message"}
    assert "received one from Kim" in evidence
