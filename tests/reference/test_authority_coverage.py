"""Each state has a head of government and a foreign minister in each year since 1990, or is listed as missing."""

from __future__ import annotations

import csv
from dataclasses import replace

import make_missing
import pytest
from make_missing import FIRST, HEAD, LAST, MINISTER, MISSING

from kg.reference.catalog import Catalog
from kg.reference.read import load


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


def test_what_is_missing_is_listed_and_what_is_listed_is_missing(catalog: Catalog) -> None:
    found = make_missing.differences(make_missing.listed(), make_missing.gaps(catalog))
    assert found == [], "read it, then: python tools/make_missing.py"


def test_the_list_can_be_read_by_people(catalog: Catalog) -> None:
    with MISSING.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    labels = {p.notation: p.label for p in catalog.polities.values()}
    assert [labels[r["code"]] for r in rows] == [r["state"] for r in rows]
    assert {r["office"] for r in rows} <= {HEAD, MINISTER}
    for row in rows:
        assert row["years"]
        assert all(FIRST <= y <= LAST for y in make_missing.numbers(row["years"]))


def test_a_term_that_goes_and_a_term_that_comes_are_both_told(catalog: Catalog) -> None:
    """So that the test above can fail either way."""
    listed = make_missing.listed()
    lavrov = "person/sergey-lavrov-q58217"
    fewer = replace(catalog, tenures=tuple(t for t in catalog.tenures if t.person != lavrov))
    told = make_missing.differences(listed, make_missing.gaps(fewer))
    assert len(told) == 1
    assert told[0].startswith("RU, foreign minister: 2005-")
    assert told[0].endswith("is missing, and not listed")
    (code, office), years = next((k, y) for k, y in sorted(listed.items()) if k[1] == MINISTER)
    one = next(t for t in catalog.tenures if t.person == lavrov)
    state = catalog.by_notation[code]  # type: ignore[index]
    came = replace(
        one,
        organisation=state.iri,
        start=one.start and one.start.replace(year=years[0]),
        end=one.start and one.start.replace(year=years[0]),
        known_until=None,
    )
    more = replace(catalog, tenures=(*catalog.tenures, came))
    told = make_missing.differences(listed, make_missing.gaps(more))
    assert told == [f"{code}, {office}: {years[0]} is no longer missing"]


@pytest.mark.parametrize(
    ("code", "years", "governed"),
    [
        ("FR", range(1990, 2026), ()),
        ("US", range(1990, 2026), range(1990, 2026)),
        ("SU", range(1990, 1992), ()),
        ("SS", range(2011, 2026), range(2011, 2026)),
        ("TR", range(1990, 2026), range(2018, 2026)),
    ],
)
def test_states_are_looked_at_while_they_are_there(
    catalog: Catalog, code: str, years: range, governed: tuple[int, ...] | range
) -> None:
    (one,) = (x for x in make_missing.looked_at(catalog) if x.state.notation == code)
    assert (one.there, one.governs) == (years, frozenset(governed))


def test_no_colony_and_no_state_of_before_is_looked_at(catalog: Catalog) -> None:
    codes = {x.state.notation for x in make_missing.looked_at(catalog)}
    assert len(codes) > 195
    assert not codes & {"GL", "XSVN", "RH", "XUAR"}


def test_every_state_of_the_table_is_one(catalog: Catalog) -> None:
    with make_missing.STATES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    labels = {p.notation: p.label for p in catalog.polities.values()}
    assert [labels.get(r["code"]) for r in rows] == [r["state"] for r in rows]  # type: ignore[call-overload]
