"""Documents of ten kinds, invented for testing (tests/data/kinds/README.md): measures that may only rise."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.check import evaluate
from kg.extract.rules import Annotator

KINDS = Path(__file__).parents[1] / "data" / "kinds"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a", "b"])
def test_no_measure_falls(name: str) -> None:
    (gold,) = evaluate.gold_sets([KINDS / "gold" / f"{name}.jsonl"])
    measured = evaluate.measure(gold, Annotator())
    floors = evaluate.read_floors(KINDS / "floors.json")
    assert name in floors
    assert evaluate.below(floors, [measured]) == []
