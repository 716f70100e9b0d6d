"""Who is who: actor mentions of all articles become nodes, one for each person, state, body or role.

The order of work: entries of the reference data that the words name for sure; then full names, by
blocks of family name and first letter; then family names alone; then offices alone. Each step looks
at what the step before left, never at the order of the input. Whoever fits two people joins neither.

An office that one person at a time holds ("Turkish foreign minister") and that nobody is known to
have held then is a node of its own, of kind role: whoever holds that post, one node for the post.
An office that many hold ("American official") is a node of its own in each article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.core.model import Judgement, LocalIri, Notation, Told
from kg.resolve.judgements import of_actors
from kg.resolve.model import Comparison, Reason, ResolvedActor
from kg.resolve.people.full import full_items, join_full
from kg.resolve.people.names import folded
from kg.resolve.people.nodes import bare, nodes_of, own_iri
from kg.resolve.people.partial import join_family, join_nameless
from kg.resolve.people.reference import Reference
from kg.resolve.people.rulings import Rulings
from kg.resolve.people.trace import People
from kg.resolve.people.units import Unit, units_of
from kg.resolve.weights import (
    ACTOR_THRESHOLD,
    DOUBT,
    NAMELESS_THRESHOLD,
    total,
)


def resolve_actors(
    told: Sequence[Told], known: Reference, judgements: Sequence[Judgement] = ()
) -> tuple[Mapping[LocalIri, ResolvedActor], dict[LocalIri, LocalIri], People]:
    """Nodes by IRI, the node of every actor mention, and the trace. ``told`` is sorted by IRI."""
    people = People(known=known)
    units = units_of(told, known)
    rulings = Rulings(units, tuple(of_actors(judgements)), people)
    join_named(units, people, rulings)
    free = [u for u in units if u.id not in people.of_unit]
    join_nameless([u for u in free if u.kind == "person"], people)
    for unit in free:
        if unit.kind != "person":
            people.put(unit, body_key(unit), name=None)
    rulings.apply(people, last=True)
    actors, node_of = nodes_of(people.items, people.clusters, known)
    refers = {m: node_of[people.of_unit[u.id]] for u in units for m in u.mentions}
    return actors, refers, people


def join_named(units: Sequence[Unit], people: People, rulings: Rulings | None = None) -> None:
    """Gives all units with a name, and those that name an entry, to items, and joins these."""
    known = people.known
    family_only: list[Unit] = []
    full: dict[tuple[str, Notation | None], list[Unit]] = defaultdict(list)
    whole: dict[tuple[str, Notation | None], bool] = {}  # of a name that hundreds of articles have
    for unit in units:
        ref = entry_of(unit, known)
        if ref is not None and not (rulings and unit.id in rulings.unlinked):
            people.put(unit, ref)
        elif unit.kind != "person":
            continue
        elif rulings and unit.id in rulings.scoped:
            people.put(unit, f"one|{unit.id}", name=unit.name).tag = unit.article
        elif unit.name is None:
            continue
        else:
            said = (unit.name, unit.polity)
            if said not in whole:
                name = known.parse(*said)
                whole[said] = name.full and not known.family_alone(name, unit.polity)
            if whole[said]:
                full[folded(unit.name), unit.polity].append(unit)
            else:
                family_only.append(unit)
    full_items(full, people)
    if rulings:
        rulings.apply(people)
    join_full(people)
    join_family(family_only, people)
    if rulings:
        rulings.apply(people)


def entry_of(unit: Unit, known: Reference) -> LocalIri | None:
    """The entry of the reference data that a unit names: by the words of the article, or by name."""
    catalog = known.catalog
    if unit.ref and (
        unit.ref in catalog.people
        or unit.ref in catalog.polities
        or unit.ref in catalog.organisations
    ):
        return unit.ref
    if unit.kind == "country":
        state = catalog.polity(unit.polity)
        if state is not None:
            return state.iri
        return known.polities.get(folded(unit.name or "").removeprefix("the "))
    if unit.kind == "organisation":
        return known.organisations.get(folded(unit.name or "").removeprefix("the "))
    return None


def body_key(unit: Unit) -> str:
    """The key of a body that the reference data does not have: its name and its state."""
    return f"body|{bare(unit.name or unit.office or 'body')}|{unit.polity or ''}"


def doubtful_actors(people: People, limit: int = 200) -> list[Comparison]:
    """The comparisons nearest to the threshold, most doubtful first."""
    out: list[tuple[float, str, str, float, bool, tuple[Reason, ...]]] = []
    for (a, b), (reasons, joined) in people.trace.items():
        least = (
            NAMELESS_THRESHOLD
            if any(k.startswith(("family|", "office|")) for k in (a, b))
            else ACTOR_THRESHOLD
        )
        score = total(reasons)
        if abs(score - least) <= DOUBT and reasons[0].feature != "judgement":
            out.append((abs(score - least), a, b, score, joined, reasons))
    out.sort(key=lambda r: r[:4])
    ends = [(_end(a, people), _end(b, people), s, j, r, d) for d, a, b, s, j, r in out[:limit]]
    return [
        Comparison(left=a, right=b, score=score, same=joined, reasons=reasons, doubt=round(d, 4))
        for a, b, score, joined, reasons, d in ends
        if a != b
    ]


def _end(key: str, people: People) -> str:
    """How a ruling would call an item: by its IRI, or by a mention of it when that has no name."""
    item = people.items.get(key)
    if item is None or item.authority or not item.units:
        return key
    if key.startswith("name|"):
        return own_iri(item.units[0].name, item.units[0].office, item.polity, item.tag)
    return item.units[0].mentions[0]
