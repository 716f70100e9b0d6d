"""Which words of an article are somebody's name: where it begins and ends, and what beside it is none of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Literal

from kg.extract.spans.context import Contexts
from kg.extract.spans.lexicon import Match
from kg.extract.spans.naming import INITIAL
from kg.extract.spans.people import forms_of
from kg.extract.spans.tools import Tools
from kg.extract.spans.words import Text, Word, stem

_NO_NAMES = ("he", "she", "they", "possessive", "i")
ELISIONS = frozenset("'\u2019")
"""What stands behind a word that is cut short before another."""
_SMALLEST = 2
"""Letters of small words that may be names elsewhere."""
MOST = 6
"""Words of the longest name of somebody."""
Place = tuple[int, int]
_Part = Literal["none", "name", "break", "body"]


def _runs_on(text: Text, a: int, b: int) -> bool:
    """May two words be of one name, by what is between them?"""
    between = text.said[text.words[a].end : text.words[b].start]
    return between == " " or (between == ". " and INITIAL.fullmatch(text.words[a].low) is not None)


class Names:
    """The words of an article, with what is known of them."""

    def __init__(self, tools: Tools, text: Text, day: date | None, title: Text | None) -> None:
        self.tools, self.text, self.day = tools, text, day
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

    def _listed(self, first: int, last: int) -> list[Place]:
        """The parts of a span that names several: "Кучма, Зурабов и Тальявини"; most have one, all of it."""
        names = self._name_words
        parts = list(self._apart_at(first, last, commas=True))
        if len(parts) > 1 and all(len(names(a, b)) == b - a for a, b in parts):
            return parts
        if self.tools.table.nouns != "capital":
            # "MM. Carter et Brejnev", "le président Carter et le chancelier Schmidt"
            parts = [p for p in self._apart_at(first, last) if names(*p)]
        return parts if len(parts) > 1 else [(first, last)]

    def _apart_at(self, first: int, last: int, *, commas: bool = False) -> Iterator[Place]:
        """What stands between the words for "and" of a range, and between its commas."""
        words = self.text.words
        inside = {
            n for m in self.contexts.within(first, last) for n in range(m.first + 1, m.last - 1)
        }
        also = [
            w.low in self.tools.table.words["and"] and not w.upper and n not in inside
            for n, w in enumerate(words[first:last], first)
        ]  # "Trinidad y Tobago" is one.
        low = first
        for n in range(first, last):
            if also[n - first]:
                low = n + 1
            elif n + 1 == last or also[n + 1 - first] or (
                commas and "," in self.text.said[words[n].end : words[n + 1].start]
            ):  # fmt: skip
                yield low, n + 1
                low = n + 1

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
        elided = self.text.said[words[name].start - 1] in ELISIONS
        before = words[name - 1].low
        return elided or (
            name - 1 > head and before in small["stop"] - small["articles"] - small["and"]
        )

    def _runs(self) -> Iterable[tuple[int, int]]:
        """Words in a row, each written as a name, with nothing but a space or a hyphen between."""
        words, n = self.text.words, 0
        while n < len(words):
            last = n + 1
            while (
                words[n].upper and last < len(words) and words[last].upper and last - n < MOST
                and (
                    _runs_on(self.text, last - 1, last)
                    or self.text.said[words[last - 1].end : words[last].start] == "-"
                )
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
        taken = self._taken(first, last, text, contexts)
        out: list[int] = []
        lost: list[int] = []
        for n in range(first, last):
            w = text.words[n]
            if n in taken and w.upper and w.stem in self._bodies and self._heads(first, n, text):
                return []  # "La Comisión Mixta de Fronteras"
            what = self._part(n, last, text, out) if n not in taken else "none"
            if what == "none" or (n - 1 in taken and not out and w.stem in self._bodies):
                continue  # "Председателем Сената Парламента Мауленом Ашимбаевым"
            if what == "break" and out:
                if self._given(out[0], text):
                    break
                # "des Zentrums der UN für …, Petko Draganov", "Stipendiatinnen der Universität"
                out, lost = [], out
            elif what == "name":
                if w.stem in self._no_people or w.low in self.tools.table.words["capital"]:
                    return []
                if out and out[-1] < n - 1 and self._small(out, text):
                    out = []  # "Le chancelier Adenauer" is not "Le Adenauer".
                out.append(n)
            elif what == "body" and self._heads(first, n, text):
                return []  # "La commission mixte sur les îles Éparses"
        if lost and self.tools.table.nouns == "capital":
            return self._kept(out, text) if len(out) > 1 and self._given(out[0], text) else []
        return self._kept(out, text) or self._kept(lost, text)

    def _taken(self, first: int, last: int, text: Text, contexts: Contexts) -> set[int]:
        """The words of a range that are known as something else than a name, or that no name has."""
        taken = {
            n
            for m in contexts.within(first, last)
            if not self._beside_name(text, m)
            for n in range(m.first, m.last)
        }
        # "Président de la République" may go on beyond a span.
        wide = contexts.within(max(0, first - 8), min(len(text.words), last + 8))
        taken |= {
            n for m in wide if m.kind in {"office", "organisation"} and m.first < last and first < m.last
            for n in range(m.first, m.last)
        }  # fmt: skip
        small = self.tools.table.words
        taken |= {
            n for n in range(first, last) if (w := text.words[n]).low in small["honorifics"]
            or w.text.isdigit() or (len(w.text) == 1 and text.said[w.end : w.end + 1] == ")") or (w.low in small["sides"] and self._heads(first, n, text)) or (w.upper and w.low in small["unnamed"] and not self._begins_name(n, text))
        }  # fmt: skip
        taken -= {n for n in range(first, last) if self._surname(n, text, contexts)}
        for n in range(first, last):
            for size in (2, 3, 4):  # "S.A.S."
                said = text.said[text.words[n].start : text.words[min(n + size, last) - 1].end]
                if n + size <= last and said.casefold() in small["honorifics"]:
                    taken |= set(range(n, n + size))
        return taken - contexts.hyphened

    def _begins_name(self, n: int, text: Text) -> bool:
        """Is a small word within a sentence, written as a name before another, one: "Ha Kim Ngoc"?"""
        words = text.words
        return (
            len(words[n].text) <= _SMALLEST and words[n].start not in text.begins and n + 1 < len(words)
            and words[n + 1].upper and _runs_on(text, n, n + 1) and not words[n].text.isupper()
            and words[n + 1].low not in self.tools.table.words["unnamed"]
        )  # fmt: skip

    def _surname(self, n: int, text: Text, contexts: Contexts) -> bool:
        """Is a title somebody's family name: "Iván Duque", "el presidente Duque", "el canciller Reina"?"""
        words = text.words
        if n == 0 or not words[n].upper or words[n].low not in self.tools.table.words["surnames"]:
            return False
        ahead = n + 1 < len(words) and _runs_on(text, n, n + 1) and words[n + 1].upper
        between = text.said[words[n - 1].end : words[n].start]
        given = between == " " and words[n - 1].upper and self._given(n - 1, text)
        office = any(m.kind == "office" and m.last == n for m in contexts.within(max(0, n - 5), n))
        return given or (office and between == " " and not ahead)

    def _part(self, n: int, last: int, text: Text, out: Sequence[int]) -> _Part:
        """What a word that is known as nothing is to a name of which some words are found."""
        w, small = text.words[n], self.tools.table.words
        particle = w.low in small["particles"]
        if any(w.low in small[k] for k in _NO_NAMES) and not out:
            capital = particle and w.upper and w.start not in text.begins and n + 1 < last
            if not (capital and self._cased and text.words[n + 1].upper):
                return "none"  # "Le Drian" is a name.
        if self._tied(n, text, out) and (
            w.low not in small["unnamed"] or (len(w.low) <= _SMALLEST and not w.upper)
        ):
            return "name"  # "Kim Jong-un"
        if self._cased and not w.upper and not (out and n + 1 < last and particle):
            if w.stem in self._bodies and not out:
                return "body"
            # "Буш-старший", "Жискар д'Эстен"
            return "none" if self._bound(w, text, out) else "break"
        if len(w.text) == 1 and w.upper and self._cased and text.said[w.end : w.end + 1] == ".":
            return "name"  # "С. Вэнс" has an initial, not a small word.
        if w.low in small["stop"] and not particle and (not out or n + 1 == last):
            return "none"
        return "name"

    def _tied(self, n: int, text: Text, out: Sequence[int]) -> bool:
        """Is a word tied to the one before, which is of the name: "Jong-un"?"""
        words = text.words
        return (
            bool(out) and out[-1] == n - 1 and text.said[words[n - 1].end : words[n].start] == "-"
        )

    def _heads(self, first: int, n: int, text: Text) -> bool:
        """Is a word the first of a range that is not small?"""
        small = self.tools.table.words
        return all(w.low in small["stop"] | small["articles"] for w in text.words[first:n])

    def _small(self, names: Sequence[int], text: Text) -> bool:
        """Are some words all such as stand between others?"""
        return all(text.words[n].low in self.tools.table.words["stop"] for n in names)

    @cached_property
    def _cased(self) -> bool:
        return self.tools.table.script in {"latin", "cyrillic"}

    def _kept(self, out: list[int], text: Text) -> list[int]:
        """What may be a name as a whole, without the word before it that only has its capital letter."""
        words, small = text.words, self.tools.table.words
        particles = small["particles"]
        while out and not words[out[-1]].upper and words[out[-1]].low in particles:
            out = out[:-1]
        if all(words[n].low in small["stop"] | particles for n in out):
            return []
        if self._cased and all(len(words[n].text) < 2 for n in out):
            return []  # "S.A.R."
        out = self._from_given(out, text)
        if self._articled(out[0], text) and not (len(out) > 1 and self._given(out[0], text)):
            return []  # What has an article is no name.
        return out if len(out) <= MOST or not self._cased else []

    def _from_given(self, names: Sequence[int], text: Text) -> list[int]:
        """A name without what only has a capital letter: "Госминистр Анна Люрман", "des Rats Mustafa Abd al-Dschalil"."""
        out = list(names)
        while len(out) > 2 and not self._given(out[0], text) and self._given(out[1], text):
            begins = text.words[out[0]].start in text.begins
            forms = set(forms_of(text.words[out[0]].text, self.tools.table))
            nouns = self.tools.table.nouns == "capital"
            if not begins and (not nouns or forms & self.tools.people.families):
                break
            del out[0]
        return out

    def _articled(self, n: int, text: Text) -> bool:
        """Has a word an article before it, that is not the pronoun of a clause: ", die Westerwelle plante"?"""
        words = text.words
        opens = n > 0 and bool(text.said[words[n - 1].end : words[n].start].strip())
        if n == 0 or opens or words[n - 1].low not in self.tools.table.words["articles"]:
            return False
        clause = n > 1 and "," in text.said[words[n - 2].end : words[n - 1].start]
        return not (clause and self.tools.table.nouns == "capital")

    def _bound(self, w: Word, text: Text, out: Sequence[int]) -> bool:
        before, after = text.said[w.start - 1 : w.start], text.said[w.end : w.end + 1]
        return (bool(out) and before == "-") or after in ELISIONS

    def _given(self, n: int, text: Text) -> bool:
        """May a word be somebody's given name?"""
        return len(text.words[n].text) > 1 and bool(
            set(forms_of(text.words[n].text, self.tools.table)) & self.tools.people.given
        )

    def _beside_name(self, text: Text, m: Match) -> bool:
        """Is a word that may be a capital or a state written beside another name: "Santiago Cafiero"?"""
        words = text.words
        if m.kind == "state":
            return m.last == m.first + 1 and (
                self._behind_given(text, m) or self._is_given(text, m)
            )
        if m.kind != "city":
            return False
        particles = self.tools.table.words["particles"]
        if m.last + 1 < len(words) and words[m.last].low in particles and words[m.first].upper:
            return text.said[words[m.last].end : words[m.last + 1].start] in {"-", " "}
        return self._runs_beside(text, m)

    def _behind_given(self, text: Text, m: Match) -> bool:
        """Has a state somebody's given name before it: "Alan Ganoo" is of no Ghana?"""
        words, low = text.words, m.first - 1
        return (
            low >= 0 and words[low].upper and low not in self._known_words
            and text is self.text and words[low].start not in text.begins
            and text.said[words[low].end : words[m.first].start] == " " and self._given(low, text)
        )  # fmt: skip

    def _is_given(self, text: Text, m: Match) -> bool:
        """Is a state's name somebody's given name, with others beside it: "Chad Smith"?"""
        low = text.words[m.first].low
        given = low in self.tools.people.given or low in self.tools.table.words["given"]
        return given and self.tools.table.nouns != "capital" and self._runs_beside(text, m)

    def _runs_beside(self, text: Text, m: Match) -> bool:
        """Are some words of one name with those beside them, by how these are written?"""
        words = text.words
        sides = (m.first - 1, m.first), (m.last - 1, m.last)
        return self._cased and any(
            a >= 0 and b < len(words) and _runs_on(text, a, b)
            and words[a].upper and words[b].upper and (b if a == m.last - 1 else a) not in self._known_words
            for a, b in sides
        )  # fmt: skip

    def _whole(self, names: list[int]) -> list[int]:
        """A name with those of its words that stand beside a span: of "Emmanuel", "Emmanuel Macron".

        What another span has is none of them.
        """
        if not names or not self._cased:
            return names
        words, (low, high) = self.text.words, (names[0], names[-1])
        own = self._marked.get(names[0])
        while low > 0 and names[-1] - low < MOST - 1 and self._joined(low - 1, low):
            if not self._of_name(low - 1) or self._marked.get(low - 1, own) != own:
                break
            low -= 1
        while high + 1 < len(words) and high - low < MOST - 1 and self._joined(high, high + 1):
            if not self._of_name(high + 1) or self._marked.get(high + 1, own) != own:
                break
            high += 1
        if (low, high) == (names[0], names[-1]):
            return names
        if words[low].start in self.text.begins and low < names[0]:
            low = names[0]
        return self._name_words(low, high + 1) or names

    def _of_name(self, n: int) -> bool:
        """May a word beside a name be of it? Where nouns have capitals, only what somebody is called by.

        "Gegenbesuch Fukudas", "in Kiew Selenskyj", "в Рейкьявике Лавров".
        """
        words = self.text.words
        forms = set(forms_of(words[n].text, self.tools.table))
        if forms & self.tools.people.given or INITIAL.fullmatch(words[n].low):
            return True
        if self.tools.table.nouns == "capital":
            return (
                n > 0 and self._given(n - 1, self.text) and bool(forms & self.tools.people.families)
            )
        placed = n > 0 and words[n - 1].low in self.tools.table.words["stop"]
        return not (placed and self.tools.cities.at([words[n]]))

    def _noun(self, n: int) -> bool:
        """Has a word something before it that names do not have: an article, a word for whose it is?"""
        return self._articled(n, self.text)

    def _joined(self, a: int, b: int) -> bool:
        words = self.text.words
        between = self.text.said[words[a].end : words[b].start]
        if not (words[a].upper and words[b].upper) or (
            {a, b} & (self._known_words | self._unnamed)
        ):  # fmt: skip
            return False
        if between == ". ":
            return INITIAL.fullmatch(words[a].low) is not None
        return between in {" ", "-"} and words[b].start not in self.text.begins

    @cached_property
    def _bodies(self) -> frozenset[str]:
        return frozenset(stem(w, self.tools.table) for w in self.tools.table.words["bodies"])

    @cached_property
    def _no_people(self) -> frozenset[str]:
        regions = frozenset(stem(w, self.tools.table) for w in self.tools.table.words["regions"])
        return self._bodies | self._ministries | regions

    def ministry(self, start: int, end: int) -> bool:
        """Do some words name what acts for a state, without saying for which?"""
        first, last = self.text.over(start, end)
        return any(w.stem in self._ministries for w in self.text.words[first:last])

    @cached_property
    def _ministries(self) -> frozenset[str]:
        """What acts for the state that is named beside it, or else for that which publishes."""
        return frozenset(stem(w, self.tools.table) for w in self.tools.table.words["ministries"])
