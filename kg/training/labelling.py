"""Texts that nobody has annotated, with the labels of a reader that was trained before: self-training.

What the reader is sure of is learned from as if it had been annotated; what it doubts is left out, neither
one thing nor the other. Source of the method: Scudder 1965; Mayhew et al. 2019 for the partial labels.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import torch

from kg.extract.reader.gate import Gate
from kg.extract.reader.pieces import pieces_of, windows
from kg.training.examples import IGNORED, Example, Telling
from kg.training.fitting import placed, stacked
from kg.training.measuring import spans_of
from kg.training.network import Encoder, Heads

SURE, DOUBTED = 0.65, 0.15
"""How likely a piece must be part of a trigger to be taken for one, and below which it is none."""
KIND, KIND_OVER = 0.5, 0.6
"""How likely the type must be, at its surest piece and on the mean of all."""
REST = 0.7
"""How likely a status or an argument must be to be learned from."""


def texts(lines: Iterable[str], *, seed: int = 5) -> list[str]:
    """The texts of JSON lines with a field ``text``, in an order of chance that is always the same."""
    found = [str(json.loads(line)["text"]) for line in lines if line.strip()]
    random.Random(seed).shuffle(found)
    return found


def labelled(
    given: Iterable[str], encoder: Encoder, heads: Heads, *, tokenizer: Any, gate: Gate, most: int
) -> list[Example]:
    """Windows of texts that the gate lets through, with what the network is sure of; at most so many."""
    encoder.eval()
    heads.eval()
    out: list[Example] = []
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for n, text in enumerate(given):
            for window in _windows(f"unlabelled {n}", text, tokenizer, gate):
                _label(window, encoder, heads)
                out.append(window)
                if len(out) == most:
                    return out
    return out


def _windows(name: str, text: str, tokenizer: Any, gate: Gate) -> Iterator[Example]:
    whole = pieces_of(text, tokenizer)
    for first, last in windows(text, whole):
        part = whole.part(first, last)
        said = text[part.at[0][0] : part.at[-1][1]]
        if gate.opens(said):
            yield Example(name, said, part, [0] * len(part))


def _label(e: Example, encoder: Encoder, heads: Heads) -> None:
    known, scores = encoder(*stacked([e], plain=lambda: False, marks=encoder.marks)[:2])
    likely = scores[0, 1:-1].float().softmax(-1)
    best = likely[:, 1:].argmax(-1) + 1
    inside = 1.0 - likely[:, 0]
    e.triggers = [
        int(best[k]) if p >= SURE else IGNORED if p > DOUBTED else 0
        for k, p in enumerate(inside.tolist())
    ]
    found: list[tuple[int, int, int]] = []
    for first, last, kind in sorted(spans_of(max(0, t) for t in e.triggers)):
        begins, goes_on = likely[first:last, 1 + 2 * kind], likely[first:last, 2 + 2 * kind]
        if float(begins.max()) < KIND or float((begins + goes_on).mean()) < KIND_OVER:
            e.triggers[first:last] = [IGNORED] * (last - first)
        else:
            found.append((first, last, kind))
    if found:
        e.tellings = _tellings(known[0], heads, found, len(e.pieces))


def _tellings(
    known: torch.Tensor, heads: Heads, found: Sequence[tuple[int, int, int]], length: int
) -> list[Telling]:
    pooled, steps, inside = placed([(a, b) for a, b, _ in found], length + 2)
    kinds = torch.tensor([kind for *_, kind in found])
    status, arguments, _ = heads(known, pooled, kinds, steps, inside)
    statuses, labels = status.float().softmax(-1), arguments.float().softmax(-1)[:, 1:-1]
    out = []
    for n, (first, last, kind) in enumerate(found):
        sure, which = labels[n].max(-1)
        row = [
            w if p >= REST else IGNORED for w, p in zip(which.tolist(), sure.tolist(), strict=True)
        ]
        told = int(statuses[n].argmax())
        known_status = told if float(statuses[n].max()) >= REST else IGNORED
        out.append(Telling(n, first, last, kind, known_status, row))
    return out


def counted(rows: Sequence[Example]) -> Mapping[str, int]:
    """How many windows there are, and how many events in them, for saying so."""
    return {"windows": len(rows), "events": sum(len(e.tellings) for e in rows)}
