"""Full names: the best pairs first, and nobody whom two fit about as well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.core.model import LocalIri, Notation
from kg.resolve.model import Reason
from kg.resolve.people.names import Name
from kg.resolve.people.pairs import conflict, full_names
from kg.resolve.people.reference import Reference, sorted_bones
from kg.resolve.people.trace import People
from kg.resolve.people.units import ERA, Item, Unit, eras
from kg.resolve.weights import ACTOR_THRESHOLD, ACTORS, DOUBT, reason, total

MARGIN = 1.0
"""By how much the best must beat the second."""


def full_items(full: Mapping[tuple[str, Notation | None], list[Unit]], people: People) -> None:
    """One item for each full name of a state and era; an item for each article where two are known."""
    for (words, polity), units in sorted(full.items(), key=lambda kv: (kv[0][0], kv[0][1] or "")):
        parts = eras(units, ERA)
        name = min(u.name or "" for u in units)
        years = {u.day.year for u in units if u.day}
        parsed = people.known.parse(name, polity)
        probe = Item(id="", polity=polity, names=(parsed,), years=years)
        alike = [p for p in _namesakes(probe, people) if not conflict(p, probe, people.known)]
        several = len(alike) > 1
        for part in parts:
            for unit in part:
                key = f"name|{words}|{polity or ''}"
                tag = ""
                if several:
                    key, tag = f"{key}|{unit.article}", unit.article
                elif len(parts) > 1:
                    tag = str(part[0].day.year) if part[0].day else "undated"
                    key = f"{key}|{tag}"
                item = people.put(unit, key, name=unit.name)
                item.tag, item.ambiguous = tag, several


def _namesakes(item: Item, people: People) -> list[Item]:
    """The entries of the reference data whose name could be this item's."""
    known = people.known
    keys: set[LocalIri] = set()
    for name in item.names:
        keys.update(known.by_family.get(name.family, ()))
        keys.update(known.by_bones.get(sorted_bones(name), ()))
    out = []
    for key in sorted(keys):
        person = known.catalog.people[key]
        if item.polity and person.polity and item.polity != person.polity:
            continue
        if known.another_time(key, item.years):
            continue
        out.append(
            people.items.get(key)
            or Item(id=key, polity=person.polity, names=known.names[key], authority=key)
        )
    return out


def join_full(people: People) -> None:
    """Joins items with full names, best pairs first, where nobody else fits as well."""
    known = people.known
    found: dict[tuple[str, str], tuple[Reason, ...]] = {}
    blocks: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in sorted(people.items):
        item = people.items[key]
        if key.startswith(("name|", "one|")) and item.names:
            for other in _namesakes(item, people):
                reasons = full_names(item, other, known)
                if reasons and total(reasons) >= ACTOR_THRESHOLD - DOUBT:
                    people.item(other.id, polity=other.polity)
                    found[_pair(key, other.id)] = reasons
            for block in () if item.ambiguous else block_keys(item.names, known):
                blocks[block].append(key)
    for _, keys in sorted(blocks.items()):
        for i, a in enumerate(keys):
            for b in keys[i + 1 :]:
                pair = _pair(a, b)
                x, y = people.items[a], people.items[b]
                if pair not in found and (not x.polity or not y.polity or x.polity == y.polity):
                    reasons = full_names(x, y, known)
                    if reasons:
                        found[pair] = reasons
    _join_pairs(found, people)


def _join_pairs(found: Mapping[tuple[str, str], tuple[Reason, ...]], people: People) -> None:
    scores = {pair: total(reasons) for pair, reasons in found.items()}
    near: dict[str, list[str]] = defaultdict(list)
    for pair, score in scores.items():
        if score >= ACTOR_THRESHOLD - DOUBT:
            near[pair[0]].append(pair[1])
            near[pair[1]].append(pair[0])

    def apart(a: str, b: str) -> bool:
        return people.clusters.apart(a, b) or bool(
            conflict(
                people.items[a],
                people.items[b],
                people.known,
                names=people.ruled.isdisjoint((a, b)),
            )
        )

    def rival(a: str, b: str) -> str | None:
        """Somebody who fits ``a`` about as well as ``b`` does, and is not ``b``.

        An entry of the reference data has no rivals: any number of names may be names of it.
        """
        if people.items[a].authority:
            return None
        least = scores[_pair(a, b)] - MARGIN
        for c in sorted(near[a]):
            score = scores[_pair(a, c)]
            if (
                c != b
                and score >= least
                and score >= ACTOR_THRESHOLD
                and apart(b, c)
                and not apart(a, c)
            ):
                return c
        return None

    for pair in sorted(found, key=lambda p: (-scores[p], p)):
        a, b = pair
        reasons, joined = found[pair], False
        if scores[pair] >= ACTOR_THRESHOLD and not apart(a, b):
            other = rival(a, b) or rival(b, a)
            if other is not None:
                reasons = (*reasons, reason(ACTORS, "rival", other, other))
            else:
                joined = people.clusters.join(
                    a, b, unless=lambda left, right: any(apart(x, y) for x in left for y in right)
                )
        people.note(a, b, reasons, joined)


def block_keys(names: Iterable[Name], known: Reference) -> set[tuple[str, str]]:
    """Keys such that no two full names without a key in common are compared."""
    out: set[tuple[str, str]] = set()
    for name in names:
        out.add(("", sorted_bones(name)))
        for given in known.rules.nicknames.get(name.given, frozenset()) | {name.given}:
            out.add((name.family, given[:1]))
    return out


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)
