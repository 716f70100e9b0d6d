"""Two workers against one: throughput by the clock, and the same bytes.

What other programs do on the machine counts here: the load is told with the figure.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from time import process_time

from benchmarks import measure, texts
from benchmarks.measure import Figure

LEAST = 1.7


def figures(*, quick: bool = False, large: bool = False) -> Iterator[Figure]:
    from kg import records
    from kg.annotate import Annotator
    from kg.workers import cores, frames_in_turn

    count = 96 if quick else 480
    annotator = Annotator()
    articles = texts.diplomatic(count, start=20_000)
    digests: set[str] = set()

    def read(workers: int) -> None:
        seen = hashlib.sha256()
        for article, frames in frames_in_turn(articles, annotator, workers=workers):
            assert isinstance(frames, tuple), frames
            seen.update(json.dumps(records.record(article, frames)).encode())
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
    begun = process_time()
    read(2)
    note = "the builder's own, while two workers read: it bounds how many workers one builder feeds"
    own = (process_time() - begun) / count * 1000
    yield Figure(
        subject="workers", what="the builder, an article", values=(own,), unit="ms", note=note
    )
