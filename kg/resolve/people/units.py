"""Actor mentions as units: one article's view of one actor, which is never taken apart by a score.

Within an article a name means one actor, and so does an office of one state. Units of one full name
and state share an *item*, which is what clusters are made of; a ruling about one article gives the
units of that article an item of their own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias, TypeVar

from kg.core.model import Actor, ActorKind, LocalIri, Notation, Told
from kg.resolve.people.names import Name, folded
from kg.resolve.people.reference import Reference

_S = TypeVar("_S", bound=str)
ERA = 30
"""Years without a word of a name, after which the name may be somebody else's."""


@dataclass(slots=True, kw_only=True)
class Unit:
    """What one article says of one actor. ``day`` is the earliest day of its events, else of the article."""

    id: str
    article: LocalIri
    source_id: str
    kind: ActorKind
    name: str | None
    office: str | None
    polity: Notation | None
    ref: LocalIri | None
    role: LocalIri | None
    unique: bool
    day: date | None
    mentions: list[LocalIri] = field(default_factory=list)
    frames: list[LocalIri] = field(default_factory=list)
    offices: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def units_of(told: Sequence[Told], known: Reference) -> list[Unit]:
    """The units of mentions that are sorted by their IRIs, in the order of their ids."""
    rows: dict[str, list[_Row]] = defaultdict(list)
    for t in told:
        for said, a in t.actors():
            name, office = spoken(a, known)
            words = folded(name) if name else f"@{folded(office or '')}@{a.polity or ''}"
            rows[f"{t.article}|{a.kind}|{words}"].append((t, said, a))
    return [_unit(key, rows[key], known) for key in sorted(rows)]


_Row: TypeAlias = tuple[Told, LocalIri, Actor]


def _unit(key: str, rows: list[_Row], known: Reference) -> Unit:
    actors = [a for _, _, a in rows]
    first = rows[0][0]
    # The body that somebody acts for in an event is not their state: that tells people apart.
    polity = _most(a.polity for a in actors if a.polity not in known.catalog.bodies)
    said = [spoken(a, known) for a in actors]
    texts = [office for _, office in said if office]
    named = [o for o in (known.office(text, polity) for text in dict.fromkeys(texts)) if o]
    office = min(named, key=lambda o: (o.rank, o.iri)) if named else None
    days = [d for d in (_day(t) for t, _, _ in rows) if d]
    return Unit(
        id=key,
        article=first.article,
        source_id=first.source_id,
        kind=actors[0].kind,
        name=_most(name for name, _ in said),
        office=_most(texts),
        polity=polity,
        ref=_most(a.ref for a in actors),
        role=office.role if office else None,
        unique=known.unique(office),
        day=min(days) if days else first.published,
        mentions=[said for _, said, _ in rows],
        frames=[t.mention for t, _, _ in rows],
        offices=texts,
        names=[name for name, _ in said if name],
    )


def spoken(a: Actor, known: Reference) -> tuple[str | None, str | None]:
    """The name and the office that an actor is given; a person's "name" may be an office alone."""
    if a.kind == "person" and a.name and known.titled(a.name):
        return None, a.office or a.name
    return a.name, a.office


def _day(told: Told) -> date | None:
    """The day of an event as far as it tells who was in office then; else that of the article."""
    when = told.frame.when
    if when and when.precision in {"day", "week", "month"} and when.earliest:
        return when.earliest
    return told.published


def _most(values: Iterable[_S | None]) -> _S | None:
    """The most frequent value; among equals the first in the alphabet."""
    said = [v for v in values if v]
    if len(said) < 2:
        return said[0] if said else None
    counts = Counter(said)
    return min(counts, key=lambda v: (-counts[v], v)) if counts else None


@dataclass(slots=True, kw_only=True)
class Item:
    """Units that are one beyond doubt, or an entry of the reference data with nobody yet.

    ``names`` are the parsed names it is compared by, ``authority`` its IRI in the reference data.
    ``years`` and ``roles`` (role, year) say when it is known and as what. ``ambiguous`` marks the name
    of two entries of the reference data: its item is of one article, and joins one of these or nobody.
    """

    id: str
    polity: Notation | None
    names: tuple[Name, ...] = ()
    authority: LocalIri | None = None
    units: list[Unit] = field(default_factory=list)
    articles: set[LocalIri] = field(default_factory=set)
    frames: set[LocalIri] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    roles: set[tuple[LocalIri, int]] = field(default_factory=set)
    tag: str = ""
    ambiguous: bool = False

    def take(self, unit: Unit) -> None:
        """Adds a unit and what it says."""
        self.units.append(unit)
        self.articles.add(unit.article)
        self.frames.update(unit.frames)
        if unit.day:
            self.years.add(unit.day.year)
            if unit.role and unit.unique:
                self.roles.add((unit.role, unit.day.year))


def eras(units: Iterable[Unit], gap: int) -> list[list[Unit]]:
    """Units in order of time, cut where more than ``gap`` years lie between two; undated ones come first.

    >>> eras([], 30)
    []
    """
    ordered = sorted(units, key=lambda u: (u.day or date.min, u.id))
    out: list[list[Unit]] = []
    last: date | None = None
    for unit in ordered:
        if not out or (last and unit.day and unit.day.year - last.year > gap):
            out.append([])
        out[-1].append(unit)
        last = unit.day or last
    return out
