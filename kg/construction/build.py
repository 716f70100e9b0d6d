"""A build from end to end, for the command line and for Python: what is in a store's folder is heeded.

Beside the store lie ``judgements.tsv`` and ``authority.csv`` or ``.jsonl``, which the user brings, and
``report.jsonl``, which names what was left out.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Literal

from kg.construction import authority as authorities
from kg.construction import pipeline
from kg.construction.authority import Authority
from kg.construction.pipeline import Engine, Progress, Summary
from kg.construction.report import write_report
from kg.construction.workers import cores
from kg.core.errors import KgError
from kg.core.model import Article, Line, Problem
from kg.extract import extractor as extraction
from kg.extract.extractor import Wanted
from kg.graph.store import SHARDS, Store
from kg.reference.catalog import Catalog, everybody
from kg.reference.read import load
from kg.resolve import judgements as rulings_in

AUTHORITIES = ("authority.csv", "authority.jsonl")
JUDGEMENTS = "judgements.tsv"

EngineName = Literal["local", "ray"]


def build(
    sources: Iterable[Article | Problem],
    folder: Path,
    *,
    wanted: Wanted | None = None,
    judgements: Path | None = None,
    authority: Path | None = None,
    again: bool = False,
    workers: int | None = None,
    engine: EngineName = "local",
    shards: Path | None = None,
    progress: Progress | None = None,
    told: Callable[[int, int], None] | None = None,
) -> Summary:
    """Reads sources into the store in ``folder``, by the extractor that is wanted, and writes the report.

    ``judgements`` and ``authority`` are files other than those in the folder. ``workers`` are as many
    processes as there are processor cores, or Ray actors as Ray has, unless given. With the engine ``ray`` what is
    read is kept in ``shards``, or in the folder until the build ends; ``told`` hears how many shards and
    articles are there.

    Raises KgError when a file cannot be read, the extractor cannot be made, or the store not be written.
    """
    wanted = wanted or Wanted()
    where = shards or folder / SHARDS
    elsewhere = _ray(where, wanted, workers, told) if engine == "ray" else None
    ruled = judgements_of(judgements, folder)
    catalog, brought = catalog_with(authority, folder)
    with Store.open(folder) as store:
        summary = pipeline.build(
            sources,
            store=store,
            annotator=extraction.named(wanted) if elsewhere else extraction.make(wanted),
            judgements=ruled,
            catalog=catalog,
            authority=brought,
            again=again,
            progress=progress,
            workers=workers or cores(),
            engine=elsewhere,
        )
        if shards is None:
            # What was read is in the store now, whoever read it.
            shutil.rmtree(where, ignore_errors=True)
        write_report(folder, summary.problems)
    return summary


def drop(
    ids: Iterable[str],
    folder: Path,
    *,
    judgements: Path | None = None,
    authority: Path | None = None,
) -> list[str]:
    """Takes articles out of the store in ``folder``. Gives their source ids.

    Raises KgError for an id that the store does not have; then nothing is taken out.
    """
    catalog, brought = catalog_with(authority, folder)
    with Store.open(folder) as store:
        ruled = judgements_of(judgements, folder)
        return pipeline.drop(ids, store=store, judgements=ruled, catalog=catalog, authority=brought)


def judgements_of(given: Path | None, folder: Path) -> tuple[Line, ...]:
    """The lines of the file that was given, which must be there, or of the store's own."""
    if given is not None and not given.exists():
        raise KgError(
            "no such file", where=str(given), mend="name a file of rulings, or leave it out"
        )
    return rulings_in.read(given or folder / JUDGEMENTS)


def catalog_with(given: Path | None, folder: Path) -> tuple[Catalog, Authority | None]:
    """The reference data, with the authority that was given or that lies in the store's folder."""
    catalog = everybody(load())
    path = given or next((folder / n for n in AUTHORITIES if (folder / n).exists()), None)
    if path is None:
        return catalog, None
    authority = authorities.read(path, catalog)
    return authorities.extended(catalog, authority), authority


def _ray(
    folder: Path, wanted: Wanted, workers: int | None, told: Callable[[int, int], None] | None
) -> Engine:
    from kg.construction.ray.cluster import RayEngine, require

    require()
    return RayEngine(
        folder=folder.absolute(),
        make=partial(extraction.make, wanted),
        workers=workers,
        told=told or (lambda _shards, _articles: None),
    )
