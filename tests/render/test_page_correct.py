"""A mistake seen in the page is mended there: the line goes out, the rebuild takes it, the page shows who said so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import attack_page
import pytest
import serving
from store_data import ARTICLES, Plain, article

from kg.construction import pipeline
from kg.core.model import Article
from kg.graph.store import Store
from kg.graph.view.load import load
from kg.graph.view.values import EventView, GraphView
from kg.render import render, write
from kg.resolve.judgements import HEADER, complaints, parse

pytestmark = pytest.mark.browser

MORE = article("five", "Lavrov met Putin in Moscow on 2019-06-02.", publisher="Meridian Post")
EVERY = (*ARTICLES, MORE)


def built(folder: Path, text: str = "", articles: tuple[Article, ...] = EVERY) -> GraphView:
    with Store.open(folder) as store:
        done = pipeline.build(articles, store=store, annotator=Plain(), judgements=parse(text))
    assert done.warnings == ()
    with Store.open(folder, read_only=True) as store:
        return load(store.graph)


def file_of(view: GraphView, path: Path) -> Path:
    write(path, render(view))
    return path


def event_of(view: GraphView, kind: str, who: str) -> EventView:
    return next(e for e in view.events if e.type == kind and who in e.label)


def at(thing: str, kind: str = "event") -> str:
    local = thing.removeprefix("https://w3id.org/diplokg/")
    return f"#select={quote(f'{kind}:{local}', safe='')}"


def correct(
    page: Any, heading: str, kind: str, *fields: str, nth: int = 0, why: str = "the minutes",
    by: str = "Ann", answer: str = "Kept: it shows",
) -> None:  # fmt: skip
    """Fills one form of the panel in, has it kept, and waits for the answer."""
    box = page.locator("details.correct", has=page.locator("summary", has_text=heading)).nth(nth)
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    box.get_by_label("What is wrong").select_option(label=kind)
    inputs = box.locator(".fields input, .fields select")
    assert inputs.count() == len(fields)
    for n, value in enumerate(fields):
        one = inputs.nth(n)
        if one.evaluate("e => e.tagName") == "SELECT":
            one.select_option(value)
        else:
            one.fill(value)
    box.get_by_label("Reason").fill(why)
    box.get_by_label("Your name").fill(by)
    box.get_by_role("button", name="Keep this correction").click()
    box.get_by_text(answer).wait_for()


def downloaded(page: Any) -> str:
    page.locator("#desk-button").click()
    with page.expect_download() as got:
        page.get_by_role("button", name="Download judgements.tsv").click()
    assert got.value.suggested_filename == "judgements.tsv"
    text: str = Path(got.value.path()).read_text("utf-8")
    assert page.locator("#desk-lines").input_value() == text
    page.keyboard.press("Escape")
    return text


def panel(page: Any) -> str:
    page.wait_for_selector(".corrected")
    text: str = page.locator("#panel").inner_text()
    return " ".join(text.split())


KINDS = [
    ("It was read wrongly: no such event", (), "This passage tells of no event, read as phone_call, held"),
    ("It did not take place", (), "The status is denied, read as held"),
    ("The date is wrong", ("2019-06-02",), "The date is 2 June 2019, read as 1 June 2019"),
    ("The place is wrong", ("Geneva, CH",), "The place is Geneva, CH, read as Moscow, RU"),
    ("It is another kind of event", ("video_call",), "It is a video call, read as phone call"),
    ("Its status is another", ("postponed",), "The status is postponed, read as held"),
    ("Somebody took no part", ("Vladimir Putin (RU)",), "Vladimir Putin (RU) took no part"),
    ("Somebody is missing", ("Sergey Lavrov",), "Sergey Lavrov (RU) took part, and was not read"),
]  # fmt: skip


@pytest.mark.parametrize("heading", ["Correct this event", "Correct this passage"])
def test_every_fact_goes_from_the_page_to_the_page(
    show: Callable[..., Any], tmp_path: Path, heading: str
) -> None:
    """Each kind by itself: kept, downloaded, built, and shown with author, reason and what was read."""
    view = built(tmp_path / "g")
    call = event_of(view, "phone_call", "Putin")
    page = show(file_of(view, tmp_path / "before.html"), at(call.iri))
    for kind, fields, words in KINDS:
        correct(page, heading, kind, *fields)
        text = downloaded(page)
        assert text.startswith(HEADER + "\n")
        lines = parse(text)
        assert complaints(lines) == ()
        assert len(lines) == 1
        page.locator("#desk-button").click()
        page.get_by_role("button", name="Undo").click()
        assert page.locator("#desk-button").is_hidden()
        view_now = built(tmp_path / "g", text)
        after = file_of(view_now, tmp_path / "after.html")
        if "no such event" in kind:
            assert not [e for e in view_now.events if e.type == "phone_call"]
            told = panel(show(after))
            assert "Left out by a correction" in told
            assert "Putin called Pompeo in Moscow on 2019-06-01." in told
        else:
            [now] = [e for e in view_now.events if any(m.corrections for m in e.mentions)]
            told = panel(show(after, at(now.iri)))
        assert words.replace("phone_call", "phone call") in told
        assert "Corrected by Ann" in told
        assert "the minutes" in told


def test_one_that_is_two_and_two_that_are_one(show: Callable[..., Any], tmp_path: Path) -> None:
    view = built(tmp_path / "g")
    meeting = event_of(view, "meeting", "Pompeo")
    page = show(file_of(view, tmp_path / "before.html"), at(meeting.iri))
    correct(page, "Correct this passage", "It tells of another event than the other passages")
    text = downloaded(page)
    apart = built(tmp_path / "g", text)
    two = [e for e in apart.events if e.type == "meeting" and "Pompeo" in e.label]
    assert len(two) == 2
    page = show(file_of(apart, tmp_path / "apart.html"), at(two[0].iri))
    assert "are not one. Corrected by Ann" in panel(page)
    # The ruling is taken back, and said the other way round of two that are apart.
    other = two[1].iri.removeprefix("https://w3id.org/diplokg/")
    correct(page, "Correct this event", "It is the same as another event", other, by="Bob")
    same = downloaded(page)
    one = built(tmp_path / "h", same)
    [joined] = [e for e in one.events if e.type == "meeting" and "Pompeo" in e.label]
    told = panel(show(file_of(one, tmp_path / "one.html"), at(joined.iri)))
    assert "are one. Corrected by Bob" in told
    correct(page, "Correct this event", "It is another than one like it", other, by="Cy")
    assert len(parse(downloaded(page))) == 2


def test_people(show: Callable[..., Any], tmp_path: Path) -> None:
    view = built(tmp_path / "g")
    pompeo = next(a for a in view.actors.values() if a.label == "Mike Pompeo")
    putin = next(a for a in view.actors.values() if a.label == "Vladimir Putin")
    page = show(file_of(view, tmp_path / "before.html"), at(pompeo.iri, "actor"))
    box = page.locator("details.correct")
    box.locator("summary").click()
    box.get_by_label("What is wrong").select_option("same")
    box.locator(".fields input").fill("Vladimir Putin")
    box.get_by_label("Reason").fill("a test")
    box.get_by_label("Your name").fill("Ann")
    box.get_by_role("button", name="Keep this correction").click()
    box.get_by_text("Kept: it shows").wait_for()
    [row] = downloaded(page).splitlines()[1:]
    ends = [a.iri.removeprefix("https://w3id.org/diplokg/") for a in (pompeo, putin)]
    assert row.split("\t")[:6] == [*ends, "same", "actor", "a test", "Ann"]
    # In one article the words mean somebody else.
    meeting = event_of(view, "meeting", "Pompeo")
    page = show(tmp_path / "before.html", at(meeting.iri))
    kind = "Somebody is not who they are taken for"
    correct(page, "Correct this passage", kind, "Mike Pompeo", "Mike Pompeo", by="Bob")
    text = downloaded(page)
    told = panel(
        show(file_of(built(tmp_path / "g", text), tmp_path / "after.html"), at(pompeo.iri, "actor"))
    )
    assert "are not one. Corrected by Bob" in told
    assert text.splitlines()[1].split("\t")[:4] == [
        "Mike Pompeo", pompeo.iri.removeprefix("https://w3id.org/diplokg/"), "different", "two",
    ]  # fmt: skip


def test_they_are_kept_listed_and_undone(show: Callable[..., Any], tmp_path: Path) -> None:
    view = built(tmp_path / "g")
    call = event_of(view, "phone_call", "Putin")
    path = file_of(view, tmp_path / "page.html")
    page = show(path, at(call.iri))
    assert page.locator("#desk-button").is_hidden()
    correct(page, "Correct this event", "It did not take place")
    correct(page, "Correct this event", "The date is wrong", "2019-06", why="a diary")
    assert page.locator("#desk-button").inner_text() == "2 corrections"
    page.reload()
    page.wait_for_selector("html[data-ready=true]", state="attached")
    page.locator("#desk-button").click()
    rows = page.locator(".desk-list li")
    assert rows.count() == 2
    assert "date: 2019-06" in rows.nth(1).inner_text()
    assert "They are kept in this browser." in page.locator("#desk").inner_text()
    rows.nth(0).get_by_role("button", name="Undo").click()
    assert rows.count() == 1
    page.keyboard.press("Escape")
    # Escape closes the list, and not what is read behind it.
    assert call.label in page.locator("#panel h2").inner_text()
    assert page.locator("#desk-button").inner_text() == "1 correction"


def test_a_browser_that_keeps_nothing_keeps_them_for_the_page(
    show: Callable[..., Any], tmp_path: Path
) -> None:
    view = built(tmp_path / "g")
    path = file_of(view, tmp_path / "page.html")
    page = show(path, at(event_of(view, "phone_call", "Putin").iri))
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    page.reload()
    page.wait_for_selector("html[data-ready=true]", state="attached")
    correct(page, "Correct this event", "It did not take place")
    page.locator("#desk-button").click()
    assert "they are here until it is closed" in page.locator("#desk").inner_text()
    assert len(parse(page.locator("#desk-lines").input_value())) == 1


def test_what_was_kept_and_is_broken_is_left_out(show: Callable[..., Any], tmp_path: Path) -> None:
    view = built(tmp_path / "g")
    path = file_of(view, tmp_path / "page.html")
    page = show(path)
    for kept in ("{", "[]", "null", '{"entries": 7}', '{"entries": [{"lines": [["a"]]}, null, 3]}'):
        page.evaluate("k => localStorage.setItem('diplokg-corrections:Who met whom', k)", kept)
        page.reload()
        page.wait_for_selector("html[data-ready=true]", state="attached")
        assert page.locator("#desk-button").is_hidden()


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("The date is wrong", ("2019-02-30",), "Write the date as"),
        ("The date is wrong", ("",), "Write the date as"),
        ("The place is wrong", (" ",), "Write the place"),
        ("Somebody is missing", ("",), "Write who"),
    ],
)
def test_what_is_lacking_is_said(
    show: Callable[..., Any], tmp_path: Path, kind: str, fields: tuple[str, ...], words: str
) -> None:
    view = built(tmp_path / "g")
    path = file_of(view, tmp_path / "page.html")
    page = show(path, at(event_of(view, "phone_call", "Putin").iri))
    correct(page, "Correct this event", kind, *fields, answer=words)
    assert page.locator("#desk-button").is_hidden()


def test_attacks_in_names_quotes_and_reasons_stay_inert(
    show: Callable[..., Any], tmp_path: Path
) -> None:
    view = attack_page.hostile()
    event = next(e for e in view.events if e.mentions)
    page = show(file_of(view, tmp_path / "hostile.html"), at(event.iri))
    evil = "<img src=x onerror=window.struck=1>\t=1+1\n"
    correct(page, "Correct this event", "It did not take place", why=evil, by="=" + evil)
    text = downloaded(page)
    for row in text.splitlines()[1:]:
        cells = row.split("\t")
        assert len(cells) == 7
        assert not [c for c in cells if c[:1] in "=+-@#"]
    assert complaints(parse(text)) == ()
    page.locator("#desk-button").click()
    assert page.locator("#desk img, #desk script").count() == 0
    assert page.evaluate("window.struck") is None


def test_the_server_writes_them_and_takes_them_back(browser: Any, tmp_path: Path) -> None:
    folder = tmp_path / "g"
    view = built(folder)
    call = event_of(view, "phone_call", "Putin")
    with serving.running(folder, "--review") as server:
        page = browser.new_page()
        complaints_: list[str] = []
        page.on("console", lambda m: complaints_.append(m.text))
        page.on("pageerror", lambda e: complaints_.append(str(e)))
        page.goto(server.url + "explore" + at(call.iri))
        page.wait_for_selector("html[data-ready=true]", state="attached", timeout=30_000)
        correct(page, "Correct this event", "The date is wrong", "2019-06-02")
        page.locator("#desk-button").click()
        page.locator("#desk-write").click()
        page.get_by_text("Written to judgements.tsv.").wait_for()
        text = (folder / "judgements.tsv").read_text("utf-8")
        page.get_by_role("button", name="Undo").click()
        page.locator("#desk").wait_for(state="hidden")
        assert (folder / "judgements.tsv").read_text("utf-8") == HEADER + "\n"
        page.close()
    assert complaints_ == []
    [event] = [e for e in built(folder, text).events if e.type == "phone_call"]
    assert event.date == "2019-06-02"
    assert event.mentions[0].corrections[0].by == "Ann"
