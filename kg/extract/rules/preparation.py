"""An article before its parse: sentences, and the actors, places and dates that stand in them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from kg.core.model import Article, Block
from kg.dates.normalization import Expression
from kg.extract.rules.actors.lexicon import Match
from kg.extract.rules.actors.register import Register
from kg.extract.rules.events.discourse import Discourse
from kg.extract.rules.events.sentence import Sentence
from kg.extract.rules.text.document import Text
from kg.extract.rules.text.parsing import Asking, Span
from kg.extract.rules.text.tokens import sentences
from kg.extract.rules.tools import Tools

_THINGS = frozenset({"FAC", "LOC", "EVENT", "WORK_OF_ART", "LAW", "PRODUCT", "GPE"})
_CLOCK = re.compile(
    r"\d{1,2}(?:[.:h]\d{2})?(?: ?[ap]\.?m\.?)?(?: ?(?:-|–|to) ?\d{1,2}(?:[.:h]\d{2})(?: ?[ap]\.?m\.?)?)?"
    r"(?: ?(?:hrs|hours|GMT|CET|CEST|EST|EDT|UTC))?(?:[:,–-]| -)?\s+(?=[A-Z])"
)


class Preparation:
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
        self.adjectives = {m.start: m for m in self.matches if m.kind == "adjective"}
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
