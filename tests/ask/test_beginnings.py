"""Where words stand in the index: a search that knows it finds the same as one that looks everywhere."""

from __future__ import annotations

import sqlite3

import pytest

from kg.ask import index
from kg.ask.beginnings import ANYWHERE, SHARED, bit, spelt
from kg.ask.search import search

SAID = [f"word{n}" for n in range(SHARED + 8)]
"""So many that "word" is a beginning which the index has as a word."""


def _base() -> sqlite3.Connection:
    base = sqlite3.connect(":memory:")
    events = [
        index.EventRow(
            iri=f"event/2019-05-{n + 1:02d}", name=f"Call of Anna and Bruno {n}", names="Anna Bruno",
            about="trade Geneva", said=" ".join([*SAID[n:], "geneva"]), first=f"2019-05-{n + 1:02d}",
            last=None, type="phone_call", status="held", links=(0, 1),
        )
        for n in range(20)
    ]  # fmt: skip
    things = [
        index.ThingRow(iri="person/a", kind="person", name="Anna", names="Anna Wordsworth", key=0),
        index.ThingRow(iri="person/b", kind="person", name="Bruno", names="Bruno", key=1),
    ]
    index.fill(base, events=events, things=things)
    return base


@pytest.mark.parametrize(
    ("beginning", "columns"),
    [
        ("anna", "name"), ("trade", "about"), ("gen", "about said"), ("word1", "said"),
        ("word", "name said"), ("wordsw", "name"), ("xyz", ""), ("xtype", ""),
    ],
)  # fmt: skip
def test_of_each_word_and_beginning_is_known_where_it_stands(beginning: str, columns: str) -> None:
    assert spelt(_base(), beginning)[1] == sum(map(bit, columns.split()))


def test_whoever_looks_everywhere_finds_the_same() -> None:
    knowing, looking = _base(), _base()
    for table in ("vocabulary", "beginnings"):
        looking.execute(f"UPDATE {table} SET stands = ?", (ANYWHERE,))
    asked = [
        "anna",
        "anna word",
        "word1 word2",
        "word geneva",
        "trade word3",
        "bruno trade",
        "word1 bruno call",
    ]
    asked += ["geneva 2019", "anna bruno", "word", "w", "xyz", "anna xyz", "trade anna 2019-05-03"]
    totals = 0
    for words in asked:
        found = search(knowing, words)
        assert found == search(looking, words), words
        totals += sum(found.totals.values())
    assert totals > 100


def test_what_stands_nowhere_there_is_not_looked_for() -> None:
    """As if no word stood in a quote: then no quote is found."""
    base = _base()
    assert search(base, "geneva").totals["quote"] == 20
    for table in ("vocabulary", "beginnings"):
        base.execute(f"UPDATE {table} SET stands = stands & ?", (ANYWHERE - bit("said"),))
    assert "quote" not in search(base, "geneva").totals
