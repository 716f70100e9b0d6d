"""A correction of a fact, of an event or of a person changes the graph as it says; the reading stays beside it."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from correction_data import (
    ONE,
    THREE,
    TWO,
    asked,
    built,
    exported,
    line,
    mention_of,
    of_type,
    seen,
    sound,
)
from store_data import ARTICLES, Plain, article

from kg.construction import pipeline
from kg.core.ids import article_iri, iri, place, stem
from kg.core.model import Article, Judgement, Notation
from kg.graph.store import Store
from kg.resolve.judgements import line_of, parse


def test_a_date(tmp_path: Path) -> None:
    rows = [line(THREE, "2019-06-02", "date", "three")]
    assert built(tmp_path / "g", rows).warnings == ()
    view = seen(tmp_path / "g")
    call = of_type(view, "phone_call")
    assert (call.date, call.start, call.end, call.precision) == (
        "2019-06-02", "2019-06-02", "2019-06-02", "day",
    )  # fmt: skip
    [m] = call.mentions
    assert m.date == "2019-06-01"  # it still says what was read
    [said] = m.corrections
    assert (said.fact, said.was, said.right) == ("date", "2019-06-01", "2019-06-02")
    assert (said.by, said.when, said.why) == ("ann", "2026-01-15", "the minutes")
    sound(tmp_path / "g")


def test_the_two_passages_of_an_event_take_place_no_more(tmp_path: Path) -> None:
    """What did not take place is denied, and no longer a meeting of the two."""
    rows = [line(ONE, "denied", "status", "one"), line(TWO, "denied", "status", "two")]
    built(tmp_path / "g", rows)
    view = seen(tmp_path / "g")
    meeting = of_type(view, "meeting")
    assert meeting.status == "denied"
    assert [m.status for m in meeting.mentions] == ["planned", "held"]
    assert [c.was for m in meeting.mentions for c in m.corrections] == ["planned", "held"]
    assert asked(tmp_path / "g", "SELECT ?a ?b { ?a kg:met ?b }") == []
    sound(tmp_path / "g")


def test_a_type(tmp_path: Path) -> None:
    built(tmp_path / "g", [line(THREE, "video_call", "type", "three")])
    view = seen(tmp_path / "g")
    call = of_type(view, "video_call")
    assert [m.type for m in call.mentions] == ["phone_call"]
    assert call.mentions[0].corrections[0].words() == (
        "type: video_call, read as phone_call; corrected by ann, 2026-01-15: the minutes"
    )
    sound(tmp_path / "g")


@pytest.mark.parametrize(
    ("value", "city", "country"),
    [
        ("Geneva, CH", "Geneva", "CH"),
        ("Geneva, Switzerland", "Geneva", "CH"),
        ("Kremlin, Moscow, RU", "Moscow", "RU"),
        ("Old Mill, Ambleton, GB", "Ambleton", "GB"),
        ("Ambleton", "Ambleton", None),
    ],
)
def test_a_place(tmp_path: Path, value: str, city: str, country: str | None) -> None:
    built(tmp_path / "g", [line(THREE, value, "place", "three")])
    view = seen(tmp_path / "g")
    call = of_type(view, "phone_call")
    assert call.place is not None
    assert (view.places[call.place].city or view.places[call.place].label) == city
    assert call.country == country
    [said] = call.mentions[0].corrections
    assert said.was == "Moscow, RU"
    # The words of the passage and its place stay what they were.
    read = f"SELECT ?p {{ <{call.mentions[0].iri}> kg:saysPlace ?p }}"
    assert asked(tmp_path / "g", read) == [(iri(place("Moscow", country=Notation("RU"))),)]
    corrected = "SELECT ?p { ?c a kg:Correction ; kg:saysPlace ?p }"
    assert asked(tmp_path / "g", corrected) == [(call.place,)]
    sound(tmp_path / "g")


def test_a_state_alone_and_no_place_at_all(tmp_path: Path) -> None:
    built(tmp_path / "state", [line(THREE, "TR", "place", "three")])
    call = of_type(seen(tmp_path / "state"), "phone_call")
    assert (call.place, call.country) == (None, "TR")
    built(tmp_path / "none", [line(THREE, "none", "place", "three")])
    call = of_type(seen(tmp_path / "none"), "phone_call")
    assert (call.place, call.country) == (None, None)
    sound(tmp_path / "state")
    sound(tmp_path / "none")


def test_no_date(tmp_path: Path) -> None:
    built(tmp_path / "g", [line(THREE, "none", "date", "three")])
    call = of_type(seen(tmp_path / "g"), "phone_call")
    assert (call.date, call.start) == (None, None)
    sound(tmp_path / "g")


def test_somebody_takes_no_part_and_somebody_was_missed(tmp_path: Path) -> None:
    rows = [
        line(THREE, "Putin", "without", "three"),
        line(THREE, "Anna Zilk (foreign minister, AT)", "with", "three"),
    ]
    assert built(tmp_path / "g", rows).warnings == ()
    view = seen(tmp_path / "g")
    call = of_type(view, "phone_call")
    names = sorted(view.actors[p.actor].label for p in call.participants)
    assert names == ["Anna Zilk", "Mike Pompeo"]
    zilk = next(p for p in call.participants if view.actors[p.actor].label == "Anna Zilk")
    assert (zilk.office, zilk.polity) == ("foreign minister", "AT")
    [m] = call.mentions
    # The passage says whom it said, and nobody whom it does not name.
    assert m.names == (("Vladimir Putin", "RU"), ("Mike Pompeo", "US"))
    refers = "SELECT ?n { ?a kg:nameText ?n ; kg:refersTo ?who } ORDER BY ?n"
    assert ("Mike Pompeo",) in asked(tmp_path / "g", refers)
    assert ("Vladimir Putin",) not in asked(tmp_path / "g", refers)
    by = asked(tmp_path / "g", "SELECT ?who { ?c a kg:Correction ; kg:saysActor ?who }")
    assert by == [(zilk.actor,)]
    assert {c.fact for c in m.corrections} == {"with", "without"}
    sound(tmp_path / "g")


def test_the_number_of_a_participant_stays_its_own(tmp_path: Path) -> None:
    """A ruling that calls the second of two by its mention means the second, also without the first."""
    with_two = [line(THREE, "Vladimir Putin", "without", "three")]
    [source] = [a for a in ARTICLES if a.id == "three"]
    end = f"mention/{stem(article_iri(source))}-0-{len(THREE)}#a2"
    rows = [*with_two, "\t".join((end, "Hanna Zilkova", "different", "actor", "", "bob", ""))]
    built(tmp_path / "g", rows)
    refers = f"SELECT ?n {{ <https://w3id.org/diplokg/{end}> kg:refersTo ?w ; kg:nameText ?n }}"
    assert asked(tmp_path / "g", refers) == [("Mike Pompeo",)]


def test_a_passage_that_tells_of_no_event(tmp_path: Path) -> None:
    built(tmp_path / "g", [line(THREE, "no event", "tells", "three")])
    view = seen(tmp_path / "g")
    assert {e.type for e in view.events} == {"meeting"}
    [left] = view.withdrawn
    assert (left.type, left.status, left.date, left.quote) == (
        "phone_call",
        "held",
        "2019-06-01",
        THREE,
    )
    assert left.corrections[0].was == "phone_call, held"
    sound(tmp_path / "g")
    # Another article comes, and goes: what was corrected stays so.
    more = article("five", "Lavrov met Putin in Moscow on 2019-01-02.", publisher="Meridian Post")
    before = exported(tmp_path / "g")
    built(tmp_path / "g", [line(THREE, "no event", "tells", "three")], [more])
    assert len(seen(tmp_path / "g").withdrawn) == 1
    with Store.open(tmp_path / "g") as store:
        lines_ = parse(line(THREE, "no event", "tells", "three"))
        pipeline.drop(["five"], store=store, judgements=lines_)
    assert exported(tmp_path / "g") == before


def test_two_events_are_one_and_one_is_two(tmp_path: Path) -> None:
    one, two, three = (f"mention/{stem(article_iri(a))}-0-{len(a.text)}" for a in ARTICLES[:3])
    apart = "\t".join((one, two, "different", "event", "two days", "bob", "2026-01-16"))
    built(tmp_path / "apart", [apart])
    view = seen(tmp_path / "apart")
    assert len([e for e in view.events if e.type == "meeting"]) == 2
    for e in view.events:
        told = [c.words() for m in e.mentions for c in m.corrections]
        assert told == (
            [f"{one} and {two} are not one; corrected by bob, 2026-01-16: two days"]
            if e.type == "meeting"
            else []
        )
    sound(tmp_path / "apart")
    # Undone, all is as it was; and so it is where one of the two has never been there.
    built(tmp_path / "apart", [])
    built(tmp_path / "never", [])
    assert exported(tmp_path / "apart") == exported(tmp_path / "never")
    built(tmp_path / "half", [apart], ARTICLES[1:])
    built(tmp_path / "other", [], ARTICLES[1:])
    assert exported(tmp_path / "half") == exported(tmp_path / "other")
    built(tmp_path / "half", [apart], ARTICLES[:1])
    built(tmp_path / "both", [apart])
    assert exported(tmp_path / "half") == exported(tmp_path / "both")
    gone = "\t".join((three, "mention/abcdefgh-0-7", "same", "event", "", "bob", ""))
    [warning] = built(tmp_path / "gone", [gone]).warnings
    assert "line 2" in warning
    assert "mention/abcdefgh-0-7" in warning


def test_two_people_are_one_and_one_is_another(tmp_path: Path) -> None:
    lavrov, pompeo = "person/sergey-lavrov-q58217", "Mike Pompeo"
    row = "\t".join((pompeo, lavrov, "different", "one", "the singer", "bob", "2026-01-16"))
    built(tmp_path / "g", [row])
    view = seen(tmp_path / "g")
    told = {a.label: [c.words() for c in a.corrections] for a in view.actors.values()}
    words = f"Mike Pompeo and {lavrov} are not one; corrected by bob, 2026-01-16: the singer"
    assert told["Sergey Lavrov"] == told["Mike Pompeo"] == [words]
    assert told["Vladimir Putin"] == []
    sound(tmp_path / "g")
    row = "\t".join(("Vladimir Putin", "Mike Pompeo", "same", "actor", "a test", "bob", ""))
    built(tmp_path / "same", [row])
    view = seen(tmp_path / "same")
    [one] = [a for a in view.actors.values() if a.corrections]
    assert one.corrections[0].fact == "same"
    sound(tmp_path / "same")


CONFLICT = [
    line(THREE, "2019-06-02", "date", "three", by="ann", when="2026-01-15", why="the minutes"),
    line(THREE, "2019-06-03", "date", "three", by="bob", when="2026-01-16", why="the diary"),
    line(THREE, "2019-06-03", "date", "three", by="cy", when="2026-01-10", why="so it was"),
    line(ONE, "2019-05-15", "date", "one", by="ann", when="2026-01-15T09:00:00Z"),
    line(ONE, "2019-05-13", "date", "one", by="ann", when="2026-01-15T08:00:00Z"),
    line(TWO, "postponed", "status", "two"),
]


def test_of_two_who_differ_the_later_holds_and_both_are_kept(tmp_path: Path) -> None:
    built(tmp_path / "g", CONFLICT)
    view = seen(tmp_path / "g")
    call = of_type(view, "phone_call")
    assert call.date == "2019-06-03"
    said = {c.by: (c.right, c.overruled, c.disputed) for c in call.mentions[0].corrections}
    assert said == {
        "ann": ("2019-06-02", "bob", True),
        "bob": ("2019-06-03", None, False),
        "cy": ("2019-06-03", None, False),
    }
    mine = {c.right: (c.overruled, c.disputed) for c in mention_of(view, "one").corrections}
    assert mine == {"2019-05-15": (None, False), "2019-05-13": ("ann", False)}
    sound(tmp_path / "g")


def test_the_order_of_lines_and_articles_changes_no_byte(tmp_path: Path) -> None:
    mixed = [
        *CONFLICT,
        "\t".join(("Vladimir Putin", "Sergey Lavrov", "different", "actor", "", "bob", "")),
        "\t".join(("Anna Zilk", "Mike Pompeo", "same", "actor", "", "bob", "")),
    ]
    built(tmp_path / "once", mixed)
    expected = exported(tmp_path / "once")
    for seed in range(4):
        rows, articles = list(mixed), list(ARTICLES)
        random.Random(seed).shuffle(rows)
        random.Random(seed).shuffle(articles)
        built(tmp_path / f"{seed}", rows, articles[:2])
        built(tmp_path / f"{seed}", rows, articles)
        assert exported(tmp_path / f"{seed}") == expected


class Moved(Plain):
    """The same reader where another version has another idea of where a passage begins."""

    model = "plain-2"

    def annotate(self, article: Article) -> tuple[Any, ...]:
        out = []
        for f in super().annotate(article):
            first = f.evidence[0]
            cut = replace(first, start=first.start + 7, quote=first.quote[7:])
            out.append(replace(f, evidence=(cut,)))
        return tuple(out)


def test_it_survives_an_article_that_changes_and_another_reading(tmp_path: Path) -> None:
    rows = [line(ONE, "2019-05-15", "date", "one")]
    more = [article("one", f"Late news. Putin met Lavrov in Moscow on 2019-03-01. {ONE}")]
    assert built(tmp_path / "text", rows, more).warnings == ()
    dates = {e.date for e in seen(tmp_path / "text").events}
    assert dates == {"2019-05-15", "2019-03-01"}
    with Store.open(tmp_path / "read") as store:
        lines_ = parse("\n".join(rows))
        done = pipeline.build(ARTICLES[:1], store=store, annotator=Moved(), judgements=lines_)
    assert done.warnings == ()
    assert [e.date for e in seen(tmp_path / "read").events] == ["2019-05-15"]
    # By the IRI of the article, too.
    rows = [line(ONE, "2019-05-15", "date", article_iri(ARTICLES[0]))]
    built(tmp_path / "iri", rows, ARTICLES[:1])
    assert [e.date for e in seen(tmp_path / "iri").events] == ["2019-05-15"]


def test_what_stands_there_twice_is_the_nearer_one(tmp_path: Path) -> None:
    twice = article("one", f"{ONE} And so it was told again: {ONE}")
    second = twice.text.rindex(ONE) + 3  # a text that has changed a little before it
    row = "\t".join(
        (f"{second}-{second + len(ONE)} {ONE}", "denied", "status", "one", "w", "ann", "")
    )
    assert built(tmp_path / "g", [row], [twice]).warnings == ()
    [event] = seen(tmp_path / "g").events
    assert [bool(m.corrections) for m in event.mentions] == [False, True]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (line("Lavrov met nobody.", "2019-05-15", "date", "one"), "no event is read"),
        (line(ONE, "2019-05-15", "date", "nine"), "no event is read"),
        (line(ONE, "Anna Zilk", "without", "one"), "takes no part"),
        (line(ONE, "Mike Pompeo", "with", "one"), "takes part already"),
        (line(ONE, "2019-13-15", "date", "one"), "no date"),
        (line(ONE, "maybe", "status", "one"), "no status"),
        (line(ONE, "party", "type", "one"), "no type of event"),
        (line(ONE, "wrong", "tells", "one"), "no answer"),
        (line(ONE, "2019-05-15", "date", "one", when="yesterday"), "no day"),
        (line(ONE, "2019-05-15", "day", "one"), "unknown ruling"),
        ("They met\t2019-05-15\tdate\tone", "no passage"),
    ],
)
def test_a_line_without_effect_is_named_and_costs_nothing_else(
    tmp_path: Path, row: str, words: str
) -> None:
    good = line(THREE, "2019-06-02", "date", "three")
    [warning] = built(tmp_path / "g", [row, good]).warnings
    assert "line 2" in warning
    assert words in warning
    built(tmp_path / "good", [good])
    assert exported(tmp_path / "g") == exported(tmp_path / "good")


def test_nobody_is_left(tmp_path: Path) -> None:
    rows = [line(THREE, n, "without", "three") for n in ("Putin", "Mike Pompeo")]
    [warning] = built(tmp_path / "g", rows).warnings
    assert "nobody takes part" in warning
    assert len(of_type(seen(tmp_path / "g"), "phone_call").participants) == 1


def test_a_cell_that_steers_a_spreadsheet_comes_back_as_it_was() -> None:
    for word in ("=1+1", "+1", "-x", "@x", "#x", "'=x", "''", "plain", "it's"):
        [one] = parse("\t".join(("A", "B", "same", "actor", "w", "b", "")))
        assert isinstance(one, Judgement)
        row = line_of(replace(one, left=word, why=word))
        assert row[:1] not in "=+-@#"
        [back] = parse(row)
        assert isinstance(back, Judgement)
        assert (back.left, back.why) == (word, word)
