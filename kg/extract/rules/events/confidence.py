"""How likely an event is right: named observations on it, each with a weight, and their sum.

The observations are made here; their weights and what they mean are in ontology/confidence.ttl. The
sum of the weights that apply is the logarithm of the odds that the event is right, as in a logistic
regression, which is how they were fitted: "right" is aligned with an annotated event under
``kg.check.measures.align``. How well the numbers keep their word is the column ``ece`` of ``kg evaluate``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.core.errors import KgError
from kg.core.terms import KG, RDFS
from kg.extract.rules.events.drafts import Draft
from kg.reference.read import folder, read

START = "start"
FILE = "confidence.ttl"
LEAST, MOST = 0.01, 0.99
"""No passage makes an event certain or impossible."""

READER = "reader/"
"""What the name of a rule begins with that is none, but the learned reader."""

_FAR = 20
_SILENT = 0.1
_DIRECTIONS = {"up": 1.0, "down": -1.0}
_UNREAL = frozenset({"proposed", "cancelled", "postponed", "declined", "denied"})
_LOOSE_DAYS = frozenset({"context", "convention"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """An observation: what it ``says`` to people, and what it adds to the log odds for each unit.

    ``weight`` is what it adds where the rules alone have read, ``with_reader`` where the learned reader has, too.

    ``sign`` is the direction in which alone it may count, whatever the data say: 1.0 supports the
    event, -1.0 speaks against it. 0.0 is the start, from which all others count.
    """

    name: str
    says: str
    sign: float
    weight: float
    with_reader: float


@cache
def load(where: Path | None = None) -> Mapping[str, Feature]:
    """The features of ``where``, a folder like ontology/ (the default), by name.

    Raises KgError when a weight is missing, counts in the wrong direction, or the start is missing.

    >>> load()["two-sides"].says
    'two states take part'
    """
    path = (where or folder()) / FILE
    out: dict[str, Feature] = {}
    for n in read([path]).values():
        name = n.iri.rsplit("/", 1)[1]
        try:
            weight, read_too = (float(n.one(p) or "") for p in (KG.weight, KG.weightWithReader))
        except ValueError:
            raise KgError(
                f"'{name}' has no number as its weight", where=FILE, mend="restore the file"
            ) from None
        sign = _DIRECTIONS.get(n.one(KG.direction) or "", 0.0)
        wrong = any(w * sign < 0 or not math.isfinite(w) for w in (weight, read_too))
        if (name != START and not sign) or wrong:
            raise KgError(
                f"'{name}' counts in the wrong direction",
                where=FILE,
                mend='kg:direction is "up" for what supports an event, else "down"',
            )
        says = n.one(RDFS.label) or name
        out[name] = Feature(name=name, says=says, sign=sign, weight=weight, with_reader=read_too)
    if START not in out:
        raise KgError(f"no entry '{START}'", where=FILE, mend="restore the file")
    return out


def features(d: Draft) -> dict[str, float]:
    """What is observed on a draft, each between 0 and 1; 1 for "yes" and 0 for "no".

    What is known counts, not what is missing: a feature that supports an event is never made
    smaller by more evidence for it.
    """
    actors = [e for e, _ in d.participants]
    states = [e.polity for e in actors]
    words = [m.kind for i in d.fillers if (m := d.reading.tokens[i].mention) is not None]
    distance = max((abs(i - d.token.i) for i in d.fillers), default=0)
    dated = d.when is not None and d.when.edtf is not None
    to_the_day = dated and d.when is not None and d.when.precision == "day"
    loose = d.when is not None and d.when.basis in _LOOSE_DAYS
    placed = d.country is not None or (
        d.venue is not None and (d.venue.city is not None or d.venue.country is not None)
    )
    return {
        "trigger": min(1.0, max(0.0, d.weight)),
        "all-people": float(all(e.kind == "person" for e in actors)),
        "all-named": float(not any(e.unnamed for e in actors)),
        "states-known": float(None not in states),
        "two-sides": float(len(set(states) - {None}) >= 2),
        "three-or-more": float(len(actors) >= 3),
        "dated": float(dated),
        "day": float(to_the_day and not loose),
        "placed": float(placed),
        "topics": float(bool(d.topics)),
        "source-named": float(bool(d.reported_by)),
        "group-word": float("group" in words),
        "pronoun": float("pronoun" in words),
        "far-apart": min(1.0, distance / _FAR),
        "not-real-yet": float(d.status in _UNREAL),
        "reader": d.sure or 0.0,
        "reader-people": d.peopled,
        "reader-silent": float(d.sure is not None and d.sure < _SILENT),
        "reader-alone": float(d.sure is not None and d.rule.startswith(READER)),
        "told-again": min(1.0, max(0, len(d.read) - 1) / 2),
        "alone": float(len(actors) == 1),
    }


def contributions(
    values: Mapping[str, float], *, with_reader: bool = False
) -> tuple[tuple[str, float], ...]:
    """What each feature adds to the log odds, in the words of the data file; nothing where it is 0.

    ``with_reader``: the learned reader has read the passage, too.

    The start stands first, then what weighs most. ``probability`` of the numbers is the confidence.
    Raises KgError for a value that has no weight.
    """
    known = load()
    unknown = sorted(values.keys() - known.keys())
    if unknown:
        raise KgError(f"no weight for '{unknown[0]}'", where=FILE, mend="add an entry with one")
    weights = {n: f.with_reader if with_reader else f.weight for n, f in known.items()}
    parts = [(known[n].says, round(weights[n] * v, 2)) for n, v in values.items()]
    parts = sorted((p for p in parts if p[1]), key=lambda p: (-abs(p[1]), p[0]))
    return ((known[START].says, weights[START]), *parts)


def probability(log_odds: float) -> float:
    """The confidence that a sum of contributions stands for.

    >>> probability(0.0), probability(50.0), probability(-900.0)
    (0.5, 0.99, 0.01)
    """
    bounded = max(-20.0, min(20.0, log_odds))
    return max(LEAST, min(MOST, 1.0 / (1.0 + math.exp(-bounded))))


def confidence(values: Mapping[str, float]) -> float:
    """How likely an event with these features is right, between 0.01 and 0.99."""
    return probability(sum(part for _, part in contributions(values)))


__all__ = [
    "FILE",
    "START",
    "Feature",
    "confidence",
    "contributions",
    "features",
    "load",
    "probability",
]
