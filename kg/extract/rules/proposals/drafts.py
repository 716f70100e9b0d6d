"""A proposal as a draft: its type, status, actors, day, place, topics and source, in the terms of the rules."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import get_args

from kg.core.model import Function, Notation, Status, Topic, Venue, When
from kg.dates.normalization import Expression, resolve
from kg.extract.reader.proposals import Part, Proposal, strongest
from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.events.direction import FUTURE, direction_of
from kg.extract.rules.events.drafts import Draft
from kg.extract.rules.events.sentence import Sentence
from kg.extract.rules.events.slots import governor
from kg.extract.rules.events.status import NEGATIVE
from kg.extract.rules.events.stretch import stretch
from kg.extract.rules.proposals.actors import Actors
from kg.extract.rules.proposals.places import place_of
from kg.extract.rules.proposals.spoken import of_a_thing, of_the_speaking
from kg.extract.rules.steps import settle
from kg.extract.rules.text.reading import Reading
from kg.extract.rules.text.words import Word
from kg.extract.rules.underway import UnderWay
from kg.reference.event_kinds import event_kinds, kind_of

RULE = "reader"
"""What stands before the type in the name of what found an event that no rule names."""
_BOUNDS = frozenset({"before", "since", "until", "after", "by"})
_SENT_BY = frozenset({"from", "by", "of"})
_REAL = frozenset({"held", "ongoing"})
_YEARS = re.compile(r"\W{0,2}(?P<noun>[A-Za-z][\w-]+)")
_NO_NOUN = frozenset(
    {"and", "or", "to", "when", "as", "after", "before", "in", "on", "at", "by", "for", "with", "that", "which",
     "who", "where", "was", "were", "is", "has", "had", "the", "a", "an", "of", "from", "but", "while", "until"}
)  # fmt: skip
_LINE = 80
"""Characters of the longest line that may head a list."""
_STATUSES: tuple[Status, ...] = get_args(Status)


class Maker:
    """Makes drafts of the proposals for an article; ``sentences`` and ``readings`` are those of the rules."""

    def __init__(
        self,
        way: UnderWay,
        sentences: Sequence[Sentence],
        readings: Mapping[int, Reading],
        expressions: Sequence[Expression],
        triggers: Sequence[int],
    ) -> None:
        self._way = way
        self._sentences = sentences
        self._readings = readings
        self._expressions = expressions
        self._actors = Actors(way, sentences)
        self._visitor: Entity | None = None
        self._visited = -9
        self._triggers = triggers
        self.head = self._heading()

    def sentence_of(self, at: int) -> int | None:
        """The number of the sentence in which a character stands."""
        return sentence_at(self._way, self._sentences, at)

    def draft(self, n: int, p: Proposal) -> Draft | None:
        """The draft of the n-th proposal; None where its sentence was not parsed, or it is of no type of ours."""
        number = self.sentence_of(p.start)
        reading = self._readings.get(number) if number is not None else None
        if reading is None or number is None or p.kind not in event_kinds():
            return None
        if self._in_dateline(p):
            return None  # "BRUSSELS, July 2 -" is where it was written, and no stage of a journey.
        anchors = anchors_of(self._way, reading, p)
        if not anchors or self._way.tools.finder.vetoes(reading.tokens[i] for i in anchors):
            return None
        token = _top(reading, anchors)
        if kind_of(p.kind).contact == "face to face" and of_a_thing(token, self._way.words):
            p = replace(p, kinds={"message": p.kinds[p.kind]})
        participants, fillers = self.participants(p, reading)
        status = self._judged(self.status(p), token)
        venue, country = self.place(p, status)
        if self._of_the_speaking(strongest(p.parts.get("place", ())), token, reading):
            venue, country = None, None
        d = Draft(
            type=p.kind,
            rule=f"{RULE}/{p.kind}",
            participants=_functions(
                self._way, p, participants, venue.country if venue else country
            ),
            status=status,
            sentence=number,
            start=reading.pieces[token.i].start,
            end=reading.pieces[token.i].end,
            weight=p.sure,
            token=token,
            reading=reading,
            anchors=anchors,
            fillers=fillers,
            sentences=frozenset({number}),
            venue=venue,
            country=country,
            topics=self.topics(p),
            reported_by=self.sources(p),
            title=self._way.in_title(self._sentences[number].span),
            read=(n,),
            sure=p.sure,
        )
        d.when = self.when(p, d)
        stretch(d, self._way.doc.said(*self._sentences[number].span), self._way.words)
        self._locals(d)
        self.complete(d)
        settle(self._way, d)
        d.anaphoric = not d.participants
        return d

    def _locals(self, d: Draft) -> None:
        """ "Met senior officials in Baghdad": of the state of the place; of no state, they are nobody to draw."""
        state = d.venue.country if d.venue else d.country
        states = {e.polity for e, _ in d.participants}
        crowds = [
            e for e, _ in d.participants if e.unnamed and e.kind == "organisation" and not e.polity
        ]
        for e in crowds:
            if state and state not in states:
                e.polity = state
            elif len(d.participants) > 1:
                d.participants = [(x, f) for x, f in d.participants if x is not e]

    def peopled(self, d: Draft, p: Proposal) -> float:
        """How likely more than half of the participants of a draft are right, by a proposal."""
        likely = self._actors.sureness(p)
        told = [e for e, f in d.participants if f != "host" or e.kind != "country"] or [
            e for e, _ in d.participants
        ]
        rows = sorted((likely.get(id(e), 0.0) for e in told), reverse=True)
        return rows[len(rows) // 2] if rows else 0.0

    def complete(self, d: Draft) -> None:
        """Who a list of journeys is of stands at its head; a visit without a guest has that of the last one."""
        state = d.venue.country if d.venue else d.country
        named = [e for e, _ in d.participants]
        if d.type == "visit":
            hosts = [e for e in named if e.kind == "country" and e.polity == state]
            if state is None and len(named) == 1 and named[0].kind == "country":
                hosts, d.country = named, named[0].polity
            d.participants = [
                (e, "host" if any(e is h for h in hosts) else f) for e, f in d.participants
            ]
            guests = [e for e, f in d.participants if f == "guest"]
            guest = self.head or (self._visitor or self._first_person() if not guests else None)
            if guest is not None and not any(e is guest for e in named):
                kept = [(e, f) for e, f in d.participants if f != "guest" or self.head is None]
                d.participants = [(guest, "guest"), *kept]
            people = [e for e, f in d.participants if f == "guest" and e.kind == "person"]
            self._visitor = people[0] if people else self._visitor
            self._visited = d.sentence
            return
        visitor = self.head or (self._visitor if d.sentence - self._visited <= 1 else None)
        if visitor is None or not named or not kind_of(d.type).gathering:
            return
        alone = len(named) == 1 and named[0].polity != visitor.polity
        if (self.head or alone) and not any(e is visitor for e in named):
            d.participants.insert(0, (visitor, "participant"))

    def _heading(self) -> Entity | None:
        """Whom a short first line is about, by itself: "Travels abroad of George Shultz", "Programme of …"."""
        text = self._way.article.text
        line = text.lstrip().split("\n", 1)[0]
        words = {w.strip(".,:’'").casefold() for w in line.split()}
        listed = len(line) <= _LINE and bool(words & self._way.words["list-noun"])
        first = sorted(self._sentences, key=lambda s: s.span)[:1]
        if not listed or not first or self._way.doc[first[0].span[0]].idx > len(line):
            return None
        people = self._people(first[0])
        events = [p for p in self._triggers if p < len(line)]
        return people[0] if len(people) == 1 and not events else None

    def _people(self, s: Sentence) -> list[Entity]:
        return [e for m in s.mentions if m.kind == "person" for e in self._way.who(m)]

    def _first_person(self) -> Entity | None:
        """Whom the first line of the text names, if it is one."""
        for s in sorted(self._sentences, key=lambda s: s.span)[:1]:
            people = self._people(s)
            return people[0] if len(people) == 1 else None
        return None

    def status(self, p: Proposal) -> Status:
        """The likeliest status."""
        return next((s for s in _STATUSES if s == p.status), "held")

    def _judged(self, said: Status, token: Word) -> Status:
        """The status that the reader says, unless what governs the words says that it did not take place."""
        if said in NEGATIVE:
            return said
        verb = token if token.pos_ in {"VERB", "AUX"} else governor(token)
        light = verb is not None and verb.lemma_ in self._way.words["light-verb"]
        found, why = self._way.tools.finder.status.of(
            token, verb if verb is token or light else None
        )
        return found if why and found in NEGATIVE else said

    def participants(
        self, p: Proposal, reading: Reading
    ) -> tuple[list[tuple[Entity, int]], frozenset[int]]:
        """Who takes part, with where that is said, and the words of the sentence in which it is."""
        out = self._actors.participants(p, least=1 if p.kind == "visit" else 2)
        doc = self._way.doc
        here = self.sentence_of(p.start)
        told = {self.sentence_of(t) for t in self._triggers} - {here}
        own = [row for row in out if self.sentence_of(row[1]) == here]
        if len(own) > 1:
            # Who is named where something else is told took part in that: "A met B. C called D."
            out = [row for row in out if self.sentence_of(row[1]) not in told]
        at = {start for _, start in out}
        fillers = {
            i
            for i, piece in enumerate(reading.pieces)
            if any(doc[piece.start].idx <= k < doc[max(piece.start, piece.end - 1)].end for k in at)
        }
        return out, frozenset(fillers)

    def when(self, p: Proposal, d: Draft) -> When | None:
        """The day that the words of the date stand for."""
        part = strongest(p.parts.get("date", ()))
        if part is None:
            return None
        if self._undue(part, p, d.status) or self._of_the_speaking(part, d.token, d.reading):
            return None
        here = [
            e
            for e in self._expressions
            if e.start < part.end and part.start < e.end and e.kind not in {"habit", "time"}
            if not names_a_noun(self._way.article.text, e, p)
        ]
        if not here:
            return None
        e = max(here, key=lambda e: (min(e.end, part.end) - max(e.start, part.start), -e.start))
        way = self._way
        # A plan that is past stays past: "had planned to call her on Sunday".
        direction = direction_of(d, e, way.anchor) if d.status in FUTURE else "past"
        context = self._context(e)
        when = resolve(e, anchor=way.anchor, context=context, direction=direction, basis=way.basis)
        if e.bound in _BOUNDS and when.edtf is not None:
            lo = when.earliest if e.bound in {"since", "after"} else None
            hi = when.latest if e.bound in {"before", "until", "by"} else None
            when = replace(when, edtf=None, earliest=lo, latest=hi, precision=None)
        return when

    def _context(self, e: Expression) -> date | None:
        """The last day that was named before an expression: what "the next day" counts from."""
        way = self._way
        day: date | None = None
        for other in self._expressions:
            if other.end > e.start:
                break
            when = resolve(other, anchor=way.anchor, context=day, direction=None, basis=way.basis)
            if when.earliest and when.precision == "day" and other.kind != "habit":
                day = when.earliest
        return day

    def place(self, p: Proposal, status: Status) -> tuple[Venue | None, Notation | None]:
        """The place, and the state where nothing narrower is known."""
        part = strongest(p.parts.get("place", ()))
        call = kind_of(p.kind).contact == "at a distance"
        apart = part is not None and self.sentence_of(part.start) != self.sentence_of(p.start)
        if part is None or self._undue(part, p, status):
            return None, None
        if call and (apart or self._in_dateline(part)):
            return None, None
        return place_of(self._way, part)

    def _of_the_speaking(self, part: Part | None, token: Word, reading: Reading) -> bool:
        way = self._way
        return part is not None and of_the_speaking(part, token, reading.pieces, way.doc, way.words)

    def _undue(self, part: Part, p: Proposal, status: Status) -> bool:
        """Is a day or a place that of something else?

        A dateline tells where and when was reported what took place, not what was to. What was not, or was
        only spoken of, takes nothing from a sentence that tells of something else.
        """
        if status in _REAL:
            return False
        own, there = self.sentence_of(p.start), self.sentence_of(part.start)
        elsewhere = own != there and any(self.sentence_of(t) == there for t in self._triggers)
        return self._in_dateline(part) or (elsewhere and status != "planned")

    def _in_dateline(self, part: Part | Proposal) -> bool:
        return any(b.kind == "dateline" and b.start <= part.start < b.end for b in self._way.blocks)

    def topics(self, p: Proposal) -> list[Topic]:
        """What it was about: topics of the scheme by their labels, else the words."""
        out: list[Topic] = []
        for part in p.parts.get("topics", ()):
            first, last = self._way.doc.over(part.start, part.end)
            t = self._way.tools.topics.names.spoken(self._way.doc, first, last)
            if t is not None and all(t.label != k.label or t.text != k.text for k in out):
                out.append(t)
        return out

    def sources(self, p: Proposal) -> list[str]:
        """Who says so, in the words of the text."""
        text = self._way.article.text
        said = (
            " ".join(text[x.start : x.end].split())[:120] for x in p.parts.get("reported_by", ())
        )
        out = (s.removeprefix("the ").removeprefix("The ") for s in said)
        return [
            s
            for s in dict.fromkeys(out)
            if s.casefold() not in {"he", "she", "they", "it", "we", "i"}
        ]


def names_a_noun(text: str, e: Expression, p: Proposal) -> bool:
    """Is it a year by which something else is called: "the 2015 deal", "a protocol to the 1987 treaty"?"""
    if not e.only_years:
        return False
    left = text[max(0, e.start - 12) : e.start].split()
    noun = _YEARS.match(text, e.end)
    opened = bool(left) and (
        left[-1].lower() in {"the", "a", "an", "its", "their", "his", "her", "this"}
    )
    if not opened or noun is None or noun["noun"].lower() in _NO_NOUN:
        return False
    # "their 2018 Singapore meeting": it is what the event itself is called by.
    between = text[e.end : p.start]
    own = e.end <= p.start and len(between.split()) <= 2 and not set(between) & set(",.;:")
    return not own


def sentence_at(way: UnderWay, sentences: Sequence[Sentence], at: int) -> int | None:
    """The number of the sentence in which a character stands."""
    first, _ = way.doc.over(at, at + 1)
    return next((n for n, s in enumerate(sentences) if s.span[0] <= first < s.span[1]), None)


def anchors_of(way: UnderWay, reading: Reading, p: Proposal) -> frozenset[int]:
    """The words of a reading in which the trigger of a proposal stands."""
    doc = way.doc
    return frozenset(
        i
        for i, piece in enumerate(reading.pieces)
        if piece.end > piece.start
        and doc[piece.start].idx < p.end
        and p.start < doc[piece.end - 1].end
    )


def _top(reading: Reading, anchors: frozenset[int]) -> Word:
    """The word of a trigger on which its others depend, if it is not somebody's name."""
    words = [reading.tokens[i] for i in sorted(anchors)]
    plain = [
        w for w in words if w.mention is None and w.pos_ not in {"PUNCT", "DET", "ADP", "PART"}
    ] or words
    return next((w for w in plain if w.head.i not in anchors or w.head == w), plain[0])


def _functions(
    way: UnderWay, p: Proposal, who: Sequence[tuple[Entity, int]], state: Notation | None
) -> list[tuple[Entity, Function]]:
    """What each does in it: who is visited, who sends."""
    kind = kind_of(p.kind)
    if p.kind == "visit":
        people = [e for e, _ in who if e.kind == "person"]
        out: list[tuple[Entity, Function]] = []
        for n, (e, _) in enumerate(who):
            there = e.polity is not None and e.polity == state
            host = (
                (e.kind == "country" and bool(people))
                or (there and n > 0)
                or (n > 0 and e.kind != "person")
            )
            out.append((e, "host" if host else "guest"))
        return out
    if kind.directed and len(who) > 1:
        sender = next((n for n, (_, at) in enumerate(who) if _before(way, at) in _SENT_BY), 0)
        return [(e, "initiator" if n == sender else "addressee") for n, (e, _) in enumerate(who)]
    return [(e, "participant") for e, _ in who]


def _before(way: UnderWay, at: int) -> str:
    first, _ = way.doc.over(at, at + 1)
    if first and way.doc[first - 1].lower_ in {"the", "a", "an", "his", "her"}:
        first -= 1
    return way.doc[first - 1].lower_ if first > 0 else ""


__all__ = ["RULE", "Maker", "anchors_of", "sentence_at"]
