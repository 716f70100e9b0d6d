"""Names compared as names: when two are of one person, and when a surname is of somebody else."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from kg.core.ids import fold
from kg.extract.rules.text.document import Text
from kg.extract.rules.text.mention import Mention
from kg.reference.catalog import Office, Person

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


def another(
    text: str, known: str | None, particles: frozenset[str], *, no_middle: bool = False
) -> bool:
    """Is a name that shares its words with a known one somebody else's?

    The same words in another order with a particle between them are; and of people with ``no_middle`` name,
    as Korean and Chinese ones, one with a second syllable of the given name.

    >>> another("Park Jin Hee", "Park Jin", frozenset(), no_middle=True)
    True
    >>> another("John Fred Kerry", "John Kerry", frozenset())
    False
    """
    first, other = (fold(n or "").replace("-", " ").split() for n in (text, known))
    longer = no_middle and {len(first), len(other)} == {2, 3} and first[:2] == other[:2]
    return longer or turned_round(text, known, particles)


def of_a_trade(doc: Text, m: Mention) -> bool:
    """ "The singer Lavrov": a plain noun between the article and a surname is of somebody else."""
    if m.start < 2 or m.offices or m.start != m.core[0]:
        return False
    if m.end < len(doc) and doc[m.end].text in {"-", "–"}:
        return False  # "a possible Trump-Putin summit"
    noun, article = doc[m.start - 1], doc[m.start - 2]
    return noun.text.isalpha() and noun.text.islower() and article.lower_ in {"the", "a", "an"}


def head_noun(label: str) -> str:
    """ "secretary of state" -> "secretary"; "foreign minister" -> "minister"."""
    words = label.split()
    for i, w in enumerate(words):
        if i and w in {"of", "for", "to", "on"}:
            return words[i - 1]
    return words[-1]


_FORMAL = re.compile(r"[a-z]{3}[A-Z]|\b[JS]r\b|[a-z]\s+[A-Z]\b\.?(?!-)")


def as_known(text: str) -> bool:
    """Is a full name written as people know it, and not as registers do: with an initial in the middle?

    >>> as_known("Antony Blinken"), as_known("Antony J. Blinken"), as_known("Blinken")
    (True, False, False)
    """
    return " " in text and not _FORMAL.search(text)


def shown(
    text: str, words: frozenset[str], *, entry: Person, name: str | None, written: frozenset[str]
) -> tuple[str, frozenset[str]]:
    """The fullest form in which an article writes the name of somebody known, and its words.

    ``name`` and ``written`` are those so far. It is the authority's for a surname alone, and for what only
    registers write ("Joseph R. Biden, Jr."); initials alone are how some are called ("S. Jaishankar").
    """
    known = {w for n in (*entry.names, *entry.family) for w in fold(n.replace("-", " ")).split()}
    if as_known(text) and words & known and len(words) >= len(written):
        return text, words
    return (name if name and written else entry.label), written


def calm(name: str) -> str:
    """A name in capitals as it is written elsewhere; what may be initials stays.

    >>> calm("MARSUDI"), calm("KP SHARMA OLI"), calm("Ban Ki-moon")
    ('Marsudi', 'KP Sharma Oli', 'Ban Ki-moon')
    """
    if not name.isupper():
        return name
    words = name.split(" ")
    return " ".join(w.title() if len(w) > 2 else w for w in words)


def heads(office: Office, chief: Office, text: str) -> bool:
    """Is "the Secretary", "the Minister" the head of the ministry that speaks?"""
    names = {head_noun(fold(n)) for n in chief.names}
    return text[:1].isupper() and head_noun(office.label) in names


def first_words(name: str | None) -> set[str]:
    """The family name of names that put it first: the first word of a hyphenated East Asian name.

    >>> first_words("Kim Jong-un"), first_words("Anna Lund")
    ({'kim'}, set())
    """
    parts = (name or "").split()
    return {fold(parts[0])} if len(parts) == 2 and "-" in parts[1] else set()
