"""What adding one article costs as a store grows: ``python tools/grow_curve.py 1000 5000 20000``.

Articles come read already, so that nothing but the store and resolution is timed: opening the store,
putting the article, deciding anew what it touches, publishing, closing. Prints a line for each size.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from grow_data import articles, people

from kg.construction import pipeline
from kg.core.model import Article, Frame
from kg.graph.store import Store
from kg.reference.read import load

TRIES = 9


@dataclass(frozen=True, slots=True)
class Point:
    """A size of a store, and the seconds of one more article: by the clock, the median and the worst; of
    the processor, the least, to which the rest of the machine adds nothing."""

    size: int
    clock: float
    worst: float
    cpu: float


class _Ready:
    model = "ready-1"

    def __init__(self) -> None:
        self.frames: dict[str, tuple[Frame, ...]] = {}

    def annotate(self, article: Article) -> tuple[Frame, ...]:
        return self.frames[article.id]


def curve(folder: Path, sizes: Iterable[int]) -> Iterator[Point]:
    """The cost at each size; the store in ``folder`` grows from one to the next."""
    catalog = load()
    cast = people(catalog)
    ready = _Ready()
    at = 0
    for size in sizes:
        fresh = list(articles(size, cast, start=at))
        ready.frames.update((a.id, f) for a, f in fresh)
        with Store.open(folder) as store:
            pipeline.build([a for a, _ in fresh], store=store, annotator=ready, catalog=catalog)
        at = max(at, size)
        clock, cpu = [], []
        for _ in range(TRIES):
            ((article, frames),) = articles(at + 1, cast, start=at)
            ready.frames[article.id] = frames
            at += 1
            began, spent = time.perf_counter(), time.process_time()
            with Store.open(folder) as store:
                pipeline.build([article], store=store, annotator=ready, catalog=catalog)
            clock.append(time.perf_counter() - began)
            cpu.append(time.process_time() - spent)
        yield Point(size, statistics.median(clock), max(clock), min(cpu))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        for point in curve(Path(name) / "graph", [int(n) for n in sys.argv[1:]]):
            print(
                f"{point.size:6} articles: one more takes {point.clock:.3f} s (worst {point.worst:.3f}),"
                f" of the processor {point.cpu:.3f} s",
                flush=True,
            )
