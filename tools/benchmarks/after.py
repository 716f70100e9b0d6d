"""What everything but the model costs an article: before and after the parse, statements, store, merging."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks import texts
from benchmarks.measure import Figure
from kg.core.model import Article
from kg.extract.rules.events import finder

LIMIT = 10.0
SIZE = 20
"""Articles of one round."""
TOLD = {
    "before": "sentences and actors, before the parse",
    "model": "the model: what the gate lets through",
    "dates": "dates",
    "events": "events, their topics and status",
    "store": "statements, into the store",
    "merge": "merging and publishing, once at the end",
}


def figures(*, quick: bool = False, large: bool = False) -> Iterator[Figure]:
    """Milliseconds for 3,000 characters of diplomatic articles, made and real."""
    rounds = 3 if quick else 12
    real = [a for n in ("kremlin", "white-house", "frus") for a in texts.real(n, 5 * rounds)]
    real.sort(key=lambda a: hash_of(a.id))
    compiled = "" if str(finder.__file__).endswith(".py") else ", compiled"
    for name, articles in (("made", texts.diplomatic(rounds * SIZE)), ("real", real)):
        if articles:
            yield from _costs(name + compiled, articles)


def hash_of(words: str) -> int:
    """A number that orders articles as if they were shuffled, the same every time."""
    return sum(ord(c) * 31**n for n, c in enumerate(words)) % 1_000_003


def _costs(name: str, articles: Sequence[Article]) -> Iterator[Figure]:
    from kg.construction import pipeline
    from kg.core.collector import seldom_collected
    from kg.extract.rules import Annotator
    from kg.graph.store import Store
    from kg.reference.quads import ontology_digest, reference_quads
    from kg.reference.read import load

    catalog = load()
    annotator = Annotator(catalog=catalog)
    # Words are met and tables are loaded once for a build, not for an article.
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "graph") as store:
        warm = [*texts.diplomatic(3 * SIZE, start=90_000), *texts.real("frus", 2)]
        read = [(a, f, a.id) for a, f in annotator.many(warm) if isinstance(f, tuple)]
        store.put_all(read, pipeline.notes(read))
        pipeline.settle(store, catalog=catalog)
    gc.collect()
    gc.freeze()
    rows: dict[str, list[float]] = {kind: [] for kind in TOLD}
    found = 0
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "graph") as store:
        store.set_model(annotator.model, builder="")
        store.set_reference(reference_quads(), ontology=ontology_digest())
        for at in range(0, len(articles), SIZE):
            here = articles[at : at + SIZE]
            spent = dict.fromkeys(TOLD, 0.0)
            with seldom_collected():
                read = [(a, _read(annotator, a, spent), a.id) for a in here]
            found += sum(len(frames) for _, frames, _ in read)
            began = process_time()
            store.put_all(read, pipeline.notes(read))
            spent["store"] += process_time() - began
            size = sum(len(a.text) for a in here) / texts.LENGTH
            for kind in TOLD:
                rows[kind].append(spent[kind] / size * 1000)
        began = process_time()
        pipeline.settle(store, catalog=catalog)
        whole = sum(len(a.text) for a in articles) / texts.LENGTH
        rows["merge"] = [(process_time() - began) / whole * 1000] * len(rows["merge"])
    gc.unfreeze()
    for kind, what in TOLD.items():
        yield _figure(f"{what} ({name})", rows[kind], None, "")
    parts = [rows[kind] for kind in ("dates", "events", "store", "merge")]
    note = f"{len(articles)} articles, {found / len(articles):.1f} reports of events in each"
    yield _figure(
        f"**all after the model** ({name})", [*map(sum, zip(*parts, strict=True))], LIMIT, note
    )


def _read(annotator: Any, article: Article, spent: dict[str, float]) -> tuple[Any, ...]:
    """The frames of an article; adds what each part of the way cost."""
    from kg.dates.normalization import find_expressions
    from kg.extract.rules.run import ArticleRun

    clock = process_time()
    steps: Any = ArticleRun(annotator.tools, article).frames()
    kind, answer = "before", None
    while True:
        try:
            asked = steps.send(answer)
        except StopIteration as end:
            spent[kind] += process_time() - clock
            value = end.value
            break
        now = process_time()
        spent[kind] += now - clock
        answer = getattr(annotator.parser, asked[0])(asked[1])
        clock = process_time()
        spent["model"] += clock - now
        kind = "events" if asked[0] == "parse" else "before"
    frames: tuple[Any, ...] = value
    clock = process_time()
    find_expressions(article.text)  # Dates are found before the parse: their cost is moved.
    took = process_time() - clock
    spent["dates"] += took
    spent["before"] -= took
    return frames


def _figure(what: str, values: Sequence[float], most: float | None, note: str) -> Figure:
    return Figure(
        subject="after the model", what=what, values=tuple(values), unit="ms", most=most, note=note,
        cite=f"{what.replace('*', '')}, for 3,000 characters" if most else "",
    )  # fmt: skip
