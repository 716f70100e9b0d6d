"""With the spans that people annotated: how well those who take part, places and days are found out."""

from __future__ import annotations

import oracle
import pytest

from kg.check.measures import full_scores
from kg.check.tongues import comparable
from kg.extract.records import record
from kg.extract.spans.people import People
from kg.extract.spans.run import frames_of
from kg.extract.spans.tools import tools_of
from kg.reference.read import load

FLOORS = {
    "fr": {"event_f1": 0.97, "participant_f1": 0.98, "date_acc": 0.88},
    "ru": {"event_f1": 0.85, "participant_f1": 0.98, "date_acc": 0.91},
    "es": {"event_f1": 0.89, "participant_f1": 0.95, "date_acc": 0.75},
    "de": {"event_f1": 0.90, "participant_f1": 0.98, "date_acc": 0.90},
}


@pytest.mark.slow
@pytest.mark.parametrize("language", sorted(FLOORS))
def test_given_the_spans_most_events_are_right(language: str) -> None:
    tools = tools_of(load(), People(load()), language)
    rows = list(oracle.rows(language))
    told = {}
    for row in rows:
        article = oracle.article_of(row)
        frames = frames_of(article, oracle.proposed_of(row), tools)
        told[article.id] = comparable(record(article, frames))
    scores = full_scores([comparable(row) for row in rows], told)
    fallen = {k: scores[k] for k, floor in FLOORS[language].items() if (scores[k] or 0.0) < floor}
    assert fallen == {}
