"""What was read from some articles, as a Parquet file: the article, its frames, or what went wrong.

A shard is named after the input digests of its articles, so its name says what is in it: the same
articles, model, ontology and program give the same name. It is written aside and renamed, so a file
under its name is whole. Articles, frames and problems are JSON in columns of text: reading takes a
hundredth of the time of extraction, and the columns of an inner table would take more.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.construction.workers import Outcome
from kg.core.errors import KgError
from kg.core.model import Actor, Article, Block, Evidence, Frame, Problem, Topic, Venue, When

if TYPE_CHECKING:
    import pyarrow

Row = tuple[Article, str, Outcome]
"""An article, its input digest, and what came of it."""

COLUMNS = ("id", "digest", "article", "frames", "problem")
PART = ".part"


def name_of(digests: Sequence[str]) -> str:
    """The file name of the shard of the articles with these input digests, in this order.

    >>> name_of(["a", "b"]) == name_of(["b", "a"])
    False
    """
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()[:40] + ".parquet"


def write(path: Path, rows: Sequence[Row]) -> None:
    """Writes a shard: all of it under its name, or nothing. Raises KgError when that fails.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / name_of(["1"])
    ...     write(path, [(Article(id="a", text="They met."), "1", ())])
    ...     [(article.id, frames) for article, _, frames in read(path)]
    [('a', ())]
    """
    import pyarrow
    import pyarrow.parquet

    columns: list[list[str | None]] = [[] for _ in COLUMNS]
    for article, digest, outcome in rows:
        frames = None if isinstance(outcome, Problem) else _json([asdict(f) for f in outcome])
        problem = _json(asdict(outcome)) if isinstance(outcome, Problem) else None
        name = article.id.encode("utf-8", "replace").decode()
        cells = (name, digest, _json(asdict(article)), frames, problem)
        for column, cell in zip(columns, cells, strict=True):
            column.append(cell)
    table = pyarrow.table(
        [pyarrow.array(c, pyarrow.string()) for c in columns], names=list(COLUMNS)
    )
    part = path.with_name(f".{path.name}.{os.getpid()}{PART}")
    try:
        pyarrow.parquet.write_table(table, part, compression="zstd")
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise KgError(
            f"cannot write a shard: {error.strerror or error}",
            where=str(path.parent),
            mend="make room, or name with --shards a folder that every machine can write, and run the "
            "same command again",
        ) from error


def read(path: Path) -> Iterator[Row]:
    """What a shard has, in its order. Raises KgError when it is not there or spoilt."""
    try:
        rows = _table(path, COLUMNS).to_pylist()
        for row in rows:
            article = _article(json.loads(row["article"]))
            if row["problem"] is not None:
                yield article, row["digest"], Problem(**json.loads(row["problem"]))
            else:
                found = json.loads(row["frames"])
                yield article, row["digest"], tuple(_frame(f) for f in found)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise KgError(
            f"cannot read a shard: {type(error).__name__}",
            where=str(path),
            mend="delete this file and run the same command again, which reads its articles anew",
        ) from error


def is_whole(path: Path, digests: Sequence[str]) -> bool:
    """Is this shard there, with these articles? One that cannot be read is not."""
    try:
        return path.exists() and _table(path, ["digest"])["digest"].to_pylist() == list(digests)
    except (OSError, ValueError, KeyError):
        return False


def _table(path: Path, columns: Sequence[str]) -> pyarrow.Table:
    import pyarrow.parquet

    return pyarrow.parquet.ParquetFile(path).read(columns=list(columns))


def _json(value: object) -> str:
    # ASCII, since a text may have half of a surrogate pair, which no column of text can hold.
    return json.dumps(value, default=date.isoformat, separators=(",", ":"))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _article(row: Mapping[str, Any]) -> Article:
    days = {name: _day(row[name]) for name in ("published", "dateline")}
    blocks = tuple(Block(**b) for b in row["blocks"])
    return Article(**{**row, **days, "blocks": blocks})


def _frame(row: Mapping[str, Any]) -> Frame:
    when, venue = row["when"], row["venue"]
    if when is not None:
        days = {name: _day(when[name]) for name in ("earliest", "latest")}
        when = When(**{**when, **days})
    return Frame(
        **{
            **row,
            "participants": tuple(Actor(**a) for a in row["participants"]),
            "when": when,
            "venue": None if venue is None else Venue(**venue),
            "topics": tuple(Topic(**t) for t in row["topics"]),
            "reported_by": tuple(row["reported_by"]),
            "evidence": tuple(Evidence(**e) for e in row["evidence"]),
            "features": tuple((name, value) for name, value in row["features"]),
        }
    )
