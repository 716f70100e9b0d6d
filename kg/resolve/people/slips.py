"""Names that differ by one or two letters: one person with a slip of the pen, more often than two people.

"Zakaliani" for "Zalkaliani" makes two nodes of one person. What is found is for a person to look at: brothers
and fathers have such names, too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.core.model import LocalIri, Notation
from kg.reference.catalog import Person
from kg.resolve.people.names import folded

MOST = 2
"""Letters that are put in, left out, changed, or changed places with their neighbour."""
_MARKS = re.compile(r"[\s.'-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Two people of one state, and the spellings of theirs that are nearest each other."""

    one: LocalIri
    other: LocalIri
    spellings: tuple[str, str]
    edits: int


def edits(a: str, b: str, most: int = MOST) -> int:
    """How many letters make one of the other; one more than ``most`` for all that is farther.

    >>> edits("zakaliani", "zalkaliani"), edits("selim", "salim"), edits("hoss", "sohs"), edits("lavrov", "putin")
    (1, 1, 2, 3)
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        last, before, row = before, row, [i] * (len(b) + 1)
        for j, y in enumerate(b, start=1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                row[j] = min(row[j], last[j - 2] + 1)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


class Names:
    """Full names of people by their state, to be asked which are near another name."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self._by: dict[tuple[Notation | None, int], list[tuple[int, str, str, LocalIri]]] = (
            defaultdict(list)
        )
        for person in people:
            self.add(person.iri, person.names, person.polity)

    def add(self, iri: LocalIri, names: Iterable[str], polity: Notation | None) -> None:
        """Takes a person in. A name of one word says too little to be compared."""
        for text, key in _full(names):
            self._by[polity, len(key)].append((_letters(key), key, text, iri))

    def near(self, names: Iterable[str], polity: Notation | None) -> dict[LocalIri, Near]:
        """Who of the state has a name near one of these, by the nearest spellings; same names are none apart."""
        out: dict[LocalIri, Near] = {}
        for text, key in _full(names):
            letters = _letters(key)
            for size in range(len(key) - MOST, len(key) + MOST + 1):
                for other_letters, other, written, iri in self._by.get((polity, size), ()):
                    # Each edit takes away one letter at most, and brings one.
                    if (letters ^ other_letters).bit_count() > 2 * MOST:
                        continue
                    n = edits(key, other)
                    if n <= MOST and (iri not in out or n < out[iri].edits):
                        out[iri] = Near(
                            one=LocalIri(""), other=iri, spellings=(text, written), edits=n
                        )
        return out


def slips(people: Mapping[LocalIri, Person]) -> Iterator[Near]:
    """All pairs of one state whose full names are near each other, each pair once.

    >>> def one(iri, name): return Person(iri=iri, label=name, names=(name,), family=(), polity="GE")
    >>> found = slips({"a": one("a", "David Zalkaliani"), "b": one("b", "David Zakaliani")})
    >>> [(n.spellings, n.edits) for n in found]
    [(('David Zakaliani', 'David Zalkaliani'), 1)]
    """
    names = Names()
    for iri, person in sorted(people.items()):
        for other, near in sorted(names.near(person.names, person.polity).items()):
            yield Near(one=iri, other=other, spellings=near.spellings, edits=near.edits)
        names.add(iri, person.names, person.polity)


def _full(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Names of several words, with what of them is compared: not how their words are joined."""
    for text in names:
        key = _MARKS.sub(" ", folded(text)).strip()
        if " " in key:
            yield text, key


def _letters(key: str) -> int:
    """Which letters occur, a bit for each."""
    out = 0
    for c in key:
        out |= 1 << (ord(c) & 31)
    return out
