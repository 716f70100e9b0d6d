"""The steps of a draft declare what they need and what they set; that is held against what they do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace

import pytest

from kg.extract.rules import Annotator, run
from kg.extract.rules.events.drafts import Draft
from kg.extract.rules.run import STEPS, ArticleRun, Step, Under
from kg.sources import bundled

FIELDS = {f.name for f in fields(Draft)}
DEFAULTS = {f.name: f.default for f in fields(Draft)} | {"topics": [], "reported_by": []}


def faults(steps: Sequence[Step]) -> Iterator[str]:
    """What is wrong with an order of steps, by what they declare."""
    there: set[str] = set()
    for step in steps:
        for name in sorted(step.needs - there):
            yield f"{step.name} needs {name}, which no step before it sets"
        for name in sorted((step.needs | step.sets) - FIELDS):
            yield f"{step.name} names {name}, which a draft does not have"
        there |= step.sets


def _values(drafts: Sequence[Draft]) -> dict[int, dict[str, object]]:
    return {
        id(d): {
            n: list(v) if isinstance(v := object.__getattribute__(d, n), list) else v
            for n in FIELDS
        }
        for d in drafts
    }


@pytest.fixture(scope="module")
def done() -> dict[str, tuple[set[str], set[str]]]:
    """For each step, the fields that it asked, and those that were another value after it."""
    asked: dict[str, set[str]] = defaultdict(set)
    changed: dict[str, set[str]] = defaultdict(set)
    watched: list[str] = []

    def ask(self: Draft, name: str) -> object:
        if watched and name in FIELDS:
            asked[watched[-1]].add(name)
        return object.__getattribute__(self, name)

    def watch(step: Step) -> Step:
        def wrapped(of: ArticleRun, at: Under, found: list[Draft]) -> list[Draft]:
            all_of = [*at.out, *found]
            before = _values(all_of)
            watched.append(step.name)
            try:
                after = step.run(of, at, found)
            finally:
                watched.pop()
            if step.name == "find":
                for d in after:
                    changed["find"] |= {n for n in FIELDS if getattr(d, n) != DEFAULTS.get(n)}
            for i, values in _values(all_of).items():
                changed[step.name] |= {n for n in FIELDS if values[n] != before[i][n]}
            return after

        return replace(step, run=wrapped)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Draft, "__getattribute__", ask)
        patch.setattr(run, "STEPS", tuple(map(watch, STEPS)))
        annotator = Annotator()
        for article in bundled.articles():
            annotator.annotate(article)
    return {s.name: (asked[s.name], changed[s.name]) for s in STEPS}


def test_the_order_gives_each_step_what_it_needs() -> None:
    assert list(faults(STEPS)) == []


def test_every_swap_of_a_step_with_what_it_needs_is_noticed() -> None:
    """Each step before the one that first sets something that it needs."""
    swaps = 0
    for n, step in enumerate(STEPS):
        for name in step.needs:
            first = next(k for k, s in enumerate(STEPS) if name in s.sets)
            order = [*STEPS[:first], step, *STEPS[first:n], *STEPS[n + 1 :]]
            assert any(name in fault for fault in faults(order)), (step.name, name)
            swaps += 1
    assert swaps > 10


@pytest.mark.parametrize("step", STEPS, ids=lambda s: s.name)
def test_a_step_sets_what_it_declares(
    step: Step, done: dict[str, tuple[set[str], set[str]]]
) -> None:
    _, changed = done[step.name]
    assert changed <= step.sets, "a field is set that the step does not declare"


@pytest.mark.parametrize("step", STEPS, ids=lambda s: s.name)
def test_a_step_asks_only_what_it_declares(
    step: Step, done: dict[str, tuple[set[str], set[str]]]
) -> None:
    """Of the fields that steps after the first set: the others are there from the beginning."""
    asked, _ = done[step.name]
    before = STEPS[: STEPS.index(step)]
    moving = {name for s in before[1:] for name in s.sets}
    assert asked & moving <= step.needs
