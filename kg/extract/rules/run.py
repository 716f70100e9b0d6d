"""One article on its way from text to frames; the order of the steps is ``ArticleRun.frames``."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from kg.core.model import Frame, Venue
from kg.dates.normalization import Expression
from kg.extract.reader.proposals import Proposed
from kg.extract.rules.actors.officials import beside, for_others
from kg.extract.rules.events import joining, sharing
from kg.extract.rules.events.attendance import attend
from kg.extract.rules.events.confidence import READER
from kg.extract.rules.events.drafts import Draft
from kg.extract.rules.events.sentence import Sentence, pair_of
from kg.extract.rules.memo.frames import with_header
from kg.extract.rules.memo.trips import trip_frames
from kg.extract.rules.proposals.agreement import together
from kg.extract.rules.proposals.drafts import sentence_at
from kg.extract.rules.steps import drafts_of
from kg.extract.rules.text.parsing import Asking, Span
from kg.extract.rules.text.reading import Piece, Reading, fill_gap, simplify, unparsed, with_parse
from kg.extract.rules.text.tokens import sentences
from kg.extract.rules.underway import UnderWay

_THINGS = frozenset({"FAC", "LOC", "EVENT", "WORK_OF_ART", "LAW", "PRODUCT", "GPE"})
_CLOCK = re.compile(
    r"\d{1,2}(?:[.:h]\d{2})?(?: ?[ap]\.?m\.?)?(?: ?(?:-|–|to) ?\d{1,2}(?:[.:h]\d{2})(?: ?[ap]\.?m\.?)?)?"
    r"(?: ?(?:hrs|hours|GMT|CET|CEST|EST|EDT|UTC))?(?:[:,–-]| -)?\s+(?=[A-Z])"
)


SURE = 0.5
"""How likely the reader must find an event for it to count whose sides the rules do not know."""
KEPT = 0.5
"""How sure an event must be where the reader has read; below it, it is more likely wrong than right."""

DOUBTED = 0.1
"""How sure the only event of an official account must be, if a rule has found it."""


class ArticleRun(UnderWay):
    """One article under way: its sentences, their readings, drafts and frames."""

    expressions: tuple[Expression, ...] = ()

    def frames(self) -> Asking[tuple[Frame, ...]]:
        """Sentences, their actors, places and dates; readings; drafts; frames.

        Yields what the model is asked, and is sent its answers.
        """
        found = yield from self._sentences()
        self.opened_at = self._opening(found)
        first, more = self._chosen(found)
        proposed = yield from self._proposed()
        told = {
            n for p in proposed.proposals if (n := sentence_at(self, found, p.start)) is not None
        }
        readings = yield from self._parsed(sorted({*first, *told}), found)
        if more and any(self._states_event(r) for r in readings.values()):
            readings |= yield from self._parsed([n for n in more if n not in readings], found)
        readings = dict(sorted(readings.items()))
        drafts = drafts_of(self, readings, found)
        self.discourse.date_by_convention(drafts)
        if proposed.read:
            drafts = together(
                self,
                drafts if self.tools.rules else (),
                proposed,
                sentences=found,
                readings=readings,
                expressions=self.expressions,
            )
        joined = joining.join(drafts, anchor=self.anchor, one=proposed.one)
        joined = joining.by_state(joined)
        joined = attend(joined, found, doc=self.doc, who=self.who, catalog=self.catalog)
        sharing.share_dates(
            joined,
            going_on=self.words["going-on"],
            programme=self.article.kind == "readout",
        )
        sharing.place_lines(joined, found, self.doc)
        sharing.share_places(joined)
        frames = self._kept([d for d in joined if self._counts(d)])
        frames = with_header(self.article, frames, catalog=self.catalog)
        return trip_frames(self.article, frames, catalog=self.catalog)

    def _kept(self, drafts: Sequence[Draft]) -> tuple[Frame, ...]:
        """The frames that are sure enough; an official account is of some event, if a rule has found one."""
        found = [(d, joining.to_frame(d, self.article, self._evidence(d))) for d in drafts]
        if self.tools.reader is None or self.article.kind == "memo":
            return tuple(f for _, f in found)
        kept = [f for _, f in found if f.confidence >= KEPT]
        named = [f for _, f in found if not f.rule.startswith(READER) and f.confidence >= DOUBTED]
        if not kept and named and self.article.kind == "readout":
            kept = [max(named, key=lambda f: f.confidence)]
        return tuple(kept)

    def _counts(self, d: Draft) -> bool:
        """Is it an event between states or organisations?"""
        memo = self.article.kind == "memo"
        sure = (d.sure or 0.0) >= SURE and not joining.domestic(d, self.register.home)
        return sure or joining.diplomatic(d, memo=memo)

    def _proposed(self) -> Asking[Proposed]:
        """What the reader proposes, where there is one."""
        if self.tools.reader is None or self.article.kind == "memo":
            return Proposed()  # A memorandum is all of one talk, told in a form of its own.
        answer: list[Proposed]
        answer = yield "proposals", [(self.article.text, self.tools.gate is not None)]
        return answer[0]

    def _chosen(self, found: Sequence[Sentence]) -> tuple[list[int], list[int]]:
        """The sentences that are parsed, and those that are if an event is found."""
        gate = self.tools.gate
        if gate is None:
            return list(range(len(found))), []
        kind = self.article.kind
        first, more = gate.chosen(
            self.doc.lowered,
            found,
            self.discourse.resolved,
            memo=kind == "memo",
            home=self.register.home is not None,
            seat=self.setting.state,
            official=kind in {"readout", "memo"},
        )
        return sorted(first), sorted(more)

    def _parsed(
        self, chosen: Sequence[int], found: Sequence[Sentence]
    ) -> Asking[dict[int, Reading]]:
        if not chosen:
            return {}
        rows = [self._plain(found[n]) for n in chosen]
        parsed = yield "parse", [unparsed(self.doc, pieces) for pieces in rows]
        return {
            n: with_parse(found[n].span, pieces, words)
            for n, pieces, words in zip(chosen, rows, parsed, strict=True)
        }

    def _states_event(self, reading: Reading) -> bool:
        """Does a sentence state, by itself, an event of those that are kept?"""
        memo = self.article.kind == "memo"
        found = self.tools.finder.find(reading, 0, self.who, self.register, {}, memo=memo)
        # Where a visit leads is found out later, as is who "he" is.
        open_ = any(
            p.mention and p.word.lower() in {"he", "she"} and not self.who(p.mention)
            for p in reading.pieces
        )
        return open_ or any(
            d.type == "visit" or (not d.anaphoric and joining.diplomatic(d, memo=memo))
            for d in found
        )

    def _opening(self, found: Sequence[Sentence]) -> Venue | None:
        """ "Moscow." as a first sentence is where the report is from."""
        s = min(found, key=lambda s: s.span, default=None)
        if s is None or len(s.places) != 1:
            return None
        (place,) = s.places
        rest = (k for k in range(*s.span) if not place.start <= k < place.end)
        return None if any(self.doc[k].is_alpha for k in rest) else place.venue

    def _plain(self, s: Sentence) -> list[Piece]:
        """The simplified sentence that is parsed."""
        pieces = simplify(
            self.doc,
            s.span,
            s.mentions,
            [(p.start, p.end) for p in s.places],
            [(start, end) for start, end, _ in s.dates],
            self.tools.language.stand_ins,
        )
        return fill_gap(pieces, self.words["gapping-verb"], self.doc)

    # -- before the parse ------------------------------------------------------------------------

    def _sentences(self) -> Asking[list[Sentence]]:
        words = self.words
        spans = sentences(
            self.doc,
            self.blocks,
            abbreviations=words["abbreviation"],
            openers=words["sentence-opener"],
        )
        # The body first: a headline is read with the names that the text has introduced.
        spans = [self._after_clock(s) for s in spans]
        spans.sort(key=lambda s: (self.in_title(s), s))
        guesses, things = yield from self._guesses(spans)
        text = self.article.text
        expressions = self.tools.language.expressions(text, self.anchor)
        self.expressions = expressions
        out = []
        for span in spans:
            here = self.matched(span)
            mentions = self.tools.chunker.chunk(
                self.doc,
                span,
                here,
                guesses,
                self.register.surnames(),
                things,
            )
            self.register.open_sentence()
            for m in mentions:
                self.discourse.resolved[m] = self.register.resolve(self.doc, m)
                if m.kind in {"person", "role", "group", "pronoun"}:
                    self.blocked.update(range(m.start, m.end))
            beside(mentions, self.who, self.doc.said, self.catalog.offices)
            for_others(mentions, self.who, self.doc.said, words)
            places = self.tools.places.find(self.doc, span, here, mentions)
            dates = self._dates(span, expressions)
            for start, end, _ in dates:
                self.blocked.update(range(start, end))
            for p in places:
                self.blocked.update(range(p.start + 1, p.end))  # "York" alone is no topic
            pair = pair_of(self.doc.lowered, here, self.catalog.polities)
            out.append(Sentence(span, mentions, places, dates, pair))
        return out

    def _after_clock(self, span: tuple[int, int]) -> tuple[int, int]:
        """A line of a programme without the hour before it: "14.00-15.00 Meeting with …"."""
        start, end = span
        if not self.doc.lowered[start][:1].isdigit():
            return span
        text = self.doc.said(start, end)
        clock = _CLOCK.match(text)
        if clock is None:
            return span
        low = self.doc[start].idx + clock.end()
        while start < end - 1 and self.doc[start].idx < low:
            start += 1
        return start, end

    def _guesses(
        self, spans: Sequence[tuple[int, int]]
    ) -> Asking[tuple[list[tuple[int, int]], list[tuple[int, int]]]]:
        """Token spans that the model's entity recogniser takes for people, and for other things.

        It is asked only about sentences that have words which may name somebody whom no list knows.
        """
        gate = self.tools.gate
        near = self._by_names(spans)
        asked = [
            s
            for s in spans
            if (gate is None or s[0] in near)
            and self.tools.chunker.strangers(self.doc, s, self.matches)
        ]
        people: list[tuple[int, int]] = []
        things: list[tuple[int, int]] = []
        if not asked:
            return people, things
        seen: list[list[Span]]
        seen = yield "entities", [self.doc.doc[a:b].as_doc() for a, b in asked]
        for (first, _), spans_seen in zip(asked, seen, strict=True):
            for start, end, label in spans_seen:
                if label == "PERSON":
                    people.append((first + start, first + end))
                elif label in _THINGS:
                    things.append((first + start, first + end))
        return people, things

    def _by_names(self, spans: Sequence[tuple[int, int]]) -> set[int]:
        """First tokens of the sentences in which somebody may be named who took part in an event.

        They have a trigger and some name, title or state of the lists, or follow one that has two.
        """
        gate = self.tools.gate
        if gate is None:
            return set()
        ordered = sorted(spans)
        begins = [first for first, _ in ordered]
        names = [0] * len(ordered)
        for m in self.matches:
            at = bisect_right(begins, m.start) - 1
            if at >= 0 and m.kind != "city":
                names[at] += 1
        out: set[int] = set()
        for n, (first, last) in enumerate(ordered):
            if names[n] and gate.has_trigger(self.doc.lowered[first:last]):
                out.add(first)
                if names[n] > 1 and n + 1 < len(ordered) and names[n + 1]:
                    out.add(begins[n + 1])
        return out

    def _dates(
        self, span: tuple[int, int], expressions: Iterable[Expression]
    ) -> list[tuple[int, int, Expression]]:
        out = []
        low = self.doc[span[0]].idx
        high = self.doc[span[1] - 1].end
        for e in expressions:
            if low <= e.start and e.end <= high:
                out.append((*self.doc.over(e.start, e.end), e))
        return out

    def _evidence(self, d: Draft) -> tuple[int, int]:
        """The shortest passage that states the event: its trigger, its participants and its date."""
        pieces = d.reading.pieces
        used = {d.token.i} | set(d.anchors) | set(d.fillers)
        if d.when is not None:
            for i, p in enumerate(pieces):
                if self.doc[p.start].idx <= d.when.start < self.doc[p.end - 1].end:
                    used.add(i)
        start = self.doc[pieces[min(used)].start].idx
        return start, self.doc[pieces[max(used)].end - 1].end
