"""Reported cases that are about the command line (17 to 21, 23, 24, 28, 30): each is run as its README says.

The texts are those of ``shared/cases/reports``; what is right is said there in words, and here as what must come out.
"""

from __future__ import annotations

import functools
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import serving
from shared_data import shared
from source_files import put

from kg.cli import main
from kg.extract import extractor

pytestmark = pytest.mark.slow

Events = list[tuple[str, str, list[str]]]
FISH: Events = [("meeting", "2019-03-11", ["DK Karl Brodin", "PL Maria Wilk"])]
RAIL: Events = [("meeting", "2019-10-14", ["EE Tarmo Kallas", "LV Anna Berzina"])]
ARCTIC: Events = [("meeting", "2019-03-11", ["NO Ine Eriksen Søreide", "PL Jacek Czaputowicz"])]
CHINA: Callable[[str], Events] = lambda day: [  # noqa: E731
    ("meeting", day, ["CN Wang Yi", "IN Subrahmanyam Jaishankar"])
]
MARCH, OCTOBER = "2019-03-12", "2019-10-15"
ON_FISH, ON_RAIL = "Ministers meet on fishing", "Ministers meet on rail"
SEVERAL, FIELDS, TABLES, DAYS, MARKUP = (
    "17-several-articles-in-one-file", "18-camel-case-fields", "19-tables-as-people-have-them",
    "20-publication-days-not-read", "30-markup-and-mojibake-in-records",
)  # fmt: skip
RIGHT: dict[str, list[tuple[str | None, str, str | None, Events]]] = {
    f"{SEVERAL}/factiva.txt": [
        (ON_FISH, MARCH, "The Fjord Post", FISH), (ON_RAIL, OCTOBER, "The Fjord Post", RAIL),
    ],
    f"{SEVERAL}/proquest.txt": [
        (ON_FISH, MARCH, "The Fjord Post", FISH), (ON_RAIL, OCTOBER, "The Fjord Post", RAIL),
    ],
    f"{SEVERAL}/digest.txt": [("PRESS DIGEST", MARCH, None, FISH), (None, OCTOBER, None, RAIL)],
    f"{SEVERAL}/nexis-one.txt": [(ON_FISH, MARCH, "The Fjord Post", FISH)],
    f"{FIELDS}/newsapi.json": [("Talks", MARCH, "The Fjord Post", FISH)],
    **{f"{FIELDS}/{name}.json": [("Talks", MARCH, None, FISH)] for name in ("PublicationDate", "articleBody", "datePublished")},
    **{
        f"{TABLES}/{name}.csv": [("Arctic talks", MARCH, None, ARCTIC)]
        for name in ("b-sep-semicolon", "g-preamble", "h-dupheader")
    },
    f"{TABLES}/i-backslash.csv": [("Arctic talks", MARCH, None, ARCTIC), ("More", MARCH, None, CHINA("2019-03-12"))],
    **{f"{DAYS}/{name}.csv": [(None, MARCH, None, FISH)] for name in ("dd-Mon-yy", "epoch-ms", "gdelt", "serial")},
    f"{MARKUP}/entities.jsonl": [(None, MARCH, None, ARCTIC)],
    f"{MARKUP}/escaped-newline.jsonl": [(None, MARCH, None, CHINA("2019-03-11"))],
}  # fmt: skip
"""For each file its articles: title, day, outlet, and events with their day and who took part."""


@pytest.fixture(scope="module", autouse=True)
def loaded_once() -> Iterator[None]:
    """The extraction is the one of the command line; it is loaded once for all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extractor, "make", functools.cache(extractor.make))
        yield


def _told(row: dict[str, Any]) -> tuple[str | None, str, str | None, Events]:
    document = row["document"]
    events = [
        (e["type"], e["date"], sorted(f"{p['polity']} {p['name']}" for p in e["participants"]))
        for e in row["events"]
    ]
    return document["title"], document["published"], document["publisher"], events


def test_no_file_of_these_cases_is_forgotten() -> None:
    folder = shared("cases/reports")
    there = {
        path.relative_to(folder).as_posix()
        for name in (SEVERAL, FIELDS, TABLES, DAYS, MARKUP)
        for path in (folder / name).iterdir()
        if path.name != "README"
    }
    assert there == set(RIGHT)


@pytest.mark.parametrize("name", RIGHT)
def test_extract(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = shared(f"cases/reports/{name}")
    assert main(["extract", "--workers", "1", str(path)]) == 0
    out, err = capsys.readouterr()
    assert [_told(json.loads(line)) for line in out.splitlines()] == RIGHT[name]
    assert "left out" not in err


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the two tables of case 21, of names of other letters (30), and of lines that end as Windows' do (28)."""
    folder = tmp_path_factory.mktemp("cases")
    text = (
        "Talks in Sochi\r\n\r\nMay 15, 2019\r\n\r\n"
        "Russian Foreign Minister Sergey Lavrov met the American Secretary of State\r\n"
        "Mike Pompeo in Sochi on Tuesday to discuss arms control, and the two men\r\n"
        "agreed that they would meet again before the end of the year in a city that\r\n"
        "both of them knew well.\r\n"
    )
    lines = put(folder, "a.txt", text)
    tables = [shared(f"cases/reports/21-same-id-in-two-tables/{n}.csv") for n in ("t1", "t2")]
    names = shared(f"cases/reports/{MARKUP}/entities.jsonl")
    words = map(str, [*tables, names, lines])
    assert main(["build", *words, "--store", str(folder / "g"), "--workers", "1"]) == 0
    return folder / "g"


def test_two_tables_that_count_from_one_are_two(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask = "SELECT ?label { ?e a kg:Meeting ; rdfs:label ?label }"
    query = put(store.parent, "labels.rq", ask)
    assert main(["query", str(query), "--format", "csv", "--store", str(store)]) == 0
    labels = capsys.readouterr().out
    assert "Meeting of Brodin and Wilk" in labels
    assert "Meeting of Berzina and Kallas" in labels
    assert (store / "report.jsonl").read_text() == ""


def test_a_client_that_sets_nothing_gets_a_graph(store: Path) -> None:
    pytest.importorskip("SPARQLWrapper")
    client = shared("cases/reports/23-format-parameter-beats-accept/client.py")
    with serving.running(store) as server:
        done = subprocess.run(
            [sys.executable, client, f"{server.url}sparql"], capture_output=True, text=True, check=False
        )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "1\n"), done.stderr


def test_a_table_for_excel(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    assert main(["export", "-o", str(path), "--store", str(store)]) == 0
    plain = path.read_bytes()
    assert main(["export", "-o", str(path), "--store", str(store), "--bom"]) == 0
    assert path.read_bytes() == b"\xef\xbb\xbf" + plain
    assert "Eriksen Søreide" in plain.decode()
    assert "--bom" in (Path(__file__).parents[2] / "docs/formats.md").read_text("utf-8")


def test_small_things_of_rdf(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read = {}
    for name, form in (("a.rdf", ox.RdfFormat.RDF_XML), ("a.nt", ox.RdfFormat.N_TRIPLES)):
        assert main(["export", "-o", str(tmp_path / name), "--store", str(store)]) == 0
        read[name] = {quad.triple for quad in ox.parse(path=tmp_path / name, format=form)}
    assert any(isinstance(t.object, ox.Literal) and "\r\n" in t.object.value for t in read["a.nt"])
    assert read["a.rdf"] == read["a.nt"]
    capsys.readouterr()
    query = put(tmp_path, "a.rq", "\ufeffASK { ?e a kg:Meeting }")
    assert main(["query", str(query), "--format", "csv", "--store", str(store)]) == 0
    assert "true" in capsys.readouterr().out
