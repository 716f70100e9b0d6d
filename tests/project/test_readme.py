"""What README.md, the handbook and CONTRIBUTING.md say is so: tables, links, paths, and the example in Python."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import checkout
import make_readme
import pytest
from pictures import PICTURES

from kg.construction import authority
from kg.reference.read import load
from kg.resolve import judgements
from kg.sources import bundled

PAGES = checkout.handbook()
README = PAGES["README.md"]
CONTRIBUTING = (checkout.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TEXTS = {**PAGES, "CONTRIBUTING.md": CONTRIBUTING}
ALL = "\n".join(PAGES.values())
FIRST_SCREEN = 40
"""Lines of README.md that a reader sees without scrolling, more or less."""


def test_readme_is_short_and_begins_with_what_matters() -> None:
    lines = README.splitlines()
    assert len(lines) <= 150
    first = "\n".join(lines[:FIRST_SCREEN])
    assert lines[0] == "# diplokg"
    assert "(docs/images/explorer.png)" in first
    for command in checkout.readme_commands():
        assert command in first
    measured = first.split("<!-- unseen:start -->")[1].split("<!-- unseen:end -->")[0]
    assert re.search(
        rf"\| \d+ {make_readme.UNSEEN['b']} \| both \| \d+ % \| \d+ % \| 0\.\d\d", measured
    )


def test_every_page_can_be_reached_from_readme() -> None:
    assert len(PAGES) > 10
    for name in set(PAGES) - {"README.md", "docs/index.md"}:
        assert f"]({name})" in README, name


def test_the_table_of_queries_is_made_from_their_headers() -> None:
    page = PAGES[make_readme.page_of("queries", PAGES)]
    mend = "run tools/make_readme.py pages"
    assert make_readme.put(page, "queries", make_readme.query_table()) == page, mend


@pytest.mark.parametrize("part", ["session", "evaluate", "speed", "unseen", "citation"])
def test_what_is_made_is_there(part: str) -> None:
    page = PAGES[make_readme.page_of(part, PAGES)]
    found = re.search(rf"<!-- {part}:start -->\n(.+?)\n<!-- {part}:end -->", page, re.DOTALL)
    assert found, "run tools/make_readme.py, and tools/benchmarks --readme"


def test_what_readme_says_of_unseen_texts_is_what_the_tables_say() -> None:
    row = re.search(rf"\| (\d+) {make_readme.UNSEEN['b']} \| both \| (\d+) % \| (\d+) %", README)
    assert row
    table = PAGES["docs/accuracy.md"]
    line = re.search(
        r"^b +both +(\d+) +0 +\d+ +\d+ +0\.\d+ +(0\.\d+) +(0\.\d+) ", table, re.MULTILINE
    )
    assert line
    precision, recall = float(line[2]), float(line[3])
    assert row.groups() == (line[1], f"{100 * recall:.0f}", f"{100 * precision:.0f}")


def anchor(heading: str) -> str:
    """The anchor of a heading, as MkDocs and others make it.

    >>> anchor("How good, how fast")
    'how-good-how-fast'
    """
    plain = (
        unicodedata.normalize("NFKD", heading.replace("`", "")).encode("ascii", "ignore").decode()
    )
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def anchors(page: str) -> set[str]:
    """The anchors of a page; what stands in a block of code is no heading."""
    text = re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)
    return {anchor(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


@pytest.mark.parametrize("name", TEXTS)
def test_links_lead_somewhere(name: str) -> None:
    text = TEXTS[name]
    here = (checkout.ROOT / name).parent
    paths = re.findall(r"`((?:kg|ontology|corpus|notebooks|tests|tools|docs|\.ci)/[\w./-]*)`", text)
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert links + paths
    for path in paths:
        assert (checkout.ROOT / path).exists(), path
    for link in links:
        if link.startswith("https://"):
            continue
        file, _, part = link.partition("#")
        target = here / file if file else checkout.ROOT / name
        assert target.exists(), link
        if part:
            assert part in anchors(target.read_text(encoding="utf-8")), link


def test_every_picture_is_shown_and_small_enough_to_load() -> None:
    assert {path.stem for path in make_readme.IMAGES.glob("*.png")} == set(PICTURES)
    for name, picture in PICTURES.items():
        assert f"images/{name}.png)" in ALL, name
        data = (make_readme.IMAGES / f"{name}.png").read_bytes()
        assert data.startswith(b"\x89PNG")
        assert 20_000 < len(data) < 300_000
        size = (int.from_bytes(data[16:20]), int.from_bytes(data[20:24]))
        assert size == (picture.width, picture.height)


def test_the_example_of_a_ruling_can_be_read() -> None:
    (line,) = re.findall(r"^    (.*\tdifferent\t.*)$", ALL, re.MULTILINE)
    (ruling,) = judgements.parse(line)
    assert not ruling.same
    assert ruling.scope in {article.id for article in bundled.articles()}


def test_the_example_of_an_authority_can_be_read(tmp_path: Path) -> None:
    (rows,) = re.findall(r"^    (name,country,office.*\n    .*)$", ALL, re.MULTILINE)
    (tmp_path / "authority.csv").write_text(rows.replace("    ", ""), encoding="utf-8")
    found = authority.read(tmp_path / "authority.csv", load())
    ((who,), (term,)) = (found.people.values(), found.tenures)
    assert (term.person, len(found.same_as)) == (who.iri, 1)


@pytest.mark.slow
def test_the_example_in_python_runs(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    article = next(a for a in bundled.articles() if a.id == "2019-009")
    line = json.dumps({"text": article.text, "published": str(article.published)})
    (tmp_path / "articles" / "a.jsonl").write_text(line, encoding="utf-8")
    # The recipes are run by test_handbook.py.
    pages = [text for name, text in PAGES.items() if name != "docs/recipes.md"]
    (code,) = re.findall(r"```python\n(.*?)```", "\n".join(pages), re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": checkout.python_path(checkout.ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert re.search(
        r"date +with +event.*2019-05-14.*characters \d+ to \d+", done.stdout, re.DOTALL
    )
