"""Wire copy, reprints and mirrored readouts are found, linked, and count as one source; each stays citable.

tests/data/copies/pairs.jsonl has 60 pairs of texts, 30 of them copies, written by somebody who had not
read the code.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.ask.explain import explain, lines
from kg.ask.query import run_named
from kg.construction import pipeline
from kg.core.ids import article_iri, iri
from kg.core.model import Article
from kg.core.sketch import likeness, same_text, sketch
from kg.core.terms import KG
from kg.extract.extractor import Wanted, make
from kg.extract.rules import Annotator
from kg.graph.store import Store
from kg.graph.view.load import load
from kg.reference.nodes import node

PAIRS = Path(__file__).parents[1] / "data" / "copies" / "pairs.jsonl"
Json = dict[str, Any]


def _pairs() -> list[Json]:
    return [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]


def _article(row: Json) -> Article:
    return Article(
        id=row["id"],
        text=row["text"],
        published=date.fromisoformat(row["published"]),
        publisher=row["publisher"],
        title=row["title"],
    )


def _links(store: Store) -> set[tuple[str, str]]:
    return {
        (q.subject.value, q.object.value)
        for q in store.graph.quads_for_pattern(None, node(KG.copyOf), None, None)
        if isinstance(q.subject, ox.NamedNode) and isinstance(q.object, ox.NamedNode)
    }


def test_pairs_of_copies_are_told_from_others() -> None:
    """By the texts alone: which outlet and which people there are is not asked here."""
    found = [
        (p["copy"], same_text(*(sketch(p[s]["text"]) for s in ("left", "right")))) for p in _pairs()
    ]
    right = sum(copy and got for copy, got in found)
    assert len(found) == 60
    assert right >= 0.95 * sum(copy for copy, _ in found)
    assert right >= 0.95 * sum(got for _, got in found)


@pytest.mark.slow
def test_copies_are_linked_in_a_graph_and_nothing_else_is(tmp_path: Path) -> None:
    pairs = _pairs()
    sides = {p["id"]: (_article(p["left"]), _article(p["right"])) for p in pairs}
    with Store.open(tmp_path / "g") as store:
        every = [a for both in sides.values() for a in both]
        pipeline.build(every, store=store, annotator=make(Wanted()))
        told = {m.article for e in load(store.graph).events for m in e.mentions}
        links = {frozenset(pair) for pair in _links(store)}
    of = {k: frozenset(iri(article_iri(a)) for a in both) for k, both in sides.items()}
    # An article that tells of no event is no source of any, so that its text is nobody's copy.
    telling = [p for p in pairs if of[p["id"]] <= told]
    wanted = {of[p["id"]] for p in telling if p["copy"]}
    assert len(wanted) >= 20
    assert len(links & wanted) >= 0.95 * len(wanted)
    assert len(links & wanted) >= 0.95 * len(links)


_WIRE = (
    "VIENNA, May 14 - Foreign Minister Anna Zilk of Austria met her Estonian counterpart, Mart Kask, in"
    " Vienna on Tuesday. They discussed fisheries and the sale of two ferries, the ministry said.\n\n"
    "The talks lasted three hours and ended without a statement. Both delegations dined at the"
    " Belvedere afterwards, and Mr Kask flew home late in the evening with his advisers.\n"
)
_OWN = (
    "Estonia's top diplomat Mart Kask was in Vienna on Tuesday, where he held talks with Foreign Minister"
    " Anna Zilk of Austria. Ferries were on the agenda, and so was herring."
)


def _articles() -> list[Article]:
    day = date(2019, 5, 15)
    return [
        Article(id="wire", text=_WIRE, published=day, publisher="Harbour Wire"),
        Article(
            id="reprint",
            text="From our agencies\n\n" + _WIRE.replace("VIENNA, May 14 - ", ""),
            published=date(2019, 5, 16),
            publisher="Alpine Courier",
        ),
        Article(id="own", text=_OWN, published=day, publisher="Meridian Post"),
    ]


def _built(where: Path, articles: list[Article]) -> Store:
    store = Store.open(where)
    pipeline.build(articles, store=store, annotator=Annotator())
    return store


def test_a_reprint_counts_with_its_original_and_stays_citable(tmp_path: Path) -> None:
    wire, reprint, own = _articles()
    with (
        _built(tmp_path / "one", [wire]) as one,
        _built(tmp_path / "other", [reprint]) as other,
        _built(tmp_path / "two", [wire, reprint]) as two,
        _built(tmp_path / "three", [reprint, own, wire]) as three,
    ):
        (a,), (o,), (b,), (c,) = (
            [e for e in load(s.graph).events if e.type == "meeting"]
            for s in (one, other, two, three)
        )
        assert (a.sources, b.sources, c.sources) == (1, 1, 2)
        assert max(a.confidence, o.confidence) == b.confidence < c.confidence
        assert {m.article for m in c.mentions} == {
            iri(article_iri(x)) for x in (wire, reprint, own)
        }
        assert _links(three) == {(iri(article_iri(reprint)), iri(article_iri(wire)))}
        (row,) = run_named(three.graph, "copies", {}).rows
        assert [t.value if t else "" for t in row[:4]] == [
            "2019-05-15", "Harbour Wire", "2019-05-16", "Alpine Courier",
        ]  # fmt: skip
        lonely = [
            [r[-1].value for r in run_named(s.graph, "single-source", {}).rows if r[-1]]
            for s in (two, three)
        ]
        assert b.iri in lonely[0]
        assert c.iri not in lonely[1]
        evidence = run_named(three.graph, "evidence", {"event": c.iri})
        said = {(r[0].value, r[1].value if r[1] else "") for r in evidence.rows if r[0]}
        assert said == {
            ("Harbour Wire", ""), ("Meridian Post", ""), ("Alpine Courier", "Harbour Wire"),
        }  # fmt: skip
        support = run_named(three.graph, "support", {"event": c.iri})
        dated = next(r for r in support.rows if r[0] and r[0].value.endswith("date"))
        assert [t.value if t else "" for t in dated[2:4]] == ["3", "2"]
        (why,) = explain(three.graph, c.iri)
        assert any("prints the text of Harbour Wire" in line for line in lines(why))


def test_copies_come_and_go_in_any_order(tmp_path: Path) -> None:
    wire, reprint, own = _articles()
    with _built(tmp_path / "g", [reprint]) as store:
        pipeline.build([own], store=store, annotator=Annotator())
        pipeline.build([wire], store=store, annotator=Annotator())
        assert _links(store) == {(iri(article_iri(reprint)), iri(article_iri(wire)))}
        pipeline.drop(["wire"], store=store)
        assert not _links(store)
        (left,) = [e for e in load(store.graph).events if e.type == "meeting"]
        assert left.sources == 2
    with _built(tmp_path / "fresh", [own, reprint]) as fresh:
        (same,) = [e for e in load(fresh.graph).events if e.type == "meeting"]
        assert same == left


@pytest.mark.parametrize("text", ["", "Two words", "é" * 50, "\0\n\t", "a b c " * 20_000])
def test_any_text_has_a_sketch(text: str) -> None:
    made = sketch(text)
    assert made.isascii()
    assert likeness(made, made) in {(0.0, 0.0), (1.0, 1.0)}
