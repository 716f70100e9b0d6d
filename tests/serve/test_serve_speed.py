"""How soon the explorer of a large graph is there; tools/benchmarks/explorer.py has the whole size."""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest
import thin_store
from benchmarks.explorer import AROUND, OPENS, measured

from kg.ask import index
from kg.graph.store import Store

EVENTS, ACTORS = 20_000, 1_200


@pytest.mark.slow
@pytest.mark.timing
def test_the_explorer_opens_and_shows_a_neighbourhood_in_time(tmp_path: Path) -> None:
    assert thin_store.write(tmp_path / "graph", EVENTS, ACTORS) > EVENTS * 10
    with Store.open(tmp_path / "graph", read_only=True) as store:
        index.build(store.graph, tmp_path / "names.db")
    for indexed in (None, tmp_path / "names.db"):
        times = measured(tmp_path / "graph", indexed, rounds=3)
        took = {what: statistics.median(seconds) for what, seconds in times.items()}
        print(f"\n{took}")
        assert took.pop("opens") < OPENS
        assert max(took.values()) < AROUND, took
