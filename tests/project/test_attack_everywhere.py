"""The attacks of attack_data through every page of the server and the site, the terminal and a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import attack_data
import lxml.html
import pandas as pd
import pytest
import serving

from kg.cli import main
from kg.construction import pipeline
from kg.construction.report import write_report
from kg.core.ids import BASE
from kg.export import export
from kg.graph.store import Store
from kg.publish import publish
from kg.sources import read

_ADDRESSES = (
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "xlink:href",
    "srcset",
    "background",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("attack")
    source = attack_data.write(folder)
    with Store.open(folder / "graph") as opened:
        summary = pipeline.build(read([source]), store=opened, annotator=attack_data.Credulous())
        write_report(folder / "graph", summary.problems)
    return folder / "graph"


def assert_harmless(text: str, where: str) -> None:
    """Nothing in a page runs that is not a script of ours, from a file beside it."""
    tree = lxml.html.document_fromstring(text)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in {"iframe", "object", "embed", "base", "math", "applet"}, where
        if element.tag == "script":
            data = element.get("type") in ("application/json", "application/ld+json")
            assert data or (element.get("src") and not (element.text or "").strip()), (
                where,
                element.text,
            )
            assert not (element.get("src") or "").startswith(("http", "//")), where
        for name, value in element.attrib.items():
            assert not name.startswith("on"), (where, name)
            if name in _ADDRESSES:
                scheme = re.match(r"\s*([a-zA-Z][\w+.-]*):", value)
                ours = (element.get("rel"), value) == ("icon", "data:,")
                assert ours or scheme is None or scheme[1].lower() in {"http", "https"}, (
                    where,
                    value,
                )


def _local(store: Path) -> list[str]:
    with Store.open(store, read_only=True) as opened:
        found = {
            q.subject.value.removeprefix(BASE)
            for q in opened.graph
            if str(q.graph_name) != f"<{BASE}graph/reference>" and q.subject.value.startswith(BASE)
        }
    return sorted(found)


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[serving.Server]:
    with serving.running(store) as found:
        yield found


@pytest.mark.slow
def test_every_page_of_the_server(store: Path, server: serving.Server) -> None:
    paths = [f"{local}.html" for local in _local(store) if "#" not in local]
    assert len(paths) > 100
    # Of mentions there are many of a kind.
    pages = [p for p in paths if "/" in p and not p.startswith("mention/")] + paths[::7]
    seen = ""
    for path in dict.fromkeys(pages):
        got = serving.ask(server.url + path)
        assert got.status in (200, 301), path
        if got.status == 200:
            assert_harmless(got.text, path)
            seen += got.text
    assert "&lt;script&gt;" in seen
    for attack in attack_data.ATTACKS[::2]:
        words = attack.encode("utf-8", "replace").decode()
        form = urlencode({"q": words, "query": words, "person": words, "node": words})
        for route in ("search", "query", "queries/evidence", "queries/who-met", "explore"):
            got = serving.ask(f"{server.url}{route}?{form}", Accept="text/html")
            assert got.status in (200, 400, 404), (route, got.status)
            if "text/html" in got.headers["content-type"]:
                assert_harmless(got.text, route)
    assert server.log == []


@pytest.mark.slow
def test_every_page_of_the_site(store: Path, tmp_path: Path) -> None:
    with Store.open(store, read_only=True) as opened:
        publish(opened.graph, tmp_path / "site", title=attack_data.ATTACKS[0])
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 50
    for page in pages:
        if (
            page.name != "explorer.html"
        ):  # the explorer runs its own scripts: test_page_attack has it
            assert_harmless(page.read_text(encoding="utf-8"), page.name)
    for path in (tmp_path / "site").rglob("*"):
        name = path.name
        assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs"} for c in name), name
        assert path.resolve().is_relative_to((tmp_path / "site").resolve())


def _steers(text: str) -> list[str]:
    """Characters that a terminal obeys, or that turn the order of what stands beside them."""
    return [
        c for c in text if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    ]


@pytest.mark.slow
def test_the_terminal(store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source = attack_data.write(tmp_path)
    hostile = tmp_path / "bad\x1b[31m\u202e.txt"
    hostile.write_bytes(b"\x1b]0;title\x07\0")
    runs = [
        ["query", "evidence"], ["query", "offices"], ["query", "largest-events"], ["query", "evidence", "--format", "csv"],
        ["query", "evidence", "--format", "json"], ["query", "evidence", "--format", "ttl"], ["explain", "Sergey Lavrov"],
        ["explain", "Sergey Lavrov", "-v"], ["explain", "script"], ["review", "--list"], ["check"], ["doctor"],
        ["query", "who-met", "--person", "\x1b[31m\u202e"], ["drop", "no\x1b[31m\u202e"],
    ]  # fmt: skip
    for run in runs:
        main([*run, "--store", str(store)])
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        assert _steers(out) == [], run
        assert _steers(err) == [], run
    with Store.open(store, read_only=True) as opened:
        events = [x for x in _local(store) if x.startswith("event/")][::20]
        assert len(opened.graph)
    for event in events:
        main(["explain", BASE + event, "-v", "--store", str(store)])
        out, err = capfd.readouterr()
        assert _steers(out + err) == [], event
    main(["extract", str(source), str(hostile)])
    out, err = capfd.readouterr()
    assert _steers(out + err) == []
    assert [json.loads(line) for line in out.splitlines()]


def test_the_report_can_be_shown_in_a_terminal(store: Path, tmp_path: Path) -> None:
    rows = [{"id": f"\x9b31m\u202e{n}", "text": 5, "title": "\x07"} for n in range(2)]
    path = tmp_path / "a\u202e\x9b.jsonl"
    path.write_text(
        "".join(json.dumps(r) + "\n" for r in rows)
        + '{"text": "They met.", "id": "\\u202e", "url": 5}'
    )
    problems = [p for p in read([path]) if not hasattr(p, "text")]
    assert len(problems) == 3
    written = write_report(tmp_path, problems).read_text(encoding="utf-8")  # type: ignore[arg-type]
    assert _steers(written) == []
    assert [json.loads(line)["source"] for line in written.splitlines()] == [
        p.source for p in problems
    ]  # type: ignore[union-attr]
    assert _steers((store / "report.jsonl").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("suffix", [".csv", ".zip", ".cameo.tsv", ".plover.tsv"])
def test_a_spreadsheet_takes_no_cell_for_a_formula(
    store: Path, tmp_path: Path, suffix: str
) -> None:
    """The first character decides, also after the white space that some programs leave out."""
    from kg.export import EXPORTERS

    known = {s for e in EXPORTERS.values() for s in e.suffixes}
    if suffix not in known:
        suffix = next(s for s in sorted(known) if suffix.split(".")[1] in s)
    path = tmp_path / f"out{suffix}"
    with Store.open(store, read_only=True) as opened:
        export(opened.graph, path)
    files = {path.name: path.read_bytes()}
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            files = {n: archive.read(n) for n in archive.namelist() if n.endswith(".csv")}
    cells = 0
    for name, content in files.items():
        separator = "," if name.endswith(".csv") else "\t"
        table = pd.read_csv(
            io.BytesIO(content), sep=separator, dtype=str, keep_default_na=False, encoding="utf-8",
        )  # fmt: skip
        rows = list(csv.reader(io.StringIO(content.decode(), newline=""), delimiter=separator))
        assert table.shape == (len(rows) - 1, len(rows[0])), name  # both see the same table
        for cell in [*table.columns, *table.to_numpy().ravel()]:
            cells += 1
            text = str(cell).lstrip("\ufeff\u200b \u00a0")
            number = re.fullmatch(r"[+-]?\d+(?:\.\d+)?(?:[eE]-?\d+)?", text)
            assert number or text[:1] not in tuple("=+-@\t\r\n|%"), (name, text[:80])
    assert cells > 100
