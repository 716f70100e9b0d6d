"""The pages of a large graph, whose index answers what the engine would read everything for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import serving
import thin_store
from serving import ask

from kg.ask import index
from kg.core.ids import BASE
from kg.core.terms import SCHEMA, SEM
from kg.graph.store import Store
from kg.pages import content, reader
from kg.reference.nodes import node
from kg.serve import explorer, home, search, tasks
from kg.serve.context import Context
from kg.serve.kept import keep, kept
from kg.serve.limits import Limits

BUSIEST = "person/actor-00000-q900000000"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A store and its index."""
    folder = tmp_path_factory.mktemp("large")
    thin_store.write(folder / "graph", 600, 60)
    with Store.open(folder / "graph", read_only=True) as store:
        index.build(store.graph, folder / "names.db")
    return folder / "graph", folder / "names.db"


@pytest.fixture
def context(
    large: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Context]:
    """As if six hundred events were many."""
    monkeypatch.setattr(search, "KEPT_FROM", 500)
    monkeypatch.setattr(reader, "BUSY", 50)
    monkeypatch.setattr(tasks, "BUSY", 50)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = Context(large[0], Limits(), tmp_path)
    search.path(made).symlink_to(large[1])
    yield made
    made.store.close()


def test_the_start_page_is_that_of_the_engine(context: Context) -> None:
    found = home.known(search.path(context))
    assert found is not None
    graph = context.store.graph
    said = home.entrance.whole(graph)
    assert dict(found.counts) == {name: n for name, n in said.counts if name != "passages"}
    assert [i.value for i in found.latest] == sorted((i.value for i in said.latest), reverse=True)
    assert {(str(t), int(n.value)) for t, n in found.states} == {
        (str(t), int(n.value)) for t, n in said.states
    }
    assert [int(n.value) for _, n in found.people] == [int(n.value) for _, n in said.people]
    page = tasks.home(context).body.decode()
    assert "600 events" in page
    assert "Actor 00000" in page


def test_before_there_is_an_index_it_says_how_many_events_there_are(context: Context) -> None:
    search.path(context).unlink()
    page = tasks.home(context).body.decode()
    assert "600 events" in page
    assert "Actor 00000" not in page
    # With the index it is whole.
    index.build(context.store.graph, search.path(context))
    assert "Actor 00000" in tasks.home(context).body.decode()


def test_the_page_of_the_busiest_has_the_latest_events_and_ranks_these(context: Context) -> None:
    page = tasks.document(context, iri=BASE + BUSIEST, ending="html").body.decode()
    graph, thing = context.store.graph, ox.NamedNode(BASE + BUSIEST)
    theirs = {
        q.subject.value
        for q in graph.quads_for_pattern(None, node(SEM.hasActor), thing, None)
    }  # fmt: skip
    latest = sorted(theirs, key=index.by_day, reverse=True)
    assert re.search(r"<dt>events</dt><dd>(\d+)", page)[1] == str(len(theirs))
    listed = re.findall(r'href="/event/([^"]+)"', page.partition("Most often together")[0])
    assert [e.removesuffix(".html") for e in listed] == [
        e.removeprefix(BASE + "event/") for e in latest[: reader.PAGE]
    ]
    topics = Counter(
        q.object.value
        for event in latest[:50]
        for q in graph.quads_for_pattern(ox.NamedNode(event), node(SCHEMA.about), None, None)
    )
    assert "latest 50 events" in page
    best = re.search(
        r"Topics, latest.*?<ol.*?<a href=\"/([^\"]+)\".*?count\">(\d+)", page, re.DOTALL
    )
    assert int(best[2]) == max(topics.values())
    # Whom they met is not told a thousand times; the events say it.
    stated = content.page(
        graph, thing, latest=lambda first, most: (latest[first : first + most], len(latest))
    )
    assert "kg:met" not in {predicate[0].text for predicate, _ in stated.statements}
    assert "kg:met" in {predicate[0].text for predicate, _ in content.page(graph, thing).statements}
    older = tasks.document(context, iri=BASE + BUSIEST, ending="html", first=50).body.decode()
    assert latest[50].removeprefix(BASE) in older


def test_the_explorer_of_a_large_graph_is_kept_for_the_server_that_begins_again(
    context: Context,
) -> None:
    place = kept(context.path, "explorer")
    assert place is not None
    assert not place.exists()
    first = explorer.page(context).body
    assert place.read_bytes() == first
    assert kept(context.path, "review") != place
    # The next server has other folders.
    place.write_bytes(b"kept")
    for made in context.scratch.glob("explorer-*"):
        made.unlink()
    assert explorer.page(context).body == b"kept"
    # A page of what the store was before goes.
    old = place.with_name(re.sub(r"-\d+-", "-1-", place.name, count=1))
    keep(old, "old")
    keep(place, "new")
    assert not old.exists()
    assert place.read_text(encoding="utf-8") == "new"


def test_so_is_the_start_page(context: Context) -> None:
    page = tasks.home(context).body
    place = kept(context.path, "home")
    assert place is not None
    assert place.read_bytes() == page


def test_a_page_without_an_index_is_not_kept(context: Context) -> None:
    search.path(context).unlink()
    explorer.page(context)
    assert not kept(context.path, "explorer").exists()


def test_a_kept_page_is_given_out_as_it_is(
    large: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    keep(kept(large[0], "explorer"), "<title>kept</title>")
    with serving.running(large[0]) as server:
        assert ask(server.url + "explore").body == b"<title>kept</title>"
        keep(kept(large[0], "home"), "<title>home</title>")
        assert ask(server.url).body == b"<title>home</title>"
        assert ask(server.url + "health").status == 200
