"""Two people of one state under one name: the day tells which of them is meant."""

from __future__ import annotations

import itertools
from collections import Counter

from kg.core import ids
from kg.reference.read import load


def test_two_people_of_a_state_with_one_full_name_are_told_apart_by_the_day() -> None:
    """Two entries under one spelling are one person twice, or held their highest offices at other times."""
    catalog = load()
    names = Counter(
        (p.polity, name)
        for p in catalog.people.values()
        for name in {ids.fold(n) for n in (*p.names, p.label) if " " in n}
    )
    shared = [pair for pair, n in names.items() if n > 1]
    assert ("US", "george bush") in shared
    for state, name in shared:
        holders = [
            p.iri
            for p in catalog.people.values()
            if p.polity == state and name in {ids.fold(n) for n in (*p.names, p.label)}
        ]
        heads = [
            sorted(
                (t.start, t.end)
                for t in catalog.tenures
                if t.person == iri and t.start and t.end and catalog.offices[t.role].rank <= 1
            )
            for iri in holders
        ]
        assert all(heads), f"nothing tells who {name} is: {holders}"
        spans = sorted(span for spans in heads for span in spans)
        for (_, end), (start, _) in itertools.pairwise(spans):
            assert end <= start, f"two of one name at one time: {holders}"
