"""A text in words and sentences, by its letters and marks alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from kg.core.ids import fold
from kg.extract.spans.tables import Table

_JOINED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_JOINED}]|[^\W_{_JOINED}]+")
_APOSTROPHES = "'\u2019\u02bc"
_ELIDED = frozenset(["l", "d", "s", "j", "c", "m", "t", "n", "qu", "L", "D", "S", "J", "C", "Qu"])
_END = re.compile(
    r"[.!?\u2026\u061f]+[\u201d\u00bb\u2019\"')\]]*\s+(?=[\u201c\u00ab\"'(\[\u2014\u2013-]?\s?[^\W_a-z])|[\u3002\uff01\uff1f]+[\u300d\u300f\u201d]?|\n"
)
_SHORT = re.compile(r"(?<![\w.])(?:(?:\w\.\s?)*\w|[^\W\d_]{1,3})\.\s*$")
"""What ends so is no sentence: an initial, a title of three letters, but not a body's letters ("ONU")."""


@dataclass(frozen=True, slots=True)
class Word:
    """Characters ``start`` to ``end``; ``stem`` is what it is compared by, ``low`` the word in small letters."""

    start: int
    end: int
    text: str
    low: str
    stem: str
    upper: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A text in words and the first characters of its sentences."""

    said: str
    words: tuple[Word, ...]
    begins: tuple[int, ...]

    def over(self, start: int, end: int) -> tuple[int, int]:
        """The words of which some character is between the two."""
        first = bisect_right([w.end for w in self.words], start)
        last = first
        while last < len(self.words) and self.words[last].start < end:
            last += 1
        return first, last

    def sentence(self, at: int) -> int:
        """The number of the sentence in which a character stands."""
        return max(0, bisect_right(self.begins, at) - 1)

    def bounds(self, n: int) -> tuple[int, int]:
        """The characters of a sentence, without the white space around it."""
        start = self.begins[n]
        end = self.begins[n + 1] if n + 1 < len(self.begins) else len(self.said)
        while end > start and self.said[end - 1].isspace():
            end -= 1
        while start < end and self.said[start].isspace():
            start += 1
        return start, end


def read(text: str, table: Table) -> Text:
    """Splits a text. Bounded: each character is looked at a few times.

    >>> from kg.extract.spans.tables import table
    >>> [w.stem for w in read("L'Iran et la France.", table("fr")).words]
    ['iran', 'et', 'la', 'franc']
    """
    return Text(text, tuple(_words(text, table)), tuple(_sentences(text)))


def stems(name: str, table: Table) -> tuple[str, ...]:
    """The stems of the words of a name."""
    return tuple(stem(fold(w), table) for w in _WORD.findall(name))


def lows(name: str) -> tuple[str, ...]:
    """The words of a name in small letters."""
    return tuple(fold(w) for w in _WORD.findall(name))


def stem(low: str, table: Table) -> str:
    """A word without what its language puts before and behind it."""
    if low in table.words["keep"] or table.script == "joined" or low.isdigit():
        return low
    for prefix in table.lists["prefixes"]:
        if low.startswith(prefix) and len(low) - len(prefix) >= table.least:
            low = low[len(prefix) :]
            break
    while True:
        cut = next((c for e in table.lists["endings"] if (c := _cut(low, e, table.least))), "")
        if not cut:
            return low
        low = cut
        if table.script != "latin":
            return low


def _cut(low: str, ending: str, least: int) -> str:
    """A word without an ending, or with another for it ("nne>n"); nothing where it has not that one."""
    what, _, into = ending.partition(">")
    if not low.endswith(what) or len(low) - len(what) < least - len(into):
        return ""
    return low[: -len(what)] + into


def _words(text: str, table: Table) -> Iterator[Word]:
    skip = False
    for m in _WORD.finditer(text):
        after = text[m.end() : m.end() + 1] in _APOSTROPHES and m.end() < len(text)
        if skip:
            skip = False
            if m.start() and text[m.start() - 1] in _APOSTROPHES:
                continue
        if table.apostrophe == "before" and after and m[0] in _ELIDED:
            continue  # "l'Iran"
        skip = table.apostrophe == "after" and after
        low = fold(m[0])
        yield Word(m.start(), m.end(), m[0], low, stem(low, table), m[0][0].isupper())


def _letters(end: str) -> bool:
    """Do two letters end what is short for a body ("ONU"), and not for more than one of somebody ("MM.")?"""
    return end.isalpha() and end.isupper() and end[0] != end[1]


def _sentences(text: str) -> Iterator[int]:
    yield 0
    for m in _END.finditer(text):
        if m.end() < len(text) and not (
            text[m.start()] == "."
            and _SHORT.search(text, max(0, m.start() - 12), m.end())
            and not _letters(text[m.start() - 2 : m.start()])
        ):
            yield m.end()
