"""Where a name begins and ends among the words of an entry.

Titles, offices, states and bodies are known words; what is capitalised and none of them is a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.core.ids import fold
from kg.extract.rules.memo.words import (
    Words,
    bare,
    is_code,
    is_connector,
    is_particle,
    is_suffix,
    names_a_person,
    only_a_name_follows,
)

_INITIAL = re.compile(r"[A-Z]\.?\Z")
_LORDS = frozenset({"lord", "lady", "senator", "congressman", "congresswoman", "judge"})
NAME_WORD = re.compile(r"[^\W\d_][\w.'’&-]*\Z")


def name_parts(
    tokens: Sequence[str], words: Words
) -> tuple[list[str], list[str] | None, list[str]]:
    """Words of a segment before the name, the name, and words after it.

    >>> from kg.extract.rules.memo.words import words
    >>> from kg.reference.read import load
    >>> name_parts("Secretary of Finance Eustaquio Mendez Delfino".split(), words(load()))
    (['Secretary', 'of', 'Finance'], ['Eustaquio', 'Mendez', 'Delfino'], [])
    """
    i = 0
    sure = False
    while i < len(tokens):
        token = tokens[i]
        if only_a_name_follows(token) and i + 1 < len(tokens):
            sure = True
            i += 1
            break
        word = bare(token)
        step = title_length(tokens, i, words)
        if step:
            i += step
        elif (is_connector(token) and i + 1 < len(tokens) and not _starts_name(tokens, i)) or (
            word == ""
            or (
                len(token) > 1
                and is_code(token)
                and (i + 1 < len(tokens) and title_length(tokens, i + 1, words))
            )
        ):
            i += 1
        else:
            break
    if sure:
        while i + 1 < len(tokens) and (
            only_a_name_follows(tokens[i]) or bare(tokens[i]) in {"lt", "col"}
        ):
            i += 1
    if i == len(tokens) > 1 and bare(tokens[-2]) in _LORDS:
        i -= 1  # "Lord Home"
        sure = True
    before = list(tokens[:i])
    name: list[str] = []
    while i < len(tokens):
        token = tokens[i]
        full = [t for t in name if len(bare(t)) > 1 and not is_particle(t)]
        if is_suffix(token) and name:
            name.append(token.rstrip("."))
        elif (
            is_particle(token)
            and i + 1 < len(tokens)
            and (_capital(tokens[i + 1]) or is_particle(tokens[i + 1]))
        ):
            name.append(token)
        elif not _capital(token) or not NAME_WORD.match(token.strip("[]")):
            break
        elif _INITIAL.match(token) and name:
            name.append(token)
        elif (
            (full and is_code(token) and not all(t.isupper() for t in name))
            or (
                full
                and not (sure and len(name) < 2 and i + 1 == len(tokens))
                and (title_length(tokens, i, words))
            )
            or (not name and not sure and title_length(tokens, i, words))
        ):
            break
        else:
            name.append(re.sub(r"['’]s$", "", token))
            if name[-1] != token:
                return before, name, []
        i += 1
    full = [t for t in name if len(bare(t)) > 1 and not is_particle(t)]
    if (name and not full) or (len(name) == 1 and not sure and _unfinished(tokens[: i - 1], words)):
        return list(tokens), None, []
    if (
        not name
        or all(is_particle(t) for t in name)
        or (is_code(name[0]) and len(name) == 1 and not sure)
    ):
        return list(tokens), None, []
    rest = tokens[i:]
    if (
        not sure
        and not before
        and rest
        and not is_connector(rest[0])
        and not (is_code(rest[0]) or names_a_person(" ".join(rest)) or not _capital(rest[0]))
    ):
        return list(tokens), None, []  # "Baltic Copper Corporation"
    if not sure and not before and len(name) == 1:
        # One capitalised word alone may be anything: "Veto", "London".
        return list(tokens), None, []
    return before, name, list(tokens[i:])


def _unfinished(before: Sequence[str], words: Words) -> bool:
    """Does an office still want its noun: "Division of the American …", "Office of Philippine and …"?"""
    if not any(is_connector(t) for t in before):
        return False
    last = fold(before[-1])
    return is_connector(last) or last in words.adjectives


def _starts_name(tokens: Sequence[str], i: int) -> bool:
    return is_particle(tokens[i]) and fold(tokens[i]) in {"de", "la"} and _capital(tokens[i + 1])


def title_length(tokens: Sequence[str], i: int, words: Words) -> int:
    """How many words from i on are of a title, an office, a state or a body."""
    if not tokens[i][:1].isalnum() and tokens[i][:1] != "[":
        return 0
    for n in (5, 4, 3, 2, 1):
        if i + n > len(tokens):
            continue
        phrase = fold(" ".join(tokens[i : i + n])).strip(" ,[]")
        if phrase in words.ambiguous and n == 1:
            return 0
        if phrase in words.notations or phrase.removesuffix("'s") in words.notations:
            return n
        if n > 1 and phrase in words.body_states:
            return n
        if n <= 3 and phrase.replace(".", "") in words.honorifics:
            return n
    word = bare(tokens[i])
    if word in words.offices or word.removesuffix("'s") in words.offices:
        return 1
    if all(w in words.offices for w in word.split("-")) and "-" in word:
        return 1
    return 0


def _capital(token: str) -> bool:
    head = token.lstrip('[("“')
    return head[:1].isupper() or bool(re.match(r"(?:d['’]|el-|al-|ud-|de[A-Z]|van[A-Z])", head))


def tidy(name: Sequence[str]) -> str:
    """A name in ordinary letters."""
    shown = []
    for token in name:
        token = token.strip(",;[]()")
        letters = [c for c in token if c.isalpha()]
        if is_suffix(token):
            shown.append(token)
            continue
        if len(letters) > 2 and all(c.isupper() for c in letters) and "." not in token:
            token = "-".join(p.capitalize() for p in token.split("-"))
        shown.append(token)
    text = " ".join(shown)
    return text if len(shown[-1].rstrip(".")) == 1 else text.rstrip(".")
