"""Officials whose state is not said: of the one that publishes, or of the one they are met in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.core.model import LocalIri, Notation
from kg.extract.rules.actors.entity import Entity
from kg.reference.catalog import Office


def _bare(people: Iterable[Entity], state: Notation | None) -> Entity | None:
    """The one without a state among people of other states than this."""
    rows = list(people)
    states = {e.polity for e in rows if e.polity}
    bare = [e for e in rows if e.polity is None]
    if state is None or state in states or not states or len(bare) != 1:
        return None
    (official,) = bare
    return official if official.kind == "person" and official.ref is None else None


def at_home(people: Iterable[Entity], home: Notation | None) -> None:
    """In what a government publishes, "the Foreign Minister" who met a foreigner is its own.

    Only where one official of a talk has no state and nobody else in it is of the publisher's.
    """
    official = _bare(people, home)
    if official is not None and official.offices:
        official.polity = home


def in_state(
    people: Iterable[Entity], state: Notation | None, offices: Mapping[LocalIri, Office]
) -> None:
    """ "In Apia he met Prime Minister Leilua": a head without a state is of the state they are in.

    Only where he is the only one, and all others are of other states.
    """
    official = _bare(people, state)
    if official is not None and any(offices[o].rank <= 2 for o in official.offices):
        official.polity = state
