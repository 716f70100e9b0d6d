"""The sentence that names a topic, wherever in the article it stands: kept with the graph, read back with the view."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.core.ids import BASE
from kg.core.model import Article, Evidence, Frame, LocalIri, Topic
from kg.core.sentence import MOST, around
from kg.core.terms import KG, OA, RDF
from kg.graph.read_article import read_told
from kg.graph.view.load import load
from kg.graph.write_article import article_quads
from kg.reference.nodes import node

TEXT = (
    "On 3 May A met B in Oslo. They spoke of trade.\n\n"
    "Mr. A of the U.S. Embassy raised fish. B did not answer.\n"
)


def topic(words: str, *, at: int | None = None) -> Topic:
    start = TEXT.index(words) if at is None else at
    return Topic(
        ref=LocalIri(f"topic/{words}"), label=words, text=words, start=start, end=start + len(words)
    )


def stored(*topics: Topic) -> ox.Store:
    """A store with one passage, "A met B", that names these topics."""
    low = TEXT.index("A met B")
    frame = Frame(
        type="meeting", status="held", participants=(), when=None, venue=None, topics=topics,
        reported_by=(), evidence=(Evidence(start=low, end=low + 7, quote="A met B"),),
        confidence=0.9, rule="meeting/meet",
    )  # fmt: skip
    store = ox.Store()
    store.extend(article_quads(Article(id="a.txt", text=TEXT), [frame]))
    (mention,) = (
        q.subject for q in store.quads_for_pattern(None, node(RDF.type), node(KG.Mention))
    )
    event = ox.NamedNode(BASE + "event/x")
    store.add(ox.Quad(mention, node(KG.reports), event))
    store.add(ox.Quad(event, node(RDF.type), node(KG.Event)))
    return store


def test_a_topic_elsewhere_brings_its_sentence_and_one_of_the_passage_does_not() -> None:
    store = stored(topic("trade"), topic("fish"))
    exact = {q.object.value for q in store.quads_for_pattern(None, node(OA.exact), None)}
    assert exact == {"A met B", "fish"}
    (event,) = load(store).events
    named = {
        n.topic.rsplit("/", 1)[1]: (n.before, n.words, n.after) for n in event.mentions[0].named
    }
    assert named == {
        "trade": ("They spoke of ", "trade", "."),
        "fish": ("Mr. A of the U.S. Embassy raised ", "fish", "."),
    }


def test_what_was_read_is_read_again_as_it_was() -> None:
    topics = (topic("trade"), topic("fish"))
    (told,) = read_told(stored(*topics))
    assert told.frame.topics == topics


@pytest.mark.parametrize("at", [0, len(TEXT), len(TEXT) + 50])
def test_a_topic_without_a_place_in_the_text_has_no_sentence(at: int) -> None:
    words = Topic(ref=LocalIri("topic/fish"), label="fish", text="fish", start=at, end=at)
    assert load(stored(words)).events[0].mentions[0].named == ()


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("He left. “Trade!” she said.", "Trade", ("“", "!” she said.")),
        ("They met.Then trade", "trade", ("They met.Then ", "")),
        ("first line\ntrade came up\nlast", "trade", ("", " came up")),
        ("会谈结束。双方谈到贸易。再见。", "贸易", ("双方谈到", "。")),
        ("x" * 900 + " trade " + "y" * 900, "trade", ("x" * (MOST - 1) + " ", " " + "y" * (MOST - 1))),
    ],
)  # fmt: skip
def test_where_a_sentence_ends(text: str, words: str, expected: tuple[str, str]) -> None:
    start = text.index(words)
    assert around(text, start, start + len(words)) == expected
