"""What the tests of the page share: one browser, pages made once, and a watch over what they do."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attack_page
import page_data
import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
VIEWS = {
    "small": page_data.small,
    "hostile": attack_page.hostile,
    "nothing": page_data.nothing,
    "large": lambda: page_data.large(600, 1620),
    "huge": lambda: page_data.large(6000, 16200),
}
"""Graphs by name; each becomes a page when a test first asks for it."""

Open = Callable[..., Any]


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """What ``make`` writes to the path that it is given: made once, for all processes of this run."""
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    made = folder / name
    with (folder / f"{name}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not made.exists():
            part = folder / f"part-{name}"
            make(part)
            part.rename(made)
    return made


@pytest.fixture(scope="session")
def corpus_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the bundled articles, read by the rules; for reading alone, since others read it, too."""
    from kg.construction import pipeline
    from kg.extract.rules import Annotator
    from kg.graph.store import Store
    from kg.sources import bundled

    def make(folder: Path) -> None:
        with Store.open(folder) as store:
            pipeline.build(bundled.articles(), store=store, annotator=Annotator())

    return once(tmp_path_factory, "corpus-store", make)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium; CI fails without it, other machines skip."""
    sync_api = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing: install the Debian package chromium")
        pytest.skip("Chromium is missing (Debian package chromium)")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The page of a graph of ``VIEWS``, made once."""
    from kg.render import render, write

    def made(name: str) -> Path:
        return once(
            tmp_path_factory, f"{name}.html", lambda path: write(path, render(VIEWS[name]()))
        )

    return made


@pytest.fixture
def show(browser: Any, page_file: Callable[[str], Path]) -> Iterator[Open]:
    """Opens a page; at the end nothing may have been requested, said to the console, or thrown.

    A page is named as in ``VIEWS`` or given as a path; options are those of a browser context.
    """
    contexts, complaints = [], []

    def open_page(
        which: str | Path, address: str = "", *, width: int = 1280, **options: Any
    ) -> Any:
        options = {"locale": "en-GB", "color_scheme": "light", "accept_downloads": True} | options
        height = options.pop("height", 800)
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        own = (which if isinstance(which, Path) else page_file(which)).as_uri()
        page.on("request", lambda r: r.url.split("#")[0] == own or complaints.append(r.url))
        page.on("requestfailed", lambda r: complaints.append(f"failed: {r.url}"))
        page.on("console", lambda m: complaints.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda e: complaints.append(f"thrown: {e}"))
        page.on("dialog", lambda d: (complaints.append(f"dialog: {d.message}"), d.dismiss()))
        page.goto(own + address)
        page.wait_for_selector("html[data-ready=true]", state="attached", timeout=30_000)
        return page

    yield open_page
    for context in contexts:
        context.close()
    # Saving a table makes an address of the page's own; nothing else is ever asked for.
    assert [c for c in complaints if not c.removeprefix("failed: ").startswith("blob:")] == []
