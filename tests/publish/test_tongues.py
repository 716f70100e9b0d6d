"""Articles in Russian, Chinese and Arabic through the store: their quotes say their language, and are found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import lxml.html
import pyoxigraph as ox
import pytest

from kg.ask.search import Found, in_memory, search
from kg.ask.words import terms_of, understand
from kg.construction import pipeline
from kg.core.model import Actor, Article, Evidence, Frame, Venue, When
from kg.graph.store import Store
from kg.graph.view.load import load as view
from kg.publish import publish
from kg.reference.read import load
from kg.render.payload import build

DAY = date(2024, 6, 16)
WHO = (
    Actor(name="Sergey Lavrov", office="foreign minister", polity="RU", kind="person"),
    Actor(name="Wang Yi", office="foreign minister", polity="CN", kind="person"),
)
TEXTS = {
    "ru": "Сергей Лавров встретился в Каире с Ван И, они обсудили энергетику.",
    "zh": "王毅在开罗会见俄罗斯外长拉夫罗夫。双方讨论能源合作。",
    "ar": "التقى وزير الخارجية الروسي نظيره الصيني في القاهرة لبحث الطاقة.",
    "en": "Lavrov and Wang met in Cairo and spoke about energy.",
}


class Hand:
    """Every text tells of the one meeting, as somebody who reads it would write down."""

    model = "hand-1"

    def annotate(self, article: Article) -> tuple[Frame, ...]:
        return (
            Frame(
                type="meeting",
                status="held",
                participants=WHO,
                when=When(edtf="2024-06-16", text="", earliest=DAY, latest=DAY, precision="day"),
                venue=Venue(name=None, city="Cairo", country="EG", start=0, end=1),
                topics=(),
                reported_by=(),
                evidence=(Evidence(start=0, end=len(article.text), quote=article.text),),
                confidence=0.9,
                rule="reader",
                features=(),
            ),
        )


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ox.Store]:
    articles = [
        Article(
            id=f"{lang}.txt",
            text=text,
            published=DAY,
            publisher=f"Bulletin {lang}",
            url=None,
            title=text[:20],
            language=lang,
        )
        for lang, text in TEXTS.items()
    ]
    folder = tmp_path_factory.mktemp("tongues") / "graph"
    with Store.open(folder) as store:
        pipeline.build(articles, store=store, annotator=Hand(), catalog=load())
    with Store.open(folder, read_only=True) as store:
        yield store.graph


def ask(graph: ox.Store, words: str) -> Found:
    return search(in_memory(graph), words, graph=graph)


def test_the_language_of_an_article_reaches_the_page(graph: ox.Store) -> None:
    found = view(graph)
    assert {a.source_id: a.language for a in found.articles.values()} == {
        f"{lang}.txt": lang for lang in TEXTS
    }
    told = {row["s"]: row.get("l") for row in build(found).graph["articles"]}
    assert told == {"ru.txt": "ru", "zh.txt": "zh", "ar.txt": "ar", "en.txt": None}
    assert len(found.events) == 1


def test_a_published_page_says_language_and_direction(graph: ox.Store, tmp_path: Path) -> None:
    publish(graph, tmp_path / "site", title="Tongues", url="https://example.org/")
    (event,) = view(graph).events
    path = tmp_path / "site" / f"{event.iri.removeprefix('https://w3id.org/diplokg/')}.html"
    quotes = lxml.html.fromstring(path.read_bytes()).xpath("//blockquote")
    said = {q.get("lang"): (q.get("dir"), q.text_content()) for q in quotes}
    assert said == {lang: ("rtl" if lang == "ar" else "auto", text) for lang, text in TEXTS.items()}


@pytest.mark.parametrize(
    ("words", "lang"),
    [
        ("встретился", "ru"),
        ("ЭНЕРГЕТИКУ", "ru"),
        ("拉夫罗夫", "zh"),
        ("能源", "zh"),
        ("作", "zh"),
        ("الطاقة", "ar"),
        ("طاقة روسي", "ar"),
        ("spoke", "en"),
    ],
)
def test_words_of_any_script_are_found(graph: ox.Store, words: str, lang: str) -> None:
    quotes = [hit for hit in ask(graph, words).hits if hit.kind == "quote"]
    assert [hit.language for hit in quotes] == [lang]
    assert quotes[0].quote is not None
    assert quotes[0].quote in TEXTS[lang]


def test_letters_that_stand_otherwise_are_not_found(graph: ox.Store) -> None:
    assert ask(graph, "源能").hits == ()


def test_a_sentence_ends_where_its_script_ends_it(graph: ox.Store) -> None:
    (quote,) = [hit for hit in ask(graph, "能源").hits if hit.kind == "quote"]
    assert quote.quote == "双方讨论能源合作。"


def test_what_folds_alike_is_one_word() -> None:
    assert terms_of("Ещё STRASSE Straße الوِزارة") == ["еще", "strasse", "strasse", "وزاره"]
    assert understand("俄罗斯").terms == ("俄罗", "罗斯")
    assert understand("俄").terms == ("俄",)
    assert understand("हिन्दी").terms == tuple(terms_of("हिन्दी")) == ("हनद",)
