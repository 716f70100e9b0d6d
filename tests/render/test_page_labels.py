"""What is drawn where in the network, measured from the boxes: names cover nothing, the chosen come into view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import page_data
import pytest

from kg.render import payload

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api")

Open = Callable[..., "sync_api.Page"]
WIDTHS = [390, 1024, 1440]
DRAWN = """() => { const c = document.querySelector('#canvas'), d = c.drawn;
  const box = ({id, x, y, w, h, words, size, lit}) => ({id, x, y, w, h, words, size, lit});
  const line = ({ring, middle, x, y, w, h}) => ring > 0 ? [middle.x, middle.y, x + w / 2, y + h / 2] : null;
  return {lines: d.labels.map(line), wide: c.clientWidth, tall: c.clientHeight, nodes: d.boxes.map(box), labels: d.labels.map(box)}; }"""
# How many dark pixels lie in each box, in one reading of the canvas.
INK = """boxes => { const c = document.querySelector('#canvas canvas'), k = c.width / c.clientWidth;
  const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
  return boxes.map(([x, y, w, h]) => { let n = 0;
    for (let j = Math.floor(y * k); j < (y + h) * k; j += 1) for (let i = Math.floor(x * k); i < (x + w) * k; i += 1) {
      const at = 4 * (j * c.width + i);
      if (d[at + 3] > 40 && d[at] + d[at + 1] + d[at + 2] < 300) n += 1; }
    return n; }); }"""


def over(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(
        one["x"] < other["x"] + other["w"]
        and other["x"] < one["x"] + one["w"]
        and one["y"] < other["y"] + other["h"]
        and other["y"] < one["y"] + one["h"]
    )


def crosses(line: list[float], box: dict[str, Any]) -> bool:
    """Does the line from a node to its name run through the name of another? Looked at in 200 points of it."""
    x1, y1, x2, y2 = line
    points = ((x1 + (x2 - x1) * k / 200, y1 + (y2 - y1) * k / 200) for k in range(201))
    return any(
        box["x"] < x < box["x"] + box["w"] and box["y"] < y < box["y"] + box["h"] for x, y in points
    )


def check(drawn: dict[str, Any]) -> None:
    labels, nodes = drawn["labels"], drawn["nodes"]
    assert labels
    for label in labels:
        assert label["x"] >= 0, label
        assert label["y"] >= 0, label
        assert label["x"] + label["w"] <= drawn["wide"], label
        assert label["y"] + label["h"] <= drawn["tall"], label
        covered = [n for n in nodes if n["id"] != label["id"] and over(label, n)]
        assert covered == [], (label, covered[:2])
    struck = [
        (label["words"], labels[n]["words"])
        for n, line in enumerate(drawn["lines"])
        for label in labels
        if line and label["id"] != labels[n]["id"] and crosses(line, label)
    ]
    # Where there is no room, the largest are named all the same.
    assert len(struck) <= 1, struck
    for n, label in enumerate(labels):
        assert not any(over(label, other) for other in labels[n + 1 :]), label


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("graph", ["small", "large"])
@pytest.mark.parametrize("address", ["", "#level=actors", "#arrange=rank"])
def test_no_name_covers_a_node_or_another_name_or_is_cut(
    show: Open, graph: str, address: str, width: int
) -> None:
    page = show(graph, address, width=width)
    page.wait_for_timeout(300)
    drawn = page.evaluate(DRAWN)
    check(drawn)
    if address != "#arrange=rank":
        # The largest nodes have theirs.
        largest = sorted(drawn["nodes"], key=lambda node: -node["size"])[:8]
        named = {label["id"] for label in drawn["labels"]}
        assert {node["id"] for node in largest} <= named
    # Names are really written there.
    ink = page.evaluate(INK, [[label[k] for k in "xywh"] for label in drawn["labels"]])
    assert min(ink) > 5


@pytest.mark.parametrize("width", WIDTHS)
def test_by_rank_names_are_legible_whole_and_use_the_width(show: Open, width: int) -> None:
    page = show("large", "#level=actors&arrange=rank", width=width, height=844)
    page.wait_for_timeout(300)
    drawn = page.evaluate(DRAWN)
    assert len(drawn["labels"]) >= 15
    assert min(label["size"] for label in drawn["labels"]) > 11
    cut = [label["words"] for label in drawn["labels"] if label["words"].endswith("…")]
    assert len(cut) <= len(drawn["labels"]) / 4, cut
    across = [node["x"] for node in drawn["nodes"]]
    assert max(across) - min(across) > (drawn["wide"] - 92) / 2
    assert max(node["y"] + node["h"] for node in drawn["nodes"]) <= drawn["tall"]


def test_the_check_would_tell(show: Open) -> None:
    page = show("small")
    drawn = page.evaluate(DRAWN)
    one = drawn["labels"][0]
    other = next(node for node in drawn["nodes"] if node["id"] != one["id"])
    with pytest.raises(AssertionError):
        check({**drawn, "labels": [{**one, "x": other["x"], "y": other["y"]}]})
    with pytest.raises(AssertionError):
        check({**drawn, "labels": [{**one, "x": drawn["wide"] - 5}]})


@pytest.mark.parametrize("width", WIDTHS)
def test_thirty_people_in_turn_fit_the_view_with_all_they_met(show: Open, width: int) -> None:
    graph = payload.build(page_data.large(600, 1620)).graph
    met: dict[int, set[int]] = {}
    for event in graph["events"]:
        members = {part["a"] for part in event.get("w", ())}
        for n in members:
            met.setdefault(n, set()).update(members)
    busiest = sorted(met, key=lambda n: (-len(met[n]), n))
    chosen = [*busiest[:10], *busiest[100:110], *busiest[-10:]]
    page = show("large", "#level=actors", width=width, reduced_motion="reduce")
    for n in chosen:
        page.evaluate(
            "i => { location.hash = '#level=actors&select=' + encodeURIComponent('actor:' + i); }",
            graph["actors"][n]["i"],
        )
        page.wait_for_selector(f"#panel h2:has-text({graph['actors'][n]['n']!r})")
        page.wait_for_timeout(120)
        drawn = page.evaluate(DRAWN)
        lit = {node["id"]: node for node in drawn["nodes"] if node["lit"] > 1}
        assert set(lit) == met[n]
        for node in lit.values():
            assert node["x"] >= 0, (n, node)
            assert node["y"] >= 0, (n, node)
            assert node["x"] + node["w"] <= drawn["wide"], (n, node)
            assert node["y"] + node["h"] <= drawn["tall"], (n, node)
        check(drawn)
        assert n in {label["id"] for label in drawn["labels"]}
        xs = [node["x"] for node in lit.values()]
        ys = [node["y"] for node in lit.values()]
        # Not lost in a corner of the view either.
        if len(lit) > 2:
            assert (
                max(xs) - min(xs) > drawn["wide"] * 0.3 or max(ys) - min(ys) > drawn["tall"] * 0.3
            )


@pytest.mark.parametrize("width", WIDTHS)
def test_a_neighbourhood_alone_fits(show: Open, width: int) -> None:
    page = show(
        "small",
        "#select=actor%3Aperson%2Fdonald-trump&around=person%2Fdonald-trump",
        width=width,
        reduced_motion="reduce",
    )
    page.wait_for_timeout(200)
    drawn = page.evaluate(DRAWN)
    check(drawn)
    assert len(drawn["nodes"]) == len(drawn["labels"]) == 6


def test_a_name_can_be_clicked_like_its_node(show: Open) -> None:
    page = show("small")
    box = page.locator("#canvas").bounding_box()
    label = next(one for one in page.evaluate(DRAWN)["labels"] if one["words"] == "Shinzo Abe")
    page.mouse.click(box["x"] + label["x"] + label["w"] / 2, box["y"] + label["y"] + label["h"] / 2)
    page.wait_for_selector("#panel h2:has-text('Shinzo Abe')")


def test_colours_are_chosen_in_the_legend_and_kept_in_the_address(show: Open) -> None:
    page = show("small", height=900)
    first = page.locator(".colours select").first
    before = first.input_value()
    other = page.locator(".colours select").nth(3)
    taken = other.input_value()
    first.select_option(taken)
    assert page.locator(".colours select").first.input_value() == taken
    assert page.locator(".colours select").nth(3).input_value() == before
    assert "colour=" in page.url
    again = show("small", "#" + page.url.split("#")[1], height=900)
    assert again.locator(".colours select").first.input_value() == taken
    # The nodes of that state are drawn in the first colour of the palette.
    blue = "([0, 114, 178])"
    count = f"""() => {{ const c = document.querySelector('#canvas canvas'), [r, g, b] = {blue};
      const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0;
      for (let i = 0; i < d.length; i += 4) if (d[i] === r && d[i+1] === g && d[i+2] === b) n += 1; return n; }}"""
    assert again.evaluate(count) > 30
    page.click("text=Colours as at first")
    assert "colour=" not in page.url
    assert page.locator(".colours select").first.input_value() == before
