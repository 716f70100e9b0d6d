"""Whom the words of a participant's span stand for, by the names, offices and states of the article."""

from __future__ import annotations

from collections.abc import Sequence

from kg.core.model import LocalIri, Notation
from kg.extract.spans.context import Said
from kg.extract.spans.entity import Entity
from kg.extract.spans.lexicon import Match
from kg.extract.spans.named import Named, Seen
from kg.reference.catalog import Organisation


class Actors(Named):
    """Whom the spans of an article speak of."""

    def of(
        self, start: int, end: int, *, group: Sequence[Entity] = (), others: Sequence[Entity] = ()
    ) -> list[Entity]:
        """Whom a span speaks of. ``group`` are those of the event told before, ``others`` those of this one."""
        if (start, end) in self._by_span:
            return self._by_span[start, end]
        first, last = self.text.over(start, end)
        if first >= last:
            return []
        found = self._of(first, last, group, others)
        for e in found:
            self.seen.append(Seen(start, e))
        self.seen.sort(key=lambda s: s.at)
        return found

    def _of(
        self, first: int, last: int, group: Sequence[Entity], others: Sequence[Entity]
    ) -> list[Entity]:
        words = self.text.words[first:last]
        lows = {w.low for w in words}
        small = self.tools.table.words
        matches = self.contexts.within(first, last)
        pronouns = small["he"] | small["she"] | small["possessive"]
        if lows <= small["i"]:
            return self._speaker()
        if lows <= small["they"] and not lows <= pronouns:
            return self._group(first, lows, group)
        if lows <= pronouns:
            return self._antecedent(first, lows, others)
        kinds = {m.kind for m in matches}
        said = self.contexts.said(first, last)
        if "office" in kinds and (len(said.states) > 1 or ("both" in kinds and said.states)):
            return [self._role(Said(said.offices, [s]), first) for s in said.states]
        if "both" in kinds and not said.states:
            return self._group(first, lows, group or self._two(first))
        if "own" in kinds:
            whose = list(others[-1:]) or self._antecedent(first, lows, ())
            return [self.state(e.polity) for e in whose if e.polity]
        if "guest" in kinds:
            return self._guest(first, others, said.states)
        if "home" in kinds and self.home:
            return [self.state(self.home)]
        city = self._city(first, last)
        if "office" in kinds:
            self._last_role = (last, said.offices)
            return [self._role(said, first, others)]
        if "counterpart" in kinds:
            return [self._role(Said(self._offices_of(others), said.states), first)]
        bodies = [m for m in matches if m.kind == "organisation"]
        if bodies:
            return [self._body(m) for m in self._apart(bodies)]
        states = [s for s in said.states if s]
        if states:
            return self._of_states(first, last, matches, states)
        if city is not None:
            return [self.state(city)]
        if any(w.stem in self._ministries for w in words):
            return [self.state(self.home)] if self.home else []
        return self._unknown(first, last)

    def _of_states(
        self, first: int, last: int, matches: Sequence[Match], states: Sequence[Notation]
    ) -> list[Entity]:
        """Whom words for states alone stand for: the second of "der deutsche und der französische Minister"."""
        lows = {w.low for w in self.text.words[first:last]}
        alone = len(matches) == len(lows - self.tools.table.words["stop"])
        role = self._last_role
        if (
            alone
            and role
            and 0 <= first - role[0] <= 2
            and {m.kind for m in matches} == {"adjective"}
        ):
            return [self._role(Said(role[1], list(states[:1])), first)]
        known = self._national(first, last, matches, states)
        return [known] if known else [self.state(s) for s in states]

    def _apart(self, matches: Sequence[Match]) -> list[Match]:
        out: list[Match] = []
        for m in sorted(matches, key=lambda m: (m.first, -m.last)):
            if not out or m.first >= out[-1].last:
                out.append(m)
        return out

    def _role(self, said: Said, first: int, others: Sequence[Entity] = ()) -> Entity:
        """Who holds an office: somebody of the article, else whom the authority knows in it that day."""
        offices = [o for o in said.offices if o]
        roles = {r for o in offices for r in self._roles(o)}
        state = said.states[0] if said.states else None
        at = self.text.words[first].start
        before = [s.who for s in reversed(self.seen) if s.at < at and s.who.kind == "person"]
        if state is None and self.home is not None:
            # "Le Président de la République", of who publishes; of somebody else where that one is told already.
            own = [e for e in (*before, *self.entities) if e.polity == self.home]
            found = next((e for e in own if e.kind == "person" and self._holds(e, roles)), None)
            holder = self.tools.people.holder(sorted(roles), self.home, self.day)
            if found is not None and found not in others:
                return found
            if holder is not None and found is None:
                state = self.home
        known = self._told(roles, state, before, at)
        if known is not None:
            return known
        state = state or self.home
        holder = self.tools.people.holder(sorted(roles), state, self.day)
        for home in () if state else self.homes():
            holder = self.tools.people.holder(sorted(roles), home, self.day)
            if holder is not None:
                state = home
                break
        made = Entity("person", offices=offices, polity=state, concluded=True)
        if holder is not None:
            there = next((e for e in self.entities if e.ref == holder.iri), None)
            if there is not None:
                return there
            made.name, made.ref, made.linked = holder.label, holder.iri, True
        self.entities.append(made)
        return made

    def _told(
        self, roles: set[LocalIri], state: Notation | None, before: Sequence[Entity], at: int
    ) -> Entity | None:
        """Who of the article has some office: its holder of the day, the last who was named, any other."""
        holder = self.tools.people.holder(sorted(roles), state, self.day)
        first = [e for e in self.entities if holder is not None and e.ref == holder.iri]
        fit = [
            e for e in (*first, *before, *self.entities)
            if e.kind == "person" and (state is None or e.polity == state)
        ]  # fmt: skip
        known = next((e for e in fit if self._holds(e, roles)), None)
        if known is not None or holder is not None:
            return known
        # "The minister" is of who publishes, else who was named first of those who may be called so.
        first_at = {id(e): next((s.at for s in self.seen if s.who is e), at) for e in fit}
        fit.sort(key=lambda e: (e.polity != self.home, first_at[id(e)]))
        return next((e for e in fit if self._may_be(e, roles)), None)

    def _holds(self, e: Entity, roles: set[LocalIri]) -> bool:
        """Is somebody said to have one of some offices, or known to have had one?"""
        if e.offices:
            return bool(roles & {r for o in e.offices for r in self._roles(o)})
        return e.ref is not None and self.tools.people.ever(e.ref, roles)

    def _may_be(self, e: Entity, roles: set[LocalIri]) -> bool:
        """Has somebody an office that a more general word may stand for?"""
        own = {r for o in e.offices for r in self._roles(o)}
        if not own and e.ref is not None:
            own = {r for t in self.tools.people.held[e.ref] for r in self._roles(t.role)}
        return any(_is_a(o, r) for r in roles for o in own)

    def _offices_of(self, others: Sequence[Entity]) -> list[LocalIri]:
        named = [e for e in others if e.kind == "person" and e.offices]
        return named[-1].offices if named else []

    def state(self, notation: Notation) -> Entity:
        body = notation in self.tools.catalog.bodies
        kind = "organisation" if body else "country"
        for e in self.entities:
            if e.kind == kind and e.polity == notation:
                return e
        state = self.tools.catalog.polity(notation)
        ref = state.iri if state else self.tools.catalog.bodies.get(notation)
        label = state.label if state else None
        if body and ref:
            label = _called(self.tools.catalog.organisations[ref])
        made = Entity(
            "organisation" if body else "country", name=label, polity=notation, ref=ref, linked=True
        )
        self.entities.append(made)
        return made

    def _body(self, m: Match) -> Entity:
        ref = LocalIri(m.ref)
        for e in self.entities:
            if e.ref == ref:
                return e
        o = self.tools.catalog.organisations.get(ref)
        polity = (o.notation or o.polity) if o else None
        made = Entity(
            "organisation", name=_called(o) if o else m.ref, polity=polity, ref=ref, linked=True
        )
        self.entities.append(made)
        return made

    def _unknown(self, first: int, last: int) -> list[Entity]:
        """What no list knows: somebody by name, or a body that is written as one."""
        words = self.text.words[first:last]
        bodies = self._bodies
        content = [w for w in words if w.low not in self.tools.table.words["stop"]]
        if any(w.stem in bodies for w in words) and words[0].upper and len(content) > 1:
            said = self.text.said[words[0].start : words[-1].end]
            known = next(
                (e for e in self.entities if e.kind == "organisation" and e.said == said), None
            )
            if known is None:
                known = Entity("organisation", name=said, said=said)
                self.entities.append(known)
            return [known]
        return []

    def _people_before(self, at: int) -> list[Seen]:
        return [s for s in self.seen if s.at < at and s.who.kind == "person"]

    def _antecedent(self, first: int, lows: set[str], others: Sequence[Entity]) -> list[Entity]:
        """Who "he" is: the first of the sentence before, where it opens one; else the last who was named."""
        at = self.text.words[first].start
        before = [s for s in self._people_before(at) if s.who not in others]
        number = self.text.sentence(at)
        here = [s for s in before if self.text.sentence(s.at) == number]
        if here:
            return [here[-1].who if lows & self.tools.table.words["possessive"] else here[0].who]
        for n in range(number - 1, max(-1, number - 4), -1):
            there = [s for s in before if self.text.sentence(s.at) == n]
            if there:
                return [there[0].who]
        return [before[-1].who] if before else []

    def _speaker(self) -> list[Entity]:
        own = [s.who for s in self.seen if s.who.kind == "person" and s.who.polity == self.home]
        return own[:1]

    def _two(self, first: int) -> list[Entity]:
        """The last two who were named, of two states."""
        at = self.text.words[first].start
        out: list[Entity] = []
        after = [s for s in self.seen if s.at >= at and s.who.kind == "person"]
        for s in (*reversed(self._people_before(at)), *after):
            if s.who not in out and (not out or s.who.polity != out[0].polity):
                out.append(s.who)
            if len(out) == 2:
                break
        return sorted(out, key=lambda e: e.first)

    def _group(self, first: int, lows: set[str], group: Sequence[Entity]) -> list[Entity]:
        """Those of the event told before; of states alone, where the words say so."""
        if lows & self.tools.table.words["of-states"]:
            states = list(dict.fromkeys(e.polity for e in group if e.polity))
            return [self.state(s) for s in states]
        people = [e for e in group if e.kind == "person"]
        return people if len(people) > 1 else self._two(first) or list(group)

    def _guest(
        self, first: int, others: Sequence[Entity], states: Sequence[Notation]
    ) -> list[Entity]:
        """The last who was named and is none of the others and not of the state that publishes."""
        at = self.text.words[first].start
        if not states and self.visitor is not None and self.visitor not in others:
            return [self.visitor]
        for s in reversed(self._people_before(at)):
            own = (
                s.who.polity in states if states else self.home is None or s.who.polity != self.home
            )
            if s.who not in others and own:
                return [s.who]
        return []

    def _states_of(self, e: Entity) -> set[Notation | None]:
        """The state or body that somebody acts for, and their own."""
        person = self.tools.catalog.people.get(e.ref) if e.ref else None
        return {e.polity, person.polity if person else e.polity}

    def _national(
        self, first: int, last: int, matches: Sequence[Match], states: Sequence[Notation]
    ) -> Entity | None:
        """ "Le Belge": one of the article, who is of that state; not "le sommet algéro-italien"."""
        kinds = {m.kind for m in matches}
        if len(states) != 1 or "adjective" not in kinds or not kinds <= {"adjective", "state"}:
            return None
        words = self.text.words
        content = [w for w in words[first:last] if w.low not in self.tools.table.words["stop"]]
        if len(content) > 1:
            return None  # "suelo ucraniano", "столицу Японии"
        alone = last >= len(words) or self.text.said[words[last - 1].end : words[last].start] != "-"
        articled = words[first].low in self.tools.table.words["stop"] or (
            first > 0 and words[first - 1].low in self.tools.table.words["stop"]
        )
        if not (alone and articled) or last - first > 2:
            return None
        at = words[first].start
        of_state = [s.who for s in self._people_before(at) if states[0] in self._states_of(s.who)]
        return of_state[-1] if of_state else None


_GENERAL = {
    "post/minister": ("-minister", "secretary-of-state"),
    "post/leader": ("president", "prime-minister", "chancellor", "general-secretary", "supreme-leader"),
    "post/diplomat": ("ambassador", "charge-daffaires", "envoy", "minister-envoy"),
    "post/head-of-government": ("prime-minister", "chancellor"),
    "post/king": ("queen", "emir", "sultan", "emperor", "grand-duke"),
}  # fmt: skip
"""Words for offices that any of some may be called by once it was named."""


def _is_a(office: LocalIri, general: LocalIri) -> bool:
    """May an office be called by the word for another: a foreign minister "the minister"?"""
    return office.endswith(_GENERAL.get(general, ())) and "deputy" not in office


def _called(o: Organisation) -> str:
    """What a body is called: by its letters where it has some, as people have it."""
    letters = [n for n in o.names if n.isupper() and len(n) <= 8]
    own = [n for n in letters if n.lower() == o.iri.partition("/")[2]]
    return (own or sorted(letters, key=len) or [o.label])[0]
