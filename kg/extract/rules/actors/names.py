"""Names compared as names: when two are of one person, and when a surname is of somebody else."""

from __future__ import annotations

from difflib import SequenceMatcher

from kg.core.ids import fold
from kg.extract.rules.text.document import Text
from kg.extract.rules.text.mention import Mention

_ALIKE = 0.75
"""How alike two spellings of one name are, at least (ratio of difflib)."""


def alike(one: frozenset[str], other: frozenset[str], particles: frozenset[str]) -> bool:
    """Do the words of two names differ in nothing but particles and spellings ("el-Sisi", "al-Sisi")?

    >>> kim = frozenset({"kim", "jong", "un"})
    >>> alike(kim, frozenset({"kim", "yo", "jong"}), frozenset())
    False
    >>> alike(frozenset({"volodymyr", "zelensky"}), frozenset({"volodymyr", "zelenskyy"}), frozenset())
    True
    """
    left, right = (
        [w for w in sorted(a - b) if w not in particles and len(w) > 1]
        for a, b in ((one, other), (other, one))
    )
    if not left or not right:
        return True
    return len(left) == len(right) and all(
        a[0] == b[0] and min(len(a), len(b)) > 3 and SequenceMatcher(None, a, b).ratio() >= _ALIKE
        for a, b in zip(left, right, strict=True)
    )


def turned_round(text: str, known: str | None, particles: frozenset[str]) -> bool:
    """The same words, and two people: "Mohammed bin Abdulrahman" and "Abdulrahman bin Mohammed".

    >>> turned_round("Mohammed bin Salman", "Salman bin Mohammed", frozenset({"bin"}))
    True
    """
    first, other = (fold(n or "").replace("-", " ").split() for n in (text, known))
    both = set(first) & set(other)
    if not particles & both:
        return False
    return first[0] != other[0] and {first[0], other[0]} <= both


def of_a_trade(doc: Text, m: Mention) -> bool:
    """ "The singer Lavrov": a plain noun between the article and a surname is of somebody else."""
    if m.start < 2 or m.offices or m.start != m.core[0]:
        return False
    noun, article = doc[m.start - 1], doc[m.start - 2]
    return noun.text.isalpha() and noun.text.islower() and article.lower_ in {"the", "a", "an"}


def head_noun(label: str) -> str:
    """ "secretary of state" -> "secretary"; "foreign minister" -> "minister"."""
    words = label.split()
    for i, w in enumerate(words):
        if i and w in {"of", "for", "to", "on"}:
            return words[i - 1]
    return words[-1]
