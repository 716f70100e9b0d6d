"""Is the installation sound, and the store? One finding a line, with how to mend what is not."""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import platform
import re
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.core.errors import KgError
from kg.core.version import __version__

if TYPE_CHECKING:
    from kg.graph.files import Meta

_PACKAGE = "diplokg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. ``mend`` says what to do when it is not good."""

    what: str
    good: bool
    mend: str = ""
    detail: str = ""


def examine(
    store: Path, *, model: str | None = None, reader: str | None = None
) -> Iterator[Finding]:
    """Looks at Python, the packages, the data files, the language model and the store in turn.

    Nothing is changed, and nothing is fetched.
    """
    fits = sys.version_info >= (3, 11)
    yield Finding(
        what=f"Python {platform.python_version()}, kg {__version__}",
        good=fits,
        mend="use Python 3.11 or later",
        detail=sys.executable,
    )
    yield from _packages()
    yield _catalog()
    yield _corpus()
    yield _model(model, reader)
    yield from _languages(reader)
    yield from _store(store)


def _packages() -> Iterator[Finding]:
    from packaging.requirements import Requirement

    try:
        wanted = importlib.metadata.requires(_PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        yield Finding(
            what="the package is not installed, it runs from its folder",
            good=True,
            detail="pip install -e . makes the kg command",
        )
        return
    missing = []
    for line in wanted:
        need = Requirement(line)
        if need.marker is not None and not need.marker.evaluate({"extra": ""}):
            continue
        try:
            have = importlib.metadata.version(need.name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(f"{need} is missing")
            continue
        if not need.specifier.contains(have, prereleases=True):
            missing.append(f"{need.name} {have} is not {need.specifier}")
    yield Finding(
        what="; ".join(missing) or "every package that is needed is there in a tested version",
        good=not missing,
        mend=f"pip install --upgrade {_PACKAGE}",
    )


def _catalog() -> Finding:
    from kg.reference import catalog, read
    from kg.reference.event_kinds import event_kinds

    try:
        loaded = read.load()
        event_kinds()
    except KgError as error:
        return Finding(what=f"the data files: {error}", good=False, mend=error.mend)
    notes = catalog.problems(loaded)
    return Finding(
        what=f"{len(loaded.polities)} states, {len(loaded.offices)} offices, "
        f"{len(loaded.people)} people, {len(loaded.topics)} topics, {len(loaded.triggers)} triggers",
        good=True,
        detail="; ".join(notes),
    )


def _corpus() -> Finding:
    from kg.sources import bundled

    try:
        return Finding(what=f"{sum(1 for _ in bundled.articles())} bundled articles", good=True)
    except (KgError, OSError) as error:
        return Finding(
            what=f"the bundled articles: {error}",
            good=False,
            mend="install the package again: pip install --force-reinstall diplokg",
        )


def _model(name: str | None, reader: str | None) -> Finding:
    from kg.extract.extractor import Wanted, make

    try:
        reading = make(Wanted(model=name, reader=reader))
    except KgError as error:
        return Finding(what=error.what, good=False, mend=error.mend)
    return Finding(what=f"language model {reading.model}{reading.settings}", good=True)


def _languages(reader: str | None) -> Iterator[Finding]:
    """Which languages are read, and how well: measured on texts that nobody has read."""
    from kg.extract.extractor import Wanted, named
    from kg.extract.recognition import name_of
    from kg.extract.spans.claimed import worth

    try:
        reads = named(Wanted(reader=reader))
        measured = worth()
    except KgError as error:
        if reader is None:
            yield Finding(what=f"languages: {error.what}", good=False, mend=error.mend)
        return

    def told(code: str) -> str:
        found = measured[code].measures.get("event_f1") if code in measured else None
        return name_of(code) + (f" (events {found:.2f})" if found is not None else "")

    also = f"; with --language all also {', '.join(map(told, reads.more))}" if reads.more else ""
    yield Finding(
        what=f"reads {', '.join(map(told, reads.languages))}{also}",
        good=True,
        detail="events: F1 of what is found, on texts that were not read while it was made",
    )


def _store(path: Path) -> Iterator[Finding]:
    from kg.graph.files import read_meta
    from kg.graph.store import Store

    if not path.exists():
        yield Finding(what=f"no store at {path} yet", good=True, detail="kg demo makes one")
        return
    try:
        meta = read_meta(path)
        with Store.open(path, read_only=True) as store:
            count = len(store.sources())
            # All of it is read: what the disk has spoilt shows in a checksum.
            quads = sum(1 for _ in store.graph)
    except KgError as error:
        yield Finding(what=f"store {path}: {error.what}", good=False, mend=error.mend)
        return
    except (OSError, RuntimeError) as error:
        yield Finding(
            what=f"store {path}: its current view is damaged: {error}",
            good=False,
            mend=f"delete {path / (meta.view or '')} and run kg build again, which makes a new view",
        )
        return
    yield Finding(
        what=f"store {path}: {count} articles, {quads:,} quads, "
        f"read with {meta.model}, made by version {meta.builder}",
        good=True,
        detail=f"format {meta.format}, current view {meta.view}",
    )
    from kg.reference.quads import ontology_digest

    # After a plus sign stands the digest of an authority that somebody brought.
    if (meta.ontology or "").partition("+")[0] != ontology_digest():
        yield Finding(
            what=f"store {path}: made with other data files than these",
            good=True,
            detail="the next kg build reads the articles it is given again",
        )
    yield from _inside(path, meta)
    views = sorted(p.name for p in path.glob("view-*"))
    parts = [p for p in path.glob(".*") if re.search(r"\.\d+$", p.name)]
    if len(views) > 1 or parts:
        yield Finding(
            what=f"store {path}: {len(views) + len(parts) - 1} leftovers of builds that were ended",
            good=True,
            detail="the next kg build removes views that nobody reads",
        )
    if not os.access(path, os.W_OK):
        yield Finding(
            what=f"store {path} cannot be written by you",
            good=True,
            detail="to build into it, change its owner or its mode",
        )


def _inside(path: Path, meta: Meta) -> Iterator[Finding]:
    """What a builder uses: is it at work now, has it left something to be done, is it whole?"""
    if _being_written(path):
        yield Finding(
            what=f"store {path}: a build is writing to it now",
            good=True,
            detail=f"readers see {meta.view} until it ends",
        )
        return
    try:
        waiting = _waiting(path)
    except sqlite3.Error as error:
        yield Finding(
            what=f"store {path}: its index is damaged: {error}",
            good=False,
            mend="delete index.sqlite in it and run kg build again, which makes it anew",
        )
        return
    if waiting:
        yield Finding(
            what=f"store {path}: a build was ended; {waiting} articles wait to be told of in events",
            good=False,
            mend="run the same kg build again; it goes on from there",
        )


def _being_written(path: Path) -> bool:
    """Does another process have the database of builders? Asks for its lock and lets go of it."""
    from kg.graph.store import WORK

    if sys.platform == "win32":
        return False
    import fcntl

    try:
        with (path / WORK / "LOCK").open("rb+") as lock:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def _waiting(path: Path) -> int:
    """How many articles came or went since events were last in step; raises sqlite3.Error."""
    from kg.graph.store import INDEX, PENDING

    if not (path / INDEX).exists():
        return 0
    with contextlib.closing(
        sqlite3.connect(f"{(path / INDEX).resolve().as_uri()}?mode=ro", uri=True)
    ) as db:
        told = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if told != "ok":
            raise sqlite3.DatabaseError(told)
        like = PENDING + "*"
        return int(db.execute("SELECT count(*) FROM kept WHERE key GLOB ?", (like,)).fetchone()[0])
