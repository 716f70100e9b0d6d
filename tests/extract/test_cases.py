"""Small inputs that failed once, by kind, and further ones of the same kinds (tests/data/cases).

What still comes out wrong is listed in ``open.json``: nothing may be added to it, and what comes out
right goes from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import cases
import pytest
from shared_data import shared

from kg.core.model import Article
from kg.extract.extractor import Wanted, make
from kg.sources import read

pytestmark = pytest.mark.slow

OPEN: dict[str, list[str]] = json.loads((cases.FOLDER / "open.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def extractor() -> Any:
    return make(Wanted())


def _wrong(rows: Iterator[tuple[dict[str, Any], Article, Any]]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for row, article, frames in rows:
        assert not isinstance(frames, Exception), row["id"]
        said = list(cases.problems(row, cases.events(article, frames)))
        if said:
            out[row["id"]] = said
    return out


def _same(wrong: dict[str, list[str]], listed: list[str]) -> None:
    new = {k: v for k, v in wrong.items() if k not in listed}
    assert not new, json.dumps(new, indent=1, ensure_ascii=False)
    mended = sorted(set(listed) - wrong.keys())
    assert not mended, f"right now, take them from open.json: {mended}"


def test_further_ones_of_each_kind(extractor: Any) -> None:
    rows = cases.rows("variations.jsonl")
    read_ = extractor.many([cases.article(r) for r in rows])
    _same(_wrong((r, a, f) for r, (a, f) in zip(rows, read_, strict=True)), OPEN["variations"])


def test_those_that_failed(extractor: Any) -> None:
    folder = shared("cases")
    by_file: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for row in cases.rows("expected.jsonl"):
        name, _, one = row["id"].partition("#")
        by_file.setdefault(name, []).append((one, row))

    def found() -> Iterator[tuple[dict[str, Any], Article, Any]]:
        for name, wanted in by_file.items():
            articles = [a for a in read([folder / name]) if isinstance(a, Article)]
            got = {a.id.split("/")[-1].split("#")[-1]: (a, f) for a, f in extractor.many(articles)}
            for one, row in wanted:
                yield (row, *(got[one] if one in got else next(iter(got.values()))))

    _same(_wrong(found()), OPEN["expected"])


def test_positive_counterparts_are_found() -> None:
    """To say "not held" to everything does not pass: held events are asked for in the kinds of status."""
    rows = [r for r in cases.rows("variations.jsonl") if r["kind"] in {"07", "08", "09", "11"}]
    held = [r for r in rows if any(e.get("status") == "held" for e in r.get("events", ()))]
    assert len(held) >= len(rows) / 4
