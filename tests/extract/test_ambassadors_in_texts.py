"""Whom "the U.S. ambassador to Moscow" of a text means, or "Ambassador Davis": the one of its day and post."""

from __future__ import annotations

from datetime import date

import pytest

from kg.core.model import Article
from kg.extract.rules import Annotator


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()


def who(annotator: Annotator, text: str, day: date, **said: str) -> list[tuple[str | None, ...]]:
    """Of each event those who took part, without the visitor: name, whether the authority has them, and state."""
    frames = annotator.annotate(Article(id="a", text=text, published=day, **said))
    return [
        (p.name, (p.ref or "").removeprefix("person/").rpartition("-")[0] or None, p.polity)
        for f in frames
        for p in f.participants
        if p.name != "Wang Yi"
    ]


@pytest.mark.parametrize(
    ("whom", "day", "name"),
    [
        ("the U.S. ambassador to Moscow", date(2012, 5, 4), "michael-mcfaul"),
        ("the American ambassador to the Soviet Union", date(1968, 5, 3), "llewellyn-thompson"),
        ("the U.S. ambassador to Romania", date(1966, 3, 2), "richard-davis"),
        ("the U.S. ambassador to Romania", date(1993, 3, 2), "john-davis"),
        ("the US ambassador to South Vietnam", date(1966, 5, 4), "henry-lodge"),
        ("the American ambassador to Bonn", date(1970, 5, 4), "kenneth-rush"),
        ("the U.S. ambassador to Japan", date(2023, 5, 4), "rahm-emanuel"),
        ("the U.S. ambassador to the United Nations", date(1985, 2, 8), "jeane-kirkpatrick"),
        ("the US ambassador to NATO", date(2011, 2, 8), "ivo-daalder"),
        ("the Russian ambassador to Washington", date(2014, 5, 4), "sergey-kislyak"),
        ("the British ambassador to Washington", date(2014, 5, 4), "peter-westmacott"),
        ("the Chinese ambassador to the United States", date(2003, 5, 4), "yang-jiechi"),
        ("the French ambassador to the United States", date(1993, 5, 4), "jacques-andreani"),
    ],
)
def test_an_ambassador_without_a_name_is_whoever_was_sent_there(
    annotator: Annotator, whom: str, day: date, name: str
) -> None:
    (found,) = who(annotator, f"Wang Yi met {whom} in Stockholm on Tuesday.", day)
    assert found[1] == name
    assert found[2] in {"US", "RU", "GB", "CN", "FR"}


@pytest.mark.parametrize(
    ("whom", "day"),
    [
        ("the U.S. ambassador", date(2012, 5, 4)),  # to which state?
        ("the U.S. ambassador to the United Nations in Geneva", date(2012, 5, 4)),
        ("the U.S. ambassador to Atlantis", date(2012, 5, 4)),
        ("the U.S. ambassador to Iran", date(2012, 5, 4)),  # there was none
        ("the British ambassador to Moscow", date(2012, 5, 4)),  # of whom no table tells
        ("the U.S. ambassador to Moscow", date(2014, 5, 4)),  # between two
    ],
)
def test_nobody_is_named_where_it_is_not_certain(
    annotator: Annotator, whom: str, day: date
) -> None:
    found = who(annotator, f"Wang Yi met {whom} in Stockholm on Tuesday.", day)
    assert [f[1] for f in found] == [None]


def test_where_an_ambassador_is_may_stand_behind_the_office(annotator: Annotator) -> None:
    text = "The British ambassador in Washington met Wang Yi on Tuesday."
    assert [f[1] for f in who(annotator, text, date(2014, 5, 7))] == ["peter-westmacott"]


def test_one_surname_at_three_times_is_three_people(annotator: Annotator) -> None:
    text = "Wang Yi met U.S. Ambassador Galbraith in Stockholm on Wednesday."
    found = [who(annotator, text, date(year, 3, 4)) for year in (1962, 1983, 1995, 2009)]
    names = [f[1] for some in found for f in some]
    assert names == ["john-galbraith", "evan-galbraith", "peter-galbraith", None]


def test_a_whole_name_is_the_ambassador_s_beside_the_office_alone(annotator: Annotator) -> None:
    day = date(1981, 6, 3)
    sent = "Wang Yi met US Ambassador to Ghana Thomas Smith in Accra on Wednesday."
    other = "Wang Yi met US banker Thomas Smith in Accra on Wednesday."
    assert [f[1] for f in who(annotator, sent, day)] == ["thomas-smith"]
    assert [f[1] for f in who(annotator, other, day)] == [None]
    assert [f[1] for f in who(annotator, sent, date(2019, 6, 5))] == [None]


def test_two_ambassadors_of_one_state_in_an_article_are_two(annotator: Annotator) -> None:
    text = (
        "Wang Yi met the American ambassador to Egypt in Cairo on Monday. "
        "Wang Yi met the American ambassador to Israel in Jerusalem on Tuesday."
    )
    found = who(annotator, text, date(1975, 3, 5))
    assert [f[1] for f in found] == ["hermann-eilts", "kenneth-keating"]


def test_in_what_a_ministry_publishes_the_ambassador_is_the_one_it_received(
    annotator: Annotator,
) -> None:
    text = "Deputy Minister Wang Yi received the US Ambassador in Moscow on Friday."
    said = {"publisher": "Ministry of Foreign Affairs of Russia", "url": "https://mid.ru/a"}
    found = who(annotator, text, date(2012, 5, 5), **said)
    assert "michael-mcfaul" in [f[1] for f in found]
