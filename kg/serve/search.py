"""Search by words over the names of everything, in an index of SQLite beside the store's view.

The words may be beginnings; case and accents do not matter. People, states and topics come before
events and articles of the same name.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.core.ids import BASE
from kg.core.terms import RDFS, SCHEMA, SKOS
from kg.pages.content import kind_of
from kg.pages.document import label
from kg.reference.nodes import node
from kg.serve.answer import Answer, problem
from kg.serve.context import Context

Found = tuple[str, str, str]
"""Name, IRI and kind."""

_NAMES = (RDFS.label, SKOS.prefLabel, SKOS.altLabel, SCHEMA.headline, SKOS.notation)
_ORDER = ("person", "state", "organisation", "topic", "place", "office", "event", "article")

PATIENCE = 5.0
"""Seconds that somebody who searches waits for an index that is being made."""


def ready(context: Context) -> Path | None:
    """The index of the view as it is now, made when there is none; None while another makes it."""
    path = context.scratch / f"names-{context.view}.db"
    end = time.monotonic() + PATIENCE
    while not path.exists():
        if not _being_made(path):
            build(context.store.graph, path)
        elif time.monotonic() > end:
            return None
        else:
            time.sleep(0.02)
    return path


def later() -> Answer:
    """The answer while the index is being made."""
    what = "the index of names is still being made"
    return problem(503, what, mend="try again in a minute", headers={"Retry-After": "30"})


def make(store: str, scratch: str) -> None:
    """Makes the index of a store in a process of its own, behind all who ask: it may take a while."""
    from kg.graph.store import Store

    with contextlib.suppress(OSError, AttributeError):
        os.nice(10)
    with Store.open(Path(store), read_only=True) as opened:
        path = Path(scratch) / f"names-{opened.meta.view or ''}.db"
        if not path.exists():
            build(opened.graph, path)


def _being_made(path: Path) -> bool:
    for part in path.parent.glob(f"{path.name}.*.part"):
        with contextlib.suppress(ValueError, OSError):
            if sys.platform == "win32":  # where a signal of any number ends a process
                return time.time() - part.stat().st_mtime < 60
            os.kill(int(part.name.split(".")[-2]), 0)
            return True
    return False


def build(graph: ox.Store, path: Path) -> None:
    """Writes the index of a graph to ``path``: whole, or not at all."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    base = sqlite3.connect(part)
    try:
        base.execute("PRAGMA journal_mode=OFF")
        base.execute("PRAGMA synchronous=OFF")
        base.execute(
            "CREATE VIRTUAL TABLE names USING fts5(name, iri UNINDEXED, kind UNINDEXED, "
            "place UNINDEXED, main UNINDEXED, tokenize=\"unicode61 remove_diacritics 2\", prefix='2 3')"
        )
        base.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?)", names(graph))
        base.commit()
    finally:
        base.close()
    part.replace(path)


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


def find(path: Path, words: str, *, most: int = 50) -> list[Found]:
    """What is called so, the best first; each thing once.

    >>> find(Path("no-such-index"), "...")
    []
    """
    terms = re.findall(r"\w+", words)[:12]
    if not terms:
        return []
    # Quoted, a word is never an operator of the search language; the star makes it a beginning.
    wanted = " ".join(f'"{t}"*' for t in terms)
    base = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        rows = base.execute(
            "SELECT main, iri, kind FROM names WHERE names MATCH ? "
            "ORDER BY place, rank, name, iri LIMIT ?",
            (wanted, most * 4),
        ).fetchall()
    finally:
        base.close()
    return list(dict.fromkeys((str(n), str(i), str(k)) for n, i, k in rows))[:most]
