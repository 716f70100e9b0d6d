"""The network: an encoder of the BERT family with heads, in PyTorch. Source of the parts: Devlin et al. 2019."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from kg.core.errors import KgError
from kg.extract.reader.labels import ARGUMENTS, KINDS, NEAR, STATUSES
from kg.extract.reader.pieces import SHAPES

HIDDEN = 256
"""The width of the layer from which arguments are told."""


class Layer(nn.Module):
    """A layer of a transformer encoder, normalised after each part."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.first, self.second = (nn.LayerNorm(width, eps=1e-12) for _ in range(2))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, width = x.shape

        def apart(y: Tensor) -> Tensor:
            return y.view(batch, length, self.heads, width // self.heads).transpose(1, 2)

        q, k, v = apart(self.query(x)), apart(self.key(x)), apart(self.value(x))
        scores = q @ k.transpose(-1, -2) / (width // self.heads) ** 0.5
        if mask is not None:
            scores = scores + mask
        seen = scores.softmax(-1).to(v.dtype) @ v
        seen = seen.transpose(1, 2).reshape(batch, length, width)
        x = self.first(x + self.dropout(self.out(seen)))
        return self.second(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Pieces with their shapes -> what is known of each, and scores of triggers.

    ``opens`` and ``closes`` are what stands before and after the pieces of a window. With ``outer`` what
    comes out is normalised once more: an encoder that was made for whole sentences gives small numbers.
    """

    def __init__(
        self, *, vocabulary: int, width: int = 384, layers: int = 6, heads: int = 12,
        inner: int = 1536, positions: int = 512, dropout: float = 0.1, outer: bool = False,
        opens: int = 101, closes: int = 102,
    ) -> None:  # fmt: skip
        super().__init__()
        self.marks = opens, closes
        self.words = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(positions, width)
        self.shapes = nn.Embedding(SHAPES, width)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, heads, inner, dropout) for _ in range(layers))
        self.outer = nn.LayerNorm(width, eps=1e-12) if outer else None
        self.dropout = nn.Dropout(dropout)
        self.trigger = nn.Linear(width, 1 + 2 * len(KINDS))

    def forward(
        self, ids: Tensor, shapes: Tensor, kept: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        x = self.words(ids) + self.shapes(shapes) + self.positions.weight[: ids.shape[1]]
        x = self.dropout(self.norm(x))
        mask = None if kept is None else (1.0 - kept[:, None, None, :].float()) * -1e4
        for layer in self.layers:
            x = layer(x, mask)
        if self.outer is not None:
            x = self.outer(x)
        return x, self.trigger(self.dropout(x))


class Heads(nn.Module):
    """What is known of pieces, and where triggers are -> status, arguments, and which are one event.

    ``pooled`` has a row for each trigger that sums to 1 over its pieces; ``steps`` are those of the
    distances to it (labels.step); ``inside`` is 1 on its pieces.
    """

    def __init__(self, width: int = 384) -> None:
        super().__init__()
        self.status = nn.Sequential(
            nn.Linear(2 * width, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, len(STATUSES))
        )
        self.piece, self.told = nn.Linear(width, HIDDEN), nn.Linear(width, HIDDEN, bias=False)
        self.steps = nn.Embedding(2 * NEAR + 1, HIDDEN)
        self.kinds = nn.Embedding(len(KINDS), HIDDEN)
        self.within = nn.Parameter(torch.zeros(HIDDEN))
        self.middle = nn.Linear(HIDDEN, HIDDEN)
        self.arguments = nn.Linear(HIDDEN, 1 + 2 * len(ARGUMENTS))
        self.one = nn.Sequential(nn.Linear(4 * width, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 1))
        self.dropout = nn.Dropout(0.1)

    def forward(
        self, x: Tensor, pooled: Tensor, kinds: Tensor, steps: Tensor, inside: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Of one window: ``x`` is length by width, ``pooled`` triggers by length."""
        told = pooled @ x
        first = x[0].expand(told.shape[0], -1)
        status = self.status(self.dropout(torch.cat([told, first], -1)))
        rows = (
            self.piece(self.dropout(x))[None, :, :]
            + (self.told(self.dropout(told)) + self.kinds(kinds))[:, None, :]
            + self.steps(steps)
            + inside[:, :, None] * self.within
        )
        rows = F.gelu(self.middle(self.dropout(F.gelu(rows))))
        arguments = self.arguments(self.dropout(rows))
        n = told.shape[0]
        a, b = told[:, None, :].expand(n, n, -1), told[None, :, :].expand(n, n, -1)
        pairs = torch.cat([a + b, (a - b).abs(), a * b, first[None].expand(n, n, -1)], -1)
        return status, arguments, self.one(self.dropout(pairs))[:, :, 0]


def with_weights(encoder: Encoder, tensors: dict[str, Any]) -> None:
    """Fills an encoder with the weights of a BERT as its makers name them."""
    state: dict[str, Any] = {}
    e = "embeddings."
    state["words.weight"] = tensors[e + "word_embeddings.weight"]
    state["positions.weight"] = (
        tensors[e + "position_embeddings.weight"] + tensors[e + "token_type_embeddings.weight"][0]
    )
    for part in ("weight", "bias"):
        state[f"norm.{part}"] = tensors[f"{e}LayerNorm.{part}"]
        for n in range(len(encoder.layers)):
            theirs = f"encoder.layer.{n}."
            for ours, name in (
                ("query", "attention.self.query"), ("key", "attention.self.key"),
                ("value", "attention.self.value"), ("out", "attention.output.dense"),
                ("first", "attention.output.LayerNorm"), ("up", "intermediate.dense"),
                ("down", "output.dense"), ("second", "output.LayerNorm"),
            ):  # fmt: skip
                state[f"layers.{n}.{ours}.{part}"] = tensors[f"{theirs}{name}.{part}"]
    missing = encoder.load_state_dict(state, strict=False).missing_keys
    if {m.split(".")[0] for m in missing} - {"shapes", "trigger", "outer"}:
        raise KgError(
            f"no weight {missing[0]}", where="the encoder", mend="give one of the BERT family"
        )
