"""Search by words over the names of everything, in an index of SQLite beside the store's view.

The words may be beginnings; case and accents do not matter. People, states and topics come before
events and articles of the same name.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.lookup import node
from kg.serve.pages import kind_of
from kg.terms import BASE

if TYPE_CHECKING:
    from kg.serve.worker import Context

Found = tuple[str, str, str]
"""Name, IRI and kind."""

_NAMES = ("rdfs:label", "skos:prefLabel", "skos:altLabel", "schema:headline", "skos:notation")
_ORDER = ("person", "state", "organisation", "topic", "place", "office", "event", "article")
_BATCH = 5000


def ready(context: Context) -> Path:
    """The index of the view as it is now, made when there is none."""
    path = context.scratch / f"names-{context.view}.db"
    if not path.exists():
        build(context.store.graph, path)
    return path


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
    kinds: dict[str, str] = {}
    main: dict[str, str] = {}
    for curie in _NAMES:
        found = graph.quads_for_pattern(None, node(curie), None, None)
        for quad in sorted(found, key=lambda q: str(q.triple)):
            s, o = quad.subject, quad.object
            if not isinstance(s, ox.NamedNode) or not isinstance(o, ox.Literal):
                continue
            if not s.value.startswith(BASE):
                continue
            if s.value not in kinds:
                kinds[s.value] = kind_of(graph, s)
                main[s.value] = o.value
            kind = kinds[s.value]
            if kind in _ORDER:
                yield o.value, s.value, kind, _ORDER.index(kind), main[s.value]


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
