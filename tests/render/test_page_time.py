"""Two sides compared, dates that narrow while they are dragged, a timeline that zooms, a network that plays."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api")

Open = Callable[..., "sync_api.Page"]


def selected(select: str) -> str:
    return "#select=" + quote(select, safe="")


def table(page: sync_api.Page, heading: str) -> dict[str, list[str]]:
    """The rows of the table under a heading of the panel."""
    rows = page.locator(f"#panel h3:has-text({heading!r}) + table tbody tr").all()
    return {r.locator("th").inner_text(): r.locator("td").all_inner_texts() for r in rows}


def test_two_people_are_compared(show: Open) -> None:
    page = show("small", selected("actor:person/donald-trump"))
    page.select_option("#panel .compare-form select", "person/vladimir-putin")
    page.click("#panel .compare-form button")
    assert page.inner_text("#panel h2") == "Donald Trump and Vladimir Putin"
    held = table(page, "Took place")
    assert held["Phone calls"] == ["4", "2"]
    assert held["Summits"] == ["3", "2"]
    assert table(page, "In contact with: both")["Kim Jong Un"] == ["3", "1"]
    alone = page.locator(
        "#panel h3:has-text('In contact with: only one') + .halves section"
    ).all_inner_texts()
    assert "Xi Jinping" in alone[0]
    assert "Mike Pompeo" in alone[1]
    assert "Xi Jinping" not in alone[1]
    # Table and timeline have the events of either.
    page.click("#tab-table")
    either = int(page.inner_text("#view-table .around").split()[0])
    assert either == 13
    page.go_back()
    page.click("#panel .actions button:has-text('together')")
    assert page.inner_text("#panel .kind") == "Two actors"
    page.click("#panel button:has-text('Compare the two')")
    assert page.inner_text("#panel .kind") == "Two actors compared"


def test_two_states_are_compared(show: Open) -> None:
    page = show("small", selected("state:country/ru"))
    page.select_option("#panel .compare-form select", "country/us")
    page.click("#panel .compare-form button")
    assert page.inner_text("#panel .kind") == "Two states compared"
    assert "Topics: both" in page.inner_text("#panel")


def test_two_periods_tell_what_began_what_stopped_and_who_came(show: Open) -> None:
    page = show("small", selected("periods:2018-01-01..2018-12-31|2019-01-01..2019-12-31"))
    assert page.inner_text("#panel h2") == "2018 and 2019"
    words = page.inner_text("#panel")

    def under(heading: str) -> str:
        return page.locator(f"#panel h3:has-text({heading!r}) + ul").inner_text()

    assert "Kim Jong Un – Vladimir Putin" in under("Began")
    assert "Donald Trump – Kim Jong Un" in table(page, "Went on")
    assert "Mike Pompeo" in under("Who came")
    assert "Stopped" in words
    page.fill("#panel .chain-form input >> nth=0", "")
    page.click("#panel .chain-form button")
    assert "Give each period a first and a last day." in page.inner_text("#panel .chain-form")
    for broken in (
        "periods:2018-01-01..x|2019-01-01..2019-12-31",
        "periods:",
        "versus:person/a|person/a",
    ):
        assert "Not in this file" in show("small", selected(broken)).inner_text("#panel")


def test_dates_narrow_while_they_are_dragged(show: Open) -> None:
    page = show("small")
    box = page.locator(".histogram").bounding_box()
    page.mouse.move(box["x"] + 1, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 30, steps=4)
    during = page.inner_text("#counts")
    assert not during.startswith("19 of 20")
    assert "from=" not in page.url
    page.mouse.up()
    assert page.inner_text("#counts") == during
    assert "from=2018-04-01" in page.url
    page.go_back()
    assert page.inner_text("#counts").startswith("19 of 20")


def test_the_timeline_zooms(show: Open) -> None:
    page = show("small", "#tab=timeline")
    lanes = page.locator(".lanes svg")
    box = lanes.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + 6)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 6, steps=4)
    assert page.locator(".stretch").count() == 1
    page.mouse.up()
    assert "from=2019" in page.url
    assert "to=2019" in page.url
    fewer = page.locator("#view-timeline .event-open").count()
    assert 0 < fewer < 19
    page.click("#view-timeline button:has-text('Zoom out')")
    assert page.locator("#view-timeline .event-open").count() > fewer
    page.click("#view-timeline button:has-text('All dates')")
    assert page.locator("#view-timeline .event-open").count() == 19
    page.click("#view-timeline button:has-text('Zoom in')")
    assert page.locator("#view-timeline .event-open").count() < 19


def test_a_network_plays_through_its_years_and_comes_back(show: Open) -> None:
    page = show("small", selected("actor:person/donald-trump"))
    before = page.inner_text("#counts")
    page.click("#panel button:has-text('Play over time')")
    page.wait_for_selector("#play:has-text('Stop: ')")
    assert "around=person%2Fdonald-trump" in page.url
    first = page.inner_text("#play")
    assert page.inner_text("#counts") != before
    assert "from=" not in page.url
    page.wait_for_function(
        "words => document.querySelector('#play').textContent !== words", arg=first
    )
    page.click("#play")
    assert page.inner_text("#play") == "Play over time"
    assert page.inner_text("#counts") == before
    assert "from=" not in page.url
