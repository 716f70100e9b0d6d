"""Whose an office is that is told without a state, by where it is told of and by who else is there."""

from __future__ import annotations

from collections.abc import Sequence

from kg.core.model import Notation
from kg.extract.spans.actors import Actors
from kg.extract.spans.entity import Entity


def settled(actors: Actors, who: Sequence[Entity], state: Notation | None) -> list[Entity]:
    """Who takes part, where one office is told without saying whose: of the state where it is, if nobody else is of it."""
    loose = [e for e in who if e.kind == "person" and e.offices and not e.name]
    loose = [e for e in loose if e.polity is None or e.assumed]
    others = [e for e in who if e not in loose]
    if len(loose) != 1 or not others or any(e.polity in {None, state} for e in others):
        return list(who)
    one, tools = loose[0], actors.tools
    one.polity, one.assumed = state, False
    roles = {r for o in one.offices for r in tools.roles(o)}
    holder = tools.people.holder(sorted(roles), state, actors.day)
    if holder is None:
        return list(who)
    there = next((e for e in actors.entities if e.ref == holder.iri), None)
    one.name, one.ref, one.linked = holder.label, holder.iri, True
    return [there if there is not None and e is one else e for e in who]
