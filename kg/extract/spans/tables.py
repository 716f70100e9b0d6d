"""What a language calls states, offices and bodies, and its small words: ``ontology/languages``, a file each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from kg.core.errors import KgError
from kg.core.ids import fold
from kg.core.model import LocalIri, Notation
from kg.reference.read import folder

FOLDER = "languages"
SOUNDS, GENERAL, SEATS = "sounds.toml", "general.toml", "seats.toml"
_LISTS = (
    "endings", "name-endings", "prefixes", "spelling", "roman", "given-cases", "family-cases-m", "family-cases-f", "name-cases", "homes", "folk-endings", "verb-endings", "dative", "genitive", "instrumental", "dative-endings", "genitive-endings", "instrumental-endings", "counts", "feminine", "female-endings", "plural-endings", "state-endings", "domestic",
)  # fmt: skip
_FOLDED = frozenset(
    {
        "endings",
        "name-endings",
        "prefixes",
        "dative-endings",
        "genitive-endings",
        "instrumental-endings",
    }
)
_WORDS = (
    "stop",
    "keep",
    "honorifics",
    "he",
    "she",
    "possessive",
    "they",
    "i",
    "of-states",
    "capital",
    "bodies",
    "missions",
    "and",
    "articles",
    "folk",
    "ministries",
    "regions",
    "unnamed",
    "portfolios",
    "sides",
    "back",
    "former",
    "latter",
    "ours",
    "singular",
    "at",
    "seats",
    "here",
    "particles",
    "clauses",
    "female",
    "many",
    "objects",
    "relative",
    "men",
    "women",
    "given",
    "surnames",
    "indefinite",
    "hosts",
    "earlier",
    "foreign",
    "heads",
    "masculine",
    "nominatives",
    "with",
    "plurals",
)
_PHRASES = ("both", "counterpart", "home", "guest", "own", "alone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A language as its file has it.

    ``script`` is "latin", "cyrillic", "arabic" or "joined" (written without spaces between words). ``endings`` and
    ``prefixes`` are cut off words before they are compared, if ``least`` letters are left ("nne>n" puts others for them); ``name_endings`` off names
    of people. ``apostrophe`` says whether what stands "before" or "after" one is a word of its own that means
    nothing, or neither ("within"); ``nouns`` whether these are written "capital" or "small", and ``peoples`` the same of words for people of a state;
    ``genitive`` the ending of a name of which something is that follows it ("Kenias Präsident"). ``spelling`` are lines "what>into", from the spelling of foreign names in this
    language to that in English; ``roman`` such as give an unknown name its letters; "given-cases" and "family-cases-m", "-f" are endings of names with those of the
    first case; ``romans`` give unknown names of a state theirs, by notation, after "name-cases" were cut. ``givens`` are how given names are
    written here, by how they are at home, ``local`` those that are others in a state. ``people`` are names that
    are called otherwise in English than they sound, with whose they are. ``cities`` are adjectives by the city that they are of. ``tails`` end
    words for offices that no list has, by the local name of a post ("Klimaminister"). "verb-endings" and "clauses" tell a clause from an apposition. "homes" are the states whose offices are named without saying whose; "counts" the words for two, for three and on. ``words`` are its small words by what they do, ``phrases`` those of several words;
    ``offices`` by the local name of a post, ``states``, ``adjectives`` and ``metonyms`` by notation,
    ``organisations`` by local name; ``groups`` are several states at once, by their notations ("Westmächte"), ``press``
    words in the names of newspapers by where these appear, ``places`` what those of the catalog are called, by their labels. "counts" are the numbers from two on, "feminine" endings of
    words for women, "female" their given names; "earlier" tells that a sentence is of another time than the one before,
    "foreign" are offices that are never of who publishes, "domestic" what words for others begin with, "objects" articles with which somebody else begins.
    """

    code: str
    script: str
    least: int = 4
    apostrophe: str = "within"
    nouns: str = "small"
    peoples: str = "capital"
    genitive: str = ""
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    offices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    states: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    adjectives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    metonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    romans: Mapping[Notation, tuple[str, ...]] = field(default_factory=dict)
    givens: Mapping[str, str] = field(default_factory=dict)
    tails: Mapping[str, str] = field(default_factory=dict)
    people: tuple[tuple[Notation, str, tuple[str, ...]], ...] = ()
    cities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    local: Mapping[Notation, Mapping[str, str]] = field(default_factory=dict)
    organisations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    press: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def known() -> tuple[str, ...]:
    """The languages that there are tables of, by code.

    >>> "fr" in known(), "en" in known()
    (True, False)
    """
    return tuple(sorted(p.stem for p in (folder() / FOLDER).glob("??.toml")))


def table(code: str) -> Table:
    """The table of a language. Raises KgError when there is none, or it is spoilt.

    >>> table("fr").offices["vice-president"]
    ('vice-président', 'vice-présidente')
    """
    return _table(folder() / FOLDER / f"{code}.toml")


@cache
def _table(path: Path) -> Table:
    try:
        given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return Table(
            code=path.stem,
            script=str(given["script"]),
            least=int(given.get("least", 4)),
            apostrophe=str(given.get("apostrophe", "within")),
            nouns=str(given.get("nouns", "small")),
            peoples=str(given.get("peoples", "capital")),
            genitive=str(given.get("genitive", "")),
            lists={
                k: tuple(fold(v) if k in _FOLDED else v for v in given.get(k, ())) for k in _LISTS
            },
            words={
                k: frozenset(fold(w.strip(".")) for w in str(given.get(k, "")).split())
                for k in _WORDS
            },
            phrases={k: _parted(str(given.get(k, ""))) for k in _PHRASES},
            offices={k: tuple(v) for k, v in given.get("offices", {}).items()},
            romans={
                Notation(state): tuple(v.split())
                for k, v in given.get("romans", {}).items()
                for state in k.split()
            },
            givens={fold(w): k for k, v in given.get("givens", {}).items() for w in v.split()},
            tails={fold(tail): k for k, v in given.get("tails", {}).items() for tail in v.split()},
            people=tuple(
                (Notation(state), name, tuple(re.split(r"[\s'\u2019-]+", said)))
                for state, row in given.get("people", {}).items()
                for name, forms in row.items()
                for said in _parted(forms)
            ),
            cities={k: tuple(v.split()) for k, v in given.get("cities", {}).items()},
            local={
                Notation(state): {fold(w): k for k, v in row.items() for w in v.split()}
                for state, row in given.get("local", {}).items()
            },
            adjectives={k: tuple(v.split()) for k, v in given.get("adjectives", {}).items()},
            **{
                part: {k: _parted(v) for k, v in given.get(part, {}).items()}
                for part in ("states", "metonyms", "organisations", "groups", "press", "places")
            },
        )
    except FileNotFoundError:
        raise KgError(
            f"no table of the language '{path.stem}'",
            where=str(path.parent),
            mend="one of " + ", ".join(known()),
        ) from None
    except (tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError, ValueError) as error:
        raise KgError(
            f"the table is spoilt: {error}", where=str(path), mend="restore the file"
        ) from None


@cache
def sounds() -> Mapping[Notation, tuple[tuple[str, ...], ...]]:
    """The rules by which names sound that come from a state, by its notation: ``sounds.toml`` beside the tables."""
    given = tomllib.loads((folder() / FOLDER / SOUNDS).read_text(encoding="utf-8"))
    out: dict[Notation, tuple[tuple[str, ...], ...]] = {}
    for language, states in given["of"].items():
        for state in states.split():
            rules = tuple(r for r in given[language].split())
            out[Notation(state)] = (*out.get(Notation(state), ()), rules)
    return out


@cache
def general_offices() -> Mapping[LocalIri, tuple[str, ...]]:
    """How the offices end that a word for a more general one may stand for: ``general.toml`` beside the tables."""
    given = tomllib.loads((folder() / FOLDER / GENERAL).read_text(encoding="utf-8"))
    return {LocalIri(k): tuple(v) for k, v in given.items()}


@cache
def former_seats() -> Mapping[Notation, tuple[LocalIri, int]]:
    """Where governments were before they moved, and until which year: ``seats.toml`` beside the tables."""
    given = tomllib.loads((folder() / FOLDER / SEATS).read_text(encoding="utf-8"))
    return {
        Notation(state): (LocalIri(f"place/{row['place']}"), int(row["until"]))
        for state, row in given.items()
    }


def _parted(text: str) -> tuple[str, ...]:
    return tuple(p.strip() for p in text.split("|") if p.strip())
