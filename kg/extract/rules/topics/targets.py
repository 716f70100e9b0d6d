"""Which event a sentence about topics belongs to: who takes part, what stands near, what is a plan."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.events.drafts import Draft
from kg.extract.rules.text.reading import Reading
from kg.extract.rules.text.words import Token, Word
from kg.extract.rules.topics.openings import Opening

_AHEAD = frozenset({"planned", "proposed"})
# Tokens between an event and what is said after it: the next sentences; one step further away.
_NEAR, _FAR = 60, 40
_OFF = frozenset({"cancelled", "postponed", "declined", "denied"})


def purpose(verb: Word, d: Draft) -> bool:
    """ "trips to Moscow to discuss X": an infinitive after the event with no finite verb between."""
    if (
        verb.tag_ != "VB"
        or not verb.i
        or verb.sentence[verb.i - 1].lower_ != "to"
        or d.token.i > verb.i
    ):
        return False
    last = (
        max(i for i in d.anchors if i < verb.i) if any(i < verb.i for i in d.anchors) else d.token.i
    )
    return verb.i - last <= 14 and not any(
        t.pos_ in {"VERB", "AUX"} for t in verb.sentence[last + 1 : verb.i - 1]
    )


def shares(d: Draft, speakers: Sequence[Entity]) -> bool:
    """Do those who speak take part? Two of them where the clause names two or more."""
    if not speakers:
        return True
    people = {id(e) for e, _ in d.participants}
    states = {e.polity for e, _ in d.participants if e.polity}
    n = sum(
        id(e) in people
        or (e.kind != "person" and not e.collective and e.polity in states and e.polity is not None)
        for e in speakers
    )
    # An event that only one of its people is known of can have been theirs.
    return n >= min(2, len(speakers), max(1, len(d.participants)))


def rank(
    d: Draft,
    reading: Reading,
    opening: Opening,
    speakers: Sequence[Entity],
    pool: Sequence[Draft],
    *,
    paragraph: int,
    readout: bool,
) -> tuple[float, int]:
    """How well an event read before fits as the one that a clause speaks of."""
    score = 0.0
    if _background(d):
        score -= 2
    if d.status in _OFF:
        score -= 2
    if d.status in _AHEAD and not future(opening.by):
        score -= 1
    if d.status == "proposed":
        score -= 0.7
    if d.status not in _AHEAD and future(opening.by) and any(x.status in _AHEAD for x in pool):
        score -= 1
    if d.residual:
        score -= 0.5
    people = [e for e, _ in d.participants if e.kind == "person"]
    if speakers and len(people) == len(speakers):
        score += 0.5
    score -= 0.15 * min((reading.start - d.reading.start) // _FAR, 6)
    if d.reading.start >= paragraph and not d.plain_noun:
        score += 1.0
    if d is pool[0]:
        score += 2.0 if readout else 0.7
    if d.when is not None or d.venue is not None:
        score += 0.4
        if reading.start - d.reading.start < _NEAR:
            score += 0.8
    # Whom the whole article speaks of most, and across a border, is whom it says talked.
    known = sorted((min(e.count, 6) for e, _ in d.participants), reverse=True)[:2]
    score += 0.12 * sum(known)
    if len({e.polity for e, _ in d.participants if e.polity}) < 2:
        score -= 1.2
    return score, d.start


def paragraphs(tokens: Sequence[Token]) -> list[int]:
    """The first token of every paragraph, in order."""
    return [0, *(n + 1 for n, t in enumerate(tokens) if t.is_space and t.text.count("\n") > 1)]


def _background(d: Draft) -> bool:
    """Was the event mentioned in passing: in a clause that hangs on another, or as an earlier one?"""
    if d.other:
        return True
    for t in (d.token, *d.token.ancestors):
        if t.dep_ in {"relcl", "acl"} and t.tag_ != "VB":
            # "on to Sochi, where he will meet them" carries the story on.
            return all(c.lower_ != "where" for c in t.children)
        if t.dep_ == "advcl" and any(
            c.lower_ in {"after", "before", "since", "when", "as", "while"} for c in t.children
        ):
            return True
        if t.dep_ == "pobj" and t.head.lower_ in {
            "after",
            "before",
            "since",
            "following",
            "of",
            "ahead",
        }:
            return True
    return any(
        c.lower_ in {"last", "previously", "earlier"} and c.dep_ == "advmod"
        for c in d.token.children
    )


def collective(opening: Opening) -> bool:
    """Is the subject several people by a word like "they" or "the ministers"?"""
    if opening.subject is None:
        return False
    m = opening.subject.mention
    return m is not None and (m.kind == "group" or (m.kind == "pronoun" and m.plural))


def future(verb: Word) -> bool:
    """ "will discuss", "are to be discussed"."""
    for t in (verb, verb.head):
        for c in t.children:
            if c.dep_ == "aux" and c.lower_ in {"will", "shall", "'ll", "would"}:
                return True
    return verb.dep_ in {"xcomp", "acl", "relcl"} and any(
        c.lower_ == "to" and c.dep_ == "aux" for c in verb.children
    )


def path(low: Word, high: Word) -> list[Word]:
    """The tokens from ``low`` up to, and without, ``high``."""
    out = [low]
    for t in low.ancestors:
        if t == high:
            break
        out.append(t)
    return out
