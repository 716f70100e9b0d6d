"""Event mentions as what can be compared: who, for which sides, when at the earliest and latest, where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kg.core.model import LocalIri, Notation, Told
from kg.reference.catalog import Catalog, Organisation
from kg.reference.event_kinds import kind_of
from kg.resolve.model import ResolvedActor, Side, side
from kg.resolve.people.names import folded
from kg.resolve.people.reference import Reference

Mood = Literal["held", "future", "off", "denied"]
MOODS: dict[str, Mood] = {
    "held": "held", "ongoing": "held", "planned": "future", "proposed": "future",
    "postponed": "off", "cancelled": "off", "declined": "off", "denied": "denied",
}  # fmt: skip
FINE = 14
"""The longest stretch of days that counts as an exact date."""
_REACH = 400
"""How many days before or after an article an event without a date may lie."""
_SLIP = 30
"""By how many days a plan "by May" may come late and be the same plan."""
_MEMBERS = 8
"""A body with at most so many members stands for them (the Normandy Four, the G7)."""
_HOUR = re.compile(
    r"\b(\d{1,2})(?:[:.](\d\d))?(?:\s*[-–—]\s*\d{1,2}(?:[:.]\d\d)?)?\s*([ap])\.?\s?m\b", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One mention. Days are ordinals; ``low`` and ``high`` bound the event, both inclusive, or are None.

    ``dated`` tells that the mention itself gives both bounds; ``exact`` that they are at most
    ``FINE`` days apart and not a week, month or year by name. ``people`` are nodes of named people,
    ``sides`` the states and bodies that take part (``Side``), ``of_side`` the people of each side. ``strangers``
    are the family names of people of no known state, ``surnames`` those of all; ``marks`` are all that
    a mention can be found by. ``group`` and ``one_place`` are traits of the type (kg.reference.event_kinds).
    ``source`` is the article whose text this one prints: itself unless it is a copy.
    """

    id: LocalIri
    told: Told
    group: str
    one_place: bool
    mood: Mood
    actors: tuple[LocalIri, ...]
    people: frozenset[LocalIri]
    sides: frozenset[Side]
    formats: frozenset[LocalIri]
    strangers: frozenset[str]
    surnames: frozenset[str]
    marks: frozenset[str]
    of_side: Mapping[Side, frozenset[LocalIri]]
    low: int | None
    high: int | None
    dated: bool
    exact: bool
    hour: str | None
    city: str | None
    country: Notation | None
    venue: str | None
    topics: frozenset[str]
    published: int | None
    source: LocalIri

    @property
    def article(self) -> LocalIri:
        """The article that tells it."""
        return self.told.article


def profile(
    told: Told,
    refers: Mapping[LocalIri, LocalIri],
    actors: Mapping[LocalIri, ResolvedActor],
    known: Reference,
    *,
    source: LocalIri | None = None,
) -> Profile:
    """The profile of a mention whose actor mentions are resolved; ``source`` where its article is a copy."""
    frame = told.frame
    nodes = tuple(dict.fromkeys(refers[said] for said, _ in told.actors()))
    sides: set[Side] = set()
    formats: set[LocalIri] = set()
    of_side: dict[Side, set[LocalIri]] = {}
    stateless: list[LocalIri] = []
    acts_for = {
        refers[said]: party
        for said, a in told.actors()
        if a.kind == "person" and a.polity and (party := known.catalog.bodies.get(a.polity))
    }
    for iri in nodes:
        actor = actors[iri]
        body = known.catalog.organisations.get(iri)
        if body is not None and body.kind != "government" and (body.polity is None):
            formats.add(iri)
            if 0 < len(body.members) <= _MEMBERS:
                sides.update(member_sides(body, known.catalog))
            else:
                sides.add(side(None, iri))
            continue
        if iri in acts_for:
            own = side(None, acts_for[iri])
            sides.add(own)
            of_side.setdefault(own, set()).add(iri)
            continue
        if actor.polity is None and actor.kind in {"person", "role"}:
            stateless.append(iri)
            continue
        own = side(actor.polity, iri)
        sides.add(own)
        if actor.kind == "person":
            of_side.setdefault(own, set()).add(iri)
    named = [i for i in nodes if actors[i].kind == "person"]
    surnames = {i: known.parse(actors[i].label, actors[i].polity).family for i in named}
    strangers = frozenset(surnames[i] for i in stateless if i in surnames)
    if not sides:
        sides.update(side(None, iri) for iri in stateless)
    low, high, dated = _bounds(told)
    venue = frame.venue
    when = frame.when
    kind = kind_of(frame.type)
    exact = dated and low is not None and high is not None and high - low <= FINE
    if exact and when is not None and when.precision in {"month", "year", "week"}:
        exact = False
    return Profile(
        id=told.mention,
        told=told,
        group=kind.group,
        one_place=kind.one_place,
        mood=MOODS[frame.status],
        actors=nodes,
        people=frozenset(i for i in nodes if actors[i].kind == "person"),
        sides=frozenset(sides),
        strangers=strangers,
        surnames=frozenset(surnames.values()),
        marks=frozenset(sides | formats | {f"~{s}" for s in strangers}),
        formats=frozenset(formats),
        of_side={k: frozenset(v) for k, v in of_side.items()},
        low=low,
        high=high,
        dated=dated,
        exact=exact,
        hour=_hour(told),
        city=folded(venue.city) if venue and venue.city else None,
        country=venue.country if venue else None,
        venue=(venue.ref or folded(venue.name)) if venue and venue.name else None,
        topics=frozenset(t.ref or folded(t.label) for t in frame.topics),
        published=told.published.toordinal() if told.published else None,
        source=source or told.article,
    )


def member_sides(body: Organisation, catalog: Catalog) -> list[Side]:
    """The sides of the members of a body."""
    polities = catalog.polities
    return [side(polities[m].notation if m in polities else None, m) for m in body.members]


def _bounds(told: Told) -> tuple[int | None, int | None, bool]:
    """What bounds the event: its own words, else the day of publication and its status."""
    when = told.frame.when
    low = high = None
    if when is not None:
        low, high = (d.toordinal() if d else None for d in (when.earliest, when.latest))
        if low is not None and high is not None:
            return low, high, True
    if told.published is None:
        return low, high, False
    day = told.published.toordinal()
    mood = MOODS[told.frame.status]
    if mood == "held" and high is not None:
        # What took place did so before it was told, whatever a bound in the text is of.
        high = min(high, day)
    if low is None:
        low = day if mood == "future" else (high or day) - _REACH
    if high is None:
        high = day if mood == "held" else max(low, day) + _REACH
    elif mood == "future":
        high += _SLIP
    return (low, high, False) if low <= high else (low, low, False)


def _hour(told: Told) -> str | None:
    """The hour that the words of the date or the evidence give ("4:34 p.m."), as 24-hour time."""
    texts = [told.frame.when.text or ""] if told.frame.when else []
    for text in (*texts, *(e.quote for e in told.frame.evidence)):
        found = _HOUR.search(text)
        if found:
            hour = int(found[1]) % 12 + (12 if found[3].lower() == "p" else 0)
            return f"{hour:02}:{found[2] or '00'}"
        if re.search(r"\bnoon\b", text):
            return "12:00"
    return None


def iso(day: int | None) -> str:
    """An ordinal as it is shown.

    >>> iso(737193)
    '2019-05-14'
    """
    return date.fromordinal(day).isoformat() if day is not None else ""
