"""Who is who, kept up to date: only the names, offices and bodies that changed articles touch.

People interact through the words of their names. Each unit has *keys* (``name_keys``) and two that
could ever be compared have one in common; what hangs together by keys is a *circle*. A circle is
decided by ``kg.resolve.people.decide`` on its units alone, whatever else the store has: that is the
definition of who is who, so it does not matter whether circles are decided one by one as articles
come and go, or all at once. Of people whom the articles link to the reference data themselves only
the years and offices are kept, since nothing else of them reaches a decision.

    t|ARTICLE        its mentions (kg.resolve.incremental.pack)      a|ARTICLE      node of each actor mention
    n|KEY            names that have a key               g|NAME|STATE   how many units have a name, and
                     its spelling; below it each unit with its node
    w|ARTICLE        node of each named unit
    r|IRI            years and offices of an entry       v|IRI          a node that is no entry
    b|BODY           spellings of a body                 s|, h|         holders and nameless, by office
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from kg.core.model import LocalIri, Notation, Told
from kg.resolve.incremental.kept import Kept
from kg.resolve.incremental.memory import Moved
from kg.resolve.incremental.units import keys_of, light, name_keys, unlight
from kg.resolve.model import ResolvedActor
from kg.resolve.people.decide import body_key, entry_of, join_named
from kg.resolve.people.names import folded
from kg.resolve.people.nodes import body_node, nodes_of, role_node
from kg.resolve.people.trace import People
from kg.resolve.people.units import Unit

WINDOW = 180
"""Days within which an office seen elsewhere tells who "the foreign minister" is."""


class Persons(Kept):
    """The people, bodies and offices of a memory, decided anew where articles change."""

    def change(self, articles: Mapping[LocalIri, Sequence[Told]]) -> Moved:
        """Puts articles (none of its mentions: takes one out) and decides anew whom that touches."""
        moved = Moved(articles=set(articles))
        self.memory.expect(kind + a for kind in ("t|", "w|", "a|") for a in articles)
        dirty: set[str] = set()
        bodies: set[str] = set()
        offices: set[str] = set()
        before = {a: self.units(a) for a in articles}
        for article, units in before.items():
            self._count(units.values(), -1, dirty, bodies)
            nodes = self.memory.get("w|" + article) or {}
            for u in units.values():
                self._nameless(u, put=False)
                self._seen(u, nodes.get(u.id), put=False, offices=offices)
            if nodes:
                self.memory.put("w|" + article, None)
        self.write(articles)
        free = [u for a in articles for u in self.units(a).values() if self._free(u)]
        self.memory.expect("g|" + _group(u) for u in free)
        self.memory.expect("n|" + k for u in free for k in name_keys(u, self.known))
        for article in articles:
            units = self.units(article)
            self._count(units.values(), 1, dirty, bodies)
            for u in units.values():
                self._nameless(u, put=True)
        dirty = {k for k in dirty if not k.startswith("!")} | self._facts_moved(dirty)
        fresh: dict[str, LocalIri] = {}
        self._circles(dirty, fresh, moved)
        self._place(articles, fresh, moved, offices)
        for body in sorted(bodies):
            self._body(body, moved)
        self._offices(offices, moved)
        self._sweep(moved)
        return moved

    def replace(
        self,
        articles: Iterable[LocalIri],
        actors: Mapping[LocalIri, ResolvedActor],
        refers: Mapping[LocalIri, LocalIri],
        problems: Sequence[str],
    ) -> Moved:
        """Takes over, into an empty memory, what was decided of all mentions at once."""
        moved = Moved(articles=set(articles), problems=list(problems))
        for node in actors.values():
            if not node.authority:
                self._node(node, moved)
        for article in articles:
            units = self.units(article).values()
            self._keep(article, {m: refers[m] for u in units for m in u.mentions}, moved)
        return moved

    def _free(self, u: Unit) -> bool:
        """Is it a person with a name whom the article does not link to the reference data?"""
        return u.kind == "person" and u.name is not None and entry_of(u, self.known) is None

    def _count(self, units: Iterable[Unit], sign: int, dirty: set[str], bodies: set[str]) -> None:
        """Puts units under their keys, or takes them out."""
        for u in units:
            ref = entry_of(u, self.known)
            if ref is not None:
                if u.kind == "person":
                    self._fact(ref, u, sign, dirty)
            elif u.kind != "person":
                key = body_key(u)
                bodies.add(key)
                for name in u.names or [u.office or "body"]:
                    if sign > 0:
                        self.memory.add("b|" + key, name)
                    else:
                        self.memory.discard("b|" + key, name)
            elif u.name is not None:
                self._group(u, sign, dirty)

    def _group(self, u: Unit, sign: int, dirty: set[str]) -> None:
        """Puts a unit to the others of its name and state, or takes it out."""
        group = _group(u)
        row = f"g|{group}\t{u.id}"
        count, text = self.memory.get("g|" + group) or (0, u.name)
        if sign > 0:
            wanted = {k[2:] for k in name_keys(u, self.known) if k.startswith("p|")}
            linked = [
                light(o)
                for o in self.units(u.article).values()
                if o.kind == "person" and entry_of(o, self.known) in wanted
            ]
            self.memory.put(row, [None, light(u), linked])
        else:
            self.memory.put(row, None)
        now = count + sign
        self.memory.put("g|" + group, [now, text] if now else None)
        dirty.add("g" + group)
        if not count or not now:
            for key in keys_of(text or "", u.polity, self.known):
                if sign > 0:
                    self.memory.add("n|" + key, group)
                else:
                    self.memory.discard("n|" + key, group)
        # A name of which the last unit went may have held others together.
        dirty.update(name_keys(u, self.known) if sign < 0 else ())

    def _fact(self, ref: str, u: Unit, sign: int, dirty: set[str]) -> None:
        """Counts the year and the office of an entry's unit."""
        if ref not in self.known.catalog.people:
            return
        facts = ["*"]
        if u.day:
            facts.append(str(u.day.year))
            if u.role and u.unique:
                facts.append(f"{u.role}|{u.day.year}")
        for fact in facts:
            key = f"!{ref}\t{fact}"
            if sign > 0:
                if not self.memory.add("r|" + ref, fact):
                    dirty.symmetric_difference_update({key})
            elif not self.memory.discard("r|" + ref, fact):
                # Out and in again in one change is no change.
                dirty.symmetric_difference_update({key})

    @staticmethod
    def _facts_moved(dirty: set[str]) -> set[str]:
        return {"p|" + k[1:].split("\t", 1)[0] for k in dirty if k.startswith("!")}

    # Circles of names

    def _circles(self, dirty: set[str], fresh: dict[str, LocalIri], moved: Moved) -> None:
        done: set[str] = set()
        starts: set[str] = set()
        for key in dirty:
            if key.startswith("g"):
                starts.add(key[1:])
            else:
                starts.update(self.memory.members("n|" + key))
        for start in sorted(starts):
            if start not in done and self.memory.get("g|" + start):
                circle, entries = self._circle(start)
                done |= circle
                self._decide(sorted(circle), entries, fresh, moved)

    def _circle(self, start: str) -> tuple[set[str], set[str]]:
        """All names that hang together with one, and the entries that they could be."""
        circle: set[str] = set()
        entries: set[str] = set()
        queue = [start]
        while queue:
            group = queue.pop()
            if group in circle:
                continue
            circle.add(group)
            polity = Notation(group.rpartition("|")[2])
            text = self.memory.get("g|" + group)[1]
            for key in keys_of(text, polity or None, self.known):
                if key.startswith("p|"):
                    entries.add(key[2:])
                for other in self.memory.members("n|" + key):
                    state = other.rpartition("|")[2]
                    if other not in circle and (not polity or not state or polity == state):
                        queue.append(other)
        return circle, entries

    def _decide(
        self, circle: Sequence[str], entries: set[str], fresh: dict[str, LocalIri], moved: Moved
    ) -> None:
        """Runs the decision on one circle, and notes whose node is another than before."""
        rows = {group: dict(self.memory.below("g|" + group)) for group in circle}
        units: dict[str, Unit] = {}
        linked: dict[str, Unit] = {}
        for row in rows.values():
            for _, kept, others in row.values():
                unit = unlight(kept)
                units[unit.id] = unit
                for other in others:
                    linked[other[0]] = unlight(other)
        people = People(known=self.known)
        for iri in sorted(entries):
            facts = self.memory.get("r|" + iri)
            if facts:
                item = people.item(iri, polity=None)
                for fact in facts:
                    role, _, year = fact.rpartition("|")
                    if fact != "*":
                        item.years.add(int(year))
                        if role:
                            item.roles.add((role, int(year)))
        both = {**units, **linked}
        join_named([both[k] for k in sorted(both)], people)
        nodes, node_of = nodes_of(people.items, people.clusters, self.known)
        for iri in sorted(nodes):
            if not nodes[iri].authority:
                self._node(nodes[iri], moved)
        for group, row in rows.items():
            for name, kept in row.items():
                node = node_of[people.of_unit[name]]
                if kept[0] != node:
                    kept[0] = fresh[name] = node
                    self.memory.put(f"g|{group}\t{name}", kept)

    def _node(self, node: ResolvedActor, moved: Moved) -> None:
        """Keeps a node that is no entry of the reference data."""
        row = asdict(node)
        row.update(names=list(node.names), offices=list(node.offices), former=list(node.former))
        before = self.memory.get("v|" + node.iri)
        if before != row:
            self.memory.put("v|" + node.iri, row)
            moved.nodes.add(node.iri)

    def _place(
        self,
        articles: Iterable[LocalIri],
        fresh: Mapping[str, LocalIri],
        moved: Moved,
        offices: set[str],
    ) -> None:
        """Writes the nodes of named units down, and who is seen in which office."""
        by_article: dict[LocalIri, dict[str, LocalIri]] = {a: {} for a in articles}
        for name, iri in fresh.items():
            by_article.setdefault(LocalIri(name.split("|", 1)[0]), {})[name] = iri
        for article, news in sorted(by_article.items()):
            units = self.units(article)
            old: dict[str, LocalIri] = self.memory.get("w|" + article) or {}
            kept = {**old, **news}
            for u in units.values():
                ref = entry_of(u, self.known)
                if ref is not None and u.kind == "person":
                    kept[u.id] = ref
            if kept == old:
                continue
            for u in units.values():
                was, now = old.get(u.id), kept.get(u.id)
                if was != now:
                    self._seen(u, was, put=False, offices=offices)
                    self._seen(u, now, put=True, offices=offices)
            self.memory.put("w|" + article, kept)
            moved.articles.add(article)

    # Bodies

    def _body(self, key: str, moved: Moved) -> None:
        spelt = self.memory.get("b|" + key)
        if spelt:
            self._node(body_node(key, spelt), moved)

    # Offices alone

    def _seen(self, u: Unit, node: LocalIri | None, *, put: bool, offices: set[str]) -> None:
        """Somebody with a name is seen in an office of which one person at a time is the holder."""
        if node is None or u.kind != "person" or u.name is None:
            return
        if not (u.role and u.unique and u.polity and u.day):
            return
        day = u.day.toordinal()
        if self.known.covered(u.role, u.polity, day - WINDOW, day + WINDOW):
            return
        key = f"{u.role}|{u.polity}|{day // WINDOW}"
        member = f"{day}\t{node}"
        if put:
            first = not self.memory.add("s|" + key, member)
        else:
            first = not self.memory.discard("s|" + key, member)
        if first:
            offices.add(f"{u.role}|{u.polity}|{day}")

    def _nameless(self, u: Unit, *, put: bool) -> None:
        if u.kind != "person" or u.name is not None or entry_of(u, self.known) is not None:
            return
        if u.role and u.unique and u.polity and u.day:
            key = f"h|{u.role}|{u.polity}|{u.day.toordinal() // WINDOW}"
            if put:
                self.memory.add(key, u.id)
            else:
                self.memory.discard(key, u.id)

    def _offices(self, offices: set[str], moved: Moved) -> None:
        """Decides anew who is called by an office alone, where a holder came, went or moved."""
        wanted = {
            u.id
            for article in moved.articles
            for u in self.units(article).values()
            if u.kind == "person" and u.name is None
        }
        for spot in sorted(offices):
            role, polity, day = spot.rsplit("|", 2)
            for bucket in range((int(day) - WINDOW) // WINDOW, (int(day) + WINDOW) // WINDOW + 1):
                wanted.update(self.memory.members(f"h|{role}|{polity}|{bucket}"))
        nameless: dict[LocalIri, dict[str, LocalIri]] = {}
        for name in sorted(wanted):
            u = self.unit(name)
            if u is None or entry_of(u, self.known) is not None:
                continue
            holder = self._holder(u)
            if holder is None:
                node = role_node(u, self.known)
                self._node(node, moved)
                holder = node.iri
            nameless.setdefault(u.article, {})[u.id] = holder
        for article in sorted(moved.articles | nameless.keys()):
            self._refer(article, nameless.get(article, {}), moved)

    def _holder(self, u: Unit) -> LocalIri | None:
        """The one who held the office on that day, by the reference data or by what articles say."""
        if not (u.unique and u.role and u.polity and u.day):
            return None
        near: set[LocalIri] = set(self.known.holders(u.role, u.polity, u.day))
        if not near:
            day = u.day.toordinal()
            for bucket in range((day - WINDOW) // WINDOW, (day + WINDOW) // WINDOW + 1):
                for member in self.memory.members(f"s|{u.role}|{u.polity}|{bucket}"):
                    when, node = member.split("\t", 1)
                    if abs(int(when) - day) <= WINDOW:
                        near.add(LocalIri(node))
        if len(near) != 1:
            return None
        found = next(iter(near))
        # Nobody stands for an office beside himself in one passage.
        nodes = self.memory.get("w|" + u.article) or {}
        mine = set(u.frames)
        others = self.units(u.article).values()
        if any(nodes.get(o.id) == found and not mine.isdisjoint(o.frames) for o in others):
            return None
        return found

    def _refer(self, article: LocalIri, nameless: Mapping[str, LocalIri], moved: Moved) -> None:
        """Writes the node of every actor mention of an article."""
        named = self.memory.get("w|" + article) or {}
        old = self.memory.get("a|" + article) or {}
        out: dict[LocalIri, LocalIri] = {}
        for u in self.units(article).values():
            node = named.get(u.id) or nameless.get(u.id)
            if node is None:
                ref = entry_of(u, self.known)
                if ref is not None:
                    node = ref
                elif u.kind != "person":
                    node = body_node(body_key(u), {"body": 1}).iri
                else:
                    node = old[u.mentions[0]]
            out.update((m, node) for m in u.mentions)
        self._keep(article, out, moved)

    def _keep(self, article: LocalIri, refers: Mapping[LocalIri, LocalIri], moved: Moved) -> None:
        old = self.memory.get("a|" + article) or {}
        if refers != old:
            moved.articles.add(article)
            self._uses(article, old, refers, moved)
            self.memory.put("a|" + article, dict(refers) or None)

    def _uses(
        self,
        article: LocalIri,
        old: Mapping[LocalIri, LocalIri],
        new: Mapping[LocalIri, LocalIri],
        moved: Moved,
    ) -> None:
        """Keeps who refers to a node that is no entry, so that it goes with its last use."""
        before, after = set(old.values()), set(new.values())
        for node in after - before:
            if not self.entry(node):
                self.memory.add("q|" + node, article)
                moved.gone.discard(node)
        for node in before - after:
            if not self.entry(node):
                self.memory.discard("q|" + node, article)
                if not self.memory.get("q|" + node):
                    moved.gone.add(node)

    def _sweep(self, moved: Moved) -> None:
        """Takes out nodes that nobody refers to any more."""
        for node in sorted(moved.gone):
            self.memory.put("v|" + node, None)
        moved.nodes -= moved.gone


def _group(u: Unit) -> str:
    """The name of the group of all units that have a unit's name and state."""
    return f"{folded(u.name or '')}|{u.polity or ''}"
