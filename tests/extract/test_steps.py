"""The steps from readings to drafts: what they say of themselves is so, and their order follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from itertools import combinations

import pytest

from kg.extract.rules import Annotator, steps
from kg.extract.rules.events.drafts import Draft
from kg.extract.rules.steps import STEPS, Here, Step
from kg.extract.rules.underway import UnderWay
from kg.sources import bundled

KEPT = ("owner", "subject", "talkers", "last", "visitor", "occasion")
"""What the discourse remembers."""
FREE = [
    ("dates", "places"),
    ("occasions", "sources"),
    ("sources", "heading"),
    ("sources", "nominals"),
    ("heading", "nominals"),
]
"""Steps that may change places: neither has to do with what the other sets."""


def wrong(order: Sequence[Step]) -> list[str]:
    """Needs that the step before which they stand has not set, or another has since."""
    last: dict[str, str] = {}
    out = []
    for step in order:
        for need in step.needs:
            by, _, name = need.partition(".")
            if last.get(name) != by:
                out.append(f"{step.name} needs {need}, has {last.get(name)}.{name}")
        last.update(dict.fromkeys(step.sets, step.name))
    return out


def test_no_field_is_needed_before_it_is_set() -> None:
    assert wrong(STEPS) == []
    assert len({s.name for s in STEPS}) == len(STEPS)


def test_two_steps_that_change_places_are_noticed() -> None:
    free = []
    for i, j in combinations(range(len(STEPS)), 2):
        order = list(STEPS)
        order[i], order[j] = order[j], order[i]
        if not wrong(order):
            free.append((STEPS[i].name, STEPS[j].name))
    assert free == FREE


def test_every_field_of_a_draft_is_set_by_some_step() -> None:
    named = {name for step in STEPS for name in step.sets}
    # Who was there is told of events that are joined already: kg.extract.rules.events.attendance.
    named |= {"attended"}
    assert {f.name for f in fields(Draft)} - named == set()


def _seen(way: UnderWay, here: Here) -> dict[str, object]:
    """What there is, as it was: lists and drafts are copied."""
    out: dict[str, object] = {name: getattr(way.discourse, name) for name in KEPT}
    out |= {
        "resolved": [
            (m, [(e, e.polity) for e in who]) for m, who in way.discourse.resolved.items()
        ],
        "context": here.whole.context,
        "heading": here.whole.heading,
        "drafts": list(here.whole.drafts),
        "found": list(here.found),
    }
    return out


def _copies(drafts: Iterable[Draft]) -> dict[int, dict[str, object]]:
    return {
        id(d): {
            f.name: list(v) if isinstance(v := getattr(d, f.name), list) else v for f in fields(d)
        }
        for d in drafts
    }


def _watched(step: Step, written: dict[str, set[str]]) -> Step:
    def run(way: UnderWay, here: Here) -> None:
        before, drafts = _seen(way, here), _copies([*here.found, *here.whole.drafts])
        step.run(way, here)
        written[step.name] |= {k for k, v in _seen(way, here).items() if v != before[k]}
        for key, now in _copies([*here.found, *here.whole.drafts]).items():
            if key in drafts:
                written[step.name] |= {k for k, v in now.items() if v != drafts[key][k]}

    return replace(step, run=run)


def test_the_steps_set_what_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    annotator = Annotator()
    written: dict[str, set[str]] = {step.name: set() for step in STEPS}
    monkeypatch.setattr(steps, "STEPS", tuple(_watched(s, written) for s in STEPS))
    assert not [
        1 for _, found in annotator.many(bundled.articles()) if isinstance(found, Exception)
    ]
    for step in STEPS:
        assert written[step.name] <= set(step.sets), step.name
    # It is seen when a step writes: most of them do, in so few articles.
    assert sum(bool(found) for found in written.values()) > len(STEPS) - 5
