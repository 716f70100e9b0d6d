"""Trains the bundled reader from all that there is, and writes a model file.

    .venv/bin/python tools/make_reader.py -o reader.zip
    .venv/bin/python tools/make_reader.py -o fold.zip --gold 750     leaves the rest of the gold unseen

Needs the extra ``train`` and the texts beside the project (``../shared``): gold/reader/train.jsonl, and those whose
events are in tests/data/reader/open.jsonl. Some 40 minutes on two cores. Of what is left unseen the
span measures are told; tools/make_confidence.py fits the weights of confidence on it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from shared_data import SHARED

from kg.training.fitting import Recipe
from kg.training.train import train

DATA = Path(__file__).resolve().parents[1] / "tests" / "data" / "reader"
RECIPE = Recipe(epochs=5, arguments=2.0)


def lines(path: Path) -> list[dict[str, Any]]:
    """The lines of a file of JSON lines."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def with_texts() -> Iterator[dict[str, Any]]:
    """The annotations of open texts, each with its text."""
    texts = {r["id"]: r["text"] for r in lines(SHARED / "corpora" / "open-unlabelled.jsonl.gz")}
    for row in lines(DATA / "open.jsonl"):
        if row["id"] in texts:
            yield {**row, "text": texts[row["id"]]}


def main() -> None:
    """Trains, and says what is measured on the way."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument(
        "--gold", type=int, help="how many texts of the gold are learned from (all)"
    )
    given = parser.parse_args()
    gold = lines(SHARED / "gold" / "reader" / "train.jsonl")
    with tempfile.TemporaryDirectory() as folder:
        parts = {
            "gold.jsonl": gold[: given.gold],
            "open.jsonl": list(with_texts()),
            "written.jsonl": lines(DATA / "written.jsonl"),
        }
        for name, rows in parts.items():
            text = "".join(json.dumps(r) + "\n" for r in rows)
            (Path(folder) / name).write_text(text, encoding="utf-8")
        train(
            [Path(folder) / name for name in parts],
            given.output,
            held_back=0.0,
            recipe=RECIPE,
            say=lambda line: print(line, flush=True),
        )


if __name__ == "__main__":
    main()
