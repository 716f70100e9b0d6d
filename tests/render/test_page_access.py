"""The page for everybody: the axe checker on each view and panel, in light and dark."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

Open = Callable[..., "sync_api.Page"]
SOCHI = "event:event/2019-05-14-meeting-mike-pompeo-sergey-lavrov-vladimir-putin"
PAIR = "pair:person/mike-pompeo|person/sergey-lavrov"
PLACES = {
    "opening": "",
    "rank": "#arrange=rank",
    "timeline, event": f"#tab=timeline&select={quote(SOCHI, safe='')}&within={quote(PAIR, safe='')}",
    "map, pair": f"#tab=map&select={quote(PAIR, safe='')}",
    "table, topic": "#tab=table&select=topic%3Atopic%2Fsyria",
    "table of links, state": "#tab=table&rows=links&select=state%3Acountry%2Fru",
    "chain": "#select=" + quote("chain:person/mike-pompeo|person/moon-jae-in", safe=""),
    "place": "#tab=map&select=place%3Aplace%2Fsochi",
    "accounts": f"#tab=accounts&select={quote(SOCHI, safe='')}",
    "events of two accounts": "#tab=accounts",
    "publish, event": f"#tab=timeline&select={quote(SOCHI, safe='')}",
    "nothing left": "#status=denied",
    "not here": "#select=actor%3Anobody",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_nothing_serious(show: Open, place: str, scheme: str) -> None:
    page = show("small", PLACES[place], color_scheme=scheme)
    page.wait_for_timeout(150)
    if place == "opening":
        # The list of what a search finds is part of the page, too.
        page.fill("#search", "la")
    if place.startswith("publish"):
        page.click("#publish-open")
        page.wait_for_selector("#publish .preview svg")
    found = axe.Axe().run(page).response["violations"]
    told = [
        (v["id"], v["impact"], [node["html"][:200] for node in v["nodes"][:3]])
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
    assert told == []


def test_axe_would_tell(show: Open) -> None:
    page = show("small")
    page.evaluate("document.querySelector('#search').removeAttribute('aria-controls')")
    page.evaluate("document.querySelectorAll('label[for=search]').forEach(l => l.remove())")
    page.evaluate("document.querySelector('#search').removeAttribute('placeholder')")
    found = axe.Axe().run(page).response["violations"]
    assert any(v["impact"] in ("serious", "critical") for v in found)
