"""Resolution kept up to date: articles come and go, and only what they touch is decided anew.

What comes out is a pure function of the set of mentions, the reference data and the judgements. It is
defined by parts that do not know of each other (circles of names, stories of mentions), so it makes
no difference in which steps the set came to be what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.core.ids import local
from kg.core.model import Judgement, LocalIri, Told
from kg.reference.catalog import Catalog
from kg.resolve.events.links import Pair
from kg.resolve.incremental.copies import Copies
from kg.resolve.incremental.memory import Memory, Moved
from kg.resolve.incremental.pack import unpack_event
from kg.resolve.incremental.people import Persons
from kg.resolve.incremental.stories import Changed, Stories
from kg.resolve.judgements import contradictions, of_actors, of_events
from kg.resolve.model import MergedEvent, ResolvedActor
from kg.resolve.people.decide import resolve_actors
from kg.resolve.people.reference import reference

_ROUNDS = 3  # rulings name events by IRIs that exist only once earlier rulings are applied


@dataclass(slots=True, kw_only=True)
class Change:
    """What adding or dropping articles did: events by their first mention, and everything they touch.

    ``articles`` are those whose references or events may be others now; ``nodes`` own actors that are
    new or different, ``gone`` such as nobody refers to any more.
    """

    before: dict[str, MergedEvent] = field(default_factory=dict)
    after: dict[str, MergedEvent] = field(default_factory=dict)
    articles: set[LocalIri] = field(default_factory=set)
    nodes: set[LocalIri] = field(default_factory=set)
    gone: set[LocalIri] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


class State:
    """A resolution in a memory; ``change`` is the one way to alter it."""

    def __init__(
        self, memory: Memory, catalog: Catalog, judgements: Sequence[Judgement] = ()
    ) -> None:
        self.memory = memory
        self.known = reference(catalog)
        self.judgements = tuple(judgements)
        self._of_actors = tuple(of_actors(judgements))
        self._of_events = tuple(of_events(judgements))
        self.persons = Persons(memory, self.known)
        self.copies = Copies(memory)
        named = [j for j in self._of_events if not _plain(j)]
        self.pairs: tuple[tuple[Pair, Judgement], ...] = ()
        """The rulings about events as pairs of mentions, once ``change`` has found them."""
        self.whole = bool(self._of_actors or named)
        """Rulings about people, or that call events by IRIs, are weighed against everything: then a
        state begins anew with each change, from an empty memory and all articles."""

    def change(self, articles: Mapping[LocalIri, Sequence[Told]]) -> Change:
        """Puts articles by their local IRIs, in place of what was there; one without mentions goes."""
        moved = self._ruled(articles) if self._of_actors else self.persons.change(articles)
        copied = self.copies.change(articles)
        touched = moved.articles | copied
        for node in moved.nodes:
            touched.update(self.persons.users(node))
        pairs, waiting = self._pairs(self._of_events, {})
        made, problems = self._events(touched, pairs)
        for _ in range(_ROUNDS):
            if not waiting:
                break
            ends = self._ends()
            more, left = self._pairs(waiting, ends)
            if not more:
                break
            pairs, waiting = [*pairs, *more], left
            made, problems = self._events(touched, pairs)
            made.before.clear()
            made.after = {r["members"][0]: unpack_event(r["event"]) for r in self._rows()}
        out = Change(
            before=made.before,
            after=made.after,
            articles=touched,
            nodes=moved.nodes,
            gone=moved.gone,
            problems=[*contradictions(self.judgements), *moved.problems, *problems],
        )
        known: dict[str, Any] = {}
        self.pairs = tuple(pairs)
        for j in waiting:
            known = known or self._ends()
            out.problems += [
                f"line {j.line}: no event or mention is called '{e}'"
                for e in (j.left, j.right)
                if local(e) not in known
            ]
        for event in (*made.before.values(), *made.after.values()):
            for mention in event.mentions:
                home = self.home(mention, event)
                if home:
                    out.articles.add(home)
        out.problems = list(dict.fromkeys(out.problems))
        return out

    def home(self, mention: LocalIri, event: MergedEvent) -> LocalIri | None:
        """The article of a mention of an event that is there now."""
        row = self.memory.get("E|" + min(event.mentions))
        for article in row["homes"] if row else ():
            if mention in (self.memory.get("x|" + article) or {}):
                return LocalIri(article)
        return None

    def events(self) -> list[MergedEvent]:
        """All events in the order of their IRIs."""
        return sorted((unpack_event(r["event"]) for r in self._rows()), key=lambda e: e.iri)

    def _rows(self) -> Iterable[Any]:
        return (self.memory.get(k) for k in self.memory.keys("E|"))

    def actors(self) -> dict[LocalIri, ResolvedActor]:
        """All nodes that some mention refers to."""
        used = {n for a in self._articles() for n in self.persons.refers(a).values()}
        return {n: self.persons.actor(n) for n in sorted(used)}

    def refers(self) -> dict[LocalIri, LocalIri]:
        """Whom each mention of an actor means."""
        return {m: n for a in self._articles() for m, n in self.persons.refers(a).items()}

    def event_of(self, mention: LocalIri, article: LocalIri) -> MergedEvent:
        """The event that a mention of an article tells."""
        return unpack_event(
            self.memory.get("E|" + self.memory.get("x|" + article)[mention])["event"]
        )

    def _articles(self) -> Iterable[LocalIri]:
        return (LocalIri(k[2:]) for k in self.memory.keys("t|"))

    def _events(
        self, touched: set[LocalIri], pairs: Sequence[tuple[Pair, Judgement]]
    ) -> tuple[Changed, list[str]]:
        stories = Stories(
            self.memory,
            self.persons,
            [p for p, j in pairs if j.same],
            [p for p, j in pairs if not j.same],
        )
        made = stories.change(touched)
        stories.finish(made)
        lines = {p: j for p, j in pairs if j.same}
        problems = [
            f"line {lines[p].line}: '{lines[p].left}' and '{lines[p].right}' cannot be one event, "
            "another line speaks against it"
            for p in sorted(made.failed)
            if p in lines
        ]
        return made, problems

    @staticmethod
    def _pairs(
        judgements: Iterable[Judgement], ends: Mapping[str, Sequence[str]]
    ) -> tuple[list[tuple[Pair, Judgement]], list[Judgement]]:
        """Rulings as pairs of mentions, and those of which an end is not known (yet)."""
        out: list[tuple[Pair, Judgement]] = []
        left: list[Judgement] = []
        for j in judgements:
            sides = [
                [e] if _mention(e) else list(ends.get(e, ()))
                for e in (local(j.left), local(j.right))
            ]
            if not all(sides):
                left.append(j)
            elif j.same:
                both = list(dict.fromkeys([*sides[0], *sides[1]]))
                out += [((both[0], m), j) for m in both[1:]]
            else:
                out += [((a, b), j) for a in sides[0] for b in sides[1] if a != b]
        return out, left

    def _ends(self) -> dict[str, Sequence[str]]:
        """Mentions of each event by its IRI, and by those that it had before."""
        out: dict[str, Sequence[str]] = {}
        events = self.events()
        for e in events:
            for f in e.former:
                out[f] = e.mentions
        out.update((e.iri, e.mentions) for e in events)
        return out

    def _ruled(self, articles: Mapping[LocalIri, Sequence[Told]]) -> Moved:
        """Who is who where a person has ruled: everybody is decided at once."""
        persons = self.persons
        persons.write(articles)
        told = sorted(
            (t for a in self._articles() for t in persons.told(a)), key=lambda t: t.mention
        )
        actors, refers, people = resolve_actors(told, self.known, self._of_actors)
        return persons.replace(articles, actors, refers, people.problems)


def _plain(j: Judgement) -> bool:
    """Does a ruling name the mentions themselves?"""
    return _mention(local(j.left)) and _mention(local(j.right))


def _mention(end: str) -> bool:
    return end.startswith("mention/") and "#" not in end
