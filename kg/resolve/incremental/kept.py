"""What is kept of articles and of whom they mention, to look up. Decides nothing (people.py does).

The keys are those of people.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.core.model import LocalIri, Told
from kg.resolve.incremental.memory import Memory
from kg.resolve.incremental.pack import pack, unpack
from kg.resolve.incremental.units import entry_node
from kg.resolve.model import ResolvedActor
from kg.resolve.people.reference import Reference
from kg.resolve.people.units import Unit, units_of


class Kept:
    """The mentions of a memory, and the nodes that they refer to."""

    def __init__(self, memory: Memory, known: Reference) -> None:
        self.memory = memory
        self.known = known
        self._told: dict[LocalIri, tuple[Told, ...]] = {}
        self._units: dict[LocalIri, dict[str, Unit]] = {}

    def told(self, article: LocalIri) -> tuple[Told, ...]:
        """The mentions of an article."""
        found = self._told.get(article)
        if found is None:
            rows = self.memory.get("t|" + article) or ()
            found = self._told[article] = tuple(unpack(r) for r in rows)
        return found

    def units(self, article: LocalIri) -> dict[str, Unit]:
        """The units of an article by their ids."""
        found = self._units.get(article)
        if found is None:
            found = {u.id: u for u in units_of(self.told(article), self.known)}
            self._units[article] = found
        return found

    def unit(self, name: str) -> Unit | None:
        """A unit by its id, which begins with its article."""
        return self.units(LocalIri(name.split("|", 1)[0])).get(name)

    def actor(self, iri: LocalIri) -> ResolvedActor:
        """A node by its IRI."""
        entry = entry_node(iri, self.known)
        if entry is not None:
            return entry
        row = self.memory.get("v|" + iri)
        lists = {name: tuple(row[name]) for name in ("names", "offices", "former")}
        return ResolvedActor(**{**row, **lists})

    def refers(self, article: LocalIri) -> Mapping[LocalIri, LocalIri]:
        """The node of each actor mention of an article."""
        found: dict[LocalIri, LocalIri] = self.memory.get("a|" + article) or {}
        return found

    def users(self, node: LocalIri) -> set[LocalIri]:
        """The articles that refer to a node which is no entry of the reference data."""
        return set(map(LocalIri, self.memory.members("q|" + node)))

    def entry(self, iri: LocalIri) -> bool:
        """Is a node an entry of the reference data?"""
        c = self.known.catalog
        return iri in c.people or iri in c.polities or iri in c.organisations

    def write(self, articles: Mapping[LocalIri, Sequence[Told]]) -> None:
        """Keeps what articles say, in place of what they said."""
        for article, told in articles.items():
            self._told.pop(article, None)
            self._units.pop(article, None)
            rows = [pack(t) for _, t in sorted({t.mention: t for t in told}.items())]
            self.memory.put("t|" + article, rows or None)
