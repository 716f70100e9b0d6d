"""What bodies and governments some words stand for, those that no list has among them."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.spans.earlier import Earlier
from kg.extract.spans.entity import Entity
from kg.extract.spans.lexicon import Match
from kg.extract.spans.people import Around
from kg.extract.spans.words import lows as lows_of
from kg.extract.spans.words import stem


class Bodies(Earlier):
    """The bodies of an article."""

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

    def _body_again(self, first: int, last: int) -> list[Entity]:
        """A body by one word of its name, which was told before: "la Commission"."""
        bodies = self._bodies
        stems = [w.stem for w in self.text.words[first:last] if w.stem in bodies]
        if not any(w.upper for w in self.text.words[first:last]) and last - first > 1:
            return []
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

    def _apart(self, matches: Sequence[Match]) -> list[Match]:
        out: list[Match] = []
        for m in sorted(matches, key=lambda m: (m.first, -m.last)):
            if not out or m.first >= out[-1].last:
                out.append(m)
        return out

    def _sides(self, first: int, last: int) -> bool:
        """Do some words open with one for whom a state or body sends?"""
        small = self.tools.table.words
        lows = (w.low for w in self.text.words[first:last])
        head = next((low for low in lows if low not in small["stop"] | small["articles"]), "")
        return head in small["sides"]

    def _government(self, first: int, last: int) -> list[Entity]:
        """The state of whom a government or those sent are: "el Gobierno de Adolfo Suárez"."""
        words = [self.text.words[n] for n in self._name_words(first, last)]
        if not words:
            return []
        who = self._named(words)
        around = Around(frozenset(), frozenset(), self.day)
        known = self.tools.people.find([w.text for w in words], around, self.tools.table)
        state = who.polity if who else known.polity if known else None
        return [self.state(state)] if state else []
