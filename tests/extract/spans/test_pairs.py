"""Readouts of one meeting from two capitals, in two languages: one event with both accounts, and no other with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import oracle
import pytest

from kg.core.ids import article_iri, iri
from kg.core.model import Article, Frame
from kg.extract.others import ByLanguage
from kg.extract.reader.proposals import Proposed
from kg.extract.spans.people import People
from kg.extract.spans.run import frames_of
from kg.extract.spans.tools import Tools, tools_of
from kg.reference.read import load

STILL_APART = ["p03", "p12"]
"""What falls short, with the spans given: an unknown name in two scripts; and an account in English that takes a
visitor, "her colleague from the Dominican Republic", for nobody's."""
READ = json.loads((Path(__file__).parent / "pairs_read.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> list[set[str]]:
    """The articles of each event of a graph that is built of all forty readouts."""
    from kg.construction.pipeline import build
    from kg.extract.extractor import Wanted, make
    from kg.graph.store import Store
    from kg.graph.view.load import load as view_of

    people, tools = People(load()), dict[str, Tools]()
    articles = [
        oracle.article_of({**pair[side], "id": f"{pair['id']}{side}"})
        for pair in oracle.pairs()
        for side in "ab"
    ]

    def read(article: Article, code: str) -> tuple[Frame, ...]:
        kind, trigger, who, day, place = READ[article.id]
        quotes: dict[str, Any] = {"participants": who, "date": day, "place": place}
        told = oracle.quoted(article.text, kind, trigger=trigger, **quotes)
        if code not in tools:
            tools[code] = tools_of(load(), people, code)
        return frames_of(article, Proposed((told,)), tools[code])

    reads = ByLanguage(make(Wanted()), read, languages=("fr", "ru", "es", "de"))
    with Store.open(tmp_path_factory.mktemp("pairs") / "graph") as store:
        build(articles, store=store, annotator=reads)
        view = view_of(store.graph)
    ids = {iri(article_iri(a)): a.id for a in articles}
    # What is told without a day ("they hoped to meet again") may be of either.
    return [{ids[m.article] for m in event.mentions if m.date} for event in view.events]


@pytest.mark.slow
def test_two_accounts_of_one_meeting_are_one_event(accounts: list[set[str]]) -> None:
    apart = [
        pair["id"]
        for pair in oracle.pairs()
        if pair["same"] and not any({pair["id"] + "a", pair["id"] + "b"} <= e for e in accounts)
    ]
    assert apart == STILL_APART


@pytest.mark.slow
def test_accounts_of_two_meetings_stay_two_events(accounts: list[set[str]]) -> None:
    merged = [
        pair["id"]
        for pair in oracle.pairs()
        if not pair["same"] and any({pair["id"] + "a", pair["id"] + "b"} <= e for e in accounts)
    ]
    assert merged == []
    assert not [e for e in accounts if len({name[:3] for name in e}) > 1]
