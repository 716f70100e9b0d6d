"""Whom the words of a span stand for: by the actors that were found in the text, else by the words alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from kg.core.ids import fold
from kg.core.model import Notation
from kg.extract.reader.proposals import Proposal
from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.events.sentence import Sentence
from kg.extract.rules.proposals.titled import titled_speaker
from kg.extract.rules.text.mention import Mention
from kg.extract.rules.underway import UnderWay

_NAMED = frozenset({"person", "role"})
_FIRST_PERSON = frozenset({"i", "me", "my"})
_WE = frozenset({"we", "us"})
_OURS = _WE | {"our"}
_LABEL = re.compile(r"^([A-Z][^\n:]{2,60}):\s", re.MULTILINE)
"""The words before a colon at the beginning of a line."""
_BYLINE = re.compile(r"\s*([A-Z][^\n]{2,80}[^\n.:!?])\n")
"""A first line that is no sentence: "Antony J. Blinken, Secretary of State"."""
_MOST = 5
"""Words of the longest name that is taken from a span as it stands."""


LIKELY, POSSIBLY = 0.45, 0.2
"""How likely an actor of the text must take part, and how likely at least where too few do."""


def _each(rows: Iterable[tuple[int, Sequence[Entity]]]) -> list[tuple[Entity, int]]:
    """Everybody once, in the order of the text."""
    out: list[tuple[Entity, int]] = []
    for at, who in sorted(rows, key=lambda row: row[0]):
        out += [(e, at) for e in who if not any(e is x for x, _ in out)]
    return out


class Actors:
    """The actors of an article by where they stand; ``who`` says whom a span speaks of."""

    def __init__(self, way: UnderWay, sentences: Sequence[Sentence]) -> None:
        self._way = way
        self._mentions = sorted((m for s in sentences for m in s.mentions), key=lambda m: m.start)
        self._begins = [m.start for m in self._mentions]
        self._made: dict[str, Entity] = {}
        self._title: list[Entity | None] = []
        self._as_written()

    def _as_written(self) -> None:
        """Bodies get the fullest form in which the article writes them, as people have it: "the EU"."""
        written: dict[int, str] = {}
        for m in self._mentions:
            if m.kind == "organisation" and m.ref:
                text = self._way.doc.said(*m.core).removeprefix("the ").removeprefix("The ")
                for e in self._way.who(m):
                    if e.ref == m.ref and len(text) > len(written.get(id(e), "")):
                        written[id(e)] = e.name = text

    def participants(self, p: Proposal, *, least: int = 2) -> list[tuple[Entity, int]]:
        """Who takes part, with the first character of the words that say so, in the order of the text.

        Actors of the text count by the likelihood of their name's pieces; where fewer than ``least`` are
        likely, the next likely are taken as well. What is no actor known to the rules counts as it stands.
        """
        scored = [(sure, m) for sure, m in self._scored(p) if not self._where(m.start, m.end, p)]
        taken = [row for row in scored if row[0] >= LIKELY]
        spans = [(m.start, m.end) for _, m in taken]
        out: list[tuple[int, list[Entity]]] = []
        for _, m in taken:
            at, end = self._chars(*((m.start, m.end) if m.kind != "person" else m.core))
            out.append((at, self.who(at, end)))
        for part in p.parts.get("participants", ()):
            first, last = self._way.doc.over(part.start, part.end)
            known = any(a < last and first < b for a, b in spans)
            if not known and not self._where(first, last, p):
                out.append((part.start, self.who(part.start, part.end)))
        found = _each(out)
        for sure, m in sorted(scored, key=lambda row: (-row[0], row[1].start)):
            if len(found) >= least or sure < POSSIBLY:
                break
            if sure < LIKELY:
                out.append((self._chars(m.start, m.end)[0], [*self._way.who(m)]))
                found = _each(out)
        if len(found) == 1 and self._says_we(p):
            found += [(e, found[0][1]) for e in self._partner(found[0][0], p.start)]
        return found

    def _where(self, first: int, last: int, p: Proposal) -> bool:
        """ "The Singapore summit": a state that is called as its capital is where it was, and no party."""
        low, high = self._chars(first, last)
        before = p.start <= low < p.end or 0 <= p.start - high <= 1
        if p.kind == "visit" or not before or high >= p.end:
            return False
        here = {x.kind for x in self._way.matches if (x.start, x.end) == (first, last)}
        return {"place", "polity"} <= here

    def _says_we(self, p: Proposal) -> bool:
        """Do those who take part call themselves "we"?"""
        doc = self._way.doc
        spans = (doc.over(x.start, x.end) for x in p.parts.get("participants", ()))
        return any({*doc.lowered[a:b]} & _WE for a, b in spans)

    def _partner(self, speaker: Entity, at: int) -> list[Entity]:
        """To whom somebody says "we" in a transcript: the one other who speaks, else the one whom its lead names."""
        text = self._way.article.text
        labels = list(_LABEL.finditer(text))
        if not any(x.start() < at for x in labels):
            return []
        spoken = [self._way.doc.over(x.start(1), x.end(1)) for x in labels]
        lead = (0, self._way.doc.over(labels[0].start(), labels[0].end())[0])
        for spans in (spoken, [lead]):
            named = (m for a, b in spans for m in self._over(a, b) if m.kind in _NAMED)
            others = [
                e
                for e in self._resolved(named)
                if e is not speaker and e.polity and e.polity != speaker.polity
            ]
            if len(others) == 1:
                return others
        return []

    def sureness(self, p: Proposal) -> dict[int, float]:
        """How likely each actor of the text takes part, by the id of its entity; those that are not in it do not."""
        out: dict[int, float] = {}
        for sure, m in self._scored(p):
            for e in self._way.who(m):
                out[id(e)] = max(out.get(id(e), 0.0), sure)
        for part in p.parts.get("participants", ()):
            for e in self.who(part.start, part.end):
                out[id(e)] = max(out.get(id(e), 0.0), part.sure)
        return out

    def _scored(self, p: Proposal) -> Iterable[tuple[float, Mention]]:
        """The actors of the text of which a participant's pieces are part, with how likely their name is one."""
        if not p.people:
            return
        doc = self._way.doc
        first, _ = doc.over(p.people[0].start, p.people[0].end)
        _, last = doc.over(p.people[-1].start, p.people[-1].end)
        k = max(0, bisect_left(self._begins, first) - 3)
        for m in self._mentions[k:]:
            if m.start >= last:
                return
            core = m.core if m.core[0] < m.core[1] else (m.start, m.end)
            low, high = self._chars(*core)
            chars = sum(
                x.sure * (min(high, x.end) - max(low, x.start))
                for x in p.people
                if x.start < high and low < x.end
            )
            size = sum(not c.isspace() for c in self._way.article.text[low:high])
            if chars:
                yield chars / max(1, size), m

    def _chars(self, first: int, last: int) -> tuple[int, int]:
        doc = self._way.doc
        return doc[first].idx, doc[last - 1].end

    def who(self, start: int, end: int) -> list[Entity]:
        """Whom characters ``start`` to ``end`` speak of; nobody where it cannot be told."""
        first, last = self._way.doc.over(start, end)
        found = list(self._over(first, last))
        register = self._way.register
        for kinds in (_NAMED, {"group"}, {"crowd"}, {"organisation"}):
            out = self._resolved(m for m in found if m.kind in kinds)
            if out and kinds == {"group"} and self._of_states(first, last):
                states = list(dict.fromkeys(e.polity for e in out if e.polity))
                return [register.state(s) for s in states] if len(states) > 1 else out
            if (
                out
                and kinds <= {"crowd", "organisation"}
                and not any(e.polity or e.ref for e in out)
            ):
                # "a U.S. military delegation": whose it is stands between.
                stated = self._states(first, last) or self._from(last)
                if len(stated) == 1:
                    out[0].polity = stated[0]
                elif stated:
                    return [register.state(s) for s in stated]
            if out:
                return out
        states_named = self._resolved(m for m in found if m.kind == "country")
        if states_named:
            return states_named
        if not any(m.kind == "pronoun" for m in found):
            stated = self._states(first, last) or self._capitals(first, last)
            if stated:
                return [register.state(s) for s in stated]
            named = self._named(first, last)
            return [] if named is None else [named]
        if {*self._way.doc.lowered[first:last]} & (_FIRST_PERSON | _WE):
            speaker = self._speaker(start) or self._named_in_title(start, end)
            if speaker is not None:
                return [speaker]
        out = self._resolved(found)
        if not out and register.home and self._ours(first, last):
            return [register.state(register.home)]
        return out

    def _speaker(self, at: int) -> Entity | None:
        """Who speaks in a transcript: the one whose name stands before the colon that was last."""
        text = self._way.article.text
        labels = list(_LABEL.finditer(text, 0, at))
        label = labels[-1] if labels else _BYLINE.match(text)
        if label is None:
            return None
        first, last = self._way.doc.over(label.start(1), label.end(1))
        people = self._resolved(m for m in self._over(first, last) if m.kind in _NAMED)
        return people[0] if people else None

    def _named_in_title(self, start: int, end: int) -> Entity | None:
        """Who speaks, by the title that came with the text: "Statement by X at …", "Ambassador X"."""
        if not self._title:
            self._title.append(titled_speaker(self._way, start, end))
        return self._title[0]

    def _from(self, last: int) -> list[Notation]:
        """ "A business delegation from Japan": the state after the words."""
        doc = self._way.doc
        if last + 1 >= len(doc) or doc[last].lower_ not in {"from", "of"}:
            return []
        first = last + 1 + (doc[last + 1].lower_ == "the")
        return next(
            ([s] for n in (3, 2, 1) for s in self._states(first, first + n) if self._at(first)), []
        )

    def _at(self, first: int) -> bool:
        return any(m.start == first and m.kind == "polity" for m in self._way.matches)

    def _of_states(self, first: int, last: int) -> bool:
        """Does a group word mean states, and not those who speak for them?"""
        return bool({*self._way.doc.lowered[first:last]} & self._way.words["state-group"])

    def _ours(self, first: int, last: int) -> bool:
        """ "We", "our country", in what a government publishes."""
        return bool({*self._way.doc.lowered[first:last]} & _OURS)

    def _capitals(self, first: int, last: int) -> list[Notation]:
        """The states of places in the words: "was received in Bern"."""
        way = self._way
        matches = [m for m in way.matches if first <= m.start and m.end <= last]
        found = way.tools.places.named(way.doc, (first, last), matches)
        return [x.venue.country for x in found[:1] if x.venue.country]

    def _over(self, first: int, last: int) -> Iterable[Mention]:
        """Mentions whose name stands, at least by half, in tokens ``first`` to ``last``."""
        k = max(0, bisect_left(self._begins, first) - 3)
        for m in self._mentions[k:]:
            if m.start >= last:
                return
            core = m.core if m.core[0] < m.core[1] else (m.start, m.end)
            inside = min(last, core[1]) - max(first, core[0])
            if inside > 0 and (
                2 * inside >= core[1] - core[0] or last - first <= core[1] - core[0]
            ):
                yield m

    def _resolved(self, mentions: Iterable[Mention]) -> list[Entity]:
        out: list[Entity] = []
        for m in mentions:
            out += [e for e in self._way.who(m) if not any(e is x for x in out)]
        return out

    def _states(self, first: int, last: int) -> list[Notation]:
        """States whose name or adjective stands in the words."""
        way = self._way
        polities = way.catalog.polities
        found = [
            m
            for m in way.matches
            if m.kind in {"polity", "adjective"} and m.start < last and first < m.end
        ]
        return list(dict.fromkeys(polities[m.ref].notation for m in found))

    def _in_a_place(self, start: int, end: int) -> bool:
        """Is it part of the name of a place, or of what is called by somebody: "Ben Gurion airport"?"""
        way = self._way
        first, last = way.doc.over(start, end)
        place = any(
            m.kind == "place"
            and m.start <= first
            and last <= m.end
            and last - first < m.end - m.start
            for m in way.matches
        )
        return place or (last < len(way.doc) and way.doc[last].low in way.words["named-after"])

    def _named(self, first: int, last: int) -> Entity | None:
        """Somebody whom nothing else in the text names, by capitals: a body by the words for bodies."""
        way = self._way
        words = way.doc[first:last]
        common, given = way.tools.chunker.common, way.tools.chunker.given
        capitals = len(words) > 1 and all(w.text[:1].isupper() for w in words)
        while words and (
            not words[0].text[0].isupper()
            or words[0].lower_ in way.words["not-a-name"]
            or (words[0].lower_ in common and words[0].lower_ not in given)
        ):
            words = words[1:]
        if not words and capitals:
            # "Knox Thames": each word is one of the language, too, but they stand as a name does.
            words = way.doc[first:last]
        while words and not words[-1].text[0].isupper():
            words = words[:-1]
        if not words or not any(t.is_alpha and len(t.text) > 1 for t in words):
            return None
        name = way.article.text[words[0].idx : words[-1].end]
        if len(words) > 2 * _MOST or "\n" in name or self._in_a_place(words[0].idx, words[-1].end):
            return None
        key = fold(name)
        if key in self._made:
            return self._made[key]
        body = bool({fold(t.text) for t in words} & way.words["body-word"])
        acronym = len(words) == 1 and name.isupper() and len(name) > 1
        e = Entity(
            kind="organisation" if body or acronym else "person",
            name=name,
            words=frozenset(key.replace("-", " ").split()),
            first=(words[0].idx, words[-1].end),
        )
        if e.kind == "person":
            known = [
                x
                for x in way.register.entities
                if x.name and len(e.words & x.words) >= len(e.words)
            ]
            if known:
                return known[0]
            if len(words) > _MOST:
                return None
            way.register.entities.append(e)
        self._made[key] = e
        return e
