"""Records of conversations: the one event that their header states.

A memorandum says in its header who took part, when, where and about what; its text tells of the same
event in sentences that rarely name it. The frame made here is that event. What the text says of other
events is left to the general rules; ``merge`` drops their accounts of this one and passing words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.core.ids import fold
from kg.core.model import Actor, Article, EventType, Evidence, Frame, Notation, When
from kg.extract.rules.memo import present
from kg.extract.rules.memo.authority import Authority
from kg.extract.rules.memo.entries import Entry, read_list
from kg.extract.rules.memo.header import Day, Header, the_day, title_words
from kg.extract.rules.memo.header import read as read_header
from kg.extract.rules.memo.places import venue_of
from kg.extract.rules.memo.topics import topics_of
from kg.extract.rules.memo.words import Words, bare, words
from kg.reference.catalog import Catalog
from kg.reference.event_kinds import kind_of

_PHONE = re.compile(r"\btele(?:phone|con\b|phonic)|\bphone\b", re.IGNORECASE)
_PHONED = re.compile(
    r"\b(?:telephoned|phoned|rang (?:me|him|her|up))\b|\bcalled\b[^.]{0,40}\b(?:(?:by|on|over) the |by )?(?:tele)?phone\b"
    r"|\bby (?:tele)?phone\b|\bover the (?:tele)?phone\b",
    re.IGNORECASE,
)
_CAME = re.compile(
    r"\b(?:called (?:on|upon|at)|came (?:in|to)|received|met|lunch\w*|dinner|appointment|meeting|visited)\b",
    re.IGNORECASE,
)
_I = re.compile(r"\b(?:I|me|my)\b")
# "The Secretary of State" without a state, for or of anything, is the American one.
_OURS = re.compile(
    r"\bDepartment of State\b|\bForeign Relations of the United States\b"
    r"|(?<!British )(?<!Vatican )\bSecretary of State\b(?! for\b)"
)


def memo_frame(article: Article, *, catalog: Catalog) -> tuple[Frame, ...]:
    """The event that the header of a record of a conversation states; empty where it names nobody.

    ``article`` must have its blocks (kg.sources.layout.describe).

    >>> from kg.reference.read import load
    >>> from kg.sources.layout import describe
    >>> text = '''Memorandum of Conversation
    ... Oslo, May 3, 1962, 4 p.m.
    ... PARTICIPANTS
    ... - Mr. Nils Berg, Ambassador of Norway
    ... - Sir John Alder, British Embassy
    ... SUBJECT
    ... - Fishing limits
    ... Sir John said that he had no new instructions.'''
    >>> (frame,) = memo_frame(describe(Article(id="m", text=text)), catalog=load())
    >>> frame.when.edtf, [(a.name, a.polity) for a in frame.participants]
    ('1962-05-03', [('Nils Berg', 'NO'), ('John Alder', 'GB')])
    """
    header = read_header(article)
    if header.title is None and not header.who:
        return ()
    return _Reader(article, catalog, header).frame()


def with_header(
    article: Article, frames: Sequence[Frame], *, catalog: Catalog
) -> tuple[Frame, ...]:
    """The frames of an article's text, with the event of its header first if it is a memorandum.

    >>> from kg.reference.read import load
    >>> with_header(Article(id="n", text="They met."), (), catalog=load())
    ()
    """
    if article.kind != "memo":
        return tuple(frames)
    for main in memo_frame(article, catalog=catalog):
        return merge(main, frames)
    return tuple(frames)


def is_same(main: Frame, other: Frame) -> bool:
    """Does a frame of the text tell of the event of the header?

    It does when it is a talk of that day (or of no day) among people of the header alone.
    """
    talk = kind_of(other.type).talks or other.type == "visit"
    if not talk or other.status not in {"held", "ongoing"}:
        return False
    if (
        "phone_call" in {main.type, other.type}
        and main.type != other.type
        and other.type != "meeting"
    ):
        return False
    if not _days_fit(main.when, other.when):
        return False
    if (
        main.venue
        and other.venue
        and main.venue.city
        and other.venue.city
        and (main.venue.city != other.venue.city)
    ):
        return False
    named = [a for a in other.participants if a.kind == "person"]
    if not named:
        return False
    dated = other.when is not None and other.when.edtf is not None
    if other.type == "visit" and not dated:
        return False
    known = [any(_same_person(m, a) for m in main.participants) for a in named]
    return all(known) or (dated and any(known))


def merge(main: Frame, others: Iterable[Frame]) -> tuple[Frame, ...]:
    """The event of the header, with the topics that the text adds, then the other events."""
    kept: list[Frame] = []
    for other in others:
        if not is_same(main, other):
            if not _thin(other):
                kept.append(other)
            continue
        known = {t.label for t in main.topics}
        main = replace(
            main, topics=(*main.topics, *(t for t in other.topics if t.label not in known))
        )
    return (main, *kept)


def _thin(other: Frame) -> bool:
    """Is it a passing word? What might be done some day, or somebody going somewhere some time.

    In a record of what was said most verbs of meeting are of this kind.
    """
    if other.when is not None and other.when.earliest is not None:
        return False
    return other.status != "held" or len(other.participants) < 2


def _days_fit(a: When | None, b: When | None) -> bool:
    if a is None or b is None or a.earliest is None or b.earliest is None:
        return True
    return a.earliest <= (b.latest or b.earliest) and b.earliest <= (a.latest or a.earliest)


def _same_person(listed: Actor, told: Actor) -> bool:
    if listed.ref and listed.ref == told.ref:
        return True
    if listed.polity and told.polity and listed.polity != told.polity:
        return False
    a, b = _name_words(listed.name), _name_words(told.name)
    if a and b:
        return a <= b or b <= a
    if b and not a and b - {"the"} <= _name_words(listed.office):
        return True  # "the Shah", read as a name
    mine, theirs = fold(listed.office or ""), fold(told.office or "")
    same = bool(mine and theirs) and (mine in theirs or theirs in mine)
    return same and (not a or not b)


def _name_words(name: str | None) -> frozenset[str]:
    return frozenset(bare(w) for w in (name or "").replace("-", " ").split() if len(bare(w)) > 1)


@dataclass(slots=True)
class _Reader:
    """One record on its way to its frame."""

    article: Article
    catalog: Catalog
    header: Header

    def frame(self) -> tuple[Frame, ...]:
        found = the_day(self.header)
        day = found.day if found else self.article.dateline or self._edited_day()
        home = self._home()
        vocabulary = words(self.catalog)
        entries, listed, evidence = self._entries(vocabulary, day, home)
        authority = Authority(self.catalog, day=day, home=home)
        actors = _unique([authority.actor(e) for e in entries], listed=listed)
        if not actors:
            return ()
        when = self._when(day, found)
        kind = self._type(actors)
        score = 0.97 if len(actors) > 1 and when else 0.85
        return (
            Frame(
                type=kind,
                status="held",
                participants=tuple(actors),
                when=when,
                venue=venue_of(self.article, self.header, self.catalog),
                topics=topics_of(self.header.about, self.catalog),
                reported_by=(),
                evidence=evidence,
                confidence=score,
                rule=f"{kind}/header",
                features=(("header", score),),
            ),
        )

    def _edited_day(self) -> date | None:
        """The day under which an edition of documents files the record."""
        url = self.article.url or ""
        edition = "history.state.gov/historicaldocuments/" in url
        return self.article.published if edition else None

    def _home(self) -> Notation | None:
        """The state whose foreign service kept the record: what offices without a state are of."""
        if "history.state.gov/" in (self.article.url or ""):
            return Notation("US")
        publisher = self.article.publisher
        for o in self.catalog.organisations.values():
            if o.polity and publisher and publisher in o.names:
                return o.polity
        lines = [self.header.title, *self.header.loose, *self.header.who]
        return Notation("US") if any(_OURS.search(x.text) for x in lines if x) else None

    def _when(self, day: date | None, found: Day | None) -> When | None:
        if day is None:
            return None
        iso = day.isoformat()
        if found is None:
            basis = "dateline" if self.article.dateline else "published"
            return When(edtf=iso, text=None, earliest=day, latest=day, precision="day", basis=basis)  # type: ignore[arg-type]
        return When(
            edtf=iso,
            text=self.article.text[found.start : found.end],
            earliest=day,
            latest=day,
            precision="day",
            basis="stated",
            start=found.start,
            end=found.end,
        )

    def _type(self, actors: Sequence[Actor]) -> EventType:
        title = title_words(self.header)
        heads = [
            title,
            *(x.text for x in self.header.loose if x.text.isupper() or len(x.text) < 60),
        ]
        if any(_PHONE.search(h) for h in heads):
            return "phone_call"
        lead = " ".join(x.text for x in self.header.body[:1])
        first = re.split(r"(?<=[a-z\])]{2}\.)\s+(?=[A-Z])", lead)[0]
        if len(actors) <= 3 and _PHONED.search(first) and not _CAME.search(first):
            return "phone_call"
        return "meeting"

    # -- who ---------------------------------------------------------------------------------------

    def _entries(
        self, vocabulary: Words, day: date | None, home: Notation | None
    ) -> tuple[list[Entry], int, tuple[Evidence, ...]]:
        """Everybody present, how many of them one list has, and the passages that say so."""
        listed = read_list(self.header.who, vocabulary, day=day, home=home)
        title = self.header.title
        spans: list[tuple[int, int]] = []
        if title is not None:
            spans.append((title.start, title.end))
        if listed:
            begin = self.header.who_label
            first = begin if begin is not None else self.header.who[0].start
            spans.append((first, max(self.header.who[-1].end, max(e.end for e in listed))))
        people = list(listed)
        known = len(people)
        if title is not None:
            sides, author = present.of_title(title, vocabulary, day=day, home=home)
            if len(listed) < 2:
                people += sides
            known = len(people) if not listed else known
            if author and (not listed or self._speaks()):
                people.append(author)
        if len(people) < 2:
            told, span = present.of_text(self.header.body, vocabulary, day=day, home=home)
            people += told
            if span and not listed:
                spans.append(span)
        text = self.article.text
        return people, known, tuple(Evidence(start=a, end=b, quote=text[a:b]) for a, b in spans[:2])

    def _speaks(self) -> bool:
        """Does the author tell what he or she said and heard?"""
        return any(
            _I.search(re.sub(r"[“\"][^”\"]*[”\"]", "", x.text)) for x in self.header.body[:4]
        )


def _unique(actors: Sequence[Actor], *, listed: int) -> list[Actor]:
    """Each person once, as fully as any line of the header has it.

    The first ``listed`` come from one list, where two people may share a surname.
    """
    out: list[Actor] = []
    for number, a in enumerate(actors):
        for k, known in enumerate(out):
            twice = known.name == a.name and known.office == a.office and known.polity == a.polity
            if twice or (number >= listed and _again(known, a)):
                longer = a if len(a.name or "") > len(known.name or "") else known
                out[k] = replace(
                    known,
                    name=longer.name,
                    office=known.office or a.office,
                    polity=known.polity or a.polity,
                    ref=known.ref or a.ref,
                    written=known.written and a.written,
                )
                break
        else:
            out.append(a)
    return out


def _again(known: Actor, a: Actor) -> bool:
    if known.ref and a.ref:
        return known.ref == a.ref
    mine, theirs = _name_words(known.name), _name_words(a.name)
    if mine and theirs:
        clash = known.polity and a.polity and known.polity != a.polity
        return (mine <= theirs or theirs <= mine) and not clash and bool(mine & theirs)
    if known.name or a.name:
        return False
    return fold(known.office or "") == fold(a.office or "") and known.polity == a.polity
