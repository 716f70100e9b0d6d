"""One event out of many mentions, kept up to date: only the stories that changed articles touch.

e|BLOCK      mentions of a block (event_blocks)      y|ARTICLE     the blocks of each mention
c|ARTICLE    story of each mention                   C|STORY       mentions of a story
x|ARTICLE    event of each mention                   E|EVENT       an event, by its first mention
i|IRI        events that would have an IRI           k|IRI         events that had it once
p|KEY        visits and summits of a day             u|KEY         what may be a part of them
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kg.core import ids
from kg.core.model import LocalIri
from kg.resolve.clusters import Clusters
from kg.resolve.events.blocks import keys, related, sought
from kg.resolve.events.labels import surname
from kg.resolve.events.links import Pair, link
from kg.resolve.events.merge import Draft, merge
from kg.resolve.events.parts import parent, part_keys, whole_keys
from kg.resolve.events.profiles import Profile, profile
from kg.resolve.incremental.copies import Copies
from kg.resolve.incremental.memory import Memory
from kg.resolve.incremental.pack import pack_event, unpack_event
from kg.resolve.incremental.people import Persons
from kg.resolve.model import MergedEvent, ResolvedActor
from kg.resolve.people.reference import Reference

_SEP = "\t"


@dataclass(slots=True, kw_only=True)
class Changed:
    """What became of events: by their roots (first mentions), what they were and what they are."""

    before: dict[str, MergedEvent] = field(default_factory=dict)
    after: dict[str, MergedEvent] = field(default_factory=dict)
    failed: set[Pair] = field(default_factory=set)


class _Actors(Mapping[LocalIri, ResolvedActor]):
    """The nodes of a memory as a mapping, each looked up once."""

    def __init__(self, persons: Persons) -> None:
        self._persons = persons
        self._seen: dict[LocalIri, ResolvedActor] = {}

    def __getitem__(self, iri: LocalIri) -> ResolvedActor:
        found = self._seen.get(iri)
        if found is None:
            found = self._seen[iri] = self._persons.actor(iri)
        return found

    def __iter__(self) -> Any:
        return iter(self._seen)

    def __len__(self) -> int:
        return len(self._seen)


class Stories:
    """The events of a memory."""

    def __init__(
        self,
        memory: Memory,
        persons: Persons,
        same: Sequence[Pair] = (),
        different: Sequence[Pair] = (),
    ) -> None:
        self.memory = memory
        self.persons = persons
        self.known = persons.known
        self._copies = Copies(memory)
        self.actors = _Actors(persons)
        self._profiles: dict[str, dict[str, Profile]] = {}
        self._iris: set[str] = set()
        self._days: set[str] = set()
        self._same = same
        self._different = different
        self._ruled: dict[str, set[str]] = {}
        for a, b in same:
            self._ruled.setdefault(a, set()).add(b)
            self._ruled.setdefault(b, set()).add(a)

    # Profiles

    def profiles(self, article: LocalIri) -> dict[str, Profile]:
        """The profiles of an article's mentions."""
        found = self._profiles.get(article)
        if found is None:
            refers = self.persons.refers(article)
            source = self._copies.source(article)
            found = {
                t.mention: profile(t, refers, self.actors, self.known, source=source)
                for t in self.persons.told(article)
            }
            self._profiles[article] = found
        return found

    def profile(self, place: str) -> Profile | None:
        """The profile of a mention, given as article, tab, mention."""
        article, mention = place.split(_SEP)
        found = self._profiles.get(article)
        return (self.profiles(LocalIri(article)) if found is None else found).get(mention)

    # Stories

    def change(self, articles: Iterable[LocalIri]) -> Changed:
        """Decides anew the stories of articles of which mentions, references or nodes have changed."""
        out = Changed()
        listed = sorted(articles)
        pools: set[str] = set()
        fresh: list[str] = []
        stale: set[str] = set()
        self.memory.expect(kind + a for kind in ("c|", "y|", "x|") for a in listed)
        for article in listed:
            stories = self.memory.get("c|" + article) or {}
            pools.update(stories.values())
            stale.update(f"{article}{_SEP}{m}" for m in stories)
            for mention, blocks in (self.memory.get("y|" + article) or {}).items():
                for block in blocks:
                    self.memory.discard("e|" + block, f"{article}{_SEP}{mention}")
                if mention in self._ruled:
                    self.memory.put("j|" + mention, None)
        all_blocks: dict[LocalIri, dict[str, list[str]]] = {}
        for article in listed:
            blocks_of: dict[str, list[str]] = {}
            for mention, p in self.profiles(article).items():
                fresh.append(f"{article}{_SEP}{mention}")
                blocks_of[mention] = list(dict.fromkeys(keys(p)))
                if mention in self._ruled:
                    self.memory.put("j|" + mention, article)
            self.memory.put("y|" + article, blocks_of or None)
            all_blocks[article] = blocks_of
        self.memory.expect(
            "e|" + b for of in all_blocks.values() for blocks in of.values() for b in blocks
        )
        for article, blocks_of in all_blocks.items():
            for mention, blocks in blocks_of.items():
                for block in blocks:
                    self.memory.add("e|" + block, f"{article}{_SEP}{mention}")
        self.memory.expect(
            "e|" + b for a in listed for p in self.profiles(a).values() for b in sought(p)
        )
        # Whatever a fresh mention could be one with brings its whole story.
        links: dict[str, list[str]] = {}
        new = set(fresh)
        for place in fresh:
            links[place] = self._near(place)
            for other in links[place]:
                if other not in new:
                    pools.add(self._story(other))
        kept: list[set[str]] = []
        old: set[str] = set()
        for pool in sorted(pools):
            members = set(self.memory.get("C|" + pool) or ())
            old |= members
            left = members - stale
            if left and len(left) < len(members):
                # It lost some: what is left may have fallen apart.
                for place in sorted(left):
                    links[place] = self._near(place, left)
            elif left:
                kept.append(left)
        self._rewrite(old, pools, listed, self._parts(links, kept), stale | new, out)
        return out

    def _rewrite(
        self,
        old: set[str],
        pools: set[str],
        articles: Sequence[str],
        stories: Sequence[Sequence[str]],
        touched: set[str],
        out: Changed,
    ) -> None:
        """Puts new stories and their events in place of the old ones."""
        roots: set[str] = set()
        for place in old:
            article, mention = place.split(_SEP)
            roots.add((self.memory.get("x|" + article) or {}).get(mention, mention))
        for pool in pools:
            self.memory.put("C|" + pool, None)
        for article in articles:
            for kind in ("c|", "x|"):
                if self.memory.get(kind + article) is not None:
                    self.memory.put(kind + article, None)
        events: dict[str, list[Profile]] = {}
        for story in stories:
            events.update(self._decide(story, out))
        moved = {p.split(_SEP)[1] for p in touched}
        for root in sorted(roots):
            row = self.memory.get("E|" + root)
            members = {p.id for p in events.get(root, ())}
            if row is not None and set(row["members"]) == members and moved.isdisjoint(members):
                del events[root]
            else:
                self._take_out(root, out)
        rows = {root: self._row(root, profiles, out) for root, profiles in events.items()}
        self.memory.expect("i|" + row["base"] for row in rows.values())
        for root, row in rows.items():
            self._put_event(root, row, events[root])

    def _story(self, place: str) -> str:
        article, mention = place.split(_SEP)
        stories: dict[str, str] = self.memory.get("c|" + article) or {}
        return stories.get(mention, mention)

    def _near(self, place: str, within: set[str] | None = None) -> list[str]:
        """All mentions (of ``within``) that could be one event with this one."""
        p = self.profile(place)
        if p is None:
            return []
        seen: dict[str, None] = {}
        for block in dict.fromkeys(sought(p)):
            for other in self.memory.members("e|" + block):
                if within is None or other in within:
                    seen[other] = None
        seen.pop(place, None)
        out = set()
        for other in seen:
            q = self.profile(other)
            if q is not None and related(p, q):
                out.add(other)
        for mention in self._ruled.get(p.id, ()):
            home = self.memory.get("j|" + mention)
            if home and (within is None or f"{home}{_SEP}{mention}" in within):
                out.add(f"{home}{_SEP}{mention}")
        return sorted(out)

    @staticmethod
    def _parts(links: Mapping[str, Sequence[str]], kept: Sequence[set[str]]) -> list[list[str]]:
        """What hangs together: by links, and by stories that lost nobody."""
        parts = Clusters()
        for group in (*kept, *([place, *others] for place, others in links.items())):
            first, *others = group
            parts.add(first)
            for place in others:
                parts.add(place)
                parts.join(first, place)
        return [sorted(parts.members(name)) for name in parts]

    def _decide(self, story: Sequence[str], out: Changed) -> dict[str, list[Profile]]:
        """Links the mentions of a story: its events by their first mentions."""
        profiles: dict[str, Profile] = {
            p.id: p for place in story if (p := self.profile(place)) is not None
        }
        links, failed = link(
            list(profiles.values()),
            [(a, b) for a, b in self._same if a in profiles and b in profiles],
            [(a, b) for a, b in self._different if a in profiles and b in profiles],
        )
        out.failed.update(failed)
        root = min(profiles)
        self.memory.put("C|" + root, sorted(story))
        for p in profiles.values():
            stories = self.memory.get("c|" + p.article)
            if stories is None:
                stories = {}
                self.memory.put("c|" + p.article, stories)
            stories[p.id] = root
            self.memory.touch("c|" + p.article)
        return {
            first: [profiles[m] for m in sorted(links.clusters.members(first))]
            for first in links.clusters
        }

    # Events

    def _row(self, root: str, members: list[Profile], out: Changed) -> dict[str, Any]:
        """Makes one event of mentions: what is kept of it before it has an IRI."""
        refers: dict[LocalIri, LocalIri] = {}
        for p in members:
            refers.update(self.persons.refers(p.article))
        draft = merge(members, self.actors, refers, self.known)
        base = event_iri(draft, 1)
        alone: set[LocalIri] = set()
        if len(members) > 1:
            alone = {alone_iri(p, self.actors, self.known) for p in members} - {base}
        out.after[root] = draft.event
        return {
            "members": [p.id for p in members],
            "homes": sorted({p.article for p in members}),
            "event": pack_event(draft.event),
            "draft": True,
            "who": [list(draft.actors), list(draft.names)],
            "base": base,
            "alone": sorted(alone),
        }

    def _put_event(self, root: str, row: dict[str, Any], members: list[Profile]) -> None:
        self.memory.put("E|" + root, row)
        self.memory.add("i|" + row["base"], root)
        self._iris.update((row["base"], *row["alone"]))
        for f in row["alone"]:
            self.memory.add("k|" + f, root)
        for p in members:
            events = self.memory.get("x|" + p.article)
            if events is None:
                events = {}
                self.memory.put("x|" + p.article, events)
            events[p.id] = root
            self.memory.touch("x|" + p.article)

    def _take_out(self, root: str, out: Changed) -> None:
        """Forgets an event; what it was is kept in ``out``."""
        row = self.memory.get("E|" + root)
        if row is None:
            return
        if not row.get("draft"):
            out.before.setdefault(root, unpack_event(row["event"]))
        self.memory.discard("i|" + row["base"], root)
        self._iris.update((row["base"], *row["alone"]))
        for f in row["alone"]:
            self.memory.discard("k|" + f, root)
        for key in row.get("wholes", ()):
            self.memory.discard("p|" + key, root)
        for key in row.get("parts", ()):
            self.memory.discard("u|" + key, root)
        self._days.update(row.get("wholes", ()))
        self.memory.put("E|" + root, None)

    def finish(self, out: Changed) -> None:
        """Gives events their IRIs, says which they had before, and puts them into larger ones."""
        roots = set(out.after)
        self.memory.expect(kind + iri for kind in ("i|", "k|") for iri in self._iris)
        for iri in self._iris:
            # Those that would share an IRI are numbered; one that comes into use is nobody's former one.
            roots.update(self.memory.members("i|" + iri))
            roots.update(self.memory.members("k|" + iri))
        self.memory.expect("E|" + root for root in roots)
        fresh: dict[str, MergedEvent] = {}
        for root in sorted(roots):
            row = self.memory.get("E|" + root)
            was = unpack_event(row["event"])
            event = replace(
                was,
                iri=self._own_iri(root, row, was),
                former=tuple(f for f in row["alone"] if self._free(f)),
                super_event=None,
            )
            if not row.pop("draft", False):
                if replace(was, super_event=None) == event:
                    out.after.pop(root, None)
                    continue
                out.before.setdefault(root, was)
            fresh[root] = event
        self._put_days(fresh)
        out.after.update(fresh)
        shifted = set(fresh)
        self.memory.expect("u|" + key for key in self._days)
        for key in self._days:
            shifted.update(self.memory.members("u|" + key))
        for root in sorted(shifted):
            self._put_inside(root, out)
        self._iris.clear()
        self._days.clear()

    def _put_days(self, events: Mapping[str, MergedEvent]) -> None:
        """Keeps events, each under the days on which it may be a part of others or they of it."""
        keys_of: dict[str, dict[str, set[str]]] = {}
        for root, event in events.items():
            homes = self.memory.get("E|" + root)["homes"]
            wholes, parts = (of(event, self.actors, homes) for of in (whole_keys, part_keys))
            keys_of[root] = {"p|": wholes, "u|": parts}
        self.memory.expect(
            kind + key for some in keys_of.values() for kind in some for key in some[kind]
        )
        for root, event in events.items():
            row = self.memory.get("E|" + root)
            for kind, name in (("p|", "wholes"), ("u|", "parts")):
                for key in row.get(name, ()):
                    self.memory.discard(kind + key, root)
                for key in keys_of[root][kind]:
                    self.memory.add(kind + key, root)
            self._days.update(row.get("wholes", ()), keys_of[root]["p|"])
            row.update(
                wholes=sorted(keys_of[root]["p|"]),
                parts=sorted(keys_of[root]["u|"]),
                event=pack_event(event),
            )
            self.memory.touch("E|" + root)

    def _put_inside(self, root: str, out: Changed) -> None:
        """Finds the larger event that one is a part of."""
        row = self.memory.get("E|" + root)
        event = unpack_event(row["event"])
        near: dict[str, MergedEvent] = {}
        for key in row["parts"]:
            for whole in self.memory.members("p|" + key):
                if whole not in near and whole != root:
                    near[whole] = unpack_event(self.memory.get("E|" + whole)["event"])
        above = parent(event, list(near.values()), self.actors, self.known)
        if above != event.super_event:
            if root not in out.after:
                out.before.setdefault(root, event)
            event = replace(event, super_event=above)
            row["event"] = pack_event(event)
            self.memory.touch("E|" + root)
            out.after[root] = event

    def _own_iri(self, root: str, row: Mapping[str, Any], event: MergedEvent) -> LocalIri:
        alike = sorted(self.memory.members("i|" + row["base"]))
        nth = alike.index(root) + 1
        if nth == 1:
            return LocalIri(row["base"])
        actors, names = row["who"]
        return event_iri(Draft(event=event, actors=tuple(actors), names=tuple(names)), nth)

    def _free(self, iri: str) -> bool:
        """Was the IRI one event's alone, and is it no other's now?"""
        return len(list(self.memory.members("k|" + iri))) == 1 and not self.memory.get("i|" + iri)


def event_iri(d: Draft, nth: int) -> LocalIri:
    """The IRI of an event; ``nth`` tells those apart that would share one."""
    e = d.event
    return ids.event(
        e.type, start=e.start, precision=e.precision, actors=d.actors, names=d.names, nth=nth
    )


def alone_iri(p: Profile, actors: Mapping[LocalIri, ResolvedActor], known: Reference) -> LocalIri:
    """The IRI that an event has as long as one mention is the only one that tells it."""
    when = p.told.frame.when if p.dated else None
    people = [actors[i] for i in p.actors if actors[i].kind in {"person", "role"}]
    nodes = people or [actors[i] for i in p.actors]
    return ids.event(
        p.told.frame.type,
        start=when.earliest.isoformat() if when and when.earliest and when.edtf else None,
        precision=when.precision if when and when.edtf else None,
        actors=[n.iri for n in nodes],
        names=[surname(n, known) for n in nodes],
    )
