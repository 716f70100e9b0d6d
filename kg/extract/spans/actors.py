"""Whom the words of a participant's span stand for, by the names, offices and states of the article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kg.core.model import LocalIri, Notation
from kg.extract.spans.context import Contexts, Said
from kg.extract.spans.entity import Entity
from kg.extract.spans.lexicon import Match
from kg.extract.spans.letters import key, latin, likeness
from kg.extract.spans.naming import latin_name
from kg.extract.spans.people import Around, forms_of
from kg.extract.spans.tools import Tools
from kg.extract.spans.words import Text, Word
from kg.reference.catalog import Organisation

_ONE = 0.8
"""How alike two forms of a family name must be in one article to be one."""
_MOST = 6
"""Words of the longest name of somebody."""
Place = tuple[int, int]


@dataclass(slots=True)
class Seen:
    """Where the article speaks of somebody: the first character, and who it is."""

    at: int
    who: Entity


class Actors:
    """The actors of an article. ``home`` is the state that publishes it, ``day`` that from which it speaks."""

    def __init__(
        self,
        tools: Tools,
        text: Text,
        *,
        home: Notation | None,
        day: date | None,
        title: Text | None = None,
    ) -> None:
        self.tools, self.text, self.home, self.day = tools, text, home, day
        self.contexts = Contexts(tools, text, tools.lexicon.matches(text))
        self._title = title
        self._title_contexts = Contexts(tools, title, tools.lexicon.matches(title)) if title else None
        self.entities: list[Entity] = []
        self.seen: list[Seen] = []
        self._by_span: dict[Place, list[Entity]] = {}
        self._last_role: tuple[int, list[LocalIri]] | None = None

    def learn(self, spans: Iterable[Place]) -> None:
        """Finds who is named in the spans of an article: full names before those that are short for them."""
        rows = []
        for start, end in sorted(set(spans)):
            first, last = self.text.over(start, end)
            names = self._name_words(first, last)
            if names and not self._city(first, last) or self._is_known(names):
                rows.append((start, end, names))
        rows.sort(key=lambda row: (-min(3, len(row[2])), row[0]))
        for start, end, names in rows:
            who = self._person(names)
            if who is not None:
                self._by_span[start, end] = [who]
                self.seen.append(Seen(start, who))
        for e in self.entities:
            if e.kind == "person":
                self._link(e)
        self.entities = [e for e in self.entities]
        self.seen.sort(key=lambda s: s.at)

    # -- whom a span speaks of -------------------------------------------------------------------

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
            return self._group(lows, group)
        if lows <= pronouns:
            return self._antecedent(first, lows)
        kinds = {m.kind for m in matches}
        said = self.contexts.said(first, last)
        if "office" in kinds and (len(said.states) > 1 or ("both" in kinds and said.states)):
            return [self._role(Said(said.offices, [s]), first) for s in said.states]
        if "both" in kinds and not said.states:
            return self._group(lows, group or self._two(first))
        if "guest" in kinds:
            return self._guest(first, others)
        if "home" in kinds and self.home:
            return [self.state(self.home)]
        city = self._city(first, last)
        if "office" in kinds:
            self._last_role = (last, said.offices)
            return [self._role(said, first)]
        if "counterpart" in kinds:
            return [self._role(Said(self._offices_of(others), said.states), first)]
        bodies = [m for m in matches if m.kind == "organisation"]
        if bodies:
            return [self._body(m) for m in self._apart(bodies)]
        states = [s for s in said.states if s]
        if states and kinds == {"adjective"} and self._last_role and 0 <= first - self._last_role[0] <= 2:
            return [self._role(Said(self._last_role[1], states[:1]), first)]
        if states:
            known = self._national(first, last, matches, states)
            return [known] if known else [self.state(s) for s in states]
        if city is not None:
            return [self.state(city)]
        return self._unknown(first, last)

    def _apart(self, matches: Sequence[Match]) -> list[Match]:
        out: list[Match] = []
        for m in sorted(matches, key=lambda m: (m.first, -m.last)):
            if not out or m.first >= out[-1].last:
                out.append(m)
        return out

    # -- people ----------------------------------------------------------------------------------

    def _name_words(self, first: int, last: int, text: Text | None = None) -> list[int]:
        """The words of a range that may be a name: written as one, and known as nothing else."""
        text = text or self.text
        contexts = self.contexts if text is self.text else self._title_contexts
        assert contexts is not None
        taken = {
            n
            for m in contexts.within(first, last)
            if m.kind not in {"adjective", "home"} or not text.words[m.first].upper
            for n in range(m.first, m.last)
        }
        # "Président de la République" may go on beyond a span.
        wide = contexts.within(max(0, first - 8), min(len(text.words), last + 8))
        taken |= {
            n for m in wide if m.kind in {"office", "organisation"} and m.first < last and first < m.last
            for n in range(m.first, m.last)
        }  # fmt: skip
        small = self.tools.table.words
        cased = self.tools.table.script in {"latin", "cyrillic"}
        out = []
        for n in range(first, last):
            w = text.words[n]
            if n in taken or w.low in small["honorifics"] or w.text.isdigit():
                continue
            if any(w.low in small[k] for k in ("he", "she", "they", "possessive", "i", "capital")) and len(out) == 0 and last - first < 3:
                continue  # fmt: skip
            if cased and not w.upper and not (out and n + 1 < last):
                continue
            if w.low in small["stop"] and (not out or n + 1 == last):
                continue
            if w.stem in self._bodies():
                return []
            out.append(n)
        return out if len(out) <= _MOST or not cased else []

    def _bodies(self) -> frozenset[str]:
        from kg.extract.spans.words import stem

        return frozenset(stem(w, self.tools.table) for w in self.tools.table.words["bodies"])

    def _person(self, names: Sequence[int]) -> Entity | None:
        words = [self.text.words[n] for n in names]
        said = self.contexts.around(names[0], names[-1] + 1)
        entity = self._named(words)
        if entity is None:
            if len(words) == 1 and len(words[0].text) < 2:
                return None
            full = self._full(words) if len(words) == 1 or len(words[0].text) <= 2 else None
            entity = Entity("person", words=tuple(w.text for w in (full or words)))
            entity.first = (words[0].start, words[-1].end)
            entity.said = self.text.said[words[0].start : words[-1].end]
            self.entities.append(entity)
        elif len(words) > len(entity.words):
            entity.words = tuple(w.text for w in words)
        for office in said.offices:
            if office not in entity.offices:
                entity.offices.append(office)
        if entity.polity is None and said.states:
            entity.polity = said.states[0]
        return entity

    def _is_known(self, names: Sequence[int]) -> bool:
        return bool(names) and self._named([self.text.words[n] for n in names]) is not None

    def _named(self, words: Sequence[Word]) -> Entity | None:
        """Who of the article is called so: by the family name, and the first letters of the others."""
        for e in self.entities:
            if e.kind == "person" and e.words and self._one([w.text for w in words], e.words):
                return e
        return None

    def _one(self, short: Sequence[str], long: Sequence[str]) -> bool:
        if self.tools.table.script == "joined":
            a, b = "".join(short), "".join(long)
            return a in b or b in a
        if len(short) > len(long):
            short, long = long, short
        free = list(long)
        for w in short:
            hit = next((x for x in free if self._alike(w, x)), None)
            if hit is None:
                return False
            free.remove(hit)
        return any(len(w) > 2 for w in short)

    def _alike(self, a: str, b: str) -> bool:
        if min(len(a), len(b)) <= 2:
            return latin(a)[:1] == latin(b)[:1]
        one, other = forms_of(a, self.tools.table), forms_of(b, self.tools.table)
        return any(key(x) == key(y) and likeness(x, y) >= _ONE for x in one for y in other)

    def _full(self, words: Sequence[Word]) -> list[Word] | None:
        """The fuller form of a name elsewhere in the title or the text: "Le Drian", "С. Лавров"."""
        if self.tools.table.script not in {"latin", "cyrillic"}:
            return None
        for text in (self._title, self.text):
            for n, w in enumerate(text.words if text else ()):
                if not w.upper or len(w.text) < 3 or not self._alike(w.text, words[-1].text):
                    continue
                assert text is not None
                low = n
                while low > 0 and n - low < 3 and text.words[low - 1].upper and not (
                    text.said[text.words[low - 1].end : text.words[low].start].strip(" -")
                ):  # fmt: skip
                    low -= 1
                names = self._name_words(low, n + 1, text)
                if len(names) > len(words) and n in names:
                    full = [text.words[k] for k in names]
                    if len(words) == 1 or self._one([w.text for w in words], [w.text for w in full]):
                        return full
        return None

    def _link(self, e: Entity) -> None:
        """Gives somebody the entry of the authority, else a name in Latin letters."""
        roles = frozenset(r for o in e.offices for r in self._roles(o))
        states = frozenset({e.polity} if e.polity else ())
        around = Around(states, roles, self.day)
        found = self.tools.people.find(e.words, around, self.tools.table)
        if found is None and not e.polity and self.home:
            around = Around(frozenset({self.home}), roles, self.day)
            found = self.tools.people.find(e.words, around, self.tools.table)
        if found is not None:
            e.ref, e.name, e.linked = found.iri, found.label, True
            e.polity = self.tools.people.polity_on(found, roles, self.day) or e.polity
            return
        e.name = latin_name(e.words, self.tools.table, [w.text for w in self.text.words])
        if e.polity is None and e.offices:
            e.polity = self.home

    def _roles(self, office: LocalIri) -> tuple[LocalIri, ...]:
        found = self.tools.catalog.offices.get(office)
        return (office, found.role) if found else (office,)

    # -- offices, states, bodies -----------------------------------------------------------------

    def _role(self, said: Said, first: int) -> Entity:
        """Who holds an office: somebody of the article, else whom the authority knows in it that day."""
        offices = [o for o in said.offices if o]
        roles = {r for o in offices for r in self._roles(o)}
        state = said.states[0] if said.states else None
        at = self.text.words[first].start
        before = [s.who for s in reversed(self.seen) if s.at < at and s.who.kind == "person"]
        for e in (*before, *self.entities):
            if e.kind == "person" and (state is None or e.polity == state) and self._holds(e, roles):
                return e
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
        made = Entity("organisation" if body else "country", name=label, polity=notation, ref=ref, linked=True)
        self.entities.append(made)
        return made

    def _body(self, m: Match) -> Entity:
        ref = LocalIri(m.ref)
        for e in self.entities:
            if e.ref == ref:
                return e
        o = self.tools.catalog.organisations.get(ref)
        polity = (o.notation or o.polity) if o else None
        made = Entity("organisation", name=_called(o) if o else m.ref, polity=polity, ref=ref, linked=True)
        self.entities.append(made)
        return made

    def _city(self, first: int, last: int) -> Notation | None:
        """The state of a city that some words are, and nothing else: its government, or where somebody went."""
        words = [w for w in self.text.words[first:last] if w.low not in self.tools.table.words["stop"]]
        known = {n for m in self.contexts.within(first, last) for n in range(m.first, m.last)}
        if not words or known:
            return None
        found = self.tools.cities.at(words)
        if found is None or found[2] - found[1] < len(words):
            return None
        city = found[0]
        return self.tools.lexicon.capitals.get(city.geonames, city.country)

    def _unknown(self, first: int, last: int) -> list[Entity]:
        """What no list knows: somebody by name, or a body that is written as one."""
        words = self.text.words[first:last]
        bodies = self._bodies()
        if any(w.stem in bodies for w in words) and words[0].upper:
            said = self.text.said[words[0].start : words[-1].end]
            known = next((e for e in self.entities if e.kind == "organisation" and e.said == said), None)
            if known is None:
                known = Entity("organisation", name=said, said=said)
                self.entities.append(known)
            return [known]
        return []

    # -- words that stand for somebody named before ----------------------------------------------

    def _people_before(self, at: int) -> list[Seen]:
        return [s for s in self.seen if s.at < at and s.who.kind == "person"]

    def _antecedent(self, first: int, lows: set[str]) -> list[Entity]:
        """Who "he" is: the first of the sentence before, where it opens one; else the last who was named."""
        at = self.text.words[first].start
        before = self._people_before(at)
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
        for s in reversed(self._people_before(at)):
            if s.who not in out and (not out or s.who.polity != out[0].polity):
                out.append(s.who)
            if len(out) == 2:
                break
        return out[::-1]

    def _group(self, lows: set[str], group: Sequence[Entity]) -> list[Entity]:
        """Those of the event told before; of states alone, where the words say so."""
        if lows & self.tools.table.words["of-states"]:
            states = list(dict.fromkeys(e.polity for e in group if e.polity))
            return [self.state(s) for s in states]
        return list(group)

    def _guest(self, first: int, others: Sequence[Entity]) -> list[Entity]:
        """The last who was named and is none of the others and not of the state that publishes."""
        at = self.text.words[first].start
        for s in reversed(self._people_before(at)):
            if s.who not in others and (self.home is None or s.who.polity != self.home):
                return [s.who]
        return []

    def _national(
        self, first: int, last: int, matches: Sequence[Match], states: Sequence[Notation]
    ) -> Entity | None:
        """ "Le Belge": one of the article, who is of that state; not "le sommet algéro-italien"."""
        if len(states) != 1 or any(m.kind != "adjective" for m in matches):
            return None
        words = self.text.words
        alone = last >= len(words) or not self.text.said[words[last - 1].end : words[last].start] == "-"
        articled = words[first].low in self.tools.table.words["stop"] or (
            first > 0 and words[first - 1].low in self.tools.table.words["stop"]
        )
        if not (alone and articled) or last - first > 2:
            return None
        at = words[first].start
        of_state = [s.who for s in self._people_before(at) if s.who.polity == states[0]]
        return of_state[-1] if of_state else None


def _called(o: Organisation) -> str:
    """What a body is called: by its letters where it has some, as people have it."""
    letters = [n for n in o.names if n.isupper() and len(n) <= 8]
    return min(letters, key=len) if letters else o.label
