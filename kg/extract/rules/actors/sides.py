"""Whose somebody is, by those beside whom they stand: companions on a journey, and those who are named in one list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.core.model import Function, Notation
from kg.extract.rules.actors.authority import Authority
from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.text.mention import Mention
from kg.extract.rules.text.words import Word

_HEAD = 2
"""The rank of a head of government (kg:rank)."""


def travelling(people: Sequence[tuple[Entity, Function]], there: Notation | None) -> None:
    """Who goes along on a journey is of the state of whoever goes: "Nuland, joined by X of the staff, will visit Lima".

    ``there`` is the state to which it leads; who is at home there does not travel.
    """
    hosts = {e.polity for e, function in people if function == "host"} | {there}
    guests = [e for e, function in people if function == "guest" and e.kind == "person"]
    if not {e.polity for e in guests} & (hosts - {None}):
        _lend(guests, guests)


def listed(
    people: Sequence[tuple[Entity, Function]],
    words: Sequence[Word],
    *,
    who: Callable[[Mention], Sequence[Entity]],
    authority: Authority,
    officials: bool = True,
) -> None:
    """Officials named in one list behind somebody are of the same state: "met with the French envoy A, director B and C".

    Without ``officials`` it holds of people without an office as well: those who travel together. A head stays as it
    is: beside a head stands one of another state. So does a list of all who took part, which tells of no side: "A and
    B met". Two who stand side by side, of whose parse nothing is known yet, are ``officials.beside``'s.
    """
    sides: dict[int, list[Entity]] = {}
    stated: set[int] = set()
    taking = {id(e) for e, _ in people}
    for word in words:
        if word.mention is not None and word.mention.kind in {"person", "role"}:
            here = [e for e in who(word.mention) if id(e) in taking]
            sides.setdefault(_first(word, words), []).extend(here)
            stated.update(id(e) for e in here if word.mention.polities)
    for side in sides.values():
        first = next((n for n, e in enumerate(side) if id(e) in stated), len(side))
        bare = [e for e in side[first:] if (e.offices or not officials)]
        if taking - {id(e) for e in side}:
            _lend(side, [e for e in bare if not _heads(e, authority)])


def _lend(side: Sequence[Entity], bare: Sequence[Entity]) -> None:
    states: set[Notation] = {e.polity for e in side if e.polity is not None}
    if len(states) != 1:
        return
    for e in bare:
        if e.kind == "person" and e.polity is None and e.ref is None:
            e.polity = next(iter(states))


def _heads(e: Entity, authority: Authority) -> bool:
    offices = authority.catalog.offices
    return any(offices[o].rank <= _HEAD for o in e.offices)


def _first(word: Word, words: Sequence[Word]) -> int:
    """The place of the first word of the list in which one stands; a verb between them parts a list."""
    while word.dep_ == "conj" and word.head is not word:
        if any(w.pos_ in {"VERB", "AUX"} for w in words[word.head.i + 1 : word.i]):
            break
        word = word.head
    return word.i
