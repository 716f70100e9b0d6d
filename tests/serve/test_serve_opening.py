"""What the explorer of a large graph opens with, and an index that is there when a server begins again."""

from __future__ import annotations

import itertools
import os
from collections import Counter
from pathlib import Path

import big_store
import pyoxigraph as ox
import pytest
import serving

from kg.ask import index
from kg.ask.index import place
from kg.ask.search import kept
from kg.core.ids import BASE
from kg.graph.files import read_meta
from kg.graph.view.load import load
from kg.graph.view.values import GraphView
from kg.serve import latest as indexed
from kg.serve import opening, search
from kg.serve.context import Context
from kg.serve.limits import Limits

TRIPLES = 75_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("large") / "graph"
    return serving.make_store(found, *big_store.quads(TRIPLES))


@pytest.fixture(scope="module")
def graph(folder: Path) -> ox.Store:
    return ox.Store.read_only(str(folder / (read_meta(folder).view or "")))


@pytest.fixture(scope="module")
def names(graph: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "names.db"
    index.build(graph, path)
    return path


def _expected(view: GraphView) -> list[str]:
    """The latest events between those who take part most often, counted from all events."""
    taking_part = {e.iri: {p.actor for p in e.participants} for e in view.events}
    often = Counter(actor for actors in taking_part.values() for actor in actors)
    busy = set(sorted(often, key=lambda actor: (-often[actor], actor))[: index.BUSY])
    between = [iri for iri, actors in taking_part.items() if len(actors & busy) > 1]
    return sorted(between, key=index.by_day, reverse=True)[: index.OPENING]


def test_the_index_knows_what_a_page_opens_with(graph: ox.Store, names: Path) -> None:
    whole = load(graph)
    expected = _expected(whole)
    assert len(expected) == index.OPENING < len(whole.events)
    assert indexed.opening(names) == (expected, len(whole.events))
    view, total = opening.opening(graph, names)
    assert total == len(whole.events)
    known = {event.iri: event for event in whole.events}
    assert {e.iri: e for e in view.events} == {iri: known[iri] for iri in expected}


def test_without_an_index_a_sample_opens_with_those_who_are_busy(
    graph: ox.Store, names: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"no database")
    sampled = [opening.opening(graph, path) for path in (None, tmp_path / "none.db", broken)]
    assert sampled[0] == sampled[1] == sampled[2]
    view, total = sampled[0]
    exact = {event.iri for event in opening.opening(graph, names)[0].events}
    assert total == len(load(graph).events)
    # All events of this graph are in the sample.
    assert {event.iri for event in view.events} == exact


def test_a_small_graph_is_there_whole(tmp_path: Path) -> None:
    small = ox.Store()
    small.bulk_extend(big_store.quads(9_000))
    index.build(small, tmp_path / "names.db")
    whole = load(small)
    for path in (None, tmp_path / "names.db"):
        assert opening.opening(small, path) == (whole, len(whole.events))


def test_where_nobody_meets_twice_the_latest_are_shown(tmp_path: Path) -> None:
    rows = [
        index.EventRow(
            iri=f"{BASE}event/2020-01-{n:02}-visit-{n}", name="", names="", about="", said="",
            first=None, last=None, type="visit", status="held", links=(n,), roles=(("actor", n),),
        )
        for n in range(1, 30)
    ]  # fmt: skip
    index.write(tmp_path / "names.db", events=rows, things=[])
    assert indexed.opening(tmp_path / "names.db") == ([row.iri for row in reversed(rows)], 29)


def test_a_large_index_is_kept_for_the_next_time(
    folder: Path, graph: ox.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(os, "nice", lambda by: by)  # the other tests of this process do not wait
    scratch = [tmp_path / str(n) for n in range(3)]
    for one in scratch:
        one.mkdir()
    first, again, other = (Context(folder, Limits(), one) for one in scratch)
    # A small one is not: it is made in seconds, and nothing is left behind.
    search.make(str(folder), str(scratch[0]))
    assert search.made(first) == search.path(first)
    assert not (tmp_path / "cache").exists()
    assert search.made(again) is None

    monkeypatch.setattr(search, "KEPT_FROM", 100)
    search.make(str(folder), str(scratch[1]))
    assert search.made(other) == place(folder)
    assert place(folder).read_bytes() == search.path(first).read_bytes()
    # It is the one that `kg search` asks, and nothing is made a second time.
    monkeypatch.setattr(index, "build", lambda *_: pytest.fail("made anew"))
    monkeypatch.setattr(search, "build", lambda *_: pytest.fail("made anew"))
    search.make(str(folder), str(scratch[2]))
    assert list(itertools.chain(scratch[2].iterdir(), place(folder).parent.glob("*.part"))) == []
    assert search.ready(other) == place(folder)
    kept(graph, folder).close()
    for context in (first, again, other):
        context.store.close()
