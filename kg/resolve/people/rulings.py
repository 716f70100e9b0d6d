"""A person's rulings about actors, as joins and cannot-links of items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kg.core.ids import local
from kg.core.model import Judgement
from kg.resolve.judgements import is_iri
from kg.resolve.people.names import folded
from kg.resolve.people.nodes import own_iri
from kg.resolve.people.reference import Reference, sorted_bones
from kg.resolve.people.trace import People
from kg.resolve.people.units import Unit
from kg.resolve.weights import judged


class Rulings:
    """Judgements about actors, as joins and cannot-links of items."""

    def __init__(
        self, units: Sequence[Unit], judgements: Sequence[Judgement], people: People
    ) -> None:
        self.judgements = judgements
        self.scoped: set[str] = set()
        self.unlinked: set[str] = set()
        self.failed: set[int] = set()
        self._units = {u.id: u for u in units}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._by_mention: dict[str, str] = {}
        self._by_source: dict[str, list[str]] = defaultdict(list)
        if not judgements:
            return
        for u in units:
            for name in dict.fromkeys(u.names or [u.office or ""]):
                self._by_name[folded(name)].append(u.id)
            for m in u.mentions:
                self._by_mention[m] = u.id
            self._by_source[u.source_id].append(u.id)
        for j in judgements:
            mine = self._own(j, people.known)
            if j.scope not in {"actor", "event"} or self._is_mention(j):
                self.scoped.update(i for i in mine if self._units[i].kind == "person")
                self.unlinked.update(mine)
            elif not j.same:
                # Told apart from an entry of the reference data: the link to it is what is wrong.
                ends = {local(j.left), local(j.right)}
                self.unlinked.update(i for i in mine if self._units[i].ref in ends)

    @staticmethod
    def _is_mention(j: Judgement) -> bool:
        return local(j.left).startswith("mention/") or local(j.right).startswith("mention/")

    def _own(self, j: Judgement, known: Reference) -> list[str]:
        """The units that a ruling takes out of what they were: those of its article, or its mentions."""
        if self._is_mention(j):
            ends = (local(j.left), local(j.right))
            return [self._by_mention[e] for e in ends if e in self._by_mention]
        if j.scope in {"actor", "event"}:
            return [
                i
                for e in (j.left, j.right)
                if not is_iri(local(e))
                for i in self._by_name.get(folded(e), ())
            ]
        here = self._by_source.get(j.scope, [])
        for end in (j.left, j.right):
            found = [i for i in here if self._is(self._units[i], end, known)]
            if found:
                return found
        return []

    @staticmethod
    def _is(unit: Unit, end: str, known: Reference) -> bool:
        end = local(end)
        if is_iri(end):
            return end in {unit.ref, own_iri(unit.name, unit.office, unit.polity), *unit.mentions}
        if folded(end) in {folded(n) for n in (*unit.names, unit.office or "")}:
            return True
        if unit.name is None:
            return False
        return known.parse(end, unit.polity).bones == (known.parse(unit.name, unit.polity).family,)

    def _items(self, j: Judgement, end: str, people: People) -> list[str]:
        """The items that one end of a ruling means."""
        end = local(end)
        scoped = j.scope not in {"actor", "event"}
        if scoped:
            mine = self._own(j, people.known)
            if mine and any(self._is(self._units[i], end, people.known) for i in mine):
                return sorted({people.of_unit[i] for i in mine if i in people.of_unit})
        if end in self._by_mention:
            unit = self._by_mention[end]
            return [people.of_unit[unit]] if unit in people.of_unit else []
        if not is_iri(end):
            found = [
                people.of_unit[i] for i in self._by_name.get(folded(end), ()) if i in people.of_unit
            ]
            return sorted(set(found)) or self._named(end, people)
        catalog = people.known.catalog
        if end in people.items:
            return [end]
        if end in catalog.people:
            return [people.item(end, polity=None).id]
        return sorted(
            k
            for k, i in people.items.items()
            if i.units and end == own_iri(i.units[0].name, i.units[0].office, i.polity, i.tag)
        )

    @staticmethod
    def _named(end: str, people: People) -> list[str]:
        """Entries of the reference data with exactly this name."""
        known = people.known
        keys = known.by_bones.get(sorted_bones(known.parse(end, None)), ())
        same = [
            k
            for k in keys
            if k not in known.catalog.envoys
            and folded(end) in {folded(n) for n in known.catalog.people[k].names}
        ]
        return [people.item(k, polity=None).id for k in same]

    def apply(self, people: People, *, last: bool = False) -> None:
        """Forbids first, then joins, as far as the items are there; says at the end what was not."""
        for same in (False, True):
            for n, j in enumerate(self.judgements):
                if j.same is not same:
                    continue
                left, right = (self._items(j, e, people) for e in (j.left, j.right))
                if last and not (left and right):
                    missing = j.right if left else j.left
                    people.problems.append(f"line {j.line}: nothing here is called '{missing}'")
                for a in left:
                    for b in right:
                        if a == b:
                            continue
                        if not j.same:
                            if last and people.clusters.find(a) == people.clusters.find(b):
                                self.failed.add(n)
                            people.clusters.forbid(a, b)
                        elif not people.clusters.join(a, b):
                            self.failed.add(n)
                            continue
                        else:
                            people.ruled.update((a, b))
                        people.note(a, b, (judged(j.same, j.why, j.line),), j.same)
        if last:
            for n in sorted(self.failed):
                j = self.judgements[n]
                word = "the same" if j.same else "different"
                people.problems.append(
                    f"line {j.line}: '{j.left}' and '{j.right}' cannot be {word}, another line speaks against it"
                )
