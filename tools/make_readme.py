"""Makes anew what README.md shows: the picture, the session, the table of queries, the figures.

    .venv/bin/python tools/make_readme.py [pictures]

With `pictures` it makes nothing else. Run it when what `kg` prints or how the page looks has changed.
Each part of README.md that is made here stands between two comments with its name. Needs Chromium
(Debian package chromium).
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

import checkout
from pictures import EVENT, photograph
from shared_data import SHARED

from kg.ask.query import named_queries
from kg.cli import main
from kg.graph.store import Store
from kg.graph.view.load import load

README = checkout.ROOT / "README.md"
IMAGES = checkout.ROOT / "notebooks" / "images"
KINDS = checkout.ROOT / "tests" / "data" / "kinds" / "gold"


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
    """What `kg evaluate` measures on the bundled annotations, and on the sets that are at hand.

    The real texts are no part of the project: without them beside it their rows are missing.
    """
    sets = [KINDS / f"{name}.jsonl" for name in ("a", "b")]
    real = SHARED / "gold"
    sets += [real / "seeds.jsonl", *sorted(real.glob("*.main.jsonl"))]
    given = " ".join(str(path) for path in sets if path.is_file())
    tables = [said("kg evaluate"), said(f"kg evaluate {given}")]
    return "\n".join(["```text", "\n\n".join(t.strip("\n") for t in tables), "```"])


def pictures(folder: Path) -> None:
    """The pictures of pictures.py, of the page of the store in a folder."""
    from playwright.sync_api import sync_playwright

    with Store.open(folder / "graph", read_only=True) as store:
        view = load(store.graph)
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        photograph(browser, folder / "graph.html", view, IMAGES)
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


def make(*, all_of_it: bool = True) -> None:
    """Writes README.md and its pictures, or the pictures alone."""
    text = put(README.read_text(encoding="utf-8"), "queries", query_table())
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        if all_of_it:
            text = put(text, "session", session())
            text = put(text, "evaluate", figures())
        else:
            said("kg demo")
        pictures(Path(name))
    if all_of_it:
        README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    make(all_of_it=sys.argv[1:] != ["pictures"])
