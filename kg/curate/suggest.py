"""Passages that are worth annotating: where the rules and the learned reader disagree, or the reader is unsure.

A passage is a window as the reader reads it, and becomes a text of its own with an id, so that `kg train`
sees it as it was shown. kg.curate.answers shows them and takes answers, kg.curate.suggest_page makes a page.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg.core.model import Article, Frame
from kg.extract.reader.labels import ARGUMENTS
from kg.extract.reader.proposals import Proposal, Proposed, strongest

Place = tuple[int, int]

NO_EVENT, OTHER_KIND, OTHER_STATUS = 0.5, 0.6, 0.3
"""By how much of what is missing to 1 the doubt of a proposal rises when the rules see something else."""
UNSURE = 0.5
"""From this doubt on it is said that the reader is unsure: between a chance of 0.25 and one of 0.75."""
HARDLY = 0.1
"""Below this chance the reader finds an event of the rules hardly possible."""
SINGLE = frozenset({"date", "place"})
"""Arguments of which an event has one at most."""

_HALVES = re.compile("[\ud800-\udfff]")
_WORDS = re.compile(r"\w+")
_ENDS = frozenset(".!?\u2026")
_MORE = 1000
"""So many passages beyond four times the limit are kept before those that cannot win are let go."""


@dataclass(frozen=True, slots=True)
class Named:
    """Whom the rules know at a place of a passage: what gold records say of a participant beside the name."""

    start: int
    end: int
    kind: str
    polity: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An event that a passage may tell of. All places are counted from the beginning of the passage.

    Characters ``start`` to ``end`` are its trigger, ``spans`` its arguments by name, ``also`` where the
    rules see it told again. ``doubt`` is between 0 and 1, ``reason`` says why in plain words.
    """

    start: int
    end: int
    kind: str
    status: str
    doubt: float
    reason: str
    evidence: Place
    spans: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    also: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of an article, from character ``start`` to ``end``, with what it may tell of."""

    id: str
    article: str
    start: int
    end: int
    text: str
    published: date | None
    suggestions: tuple[Suggestion, ...]
    named: tuple[Named, ...] = ()

    @property
    def worth(self) -> float:
        """That of its most doubtful suggestion."""
        return max((s.doubt for s in self.suggestions), default=0.0)


def readable(text: str) -> str:
    """A text of as many characters that can be written as UTF-8: halves of characters are replaced.

    >>> readable("a\\ud800b") == "a\\ufffdb"
    True
    """
    return _HALVES.sub("\ufffd", text)


def passages(article: Article, frames: Sequence[Frame], proposed: Proposed) -> Iterator[Passage]:
    """The windows of an article that the reader read and in which one of the two sees an event."""
    text = readable(article.text)
    for low, high in proposed.read:
        found = [*_proposals(text, (low, high), frames, proposed)]
        found += _unproposed(text, (low, high), frames, proposed)
        if found:
            part = text[low:high]
            yield Passage(
                id=f"{article.id}#{key_of(part)[:12]}",
                article=article.id,
                start=low,
                end=high,
                text=part,
                published=article.published,
                suggestions=tuple(sorted(found, key=lambda s: (s.start, s.end, s.kind))),
                named=tuple(_named(frames, low, high)),
            )


def _proposals(
    text: str, window: Place, frames: Sequence[Frame], proposed: Proposed
) -> Iterator[Suggestion]:
    low, high = window
    for p in proposed.proposals:
        if low <= p.start < high:
            met = [f for f in frames if _told_at(f, p)]
            doubt, reason = _judged(p, met)
            yield Suggestion(
                start=p.start - low,
                end=p.end - low,
                kind=p.kind,
                status=p.status,
                doubt=doubt,
                reason=reason,
                evidence=sentence(text[low:high], p.start - low, p.end - low),
                spans=_parts(p, window),
            )


def _parts(p: Proposal, window: Place) -> dict[str, tuple[Place, ...]]:
    out = {}
    for name in ARGUMENTS:
        given = p.parts.get(name, ())
        best = strongest(given)
        chosen = [best] if name in SINGLE and best else list(given)
        if spans := _within(((c.start, c.end) for c in chosen), window):
            out[name] = spans
    return out


def _within(spans: Iterable[Place], window: Place) -> tuple[Place, ...]:
    """The spans that lie in a window and in none other of them, counted from its beginning."""
    low, high = window
    found = {(a - low, b - low) for a, b in spans if low <= a < b <= high}
    inner = {s for s in found for a, b in found - {s} if a <= s[0] and s[1] <= b}
    return tuple(sorted(found - inner))


def _told_at(frame: Frame, p: Proposal) -> bool:
    return any(e.start < p.end and p.start < e.end for e in frame.evidence)


def _judged(p: Proposal, met: Sequence[Frame]) -> tuple[float, str]:
    """The doubt of a proposal and why, given the events that the rules see in the same words."""
    doubt = 1.0 - abs(2.0 * p.sure - 1.0)
    reasons = [f"the reader is unsure ({p.sure:.2f})"] if doubt >= UNSURE else []
    raised = 0.0
    alike = [f for f in met if f.type == p.kind]
    if not met:
        # The rules have no type for other acts of diplomacy: that they see none says nothing.
        raised = NO_EVENT if p.kind != "other" else 0.0
        reasons.insert(0, "the rules see no event here")
    elif not alike:
        raised = OTHER_KIND
        reasons.insert(0, f"rules: {said(met[0].type)}, reader: {said(p.kind)}")
    elif p.status not in {f.status for f in alike}:
        raised = OTHER_STATUS
        reasons.insert(0, f"rules: {alike[0].status}, reader: {p.status}")
    doubt += (1.0 - doubt) * raised
    return round(doubt, 4), "; ".join(reasons) or f"rules and reader agree ({p.sure:.2f})"


def _unproposed(
    text: str, window: Place, frames: Sequence[Frame], proposed: Proposed
) -> Iterator[Suggestion]:
    """The events of the rules that begin in a window and that no proposal overlaps."""
    low, high = window
    for f in frames:
        first = f.evidence[0] if f.evidence else None
        if first is None or not low <= first.start < high:
            continue
        if any(_told_at(f, p) for p in proposed.proposals):
            continue
        told = (first.start, min(first.end, high))
        possible = proposed.at(*told) or 0.0
        doubt = (1.0 - possible) * (0.5 + 0.5 * min(1.0, max(0.0, f.confidence)))
        finds = "hardly possible" if possible < HARDLY else "not likely"
        a, b = _trigger(text, f, told, proposed.likely)
        yield Suggestion(
            start=a - low,
            end=b - low,
            kind=f.type,
            status=f.status,
            doubt=round(doubt, 4),
            reason=f"rules: {said(f.type)}, the reader finds it {finds} ({possible:.2f})",
            evidence=(told[0] - low, told[1] - low),
            spans=_arguments(f, window),
            also=_within(((e.start, e.end) for e in f.evidence[1:]), window),
        )


def _arguments(f: Frame, window: Place) -> dict[str, tuple[Place, ...]]:
    """The arguments of an event of the rules, as far as they stand in the words of the window."""
    given = {
        "participants": [(x.start, x.end) for x in f.participants],
        "date": [(f.when.start, f.when.end)] if f.when else [],
        "place": [(f.venue.start, f.venue.end)] if f.venue else [],
        "topics": [(x.start, x.end) for x in f.topics],
    }
    found = {name: _within(spans, window) for name, spans in given.items()}
    return {name: spans for name, spans in found.items() if spans}


def _trigger(text: str, f: Frame, told: Place, likely: Sequence[tuple[int, int, float]]) -> Place:
    """The word of a passage that most likely states an event of the rules, which tell its clause alone.

    A word that is written like the rule's name ("visit/visit-noun"), else the one that the reader finds
    least unlikely; the whole clause where there is none.
    """
    names = re.findall(r"[a-z]+", f.rule.lower())
    taken = [s for spans in _arguments(f, (0, len(text))).values() for s in spans]
    best: tuple[tuple[int, float, int], Place] | None = None
    for m in _WORDS.finditer(text, *told):
        a, b = m.span()
        if any(x < b and a < y for x, y in taken):
            continue
        alike = max((_shared(m[0].lower(), n) for n in names), default=0)
        chance = max((p for x, y, p in likely if x < b and a < y), default=0.0)
        rank = (alike if alike > 2 else 0, chance, alike)
        if (alike > 1 or chance) and (best is None or rank > best[0]):
            best = rank, (a, b)
    return best[1] if best else told


def _shared(one: str, other: str) -> int:
    """How many letters two words have in common at their beginning."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _named(frames: Sequence[Frame], low: int, high: int) -> Iterator[Named]:
    seen = {
        (a.start - low, a.end - low, a.kind, a.polity or "")
        for f in frames
        for a in f.participants
        if low <= a.start < a.end <= high
    }
    for start, end, kind, polity in sorted(seen):
        yield Named(start, end, kind, polity or None)


def sentence(text: str, start: int, end: int) -> Place:
    """About the sentence in which characters ``start`` to ``end`` stand.

    >>> text = "It rained. They met in Rome. It cleared."
    >>> text[slice(*sentence(text, 16, 19))]
    'They met in Rome.'
    """
    low, high = start, end
    while low and not _parted(text, low):
        low -= 1
    while high < len(text) and not _parted(text, high + 1):
        high += 1
    return low, len(text[:high].rstrip())


def _parted(text: str, k: int) -> bool:
    """Does a sentence or line end before the k-th character, with white space after it?"""
    before = text[k - 1 : k]
    return before == "\n" or (before.isspace() and text[k - 2 : k - 1] in _ENDS and k > 1)


def key_of(text: str) -> str:
    """The same for texts that differ in white space alone.

    >>> key_of("They  met.\\n") == key_of("They met.")
    True
    """
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()


def best(
    found: Iterable[Passage], limit: int, *, known: frozenset[str] = frozenset()
) -> list[Passage]:
    """The passages of most worth, each text once; the same for the same passages in whatever order.

    ``known`` are ids and keys of passages that somebody has answered already.
    """
    kept: dict[str, Passage] = {}
    for one in found:
        key = key_of(one.text)
        if key in known or one.id in known:
            continue
        if key not in kept or _order(one) < _order(kept[key]):
            kept[key] = one
        if len(kept) > 4 * limit + _MORE:
            kept = {key_of(p.text): p for p in sorted(kept.values(), key=_order)[:limit]}
    return sorted(kept.values(), key=_order)[:limit]


def _order(p: Passage) -> tuple[float, str, int, str]:
    return -p.worth, p.article, p.start, p.text


def said(kind: str) -> str:
    """A type or status as people say it."""
    return kind.replace("_", " ")
