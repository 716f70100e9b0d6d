"""The table of ambassadors: one at a post at a time, each with a source, and nobody who is in the other table, too."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from kg.construction.holders import Held, held, together
from kg.core import ids
from kg.core.model import LocalIri
from kg.reference.catalog import Abroad, Catalog, everybody, problems
from kg.reference.read import folder, load
from kg.reference.terms import coarse, span

TERMS = Path(folder()) / "ambassadors-tenures.csv"
SOURCES = (
    "https://github.com/HistoryAtState/pocom/",
    "https://github.com/MilkMp/CIA-World-Factbooks-Archive-1990-2025/",
)


@pytest.fixture(scope="module")
def abroad() -> Abroad:
    return load().abroad()


@pytest.fixture(scope="module")
def whole() -> Catalog:
    return everybody(load())


def test_no_two_ambassadors_are_at_one_post_at_a_time(whole: Catalog) -> None:
    posts: dict[tuple[LocalIri, LocalIri, LocalIri], list[Held]] = defaultdict(list)
    for t in whole.tenures:
        if t.to is not None and not coarse(t) and (days := span(t)):
            posts[t.role, t.organisation, t.to].append(held(t.person, days))
    assert len(posts) > 200
    both = [(post, a.person, b.person) for post, some in posts.items() for a, b in together(some)]
    assert both == []


def test_days_are_in_order_and_from_1945(abroad: Abroad) -> None:
    for t in abroad.tenures:
        days = span(t)
        assert days is not None, t.iri
        assert days.first <= days.until, t.iri
        assert days.until.year >= 1945, t.iri
        assert not (t.end and t.known_until), t.iri
        if t.known_until and t.start:
            assert t.start <= t.known_until, t.iri


def test_every_state_office_and_person_of_a_term_is_known(abroad: Abroad, whole: Catalog) -> None:
    parties = whole.polities.keys() | whole.organisations.keys()
    assert problems(whole) == ()
    assert [t.iri for t in abroad.tenures if t.to not in parties or t.to == t.organisation] == []
    assert {t.role for t in abroad.tenures} == {"post/ambassador", "post/permanent-representative"}


def test_every_term_has_its_source() -> None:
    with TERMS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) > 3000
    for row in rows:
        assert all(url.startswith(SOURCES) for url in row["source"].split()), row
        assert row["source"], row


def test_nobody_stands_in_both_tables(abroad: Abroad) -> None:
    """Whoever was a minister, too, is one person; and namesakes have labels of their own."""
    known = load().people
    assert not known.keys() & abroad.people.keys()
    labels = {(p.polity, ids.fold(p.label)) for p in known.values()}
    own = [(p.polity, ids.fold(p.label)) for p in abroad.people.values()]
    assert len(set(own)) == len(own)
    assert not labels & set(own)


def test_a_minister_who_was_sent_abroad_is_one_person(abroad: Abroad) -> None:
    sent = {(t.person, t.to) for t in abroad.tenures}
    assert ("person/william-j-burns-q1276563", "country/jo") in sent
    assert ("person/john-sullivan-q6241291", "country/ru") in sent
    assert ("person/yury-ushakov-4eydgz4x", "country/us") in sent


def test_the_ambassadors_are_not_read_before_they_are_asked_for() -> None:
    """Three thousand terms would make every start slower."""
    catalog = load()
    assert not any(
        t.iri and t.iri in {x.iri for x in catalog.abroad().tenures} for t in catalog.tenures
    )
    assert catalog.person("person/marie-damour") is None
    assert catalog.person("name|marie damour|US") is None


def test_the_catalog_of_everybody_is_made_once() -> None:
    catalog = load()
    whole = everybody(catalog)
    assert everybody(catalog) is whole
    assert everybody(whole) is whole
    assert len(whole.people) == len(catalog.people) + len(catalog.abroad().people)
