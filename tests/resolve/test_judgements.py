"""A person's rulings: their file, their force, and what they contradict."""

from __future__ import annotations

from pathlib import Path

import pytest
from told import state, told, who

from kg.core.errors import KgError
from kg.core.model import Judgement, Told
from kg.reference.read import load
from kg.resolve import Resolution, resolve
from kg.resolve.explain import compare, joins
from kg.resolve.judgements import (
    HEADER,
    append,
    complaints,
    contradictions,
    line_of,
    parse,
    read,
    rulings,
)

CATALOG = load()


def ruling(left: str, right: str, same: bool, scope: str, line: int = 2) -> Judgement:
    return Judgement(
        left=left,
        right=right,
        same=same,
        scope=scope,
        why="I know",
        by="me",
        when="2024-01-01",
        line=line,
    )


def build(mentions: list[Told], *rulings: Judgement) -> Resolution:
    return resolve(mentions, catalog=CATALOG, judgements=rulings)


def test_a_file_is_read_with_the_numbers_of_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "judgements.tsv"
    assert read(path) == ()
    path.write_text(
        f"{HEADER}\n# a remark\n\nA\tB\tsame\tactor\twhy\tme\t2024-01-01\nC\tD\tdifferent\tevent\n",
        "utf-8",
    )
    first, second = read(path)
    assert (first.left, first.same, first.line) == ("A", True, 4)
    assert (second.scope, second.same, second.line, second.by) == ("event", False, 5, "")


def test_a_written_line_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "judgements.tsv"
    one = append(path, ruling("A", "B", True, "actor"))
    two = append(path, ruling("event/x", "event/y", False, "event"))
    assert read(path) == (one, two)
    assert (one.line, two.line) == (2, 3)
    assert path.read_text("utf-8").splitlines()[1] == line_of(one)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("A\tB\tequal\tactor", "unknown ruling 'equal'"),
        ("A\tB", "needs 7 columns"),
        ("A\t\tsame\tactor", "needs 7 columns"),
        ("A\tB\tsame\tactor\t1\t2\t3\t4", "needs 7 columns"),
    ],
)
def test_a_bad_line_is_told_by_its_number(line: str, words: str) -> None:
    lines = parse(f"{HEADER}\n{line}\nA\tB\tsame\tactor\n")
    [told] = complaints(lines)
    assert told.startswith("judgements.tsv, line 2: ")
    assert words in told
    assert [j.line for j in rulings(lines)] == [3]  # and it costs nothing else


def test_contradictions_name_all_their_lines() -> None:
    table = [
        ruling("a", "b", True, "actor", 2),
        ruling("b", "c", True, "actor", 3),
        ruling("c", "d", True, "actor", 4),
        ruling("D", "a", False, "actor", 5),
        ruling("x", "y", False, "actor", 6),
        ruling("a", "d", False, "other-article", 7),
    ]
    [found] = contradictions(table)
    assert "lines 2, 3, 4" in found
    assert "line 5" in found


def test_contradicting_rulings_are_reported_and_different_wins() -> None:
    mentions = _two("Anna Zilk", "Hanna Zilk")
    r = build(
        mentions,
        ruling("Anna Zilk", "Hanna Zilk", True, "actor", 2),
        ruling("Hanna Zilk", "Anna Zilk", False, "actor", 3),
    )
    assert len(_people(r, mentions)) == 2
    assert any("line 2" in p and "line 3" in p for p in r.problems)


def _two(a: str, b: str, polity: str = "AT") -> list[Told]:
    return [
        told("one", "2019-05-10", who(a, polity), state("Fiji", "FJ")),
        told("two", "2019-05-20", who(b, polity), state("Fiji", "FJ")),
    ]


def _people(r: Resolution, mentions: list[Told]) -> set[str]:
    return {r.refers[f"{t.mention}#a1"] for t in mentions}


def test_same_joins_what_no_score_would() -> None:
    mentions = _two("Anna Zilk", "Hanna Zilkova")
    assert len(_people(build(mentions), mentions)) == 2
    by_name = build(mentions, ruling("Anna Zilk", "Hanna Zilkova", True, "actor"))
    assert len(_people(by_name, mentions)) == 1
    ends = sorted(_people(build(mentions), mentions))
    by_iri = build(mentions, ruling("https://w3id.org/diplokg/" + ends[0], ends[1], True, "actor"))
    assert by_iri.refers == by_name.refers


def test_different_parts_what_a_score_joined() -> None:
    mentions = _two("Sergei Zilkov", "Sergey Zilkov", "RU")
    assert len(_people(build(mentions), mentions)) == 1
    r = build(mentions, ruling("Sergei Zilkov", "Sergey Zilkov", False, "actor"))
    assert len(_people(r, mentions)) == 2


def test_different_cuts_a_link_to_the_reference_data() -> None:
    ref = "person/sergey-lavrov-q58217"
    mentions = [
        told("one", "2019-05-10", who("Sergey Lavrov", "RU", ref=ref), state("Fiji", "FJ")),
        told("two", "2019-05-20", who("Sergio Lavrov", "RU", ref=ref), state("Fiji", "FJ")),
    ]
    assert _people(build(mentions), mentions) == {ref}
    r = build(mentions, ruling("Sergio Lavrov", ref, False, "actor"))
    assert r.refers[f"{mentions[0].mention}#a1"] == ref
    assert r.refers[f"{mentions[1].mention}#a1"] != ref


def test_a_ruling_about_one_article_stays_in_it() -> None:
    """Two articles say Lavrov; in one of them it is the singer."""
    ref = "person/sergey-lavrov-q58217"
    mentions = [
        told("one", "2019-05-10", who("Lavrov", "RU", ref=ref), state("Fiji", "FJ")),
        told("two", "2019-05-20", who("Lavrov", "RU", ref=ref), state("Fiji", "FJ")),
        told("three", "2019-05-22", who("Kirill Lavrov", "RU"), state("Fiji", "FJ")),
    ]
    r = build(mentions, ruling("Lavrov", ref, False, "two"))
    ends = [r.refers[f"{t.mention}#a1"] for t in mentions]
    assert ends[0] == ref
    assert ends[1] not in {ref, ends[0]}
    r = build(mentions, ruling("Lavrov", "Kirill Lavrov", True, "two"))
    ends = [r.refers[f"{t.mention}#a1"] for t in mentions]
    assert ends[0] == ref
    assert ends[1] == ends[2] != ref


def test_a_mention_of_an_actor_can_be_ruled_on() -> None:
    mentions = _two("Anna Zilk", "Anna Zilk")
    ends = [f"{t.mention}#a1" for t in mentions]
    r = build(mentions, ruling(ends[0], ends[1], False, "actor"))
    assert r.refers[ends[0]] != r.refers[ends[1]]


def test_a_ruling_about_nothing_is_reported() -> None:
    r = build(_two("Anna Zilk", "Anna Zilk"), ruling("Nobody Here", "Anna Zilk", True, "actor", 9))
    assert any("line 9" in p and "Nobody Here" in p for p in r.problems)
    r = build(_two("Anna Zilk", "Anna Zilk"), ruling("event/none", "event/other", True, "event", 8))
    assert any("line 8" in p for p in r.problems)


def _calls() -> list[Told]:
    pair = (who("Anna Zilk", "AT"), who("Mirko Bran", "CZ"))
    return [
        told("one", "2019-05-10", *pair, type="phone_call", date="2019-05-10"),
        told("two", "2019-05-11", *pair, type="phone_call", date="2019-05-10"),
        told("three", "2019-06-01", *pair, type="phone_call", date="2019-05-31"),
    ]


def test_different_parts_an_event_and_same_joins_two() -> None:
    calls = _calls()
    m = [t.mention for t in calls]
    plain = build(calls)
    assert plain.reports[m[0]] == plain.reports[m[1]] != plain.reports[m[2]]
    parted = build(calls, ruling(m[0], m[1], False, "event"))
    assert len({parted.reports[x] for x in m}) == 3
    joined = build(calls, ruling(plain.reports[m[0]], plain.reports[m[2]], True, "event"))
    assert len({joined.reports[x] for x in m}) == 1
    [event] = joined.events
    assert event.date_conflict
    assert set(event.mentions) == set(m)


def test_a_mention_can_be_told_apart_from_its_event() -> None:
    calls = _calls()
    m = [t.mention for t in calls]
    plain = build(calls)
    r = build(calls, ruling(m[0], plain.reports[m[1]], False, "event"))
    assert r.reports[m[0]] != r.reports[m[1]]


def test_a_ruling_beside_which_another_makes_an_event_still_holds() -> None:
    """The second ruling calls the event by an IRI that exists only once the first is applied."""
    calls = _calls()
    m = [t.mention for t in calls]
    first = ruling(m[0], m[1], False, "event", 2)
    parted = build(calls, first)
    second = ruling(parted.reports[m[1]], m[2], True, "event", 3)
    r = build(calls, first, second)
    assert r.reports[m[1]] == r.reports[m[2]] != r.reports[m[0]]
    assert r.problems == ()


def test_explain_says_why() -> None:
    calls = _calls()
    m = [t.mention for t in calls]
    yes = compare(m[0], m[1], calls, CATALOG)
    assert yes.same
    assert {"same-people", "same-day", "same-type"} <= {r.feature for r in yes.reasons}
    no = compare(m[0], m[2], calls, CATALOG)
    assert not no.same
    assert any(r.feature == "ruled-out" and "2019-05-31" in r.why for r in no.reasons)
    judged = compare(m[0], m[1], calls, CATALOG, (ruling(m[0], m[1], False, "event", 7),))
    assert not judged.same
    assert any(r.feature == "judgement" and "line 7: I know" in r.why for r in judged.reasons)
    plain = build(calls)
    [join] = joins(plain.reports[m[0]], calls, CATALOG)
    assert {join.left, join.right} == {m[0], m[1]}
    with pytest.raises(KgError, match="nothing is called"):
        compare("event/none", m[0], calls, CATALOG)


def test_explain_tells_of_actors() -> None:
    mentions = _two("Sergei Zilkov", "Sergey Zilkov", "RU")
    ends = [f"{t.mention}#a1" for t in mentions]
    yes = compare(ends[0], ends[1], mentions, CATALOG)
    assert yes.same
    assert {"name-letters", "same-polity"} <= {r.feature for r in yes.reasons}
    line = ruling("Sergei Zilkov", "Sergey Zilkov", False, "actor", 4)
    no = compare(ends[0], ends[1], mentions, CATALOG, (line,))
    assert not no.same
    assert [r.feature for r in no.reasons] == ["judgement"]
    other = compare("country/fj", ends[0], mentions, CATALOG)
    assert not other.same
