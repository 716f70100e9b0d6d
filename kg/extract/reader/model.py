"""A model file: an archive with the encoder, its heads, the word pieces, and a card that says what it is.

Read by onnxruntime, one window at a time and on one thread, so that what a window gives depends on nothing
that is read beside it.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from kg.core.errors import KgError
from kg.extract.reader.gate import Gate
from kg.extract.reader.labels import ARGUMENTS, KINDS, STATUSES, step
from kg.extract.reader.pieces import Pieces

ENCODER, HEADS, TOKENIZER = "encoder.onnx", "heads.onnx", "tokenizer.json"
GATE, CARD = "gate.json", "card.json"

MOST_BYTES = 400_000_000
"""What the parts of a model file may have, unpacked."""

DEFAULT = Path(__file__).parent / "reader.zip"
"""The one that comes with the package."""

OTHERS = "diplokg_languages"
"""The package with the one for other languages than English (readers/languages); it need not be installed."""


def of_languages() -> Path | None:
    """The file of the reader of other languages: of its package, or of a checkout. Nothing of it is imported."""
    from importlib.util import find_spec

    found = find_spec(OTHERS)
    checkout = Path(__file__).parents[3] / "readers" / "languages" / OTHERS
    for folder in (*((found.submodule_search_locations or ()) if found else ()), checkout):
        if (Path(folder) / "languages.zip").is_file():
            return Path(folder) / "languages.zip"
    return None


Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Scored:
    """What the heads say of the triggers of a window: probabilities.

    ``status`` is triggers by statuses, ``arguments`` triggers by pieces by labels, ``one`` how likely
    two triggers are one event.
    """

    status: Array
    arguments: Array
    one: Array


class Model:
    """An opened model file. Raises KgError for one that is none, or was made for other classes."""

    def __init__(self, where: Path = DEFAULT) -> None:
        self.where = where
        bad = KgError(
            "no model of a reader", where=str(where), mend="give a file that `kg train` wrote"
        )
        try:
            data = where.read_bytes()
            with zipfile.ZipFile(where) as archive:
                if sum(i.file_size for i in archive.infolist()) > MOST_BYTES:
                    raise bad
                self._parts = {n: archive.read(n) for n in (ENCODER, HEADS, TOKENIZER, GATE, CARD)}
            self.card: Mapping[str, Any] = json.loads(self._parts[CARD])
            self.gate = Gate.of(json.loads(self._parts[GATE]))
            classes = (self.card["kinds"], self.card["statuses"], self.card["arguments"])
            self._opens, self._closes = int(self.card["opens"]), int(self.card["closes"])
            self.name = f"{self.card['name']}@{hashlib.sha256(data).hexdigest()[:12]}"
        except FileNotFoundError:
            raise KgError(
                "no such file", where=str(where), mend="give a file that `kg train` wrote, or none"
            ) from None
        except KgError:
            raise
        except Exception:  # Whatever an archive can be spoilt by: it is no model.
            raise bad from None
        if classes != ([*KINDS], [*STATUSES], [*ARGUMENTS]):
            raise KgError(
                "made for other classes", where=str(where), mend="train it anew with this version"
            )

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it reads, as codes of ISO 639."""
        return languages_of(self.card)

    @cached_property
    def tokenizer(self) -> Any:
        """Splits a text in word pieces."""
        from tokenizers import Tokenizer

        found = Tokenizer.from_str(self._parts[TOKENIZER].decode())
        found.no_truncation()
        found.no_padding()
        return found

    @cached_property
    def _encoder(self) -> Any:
        return _session(self._parts.pop(ENCODER))

    @cached_property
    def _heads(self) -> Any:
        return _session(self._parts.pop(HEADS))

    def part(self, name: str) -> bytes:
        """A part of the file: "encoder", "heads" or "tokenizer"."""
        with zipfile.ZipFile(self.where) as archive:
            return archive.read({"encoder": ENCODER, "heads": HEADS, "tokenizer": TOKENIZER}[name])

    def ready(self) -> None:
        """Loads all of it: before processes are forked that share its memory.

        Raises KgError where a part is none of what it should be.
        """
        try:
            for part in ("tokenizer", "_encoder", "_heads"):
                getattr(self, part)
        except Exception:
            raise KgError(
                "a part of the model of the reader is spoilt",
                where=str(self.where),
                mend="give a file that `kg train` wrote, or none",
            ) from None

    def triggers(self, pieces: Pieces) -> tuple[Array, Array]:
        """What is known of the pieces of a window, and probabilities of their labels as triggers."""
        given = {
            "ids": np.array([self._opens, *pieces.ids, self._closes], np.int64),
            "shapes": np.array([0, *pieces.shapes, 0], np.int64),
        }
        known, scores = self._encoder.run(["known", "triggers"], given)
        return known, _softmax(scores[1:-1])

    def heads(self, known: Array, found: Sequence[tuple[int, int, int]]) -> Scored:
        """What the heads say of the triggers of a window: ranges of pieces with their kinds."""
        length = known.shape[0]
        pooled, inside = (np.zeros((len(found), length), np.float32) for _ in range(2))
        steps = np.zeros((len(found), length), np.int64)
        for n, (first, last, _) in enumerate(found):
            pooled[n, first + 1 : last + 1] = np.float32(1.0 / (last - first))
            inside[n, first + 1 : last + 1] = 1.0
            steps[n] = [step(min(0, k - first - 1) or max(0, k - last)) for k in range(length)]
        kinds = np.array([kind for *_, kind in found], np.int64)
        given = {"known": known, "pooled": pooled, "kinds": kinds, "steps": steps, "inside": inside}
        status, arguments, one = self._heads.run(["status", "arguments", "one"], given)
        same = 1.0 / (1.0 + np.exp(-(one + one.T) / 2))
        return Scored(_softmax(status), _softmax(arguments[:, 1:-1]), same)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a model file without its parts being read."""

    where: Path
    name: str
    languages: tuple[str, ...]


def look(where: Path) -> Kept:
    """Which languages a model file reads, and what tells it from others. Raises KgError for one that is none."""
    try:
        with zipfile.ZipFile(where) as archive:
            card = json.loads(archive.read(CARD))
            parts = sorted((i.filename, i.CRC, i.file_size) for i in archive.infolist())
        mark = hashlib.sha256(repr(parts).encode()).hexdigest()[:12]
        return Kept(where, f"{card['name']}@{mark}", languages_of(card))
    except FileNotFoundError:
        raise KgError(
            "no such file", where=str(where), mend="give a file that `kg train` wrote, or none"
        ) from None
    except Exception:  # Whatever an archive can be spoilt by: it is no model.
        raise KgError(
            "no model of a reader", where=str(where), mend="give a file that `kg train` wrote"
        ) from None


def languages_of(card: Mapping[str, Any]) -> tuple[str, ...]:
    """The languages of a card; those of older files have one, or say nothing and are English.

    >>> languages_of({"languages": ["fr", "ru"]}), languages_of({"language": "en"}), languages_of({})
    (('fr', 'ru'), ('en',), ('en',))
    """
    many = card.get("languages")
    return tuple(map(str, many)) if isinstance(many, list) else (str(card.get("language", "en")),)


def _session(data: bytes) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])


def _softmax(scores: Array) -> Array:
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    out: Array = shifted / shifted.sum(axis=-1, keepdims=True)
    return out
