"""One article on its way from text to frames; the order of the steps is ``ArticleRun.frames``."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from kg.core.model import Article, Block, Frame, Notation, When
from kg.dates.normalization import Expression, resolve
from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.actors.lexicon import Match
from kg.extract.rules.actors.places import PlaceMention
from kg.extract.rules.actors.register import Register
from kg.extract.rules.events import joining
from kg.extract.rules.events.attribution import attribute
from kg.extract.rules.events.discourse import Discourse
from kg.extract.rules.events.drafts import Draft, apart
from kg.extract.rules.events.linking import carry_date, link_dates, link_places, owner
from kg.extract.rules.events.sentence import Sentence
from kg.extract.rules.memo.frames import with_header
from kg.extract.rules.memo.trips import trip_frames
from kg.extract.rules.text.document import Text
from kg.extract.rules.text.mention import Mention
from kg.extract.rules.text.parsing import Asking, Span
from kg.extract.rules.text.reading import Piece, Reading, fill_gap, simplify, unparsed, with_parse
from kg.extract.rules.text.tokens import sentences
from kg.extract.rules.tools import Tools
from kg.extract.rules.topics.account import is_account
from kg.extract.rules.topics.targets import paragraphs

_THINGS = frozenset({"FAC", "LOC", "EVENT", "WORK_OF_ART", "LAW", "PRODUCT", "GPE"})
_CLOCK = re.compile(
    r"\d{1,2}(?:[.:h]\d{2})?(?: ?[ap]\.?m\.?)?(?: ?(?:-|–|to) ?\d{1,2}(?:[.:h]\d{2})(?: ?[ap]\.?m\.?)?)?"
    r"(?: ?(?:hrs|hours|GMT|CET|CEST|EST|EDT|UTC))?(?:[:,–-]| -)?\s+(?=[A-Z])"
)


class ArticleRun:
    """One article under way. The steps share what they found; nothing outlives the article."""

    def __init__(self, tools: Tools, article: Article) -> None:
        self.tools = tools
        self.article = article
        self.catalog = tools.catalog
        self.words = tools.words
        self.anchor: date | None = article.dateline or article.published
        self.basis: Literal["dateline", "published"] = (
            "dateline" if article.dateline else "published"
        )
        self.doc: Text = tools.tokenizer.read(article.text)
        self.matches: list[Match] = tools.lexicon.matches(self.doc)
        self._at = [m.start for m in self.matches]
        self.blocks = article.blocks or (Block(start=0, end=len(article.text), kind="body"),)
        self.setting = tools.settings.of(article)
        self.register = Register(
            tools.authority,
            anchor=self.anchor,
            home=self.setting.home,
            seat=self.setting.seat,
            chief=self.setting.chief,
        )
        self.discourse = Discourse(article, self.doc, self.catalog)
        self.blocked: set[int] = set()

    def frames(self) -> Asking[tuple[Frame, ...]]:
        """Sentences, their actors, places and dates; readings; drafts; frames.

        Yields what the model is asked, and is sent its answers.
        """
        found = yield from self._sentences()
        first, more = self._chosen(found)
        readings = yield from self._parsed(first, found)
        if more and any(self._states_event(r) for r in readings.values()):
            readings |= yield from self._parsed(more, found)
        drafts = self._drafts(dict(sorted(readings.items())), found)
        self.discourse.date_by_convention(drafts)
        joined = joining.join(drafts, anchor=self.anchor)
        joined = joining.by_state(joined)
        joining.share_dates(joined, going_on=self.words["going-on"])
        joining.share_places(joined)
        frames = tuple(
            joining.to_frame(d, self.article, self._evidence(d))
            for d in joined
            if joining.diplomatic(d, memo=self.article.kind == "memo")
        )
        frames = with_header(self.article, frames, catalog=self.catalog)
        return trip_frames(self.article, frames, catalog=self.catalog)

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
        found = self.tools.finder.find(reading, 0, self._who, self.register, {}, memo=memo)
        # Where a visit leads is found out later, as is who "he" is.
        open_ = any(
            p.mention and p.word.lower() in {"he", "she"} and not self._who(p.mention)
            for p in reading.pieces
        )
        return open_ or any(
            d.type == "visit" or (not d.anaphoric and joining.diplomatic(d, memo=memo))
            for d in found
        )

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
        spans.sort(key=lambda s: (self._in_title(s), s))
        guesses, things = yield from self._guesses(spans)
        expressions = self.tools.language.expressions(self.article.text)
        out = []
        for span in spans:
            first = bisect_left(self._at, span[0])
            last = bisect_left(self._at, span[1])
            here = [m for m in self.matches[first:last] if m.end <= span[1]]
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
            places = self.tools.places.find(self.doc, span, here, mentions)
            dates = self._dates(span, expressions)
            for start, end, _ in dates:
                self.blocked.update(range(start, end))
            for p in places:
                self.blocked.update(range(p.start + 1, p.end))  # "York" alone is no topic
            out.append(Sentence(span, mentions, places, dates))
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

    def _in_title(self, span: tuple[int, int]) -> bool:
        at = self.doc[span[0]].idx
        return any(b.kind == "title" and b.start <= at < b.end for b in self.blocks)

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

    # -- after the parse -------------------------------------------------------------------------

    def _drafts(
        self, readings: Mapping[int, Reading], sentences: Sequence[Sentence]
    ) -> list[Draft]:
        """Events as the sentences state them. ``readings`` are those of the sentences that were parsed."""
        adjectives = {m.start: m for m in self.matches if m.kind == "adjective"}
        out: list[Draft] = []
        context: date | None = None
        told = self.article.kind == "news" and is_account(
            list(readings.values()), self._who, self.words
        )
        heading: When | None = None
        starts = paragraphs(self.doc)
        for n, sentence in enumerate(sentences):
            reading = readings.get(n)
            if reading is None:
                context = carry_date(
                    [e for _, _, e in sentence.dates],
                    anchor=self.anchor,
                    basis=self.basis,
                    context=context,
                )
                heading = self._heading(sentence, [], heading)
                continue
            self.discourse.resolve_offices(reading, self._states(sentence), self.register)
            self.discourse.resolve_pronouns(reading)
            self.discourse.find_owner(reading)
            self.discourse.lead_delegations(reading)
            found = self.tools.finder.find(
                reading,
                n,
                self._who,
                self.register,
                adjectives,
                memo=self.article.kind == "memo",
                owner=self.discourse.owner,
            )
            context = self._link(reading, sentence, found, context)
            heading = self._heading(sentence, found, heading)
            self.discourse.introduce_nominals(found, out, reading)
            found = self.discourse.continue_talks(found, self.register)
            self.discourse.complete(found)
            self.discourse.host_of_invitations(found, self.register)
            title = self._in_title(sentence.span)
            for d in found:
                d.title = title
                self._settle(d)
            self.tools.topics.assign(
                self.doc,
                reading,
                found,
                out,
                blocked=self.blocked,
                paragraphs=starts,
                resolve=self._who,
                readout=self.article.kind == "readout",
                account=told,
                title=title,
            )
            found = [part for d in found for part in apart(d)]
            out += found
            self.discourse.remember(found)
        body = [d for d in out if not d.title]
        return body or out

    def _heading(self, sentence: Sentence, found: list[Draft], heading: When | None) -> When | None:
        """The day that stands alone over the lines of a programme; the events of those lines get it."""
        first, last = sentence.span
        covered = {k for start, end, _ in sentence.dates for k in range(start, end)}
        if covered and all(
            k in covered or self.doc[k].is_punct or self.doc[k].is_space for k in range(first, last)
        ):
            when = resolve(
                sentence.dates[-1][2],
                anchor=self.anchor,
                context=None,
                direction="future",
                basis=self.basis,
            )
            return when if when.precision == "day" else None
        if heading is not None:
            if self._paragraph(first):
                return None
            for d in found:
                if d.when is None and not d.other:
                    d.when = replace(heading, basis="context")
        return heading

    def _paragraph(self, first: int) -> bool:
        """Does running text begin here: a sentence after an empty line that is no short line of a list?"""
        before = self.doc[first - 1].text if first else ""
        return before.count("\n") > 1

    def _states(self, sentence: Sentence) -> list[Notation]:
        """Notations of the states that a sentence names, adjectives included, in order."""
        first, last = sentence.span
        here = self.matches[bisect_left(self._at, first) : bisect_left(self._at, last)]
        return [
            self.catalog.polities[m.ref].notation
            for m in here
            if m.kind in {"polity", "adjective"} and m.end <= last
        ]

    def _who(self, mention: Mention) -> tuple[Entity, ...]:
        return self.discourse.resolved.get(mention, ())

    def _link(
        self, reading: Reading, sentence: Sentence, found: list[Draft], context: date | None
    ) -> date | None:
        """Dates, places, occasions and sources of a sentence go to its events."""
        words = self.words
        countries = [
            (m.start, m.polities[0])
            for m in sentence.mentions
            if m.kind == "country" and not m.metonym
        ]
        at: dict[int, int] = {}
        if sentence.dates or sentence.places or countries:
            at = {k: i for i, p in enumerate(reading.pieces) for k in range(p.start, p.end)}
        context = link_dates(
            reading,
            found,
            [(at[start], e) for start, _, e in sentence.dates if start in at],
            anchor=self.anchor,
            basis=self.basis,
            context=context,
            communication=words["communication-verb"],
            calling_off=words["calling-off"],
        )
        if not found:
            return context
        rows: list[tuple[int, PlaceMention | None, Notation | None]] = [
            (at[p.start], p, None) for p in sentence.places if p.start in at
        ]
        rows += [(at[start], None, state) for start, state in countries if start in at]
        link_places(
            reading,
            found,
            rows,
            communication=words["communication-verb"],
            prepositions=words["place-preposition"],
        )
        self._here(reading, found)
        self.discourse.lend_occasions(reading, found)
        attribute(reading, found, self.doc, words["communication-verb"], words["source-noun"])
        return context

    def _here(self, reading: Reading, found: list[Draft]) -> None:
        """ "arrived here today": the place of the dateline."""
        here = self.setting.place
        if here is None:
            return
        for token in reading.tokens:
            if token.lower_ == "here":
                d = owner(token, found, self.words["communication-verb"])
                if d is not None and d.venue is None and d.country is None:
                    d.venue = here

    def _settle(self, d: Draft) -> None:
        """What place and day decide: a conversation in a building is a meeting, tomorrow is a plan."""
        first = d.when.earliest if d.when and d.when.edtf else None
        ahead = (first - self.anchor).days if first and self.anchor else 0
        told = ahead == 1 and d.status == "held" and self._past(d)
        if ahead > 0 and d.status in {"held", "ongoing"} and not told:
            # One day ahead in the past tense is a time zone, not a plan.
            d.status = "planned"
        last = d.when.latest if d.when and d.when.edtf else None
        if d.plain_noun and last and self.anchor and last < self.anchor:
            # "discussed the outcome of the June summit": what is past was held, unless called off.
            d.status = "held" if d.status in {"planned", "proposed"} else d.status
        if (
            d.rule == "phone_call/conversation"
            and d.type == "phone_call"
            and d.venue
            and not self.tools.finder.channel(d.token)
        ):
            d.type = "meeting"
        self.register.at_home(e for e, _ in d.participants)
        home = self.register.home
        if d.type == "visit" and home and not (d.venue or d.country):
            guests = {e.polity for e, f in d.participants if f == "guest"}
            if len(d.participants) == len(guests) == 1 and guests - {home, None}:
                d.participants.append((self.register.state(home), "host"))
        if d.type == "visit" and not any(f == "host" for _, f in d.participants):
            country = d.venue.country if d.venue else d.country
            if country and country in self.catalog.by_notation:
                d.participants.append((self.register.state(country), "host"))

    @staticmethod
    def _past(d: Draft) -> bool:
        """Is the event told in the past tense?"""
        verb = next((t for t in (d.token, *d.token.ancestors) if t.pos_ == "VERB"), None)
        return verb is not None and verb.tag_ == "VBD"

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
