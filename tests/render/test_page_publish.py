"""Figures, links and cards: each view as SVG and PDF with caption, date, filters and citation, and nothing that runs."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import page_data
import pytest

from kg.core.version import __version__
from kg.graph.view.values import GraphView
from kg.render import render, write

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api")
pdfium = pytest.importorskip("pypdfium2")

Open = Callable[..., "sync_api.Page"]
SVG = "{http://www.w3.org/2000/svg}"
CYRILLIC, TOWN = "Сергей Лавров", "Сочи"
SOCHI = "event:event/2019-05-14-meeting-mike-pompeo-sergey-lavrov-vladimir-putin"
PAIR = "person/mike-pompeo|person/sergey-lavrov"


def to(**parts: str) -> str:
    return "#" + "&".join(f"{key}={quote(value, safe='')}" for key, value in parts.items())


VIEWS: Mapping[str, tuple[str, str]] = {
    "network": (to(), "network of 8 actors"),
    "rank": (to(arrange="rank"), "Rows: the level of office"),
    "states": (to(level="states", type="summit"), "network of 4 states"),
    "timeline": (to(tab="timeline"), "a line joins those who took part"),
    "map": (to(tab="map"), "13 events at 9 places"),
    "table": (to(tab="table"), "Events: 19 rows"),
    "links": (to(tab="table", rows="links"), "Links: "),
    "accounts": (to(tab="accounts", select=SOCHI), "Accounts of one event"),
    "people": (to(select=f"versus:{PAIR}"), "Compared: Mike Pompeo and"),
    "periods": (
        to(select="periods:2018-01-01..2018-12-31|2019-01-01..2019-12-31"),
        "Compared: 2018 and 2019",
    ),
}
"""An address for each view, and words of the caption of its figure."""


def renamed() -> GraphView:
    """The small graph, in which a person and a place have no Latin letters."""
    view = page_data.small()
    lavrov = page_data.iri("person", "sergey-lavrov")
    actors = {**view.actors, lavrov: dataclasses.replace(view.actors[lavrov], label=CYRILLIC)}
    sochi = page_data.iri("place", "sochi")
    places = {**view.places, sochi: dataclasses.replace(view.places[sochi], label=TOWN)}
    events = tuple(
        dataclasses.replace(e, label=e.label.replace("Sergey Lavrov", CYRILLIC))
        for e in view.events
    )
    return dataclasses.replace(view, actors=actors, places=places, events=events)


@pytest.fixture(scope="module")
def page_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("publish") / "my graph.html"
    write(path, render(renamed(), title="Who met <b>whom</b> & why"))
    return path


def open_dialog(page: sync_api.Page) -> None:
    # A headless browser has nobody to ask for a printer.
    page.evaluate("() => { window.print = () => { window.printed = (window.printed || 0) + 1; }; }")
    if "tab=map" in page.url:
        page.locator(".pin").first.wait_for()
    page.click("#publish-open")
    page.wait_for_selector("#publish .preview svg")


def saved(page: sync_api.Page, button: str, path: Path) -> str:
    with page.expect_download() as download:
        page.click(f"#publish button:has-text('{button}')")
    download.value.save_as(path)
    return path.read_text(encoding="utf-8")


def told(text: str) -> str:
    """All words of an SVG in their order; a caption is broken into lines."""
    root = ElementTree.fromstring(text)
    return " ".join("".join(e.itertext()) for e in root.iter(f"{SVG}text"))


def harmless(text: str) -> None:
    """No element that runs or asks for anything, and no address but that of a namespace."""
    for element in ElementTree.fromstring(text).iter():
        tag = element.tag.removeprefix(SVG)
        assert tag in {
            "svg", "g", "text", "line", "path", "circle", "rect", "title", "desc", "defs", "clipPath",
        }, tag  # fmt: skip
        for name, value in element.attrib.items():
            assert not re.match(r"on|href|style|class|.*}href", name), name
            assert not re.search(r"url\((?!#edge\))|javascript:|data:", value), value


@pytest.mark.parametrize("name", VIEWS)
def test_each_view_is_an_svg_and_a_pdf_with_all_that_is_needed_to_cite_it(
    show: Open, page_path: Path, tmp_path: Path, name: str
) -> None:
    address, caption = VIEWS[name]
    page = show(page_path, address, locale="en-GB", color_scheme="dark")
    open_dialog(page)
    text = saved(page, "Save as SVG", tmp_path / "f.svg")
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svg ')
    harmless(text)
    words = told(text)
    assert caption in words
    assert "Who met <b>whom</b> & why" in words
    assert "Filters: " in words
    assert re.search(r"Drawn \d{1,2} \w+ \d{4}\.", words)
    assert f"read and merged by diplokg {__version__}" in words
    assert "20 events from 28 articles" in words
    assert str(page_path.parent) not in text
    assert "my graph.html#" in words
    if name not in {"states", "periods"}:
        assert (TOWN if name == "map" else CYRILLIC) in words
    # It is drawn on white for everybody: no letter is pale.
    for element in ElementTree.fromstring(text).iter(f"{SVG}text"):
        colour = element.get("fill", "")
        channels = [int(c) for c in re.findall(r"\d+", colour)] if colour.startswith("rgb") else [
            int(colour[i : i + 2], 16) for i in (1, 3, 5)
        ]  # fmt: skip
        assert sum(channels) < 400, colour
    # Nothing stands outside the sheet.
    outside = page.evaluate("""() => { const s = document.querySelector('.preview svg'), b = s.getBoundingClientRect();
      return [...s.querySelectorAll('text')].filter(t => !t.closest('[clip-path]')).map(t => [t.getBoundingClientRect(), t.textContent])
        .filter(([r]) => r.left < b.left || r.right > b.right + 1 || r.bottom > b.bottom + 1).map(([, words]) => words); }""")
    assert outside == []
    page.click("#publish button:has-text('Save as PDF')")
    assert page.evaluate("window.printed") == 1
    page.pdf(path=tmp_path / "f.pdf", prefer_css_page_size=True, print_background=True)
    document = pdfium.PdfDocument(tmp_path / "f.pdf")
    assert len(document) == 1
    printed = " ".join(document[0].get_textpage().get_text_range().split())
    for part in (caption, "Filters: ", "Cite as: ", "my graph.html#"):
        assert " ".join(part.split()) in printed, part
    if name not in {"states", "periods"}:
        assert (TOWN if name == "map" else CYRILLIC) in printed
    # The sheet is as large as the figure, in points of three quarters of a pixel.
    root = ElementTree.fromstring(text)
    for side, length in zip(document[0].get_size(), ("width", "height"), strict=True):
        assert side == pytest.approx(0.75 * float(root.get(length, "")), abs=2)
    # The page is as it was.
    assert page.locator("#sheet").count() == 0
    assert page.locator("#publish .preview svg").is_visible()


@pytest.mark.parametrize("name", VIEWS)
def test_the_link_restores_the_view(show: Open, page_path: Path, name: str) -> None:
    address = VIEWS[name][0].rstrip("#")
    more = "&from=2018-06-01&status=held&colour=country%2Fkp&lines=all&show=all"
    page = show(page_path, (address or "#tab=network") + more)
    open_dialog(page)
    link = page.input_value("#publish-link")
    assert link.startswith("my graph.html#")
    again = show(page_path, "#" + link.split("#", 1)[1])
    open_dialog(again)
    assert again.input_value("#publish-link") == link
    words = "() => [...document.querySelectorAll('.preview text')].map(t => t.textContent)"
    assert again.evaluate(words) == page.evaluate(words)


def test_a_caption_of_ones_own_stands_in_the_figure(
    show: Open, page_path: Path, tmp_path: Path
) -> None:
    page = show(page_path, "#tab=table&status=held&from=2019-01-01&topic=topic%2Fsyria")
    open_dialog(page)
    page.fill("#publish-caption", "Syria, <i>as told</i> & held")
    page.press("#publish-caption", "Tab")
    page.wait_for_selector(".preview text:has-text('as told')")
    text = saved(page, "Save as SVG", tmp_path / "f.svg")
    words = told(text)
    assert "Syria, <i>as told</i> & held" in words
    assert "Filters: dates: from 1 January 2019; status: Held; topic: Syria." in words


def test_a_comparison_can_be_drawn_and_the_view_beside_it(show: Open, page_path: Path) -> None:
    page = show(page_path, to(tab="timeline", select=f"versus:{PAIR}"))
    open_dialog(page)
    assert "Compared:" in page.input_value("#publish-caption")
    # Whom Pompeo met and Lavrov did not, and the bars beside each other.
    bars = page.locator(".preview rect").count()
    assert bars > 10
    page.click("#publish .switch button:has-text('Timeline')")
    page.wait_for_function(
        "document.querySelector('#publish-caption').value.includes('busiest actors')"
    )


def card(show: Open, path: Path, address: str, folder: Path) -> tuple[str, sync_api.Page]:
    page = show(path, address)
    open_dialog(page)
    text = saved(page, "Save the card", folder / "card.html")
    return text, page


@pytest.mark.parametrize("select", [SOCHI, f"pair:{PAIR}", "states:country/ru|country/us"])
def test_a_card_is_one_file_without_a_script(
    show: Open, browser: sync_api.Browser, page_path: Path, tmp_path: Path, select: str
) -> None:
    text, _ = card(show, page_path, to(select=select), tmp_path)
    assert text.startswith("<!doctype html>\n<html")
    assert not re.search(r"<(script|img|link|iframe|object|embed|form|button|svg)\b|\son\w+=", text)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    complaints: list[str] = []
    page.on("request", lambda r: complaints.append(r.url))
    page.on("console", lambda m: complaints.append(m.text))
    page.goto((tmp_path / "card.html").as_uri())
    words = page.inner_text("body")
    # The style sheet is let through by its digest.
    assert page.locator(".kind").first.evaluate("e => getComputedStyle(e).fontSize") == "13px"
    context.close()
    assert complaints == [(tmp_path / "card.html").as_uri()]
    assert "my graph.html#select=" in words
    if select == SOCHI:
        assert TOWN in words
        assert "The ministers exchanged views on arms control, Syria and Venezuela." in words
        assert "Ministry Bulletin (invented), 15 May 2019" in words
        assert 'href="https://example.org/2019-05-14"' in text
    if "person" in select:
        assert CYRILLIC in words


def test_names_that_are_attacks_are_words_in_figures_and_cards(
    show: Open, browser: sync_api.Browser, page_file: Callable[[str], Path], tmp_path: Path
) -> None:
    page = show("hostile", "#show=all")
    ids = page.evaluate(
        """() => JSON.parse(document.getElementById('data-graph').textContent).events.map(e => e.i)"""
    )
    path = page_file("hostile")
    for tab in ("network", "timeline", "table"):
        page = show(path, f"#show=all&tab={tab}")
        open_dialog(page)
        harmless(saved(page, "Save as SVG", tmp_path / "f.svg"))
    struck = []
    for event in ids[:6]:
        at = to(show="all", select=f"event:{event}")
        text, page = card(show, path, at, tmp_path)
        assert page.evaluate("window.struck") is None
        assert not re.search(r"<(script|img|iframe|svg)\b", text, re.IGNORECASE)
        context = browser.new_context()
        opened = context.new_page()
        opened.on("dialog", lambda d: (struck.append(d.message), d.dismiss()))
        opened.on("request", lambda r: struck.append(r.url) if "card.html" not in r.url else None)
        opened.goto((tmp_path / "card.html").as_uri())
        assert opened.evaluate("window.struck") is None
        links = opened.locator("a").evaluate_all("all => all.map(a => a.protocol)")
        assert set(links) <= {"https:", "http:"}
        context.close()
        page = show(path, at + "&tab=accounts")
        page.wait_for_selector("#view-accounts :is(.accounts, .void:has-text('no two'))")
        open_dialog_or_nothing(page)
        assert page.evaluate("window.struck") is None
    assert struck == []


def open_dialog_or_nothing(page: sync_api.Page) -> None:
    page.click("#publish-open")
    page.wait_for_selector("#publish :is(.preview svg, .void)")
