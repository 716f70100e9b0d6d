"""What stands around a name and belongs to it: the office, and the state or body that it is of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kg.core.model import LocalIri, Notation
from kg.extract.spans.lexicon import Match
from kg.extract.spans.tools import Tools
from kg.extract.spans.words import Text

_NEAR = 1
"""Words that may stand between an office and the name: "Monsieur", a rank, a word of praise."""
_UNION = Notation("EU")
_HEAD = 6
"""Words before the adjective of a post among which its noun is."""
_SHORT = 4
_FAR = 14
"""Words of an apposition that are looked at."""
_DASHES = frozenset("\u2013\u2014")
"""What stands for "is" or "was represented by": "Иран — заместитель министра X"."""
_SIDES = frozenset({"state", "adjective", "organisation", "city"})


@dataclass(slots=True)
class Said:
    """The offices and the states or bodies that some words name.

    ``ours``: they are of the state that publishes; ``narrow``: the office is a general one with what it is for;
    ``long``: it is told by more than one word.
    """

    offices: list[LocalIri] = field(default_factory=list)
    states: list[Notation] = field(default_factory=list)
    counterpart: bool = False
    ours: bool = False
    narrow: bool = False
    long: bool = False

    def add(self, other: Said) -> None:
        """Takes over what another has said."""
        self.offices += [o for o in other.offices if o not in self.offices]
        self.states += [s for s in other.states if s not in self.states]
        self.counterpart |= other.counterpart
        self.ours |= other.ours
        self.narrow |= other.narrow
        self.long |= other.long


def _part(m: Match, o: Match) -> bool:
    """Is a match no more than part of another of its kind: "Guinea" of "Guinea-Bissau"?"""
    return m.kind == o.kind and o.first <= m.first and m.last <= o.last and (
        (o.first, o.last) != (m.first, m.last)
    )  # fmt: skip


def _within(m: Match, o: Match) -> bool:
    """Is a match no more than part of a longer one of another kind?"""
    longer = o.last - o.first > m.last - m.first
    return o.kind != m.kind and longer and o.first <= m.first and m.last <= o.last


class Contexts:
    """The matches of a text by the words that they begin with."""

    def __init__(
        self, tools: Tools, text: Text, matches: Sequence[Match], day: date | None = None
    ) -> None:
        self._tools, self._text, self._day = tools, text, day
        self.hyphened = self._hyphened(matches)
        self.matches = sorted(
            (m for m in matches if m.first not in self.hyphened), key=lambda m: m.first
        )
        self._at = [m.first for m in self.matches]
        self._covered = {
            n: m for m in self.matches if m.kind in {"office", "organisation", "counterpart"} for n in range(m.first, m.last)
        }  # fmt: skip

    def _hyphened(self, matches: Sequence[Match]) -> set[int]:
        """Words known as something that are the second half of a name: "Calmy-Rey" is no king."""
        words, said = self._text.words, self._text.said
        known = {n for m in matches for n in range(m.first, m.last)}
        cities = {m.last for m in matches if m.kind == "city" and m.last - m.first > 1}
        nouns = self._tools.table.nouns == "capital"  # "FDP-Außenminister" is no name.
        return {
            m.first for m in matches
            if m.first > 0 and m.last - m.first == 1
            and (m.first - 1 not in known or (m.kind == "office" and m.last in cities))
            and not (nouns and m.kind in {"office", "counterpart"})
            and words[m.first].upper and words[m.first - 1].upper
            and said[words[m.first - 1].end : words[m.first].start] == "-"
        }  # fmt: skip

    def within(self, first: int, last: int) -> list[Match]:
        """The matches that lie in a range of words."""
        low, high = bisect_left(self._at, first), bisect_left(self._at, last)
        found = [m for m in self.matches[low:high] if m.last <= last]
        return [m for m in found if not any(_part(m, o) for o in found)]

    def said(self, first: int, last: int) -> Said:
        """What a range of words says of office and state."""
        out = Said()
        found = self.within(first, last)
        wide = [m for m in found if m.kind in {"state", "organisation", "office", "group"}]
        # "Unión Europea" in the name of a ministry, "Reino" in that of a kingdom, are neither body nor queen.
        found = [
            m for m in found if m.kind in {"adjective", "city"} or not any(
                _within(m, o) and (o.kind != "office" or self._of_office(m))
                for o in wide
            )
        ]  # fmt: skip
        # "Grenadines" in the name of a state is no adjective of another.
        states = [m for m in found if m.kind in {"state", "organisation", "group"}]
        found = [
            m for m in found if m.kind not in {"adjective", "city"} or not any(_within(m, o) for o in states)
        ]  # fmt: skip
        own: set[Notation] = set()
        for m in self._longest(found, "office"):
            office = self._tools.office(m.ref)
            narrow = office is not None and office.generic and m.last - m.first > 1
            out.long |= m.last - m.first > 1
            out.narrow |= narrow and self._portfolio(replace(m, first=m.last - 1))
            # "The minister of sports" in one word, which no list has.
            one = office is not None and office.generic and m.last - m.first == 1
            out.narrow |= one and not self._tools.lexicon.listed(self._text.words[m.first], m.ref)
            if office is not None and office.iri not in out.offices:
                out.offices.append(office.iri)
            state = self._tools.state_of(m.ref)
            if state:
                out.states.append(state)
                own |= {state} if "@" not in m.ref else set()
        many = {w.low for w in self._text.words[first:last]} & self._tools.table.words["plurals"]
        near = {w.low for w in self._text.words[max(0, first - 1) : last]}
        out.ours = bool(out.offices) and bool(near & self._tools.table.words["ours"])
        out.counterpart = any(m.kind == "counterpart" for m in found)
        for m in found:
            if out.offices and self._there(m):
                continue
            if m.kind == "group":
                out.states += [Notation(s) for s in m.ref.split() if s not in out.states]
            inside = any(
                o.first <= m.first and m.last <= o.last for o in wide if o.kind == "office"
            )
            if m.kind in _SIDES and not (inside and m.ref == _UNION):
                side = self.side(m)
                if side and side not in out.states:
                    out.states.append(side)
        if own and (many or set(out.states) - own - set(self._tools.catalog.bodies)):
            # "La secretaria de Estado de Finlandia", "los dos secretarios de Estado"
            out.states = [s for s in out.states if s not in own]
            out.offices = [o for o in out.offices if self._tools.state_of(o) not in own]
        of_union = any(m.kind == "office" and m.ref.endswith("@EU") for m in found)
        if len(out.states) > 1 and out.states[0] == _UNION and not of_union:
            out.states.remove(_UNION)  # "The European department of the ministry of Russia".
        return out

    def _of_office(self, m: Match) -> bool:
        """Is a match within an office no more than part of its name?"""
        listed = self._tools.table.words["portfolios"]
        return not listed or self.side(m) == _UNION or self._portfolio(m)

    def _portfolio(self, m: Match) -> bool:
        """Is a match what a minister is for: "ministre de la Francophonie"?"""
        small = self._tools.table.words
        words = self._text.words[m.first : m.last]
        return all(w.low in small["portfolios"] | small["stop"] for w in words)

    def _there(self, m: Match) -> bool:
        """Is it only where somebody has an office: "ambassador in Quito"?"""
        at = self._tools.table.words["at"]
        return (
            m.kind in {"city", "state"} and m.first > 0 and self._text.words[m.first - 1].low in at
        )

    def side(self, m: Match) -> Notation | None:
        """The state or body that a match is of."""
        if m.kind == "organisation":
            return self._tools.notation(m.ref)
        if m.kind == "city" or (m.kind == "state" and self._tools.metonym(self._text, m)):
            return self._tools.then(Notation(m.ref), self._day)
        return Notation(m.ref)

    def _longest(self, found: Sequence[Match], kind: str) -> Iterator[Match]:
        end = -1
        for m in sorted((m for m in found if m.kind == kind), key=lambda m: (m.first, -m.last)):
            if m.first >= end:
                yield m
                end = m.last

    def around(self, first: int, last: int, span: tuple[int, int] | None = None) -> Said:
        """What is said of the name in words ``first`` to ``last``: before it, and in an apposition after it.

        ``span`` are the words of which all are of somebody: what is before the name in them belongs to it.
        """
        low, high = self._bounds(first)
        start = self._before(first, low)
        out = self.said(self._owned(start, low) if start < first else start, first)
        if span is not None and span[0] < start and not (out.offices and out.states):
            own = self.said(span[0], first)
            out = own if own.offices or len(own.states) == 1 else out
        if not out.offices and not out.counterpart:
            out.add(self._after(last, high))
        elif not out.states and not out.ours:
            # "La senadora X, encargada de la política exterior barbadense"
            out.states += self._after(last, high, more=True).states[:1]
        return out

    def titled(self, n: int) -> bool:
        """Has a word an office right before it?"""
        m = self._covered.get(n - 1)
        return m is not None and m.kind == "office"

    def _bounds(self, n: int) -> tuple[int, int]:
        text = self._text
        number = text.sentence(text.words[n].start)
        start, end = text.bounds(number)
        return text.over(start, end)

    def _before(self, first: int, low: int) -> int:
        """The first of the words before a name that belong to it: an office near by, else an adjective."""
        k, strangers = first - 1, 0
        while k >= low and strangers < _NEAR:
            gap = self._text.said[self._text.words[k].end : self._text.words[k + 1].start]
            if any(c in gap for c in ";:()\n"):
                return k + 1 if k + 1 < first else first
            m = self._covered.get(k)
            if m is not None and m.kind in {"office", "counterpart"}:
                start = m.first
                while (
                    start - 1 >= low and (more := self._ending(start - 1, "adjective")) is not None
                ):
                    start = more
                return start
            word = self._text.words[k]
            if word.low in self._tools.table.words["and"]:
                return self._beside(first, low)
            known = (
                m is not None
                or self._one(k, "adjective")
                or self._one(k, "state")
                or self._in_state(k)
            )
            small = word.low in self._tools.table.words["stop"]
            small |= word.low in self._tools.table.words["unnamed"]
            if not (known or small or self._honour(k)):
                if word.upper:
                    return self._beside(first, low)  # Somebody else's name.
                strangers += 1
            k -= 1
        return self._beside(first, low)

    def _owned(self, start: int, low: int) -> int:
        """Where what an office is of begins, if it stands before: "Kenias Präsident", "DDR-Minister"."""
        table, words, said = self._tools.table, self._text.words, self._text.said
        k = start
        if k - 1 >= low and self._one(k - 1, "adjective"):
            k -= 1
        elif (
            table.genitive and k - 2 >= low and not words[k - 1].upper
            and words[k - 1].low not in table.words["stop"] | table.words["and"]
        ):  # fmt: skip
            k -= 1  # "Costa Ricas neue Vizepräsidentin"
        for m in self.matches[bisect_left(self._at, max(low, k - 6)) : bisect_left(self._at, k)]:
            if m.last != k or m.kind not in {"state", "organisation", "city"}:
                continue
            gap = said[words[k - 1].end : words[k].start]
            own = bool(table.genitive) and words[k - 1].low.endswith(table.genitive) and (
                m.first == 0 or words[m.first - 1].low not in table.words["articles"] | table.words["stop"]
            )  # fmt: skip
            if gap == "-" or gap.strip() in _DASHES or (own and gap == " "):
                return m.first
        return start

    def _beside(self, first: int, low: int) -> int:
        """ "le Russe Sergueï Lavrov": an adjective or a body right before the name."""
        k = first - 1
        while k >= low and self._honour(k):
            k -= 1
        if k >= low and (start := self._ending(k, "adjective")) is not None:
            return start
        # "L'attaché de défense turkmène, le colonel X": a post that no table has, of a state.
        while k >= low and self._text.words[k].low in self._tools.table.words["articles"]:
            k -= 1
        if k < low or k + 1 >= len(self._text.words):
            return first
        between = self._text.said[self._text.words[k].end : self._text.words[k + 1].start]
        start = self._ending(k, "adjective") if "," in between else None
        if start is None or not self._official(max(low, start - _HEAD), start):
            return first
        return start

    def _official(self, first: int, last: int) -> bool:
        """Do some words tell of an office, by a word that no table has as one?"""
        small = self._tools.table.words
        known = small["unnamed"] | small["back"] | small["sides"]
        offices = any(m.kind == "office" for m in self.within(first, last))
        return offices or any(
            w.low in known
            and w.low not in small["articles"] | small["stop"]
            and len(w.low) > _SHORT
            for w in self._text.words[first:last]
        )

    def _after(self, last: int, high: int, *, more: bool = False) -> Said:
        """ "X, president of Kenya, …", "X (Kenya)": up to the mark that ends it.

        ``more`` of somebody whose office is told: what names nobody else.
        """
        words, said = self._text.words, self._text.said
        small = self._tools.table.words
        if last >= high or words[last].low in small["and"] | small["clauses"]:
            return Said()
        gap = said[words[last - 1].end : words[last].start]
        if not any(c in gap for c in ",(\uff08\u3001\u060c\u2013\u2014"):
            return Said()
        end = last
        while end + 1 < min(high, last + _FAR):
            after = said[words[end].end : words[end + 1].start]
            if any(c in after for c in ",;:)\uff09\uff0c\u060c\u2013\u2014"):
                break
            end += 1
        found = self.said(last, end + 1)
        near = [
            m
            for m in self.within(last, end + 1)
            if m.kind in {"office", "counterpart"} and m.first - last < 5
        ]
        if more and not (
            (any(m.first == last for m in near) or self._official(last, last + 1))
            and not self._somebody(last, end + 1)
        ):
            return Said()
        if more:
            return found
        closed = "(" in gap or "\uff08" in gap
        if near and not closed and self._a_clause(near[0].last, end + 1):
            return Said()
        if near or (closed and end - last < 4):
            return found
        small_nouns = self._tools.table.nouns != "capital"
        national = {
            self.side(m)
            for m in self.within(last, min(end + 1, last + 6))
            if m.kind == "adjective" and not (small_nouns and words[m.first].upper)
        }  # "X, que l'Américain avait vu": somebody else.
        return Said([], [s for s in national if s]) if len(national) == 1 else Said()

    def _a_clause(self, first: int, last: int) -> bool:
        """Has what stands behind an office a verb, so that it is no apposition: "по словам X, лидер Y готов …"?"""
        endings = self._tools.table.lists["verb-endings"]
        known = {n for m in self.within(first, last) for n in range(m.first, m.last)}
        return any(
            n not in known and not w.upper and w.low.endswith(endings)
            for n, w in enumerate(self._text.words[first:last], first)
        )

    def _somebody(self, first: int, last: int) -> bool:
        """Is a word of a range written as a name and known as nothing: somebody else's?"""
        known = {n for m in self.within(first, last) for n in range(m.first, m.last)}
        words, small = self._text.words, self._tools.table.words
        return any(
            words[n].upper and words[n].low not in small["unnamed"] | small["portfolios"]
            for n in range(first, last)
            if n not in known
        )

    def _one(self, n: int, kind: str) -> bool:
        return self._ending(n, kind) is not None

    def _ending(self, n: int, kind: str) -> int | None:
        """The first of the words that end with one and are a match of a kind: "sud-coréen"."""
        low, high = bisect_left(self._at, max(0, n - 4)), bisect_left(self._at, n + 1)
        return next(
            (m.first for m in self.matches[low:high] if m.kind == kind and m.last == n + 1), None
        )

    def _in_state(self, n: int) -> bool:
        low = bisect_left(self._at, max(0, n - 6))
        high = bisect_left(self._at, n + 1)
        return any(m.kind in _SIDES and m.first <= n < m.last for m in self.matches[low:high])

    def _honour(self, n: int) -> bool:
        return self._text.words[n].low in self._tools.table.words["honorifics"]
