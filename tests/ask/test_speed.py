"""Named queries on a generated graph: a fifth of what tools/bench_queries.py measures by hand.

The time of the processor is what counts, since other work on the machine is not the query's.
"""

from __future__ import annotations

import math
from pathlib import Path

import bench_queries
import big_store
import pyoxigraph as ox
import pytest

from kg.ask.query import named_queries

TRIPLES = 200_000


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    folder: Path = tmp_path_factory.mktemp("speed") / "big"
    assert big_store.write(folder, TRIPLES) > TRIPLES
    return ox.Store.read_only(str(folder))


@pytest.mark.slow
def test_a_person_a_pair_or_a_topic_takes_a_fifth_of_a_second(graph: ox.Store) -> None:
    people = TRIPLES // big_store.TRIPLES_AN_EVENT // 8
    times = [
        bench_queries.ours(graph, name, bench_queries.params(name, values))[1]
        for name in bench_queries.POINT
        for values in bench_queries.draws(8, people)
    ]
    assert sorted(times)[math.ceil(0.95 * len(times)) - 1] < 0.2


@pytest.mark.slow
@pytest.mark.parametrize("name", bench_queries.RANKINGS)
def test_a_ranking_takes_two_seconds(graph: ox.Store, name: str) -> None:
    _, seconds, rows = bench_queries.ours(graph, name, {})
    assert seconds < 2
    assert rows > 0


def test_every_measured_query_is_there() -> None:
    assert {*bench_queries.POINT, *bench_queries.RANKINGS} <= set(named_queries())
