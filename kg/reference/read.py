"""Reads every file of ontology/ into a catalog. Knows Turtle, and nothing of what the catalog is for."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from kg.core.errors import KgError
from kg.core.ids import BASE, local
from kg.core.model import Curie, EventType, Function, LocalIri, Notation, Status
from kg.core.terms import FOAF, KG, ORG, POS, RDF, RDFS, SCHEMA, SKOS
from kg.core.vocab import expand
from kg.reference.catalog import (
    Abroad,
    Catalog,
    Concept,
    Cue,
    Examples,
    Office,
    Organisation,
    Person,
    Place,
    Polity,
    Tenure,
    Trigger,
)

_TYPE = expand(RDF.type)
_NONE = LocalIri("")
_AMBASSADORS = "ambassadors.ttl"


@cache
def _class(curie: Curie) -> LocalIri:
    return local(expand(curie))


class Subject:
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
    """Where ontology/ is: KG_ONTOLOGY, else inside the installed package, else beside it in a checkout."""
    return _folder(os.environ.get("KG_ONTOLOGY", ""))


@cache
def _folder(named: str) -> Path:
    if named:
        if (Path(named) / "kg.ttl").is_file():
            return Path(named).absolute()
        raise KgError(
            "there is no ontology in the folder that KG_ONTOLOGY names",
            where=named,
            mend="name a copy of ontology/, with its kg.ttl; or unset KG_ONTOLOGY",
        )
    here = Path(__file__).parents[1]
    for candidate in (here / "ontology", here.parent / "ontology"):
        if (candidate / "kg.ttl").is_file():
            return candidate
    raise KgError(
        "the data files of ontology/ are missing",
        where=str(here),
        mend="install the package again: pip install --force-reinstall diplokg",
    )


def read(paths: Iterable[Path]) -> dict[LocalIri, Subject]:
    """The triples of Turtle files, by subject. Raises KgError with file and line."""
    nodes: dict[LocalIri, Subject] = {}
    for path in paths:
        try:
            for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
                if isinstance(quad.subject, ox.NamedNode):
                    iri = local(quad.subject.value)
                    node = nodes.get(iri)
                    if node is None:
                        node = nodes[iri] = Subject(iri)
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
    skip = {"kg.ttl", "shapes.ttl", "void.ttl", _AMBASSADORS}
    nodes = read(f for f in files if f.name not in skip)
    ordered = [nodes[k] for k in sorted(nodes)]
    polities = {n.iri: _polity(n) for n in ordered if n.is_a(KG.State)}
    offices = {n.iri: _office(n, nodes) for n in ordered if n.is_a(ORG.Role, ORG.Post)}
    catalog = Catalog(
        polities=polities,
        places={n.iri: _place(n) for n in ordered if n.is_a(SCHEMA.Place)},
        organisations={
            n.iri: _organisation(n, polities, nodes)
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
        abroad=partial(ambassadors, where),
        bodies={
            n.notation(): n.iri
            for n in ordered
            if n.is_a(ORG.FormalOrganization) and n.one(KG.orgKind) and n.notation()
        },
    )
    if not catalog.triggers:
        raise KgError(
            "no trigger is defined", where=str(where / "events"), mend="restore the files"
        )
    return catalog


@cache
def ambassadors(where: Path) -> Abroad:
    """The ambassadors of a folder like ontology/: a file of its own, read where a text speaks of one.

    >>> len(ambassadors(folder()).tenures) > 3000
    True
    """
    path = where / _AMBASSADORS
    nodes = read([path]) if path.is_file() else {}
    polities = load(where).polities
    ordered = [nodes[k] for k in sorted(nodes)]
    return Abroad(
        people={n.iri: _person(n, polities) for n in ordered if n.is_a(FOAF.Person)},
        tenures=tuple(_tenure(n) for n in ordered if n.is_a(KG.Tenure)),
    )


def _names(n: Subject) -> tuple[str, ...]:
    return n.all(RDFS.label, SKOS.prefLabel, SKOS.altLabel)


def _polity(n: Subject) -> Polity:
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
        since=int(n.one(KG.startYear) or 0) or None,
        until=int(n.one(KG.endYear) or 0) or None,
        successors=n.links(KG.succeededBy),
    )


def _number(text: str | None) -> float | None:
    return float(text) if text else None


def _place(n: Subject) -> Place:
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


def _organisation(
    n: Subject, polities: Mapping[LocalIri, Polity], nodes: Mapping[LocalIri, Subject]
) -> Organisation:
    state = polities.get(n.link(KG.polity) or _NONE)
    whole = nodes.get(n.link(ORG.subOrganizationOf) or _NONE, n)
    return Organisation(
        iri=n.iri,
        label=n.one(RDFS.label) or n.iri,
        names=_names(n),
        kind=n.one(KG.orgKind) or "organisation",
        polity=state.notation if state else None,
        notation=whole.notation() or None,
        members=n.links(ORG.hasMember),
        domains=n.all(KG.domain),
        ambiguous=n.flag(KG.ambiguous),
    )


def _office(n: Subject, nodes: Mapping[LocalIri, Subject]) -> Office:
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
        broader=n.link(SKOS.broader),
    )


def _person(n: Subject, polities: Mapping[LocalIri, Polity]) -> Person:
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


def _tenure(n: Subject) -> Tenure:
    return Tenure(
        person=n.link(ORG.member) or _NONE,
        role=n.link(ORG.role) or n.link(KG.post) or _NONE,
        organisation=n.link(ORG.organization) or _NONE,
        start=_day(n.one(KG.start)),
        end=_day(n.one(KG.end)),
        known_until=_day(n.one(KG.knownUntil)),
        start_year=int(n.one(KG.startYear) or 0) or None,
        end_year=int(n.one(KG.endYear) or 0) or None,
        iri=n.iri,
        to=n.link(KG.accreditedTo),
    )


def _concept(n: Subject) -> Concept:
    return Concept(
        iri=n.iri,
        label=n.one(SKOS.prefLabel) or n.iri,
        names=_names(n),
        broader=n.links(SKOS.broader),
    )


def _trigger(n: Subject) -> Trigger:
    name = n.iri.removeprefix("trigger/")
    roles = dict(cast("tuple[str, Function]", tuple(r.split())) for r in n.all(KG.participant))
    return Trigger(
        name=name,
        type=name.split("/")[0],
        pos="VERB" if n.is_a(KG.VerbTrigger) else "NOUN",
        lemma=tuple((n.one(KG.lemma) or "").split()),
        roles=roles,
        needs=frozenset(n.all(KG.needs)),
        minimum=int(n.one(KG.minimum) or 2),
        weight=float(n.one(KG.weight) or 0.8),
        options=frozenset(n.all(KG.option)),
    )
