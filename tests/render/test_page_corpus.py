"""The page of the bundled articles, made by `kg render` in a shell that knows nothing but ASCII."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pictures
import pytest
from checkout import python_path

from kg.graph.store import Store
from kg.graph.view.load import load
from kg.graph.view.values import GraphView
from kg.render.page import CERTAIN

pytestmark = [pytest.mark.browser, pytest.mark.slow]
sync_api = pytest.importorskip("playwright.sync_api")

Open = Callable[..., "sync_api.Page"]


@pytest.fixture(scope="module")
def made(corpus_store: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, GraphView]:
    """The page, and the graph that it shows."""
    folder = tmp_path_factory.mktemp("corpus")
    done = subprocess.run(
        [sys.executable, "-m", "kg", "render", "--store", str(corpus_store), "-o", "page.html"],
        cwd=folder,
        env={
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(folder),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "PYTHONPATH": python_path(Path(__file__).parents[2]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "LC_ALL": "C",
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
        },
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with Store.open(corpus_store, read_only=True) as store:
        view = load(store.graph)
    return folder / "page.html", view


def test_it_opens_on_who_meets_whom_and_asks_nobody(
    show: Open, made: tuple[Path, GraphView]
) -> None:
    path, view = made
    page = show(path)
    assert f" of {len(view.events)} events" in page.inner_text("#counts")
    assert page.get_attribute("#tab-network", "aria-selected") == "true"
    for tab in ("timeline", "map", "table", "network"):
        page.click(f"#tab-{tab}")
        page.wait_for_selector(f"#view-{tab} >> visible=true")
    # Names that no ASCII shell can say came through it unharmed.
    page.keyboard.press("/")
    page.keyboard.type("erdogan")
    assert "Erdoğan" in page.inner_text("#found")


def test_announced_meetings_and_their_sentence_in_three_clicks(
    show: Open, made: tuple[Path, GraphView]
) -> None:
    path, view = made
    page = show(path)
    clicks = 0

    def click(where: str) -> None:
        nonlocal clicks
        clicks += 1
        page.click(where)

    pair = "#panel .ranked button:has-text('Mike Pompeo – Sergey Lavrov')"
    if page.locator(pair).count():
        click(pair)
    else:
        click("#actor-list button:has-text('Mike Pompeo')")
        click("#panel .ranked button:has-text('Sergey Lavrov')")
    assert page.inner_text("#panel h2") == "Mike Pompeo and Sergey Lavrov"
    page.wait_for_selector("#panel .announced mark")
    assert clicks <= 3
    # The same, worked out from the graph.
    names = {actor.iri for actor in view.actors.values() if actor.label in pictures.PEOPLE[:2]}
    before = {"planned", "proposed", "postponed", "cancelled", "declined"}
    announced = {
        event: {m.quote for m in event.mentions if m.status in before}
        for event in view.events
        if names <= {p.actor for p in event.participants}
        and any(m.status in before for m in event.mentions)
    }
    certain = {e: said for e, said in announced.items() if e.start and e.confidence >= CERTAIN}
    assert certain
    rows = page.locator("#panel .announced > li")
    assert rows.count() == min(len(certain), 4)
    quotes = set().union(*certain.values())
    for said in page.locator("#panel .announced mark").all_text_contents():
        assert said in quotes
    assert any("is to see Russian Foreign Minister Sergey Lavrov" in q for q in quotes)
    # One more click, and the sentence stands in its paragraph with its source.
    click("#panel .announced .event-open:has-text('Putin')")
    page.wait_for_selector("#panel .passage mark")
    assert clicks <= 3
    assert "according to" in page.inner_text("#panel .passage >> nth=0")
    # Those that are left out at first come when they are asked for.
    page.go_back()
    click("#panel button:has-text('Show all events')")
    page.wait_for_function(
        "count => document.querySelectorAll('#panel .announced > li').length === count",
        arg=min(len(announced), 4),
    )


def test_two_accounts_of_one_meeting_each_with_its_sentence(
    show: Open, made: tuple[Path, GraphView]
) -> None:
    path, view = made
    several = next(
        event for event in view.events if len({m.article for m in event.mentions if m.topics}) > 1
    )
    page = show(path, "#select=event%3A" + several.iri.split("/diplokg/")[1].replace("/", "%2F"))
    page.wait_for_selector(".readouts")
    heads = page.locator(".readouts h4").all_inner_texts()
    assert heads[0] == "Both mention"
    assert heads[1].startswith("Only ")
    assert heads[2].startswith("Only ")
    assert heads[1] != heads[2]
    told = page.locator(".readouts q").all_text_contents()
    named = {n.before + n.words + n.after for m in several.mentions for n in m.named}
    assert told
    assert set(told) <= named


def test_each_view_has_its_picture(
    browser: sync_api.Browser, made: tuple[Path, GraphView], tmp_path: Path
) -> None:
    path, view = made
    taken = pictures.photograph(browser, path, view, tmp_path)
    assert set(taken) == set(pictures.PICTURES)
    data = {name: picture.read_bytes() for name, picture in taken.items()}
    assert len(set(data.values())) == len(data)
    for name, content in data.items():
        assert content.startswith(b"\x89PNG"), name
        # An empty page of this size is a few thousand bytes.
        assert len(content) > 20_000, name
