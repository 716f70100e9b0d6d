"""Pictures of the explorer on the bundled articles: which, and how they are taken.

`make_readme.py` writes them for README.md and docs/explorer.md; a test takes them, too, so that a view that cannot be
shown any more is noticed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kg.core.ids import local
from kg.graph.view.values import GraphView

EVENT = ("Lavrov", "Pompeo", "Sochi")
"""Words of the label of the event that is open in some pictures."""

PEOPLE = ("Mike Pompeo", "Sergey Lavrov", "Shinzō Abe")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture: what is selected, what must be on the page before it is taken, and how it is drawn.

    ``select`` is a format string for the names of ``selections``.
    """

    tab: str = "network"
    select: str = ""
    within: str = ""
    more: str = ""
    wait: str = "#panel h2"
    scheme: str = "light"
    width: int = 1120
    height: int = 720


PICTURES: Mapping[str, Picture] = {
    "explorer": Picture(select="event", wait="#panel mark", width=1280, height=800),
    "explorer-rank": Picture(more="&arrange=rank"),
    "explorer-timeline": Picture(tab="timeline", select="pair", wait="#panel .announced mark"),
    "explorer-map": Picture(tab="map", select="", wait=".pin"),
    "explorer-table": Picture(tab="table", select="person", wait="tbody tr", scheme="dark"),
    "explorer-chain": Picture(select="chain", wait="#panel .chain mark"),
    "explorer-telephone": Picture(
        tab="timeline", select="event", within="pair", wait="#panel mark", width=360
    ),
}


def selections(view: GraphView) -> dict[str, str]:
    """What the pictures select, by the ids that this graph has for it."""
    iri = {actor.label: local(actor.iri) for actor in view.actors.values()}
    one, other, far = (iri[name] for name in PEOPLE)
    event = next(e for e in view.events if all(word in e.label for word in EVENT))
    return {
        "event": f"event:{local(event.iri)}",
        "pair": f"pair:{one}|{other}",
        "person": f"actor:{one}",
        "chain": f"chain:{one}|{far}",
        "": "",
    }


def address(picture: Picture, names: Mapping[str, str]) -> str:
    """The part of the address after the file's name."""
    parts = {"tab": picture.tab, "select": names[picture.select], "within": names[picture.within]}
    return "#" + "&".join(f"{k}={quote(v, safe='')}" for k, v in parts.items() if v) + picture.more


def photograph(browser: Any, page: Path, view: GraphView, folder: Path) -> dict[str, Path]:
    """Takes every picture of a page into a folder, by name."""
    names = selections(view)
    taken = {}
    for name, picture in PICTURES.items():
        context = browser.new_context(
            viewport={"width": picture.width, "height": picture.height},
            locale="en-GB",
            color_scheme=picture.scheme,
            reduced_motion="reduce",
        )
        tab = context.new_page()
        tab.goto(page.as_uri() + address(picture, names))
        tab.wait_for_selector("html[data-ready=true]", state="attached")
        tab.wait_for_selector(picture.wait)
        tab.wait_for_timeout(200)
        taken[name] = folder / f"{name}.png"
        tab.screenshot(path=taken[name])
        context.close()
    return taken
