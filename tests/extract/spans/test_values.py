"""With the spans of texts to learn from: who, when and where, on texts that the tables were made with and on others.

Of each language some texts of ``LANGUAGE.train.jsonl`` have values, in ``values/LANGUAGE.jsonl``. The tables were made
with the first 60; the others are scored only, as a measure of what holds for texts that nobody has read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import oracle
import pytest

READ = 60
"""Texts with values that the tables were made with."""
FLOORS = {
    "de": (
        {"event_f1": 0.81, "participant_f1": 0.94, "date_acc": 0.74},
        {"event_f1": 0.79, "participant_f1": 0.92, "date_acc": 0.75},
    ),
    "es": (
        {"event_f1": 0.81, "participant_f1": 0.95, "date_acc": 0.84},
        {"event_f1": 0.74, "participant_f1": 0.95, "date_acc": 0.87},
    ),
    "fr": (
        {"event_f1": 0.86, "participant_f1": 0.97, "date_acc": 0.91},
        {"event_f1": 0.79, "participant_f1": 0.96, "date_acc": 0.93},
    ),
    "ru": (
        {"event_f1": 0.81, "participant_f1": 0.96, "date_acc": 0.79},
        {"event_f1": 0.73, "participant_f1": 0.96, "date_acc": 0.85},
    ),
}
"""Of each language, for the texts that were read and for the others."""


def rows(language: str) -> Iterator[dict[str, Any]]:
    """The texts of a language that have values; an event of which nobody is known to take part counts for nothing."""
    told = {
        r["id"]: r["events"] for r in oracle.lines(oracle.FOLDER / "values" / f"{language}.jsonl")
    }
    texts = {r["id"]: r for r in oracle.lines(oracle.FOLDER / f"{language}.train.jsonl")}
    for name, values in told.items():
        row = texts[name]
        events = [
            {**e, **v, "optional": e["optional"] or not v["participants"]}
            for e, v in zip(row["events"], values, strict=True)
        ]
        yield {**row, "events": events}


@pytest.mark.slow
@pytest.mark.parametrize("language", sorted(FLOORS))
def test_given_the_spans_most_events_of_other_texts_are_right(language: str) -> None:
    texts = list(rows(language))
    for some, floors in zip((texts[:READ], texts[READ:]), FLOORS[language], strict=True):
        assert oracle.fallen(oracle.scored(language, some), floors) == {}
