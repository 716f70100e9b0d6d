"""Annotated texts with other names: the grammar stays, and every span says what it said."""

from __future__ import annotations

import random

import pytest

from kg.reference.read import load
from kg.training.perturbing import Pool, perturbed, several

TEXT = "Egyptian President Emmanuel Macron met Angela Merkel in Cairo. Egypt said that Macron’s talks went well."


@pytest.fixture(scope="module")
def pool() -> Pool:
    return Pool.of(load())


def _span(words: str, text: str = TEXT) -> list[int]:
    at = text.index(words)
    return [at, at + len(words)]


def _record() -> dict[str, object]:
    people = [{"name": n, "kind": "person"} for n in ("Emmanuel Macron", "Angela Merkel")]
    spans = {
        "trigger": _span("met"),
        "participants": [_span("Emmanuel Macron"), _span("Angela Merkel")],
        "place": _span("Cairo"),
        "also": [_span("talks")],
    }
    event = {"type": "meeting", "status": "held", "participants": people, "spans": spans}
    return {"id": "a", "text": TEXT, "events": [event]}


@pytest.mark.parametrize("seed", range(20))
def test_names_change_everywhere_and_spans_with_them(pool: Pool, seed: int) -> None:
    found = perturbed(_record(), pool, random.Random(seed))
    text, (event,) = found["text"], found["events"]
    spans = event["spans"]

    def said(span: list[int]) -> str:
        return str(text[span[0] : span[1]])

    assert said(spans["trigger"]) == "met"
    assert said(spans["also"][0]) == "talks"
    one, other = (said(s) for s in spans["participants"])
    assert one.split()[1] != "Macron" or one.split()[0] != "Emmanuel"
    assert text.count(one.split()[-1]) == 2  # at both places the same
    assert text.startswith(tuple(s.adjective for s in pool.states))
    assert said(spans["place"]) in {s.capital for s in pool.states}
    assert other.split()[-1] in pool.family


def test_the_same_seed_gives_the_same(pool: Pool) -> None:
    rows = [_record()]
    assert several(rows, pool, seed=3) == several(rows, pool, seed=3)
    assert several(rows, pool, seed=3) != several(rows, pool, seed=4)


def test_a_text_without_names_stays(pool: Pool) -> None:
    record = {"id": "b", "text": "They met.", "events": []}
    assert perturbed(record, pool, random.Random(1)) == record
