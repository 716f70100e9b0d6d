"""The verb that searches a store by words."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.common import STORE, Quiet, StoreDir
from kg.core.words import plain

if TYPE_CHECKING:
    from kg.ask.search import Hit


def search(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS", help="What to look for; days and kinds narrow it."),
    ],
    *,
    store: StoreDir = STORE,
    limit: Annotated[
        int, typer.Option(metavar="ROWS", min=1, help="At most so many hits of each kind.")
    ] = 8,
    format: Annotated[
        Literal["table", "json"],
        typer.Option("--format", help="For people, or a line of JSON for each hit."),
    ] = "table",
    quiet: Quiet = False,
) -> None:
    """Search people, states, events, topics and quotes.

    Years, months and days, kinds of event and statuses are understood as such; words may be
    beginnings. What stands in quotation marks is only looked for.

    \b
    Examples:
      kg search trump putin call
      kg search ceasefire 2018
      kg search planned visit --format json
    """
    from kg.ask import search as searching
    from kg.graph.store import Store

    with Store.open(store, read_only=True) as opened:
        base = searching.kept(opened.graph, store)
        try:
            found = searching.search(base, " ".join(words), graph=opened.graph, each=limit)
        finally:
            base.close()
    if not quiet:
        print(searching.summary(found), file=sys.stderr)
    for hit in found.hits:
        if format == "json":
            row = {key: value for key, value in asdict(hit).items() if value not in (None, ())}
            print(json.dumps(row, ensure_ascii=False))
        else:
            print(_line(hit))


def _line(hit: Hit) -> str:
    """A hit for people, with nothing in it that could steer a terminal."""
    facts = [hit.date, hit.status, f"{hit.events:,} events" if hit.events else None]
    told = f"{hit.kind}: {plain(hit.name)}"
    if any(facts):
        told += f" ({', '.join(fact for fact in facts if fact)})"
    if hit.quote:
        told += f"\n    “{plain(hit.quote)}”"
        if hit.article:
            told += f" {plain(hit.article)}"
    return told
