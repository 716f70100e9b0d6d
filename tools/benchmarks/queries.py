"""The named queries against rdflib's own engine on the same triples; tools/bench_queries.py has each of them."""

from __future__ import annotations

import math
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

import bench_queries
import big_store
import pyoxigraph as ox

from benchmarks.measure import Figure

ASKED = (
    "who-met",
    "common-contacts",
    "bilateral-timeline",
    "topic-timeline",
    "who-met-most",
    "outlets",
)


def figures(*, quick: bool = False, large: bool = False) -> Iterator[Figure]:
    import rdflib

    size = 20_000 if quick else 1_000_000 if large else 200_000
    people = max(40, size // big_store.TRIPLES_AN_EVENT // 8)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "big"
        big_store.write(folder, size)
        graph = ox.Store.read_only(str(folder))
        other = rdflib.Graph(bind_namespaces="none")
        file = Path(name) / "big.nt"
        ox.serialize((q.triple for q in graph), str(file), ox.RdfFormat.N_TRIPLES)
        other.parse(str(file), format="nt")
        points = [
            bench_queries.ours(graph, query, bench_queries.params(query, values))[1]
            for query in bench_queries.POINT
            for values in bench_queries.draws(5, people)
        ]
        faster, late = [], []
        for query in ASKED:
            given = (
                bench_queries.params(query, bench_queries.draws(4, people)[3])
                if query in bench_queries.POINT
                else {}
            )
            mine = statistics.median(bench_queries.ours(graph, query, given)[1] for _ in range(3))
            took = bench_queries.theirs(other, bench_queries.text_of(graph, query, given))
            if took is None:
                late.append(query)
            else:
                faster.append(took / max(mine, 1e-4))
    about = f"{size:,} triples"
    at = max(0, math.ceil(0.95 * len(points)) - 1)
    yield Figure(
        subject="queries", what=f"about a person, pair or topic, 95 of 100, {about}",
        values=(sorted(points)[at],), unit="s", most=0.2, note=f"{len(points)} queries",
    )  # fmt: skip
    yield Figure(
        subject="queries", what=f"named queries against rdflib's engine, {about}, median of six", values=tuple(faster),
        cite=f"named queries on {about}, against rdflib's engine",
        unit="times faster", note=", ".join(ASKED) + (f"; over a minute in rdflib: {late}" if late else ""),
    )  # fmt: skip
