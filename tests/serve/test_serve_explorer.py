"""The explorer of a running server over a graph that is too large to be in the page at once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import big_store
import pyoxigraph as ox
import pytest
import serving
from serving import Server, ask

from kg.core.ids import BASE
from kg.graph.files import read_meta
from kg.graph.view.load import load
from kg.graph.view.values import GraphView
from kg.pages.chains import chain
from kg.reference.nodes import node
from kg.serve import explorer, search
from kg.serve.opening import opening

TRIPLES = 80_000
BUSIEST, NEXT, RARE = big_store.person(0), big_store.person(1), big_store.person(40)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("large") / "graph"
    return serving.make_store(found, *big_store.quads(TRIPLES))


@pytest.fixture(scope="module")
def graph(folder: Path) -> ox.Store:
    return ox.Store.read_only(str(folder / (read_meta(folder).view or "")))


@pytest.fixture(scope="module")
def whole(graph: ox.Store) -> GraphView:
    return load(graph)


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with serving.running(folder) as found:
        yield found


def around(server: Server, select: str, first: int | None = None) -> dict[str, Any]:
    more = "" if first is None else f"&first={first}"
    got = ask(f"{server.url}data/around?select={quote(select, safe='')}{more}")
    assert got.status == 200, got.text
    found: dict[str, Any] = json.loads(got.text)
    return found


def of(view: GraphView, *actors: str) -> set[str]:
    wanted = {BASE + a for a in actors}
    return {
        e.iri.removeprefix(BASE) for e in view.events if wanted <= {p.actor for p in e.participants}
    }


def test_the_events_of_a_node_come_page_by_page_the_latest_first(
    server: Server, whole: GraphView
) -> None:
    found: list[str] = []
    first: int | None = 0
    while first is not None:
        part = around(server, f"actor:{BUSIEST}", first)
        assert (part["first"], part["total"]) == (first, len(of(whole, BUSIEST)))
        # Within a part, events stand as in every page: the oldest first.
        found += [event["i"] for event in reversed(part["events"])]
        first = part["next"]
    assert set(found) == of(whole, BUSIEST)
    assert len(found) == len(set(found)) > explorer.PAGE
    days = [re.search(r"\d{4}-\d\d-\d\d", one)[0] for one in found]  # type: ignore[index]
    assert days == sorted(days, reverse=True)


def test_what_is_loaded_of_an_event_is_all_of_it(graph: ox.Store, whole: GraphView) -> None:
    events = explorer.latest(graph, _selected(f"actor:{RARE}"))
    known = {e.iri: e for e in whole.events}
    loaded = load(explorer.subset(graph, events)).events
    assert len(loaded) == len(events) > 3
    assert [e for e in loaded if e != known[e.iri]] == []


def _selected(text: str) -> explorer.Selection:
    found = explorer.selection(text)
    assert isinstance(found, explorer.Selection)
    return found


def test_every_kind_of_selection_gives_what_the_page_counts(
    server: Server, whole: GraphView
) -> None:
    def events(select: str) -> int:
        return int(around(server, select)["total"])

    assert events(f"pair:{BUSIEST}|{NEXT}") == len(of(whole, BUSIEST, NEXT))
    state = {e.iri for e in whole.events if BASE + "country/us" in e.parties}
    assert events("state:country/us") == len(state)
    broad = {
        t.iri for t in whole.topics.values() if BASE + "topic/subject-3" in (t.iri, *t.broader)
    }
    assert events("topic:topic/subject-3") == sum(
        not broad.isdisjoint(e.topics) for e in whole.events
    )
    town = whole.events[0].place
    assert town is not None
    assert events("place:" + town.removeprefix(BASE)) == sum(e.place == town for e in whole.events)
    mention = whole.events[0].mentions[0]
    assert events("article:" + mention.article.removeprefix(BASE)) == 1
    assert events("event:" + whole.events[0].iri.removeprefix(BASE)) == 1


def test_a_chain_leads_over_meetings_that_were_held(graph: ox.Store) -> None:
    met = node("kg:met")
    one = ox.NamedNode(BASE + RARE)
    direct = {q.object for q in graph.quads_for_pattern(one, met, None, None)}
    far = next(
        person
        for n in range(len(direct), 200)
        if (person := ox.NamedNode(BASE + big_store.person(n))) not in direct | {one}
        and next(iter(graph.quads_for_pattern(person, met, None, None)), None)
    )
    found = chain(graph, one, far)
    view = load(explorer.subset(graph, found))
    assert {e.status for e in view.events} == {"held"}
    assert {e.type for e in view.events} <= {"meeting", "summit", "negotiation"}
    taking_part = {p.actor for e in view.events for p in e.participants}
    assert {one.value, far.value} <= taking_part
    assert not of(view, one.value.removeprefix(BASE), far.value.removeprefix(BASE))
    assert chain(graph, one, ox.NamedNode(BASE + "person/nobody")) == set()


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("around?select=planet:mars", 400, "give select=actor:"),
        ("around", 400, "selects nothing"),
        ("around?select=actor:person/%3Cscript%3E", 400, "not an IRI"),
        ("around?select=actor:" + "%22%7D%20UNION%20%7B%20%3Fs", 400, "not an IRI"),
        ("around?select=actor:person/nobody", 404, "nothing here is called"),
        ("around?select=actor:", 404, "nothing here is called"),
        (f"around?select=pair:{BUSIEST}", 400, "does not name two things"),
        (f"around?select=pair:{BUSIEST}|{BUSIEST}", 400, "does not name two things"),
        (f"around?select=chain:{BUSIEST}|person/nobody", 404, "nothing here is called"),
        (f"around?select=actor:{BUSIEST}&first=999999999", 404, "events in all"),
        (f"around?select=actor:{BUSIEST}&first=99999999999999999999", 400, "no number"),
        (f"around?select=actor:{BUSIEST}&first=-1", 400, "no number"),
        (f"around?select=actor:{BUSIEST}&first=%D9%A3", 400, "no number"),
        ("around?select=event:event/none", 404, "nothing here is called"),
        (f"passages?select=actor:{BUSIEST}", 400, "is no event"),
        ("passages?select=event:event/none", 404, "no event here is called"),
        ("passages?select=event:" + BUSIEST, 404, "no event here is called"),
        ("everything", 404, "ask /data/around"),
    ],
)
def test_a_wrong_question_is_answered_clearly(
    server: Server, query: str, status: int, says: str
) -> None:
    got = ask(server.url + "data/" + query)
    assert (got.status, got.headers["content-type"]) == (status, "text/plain; charset=utf-8")
    assert says in got.text
    assert got.text.count("\n") == 1


def test_who_searches_while_the_index_is_made_is_told_so(
    graph: ox.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = ox.Store()
    small.bulk_extend(graph.quads_for_pattern(ox.NamedNode(BASE + RARE), None, None, None))
    held = SimpleNamespace(graph=small)
    context: Any = SimpleNamespace(store=held, path=tmp_path, view="v", scratch=tmp_path)
    monkeypatch.setattr(search, "PATIENCE", 0.0)
    part = tmp_path / f"names-v.db.{os.getpid()}.part"
    part.touch()
    assert explorer.find(context, words="actor").status == 503
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    part.rename(tmp_path / f"names-v.db.{ended.pid}.part")  # whoever made it has gone
    found = json.loads(explorer.find(context, words="actor").body)
    assert [row["select"] for row in found] == [f"actor:{RARE}"]


def test_a_thing_leads_to_the_explorer_opened_on_it(server: Server) -> None:
    got = ask(server.url + "explore?node=" + quote(BASE + RARE))
    there = f"/explore#select={quote('actor:' + RARE, safe='')}"
    assert (got.status, got.headers["location"]) == (303, there)
    assert ask(server.url + "explore?node=urn:none").status == 404
    assert ask(server.url + "explore?node=%20").status == 400


def _tab(browser: Any, url: str, said: list[str]) -> Any:
    tab = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB").new_page()
    tab.on("console", lambda m: said.append(m.text))
    tab.on("pageerror", lambda e: said.append(str(e)))
    tab.on(
        "request",
        lambda r: (
            said.append(r.url)
            if not r.url.startswith(url) and r.url[:5] not in ("data:", "blob:")
            else None
        ),
    )
    return tab


@pytest.mark.browser
def test_neighbourhoods_are_loaded_in_place(server: Server, whole: GraphView, browser: Any) -> None:
    said: list[str] = []
    tab = _tab(browser, server.url, said)
    try:
        tab.goto(server.url + "explore")
        tab.wait_for_selector("html[data-ready=true]", state="attached")
        tab.evaluate("window.same = true")
        total = len(whole.events)
        here = int(tab.inner_text("#counts").split()[0])
        assert f"{here} of {total} events here" in tab.inner_text("#counts")
        tab.click(f"#actor-list button:has-text('Actor {0:05d}')")
        tab.wait_for_selector("#load-more")
        mine = len(of(whole, BUSIEST))
        assert f"the latest {explorer.PAGE} of {mine} events" in tab.inner_text("#loading")
        while tab.locator("#load-more").count():
            before = tab.inner_text("#panel .lead")
            tab.click("#load-more")
            tab.wait_for_function(
                "before => document.querySelector('#panel .lead').innerText !== before "
                "&& !document.querySelector('#loading')?.innerText.startsWith('Loading')",
                arg=before,
            )
        # All of them are here, and counted as the whole graph counts them.
        held = sum(
            e.status == "held"
            and e.type == "meeting"
            and BASE + BUSIEST in {p.actor for p in e.participants}
            for e in whole.events
        )
        assert tab.inner_text("#panel .lead").startswith(f"{held} meetings")
        # Newcomers are drawn, too: as many nodes as there are actors in what is loaded.
        drawn = re.search(r"Network of (\d+) actors", tab.get_attribute("#canvas", "aria-label"))
        assert drawn
        assert drawn[1] == tab.inner_text("#counts").split(", ")[1].split()[0]
        tab.click("#panel .events:not(.announced) .event-open >> nth=0")
        tab.wait_for_selector("#panel mark")
        newest = max(
            (e for e in whole.events if e.iri.removeprefix(BASE) in of(whole, BUSIEST)),
            key=lambda e: e.iri,
        )
        assert tab.inner_text("#panel mark >> nth=0") == newest.mentions[0].quote
        tab.go_back()
        tab.wait_for_selector(f"#panel h2:has-text('Actor {0:05d}')")
        assert tab.evaluate("window.same") is True
        assert said == []
    finally:
        tab.context.close()


@pytest.mark.browser
def test_search_and_permalinks_reach_what_the_page_did_not_open_with(
    server: Server, graph: ox.Store, whole: GraphView, browser: Any
) -> None:
    opened, _ = opening(graph)
    taking_part = {p.actor for e in whole.events for p in e.participants}
    there = {a for a in taking_part if a.startswith(BASE + "person/actor-")}
    absent = sorted(there - set(opened.actors))[0].removeprefix(BASE)
    name = whole.actors[BASE + absent].label
    said: list[str] = []
    tab = _tab(browser, server.url, said)
    try:
        tab.goto(server.url + "explore")
        tab.wait_for_selector("html[data-ready=true]", state="attached")
        tab.fill("#search", name)
        tab.click("#found [role=option]:has-text('Person, in the store')")
        tab.wait_for_selector(f"#panel h2:has-text('{name}')")
        tab.click("text=Show only the neighbours")
        tab.wait_for_selector("#around:has-text('Around')")
        near = {
            p.actor
            for e in whole.events
            if e.iri.removeprefix(BASE) in of(whole, absent)
            for p in e.participants
        }
        label = f"Network of {len(near)} actors"
        assert label in tab.get_attribute("#canvas", "aria-label")
        other = _tab(browser, server.url, said)
        other.goto(tab.url)
        other.wait_for_selector(f"#panel h2:has-text('{name}')")
        other.wait_for_function(
            "label => document.querySelector('#canvas').ariaLabel.includes(label)", arg=label
        )
        event = min(of(whole, absent))
        other.goto(f"{server.url}explore#select={quote('event:' + event, safe='')}")
        other.reload()
        other.wait_for_selector("#panel mark")
        assert said == []
        other.goto(f"{server.url}explore#select=actor:person/nobody")
        other.reload()
        other.wait_for_selector("#panel h2:has-text('Not in this graph')")
        other.context.close()
    finally:
        tab.context.close()
