"""Plain text as a source: one file, one article, whatever line ends it has."""

from __future__ import annotations

from collections.abc import Iterator

from kg.core.model import Article, Problem
from kg.sources.files import decode, read_bytes
from kg.sources.reader import Options, Source


def read_text(source: Source, options: Options) -> Iterator[Article | Problem]:
    """The article in a text file. Nothing in it is changed but a byte order mark."""
    data = read_bytes(source, limit_bytes=options.limit_bytes)
    yield Article(id=source.name, text=decode(data, where=source.where))
