"""How soon a page is there, beside what pyvis makes of the same graph by default, in one run.

"Ready" is counted by the browser from the start of the navigation to the first whole picture. Medians,
because other things run on the machine at the same time; the load is told with them.
"""

from __future__ import annotations

import itertools
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import page_data
import pytest
from pyvis.network import Network

from kg.render import payload

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timing]
sync_api = pytest.importorskip("playwright.sync_api")

Open = Callable[..., "sync_api.Page"]
PATIENCE = 15.0
"""Seconds after which the default page of pyvis is given up on."""


def ready(show: Open, name: str, address: str, *, times: int) -> list[float]:
    took = []
    for _ in range(times):
        page = show(name, address)
        took.append(page.evaluate("performance.getEntriesByName('ready')[0].startTime") / 1000)
        page.context.close()
    return took


@pytest.fixture(scope="module")
def told() -> Any:
    """Prints what was measured at the end of the module: `pytest -s` shows it."""
    lines: list[str] = []
    yield lines
    print("\n" + "\n".join(lines) + f"\nload {os.getloadavg()[0]:.1f}")


@pytest.mark.parametrize(
    ("name", "address", "limit", "times"),
    [
        ("large", "", 2.0, 5),
        ("large", "#level=actors", 2.0, 5),
        ("huge", "", 5.0, 3),
        ("huge", "#level=actors", 5.0, 3),
    ],
)
def test_ready_in_time(
    show: Open, told: list[str], name: str, address: str, limit: float, times: int
) -> None:
    took = ready(show, name, address, times=times)
    median = statistics.median(took)
    told.append(
        f"{name} {address or 'as it opens'}: {median:.2f} s of {[f'{t:.2f}' for t in took]}"
    )
    assert median < limit, took


def test_the_file_for_six_hundred_is_small(page_file: Callable[[str], Path]) -> None:
    assert page_file("large").stat().st_size < 1_000_000


def test_default_pyvis_of_the_same_graph_is_slower(
    browser: sync_api.Browser, show: Open, told: list[str], tmp_path: Path
) -> None:
    graph = payload.build(page_data.large(600, 1620)).graph
    network = Network(directed=True, cdn_resources="in_line")
    for number, actor in enumerate(graph["actors"]):
        network.add_node(number, label=actor["n"])
    for event in graph["events"]:
        members = sorted({part["a"] for part in event.get("w", ())})
        for a, b in itertools.combinations(members, 2):
            network.add_edge(a, b)
    path = tmp_path / "default.html"
    path.write_text(network.generate_html(), encoding="utf-8")
    context = browser.new_context()
    try:
        page = context.new_page()
        # It asks a host for Bootstrap; nobody answers here, so that this costs it no time.
        page.route("http*://**", lambda route: route.abort())
        began = time.monotonic()
        page.goto(path.as_uri(), wait_until="commit")
        try:
            page.wait_for_selector(
                "#loadingBar[style*='display: none']", state="attached", timeout=PATIENCE * 1000
            )
            theirs, words = time.monotonic() - began, ""
        except sync_api.TimeoutError:
            theirs, words = time.monotonic() - began, "not within "
    finally:
        context.close()
    ours = statistics.median(ready(show, "large", "#level=actors", times=3))
    told.append(
        f"600 nodes, default pyvis: {words}{theirs:.1f} s; ours in the same run: {ours:.2f} s"
    )
    assert ours < theirs
