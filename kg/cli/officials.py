"""The verb for who holds which office: what the authority knows, what contradicts in it, and newer tables of it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.common import STORE, AuthorityFile, Quiet, StoreDir, Talk, Verbose, one_line
from kg.core.words import counted

if TYPE_CHECKING:
    from kg.construction.overview import Line, Wish
    from kg.reference.catalog import Catalog

_OF_UPDATE = "is for kg authority update"
_OF_LIST = "is for kg authority list"


def authority(
    action: Annotated[
        Literal["list", "check", "update"],
        typer.Argument(
            metavar="list|check|update", help="What to do; list unless given.", show_default=False
        ),
    ] = "list",
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE|URL", help="With update: the newer table.", show_default=False
        ),
    ] = None,
    *,
    store: StoreDir = STORE,
    file: AuthorityFile = None,
    office: Annotated[
        str | None,
        typer.Option("--office", metavar="OFFICE", help="Only this office: 'foreign minister'."),
    ] = None,
    state: Annotated[
        str | None,
        typer.Option("--state", metavar="STATE", help="Only this state or body: RU, Russia, NATO."),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="From this day or year on.")
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="To this day or year; today unless given."),
    ] = None,
    format: Annotated[
        Literal["table", "csv", "json"],
        typer.Option("--format", help="How rows are written to stdout."),
    ] = "table",
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="With update: say what would be taken, and take nothing."),
    ] = False,
    take: Annotated[
        list[int] | None,
        typer.Option(
            "--take",
            metavar="LINE",
            min=1,
            help="With update: take this line although it contradicts; may be repeated.",
        ),
    ] = None,
    timeout: Annotated[
        float,
        typer.Option(metavar="SECONDS", min=1, max=600, help="The time that an answer may take."),
    ] = 20.0,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show who held which office, and take a newer table of it.

    list has the terms of an office or a state and the days on which nobody is known in it; without either, how many terms of each are known. check names the rows of the store's own authority that contradict what is known (exit code 1). update takes a table (CSV or JSONL) into it, from a file or, over the network, from an address; it says row by row what is new, what changed, and what it leaves out (exit code 3). The next build takes it in.

    \b
    Examples:
      kg authority --state Georgia --office "foreign minister" --since 1990
      kg authority --state NATO --office "secretary general"
      kg authority update ministers.csv --dry-run
      kg authority update https://example.org/ministers.csv
    """
    talk = Talk(quiet=quiet, verbose=verbose)
    listing = {"--office": office, "--state": state, "--since": since, "--until": until}
    _fitting(action, listing, source=source, dry_run=dry_run, take=take, file=file)
    if action == "list":
        from kg.construction.build import catalog_with
        from kg.construction.overview import wish

        catalog, _ = catalog_with(file, store)
        asked = wish(catalog, state=state, office=office, since=since, until=until)
        _list(catalog, asked, format)
    elif action == "check":
        _check(store, talk)
    else:
        _update(store, source or "", talk, dry_run=dry_run, take=take or [], timeout=timeout)


def _fitting(
    action: str,
    listing: dict[str, str | None],
    *,
    source: str | None,
    dry_run: bool,
    take: list[int] | None,
    file: Path | None,
) -> None:
    """Wrong usage where an option is for something else."""
    if action == "update":
        if source is None:
            raise typer.BadParameter("name the table: kg authority update FILE or URL")
    elif source is not None:
        raise typer.BadParameter(f"unexpected '{one_line(source)}': a table {_OF_UPDATE}")
    elif dry_run or take:
        raise typer.BadParameter(f"{'--dry-run' if dry_run else '--take'} {_OF_UPDATE}")
    if action != "list":
        for option, given in {**listing, "--authority": file}.items():
            if given is not None:
                raise typer.BadParameter(f"{option} {_OF_LIST}")


def _list(catalog: Catalog, asked: Wish, format: str) -> None:
    from kg.construction import overview

    columns: tuple[str, ...]
    if asked.state is None and asked.role is None:
        lines = list(overview.summary(catalog, asked))
        columns = ("state", "office", "terms", "from", "to")
    else:
        lines = list(overview.lines(catalog, asked, today=datetime.now(UTC).date()))
        columns = ("state", "office", "from", "to", "who", "note")
    sys.stdout.write(_shown(lines, columns, format))


def _shown(lines: list[Line], columns: tuple[str, ...], format: str) -> str:
    import shutil

    import pyoxigraph as ox

    from kg.ask.tables import format_table
    from kg.ask.values import Table

    cells = {"from": "first", "to": "last"}
    rows = tuple(
        tuple(
            ox.Literal(value) if (value := getattr(line, cells.get(c, c))) != "" else None
            for c in columns
        )
        for line in lines
    )
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    return format_table(Table(columns=columns, rows=rows), format, width=width)


def _check(store: Path, talk: Talk) -> None:
    from kg.reference.catalog import everybody
    from kg.reference.read import load
    from kg.watch import authority as taking

    path = taking.path_of(store)
    if not path.exists():
        talk.say(f"no authority of its own lies in {store}")
        return
    found = taking.contradictions(store, everybody(load()))
    for told in sorted(found, key=lambda t: t.line):
        print(one_line(f"{path.name}, {told}".replace("left out: ", "", 1)))
    talk.say(f"{counted(len(found), 'row')} of {path} to look at")
    if found:
        raise typer.Exit(1)


def _update(
    store: Path, source: str, talk: Talk, *, dry_run: bool, take: list[int], timeout: float
) -> None:
    from kg.reference.catalog import everybody
    from kg.reference.read import load
    from kg.watch import authority as taking

    found = taking.update(
        store, source, everybody(load()), take=take, timeout=timeout, dry_run=dry_run
    )
    for line in found.lines():
        print(one_line(line))
    told = [
        f"{counted(len(found.people), 'person')} added",
        f"{counted(len(found.terms), 'term')} added",
        f"{len(found.changed)} changed",
        f"{counted(found.known, 'row')} known already",
        f"{len(found.refused)} left out",
    ]
    talk.say(", ".join(told))
    if found.changes:
        path = taking.path_of(store)
        talk.say(
            "nothing was written" if dry_run else f"wrote {path}: the next kg build takes it in"
        )
    if found.refused:
        raise typer.Exit(3)
