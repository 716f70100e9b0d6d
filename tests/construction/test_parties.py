"""A body is a party: who holds an office of the United Nations acts for it, from the text to the page.

Their state is background: it tells people apart, and no table by states counts it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.ask.query import run_named
from kg.cli import main
from kg.core.model import LocalIri
from kg.export.dyads import rows
from kg.graph.store import Store
from kg.graph.view.load import load
from kg.graph.view.values import GraphView
from kg.reference.read import load as reference
from kg.render.payload import build

pytestmark = pytest.mark.slow

ARTICLES = {
    "envoy": "GENEVA, March 4, 2024 - The UN Special Envoy for Syria, Geir Pedersen, met Russian Foreign "
    "Minister Sergei Lavrov in Geneva on Monday.\n",
    "nato": "KYIV, April 30, 2024 - NATO Secretary General Jens Stoltenberg met Ukrainian President Volodymyr "
    "Zelensky in Kyiv on Monday.\n",
    "oslo": "OSLO, May 12, 2010 - Norwegian Prime Minister Jens Stoltenberg met Swedish Prime Minister Fredrik "
    "Reinfeldt in Oslo on Tuesday.\n",
    "who": "NAIROBI, June 3, 2024 - WHO Director-General Tedros Adhanom Ghebreyesus met Kenyan President "
    "William Ruto in Nairobi on Sunday.\n",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parties")
    (folder / "in").mkdir()
    for name, text in ARTICLES.items():
        (folder / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    assert main(["build", str(folder / "in"), "--store", str(folder / "graph")]) == 0
    return folder / "graph"


@pytest.fixture(scope="module")
def view(store: Path) -> GraphView:
    with Store.open(store, read_only=True) as opened:
        return load(opened.graph)


def test_each_acts_for_the_body_whose_office_they_hold_in_that_event(view: GraphView) -> None:
    sides = {
        (view.actors[p.actor].label.split()[-1], e.date): p.polity
        for e in view.events
        for p in e.participants
    }
    assert sides["Pedersen", "2024-03-04"] == "UN"
    assert sides["Stoltenberg", "2024-04-29"] == "NATO"
    assert sides["Stoltenberg", "2010-05-11"] == "NO"
    assert sides["Ghebreyesus", "2024-06-02"] == "WHO"
    # One person, whatever they act for; the state is theirs still.
    (person,) = (a for a in view.actors.values() if a.label.endswith("Stoltenberg"))
    assert person.polity == "NO"


def test_records_say_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    where = tmp_path / "nato.txt"
    where.write_text(ARTICLES["nato"], encoding="utf-8")
    assert main(["extract", str(where)]) == 0
    (event,) = json.loads(capsys.readouterr().out)["events"]
    assert [p["polity"] for p in event["participants"]] == ["NATO", "UA"]


def test_tables_by_state_do_not_count_their_passports(store: Path) -> None:
    with Store.open(store, read_only=True) as opened:
        table = run_named(opened.graph, "states-most", {})
        found = {tuple(c.value for c in row[:2] if c is not None) for row in table.rows}
    names = {n for pair in found for n in pair}
    assert {"NATO", "United Nations", "World Health Organization"} <= names
    assert not {"Ethiopia"} & names
    assert ("Norway", "Russia") not in found
    assert ("Norway", "Ukraine") not in found


def test_event_data_have_an_organisation_there(store: Path) -> None:
    with Store.open(store, read_only=True) as opened:
        sides = {(r[7], r[8], r[9]) for r in rows(opened.graph, "cameo")}
    assert ("Jens Stoltenberg", "NATO", "IGO") in sides
    assert ("Jens Stoltenberg", "NOR", "GOV") in sides


def test_on_the_page_official_and_body_are_one_side(view: GraphView) -> None:
    graph = build(view).graph
    text = json.dumps(graph)
    assert "org/nato" in text
    assert '"country/na' not in text  # no state called NATO
    assert '"country/un' not in text


def test_every_notation_of_a_body_is_its_own() -> None:
    catalog = reference()
    assert not catalog.bodies.keys() & catalog.by_notation.keys()
    for notation, iri in catalog.bodies.items():
        assert catalog.organisations[iri].notation == notation
        assert catalog.organisations[iri].polity is None
    assert catalog.organisations[LocalIri("org/european-commission")].notation == "EU"
