"""Makes anew what README.md and the pages of docs/ show: pictures, sessions, tables, figures.

    .venv/bin/python tools/make_readme.py [pictures | pages]

With `pictures` it makes nothing else; with `pages` it leaves out the pictures and what `kg evaluate`
measures, which take long. Run it when what `kg` prints or how the page looks has changed. Each part that is
made here stands between two comments with its name, in README.md or in a page of docs/; commands and
examples of the handbook are run again where they stand (handbook.py), and docs/dictionary.md is made as a
whole (make_dictionary.py). Needs Chromium (Debian package chromium) for the pictures.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import checkout
import handbook
import make_dictionary
from pictures import EVENT, photograph
from shared_data import SHARED

from kg.api import Graph
from kg.ask.query import named_queries
from kg.check.evaluate import RULES, WHOLE, Measured, as_table
from kg.cli import main
from kg.graph.store import Store
from kg.graph.view.load import load

IMAGES = checkout.ROOT / "docs" / "images"
KINDS = checkout.ROOT / "tests" / "data" / "kinds" / "gold"
UNSEEN = {
    "b": "documents of ten kinds, written by people who had not seen the rules",
    "dev": "readouts, press releases, histories, transcripts and news, as they were published",
}
"""The sets that nobody read while the program was written, and what they are."""


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


def measured() -> list[list[Measured]]:
    """What `kg evaluate` measures on the bundled annotations, and on the sets that are at hand.

    The real texts are no part of the project: without them beside it their rows are missing.
    """
    sets = [KINDS / f"{name}.jsonl" for name in ("a", "b")]
    real = SHARED / "gold"
    sets += [real / "seeds.jsonl", *sorted(real.glob("*.main.jsonl")), real / "reader/dev.jsonl"]
    given = " ".join(shlex.quote(str(path)) for path in sets if path.is_file())
    tables = [said("kg evaluate --format json"), said(f"kg evaluate --format json {given}")]
    return [list(_measures(json.loads(text))) for text in tables]


def _measures(found: dict[str, dict[str, object]]) -> Iterator[Measured]:
    """The measures in what `kg evaluate --format json` prints, in its order."""
    for name, told in found.items():
        others = told.pop("found_by", {})
        assert isinstance(others, dict)
        for finder, scores in {WHOLE: told, **others}.items():
            kind = scores.pop("kind")
            yield Measured(name=name, kind=kind, digest="", scores=scores, finder=finder)


def figures(tables: list[list[Measured]]) -> str:
    """The measures as tables of text."""
    return "\n".join(["```text", "\n\n".join(as_table(t) for t in tables), "```"])


def unseen(tables: list[list[Measured]]) -> str:
    """What README.md says first of all measures: of the texts that nobody had read, in hundredths.

    >>> scores = {"docs": 30, "event_r": 0.601, "event_p": 0.739, "event_f1": 0.663, "strict_f1": 0.391,
    ...           "participant_f1": 0.94, "date_acc": 0.771, "status_acc": 0.893, "place_acc": None}
    >>> b = Measured(name="b", kind="full", digest="", scores=scores, finder="both")
    >>> print(unseen([[b]]).splitlines()[2])
    | 30 documents of ten kinds, written by people who had not seen the rules | both | 60 % | 74 % | 0.66 | 0.39 | 77 % | 89 % | – |
    """
    rows = [
        "| texts | read by | events found | of those told, right | F1 | F1, all right | day right | status | place |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for m in (m for table in tables for m in table):
        if m.name in UNSEEN and m.finder in (WHOLE, RULES):
            s = m.scores
            cells = [f"{s['docs']:g} {UNSEEN[m.name]}", m.finder]
            cells += [_hundredths(s[k]) for k in ("event_r", "event_p")]
            cells += [_number(s[k]) for k in ("event_f1", "strict_f1")]
            cells += [_hundredths(s[k]) for k in ("date_acc", "status_acc", "place_acc")]
            rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _hundredths(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}".replace("%", " %")


def _number(share: float | None) -> str:
    return "–" if share is None else f"{share:.2f}"


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
        raise ValueError(f"there are {times} places for {name}")
    return changed


def page_of(name: str, pages: dict[str, str]) -> str:
    """The page of README.md and docs/ that has the two comments of a part. ValueError unless it is one."""
    found = [page for page, text in pages.items() if f"<!-- {name}:start -->" in text]
    if len(found) != 1:
        raise ValueError(f"{name} has its place in {len(found)} pages")
    return found[0]


def put_into(pages: dict[str, str], name: str, part: str) -> None:
    """Puts a part into the page where it has its place."""
    page = page_of(name, pages)
    pages[page] = put(pages[page], name, part)


def write_part(name: str, part: str) -> None:
    """Writes one part, wherever it stands."""
    pages = checkout.handbook()
    put_into(pages, name, part)
    handbook.write(pages)


def make(*, measures: bool = True, drawn: bool = True) -> None:
    """Writes README.md and the pages of docs/, and with ``drawn`` the pictures."""
    pages = checkout.handbook()
    put_into(pages, "queries", query_table())
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        put_into(pages, "session", session())
        with Graph(Store.open(Path(name, "graph"), read_only=True)) as graph:
            recipes = f"docs/{handbook.RECIPES}"
            pages[recipes] = handbook.answered(pages[recipes], graph)
        if measures:
            found = measured()
            put_into(pages, "evaluate", figures(found))
            put_into(pages, "unseen", unseen(found))
        for page in handbook.RUN:
            run = handbook.terminal(handbook.fresh(Path(name, page)))
            pages[f"docs/{page}"] = handbook.rerun(pages[f"docs/{page}"], run)
        if drawn:
            pictures(Path(name))
    pages["docs/dictionary.md"] = make_dictionary.page()
    pages["docs/cite.md"] = put(pages["docs/cite.md"], "citation", handbook.citation())
    handbook.write(pages)


def make_pictures() -> None:
    """Writes the pictures alone."""
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        said("kg demo")
        pictures(Path(name))


if __name__ == "__main__":
    wanted = sys.argv[1:]
    if wanted == ["pictures"]:
        make_pictures()
    else:
        make(measures=wanted != ["pages"], drawn=wanted != ["pages"])
