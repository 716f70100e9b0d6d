"""Who acts for one state is no first meeting, and nobody misses them."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.ask.query import Table, run_named

EXAMPLE = Path(__file__).parents[1] / "data" / "example.trig"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    made = ox.Store()
    made.load(EXAMPLE.read_bytes(), format=ox.RdfFormat.TRIG)
    return made


def _said(store: ox.Store, name: str, column: str, **params: str) -> list[str]:
    found = run_named(store, name, params)
    assert isinstance(found, Table)
    at = found.columns.index(column)
    return [str(t.value) for row in found.rows if (t := row[at]) is not None]


def test_two_of_one_state_are_no_first_meeting(store: ox.Store) -> None:
    one = _said(store, "first-meetings", "person1")
    other = _said(store, "first-meetings", "person2")
    pairs = set(zip(one, other, strict=True))
    assert ("Mike Pompeo", "Sergey Lavrov") in pairs
    assert ("Sergey Lavrov", "Vladimir Putin") not in pairs


def test_two_of_one_state_do_not_miss_each_other() -> None:
    apart = ox.Store()
    apart.load(EXAMPLE.read_bytes(), format=ox.RdfFormat.TRIG)
    apart.update(
        "PREFIX kg: <https://w3id.org/diplokg/ns#> DELETE WHERE { GRAPH ?g { ?a kg:met ?b } }"
    )
    missed = _said(apart, "never-met", "who", person="putin")
    assert "Mike Pompeo" in missed
    assert "Sergey Lavrov" not in missed
