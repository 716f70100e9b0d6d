"""Compares two people: which features speak for one person, and what forbids it whatever they say."""

from __future__ import annotations

from kg.resolve.model import Reason
from kg.resolve.people.names import close, fit
from kg.resolve.people.reference import Reference
from kg.resolve.people.units import ERA, Item, Unit
from kg.resolve.weights import ACTORS, reason, total

_NEAR = 2  # years


def conflict(a: Item, b: Item, known: Reference, *, names: bool = True) -> str | None:
    """Why two items cannot be one person, or None when they can; ``names`` tells to look at these."""
    if a.authority and b.authority and a.authority != b.authority:
        return "they are two entries of the reference data"
    if a.polity and b.polity and a.polity != b.polity:
        return "they are of different states"
    if (
        names
        and a.names
        and b.names
        and not any(fit(m, n, known.rules) for m in a.names for n in b.names)
    ):
        return "no way of writing makes one name of the two"
    if not a.frames.isdisjoint(b.frames):
        return "one passage names both"
    for one, other in ((a, b), (b, a)):
        if one.authority and known.another_time(one.authority, other.years):
            return "one was an ambassador at another time"
    if (
        a.years
        and b.years
        and (min(a.years) - max(b.years) > ERA or min(b.years) - max(a.years) > ERA)
    ):
        return "more than thirty years lie between them"
    return None


def full_names(a: Item, b: Item, known: Reference) -> tuple[Reason, ...]:
    """The features of two items that have full names; empty when the names have nothing in common."""
    fits = [(fit(m, n, known.rules), m, n) for m in a.names for n in b.names]
    found = [reason(ACTORS, f"name-{f}", m.text, n.text) for f, m, n in fits if f is not None]
    if found:
        out = [max(found, key=lambda r: r.weight)]
    else:
        near = [
            (m, n)
            for m in a.names
            for n in b.names
            if m.family == n.family and m.middle == n.middle and close(m.given, n.given)
        ]
        if not near:
            return ()
        out = [reason(ACTORS, "name-close", near[0][0].text, near[0][1].text)]
    out.append(_polity(a.polity, b.polity))
    if _same_office(a, b):
        out.append(reason(ACTORS, "same-office", *_offices(a, b)))
    if a.authority or b.authority:
        out.append(reason(ACTORS, "authority", a.id, b.id))
        if _tenure(a, b, known) or _tenure(b, a, known):
            out.append(reason(ACTORS, "tenure", *_offices(a, b)))
    if a.years and b.years and _gap(a, b) > ERA:
        out.append(reason(ACTORS, "far-apart", str(min(a.years)), str(min(b.years))))
    return tuple(out)


def _polity(a: str | None, b: str | None) -> Reason:
    name = "same-polity" if a == b and a else "other-polity" if a and b else "one-polity"
    return reason(ACTORS, name, a or "", b or "")


def _same_office(a: Item, b: Item) -> bool:
    small, large = sorted((a.roles, b.roles), key=len)
    return any((role, year + d) in large for role, year in small for d in (0, 1, -1, 2, -2))


def _offices(a: Item, b: Item) -> tuple[str, str]:
    return tuple(", ".join(sorted({r.split("/")[-1] for r, _ in i.roles})) for i in (a, b))  # type: ignore[return-value]


def _tenure(a: Item, b: Item, known: Reference) -> bool:
    """Does the reference data have ``a`` in an office that ``b`` is said to have, at that time?"""
    if a.authority is None:
        return False
    return any(
        h.role == u.role
        for u in b.units
        if u.day and u.role
        for h in known.in_office(a.authority, u.day, slack=31)
    )


def _gap(a: Item, b: Item) -> int:
    return max(min(a.years) - max(b.years), min(b.years) - max(a.years), 0)


def score_family(
    unit: Unit, cluster: list[Item], known: Reference, *, alone: bool
) -> tuple[Reason, ...]:
    """The features of a unit with a family name alone, and a person who has that family name."""
    polity = next((i.polity for i in cluster if i.polity), None)
    if unit.polity and polity and unit.polity != polity:
        return ()
    shown = cluster[0].names[0].text if cluster[0].names else cluster[0].id
    out = [reason(ACTORS, "family-name", unit.name or "", shown), _polity(unit.polity, polity)]
    if any(unit.article in i.articles for i in cluster):
        out.append(reason(ACTORS, "same-article", unit.source_id, unit.source_id))
    out += _at_that_time(unit, cluster, known)
    if alone:
        out.append(reason(ACTORS, "only-bearer", unit.name or "", shown))
    return tuple(out)


def _at_that_time(unit: Unit, cluster: list[Item], known: Reference) -> list[Reason]:
    out: list[Reason] = []
    if unit.day is None:
        return out
    year = unit.day.year
    holdings = [
        h for i in cluster if i.authority for h in known.in_office(i.authority, unit.day, slack=31)
    ]
    roles = {r for i in cluster for r, y in i.roles if abs(y - year) <= 1}
    if unit.role and unit.unique:
        if any(h.role == unit.role for h in holdings):
            out.append(reason(ACTORS, "tenure", unit.office or "", unit.day.isoformat()))
        elif unit.role in roles:
            out.append(reason(ACTORS, "same-office", unit.office or "", str(year)))
        elif roles or holdings:
            out.append(reason(ACTORS, "other-office", unit.office or "", str(year)))
    near = any(abs(y - year) <= _NEAR for i in cluster for y in i.years)
    out.append(reason(ACTORS, "active" if near or holdings else "inactive", "", str(year)))
    return out


__all__ = ["conflict", "full_names", "score_family", "total"]
