"""Makes anew what README.md shows: the picture, the session, the table of queries, the figures.

    .venv/bin/python tests/make_readme.py

Run it when what `kg` prints or how the page looks has changed. Each part of README.md that is made
here stands between two comments with its name. Needs Chromium (Debian package chromium).
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
import tempfile
from pathlib import Path
from urllib.parse import quote

import checkout

from kg.cli import main
from kg.query import named_queries
from kg.store import Store
from kg.terms import local
from kg.view import load

README = checkout.ROOT / "README.md"
PICTURE = checkout.ROOT / "notebooks" / "images" / "explorer.png"
SIZE = {"width": 1280, "height": 800}
EVENT = ("Lavrov", "Pompeo", "Sochi")
"""Words of the label of the event that is open in the picture."""


def said(command: str) -> str:
    """What a command prints on stdout. Raises RuntimeError when it fails."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = main(shlex.split(command)[1:])
    if code != 0:
        raise RuntimeError(f"{command} ended with {code}")
    return out.getvalue()


def query_table() -> str:
    """The named queries, from the headers of their files."""
    rows = [f"| `{q.name}` | {q.title} | `{q.example}` |" for q in named_queries().values()]
    return "\n".join(["| name | what it answers | example |", "|---|---|---|", *rows])


def session() -> str:
    """A short session, on the store in the current folder; what is left out shows as an ellipsis."""
    found = said("kg demo").rstrip().splitlines()
    met = "kg query who-met --person pompeo --other lavrov"
    table = [line.rstrip() for line in said(met).splitlines() if line.strip()]
    why = f'kg explain "{" ".join(EVENT)}"'
    head, *passages = said(why).rstrip().split("\n\n")
    told = [head.splitlines()[0], "  …", passages[1], "  …"]
    lines = ["$ kg demo", *found, f"$ {met}", *table, f"$ {why}", *told]
    return "\n".join(["```console", *lines, "```"])


def figures() -> str:
    """What `kg evaluate` measures on the bundled annotations."""
    return "\n".join(["```text", said("kg evaluate").strip("\n"), "```"])


def photograph(folder: Path, picture: Path) -> None:
    """The page of the store in a folder with one event open: the network, and what is behind it."""
    from playwright.sync_api import sync_playwright

    with Store.open(folder / "graph", read_only=True) as store:
        events = load(store.graph).events
    event = next(e for e in events if all(word in e.label for word in EVENT))
    address = (
        f"{(folder / 'graph.html').as_uri()}#select={quote('event:' + local(event.iri), safe='')}"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        tab = browser.new_page(viewport=SIZE, locale="en-GB", color_scheme="light")
        tab.goto(address)
        tab.wait_for_selector("#panel mark")
        tab.screenshot(path=picture)
        browser.close()


def put(text: str, name: str, part: str) -> str:
    """``text`` with ``part`` between the two comments of that name.

    >>> put("<!-- a:start -->old<!-- a:end -->", "a", "new")
    '<!-- a:start -->\\nnew\\n<!-- a:end -->'
    """
    pattern = rf"(<!-- {name}:start -->).*?(<!-- {name}:end -->)"
    changed, times = re.subn(pattern, lambda m: f"{m[1]}\n{part}\n{m[2]}", text, flags=re.DOTALL)
    if times != 1:
        raise ValueError(f"README.md has {times} places for {name}")
    return changed


def make() -> None:
    """Writes README.md and its picture."""
    text = put(README.read_text(encoding="utf-8"), "queries", query_table())
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        text = put(text, "session", session())
        text = put(text, "evaluate", figures())
        PICTURE.parent.mkdir(exist_ok=True)
        photograph(Path(name), PICTURE)
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    make()
