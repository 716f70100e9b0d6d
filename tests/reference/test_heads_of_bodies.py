"""Who led an organisation, and when: a head in each year that is claimed, one at a time, each person once."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest
from make_missing import numbers

from kg.core.model import LocalIri
from kg.reference.catalog import Catalog
from kg.reference.read import load
from kg.reference.terms import Seat, coarse, seats, span, years

HEADS = Path(__file__).parents[1] / "data" / "authority" / "heads.csv"
"""Of each body and office the first and the last year in which somebody is known, and the years between without."""

NOT_HEADS = {"post/president-of-the-general-assembly"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One row of the list."""

    seat: Seat
    first: int
    last: int
    missing: tuple[int, ...]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


def claims(catalog: Catalog) -> Iterator[Claim]:
    with HEADS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            state = catalog.polity(row["body"])  # type: ignore[arg-type]
            body = state.iri if state else LocalIri(f"org/{row['body']}")
            yield Claim(
                seat=(LocalIri(f"post/{row['office']}"), body),
                first=int(row["first"]),
                last=int(row["last"]),
                missing=numbers(row["missing"]),
            )


def found(catalog: Catalog) -> dict[Seat, tuple[int, ...]]:
    """The years without anybody, of each claim."""
    known = seats(catalog)
    return {c.seat: tuple(years(known.get(c.seat, ()), c.first, c.last)) for c in claims(catalog)}


def test_each_body_has_a_head_in_each_year_that_is_claimed(catalog: Catalog) -> None:
    assert found(catalog) == {c.seat: c.missing for c in claims(catalog)}


def test_no_more_is_known_than_is_claimed(catalog: Catalog) -> None:
    """A year that is gained is claimed, so that it cannot be lost unseen."""
    known = seats(catalog)
    for claim in claims(catalog):
        days = [s for t in known[claim.seat] if (s := span(t))]
        first, last = min(s.first.year for s in days), max(s.until.year for s in days)
        assert (first, last) == (claim.first, claim.last), claim.seat


def test_every_body_with_terms_is_in_the_list(catalog: Catalog) -> None:
    claimed = {c.seat for c in claims(catalog)}
    of_bodies = {
        seat
        for seat, terms in seats(catalog).items()
        if seat[1] in catalog.organisations and seat[0] not in NOT_HEADS and any(map(span, terms))
    }
    assert of_bodies - claimed == set()
    assert len(claimed) >= 33


def test_a_term_that_goes_is_told(catalog: Catalog) -> None:
    """So that the tests above can fail."""
    annan = "person/kofi-annan-6j6prpyt"
    fewer = replace(catalog, tenures=tuple(t for t in catalog.tenures if t.person != annan))
    gone = {seat: y for seat, y in found(fewer).items() if y != found(catalog)[seat]}
    assert gone == {("post/secretary-general", "org/un"): tuple(range(1997, 2007))}


def test_one_leads_at_a_time(catalog: Catalog) -> None:
    """Of terms that are known by the day; on the day on which one follows the other both may lead."""
    known = seats(catalog)
    for claim in claims(catalog):
        days = [s for t in known[claim.seat] if not coarse(t) and (s := span(t))]
        for one, other in pairwise(days):
            assert one.until <= other.first, (claim.seat, one, other)


@pytest.mark.parametrize(
    ("name", "seats_of"),
    [
        ("António Guterres", {"org/un", "country/pt"}),
        ("Jens Stoltenberg", {"org/nato", "country/no"}),
        ("Mark Rutte", {"org/nato", "country/nl"}),
        ("Rafael Grossi", {"org/iaea"}),
        ("Javier Solana", {"org/nato", "org/eu"}),
        ("Romano Prodi", {"org/eu", "country/it"}),
        ("Amara Essy", {"org/oau", "org/au", "country/ci"}),
        ("Barham Salih", {"org/un", "country/iq"}),
        ("Amr Moussa", {"org/arab-league", "country/eg"}),
        ("Renato Ruggiero", {"org/wto", "country/it"}),
        ("Michelle Bachelet", {"org/un", "country/cl"}),
        ("Abd ar-Rahman al-Bazzaz", {"org/opec", "country/iq"}),
    ],
)
def test_who_was_a_minister_before_is_one_person(
    catalog: Catalog, name: str, seats_of: set[str]
) -> None:
    (one,) = [p for p in catalog.people.values() if p.label == name]
    held = {t.organisation for t in catalog.tenures if t.person == one.iri}
    assert held >= seats_of
