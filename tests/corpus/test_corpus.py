"""The bundled corpus and its gold agree with each other and with the rules of annotation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from corpus_checks import check, check_merged, read_jsonl

ROOT = Path(__file__).resolve().parents[2] / "corpus"
PARTS = sorted(p.stem.removeprefix("articles-") for p in (ROOT / "gold").glob("articles-*.jsonl"))
MERGED = sorted(p.stem.removeprefix("merged-") for p in (ROOT / "gold").glob("merged-*.json"))


def _paths(part: str) -> tuple[Path, Path]:
    return ROOT / "gold" / f"articles-{part}.jsonl", ROOT / "articles" / f"metadata-{part}.jsonl"


def test_there_is_a_corpus() -> None:
    assert PARTS
    metadata = {
        p.stem.removeprefix("metadata-") for p in (ROOT / "articles").glob("metadata-*.jsonl")
    }
    assert metadata == set(PARTS)


@pytest.mark.parametrize("part", PARTS)
def test_gold_metadata_and_texts_agree(part: str) -> None:
    assert check(*_paths(part), ROOT) == []


@pytest.mark.parametrize("part", MERGED)
def test_groups_name_events_of_the_gold(part: str) -> None:
    assert check_merged(ROOT / "gold" / f"merged-{part}.json", _paths(part)[0]) == []


def test_ids_and_files_are_unique_over_all_parts() -> None:
    rows = [row for part in PARTS for row in read_jsonl(_paths(part)[1])]
    for field in ("id", "file", "url"):
        values = [row[field] for row in rows]
        assert len(values) == len(set(values)), field


def _first_part(tmp_path: Path) -> tuple[list[dict[str, Any]], Path]:
    return read_jsonl(_paths(PARTS[0])[0]), tmp_path / "gold.jsonl"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("evidence", "no such words", "evidence is not in the text"),
        ("date", "2018-13", "no EDTF"),
        ("date", "2018-05-09/2018-05-08", "runs backwards"),
        ("type", "press_conference", "type 'press_conference'"),
        ("status", "maybe", "status 'maybe'"),
        ("country", "XX", "no ISO 3166-1 code"),
        ("participants", [], "has no participants"),
    ],
)
def test_the_checks_find_a_spoilt_event(tmp_path: Path, field: str, value: Any, words: str) -> None:
    gold, path = _first_part(tmp_path)
    gold[0]["events"][0][field] = value
    path.write_text("".join(json.dumps(row) + "\n" for row in gold), encoding="utf-8")
    problems = check(path, _paths(PARTS[0])[1], ROOT)
    assert [p for p in problems if words in p and p.startswith(f"{gold[0]['id']} event 0")]


def test_the_checks_find_a_wrong_day_of_publication(tmp_path: Path) -> None:
    gold, path = _first_part(tmp_path)
    gold[0]["published"] = "1999-01-01"
    path.write_text("".join(json.dumps(row) + "\n" for row in gold), encoding="utf-8")
    assert any("published is '1999-01-01'" in p for p in check(path, _paths(PARTS[0])[1], ROOT))


def test_the_checks_find_an_article_without_gold(tmp_path: Path) -> None:
    gold, path = _first_part(tmp_path)
    path.write_text("".join(json.dumps(row) + "\n" for row in gold[1:]), encoding="utf-8")
    assert any(
        p.startswith(f"{gold[0]['id']}: in metadata")
        for p in check(path, _paths(PARTS[0])[1], ROOT)
    )
