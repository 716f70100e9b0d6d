"""What a newer table of people and offices brings to an authority, and what of it is told and left out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.construction import authority as authorities
from kg.construction import table as tables
from kg.construction.holders import Held, together
from kg.construction.updating import Update, compare
from kg.core.errors import KgError
from kg.core.model import Notation
from kg.reference.catalog import Tenure, everybody
from kg.reference.read import load
from kg.reference.terms import seats, span
from kg.resolve.people.reference import reference

CATALOG = load()
HEAD = "name,country,office,start,end,identifier"
ZILK = "Anna Zilk,AT,foreign minister,2031-01-01,2031-12-31,"


def took(
    rows: Iterable[str], own: str = "", *, take: Iterable[int] = (), head: str = HEAD
) -> Update:
    table = tables.parse("\n".join([head, *rows]).encode(), "new.csv")
    mine = tables.parse(own.encode(), "authority.csv") if own else tables.empty()
    return compare(table, mine, CATALOG, name="new.csv", take=frozenset(take))


def written(update: Update) -> str:
    return tables.write(update.table).decode()


def test_people_and_terms_that_are_new_are_told_row_by_row() -> None:
    update = took([ZILK, "Anna Zilk,AT,chancellor,2032,,", "Bo Ek;B. Ek,Sweden,,,,Q99999991"])
    assert update.lines() == [
        "line 2: person added: Anna Zilk (Austria)",
        "line 2: term added: Anna Zilk, foreign minister of Austria, 2031-01-01 to 2031-12-31",
        "line 3: term added: Anna Zilk, chancellor of Austria, from 2032",
        "line 4: person added: Bo Ek (Sweden)",
    ]
    assert written(update).splitlines() == [
        HEAD, ZILK, "Anna Zilk,AT,chancellor,2032,,", "Bo Ek;B. Ek,SE,,,,Q99999991",
    ]  # fmt: skip


def test_an_ambassador_is_of_a_post() -> None:
    """Two of one state are in office at one time, but not at one place."""
    known = everybody(CATALOG)
    head = HEAD + ",to"
    rows = [
        "Michael McFaul,US,ambassador,2012-02-22,2014-02-26,,Russia",
        "Anna Zilk,AT,ambassador,2031-01-01,2031-12-31,,Japan",
        "Bo Ek,AT,ambassador,2031-02-01,2031-12-31,,Russia",
        "Cy Fry,AT,ambassador,2031-03-01,2031-12-31,,Japan",
        "Di Gray,AT,ambassador,2031-03-01,2031-12-31,,Atlantis",
        "Ed Hart,US,ambassador,2013-01-01,2013-12-31,,RU",
    ]
    table = tables.parse("\n".join([head, *rows]).encode(), "new.csv")
    update = compare(table, tables.empty(), known, name="new.csv")
    assert update.known == 1
    assert [t.line for t in update.terms] == [4]
    told = {t.line: t.what for t in update.refused}
    assert sorted(told) == [3, 5, 6, 7]
    assert "ambassador of Austria to Japan" in told[5]
    assert "unknown country 'Atlantis'" in told[6]
    assert "Michael McFaul holds that office" in told[7]
    assert written(update).splitlines()[0] == head
    assert written(update).splitlines()[1].endswith(",Russia")


def test_the_end_of_a_bundled_term_is_taken_and_stands_in_its_place(tmp_path: Path) -> None:
    update = took(["Sergei Lavrov,RU,foreign minister,2004-03-09,2031-02-01,"])
    assert update.lines() == [
        "line 2: end changed: Sergey Lavrov, foreign minister of Russia, 2004-03-09 to 2031-02-01, "
        "was from 2004-03-09"
    ]
    path = tmp_path / "authority.csv"
    path.write_bytes(tables.write(update.table))
    brought = authorities.read(path, CATALOG)
    whole = authorities.extended(CATALOG, brought)
    lavrov = [t for t in whole.tenures if t.person == "person/sergey-lavrov-q58217"]
    minister = [t for t in lavrov if t.role == "post/foreign-minister"]
    assert [(t.start, t.end) for t in minister] == [(date(2004, 3, 9), date(2031, 2, 1))]
    assert len(brought.replaced) == 1
    assert len(whole.tenures) == len(CATALOG.tenures)


def test_an_end_in_the_own_table_is_changed_in_its_row_and_all_else_of_it_kept() -> None:
    own = (
        'name,note,country,office,start,end\nBo Ek,"a, ""b""",SE,,,\n'
        "Anna Zilk,mine,AT,foreign minister,2031-01-01,\n"
    )
    update = took([ZILK], own)
    assert update.lines() == [
        "line 2: end changed: Anna Zilk, foreign minister of Austria, 2031-01-01 to 2031-12-31, "
        "was from 2031-01-01"
    ]
    assert list(csv.reader(io.StringIO(written(update)))) == [
        ["name", "note", "country", "office", "start", "end", "identifier"],
        ["Bo Ek", 'a, "b"', "SE", "", "", "", ""],
        ["Anna Zilk", "mine", "AT", "foreign minister", "2031-01-01", "2031-12-31", ""],
    ]


def test_jsonl_stays_jsonl_with_what_else_it_has() -> None:
    own = '{"name": "Anna Zilk", "country": "AT", "office": "foreign minister", "start": "2031-01-01", "n": [1]}\n'
    update = took([ZILK, "Bo Ek,SE,,,,"], own)
    first, second = map(json.loads, written(update).splitlines())
    assert (first["end"], first["n"]) == ("2031-12-31", [1])
    assert second == {"name": "Bo Ek", "country": "SE"}


@pytest.mark.parametrize(
    "row",
    [
        "Sergey Lavrov,RU,foreign minister,2004-03-09,,",  # it goes on, which is known
        "Sergey Lavrov,Russian Federation,foreign minister,2004,,Q58217",  # coarser
        "Sergey Lavrov,RU,foreign minister,,,",  # without days
        "Sergei Lavrov,RU,,,,",
        "Mike Pompeo,US,secretary of state,2018-04-26,,",  # an empty end ends nothing, and opens nothing
        "Mike Pompeo,US,secretary of state,2018-04-26,2021,",
        "Mike Pompeo,US,secretary of state,,2021-01-20,",
    ],
)
def test_what_is_known_changes_nothing(row: str) -> None:
    update = took([row])
    assert (update.lines(), update.known, update.changes) == ([], 1, False)
    assert update.table == tables.empty()


def test_another_spelling_and_an_identifier_are_taken() -> None:
    update = took(
        ["Anna Zilk;Hana Zilk,AT,,,,Q99999992", "Hana Zilk,AT,foreign minister,2031,,"],
        f"{HEAD}\n{ZILK}\n",
    )
    assert update.lines() == [
        "line 2: Anna Zilk is also Hana Zilk, http://www.wikidata.org/entity/Q99999992"
    ]
    assert update.known == 1
    again = took(["Hana Zilk,AT,foreign minister,2031,,"], written(update))
    assert (again.lines(), again.known) == ([], 1)


OWN = f"{HEAD}\n{ZILK}\nAnna Zilk,AT,foreign minister,2033-01-01,2034-12-31,\n"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Bo Ek,AT,foreign minister,2031-06-01,2031-07-01,", "Anna Zilk holds that office from 2031-01-01 to 2031-12-31"),
        ("Bo Ek,AT,foreign minister,2030-06-01,2031-01-02,", "Anna Zilk holds that office"),
        ("Bo Ek,AT,foreign minister,2031-06-01,,", "Anna Zilk holds that office"),
        ("Bo Ek,RU,foreign minister,2010,2011,", "Sergey Lavrov holds that office"),
        ("Anna Zilk,AT,foreign minister,2031-01-01,2033-06-01,", "and not between"),
        ("Anna Zilk,AT,foreign minister,2036-02-01,2036-01-01,", "ends on 2036-01-01, before it begins on 2036-02-01"),
        ("Sergey Lavrov,RU,foreign minister,2004-03-09,2010-01-01,", "after that end"),
        ("Bo Ek,Atlantis,foreign minister,2031,,", "unknown country 'Atlantis'"),
        ("Bo Ek,SE,grand poobah,2031,,", "unknown office 'grand poobah'"),
        ("Bo Ek,,foreign minister,2031,,", "without a country"),
        ("Bo Ek,SE,foreign minister,soon,,", "'soon' is no day"),
        ("Bo Ek,SE,foreign minister,2031-00,2031-00,", "'2031-00' is no day"),
        ("Bo Ek,SE,foreign minister,99999999999999999999,,", "is no day"),
        ("Bo Ek,SE,,,,javascript:alert(1)", "'javascript:alert(1)' is no identifier"),
        ("Bo Ek,SE,,,,two words", "is no identifier"),
        (",SE,,,,", "without a name"),
        ("Sergey Lavrow,RU,,,,", "'Sergey Lavrow' may be 'Sergey Lavrov', who is known: 1 of its letters differ"),
        ("Anna Zillk,AT,foreign minister,2040,,", "may be 'Anna Zilk'"),
        ("Angela Merkel,DE,chancellor,1905-01-01,1906-01-01,", "in office from 1905-01-01 to 2021-12-08"),
        ("=cmd|' /C calc'!A0,SE,,,,", "is no name"),
        ("+Ek,SE,,,,", "is no name"),
        ("-Ek,SE,,,,", "is no name"),
        ("@Ek,SE,,,,", "is no name"),
        ("Bo\0Ek,SE,,,,", "is no name"),
        ("Bo\x1b[31mEk,SE,,,,", "is no name"),
        ("Bo \u202eEk,SE,,,,", "is no name"),
        (f"{'Ek ' * 100},SE,,,,", "is no name"),
        (f"{'x' * 200_000},SE,,,,", "a cell that is too long"),
        ('"Bo Ek,SE,,,,', "a quote that is not closed"),
        (f'"{"x" * 200_000}",SE,,,,', "a cell that is too long"),
    ],
)  # fmt: skip
def test_a_row_that_contradicts_or_cannot_be_read_costs_itself_alone(row: str, words: str) -> None:
    good = "Eva Lind,SE,foreign minister,2041-01-01,2041-12-31,"
    update = took([good.replace("41", "51"), row, good], OWN)
    assert [t.line for t in update.refused] == [3]
    assert words in update.refused[0].what
    assert update.refused[0].what.startswith("left out: ")
    assert update.refused[0].what.isprintable()
    assert len(update.terms) == 2
    assert written(update).startswith(OWN)
    assert written(update).count("\n") == OWN.count("\n") + 2


def test_whoever_is_born_too_late_or_too_early_is_told() -> None:
    head = HEAD + ",born"
    rows = [
        "Bo Ek,SE,foreign minister,2031,2032,,2020-05-01",
        "Eva Lind,SE,foreign minister,2033,2034,,1890",
        "Ulf Borg,SE,king,2035,,,2034",
        "Ida Holm,SE,foreign minister,2036,2037,,1980",
    ]
    update = took(rows, head=head)
    assert [(t.line, t.what[:31]) for t in update.refused] == [
        (2, "left out: born in 2020, 11 year"), (3, "left out: born in 1890, 143 yea"),
    ]  # fmt: skip
    assert [t.line for t in update.terms] == [4, 5]
    assert "born" not in written(update)


@pytest.mark.parametrize(
    "rows",
    [
        # One hands over to the other, on the day or the day after.
        ["Bo Ek,AT,foreign minister,2031-12-31,2032-05-01,"],
        ["Bo Ek,AT,foreign minister,2030-05-01,2031-01-01,"],
        # Whoever follows on a term without an end ends it.
        ["Bo Ek,RU,foreign minister,2031-12-31,,", "Eva Lind,RU,foreign minister,2033,,"],
        # Ambassadors are many, and so are two people of other states.
        ["Bo Ek,AT,ambassador,2031,2031,", "Eva Lind,AT,ambassador,2031,2031,"],
        ["Anna Zillk,CH,president,2031,,"],
        # Who has another identifier is somebody else.
        ["Sergey Lavrow,RU,ambassador,2031,,Q99999993"],
    ],
)
def test_what_only_looks_like_a_contradiction_is_taken(rows: list[str]) -> None:
    update = took(rows, OWN)
    assert (update.refused, len(update.terms)) == ([], len(rows))


def test_two_rows_that_contradict_each_other_are_both_left_out() -> None:
    rows = [
        "Bo Ek,SE,foreign minister,2051-01-01,2051-12-31,",
        "Eva Lind,SE,foreign minister,2051-06-01,2052-12-31,",
        "Ida Holm,SE,foreign minister,2053-01-01,2053-12-31,",
    ]
    for order in ([0, 1, 2], [2, 1, 0], [1, 2, 0]):
        update = took([rows[n] for n in order])
        assert {rows[order[t.line - 2]][:6] for t in update.refused} == {"Bo Ek,", "Eva Li"}
        assert len(update.terms) == 1


def test_a_line_that_is_right_is_taken_by_its_number() -> None:
    rows = ["Sergey Lavrow,RU,foreign minister,2010,2011,", "Bo Ek,Atlantis,,,,"]
    assert len(took(rows).refused) == 2
    update = took(rows, take=[2, 3])
    assert [t.line for t in update.refused] == [3]  # what cannot be read cannot be taken
    assert [t.what[:12] for t in update.people + update.terms] == ["person added", "term added: "]
    longer = ["Anna Zilk,AT,foreign minister,2031-01-01,2033-06-01,"]
    assert len(took(longer, OWN).refused) == 1
    forced = written(took(longer, OWN, take=[2]))
    assert forced == f"{HEAD}\n{longer[0]}\n"


def test_terms_that_follow_each_other_are_one_to_compare_with() -> None:
    one = ["Anna Zilk,AT,foreign minister,2031-01-01,2034-12-31,"]
    two = [
        "Anna Zilk,AT,foreign minister,2031-01-01,2032-12-31,",
        "Anna Zilk,AT,foreign minister,2033-01-01,2034-12-31,",
    ]
    for before, after in ((one, two), (two, one)):
        update = took(after, written(took(before)))
        assert (update.changes, update.refused) == (False, [])


def _meet(one: Tenure, other: Tenure) -> bool:
    a, b = span(one), span(other)
    return bool(a and b and a.first <= b.until and b.first <= a.until)


def test_a_term_that_is_known_by_years_gives_way_to_its_days() -> None:
    """Where nobody else is known to have held the office meanwhile."""
    coarse = next(
        t
        for (role, _), terms in sorted(seats(CATALOG).items())
        for t in terms
        if role == "post/foreign-minister" and t.start_year and t.end_year and t.end_year > t.start_year
        and not any(_meet(t, other) for other in terms if other is not t)
    )  # fmt: skip
    person = CATALOG.people[coarse.person]
    start, end = f"{coarse.start_year}-12-30", f"{coarse.end_year}-01-02"
    row = f"{person.label},{person.polity},foreign minister,{start},{end},"
    update = took([row])
    assert (len(update.changed), update.refused) == (1, [])
    assert f"{start} to {end}" in update.changed[0].what
    assert took([row], written(update)).known == 1


def test_an_own_table_with_a_bad_row_is_named_and_nothing_is_guessed() -> None:
    with pytest.raises(KgError, match="the authority of the store, line 2"):
        took([ZILK], f"{HEAD}\nBo Ek,Atlantis,,,,\n")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "no column 'name'"),
        (b"\xff\xfe" + "name,country\nAnna,AT\n".encode("utf-16-le"), "not UTF-8"),
        ("name,country\nAnna Zílk,AT\n".encode("cp1252"), "not UTF-8 at byte"),
        (b"<!DOCTYPE html><html><table><tr><td>name</td></tr></table></html>", "a page or XML"),
        (b"  \n<?xml version='1.0'?><x/>", "a page or XML"),
        (b"nom,pays\nAnna,AT\n", "no column 'name'"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not UTF-8"),
        (b"PK\x03\x04" + b"\0" * 100, "no column 'name'"),
        (b'[{"name": "Anna Zilk"}]', "no column 'name'"),
    ],
)
def test_what_is_no_table_is_one_error(raw: bytes, words: str) -> None:
    with pytest.raises(KgError, match=words):
        tables.parse(raw, "new.csv")


@pytest.mark.parametrize(
    "line",
    [
        "[]", "not json", '"Anna Zilk"', '{"name": ["Anna Zilk"]}', '{"name": {"a": 1}}', '{"name": true}',
        "[" * 100_000, '{"name": ' * 10_000, '{"name": "A B", "start": 1e999}', '{"name": ' + "9" * 10_000 + "}",
        '{"name": "Bo \\ud800 Ek"}', '{"name": "\\u0000"}',
    ],
)  # fmt: skip
def test_a_line_of_jsonl_that_is_none_costs_itself_alone(line: str) -> None:
    good = '{"name": "Anna Zilk", "country": "AT", "office": "chancellor", "start": 2041}'
    table = tables.parse(f"{good}\n{line}\n".encode(), "new.jsonl")
    update = compare(table, tables.empty(), CATALOG, name="new.jsonl")
    assert [t.line for t in update.refused] == [2]
    assert len(update.terms) == 1


def test_an_open_quote_takes_no_other_row_in() -> None:
    rows = [f"Bo Ek {n},SE,,,," for n in range(300)]
    rows[7] = '"' + rows[7]
    update = took(rows, take=range(2, 400))
    assert ([t.line for t in update.refused], len(update.people)) == ([9], 299)


names = st.sampled_from(
    ["Anna Zilk", "Anna Zillk", "Bo Ek;B. Ek", "B. Ek", "Eva Lind", "Angela Merkel", "Sergei Lavrov", "=x", ""]
)  # fmt: skip
years = st.sampled_from(
    ["", "2031", "2031-05", "2031-05-01", "2032-01-01", "2033-06-30", "2036", "2005-11-22", "soon"]
)
rows = st.lists(
    st.tuples(
        names, st.sampled_from(["AT", "DE", "Russia", "", "XX"]),
        st.sampled_from(["foreign minister", "chancellor", "ambassador", "", "poobah"]), years, years,
        st.sampled_from(["", "", "Q99999991", "https://id.example/Z"]),
    ).map(",".join),
    max_size=8,
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows, rows, st.booleans())
def test_the_same_table_twice_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, first: list[str], second: list[str], everything: bool
) -> None:
    take = range(2, 20) if everything else ()
    own = written(took(first, take=take))
    update = took(second, own, take=take)
    after = written(update)
    again = took(second, after, take=take)
    assert (again.changes, written(again)) == (False, after)
    # Whatever came, what is written can be read by every build.
    path = tmp_path_factory.getbasetemp() / "authority.csv"
    path.write_text(after, encoding="utf-8")
    brought = authorities.read(path, CATALOG)
    told = {t.line for t in (*update.people, *update.terms, *update.changed, *update.names)}
    assert brought.people or not told


def test_every_office_of_a_row_that_is_written_is_read_again() -> None:
    """A row is written with the label of its office, which has to mean the same there."""
    known = reference(CATALOG)
    own = {o.polity for o in CATALOG.offices.values()} | {Notation("AT")}
    for state in sorted(n for n in own if n and CATALOG.polity(n)):
        for text in known.offices:
            if found := known.office(text, state):
                again = known.office(CATALOG.offices[found.role].label, state)
                assert again is not None
                assert again.role == found.role, (state, text)


terms = st.lists(
    st.builds(
        lambda who, first, length, going: Held(
            person=f"person/{who}",  # type: ignore[arg-type]
            first=date.fromordinal(737_000 + first),
            sure=date.fromordinal(737_000 + first + (0 if going else length)),
            open=going,
        ),
        st.sampled_from("abcd"), st.integers(0, 12), st.integers(0, 8), st.booleans(),
    ),
    max_size=8,
)  # fmt: skip


@given(terms)
def test_every_term_during_which_somebody_else_is_there_is_found(held: list[Held]) -> None:
    """Against all pairs, one by one."""

    def both(a: Held, b: Held) -> bool:
        if a.person == b.person:
            return False
        if a.first == b.first:
            return all(h.open or h.sure > h.first for h in (a, b))
        return max(a.first, b.first) < min((a, b), key=lambda h: h.first).sure

    found = list(together(held))
    assert all(both(a, b) for a, b in found)
    assert {a for a, _ in found} == {h for h in held if any(both(h, o) for o in held)}
