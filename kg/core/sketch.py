"""Sketches of texts, by which near-identical ones are found: reprints, wire copy, mirrored readouts.

A sketch has the least hashes of the text's shingles (three words in a row) under ``PERMUTATIONS``
orders of chance: how many of them two sketches share estimates how many shingles the texts share
(A. Broder, On the resemblance and containment of documents, 1997), sixteen bits of each being enough
(P. Li, A. König, b-Bit minwise hashing, 2010). It also has the number of shingles, so that a text cut
short is known as a part of the whole one.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from functools import cache
from typing import Any

PERMUTATIONS = 96
_SHINGLE = 3  # words
_ROWS = 2  # hashes of a band
_BANDS = 32
_ALIKE, _WITHIN = 0.3, 0.6
"""How much of both texts, and of the shorter one, near-identical ones have in common at least."""
_WORD = re.compile(r"[^\W_]+")


def sketch(text: str) -> str:
    """The sketch of a text, as ASCII; empty for one of fewer than three words.

    >>> sketch("Too short"), len(sketch("The ministers met in Vienna on Monday."))
    ('', 264)
    """
    import numpy as np

    words = _WORD.findall(text.casefold())
    shingles = {" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
    if not shingles:
        return ""
    hashes = np.array(sorted(zlib.crc32(s.encode()) for s in shingles), dtype=np.uint64)
    times, plus = _orders()
    least = ((hashes[None, :] * times[:, None] + plus[:, None]) >> np.uint64(32)).min(axis=1)
    row = np.concatenate([[len(shingles)], least & np.uint64(0xFFFF)]).astype("<u4")
    kept = row[:1].tobytes() + row[1:].astype("<u2").tobytes()
    return base64.b64encode(kept).decode()


@cache
def _orders() -> Any:
    """Odd factors and summands of multiply-shift hashing, the same everywhere and for ever."""
    import numpy as np

    drawn = hashlib.shake_256(b"diplokg sketch 1").digest(16 * PERMUTATIONS)
    times, plus = np.frombuffer(drawn, dtype="<u8").astype(np.uint64).reshape(2, PERMUTATIONS)
    return times | np.uint64(1), plus


def _parts(kept: str) -> tuple[int, bytes]:
    raw = base64.b64decode(kept)
    return int.from_bytes(raw[:4], "little"), raw[4:]


def bands(kept: str) -> list[str]:
    """What a sketch is found by: near-identical texts have one of these in common.

    >>> bands("")
    []
    """
    if not kept:
        return []
    _, raw = _parts(kept)
    size = 2 * _ROWS
    return [f"{n}:{raw[n * size : (n + 1) * size].hex()}" for n in range(_BANDS)]


def same_text(one: str, other: str) -> bool:
    """Are two texts near-identical, as their sketches tell it, or one of them the other cut short?

    >>> a = sketch("The ministers met in Vienna on Monday and signed nothing at all.")
    >>> same_text(a, a), same_text(a, "")
    (True, False)
    """
    alike, within = likeness(one, other)
    return alike >= _ALIKE and within >= _WITHIN


def likeness(one: str, other: str) -> tuple[float, float]:
    """The share of shingles that two texts have in common: of all that they have, and of the shorter's."""
    if not one or not other:
        return 0.0, 0.0
    (size, left), (length, right) = _parts(one), _parts(other)
    same = sum(left[i : i + 2] == right[i : i + 2] for i in range(0, len(left), 2))
    alike = same / PERMUTATIONS
    common = alike * (size + length) / (1 + alike)
    return alike, min(1.0, common / min(size, length))
