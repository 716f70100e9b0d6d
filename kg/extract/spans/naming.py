"""What somebody whom no list knows is called in the graph: the name in Latin letters, in the first case."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from kg.core.ids import fold
from kg.core.model import Notation
from kg.extract.spans.letters import latin, respelt
from kg.extract.spans.tables import Table

INITIAL = re.compile(r"\w|[^\W\d_aeiouyаеиоуыэюя]{2}")
"""A letter that stands for a name: "J", "Дж"; "Ир" is a name."""
_SMALL = frozenset({"al", "el", "bin", "ibn", "de", "la", "von", "van", "der", "du", "da", "di"})


_CASES = ("dative", "genitive", "instrumental")
"""The cases other than the first that a name may have, as tables call them."""

Known = Callable[[str, bool], str | None]
"""How the authority writes a word of a name, if it knows it; whether it is the family's, which stands last."""


@cache
def spoken_in(code: str, state: Notation) -> bool:
    """Is a language one of a state's own?

    >>> spoken_in("fr", Notation("TD")), spoken_in("fr", Notation("RU"))
    (True, False)
    """
    from babel.languages import get_official_languages

    return code in get_official_languages(state)


@cache
def writes_latin(state: Notation) -> bool:
    """Are Latin letters those of a state of today, as far as CLDR says? It is silent on many where English is spoken.

    >>> writes_latin(Notation("FR")), writes_latin(Notation("EG"))
    (True, False)
    """
    from babel.core import get_global

    return "_Latn_" in str(get_global("likely_subtags").get(f"und_{state}", ""))


def nobody(_word: str, _family: bool) -> str | None:
    """The words of nobody."""
    return None


def called(
    words: Sequence[str], state: Notation | None, table: Table
) -> tuple[Notation, str] | None:
    """Who of those is meant that a language calls otherwise than they sound, with whose they are; nobody if two fit.

    >>> from kg.extract.spans.tables import table
    >>> called(["Иоанном", "XXIII"], None, table("ru"))
    ('VA', 'John XXIII')
    """
    found = {
        (own, name)
        for own, name, said in table.people
        if (own == state or (state is None and len(words) > 1)) and _short_for(words, said, table)
    }
    return min(found) if len({name for _, name in found}) == 1 else None


def _short_for(words: Sequence[str], said: Sequence[str], table: Table) -> bool:
    """Are words a full name, or part of it with the last of it?"""
    if not words or not _same(words[-1], said[-1], table):
        return False
    rest = iter(said[:-1])
    return all(any(_same(w, s, table) for s in rest) for w in words[:-1])


def _same(word: str, first: str, table: Table) -> bool:
    """Is a word a case of another, or its first letters?"""
    a, b = fold(word), fold(first)
    if INITIAL.fullmatch(a) and word[0].isupper():
        return b.startswith(a)
    return a == b or bool(_stems(a, table) & _stems(b, table))


def _stems(low: str, table: Table) -> set[str]:
    cut = {low[: -len(e)] for e in map(fold, table.lists["name-endings"]) if low.endswith(e)}
    return {low, *(c for c in cut if len(c) > 2)}


def latin_name(
    words: Sequence[str],
    table: Table,
    seen: Sequence[str] = (),
    known: Known = nobody,
    state: Notation | None = None,
    case: str = "",
) -> str:
    """A name as an English text would have it; one in Latin letters stays as it is.

    ``seen`` are the words of the text: the shortest of them with the stem of a word is its first case. ``known``
    tells how the authority writes a word, ``state`` by which rules those of a country are written.

    >>> from kg.extract.spans.tables import table
    >>> latin_name(["Нурланом", "Уранхаевым"], table("ru"))
    'Nurlan Urankhayev'
    """
    rules = table.romans.get(state or Notation(""), ())
    if table.script == "latin":
        plain = [_without_case(w, table) for w in words]
        if not rules:
            return " ".join(plain)
        return " ".join(
            (known(w, n + 1 == len(plain)) if len(w) > 3 else None) or _written(w, table, rules)
            for n, w in enumerate(plain)
        )
    if table.script == "joined":
        return _joined("".join(words))
    first = _first_cases(words, table, seen, known, case)
    last = len(first) - 1
    if rules:
        first = [_changed(w, table.lists["name-cases"]) or w for w in first]
        known = _listed(table)
    return " ".join(
        (known(w, n == last) if len(w) > 2 else None) or _written(w, table, rules)
        for n, w in enumerate(first)
    )


def _first_cases(
    words: Sequence[str], table: Table, seen: Sequence[str], known: Known, case: str = ""
) -> list[str]:
    """The words of a name in the first case: the given name tells that of the family's, and whose gender it is."""
    if case == "nominative":
        return list(words)
    if len(words) < 2 or not table.lists["given-cases"]:
        return [_first_case(w, table, seen) for w in words]
    out: list[str] = []
    gender = ""
    for w in words[:-1]:
        found = _given_case(w, table, known) if len(w) > 2 else None
        if found is None and case and (made := _changed(w, table.lists[case])):
            female = _womans(made, table)
            found = made, "f" if female else "m"
        out.append(found[0] if found else _first_case(w, table, seen))
        gender = gender or (found[1] if found else "")
    family = words[-1]
    if gender == "-":
        return [*out, family]
    if gender:
        return [*out, _changed(family, table.lists[f"family-cases-{gender}"]) or family]
    guessed = _changed(family, table.lists[case]) if case else None
    return [*out, guessed or _first_case(family, table, seen)]


def _listed(table: Table) -> Known:
    """The given names that a table has."""
    return lambda word, family: None if family else table.givens.get(fold(word))


def feminine(words: Sequence[str], table: Table, known: Known) -> bool | None:
    """Is somebody a woman, by the given name; None where it does not tell."""
    if not table.lists["given-cases"]:
        return None
    for w in words[:-1]:
        found = _given_case(w, table, known) if len(w) > 2 else None
        if found is not None:
            return _womans(found[0], table)
    return None


def _womans(given: str, table: Table) -> bool:
    """Is a given name, in the first case, one of women?"""
    return given.endswith(table.lists["female-endings"]) and (
        fold(given) not in table.words["masculine"]
    )


def case_of(low: str, table: Table) -> str:
    """The case of a noun by its ending, as a table has them; nothing where it has none."""
    if low in table.words["nominatives"]:
        return "nominative"
    for case in _CASES:
        if low.endswith(table.lists[f"{case}-endings"]):
            return case
    return "nominative"


def _given_case(word: str, table: Table, known: Known) -> tuple[str, str] | None:
    """A given name in the first case, with "m" or "f" where that was another, "-" where it was this one."""
    if known(word, False) and not word.endswith(table.lists["female-endings"]):
        return word, "-"
    for rule in table.lists["given-cases"]:
        ending, _, firsts = rule.partition(">")
        for first in (
            firsts.split("|") if word.endswith(ending) and len(word) > len(ending) + 1 else ()
        ):
            made = word[: -len(ending)] + first
            if fold(made) in table.givens:
                female = first in table.lists["female-endings"] and _womans(made, table)
                return made, "f" if female else "m"
    for rule in table.lists["given-cases"]:
        ending, _, firsts = rule.partition(">")
        if not word.endswith(ending) or len(word) - len(ending) < 2:
            continue
        for first in firsts.split("|"):
            made = word[: -len(ending)] + first
            if known(made, False):
                female = first in table.lists["female-endings"] and _womans(made, table)
                return made, "f" if female else "m"
    return (word, "-") if known(word, False) else None


def _changed(word: str, rules: Sequence[str]) -> str | None:
    for rule in rules:
        ending, _, first = rule.partition(">")
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            return word[: -len(ending)] + first
    return None


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


def _written(word: str, table: Table, rules: tuple[str, ...] = ()) -> str:
    if INITIAL.fullmatch(fold(word)) and word[0].isupper() and not rules:
        return latin(word).capitalize() + "."
    if table.script == "latin":
        parts = (
            respelt(p.lower(), rules).capitalize() if p[:1].isupper() else p
            for p in word.split("-")
        )
        return "-".join(parts)
    low = latin(respelt(word.lower(), rules or table.lists["roman"])).replace("'", "")
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
