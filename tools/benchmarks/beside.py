"""Two workers against one: throughput by the clock, and the same bytes.

What other programs do on the machine counts here: the load is told with the figure.
"""

from __future__ import annotations

import hashlib
import json
import resource
from collections.abc import Iterator
from time import process_time

from benchmarks import measure, texts
from benchmarks.measure import Figure

LEAST = 1.7


def figures(*, quick: bool = False, large: bool = False) -> Iterator[Figure]:
    from kg.construction.workers import cores, frames_in_turn
    from kg.extract.records import record
    from kg.extract.rules import Annotator

    count = 96 if quick else 480
    annotator = Annotator()
    articles = texts.diplomatic(count, start=20_000)
    digests: set[str] = set()

    def read(workers: int) -> None:
        seen = hashlib.sha256()
        for article, frames in frames_in_turn(articles, annotator, workers=workers):
            assert isinstance(frames, tuple), frames
            seen.update(json.dumps(record(article, frames)).encode())
        digests.add(seen.hexdigest())

    read(1)  # So that all have met the same words.
    rounds = 2 if quick else 3
    before = measure.load()
    one, two = measure.in_turn(rounds, lambda: read(1), lambda: read(2), timed=measure.clock)
    note = f"{count} articles; {cores()} cores, load {before:.1f} before and {measure.load():.1f} after"
    yield Figure(
        subject="workers", what="throughput of two against one", values=measure.ratios(one, two),
        unit="times", least=LEAST, note=note,
    )  # fmt: skip
    yield Figure(
        subject="workers", what="different outputs among all runs", values=(float(len(digests)),), most=1.0
    )  # fmt: skip
    alone = measure.cpu(lambda: read(1))
    spent, begun = _children(), process_time()
    read(2)
    workers, own = _children() - spent, process_time() - begun
    yield Figure(
        subject="workers", what="the same by the processor's clock", values=(2 * alone / workers,), unit="times",
        cite="two workers against one, by the time of the processor",
        note="twice the cost of reading alone, in parts of what both workers cost: what two free cores give",
    )  # fmt: skip
    yield Figure(
        subject="workers", what="the builder's own cost, an article", values=(own / count * 1000,), unit="ms",
        note="while others read; it bounds how many workers one builder feeds",
    )  # fmt: skip


def _children() -> float:
    """Seconds of the processor that ended processes have cost."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
