"""The page for everybody: the axe checker on each view, panel, form and list, in light and dark."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

Open = Callable[..., "sync_api.Page"]
Act = Callable[["sync_api.Page"], object]
SOCHI = "event:event/2019-05-14-meeting-mike-pompeo-sergey-lavrov-vladimir-putin"
PAIR = "pair:person/mike-pompeo|person/sergey-lavrov"
TRUMP = "person/donald-trump"
YEARS = "periods:2018-01-01..2018-12-31|2019-01-01..2019-12-31"


def at(select: str, **parts: str) -> str:
    named = {**parts, "select": select} if select else parts
    return "#" + "&".join(f"{name}={quote(value, safe='')}" for name, value in named.items())


PLACES = {
    "opening": "",
    "rank": at("", arrange="rank"),
    "timeline, event": at(SOCHI, tab="timeline", within=PAIR),
    "map, pair": at(PAIR, tab="map"),
    "table, topic": at("topic:topic/syria", tab="table"),
    "table of links, state": at("state:country/ru", tab="table", rows="links"),
    "chain": at("chain:person/mike-pompeo|person/moon-jae-in"),
    "place": at("place:place/sochi", tab="map"),
    "accounts": at(SOCHI, tab="accounts"),
    "events of two accounts": at("", tab="accounts"),
    "nothing left": "#status=denied",
    "not here": at("actor:nobody"),
    "person and neighbours": at(f"actor:{TRUMP}", around=TRUMP),
    "two people": at(f"versus:{TRUMP}|person/vladimir-putin"),
    "two states": at("versus-states:country/ru|country/us"),
    "two periods": at(YEARS),
    "states, a pair": at("states:country/ru|country/us", level="states"),
}
"""Addresses of the page."""


def _publish(page: sync_api.Page) -> None:
    page.click("#publish-open")
    page.wait_for_selector("#publish .preview svg")


def _correct(page: sync_api.Page, heading: str) -> None:
    box = page.locator("details.correct", has=page.locator("summary", has_text=heading)).first
    box.locator("summary").click()
    box.get_by_label("What is wrong").select_option(label="The date is wrong")
    # Before anything is filled in, so that what is lacking is said.
    box.get_by_role("button", name="Keep this correction").click()


def _kept(page: sync_api.Page) -> None:
    box = page.locator(
        "details.correct", has=page.locator("summary", has_text="Correct this event")
    )
    box.locator("summary").click()
    box.get_by_label("What is wrong").select_option(label="It did not take place")
    box.get_by_label("Reason").fill("the minutes")
    box.get_by_label("Your name").fill("Ann")
    box.get_by_role("button", name="Keep this correction").click()
    page.click("#desk-button")
    page.wait_for_selector(".desk-list li")


def _play(page: sync_api.Page) -> None:
    page.click("#panel button:has-text('Play over time')")
    page.wait_for_selector("#play:has-text('Stop: ')")


def _everything(page: sync_api.Page) -> None:
    """Whatever can be unfolded is."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")


STATES: dict[str, tuple[str, Act]] = {
    "search": ("", lambda page: page.fill("#search", "la")),
    "search, nothing found": ("", lambda page: page.fill("#search", "qqqq")),
    "publish, network": ("", _publish),
    "publish, event": (at(SOCHI, tab="timeline"), _publish),
    "correct an event": (at(SOCHI), lambda page: _correct(page, "Correct this event")),
    "correct a passage": (at(SOCHI), lambda page: _correct(page, "Correct this passage")),
    "correct a person": (at(f"actor:{TRUMP}"), _everything),
    "corrections kept": (at(SOCHI), _kept),
    "playing": (at(f"actor:{TRUMP}"), _play),
    "all unfolded": ("#status=held", _everything),
}
"""What is there only after somebody has done something."""


CHECKS = {"light": {"resultTypes": ["violations"]}, "dark": {"runOnly": ["color-contrast"]}}
"""What axe looks at: everything, and in dark what colours change."""


def serious(page: sync_api.Page, scheme: str = "light") -> list[tuple[str, str, list[str]]]:
    return [
        (v["id"], v["impact"], [node["html"][:200] for node in v["nodes"][:3]])
        for v in axe.Axe().run(page, options=CHECKS[scheme]).response["violations"]
        if v["impact"] in ("serious", "critical")
    ]


def check(page: sync_api.Page) -> None:
    for scheme in CHECKS:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(150)
        assert (scheme, serious(page, scheme)) == (scheme, [])


@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_nothing_serious(show: Open, place: str) -> None:
    check(show("small", PLACES[place]))


@pytest.mark.parametrize("what", STATES)
def test_nor_in_what_somebody_opens(show: Open, what: str) -> None:
    address, act = STATES[what]
    page = show("small", address)
    act(page)
    check(page)


@pytest.mark.parametrize("tab", ["network", "timeline", "map", "table", "accounts"])
def test_nor_on_a_telephone(show: Open, tab: str) -> None:
    page = show("small", at(SOCHI, tab=tab), width=390)
    check(page)
    _everything(page)
    check(page)


@pytest.mark.parametrize("graph", ["nothing", "hostile", "large"])
def test_nor_in_a_graph_that_is_empty_hostile_or_large(show: Open, graph: str) -> None:
    check(show(graph))


def test_axe_would_tell(show: Open) -> None:
    page = show("small")
    page.evaluate("document.querySelector('#search').removeAttribute('aria-controls')")
    page.evaluate("document.querySelectorAll('label[for=search]').forEach(l => l.remove())")
    page.evaluate("document.querySelector('#search').removeAttribute('placeholder')")
    assert serious(page)
    page.evaluate(
        "document.querySelectorAll('p').forEach(p => { p.style.color = '#777'; p.style.background = '#888'; })"
    )
    assert [rule for rule, *_ in serious(page, "dark")] == ["color-contrast"]
