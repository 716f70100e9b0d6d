"""The features by which two mentions are taken for one, with their weights: the one table of them.

A pair is one when its weights add up to the threshold and no hard rule speaks against it. The
weights were set by hand on the project's own articles; they are units of evidence, not probabilities.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.resolve.model import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A thing that two sides can have in common, or that tells them apart."""

    name: str
    weight: float
    why: str


def _table(*rows: tuple[str, float, str]) -> dict[str, Feature]:
    return {n: Feature(name=n, weight=w, why=why) for n, w, why in rows}


ACTORS: dict[str, Feature] = _table(
    ("name-spelling", 4.0, "the names are written alike"),
    ("name-letters", 3.5, "the names differ only in transliteration, accents or hyphens"),
    ("name-order", 3.25, "the names have the same words in another order"),
    ("name-middle", 3.0, "the names differ only in a middle name"),
    ("name-initials", 2.75, "one name has an initial where the other has the name"),
    ("name-nickname", 3.0, "one given name is a short form of the other"),
    ("name-close", 1.5, "the given names differ in one letter"),
    ("family-name", 2.0, "one side gives the family name alone, and it is the other's"),
    ("office-alone", 2.0, "one side gives an office alone, and the other held it then"),
    ("same-article", 3.0, "the full name stands in the same article"),
    ("same-polity", 1.0, "both are of the same state"),
    ("one-polity", 0.25, "only one side says of which state"),
    ("other-polity", -6.0, "they are of different states"),
    ("same-office", 1.5, "both have the same office at that time"),
    ("tenure", 2.5, "the reference data has the person in that office on that day"),
    ("other-office", -1.5, "they have different offices at that time"),
    ("only-bearer", 0.75, "nobody else active at the time has that family name"),
    ("active", 0.5, "the person is in the news at that time"),
    ("inactive", -3.0, "the person is in no article and no office near that time"),
    ("far-apart", -4.0, "more than thirty years lie between them"),
    ("authority", 1.0, "the reference data knows the person under this name"),
    ("rival", -3.0, "somebody else fits as well, so neither is taken"),
)
"""Who is who. The threshold is ``ACTOR_THRESHOLD``."""

EVENTS: dict[str, Feature] = _table(
    ("same-people", 3.0, "the same people took part"),
    ("people-within", 2.0, "those whom one side names are among those whom the other names"),
    ("people-overlap", 1.0, "some of the people are the same"),
    ("one-person", 1.5, "the one person named is among those whom the other side names"),
    ("same-sides", 1.25, "the same states and organisations took part"),
    ("sides-within", 0.5, "the sides that one names are among those of the other"),
    ("more-people", -0.25, "a person is named on one side only (each, up to four)"),
    ("same-day", 2.5, "both give the same day"),
    ("days-overlap", 2.0, "their days overlap"),
    ("date-within", 1.25, "the exact date lies within the vaguer one"),
    ("same-period", 1.0, "both give the same month or year"),
    ("date-possible", 0.5, "one side gives no date, and the other's is possible"),
    ("no-dates", 0.0, "neither side gives a date, and the articles are of the same weeks"),
    ("same-hour", 1.5, "both give the same hour"),
    ("same-venue", 1.0, "both name the same building"),
    ("other-venue", -1.0, "they name different buildings"),
    ("same-city", 1.5, "both are in the same city"),
    ("same-country", 0.5, "both are in the same state"),
    ("same-type", 0.5, "both are called the same kind of event"),
    ("both-summits", 0.75, "both are summits, of which there are few"),
    ("summit-or-not", -0.5, "only one side calls it a summit"),
    ("only-proposed", -0.5, "one is no more than proposed"),
    (
        "close-in-time",
        0.75,
        "the article of the one without a date appeared within a week of the other",
    ),
    ("same-topic", 0.25, "both name a topic in common"),
    ("same-article", 0.5, "the same article tells both"),
    (
        "told-at-once",
        1.5,
        "the one names two states alone and announces what the other, within three days, tells of their people",
    ),
    ("plan-and-report", 0.25, "one announces what the other reports"),
    ("rival", -2.0, "another event fits as well, so neither is taken"),
)
"""What is one event. The threshold is ``EVENT_THRESHOLD``."""

ACTOR_THRESHOLD = 4.0
NAMELESS_THRESHOLD = 3.0
EVENT_THRESHOLD = 3.5
DOUBT = 1.0
"""Pairs whose score is within this of the threshold are offered to ``kg review``."""
JUDGED = 100.0
"""The weight that stands for a person's ruling: no sum of features comes near it."""


def reason(table: dict[str, Feature], name: str, left: str = "", right: str = "") -> Reason:
    """A feature as it applied to two values.

    >>> reason(EVENTS, "same-city", "Sochi", "Sochi").weight
    1.5
    """
    feature = table[name]
    return Reason(feature=name, weight=feature.weight, left=left, right=right, why=feature.why)


def judged(same: bool, why: str, line: int) -> Reason:
    """A person's ruling as a reason among the others."""
    text = f"judged {'the same' if same else 'different'} in line {line}"
    return Reason(
        feature="judgement",
        weight=JUDGED if same else -JUDGED,
        left="",
        right="",
        why=f"{text}: {why}" if why else text,
    )


def total(reasons: tuple[Reason, ...]) -> float:
    """The sum of the weights, rounded so that no platform shows it differently."""
    return round(sum(r.weight for r in reasons), 4)
