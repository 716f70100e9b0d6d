"""The events of a selection from the index are those that the engine gives, in the same order."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import big_store
import pyoxigraph as ox
import pytest

from kg.ask import index
from kg.core.ids import BASE
from kg.core.terms import KG, PROV, SCHEMA, SEM, SKOS
from kg.core.vocab import expand
from kg.reference.nodes import node
from kg.serve import explorer, search
from kg.serve import latest as indexed

# Events of one day, without a day, and such as take place in a state that is no party to them.
ODD = f"""
@base <{BASE}> . @prefix kg: <{expand("kg:")}> . @prefix org: <{expand("org:")}> .
@prefix rdfs: <{expand("rdfs:")}> . @prefix schema: <{expand("schema:")}> .
@prefix sem: <{expand("sem:")}> . @prefix skos: <{expand("skos:")}> .
<graph/events> {{
  <country/aa> a kg:State ; rdfs:label "A-land" .
  <country/bb> a kg:State ; rdfs:label "B-land" .
  <org/oo> a org:Organization ; rdfs:label "O" .
  <place/pp> a schema:Place ; rdfs:label "P" .
  <topic/upper> a skos:Concept ; skos:prefLabel "upper" .
  <topic/lower> a skos:Concept ; skos:prefLabel "lower" ; skos:broader <topic/upper> .
  <event/2019-05-14-meeting-c> a kg:Event ; sem:hasActor <country/aa> ; kg:party <country/bb> .
  <event/2019-05-14-meeting-a> a kg:Event ; sem:hasActor <country/bb>, <org/oo> ; kg:party <country/aa> .
  <event/2019-05-14-meeting-b> a kg:Event ; kg:party <country/aa>, <country/bb> .
  <event/2019-05-meeting> a kg:Event ; kg:country <country/aa> ; schema:location <country/bb> .
  <event/undated-b> a kg:Event ; sem:hasActor <org/oo>, <country/aa> ; schema:about <topic/lower> .
  <event/undated-a> a kg:Event ; kg:party <org/oo> ; schema:location <place/pp> .
  <event/2021-visit> a kg:Event ; sem:hasActor <country/aa> ; schema:about <topic/upper>, <topic/lower> .
  <event/0987-01-01-visit> a kg:Event ; sem:hasActor <country/aa>, <person/nameless> ; schema:about <country/bb> .
}}
"""


def _graph(name: str) -> ox.Store:
    graph = ox.Store()
    if name == "odd":
        graph.load(ODD.encode(), format=ox.RdfFormat.TRIG)
    else:
        graph.extend(big_store.quads(12_000))
    return graph


@pytest.fixture(scope="module", params=["odd", "many"])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[ox.Store, Path]:
    graph = _graph(request.param)
    path = tmp_path_factory.mktemp("index") / "names.db"
    index.build(graph, path)
    return graph, path


def _referred(graph: ox.Store) -> list[str]:
    curies = (SEM.hasActor, KG.party, SCHEMA.about, SCHEMA.location, KG.country)
    found = {
        quad.object.value
        for curie in curies
        for quad in graph.quads_for_pattern(None, node(curie), None, None)
        if isinstance(quad.object, ox.NamedNode)
    }
    above = graph.quads_for_pattern(None, node(SKOS.broader), None, None)
    return sorted(found | {q.object.value for q in above if isinstance(q.object, ox.NamedNode)})


def _from_engine(graph: ox.Store, kind: str, things: tuple[str, ...]) -> list[str]:
    wanted = explorer.Selection(kind=kind, things=tuple(map(ox.NamedNode, things)))
    return [event.value for event in explorer.latest(graph, wanted)]


def _from_index(path: Path, kind: str, things: tuple[str, ...], page: int) -> list[str] | None:
    found: list[str] = []
    while True:
        part = indexed.latest(path, kind, things, first=len(found), most=page)
        if part is None:
            return None
        found += part[0]
        if len(found) >= part[1]:
            assert len(found) == part[1]
            return found


def test_the_index_gives_the_same_events_in_the_same_order(both: tuple[ox.Store, Path]) -> None:
    graph, path = both
    things = _referred(graph)
    asked = [(kind, (thing,)) for kind in ("actor", "state", "topic", "place") for thing in things]
    actors = [t for t in things if not t.startswith((BASE + "topic/", BASE + "place/"))][:25]
    asked += [
        (kind, two) for kind in ("pair", "states") for two in itertools.permutations(actors, 2)
    ]
    quoted = graph.quads_for_pattern(None, node(PROV.wasQuotedFrom), None, None)
    asked += [("article", (article,)) for article in sorted({q.object.value for q in quoted})[:40]]
    told = 0
    for kind, names in asked:
        expected = _from_engine(graph, kind, names)
        found = _from_index(path, kind, names, page=3)
        if found is None:  # what has no name is not in the index
            assert any("nameless" in name for name in names), names
            continue
        assert found == expected, (kind, names)
        told += bool(found)
    assert told > 20


def test_a_state_is_party_takes_part_or_lies_around_the_place(tmp_path: Path) -> None:
    index.build(_graph("odd"), tmp_path / "names.db")

    def events(kind: str, *things: str) -> list[str]:
        found = _from_index(tmp_path / "names.db", kind, tuple(BASE + t for t in things), page=100)
        return [event.removeprefix(BASE + "event/") for event in found or ()]

    one_day = ["2019-05-14-meeting-c", "2019-05-14-meeting-b", "2019-05-14-meeting-a"]
    assert events("actor", "country/bb") == ["2019-05-14-meeting-a"]
    assert events("state", "country/bb") == one_day
    assert events("states", "country/bb", "country/aa") == one_day
    assert events("place", "country/bb") == ["2019-05-meeting"]
    assert events("topic", "topic/upper") == ["2021-visit", "undated-b"]
    assert events("actor", "org/oo") == ["2019-05-14-meeting-a", "undated-b"]


def test_without_an_index_or_a_name_the_engine_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "names.db"
    for kind in ("actor", "article"):
        assert indexed.latest(path, kind, [BASE + "org/oo"], first=0, most=9) is None
    path.write_bytes(b"no database")
    assert indexed.latest(path, "actor", [BASE + "org/oo"], first=0, most=9) is None
    path.unlink()
    index.build(_graph("odd"), path)
    assert indexed.latest(path, "actor", [BASE + "person/nameless"], first=0, most=9) is None
    assert indexed.latest(path, "chain", [BASE + "org/oo"], first=0, most=9) is None
    assert indexed.latest(path, "actor", [BASE + "org/oo"], first=0, most=9) is not None


def test_the_page_gets_the_same_with_an_index_and_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = _graph("many")
    context: Any = SimpleNamespace(
        store=SimpleNamespace(graph=graph), path=tmp_path, view="v", scratch=tmp_path, memory={}
    )
    busiest = f"actor:{big_store.person(0)}"
    asked = [
        (busiest, 0),
        (busiest, 3),
        (busiest, 5_000),
        ("state:country/us", 0),
        ("actor:person/x", 0),
    ]
    asked += [
        (f"pair:{big_store.person(0)}|{big_store.person(1)}", 0),
        ("topic:topic/subject-3", 0),
    ]
    monkeypatch.setattr(explorer, "PAGE", 5)

    def answers() -> list[tuple[int, bytes]]:
        got = [explorer.around(context, select=select, first=first) for select, first in asked]
        return [(answer.status, answer.body) for answer in got]

    without = answers()
    index.build(graph, search.path(context))
    called: list[object] = []
    engine = explorer.latest
    monkeypatch.setattr(explorer, "latest", lambda *a: called.append(a) or engine(*a))
    context.memory.clear()
    assert answers() == without
    assert called == []
    assert [status for status, _ in without] == [200, 200, 404, 200, 404, 200, 200]
    assert json.loads(without[0][1])["next"] == 5
