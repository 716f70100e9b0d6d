"""Who else was there: "The meeting was attended by A and B", "Also present were …", "accompanied by …".

Readouts close with such a sentence, which tells of no event of its own. Whom it names take part in the
event that was told before it. The phrases are in ontology/grammar.ttl.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from kg.core.model import Notation
from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.events.drafts import Draft
from kg.extract.rules.events.sentence import Sentence
from kg.extract.rules.events.status import NEGATIVE
from kg.extract.rules.text.document import Text
from kg.extract.rules.text.mention import Mention
from kg.reference.catalog import Catalog
from kg.reference.event_kinds import kind_of

Resolve = Callable[[Mention], Sequence[Entity]]
_LONG = 25
"""Words between "with" and "at her side", at most."""
_FAR = 12
"""Sentences between an event and those who attended it, at most."""
_SHORT = 3
"""Words before "was attended by" that mean what was told: "the meeting", "their discussion today"."""
_NOT = frozenset({"not", "n't", "never", "nor", "neither", "no", "without", "nobody"})
_WHOSE = frozenset({"of", "between", "with", "among", "where", "that", "which"})


def attend(
    drafts: Sequence[Draft],
    sentences: Sequence[Sentence],
    *,
    doc: Text,
    who: Resolve,
    catalog: Catalog,
) -> list[Draft]:
    """The drafts, with those whom a sentence of attendance names among the participants of the event it means.

    What such a sentence was taken for by itself ("the meeting", of those who attended it) is no event.
    """
    words = catalog.words
    after, before = _phrases(words["attended-by"]), _phrases(words["attended"])
    told = [d for d in drafts if _can_be_attended(d)]
    dropped: list[Draft] = []
    for n, s in enumerate(sentences) if told else ():
        first, last = s.span
        lows = doc.lowered[first:last]
        found = _cue(lows, after, before)
        if found is None:
            continue
        cue, end, left = found
        if {*lows[max(0, cue - _SHORT) : cue], *lows[cue:end]} & _NOT:
            continue  # "Not present were their ministers", "he was not accompanied by …".
        at, stop = first + cue, first + end
        company = bool({*lows[cue:end]} & words["accompanied"])
        again = not company and _again(lows, cue, end, left=left)
        own = [d for d in told if d.sentence == n and not d.anaphoric and not d.residual]
        if own and not company and not again:
            continue  # An event of its own: "took part in the meeting of …".
        named = [m for m in s.mentions if m.kind == "person"]
        there = [m for m in named if (m.end <= at if left else m.start >= stop)]
        if company and (left or cue == 0):
            there = _companions(doc, there, at, left=left)
        people = [e for m in there for e in who(m)]
        others = [m for m in s.mentions if m not in there and (company or m.end <= at)]
        d = _meant(
            _near(told, n, () if company else (*own, *dropped), company=company),
            [e for m in others for e in who(m)] if company or not left else [],
            _delegation(s, who, at),
            must_share=company,
        )
        if d is None or not people:
            continue
        dropped += [o for o in own if again and o is not d]
        _add(d, people)
        if n != d.sentence:
            d.attended.append((doc[first].idx, doc[last - 1].end))
    return [d for d in drafts if not any(d is o for o in dropped)]


def _companions(doc: Text, named: Sequence[Mention], at: int, *, left: bool) -> list[Mention]:
    """Of the people beside a phrase of company those who are in it.

    "With her minister, Smith, at her side": after the "with" before it. "Accompanied by Smith and Jones, Brown
    met": from the phrase on, as long as "and" joins them.
    """
    if left:
        opens = next(
            (k for k in range(at - 1, max(-1, at - _LONG), -1) if doc[k].low == "with"), at
        )
        return [m for m in named if m.start > opens]
    out = list(named[:1])
    for a, b in pairwise(named):
        if out[-1] is not a or doc.said(a.end, b.start).strip(" ,").casefold() != "and":
            break
        out.append(b)
    return out


def _add(d: Draft, people: Sequence[Entity]) -> None:
    for e in people:
        if not any(e is x for x, _ in d.participants):
            d.participants.append((e, "guest" if d.type == "visit" else "participant"))


def _near(told: Sequence[Draft], n: int, but: Sequence[Draft], *, company: bool) -> list[Draft]:
    """What was told shortly before sentence ``n``. A journey is accompanied, talks are attended."""
    near = [d for d in told if n - _FAR <= d.sentence <= n and not d.residual]
    kept = [d for d in near if company or d.type != "visit"]
    return [d for d in kept if not any(d is o for o in but)]


def _again(lows: Sequence[str], cue: int, end: int, *, left: bool) -> bool:
    """Is it an event that was told, "the talks", and not one that is told here, "the talks of A with B"?"""
    if left:
        return end >= len(lows) or lows[end] not in _WHOSE
    return cue <= _SHORT or cue == 0


def _can_be_attended(d: Draft) -> bool:
    kind = kind_of(d.type)
    apart = d.status in NEGATIVE or len(d.participants) < 2
    return not apart and (kind.gathering or d.type == "visit")


def _phrases(listed: Iterable[str]) -> list[list[str]]:
    return sorted((p.split() for p in listed), key=lambda p: (-len(p), p))


def _cue(
    lows: Sequence[str], after: Sequence[Sequence[str]], before: Sequence[Sequence[str]]
) -> tuple[int, int, bool] | None:
    """Where a phrase of attendance stands, and whether those who were there stand to its left."""
    for phrases, left in ((after, False), (before, True)):
        at = _found(lows, phrases)
        if at is not None:
            return (*at, left)
    return None


def _found(lows: Sequence[str], phrases: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """Where one of the phrases stands, as a range of words."""
    for p in phrases:
        for k in range(len(lows) - len(p) + 1):
            if lows[k] == p[0] and list(lows[k : k + len(p)]) == p:
                return k, k + len(p)
    return None


def _delegation(s: Sentence, who: Resolve, at: int) -> set[Notation]:
    """Whose delegation "The Chinese delegation included …" is of."""
    kinds = {"organisation", "crowd", "country"}
    return {
        e.polity for m in s.mentions if m.end <= at and m.kind in kinds for e in who(m) if e.polity
    }


def _meant(
    near: Sequence[Draft], beside: Sequence[Entity], states: set[Notation], *, must_share: bool
) -> Draft | None:
    """The event of which a sentence speaks: one of those whom it names as there, else the last one told."""
    near = sorted(near, key=lambda d: (d.sentence, d.token.i))
    for d in reversed(near):
        if any(e is x for x, _ in d.participants for e in beside if e.kind == "person"):
            return d
    if must_share:
        return None
    of_state = [d for d in near if states and states & {e.polity for e, _ in d.participants}]
    rows = of_state or near
    return rows[-1] if rows else None
