"""What a reader proposes: passages that tell of an event, with the passages that say who, when and where."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from kg.extract.reader.labels import ARGUMENTS, KINDS, STATUSES
from kg.extract.reader.model import Array, Model, Scored
from kg.extract.reader.pieces import Pieces, pieces_of, unspaced, windows

LEAST = 0.35
"""How likely the pieces of a trigger must be one for it to be proposed."""
LIKELY = {"participants": 0.6}
"""How likely a piece must belong to an argument; of the others, which have no rival, OTHERS."""
OTHERS = 0.4
POSSIBLE = 0.1
"""How likely a piece must belong to a participant to be remembered."""
SEEN = 0.02
"""How likely a piece must be part of a trigger of one of our types to be remembered."""
_JOINTS = frozenset("-\u2010\u2011'\u2019")
_OTHER = KINDS.index("other")


@dataclass(frozen=True, slots=True)
class Part:
    """Characters ``start`` to ``end`` are an argument, with probability ``sure``."""

    start: int
    end: int
    sure: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An event as a passage tells it. Its trigger are characters ``start`` to ``end``.

    ``sure`` is how likely it tells of an event, ``kinds`` and ``statuses`` how likely which, all of them;
    ``parts`` are its arguments by name (labels.ARGUMENTS); ``people`` are the pieces of which it is not
    out of the question that they belong to a participant, with how likely they do.
    """

    start: int
    end: int
    sure: float
    kinds: Mapping[str, float]
    statuses: Mapping[str, float]
    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    people: tuple[Part, ...] = ()

    @property
    def kind(self) -> str:
        """The likeliest type."""
        return max(self.kinds, key=lambda k: self.kinds[k])

    @property
    def status(self) -> str:
        """The likeliest status."""
        return max(self.statuses, key=lambda k: self.statuses[k])


@dataclass(frozen=True, slots=True)
class Proposed:
    """The proposals of a text, in its order; ``one`` is how likely two of one window are one event.

    ``read`` are the stretches that were read, ``likely`` the passages in them, by their first character,
    of which it is not out of the question that they tell of an event, with how likely they do.
    """

    proposals: tuple[Proposal, ...] = ()
    one: Mapping[tuple[int, int], float] = field(default_factory=dict)
    read: tuple[tuple[int, int], ...] = ()
    likely: tuple[tuple[int, int, float], ...] = ()

    def at(self, start: int, end: int) -> float | None:
        """How likely characters ``start`` to ``end`` tell of an event; None where they were not read."""
        if not any(a <= start < b for a, b in self.read):
            return None
        k = bisect_left(self.likely, start, key=lambda x: x[1])
        here = takewhile(lambda x: x[0] < end, self.likely[k:])
        return max((p for a, b, p in here if b > start), default=0.0)


def propose(model: Model, text: str, *, gate: bool = True) -> Proposed:
    """What is proposed for a text. Without ``gate`` all its windows are read, not only those that may tell of one."""
    pieces = pieces_of(text, model.tokenizer)
    found: list[Proposal] = []
    one: dict[tuple[int, int], float] = {}
    read: list[tuple[int, int]] = []
    likely: list[tuple[int, int, float]] = []
    for first, last in windows(text, pieces):
        part = pieces.part(first, last)
        low, high = part.at[0][0], part.at[-1][1]
        if gate and not model.gate.opens(text[low:high]):
            continue
        read.append((low, high))
        here, same, seen = _of_window(model, text, part)
        likely += seen
        one.update({(len(found) + a, len(found) + b): p for (a, b), p in same.items()})
        found += here
    return Proposed(tuple(found), one, tuple(read), tuple(likely))


def _of_window(
    model: Model, text: str, pieces: Pieces
) -> tuple[list[Proposal], dict[tuple[int, int], float], list[tuple[int, int, float]]]:
    known, scores = model.triggers(pieces)
    ours = 1.0 - scores[:, 0] - scores[:, 1 + 2 * _OTHER] - scores[:, 2 + 2 * _OTHER]
    seen = [(*pieces.at[k], round(float(p), 4)) for k, p in enumerate(ours) if p >= SEEN]
    rows = list(_triggers(text, pieces, scores))
    if not rows:
        return [], {}, seen
    kinds = [scores[a:b, 1::2] + scores[a:b, 2::2] for a, b, _ in rows]
    summed = [k.mean(axis=0) / max(1e-9, float(k.mean(axis=0).sum())) for k in kinds]
    scored = model.heads(
        known, [(a, b, int(k.argmax())) for (a, b, _), k in zip(rows, summed, strict=True)]
    )
    out = []
    for n, ((first, last, sure), kind) in enumerate(zip(rows, summed, strict=True)):
        out.append(
            Proposal(
                start=pieces.at[first][0],
                end=pieces.at[last - 1][1],
                sure=round(sure, 4),
                kinds={k: round(float(p), 4) for k, p in zip(KINDS, kind, strict=True)},
                statuses={
                    s: round(float(p), 4) for s, p in zip(STATUSES, scored.status[n], strict=True)
                },
                parts=_parts(text, pieces, scored, n),
                people=_people(pieces, scored, n),
            )
        )
    same = {(a, b): round(float(scored.one[a, b]), 4) for b in range(len(rows)) for a in range(b)}
    return out, same, seen


def _triggers(text: str, pieces: Pieces, scores: Array) -> Iterator[tuple[int, int, float]]:
    """Ranges of pieces that are triggers, of whole words, with how likely."""
    likely = 1.0 - scores[:, 0]
    begins = scores[:, 1::2].sum(axis=1)
    end = 0
    for first, last in _runs(likely >= LEAST, begins > likely / 2):
        whole = _whole_words(text, pieces, first, last)
        if whole[0] >= end:  # Two beginnings in one word are one trigger.
            yield (*whole, float(likely[first:last].max()))
            end = whole[1]


def _runs(inside: Array, begins: Array) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for k in range(len(inside) + 1):
        here = k < len(inside) and bool(inside[k])
        if start is not None and (not here or begins[k]):
            yield start, k
            start = None
        if here and start is None:
            start = k


def _whole_words(text: str, pieces: Pieces, first: int, last: int) -> tuple[int, int]:
    at = pieces.at
    while first and _inner(text, at[first - 1][1], at[first][0]):
        first -= 1
    while last < len(at) and _inner(text, at[last - 1][1], at[last][0]):
        last += 1
    return first, last


def _inner(text: str, end: int, start: int) -> bool:
    """Are two pieces, of which one ends where the other starts or near it, of one word?

    "Schneider-Ammann" is one; what has no piece of its own (a soft hyphen, an accent) parts none.
    """
    if end > start:
        return True
    if any(c.isspace() for c in text[end:start]):
        return False
    before, after = text[end - 1], text[start]
    if before.isalnum() and after.isalnum():
        return not (unspaced(before) or unspaced(after))
    if after in _JOINTS:
        return before.isalnum() and text[start + 1 : start + 2].isalnum()
    return before in _JOINTS and after.isalnum() and text[max(0, end - 2) : end - 1].isalnum()


def _parts(text: str, pieces: Pieces, scored: Scored, n: int) -> dict[str, tuple[Part, ...]]:
    rows = scored.arguments[n]
    out: dict[str, tuple[Part, ...]] = {}
    for a, name in enumerate(ARGUMENTS):
        begins, goes_on = rows[:, 1 + 2 * a], rows[:, 2 + 2 * a]
        likely = begins + goes_on
        found: dict[tuple[int, int], float] = {}
        for first, last in _runs(likely >= LIKELY.get(name, OTHERS), begins > goes_on):
            whole = _whole_words(text, pieces, first, last)
            sure = round(float(likely[first:last].mean()), 4)
            found[whole] = max(sure, found.get(whole, 0.0))
        parts = [Part(pieces.at[i][0], pieces.at[j - 1][1], p) for (i, j), p in found.items()]
        if parts:
            out[name] = tuple(parts)
    return out


def _people(pieces: Pieces, scored: Scored, n: int) -> tuple[Part, ...]:
    at = 1 + 2 * ARGUMENTS.index("participants")
    likely = scored.arguments[n][:, at] + scored.arguments[n][:, at + 1]
    return tuple(
        Part(*pieces.at[k], round(float(p), 4)) for k, p in enumerate(likely) if p >= POSSIBLE
    )


def strongest(parts: Sequence[Part]) -> Part | None:
    """The likeliest of some parts, the first of equals."""
    return max(parts, key=lambda p: p.sure) if parts else None


__all__ = ["Part", "Proposal", "Proposed", "propose", "strongest"]
