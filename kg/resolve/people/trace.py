"""The work in progress on actors: items, their clusters, and the trace that explains them."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.core.model import Notation
from kg.resolve.clusters import Clusters
from kg.resolve.model import Reason
from kg.resolve.people.reference import Reference
from kg.resolve.people.units import Item, Unit


@dataclass(slots=True, kw_only=True)
class People:
    """The work in progress, and after it the trace that explains it.

    ``trace`` has the reasons of every pair of items that was compared, and whether it was joined.
    """

    known: Reference
    items: dict[str, Item] = field(default_factory=dict)
    clusters: Clusters = field(default_factory=Clusters)
    of_unit: dict[str, str] = field(default_factory=dict)
    trace: dict[tuple[str, str], tuple[tuple[Reason, ...], bool]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    ruled: set[str] = field(default_factory=set)
    """Items that a person has joined to another, whatever their names."""

    def item(self, key: str, *, polity: Notation | None, name: str | None = None) -> Item:
        """The item of a key, made if it is new. An entry of the reference data brings its names."""
        found = self.items.get(key)
        if found is None:
            person = self.known.catalog.person(key)
            if person is not None:
                names = self.known.names[person.iri]
                found = Item(
                    id=key, polity=person.polity or polity, names=names, authority=person.iri
                )
            else:
                parsed = (self.known.parse(name, polity),) if name else ()
                found = Item(id=key, polity=polity, names=parsed)
            self.items[key] = found
            self.clusters.add(key)
        return found

    def put(self, unit: Unit, key: str, *, name: str | None = None) -> Item:
        """Gives a unit to an item."""
        item = self.item(key, polity=unit.polity, name=name)
        item.take(unit)
        self.of_unit[unit.id] = key
        return item

    def cluster(self, key: str) -> list[Item]:
        """All items that are one with this one, in the order of their keys."""
        return [self.items[k] for k in sorted(self.clusters.members(key))]

    def note(self, a: str, b: str, reasons: tuple[Reason, ...], joined: bool) -> None:
        """Remembers what a comparison gave."""
        self.trace[(a, b) if a < b else (b, a)] = (reasons, joined)
