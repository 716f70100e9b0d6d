"""Verbs that read articles: demo, build, drop, extract."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import (
    STORE,
    AuthorityFile,
    Bar,
    Columns,
    EngineName,
    Gate,
    Judgements,
    Model,
    Quiet,
    ReaderName,
    Shards,
    Sources,
    Stopped,
    StoreDir,
    Talk,
    Verbose,
    Workers,
    annotator,
    catalog_with,
    judgements,
    sources,
)

if TYPE_CHECKING:
    from kg.construction.pipeline import Annotates, Engine


def demo(
    *,
    store: StoreDir = STORE,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="The page to write.")
    ] = Path("graph.html"),
    model: Model = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Build the bundled corpus and a page to open.

    Says what was found and what to try next. Needs no network.

    \b
    Example:
      kg demo
    """
    from kg.construction.report import found_lines
    from kg.graph.view.load import load
    from kg.render import render, write
    from kg.sources import bundled as corpus

    talk = Talk(quiet=quiet, verbose=verbose)
    talk.say("reading the bundled articles")
    articles = list(corpus.articles())
    with Bar(quiet=quiet) as bar:
        bar.total = len(articles)
        code = _build(articles, store, bar, talk, model=model, rulings=None, again=False)
    from kg.graph.store import Store

    with Store.open(store, read_only=True) as opened:
        view = load(opened.graph)
    for line in found_lines(view):
        print(line)
    write(output, render(view))
    talk.say(f"wrote {output}: open it in a browser")
    where = "" if store == STORE else f" --store {store}"
    talk.say("now try:")
    talk.say(f"  kg query who-met --person lavrov --since 2019{where}")
    talk.say(f'  kg explain "Lavrov Pompeo Sochi"{where}')
    talk.say(f"  kg query{where}                 what else can be asked")
    if code:
        raise typer.Exit(code)


def build(
    source: Sources,
    *,
    store: StoreDir = STORE,
    model: Model = None,
    reader: ReaderName = None,
    column: Columns = None,
    rulings: Judgements = None,
    authority: AuthorityFile = None,
    again: Annotated[
        bool, typer.Option("--again", help="Read articles again even if nothing has changed.")
    ] = False,
    workers: Workers = None,
    engine: EngineName = "local",
    shards: Shards = None,
    gate: Gate = True,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Read sources and add them to the graph.

    Extracts, decides who and what is the same, and stores the graph. On a store that is there already it adds what is new or changed; after an interruption it goes on
    from there. What cannot be read is named, and the rest is built (exit code 3).

    \b
    Examples:
      kg build articles/
      kg build dump.csv --column text=body --column published=date
    """
    if shards is not None and engine != "ray":
        raise typer.BadParameter("--shards goes with --engine ray")
    talk = Talk(quiet=quiet, verbose=verbose)
    with Bar(quiet=quiet) as bar:
        found = sources(source, reader=reader, columns=column, bar=bar)
        code = _build(
            found,
            store,
            bar,
            talk,
            model=model,
            rulings=rulings,
            authority=authority,
            again=again,
            workers=workers,
            ray=engine == "ray",
            shards=shards,
            gate=gate,
        )
    if code:
        raise typer.Exit(code)


def _build(  # type: ignore[no-untyped-def]
    found,
    folder: Path,
    bar: Bar,
    talk: Talk,
    *,
    model: str | None,
    rulings: Path | None,
    again: bool,
    authority: Path | None = None,
    workers: int | None = None,
    ray: bool = False,
    shards: Path | None = None,
    gate: bool = True,
) -> int:
    import shutil

    from kg.construction import pipeline
    from kg.construction.report import NAME, summary_lines, write_report
    from kg.construction.workers import cores
    from kg.graph.store import SHARDS, Store

    where = shards or folder / SHARDS
    engine = _ray(where, talk, model=model, gate=gate, workers=workers) if ray else None
    ruled = judgements(rulings, folder)
    catalog, brought = catalog_with(authority, folder)
    with Store.open(folder) as opened:
        reading = _named(model, gate=gate) if ray else annotator(model, gate=gate)
        try:
            summary = pipeline.build(
                found,
                store=opened,
                annotator=reading,
                judgements=ruled,
                catalog=catalog,
                authority=brought,
                again=again,
                progress=bar.step,
                workers=workers or cores(),
                engine=engine,
            )
        except KeyboardInterrupt:
            raise Stopped(
                f"{bar.done} articles of this run are stored; run the same command again to go on"
            ) from None
        if shards is None:
            # What was read is in the store now, whoever read it.
            shutil.rmtree(where, ignore_errors=True)
        write_report(folder, summary.problems)
    talk.problems(summary.problems, report=folder / NAME)
    for line in summary.doubts:
        talk.more(line)
    for line in summary_lines(summary):
        talk.say(line)
    return 3 if summary.problems else 0


def _named(model: str | None, *, gate: bool) -> Annotates:
    from kg.construction.ray.cluster import Elsewhere
    from kg.extract.rules import UNGATED
    from kg.extract.rules.text.tokens import DEFAULT_MODEL, model_id

    return Elsewhere(model_id(model or DEFAULT_MODEL), "" if gate else UNGATED)


def _ray(folder: Path, talk: Talk, *, model: str | None, gate: bool, workers: int | None) -> Engine:
    from functools import partial
    from time import monotonic

    from kg.construction.ray.cluster import RayEngine, require

    require()
    told = monotonic()

    def tell(shards: int, articles: int) -> None:
        nonlocal told
        if monotonic() - told > 10:
            told = monotonic()
            talk.say(f"{articles} articles are read, in {shards} shards")

    return RayEngine(
        folder=folder.absolute(),
        make=partial(annotator, model, gate=gate),
        workers=workers,
        told=tell,
    )


def drop(
    article: Annotated[
        list[str],
        typer.Argument(
            metavar="ARTICLE", help="Ids, as the sources gave them, or IRIs.", show_default=False
        ),
    ],
    *,
    store: StoreDir = STORE,
    rulings: Judgements = None,
    authority: AuthorityFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Take articles out again.

    The graph is then what it would be without them.

    \b
    Example:
      kg drop 2019-008
    """
    from kg.construction import pipeline
    from kg.graph.files import read_meta
    from kg.graph.store import Store

    read_meta(store)
    talk = Talk(quiet=quiet, verbose=verbose)
    catalog, _ = catalog_with(authority, store)
    with Store.open(store) as opened:
        ruled = judgements(rulings, store)
        gone = pipeline.drop(article, store=opened, judgements=ruled, catalog=catalog)
    for one in gone:
        talk.say(f"dropped {one}")


def extract(
    source: Sources,
    *,
    model: Model = None,
    reader: ReaderName = None,
    column: Columns = None,
    workers: Workers = None,
    gate: Gate = True,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Print records of what articles say.

    One JSON object an article and line; no store is needed or made.

    \b
    Example:
      kg extract article.txt > records.jsonl
    """
    from kg.construction.report import json_line
    from kg.construction.workers import cores, frames_in_turn
    from kg.core.model import Article, Problem
    from kg.export.frames import record

    talk = Talk(quiet=quiet, verbose=verbose)
    problems: list[Problem] = []
    with Bar(quiet=quiet) as bar:
        found = sources(source, reader=reader, columns=column, bar=bar)

        def articles() -> Iterator[Article]:
            for one in found:
                if isinstance(one, Problem):
                    problems.append(one)
                else:
                    yield one

        reading = annotator(model, gate=gate)
        for one, frames in frames_in_turn(articles(), reading, workers=workers or cores()):
            if isinstance(frames, Problem):
                problems.append(frames)
                continue
            sys.stdout.write(json_line(record(one, frames)) + "\n")
            bar.step()
    talk.problems(problems, report=None)
    if problems:
        raise typer.Exit(3)
