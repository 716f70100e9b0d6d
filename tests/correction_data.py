"""Graphs of a few sentences with lines of judgements.tsv: built, read and checked, for tests of corrections."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from store_data import ARTICLES, Plain

from kg.ask.query import run
from kg.ask.values import Table
from kg.check.shapes import check
from kg.construction import pipeline
from kg.core.model import Article
from kg.export.rdf import nquads
from kg.graph.store import Store
from kg.graph.view.load import load
from kg.graph.view.values import EventView, GraphView, MentionView
from kg.resolve.judgements import HEADER, parse

ONE, TWO, THREE = (a.text for a in ARTICLES[:3])


def key(text: str, quote: str = "") -> str:
    """The passage of an article that is one sentence."""
    return f"0-{len(text)} {quote or text}"


def line(
    text: str, value: str, fact: str, source: str, *, why: str = "the minutes", by: str = "ann",
    when: str = "2026-01-15",
) -> str:  # fmt: skip
    return "\t".join((key(text), value, fact, source, why, by, when))


def exported(folder: Path) -> bytes:
    out = io.BytesIO()
    with Store.open(folder, read_only=True) as store:
        nquads(store.graph, out)
    return out.getvalue()


def built(
    folder: Path, rows: Sequence[str], articles: Sequence[Article] = ARTICLES, **options: Any
) -> pipeline.Summary:
    with Store.open(folder) as store:
        return pipeline.build(
            articles,
            store=store,
            annotator=Plain(),
            judgements=parse("\n".join([HEADER, *rows]) + "\n"),
            **options,
        )


def seen(folder: Path) -> GraphView:
    with Store.open(folder, read_only=True) as store:
        return load(store.graph)


def asked(folder: Path, query: str) -> list[tuple[str, ...]]:
    with Store.open(folder, read_only=True) as store:
        found = run(store.graph, query)
    assert isinstance(found, Table)
    return [tuple(getattr(c, "value", "") for c in row) for row in found.rows]


def sound(folder: Path) -> None:
    with Store.open(folder, read_only=True) as store:
        found = [f for f in check(store.graph).results if f.severity == "violation"]
    assert found == []


def of_type(view: GraphView, kind: str) -> EventView:
    return next(e for e in view.events if e.type == kind)


def mention_of(view: GraphView, source: str) -> MentionView:
    every = [*(m for e in view.events for m in e.mentions), *view.withdrawn]
    return next(m for m in every if view.articles[m.article].source_id == source)
