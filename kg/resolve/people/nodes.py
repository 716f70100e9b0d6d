"""Clusters of actor mentions as nodes of the graph: their IRIs, labels, spellings and offices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Literal

from kg.core import ids
from kg.core.model import LocalIri, Notation
from kg.resolve.clusters import Clusters
from kg.resolve.model import ResolvedActor
from kg.resolve.people.reference import Reference
from kg.resolve.people.units import Item, Unit

Kind = Literal["person", "country", "organisation", "role"]


@lru_cache(maxsize=1 << 14)
def own_iri(
    name: str | None, office: str | None, polity: Notation | None, tag: str = ""
) -> LocalIri:
    """The IRI of somebody whom the reference data does not have.

    ``tag`` keeps apart those whom name and state do not: it is an article, an era or an office.

    >>> own_iri(None, "foreign minister", Notation("TR"))
    'role/foreign-minister-dcvjork7'
    """
    if name is None:
        return ids.role(office or "representative", country=polity, tag=tag)
    return ids.person(name, country=polity, tag=tag)


def nodes_of(
    items: Mapping[str, Item], clusters: Clusters, known: Reference
) -> tuple[dict[LocalIri, ResolvedActor], dict[str, LocalIri]]:
    """The nodes by IRI, and the node's IRI for every item that some mention stands behind."""
    actors: dict[LocalIri, ResolvedActor] = {}
    node_of: dict[str, LocalIri] = {}
    made = []
    for root in clusters:
        members = [items[k] for k in sorted(clusters.members(root))]
        units = sorted((u for i in members for u in i.units), key=_age)
        if units:
            made.append((_iri(members, known), root, members, units))
    for iri, _, members, units in sorted(made, key=lambda m: (m[0], m[1])):
        unique, n = iri, 1
        while unique in actors:
            n += 1
            unique = LocalIri(f"{iri}-{n}")
        actors[unique] = _node(unique, members, units, known)
        node_of.update(dict.fromkeys((i.id for i in members), unique))
    for iri, _, members, _ in made:
        node = actors[iri]
        if node.kind == "person" and not node.authority and len(members) > 1:
            had = {_iri([i], known) for i in members if i.units and i.names} - actors.keys()
            actors[iri] = replace(node, former=tuple(sorted(had)))
    return actors, node_of


def item_nodes(
    items: Mapping[str, Item], clusters: Clusters, known: Reference
) -> dict[str, LocalIri]:
    """The node's IRI of every item."""
    return nodes_of(items, clusters, known)[1]


def _age(unit: Unit) -> tuple[date, str]:
    return (unit.day or date.max, unit.id)


def _iri(members: list[Item], known: Reference) -> LocalIri:
    """That of the reference data; else by the full name of the earliest article that has one."""
    keys = {k for i in members for k in (i.authority, i.id) if k}
    entries = sorted(e for e in (_entry(k, known) for k in keys) if e)
    if entries:
        return entries[0]
    named = [i for i in members if i.names]
    chief = min((i for i in named or members if i.units), key=_chief, default=members[0])
    unit = min(chief.units, key=_age)
    if unit.kind != "person":
        return ids.organisation(bare(unit.name or unit.office or "body"), country=unit.polity)
    if chief.id.startswith("role|"):
        return role_node(unit, known, tag=chief.tag).iri
    return own_iri(
        min(chief.units[0].names) if unit.name else None, unit.office, chief.polity, chief.tag
    )


def _chief(item: Item) -> tuple[object, ...]:
    """A full name before a family name, one with a state before one without, then the earliest."""
    return (
        not any(n.full for n in item.names),
        not item.polity,
        item.tag,
        _age(min(item.units, key=_age)),
    )


def bare(name: str) -> str:
    """What tells a body apart, without its article: names that differ in nothing else are one."""
    return ids.told_by(name[4:] if name.lower().startswith("the ") else name)


def body_node(key: str, spelt: Mapping[str, int]) -> ResolvedActor:
    """The node of a body by its key, from its spellings and how often each occurs."""
    _, name, state = key.split("|")
    polity = Notation(state) if state else None
    names = sorted(spelt, key=lambda n: (-spelt[n], -len(n), n))
    return ResolvedActor(
        iri=ids.organisation(name, country=polity),
        kind="organisation",
        label=names[0],
        names=tuple(names),
        polity=polity,
        offices=(),
        authority=False,
    )


def role_node(unit: Unit, known: Reference, *, tag: str | None = None) -> ResolvedActor:
    """The node of whoever has an office: one for a post that one at a time holds, else the article's."""
    if tag is None:
        tag = "" if unit.unique and unit.role and unit.polity else unit.article
    text = _role_text(unit, known)
    return ResolvedActor(
        iri=own_iri(None, text, unit.polity, tag),
        kind="role",
        label=_role_label(unit, known),
        names=(),
        polity=unit.polity,
        offices=(text,),
        authority=False,
    )


def _entry(key: str, known: Reference) -> LocalIri | None:
    """The key as the IRI of an entry of the reference data, if it is one."""
    c = known.catalog
    there = key in c.people or key in c.polities or key in c.organisations
    return LocalIri(key) if there else None


def _node(iri: LocalIri, members: list[Item], units: list[Unit], known: Reference) -> ResolvedActor:
    catalog = known.catalog
    counts = Counter(n for u in units for n in u.names)
    names = sorted(counts, key=lambda n: (-counts[n], -len(n), n))
    offices = {t for u in units for t in u.offices}
    polity = next((i.polity for i in members if i.authority), None) or next(
        iter(sorted({i.polity for i in members if i.polity})), None
    )
    entry = catalog.people.get(iri) or catalog.polities.get(iri) or catalog.organisations.get(iri)
    kind: Kind = "person" if units[0].kind == "person" else "organisation"
    if iri in catalog.polities:
        kind = "country"
    elif iri in catalog.organisations:
        kind = "organisation"
        polity = catalog.organisations[iri].polity
    elif iri not in catalog.people and kind == "person" and not names:
        kind = "role"
    if entry is not None:
        label = entry.label
    elif kind == "role":
        return role_node(units[0], known, tag=members[0].tag)
    else:
        full = [n for n in names if known.parse(n, polity).full] if kind == "person" else names
        label = (full or names or [units[0].office or "unnamed"])[0]
    return ResolvedActor(
        iri=iri,
        kind=kind,
        label=label,
        names=(label, *sorted(set(names) - {label})),
        polity=polity,
        offices=tuple(sorted(offices)),
        authority=entry is not None,
    )


def _role_text(unit: Unit, known: Reference) -> str:
    """The office by its common name, where it is one that the data knows."""
    general = known.catalog.offices.get(unit.role) if unit.unique and unit.role else None
    return general.label if general else unit.office or "representative"


def _role_label(unit: Unit, known: Reference) -> str:
    """ "Turkish foreign minister": the adjective of the state, and the office by its common name."""
    state = known.catalog.polity(unit.polity)
    text = _role_text(unit, known)
    if state is None:
        return text
    adjective = state.adjectives[0] if state.adjectives else state.label
    # "Russian charge d'affaires", "Iran's ambassador": the text may name the state itself.
    for own in sorted((*state.adjectives, *state.names, state.label), key=len, reverse=True):
        start, rest = text[: len(own)], text[len(own) :]
        if start.casefold() == own.casefold() and rest.startswith((" ", "'s ", "’s ")):
            return f"{adjective} {rest.partition(' ')[2]}"
    return f"{adjective} {text}"
