"""The page of suggestions: what it saves, that it does nothing else, and that everybody can use it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import suggest_data as data

from kg.curate import answers
from kg.curate.suggest_page import page as drawn

# In a page.


def test_nothing_from_an_article_is_html_in_the_page() -> None:
    found = data.only(
        [], data.proposed(data.proposal("met", text=data.HOSTILE), text=data.HOSTILE), data.HOSTILE
    )
    page = drawn([found])
    assert page.count("<script") == page.count("</script") == 2
    assert "<img" not in page
    assert "\u202e" not in page
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert "unsafe" not in policy[1]
    assert "default-src &#39;none&#39;" in policy[1]


@pytest.mark.browser
def test_hostile_text_is_shown_as_text(show: Callable[..., Any], tmp_path: Path) -> None:
    text = data.HOSTILE + "\ud800 "
    one = data.only([], data.proposed(data.proposal("met", text=text), text=text), text)
    (tmp_path / "page.html").write_text(drawn([one]), "utf-8")
    page = show(tmp_path / "page.html")
    assert page.evaluate("window.struck") is None
    shown = page.inner_text(".text")
    assert "<script>window.struck=1</script>" in shown
    assert not {"\u202e", "\u2066", "\x1b"} & set(shown)


@pytest.mark.browser
def test_a_page_saves_what_is_answered_and_what_is_added(
    show: Callable[..., Any], tmp_path: Path
) -> None:
    frames = [data.frame("Anna Zilkova met Pia Oro")]
    one = data.only(frames, data.proposed(data.MET))
    other = data.only(
        [], data.proposed(data.proposal("met", text="They met."), text="They met."), "They met."
    )
    (tmp_path / "page.html").write_text(drawn([one, other], name="mine.jsonl"), "utf-8")
    page = show(tmp_path / "page.html")
    first = page.locator(".passage").first
    assert page.inner_text("#progress") == "0 of 2 passages answered"
    assert page.is_disabled("#save")
    assert first.locator(".text .trigger").inner_text() == "met"
    assert first.locator(".text .participants").all_inner_texts() == ["Anna Zilkova", "Pia Oro"]
    first.locator("[data-answer=right]").click()
    assert page.inner_text("#progress") == "1 of 2 passages answered"

    def saved() -> dict[str, Any]:
        with page.expect_download() as download:
            page.click("#save")
        assert download.value.suggested_filename == "mine.jsonl"
        (line,) = Path(download.value.path()).read_text("utf-8").splitlines()
        row: dict[str, Any] = json.loads(line)
        return row

    # One passage is answered, and it is what the terminal would write.
    assert saved() == answers.record_of(one, [data.yes()])
    # The mouse: "visit", part of it selected, becomes an event.
    word = first.locator(".text span").last
    box = word.evaluate(
        """(e) => { const r = document.createRange(); const k = e.firstChild.data.indexOf("visit");
        r.setStart(e.firstChild, k + 1); r.setEnd(e.firstChild, k + 4);
        const b = r.getBoundingClientRect(); return [b.left, b.right, b.top + b.height / 2]; }"""
    )
    page.mouse.move(box[0], box[2])
    page.mouse.down()
    page.mouse.move(box[1], box[2], steps=4)
    page.mouse.up()
    first.locator("[data-name=trigger]").click()
    card = first.locator(".event").last
    card.locator("select").first.select_option("visit")
    card.locator("select").last.select_option("planned")
    # The keyboard: "Oslo in May" are the last words but one and two.
    text = first.locator(".text")
    text.focus()
    for key in ("ArrowLeft", "d", "ArrowLeft", "ArrowLeft", "w"):
        page.keyboard.press(key)
    first.locator(".event").first.locator(".word").click()
    first.locator("[aria-label='Take away about: fish']").click()
    met, visit = saved()["events"]
    assert met["spans"]["topics"] == met["topics"] == []
    assert (visit["type"], visit["status"], visit["optional"]) == ("visit", "planned", False)
    assert visit["spans"]["trigger"] == [*data.at("visit")]
    assert visit["spans"]["place"] == [*data.at("Oslo")]
    assert visit["spans"]["date"] == [data.TEXT.rindex("May"), data.TEXT.rindex("May") + 3]
    assert visit["evidence"] == "She may visit Oslo in May."
    # Unsure is kept and masked; wrong is left out.
    first.locator(".event").first.locator("[data-answer=wrong]").click()
    first.locator(".event").last.locator("[data-answer=unsure]").click()
    (left,) = saved()["events"]
    assert (left["type"], left["optional"]) == ("visit", True)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_for_everybody(show: Callable[..., Any], tmp_path: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    one = data.only([], data.proposed(data.MET, data.proposal("visit", kind="visit")))
    (tmp_path / "page.html").write_text(drawn([one]), "utf-8")
    page = show(tmp_path / "page.html", color_scheme=scheme)
    page.focus(".text")
    page.keyboard.press("ArrowRight")
    found = axe.Axe().run(page).response["violations"]
    told = [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in found]
    assert told == []
