"""Those whom an article calls by a family name or an office alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kg.core.model import LocalIri, Notation
from kg.resolve.model import Reason
from kg.resolve.people.full import MARGIN
from kg.resolve.people.names import folded
from kg.resolve.people.pairs import score_family
from kg.resolve.people.reference import families
from kg.resolve.people.trace import People
from kg.resolve.people.units import Item, Unit, eras
from kg.resolve.weights import ACTORS, NAMELESS_THRESHOLD, reason, total

_WINDOW = 180  # days within which an office seen elsewhere tells who "the foreign minister" is
_SAME_NAME_GAP = 5  # years after which a family name and an office may be somebody else's


def _bearers(people: People) -> dict[str, list[str]]:
    """Clusters of people by each family name that one of their names gives them."""
    known = people.known
    out: dict[str, dict[str, None]] = defaultdict(dict)
    for key in sorted(people.items):
        item = people.items[key]
        if item.names and not key.startswith("family|"):
            person = known.catalog.person(key)
            for family in families(item.names, person, known.parse):
                out[family][people.clusters.find(key)] = None
    return {k: list(v) for k, v in out.items()}


def join_family(units: Sequence[Unit], people: People) -> None:
    """Family names alone: each joins the one person who fits, or stays apart from all."""
    known = people.known
    bearers = _bearers(people)
    joined: list[tuple[Unit, str, tuple[Reason, ...]]] = []
    left: dict[tuple[str, str, str], list[Unit]] = defaultdict(list)
    for unit in units:
        name = known.parse(unit.name or "", unit.polity)
        family = " ".join(name.bones)
        candidates = {c: people.cluster(c) for c in bearers.get(family, ())}
        if unit.day and unit.polity:
            for iri in known.by_family.get(family, ()):
                if iri not in people.items and known.catalog.people[iri].polity == unit.polity:
                    held = known.in_office(iri, unit.day)
                    # A surname alone is that of a minister, and of an ambassador where it says so.
                    sent = iri in known.catalog.envoys
                    if held and not (sent and all(h.role != unit.role for h in held)):
                        person = known.catalog.people[iri]
                        candidates[iri] = [
                            Item(
                                id=iri, polity=person.polity, names=known.names[iri], authority=iri
                            )
                        ]
        frames = set(unit.frames)
        fitting = {
            c: items
            for c, items in candidates.items()
            if all(i.frames.isdisjoint(frames) for i in items)
            and not (unit.polity and any(i.polity and i.polity != unit.polity for i in items))
        }
        ranked = []
        for c, items in sorted(fitting.items()):
            reasons = score_family(unit, items, known, alone=len(fitting) == 1)
            ranked.append((total(reasons), c, reasons))
        ranked.sort(key=lambda r: (-r[0], r[1]))
        if (
            ranked
            and ranked[0][0] >= NAMELESS_THRESHOLD
            and (len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= MARGIN)
        ):
            joined.append((unit, ranked[0][1], ranked[0][2]))
            continue
        if len(ranked) > 1 or unit.polity is None:
            people.put(unit, f"family|{unit.id}", name=unit.name).tag = unit.article
        else:
            role = unit.role if unit.role and unit.unique else ""
            left[folded(unit.name or ""), unit.polity, role].append(unit)
        for _, c, reasons in ranked[:2]:
            key = people.of_unit.get(unit.id, f"family|{unit.id}")
            people.note(
                key, c, (*reasons, reason(ACTORS, "rival")) if len(ranked) > 1 else reasons, False
            )
    for unit, c, reasons in joined:
        people.item(c, polity=None)
        key = f"family|{unit.id}"
        people.put(unit, key, name=unit.name)
        done = people.clusters.join(key, c)
        people.note(key, c, reasons, done)
    for (words, polity, role), alike in sorted(left.items()):
        parts = eras(alike, _SAME_NAME_GAP)
        for part in parts:
            year = str(part[0].day.year) if part[0].day and len(parts) > 1 else ""
            tag = " ".join(t for t in (role, year) if t)
            for unit in part:
                people.put(unit, f"family|{words}|{polity}|{tag}", name=unit.name).tag = tag


def join_nameless(units: Sequence[Unit], people: People) -> None:
    """Offices alone: the one holder on that day by the reference data, or by what articles say."""
    seen: dict[tuple[LocalIri, Notation], list[tuple[int, str]]] = defaultdict(list)
    for key in sorted(people.items):
        item = people.items[key]
        if item.names:
            for u in item.units:
                if u.role and u.unique and u.polity and u.day:
                    seen[u.role, u.polity].append((u.day.toordinal(), people.clusters.find(key)))
    for rows in seen.values():
        rows.sort()
    found: list[tuple[Unit, str, str]] = []
    for unit in units:
        holder, why = _holder(unit, seen, people)
        if holder is not None:
            found.append((unit, holder, why))
        else:
            own = unit.unique and unit.polity
            tag = "" if own else unit.article
            office = unit.role if own else folded(unit.office or "representative")
            people.put(unit, f"role|{office}|{unit.polity or ''}|{tag}").tag = tag
    for unit, holder, why in found:
        people.item(holder, polity=unit.polity)
        key = f"office|{unit.id}"
        people.put(unit, key)
        done = people.clusters.join(key, holder)
        day = unit.day.isoformat() if unit.day else ""
        reasons = (
            reason(ACTORS, "office-alone", unit.office or "", holder),
            reason(ACTORS, "same-polity", unit.polity or "", unit.polity or ""),
            reason(ACTORS, why, unit.office or "", day),
        )
        people.note(key, holder, reasons, done)


def _holder(
    unit: Unit, seen: Mapping[tuple[LocalIri, Notation], list[tuple[int, str]]], people: People
) -> tuple[str | None, str]:
    if not (unit.unique and unit.role and unit.polity and unit.day):
        return None, ""
    frames = set(unit.frames)

    def free(key: str) -> bool:
        return key not in people.items or all(
            i.frames.isdisjoint(frames) for i in people.cluster(key)
        )

    holders = people.known.holders(unit.role, unit.polity, unit.day)
    if holders:
        one = len(holders) == 1 and free(holders[0])
        return (holders[0], "tenure") if one else (None, "")
    rows = seen.get((unit.role, unit.polity), ())
    day = unit.day.toordinal()
    near = set(_near(rows, day))
    if len(near) == 1 and free(next(iter(near))):
        return near.pop(), "same-office"
    return None, ""


def _near(rows: Sequence[tuple[int, str]], day: int) -> Iterable[str]:
    low = bisect_left(rows, (day - _WINDOW, ""))
    high = bisect_right(rows, (day + _WINDOW, "\uffff"))
    # Two at the most tell all that matters: one holder, or a rival.
    out: list[str] = []
    for _, c in rows[low:high]:
        if c not in out:
            out.append(c)
            if len(out) > 1:
                break
    return out
