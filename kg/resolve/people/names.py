"""Names of people as what can be compared: folded words, their skeletons, family and given names.

A skeleton is a word with its transliteration evened out ("Sergey" and "Sergei" have one), by the
rules in ontology/names.ttl. Nothing here knows a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Literal

from kg.core.ids import fold
from kg.core.model import Notation

Fit = Literal["spelling", "letters", "order", "middle", "initials", "nickname"]
folded = lru_cache(maxsize=65536)(fold)
"""``kg.core.ids.fold``, which the same names pass through again and again."""
_SPLIT = re.compile(r"[^\w']+")
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name. ``words`` are folded, ``bones`` their skeletons, without particles and suffix.

    ``family`` is the skeleton of the family name as the order of the state suggests; ``given`` the
    canonical forms of the first given name; ``middle`` what stands between the two.
    """

    text: str
    words: tuple[str, ...]
    bones: tuple[str, ...]
    family: str
    given: str
    middle: tuple[str, ...]
    suffix: str

    @property
    def full(self) -> bool:
        """Does the name say more than a family name?"""
        return len(self.bones) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """ontology/names.ttl, ready for use."""

    letters: tuple[tuple[str, str], ...]
    canonical: Mapping[str, str]
    nicknames: Mapping[str, frozenset[str]]
    particles: frozenset[str]
    suffixes: frozenset[str]
    family_first: frozenset[str]
    short_names: frozenset[str]


def skeleton(word: str, letters: Iterable[tuple[str, str]], canonical: Mapping[str, str]) -> str:
    """The letters that transliterations of one name share.

    >>> skeleton("sergey", [("ey$", "i")], {})
    'sergi'
    """
    word = canonical.get(word, word)
    for what, into in letters:
        if what[0] == "^":
            word = into + word[len(what) - 1 :] if word.startswith(what[1:]) else word
        elif what[-1] == "$":
            word = word[: 1 - len(what)] + into if word.endswith(what[:-1]) else word
        elif what in word:
            word = word.replace(what, into)
    return _DOUBLED.sub(r"\1", word)


def rules(words: Mapping[str, Iterable[str]]) -> Rules:
    """The rules of names from ``Catalog.words``; a list that is missing is empty.

    >>> rules({"letters": ["46 y>i", "20 kh>h"]}).letters
    (('kh', 'h'), ('y', 'i'))
    """
    canonical: dict[str, str] = {}
    for line in sorted(words.get("spelling", ())):
        first, *rest = line.split()
        canonical.update(dict.fromkeys(rest, first))
    ordered = sorted(words.get("letters", ()))
    pairs = [line.split(" ", 1)[1].split(">") for line in ordered]
    letters = tuple((what, into) for what, into in pairs)
    nicknames: dict[str, set[str]] = {}
    for line in words.get("nickname", ()):
        forms = [skeleton(form, letters, canonical) for form in line.split()]
        for form in forms:
            nicknames.setdefault(form, set()).add(forms[0])
    return Rules(
        letters=letters,
        canonical=canonical,
        nicknames={k: frozenset(v) for k, v in nicknames.items()},
        particles=frozenset(words.get("name-particle", ())),
        suffixes=frozenset(words.get("name-suffix", ())),
        family_first=frozenset(words.get("family-first", ())),
        short_names=frozenset(words.get("short-names", ())),
    )


def parser(known: Rules) -> Callable[[str, Notation | None], Name]:
    """A function (name, notation of the state) -> Name that remembers what it has parsed.

    >>> parse = parser(rules({"family-first": ["KP"], "letters": ["46 y>i"]}))
    >>> parse("Kim Jong-un", "KP").family, parse("Sergey Lavrov", "RU").family
    ('kim', 'lavrov')
    """

    bone = lru_cache(maxsize=65536)(
        partial(skeleton, letters=known.letters, canonical=known.canonical)
    )

    @lru_cache(maxsize=65536)
    def parse(text: str, polity: Notation | None) -> Name:
        plain = folded(text).replace(".", ". ").replace("'", "")
        if plain.count(",") == 1:
            left, right = plain.split(",")
            if right.strip(" .") not in known.suffixes:
                plain = f"{right} {left}"
        words = [w for w in _SPLIT.split(plain) if w] or [plain]  # a name of signs alone
        suffix = words.pop() if len(words) > 1 and words[-1] in known.suffixes else ""
        given = polity in known.family_first or polity in known.short_names
        kept = [w for i, w in enumerate(words) if (given and i == 0) or w not in known.particles]
        kept = kept or words
        bones = tuple(bone(w) for w in kept)
        first = polity in known.family_first and len(bones) > 1 and len(kept[0]) > 1
        family, others = (bones[0], bones[1:]) if first else (bones[-1], bones[:-1])
        return Name(
            text=text,
            words=tuple(kept),
            bones=bones,
            family=family if bones else "",
            given=others[0] if others else "",
            middle=tuple(others[1:]),
            suffix=suffix,
        )

    return parse


def fit(a: Name, b: Name, known: Rules) -> Fit | None:
    """How two full names go together, or None when they are names of two people.

    >>> r = rules({"nickname": ["joseph joe"]}); p = parser(r)
    >>> fit(p("Joseph R. Biden", "US"), p("Joe Biden", "US"), r)
    'nickname'
    >>> fit(p("George H. W. Bush", "US"), p("George W. Bush", "US"), r) is None
    True
    """
    if a.suffix and b.suffix and a.suffix != b.suffix:
        return None
    if a.words == b.words:
        return "spelling"
    if a.bones == b.bones or "".join(a.bones) == "".join(b.bones):
        return "letters"
    if len(a.bones) > 1 and sorted(a.bones) == sorted(b.bones):
        return "order"
    if a.family != b.family or not a.given or not b.given:
        return None
    middle = _middles(a.middle, b.middle)
    if middle is None:
        return None
    if a.given == b.given:
        return "middle"
    short, long = sorted((a.given, b.given), key=len)
    if len(short) == 1:
        return "initials" if long[0] == short else None
    one = known.nicknames.get(a.given, frozenset()) | {a.given}
    if one & (known.nicknames.get(b.given, frozenset()) | {b.given}):
        return "nickname"
    return None


def _middles(a: tuple[str, ...], b: tuple[str, ...]) -> bool | None:
    """Can the middle names be of one person? A middle that only one side has says nothing."""
    if not a or not b:
        return True
    short, long = sorted((a, b), key=len)
    if len(short) < len(long) and all(len(w) == 1 for w in short):
        return None  # "W." is not "H. W."
    rest = list(long)
    for word in short:
        at = next((i for i, w in enumerate(rest) if _initial(w, word)), None)
        if at is None:
            return None
        rest = rest[at + 1 :]
    return True


def _initial(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return a == b or (len(short) == 1 and long.startswith(short))


def close(a: str, b: str) -> bool:
    """Do two skeletons differ in one letter (put in, left out or changed)?"""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    return a[i + 1 :] == b[i + 1 :] or a[i + 1 :] == b[i:] or a[i:] == b[i + 1 :]
