"""How cost grows with the number of articles: extraction, store and merging; memory; one article more.

Articles for the store and for merging come read already, so that the language model, which would hide
everything else, takes no part. Each size runs in a process of its own. A hundred thousand articles
take minutes and are measured with --large.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import grow_data

from benchmarks import measure, texts
from benchmarks.measure import Figure
from benchmarks.start import Ready

MOST = 1.08
MEMORY = 3_000
TRIES = 9


def figures(*, quick: bool = False, large: bool = False) -> Iterator[Figure]:
    sizes = [200, 1_000] if quick else [1_000, 10_000, 100_000] if large else [1_000, 10_000]
    built = {}
    for size in sizes:
        made, ended = measure.apart("growth", what="build", count=size)
        built[size] = made | {"memory": ended.memory}
    span = f"{sizes[0]:,} to {sizes[-1]:,} articles"
    for part, what in (("store", "the store"), ("merge", "merging")):
        points = [(n, built[n][part]) for n in sizes]
        told = ", ".join(f"{t:.1f} s" for _, t in points)
        yield _exponent(f"exponent of {what}, {span}", points, told)
    read = [150, 600] if quick else [1_000, 4_000]
    points = [(n, measure.apart("growth", what="read", count=n)[0]["read"]) for n in read]
    told = ", ".join(f"{t:.1f} s" for _, t in points)
    yield _exponent(
        f"exponent of extraction, {read[0]:,} to {read[-1]:,} short articles", points, told
    )
    last = sizes[-1]
    yield Figure(
        subject="growth", what=f"memory of a build of {last:,} articles", values=(built[last]["memory"],),
        unit="MB", most=MEMORY, note="without the language model",
    )  # fmt: skip
    yield Figure(
        subject="growth", what=f"one article more on {last:,}", values=tuple(built[last]["more"]), unit="s",
        cite=f"adding one article to a store of {last:,}, once it is read",
        most=1.0, note="by the clock, after extraction: opening, storing, merging, publishing",
    )  # fmt: skip


def _exponent(what: str, points: list[tuple[int, float]], told: str) -> Figure:
    return Figure(
        subject="growth", what=what, values=(measure.slope(points),), most=MOST, note=told,
        cite="" if "extraction" in what else f"growth of the cost: {what} (1 is in proportion)",
    )  # fmt: skip


def _build(count: int) -> dict[str, Any]:
    """Seconds of the processor for putting so many articles, and for merging them."""
    from kg.construction import pipeline
    from kg.core.model import Article
    from kg.graph.store import Store
    from kg.reference.quads import ontology_digest, reference_quads
    from kg.reference.read import load

    catalog = load()
    ready = Ready()
    cast = grow_data.people(catalog)
    begun = time.process_time()
    for article, _ in grow_data.articles(count, cast):
        pipeline.input_digest(article, model="ready-1", ontology="")
    making = time.process_time() - begun

    def articles(first: int, last: int) -> Iterator[Article]:
        for article, frames in grow_data.articles(last, cast, start=first):
            ready.frames[article.id] = frames
            yield article

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph"
        with Store.open(path) as store:
            store.set_reference(reference_quads(), ontology=ontology_digest())
            clock = [time.process_time()]

            settle = pipeline.settle

            def settled(store: Store, **given: Any) -> Any:
                # A thousand articles fit into the engine's memory: to the disk is where they are to go.
                store.flush()
                clock[-1:] = [time.process_time()]
                return settle(store, **given)

            pipeline.settle = settled
            begun = clock[0]
            try:
                pipeline.build(articles(0, count), store=store, annotator=ready, catalog=catalog)
            finally:
                pipeline.settle = settle
            ended = time.process_time()
        more = []
        for n in range(count, count + TRIES):
            fresh = list(articles(n, n + 1))
            before = time.perf_counter()
            with Store.open(path) as store:
                pipeline.build(fresh, store=store, annotator=ready, catalog=catalog)
            more.append(time.perf_counter() - before)
    return {"store": clock[0] - begun - making, "merge": ended - clock[0], "more": more}


def _read(count: int) -> dict[str, float]:
    """Seconds of the processor for reading so many short articles with the model."""
    from kg.extract.rules import Annotator

    annotator = Annotator()
    list(annotator.many(texts.short(100, start=500_000)))
    begun = time.process_time()
    read = annotator.many(texts.short(count))
    while list(islice(read, 100)):
        pass
    return {"read": time.process_time() - begun}


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    print(json.dumps({"build": _build, "read": _read}[given["what"]](given["count"])))
