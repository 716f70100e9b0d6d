"""Whom the words of a participant's span stand for, by the names, offices and states of the article."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from kg.core.ids import fold
from kg.core.model import LocalIri, Notation
from kg.extract.spans.context import Said
from kg.extract.spans.entity import Entity
from kg.extract.spans.lexicon import Match
from kg.extract.spans.named import Named, Seen
from kg.extract.spans.words import lows as lows_of
from kg.extract.spans.words import stem
from kg.reference.catalog import Organisation

_OPEN, _CLOSED = re.compile('[\u00ab\u201c"]'), re.compile('[\u00bb\u201d"]')
_MINISTER = 3
"""The rank of those whom an office alone may take up again: who governs is named by it anew."""
_SAYS = 160
"""Characters behind a quotation within which stands who said it."""


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
            found = self._elided(start, end, first, others)
        else:
            found = self._of(first, last, group, others)
        for e in found:
            self.seen.append(Seen(start, e))
        self.seen.sort(key=lambda s: s.at)
        return found

    def _elided(self, start: int, end: int, first: int, others: Sequence[Entity]) -> list[Entity]:
        """ "l'", "j'": a word that is cut short before another is none of the text's words."""
        said = fold(self.text.said[start:end]).strip("'\u2019 ")
        small = self.tools.table.words
        if first >= len(self.text.words):
            return []
        if said in small["i"]:
            return self._speaker(first)
        return self._antecedent(first, {said}, others) if said in small["he"] else []

    def _of(
        self, first: int, last: int, group: Sequence[Entity], others: Sequence[Entity]
    ) -> list[Entity]:
        lows = {w.low for w in self.text.words[first:last]}
        found = self._by_pronoun(first, lows, group, others)
        if found is not None:
            return found
        said = self.contexts.said(first, last)
        kinds = {m.kind for m in self.contexts.within(first, last)}
        if "office" in kinds:
            self._last_role = (last, said.offices)
        found = self._by_phrase(first, lows, kinds, said, group, others)
        return self._by_name(first, last, kinds, said, others) if found is None else found

    def _by_pronoun(
        self, first: int, lows: set[str], group: Sequence[Entity], others: Sequence[Entity]
    ) -> list[Entity] | None:
        """Whom small words alone stand for; None where there are others."""
        small = self.tools.table.words
        pronouns = small["he"] | small["she"] | small["possessive"]
        if lows <= small["i"]:
            return self._speaker(first)
        if lows & small["latter"] and lows <= small["latter"] | small["stop"]:
            return self._last_named(first, others)
        if lows & small["former"] and lows <= small["former"] | small["stop"]:
            return self._two(first)[:1]
        if lows <= small["they"] and not lows <= pronouns:
            return self._group(first, lows, group)
        return self._antecedent(first, lows, others) if lows <= pronouns else None

    def _by_phrase(
        self,
        first: int,
        lows: set[str],
        kinds: Set[str],
        said: Said,
        group: Sequence[Entity],
        others: Sequence[Entity],
    ) -> list[Entity] | None:
        """Whom words mean that point at others of the article: "les deux ministres", "son pays", "son hôte"."""
        if "office" in kinds and (len(said.states) > 1 or ("both" in kinds and said.states)):
            return [self._role(replace(said, states=[s]), first) for s in said.states]
        if "both" in kinds and not said.states:
            return self._group(first, lows, group or self._two(first))
        if "own" in kinds and not said.states:
            whose = list(others[-1:]) or self._antecedent(first, lows, ())
            return [self.state(e.polity) for e in whose if e.polity]
        if "guest" in kinds:
            return self._guest(first, others, said.states)
        return [self.state(self.home)] if "home" in kinds and self.home else None

    def _by_name(
        self, first: int, last: int, kinds: Set[str], said: Said, others: Sequence[Entity]
    ) -> list[Entity]:
        """The office, body, state or city that is named."""
        small = self.tools.table.words
        matches = self.contexts.within(first, last)
        bodies = [m for m in matches if m.kind == "organisation"]
        if self._sides(first, last) and (bodies or said.states):
            # "Des émissaires du Front": none of them is named, who sent them is.
            return [self._body(m) for m in self._apart(bodies)] or list(
                map(self.state, said.states)
            )
        if "office" in kinds:
            return [self._role(said, first, others)]
        if "counterpart" in kinds:
            return [self._role(Said(self._offices_of(others), said.states), first)]
        if bodies:
            return [self._body(m) for m in self._apart(bodies)]
        role = self._last_role
        if said.states and kinds == {"adjective"} and role and 0 <= first - role[0] <= 2:
            return [self._role(Said(role[1], said.states[:1]), first)]
        if said.states:
            known = self._national(first, last, matches, said.states)
            return [known] if known else list(map(self.state, said.states))
        city = self._city(first, last)
        if city is not None:
            return [self.state(city)]
        lows = {w.low for w in self.text.words[first:last]}
        if lows & small["back"] and lows <= small["back"] | small["stop"] | small["articles"]:
            return self._last_named(first, others)
        return self._unknown(first, last) or self._body_again(first, last)

    def _sides(self, first: int, last: int) -> bool:
        """Do some words open with one for whom a state or body sends?"""
        small = self.tools.table.words
        lows = (w.low for w in self.text.words[first:last])
        head = next((low for low in lows if low not in small["stop"] | small["articles"]), "")
        return head in small["sides"]

    def _apart(self, matches: Sequence[Match]) -> list[Match]:
        out: list[Match] = []
        for m in sorted(matches, key=lambda m: (m.first, -m.last)):
            if not out or m.first >= out[-1].last:
                out.append(m)
        return out

    def _role(self, said: Said, first: int, others: Sequence[Entity] = ()) -> Entity:
        """Who holds an office: somebody of the article, else whom the authority knows in it that day."""
        offices = [o for o in said.offices if o]
        roles = set(self._all_roles(offices))
        if said.narrow:  # "The minister of sports" is no other minister.
            roles = set(offices)
        state = said.states[0] if said.states else self._whose(first, others)
        before = self._nearest(self.text.words[first].start)
        if state is None and self.home is not None:
            # "Le Président de la République", of who publishes; of somebody else where that one is told already.
            own = [e for e in (*before, *self.entities) if e.polity == self.home]
            found = next((e for e in own if e.kind == "person" and self._holds(e, roles)), None)
            holder = self.tools.people.holder(sorted(roles), self.home, self.day)
            if found is not None and found not in others:
                return found
            if holder is not None and found is None:
                state = self.home
        for some in (before, self.entities):
            for e in some:
                if (
                    e.kind == "person"
                    and (state is None or e.polity == state)
                    and self._holds(e, roles)
                ):
                    return e
            if state is None and self.home is None and not said.narrow:
                again = self._again(first, offices, before, others)
                if again is not None:
                    return again
        state = state or self.home
        holder = self.tools.people.holder(sorted(roles), state, self.day)
        made = Entity("person", offices=offices, polity=state, concluded=True)
        if holder is not None:
            known = next((e for e in self.entities if e.ref == holder.iri), None)
            if known is not None:
                return known
            made.name, made.ref, made.linked = holder.label, holder.iri, True
        self.entities.append(made)
        return made

    def _whose(self, first: int, others: Sequence[Entity]) -> Notation | None:
        """ "Son ambassadeur" is of the state of who was told before, "notre ambassadeur" of that which publishes."""
        words, small = self.text.words, self.tools.table.words
        near = {w.low for w in words[max(0, first - 1) : first + 1]}
        if near & small["ours"]:
            return self.home
        if not near & small["possessive"]:
            return None
        told = list(others[-1:]) or self._antecedent(first, near & small["possessive"], ())
        return next((e.polity for e in told if e.polity), None)

    def _again(
        self,
        first: int,
        offices: Sequence[LocalIri],
        before: Sequence[Entity],
        others: Sequence[Entity],
    ) -> Entity | None:
        """Whom "the minister" or "the envoy" takes up again, of whom no office is told that says otherwise."""
        words, articles = self.text.words, self.tools.table.words["articles"]
        articled = words[first].low in articles or (first > 0 and words[first - 1].low in articles)
        known = [o for o in map(self.tools.catalog.offices.get, offices) if o]
        if not articled or any(o.rank < _MINISTER for o in known):
            return None
        return next((e for e in before if not e.offices and e not in others), None)

    def _nearest(self, at: int) -> list[Entity]:
        """Those who were named before: of this sentence the last first, of each one before in its own order."""
        here = self.text.sentence(at)
        rows = [(self.text.sentence(s.at), s) for s in self._people_before(at)]
        rows.sort(key=lambda row: (-row[0], -row[1].at if row[0] == here else row[1].at))
        return [s.who for _, s in rows]

    def _last_named(self, first: int, others: Sequence[Entity]) -> list[Entity]:
        """Who was named last of all: "ce dernier", "le diplomate"."""
        at = self.text.words[first].start
        return next(([s.who] for s in reversed(self._people_before(at)) if s.who not in others), [])

    def _body_again(self, first: int, last: int) -> list[Entity]:
        """A body by one word of its name, which was told before: "la Commission"."""
        bodies = self._bodies()
        stems = [w.stem for w in self.text.words[first:last] if w.stem in bodies and w.upper]
        if len(stems) != 1 or last - first > 2:
            return []
        for m in reversed(self.contexts.within(0, first)):
            own = {w.stem for w in self.text.words[m.first : m.last]}
            if m.kind == "organisation" and stems[0] in own:
                return [self._body(m)]
        for e in reversed(self.entities):
            if e.kind == "organisation" and e.said and stems[0] in {
                stem(w, self.tools.table) for w in lows_of(e.said)
            }:  # fmt: skip
                return [e]
        return []

    def _holds(self, e: Entity, roles: set[LocalIri]) -> bool:
        """Is somebody said to have one of some offices, or known to have had one?"""
        if e.offices:
            return bool(roles & {r for o in e.offices for r in self._roles(o)})
        return e.ref is not None and self.tools.people.ever(e.ref, roles)

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
        bodies = self._bodies()
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

    def _speaker(self, first: int) -> list[Entity]:
        """Who says "I": of who publishes it; who is named behind a quotation; in an interview who is asked."""
        people = [s for s in self.seen if s.who.kind == "person"]
        own = [s.who for s in people if self.home and s.who.polity == self.home]
        if own:
            return own[:1]
        at = self.text.words[first].start
        close = _CLOSED.search(self.text.said, at)
        if close and _OPEN.search(self.text.said, 0, at):
            after = [s.who for s in people if close.end() <= s.at <= close.end() + _SAYS]
            if after:
                return after[:1]
        asked = {w.low for w in self._title.words} if self._title else set()
        for s in reversed(people):
            end = s.at + len(s.who.said)
            if s.at < at and self.text.said[end : end + 2].strip() == ":":
                return [s.who]
        said = [s.who for s in people if s.who.words and fold(s.who.words[-1]) in asked]
        return said[:1] or self._titled()

    def _titled(self) -> list[Entity]:
        """Who is named in the title alone: in an interview, who is asked."""
        title = self._title
        if title is None or self.tools.table.script not in {"latin", "cyrillic"}:
            return []
        names = self._name_words(0, len(title.words), title)
        if len(names) < 2 or names[-1] - names[0] >= len(names):
            return []
        words = [title.words[n] for n in names]
        if not self._a_name(words):
            return []
        made = Entity(
            "person", words=tuple(w.text for w in words), said=" ".join(w.text for w in words)
        )
        made.first = (0, 0)
        self._link(made)
        self.entities.append(made)
        self.seen.insert(0, Seen(0, made))
        return [made]

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
        if len(states) != 1 or any(m.kind != "adjective" for m in matches):
            return None
        words = self.text.words
        alone = last >= len(words) or self.text.said[words[last - 1].end : words[last].start] != "-"
        articled = words[first].low in self.tools.table.words["stop"] or (
            first > 0 and words[first - 1].low in self.tools.table.words["stop"]
        )
        if not (alone and articled) or last - first > 2:
            return None
        at = words[first].start
        before = self._people_before(at)
        of_state = [s.who for s in before if states[0] in self._states_of(s.who)]
        if of_state:
            return of_state[-1]
        # One of whom the text has not said yet what they are: "Somoza … El nicaragüense".
        lone = {words[first].low, words[max(0, first - 1)].low} & self.tools.table.words["singular"]
        free = {id(s.who): s.who for s in before if not s.who.polity and s.who.words}
        if len(free) != 1 or not lone:
            return None
        only = next(iter(free.values()))
        only.polity = states[0]
        return only


def _called(o: Organisation) -> str:
    """What a body is called: by its letters where it has some, as people have it."""
    letters = [n for n in o.names if n.isupper() and len(n) <= 8]
    own = [n for n in letters if n.lower() == o.iri.partition("/")[2]]
    return (own or sorted(letters, key=len) or [o.label])[0]
