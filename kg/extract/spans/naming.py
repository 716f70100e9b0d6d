"""What somebody whom no list knows is called in the graph: the name in Latin letters, in the first case."""

from __future__ import annotations

from collections.abc import Sequence

from kg.core.ids import fold
from kg.extract.spans.letters import latin, respelt
from kg.extract.spans.tables import Table

_SMALL = frozenset({"al", "el", "bin", "ibn", "de", "la", "von", "van", "der", "du", "da", "di"})


def latin_name(words: Sequence[str], table: Table, seen: Sequence[str] = ()) -> str:
    """A name as an English text would have it; one in Latin letters stays as it is.

    ``seen`` are the words of the text: the shortest of them with the stem of a word is its first case.

    >>> from kg.extract.spans.tables import table
    >>> latin_name(["Нурланом", "Уранхаевым"], table("ru"))
    'Nurlan Urankhayev'
    """
    if table.script == "latin":
        return " ".join(_without_case(w, table) for w in words)
    if table.script == "joined":
        return _joined("".join(words))
    return " ".join(_written(_first_case(w, table, seen), table) for w in words)


def _without_case(word: str, table: Table) -> str:
    endings = table.lists["name-endings"]
    return next((word[: -len(e)] for e in endings if word.endswith("'" + e)), word)


def _first_case(word: str, table: Table, seen: Sequence[str]) -> str:
    """The shortest form of the text that the word may be a case of, else the word without its ending."""
    stem = _cut(word, table)
    own = {w for w in seen if w.startswith(stem) and len(w) - len(stem) <= 2 and w[0].isupper()}
    if own - {word}:
        return min(own | {word}, key=lambda w: (len(w), w))
    low = fold(word)
    if low.endswith(("ом", "ем", "ым", "им")) and len(stem) >= 3:
        return stem
    if low.endswith(("у", "ю")) and len(word) > 4:
        return word[:-1]
    return word


def _cut(word: str, table: Table) -> str:
    low = fold(word)
    for ending in table.lists["name-endings"]:
        if low.endswith(fold(ending)) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _written(word: str, table: Table) -> str:
    if len(word) <= 2 and word[0].isupper():
        return latin(word).capitalize() + "."
    low = latin(respelt(word.lower(), table.lists["roman"])).replace("'", "")
    out = "-".join(p[:1].upper() + p[1:] for p in low.split("-"))
    return out.lower() if out.lower() in _SMALL else out


def _joined(name: str) -> str:
    """A Chinese name by its reading: the family name first; any other by the letters."""
    if all("\u3400" <= c <= "\u9fff" for c in name) and 2 <= len(name) <= 4:
        from pypinyin import lazy_pinyin

        parts = lazy_pinyin(name)
        if len(parts) == len(name):
            return f"{parts[0].capitalize()} {''.join(parts[1:]).capitalize()}"
    return latin(name).title()
