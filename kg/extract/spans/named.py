"""Who is named in an article: the words of names, whose they are, and what else is said of them there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kg.core.ids import fold
from kg.core.model import LocalIri, Notation
from kg.extract.spans.entity import Entity
from kg.extract.spans.letters import key, latin, likeness
from kg.extract.spans.names import Names, Place
from kg.extract.spans.naming import called, case_of, feminine, latin_name, spoken_in, writes_latin
from kg.extract.spans.people import Around, forms_of
from kg.extract.spans.tools import Tools
from kg.extract.spans.words import Text, Word
from kg.reference.catalog import Person

_PARTING = frozenset(",.;:()\u2014\n")
_NEAR = 14
"""Words before a name among which its office is."""
LARGE = 500_000
"""People of a city from which on it is meant where somebody of that name might be."""
_SPELT = 0.84
"""How alike the words of a name must be to those of whom only the article's states speak for."""
_ONE = 0.8
"""How alike two forms of a family name must be in one article to be one."""
_BODY, _PARTY = LocalIri("post/secretary-general"), LocalIri("post/general-secretary")
"""Many languages have one word for both."""


_ABROAD = frozenset(
    LocalIri(f"post/{name}")
    for name in ("commissioner", "mediator", "special-envoy", "special-representative", "special-coordinator", "rebel-leader")
)  # fmt: skip
"""Offices that are of bodies more often than of the state that publishes."""


@dataclass(slots=True)
class Seen:
    """Where the article speaks of somebody: the first character, and who it is."""

    at: int
    who: Entity
    marked: bool = True  # by a span, not only named in the text


class Named(Names):
    """Who is named in an article. ``home`` is the state that publishes it, ``press`` that of a newspaper, ``day`` that from which it speaks."""

    def __init__(
        self,
        tools: Tools,
        text: Text,
        *,
        home: Notation | None,
        day: date | None,
        title: Text | None = None,
        press: Notation | None = None,
    ) -> None:
        super().__init__(tools, text, day, title)
        self.press = press
        self.home = home
        self.entities: list[Entity] = []
        self.seen: list[Seen] = []
        self._by_span: dict[Place, list[Entity]] = {}
        self.visitor: Entity | None = None
        self.hosted: Notation | None = None
        self.groups: list[list[Entity]] = []
        self._last_role: tuple[int, list[LocalIri]] | None = None

    def learn(self, spans: Iterable[Place], places: Iterable[Place] = ()) -> None:
        """Finds who is named in the spans of an article: full names before those that are short for them.

        What is marked as a place as well is nobody's name.
        """
        rows = []
        spans, where = set(spans), set(places)
        for start, end in spans:
            first, last = self.text.over(start, end)
            self._marked.update(dict.fromkeys(range(first, last), (first, last)))
        for start, end in sorted(spans - where):
            first, last = self.text.over(start, end)
            for low, high in () if self._sent(first, last) else self._listed(first, last):
                names = self._whole(self._name_words(low, high))
                if names:
                    rows.append(((start, end), names, (low, high)))
        rows.sort(key=lambda row: (-min(3, len(row[1])), row[0][0], row[2]))
        told: dict[Place, dict[int, Entity]] = {}
        for place, names, within in rows:
            if self._city(*within) and not self._is_known(names):
                continue
            who = self._person(names, within)
            if who is not None:
                listed = within[0] > self.text.over(*place)[0]
                at = self.text.words[names[0]].start if listed else place[0]
                told.setdefault(place, {})[within[0]] = who
                self.seen.append(Seen(at, who))
        for place, some in told.items():
            self._by_span[place] = list(dict.fromkeys(some[n] for n in sorted(some)))
        for e in self.entities:
            self._link(e)
        self._others()
        self.seen.sort(key=lambda s: s.at)

    def _others(self) -> None:
        """Those whom the authority knows, and who are named elsewhere in the text: "he" may be one of them."""
        if self.tools.table.script not in {"latin", "cyrillic"}:
            return
        known = [s.at for s in self.seen]
        for first, last in self._runs():
            at = self.text.words[first].start
            names = self._name_words(first, last)
            if len(names) < 2 or any(at <= k < self.text.words[last - 1].end for k in known):
                continue
            forms = {f for n in names for f in forms_of(self.text.words[n].text, self.tools.table)}
            if not forms & self.tools.people.given:
                continue
            count = len(self.entities)
            who = self._person(names)
            if who is not None and len(self.entities) > count:
                self._link(who)
                near = {w.low for w in self.text.words[max(0, first - 1) : first + 1]}
                titled = near & self.tools.table.words["honorifics"]
                if who.ref is None and not who.offices and not titled:
                    self.entities.remove(who)
                    continue
            if who is not None:
                self.seen.append(Seen(at, who, marked=False))

    def _person(self, names: Sequence[int], span: Place | None = None) -> Entity | None:
        words = [self.text.words[n] for n in names]
        said = self.contexts.around(names[0], names[-1] + 1, span)
        entity = self._named(words)
        if entity is None:
            if len(words) == 1 and len(words[0].text) < 2:
                return None
            full = self._full(words) if len(words) == 1 or len(words[0].text) <= 2 else None
            if full is None and self.tools.table.nouns == "capital" and not self._a_name(words):
                around = Around(frozenset(said.states), self._all_roles(said.offices), self.day)
                if (
                    self.tools.people.find([w.text for w in words], around, self.tools.table)
                    is None
                    and not said.offices
                    and not (span is not None and self._alone(names, span))
                ):
                    return None  # A noun like any other.
            entity = Entity("person", words=tuple(w.text for w in (full or words)))
            entity.first = (words[0].start, words[-1].end)
            entity.said = self.text.said[words[0].start : words[-1].end]
            self.entities.append(entity)
        elif len(words) > len(entity.words):
            entity.words = tuple(w.text for w in words)
        entity.case = entity.case or self._case(names[0], span)
        if entity.feminine is None:
            entity.feminine = self._feminine(names[0])
        if entity.feminine is None:
            entity.feminine = self._articled_feminine(names[0], span)
        for office in said.offices:
            if office not in entity.offices:
                entity.offices.append(office)
        if entity.polity is None and said.states:
            entity.polity = said.states[0]
        if entity.polity is None and said.ours:
            entity.polity = self.home
        return entity

    def _case(self, n: int, span: Place | None) -> str:
        """The case of a name, as the office before it has it: "посла … Илайсу Вакату"; else by "with"."""
        table, words = self.tools.table, self.text.words
        if not table.lists["given-cases"]:
            return ""
        low = span[0] if span is not None else n
        titles = [
            m
            for m in self.contexts.within(max(0, n - _NEAR), n)
            if m.kind in {"office", "counterpart"}
            and not set(self.text.said[words[m.last - 1].end : words[n].start]) & _PARTING
        ]
        if titles:
            first = max(titles, key=lambda m: (m.last, -m.first)).first
            return case_of(words[first].low, table)
        start = min(n, low) if span is not None else n
        return "instrumental" if start and words[start - 1].low in table.words["with"] else ""

    def _feminine(self, n: int) -> bool | None:
        """Is somebody a woman, by the given name or the office before it; None where neither tells."""
        table, words = self.tools.table, self.text.words
        if not table.lists["feminine"]:
            return None
        if words[n].low in table.words["female"]:
            return True
        for m in reversed(self.contexts.within(max(0, n - 3), n)):
            if m.kind in {"office", "counterpart"}:
                return words[m.last - 1].low.endswith(table.lists["feminine"])
        return None

    def _articled_feminine(self, name: int, span: Place | None) -> bool | None:
        """Is somebody a woman, by the words before the name: "la canciller", "su homóloga", "señora"?"""
        first = span[0] if span else name
        near = {w.low for w in self.text.words[max(0, first - 1) : min(first + 2, name)]}
        near |= {w.low for w in self.text.words[max(0, name - 1) : name]}
        small = self.tools.table.words
        if near & small["women"]:
            return True
        return False if near & small["men"] else None

    def _woman(self, first: int) -> bool | None:
        """Is an office that is named within the next words one of a woman, by its word?"""
        endings = self.tools.table.lists["feminine"]
        last = min(len(self.text.words), first + 5)
        m = next((m for m in self.contexts.within(first, last) if m.kind == "office"), None)
        if m is None or not endings:
            return None
        return True if self.text.words[m.last - 1].low.endswith(endings) else None

    def _a_name(self, words: Sequence[Word]) -> bool:
        """Has a name of several words a given name in it?"""
        forms = {f for w in words for f in forms_of(w.text, self.tools.table)}
        opens = self.text.sentence(words[0].start - 1) != self.text.sentence(words[0].start)
        return len(words) > 1 and (not opens or bool(forms & self.tools.people.given))

    def _alone(self, names: Sequence[int], span: Place) -> bool:
        """Is all of a span written as a name, and no word for people at large: "Scholz", not "Vertreter"?"""
        table, words = self.tools.table, self.text.words[span[0] : span[1]]
        if len(names) != len(words) or self._noun(names[0]):
            return False
        if len(words) > 1:
            return len(names) > 1 and all(w.low not in table.words["folk"] for w in words)
        word = words[0]
        return (
            len(word.text) > 3 and word.low not in table.words["folk"]
            and not word.low.endswith(table.lists["folk-endings"]) and self.tools.cities.at([word]) is None
        )  # fmt: skip

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
            particle = {fold(a), fold(b)} & self.tools.table.words["particles"]
            return latin(a) == latin(b) if particle else latin(a)[:1] == latin(b)[:1]
        one, other = forms_of(a, self.tools.table), forms_of(b, self.tools.table)
        return any(key(x) == key(y) and likeness(x, y) >= _ONE for x in one for y in other)

    def _full(self, words: Sequence[Word]) -> list[Word] | None:
        """The fuller form of a name elsewhere in the title or the text: "Le Drian", "С. Лавров"."""
        if self.tools.table.script not in {"latin", "cyrillic"}:
            return None
        for text in filter(None, (self._title, self.text)):
            for n, w in enumerate(text.words):
                if not w.upper or len(w.text) < 3 or not self._alike(w.text, words[-1].text):
                    continue
                low, own = n, self._marked.get(n) if text is self.text else None
                while low > 0 and n - low < 3 and text.words[low - 1].upper and (
                    own is None or self._marked.get(low - 1, own) == own
                ) and not (
                    text.said[text.words[low - 1].end : text.words[low].start].strip(" -")
                ):  # fmt: skip
                    low -= 1
                nouns = self.tools.table.nouns == "capital"
                while low < n and (nouns or text.words[low].start in text.begins) and not (
                    self._given(low, text)
                ):  # fmt: skip
                    low += 1  # The capital letter of a sentence, or of a noun.
                names = self._name_words(low, n + 1, text)
                if len(names) > len(words) and n in names:
                    full = [text.words[k] for k in names]
                    if len(words) == 1 or self._one(
                        [w.text for w in words], [w.text for w in full]
                    ):
                        return full
        return None

    def _link(self, e: Entity) -> None:
        """Gives somebody the entry of the authority, else a name in Latin letters."""
        table = self.tools.table

        def known(word: str, family: bool) -> str | None:
            local = table.local.get(e.polity or Notation(""), {})
            own = None if family else local.get(fold(word)) or table.givens.get(fold(word))
            return own or self.tools.people.spelt(word, family, e.polity, table)

        if e.feminine is None:
            e.feminine = feminine(e.words, table, known)
        roles = self._all_roles(e.offices)
        states = frozenset({e.polity} if e.polity else ())
        around = Around(states, roles, self.day)
        other = called(e.words, e.polity, self.tools.table)
        if other is not None:
            e.polity = e.polity or other[0]
            around = Around(frozenset({e.polity}), roles, self.day)
        found = self.tools.people.find(e.words, around, self.tools.table)
        if other is not None and not (found and _is_called(found.names, other[1])):
            found, e.name = self._listed_as(other[1], other[0]), other[1]
            if found is None:
                return
        if found is None and not e.polity and self.home:
            around = Around(frozenset({self.home}), roles, self.day)
            found = self.tools.people.find(e.words, around, self.tools.table)
        if found is None and not e.polity and roles:
            for home in self.homes():
                around = Around(frozenset({home}), roles, self.day)
                found = found or self.tools.people.find(e.words, around, self.tools.table)
        if found is None:
            found = self._of_those_told(e, roles)
        if found is not None:
            e.ref, e.linked = found.iri, True
            # As the text has it, where its letters are those of the authority: as English texts do.
            own = self.tools.table.script == "latin" and len(e.words) > 1 and (
                e.said in found.names or self._as_at_home(e, found)
            )  # fmt: skip
            e.name = other[1] if other else e.said if own else found.label
            if e.polity not in self.tools.catalog.bodies:
                e.polity = self.tools.people.polity_on(found, roles, self.day) or e.polity
            return
        seen = [w.text for w in self.text.words]
        e.name = latin_name(e.words, table, seen, known, e.polity, e.case)
        if (
            e.polity is None
            and e.offices
            and not (_ABROAD & set(e.offices) or self._of_another(roles))
        ):
            e.polity, e.assumed = self.home or self._domestic(e), True

    def _domestic(self, e: Entity) -> Notation | None:
        """Where somebody is whose office only that of a newspaper's own state has: "Bundesaußenminister"."""
        first, _ = self.text.over(*e.first)
        words = self.text.words[max(0, first - 2) : first]
        prefixes = self.tools.table.lists["domestic"]
        return self.press if prefixes and any(w.low.startswith(prefixes) for w in words) else None

    def _of_those_told(self, e: Entity, roles: frozenset[LocalIri]) -> Person | None:
        """Whom a name means of a state that the article speaks of, if it is one alone."""
        if e.polity and (e.offices or len(e.words) < 2):
            return None
        found: dict[LocalIri, Person] = {}
        for states in (
            (frozenset({s}) for s in self._states_told) if not e.polity else [frozenset[Notation]()]
        ):
            around = Around(states, roles, self.day)
            one = self.tools.people.find(e.words, around, self.tools.table)
            if one is not None and self._spells(e.words, one):
                found[one.iri] = one
        return next(iter(found.values())) if len(found) == 1 else None

    def _spells(self, words: Sequence[str], p: Person) -> bool:
        """Are all words of a name words of one that somebody has, but for a letter?"""
        said = [forms_of(w, self.tools.table) for w in words if len(w) > 2]
        return any(
            all(any(likeness(f, x) >= _SPELT for f in forms for x in own) for forms in said)
            for own in (latin(fold(name)).replace("-", " ").split() for name in p.names)
        )

    @cached_property
    def _states_told(self) -> tuple[Notation, ...]:
        """The states that an article names."""
        kinds = {"state", "adjective", "city"}
        sides = (self.contexts.side(m) for m in self.contexts.matches if m.kind in kinds)
        return tuple(dict.fromkeys(s for s in sides if s and self.tools.catalog.polity(s)))

    def _of_another(self, roles: frozenset[LocalIri]) -> bool:
        """Is somebody else known to have an office where the article is from: "el presidente Fox" in Argentina?"""
        return self.tools.people.holder(sorted(roles), self.home, self.day) is not None

    def _listed_as(self, name: str, state: Notation) -> Person | None:
        """The one of a state whom the authority calls so."""
        people = self.tools.catalog.people.values()
        found = [p for p in people if p.polity == state and name in p.names]
        return found[0] if len(found) == 1 else None

    def _as_at_home(self, e: Entity, found: Person) -> bool:
        """Does a text write a name as it is written where it comes from: "Hissène Habré" in one in French?"""
        table = self.tools.table
        if found.polity is None or table.nouns == "capital":
            return False
        if spoken_in(table.code, found.polity):
            return True
        plain = all(len(forms_of(w, table)) == 1 for w in e.words)
        return plain and writes_latin(found.polity)

    def homes(self) -> list[Notation]:
        """The states whose offices a text may name without saying whose, if nothing says who publishes it."""
        if self.home is not None:
            return []
        if self.press is not None:
            return [self.press]
        return [self.tools.then(Notation(h), self.day) for h in self.tools.table.lists["homes"]]

    def _all_roles(self, offices: Iterable[LocalIri]) -> frozenset[LocalIri]:
        roles = frozenset(r for o in offices for r in self._roles(o))
        return roles | {_PARTY} if _BODY in roles else roles

    def _roles(self, office: LocalIri) -> tuple[LocalIri, ...]:
        return self.tools.roles(office)

    def _city(self, first: int, last: int) -> Notation | None:
        """The state of a city that some words are, and nothing else: its government, or where somebody went."""
        words = [
            w for w in self.text.words[first:last] if w.low not in self.tools.table.words["stop"]
        ]
        if any(m.kind != "city" for m in self.contexts.within(first, last)):
            return None
        if not words:
            return None
        found = self.tools.cities.at(words)
        if found is None or found[2] - found[1] < len(words):
            return None
        city = found[0]
        capital = self.tools.lexicon.capitals.get(city.geonames)
        capital = self.tools.then(capital, self.day) if capital else None
        return capital or (city.country if city.population >= LARGE else None)


def _is_called(names: Iterable[str], name: str) -> bool:
    """Is a name one of some, but for its marks and how a word of it is spelt?"""
    given, *_, family = (latin(name).split() * 2)[: max(2, len(name.split()))]
    return any(
        likeness(latin(n).split()[0], given) > _ONE
        and likeness(latin(n).split()[-1], family) > _ONE
        for n in names
    )
