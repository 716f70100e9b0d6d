"""What a source format is: a name, the suffixes and the shape it is known by, and a function that reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from kg.core.model import Article, Problem

LIMIT_BYTES = 20_000_000


_MOST_NAMES = 100
_LONGEST_NAME = 60


@dataclass(slots=True, kw_only=True)
class Noted:
    """What was seen of a source while it was read, for its report: which of its fields were used.

    ``reader`` and ``form`` are what it was taken for ("text", "Factiva, with codes of fields").
    ``used`` has for each field of an article the columns that held it, ``unused`` all others;
    ``resembling`` has the columns that look like a day or an outlet and were not used, and ``lacking``
    how many articles were left without such a field in spite of one.
    """

    reader: str = ""
    form: str = ""
    used: dict[str, list[str]] = field(default_factory=dict)
    unused: dict[str, None] = field(default_factory=dict)
    resembling: dict[str, list[str]] = field(default_factory=dict)
    lacking: dict[str, int] = field(default_factory=dict)

    def use(self, name: str, column: str) -> None:
        """A column gave a field of an article."""
        _add(self.used.setdefault(name, []), column)

    def pass_over(self, column: str) -> None:
        """A column was not used."""
        if len(self.unused) < _MOST_NAMES:
            self.unused.setdefault(column[:_LONGEST_NAME])

    def lack(self, name: str, columns: Iterable[str]) -> None:
        """An article has no such field, though columns look like one."""
        self.lacking[name] = self.lacking.get(name, 0) + 1
        for column in columns:
            _add(self.resembling.setdefault(name, []), column)


def _add(names: list[str], name: str) -> None:
    if name[:_LONGEST_NAME] not in names and len(names) < _MOST_NAMES:
        names.append(name[:_LONGEST_NAME])


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file to read. ``name`` is what ids are made from: its path in the folder that was given.

    ``taken`` are the files (device, inode) that were read in this run; a reader that reads another
    file on behalf of this one adds it, and it is not read again by itself. ``noted`` is what readers
    say of it beside its articles.
    """

    path: Path
    name: str
    taken: set[tuple[int, int]] = field(default_factory=set, repr=False, compare=False)
    noted: Noted = field(default_factory=Noted, repr=False, compare=False)

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
