"""The server's explorer over many events: how soon its page is made, and a neighbourhood is there.

    PYTHONPATH=tools .venv/bin/python -m benchmarks.explorer STORE [INDEX]

The neighbourhoods come from the index of the search, which a server makes as it begins; ``INDEX`` is one that
was made before. Without an index they are what the server gives until it has one.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import big_store
import thin_store

from benchmarks.measure import Figure
from kg.ask import index
from kg.graph.store import Store
from kg.serve import explorer, search
from kg.serve.context import Context
from kg.serve.limits import Limits

OPENS, AROUND = 2.0, 1.0
"""Seconds that are asked for, at a million events of 60,000 actors."""

ROUNDS = 5

SELECTIONS = {
    "opens": None,
    "the busiest": f"actor:{big_store.person(0)}",
    "the two busiest": f"pair:{big_store.person(0)}|{big_store.person(1)}",
    "a rare one": f"actor:{big_store.person(300)}",
    "a state": "state:country/us",
}
"""What is asked for, each after the one before."""


def measured(
    store: Path, indexed: Path | None = None, *, rounds: int = ROUNDS
) -> dict[str, list[float]]:
    """Seconds of the processor: the page made from the store, and the events around the busiest and a rare actor."""
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as scratch:
            context = Context(store, Limits(), Path(scratch))
            if indexed is not None:
                search.path(context).symlink_to(indexed.absolute())
            for name, select in SELECTIONS.items():
                began = time.process_time()
                if select is None:
                    explorer.page(context)
                else:
                    explorer.around(context, select=select, first=0)
                found.setdefault(name, []).append(time.process_time() - began)
            context.store.close()
    return found


def figures(*, quick: bool = False, large: bool = False) -> Iterator[Figure]:
    """The whole size with ``large`` alone: to make that store takes most of an hour."""
    events, people = (1_000_000, 60_000) if large else (5_000, 400) if quick else (20_000, 1_200)
    with tempfile.TemporaryDirectory() as name:
        store = Path(name) / "graph"
        thin_store.write(store, events, people)
        with Store.open(store, read_only=True) as opened:
            index.build(opened.graph, store.with_suffix(".db"))
        for what, values in measured(store, store.with_suffix(".db")).items():
            about = "explorer opens" if what == "opens" else f"the latest 100 events of {what}"
            yield Figure(
                subject="explorer", what=f"{about}, {events:,} events of {people:,} actors",
                values=tuple(values), unit="s", most=OPENS if what == "opens" else AROUND,
                note="seconds of the processor", cite=f"{about}, {events:,} events",
            )  # fmt: skip


if __name__ == "__main__":
    import sys

    store, *more = map(Path, sys.argv[1:])
    for told, seconds in measured(store, *more).items():
        print(f"{told}: {statistics.median(seconds):.2f} s of {[round(s, 2) for s in seconds]}")
