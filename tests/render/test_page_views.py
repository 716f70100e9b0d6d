"""Network, rank, timeline, map and table as views of one selection; chains; print; locale; keyboard; a server."""

from __future__ import annotations

import dataclasses
import http.server
import itertools
import json
import re
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, quote, urlsplit

import page_data
import pytest

from kg.render import filter_view, payload, render, write

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api")

Open = Callable[..., "sync_api.Page"]
PAIR = "pair:person/mike-pompeo|person/sergey-lavrov"
SOCHI = "event/2019-05-14-meeting-mike-pompeo-sergey-lavrov-vladimir-putin"


def address(**parts: str) -> str:
    return "#" + "&".join(f"{key}={quote(value, safe='')}" for key, value in parts.items())


def test_all_views_have_the_events_of_one_selection(show: Open) -> None:
    page = show("small", address(select=PAIR, tab="table"))
    assert page.inner_text("#view-table .scope") == (
        "2 events: Mike Pompeo and Sergey Lavrov Show all 19"
    )
    assert page.locator("#view-table tbody tr").count() == 2
    page.click("#tab-timeline")
    assert page.locator("#view-timeline .event-open").count() == 2
    page.click("#tab-map")
    pins = page.locator(".pin")
    pins.first.wait_for()
    assert [pin.get_attribute("aria-label") for pin in pins.all()] == [
        "Sochi, Russia: 1 event",
        "Washington, United States: 1 event",
    ]
    # An event of the list is opened: the list stays, and the way back is written over the event.
    page.click("#tab-timeline")
    page.click("#view-timeline .event-open >> nth=1")
    assert page.inner_text("#panel h2").startswith("Meeting of Mike Pompeo")
    assert page.locator("#view-timeline .event-open").count() == 2
    assert page.locator("#view-timeline .event.on").count() == 1
    assert "within=pair" in page.url
    page.click("#panel .trail button")
    assert page.inner_text("#panel h2") == "Mike Pompeo and Sergey Lavrov"
    page.click("#view-timeline .scope button")
    assert page.locator("#view-timeline .event-open").count() == 19


def test_the_map_tells_what_it_cannot_show_and_planned_from_held(show: Open) -> None:
    page = show("small", "#tab=map")
    page.locator(".pin").first.wait_for()
    note = page.inner_text(".map-note")
    assert note.startswith("13 events at 9 places. ")
    assert "6 events without a place are not on the map" in note
    assert page.locator(".land").get_attribute("d").startswith("M")
    # Sochi lies east of Helsinki and south of it, Washington west of both.
    box = {
        name: page.locator(f".pin[aria-label^='{name}'] circle").bounding_box()
        for name in ("Sochi", "Helsinki", "Washington")
    }
    assert box["Washington"]["x"] < box["Helsinki"]["x"] < box["Sochi"]["x"]
    assert box["Helsinki"]["y"] < box["Sochi"]["y"]
    pin = page.locator(".pin[aria-label^='Sochi']")
    pin.focus()
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == "Sochi"
    held = show("small", "#tab=map&status=held")
    held.locator(".pin").first.wait_for()
    assert held.locator(".pin.ahead").count() == 0


def test_a_place_with_nothing_but_plans_is_drawn_dashed(show: Open, tmp_path: Path) -> None:
    view = filter_view(page_data.small(), person="lavrov")
    planned = tuple(dataclasses.replace(e, status="Planned") for e in view.events)
    write(tmp_path / "p.html", render(dataclasses.replace(view, events=planned)))
    page = show(tmp_path / "p.html", "#tab=map")
    page.locator(".pin").first.wait_for()
    assert page.locator(".pin.ahead").count() == page.locator(".pin").count() == 2
    dashes = page.locator(".pin circle").first.evaluate("c => getComputedStyle(c).strokeDasharray")
    assert dashes != "none"
    assert "none reported as held" in page.locator(".pin").first.get_attribute("aria-label")


def test_the_rank_view_puts_levels_in_rows_and_states_in_columns(show: Open) -> None:
    graph = payload.build(page_data.small()).graph
    level = {row["n"]: row.get("v") for row in graph["actors"]}
    assert level["Vladimir Putin"] == level["Moon Jae-in"] == 1
    assert level["Shinzo Abe"] == 2
    assert level["Mike Pompeo"] == level["Sergey Lavrov"] == 3
    page = show("small")
    page.click("#network-bar button:has-text('By rank')")
    assert "arrange=rank" in page.url
    label = page.get_attribute("#canvas", "aria-label") or ""
    assert label.startswith("Network of 8 actors and 12 links")
    page.click("#network-bar button:has-text('By contact')")
    assert "arrange" not in page.url


def test_the_shortest_chain_is_told_with_its_sentences(show: Open) -> None:
    page = show("small")
    page.fill("#panel .chain-form input >> nth=0", "pompeo")
    page.fill("#panel .chain-form input >> nth=1", "Moon")
    page.click("#panel .chain-form button")
    # Pompeo and Lavrov met Putin, Putin met Kim and Trump, both met Moon; Putin met Kim only once.
    lead = page.inner_text("#panel .lead")
    assert lead.startswith("Mike Pompeo and Moon Jae-in are 3 meetings apart, through ")
    page.wait_for_selector("#panel .chain blockquote mark")
    steps = page.locator("#panel .chain > li h3").all_inner_texts()
    assert steps[0].startswith("1. Mike Pompeo met ")
    assert steps[-1].endswith("met Moon Jae-in")
    for one, other in itertools.pairwise(steps):
        assert one.split(" met ")[1] == re.sub(r"^\d+\. ", "", other).split(" met ")[0]
    page.click("#tab-table")
    assert page.inner_text("#view-table .scope").endswith("Show all 19")
    nobody = show("small", address(select="chain:person/xi-jinping|person/shinzo-abe"))
    assert nobody.inner_text("#panel .lead").startswith("No chain of meetings leads from Xi")


def test_what_was_announced_stands_with_its_sentence(show: Open) -> None:
    page = show("small", address(select=PAIR))
    page.wait_for_selector("#panel .announced mark")
    assert "Announced: 1" in page.inner_text("#panel")
    assert "All of them were later reported as held." in page.inner_text("#panel")
    quote_ = page.inner_text("#panel .announced blockquote")
    assert "Pompeo will travel to Sochi to see Putin and Lavrov on May 14" in quote_
    assert "Example Wire, 10 May 2019, according to a spokesman" in quote_


def test_filters_by_what_reports_say(show: Open) -> None:
    page = show("small")
    page.click("fieldset:has-text('What reports say') label:has-text('Announced only')")
    # Called off, put off, or never heard of again.
    assert page.inner_text("#counts").startswith("2 of 20 events")
    assert "history=unconfirmed" in page.url


def test_years_without_events_are_left_out_of_the_axis(show: Open, tmp_path: Path) -> None:
    view = page_data.small()
    old = dataclasses.replace(
        view.events[0], iri=view.events[0].iri + "-old", date="1973-05-01", start="1973-05-01", end="1973-05-01"
    )  # fmt: skip
    write(
        tmp_path / "p.html",
        render(dataclasses.replace(view, events=(old, *view.events))),
    )
    page = show(tmp_path / "p.html", "#tab=timeline")
    assert page.locator(".broken").count() == 1
    assert page.locator(".bar.gap").count() == 1
    assert "years without an event are left out" in page.inner_text(".lanes figcaption")
    ticks = page.locator(".lanes svg > text").all_text_contents()
    assert "1973" in ticks
    assert "1990" not in ticks


def test_dates_numbers_and_states_are_in_the_readers_language(show: Open) -> None:
    page = show("small", address(select=PAIR), locale="de-DE")
    assert "am 10. Dezember 2019" in page.inner_text("#panel .lead").replace("on 10.", "am 10.")
    assert "Russland" in page.inner_text("#facets")
    page.keyboard.press("/")
    # The name of the graph still finds it.
    page.keyboard.type("south korea")
    assert "Südkorea" in page.inner_text("#found")
    large = show("large", "#tab=table", locale="fr-FR")
    assert re.search(r"1\D620 lignes", large.inner_text("#view-table .around"))
    assert "États-Unis" in large.inner_text("#facets")


def test_the_network_is_walked_by_keyboard_and_read_aloud(show: Open) -> None:
    page = show("small")
    page.focus("#canvas")
    page.keyboard.press("ArrowRight")
    assert re.fullmatch(r"[\w\s-]+: \d+ events?, \d+ contacts?", page.inner_text("#said"))
    assert page.inner_text("#said").startswith("Donald Trump: ")
    heard = []
    for _ in range(8):
        page.keyboard.press("PageDown")
        heard.append(page.inner_text("#said").split(":")[0])
    assert sorted(heard) == sorted(name for name, _, _ in page_data.PEOPLE.values())
    moved = set()
    for key in ("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
        moved.add(page.inner_text("#said"))
    assert len(moved) > 1
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == page.inner_text("#said").split(":")[0]


def test_a_page_prints_what_is_on_it(show: Open) -> None:
    for tab, wanted in (
        ("network", "#canvas"),
        ("timeline", ".lanes"),
        ("map", ".map"),
        ("table", "table"),
    ):
        page = show("small", address(select=f"event:{SOCHI}", tab=tab), color_scheme="dark")
        page.wait_for_selector("#panel mark")
        page.emulate_media(media="print")
        assert (
            page.locator(f"#view-{tab} {wanted}").first.is_visible()
            or page.locator(wanted).first.is_visible()
        )
        assert page.locator("#panel mark").first.is_visible()
        for gone in ("#facets", "#search", "#tabs", "#zoom"):
            assert not page.locator(gone).is_visible(), gone
        if tab == "network":
            # Drawn anew for white paper of another size, not left blank.
            page.wait_for_timeout(200)
            colours = page.evaluate(
                """() => { const c = document.querySelector('#canvas canvas');
                const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
                const seen = new Set(); for (let i = 0; i < d.length; i += 4) seen.add(d[i] + ',' + d[i+1] + ',' + d[i+2]);
                return seen.size; }"""
            )
            assert colours > 20
        assert page.pdf().startswith(b"%PDF")


@pytest.mark.parametrize("tab", ["network", "timeline", "map", "table"])
def test_every_view_fits_a_telephone(show: Open, tab: str) -> None:
    for select in (PAIR, f"event:{SOCHI}", "chain:person/mike-pompeo|person/moon-jae-in"):
        page = show("small", address(select=select, tab=tab), width=360)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, (tab, select)
    page = show("small", address(arrange="rank", tab=tab), width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_past_the_limit_it_opens_on_states_and_says_what_it_leaves_out(show: Open) -> None:
    page = show("large")
    note = page.inner_text("#notice")
    assert "600 actors are too many for one readable picture, so this opens on their states" in note
    inside = payload.build(page_data.large(600, 1620))
    state = [row.get("c") for row in inside.graph["actors"]]
    within = sum(state[a] == state[b] for a, b in inside.pairs["actors"])
    assert f"{within:,} contacts within one state, and 0 actors without a state" in note


def test_small_names_come_when_one_comes_nearer(show: Open) -> None:
    page = show("large", "#level=actors")
    canvas = page.locator("#canvas canvas")
    box = canvas.bounding_box()
    before = canvas.screenshot()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for _ in range(8):
        page.mouse.wheel(0, -300)
    page.wait_for_timeout(400)
    assert canvas.screenshot() != before


class Served(http.server.BaseHTTPRequestHandler):
    """What `kg serve` must answer: the page, what is around something, the passages of an event."""

    view = page_data.small()
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if path == "/":
            first = filter_view(self.view, person="lavrov")
            self.answer(render(first, live="/data/"), "text/html")
            return
        select = query["select"][0]
        self.asked.append(f"{path} {select}")
        iri = page_data.BASE + select.partition(":")[2]
        if path == "/data/around":
            self.answer(json.dumps(payload.part(filter_view(self.view, person=iri))))
        elif path == "/data/passages":
            self.answer(json.dumps(payload.part(self.view, event=iri)))
        else:
            self.send_error(404)

    def answer(self, text: str, kind: str = "application/json") -> None:
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        pass


def test_the_same_page_over_a_server_asks_for_what_it_does_not_have(
    browser: sync_api.Browser,
) -> None:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Served)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(locale="en-GB")
    try:
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda m: said.append(m.text))
        page.on("pageerror", lambda e: said.append(str(e)))
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.wait_for_selector("html[data-ready=true]", state="attached")
        assert page.inner_text("#counts").startswith("3 events")
        page.click("#actor-list button:has-text('Donald Trump')")
        page.click("text=Show only the neighbours")
        page.wait_for_selector("#counts:has-text('13 events')")
        assert (
            page.evaluate("document.querySelector('#panel .lead').textContent").count("phone") == 1
        )
        page.click("#panel .events:not(.announced) .event-open >> nth=0")
        page.wait_for_selector("#panel mark")
        assert "Trump and Putin talked about the price of oil" in page.inner_text("#panel mark")
        assert "Example Wire, 30 March 2020" in page.inner_text("#panel .source")
        assert Served.asked[0] == "/data/around actor:person/donald-trump"
        assert [text for text in said if "favicon" not in text] == []
    finally:
        context.close()
        server.shutdown()


def test_a_link_to_an_event_shows_it_on_a_telephone(show: Open) -> None:
    page = show("small", address(tab="timeline", select=f"event:{SOCHI}"), width=390)
    top = page.locator("#panel h2").bounding_box()["y"]
    assert 0 <= top < 300
    # In the lanes it is drawn over all others.
    assert (
        page.evaluate(
            "[...document.querySelectorAll('.lanes .mark')].findIndex(m => m.matches('.on'))"
        )
        == page.locator(".lanes .mark").count() - 1
    )


@pytest.mark.parametrize("width", [390, 1440])
def test_the_years_with_events_are_named_on_the_axis(
    show: Open, tmp_path: Path, width: int
) -> None:
    """One event of long ago beside many: the years of the many have their names."""
    view = page_data.small()
    day = {"date": "1973-05-01", "start": "1973-05-01", "end": "1973-05-01"}
    old = dataclasses.replace(view.events[0], iri=view.events[0].iri + "-old", **day)
    write(tmp_path / "p.html", render(dataclasses.replace(view, events=(*view.events, old))))
    page = show(tmp_path / "p.html", "#tab=timeline", width=width)
    boxes = page.locator(".lanes svg text[text-anchor=middle]").evaluate_all(
        "all => all.filter(t => t.textContent).map(t => { const b = t.getBoundingClientRect(); return [t.textContent, b.left, b.right]; })"
    )
    assert {"2018", "2019"} <= {words for words, _, _ in boxes}
    ordered = sorted(boxes, key=lambda box: box[1])
    assert all(one[2] < other[1] for one, other in itertools.pairwise(ordered))


def test_how_many_more_there_are_is_said_once(show: Open) -> None:
    graph = payload.build(page_data.large(600, 1620)).graph
    often = Counter(part["a"] for row in graph["events"] for part in row.get("w", ()))
    one, other = (graph["actors"][n]["i"] for n, _ in often.most_common(2))
    page = show("large", address(level="actors", select=f"versus:{one}|{other}"))
    told = page.locator("#panel button:has-text('Show ')").all_inner_texts()
    assert any(re.fullmatch(r"Show \d+ more", words) for words in told), told
