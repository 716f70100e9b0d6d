"""Officials whose state is not said: of the one that publishes, or of the one they are met in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from kg.core.model import LocalIri, Notation
from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.text.mention import Mention
from kg.reference.catalog import Office

_MINISTER = 3
"""The rank of a minister (kg:rank)."""


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


def beside(
    mentions: Sequence[Mention],
    who: Callable[[Mention], Sequence[Entity]],
    between: Callable[[int, int], str],
    offices: Mapping[LocalIri, Office],
) -> None:
    """ "Serbian Interior Minister X and Justice Minister Y": what no state is said of is of the same.

    Only ministers and those below them: a head beside a head is of another state.
    """
    people = sorted((m for m in mentions if m.kind == "person"), key=lambda m: m.start)
    for a, b in pairwise(people):
        if len(a.polities) != 1 or not a.offices or not b.offices or b.polities:
            continue
        if between(a.end, b.start).strip(" ,").casefold() not in {"and", ""}:
            continue
        for e in who(b):
            ranks = [offices[o].rank for o in b.offices if offices[o].kind == "political"]
            if e.ref is None and e.polity is None and ranks and min(ranks) >= _MINISTER:
                e.polity = a.polities[0]
