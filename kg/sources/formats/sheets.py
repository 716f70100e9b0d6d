"""CSV and TSV as sources, as people have them: streamed, so that a file may be larger than memory.

The header is the first line with a column that is the text; what exports print above it is passed over, and so is
Excel's ``sep=;``. A bad row is a Problem of its own; the others are read.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from kg.core.errors import KgError
from kg.core.model import Article, Problem
from kg.sources.files import lines, problem
from kg.sources.formats.records import article, columns_of, no_text
from kg.sources.formats.tables import misencoded, not_utf8, streamed
from kg.sources.reader import Noted, Options, Source

_SEPARATORS = ",;\t|"
_TOLD = re.compile(r"\ufeff?\"?sep=(.)\"?\s*", re.IGNORECASE)
_PREAMBLE = 25
"""A header is looked for in so many lines."""
_MOST_COLUMNS = 2_000
_MORE = 50
"""Lines that a row may go on over when it is read once more."""
_BACKSLASH = re.compile(r'(?<!\\)((?:\\\\)*)\\"')
_ESCAPED = '\\"'
_Row = tuple[int, list[str] | KgError]
"""A row with the number that it has in its table, or why it is none."""


def read_csv(source: Source, options: Options) -> Iterator[Article | Problem]:
    """A table with a header line; the separator is a tab in .tsv and .tab, else what the header has."""
    return streamed(source, options, _csv)


def _csv(stream: TextIO, source: Source, options: Options) -> Iterator[Article | Problem]:
    fed = _Fed(stream, options.limit_bytes)
    names, separator = _header(fed, source, options)
    rows = _rows(fed, separator, len(names), source, options)
    yield from _articles(
        rows, names, options, name=source.name, where=source.where, noted=source.noted
    )


def of_rows(
    rows: Iterator[_Row],
    options: Options,
    *,
    name: str,
    where: str,
    noted: Noted,
    empty_is_wrong: bool = True,
) -> Iterator[Article | Problem]:
    """The articles of a table whose cells are known, as in a workbook; its header is looked for as in CSV.

    ``name`` and ``where`` are of the table; a row's id and place are these with its number. ``noted`` is told
    which columns were used. A table without any row is an error, unless it is one of several
    (``empty_is_wrong``).
    """
    first: list[str] | KgError | None = None
    for ahead, (_, row) in enumerate(itertools.islice(rows, _PREAMBLE)):
        first = row if first is None else first
        names = [] if isinstance(row, KgError) else _names(row)
        if _is_header(names, options, first=ahead == 0):
            yield from _articles(rows, names, options, name=name, where=where, noted=noted)
            return
    if first is None and not empty_is_wrong:
        return
    if first is None or isinstance(first, KgError):
        raise KgError("empty", where=where, mend="give a header line and a row per article")
    raise no_text(dict.fromkeys(_names(first)), options, where)


def _is_header(names: Sequence[str], options: Options, *, first: bool) -> bool:
    """Whether these are names of columns, one of them the text; below the first row one word may be a sentence."""
    return "text" in columns_of(dict.fromkeys(names), options) and (first or len(names) > 1)


def _articles(
    rows: Iterator[_Row], names: list[str], options: Options, *, name: str, where: str, noted: Noted
) -> Iterator[Article | Problem]:
    """The articles in the rows under a header."""
    none = True
    for number, row in rows:
        none = False
        place = f"{where}:{number}"
        try:
            record = _record(row, names, options, place)
            yield from article(
                record, fallback_id=f"{name}:{number}", where=place, options=options, noted=noted
            )
        except KgError as error:
            yield problem(error)
    if none:
        raise KgError("no row under the header", where=where, mend="give a row per article")


def _record(
    row: list[str] | KgError, names: list[str], options: Options, where: str
) -> dict[str, object]:
    """The cells of a row by the names of their columns."""
    if isinstance(row, KgError):
        raise row
    if len(row) > len(names):
        raise KgError(
            f"{len(row)} cells in a row under a header of {len(names)}",
            where=where,
            mend="put cells that contain the separator in double quotes",
        )
    if any(misencoded(cell) for cell in row):
        raise not_utf8(where)
    record: dict[str, object] = dict.fromkeys(names)
    record.update(zip(names, (cell or None for cell in row), strict=False))
    if record[columns_of(record, options)["text"]] is None:
        raise KgError("no text in this row", where=where, mend="leave it out or fill it in")
    return record


def _header(fed: _Fed, source: Source, options: Options) -> tuple[list[str], str]:
    """The names of the columns and what parts them; the stream stands behind their line."""
    stem = source.path.with_suffix("") if source.path.suffix.lower() == ".gz" else source.path
    given = "\t" if stem.suffix.lower() in {".tsv", ".tab"} else ""
    first = fed.peek(0)
    if told := _TOLD.fullmatch(first):
        given = told[1]
        fed.skip()
        first = fed.peek(0)
    while first.strip("\ufeff \t\r\n") == "" and first:
        fed.skip()
        first = fed.peek(0)
    if not first:
        raise KgError("empty", where=source.where, mend="give a header line and a row per article")
    for ahead in range(_PREAMBLE):
        line = fed.peek(ahead)
        separator = given or max(_SEPARATORS, key=line.count)
        names = _cells(line, separator, options)
        if _is_header(names, options, first=ahead == 0):
            for _ in range(ahead + 1):
                fed.skip()
            return names, separator
    # A header over several lines, or one that needs to be told: it is the first row.
    separator = given or max(_SEPARATORS, key=first.count)
    row = next((row for _, row in _rows(fed, separator, _MOST_COLUMNS, source, options)), None)
    if row is None or isinstance(row, KgError):
        raise KgError("empty", where=source.where, mend="give a header line and a row per article")
    names = _names(row)
    present: dict[str, object] = dict.fromkeys(names)
    if "text" not in columns_of(present, options):
        raise no_text(present, options, source.where)
    return names, separator


def _cells(line: str, separator: str, options: Options) -> list[str]:
    """The names in a line that is a header by itself; none if it is none."""
    if not line or len(line) > 100_000:
        return []
    before = csv.field_size_limit(options.limit_bytes)
    try:
        return _names(next(csv.reader([line], delimiter=separator, strict=True), []))
    except csv.Error:
        return []
    finally:
        csv.field_size_limit(before)


def _names(row: Sequence[str]) -> list[str]:
    """The names of columns, each once: of two the first has it, as a person reads them."""
    names: list[str] = []
    seen: set[str] = set()
    for position, cell in enumerate(row, 1):
        name = cell.strip("\ufeff ")
        if name in seen:
            name = f"{name} (column {position})"
        seen.add(name)
        names.append(name)
    return names


def _rows(
    fed: _Fed, separator: str, width: int, source: Source, options: Options
) -> Iterator[_Row]:
    """The rows that are not empty, with the line each begins in."""
    parser = csv.reader(fed, delimiter=separator, strict=True)
    while True:
        start = fed.number + 1
        fed.kept.clear()
        # The limit is the whole process's: it is ours only while a row is read.
        before = csv.field_size_limit(options.limit_bytes)
        row: list[str] | KgError
        try:
            row = next(parser)
            if len(row) > width:
                row = _unescaped(fed, separator, width) or row
        except StopIteration:
            return
        except csv.Error as error:
            row = _unescaped(fed, separator, width) or KgError(
                f"not a row of a table: {error}",
                where=f"{source.where}:{start}",
                mend='put a cell with quotes or line breaks in double quotes, and "" for a quote in it',
            )
        finally:
            csv.field_size_limit(before)
        if isinstance(row, KgError) or any(cell.strip() for cell in row):
            yield start, row


def _unescaped(fed: _Fed, separator: str, width: int) -> list[str] | None:
    """The row that the last lines are if a backslash is what quotes in it are written with."""
    if not any(_ESCAPED in line for line in fed.kept):
        return None
    begun = len(fed.kept)
    raw = itertools.chain(tuple(fed.kept), itertools.islice(fed, _MORE))
    # As strict as before: what is no row with these quotes either must not take the next ones with it.
    quoted = (_BACKSLASH.sub(r'\1""', line) for line in raw)
    again = csv.reader(quoted, delimiter=separator, strict=True)
    try:
        row = next(again, None)
    except csv.Error:
        row = None
    if row and len(row) <= width:
        return row
    fed.back(fed.kept[begun:])
    return None


class _Fed:
    """Lines for the csv module, counted, none longer than the limit; those of a row are kept until the next."""

    def __init__(self, stream: TextIO, limit: int) -> None:
        self._lines = lines(stream, limit)
        self._limit = limit
        self._ahead: list[str | None] = []
        self.kept: list[str] = []
        self.number = 0

    def peek(self, ahead: int) -> str:
        """A line that is still to come; "" where there is none, or none that can be used."""
        while len(self._ahead) <= ahead:
            found = next(self._lines, None)
            if found is None:
                return ""
            self._ahead.append(found[1])
            if sum(len(line or "") for line in self._ahead) > self._limit:
                break
        return (self._ahead[ahead] or "") if ahead < len(self._ahead) else ""

    def skip(self) -> None:
        """Passes over a line that was looked at."""
        self._ahead.pop(0)
        self.number += 1

    def back(self, lines: list[str]) -> None:
        """Takes lines back, to be given once more."""
        del self.kept[len(self.kept) - len(lines) :]
        self._ahead[:0] = lines
        self.number -= len(lines)

    def __iter__(self) -> _Fed:
        return self

    def __next__(self) -> str:
        line = self._ahead.pop(0) if self._ahead else next(self._lines)[1]
        self.number += 1
        if line is None:
            raise csv.Error(f"line {self.number} is too long")
        self.kept.append(line)
        return line
