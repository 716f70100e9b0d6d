"""Plain text as a source: one file, one article, whatever line ends it has; or an export of a news database."""

from __future__ import annotations

from collections.abc import Iterator

from kg.core.model import Article, Problem
from kg.sources import exports
from kg.sources.files import decode, read_bytes
from kg.sources.reader import Options, Source


def read_text(source: Source, options: Options) -> Iterator[Article | Problem]:
    """The article in a text file, or those of an export in it. Nothing in a text is changed but a byte order mark."""
    data = read_bytes(source, limit_bytes=options.limit_bytes)
    text = decode(data, where=source.where)
    several = exports.articles(text, source, options)
    if several is None:
        yield Article(id=source.name, text=text)
    else:
        yield from several
