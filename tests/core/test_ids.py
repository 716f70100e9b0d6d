"""What has a name of its own has an IRI of its own, in whatever letters."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from kg.core import ids

NAMES = ("МИД России", "Коммерсантъ", "Агентство 24", "Бюро 24", "新华社", "外交部", "نشرة الوزارة", "وكالة", "לשכה", "Υπουργείο")  # fmt: skip
MADE: tuple[Callable[[str], str], ...] = (
    ids.organisation,
    ids.place,
    ids.topic,
    ids.person,
    lambda name: ids.role(name, country=None),
)


@pytest.mark.parametrize("made", MADE)
def test_two_names_in_any_letters_are_two(made: Callable[[str], str]) -> None:
    for one, other in itertools.combinations(NAMES, 2):
        assert made(one) != made(other)
    for name in NAMES:
        # Capitals and white space are no part of a name.
        assert made(name) == made(f" {name.upper()}  ")
        assert "--" not in made(name)
        assert "/-" not in made(name)


def test_a_name_in_latin_letters_is_told_by_them() -> None:
    assert ids.organisation("Søren & Łukasz") == ids.organisation("Soren Lukasz")
    assert ids.person("Péter Szijjártó").startswith("person/peter-szijjarto-")


def test_an_event_between_those_whose_names_have_no_slug() -> None:
    event = ids.event("meeting", start="2024-06-16", precision="day", actors=(), names=("王毅",))
    assert event.startswith("event/2024-06-16-meeting-")
    assert "--" not in event
