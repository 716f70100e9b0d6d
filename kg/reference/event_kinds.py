"""The types of event as values: what each file of ontology/events/ says of its type.

A type stands in one file: its class, its traits, the words that state it, its codes. Whatever the
program must know of a type it asks here, so that a type is added by adding a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar, cast, get_args

from kg.core.errors import KgError
from kg.core.ids import NS, local
from kg.core.model import Curie, EventType, LocalIri
from kg.core.terms import KG, RDFS
from kg.reference.read import folder, read

if TYPE_CHECKING:
    from kg.reference.read import Subject

Contact = Literal["face to face", "at a distance", "none"]
_EVENT = "Event"
_V = TypeVar("_V")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind:
    """A type of event. ontology/kg.ttl says of each trait what it means (kg:talks, kg:onePlace …).

    ``classes`` are the class of the type and the broader ones that a store states beside it, without
    kg:Event; ``aliases`` the names that annotations made elsewhere have for it.
    """

    key: EventType
    classes: tuple[str, ...]
    label: str
    comment: str
    heading: str
    noun: str
    nouns: str
    order: int
    aliases: tuple[str, ...]
    group: str
    precedence: int
    contact: Contact
    talks: bool
    gathering: bool
    by_channel: bool
    one_place: bool
    directed: bool
    in_passing: bool
    part_of_visit: bool
    part_of_summit: bool


def event_kinds(where: Path | None = None) -> Mapping[EventType, EventKind]:
    """All types by their keys, in the order of kg:order. ``where`` is a folder like ontology/.

    Raises KgError, with the name of the file, for a type that lacks a trait or a trigger of no type.

    >>> next(iter(event_kinds()))
    'meeting'
    """
    return _read(where or folder())


def kind_of(key: EventType) -> EventKind:
    """The type with this key. Raises KgError, with the keys that there are, for any other.

    >>> kind_of("phone_call").classes, kind_of("phone_call").talks
    (('PhoneCall', 'Call'), True)
    """
    kinds = _read(folder())
    found = kinds.get(key)
    if found is None:
        raise KgError(
            f"no type of event is called '{key}'",
            where="ontology/events",
            mend="one of " + ", ".join(kinds),
        )
    return found


def type_of_class(where: Path | None = None) -> Mapping[str, EventType]:
    """The type that a class stands for, the narrower class first, since it is stated beside the wider.

    A class that is no type of its own, and only gathers some, stands for itself ("Call": "call").

    >>> type_of_class()["PhoneCall"], type_of_class()["Call"]
    ('phone_call', 'call')
    """
    return _by_class(where or folder())


def narrower(where: Path | None = None) -> Mapping[str, frozenset[str]]:
    """Each class of events, kg:Event among them, with all the classes that are narrower than it.

    >>> sorted(narrower()["Call"])
    ['PhoneCall', 'VideoCall']
    """
    return _narrower(where or folder())


@cache
def _by_class(where: Path) -> Mapping[str, EventType]:
    kinds = sorted(_read(where).values(), key=lambda k: -len(k.classes))
    out = {k.classes[0]: k.key for k in kinds}
    return out | {c: _snake(c) for k in kinds for c in k.classes if c not in out}


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


@cache
def _narrower(where: Path) -> Mapping[str, frozenset[str]]:
    out: dict[str, set[str]] = {_EVENT: set()}
    for kind in _read(where).values():
        for n, name in enumerate((*kind.classes, _EVENT)):
            out.setdefault(name, set()).update(kind.classes[:n])
    return {name: frozenset(below) for name, below in out.items()}


@cache
def _read(where: Path) -> Mapping[EventType, EventKind]:
    above = _broader(read([where / "kg.ttl"]).values())
    found: dict[EventType, EventKind] = {}
    files = [(path, read([path])) for path in sorted((where / "events").glob("*.ttl"))]
    for _, nodes in files:
        above |= _broader(nodes.values())
    for path, nodes in files:
        for node in nodes.values():
            key = node.one(KG.key)
            if key is None:
                continue
            if key in found:
                raise KgError(
                    f"the type '{key}' is already in another file",
                    where=path.name,
                    mend="give the type another kg:key",
                )
            found[key] = _kind(node, key, above, path)
    for path, nodes in files:
        _check_triggers(path, nodes, found)
    return {k.key: k for k in sorted(found.values(), key=lambda k: (k.order, k.key))}


def _broader(nodes: Iterable[Subject]) -> dict[LocalIri, LocalIri]:
    """The broader class of each class of ours, by local IRI."""
    mine = local(NS)
    return {
        n.iri: up
        for n in nodes
        for up in n.links(RDFS.subClassOf)
        if n.iri.startswith(mine) and up.startswith(mine)
    }


def _check_triggers(
    path: Path, nodes: Mapping[LocalIri, Subject], kinds: Mapping[str, EventKind]
) -> None:
    for node in nodes.values():
        if node.is_a(KG.VerbTrigger, KG.NounTrigger):
            key = node.iri.removeprefix("trigger/").split("/")[0]
            if key not in kinds:
                raise KgError(
                    f"the trigger {node.iri} is of no type: no kg:key is '{key}'",
                    where=path.name,
                    mend="its IRI is trigger/, the key of the type, and a word",
                )


def _kind(n: Subject, key: str, above: Mapping[LocalIri, LocalIri], path: Path) -> EventKind:
    def trait(name: Curie, read_as: Callable[[str], _V], values: str) -> _V:
        value = n.one(name)
        if value is None:
            raise KgError(
                f"the type '{key}' has no {name}",
                where=path.name,
                mend=f"add a line with {name} and {values}; ontology/kg.ttl says what it means",
            )
        try:
            return read_as(value)
        except ValueError:
            raise KgError(
                f"'{value}' is no value of {name}",
                where=path.name,
                mend=f"write {name} and {values}",
            ) from None

    def text(name: Curie) -> str:
        return trait(name, str, "words")

    def number(name: Curie) -> int:
        return trait(name, int, "a whole number")

    def flag(name: Curie) -> bool:
        return trait(name, _flag, "true or false")

    trait(RDFS.subClassOf, str, "kg:Event or a class that is narrower than it")
    return EventKind(
        key=key,
        classes=_chain(n.iri, above, path),
        label=trait(RDFS.label, str, "words"),
        comment=trait(RDFS.comment, str, "words"),
        heading=text(KG.heading),
        noun=text(KG.noun),
        nouns=text(KG.nouns),
        order=number(KG.order),
        aliases=n.all(KG.alias),
        group=text(KG.group),
        precedence=number(KG.precedence),
        contact=trait(KG.contact, _contact, "one of: " + ", ".join(get_args(Contact))),
        talks=flag(KG.talks),
        gathering=flag(KG.gathering),
        by_channel=flag(KG.byChannel),
        one_place=flag(KG.onePlace),
        directed=flag(KG.directed),
        in_passing=flag(KG.inPassing),
        part_of_visit=flag(KG.partOfVisit),
        part_of_summit=flag(KG.partOfSummit),
    )


def _flag(value: str) -> bool:
    if value not in {"true", "false"}:
        raise ValueError(value)
    return value == "true"


def _contact(value: str) -> Contact:
    if value not in get_args(Contact):
        raise ValueError(value)
    return cast(Contact, value)


def _chain(iri: LocalIri, above: Mapping[LocalIri, LocalIri], path: Path) -> tuple[str, ...]:
    """The class and those above it, up to kg:Event and without it."""
    mine = local(NS)
    out: list[str] = []
    at: LocalIri | None = iri
    while at is not None and at != mine + _EVENT:
        name = at.removeprefix(mine)
        if name in out:
            at = None
            break
        out.append(name)
        at = above.get(at)
    if at is None:
        raise KgError(
            f"kg:{out[0]} is not narrower than kg:Event",
            where=path.name,
            mend="say rdfs:subClassOf kg:Event, or a class that is narrower than it",
        )
    return tuple(out)
