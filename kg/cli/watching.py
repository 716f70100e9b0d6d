"""Verbs that go on: watch, which takes what is new, and news, which tells what that changed."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from kg.cli.building import run_build
from kg.cli.common import (
    STORE,
    AuthorityFile,
    Bar,
    Judgements,
    Model,
    Quiet,
    Reader,
    Stopped,
    StoreDir,
    Talk,
    Verbose,
    Workers,
    one_line,
)
from kg.core.errors import KgError

if TYPE_CHECKING:
    from kg.extract.extractor import Wanted
    from kg.watch.news import News, Wish
    from kg.watch.taking import Manners

_GO_ON = "what was built is kept; run the same command again to go on"
NOTHING_NEW = 4
"""The exit code of kg news where there is nothing to tell."""


def watch(
    source: Annotated[
        list[str],
        typer.Argument(
            metavar="FOLDER|OPML|URL",
            help="Folders and files, lists of feeds (.opml), addresses of feeds.",
            show_default=False,
        ),
    ],
    *,
    store: StoreDir = STORE,
    once: Annotated[
        bool, typer.Option("--once", help="One round and no more, as for cron.")
    ] = False,
    every: Annotated[
        float,
        typer.Option("--every", metavar="MINUTES", min=1, help="How long to wait between rounds."),
    ] = 30.0,
    pause: Annotated[
        float,
        typer.Option("--pause", metavar="SECONDS", min=0, help="Between two requests to one site."),
    ] = 1.0,
    timeout: Annotated[
        float,
        typer.Option(metavar="SECONDS", min=1, max=600, help="The time that an answer may take."),
    ] = 20.0,
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, max=10_000, help="Entries of a feed that are taken.")
    ] = 500,
    model: Model = None,
    reader: Reader = None,
    rulings: Judgements = None,
    authority: AuthorityFile = None,
    workers: Workers = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Take what is new from feeds and folders.

    It is added as kg build adds it. Feeds are asked over the network, politely: only for what has changed, with a pause between requests, and as their robots.txt allows. One that fails is named, and asked again in the next round (exit code 3 with --once).

    \b
    Examples:
      kg watch articles/ feeds.opml --once
      kg watch https://example.org/feed.xml --every 60
    """
    from kg.extract.extractor import Wanted
    from kg.watch import taking

    talk = Talk(quiet=quiet, verbose=verbose)
    taking.places(source)  # what is wrong with it is told at once
    wanted = Wanted(model=model, reader=reader)
    files: dict[str, Any] = {"rulings": rulings, "authority": authority, "workers": workers}
    manners = taking.Manners(pause=pause, timeout=timeout, limit=limit)
    code = 0
    while True:
        try:
            code = _round(source, store, talk, manners, wanted, files)
        except KgError as error:
            if once:
                raise
            # Another build may be at work, or a disk be full: the next round may find it otherwise.
            talk.say(one_line(f"{error}; the next round tries again"))
        except KeyboardInterrupt:
            raise Stopped(_GO_ON) from None
        if once:
            break
        try:
            time.sleep(every * 60)
        except KeyboardInterrupt:
            raise Stopped(_GO_ON) from None
    if code:
        raise typer.Exit(code)


def _round(
    source: list[str],
    store: Path,
    talk: Talk,
    manners: Manners,
    wanted: Wanted,
    files: dict[str, Any],
) -> int:
    """One round: what is new is built, and then what was learned of the feeds is kept."""
    from itertools import chain

    from kg.watch import kept, taking

    urls, paths = taking.places(source)
    known = kept.read(store / kept.FEEDS)
    found = taking.look(urls, paths, known, manners=manners)
    talk.problems(found.problems, report=None)
    talk.more(f"{found.asked} feeds were asked, of which {found.unchanged} had not changed")
    code = 3 if found.problems else 0
    coming = chain(found.articles, found.files)
    if (first := next(coming, None)) is not None:
        with Bar(quiet=talk.quiet) as bar:
            there = chain((first,), coming)
            code = max(code, run_build(there, store, bar, talk, wanted=wanted, **files))
    if found.kept != known and store.exists():
        kept.write(store / kept.FEEDS, found.kept)
    return code


def news(
    *,
    store: StoreDir = STORE,
    since: Annotated[
        str,
        typer.Option(
            metavar="DATE|LAST",
            help="LAST: what was not told before. DATE: what articles of that day or later tell.",
        ),
    ] = "LAST",
    watch: Annotated[
        str | None,
        typer.Option("--watch", metavar="NAME", help="Only what a saved watch is about."),
    ] = None,
    save: Annotated[
        str | None,
        typer.Option(
            "--save", metavar="NAME", help="Save --person … as a watch of this name, and end."
        ),
    ] = None,
    person: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="About this person; repeated, about all of them."),
    ] = None,
    polity: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STATE", help="About this state: RU or Russia; repeated, about a pair."
        ),
    ] = None,
    topic: Annotated[
        list[str] | None,
        typer.Option(metavar="TOPIC", help="About this topic or a narrower one."),
    ] = None,
    format: Annotated[
        Literal["text", "json", "atom", "html"],
        typer.Option("--format", help="What is written to stdout."),
    ] = "text",
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write to a file instead, .txt .json .atom or .html; may be repeated.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell, and do not remember that it was told.")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Tell what is new, changed or disputed.

    New events, those of another status or day now (planned, now cancelled), those that are disputed now, and those that no article tells of any more. What was told before is not told again; exit code 4 says that there is nothing.

    \b
    Examples:
      kg news -o news.atom -o news.html
      kg news --save talks --polity us --polity russia
      kg news --watch talks || echo nothing new
      kg news --since 2019-05 --format json
    """
    from kg.graph.files import read_meta
    from kg.watch import kept, shown
    from kg.watch import news as telling
    from kg.watch.news import ALL, Wish

    talk = Talk(quiet=quiet, verbose=verbose)
    wish = Wish(person=tuple(person or ()), polity=tuple(polity or ()), topic=tuple(topic or ()))
    formats = [(path, shown.format_of(path)) for path in output or ()]
    if save is not None:
        if not wish or watch is not None:
            raise typer.BadParameter("--save goes with --person, --polity or --topic")
        read_meta(store)
        telling.save(store, save, wish)
        talk.say(f"saved: kg news --watch {save}")
        return
    if watch is not None:
        if wish:
            raise typer.BadParameter("a watch has its own --person, --polity and --topic")
        wish = telling.saved(store, watch)
    found = _found(store, since, wish, watch or ALL, talk)
    name = watch or ALL
    for path, fmt in formats:
        kept.put(path, shown.shown(found, name, fmt).encode("utf-8", "replace"))
    if not formats:
        sys.stdout.write(shown.shown(found, name, format))
        sys.stdout.flush()
    if not dry_run:
        telling.remember(found)
    if not found.fresh:
        raise typer.Exit(NOTHING_NEW)


def _found(store: Path, since: str, wish: Wish, name: str, talk: Talk) -> News:
    from datetime import UTC, datetime

    from kg.graph.store import Store
    from kg.graph.view.load import load
    from kg.watch import news as telling

    last = since.upper() == "LAST"
    if last and wish and name == telling.ALL:
        raise KgError(
            "what was told of this before is not remembered",
            where="kg news",
            mend="save it as a watch with --save NAME, or give --since DATE",
        )
    with Store.open(store, read_only=True) as opened:
        view = load(opened.graph)
    if last:
        now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        found = telling.since_last(view, wish, store, name, now=now)
    else:
        found = telling.since_day(view, wish, since)
    for hint in found.hints:
        talk.say(hint)
    return found
