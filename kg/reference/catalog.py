"""Loads and checks every file of ontology/: the reference data and the lexicon that drives extraction.

The files are the only place where an event type, an office, a state, a topic or a cue is written
down. This module turns them into frozen values; it holds no vocabulary of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from kg.core.errors import KgError
from kg.core.ids import BASE, local
from kg.core.model import Curie, EventType, Function, LocalIri, Notation, Status
from kg.core.terms import FOAF, KG, ORG, POS, RDF, RDFS, SCHEMA, SKOS
from kg.core.vocab import expand

_TYPE = expand(RDF.type)
_NONE = LocalIri("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Polity:
    """A state, past or present, or a territory that acts in diplomacy."""

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
    """An organisation, a format of talks, a government body or a news agency."""

    iri: LocalIri
    label: str
    names: tuple[str, ...]
    kind: str
    polity: Notation | None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """A person in an office for a state or organisation; open ends are None."""

    person: LocalIri
    role: LocalIri
    organisation: LocalIri
    start: date | None
    end: date | None
    known_until: date | None = None

    def covers(self, day: date) -> bool:
        """Did it certainly include the day? An undated tenure includes none."""
        if self.start is None or day < self.start:
            return False
        last = self.end or self.known_until
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
    """Everything in ontology/, by local IRI. ``words`` holds the plain word lists of grammar.ttl."""

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

    def polity(self, notation: Notation | None) -> Polity | None:
        """The state with this notation ("RU"), or None."""
        return self.by_notation.get(notation) if notation else None

    def person(self, key: str) -> Person | None:
        """The person whose local IRI a key is, or None when it is something else."""
        return self.people.get(LocalIri(key))


@cache
def _class(curie: Curie) -> LocalIri:
    return local(expand(curie))


class _Node:
    """One subject of the data files: its values by predicate, in the order of the file."""

    def __init__(self, iri: LocalIri) -> None:
        self.iri = iri
        self.values: dict[str, list[str]] = defaultdict(list)

    def all(self, *predicates: Curie) -> tuple[str, ...]:
        return tuple(dict.fromkeys(v for p in predicates for v in self.values.get(expand(p), ())))

    def one(self, predicate: Curie) -> str | None:
        values = self.values.get(expand(predicate))
        return values[0] if values else None

    def links(self, predicate: Curie) -> tuple[LocalIri, ...]:
        """The values of a property whose values are things."""
        return tuple(map(LocalIri, self.all(predicate)))

    def link(self, predicate: Curie) -> LocalIri | None:
        """The first value of a property whose values are things."""
        value = self.one(predicate)
        return LocalIri(value) if value else None

    def notation(self) -> Notation:
        """What a state is known by."""
        return Notation(self.one(SKOS.notation) or "")

    def flag(self, predicate: Curie) -> bool:
        return self.one(predicate) == "true"

    def is_a(self, *types: Curie) -> bool:
        return any(_class(t) in self.values.get(_TYPE, ()) for t in types)


def folder() -> Path:
    """Where ontology/ is: inside the installed package, else beside it in a checkout."""
    here = Path(__file__).parents[1]
    for candidate in (here / "ontology", here.parent / "ontology"):
        if (candidate / "kg.ttl").is_file():
            return candidate
    raise KgError(
        "the data files of ontology/ are missing",
        where=str(here),
        mend="install the package again: pip install --force-reinstall diplokg",
    )


def read(paths: Iterable[Path]) -> dict[LocalIri, _Node]:
    """The triples of Turtle files, by subject. Raises KgError with file and line."""
    nodes: dict[LocalIri, _Node] = {}
    for path in paths:
        try:
            for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
                if isinstance(quad.subject, ox.NamedNode):
                    iri = local(quad.subject.value)
                    node = nodes.setdefault(iri, _Node(iri))
                    obj = quad.object
                    value: str = getattr(obj, "value")  # noqa: B009
                    if isinstance(obj, ox.NamedNode):
                        value = value.removeprefix(BASE)
                    node.values[quad.predicate.value].append(value)
        except SyntaxError as error:
            raise KgError(
                f"not valid Turtle: {error.msg}",
                where=f"{path.name}, line {error.lineno}",
                mend="mend the line; `kg check` tells whether all files are sound",
            ) from None
    return nodes


def load(where: Path | None = None) -> Catalog:
    """Reads the data files of ``where`` (default: the bundled ontology/). The result is cached.

    >>> load().by_notation["RU"].label
    'Russia'
    """
    return _load(where or folder())


@cache
def _load(where: Path) -> Catalog:
    files = sorted(where.glob("*.ttl")) + sorted((where / "events").glob("*.ttl"))
    skip = {"kg.ttl", "shapes.ttl", "void.ttl"}
    nodes = read(f for f in files if f.name not in skip)
    ordered = [nodes[k] for k in sorted(nodes)]
    polities = {n.iri: _polity(n) for n in ordered if n.is_a(KG.State)}
    offices = {n.iri: _office(n, nodes) for n in ordered if n.is_a(ORG.Role, ORG.Post)}
    catalog = Catalog(
        polities=polities,
        places={n.iri: _place(n) for n in ordered if n.is_a(SCHEMA.Place)},
        organisations={
            n.iri: _organisation(n, polities)
            for n in ordered
            if n.is_a(ORG.FormalOrganization, ORG.Organization) and n.one(KG.orgKind)
        },
        offices=offices,
        people={n.iri: _person(n, polities) for n in ordered if n.is_a(FOAF.Person)},
        tenures=tuple(_tenure(n) for n in ordered if n.is_a(KG.Tenure)),
        topics={
            n.iri: _concept(n)
            for n in ordered
            if n.is_a(SKOS.Concept) and n.iri.startswith("topic/")
        },
        honorifics=tuple(h for n in ordered for h in n.all(KG.honorific)),
        triggers=tuple(_trigger(n) for n in ordered if n.is_a(KG.VerbTrigger, KG.NounTrigger)),
        examples=tuple(
            Examples(
                type=cast(EventType, n.one(KG.key)),
                positive=n.all(KG.positive),
                negative=n.all(KG.negative),
            )
            for n in ordered
            if n.one(KG.key)
        ),
        cues=tuple(
            Cue(
                status=cast(Status, n.one(KG.cueStatus)),
                relation=n.one(KG.cueRelation) or "governor",
                words=frozenset(n.all(KG.word)),
            )
            for n in ordered
            if n.is_a(KG.StatusCue)
        ),
        words={
            n.iri.rsplit("/", 1)[1]: frozenset(n.all(KG.word))
            for n in ordered
            if n.is_a(KG.WordList)
        },
        codes=tuple(
            (
                n.one(KG.forType) or "",
                n.one(KG.forStatus) or "",
                n.one(KG.circumstance) or "",
                n.one(KG.cameo) or "",
                n.one(KG.plover) or "",
            )
            for n in ordered
            if n.is_a(KG.CodeRule)
        ),
        by_notation={p.notation: p for p in polities.values()},
    )
    if not catalog.triggers:
        raise KgError(
            "no trigger is defined", where=str(where / "events"), mend="restore the files"
        )
    return catalog


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


def _names(n: _Node) -> tuple[str, ...]:
    return n.all(RDFS.label, SKOS.prefLabel, SKOS.altLabel)


def _polity(n: _Node) -> Polity:
    return Polity(
        iri=n.iri,
        notation=n.notation(),
        label=n.one(RDFS.label) or n.iri,
        names=_names(n),
        adjectives=n.all(KG.adjective),
        demonyms=n.all(KG.demonym),
        metonyms=n.all(KG.metonym),
        ambiguous=frozenset(n.all(KG.ambiguousName)),
        capital=n.link(KG.capital),
        former=n.flag(KG.formerState),
        territory_of=n.link(KG.territoryOf),
    )


def _number(text: str | None) -> float | None:
    return float(text) if text else None


def _place(n: _Node) -> Place:
    geonames = n.one(KG.geonames)
    return Place(
        iri=n.iri,
        label=n.one(RDFS.label) or n.iri,
        names=_names(n),
        container=n.link(SCHEMA.containedInPlace),
        latitude=_number(n.one(POS.lat)),
        longitude=_number(n.one(POS.long)),
        geonames=int(geonames) if geonames else None,
    )


def _organisation(n: _Node, polities: Mapping[LocalIri, Polity]) -> Organisation:
    state = polities.get(n.link(KG.polity) or _NONE)
    return Organisation(
        iri=n.iri,
        label=n.one(RDFS.label) or n.iri,
        names=_names(n),
        kind=n.one(KG.orgKind) or "organisation",
        polity=state.notation if state else None,
        members=n.links(ORG.hasMember),
        domains=n.all(KG.domain),
        ambiguous=n.flag(KG.ambiguous),
    )


def _office(n: _Node, nodes: Mapping[LocalIri, _Node]) -> Office:
    role = n.link(ORG.role)
    base = nodes.get(role or _NONE, n)
    state = nodes.get(n.link(ORG.postIn) or _NONE)
    notation = (state.notation() or None) if state else None
    return Office(
        iri=n.iri,
        label=n.one(SKOS.prefLabel) or n.one(RDFS.label) or n.iri,
        names=_names(n),
        plurals=n.all(KG.plural),
        abbreviations=n.all(KG.abbreviation),
        rank=int(n.one(KG.rank) or base.one(KG.rank) or 5),
        kind=n.one(KG.officeKind) or base.one(KG.officeKind) or "political",
        role=role or n.iri,
        polity=notation,
        generic=n.flag(KG.genericRole),
        complement=n.flag(KG.takesComplement),
        ambiguous=n.flag(KG.ambiguous),
        counterpart=n.flag(KG.counterpart),
        case_sensitive=n.flag(KG.caseSensitive),
    )


def _person(n: _Node, polities: Mapping[LocalIri, Polity]) -> Person:
    state = polities.get(n.link(KG.country) or _NONE)
    return Person(
        iri=n.iri,
        label=n.one(RDFS.label) or n.iri,
        names=_names(n),
        family=n.all(KG.familyName),
        polity=state.notation if state else None,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _tenure(n: _Node) -> Tenure:
    return Tenure(
        person=n.link(ORG.member) or _NONE,
        role=n.link(ORG.role) or n.link(KG.post) or _NONE,
        organisation=n.link(ORG.organization) or _NONE,
        start=_day(n.one(KG.start)),
        end=_day(n.one(KG.end)),
        known_until=_day(n.one(KG.knownUntil)),
    )


def _concept(n: _Node) -> Concept:
    return Concept(
        iri=n.iri,
        label=n.one(SKOS.prefLabel) or n.iri,
        names=_names(n),
        broader=n.links(SKOS.broader),
    )


def _trigger(n: _Node) -> Trigger:
    name = n.iri.removeprefix("trigger/")
    roles = dict(cast("tuple[str, Function]", tuple(r.split())) for r in n.all(KG.participant))
    return Trigger(
        name=name,
        type=cast(EventType, name.split("/")[0]),
        pos="VERB" if n.is_a(KG.VerbTrigger) else "NOUN",
        lemma=tuple((n.one(KG.lemma) or "").split()),
        roles=roles,
        needs=frozenset(n.all(KG.needs)),
        minimum=int(n.one(KG.minimum) or 2),
        weight=float(n.one(KG.weight) or 0.8),
        options=frozenset(n.all(KG.option)),
    )


__all__ = ["BASE", "Catalog", "Trigger", "folder", "load", "problems", "read"]
