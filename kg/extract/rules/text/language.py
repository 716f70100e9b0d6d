"""What the rules must be told of a language: tables, and what reads its dates.

A language is a module of kg.extract.rules.languages that makes one such value. The tables of its words
are in ontology/grammar.ttl, those of its calendar in a package of kg.dates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from kg.dates.expression import Expression
from kg.reference.catalog import Catalog


@dataclass(frozen=True, slots=True)
class StandIns:
    """Plain words that the model parses well, for what it parses badly: see reading.simplify.

    ``day`` stands after a preposition, ``day_alone`` without one; ``two`` is a word of groups
    ("the two") that is read as ``they``; ``sayings`` are words that the model takes for a verb, and what
    is read in their place.
    """

    people: tuple[str, ...]
    state: str
    body: str
    day: str
    day_alone: str
    place: str
    two: str
    they: str
    sayings: tuple[tuple[tuple[str, ...], str], ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the rules read.

    ``code`` is that of ISO 639, ``model`` the spaCy pipeline that is used unless another is wanted,
    ``relations`` the labels of its treebank and what they are among ours (syntax.py). ``words`` gives
    the lists of words of a catalog, ``expressions`` what a text says of dates, if it speaks from a day.
    """

    code: str
    model: str
    relations: Mapping[str, str]
    words: Callable[[Catalog], Mapping[str, frozenset[str]]]
    expressions: Callable[[str, date | None], tuple[Expression, ...]]
    stand_ins: StandIns
