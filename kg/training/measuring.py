"""How well a network finds spans, against annotations: before they become actors and days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import torch

from kg.extract.reader.labels import ARGUMENTS
from kg.training.examples import Example
from kg.training.fitting import placed, stacked
from kg.training.network import Encoder, Heads

Span = tuple[int, int, int]


@dataclass(slots=True)
class Counts:
    """Spans found that meet one that is annotated, found, and annotated."""

    right: int = 0
    found: int = 0
    there: int = 0

    def f1(self) -> float:
        """Between precision and recall."""
        return 2 * self.right / max(1, self.found + self.there)


@dataclass(slots=True)
class Spans:
    """What was counted: triggers, those of the right kind, right statuses, and each argument."""

    triggers: Counts = field(default_factory=Counts)
    kinds: int = 0
    statuses: Counts = field(default_factory=Counts)
    arguments: dict[str, Counts] = field(default_factory=lambda: {n: Counts() for n in ARGUMENTS})

    def as_json(self) -> dict[str, float]:
        """The measures, to three digits."""
        t = self.triggers
        out = {
            "trigger_p": t.right / max(1, t.found),
            "trigger_r": t.right / max(1, t.there),
            "trigger_f1": t.f1(),
            "kind": self.kinds / max(1, t.right),
            "status": self.statuses.right / max(1, self.statuses.there),
            **{name: c.f1() for name, c in self.arguments.items()},
        }
        return {k: round(v, 3) for k, v in out.items()}

    def line(self) -> str:
        """The measures in a line."""
        return ", ".join(f"{k} {v:.3f}" for k, v in self.as_json().items())


def measure(encoder: Encoder, heads: Heads, rows: Sequence[Example]) -> Spans:
    """Counts over windows; arguments and statuses at the annotated triggers."""
    encoder.eval()
    heads.eval()
    out = Spans()
    with torch.no_grad():
        for e in rows:
            known, scores = encoder(*stacked([e], plain=lambda: False, marks=encoder.marks)[:2])
            given = scores[0, 1:-1].argmax(-1).tolist()
            # What is told again is neither right nor wrong.
            found = spans_of(
                0 if gold < 0 else x for x, gold in zip(given, e.triggers, strict=True)
            )
            there = spans_of(max(0, gold) for gold in e.triggers)
            out.kinds += _count(out.triggers, found, there)
            tellings = [t for t in e.tellings if t.whole]
            if not tellings:
                continue
            pooled, steps, inside = placed([(t.first, t.last) for t in tellings], known.shape[1])
            kinds = torch.tensor([t.kind for t in tellings])
            status, arguments, _ = heads(known[0], pooled, kinds, steps, inside)
            for n, t in enumerate(tellings):
                out.statuses.there += 1
                out.statuses.right += int(status[n].argmax()) == t.status
                found = spans_of(arguments[n, 1:-1].argmax(-1).tolist())
                there = spans_of(t.arguments)
                for a, name in enumerate(ARGUMENTS):
                    one, other = ({s for s in spans if s[2] == a} for spans in (found, there))
                    _count(out.arguments[name], one, other)
    return out


def _count(counts: Counts, found: Iterable[Span], there: Iterable[Span]) -> int:
    """Counts spans, each of what is there met once; gives how many are of the same class."""
    left = sorted(there)
    same = 0
    found = sorted(found)
    counts.found += len(found)
    counts.there += len(left)
    for first, last, kind in found:
        met = next((s for s in left if s[0] < last and first < s[1]), None)
        if met is not None:
            left.remove(met)
            counts.right += 1
            same += met[2] == kind
    return same


def spans_of(labels: Iterable[int]) -> set[Span]:
    """The spans of a row of labels: 0 is outside, 1 + 2k begins class k, 2 + 2k goes on.

    >>> sorted(spans_of([0, 1, 2, 3, 3, 0]))
    [(1, 3, 0), (3, 4, 1), (4, 5, 1)]
    """
    out: set[Span] = set()
    open_: tuple[int, int] | None = None
    for k, label in enumerate([*labels, 0]):
        if open_ is not None and (label == 0 or label % 2 or (label - 1) // 2 != open_[1]):
            out.add((open_[0], k, open_[1]))
            open_ = None
        if label and open_ is None:
            open_ = (k, (label - 1) // 2)
    return out
