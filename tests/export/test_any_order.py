"""Whatever order articles come in, every format is the same to the byte."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import pytest
from store_data import ARTICLES, Plain

from kg.construction import pipeline
from kg.core.model import Article
from kg.export import EXPORTERS, export
from kg.graph.store import Store


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("orders")
    shuffled = [*ARTICLES]
    random.Random(5).shuffle(shuffled)
    orders: list[Iterable[Article]] = [ARTICLES, [*reversed(ARTICLES)], shuffled]
    out = []
    for n, articles in enumerate(orders):
        with Store.open(folder / str(n)) as store:
            pipeline.build(articles, store=store, annotator=Plain())
        out.append(folder / str(n))
    return out


@pytest.mark.parametrize("name", [n for n in EXPORTERS if n != "parquet"])
def test_every_format(name: str, stores: list[Path], tmp_path: Path) -> None:
    files = []
    for n, folder in enumerate(stores):
        (tmp_path / str(n)).mkdir()
        path = tmp_path / str(n) / f"a{EXPORTERS[name].suffixes[0]}"
        with Store.open(folder, read_only=True) as store:
            export(store.graph, path, fmt=name)
        files.append(path)
    first, *others = [f.read_bytes() for f in files]
    assert first
    assert all(other == first for other in others)
