"""JSONL, JSON, CSV and TSV as sources: streamed, so that a file may be larger than memory.

A bad line, element or row is a Problem of its own; the others are read.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from typing import TextIO

from kg.core.errors import KgError
from kg.core.model import Article, Problem
from kg.sources.files import (
    READ_ERRORS,
    decode,
    failure,
    lines,
    open_text,
    problem,
    read_bytes,
    too_long,
)
from kg.sources.formats.records import article, columns_of, no_text
from kg.sources.reader import Options, Source

_LISTS = ("articles", "documents", "items", "results", "data")
_CHUNK = 1 << 16


def _loads(text: str, where: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise KgError(
            f"not valid JSON: {error.msg} (character {error.pos})",
            where=where,
            mend="one JSON object per line, strings in double quotes; `python -m json.tool` tests it",
        ) from error
    except (RecursionError, ValueError) as error:
        raise KgError(
            "JSON nested too deeply or with a number too long",
            where=where,
            mend="an article is a flat object with a text",
        ) from error


def _not_utf8(where: str) -> KgError:
    return KgError(
        "not valid UTF-8",
        where=where,
        mend="convert the file, for example: iconv -f WINDOWS-1252 -t UTF-8 IN > OUT",
    )


def _misencoded(text: str) -> bool:
    # Only the range that stands for undecodable bytes: JSON may hold escapes of its own.
    return bool(re.search("[\udc80-\udcff]", text))


def _streamed(
    source: Source,
    options: Options,
    parse: Callable[[TextIO, Source, Options], Iterator[Article | Problem]],
) -> Iterator[Article | Problem]:
    """What ``parse`` makes of the stream, with a failure of reading told as a KgError."""
    try:
        with open_text(source, limit_bytes=options.limit_bytes) as stream:
            yield from parse(stream, source, options)
    except READ_ERRORS as error:
        raise failure(source, error) from error
    except UnicodeError as error:
        raise _not_utf8(source.where) from error


def read_jsonl(source: Source, options: Options) -> Iterator[Article | Problem]:
    """One JSON object a line; a bad line is a Problem, and the rest is read.

    An object may name a text file beside the list (``"file": "talks.txt"``) instead of its text.
    """
    return _streamed(source, options, _jsonl)


def _jsonl(stream: TextIO, source: Source, options: Options) -> Iterator[Article | Problem]:
    empty = True
    for number, line in lines(stream, options.limit_bytes):
        where = f"{source.where}:{number}"
        if line is not None and not line.strip("\ufeff \t\r\n"):
            continue
        empty = False
        try:
            if line is None:
                raise too_long(where, options.limit_bytes)
            if _misencoded(line):
                raise _not_utf8(where)
            record = _beside(_loads(line.strip("\ufeff \t\r\n"), where), source, where, options)
            yield from article(
                record, fallback_id=f"{source.name}:{number}", where=where, options=options
            )
        except KgError as error:
            yield problem(error)
    if empty:
        raise KgError("empty", where=source.where, mend="leave it out, or give articles in it")


def _beside(record: object, source: Source, where: str, options: Options) -> object:
    """A record with its text, read from the file beside the source that it names in ``file``.

    Files elsewhere are refused: a list of articles must not be a way to read the rest of the disk.
    """
    if not isinstance(record, dict) or "text" in columns_of(record, options):
        return record
    name = record.get("file")
    if not isinstance(name, str) or not name or "\0" in name:
        return record
    folder = source.path.parent.resolve()
    for base in (folder, folder.parent):
        path = (base / name).resolve()
        if path.is_relative_to(folder) and path.is_file():
            beside = Source(path=path, name=name)
            data = read_bytes(beside, limit_bytes=options.limit_bytes)
            status = path.stat()
            source.taken.add((status.st_dev, status.st_ino))
            key = options.columns.get("text", "text")
            return {**record, key: decode(data, where=beside.where)}
    raise KgError(
        f"no file {name!r} beside it",
        where=where,
        mend="name a text file by its path from the folder of this list",
    )


def read_json(source: Source, options: Options) -> Iterator[Article | Problem]:
    """A JSON array of articles, one article, an object with a list of them, or JSONL by another name."""
    return _streamed(source, options, _json)


def _json(stream: TextIO, source: Source, options: Options) -> Iterator[Article | Problem]:
    first = stream.read(_CHUNK).lstrip("\ufeff \t\r\n")
    if not first:
        raise KgError("empty", where=source.where, mend="leave it out, or give articles in it")
    if first[0] != "[":
        yield from _objects(first, stream, source, options)
        return
    number = 0
    for number, element in enumerate(_elements(first[1:], stream, source.where, options), 1):
        where = f"{source.where}, article {number}"
        try:
            if isinstance(element, KgError):
                raise element
            yield from article(
                element, fallback_id=f"{source.name}:{number}", where=where, options=options
            )
        except KgError as error:
            yield problem(error)
    if not number:
        raise KgError("an empty list", where=source.where, mend="leave it out, or give articles")


def _objects(
    first: str, stream: TextIO, source: Source, options: Options
) -> Iterator[Article | Problem]:
    text = first + stream.read(options.limit_bytes + 1)
    line = text.split("\n", 1)[0]
    try:
        several = isinstance(json.loads(line), dict) and bool(text[len(line) :].strip())
    except (ValueError, RecursionError):
        several = False
    if several:
        yield from read_jsonl(source, options)
        return
    if len(text) > options.limit_bytes:
        raise too_long(source.where, options.limit_bytes)
    if _misencoded(text):
        raise _not_utf8(source.where)
    whole = _loads(text, source.where)
    listed = [whole]
    if isinstance(whole, dict) and "text" not in columns_of(whole, options):
        listed = next((whole[key] for key in _LISTS if isinstance(whole.get(key), list)), listed)
    alone = len(listed) == 1 and listed[0] is whole
    for number, record in enumerate(listed, 1):
        where = source.where if alone else f"{source.where}, article {number}"
        name = source.name if alone else f"{source.name}:{number}"
        try:
            yield from article(record, fallback_id=name, where=where, options=options)
        except KgError as error:
            yield problem(error)


def _elements(
    buffer: str, stream: TextIO, where: str, options: Options
) -> Iterator[object | KgError]:
    """The elements of a JSON array whose bracket was read, without holding more than one of them."""
    decoder = json.JSONDecoder()
    needed = 0
    while True:
        buffer = buffer.lstrip(" \t\r\n,")
        if buffer.startswith("]"):
            return
        if len(buffer) > needed:
            try:
                element, end = decoder.raw_decode(buffer)
            except json.JSONDecodeError:
                needed = 2 * len(buffer)
            except (RecursionError, ValueError):
                yield _loads_error(where)
                return
            else:
                # A number could go on in the next chunk; an object or string cannot.
                if end < len(buffer) or buffer[end - 1] in '}]"':
                    needed = 0
                    yield _not_utf8(where) if _misencoded(buffer[:end]) else element
                    buffer = buffer[end:]
                    continue
        if len(buffer) > options.limit_bytes:
            yield too_long(where, options.limit_bytes)
            return
        more = stream.read(_CHUNK)
        if not more:
            if needed > len(buffer):
                needed = 0
                try:
                    decoder.raw_decode(buffer)
                except (ValueError, RecursionError):
                    yield _loads_error(where)
                    return
                continue
            yield _loads_error(where)
            return
        buffer += more


def _loads_error(where: str) -> KgError:
    return KgError(
        "not valid JSON, or cut short; the rest was not read",
        where=where,
        mend="a list of articles is [{…}, {…}]; `python -m json.tool` tests it",
    )


def read_csv(source: Source, options: Options) -> Iterator[Article | Problem]:
    """A table with a header line; the separator is a tab in .tsv and .tab, else what the header has."""
    return _streamed(source, options, _csv)


def _csv(stream: TextIO, source: Source, options: Options) -> Iterator[Article | Problem]:
    rows = _rows(stream, source, options)
    header = next(rows, None)
    if header is None or isinstance(header[1], KgError):
        raise KgError("empty", where=source.where, mend="give a header line and a row per article")
    names = [name.strip("\ufeff ") for name in header[1]]
    present: dict[str, object] = dict.fromkeys(names)
    if "text" not in columns_of(present, options):
        raise no_text(present, options, source.where)
    none = True
    for number, row in rows:
        none = False
        where = f"{source.where}:{number}"
        try:
            if isinstance(row, KgError):
                raise row
            if len(row) > len(names):
                raise KgError(
                    f"{len(row)} cells in a row under a header of {len(names)}",
                    where=where,
                    mend="put cells that contain the separator in double quotes",
                )
            if any(_misencoded(cell) for cell in row):
                raise _not_utf8(where)
            record = dict(zip(names, (cell or None for cell in row), strict=False))
            if record.get(columns_of(present, options)["text"]) is None:
                raise KgError("no text in this row", where=where, mend="leave it out or fill it in")
            yield from article(
                record, fallback_id=f"{source.name}:{number}", where=where, options=options
            )
        except KgError as error:
            yield problem(error)
    if none:
        raise KgError("no row under the header", where=source.where, mend="give a row per article")


def _rows(
    stream: TextIO, source: Source, options: Options
) -> Iterator[tuple[int, list[str] | KgError]]:
    """The rows that are not empty, with the line each begins in."""
    fed = _Fed(stream, options.limit_bytes)
    stem = source.path.with_suffix("") if source.path.suffix.lower() == ".gz" else source.path
    if stem.suffix.lower() in {".tsv", ".tab"}:
        separator = "\t"
    else:
        line = fed.peek()
        separator = max(",;\t|", key=line.count)
    parser = csv.reader(fed, delimiter=separator, strict=True)
    while True:
        start = fed.number + 1
        # The limit is the whole process's: it is ours only while a row is read.
        before = csv.field_size_limit(options.limit_bytes)
        try:
            row = next(parser)
        except StopIteration:
            return
        except csv.Error as error:
            yield (
                start,
                KgError(
                    f"not a row of a table: {error}",
                    where=f"{source.where}:{start}",
                    mend='put a cell with quotes or line breaks in double quotes, and "" for a quote in it',
                ),
            )
            continue
        finally:
            csv.field_size_limit(before)
        if any(cell.strip() for cell in row):
            yield start, row


class _Fed:
    """Lines for the csv module, counted, none longer than the limit."""

    def __init__(self, stream: TextIO, limit: int) -> None:
        self._lines = lines(stream, limit)
        self._first: str | None = None
        self.number = 0

    def peek(self) -> str:
        self._first = next(self._lines, (0, None))[1] or ""
        return self._first

    def __iter__(self) -> _Fed:
        return self

    def __next__(self) -> str:
        self.number += 1
        if self._first is not None:
            first, self._first = self._first, None
            if first:
                return first
            raise StopIteration
        number, line = next(self._lines)
        if line is None:
            raise csv.Error(f"line {number} is too long")
        return line
