"""What stands around a name and belongs to it: the office, and the state or body that it is of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg.core.model import LocalIri, Notation
from kg.extract.spans.lexicon import Match
from kg.extract.spans.tools import Tools
from kg.extract.spans.words import Text

_NEAR = 1
"""Words that may stand between an office and the name: "Monsieur", a rank, a word of praise."""
_UNION = Notation("EU")
_FAR = 14
"""Words of an apposition that are looked at."""
_SIDES = frozenset({"state", "adjective", "organisation", "city"})


@dataclass(slots=True)
class Said:
    """The offices and the states or bodies that some words name."""

    offices: list[LocalIri] = field(default_factory=list)
    states: list[Notation] = field(default_factory=list)
    counterpart: bool = False

    def add(self, other: Said) -> None:
        """Takes over what another has said."""
        self.offices += [o for o in other.offices if o not in self.offices]
        self.states += [s for s in other.states if s not in self.states]
        self.counterpart |= other.counterpart


def _part(m: Match, o: Match) -> bool:
    """Is a match no more than part of another of its kind: "Guinea" of "Guinea-Bissau"?"""
    return m.kind == o.kind and o.first <= m.first and m.last <= o.last and (
        (o.first, o.last) != (m.first, m.last)
    )  # fmt: skip


class Contexts:
    """The matches of a text by the words that they begin with."""

    def __init__(
        self, tools: Tools, text: Text, matches: Sequence[Match], day: date | None = None
    ) -> None:
        self._tools, self._text, self._day = tools, text, day
        self.matches = sorted(matches, key=lambda m: m.first)
        self._at = [m.first for m in self.matches]
        self._covered = {
            n: m for m in self.matches if m.kind in {"office", "organisation", "counterpart"} for n in range(m.first, m.last)
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
        wide = [m for m in found if m.kind in {"state", "organisation", "office"}]
        # "Unión Europea" in the name of a ministry, "Reino" in that of a kingdom, are neither body nor queen.
        found = [
            m for m in found if m.kind in {"adjective", "city"} or not any(
                o.kind != m.kind and o.first <= m.first and m.last <= o.last and o.last - o.first > m.last - m.first
                for o in wide
            )
        ]  # fmt: skip
        for m in self._longest(found, "office"):
            office = self._tools.office(m.ref)
            if office is not None and office.iri not in out.offices:
                out.offices.append(office.iri)
            state = self._tools.state_of(m.ref)
            if state:
                out.states.append(state)
        out.counterpart = any(m.kind == "counterpart" for m in found)
        for m in found:
            inside = any(
                o.first <= m.first and m.last <= o.last for o in wide if o.kind == "office"
            )
            if m.kind in _SIDES and not (inside and m.ref == _UNION):
                side = self.side(m)
                if side and side not in out.states:
                    out.states.append(side)
        of_union = any(m.kind == "office" and m.ref.endswith("@EU") for m in found)
        if len(out.states) > 1 and out.states[0] == _UNION and not of_union:
            out.states.remove(_UNION)  # "The European department of the ministry of Russia".
        return out

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
        return out

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
                while start - 1 >= low and self._one(start - 1, "adjective"):
                    start -= 1
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
            if gap == "-" or (own and gap == " "):
                return m.first
        return start

    def _beside(self, first: int, low: int) -> int:
        """ "le Russe Sergueï Lavrov": an adjective or a body right before the name."""
        k = first - 1
        while k >= low and self._honour(k):
            k -= 1
        return k if k >= low and self._one(k, "adjective") else first

    def _after(self, last: int, high: int) -> Said:
        """ "X, president of Kenya, …", "X (Kenya)": up to the mark that ends it."""
        words, said = self._text.words, self._text.said
        if last >= high or words[last].low in self._tools.table.words["and"]:
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
        closed = "(" in gap or "\uff08" in gap
        if near or (closed and end - last < 4):
            return found
        national = {
            self.side(m) for m in self.within(last, min(end + 1, last + 6)) if m.kind == "adjective"
        }
        return Said([], [s for s in national if s]) if len(national) == 1 else Said()

    def _one(self, n: int, kind: str) -> bool:
        return any(m.kind == kind and m.last == n + 1 for m in self.within(n, n + 1))

    def _in_state(self, n: int) -> bool:
        low = bisect_left(self._at, max(0, n - 6))
        high = bisect_left(self._at, n + 1)
        return any(m.kind in _SIDES and m.first <= n < m.last for m in self.matches[low:high])

    def _honour(self, n: int) -> bool:
        return self._text.words[n].low in self._tools.table.words["honorifics"]
