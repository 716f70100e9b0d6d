"""Ids of articles in one run: each is given once, and what two sources call by one name is made apart by the source."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from kg.core.model import Article, Problem
from kg.sources.files import printable
from kg.sources.reader import Source

_LONG = 24
"""An id of so many characters is nobody's count of rows."""
_EVERYWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|.*/", re.DOTALL)
"""The beginning of an address or a URN, or a name inside another ("travels/9001")."""


class _Known(NamedTuple):
    """An id that was given: in which source, and to what text. There may be a million of them, in few folders."""

    folder: str
    name: str
    text: int

    @property
    def where(self) -> str:
        return self.folder + self.name


def _known(article: Article, source: Source) -> _Known:
    folder = source.where.removesuffix(source.name)
    name = source.name if folder != source.where else ""
    return _Known(sys.intern(folder), name, hash(article.text))


class Ids:
    """The ids of one run, as they were given.

    >>> from pathlib import Path
    >>> ids = Ids()
    >>> for table, text in (("t1.csv", "They met."), ("t2.csv", "They left."), ("t2.csv", "They left again.")):
    ...     found = ids.apart(Article(id="1", text=text), Source(path=Path(table), name=table))
    ...     print(found.id if isinstance(found, Article) else found.what)
    1
    t2.csv:1
    a second article with the id '1', first in the same source
    """

    def __init__(self) -> None:
        self._first: dict[str, _Known] = {}

    def apart(self, article: Article, source: Source) -> Article | Problem:
        """An article whose id nobody else has: tables number their rows from 1, and folders have an ``index.html`` each.

        Another source that uses such an id again, for another text, has its name put before it. The same text is the
        same article, and so is what one source calls by one name, or what has a name that is good everywhere: an
        address, a URN, a document of a volume. What is none of its own is a Problem.
        """
        here = _known(article, source)
        for name in _names(article.id, source):
            before = self._first.setdefault(name, here)
            if before is here:
                return article if name == article.id else replace(article, id=name)
            if before.where == here.where or before.text == here.text:
                return _duplicate(article.id, source.where, before.where)
        return _duplicate(article.id, source.where, self._first[article.id].where)


def _names(name: str, source: Source) -> Iterator[str]:
    """The id itself, then with the name of its source before it, then with the folders of that."""
    yield name
    ours = name.startswith(source.name)
    if not ours and (len(name) >= _LONG or _EVERYWHERE.match(name)):
        return
    parts = [printable(part) for part in source.path.parts]
    begun = source.name.count("/") + 1
    for deep in range(begun, min(begun + 4, len(parts)) + 1):
        place = "/".join(parts[-deep:])
        if not ours:
            yield f"{place}:{name}"
        elif deep > begun:
            yield place + name[len(source.name) :]


def _duplicate(name: str, where: str, before: str) -> Problem:
    if name.rsplit("/", 1)[-1] == where.rsplit("/", 1)[-1]:
        mend = "give the folder above both, so that their paths differ"
    else:
        mend = "give each article an id of its own"
    place = "in the same source" if where == before else f"in {before}"
    return Problem(
        source=where, what=f"a second article with the id {name!r}, first {place}", mend=mend
    )
