"""What is read before the model, and by it: the gate, the parser's memory, and articles side by side."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import spacy

from kg.core.model import Article
from kg.extract.rules import DEFAULT_MODEL, Annotator
from kg.extract.rules.events.gate import Forms
from kg.extract.rules.languages.en import ENGLISH
from kg.extract.rules.setting import Setting
from kg.extract.rules.text.parsing import Parser
from kg.sources import bundled, describe

TALKS = "Russian Foreign Minister Sergey Lavrov met his Turkish counterpart Mevlut Cavusoglu in Ankara on Tuesday."
SPORT = "The home side met its old rivals in the semifinal, and the talk in the dressing room was short."


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()


@pytest.fixture(scope="module")
def everything() -> Annotator:
    return Annotator(gate=False)


def parsed(annotator: Annotator, text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many sentences of a text the parser was given."""
    seen = []
    parse = annotator.parser.parse
    monkeypatch.setattr(annotator.parser, "parse", lambda docs: seen.extend(docs) or parse(docs))
    annotator.annotate(describe(Article(id="a", text=text, published=date(2018, 6, 21))))
    return len(seen)


def test_an_article_without_two_sides_is_not_parsed(
    annotator: Annotator, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert parsed(annotator, " ".join([SPORT] * 6), monkeypatch) == 0


def test_only_what_may_state_an_event_is_parsed(
    annotator: Annotator, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = " ".join([*[SPORT] * 9, TALKS, *[SPORT] * 9])
    assert 1 <= parsed(annotator, text, monkeypatch) <= 4


def test_without_the_gate_every_sentence_is_parsed(
    everything: Annotator, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert parsed(everything, " ".join([*[SPORT] * 3, TALKS]), monkeypatch) == 4


def test_the_gate_loses_no_event_of_the_bundled_articles(
    annotator: Annotator, everything: Annotator
) -> None:
    """Held against all that is found without it: what is lost was no event, as the gold has it."""
    lost = []
    for article in bundled.articles():
        mine = {(f.type, f.evidence) for f in annotator.annotate(article)}
        lost += [
            (article.id, f.type)
            for f in everything.annotate(article)
            if (f.type, f.evidence) not in mine
        ]
    # Two ministers of one government, whom only a list of names tells apart from two of two.
    assert {a for a, _ in lost} <= {"neg-006"}


def test_an_annotator_with_another_gate_makes_other_digests(
    annotator: Annotator, everything: Annotator
) -> None:
    assert annotator.model == everything.model
    assert annotator.settings != everything.settings


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("met", "meet"), ("sat", "sit"), ("talks", "talk"), ("hosting", "host"), ("parties", "party"),
     ("spoke", "speak"), ("written", "write"), ("was", "be"), ("flew", "fly"), ("visited", "visit")],
)  # fmt: skip
def test_forms_of_a_lemma(form: str, lemma: str) -> None:
    assert form in Forms(spacy.load(DEFAULT_MODEL)).of(lemma)


def test_every_trigger_the_lemmatizer_sees_is_one_of_its_forms(annotator: Annotator) -> None:
    """Over all words of the bundled articles: no form of a trigger escapes the gate."""
    gate = annotator.gate
    assert gate is not None
    words = sorted({w.lower_ for a in bundled.articles() for w in annotator.nlp.make_doc(a.text)})
    (doc,) = [spacy.tokens.Doc(annotator.nlp.vocab, words=words)]
    missed = []
    for pos, rows in (("VERB", annotator.finder.verbs), ("NOUN", annotator.finder.nouns)):
        for token in doc:
            token.pos_ = pos
            token.lemma_ = ""
        for token in annotator.nlp.get_pipe("lemmatizer")(doc):
            if token.lemma_.casefold() in rows and not gate.has_trigger([token.lower_]):
                missed.append(token.text)
    assert not missed


def test_the_parser_says_what_the_pipeline_says() -> None:
    nlp = spacy.load(DEFAULT_MODEL)
    quick = Parser(nlp, ENGLISH.relations)
    texts = [s for a in list(bundled.articles())[:25] for s in a.text.split("\n") if s.strip()]
    texts += [
        "There is a plan, but I don't know what's in it.",
        "Let's gonna meet, y'all ain't got ta.",
    ]
    for _ in range(2):  # The second time from memory.
        mine = quick.parse([nlp.make_doc(t) for t in texts])
        for words, doc in zip(mine, nlp.pipe(texts, disable=["ner"]), strict=True):
            assert [attributes(w) for w, t in zip(words, doc, strict=True) if not t.is_space] == [
                attributes(t) for t in doc if not t.is_space
            ]


def attributes(t: Any) -> tuple[object, ...]:
    """What the rules ask of a word, of ours or of spaCy's."""
    rows = (t.children, t.lefts, t.rights, t.subtree, t.ancestors, t.conjuncts)
    return (
        t.text, t.lower_, t.tag_, t.head.i, t.dep_, t.pos_, t.lemma_, t.like_num,
        t.left_edge.i, t.right_edge.i, [[w.i for w in row] for row in rows],
    )  # fmt: skip


def test_side_by_side_is_one_after_the_other(annotator: Annotator) -> None:
    articles = list(bundled.articles())
    together = [(a.id, frames) for a, frames in annotator.many(articles)]
    assert together == [(a.id, annotator.annotate(a)) for a in articles]


def test_one_that_fails_costs_itself_alone(
    annotator: Annotator, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = annotator.tools.settings.of

    def breaks(article: Article) -> Setting:
        if article.id == "bad":
            raise ZeroDivisionError("here")
        return of(article)

    monkeypatch.setattr(annotator.tools.settings, "of", breaks)
    articles = [Article(id=i, text=TALKS, published=date(2018, 6, 21)) for i in ("a", "bad", "b")]
    (_, first), (_, bad), (_, last) = annotator.many(articles)
    assert isinstance(bad, ZeroDivisionError)
    assert first == last
    assert len(first) == 1  # type: ignore[arg-type]
