"""What a source format is: a name, the suffixes and the shape it is known by, and a function that reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from kg.core.model import Article, Problem

LIMIT_BYTES = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file to read. ``name`` is what ids are made from: its path in the folder that was given.

    ``taken`` are the files (device, inode) that were read in this run; a reader that reads another
    file on behalf of this one adds it, and it is not read again by itself.
    """

    path: Path
    name: str
    taken: set[tuple[int, int]] = field(default_factory=set, repr=False, compare=False)

    @property
    def where(self) -> str:
        """The path as the user can find it again, fit for a report line."""
        return self.path.as_posix().encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a user may set for all readers.

    ``columns`` maps a field of an article to the column or key that holds it. ``limit_bytes`` bounds
    one article: a whole text or page, one line of JSONL, one record of a table.
    """

    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    limit_bytes: int = LIMIT_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A source format. ``suffixes`` are lower case with their dot; ``shape`` says whether the first
    bytes of a file look like it, and decides where suffixes alone do not (.xml is three formats).

    ``read`` yields what it finds. It raises KgError when the rest of the source cannot be read.
    """

    name: str
    suffixes: tuple[str, ...]
    doc: str
    read: Callable[[Source, Options], Iterator[Article | Problem]]
    shape: Callable[[bytes], bool]
