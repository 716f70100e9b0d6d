"""Whom the words of a participant's span stand for, by the names, offices and states of the article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace

from kg.core.ids import fold
from kg.core.model import LocalIri, Notation
from kg.extract.spans.bodies import Bodies
from kg.extract.spans.context import Said
from kg.extract.spans.entity import Entity
from kg.extract.spans.lexicon import Match
from kg.extract.spans.named import Seen
from kg.extract.spans.names import ELISIONS

_SIDE = 3
"""Words behind an office within which it is said whose it is."""
_MINISTER = 3
"""The rank of those whom an office alone may take up again: who governs is named by it anew."""


class Actors(Bodies):
    """Whom the spans of an article speak of."""

    def of(
        self, start: int, end: int, *, group: Sequence[Entity] = (), others: Sequence[Entity] = ()
    ) -> list[Entity]:
        """Whom a span speaks of. ``group`` are those of the event told before, ``others`` those of this one."""
        if (start, end) in self._by_span:
            found = self._by_span[start, end]
            first, _ = self.text.over(start, end)
            if self.text.words[first].low in self.tools.table.words["possessive"]:
                for e in found:  # "Su canciller, X"
                    e.polity = e.polity or next((o.polity for o in others[-1:] if e.offices), None)
            return found
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
        if said.offices and not said.states:
            said.states += self._national_before(first)
        kinds = {m.kind for m in self.contexts.within(first, last)}
        if "office" in kinds:
            self._last_role = (last, said.offices)
        found = self._by_phrase(first, last, lows, kinds, said, group, others)
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
        if lows <= small["relative"]:
            return self._last_named(first, others)
        if lows & small["former"] and lows <= small["former"] | small["stop"]:
            return self._two(first)[:1]
        if lows <= small["they"] and not lows <= pronouns:
            return self._group(first, lows, group, (), others)
        return self._antecedent(first, lows, others) if lows <= pronouns else None

    def _by_phrase(
        self,
        first: int,
        last: int,
        lows: set[str],
        kinds: Set[str],
        said: Said,
        group: Sequence[Entity],
        others: Sequence[Entity],
    ) -> list[Entity] | None:
        """Whom words mean that point at others of the article: "les deux ministres", "son pays", "son hôte"."""
        bodies = [m for m in self.contexts.within(first, last) if m.kind == "organisation"]
        if "both" in kinds and bodies:
            return [self._body(m) for m in self._apart(bodies)]  # "Лидеры «двадцатки»"
        if "office" in kinds and (len(said.states) > 1 or ("both" in kinds and said.states)):
            return [self._role(replace(said, states=[s]), first) for s in said.states]
        many = self._so_many(first, last, kinds, group) if not said.states else []
        if many:
            return many
        if "both" in kinds and not said.states:
            return self._both(first, lows, said, group or self._two(first, others), others)
        if "own" in kinds and not said.states:
            whose = list(others[-1:]) or self._antecedent(first, lows, ())
            return [self.state(e.polity) for e in whose if e.polity]
        if "guest" in kinds and "office" not in kinds:
            return self._guest(first, others, said.states)
        ours = "home" in kinds | self._articled_kinds(first, last)
        ours &= not (said.offices or said.states)
        home = self.home or self.press
        return [self.state(home)] if ours and home else None

    def _both(
        self,
        first: int,
        lows: set[str],
        said: Said,
        group: Sequence[Entity],
        others: Sequence[Entity],
    ) -> list[Entity]:
        """Those of a group; where these have other offices than the words say, who has them of the same states.

        "The presidents" are not the ministers who spoke before.
        """
        roles = {r for o in said.offices for r in self._roles(o)}
        people = [e for e in group if e.kind == "person"]
        states = list(dict.fromkeys(e.polity for e in people if e.polity))
        known = [o for o in map(self.tools.catalog.offices.get, said.offices) if o]
        high = bool(known) and all(o.rank <= _MINISTER for o in known)
        if high and len(states) > 1 and not any(self._fits(e, roles) for e in people):
            return [self._role(replace(said, states=[s]), first) for s in states]
        return self._group(first, lows, group, said.offices, others)

    def _articled_kinds(self, first: int, last: int) -> Set[str]:
        """What some words are with the article before them, which a span may leave out: "país" of "el país"."""
        wide = self.contexts.within(max(0, first - 1), last)
        return {m.kind for m in wide if m.first == first - 1 and m.last == last}

    def _by_name(
        self, first: int, last: int, kinds: Set[str], said: Said, others: Sequence[Entity]
    ) -> list[Entity]:
        """The office, body, state or city that is named."""
        small = self.tools.table.words
        words = self.text.words[first:last]
        lows = {w.low for w in words}
        matches = self.contexts.within(first, last)
        bodies = [m for m in matches if m.kind == "organisation"]
        if self._sides(first, last) and (bodies or said.states):
            # "Des émissaires du Front": none of them is named, who sent them is.
            return [self._body(m) for m in self._apart(bodies)] or list(
                map(self.state, said.states)
            )
        if "office" in kinds:
            return [self._role(said, first, others)]
        if "counterpart" in kinds and len(said.states) > 1:
            offices = self._offices_of(others)
            return [self._role(Said(list(offices), [s]), first) for s in said.states]
        if "counterpart" in kinds:
            return self._counterpart(Said(self._offices_of(others), said.states), first, others)
        if bodies:
            return [self._body(m) for m in self._apart(bodies)]
        if said.states and lows & small["back"] - small["articles"]:
            again = self._called_again(first, lows, said.states, others)
            if again:
                return again
        if said.states:
            return self._of_states(first, last, matches, said.states)
        city = self._city(first, last)
        if city is not None:
            return [self.state(city)]
        if any(w.stem in self._ministries for w in words):
            return [self.state(self.home)] if self.home else []
        if lows & small["back"] and lows <= small["back"] | small["stop"] | small["articles"]:
            return self._called_again(first, lows, (), others)
        found = self._unknown(first, last) or self._body_again(first, last)
        return found or (self._government(first, last) if self._sides(first, last) else [])

    def _counterpart(self, said: Said, first: int, others: Sequence[Entity]) -> list[Entity]:
        """Who has the office of another in a state that is said, or else who was told of before and may have it."""
        if said.states and not said.offices:
            told = self._called_again(first, (), said.states, others)
            if told:
                return told
        if said.states or not others:
            return [self._role(said, first, others)]
        own = {e.polity for e in others}
        before = self._nearest(self.text.words[first].start)
        free = [e for e in before if e not in others and (e.polity is None or e.polity not in own)]
        roles = {r for o in said.offices for r in self._roles(o)}
        alike = next((e for e in free if roles and self._holds(e, roles)), None)
        return [alike] if alike else free[:1]

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

    def _role(self, said: Said, first: int, others: Sequence[Entity] = ()) -> Entity:
        """Who holds an office: somebody of the article, else whom the authority knows in it that day."""
        offices = [o for o in said.offices if o]
        small = self.tools.table.words
        if self.text.words[first].low in small["indefinite"] and said.states:
            made = Entity("person", offices=offices, polity=said.states[0])
            self.entities.append(made)
            return made  # "Ein deutscher Minister" is nobody of whom was told.
        woman = self._woman(first)
        # "The minister of sports" is no other minister.
        roles = set(offices) if said.narrow else {r for o in offices for r in self._roles(o)}
        state = said.states[0] if said.states else self._whose(first, others)
        near = {w.low for w in self.text.words[max(0, first - 1) : first + 1]}
        before = [e for e in self._nearest(self.text.words[first].start) if self._agrees(e, near)]
        if state is None and self.home is not None:
            # "Le Président de la République", of who publishes; of somebody else where that one is told already.
            own = [e for e in (*before, *self.entities) if e.polity == self.home]
            found = next(
                (
                    e
                    for e in own
                    if e.kind == "person" and _fits(e, woman) and self._holds(e, roles)
                ),
                None,
            )
            holder = self.tools.people.holder(sorted(roles), self.home, self.day)
            if found is not None and found not in others:
                return found
            if holder is not None and found is None:
                state = self.home
        free = state is None and not said.narrow
        again = self._again(first, said, before, others) if free else None
        able = [e for e in before if e not in others and _fits(e, woman)]
        known = self._told(roles, state, able, near, again, others, woman)
        low = next((w.low for w in self.text.words[first:] if w.upper), "")
        named = bool(self.tools.table.words["foreign"]) and low in self.tools.table.words["foreign"]
        if known is not None:
            return known
        made = self._in_office(offices, roles, state or self.home, named=named)
        made.assumed |= state is None and not made.linked
        return made

    def _in_office(
        self,
        offices: list[LocalIri],
        roles: set[LocalIri],
        state: Notation | None,
        *,
        named: bool = False,
    ) -> Entity:
        """Whom the authority knows in an office that day, else somebody of whom no more is known."""
        holder = self.tools.people.holder(sorted(roles), state, self.day)
        for home in () if state or named else self.homes():
            holder = self.tools.people.holder(sorted(roles), home, self.day)
            if holder is not None:
                state = home
                break
        if state is None and not named:
            state = self.press
        made = Entity("person", offices=offices, polity=state, concluded=True)
        if holder is not None:
            there = next((e for e in self.entities if e.ref == holder.iri), None)
            if there is not None:
                return there
            made.name, made.ref, made.linked = holder.label, holder.iri, True
        self.entities.append(made)
        return made

    def _told(
        self,
        roles: set[LocalIri],
        state: Notation | None,
        before: Sequence[Entity],
        near_words: Set[str],
        again: Entity | None,
        others: Sequence[Entity],
        woman: bool | None = None,
    ) -> Entity | None:
        """Who of the article has some office: its holder of the day, the last who was named, any other.

        Of those whom the event has already nobody, but who holds it that day.
        """
        holder = self.tools.people.holder(sorted(roles), state, self.day)
        first = [e for e in self.entities if holder is not None and e.ref == holder.iri]

        def fit(some: Iterable[Entity]) -> list[Entity]:
            own = (e for e in some if e.kind == "person" and self._agrees(e, near_words))
            return [e for e in own if state is None or e.polity == state]

        if first:
            return first[0]
        near = fit(before)
        all_ = fit(e for e in self.entities if e not in others and _fits(e, woman))
        known = next((e for e in near if self._holds(e, roles)), again)
        known = known or next((e for e in all_ if self._holds(e, roles)), None)
        if known is not None or holder is not None:
            return known
        # "The minister" is of who publishes, else who was named first of those who may be called so.
        first_at = {
            id(e): next((s.at for s in self.seen if s.who is e), len(self.text.said)) for e in all_
        }
        all_.sort(key=lambda e: (e.polity != self.home, first_at[id(e)]))
        return next((e for e in all_ if self._may_be(e, roles)), None)

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
        said: Said,
        before: Sequence[Entity],
        others: Sequence[Entity],
    ) -> Entity | None:
        """Whom "the minister" or "the envoy" takes up again, of whom no office is told that says otherwise."""
        words, articles = self.text.words, self.tools.table.words["articles"]
        articled = words[first].low in articles or (first > 0 and words[first - 1].low in articles)
        known = [o for o in map(self.tools.catalog.offices.get, said.offices) if o]
        if not articled or said.long or any(o.rank < _MINISTER for o in known):
            return None
        mine = {None, self.home}
        return next(
            (
                e
                for e in before
                if not e.offices and e not in others and (self.home is None or e.polity in mine)
            ),
            None,
        )

    def _mentioned(self, m: Match) -> Entity | None:
        words, small = self.text.words, self.tools.table.words
        lead = words[m.first - 1].low if m.first else ""
        elided = self.text.said[words[m.first].start - 1 : words[m.first].start] in ELISIONS
        if not (lead in small["singular"] or elided):
            return None
        if m.kind == "adjective":
            noun = words[m.first].upper and m.last - m.first == 1
            return self._national(m.first, m.last, [m], [Notation(m.ref)]) if noun else None
        last = m.last
        for o in self.contexts.within(m.last, min(len(words), m.last + _SIDE)):
            if o.kind in {"adjective", "state"} and o.first <= last + 1:
                last = o.last
        if last < len(words) and words[last].upper and last not in self._known_words:
            return None  # Of somebody who is named with it.
        said = self.contexts.said(m.first, last)
        roles = {r for o in said.offices for r in self._roles(o)}
        state = said.states[0] if said.states else self.home
        some = self._nearest(words[m.first].start)
        if state:
            some = [e for e in (*some, *self.entities) if e.kind == "person" and e.polity == state]
        return next((e for e in some if self._holds(e, roles)), None) or next(
            (e for e in some if self._may_be(e, roles)), None
        )

    def _offices_of(self, others: Sequence[Entity]) -> list[LocalIri]:
        """The offices of who was told of last, said or held on the day."""
        named = [e for e in others if e.kind == "person" and (e.offices or e.ref)]
        if not named or named[-1].offices or self.day is None:
            return named[-1].offices if named else []
        held = self.tools.people.held.get(named[-1].ref or LocalIri(""), ())
        return [t.role for t in held if t.covers(self.day)]


def _fits(e: Entity, woman: bool | None) -> bool:
    """May somebody be called by the word for a woman, or for a man?"""
    return woman is None or e.feminine is None or e.feminine == woman
