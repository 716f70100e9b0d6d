"""Who is named in an article: the words of names, whose they are, and what else is said of them there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kg.core.ids import fold
from kg.core.model import LocalIri, Notation
from kg.extract.spans.context import Contexts
from kg.extract.spans.entity import Entity
from kg.extract.spans.letters import key, latin, likeness
from kg.extract.spans.lexicon import Match
from kg.extract.spans.naming import latin_name
from kg.extract.spans.people import Around, forms_of
from kg.extract.spans.tools import Tools
from kg.extract.spans.words import Text, Word, stem

LARGE = 500_000
"""People of a city from which on it is meant where somebody of that name might be."""
_ONE = 0.8
"""How alike two forms of a family name must be in one article to be one."""
_NO_NAMES = ("he", "she", "they", "possessive", "i")
_BETWEEN = (
    "de del da dos das di du van von den bin ibn ben al el la le y e аль эль бен ибн де ди фон ван"
)
_PARTICLES = frozenset(fold(w) for w in _BETWEEN.split())
_MOST = 6
"""Words of the longest name of somebody."""
_INITIAL = 2
"""Letters of an initial at most: "Kh." is one in some alphabets."""
Place = tuple[int, int]


def _runs_on(text: Text, a: int, b: int) -> bool:
    """May two words be of one name, by what is between them?"""
    between = text.said[text.words[a].end : text.words[b].start]
    return between == " " or (between == ". " and len(text.words[a].text) <= _INITIAL)


@dataclass(slots=True)
class Seen:
    """Where the article speaks of somebody: the first character, and who it is."""

    at: int
    who: Entity


class Named:
    """Who is named in an article. ``home`` is the state that publishes it, ``day`` that from which it speaks."""

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
        self.contexts = Contexts(tools, text, tools.lexicon.matches(text), day)
        self._title = title
        self._title_contexts = (
            Contexts(tools, title, tools.lexicon.matches(title), day) if title else None
        )
        self._known_words = {
            n for m in self.contexts.matches if m.kind not in {"city", "adjective"} for n in range(m.first, m.last)
        }  # fmt: skip
        self._known_words -= self.contexts.hyphened
        # Nouns that official texts write like names, and words that only open a sentence.
        self._unnamed = {
            n for n, w in enumerate(text.words) if w.low in tools.table.words["unnamed"]
        }
        self._marked: dict[int, Place] = {}
        self.entities: list[Entity] = []
        self.seen: list[Seen] = []
        self._by_span: dict[Place, list[Entity]] = {}
        self.visitor: Entity | None = None
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
            if self._sent(first, last):
                continue
            parts = self._parts(self._name_words(first, last))
            for n, part in enumerate(parts):
                names = self._whole(part) if len(parts) == 1 else part
                if names:
                    rows.append((start, end, n, names))
        rows.sort(key=lambda row: (-min(3, len(row[3])), row[0], row[2]))
        told: dict[Place, dict[int, Entity]] = {}
        for start, end, n, names in rows:
            if self._city(*self.text.over(start, end)) and not self._is_known(names):
                continue
            who = self._person(names)
            if who is not None:
                told.setdefault((start, end), {})[n] = who
                self.seen.append(Seen(self.text.words[names[0]].start if n else start, who))
        for place, some in told.items():
            self._by_span[place] = list(dict.fromkeys(some[n] for n in sorted(some)))
        for e in self.entities:
            self._link(e)
        self._others()
        self.seen.sort(key=lambda s: s.at)

    def _parts(self, names: list[int]) -> list[list[int]]:
        """The names of several people: "MM. Carter et Brejnev"."""
        words, joins = self.text.words, self.tools.table.words["and"]
        out: list[list[int]] = []
        for n in names:
            if words[n].low in joins and not words[n].upper:
                out.append([])
                continue
            if out and out[-1] and any(words[k].low in joins for k in range(out[-1][-1] + 1, n)):
                out.append([])
            if not out:
                out.append([])
            out[-1].append(n)
        return [part for part in out if part] or [[]]

    def _sent(self, first: int, last: int) -> bool:
        """Are some only said to be of somebody or somewhere: "les représentants d'Anjouan"?"""
        words, small = self.text.words, self.tools.table.words
        head = next(
            (n for n in range(first, last) if words[n].low not in small["stop"] | small["articles"]), last
        )  # fmt: skip
        if head + 1 >= last or words[head].low not in small["sides"]:
            return False
        name = next((n for n in range(head + 1, last) if words[n].upper), last)
        if name >= last:
            return False
        elided = self.text.said[words[name].start - 1] in "'\u2019"
        before = words[name - 1].low
        return elided or (
            name - 1 > head and before in small["stop"] - small["articles"] - small["and"]
        )

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
                self.seen.append(Seen(at, who))

    def _runs(self) -> Iterable[tuple[int, int]]:
        """Words in a row, each written as a name, with nothing but a space or a hyphen between."""
        words, n = self.text.words, 0
        while n < len(words):
            last = n + 1
            while (
                words[n].upper and last < len(words) and words[last].upper and last - n < _MOST
                and not self.text.said[words[last - 1].end : words[last].start].strip(" .-")
            ):  # fmt: skip
                last += 1
            if last - n > 1:
                yield n, last
            n = last

    def _name_words(self, first: int, last: int, text: Text | None = None) -> list[int]:
        """The words of a range that may be a name: written as one, and known as nothing else."""
        text = text or self.text
        contexts = self.contexts if text is self.text else self._title_contexts
        if contexts is None:
            return []
        taken = {
            n
            for m in contexts.within(first, last)
            if not self._beside_name(text, m)
            for n in range(m.first, m.last)
        }
        never = self.tools.table.words["unnamed"]
        taken |= {
            n for n in range(first, last) if text.words[n].upper and text.words[n].low in never
        }
        # "Président de la République" may go on beyond a span.
        wide = contexts.within(max(0, first - 8), min(len(text.words), last + 8))
        taken |= {
            n for m in wide if m.kind in {"office", "organisation"} and m.first < last and first < m.last
            for n in range(m.first, m.last)
        } - contexts.hyphened  # fmt: skip
        taken -= contexts.hyphened
        small = self.tools.table.words
        cased = self.tools.table.script in {"latin", "cyrillic"}
        out: list[int] = []
        for n in range(first, last):
            w = text.words[n]
            if w.stem in self._bodies() and n not in taken and not w.upper and not out:
                return []  # "La commission mixte sur les îles Éparses"
            if n in taken or w.low in small["honorifics"] or w.text.isdigit():
                continue
            if any(w.low in small[k] for k in _NO_NAMES) and not out:
                continue
            tied = bool(out) and out[-1] == n - 1 and self._hyphen(text, n - 1)
            if cased and not w.upper and not tied and not (
                out and n + 1 < last and w.low in _PARTICLES
            ):  # fmt: skip
                if out and self.tools.table.nouns == "capital":
                    return []  # "Stipendiatinnen der Universität"
                continue
            if not tied and w.low in small["stop"] and w.low not in _PARTICLES and (
                not out or n + 1 == last
            ):  # fmt: skip
                continue
            if w.stem in self._bodies() or w.low in small["capital"]:
                return []
            if (
                not tied
                and out
                and all(text.words[k].low in small["stop"] for k in out)
                and out[-1] < n - 1
            ):
                out = []  # "Le chancelier Adenauer" is not "Le Adenauer".
            out.append(n)
        while out and not text.words[out[-1]].upper and text.words[out[-1]].low in _PARTICLES:
            out.pop()
        if all(text.words[n].low in small["stop"] or text.words[n].low in _PARTICLES for n in out):
            return []
        if cased and out and all(len(text.words[n].text) < _INITIAL for n in out):
            return []  # "S.A.R."
        if out and out[0] > 0 and text.words[out[0] - 1].low in small["articles"]:
            return []  # What has an article is no name.
        return out if len(out) <= _MOST or not cased else []

    def _hyphen(self, text: Text, n: int) -> bool:
        """Is a word tied to the next one: "Jong-un"?"""
        return text.said[text.words[n].end : text.words[n + 1].start] == "-"

    def _beside_name(self, text: Text, m: Match) -> bool:
        """Is a word that may be a capital or a state written beside another name: "Santiago Cafiero"?"""
        words = text.words
        given = m.last - m.first == 1 and words[m.first].low in self.tools.people.given
        if m.kind != "city" and not (m.kind == "state" and given):
            return False
        sides = (m.first - 1, m.first), (m.last - 1, m.last)
        return self.tools.table.script in {"latin", "cyrillic"} and any(
            a >= 0 and b < len(words) and _runs_on(text, a, b)
            and words[a].upper and words[b].upper and (b if a == m.last - 1 else a) not in self._known_words
            for a, b in sides
        )  # fmt: skip

    def _whole(self, names: list[int]) -> list[int]:
        """A name with those of its words that stand beside a span: of "Emmanuel", "Emmanuel Macron"."""
        if not names or self.tools.table.script not in {"latin", "cyrillic"}:
            return names
        words, (low, high) = self.text.words, (names[0], names[-1])
        own = self._marked.get(names[0])
        while (
            low > 0 and names[-1] - low < _MOST - 1 and self._joined(low - 1, low)
            and self._marked.get(low - 1, own) == own
        ):  # fmt: skip
            low -= 1
        while (
            high + 1 < len(words) and high - low < _MOST - 1 and self._joined(high, high + 1)
            and self._marked.get(high + 1, own) == own
        ):  # fmt: skip
            high += 1
        if (low, high) == (names[0], names[-1]):
            return names
        if words[low].start in self.text.begins and low < names[0]:
            low = names[0]
        return self._name_words(low, high + 1) or names

    def _joined(self, a: int, b: int) -> bool:
        words = self.text.words
        between = self.text.said[words[a].end : words[b].start]
        if between == ". " and len(words[a].text) > _INITIAL:
            return False  # A sentence ends there.
        return words[a].upper and words[b].upper and between in {" ", "-", ". "} and not (
            {a, b} & (self._known_words | self._unnamed)
        )  # fmt: skip

    def _bodies(self) -> frozenset[str]:
        return frozenset(stem(w, self.tools.table) for w in self.tools.table.words["bodies"])

    def _person(self, names: Sequence[int]) -> Entity | None:
        words = [self.text.words[n] for n in names]
        said = self.contexts.around(names[0], names[-1] + 1)
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
                ):
                    return None  # A noun like any other.
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
        if entity.polity is None and said.ours:
            entity.polity = self.home
        return entity

    def _a_name(self, words: Sequence[Word]) -> bool:
        """Has a name of several words a given name in it?"""
        forms = {f for w in words for f in forms_of(w.text, self.tools.table)}
        opens = self.text.sentence(words[0].start - 1) != self.text.sentence(words[0].start)
        return len(words) > 1 and (not opens or bool(forms & self.tools.people.given))

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
        for text in filter(None, (self._title, self.text)):
            for n, w in enumerate(text.words):
                if not w.upper or len(w.text) < 3 or not self._alike(w.text, words[-1].text):
                    continue
                low = n
                while low > 0 and n - low < 3 and text.words[low - 1].upper and not (
                    text.said[text.words[low - 1].end : text.words[low].start].strip(" -")
                ):  # fmt: skip
                    low -= 1
                while low < n and text.words[low].start in text.begins and not (
                    set(forms_of(text.words[low].text, self.tools.table)) & self.tools.people.given
                ):  # fmt: skip
                    low += 1  # The capital letter of a sentence.
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
        roles = self._all_roles(e.offices)
        states = frozenset({e.polity} if e.polity else ())
        around = Around(states, roles, self.day)
        found = self.tools.people.find(e.words, around, self.tools.table)
        if found is None and not e.polity and self.home:
            around = Around(frozenset({self.home}), roles, self.day)
            found = self.tools.people.find(e.words, around, self.tools.table)
        if found is not None:
            e.ref, e.linked = found.iri, True
            # As the text has it, where its letters are those of the authority: as English texts do.
            own = self.tools.table.script == "latin" and len(e.words) > 1 and e.said in found.names
            e.name = e.said if own else found.label
            if e.polity not in self.tools.catalog.bodies:
                e.polity = self.tools.people.polity_on(found, roles, self.day) or e.polity
            return
        e.name = latin_name(e.words, self.tools.table, [w.text for w in self.text.words])
        if e.polity is None and e.offices:
            e.polity = self.home

    def _all_roles(self, offices: Iterable[LocalIri]) -> frozenset[LocalIri]:
        return frozenset(r for o in offices for r in self._roles(o))

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
