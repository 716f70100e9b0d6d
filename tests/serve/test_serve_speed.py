"""How soon the explorer of a large graph is there; tools/benchmarks/explorer.py has the whole size."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any

import pytest
import serving
import thin_store
from benchmarks.explorer import AROUND, OPENS, measured

from kg.ask import index
from kg.graph.store import Store

EVENTS, ACTORS = 20_000, 1_200

pytestmark = [pytest.mark.slow, pytest.mark.timing]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("many") / "graph"
    assert thin_store.write(found, EVENTS, ACTORS) > EVENTS * 10
    return found


def test_the_explorer_opens_and_shows_a_neighbourhood_in_time(folder: Path, tmp_path: Path) -> None:
    with Store.open(folder, read_only=True) as store:
        index.build(store.graph, tmp_path / "names.db")
    for indexed in (None, tmp_path / "names.db"):
        times = measured(folder, indexed, rounds=3)
        took = {what: statistics.median(seconds) for what, seconds in times.items()}
        print(f"\n{took}")
        assert took.pop("opens") < OPENS
        assert max(took.values()) < AROUND, took


@pytest.mark.browser
def test_it_is_ready_in_a_browser_in_time(folder: Path, browser: Any) -> None:
    """From the start of the navigation to the first whole picture, as the browser counts it."""
    took = []
    with serving.running(folder) as server:
        for _ in range(3):
            tab = browser.new_page()
            tab.goto(server.url + "explore")
            tab.wait_for_selector("html[data-ready=true]", state="attached")
            took.append(tab.evaluate("performance.getEntriesByName('ready')[0].startTime") / 1000)
            tab.close()
    print(f"\n{took}")
    # The first of them may have waited for the page to be made.
    assert statistics.median(took) < OPENS, took
