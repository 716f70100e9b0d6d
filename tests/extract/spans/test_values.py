"""With the spans of texts to learn from: who, when and where, on texts that the tables were made with and on others.

Of each language some texts of ``LANGUAGE.train.jsonl`` have values, in ``values/LANGUAGE.jsonl``. The tables were made
with the first 60; the others are scored only, as a measure of what holds for texts that nobody has read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import oracle
import pytest

from kg.check.measures import full_scores
from kg.check.tongues import comparable
from kg.extract.records import record
from kg.extract.spans.people import People
from kg.extract.spans.run import frames_of
from kg.extract.spans.tools import tools_of
from kg.reference.read import load

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
        row["id"]: row["events"]
        for row in map(
            json.loads,
            (oracle.FOLDER / "values" / f"{language}.jsonl").read_text("utf-8").splitlines(),
        )
    }
    texts = {
        row["id"]: row
        for row in map(
            json.loads, (oracle.FOLDER / f"{language}.train.jsonl").read_text("utf-8").splitlines()
        )
    }
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
    tools = tools_of(load(), People(load()), language)
    texts = list(rows(language))
    for some, floors in zip((texts[:READ], texts[READ:]), FLOORS[language], strict=True):
        told = {}
        for row in some:
            article = oracle.article_of(row)
            frames = frames_of(article, oracle.proposed_of(row), tools)
            told[article.id] = comparable(record(article, frames))
        scores = full_scores([comparable(row) for row in some], told)
        fallen = {k: scores[k] for k, floor in floors.items() if (scores[k] or 0.0) < floor}
        assert fallen == {}
