"""The page in a real browser, opened from disk: what a reader sees, and what must never happen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api")

SOCHI = "event/2019-05-14-meeting-mike-pompeo-sergey-lavrov-vladimir-putin"

Open = Callable[..., "sync_api.Page"]


def chosen(identifier: str) -> str:
    return "#select=" + identifier.replace(":", "%3A").replace("/", "%2F").replace("|", "%7C")


def panel(page: sync_api.Page) -> str:
    return page.inner_text("#panel")


def test_opens_on_who_meets_whom(show: Open) -> None:
    page = show("small")
    assert page.inner_text("#counts") == "19 of 20 events, 8 actors, 27 of 28 articles report them"
    assert "Kim Jong Un – Moon Jae-in" in panel(page)
    assert page.locator("#canvas canvas").count() == 1
    label = page.get_attribute("#canvas", "aria-label")
    assert label is not None
    assert label.startswith("Network of 8 actors and 12 links")
    # Something is really drawn: the picture has many colours.
    colours = page.evaluate(
        """() => { const c = document.querySelector('#canvas canvas');
        const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        const seen = new Set(); for (let i = 0; i < d.length; i += 4) seen.add(d[i] + ',' + d[i+1] + ',' + d[i+2]);
        return seen.size; }"""
    )
    assert colours > 20


def test_an_event_shows_its_evidence(show: Open) -> None:
    page = show("small")
    page.click("#tab-timeline")
    page.click(
        "#view-timeline .event-open:has-text('Mike Pompeo, Sergey Lavrov and Vladimir Putin')"
    )
    page.wait_for_selector("#panel mark")
    marks = page.locator("#panel mark").all_inner_texts()
    assert (
        marks[1]
        == "In Sochi on Tuesday Lavrov and Pompeo differed over Venezuela and Ukraine before both saw Putin."
    )
    quote = page.locator("#panel blockquote").nth(1).inner_text()
    assert quote.startswith("The correspondent had waited since the morning. In Sochi")
    assert quote.endswith("No further details were given.")
    words = panel(page)
    for expected in (
        "announced for 14 May 2019",
        "reported as held for 14 May 2019",
        "according to a spokesman",
        "very likely right (0.93)",
        "Example Wire, 10 May 2019",
        "Sochi",
    ):
        assert expected in words, expected
    link = page.locator("#panel .source a").first
    assert link.get_attribute("href") == "https://example.org/2019-05-10"
    assert "noopener" in (link.get_attribute("rel") or "")


def test_two_accounts_side_by_side(show: Open) -> None:
    page = show("small", chosen(f"event:{SOCHI}"))
    page.wait_for_selector(".readouts")
    sections = page.locator(".readouts section").all_inner_texts()
    bulletin = "The ministers exchanged views on arms control, Syria and Venezuela."
    wire = "In Sochi on Tuesday Lavrov and Pompeo differed over Venezuela and Ukraine before both saw Putin."
    assert [[line for line in section.split("\n") if line] for section in sections] == [
        [
            "Both mention",
            "Venezuela",
            "Ministry Bulletin (invented)",
            bulletin,
            "Example Wire",
            wire,
        ],
        ["Only Ministry Bulletin (invented)", "arms control", bulletin, "Syria", bulletin],
        ["Only Example Wire", "Ukraine", wire],
    ]


def test_a_pair_reads_as_a_sentence(show: Open) -> None:
    page = show("small", chosen("pair:person/donald-trump|person/vladimir-putin"))
    assert page.inner_text("#panel .lead") == (
        "Donald Trump and Vladimir Putin: 2 phone calls and 1 summit, the last on 30 March 2020."
        " 1 was called off, denied or disputed. They talked about arms control, denuclearisation,"
        " interference in elections and oil prices."
    )
    page = show("small", chosen("pair:person/mike-pompeo|person/sergey-lavrov"))
    assert "2 meetings, the last in Washington on 10 December 2019." in panel(page)


def test_search_finds_a_person_by_keyboard(show: Open) -> None:
    page = show("small")
    page.keyboard.press("/")
    page.keyboard.type("lavr")
    assert page.locator("#found [role=option]").first.inner_text().startswith("Sergey Lavrov")
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == "Sergey Lavrov"
    assert "select=actor%3Aperson%2Fsergey-lavrov" in page.url
    assert page.evaluate("document.activeElement.textContent") == "Sergey Lavrov"
    page.keyboard.press("Escape")
    assert page.inner_text("#panel h2") == "Overview"


def test_the_address_restores_the_view_and_back_works(show: Open) -> None:
    page = show("small", "#tab=table&status=held&select=topic%3Atopic%2Fsyria")
    assert page.get_attribute("#tab-table", "aria-selected") == "true"
    assert page.locator("#view-table tbody tr").count() == 3
    assert page.inner_text("#panel h2") == "Syria"
    page.click("#tab-timeline")
    page.click("#active button")
    assert page.inner_text("#counts").startswith("19 of 20 events")
    page.go_back()
    assert page.inner_text("#counts").startswith("17 of 20 events")
    page.go_back()
    assert page.get_attribute("#tab-table", "aria-selected") == "true"


def test_an_unknown_or_broken_address_is_told_not_thrown(show: Open) -> None:
    for address in (
        chosen("event:event/none"),
        "#select=__proto__%3Ax&tab=constructor",
        "#select=pair%3Aa&from=x",
    ):
        assert "Not in this file" in panel(show("small", address))


def test_filters_count_and_combine(show: Open) -> None:
    page = show("small")
    page.click("text=Phone call")
    assert page.inner_text("#counts").startswith("4 of 20 events")
    page.click("fieldset:has-text('State or organisation') label:has-text('Russia')")
    assert page.inner_text("#counts").startswith("2 of 20 events")
    page.fill("text=From", "2020-01-01")
    page.press("text=From", "Enter")
    assert page.inner_text("#counts").startswith("1 of 20 events")
    page.click("#active button")
    box = page.locator(".histogram").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 1, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 30)
    page.mouse.up()
    assert "from=2018-04-01" in page.url
    assert "to=" in page.url


def test_the_network_can_be_clicked_and_expanded(show: Open) -> None:
    page = show("small")
    page.click("#actor-list button:has-text('Shinzo Abe')")
    page.click("text=Show only the neighbours")
    assert "around=person%2Fshinzo-abe" in page.url
    assert "Network of 2 actors and 1 link. " in (page.get_attribute("#canvas", "aria-label") or "")
    page.click("text=Show everybody")
    page.click("#panel .close")
    page.click("[data-key=level][data-value=states]")
    assert "Network of 6 states" in (page.get_attribute("#canvas", "aria-label") or "")
    page.click("#panel button:has-text('North Korea – South Korea')")
    assert page.inner_text("#panel h2") == "North Korea and South Korea"


def test_a_click_and_a_double_click_on_a_node(show: Open) -> None:
    page = show("small")
    # The one node of Japan has a colour of its own: its middle is where that colour is.
    middle = """() => { const c = document.querySelector('#canvas canvas'), b = c.getBoundingClientRect();
        const o = new OffscreenCanvas(c.width, c.height).getContext('2d', { willReadFrequently: true }); o.drawImage(c, 0, 0);
        const d = o.getImageData(0, 0, c.width, c.height).data; let n = 0, x = 0, y = 0;
        for (let i = 0; i < d.length; i += 4) if (d[i] === 86 && d[i+1] === 180 && d[i+2] === 233) {
          n += 1; x += (i / 4) % c.width; y += Math.floor(i / 4 / c.width); }
        return [b.left + x / n * b.width / c.width, b.top + y / n * b.height / c.height]; }"""
    page.mouse.click(*page.evaluate(middle))
    page.wait_for_selector("#panel h2:has-text('Shinzo Abe')")
    # Three clicks in a row are not a double click.
    page.wait_for_timeout(600)
    # The view has moved to fit the one who was chosen and their neighbours.
    page.mouse.dblclick(*page.evaluate(middle))
    page.wait_for_selector("#around:has-text('Show everybody')")
    assert "Around Shinzo Abe" in page.inner_text("#around")


def test_tables_are_saved_as_csv_without_formulas(show: Open) -> None:
    page = show("hostile", "#tab=table&rows=actors")
    with page.expect_download() as saved:
        page.click("text=Save as CSV")
    lines = Path(saved.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Name,Kind,State,Events,Contacts,Latest"
    assert len(lines) == 15
    assert any(line.startswith('"\'=HYPERLINK(""http') for line in lines)


def test_the_network_is_saved_as_a_picture(show: Open) -> None:
    page = show("small")
    with page.expect_download() as saved:
        page.click("text=Save as PNG")
    assert Path(saved.value.path()).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_hostile_text_stays_text(show: Open) -> None:
    page = show("hostile")
    for tab in ("timeline", "map", "table", "network"):
        page.click(f"#tab-{tab}")
    for rows in ("Actors", "Links", "Events"):
        page.click("#tab-table")
        page.click(f"#view-table .switch button:has-text('{rows}')")
    identifiers = page.locator("#view-table tbody button").count()
    for n in range(identifiers):
        page.locator("#view-table tbody button").nth(n).click()
        page.wait_for_selector("#panel mark", state="attached")
        for kind in ("actor", "topic", "place"):
            opener = page.locator(
                "#panel .people button, #panel .chips button, #panel .lead button"
            )
            if kind == "actor" and opener.count():
                opener.last.click()
                page.go_back()
                page.wait_for_selector("#panel mark", state="attached")
    page.fill("#search", "script")
    assert page.evaluate("window.struck") is None
    assert page.locator("img, iframe, #panel script, #panel svg[onload]").count() == 0
    targets = page.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert all(target is None or target.startswith("https://example.org/") for target in targets)


def test_an_empty_graph_says_what_to_do(show: Open) -> None:
    page = show("nothing")
    assert "Nothing here yet" in panel(page)
    assert "There is no event to draw." in page.inner_text("#notice")


@pytest.mark.parametrize("address", ["", "#tab=timeline", "#tab=table", chosen(f"event:{SOCHI}")])
def test_a_telephone_needs_no_sideways_scrolling(show: Open, address: str) -> None:
    page = show("small", address, width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_everything_that_acts_has_a_name_and_can_be_reached(show: Open) -> None:
    page = show("small", chosen(f"event:{SOCHI}"), color_scheme="dark")
    page.wait_for_selector("#panel mark")
    unnamed = page.locator("button, input, select, a, summary").evaluate_all(
        """all => all.filter(e => e.offsetParent && !(e.textContent.trim() || e.getAttribute('aria-label')
        || (e.labels && e.labels.length && [...e.labels].some(l => l.textContent.trim())))).map(e => e.outerHTML)"""
    )
    assert unnamed == []
    ids = page.locator("[id]").evaluate_all("all => all.map(e => e.id)")
    assert len(ids) == len(set(ids))
    reached = set()
    page.locator("#skip").focus()
    for _ in range(120):
        reached.add(page.evaluate("(document.activeElement.closest('[id]') || document.body).id"))
        page.keyboard.press("Tab")
    assert {"search", "tab-network", "facets", "zoom", "panel", "canvas"} <= reached


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The contrast ratio of WCAG 2.2 between two colours."""

    def luminance(colour: tuple[int, ...]) -> float:
        linear = [c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast(show: Open, scheme: str) -> None:
    page = show("small", chosen(f"event:{SOCHI}"), color_scheme=scheme)
    values = page.evaluate(
        """() => { const s = getComputedStyle(document.documentElement);
        return Object.fromEntries(['paper','card','raised','text','soft','accent','held','ahead','off','mark','accent-soft']
        .map(n => [n, s.getPropertyValue('--' + n).trim()])); }"""
    )
    colour = {n: tuple(int(v[i : i + 2], 16) for i in (1, 3, 5)) for n, v in values.items()}
    for front in ("text", "soft", "accent"):
        for back in ("paper", "card", "raised"):
            assert contrast(colour[front], colour[back]) >= 4.5, (front, back)
    for front in ("held", "ahead", "off"):
        assert contrast(colour[front], colour["paper"]) >= 3, front
    assert contrast(colour["text"], colour["mark"]) >= 4.5
    assert contrast(colour["accent"], colour["accent-soft"]) >= 4.5
