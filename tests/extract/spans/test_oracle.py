"""With the spans that people annotated: how well those who take part, places and days are found out."""

from __future__ import annotations

import oracle
import pytest

FLOORS = {
    "fr": {"event_f1": 0.97, "participant_f1": 0.98, "date_acc": 0.88},
    "ru": {"event_f1": 0.85, "participant_f1": 0.98, "date_acc": 0.91},
    "es": {"event_f1": 0.89, "participant_f1": 0.95, "date_acc": 0.75},
    "de": {"event_f1": 0.90, "participant_f1": 0.98, "date_acc": 0.90},
}


@pytest.mark.slow
@pytest.mark.parametrize("language", sorted(FLOORS))
def test_given_the_spans_most_events_are_right(language: str) -> None:
    scores = oracle.scored(language, list(oracle.rows(language)))
    assert oracle.fallen(scores, FLOORS[language]) == {}
