"""JSONL and JSON as sources: streamed, so that a file may be larger than memory.

A bad line or element is a Problem of its own; the others are read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
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
from kg.sources.formats.records import article, columns_of
from kg.sources.reader import Options, Source

_LISTS = (
    "articles", "documents", "items", "results", "data", "docs", "entries", "hits", "value", "news", "stories", "posts",
    "records", "rows", "@graph",
)  # fmt: skip
"""Keys of an object that has a list of articles, as tools and services name them."""
_TYPES = frozenset({"Article", "NewsArticle", "Report", "BlogPosting"})
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


def not_utf8(where: str) -> KgError:
    return KgError(
        "not valid UTF-8",
        where=where,
        mend="convert the file, for example: iconv -f WINDOWS-1252 -t UTF-8 IN > OUT",
    )


def misencoded(text: str) -> bool:
    # Only the range that stands for undecodable bytes: JSON may hold escapes of its own.
    return bool(re.search("[\udc80-\udcff]", text))


def streamed(
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
        raise not_utf8(source.where) from error


def read_jsonl(source: Source, options: Options) -> Iterator[Article | Problem]:
    """One JSON object a line; a bad line is a Problem, and the rest is read.

    An object may name a text file beside the list (``"file": "talks.txt"``) instead of its text.
    """
    return streamed(source, options, _jsonl)


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
            if misencoded(line):
                raise not_utf8(where)
            record = _beside(_loads(line.strip("\ufeff \t\r\n"), where), source, where, options)
            yield from article(
                record,
                fallback_id=f"{source.name}:{number}",
                where=where,
                options=options,
                noted=source.noted,
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
    return streamed(source, options, _json)


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
                element,
                fallback_id=f"{source.name}:{number}",
                where=where,
                options=options,
                noted=source.noted,
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
    if misencoded(text):
        raise not_utf8(source.where)
    whole = _loads(text, source.where)
    listed = _listed(whole, options)
    if not listed:
        raise KgError("an empty list", where=source.where, mend="leave it out, or give articles")
    alone = len(listed) == 1 and listed[0] is whole
    for number, record in enumerate(listed, 1):
        where = source.where if alone else f"{source.where}, article {number}"
        name = source.name if alone else f"{source.name}:{number}"
        try:
            yield from article(
                record, fallback_id=name, where=where, options=options, noted=source.noted
            )
        except KgError as error:
            yield problem(error)


def _listed(whole: object, options: Options) -> list[object]:
    """The records in an object: those of the list in it, or itself."""
    if not isinstance(whole, dict) or "text" in columns_of(whole, options):
        return [whole]
    for inside in (whole, *(value for value in whole.values() if isinstance(value, dict))):
        for key in _LISTS:
            if isinstance(found := inside.get(key), list):
                if key == "@graph":
                    return [one for one in found if _is_article(one)] or [whole]
                return [_of_feed(one, whole) for one in found]
    if len(whole) > 1 and all(
        isinstance(value, dict) and len(value) > 1 for value in whole.values()
    ):
        return list(whole.values())
    return [whole]


def _is_article(node: object) -> bool:
    kinds = node.get("@type") if isinstance(node, dict) else None
    named = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind in _TYPES for kind in named)


def _of_feed(item: object, feed: Mapping[str, object]) -> object:
    """An item of a JSON Feed (jsonfeed.org) with what the feed says of all of them."""
    if not isinstance(item, dict) or "jsonfeed.org" not in str(feed.get("version"))[:80]:
        return item
    return {"feed_title": feed.get("title"), "language": feed.get("language"), **item}


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
                    yield not_utf8(where) if misencoded(buffer[:end]) else element
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
