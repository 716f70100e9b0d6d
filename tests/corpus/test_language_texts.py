"""The texts in other languages are what their README says: spans lie in the text, halves and trainings do not meet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.extract.reader.labels import KINDS, STATUSES

FOLDER = Path(__file__).parents[1] / "data" / "languages"
FILES = sorted(FOLDER.glob("*.*.jsonl"))


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_events_lie_in_their_texts(path: Path) -> None:
    found = rows(path)
    assert len({r["id"] for r in found}) == len(found) > 6
    assert {r["language"] for r in found} == {path.name.split(".")[0]}
    assert sum(len(r["events"]) for r in found) > len(found)
    for r in found:
        for e in r["events"]:
            assert e["type"] in KINDS
            assert e["status"] in STATUSES
            spans = e["spans"]
            trigger = spans["trigger"]
            others = [s for k, v in spans.items() if k != "trigger" for s in v]
            for start, end in (trigger, *others):
                words = r["text"][start:end]
                assert words, r["id"]
                assert words == words.strip(), (r["id"], words)


def test_no_text_is_in_two_files() -> None:
    texts = [r["text"] for path in FILES for r in rows(path)]
    assert len(texts) == len(set(texts)) > 300


def test_pairs_are_of_one_event_or_say_why_not() -> None:
    pairs = rows(FOLDER / "pairs.jsonl")
    assert [p["same"] for p in pairs].count(True) == 10 == [p["same"] for p in pairs].count(False)
    for p in pairs:
        assert p["a"]["language"] != p["b"]["language"]
        assert p["event"]["participants"]
        assert bool(p.get("event_b")) is not p["same"]
