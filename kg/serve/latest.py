"""The latest events of a selection, from the index of the search: no other event is looked at.

The engine gives the events around a thing in no order, so that all must be read to know the latest hundred: of
a quarter of a million that takes seconds. The index has them by day.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from kg.ask.index import mark
from kg.ask.search import opened

_ROLES = {
    "actor": ("actor",), "pair": ("actor",), "state": ("actor", "party"), "states": ("actor", "party"),
    "topic": ("about",), "place": ("at",), "article": ("of",),
}  # fmt: skip
"""As what events refer to the things of a selection, an article in any way; of events and chains the engine is asked."""


def latest(
    path: Path, kind: str, things: Sequence[str], *, first: int, most: int
) -> tuple[list[str], int] | None:
    """Events of a selection beginning with number ``first``, the latest first, and how many there are in all.

    The things are IRIs, and the events are in the order of kg.serve.explorer.latest. None where the index
    cannot tell: it does not know one of the things, or it cannot be read.

    >>> latest(Path("no-such-index"), "actor", ["urn:x"], first=0, most=100) is None
    True
    """
    if kind not in _ROLES:
        return None
    try:
        with contextlib.closing(opened(path)) as base:
            match = _match(base, _ROLES[kind], things)
            if match is None:
                return None
            sql = "SELECT count(*) FROM words WHERE words MATCH ?"
            (total,) = base.execute(sql, (match,)).fetchone()
            rows = base.execute(
                "SELECT iri FROM things WHERE id IN "
                "(SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ? OFFSET ?) ORDER BY id DESC",
                (match, most, first),
            )
            return [iri for (iri,) in rows], int(total)
    except sqlite3.Error:
        return None


def opening(path: Path) -> tuple[list[str], int] | None:
    """What the explorer opens with, the latest first, and how many events there are; None where no index tells.

    >>> opening(Path("no-such-index")) is None
    True
    """
    try:
        with contextlib.closing(opened(path)) as base:
            (total,) = base.execute("SELECT events FROM extent").fetchone()
            return [iri for (iri,) in base.execute("SELECT iri FROM opening")], int(total)
    except sqlite3.Error:
        return None


def _match(base: sqlite3.Connection, roles: Sequence[str], things: Sequence[str]) -> str | None:
    parts = []
    for thing in things:
        sql = "SELECT key FROM things WHERE iri = ? AND key IS NOT NULL"
        row = base.execute(sql, (thing,)).fetchone()
        if row is None:
            return None
        parts.append(f"(meta : ({' OR '.join(mark(role, row[0]) for role in roles)}))")
    return " AND ".join(parts)
