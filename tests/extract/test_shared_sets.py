"""What extraction reaches on the real texts beside the project: the least that is asked of it.

The measures are those of ``kg evaluate``; one configuration for all sets. Slow: it reads 900 texts.
"""

from __future__ import annotations

import json
from datetime import date

import pytest
from shared_data import shared

from kg.check import evaluate
from kg.core.model import Article
from kg.extract.rules import Annotator
from kg.sources import read

pytestmark = pytest.mark.slow

ASKED = {
    "seeds.jsonl": {
        "event_f1": 0.85,
        "strict_f1": 0.60,
        "participant_f1": 0.93,
        "date_acc": 0.92,
        "status_acc": 0.92,
        "place_acc": 0.88,
        "topic_recall": 0.70,
    },
    # Of 406 lines 13 give the day of publication where the text states another, so that no reading of
    # the texts can reach a date_acc of 0.97 (13 of at most 406 found): what is asked is all but those.
    "white-house-dev.main.jsonl": {
        "found": 0.95,
        "date_acc": 0.966,
        "status_acc": 0.98,
        "polity_acc": 0.95,
    },
    "kremlin-dev.main.jsonl": {
        "found": 0.93,
        "date_acc": 0.93,
        "status_acc": 0.96,
        "polity_acc": 0.95,
    },
    "frus-dev.main.jsonl": {"found": 0.85, "date_acc": 0.97},
}


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()


@pytest.mark.parametrize("name", ASKED)
def test_reaches_what_is_asked(annotator: Annotator, name: str) -> None:
    (gold,) = evaluate.gold_sets([shared(f"gold/{name}")])
    scores = evaluate.measure(gold, annotator).scores
    short = {k: scores.get(k) for k, v in ASKED[name].items() if (scores.get(k) or 0.0) < v}
    assert not short, json.dumps(dict(scores))
    assert (scores.get("events_per_doc") or 0.0) <= (2.0 if "white-house" in name else 3.0)


def test_finds_nothing_where_nothing_happens(annotator: Annotator) -> None:
    texts = [a for a in read([shared("corpora/negatives-dev.jsonl")]) if isinstance(a, Article)]
    assert len(texts) == 150
    found = [f for a in texts for f in annotator.annotate(a)]
    assert len(found) <= 0.03 * len(texts)


def test_no_day_of_publication_without_a_word(annotator: Annotator) -> None:
    """News never gets it; a readout only marked as uncertain."""
    for path in (shared("corpora/kremlin-dev.jsonl"), shared("seeds")):
        for article in read([path]):
            if not isinstance(article, Article) or article.published is None:
                continue
            for frame in annotator.annotate(article):
                when = frame.when
                if when and when.edtf == article.published.isoformat():
                    assert when.text or when.basis == "context", frame
                    assert isinstance(when.earliest, date)
