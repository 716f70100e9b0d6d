"""Which words of an article are somebody's name: where it begins and ends, and what beside it is none of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from kg.core.ids import fold
from kg.extract.spans.context import Contexts
from kg.extract.spans.lexicon import Match
from kg.extract.spans.naming import INITIAL
from kg.extract.spans.people import forms_of
from kg.extract.spans.tools import Tools
from kg.extract.spans.words import Text, Word, stem

_NO_NAMES = ("he", "she", "they", "possessive", "i")
_PARTICLES = frozenset(
    map(fold, ["de", "del", "da", "dos", "das", "di", "du", "van", "von", "den", "bin", "ibn", "ben", "al", "el", "la", "le", "y", "e", "аль", "эль", "бен", "ибн", "де", "ди", "фон", "ван"])
)  # fmt: skip
_ELISIONS = frozenset("'\u2019")
MOST = 6
"""Words of the longest name of somebody."""
Place = tuple[int, int]


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

    def _listed(self, first: int, last: int) -> list[Place]:
        """The parts of a span that names several: "Кучма, Зурабов и Тальявини"; most have one, all of it."""
        words = self.text.words
        also = [w.low in self.tools.table.words["and"] and not w.upper for w in words[first:last]]
        out: list[Place] = []
        low = first
        for n in range(first, last):
            if also[n - first]:
                low = n + 1
            elif n + 1 == last or also[n + 1 - first] or (
                "," in self.text.said[words[n].end : words[n + 1].start]
            ):  # fmt: skip
                out.append((low, n + 1))
                low = n + 1
        plain = all(len(self._name_words(a, b)) == b - a for a, b in out)
        return out if plain and len(out) > 1 else [(first, last)]

    def _runs(self) -> Iterable[tuple[int, int]]:
        """Words in a row, each written as a name, with nothing but a space or a hyphen between."""
        words, n = self.text.words, 0
        while n < len(words):
            last = n + 1
            while (
                words[n].upper and last < len(words) and words[last].upper and last - n < MOST
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
            if m.kind not in {"city", "state"} or not self._beside_name(text, m)
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
        out: list[int] = []
        broken = False
        for n in range(first, last):
            w = text.words[n]
            if n in taken or w.low in small["honorifics"] or w.text.isdigit():
                continue
            if any(w.low in small[k] for k in _NO_NAMES) and not out:
                continue
            if cased and not w.upper and not (out and n + 1 < last and w.low in _PARTICLES):
                if self._bound(w, text, out):
                    continue  # "Ban Ki-moon", "Буш-старший", "Жискар д'Эстен"
                if out and not self._given(out[0], text):
                    # "des Zentrums der UN für …, Petko Draganov", "Stipendiatinnen der Universität"
                    out, broken = [], self.tools.table.nouns == "capital"
                elif out:
                    break
                continue
            if w.low in small["stop"] and w.low not in _PARTICLES and (not out or n + 1 == last):
                continue
            if w.stem in self._no_people or w.low in small["capital"]:
                return []
            out.append(n)
        if broken and not (len(out) > 1 and self._given(out[0], text)):
            return []
        return self._kept(out, text)

    def _kept(self, out: list[int], text: Text) -> list[int]:
        """What may be a name as a whole, without the word before it that only has its capital letter."""
        small = self.tools.table.words
        cased = self.tools.table.script in {"latin", "cyrillic"}
        if all(text.words[n].low in small["stop"] or text.words[n].low in _PARTICLES for n in out):
            return []
        while len(out) > 2 and not self._given(out[0], text) and self._given(out[1], text):
            # Of a sentence or of a noun: "Госминистр Анна Люрман", "des Rats Mustafa Abd al-Dschalil".
            begins = text.words[out[0]].start in text.begins
            forms = set(forms_of(text.words[out[0]].text, self.tools.table))
            nouns = self.tools.table.nouns == "capital"
            if not begins and (not nouns or forms & self.tools.people.families):
                break
            del out[0]
        if (
            out
            and self._articled(out[0], text)
            and not (len(out) > 1 and self._given(out[0], text))
        ):
            return []  # What has an article is no name.
        return out if len(out) <= MOST or not cased else []

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
        return (bool(out) and before == "-") or after in _ELISIONS

    def _given(self, n: int, text: Text) -> bool:
        """May a word be somebody's given name?"""
        return len(text.words[n].text) > 1 and bool(
            set(forms_of(text.words[n].text, self.tools.table)) & self.tools.people.given
        )

    def _beside_name(self, text: Text, m: Match) -> bool:
        """Is a word that may be a capital written beside another name: "Santiago Cafiero"?"""
        words = text.words
        if m.kind == "state":  # "Alan Ganoo" is of no Ghana.
            low = m.first - 1
            return (
                low >= 0 and m.last == m.first + 1 and words[low].upper and low not in self._known_words
                and text is self.text and words[low].start not in text.begins
                and text.said[words[low].end : words[m.first].start] == " " and self._given(low, text)
            )  # fmt: skip
        sides = (m.first - 1, m.first), (m.last - 1, m.last)
        if m.last + 1 < len(words) and words[m.last].low in _PARTICLES and words[m.first].upper:
            return text.said[words[m.last].end : words[m.last + 1].start] in {"-", " "}
        return self.tools.table.script in {"latin", "cyrillic"} and any(
            a >= 0 and b < len(words) and text.said[words[a].end : words[b].start] == " "
            and words[a].upper and words[b].upper and (b if a == m.last - 1 else a) not in self._known_words
            for a, b in sides
        )  # fmt: skip

    def _whole(self, names: list[int]) -> list[int]:
        """A name with those of its words that stand beside a span: of "Emmanuel", "Emmanuel Macron"."""
        if not names or self.tools.table.script not in {"latin", "cyrillic"}:
            return names
        words, (low, high) = self.text.words, (names[0], names[-1])
        while low > 0 and names[-1] - low < MOST - 1 and self._joined(low - 1, low):
            if not self._of_name(low - 1):
                break
            low -= 1
        while high + 1 < len(words) and high - low < MOST - 1 and self._joined(high, high + 1):
            high += 1
            if not self._of_name(high):
                high -= 1
                break
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
        if not (words[a].upper and words[b].upper) or {a, b} & self._known_words:
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

    @cached_property
    def _ministries(self) -> frozenset[str]:
        """What acts for the state that is named beside it, or else for that which publishes."""
        return frozenset(stem(w, self.tools.table) for w in self.tools.table.words["ministries"])
