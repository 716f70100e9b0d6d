"""What graph/events says, kept in step with resolution: which rows go and which come with a change.

An event, a passage and an article have rows of their own. A place, a topic, a publisher and "who met
whom" follow from all that mention them: for these every description is counted, so that one goes
when the last who gives it goes, whatever the order in which they came.

    z|ARTICLE   its rows and what it describes      B|THING    descriptions and how often each is given
    d|NODE      how an own actor was described      count      articles, mentions, types, statuses
    corrected|ARTICLE   its passages as they were read that persons correct, and what describes the corrections
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from kg.construction import corrected
from kg.construction.event_rows import (
    Row,
    Thing,
    actor_thing,
    event_rows,
    event_things,
    mention_rows,
    mention_things,
    publisher_rows,
    publisher_things,
    thing_rows,
)
from kg.core.ids import iri, local
from kg.core.model import Curie, LocalIri
from kg.core.terms import KG, OWL
from kg.reference.catalog import Catalog
from kg.resolve.incremental.memory import Memory
from kg.resolve.incremental.pack import unpack
from kg.resolve.incremental.state import Change, State
from kg.resolve.model import MergedEvent

_FEW = 20
"""Things that are read one by one."""


@dataclass(slots=True, kw_only=True)
class Entries:
    """Rows that go and rows that come."""

    gone: set[Row] = field(default_factory=set)
    new: set[Row] = field(default_factory=set)

    def swap(self, old: Iterable[Row], now: Iterable[Row]) -> None:
        """Puts some rows in place of others that stood there."""
        self.gone.update(old)
        self.new.update(now)

    def settled(self) -> tuple[set[Row], set[Row]]:
        """What really goes and comes."""
        return self.gone - self.new, self.new - self.gone


class Ledger:
    """The rows of a state, in the same memory."""

    def __init__(
        self,
        memory: Memory,
        catalog: Catalog,
        links: Mapping[LocalIri, Sequence[str]] | None = None,
    ) -> None:
        self.memory = memory
        self.catalog = catalog
        self.links = links or {}
        self._things: dict[str, dict[str, int]] = {}

    def enter(
        self,
        change: Change,
        state: State,
        publishers: Mapping[LocalIri, str | None],
        ruled: Iterable[Thing] = (),
    ) -> tuple[set[Row], set[Row]]:
        """Takes a change in; gives the rows that go and those that come.

        ``publishers`` has the articles that were put, with the name of each publisher, and not those
        that were dropped. ``ruled`` are rulings that are weighed against everything: then this is the
        one change.
        """
        entries = Entries()
        for events, rows, sign in (
            (change.before, entries.gone, -1),
            (change.after, entries.new, 1),
        ):
            things: list[Thing] = []
            for event in events.values():
                rows.update(event_rows(event, self.catalog))
                things += event_things(event, self.catalog)
            self._count(things, sign)
        for node in change.nodes | change.gone:
            old = self.memory.get("d|" + node)
            if old is not None:
                self._count([(old[0], old[1])], -1)
            row = None if node in change.gone else actor_thing(state.persons.actor(node))
            if row is not None:
                self._count([row], 1)
            self.memory.put("d|" + node, list(row) if row else None)
        self.memory.expect("z|" + a for a in change.articles)
        for article in sorted(change.articles):
            self._article(article, state, publishers, entries)
        self._count(list(ruled), 1)
        for thing, before in self._things.items():
            now = self.memory.get("B|" + thing) or {}
            entries.swap(self._rows(thing, before), self._rows(thing, now))
        self._things.clear()
        self._totals(change.before.values(), change.after.values())
        return entries.settled()

    def _rows(self, thing: str, values: Mapping[str, int]) -> Iterator[Row]:
        """What is said of a thing, and what a person says that it is the same as."""
        if thing.partition("|")[0] in corrected.KINDS:
            yield from corrected.rows(thing, values)
            return
        yield from thing_rows(thing, values)
        me = LocalIri(thing.partition("|")[2])
        if values and not thing.startswith("met|") and not self._entry(me):
            yield from self._links(me)

    def _links(self, me: LocalIri) -> Iterator[Row]:
        for other in self.links.get(me, ()):
            yield me, OWL.sameAs, ox.NamedNode(other)

    def entry_links(self) -> Iterator[Row]:
        """What entries of the reference data are the same as, by the word of a person."""
        for me in sorted(self.links):
            if self._entry(me):
                yield from self._links(me)

    def _entry(self, me: LocalIri) -> bool:
        """Is it in the reference data, so that its links stand whoever mentions it?"""
        return me in self.catalog.people or me in self.catalog.places

    def _article(
        self,
        article: LocalIri,
        state: State,
        publishers: Mapping[LocalIri, str | None],
        entries: Entries,
    ) -> None:
        old = self.memory.get("z|" + article)
        told = state.persons.told(article)
        if article in publishers:
            publisher = publishers[article]
        else:
            publisher = old["publisher"] if old and told else None
        said = corrected.kept(self.memory, article)
        if article not in publishers and old and said:
            publisher = old["publisher"]
        there = article in publishers or bool(told) or bool(said)
        if old is not None:
            entries.gone.update(_loose(old["rows"]))
            self._count([(t, v) for t, v in old["things"]], -1)
        if not there:
            self.memory.put("z|" + article, None)
            self._add("articles", -1 if old else 0)
            self._add("mentions", -old["mentions"] if old else 0)
            return
        rows: list[Row] = []
        things: list[Thing] = []
        refers = state.persons.refers(article)
        for t in told:
            event = state.event_of(t.mention, article).iri
            read = said.get("read", {}).get(t.mention)
            was = unpack(read) if read else None
            rows += mention_rows(t, refers, event, self.catalog, read=was, added=said.get("added"))
            things += mention_things(was or t, self.catalog)
        things += [(thing, value) for thing, value in said.get("things", ())]
        first = state.copies.source(article)
        if first != article:
            rows.append((article, KG.copyOf, ox.NamedNode(iri(first))))
        if publisher:
            rows += publisher_rows(article, publisher, self.catalog)
            things += publisher_things(publisher, self.catalog)
        entries.new.update(rows)
        self._count(things, 1)
        self._add("articles", 0 if old else 1)
        self._add("mentions", len(told) - (old["mentions"] if old else 0))
        kept: dict[str, Any] = {
            "publisher": publisher,
            "mentions": len(told),
            "rows": _tight(rows),
            "things": [list(t) for t in things],
        }
        self.memory.put("z|" + article, kept)

    def _count(self, things: Sequence[Thing], sign: int) -> None:
        if len(things) > _FEW:
            self.memory.expect("B|" + thing for thing, _ in things)
        for thing, value in things:
            if thing not in self._things:
                self._things[thing] = dict(self.memory.get("B|" + thing) or {})
            # A description may go before it comes again, so a count may be below none for a while.
            bag = self.memory.get("B|" + thing)
            if bag is None:
                bag = {}
                self.memory.put("B|" + thing, bag)
            bag[value] = bag.get(value, 0) + sign
            if not bag[value]:
                del bag[value]
            self.memory.touch("B|" + thing)

    def _totals(self, before: Iterable[MergedEvent], after: Iterable[MergedEvent]) -> None:
        for events, sign in ((before, -1), (after, 1)):
            for e in events:
                self._add("types", sign, e.type)
                self._add("statuses", sign, e.status)

    def _add(self, what: str, n: int, name: str = "") -> None:
        totals = self.memory.get("count")
        if totals is None:
            totals = {}
            self.memory.put("count", totals)
        group = totals.setdefault(what, {})
        group[name] = group.get(name, 0) + n
        if not group[name]:
            del group[name]
        self.memory.touch("count")


def _tight(rows: Iterable[Row]) -> dict[LocalIri, list[str]]:
    """The rows of an article by subject, properties and objects by turns. All objects are IRIs of ours."""
    out: dict[LocalIri, list[str]] = {}
    for s, p, o in rows:
        out.setdefault(s, []).extend((p, local(o.value)))
    return out


def _loose(rows: Mapping[LocalIri, Sequence[str]]) -> Iterator[Row]:
    """The rows that were made tight."""
    for s, said in rows.items():
        for p, o in zip(said[::2], said[1::2], strict=True):
            yield s, Curie(p), ox.NamedNode(iri(LocalIri(o)))
