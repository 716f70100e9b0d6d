"""What is in a language that is not read is named in the report, each time, and the rest is built."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kg
from kg.cli import main
from kg.construction.workers import frames_in_turn
from kg.core.model import Article, Problem
from kg.extract.extractor import Extractor, Wanted, make
from kg.graph.store import Store

ENGLISH = "Angela Merkel met French President Emmanuel Macron in Berlin on Tuesday."
GERMAN = (
    "Bundeskanzlerin Angela Merkel hat am Dienstag in Berlin den französischen Präsidenten empfangen. "
    "Die beiden sprachen über die Lage in der Ukraine und über die Zukunft der Europäischen Union."
)
CHINESE = "国家主席习近平星期二在北京会见了法国总统马克龙。双方就双边关系交换了意见。"
FRENCH = "Le ministre a rencontré son homologue allemand à Paris."
SAID = {
    "cn.txt": "in Chinese, which is not read",
    "de.txt": "in German, which is not read well enough",
    "fr": "in French, which is not read well enough",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "cn.txt").write_text(CHINESE, encoding="utf-8")
    (texts / "de.txt").write_text(GERMAN, encoding="utf-8")
    (texts / "en.txt").write_text(ENGLISH, encoding="utf-8")
    row = {"id": "fr", "text": FRENCH, "language": "fr-FR", "published": "2019-06-21"}
    (texts / "fr.json").write_text(json.dumps(row), encoding="utf-8")
    return texts


def _said(store: Path) -> dict[str, str]:
    lines = (store / "report.jsonl").read_text(encoding="utf-8").splitlines()
    return {Path(row["source"]).name: row["what"] for row in map(json.loads, lines)}


@pytest.mark.slow
def test_each_is_named_at_each_build_and_the_rest_is_built(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "graph"
    for _ in range(2):
        assert main(["build", "-q", str(folder), "--store", str(store)]) == 3
        assert _said(store) == SAID
        with Store.open(store, read_only=True) as opened:
            assert [Path(s).name for s in opened.sources()] == ["en.txt"]
    with kg.build(folder, store) as graph:
        assert {Path(p.source).name: p.what for p in graph.problems} == SAID
        assert len(graph.events()) == 1


@pytest.mark.slow
def test_extract_names_them_too(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(folder)]) == 3
    out, err = capfd.readouterr()
    assert len(out.splitlines()) == 1
    assert [what in err for what in SAID.values()] == [True] * 3


@pytest.fixture(scope="module")
def rules() -> Extractor:
    return make(Wanted())


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_workers_name_them_in_their_places(rules: Extractor, workers: int) -> None:
    articles = [
        Article(id=f"{n}", text=GERMAN if n % 7 == 3 else ENGLISH, language="en-GB")
        for n in range(60)
    ]
    for article, outcome in frames_in_turn(articles, rules, workers=workers):
        assert isinstance(outcome, Problem) == (article.text is GERMAN)
