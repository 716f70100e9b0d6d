"""What ontology/ holds, as values: the reference data and the lexicon that drives extraction.

The files are the only place where an event type, an office, a state, a topic or a cue is written
down, and kg.reference.read reads them. Nothing here knows RDF, a file or a word of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from kg.core.model import EventType, Function, LocalIri, Notation, Status
from kg.reference.once import once


@dataclass(frozen=True, slots=True, kw_only=True)
class Polity:
    """A state, past or present, or a territory that acts in diplomacy.

    ``since`` and ``until`` are the years of one that is past, ``successors`` those that came after it.
    """

    iri: LocalIri
    notation: Notation
    label: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    demonyms: tuple[str, ...]
    metonyms: tuple[str, ...]
    ambiguous: frozenset[str]
    capital: LocalIri | None
    former: bool
    territory_of: LocalIri | None
    since: int | None = None
    until: int | None = None
    successors: tuple[LocalIri, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A city or a building; ``container`` is the local IRI of the place or state around it."""

    iri: LocalIri
    label: str
    names: tuple[str, ...]
    container: LocalIri | None
    latitude: float | None
    longitude: float | None
    geonames: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation, a format of talks, a government body or a news agency.

    ``notation`` is that of the body that its officials act for ("UN", of the Security Council, too).
    """

    iri: LocalIri
    label: str
    names: tuple[str, ...]
    kind: str
    polity: Notation | None
    notation: Notation | None
    members: tuple[LocalIri, ...]
    domains: tuple[str, ...]
    ambiguous: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What a person is called by: "foreign minister" and its other names."""

    iri: LocalIri
    label: str
    names: tuple[str, ...]
    plurals: tuple[str, ...]
    abbreviations: tuple[str, ...]
    rank: int
    kind: str
    role: LocalIri
    polity: Notation | None
    generic: bool
    complement: bool
    ambiguous: bool
    counterpart: bool
    case_sensitive: bool
    broader: LocalIri | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """A person in an office for a state or organisation; open ends are None.

    ``start_year`` and ``end_year`` are what a source gives that names no day; ``to`` is the state or body
    that an ambassador is sent to.
    """

    person: LocalIri
    role: LocalIri
    organisation: LocalIri
    start: date | None
    end: date | None
    known_until: date | None = None
    start_year: int | None = None
    end_year: int | None = None
    iri: LocalIri | None = None
    to: LocalIri | None = None

    def covers(self, day: date) -> bool:
        """Did it certainly include the day? An undated tenure includes none.

        Of a year that is all a source gives, it is not certain on which of its days the tenure began or
        ended: only the years between are.

        >>> t = Tenure(person="person/a", role="post/b", organisation="org/un", start=None, end=None,
        ...            start_year=1961, end_year=1974)
        >>> t.covers(date(1961, 6, 1)), t.covers(date(1962, 1, 1)), t.covers(date(1974, 6, 1))
        (False, True, False)
        """
        first = self.start or (date(self.start_year + 1, 1, 1) if self.start_year else None)
        if first is None or day < first:
            return False
        last = self.end or (date(self.end_year - 1, 12, 31) if self.end_year else self.known_until)
        return last is None or day <= last


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An entry of the authority."""

    iri: LocalIri
    label: str
    names: tuple[str, ...]
    family: tuple[str, ...]
    polity: Notation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Abroad:
    """Ambassadors: people who are known as such alone, and the terms of all."""

    people: Mapping[LocalIri, Person] = field(default_factory=dict)
    tenures: tuple[Tenure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A topic of the scheme."""

    iri: LocalIri
    label: str
    names: tuple[str, ...]
    broader: tuple[LocalIri, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """Words that state an event, and who does what around them.

    ``roles`` maps a grammatical slot (subject, object, possessive, compound, adjective or a
    preposition) to the function of the actor found there.
    """

    name: str
    type: EventType
    pos: str
    lemma: tuple[str, ...]
    roles: Mapping[str, Function]
    needs: frozenset[str]
    minimum: int
    weight: float
    options: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Sentences of an event file that must, and must not, give an event of its type."""

    type: EventType
    positive: tuple[str, ...]
    negative: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A word that turns the status of the event that it governs, modifies or stands beside."""

    status: Status
    relation: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """Everything in ontology/, by local IRI. ``words`` holds the plain word lists of grammar.ttl.

    ``abroad`` reads the ambassadors, who are many and seldom asked for; ``everybody`` has them among the others,
    and then ``envoys`` says who they are.
    """

    polities: Mapping[LocalIri, Polity]
    places: Mapping[LocalIri, Place]
    organisations: Mapping[LocalIri, Organisation]
    offices: Mapping[LocalIri, Office]
    people: Mapping[LocalIri, Person]
    tenures: tuple[Tenure, ...]
    topics: Mapping[LocalIri, Concept]
    honorifics: tuple[str, ...]
    triggers: tuple[Trigger, ...]
    examples: tuple[Examples, ...]
    cues: tuple[Cue, ...]
    words: Mapping[str, frozenset[str]]
    codes: tuple[tuple[str, str, str, str, str], ...] = ()
    by_notation: Mapping[Notation, Polity] = field(default_factory=dict)
    bodies: Mapping[Notation, LocalIri] = field(default_factory=dict)
    abroad: Callable[[], Abroad] = Abroad
    envoys: frozenset[LocalIri] = frozenset()

    def polity(self, notation: Notation | None) -> Polity | None:
        """The state with this notation ("RU"), or None."""
        return self.by_notation.get(notation) if notation else None

    def party(self, notation: Notation | None) -> LocalIri | None:
        """Whom somebody acts for: the local IRI of a state, or of a body like the United Nations ("UN")."""
        state = self.polity(notation)
        return state.iri if state else self.bodies.get(notation) if notation else None

    def person(self, key: str) -> Person | None:
        """The person whose local IRI a key is, or None when it is something else."""
        known = self.people.get(LocalIri(key))
        if known is None and key.startswith("person/"):
            return self.abroad().people.get(LocalIri(key))
        return known


@once
def everybody(catalog: Catalog) -> Catalog:
    """The catalog with its ambassadors among the people; for whoever decides who is one, or lists terms."""
    abroad = catalog.abroad()
    if not abroad.tenures:
        return catalog
    return replace(
        catalog,
        people={**abroad.people, **catalog.people},
        tenures=(*catalog.tenures, *abroad.tenures),
        abroad=Abroad,
        envoys=frozenset(abroad.people),
    )


def problems(catalog: Catalog) -> tuple[str, ...]:
    """Entries that nothing can use or that mean two things: one line each, for ``kg check``."""
    out: list[str] = []
    for kind, entries in (("office", catalog.offices), ("topic", catalog.topics)):
        claimed: dict[tuple[str, str | None], str] = {}
        for entry in entries.values():
            scope = getattr(entry, "polity", None)
            for name in entry.names:
                other = claimed.setdefault((name.casefold(), scope), entry.iri)
                if other != entry.iri:
                    out.append(f"{kind} name '{name}' is claimed by {other} and {entry.iri}")
    known = catalog.polities.keys() | catalog.organisations.keys()
    for t in catalog.tenures:
        if t.person not in catalog.people or t.role not in catalog.offices:
            out.append(f"tenure of {t.person} as {t.role}: no such person or office")
        if t.organisation not in known:
            out.append(f"tenure of {t.person}: no state or organisation {t.organisation}")
    for p in catalog.places.values():
        if p.container and p.container not in catalog.places and p.container not in known:
            out.append(f"place {p.iri} lies in {p.container}, which is not defined")
    return tuple(out)
