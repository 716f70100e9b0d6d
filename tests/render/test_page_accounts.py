"""Accounts of one event at full width: topic by topic, who says it first, what both leave out of the joint statement."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import page_data
import pytest

from kg.graph.view.values import ArticleView, GraphView, MentionView, NamedView
from kg.render import payload, render, write

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api")

Open = Callable[..., "sync_api.Page"]
TOPIC = {name: page_data.iri("topic", name) for name in page_data.TOPICS}
EAST = {
    "security": "They spoke of <b>security</b>.",
    "syria": "On Syria 𝕊 they agreed.",
    "trade": "Trade came up.",
}
WEST = {
    "arms-control": "The minister raised arms control.",
    "syria": "Syria was discussed.",
    "ukraine": "Ukraine was not.",
}
BOTH = {"syria": "The sides note Syria.", "elections": "The sides will not meddle in elections."}


def told(
    view: GraphView, name: str, day: str | None, said: dict[str, str], title: str
) -> tuple[MentionView, ArticleView]:
    """An account of the first event: the sentence of each topic, with a word of it marked."""
    old = view.events[0].mentions[0]
    article = ArticleView(
        iri=page_data.iri("article", name), source_id=name, title=title, published=day,
        publisher=name, url=None, kind="readout",
    )  # fmt: skip
    named = tuple(
        NamedView(topic=TOPIC[t], before=s[:3], words=s[3:8], after=s[8:]) for t, s in said.items()
    )
    mention = dataclasses.replace(
        old, iri=f"{old.iri}-{name}", article=article.iri, topics=tuple(sorted(TOPIC[t] for t in said)),
        named=named,
    )  # fmt: skip
    return mention, article


def compared(*, joint: bool = True, west: str | None = "2018-04-28") -> tuple[GraphView, str]:
    """The small graph with two or three accounts of its first event, and the address of that."""
    view = page_data.small()
    rows = [
        told(view, "East", "2018-04-29", EAST, "Of the talks"),
        told(view, "West", west, WEST, "The secretary's day"),
    ]
    if joint:
        rows.append(told(view, "Both", "2018-04-27", BOTH, "Joint Statement of the two sides"))
    event = dataclasses.replace(view.events[0], mentions=tuple(m for m, _ in rows))
    articles = {**view.articles, **{a.iri: a for _, a in rows}}
    changed = dataclasses.replace(view, events=(event, *view.events[1:]), articles=articles)
    return changed, "#show=all&tab=accounts&select=" + quote(
        f"event:{event.iri.removeprefix(page_data.BASE)}", safe=""
    )


def groups(page: sync_api.Page) -> dict[str, list[list[str]]]:
    """The rows under each heading, as text."""
    return {
        body.locator(".group-row th bdi").inner_text(): [
            [" ".join(cell.inner_text().split()) for cell in row.locator("th, td").all()]
            for row in body.locator("tr:not(.group-row)").all()
        ]
        for body in page.locator(".accounts tbody").all()
    }


def test_topic_by_topic_with_its_sentence_or_nothing(show: Open, tmp_path: Path) -> None:
    view, address = compared()
    write(tmp_path / "p.html", render(view))
    page = show(tmp_path / "p.html", address, width=1440)
    page.wait_for_selector(".accounts")
    assert page.locator("#view-accounts .pickers select").evaluate_all(
        "all => all.map(s => s.selectedOptions[0].textContent)"
    ) == ["West", "East", "Both"]
    found = groups(page)
    assert list(found) == [
        "Both mention", "Only West", "Only East", "Both leave out of the joint statement",
    ]  # fmt: skip
    # East names security, of which arms control is a part: West has not left that out.
    narrower = f"In narrower words: arms control {WEST['arms-control']}"
    assert found["Both mention"] == [
        ["Syria", WEST["syria"], EAST["syria"], BOTH["syria"], "West"],
        ["security", narrower, EAST["security"], "Nothing.", "West"],
    ]
    assert found["Only East"] == [["trade", "Nothing.", EAST["trade"], "Nothing.", "East alone"]]
    assert [row[:3] for row in found["Only West"]] == [
        ["arms control", WEST["arms-control"], "Nothing; of the wider security."],
        ["Ukraine", WEST["ukraine"], "Nothing."],
    ]
    assert found["Both leave out of the joint statement"] == [
        ["interference in elections", "Nothing.", "Nothing.", BOTH["elections"], ""]
    ]
    assert page.inner_text("#view-accounts .lead") == (
        "West was first, 28 April 2018; East followed, 29 April 2018."
    )
    marks = page.locator(".accounts mark").all_inner_texts()
    assert EAST["security"][3:8] in marks
    assert EAST["syria"][3:8] in marks
    # It has the whole width.
    assert page.locator("#view-accounts").bounding_box()["width"] > 1400
    assert not page.locator("#panel").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440


def test_other_accounts_are_chosen_and_kept_in_the_address(show: Open, tmp_path: Path) -> None:
    view, address = compared()
    write(tmp_path / "p.html", render(view))
    page = show(tmp_path / "p.html", address)
    page.wait_for_selector(".accounts")
    page.locator("#view-accounts .pickers select").nth(2).select_option("")
    page.wait_for_function("document.querySelectorAll('.accounts thead th').length === 4")
    assert "Both leave out" not in page.inner_text(".accounts")
    page.locator("#view-accounts .pickers select").nth(0).select_option(label="East")
    page.wait_for_selector(".accounts th:nth-child(2):has-text('East')")
    again = show(tmp_path / "p.html", "#" + page.url.split("#")[1])
    again.wait_for_selector(".accounts")
    assert groups(again) == groups(page)
    assert list(groups(again)) == ["Both mention", "Only East", "Only West"]
    # The way back, and to others.
    page.click("#view-accounts .trail button >> nth=0")
    assert page.locator("#panel .readouts").is_visible()
    page.click("#panel button:has-text('Compare at full width')")
    page.wait_for_selector(".accounts")
    page.click("#view-accounts .trail button >> nth=1")
    several = [e for e in payload.build(view).graph["events"] if "accounts" in e.get("h", ())]
    assert page.locator("#view-accounts .event-open").count() == len(several) > 1
    page.click("#view-accounts .event-open >> nth=0")
    page.wait_for_selector(".accounts")


def test_who_was_first_is_said_only_where_it_is_known(show: Open, tmp_path: Path) -> None:
    for west, said in (("2018-04-29", "the same day"), (None, "not known")):
        view, address = compared(joint=False, west=west)
        write(tmp_path / "p.html", render(view))
        page = show(tmp_path / "p.html", address)
        page.wait_for_selector(".accounts")
        assert page.locator(".pickers select").count() == 2
        assert {row[-1] for row in groups(page)["Both mention"]} == {said}


def test_an_event_of_one_account_says_so(show: Open) -> None:
    small = page_data.small()
    one = next(e for e in small.events if len(e.mentions) == 1)
    at = quote("event:" + one.iri.removeprefix(page_data.BASE), safe="")
    page = show("small", f"#show=all&tab=accounts&select={at}")
    page.wait_for_selector("#view-accounts .void:has-text('no two accounts')")


@pytest.mark.parametrize("width", [390, 1024])
def test_it_can_be_read_on_narrow_screens(show: Open, tmp_path: Path, width: int) -> None:
    view, address = compared()
    write(tmp_path / "p.html", render(view))
    page = show(tmp_path / "p.html", address, width=width)
    page.wait_for_selector(".accounts")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = page.locator(".accounts q").evaluate_all(
        "all => all.filter(q => q.getBoundingClientRect().right > innerWidth).length"
    )
    assert cut == 0
