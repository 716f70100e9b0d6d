"""Who was told of before, in an article, whom its later words take up: "he", "the two", "the guest", "the Belgian"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence, Set

from kg.core.ids import fold
from kg.core.model import LocalIri, Notation
from kg.extract.spans.entity import Entity
from kg.extract.spans.lexicon import Match
from kg.extract.spans.named import Named, Seen
from kg.extract.spans.names import ELISIONS
from kg.extract.spans.tables import general_offices
from kg.reference.catalog import Organisation

_OPEN, _CLOSED = re.compile('[\u00ab\u201c"]'), re.compile('[\u00bb\u201d"]')
_LABEL = re.compile(r"^([^\W\d_][^\n:.!?]{2,40}):\s", re.MULTILINE)
_SHORT = 3
"""Letters of a word that is no family name by itself."""
_SAYS = 160
"""Characters behind a quotation within which stands who said it."""


class Earlier(Named):
    """Whom the words of an article take up."""

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

    def _people_before(self, at: int) -> list[Seen]:
        return [s for s in self.seen if s.at < at and s.who.kind == "person"]

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

    def _antecedent(self, first: int, lows: set[str], others: Sequence[Entity]) -> list[Entity]:
        """Who "he" is: the first of the sentence before, where it opens one; else the last who was named."""
        at, small = self.text.words[first].start, self.tools.table.words
        before = [s for s in self._people_before(at) if s.who not in others]
        she, he = bool(lows & small["she"]), bool(lows & small["he"])
        if she != he:
            before = [s for s in before if s.who.feminine in {None, she}] or before
        before = [s for s in before if self._agrees(s.who, lows)]
        number = self.text.sentence(at)
        here = self._told_in(number, at, before, lows, others)
        if here:
            clause = self.text.said.rfind(";", self.text.begins[number], at)
            near = [s for s in here if s.at > clause] or here
            return [near[-1].who if lows & small["possessive"] else near[0].who]
        for n in range(number - 1, max(-1, number - 4), -1):
            there = self._told_in(n, at, before, lows, others)
            # Who takes part in something is spoken of, rather than who is only named beside it.
            there = [s for s in there if s.marked] or there
            if there:
                return [there[0].who]
        return [before[-1].who] if before else []

    def _agrees(self, e: Entity, lows: Collection[str]) -> bool:
        """May words of one gender be of somebody, as far as that is known?"""
        small = self.tools.table.words
        woman, man = bool(small["women"] & set(lows)), bool(small["men"] & set(lows))
        return e.feminine is None or woman == man or e.feminine == woman

    def _called_again(
        self,
        first: int,
        lows: Collection[str],
        states: Sequence[Notation],
        others: Sequence[Entity],
    ) -> list[Entity]:
        """Whom a word for people of some kind takes up: "el diplomático", "la jerarca finlandesa"."""
        at = self.text.words[first].start
        for e in self._nearest(at):
            if e not in others and self._agrees(e, lows) and (
                not states or states[0] in self._states_of(e)
            ):  # fmt: skip
                return [e]
        return []

    def _told_in(
        self,
        number: int,
        at: int,
        before: Sequence[Seen],
        lows: Collection[str],
        others: Sequence[Entity],
    ) -> list[Seen]:
        """Who is told of in a sentence before a character: in a span, else by family name, nation or office."""
        own = [s for s in before if self.text.sentence(s.at) == number]
        if own:
            return own
        words = self.text.words
        low, high = self.text.over(*self.text.bounds(number))
        people = [e for e in self.entities if e.kind == "person" and e.words]
        for n in range(low, high):
            plain = n not in self._marked and n not in self._known_words and words[n].upper
            if plain and len(words[n].text) > _SHORT:
                who = next((e for e in people if self._alike(words[n].text, e.words[-1])), None)
                own += [Seen(words[n].start, who)] if who else []
        for m in self.contexts.within(low, high):
            if m.first in self._marked or m.kind not in {"office", "adjective"}:
                continue
            lead = {words[m.first - 1].low} if m.first else set()
            who = self._mentioned(m) if self._one_sex(lead, lows) else None
            own += [Seen(words[m.first].start, who)] if who else []
        fit = (s for s in own if s.at < at and s.who not in others and self._agrees(s.who, lows))
        return sorted(fit, key=lambda s: s.at)

    def _one_sex(self, some: Collection[str], others: Collection[str]) -> bool:
        """May words be of somebody of whom others are, by their gender?"""
        small = self.tools.table.words
        told = [bool(small["women"] & set(w)) for w in (some, others)]
        man = [bool(small["men"] & set(w)) for w in (some, others)]
        return told[0] == told[1] or any(a == b for a, b in zip(told, man, strict=True))

    def _mentioned(self, m: Match) -> Entity | None:  # noqa: ARG002
        """Whom an office or a nation means of those who are known already: "le ministre", "l'Américain"."""
        return None

    def _speaker(self, first: int) -> list[Entity]:
        """Who says "I": of who publishes it; who is named behind a quotation; in an interview who is asked."""
        people = [s for s in self.seen if s.who.kind == "person"]
        labelled = self._labelled(self.text.words[first].start)
        if labelled is not None:
            return [labelled]
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

    def _labelled(self, at: int) -> Entity | None:
        """Whose name the line opens with: "Merkel: …", of an interview or a press conference."""
        found = None
        for m in _LABEL.finditer(self.text.said, 0, at):
            found = m
        if found is None:
            return None
        low, high = self.text.over(*found.span(1))
        names = self._name_words(low, high)
        if not names:
            return None
        known = next((s.who for s in self.seen if found.start(1) <= s.at < found.end(1)), None)
        made = known or self._person(names, (low, high))
        if made is not None and made.name is None:
            self._link(made)
        if made is None or (made.ref is None and not made.offices and known is None):
            return self._addressed(names[-1])
        return made

    def _addressed(self, n: int) -> Entity | None:
        """Whom the text calls by a title elsewhere: "Frau Ministerin Schmied, …"."""
        words, small = self.text.words, self.tools.table.words
        for k in range(1, len(words)):
            titled = words[k - 1].low in small["honorifics"] or self.contexts.titled(k)
            if k != n and words[k].text == words[n].text and titled:
                return self._person([k])
        return None

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

    def _two(self, first: int, others: Sequence[Entity] = ()) -> list[Entity]:
        """The last two who were named, of two states."""
        at = self.text.words[first].start
        out: list[Entity] = []
        after = [s for s in self.seen if s.at >= at and s.who.kind == "person"]
        for s in (*reversed(self._people_before(at)), *after):
            if s.who in others:
                continue
            if s.who not in out and (not out or s.who.polity != out[0].polity):
                out.append(s.who)
            if len(out) == 2:
                break
        return sorted(out, key=lambda e: e.first)

    def _group(
        self,
        first: int,
        lows: set[str],
        group: Sequence[Entity],
        offices: Sequence[LocalIri] = (),
        others: Sequence[Entity] = (),
    ) -> list[Entity]:
        """Those of the event told before; of states alone, where the words say so."""
        free = [e for e in group if e not in others]
        if len(free) != len(group):
            group = free if len(free) > 1 else self._two(first, others)
        count = self._count(lows)
        small = self.tools.table.words
        if lows & small["of-states"] and not lows & small["heads"]:
            own = [self._countries(g) for g in (group, *self.groups)]
            found = next((s for s in own if len(s) == (count or 2)), None)
            found = found or next((s for s in own if len(s) > 1), own[0])
            return [self.state(s) for s in found]
        people = [e for e in group if e.kind == "person"]
        if count and len(people) != count:
            return self._as_many(first, count, people, offices)
        return people if len(people) > 1 else self._two(first, others) or list(group)

    def _national_before(self, first: int) -> list[Notation]:
        """Whose an office is by the adjective right before a span: "парагвайский [министр]"."""
        if (
            first == 0
            or self.text.said[self.text.words[first - 1].end : self.text.words[first].start] != " "
        ):
            return []
        found = [m for m in self.contexts.within(first - 1, first) if m.kind == "adjective"]
        return [side for m in found[:1] if (side := self.contexts.side(m))]

    def _fits(self, e: Entity, roles: set[LocalIri]) -> bool:
        """May somebody be called by one of some offices, as far as is known?"""
        known = bool(e.offices) or (e.ref is not None and bool(self.tools.people.held.get(e.ref)))
        return not known or self._holds(e, roles) or self._may_be(e, roles)

    def _so_many(
        self, first: int, last: int, kinds: Set[str], group: Sequence[Entity]
    ) -> list[Entity]:
        """ "The four", "all three ministers": those of the event told before, if they are as many."""
        counts, small = self.tools.table.lists["counts"], self.tools.table.words
        words = self.text.words[first:last]
        said = [n for n, c in enumerate(counts, 2) for w in words if w.low == fold(c)]
        plain = small["articles"] | small["stop"] | small["folk"] | small["sides"]
        if len(said) != 1 or (not all(w.low in plain for w in words) and "office" not in kinds):
            return []
        people = [e for e in group if e.kind == "person"]
        return next((list(some) for some in (people, group) if len(some) == said[0]), [])

    def _countries(self, group: Sequence[Entity]) -> list[Notation]:
        """The states, without bodies, that some act for; with them where there are no two."""
        sides = list(dict.fromkeys(e.polity for e in group if e.polity))
        states = [s for s in sides if s not in self.tools.catalog.bodies]
        return states if len(states) > 1 else sides

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

    def _count(self, lows: Collection[str]) -> int:
        """How many some words are of: "los dos", "the three"; nothing where they do not say."""
        counts = self.tools.table.lists["counts"]
        return next(
            (n for n, said in enumerate(counts, start=2) if set(said.split()) & set(lows)), 0
        )

    def _as_many(
        self, first: int, count: int, people: Sequence[Entity], offices: Sequence[LocalIri]
    ) -> list[Entity]:
        """So many of those who were told of last: who has the office, who took part in one event, the nearest."""
        roles = {r for o in offices for r in self._roles(o)}
        heads = [e for e in people if roles and (self._holds(e, roles) or self._may_be(e, roles))]
        if len(heads) == count:
            return heads
        for group in self.groups:
            once = [e for e in group if e.kind == "person"]
            if len(once) == count:
                return once
        if len(people) > count:
            return list(people)
        near = [e for e in self._nearest(self.text.words[first].start) if e not in people]
        return [*people, *dict.fromkeys(near)][:count] if len(people) + len(near) >= count else []

    def _guest(
        self, first: int, others: Sequence[Entity], states: Sequence[Notation]
    ) -> list[Entity]:
        """The last who was named and is none of the others and not of the state that publishes."""
        at, small = self.text.words[first].start, self.tools.table.words
        lows = {w.low for w in self.text.words[first : first + 2]}
        theirs = bool(lows & small["possessive"]) and bool(lows & small["hosts"])
        if not states and self.visitor is not None and self.visitor not in others and not theirs:
            return [self.visitor]
        if theirs:
            # "Her host, Prime Minister X, …" is not who came.
            whose = [self.visitor] if self.visitor else self._antecedent(first, lows, others)
            others = [*others, *whose]
            number = self.text.sentence(at)
            behind = (s for s in self.seen if s.at >= at and self.text.sentence(s.at) == number)
            found = next((s.who for s in behind if s.who not in others), None)
            if found is not None and self.hosted in {None, found.polity}:
                return [found]
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
        words, small = self.text.words, self.tools.table.words
        stop = small["stop"]
        if self.tools.table.peoples == "small" and (
            words[last - 1].upper or words[max(0, first - 1)].low in self.tools.table.words["plurals"]
            or words[first].low in self.tools.table.words["plurals"]
        ):  # fmt: skip
            return None  # "Guatemala", "los somalíes"
        own = max((m.last - m.first for m in matches if m.kind == "adjective"), default=1)
        said = [w.low for w in words[first:last] if w.low not in stop]
        called = [low for low in said if low in small["back"] and low not in small["articles"]]
        if len(said) - len(called) > own or self._plural(first, last):
            return None  # "suelo ucraniano", "столицу Японии"
        alone = last >= len(words) or self.text.said[words[last - 1].end : words[last].start] != "-"
        articled = words[first].low in stop or (first > 0 and words[first - 1].low in stop)
        articled |= self.text.said[words[first].start - 1 : words[first].start] in ELISIONS
        if not (alone and articled) or last - first - len(called) > own + 1:
            return None
        before = self._people_before(words[first].start)
        of_state = [s.who for s in before if states[0] in self._states_of(s.who)]
        return of_state[-1] if of_state else self._lone(first, before, states[0])

    def _plural(self, first: int, last: int) -> bool:
        """Are "die Russen", "den Iranern" several, by their article and their ending?"""
        table = self.tools.table
        if not table.lists["feminine"]:
            return False
        article, low = self.text.words[first].low, self.text.words[last - 1].low
        return low.endswith(table.lists["plural-endings"]) or (
            article in table.words["many"] and not low.endswith(table.lists["feminine"])
        )

    def _lone(self, first: int, before: Sequence[Seen], state: Notation) -> Entity | None:
        """The one of whom the text has not said yet what they are: "Somoza … El nicaragüense"."""
        words = self.text.words
        lone = {words[first].low, words[max(0, first - 1)].low} & self.tools.table.words["singular"]
        free = {id(s.who): s.who for s in before if not s.who.polity and s.who.words}
        if len(free) != 1 or not lone:
            return None
        only = next(iter(free.values()))
        only.polity = state
        return only


def _called(o: Organisation) -> str:
    """What a body is called: by its letters where it has some, as people have it."""
    letters = [n for n in o.names if n.isupper() and len(n) <= 8]
    own = [n for n in letters if n.lower() == o.iri.partition("/")[2]]
    return (own or sorted(letters, key=len) or [o.label])[0]


def _is_a(office: LocalIri, general: LocalIri) -> bool:
    """May an office be called by the word for another: a foreign minister "the minister"?"""
    return office.endswith(general_offices().get(general, ())) and (
        "deputy" not in office or office.rpartition("/")[2] in general_offices().get(general, ())
    )
