"""What an authority knows, to be read: terms of each office of each state, and when nobody is known in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kg.construction import authority as authorities
from kg.core.errors import KgError
from kg.core.model import LocalIri, Notation
from kg.reference.catalog import Catalog, Office, Organisation, Tenure
from kg.reference.terms import Seat, holes, seats, span
from kg.resolve.people.names import folded
from kg.resolve.people.reference import reference

NOBODY = "nobody is known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A term, a stretch without one, or, where ``terms`` is told, all of an office; days as they are known."""

    state: str
    office: str
    first: str = ""
    last: str = ""
    who: str = ""
    note: str = ""
    terms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for: a state, an office, and a stretch of days."""

    state: LocalIri | None = None
    role: LocalIri | None = None
    since: date | None = None
    until: date | None = None


def wish(
    catalog: Catalog, *, state: str | None, office: str | None, since: str | None, until: str | None
) -> Wish:
    """What words of a person mean. Raises KgError for a state or body, an office or a day that is none.

    >>> from kg.reference.read import load
    >>> wish(load(), state="WHO", office="director-general", since=None, until=None).role
    'post/director-general-of-the-who'
    """
    where = "kg authority"
    body = _body(catalog, state or "")
    home = body.notation if body else authorities.polity(state or "", catalog, where)
    found = reference(catalog).office(office, home)
    if office and found is None:
        mend = "call it as ontology/offices.ttl does, as in --office 'foreign minister'"
        raise KgError(f"unknown office '{office}'", where=where, mend=mend)
    known = body or catalog.polity(home)
    return Wish(
        state=known.iri if known else None,
        role=_of(catalog, body, found) if found and body else found.role if found else None,
        since=authorities.day_of(since or "", where, last=False),
        until=authorities.day_of(until or "", where, last=True),
    )


def _body(catalog: Catalog, text: str) -> Organisation | None:
    """The body that is no state which a code or a name means: "NATO", "Council of Europe"."""
    name = folded(text).removeprefix("the ")
    known = reference(catalog)
    if catalog.polity(Notation(text.upper())) or name in known.polities:
        return None
    iri = catalog.bodies.get(Notation(text.upper())) or known.organisations.get(name)
    return catalog.organisations.get(iri) if iri else None


def _of(catalog: Catalog, body: Organisation, office: Office) -> LocalIri:
    """The office of a body that is meant: its own, where it has one that is called so and more."""
    start = folded(f"{office.label} of ").replace("-", " ")
    for role, party in sorted(seats(catalog)):
        own = catalog.offices.get(role)
        if party == body.iri and own and folded(own.label).replace("-", " ").startswith(start):
            return role
    return office.role


def lines(catalog: Catalog, asked: Wish, *, today: date) -> Iterator[Line]:
    """Terms and stretches without one, by state, office and day.

    Where no beginning is asked for, it is that of the first term; the end is ``today``.
    """
    until = asked.until or today
    for seat, terms in _seats(catalog, asked):
        known = [s.first for t in terms if (s := span(t))]
        since = asked.since or min(known, default=until)
        state, office = _names(catalog, seat)
        found = []
        for t in terms:
            days = span(t)
            if days and (days.first > until or days.until < since):
                continue
            first = t.start or t.start_year or ""
            last = t.end or t.end_year or ""
            person = catalog.people.get(t.person)
            line = Line(
                state=state,
                office=office,
                first=str(first),
                last=str(last),
                who=person.label if person else t.person,
                note="; ".join(_notes(catalog, t)),
            )
            found.append((days.first if days else date.min, line))
        # In an office that several hold, or that was not there yet, days without anybody say nothing.
        if known and reference(catalog).unique(catalog.offices.get(seat[0])):
            for hole in holes(terms, since, until):
                line = Line(
                    state=state,
                    office=office,
                    first=str(hole.first),
                    last=str(hole.last),
                    note=NOBODY,
                )
                found.append((hole.first, line))
        yield from (line for _, line in sorted(found, key=lambda f: f[0]))
        if asked.role and asked.state and not terms:
            yield Line(state=state, office=office, note=NOBODY)


def summary(catalog: Catalog, asked: Wish) -> Iterator[Line]:
    """A line for each office of each state: how many terms of it are known, from when to when."""
    for seat, terms in _seats(catalog, asked):
        state, office = _names(catalog, seat)
        known = [s for t in terms if (s := span(t))]
        yield Line(
            state=state,
            office=office,
            first=str(min((s.first for s in known), default="")),
            last=str(max((s.last or s.first for s in known), default="")),
            terms=len(terms),
        )


def _notes(catalog: Catalog, term: Tenure) -> Iterator[str]:
    if term.to:
        yield f"to {_names(catalog, (term.role, term.to))[0]}"
    if term.iri is None:
        yield "yours"
    if span(term) is None:
        yield "no days are known"
    if term.known_until and not term.end:
        yield f"known until {term.known_until}"


def _seats(catalog: Catalog, asked: Wish) -> list[tuple[Seat, list[Tenure]]]:
    known = seats(catalog)
    if asked.role and asked.state:
        known = {(asked.role, asked.state): known.get((asked.role, asked.state), [])}
    chosen = [
        (seat, terms)
        for seat, terms in known.items()
        if asked.role in (None, seat[0]) and asked.state in (None, seat[1])
    ]
    return sorted(chosen, key=lambda c: _names(catalog, c[0]))


def _names(catalog: Catalog, seat: Seat) -> tuple[str, str]:
    role, home = seat
    place = catalog.polities.get(home) or catalog.organisations.get(home)
    office = catalog.offices.get(role)
    return place.label if place else home, office.label if office else role
