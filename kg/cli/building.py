"""Verbs that read articles: demo, build, drop, extract."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.common import (
    STORE,
    AuthorityFile,
    Bar,
    Columns,
    EngineName,
    Gate,
    Judgements,
    Language,
    Model,
    PageLanguage,
    Quiet,
    Reader,
    Shards,
    SourceFormat,
    Sources,
    Stopped,
    StoreDir,
    Talk,
    Verbose,
    Workers,
    every_language,
    sources,
)

if TYPE_CHECKING:
    from kg.core.model import Article, Problem
    from kg.extract.extractor import Wanted


def demo(
    *,
    store: StoreDir = STORE,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="The page to write.")
    ] = Path("graph.html"),
    lang: PageLanguage = None,
    model: Model = None,
    reader: Reader = None,
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
    from kg.extract.extractor import Wanted
    from kg.graph.view.load import load
    from kg.render import render, write
    from kg.render.words import language
    from kg.sources import bundled as corpus

    talk = Talk(quiet=quiet, verbose=verbose)
    spoken = language(lang) if lang else None  # or an hour's work would end in an error
    talk.say("reading the bundled articles")
    articles = list(corpus.articles())
    with Bar(quiet=quiet) as bar:
        bar.total = len(articles)
        code = run_build(articles, store, bar, talk, wanted=Wanted(model=model, reader=reader))
    from kg.graph.store import Store

    with Store.open(store, read_only=True) as opened:
        view = load(opened.graph)
    for line in found_lines(view):
        print(line)
    write(output, render(view, lang=spoken))
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
    reader: Reader = None,
    language: Language = None,
    source_format: SourceFormat = None,
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
    from kg.extract.extractor import Wanted

    if shards is not None and engine != "ray":
        raise typer.BadParameter("--shards goes with --engine ray")
    talk = Talk(quiet=quiet, verbose=verbose)
    with Bar(quiet=quiet) as bar:
        found = sources(source, reader=source_format, columns=column, bar=bar)
        code = run_build(
            found,
            store,
            bar,
            talk,
            wanted=Wanted(
                model=model, gate=gate, reader=reader, every=every_language(language, reader)
            ),
            rulings=rulings,
            authority=authority,
            again=again,
            workers=workers,
            engine=engine,
            shards=shards,
        )
    if code:
        raise typer.Exit(code)


def run_build(
    found: Iterable[Article | Problem],
    folder: Path,
    bar: Bar,
    talk: Talk,
    *,
    wanted: Wanted,
    rulings: Path | None = None,
    authority: Path | None = None,
    again: bool = False,
    workers: int | None = None,
    engine: Literal["local", "ray"] = "local",
    shards: Path | None = None,
) -> int:
    """Builds from what was found, says what came of it, and gives the exit code: 0, or 3 with problems."""
    from kg.construction import build as building
    from kg.construction.report import NAME, summary_lines
    from kg.core.words import plain

    try:
        summary = building.build(
            found,
            folder,
            wanted=wanted,
            judgements=rulings,
            authority=authority,
            again=again,
            workers=workers,
            engine=engine,
            shards=shards,
            progress=bar.step,
            told=_teller(talk),
        )
    except KeyboardInterrupt:
        raise Stopped(
            f"{bar.done} articles of this run are stored; run the same command again to go on"
        ) from None
    talk.problems(summary.problems, report=folder / NAME)
    for line in summary.warnings:
        talk.say(plain(line))
    for line in summary.doubts:
        talk.more(line)
    for line in summary_lines(summary):
        talk.say(line)
    return 3 if summary.problems else 0


def _teller(talk: Talk) -> Callable[[int, int], None]:
    """Says now and then how many shards are there."""
    from time import monotonic

    told = monotonic()

    def tell(shards: int, articles: int) -> None:
        nonlocal told
        if monotonic() - told > 10:
            told = monotonic()
            talk.say(f"{articles} articles are read, in {shards} shards")

    return tell


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
    from kg.construction import build as building
    from kg.graph.files import read_meta

    read_meta(store)
    talk = Talk(quiet=quiet, verbose=verbose)
    for one in building.drop(article, store, judgements=rulings, authority=authority):
        talk.say(f"dropped {one}")


def extract(
    source: Sources,
    *,
    model: Model = None,
    reader: Reader = None,
    language: Language = None,
    source_format: SourceFormat = None,
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
    from kg.core.model import Problem
    from kg.extract import extractor
    from kg.extract.extractor import Wanted
    from kg.extract.records import record

    talk = Talk(quiet=quiet, verbose=verbose)
    problems: list[Problem] = []
    with Bar(quiet=quiet) as bar:
        found = sources(source, reader=source_format, columns=column, bar=bar)

        def articles() -> Iterator[Article]:
            for one in found:
                if isinstance(one, Problem):
                    problems.append(one)
                else:
                    yield one

        reading = extractor.make(
            Wanted(model=model, gate=gate, reader=reader, every=every_language(language, reader))
        )
        for one, frames in frames_in_turn(articles(), reading, workers=workers or cores()):
            if isinstance(frames, Problem):
                problems.append(frames)
                continue
            sys.stdout.write(json_line(record(one, frames)) + "\n")
            bar.step()
    talk.problems(problems, report=None)
    if problems:
        raise typer.Exit(3)
