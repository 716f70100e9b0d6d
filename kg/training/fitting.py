"""Fits the network to examples: AdamW, a slow start, a linear end; the same seed gives the same weights."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from kg.extract.reader.labels import step
from kg.training.examples import IGNORED, Example, Telling
from kg.training.network import Encoder, Heads


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How the network is fitted. ``rate`` is that of the encoder, ``heads`` how many times that of the heads.

    ``batch`` counts windows; ``plain`` is how often a window is shown without its shapes; the last four
    of numbers weigh the parts of the loss; ``frozen`` parts of the encoder stay as they are. ``unlabelled`` is in how many of the first epochs texts without annotations
    are learned from, ``windows`` how many passages of them at most.
    """

    epochs: int = 9
    batch: int = 8
    rate: float = 3e-4
    heads: float = 6.0
    warmup: float = 0.08
    decay: float = 0.01
    plain: float = 0.05
    seed: int = 1
    triggers: float = 4.0
    arguments: float = 1.0
    status: float = 0.3
    pairs: float = 0.3
    unlabelled: int = 4
    windows: int = 6_000
    frozen: tuple[str, ...] = ()


def placed(tellings: Sequence[tuple[int, int]], length: int) -> tuple[Tensor, Tensor, Tensor]:
    """Means over triggers, steps of distances to them, and what is inside; a row for each trigger.

    Triggers are ranges of pieces; a window has one place more before and after its pieces.
    """
    n = len(tellings)
    pooled, inside = torch.zeros(n, length), torch.zeros(n, length)
    steps = torch.zeros(n, length, dtype=torch.long)
    for row, (first, last) in enumerate(tellings):
        pooled[row, first + 1 : last + 1] = 1.0 / (last - first)
        inside[row, first + 1 : last + 1] = 1.0
        steps[row] = torch.tensor(
            [step(min(0, k - first - 1) or max(0, k - last)) for k in range(length)]
        )
    return pooled, steps, inside


def batches(rows: Sequence[Example], size: int, chance: random.Random) -> Iterator[list[Example]]:
    """Windows of like length together, in an order of chance."""
    keyed = sorted(rows, key=lambda e: (len(e.pieces) + chance.random() * 24, e.source))
    groups = [keyed[k : k + size] for k in range(0, len(keyed), size)]
    chance.shuffle(groups)
    yield from groups


def stacked(
    group: Sequence[Example], *, plain: Callable[[], bool], marks: tuple[int, int]
) -> tuple[Tensor, Tensor, Tensor]:
    """Pieces, shapes and what is kept, of windows side by side."""
    length = max(len(e.pieces) for e in group) + 2
    ids, shapes, kept = (torch.zeros(len(group), length, dtype=torch.long) for _ in range(3))
    for n, e in enumerate(group):
        size = len(e.pieces) + 2
        ids[n, :size] = torch.tensor([marks[0], *e.pieces.ids, marks[1]])
        if not plain():
            shapes[n, 1 : size - 1] = torch.tensor(e.pieces.shapes)
        kept[n, :size] = 1
    return ids, shapes, kept


def loss_of(
    encoder: Encoder, heads: Heads, group: Sequence[Example], recipe: Recipe, chance: random.Random
) -> Tensor:
    """The loss of some windows."""
    ids, shapes, kept = stacked(
        group, plain=lambda: chance.random() < recipe.plain, marks=encoder.marks
    )
    known, scores = encoder(ids, shapes, kept)
    labels = torch.full(ids.shape, IGNORED)
    for n, e in enumerate(group):
        labels[n, 1 : len(e.pieces) + 1] = torch.tensor(e.triggers)
    total = recipe.triggers * F.cross_entropy(
        scores.flatten(0, 1), labels.flatten(), ignore_index=IGNORED
    )
    parts: list[Tensor] = []
    for n, e in enumerate(group):
        if e.tellings:
            parts.append(_of_heads(heads, known[n, : len(e.pieces) + 2], e.tellings, recipe))
    return total + torch.stack(parts).sum() / len(group) if parts else total


def _of_heads(heads: Heads, known: Tensor, tellings: Sequence[Telling], recipe: Recipe) -> Tensor:
    pooled, steps, inside = placed([(t.first, t.last) for t in tellings], known.shape[0])
    kinds = torch.tensor([t.kind for t in tellings])
    status, arguments, one = heads(known, pooled, kinds, steps, inside)
    whole = [n for n, t in enumerate(tellings) if t.whole]
    out = known.new_zeros(())
    if whole:
        told = torch.tensor([tellings[n].status for n in whole])
        if bool((told != IGNORED).any()):
            out = out + recipe.status * F.cross_entropy(status[whole], told, ignore_index=IGNORED)
        labels = torch.tensor([[0, *tellings[n].arguments, 0] for n in whole])
        each = F.cross_entropy(
            arguments[whole].flatten(0, 1), labels.flatten(), ignore_index=IGNORED, reduction="none"
        )
        out = out + recipe.arguments * each.view(len(whole), -1).sum(-1).mean() / 40
    if len(tellings) > 1:
        same = torch.tensor([[float(a.event == b.event) for b in tellings] for a in tellings])
        off = ~torch.eye(len(tellings), dtype=torch.bool)
        out = out + recipe.pairs * F.binary_cross_entropy_with_logits(one[off], same[off])
    return out


def fit(
    encoder: Encoder, heads: Heads, rows: Callable[[int], Sequence[Example]], recipe: Recipe,
    *, after: Callable[[int, float], None] | None = None,
) -> None:  # fmt: skip
    """Fits both to the examples that ``rows`` gives for each epoch; ``after`` is told each epoch and its mean loss."""
    torch.manual_seed(recipe.seed)
    chance = random.Random(recipe.seed)
    new, frozen = ("trigger", "shapes", "outer"), recipe.frozen
    for name, weight in encoder.named_parameters():
        weight.requires_grad_(name.partition(".")[0] not in frozen)
    learned = [(n, p) for n, p in encoder.named_parameters() if p.requires_grad]
    slow = [p for n, p in learned if not n.startswith(new)]
    fast = [p for n, p in learned if n.startswith(new)]
    optimizer = torch.optim.AdamW(
        [
            {"params": slow, "lr": recipe.rate},
            {"params": [*fast, *heads.parameters()], "lr": recipe.rate * recipe.heads},
        ],
        weight_decay=recipe.decay,
        fused=True,
    )
    steps = sum(-(-len(rows(n)) // recipe.batch) for n in range(recipe.epochs))
    warm = max(1, int(recipe.warmup * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min((n + 1) / warm, max(0.0, (steps - n) / max(1, steps - warm)))
    )
    for epoch in range(recipe.epochs):
        encoder.train()
        heads.train()
        losses = []
        for group in batches(rows(epoch), recipe.batch, chance):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(encoder, heads, group, recipe, chance)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*encoder.parameters(), *heads.parameters()], 1.0)
            optimizer.step()
            schedule.step()
            losses.append(float(loss.detach()))
        if after:
            after(epoch, sum(losses) / len(losses))
