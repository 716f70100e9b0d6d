"""What a text of dates is made of in any language: words with their parts in a date, and numbers."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

Features: TypeAlias = Mapping[str, Any]
"""Some of the values of an Expression, by their names."""
Roles: TypeAlias = Mapping[str, Features]
"""The parts that a word can play in a date, with what it says in each."""


class Atom(NamedTuple):
    """A word or number of a date, and where it stands in the text."""

    roles: Roles
    start: int
    end: int


BREAK: Roles = {"break": {}}
COMMA: Roles = {"comma": {}}
DASH: Roles = {"dash": {}}
PAREN: Roles = {"paren": {}}

_LETTERS = str.maketrans(
    {"ı": "i", "İ": "i", "ё": "е", "ß": "s", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"}
    | dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\u2002\u2003\u3000\t\r", " ")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u301c\uff5e~", "-")
    | {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "،": ","}
    | {"，": ",", "、": ",", "（": "(", "）": ")", "．": ".", "：": ":", "／": "/"}
)
_LATIN = range(0xC0, 0x250)


def _plainest(character: str) -> str:
    """A letter without case and, where it is Latin, without accent; digits of any script as ours."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    low = character.lower()
    low = low if len(low) == 1 else character
    if ord(low) in _LATIN:
        base = unicodedata.normalize("NFD", low)[0]
        return base if base.isalpha() else low
    return low


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in which patterns look, and the place in the text itself of each of its characters."""

    text: str
    places: tuple[int, ...] | None = None

    def place(self, at: int) -> int:
        return at if self.places is None else self.places[at]


def folded(text: str) -> Folded:
    """Without case, accents, vowel signs and variants; places are kept.

    >>> folded("Déc. ２０２４").text, folded("De\u0301c.").places
    ('dec. 2024', (0, 1, 3, 4, 5))
    """
    seen: dict[str, str] = {}
    out: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text.translate(_LETTERS)):
        plain = seen.get(character)
        if plain is None:
            # Signs of vowels and accents that stand apart from their letters are left out.
            apart = unicodedata.category(character) in ("Mn", "Cf") or character == "ـ"
            plain = seen[character] = "" if apart else _plainest(character)
        if plain:
            out.append(plain)
            places.append(at)
    whole = len(out) == len(text)
    return Folded("".join(out), None if whole else (*places, len(text)))
