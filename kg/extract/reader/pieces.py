"""Word pieces of a text with what the encoder cannot see in them, and windows of them.

The encoder is uncased, so how a word is written ("Paris", "NATO", "2018") is an input of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

MOST = 254
"""Pieces that a window holds, beside the two that open and close it."""

SHAPES = 8
"""How a piece may be written; 0 is for what is no piece of the text."""

_PARAGRAPH, _LINE, _SENTENCE, _CLAUSE, _WORD = 16, 9, 4, 1, 0
_BETWEEN = re.compile(r"\s+")
_CLOSES = frozenset(".!?\u2026")
_CLOSES_UNSPACED = frozenset("\u3002\uff01\uff1f")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_QUOTES = frozenset("\"'\u201d\u2019)]")


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text in pieces: ``ids`` into the vocabulary, where each stands, and how it is written."""

    ids: tuple[int, ...]
    at: tuple[tuple[int, int], ...]
    shapes: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def part(self, first: int, last: int) -> Pieces:
        """The pieces from ``first`` up to ``last``."""
        return Pieces(self.ids[first:last], self.at[first:last], self.shapes[first:last])


def pieces_of(text: str, tokenizer: Any) -> Pieces:
    """The pieces of a text. ``tokenizer`` is a ``tokenizers.Tokenizer``.

    Some count the blank before a word as of its first piece: here it is not, and a piece of blanks is none.
    """
    found = tokenizer.encode(text, add_special_tokens=False)
    ids, at = [], []
    for number, (start, end) in zip(found.ids, found.offsets, strict=True):
        first = start
        while first < end and text[first].isspace():
            first += 1
        if first < end or start == end:
            ids.append(number)
            at.append((int(first), int(end)))
    return Pieces(tuple(ids), tuple(at), tuple(shape_of(text[a:b]) for a, b in at))


def unspaced(sign: str) -> bool:
    """Is a sign of a script that puts no blanks between words: one of Chinese or Japanese?

    >>> [unspaced(c) for c in "\u4f1a\u3068\uacf5x"]
    [True, True, False, False]
    """
    return _UNSPACED.match(sign) is not None


def shape_of(piece: str) -> int:
    """How a piece is written.

    >>> [shape_of(p) for p in ("met", "Paris", "NATO", "2018", "iPhone", ",", "")]
    [1, 2, 3, 4, 5, 6, 7]
    """
    if piece.isalpha():
        if piece.islower():
            return 1
        if piece[0].isupper() and (piece[1:].islower() or len(piece) == 1):
            return 2
        return 3 if piece.isupper() else 5
    if piece.isdigit():
        return 4
    return 6 if piece else 7


def windows(text: str, pieces: Pieces, *, most: int = MOST) -> Iterator[tuple[int, int]]:
    """Ranges of pieces, each at most ``most`` long, that cover a text; of like length, cut where it pauses.

    Where a text is cut depends on nothing but the text.
    """
    first, whole = 0, len(pieces)
    while first < whole:
        left = whole - first
        if left <= most:
            yield first, whole
            return
        parts = -(-left // most)
        aim = left / parts
        last = max(
            range(first + most // 3, first + most + 1),
            key=lambda k: (_pause(text, pieces.at, k) - abs(k - first - aim) / aim * 8, k),
        )
        yield first, last
        first = last


def _pause(text: str, at: Sequence[tuple[int, int]], k: int) -> int:
    """How much of a pause there is before the k-th piece."""
    if k >= len(at):
        return _PARAGRAPH
    gap = text[at[k - 1][1] : at[k][0]]
    if gap and not any(c.isspace() for c in gap):
        return -_PARAGRAPH  # A mark that has no piece of its own: a soft hyphen, an accent.
    if gap.count("\n") > 1:
        return _PARAGRAPH
    if "\n" in gap:
        return _LINE
    before = text[at[k - 1][0] : at[k - 1][1]]
    if gap and (before in _CLOSES or (before in _QUOTES and text[at[k - 2][0]] in _CLOSES)):
        return _SENTENCE
    if gap and before in {",", ";", ":"}:
        return _CLAUSE
    if before[-1:] in _CLOSES_UNSPACED:
        return _SENTENCE
    if not gap and unspaced(before[-1:]) and unspaced(text[at[k][0]]):
        return _WORD
    # Never within a word.
    return _WORD if gap else -_PARAGRAPH
