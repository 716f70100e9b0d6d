"""The story from articles to events: the same whatever the order, resumed, repeated or interrupted."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path

import pytest
from shared_data import shared
from store_data import ARTICLES, Plain, article

from kg.construction import pipeline
from kg.construction.report import found_lines, summary_lines, write_report
from kg.core.errors import KgError
from kg.core.model import Article, Judgement, Problem
from kg.export.rdf import nquads
from kg.graph.store import Store
from kg.graph.view.load import load
from kg.graph.view.values import GraphView


def _exported(folder: Path) -> bytes:
    out = io.BytesIO()
    with Store.open(folder, read_only=True) as store:
        nquads(store.graph, out)
    return out.getvalue()


def _build(folder: Path, *articles: Article | Problem, annotator: Plain | None = None, **options):
    with Store.open(folder) as store:
        return pipeline.build(articles, store=store, annotator=annotator or Plain(), **options)


def _view(folder: Path) -> GraphView:
    with Store.open(folder, read_only=True) as store:
        return load(store.graph)


def test_articles_become_events_with_the_passages_behind_them(tmp_path):
    summary = _build(tmp_path / "g", *ARTICLES)
    assert (summary.added, summary.unchanged, summary.articles) == (4, 0, 4)
    assert (summary.mentions, summary.events) == (3, 2)
    assert dict(summary.by_type) == {"meeting": 1, "phone_call": 1}
    view = _view(tmp_path / "g")
    assert len(view.articles) == 4
    meeting = next(e for e in view.events if e.type == "meeting")
    assert (meeting.status, meeting.date) == ("held", "2019-05-14")
    assert [m.status for m in meeting.mentions] == ["planned", "held"]
    assert [view.articles[m.article].publisher for m in meeting.mentions] == ["Harbour Wire"] * 2
    for e in view.events:
        for m in e.mentions:
            text = next(a.text for a in ARTICLES if a.id == view.articles[m.article].source_id)
            assert m.quote == text[m.start : m.end]


def test_order_resumption_and_repetition_change_no_byte(tmp_path):
    _build(tmp_path / "once", *ARTICLES)
    expected = _exported(tmp_path / "once")
    shuffled = list(ARTICLES)
    random.Random(3).shuffle(shuffled)
    _build(tmp_path / "shuffled", *shuffled)
    assert _exported(tmp_path / "shuffled") == expected
    for n in range(1, len(ARTICLES) + 1):
        _build(tmp_path / "grown", *ARTICLES[:n])
    assert _exported(tmp_path / "grown") == expected
    _build(tmp_path / "once", *ARTICLES, again=True)
    assert _exported(tmp_path / "once") == expected


def test_only_what_is_new_or_changed_is_read_again(tmp_path):
    first = Plain()
    _build(tmp_path / "g", *ARTICLES, annotator=first)
    assert first.read == ["one", "two", "three", "four"]
    changed = article("four", "Lavrov met Putin in Moscow on 2019-01-02.")
    second = Plain()
    summary = _build(tmp_path / "g", *ARTICLES[:3], changed, annotator=second)
    assert second.read == ["four"]
    assert (summary.added, summary.unchanged, summary.events) == (1, 3, 3)
    third = Plain()
    _build(tmp_path / "g", *ARTICLES[:3], changed, annotator=third, again=True)
    assert third.read == ["one", "two", "three", "four"]


def test_an_article_that_is_dropped_leaves_no_trace(tmp_path):
    _build(tmp_path / "without", ARTICLES[0], ARTICLES[2])
    _build(tmp_path / "with", *ARTICLES)
    with Store.open(tmp_path / "with") as store:
        assert pipeline.drop(["two", "four"], store=store) == ["four", "two"]
    assert _exported(tmp_path / "with") == _exported(tmp_path / "without")


def test_a_build_that_is_interrupted_goes_on_and_ends_with_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "HANDFUL", 2)
    _build(tmp_path / "calm", *ARTICLES)

    def stop(done: Article) -> None:
        if done.id == "two":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _build(tmp_path / "stopped", *ARTICLES, progress=stop)
    with pytest.raises(KgError, match="nothing has been published"):
        _exported(tmp_path / "stopped")
    resumed = Plain()
    _build(tmp_path / "stopped", *ARTICLES, annotator=resumed)
    assert resumed.read == ["three", "four"]
    assert _exported(tmp_path / "stopped") == _exported(tmp_path / "calm")


def test_bad_input_costs_only_itself(tmp_path):
    problem = Problem(source="bad.txt", what="empty", mend="leave it out")
    summary = _build(tmp_path / "g", ARTICLES[0], problem, article("broken", "crash"), ARTICLES[2])
    assert summary.added == 2
    assert [p.source for p in summary.problems] == ["bad.txt", "broken"]
    assert "ZeroDivisionError" in summary.problems[1].what
    assert summary.events == 2
    path = write_report(tmp_path / "g", summary.problems)
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert [set(r) for r in rows] == [{"source", "what", "mend"}] * 2
    assert write_report(tmp_path / "g", ()).read_text() == ""


def test_rulings_beat_what_the_program_thinks(tmp_path):
    _build(tmp_path / "g", *ARTICLES)
    ids = [m.iri for e in _view(tmp_path / "g").events for m in e.mentions if e.type == "meeting"]
    ruling = Judgement(
        left=ids[0],
        right=ids[1],
        same=False,
        scope="event",
        why="another day",
        by="me",
        when="",
        line=1,
    )
    summary = _build(tmp_path / "g", *ARTICLES, judgements=(ruling,))
    assert summary.events == 3
    summary = _build(tmp_path / "g", *ARTICLES)
    assert summary.events == 2


def test_what_frames_are_made_from_is_what_the_digest_is_of():
    base = {"model": "m", "ontology": "o"}
    one = article("a", "They met.")
    digest = pipeline.input_digest(one, **base)
    assert digest == pipeline.input_digest(article("a", "They met."), **base)
    others = [
        pipeline.input_digest(article("a", "They met!"), **base),
        pipeline.input_digest(article("a", "They met.", day="2019-05-16"), **base),
        pipeline.input_digest(one, model="n", ontology="o"),
        pipeline.input_digest(one, model="m", ontology="p"),
    ]
    assert len({digest, *others}) == 5


def test_the_summary_counts_in_words(tmp_path):
    problem = Problem(source="bad.txt", what="empty", mend="leave it out")
    summary = _build(tmp_path / "g", ARTICLES[0], problem)
    assert list(summary_lines(summary)) == [
        "1 article read, 1 source left out",
        "now in the store: 1 article, 1 passage, 1 event",
    ]
    lines = list(found_lines(_view(tmp_path / "g")))
    assert lines[0] == "1 article, 1 event, 2 people, 2 states"
    assert lines[-1].endswith("Sergey Lavrov: 1") or lines[-1].endswith("Mike Pompeo: 1")


@pytest.mark.slow
def test_the_seeds_give_sochi_once_and_washington_apart_from_it(tmp_path):
    from kg.ask.query import run_named
    from kg.extract.rules import Annotator
    from kg.sources import read

    annotator = Annotator()
    files = sorted(shared("seeds").glob("*.txt"))
    for name, paths in (("a", files), ("b", files[::-1])):
        with Store.open(tmp_path / name) as store:
            pipeline.build(read(paths), store=store, annotator=annotator)
    assert _exported(tmp_path / "a") == _exported(tmp_path / "b")
    with Store.open(tmp_path / "a", read_only=True) as store:
        table = run_named(store.graph, "who-met", {"person": "pompeo", "other": "lavrov"})
        days = [row[0].value for row in table.rows if row[0] is not None]
        view = load(store.graph)
    assert days.count("2019-05-14") == 1
    assert days.count("2019-12-10") == 1
    sochi = next(e for e in view.events if e.date == "2019-05-14" and e.type == "meeting")
    assert sochi.status == "held"
    assert len({m.article for m in sochi.mentions}) == 3
