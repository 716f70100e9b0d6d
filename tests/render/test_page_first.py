"""The first screen: questions that the graph answers, certain events, counts that agree, offices of the day."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import page_data
import pytest

from kg.graph.view.values import GraphView
from kg.render import levels, payload, render, write

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api")

Open = Callable[..., "sync_api.Page"]


def saved(folder: Path, view: GraphView) -> Path:
    write(folder / "p.html", render(view))
    return folder / "p.html"


def test_three_questions_are_offered_and_each_is_answered_in_one_click(show: Open) -> None:
    page = show("small")
    asked = page.locator("#questions button").all_inner_texts()
    assert [" ".join(text.split()) for text in asked] == [
        "Who met most often? Donald Trump and Kim Jong Un, 3 times",
        "What was announced and never reported as held? 2 events",
        "One meeting, two accounts: what does each leave out? Meeting: Mike Pompeo, Sergey Lavrov"
        " and Vladimir Putin, 14 May 2019",
    ]
    page.click("#questions button >> nth=0")
    assert page.inner_text("#panel h2") in asked[0].replace("\n", " ")
    page.click("#questions button >> nth=1")
    assert page.locator("#view-timeline .event-open").count() == 2
    page.go_back()
    page.click("#questions button >> nth=2")
    page.wait_for_selector("#panel .readouts.sought")
    assert "Only Example Wire" in page.inner_text("#panel .readouts")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1024, 768), (1440, 900)])
def test_the_questions_are_on_the_first_screen(show: Open, width: int, height: int) -> None:
    page = show("small", width=width, height=height)
    buttons = page.locator("#questions button")
    assert buttons.count() == 3
    for button in buttons.all():
        box = button.bounding_box()
        assert box["y"] + box["height"] <= height
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_network_is_on_the_first_screen_of_a_telephone(show: Open) -> None:
    page = show("small", width=390, height=844)
    canvas = page.locator("#canvas").bounding_box()
    assert canvas["y"] < 844 * 0.55
    assert canvas["y"] + canvas["height"] <= 844
    for tab in page.locator("[role=tab]").all():
        box = tab.bounding_box()
        assert box["height"] < 45, tab.inner_text()
        assert box["x"] + box["width"] <= 390
    page = show("small", "#tab=table", width=390, height=844)
    row = page.locator("#view-table tbody tr").first
    assert row.locator("th").bounding_box()["width"] > 300
    # Who took part has a line, and what is short stands side by side.
    cells = [cell.bounding_box() for cell in row.locator("td").all() if cell.is_visible()]
    kind, status, who = cells[:3]
    assert who["width"] > 300
    assert kind["y"] == status["y"] < who["y"]
    assert all(cell["x"] >= 0 and cell["x"] + cell["width"] <= 390 for cell in cells)


def test_it_shows_certain_events_and_says_what_it_leaves_out(show: Open, tmp_path: Path) -> None:
    view = page_data.small()
    doubtful = dataclasses.replace(view.events[0], confidence=0.5)
    page = show(saved(tmp_path, dataclasses.replace(view, events=(doubtful, *view.events[1:]))))
    assert page.inner_text("#left-out") == (
        "Left out: 1 without a date and 1 with less confidence than 0.60. Show all 20 events"
    )
    assert page.inner_text("#counts").startswith("18 of 20 events")
    page.click("#left-out button")
    assert page.inner_text("#counts").startswith("20 events")
    assert "show=all" in page.url
    page.click("#left-out button")
    assert page.inner_text("#counts").startswith("18 of 20 events")
    # The panel of somebody says what is missing there.
    page = show(tmp_path / "p.html", "#select=actor%3Aperson%2Fmoon-jae-in")
    assert "2 events left out: undated or less certain." in page.inner_text("#panel")
    page.click("#panel button:has-text('Show all events')")
    assert page.inner_text("#counts").startswith("20 events")


def test_where_nothing_is_certain_everything_is_shown(show: Open, tmp_path: Path) -> None:
    view = page_data.small()
    events = tuple(dataclasses.replace(event, confidence=0.3) for event in view.events)
    page = show(saved(tmp_path, dataclasses.replace(view, events=events)))
    assert page.inner_text("#counts").startswith("20 events")
    assert not page.locator("#left-out").is_visible()


def test_counts_agree_wherever_they_stand(show: Open) -> None:
    for address in ("", "#show=all", "#type=phone_call", "#from=2019-01-01&to=2019-12-31"):
        page = show("small", address)
        said = page.inner_text("#counts").split(", ")[2]
        assert said in page.inner_text("#panel .lead"), address
        events = page.inner_text("#counts").split(" ")[0]
        assert page.inner_text("#panel .lead").startswith(f"{events} event"), address
    assert "28 articles" in show("small", "#show=all").inner_text("#counts")


def test_dates_say_where_they_come_from(show: Open, tmp_path: Path) -> None:
    view = page_data.small()
    first = view.events[0]

    def dated(date: str, words: str | None) -> GraphView:
        told = tuple(dataclasses.replace(m, date=date, date_text=words) for m in first.mentions)
        event = dataclasses.replace(
            first, date=date, label=f"{first.label} (uncertain)", mentions=told
        )
        return dataclasses.replace(view, events=(event, *view.events[1:]))

    address = "#select=event%3A" + first.iri.removeprefix(page_data.BASE).replace("/", "%2F")
    for date, words, said in (
        ("2018-04-27?", None, "27 April 2018 (date of publication)"),
        ("2018-04-27?", "perhaps on Friday", "27 April 2018 (uncertain)"),
        ("2018-04-27~", "around Friday", "around 27 April 2018"),
    ):
        page = show(saved(tmp_path, dated(date, words)), address)
        assert said.lower() in page.inner_text("#panel .lead").lower()
        assert ("(date of publication)" in page.inner_text("#panel h2")) == (words is None)


def test_the_level_of_an_office_is_that_of_the_day() -> None:
    truman = next(t for t in levels._tenures().values() for t in t if t.start and t.end)
    person = f"{page_data.BASE}{truman.person}"
    day = truman.start.isoformat()
    assert levels.level_then(person, None, day) is not None
    assert levels.level_then(person, None, "1700-01-01") is None
    assert levels.level_then(person, None, None) is None
    assert levels.level_then(person, "foreign minister", "1700-01-01") == 3
    assert levels.level_then(person, None, "2018-06") is None


def test_by_rank_stands_at_the_office_of_the_day(show: Open, tmp_path: Path) -> None:
    """Somebody who was a minister in 2018 and is president in 2019 stands in both rows."""
    view = page_data.small()

    def office(event: object) -> object:
        parts = tuple(
            dataclasses.replace(p, office="foreign minister")
            if p.actor.endswith("moon-jae-in") and (event.start or "") < "2019"
            else p
            for p in event.participants
        )
        return dataclasses.replace(event, participants=parts)

    changed = dataclasses.replace(view, events=tuple(map(office, view.events)))
    shares = [
        (row["a"], part["v"])
        for row in payload.build(changed).graph["events"]
        for part in row["w"]
        if payload.build(changed).graph["actors"][part["a"]]["n"] == "Moon Jae-in" and "a" in row
    ]
    assert {level for day, level in shares if day < "2019"} == {3}
    assert {level for day, level in shares if day >= "2019"} == {1}
    page = show(saved(tmp_path, changed), "#arrange=rank")
    names = page.evaluate("document.querySelector('#canvas').drawn.labels.map(l => [l.words, l.y])")
    rows = [y for words, y in names if words == "Moon Jae-in"]
    assert len(rows) == 2
    assert abs(rows[0] - rows[1]) > 30
    assert len([1 for words, _ in names if words == "Donald Trump"]) == 1
    chosen = show(tmp_path / "p.html", "#arrange=rank&select=actor%3Aperson%2Fmoon-jae-in")
    lit = chosen.evaluate(
        "document.querySelector('#canvas').drawn.boxes.filter(b => b.lit > 2).length"
    )
    assert lit == 2


@pytest.mark.parametrize("width", [1024, 1440, 1600])
def test_table_rows_are_of_one_height_with_the_confidence_in_view(show: Open, width: int) -> None:
    page = show("large", "#tab=table", width=width)
    heights = page.locator("#view-table tbody tr").evaluate_all(
        "rows => rows.slice(0, 60).map(r => Math.round(r.getBoundingClientRect().height))"
    )
    assert len(set(heights)) == 1
    assert heights[0] <= (36 if width > 1500 else 56)
    region = page.locator("#view-table .scroll").bounding_box()
    cell = page.locator("#view-table tbody tr >> nth=0").locator("td").last.bounding_box()
    assert cell["x"] + cell["width"] <= region["x"] + region["width"] + 1
    shown = page.locator("#view-table tbody tr >> nth=0").locator("td").last
    assert shown.inner_text() == "0.80"
    assert shown.evaluate("c => c.scrollWidth <= c.clientWidth")


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("width", [1024, 1440])
def test_no_status_day_or_name_is_cut_in_a_table(show: Open, width: int, lang: str) -> None:
    cut = """kinds => [...document.querySelectorAll(kinds)].flatMap(e =>
      e.getClientRects().length && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 4) ? [e.textContent] : [])"""
    page = show("small", f"#tab=table&lang={lang}", width=width)
    kinds = "#view-table tbody :is(th .link, td:nth-child(3) bdi)"
    assert page.evaluate(cut, kinds) == []
    if width == 1024:  # with two lines for those who took part, most are named whole
        assert len(page.evaluate(cut, "#view-table td:nth-child(4) bdi")) <= 3
    page = show("small", f"#tab=table&rows=actors&lang={lang}", width=width)
    assert page.evaluate(cut, "#view-table tbody :is(th .link, td:last-child bdi)") == []


@pytest.mark.parametrize("width", [390, 1024])
def test_each_year_stands_under_its_bar(show: Open, width: int) -> None:
    page = show("small", "#select=" + "actor%3Aperson%2Fdonald-trump", width=width)
    middles = """kind => [...document.querySelectorAll(kind)].map(e => {
      const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y, b.right]; })"""
    bars = page.evaluate(middles, "#panel .years rect")
    years = page.evaluate(middles, "#panel .years .under > span:not(:empty)")
    assert len(bars) == len(years) >= 2
    assert all(abs(bar[0] - year[0]) < 2 for bar, year in zip(bars, years, strict=True))
    assert len({year[1] for year in years}) == 1


def test_who_went_where_is_told_with_an_arrow(show: Open, tmp_path: Path) -> None:
    view = page_data.small()
    moon, kim = (page_data.iri("person", name) for name in ("moon-jae-in", "kim-jong-un"))

    def asks(event: object) -> object:
        parts = tuple(
            dataclasses.replace(p, function="initiator" if p.actor == moon else "addressee")
            for p in event.participants
        )
        return dataclasses.replace(event, type="invitation", participants=parts)

    chosen = next(e for e in view.events if {p.actor for p in e.participants} == {moon, kim})
    events = tuple(asks(e) if e is chosen else e for e in view.events)
    page = show(saved(tmp_path, dataclasses.replace(view, events=events)), "#tab=timeline&show=all")
    told = page.locator("#view-timeline .event-what").all_inner_texts()
    assert "Invitation: Moon Jae-in → Kim Jong Un" in told
    assert sum("→" in words for words in told) == 1


def test_no_name_of_a_filter_is_cut(show: Open) -> None:
    page = show("small", width=1440)
    cut = "e => e.map(c => c.scrollWidth > c.clientWidth + 1)"
    assert not any(page.locator(".choice-name").evaluate_all(cut))


def test_topics_of_the_scheme_come_first(show: Open, tmp_path: Path) -> None:
    view = page_data.small()
    free = page_data.iri("topic", "text-a-walk-xyz")
    topic = dataclasses.replace(
        next(iter(view.topics.values())), iri=free, label="a walk", broader=()
    )
    events = tuple(dataclasses.replace(e, topics=(*e.topics, free)) for e in view.events)
    page = show(
        saved(
            tmp_path, dataclasses.replace(view, events=events, topics={**view.topics, free: topic})
        )
    )
    box = page.locator("fieldset:has-text('Topic')").last
    rows = box.locator("label").all_inner_texts()
    assert rows[-1].startswith("a walk")
    assert not box.locator("label").last.is_visible()
    chips = page.locator("#panel ul.chips .chip").all_inner_texts()
    assert "a walk" not in chips[:5]


@pytest.mark.parametrize("width", [1024, 1440])
@pytest.mark.parametrize("tab", ["network", "timeline", "map", "table", "accounts"])
def test_the_page_itself_does_not_scroll(show: Open, tab: str, width: int) -> None:
    """Its parts do; below them there is nothing."""
    event = "event/2019-12-10-meeting-mike-pompeo-sergey-lavrov"
    page = show("small", f"#tab={tab}&select=event:{event}", width=width, height=700)
    page.wait_for_selector(".passage, .accounts", state="attached")
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollHeight") == 700
