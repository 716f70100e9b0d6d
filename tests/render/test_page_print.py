"""What comes out of the printer: read from the PDF that Chromium prints, in dark colours, of paper as large as a letter or A4."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import page_data
import pytest

from kg.render.payload import build

pytestmark = pytest.mark.browser
pdfium = pytest.importorskip("pypdfium2")

Open = Callable[..., Any]
SOCHI = "event/2019-05-14-meeting-mike-pompeo-sergey-lavrov-vladimir-putin"


def sheets(page: Any, **options: Any) -> list[str]:
    """The text of each sheet of paper."""
    document = pdfium.PdfDocument(page.pdf(**({"format": "A4"} | options)))
    texts = [sheet.get_textpage().get_text_range() for sheet in document]
    document.close()
    return texts


def ink(page: Any) -> tuple[int, int]:
    """The darkest and the lightest of all colours of text, as the sum of red, green and blue."""
    page.emulate_media(media="print")
    colours = page.evaluate(
        """() => [...document.querySelectorAll("main, main *, #panel *")].filter((e) => e.checkVisibility() && e.closest("svg") === null
        && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())).map((e) => getComputedStyle(e).color)"""
    )
    sums = [sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in colours]
    return min(sums), max(sums)


@pytest.mark.parametrize("tab", ["network", "timeline", "map", "table", "accounts"])
def test_only_what_can_be_read_is_printed(show: Open, tab: str) -> None:
    page = show("small", f"#tab={tab}&select=event:{SOCHI}", color_scheme="dark")
    page.wait_for_timeout(300)
    text = "\n".join(sheets(page))
    assert "14 May 2019" in text
    for control in (
        "English",
        "Compare two periods",
        "Publish",
        "Search",
        "Double-click",
        "Add a correction",
        "How it was read",
    ):
        assert control not in text, control
    darkest, lightest = ink(page)
    assert darkest == 0
    assert lightest < 400


def test_a_table_is_whole_and_has_its_head_on_every_sheet(show: Open) -> None:
    page = show("large", "#tab=table&show=all", width=1440)
    page.wait_for_timeout(200)
    rows = page.locator("#view-table tbody tr").count()
    pages = sheets(page)
    last = next(n for n in reversed(range(len(pages))) if "Confidence" in pages[n])
    assert last > 2
    assert all("Participants" in sheet for sheet in pages[: last + 1])
    told = " ".join(" ".join(pages[: last + 1]).split())
    assert "…" not in told
    graph = build(page_data.large(600, 1620)).graph
    latest = sorted(graph["events"], key=lambda e: (e.get("a", ""), e["i"]))[-rows:]
    crowd = max(latest, key=lambda e: len(e["w"]))
    names = [graph["actors"][part["a"]]["n"] for part in crowd["w"]]
    plain = re.sub(r"\s+", "", told)
    assert all(re.sub(r"\s+", "", name) in plain for name in names)


@pytest.mark.parametrize("paper", ["A4", "Letter", "A5"])
def test_paper_is_no_telephone(show: Open, paper: str) -> None:
    page = show("small", "#tab=table", width=1440)
    assert re.search(r"Date.*Event.*Status.*Participants", sheets(page, format=paper)[0])


@pytest.mark.parametrize(("tab", "picture"), [("map", ".map"), ("timeline", ".lanes svg")])
def test_a_picture_is_as_wide_as_the_paper(show: Open, tab: str, picture: str) -> None:
    page = show("small", f"#tab={tab}", width=1000)
    page.wait_for_selector(picture)
    assert page.locator(picture).bounding_box()["width"] < 700
    # The panel stands below it, no longer beside.
    page.emulate_media(media="print")
    page.wait_for_selector(f":is({picture})[width='1000'], :is({picture})[width='966']")
    page.emulate_media(media="screen")
    page.wait_for_selector(f":is({picture})[width='650'], :is({picture})[width='616']")
