"""Two entries whose names differ by a letter or two are one person twice, unless somebody has looked at them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.core.model import LocalIri, Notation
from kg.reference.catalog import Person
from kg.reference.read import load
from kg.resolve.people.slips import MOST, Names, edits, slips

LOOKED_AT = Path(__file__).parents[1] / "data" / "authority" / "two-people.csv"
"""Pairs that are two people, each with why. Do not add what you have not looked up."""


ROOT = Path(__file__).parents[2]
IN_TEXTS = LOOKED_AT.with_name("names-in-texts.csv")
"""Names of annotated texts that are near one of the authority, and are somebody else."""


def _looked_at() -> list[tuple[str, str]]:
    with LOOKED_AT.open(encoding="utf-8", newline="") as lines:
        return [(r["one"], r["other"]) for r in csv.DictReader(lines)]


def _found(people: Mapping[LocalIri, Person]) -> dict[tuple[str, str], tuple[str, str]]:
    out = {}
    for near in slips(people):
        one, other = sorted(i.removeprefix("person/") for i in (near.one, near.other))
        out[one, other] = near.spellings
    return out


def test_no_two_entries_are_a_slip_of_the_pen_apart() -> None:
    found = _found(load().people)
    known = _looked_at()
    new = {pair: words for pair, words in found.items() if pair not in known}
    assert new == {}, "one person twice: make one of them; two people: list them, with why"
    assert [pair for pair in known if pair not in found] == [], "no longer near: take it off"


def _named_in_texts() -> Iterator[tuple[str, Notation]]:
    """The people of all annotated texts of the project, each with the states that they may be of."""
    for path in sorted((*ROOT.glob("corpus/gold/*.jsonl"), *ROOT.glob("tests/data/*/**/*.jsonl"))):
        for line in path.read_text(encoding="utf-8").splitlines():
            for event in json.loads(line).get("events", ()):
                for one in event.get("participants", ()):
                    if one.get("name") and one.get("polity"):
                        yield one["name"], one["polity"]
                for name in event.get("people", ()):
                    yield from ((name, state) for state in event.get("polities", ()))


def _near_in_texts(people: Iterable[Person]) -> set[tuple[str, str, str]]:
    """Names of texts that are a letter or two from somebody's of that state, and nobody's."""
    known = Names(people)
    out = set()
    for name, state in set(_named_in_texts()):
        near = known.near([name], state)
        if all(n.edits for n in near.values()):
            out |= {(name, state, n.spellings[1]) for n in near.values()}
    return out


def test_no_name_of_a_text_is_a_slip_of_the_pen_apart() -> None:
    """One entry alone may be misspelt, too; whoever writes of the person tells it."""
    with IN_TEXTS.open(encoding="utf-8", newline="") as lines:
        known = {(r["name"], r["country"], r["known"]) for r in csv.DictReader(lines)}
    found = _near_in_texts(load().people.values())
    assert found == known, "one of the two is misspelt, or the other a spelling that is missing"


def test_the_slip_that_lay_alone_in_the_authority_is_found() -> None:
    people = dict(load().people)
    him = next(p for p in people.values() if p.label == "David Zalkaliani")
    people[him.iri] = replace(him, label="David Zakaliani", names=("David Zakaliani",))
    new = _near_in_texts(people.values()) - _near_in_texts(load().people.values())
    assert new == {("David Zalkaliani", "GE", "David Zakaliani")}


def test_the_list_says_why() -> None:
    with LOOKED_AT.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [r for r in rows if len(r["why"]) < 10] == []
    pairs = [(r["one"], r["other"]) for r in rows]
    assert pairs == sorted(set(pairs))
    assert all(one < other for one, other in pairs)


@pytest.mark.parametrize(
    ("known", "slip"),
    [
        ("David Zalkaliani", "David Zakaliani"),  # left out
        ("Sergey Lavrov", "Sergey Lavrrov"),  # put in
        ("Antony Blinken", "Antony Blinkem"),  # changed
        ("Shinzō Abe", "Shnizo Abe"),  # two that changed places
        ("Emmanuel Macron", "Emanuel Macrom"),  # one in each word
        ("Kassym-Jomart Tokayev", "Kassym Jomart Tokaev"),  # and another way to join words
    ],
)
def test_a_planted_slip_is_found(known: str, slip: str) -> None:
    people = load().people
    someone = next(p for p in people.values() if known in p.names)
    planted = replace(
        someone, iri=LocalIri("person/planted-0"), label=slip, names=(slip,), family=()
    )
    before = _found(people)
    after = _found({**people, planted.iri: planted})
    new = {pair for pair in after if pair not in before}
    assert ("planted-0", someone.iri.removeprefix("person/")) in {
        tuple(sorted(p, key=lambda i: i != "planted-0")) for p in new
    }


def test_what_is_no_slip_is_not_found() -> None:
    names = Names()
    names.add(LocalIri("a"), ["David Zalkaliani", "Zalkaliani"], Notation("GE"))
    assert not names.near(["Zakaliani"], Notation("GE"))  # a family name alone
    assert not names.near(["David Zakaliani"], Notation("AM"))  # somebody of another state
    assert not names.near(["Giorgi Zalkaliani"], Notation("GE"))  # another given name
    assert not names.near(["Eka Tkeshelashvili"], Notation("GE"))


letters = st.text("abcde ", min_size=1, max_size=9)


def _slow(a: str, b: str) -> int:
    """The distance by the definition (Damerau-Levenshtein, restricted)."""
    table = [[i + j if not i * j else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            ways = [
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] + (a[i - 1] != b[j - 1]),
            ]
            if i > 1 and j > 1 and a[i - 2 : i] == b[j - 2 : j][::-1]:
                ways.append(table[i - 2][j - 2] + 1)
            table[i][j] = min(ways)
    return table[-1][-1]


@given(letters, letters)
def test_edits_are_those_of_the_definition(a: str, b: str) -> None:
    assert edits(a, b) == edits(b, a) == min(_slow(a, b), MOST + 1)


@given(st.text("abcde", min_size=3, max_size=9), st.integers(0, 8), st.sampled_from("abcdez"))
def test_every_single_edit_is_found(word: str, at: int, letter: str) -> None:
    at %= len(word)
    names = Names()
    names.add(LocalIri("a"), [f"Anna {word}"], None)
    before, after = word[:at], word[at + 1 :]
    for slip in (before + after, before + letter + word[at:], before + letter + after):
        near = names.near([f"Anna {slip}"], None)
        assert near[LocalIri("a")].edits == (slip != word)
