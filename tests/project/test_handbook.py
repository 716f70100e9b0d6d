"""The handbook: its site is built strictly and calls nobody, what it prints is so, and its dictionary is complete."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import checkout
import handbook
import make_dictionary
import make_readme
import pytest

import kg
from kg.sources import bundled

PAGES = checkout.handbook()
OUTSIDE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
"""An address with a host. data: has none."""

# What an element loads by itself, or tells a browser to prepare; an <a> is followed by nobody but the reader.
LOADS = {
    "src": {"script", "img", "iframe", "source", "video", "audio", "embed", "track", "input"},
    "srcset": {"img", "source"},
    "href": {"link", "image", "use"},
    "data": {"object"},
    "poster": {"video"},
    "action": {"form"},
}


class Loaded(HTMLParser):
    """The addresses that a page loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.scripts: list[str] = []
        self.style = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.style = tag == "style"
        for name, value in attrs:
            if tag in LOADS.get(name, ()) and value:
                self.addresses += [part.strip() for part in value.split(",")]
            elif name == "style":
                self.addresses += in_css(value or "")

    def handle_data(self, data: str) -> None:
        if self.style:
            self.addresses += in_css(data)


def in_css(text: str) -> list[str]:
    """The addresses in a style sheet."""
    return re.findall(r"url\(\s*[\"']?([^\"')]+)", text) + re.findall(
        r"@import\s+[\"']([^\"']+)", text
    )


def outside(text: str) -> list[str]:
    """The addresses of other hosts that a page loads.

    >>> outside('<script src="//x.org/a.js"></script><a href="https://x.org">x</a><img src="a.png">')
    ['//x.org/a.js']
    """
    return [a for a in Loaded(text).addresses if OUTSIDE.match(a)]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built strictly; a build server has MkDocs, other machines may not."""
    missing = [n for n in ("mkdocs", "material") if importlib.util.find_spec(n) is None]
    if missing and os.environ.get("CI") == "true":
        pytest.fail("MkDocs is missing: pip install 'diplokg[docs]'")
    if missing:
        pytest.skip("MkDocs is missing (pip install 'diplokg[docs]')")
    folder = tmp_path_factory.mktemp("handbook") / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(folder)]
    done = subprocess.run(
        [*command, "-f", str(checkout.ROOT / "mkdocs.yml")],
        cwd=folder.parent,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_site_has_every_page_and_a_search(site: Path) -> None:
    wanted = {f"{Path(name).stem}.html" for name in PAGES if name != "README.md"}
    assert wanted <= {path.name for path in site.glob("*.html")}
    index = (site / "search" / "search_index.js").read_text(encoding="utf-8")
    assert "judgements.tsv" in index


def test_a_link_that_leads_nowhere_breaks_the_build() -> None:
    settings = (checkout.ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for kind in ("not_found", "anchors", "absolute_links", "unrecognized_links", "omitted_files"):
        assert re.search(rf"^    {kind}: warn$", settings, re.MULTILINE), kind


def test_no_page_loads_anything_from_another_host(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 10
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert outside(text) == [], path.name
        # The theme fetches a library for diagrams where a page has one.
        assert 'class="mermaid"' not in text
    sheets = sorted(site.rglob("*.css"))
    assert sheets
    for path in sheets:
        found = in_css(path.read_text(encoding="utf-8"))
        assert [a for a in found if OUTSIDE.match(a)] == [], path.name


@pytest.mark.parametrize(
    "page",
    [
        '<link rel="preconnect" href="https://fonts.example.org">',
        '<img srcset="a.png 1x, //example.org/b.png 2x">',
        "<style>@import 'https://example.org/a.css';</style>",
        '<p style="background: url(http://example.org/a.png)">',
    ],
)
def test_a_page_that_does_is_noticed(page: str) -> None:
    assert len(outside(page)) == 1


@pytest.mark.browser
@pytest.mark.slow
def test_the_site_is_searched_from_the_disk_and_asks_nobody(site: Path, browser: Any) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: said.append(m.text))
    page.on("pageerror", lambda e: said.append(str(e)))
    page.goto((site / "index.html").as_uri())
    query = page.locator("[data-md-component=search-query]")
    query.click()
    query.press_sequentially("judgements")
    page.wait_for_selector(".md-search-result__link")
    page.locator(".md-search-result__link").first.click()
    page.wait_for_load_state()
    assert "judgements" in page.content()
    assert asked
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert said == []
    context.close()


def test_the_dictionary_is_what_the_program_has() -> None:
    text = make_dictionary.PAGE.read_text(encoding="utf-8")
    assert make_dictionary.page() == text, "run tools/make_dictionary.py"


def test_a_column_without_a_meaning_and_a_meaning_without_a_column_are_noticed() -> None:
    words = {"a": {"title": "A", "about": "", "columns": {"x": "an x"}}}
    assert "| `x` | an x |" in make_dictionary.table_part({"a": ["x"]}, words)
    for found in ({"a": ["x", "y"]}, {"a": []}, {"a": ["x"], "b": []}, {}):
        with pytest.raises(ValueError, match=r"columns\.toml"):
            make_dictionary.table_part(found, words)


def test_the_citation_is_that_of_the_project() -> None:
    page = PAGES["docs/cite.md"]
    mend = "run tools/make_readme.py pages"
    assert make_readme.put(page, "citation", handbook.citation()) == page, mend
    assert f"version = {{{kg.__version__}}}" in page
    assert "author = {{The diplokg contributors}}" in page


@pytest.fixture(scope="module")
def demo(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[kg.Graph, dict[str, object]]]:
    """The bundled articles, and the names that the examples in Python have defined so far."""
    folder = tmp_path_factory.mktemp("recipes")
    built = kg.build(bundled.articles(), folder / "graph", workers=1)
    built.close()
    before = Path.cwd()
    os.chdir(folder)
    try:
        with kg.open("graph") as graph:
            yield graph, {"graph": graph}
    finally:
        os.chdir(before)


def test_there_are_recipes_of_both_kinds_with_what_comes_out() -> None:
    found = handbook.recipes(PAGES[f"docs/{handbook.RECIPES}"])
    kinds = [kind for kind, _, _ in found]
    assert kinds.count("sparql") >= 6
    assert kinds.count("python") >= 6
    assert all(out.strip() for *_, out in found), "run tools/make_readme.py pages"
    page = PAGES[f"docs/{handbook.RECIPES}"]
    assert len(found) == len(re.findall(r"^```(?:sparql|python)$", page, re.MULTILINE))


@pytest.mark.slow
def test_every_recipe_runs_and_gives_the_columns_that_are_shown(
    demo: tuple[kg.Graph, dict[str, object]],
) -> None:
    """In their order, since those in Python go on from one another."""
    _, names = demo
    for kind, code, shown in handbook.recipes(PAGES[f"docs/{handbook.RECIPES}"]):
        told = handbook.answer(kind, code, names)
        if kind == "sparql":
            assert told.splitlines()[0].split() == shown.splitlines()[0].split(), code


@pytest.mark.slow
@pytest.mark.parametrize("name", handbook.RUN)
def test_what_the_commands_print_is_what_is_shown(name: str, tmp_path: Path) -> None:
    """Confidence may differ in its last digits from one type of processor to another."""
    page = PAGES[f"docs/{name}"]
    assert (
        sum(len(handbook.commands(b)) for b in re.findall(r"```console\n(.*?)```", page, re.S)) > 4
    )
    again = handbook.rerun(page, handbook.terminal(handbook.fresh(tmp_path / "page")))

    def roughly(text: str) -> str:
        return re.sub(r"\b[01]\.\d+", "0.…", text)

    assert roughly(again) == roughly(page), "run tools/make_readme.py pages"


def test_a_command_that_fails_is_noticed(tmp_path: Path) -> None:
    run = handbook.terminal(tmp_path)
    assert run("printf 'a\\tb'") == "a\tb"
    with pytest.raises(RuntimeError, match="ended with 3"):
        run("(exit 3) | cat")


def test_the_tutorial_has_ten_articles() -> None:
    from kg.sources import read

    found = [a.id for a in read([handbook.ARTICLES]) if not hasattr(a, "mend")]
    assert len(found) == 10
