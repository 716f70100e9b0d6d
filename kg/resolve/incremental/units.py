"""Units as growth keeps them: by which keys they meet, and as JSON values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kg.core.model import LocalIri, Notation
from kg.reference.once import once
from kg.resolve.model import ResolvedActor
from kg.resolve.people.full import block_keys
from kg.resolve.people.nodes import Kind
from kg.resolve.people.reference import Reference, families, sorted_bones
from kg.resolve.people.units import Unit


def entry_node(iri: LocalIri, known: Reference) -> ResolvedActor | None:
    """The node of an entry of the reference data."""
    c = known.catalog
    kind: Kind
    if iri in c.people:
        kind, label, polity = "person", c.people[iri].label, c.people[iri].polity
    elif iri in c.polities:
        kind, label, polity = "country", c.polities[iri].label, c.polities[iri].notation
    elif iri in c.organisations:
        kind, label, polity = (
            "organisation",
            c.organisations[iri].label,
            c.organisations[iri].polity,
        )
    else:
        return None
    return ResolvedActor(
        iri=iri, kind=kind, label=label, names=(), polity=polity, offices=(), authority=True
    )


def name_keys(u: Unit, known: Reference) -> tuple[str, ...]:
    """The keys under which a named unit can meet another, or an entry of the reference data."""
    return keys_of(u.name or "", u.polity, known)


def light(u: Unit) -> list[Any]:
    """A unit as a list; ``unlight`` is the way back."""
    return [
        u.id, u.article, u.source_id, u.name, u.office, u.polity, u.ref, u.role, u.unique,
        u.day.isoformat() if u.day else None, u.mentions, u.frames, u.offices, u.names,
    ]  # fmt: skip


def unlight(row: Sequence[Any]) -> Unit:
    """The unit that was made light."""
    (name, article, source, text, office, polity, ref, role, unique, day, mentions, frames,
     offices, names) = row  # fmt: skip
    return Unit(
        id=name, article=article, source_id=source, kind="person", name=text, office=office,
        polity=polity, ref=ref, role=role, unique=unique,
        day=date.fromisoformat(day) if day else None,
        mentions=mentions, frames=frames, offices=offices, names=names,
    )  # fmt: skip


@once
def _kept_keys(known: Reference) -> dict[tuple[str, str | None], tuple[str, ...]]:  # noqa: ARG001
    return {}


def keys_of(text: str, polity: Notation | None, known: Reference) -> tuple[str, ...]:
    """The keys of a name and state; those that were asked for are kept."""
    kept = _kept_keys(known)
    found = kept.get((text, polity))
    if found is not None:
        return found
    name = known.parse(text, polity)
    entries: set[LocalIri] = set()
    keys: set[str] = set()
    if name.full and not known.family_alone(name, polity):
        keys.update(f"k|{a}|{b}" for a, b in block_keys((name,), known))
        for family in families((name,), None, known.parse):
            keys.add("f|" + family)
            entries.update(known.by_family.get(family, ()))
        entries.update(known.by_bones.get(sorted_bones(name), ()))
    else:
        family = " ".join(name.bones)
        keys.add("f|" + family)
        entries.update(known.by_family.get(family, ()))
    for iri in entries:
        state = known.catalog.people[iri].polity
        if not polity or not state or polity == state:
            keys.add("p|" + iri)
    made = kept[text, polity] = tuple(sorted(keys))
    return made
