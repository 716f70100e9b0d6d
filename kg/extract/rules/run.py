"""One article on its way from text to frames: ``ArticleRun.frames``, and for each sentence ``STEPS``."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.core.model import Frame, Notation, When
from kg.dates.normalization import resolve
from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.actors.places import PlaceMention
from kg.extract.rules.events import joining
from kg.extract.rules.events.attribution import attribute
from kg.extract.rules.events.drafts import Draft, apart
from kg.extract.rules.events.linking import carry_date, link_dates, link_places, owner
from kg.extract.rules.events.sentence import Sentence
from kg.extract.rules.events.settling import settle
from kg.extract.rules.memo.frames import with_header
from kg.extract.rules.memo.trips import trip_frames
from kg.extract.rules.preparation import Preparation
from kg.extract.rules.text.mention import Mention
from kg.extract.rules.text.parsing import Asking
from kg.extract.rules.text.reading import Piece, Reading, fill_gap, simplify, unparsed, with_parse
from kg.extract.rules.topics.account import is_account
from kg.extract.rules.topics.targets import paragraphs


class ArticleRun(Preparation):
    """One article on its way. What is found before the parse is of ``Preparation``."""

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

    # -- after the parse -------------------------------------------------------------------------

    def _drafts(
        self, readings: Mapping[int, Reading], sentences: Sequence[Sentence]
    ) -> list[Draft]:
        """Events as the sentences state them. ``readings`` are those of the sentences that were parsed."""
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
            under = Under(
                n=n, sentence=sentence, reading=reading, out=out, starts=starts, account=told,
                title=self._in_title(sentence.span), context=context, heading=heading,
            )  # fmt: skip
            found: list[Draft] = []
            for step in STEPS:
                found = step.run(self, under, found)
            context, heading = under.context, under.heading
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


@dataclass(slots=True, kw_only=True)
class Under:
    """The sentence that the steps go through, and what earlier sentences handed on."""

    n: int
    sentence: Sentence
    reading: Reading
    out: list[Draft]
    starts: list[int]
    account: bool
    title: bool
    context: date | None
    heading: When | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is done to the drafts of a sentence, in its turn.

    ``needs`` are the fields of a draft (kg.extract.rules.events.drafts) that an earlier step must have
    set before; ``sets`` those that this one sets. A test holds both against what happens.
    """

    name: str
    run: Callable[[ArticleRun, Under, list[Draft]], list[Draft]]
    needs: frozenset[str] = frozenset()
    sets: frozenset[str] = frozenset()


def _find(run: ArticleRun, at: Under, found: list[Draft]) -> list[Draft]:
    return found + run.tools.finder.find(
        at.reading,
        at.n,
        run._who,
        run.register,
        run.adjectives,
        memo=run.article.kind == "memo",
        owner=run.discourse.owner,
    )


def _link(run: ArticleRun, at: Under, found: list[Draft]) -> list[Draft]:
    at.context = run._link(at.reading, at.sentence, found, at.context)
    return found


def _head(run: ArticleRun, at: Under, found: list[Draft]) -> list[Draft]:
    at.heading = run._heading(at.sentence, found, at.heading)
    return found


def _introduce(run: ArticleRun, at: Under, found: list[Draft]) -> list[Draft]:
    run.discourse.introduce_nominals(found, at.out, at.reading)
    return found


def _continue(run: ArticleRun, _at: Under, found: list[Draft]) -> list[Draft]:
    return run.discourse.continue_talks(found, run.register)


def _complete(run: ArticleRun, _at: Under, found: list[Draft]) -> list[Draft]:
    run.discourse.complete(found)
    return found


def _invite(run: ArticleRun, _at: Under, found: list[Draft]) -> list[Draft]:
    run.discourse.host_of_invitations(found, run.register)
    return found


def _decide(run: ArticleRun, at: Under, found: list[Draft]) -> list[Draft]:
    for d in found:
        d.title = at.title
        settle(d, anchor=run.anchor, register=run.register, finder=run.tools.finder)
    return found


def _topics(run: ArticleRun, at: Under, found: list[Draft]) -> list[Draft]:
    run.tools.topics.assign(
        run.doc,
        at.reading,
        found,
        at.out,
        blocked=run.blocked,
        paragraphs=at.starts,
        resolve=run._who,
        readout=run.article.kind == "readout",
        account=at.account,
        title=at.title,
    )
    return found


def _part(_run: ArticleRun, _at: Under, found: list[Draft]) -> list[Draft]:
    return [part for d in found for part in apart(d)]


def _remember(run: ArticleRun, at: Under, found: list[Draft]) -> list[Draft]:
    at.out += found
    run.discourse.remember(found)
    return found


def _fields(names: str) -> frozenset[str]:
    return frozenset(names.split())


STEPS: tuple[Step, ...] = (
    Step(
        name="find",
        run=_find,
        sets=_fields(
            "anaphoric anchors apart end fillers habit onesided other participants plain_noun reading "
            "reasons reported_by residual rule sentence sentences sequel start status token topics type vague weight"
        ),
    ),
    Step(
        name="link",
        run=_link,
        sets=_fields("country habit reported_by venue when"),
    ),
    Step(
        name="head",
        run=_head,
        needs=_fields("when"),
        sets=_fields("when"),
    ),
    Step(
        name="introduce",
        run=_introduce,
        sets=_fields("anaphoric fillers participants"),
    ),
    Step(
        name="continue",
        run=_continue,
        needs=_fields("country participants venue when"),
        sets=_fields("participants type"),
    ),
    Step(
        name="complete",
        run=_complete,
        needs=_fields("participants type"),
        sets=_fields("participants"),
    ),
    Step(
        name="invite",
        run=_invite,
        needs=_fields("country participants type venue"),
        sets=_fields("participants"),
    ),
    Step(
        name="decide",
        run=_decide,
        needs=_fields("country participants type venue when"),
        sets=_fields("participants status title type"),
    ),
    Step(
        name="topics",
        run=_topics,
        needs=_fields("anaphoric fillers participants status title type venue when"),
        sets=_fields("topics"),
    ),
    Step(
        name="part",
        run=_part,
        needs=_fields(
            "anaphoric country fillers habit participants reported_by status title topics type venue when"
        ),
        sets=_fields("apart participants reported_by topics"),
    ),
    Step(
        name="remember",
        run=_remember,
        needs=_fields("anaphoric participants type"),
    ),
)
"""What happens to the drafts of a sentence, in this order."""
