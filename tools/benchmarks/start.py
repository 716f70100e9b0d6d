"""What it costs to start: `kg --help`, and a question to a small store, beside Python itself."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import grow_data

from benchmarks import measure
from benchmarks.measure import Figure
from kg.construction import pipeline
from kg.core.model import Article, Frame
from kg.graph.store import Store
from kg.reference.read import load

ARTICLES = 200


class Ready:
    """Reads articles whose frames are known: nothing but the store and merging is left to measure."""

    model = "ready-1"

    def __init__(self) -> None:
        self.frames: dict[str, tuple[Frame, ...]] = {}

    def annotate(self, article: Article) -> tuple[Frame, ...]:
        return self.frames.pop(article.id)


def figures(*, quick: bool = False, large: bool = False) -> Iterator[Figure]:
    catalog = load()
    ready = Ready()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph"
        made = list(grow_data.articles(ARTICLES, grow_data.people(catalog)))
        ready.frames.update((a.id, f) for a, f in made)
        with Store.open(path) as store:
            pipeline.build([a for a, _ in made], store=store, annotator=ready, catalog=catalog)
        who = ("query", "who-met", "--person", "lavrov", "--store", str(path))
        plain = (sys.executable, "-c", "pass")
        works = [plain, (sys.executable, "-m", "kg", "--help"), (sys.executable, "-m", "kg", *who)]
        rows = measure.in_turn(
            5 if quick else 11,
            *(lambda words=words: measure.process(*words) for words in works),
            timed=lambda work: work().cpu,
        )
    python = (
        f"Python alone: {measure.Figure(subject='', what='', values=tuple(rows[0])).median:.3f} s"
    )
    yield _figure("`kg --help`", rows[1], 0.3, python)
    yield _figure(f"`kg query who-met` on {ARTICLES} articles", rows[2], 0.7, "")


def _figure(what: str, values: list[float], most: float, note: str) -> Figure:
    return Figure(
        subject="start", what=what, values=tuple(values), unit="s", most=most, note=note,
        cite=f"{what}, from start to end",
    )  # fmt: skip
