"""Text in capitals, as it would be written otherwise: wire copy, cables and headlines, letter for letter.

Which words begin with a capital is told by the names of the reference data, by what a dictionary knows (the
tables of the pipeline's lemmatizer), and by what stands beside: a common word after a given name is a surname.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from spacy.language import Language as Pipeline

from kg.reference.catalog import Catalog

_WORD = re.compile(r"[^\W\d_]+")
_LINE = re.compile(r"[^\n]+")
_ENOUGH = 4
"""Words in capitals that a line must have, of three letters or more."""
_SHARE = 0.8
"""The least share of its letters that are capitals."""
_SUFFIXES = (
    ("ies", "y"),
    ("es", ""),
    ("s", ""),
    ("ied", "y"),
    ("ed", ""),
    ("d", ""),
    ("ing", ""),
    ("ing", "e"),
)
_TWICE = re.compile(r"([bdgklmnprt])\1(?:ed|ing)$")


class Casing:
    """Made once for a pipeline and a catalog."""

    def __init__(self, nlp: Pipeline, catalog: Catalog, given: frozenset[str]) -> None:
        self._stops = frozenset(cast(Any, nlp.Defaults).stop_words)
        self._index, self._irregular = _tables(nlp)
        self._given = given
        self._names, self._letters, phrases = _names(catalog)
        self._phrases = phrases
        first: dict[str, set[int]] = {}
        for phrase in phrases:
            words = phrase.split(" ")
            first.setdefault(words[0], set()).add(len(words))
        self._long = {w: sorted(sizes, reverse=True) for w, sizes in first.items()}
        self._surnames = frozenset(
            word.lower() for p in catalog.people.values() for f in p.family for word in f.split()
        )

    def plain(self, text: str) -> str:
        """The text, of the same length, whose lines in capitals are written as others are.

        >>> from kg.extract.rules import Annotator
        >>> casing = Annotator().tools.casing
        >>> casing.plain("DANISH FOREIGN MINISTER KARL BRODIN MET NATO'S CHIEF IN VIENNA IN MARCH.")
        "Danish foreign minister Karl Brodin met NATO's chief in Vienna in March."
        """
        if not any(map(_loud, _LINE.findall(text))):
            return text
        return _LINE.sub(lambda m: self._line(m[0]) if _loud(m[0]) else m[0], text)

    def _line(self, line: str) -> str:
        out = list(line)
        words = list(_WORD.finditer(line))
        n = 0
        while n < len(words):
            size = self._phrase(line, words, n)
            new = (
                self._phrases[line[words[n].start() : words[n + size - 1].end()].lower()]
                if size
                else self._word(
                    line, words, n, "".join(out[words[n - 1].start() : words[n - 1].end()])
                )
            )
            size = max(1, size)
            start, end = words[n].start(), words[n + size - 1].end()
            if len(new) == end - start:
                out[start:end] = new
            n += size
        return "".join(out)

    def _phrase(self, line: str, words: Sequence[re.Match[str]], n: int) -> int:
        """How many words from the n-th on are a name of several."""
        for size in self._long.get(words[n][0].lower(), ()):
            if n + size <= len(words) and (
                line[words[n].start() : words[n + size - 1].end()].lower() in self._phrases
            ):
                return size
        return 0

    def _word(self, line: str, words: Sequence[re.Match[str]], n: int, before: str) -> str:
        word, start, end = words[n][0], words[n].start(), words[n].end()
        if not word.isupper():
            return word
        low, name = word.lower(), word.capitalize()
        left, right = line[max(0, start - 6) : start], line[end : end + 3]
        if left[-1:] in {"'", "’"} and left[-2:-1].isalpha():
            return low  # NATO'S
        if word in self._letters or (len(word) == 1 and (low != "a" or right[:1] == ".")):
            return word
        if low in _MONTHS_TOO:
            near = re.match(r"\s+\d", right) or re.search(r"\d\s+$", left)
            return name if near or low == "march" or before.lower() in self._given else low
        follows = words[n + 1][0].lower() if n + 1 < len(words) and right[:1] == " " else ""
        opens = n == 0 or (re.search(r"[.!?]\s+$", left) and not re.search(r"\b\w\.\s+$", left))
        if opens or low in self._names:
            return name
        if low in self._given and (not self._known(follows) or follows in self._surnames):
            return name
        if low in self._stops:
            return low
        person = before[:1].isupper() and left[-1:] == " " and (
            before.lower() in self._given or not self._known(before.lower())
        )  # fmt: skip
        return name if not self._known(low) or (person and low in self._surnames) else low

    def _known(self, low: str) -> bool:
        if low in self._stops or low in self._index or low in self._irregular:
            return True
        stems = [low.removesuffix(a) + b for a, b in _SUFFIXES if low.endswith(a)]
        if m := _TWICE.search(low):
            stems.append(low[: m.start() + 1])
        return any(s in self._index for s in stems)


def _loud(line: str) -> bool:
    words = [w for w in _WORD.findall(line) if len(w) > 2]
    if sum(w.isupper() for w in words) < _ENOUGH:
        return False
    letters = [c for c in line if c.isalpha()]
    return sum(c.isupper() for c in letters) >= _SHARE * len(letters)


def _tables(nlp: Pipeline) -> tuple[frozenset[str], frozenset[str]]:
    """Lemmas, and irregular forms; empty where the pipeline has no such tables."""
    lookups: Any = getattr(nlp.get_pipe("lemmatizer"), "lookups", None) if (
        "lemmatizer" in nlp.pipe_names
    ) else None  # fmt: skip
    if lookups is None or not lookups.has_table("lemma_index"):
        return frozenset(), frozenset()
    index: Mapping[str, Any] = lookups.get_table("lemma_index")
    irregular: Mapping[str, Mapping[str, Any]] = (
        lookups.get_table("lemma_exc") if lookups.has_table("lemma_exc") else {}
    )
    return (
        frozenset(str(w) for words in index.values() for w in words),
        frozenset(str(w) for words in irregular.values() for w in words),
    )


_MONTHS = frozenset(
    ["january", "february", "april", "june", "july", "august", "september", "october", "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
)  # fmt: skip


_MONTHS_TOO = frozenset({"may", "march"})
"""Months that are words as well."""


def _names(catalog: Catalog) -> tuple[frozenset[str], frozenset[str], dict[str, str]]:
    """Names of one word of states and places, names that are letters (NATO), and those of several words."""
    names: set[str] = set(_MONTHS)
    letters: set[str] = set()
    phrases: dict[str, str] = {}
    told: list[str] = [x for o in catalog.organisations.values() for x in o.names]
    told += [place.label for place in catalog.places.values()]
    for p in catalog.polities.values():
        told += [*p.names, *p.adjectives, *p.demonyms]
    for name in told:
        words = _WORD.findall(name)
        if not words or not name[0].isupper():
            continue
        if len(words) > 1:
            if " ".join(words) == name:
                phrases[name.lower()] = name
        elif name.isupper():
            letters.add(name)
        else:
            names.add(words[0].lower())
    return frozenset(names), frozenset(letters), phrases
