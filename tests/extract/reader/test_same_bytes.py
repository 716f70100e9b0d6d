"""The reader gives the same frames for an article whatever is read with it, before it, and by how many."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path

import pytest
from checkout import python_path

from kg.construction import workers
from kg.construction.workers import frames_in_turn
from kg.core import budget
from kg.core.model import Article, Frame, Problem
from kg.extract import rules
from kg.extract.extractor import Extractor, Wanted, frames, make
from kg.extract.rules.events import confidence
from kg.sources import bundled

ROOT = Path(__file__).parents[3]
ARTICLES = list(islice(bundled.articles(), 12))
WAYS = ("both", "reader")
Made = Callable[[str], Extractor]
Alone = Callable[[str], Mapping[str, tuple[Frame, ...]]]


@pytest.fixture(scope="module")
def made() -> Iterator[Made]:
    """An extractor by its name; all share the language model."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "load_model", cache(rules.load_model))
        yield cache(lambda name: make(Wanted(name=name)))


@pytest.fixture(scope="module")
def alone(made: Made) -> Alone:
    """The frames of each article, read one by one."""
    return cache(lambda name: {a.id: frames(made(name), a) for a in ARTICLES})


def told(pairs: Iterable[tuple[Article, object]]) -> dict[str, str]:
    """What was found, to the last digit."""
    out = {}
    for article, found in pairs:
        assert not isinstance(found, (Problem, Exception)), found
        out[article.id] = repr(found)
    return out


def words(known: Mapping[str, tuple[Frame, ...]]) -> dict[str, str]:
    return {k: repr(v) for k, v in known.items()}


@pytest.mark.parametrize("name", WAYS)
def test_there_is_something_to_compare(name: str, alone: Alone) -> None:
    found = alone(name)
    assert len(found) == len(ARTICLES)
    assert sum(map(len, found.values())) > len(ARTICLES)
    assert len({*words(found).values()}) > len(ARTICLES) // 2


@pytest.mark.parametrize("name", WAYS)
def test_side_by_side_as_one_by_one(name: str, made: Made, alone: Alone) -> None:
    assert told(made(name).many(ARTICLES)) == words(alone(name))


@pytest.mark.parametrize("size", [1, 5])
def test_the_size_of_a_batch_changes_nothing(
    size: int, made: Made, alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "WINDOW", size)
    assert told(frames_in_turn(ARTICLES, made("both"), workers=1)) == words(alone("both"))


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forks, on Linux only")
@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_processes_and_the_order_change_nothing(
    count: int, name: str, made: Made, alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "WINDOW", 2)
    hired = []
    hire = workers._hire
    monkeypatch.setattr(workers, "_hire", lambda *a: hired.append(1) or hire(*a))
    mixed = random.Random(count).sample(ARTICLES, len(ARTICLES))
    assert [a.id for a in mixed] != [a.id for a in ARTICLES]
    found = list(frames_in_turn(mixed, made(name), workers=count))
    assert [a.id for a, _ in found] == [a.id for a in mixed]
    assert told(found) == words(alone(name))
    assert len(hired) == (count if count > 1 else 0)


def test_another_process_with_other_hashes_finds_the_same(
    alone: Alone,
) -> None:
    code = (
        "from itertools import islice; from hashlib import sha256; from kg.sources import bundled;"
        "from kg.extract.extractor import Wanted, make;"
        f"found = make(Wanted()).many(islice(bundled.articles(), {len(ARTICLES)}));"
        "print(*(f'{a.id} {sha256(repr(f).encode()).hexdigest()}' for a, f in found), sep='\\n')"
    )
    seed = "7" if os.environ.get("PYTHONHASHSEED") != "7" else "8"
    environment = {**os.environ, "PYTHONPATH": python_path(ROOT), "PYTHONHASHSEED": seed}
    ended = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env=environment,
    )
    known = [
        f"{k} {hashlib.sha256(v.encode()).hexdigest()}" for k, v in words(alone("both")).items()
    ]
    assert ended.stdout.splitlines() == known


# -- what a frame says -------------------------------------------------------------------------


@pytest.mark.parametrize("name", WAYS)
def test_evidence_is_quoted_from_the_text(name: str, alone: Alone) -> None:
    texts = {a.id: a.text for a in ARTICLES}
    quotes = [(k, e) for k, found in alone(name).items() for f in found for e in f.evidence]
    assert quotes
    assert all(f.evidence for found in alone(name).values() for f in found)
    for k, e in quotes:
        assert 0 <= e.start < e.end <= len(texts[k])
        assert e.quote == texts[k][e.start : e.end]


def test_the_reader_alone_names_no_rule(alone: Alone) -> None:
    found = [f for of_one in alone("reader").values() for f in of_one]
    assert found
    assert [f.rule for f in found if f.rule != f"{confidence.READER}{f.type}"] == []


def test_both_name_a_rule_where_there_is_one(made: Made, alone: Alone) -> None:
    text = "French President Emmanuel Macron met Angela Merkel in Berlin on Tuesday."
    article = Article(id="a", text=text)
    assert [f.rule for f in frames(made("both"), article) if f.type == "meeting"] == [
        "meeting/meet"
    ]
    assert [f.rule for f in frames(made("reader"), article) if f.type == "meeting"] == [
        "reader/meeting"
    ]
    assert any(
        not f.rule.startswith(confidence.READER) for found in alone("both").values() for f in found
    )


READERS = {n: f.says for n, f in confidence.load().items() if n.startswith("reader")}


def test_reasons_name_the_learned_reader_where_it_has_read(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With weights that are not 0, whatever those of the data file are."""
    weights = dict(confidence.load())
    for n in READERS:
        f = weights[n]
        weights[n] = confidence.Feature(
            name=n, says=f.says, sign=f.sign, weight=0.0, with_reader=f.sign
        )
    monkeypatch.setattr(confidence, "load", lambda: weights)
    found = [f for _, x in made("reader").many(ARTICLES[:4]) for f in x]
    assert found
    for f in found:
        reasons = dict(f.features)
        assert reasons[READERS["reader"]] > 0
        assert reasons[READERS["reader-alone"]] == -1.0
        assert READERS["reader-silent"] not in reasons
    rules_alone = make(Wanted(name="rules"))
    assert [
        f
        for _, x in rules_alone.many(ARTICLES[:4])
        for f in x
        if {*READERS.values()} & {*dict(f.features)}
    ] == []


def test_a_label_of_the_reader_says_that_it_learned() -> None:
    assert {*READERS} == {"reader", "reader-alone", "reader-people", "reader-silent"}
    assert "learned reader" in READERS["reader"]
    assert "learned reader" in READERS["reader-silent"]


def test_each_frame_of_the_reader_has_a_reason_that_says_so(
    alone: Alone,
) -> None:
    found = [
        f
        for of_one in alone("both").values()
        for f in of_one
        if f.rule.startswith(confidence.READER)
    ]
    assert found
    for f in found:
        assert any("learned reader" in says for says, _ in f.features)
