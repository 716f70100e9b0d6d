"""The start page of a server: of a large graph from the index of the search, as the engine would count for minutes."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.ask.index import mark
from kg.ask.search import opened
from kg.ask.values import Term
from kg.core.errors import KgError
from kg.core.terms import KG
from kg.pages import entrance
from kg.pages.entrance import MOST, Whole
from kg.pages.html import Site
from kg.serve import search
from kg.serve.answer import HTML, Answer
from kg.serve.context import Context
from kg.serve.kept import keep, kept
from kg.serve.limits import Limits
from kg.serve.opening import count

_CANDIDATES = 40
"""Of so many states that events most often have to do with it is counted how often they are party to one."""


PROGRAMS = (
    ("SPARQL endpoint and its description", "sparql"),
    ("Description of the data set (VoID and DCAT)", ".well-known/void"),
    ("Ontology", "ns.html"),
)


def page(context: Context, site: Site, programs: Iterable[tuple[str, str]] = PROGRAMS) -> Answer:
    """The start page; made once for each view, for all workers."""
    made = context.scratch / f"home-{context.view}.html"
    if not made.exists():
        found, lasting = _found(context)
        body = entrance.home(context.store.graph, site, programs, found)
        if not lasting:
            return Answer(media=HTML, body=body)
        part = made.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(body)
        part.replace(made)
        place = kept(context.path, "home")
        if found is not None and place is not None:
            keep(place, body.decode())
    return Answer(media=HTML, body=made.read_bytes())


def make(store: str, scratch: str) -> None:
    """Makes the page of a large store in a process of its own, where there is an index, before anybody asks for it."""
    context = Context(Path(store), Limits(), Path(scratch))
    with contextlib.suppress(KgError, OSError):  # told to whoever asks
        if search.made(context) is not None:
            page(context, Site())


def _found(context: Context) -> tuple[Whole | None, bool]:
    """What the page tells, None for what the engine says; and whether it will be the same next time."""
    path = search.made(context)
    found = known(path) if path is not None else None
    if found is not None:
        return found, True
    total = count(context.store.graph, KG.Event)
    if total < search.KEPT_FROM:
        return None, True
    # Nobody waits for the index of a large graph to see that there is something.
    return Whole(counts=[("events", total)]), path is not None


def known(path: Path) -> Whole | None:
    """What an index of a large graph says; None of a small one, which the engine counts in no time.

    >>> known(Path("no-such-index")) is None
    True
    """
    try:
        with contextlib.closing(opened(path)) as base:
            (events,) = base.execute("SELECT events FROM extent").fetchone()
            if events < search.KEPT_FROM:
                return None
            how_many = dict(
                base.execute(
                    "SELECT kind, count(*) FROM things WHERE kind = 'article' OR kind = 'person' AND events > 0 "
                    "GROUP BY kind"
                ).fetchall()
            )
            counts = [
                ("articles", how_many.get("article", 0)),
                ("events", int(events)),
                ("people", how_many.get("person", 0)),
            ]
            latest = base.execute(
                "SELECT iri FROM things WHERE kind = 'event' AND status = 'held' AND first IS NOT NULL "
                "ORDER BY id DESC LIMIT ?",
                (MOST,),
            ).fetchall()
            return Whole(
                counts=counts,
                latest=[ox.NamedNode(iri) for (iri,) in latest],
                people=_ranked(base, "person"),
                states=_parties(base),
                topics=_ranked(base, "topic"),
            )
    except sqlite3.Error:
        return None


def _row(iri: str, number: int) -> tuple[Term | None, ...]:
    return ox.NamedNode(iri), ox.Literal(number)


def _ranked(base: sqlite3.Connection, kind: str) -> list[tuple[Term | None, ...]]:
    rows = base.execute(
        "SELECT iri, events FROM things WHERE kind = ? AND events > 0 ORDER BY events DESC, iri LIMIT ?",
        (kind, MOST),
    )
    return [_row(iri, number) for iri, number in rows]


def _parties(base: sqlite3.Connection) -> list[tuple[Term | None, ...]]:
    """States and bodies by the events to which they are party; a state around the place is none."""
    rows = base.execute(
        "SELECT iri, key FROM things WHERE kind IN ('state', 'organisation') AND events > 0 "
        "ORDER BY events DESC LIMIT ?",
        (_CANDIDATES,),
    ).fetchall()
    counted = []
    for iri, key in rows:
        match = f"meta : {mark('party', key)}"
        (number,) = base.execute(
            "SELECT count(*) FROM words WHERE words MATCH ?", (match,)
        ).fetchone()
        counted.append((iri, int(number)))
    best = sorted(counted, key=lambda row: (-row[1], row[0]))[:MOST]
    return [_row(iri, number) for iri, number in best if number]
