"""The search of kg.ask.search over the store that is served: its index is made once for each view."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.ask.index import build, forget_others, place
from kg.ask.search import Found, opened, search
from kg.ask.words import Asked, terms_of
from kg.core.ids import BASE
from kg.core.terms import RDFS, SCHEMA, SKOS
from kg.pages.content import kind_of
from kg.pages.document import label
from kg.reference.nodes import node
from kg.serve.answer import Answer, problem
from kg.serve.context import Context
from kg.serve.limits import Limits

_NAMES = (RDFS.label, SKOS.prefLabel, SKOS.altLabel, SCHEMA.headline, SKOS.notation)
_ORDER = ("person", "state", "organisation", "topic", "place", "office", "event", "article")

PATIENCE = 5.0
"""Seconds that somebody who searches waits for an index that is being made."""

KEPT_FROM = 20_000
"""An index of so many events is kept: a smaller one is made in seconds."""


def path(context: Context) -> Path:
    """Where the index of the view as it is now is, or will be."""
    return context.scratch / f"names-{context.view}.db"


def made(context: Context) -> Path | None:
    """The index of the view when there is one already: made by this server, or kept from before."""
    found = path(context)
    if found.exists():
        return found
    with contextlib.suppress(OSError):
        before = place(context.path)
        return before if before.exists() else None
    return None


def ready(context: Context) -> Path | None:
    """The index of the view as it is now, made when there is none; None while another makes it."""
    end = time.monotonic() + PATIENCE
    while (found := made(context)) is None:
        if not _being_made(path(context)):
            build(context.store.graph, path(context))
        elif time.monotonic() > end:
            return None
        else:
            time.sleep(0.02)
    return found


def busiest(context: Context, kinds: Sequence[str], most: int) -> tuple[str, ...]:
    """The names of the things of these kinds that are in most events; none while there is no index."""
    found = made(context)
    if found is None:
        return ()
    base = opened(found)
    try:
        marks = ", ".join("?" * len(kinds))
        rows = base.execute(
            f"SELECT name FROM things WHERE kind IN ({marks}) AND events > 0 "  # noqa: S608 - only ? is in it
            "ORDER BY events DESC, id DESC LIMIT ?",
            (*kinds, most),
        )
        return tuple(dict.fromkeys(name for (name,) in rows))
    finally:
        base.close()


def later() -> Answer:
    """The answer while the index is being made."""
    what = "the index of names is still being made"
    return problem(503, what, mend="try again in a minute", headers={"Retry-After": "30"})


def make(store: str, scratch: str) -> None:
    """Makes the index of a store in a process of its own, behind all who ask: it may take a while."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(10)
    context = Context(Path(store), Limits(), Path(scratch))
    if made(context) is None:
        build(context.store.graph, path(context))
        with contextlib.suppress(OSError, sqlite3.Error):
            _keep(path(context), place(context.path))


def _keep(made: Path, kept: Path) -> None:
    """A large index is there when the server begins again: where `kg search` keeps its own."""
    with contextlib.closing(opened(made)) as base:
        (events,) = base.execute("SELECT events FROM extent").fetchone()
    if events < KEPT_FROM:
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_name(f"{kept.name}.{os.getpid()}.part")
    try:
        shutil.copyfile(made, part)
        part.replace(kept)
    finally:
        part.unlink(missing_ok=True)
    forget_others(kept)


def _being_made(path: Path) -> bool:
    for part in path.parent.glob(f"{path.name}.*.part"):
        with contextlib.suppress(ValueError, OSError):
            if sys.platform == "win32":  # where a signal of any number ends a process
                return time.time() - part.stat().st_mtime < 60
            os.kill(int(part.name.split(".")[-2]), 0)
            return True
    return False


def names(graph: ox.Store) -> Iterator[tuple[str, str, str, int, str]]:
    """Every name of everything: the name, the IRI, the kind, its place in the order, the main name."""
    # Name by name, and nothing is kept: of a large graph there are millions.
    for curie in _NAMES:
        for quad in graph.quads_for_pattern(None, node(curie), None, None):
            s, o = quad.subject, quad.object
            if not isinstance(s, ox.NamedNode) or not isinstance(o, ox.Literal):
                continue
            if not s.value.startswith(BASE):
                continue
            kind = kind_of(graph, s)
            if kind in _ORDER:
                yield o.value, s.value, kind, _ORDER.index(kind), label(graph, s)


def find(path: Path, words: str, *, graph: ox.Store | None = None, each: int = 10) -> Found:
    """What a search finds in an index; with the graph, quotes come in their sentences.

    >>> find(Path("no-such-index"), "...").hits
    ()
    """
    if not terms_of(words):
        return Found(asked=Asked())
    base = opened(path)
    try:
        return search(base, words, graph=graph, each=each)
    finally:
        base.close()
