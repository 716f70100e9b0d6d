"""Tables of people and offices as they lie on a disk: CSV or JSONL, read row by row and written again.

A row that cannot be read costs itself. What a table has beside the columns that are known here is kept.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from kg.core.errors import KgError

FIELDS = ("name", "country", "office", "start", "end", "identifier")
BORN = "born"
"""A column that is looked at and not kept: the year or day of birth."""
SENT_TO = "to"
"""A column that a table of ambassadors has: the state or body that they are sent to."""
_KNOWN = (*FIELDS, BORN, SENT_TO)
_LINES = 100
"""Lines that one row of CSV may go over."""
_CELL = 100_000
"""Characters of the longest cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: the line that it begins on, the cells that are known, and all of it as it was."""

    line: int
    cells: Mapping[str, str]
    whole: list[str] | dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table that was read. ``problems`` are rows that are none, by their line."""

    columns: tuple[str, ...]
    delimiter: str | None
    rows: tuple[Row, ...]
    problems: tuple[tuple[int, KgError], ...] = ()


def parse(raw: bytes, name: str) -> Table:
    """The rows of a file. JSONL is known by the name, or by its first sign. KgError for what is no table.

    >>> table = parse(b"name,country\\nAnna Zilk,AT\\n", "mine.csv")
    >>> [(r.line, r.cells["name"], r.cells["office"]) for r in table.rows]
    [(2, 'Anna Zilk', '')]
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KgError(
            f"not UTF-8 at byte {error.start}", where=name, mend="save the file as UTF-8"
        ) from None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = text.lstrip()[:1]
    if first == "<":
        raise KgError(
            "this is a page or XML, and no table",
            where=name,
            mend="give the file of CSV or JSONL itself, not the page that shows it",
        )
    if PurePath(name).suffix.lower() in {".jsonl", ".ndjson"} or first == "{":
        return _jsonl(lines, name)
    return _csv(lines, name)


def _jsonl(lines: list[str], name: str) -> Table:
    rows, problems = [], []
    for line, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        where = f"{name}, line {line}"
        if not isinstance(found, dict):
            mend = 'write one object a line, as {"name": "Anna Zilk", "country": "AT"}'
            problems.append((line, KgError("not a JSON object", where=where, mend=mend)))
            continue
        odd = next((f for f in _KNOWN if not _plain(found.get(f))), None)
        if odd:
            mend = "write text, as in CSV; several spellings of a name with ; between"
            problems.append((line, KgError(f"'{odd}' is no text", where=where, mend=mend)))
            continue
        cells = {f: _text(found.get(f)) for f in _KNOWN}
        rows.append(Row(line=line, cells=cells, whole=found))
    return Table(columns=(), delimiter=None, rows=tuple(rows), problems=tuple(problems))


def _plain(value: object) -> bool:
    return value is None or (isinstance(value, str | int) and not isinstance(value, bool))


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _csv(lines: list[str], name: str) -> Table:
    delimiter = "\t" if "\t" in lines[0] else ","
    try:
        header = next(csv.reader([lines[0]], delimiter=delimiter), [])
    except csv.Error:
        header = []
    columns = tuple(c.strip().casefold() for c in header)
    if "name" not in columns:
        raise KgError(
            "no column 'name'",
            where=f"{name}, line 1",
            mend="name the columns: " + ",".join(FIELDS),
        )
    at = {f: columns.index(f) for f in _KNOWN if f in columns}
    rows: list[Row] = []
    problems: list[tuple[int, KgError]] = []
    for line, found in _split(lines, delimiter, frozenset(at.values())):
        if isinstance(found, str):
            where = f"{name}, line {line}"
            problems.append((line, KgError(found, where=where, mend="mend the line")))
        elif any(c.strip() for c in found):
            cells = {
                f: found[at[f]].strip() if f in at and at[f] < len(found) else "" for f in _KNOWN
            }
            rows.append(Row(line=line, cells=cells, whole=found))
    return Table(columns=columns, delimiter=delimiter, rows=tuple(rows), problems=tuple(problems))


def _split(
    lines: list[str], delimiter: str, needed: frozenset[int]
) -> Iterator[tuple[int, list[str] | str]]:
    """The rows of CSV with their lines, or what is wrong with a line.

    A quote that nobody closed would take in all rows that follow: so it is taken for a fault of its own line.
    """
    at = 1
    while at < len(lines):
        some = [f"{x}\n" for x in lines[at : at + _LINES]] if '"' in lines[at] else [lines[at]]
        reader = csv.reader(some, delimiter=delimiter, strict=True)
        line = at + 1
        try:
            cells = next(reader, [])
        except csv.Error as error:
            long = "limit" in str(error)
            yield (
                line,
                "a cell that is too long" if long else "a quote that is not closed, or not alone",
            )
            at += 1
            continue
        if reader.line_num > 1 and any("\n" in c for n, c in enumerate(cells) if n in needed):
            yield line, "a quote that is not closed"
            at += 1
            continue
        yield line, "a cell that is too long" if any(len(c) > _CELL for c in cells) else cells
        at += max(reader.line_num, 1)


def write(table: Table) -> bytes:
    """The table as bytes of its own format. Rows of CSV that are short are filled up."""
    if table.delimiter is None:
        out = (json.dumps(r.whole, ensure_ascii=False) + "\n" for r in table.rows)
        return "".join(out).encode("utf-8", "replace")
    text = io.StringIO()
    writer = csv.writer(text, delimiter=table.delimiter, lineterminator="\n")
    writer.writerow(table.columns)
    width = len(table.columns)
    for row in table.rows:
        cells = list(row.whole)
        writer.writerow(cells + [""] * (width - len(cells)))
    return text.getvalue().encode("utf-8", "replace")


def empty() -> Table:
    """A table of CSV without rows."""
    return Table(columns=FIELDS, delimiter=",", rows=())


def with_columns(table: Table, *, sent: bool = False) -> Table:
    """The table with a column for each field, so that any row can be written; ``sent``: an ambassador's, too."""
    wanted = (*FIELDS, SENT_TO) if sent else FIELDS
    missing = tuple(f for f in wanted if f not in table.columns)
    if table.delimiter is None or not missing:
        return table
    width = len(table.columns)
    rows = tuple(
        Row(line=r.line, cells=r.cells, whole=[*r.whole, *[""] * (width - len(r.whole))])
        for r in table.rows
    )
    return replace(table, columns=(*table.columns, *missing), rows=rows)


def row(table: Table, cells: Mapping[str, str], before: Row | None = None) -> Row:
    """A row of a table with such cells, in place of one that was there or new."""
    line = before.line if before else 0
    whole: list[str] | dict[str, Any]
    if table.delimiter is None:
        old = before.whole if before and isinstance(before.whole, dict) else {}
        whole = {**old, **{f: c for f, c in cells.items() if c or f in old}}
    else:
        whole = list(before.whole) if before else []
        whole += [""] * (len(table.columns) - len(whole))
        for f, c in cells.items():
            if f == SENT_TO and f not in table.columns:
                continue
            whole[table.columns.index(f)] = c
    return Row(line=line, cells={**(before.cells if before else {}), **cells}, whole=whole)
