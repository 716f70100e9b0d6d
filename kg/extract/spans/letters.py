"""Names across scripts: their letters in Latin ones, and what transliterations of one name have in common."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.core.ids import fold

_KEYS = (
    ("shch", "XX"), ("tsch", "X"), ("tch", "X"), ("dzh", "X"), ("dsch", "X"), ("dj", "X"), ("sch", "X"),
    ("sh", "X"), ("ch", "X"), ("zh", "X"), ("j", "X"), ("x", "ks"), ("kh", "k"), ("ck", "k"), ("q", "k"),
    ("ph", "f"), ("ts", "s"), ("tz", "s"), ("z", "s"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"), ("w", "v"),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiouyh'`\W]")
_SILENT = re.compile(r"(?<=.)h")
_GLIDE = re.compile(r"^i(?=[aeou])")
_DOUBLED = re.compile(r"(.)\1+")
_ALIKE = (
    ("shch", "sh"), ("tsch", "ch"), ("tch", "ch"), ("sch", "sh"), ("dzh", "j"), ("dj", "j"), ("ge", "je"), ("gi", "ji"), ("tz", "z"), ("ts", "z"), ("kh", "h"), ("iy", "i"), ("yy", "i"), ("ij", "i"), ("y", "i"), ("j", "i"), ("w", "v"), ("ou", "u"), ("oo", "u"), ("ce", "se"), ("ci", "si"), ("c", "k"), ("ph", "f"), ("z", "s"), ("x", "ks"),
)  # fmt: skip


@lru_cache(maxsize=1 << 14)
def latin(text: str) -> str:
    """A text in Latin letters, folded.

    >>> latin("Лавров"), latin("Erdoğan")
    ('lavrov', 'erdogan')
    """
    if text.isascii():
        return text.casefold()
    from anyascii import anyascii

    return fold(anyascii(fold(text))).replace("`", "")


@lru_cache(maxsize=1 << 15)
def key(word: str) -> str:
    """The consonants of a word in Latin letters, by classes that transliterations keep.

    >>> key("gorbachev") == key("gorbachov") == key("gorbatchev"), key("putin") == key("poutine")
    (True, True)
    """
    for what, into in _KEYS:
        if what in word:
            word = word.replace(what, into)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", word))


@lru_cache(maxsize=1 << 15)
def plain(word: str) -> str:
    """A word with its vowels, the commonest ways to write one sound made one."""
    word = word.replace("'", "")
    for what, into in _ALIKE:
        if what in word:
            word = word.replace(what, into)
    return _DOUBLED.sub(r"\1", _GLIDE.sub("", _SILENT.sub("", word)))


@lru_cache(maxsize=1 << 16)
def likeness(a: str, b: str) -> float:
    """How alike two words are, 0 to 1: the letters that need not be changed.

    >>> likeness("makron", "macron"), likeness("abc", "xyz")
    (1.0, 0.0)
    """
    a, b = plain(a), plain(b)
    if a == b:
        return 1.0
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, start=1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return round(1.0 - row[-1] / max(1, len(a), len(b)), 3)


def respelt(word: str, rules: tuple[str, ...]) -> str:
    """A folded word with the rules of a spelling applied: "what>into", at the start (^) or the end ($).

    >>> respelt("gorbatschow", ("tsch>ch", "w>v"))
    'gorbachov'
    """
    for rule in rules:
        what, into = rule.split(">")
        if what[0] == "^":
            word = into + word[len(what) - 1 :] if word.startswith(what[1:]) else word
        elif what[-1] == "$":
            word = word[: 1 - len(what)] + into if word.endswith(what[:-1]) else word
        else:
            word = word.replace(what, into)
    return word


def plain_first(word: str) -> str:
    """The first consonants of a word, as a class: "kh" and "h" and "x" are one."""
    return {"kh": "h", "ch": "c", "zh": "j", "dz": "j", "sh": "s", "ya": "j", "yu": "j", "ye": "e", "x": "h"}.get(
        word[:2], {"k": "k", "y": "i", "w": "v", "g": "h"}.get(word[:1], word[:1])
    )  # fmt: skip
