"""What the mentions of one event add up to, and by which rule one value stands where they differ.

Status: held and denied both said make it disputed; else held if any says so; else what the mention
published last says. Date and place come from mentions of the status that won, a readout before news,
then the finer where they agree, then the more outlets, then the earlier article. What these leave
open the others fill. No value stands that no mention says; the values that lose stay on their mentions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kg.core import ids
from kg.core.model import EventType, Function, LocalIri, Notation, Status, Venue
from kg.reference.catalog import Catalog
from kg.reference.codes import code_of
from kg.reference.event_kinds import kind_of
from kg.resolve.events.labels import label_of, surname
from kg.resolve.events.profiles import Profile, iso
from kg.resolve.model import MergedEvent, Participation, ResolvedActor, Side, side
from kg.resolve.people.names import folded
from kg.resolve.people.reference import Reference

_TIES = ("declined", "cancelled", "postponed", "planned", "proposed", "denied")
_PRECISIONS = ("day", "week", "month", "year")
_READOUTS = frozenset({"readout", "memo"})
_FUNCTIONS: tuple[Function, ...] = (
    "initiator", "addressee", "host", "guest", "mediator", "envoy", "participant",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An event before it has an IRI; ``names`` are the family names that the IRI shows."""

    event: MergedEvent
    actors: tuple[LocalIri, ...]
    names: tuple[str, ...]


def merge(
    members: Sequence[Profile],
    actors: Mapping[LocalIri, ResolvedActor],
    refers: Mapping[LocalIri, LocalIri],
    known: Reference,
) -> Draft:
    """The event of a cluster. ``members`` may come in any order."""
    told = sorted(members, key=_age)
    status, disputed = status_of(told)
    won = [p for p in told if _says(p, status)]
    rest = [p for p in told if p not in won]
    kind = _type(won)
    dated = _dated(won) or _dated(rest)
    place = _place(won) or _place(rest)
    participations = _participations(won, rest, kind, actors, refers, known)
    parties = _parties(participations, actors, known.catalog)
    nodes = [actors[p.actor] for p in participations]
    when = dated.told.frame.when if dated else None
    conflicting = _date_conflict(won)
    venue = place.told.frame.venue if place else None
    country = venue.country if venue else None
    cameo, plover = code_of(
        kind, status, circumstance=_circumstance(kind, country, participations, known.catalog)
    )
    people = [n for n in nodes if n.kind in {"person", "role"}] or nodes
    shown = tuple(surname(n, known) for n in people)
    start, end = (iso(dated.low), iso(dated.high)) if dated else (None, None)
    named = venue.name if venue and venue.name else None
    event = MergedEvent(
        iri=LocalIri(""),  # until it is known who shares it
        label=label_of(
            kind, nodes, participations, known,
            place=(venue.city or venue.name) if venue else None, edtf=when.edtf if when else None,
        ),
        type=kind,
        status=status,
        date=when.edtf if when else None,
        start=start,
        end=end,
        precision=when.precision if when else None,
        participations=participations,
        parties=parties,
        place=_place_iri(venue, known.catalog),
        place_name=named or (venue.city if venue else None),
        city=venue.city if venue else None,
        country=country,
        geonames=venue.geonames if venue else None,
        topics=_topics(won) or _topics(rest),
        cameo=cameo,
        plover=plover,
        confidence=_confidence(told),
        sources=independent(told),
        mentions=tuple(p.id for p in told),
        disputed=disputed,
        date_conflict=conflicting,
    )  # fmt: skip
    return Draft(event=event, actors=tuple(n.iri for n in people), names=shown)


def _age(p: Profile) -> tuple[int, str]:
    return (p.published if p.published is not None else 10**7, p.id)


def status_of(told: Sequence[Profile]) -> tuple[Status | Literal["disputed"], bool]:
    """What the event's status is, and whether its sources contradict each other on that."""
    said = {p.told.frame.status for p in told}
    held = bool(said & {"held", "ongoing"})
    if "denied" in said and len(said) > 1:
        if held:
            # A denial from before the event was of the plan, which came true.
            days = [p.low for p in told if p.mood == "held" and p.exact and p.low is not None]
            denials = [p for p in told if p.mood == "denied"]
            late = any(p.published is None or not days or p.published >= min(days) for p in denials)
            return ("disputed", True) if late else ("held", False)
        others = [p for p in told if p.mood != "denied"]
        last = max(p.published or 0 for p in told if p.mood == "denied")
        first = min(p.published or 0 for p in others)
        return status_of(others)[0], last >= first
    if held:
        return "held", False
    latest = max(p.published or 0 for p in told)
    now = {p.told.frame.status for p in told if (p.published or 0) == latest}
    return min(now, key=_TIES.index), False


def _says(p: Profile, status: str) -> bool:
    if status in {"held", "disputed"}:
        return p.mood == "held"
    return p.told.frame.status == status


def _type(won: Sequence[Profile]) -> EventType:
    counts = Counter(p.told.frame.type for p in won)
    return max(counts, key=lambda t: (counts[t], kind_of(t).precedence, t))


def _outlets(members: Iterable[Profile], same: Profile) -> int:
    """How many outlets give the date of ``same``; those that print one text are one."""
    edtf = same.told.frame.when.edtf if same.told.frame.when else None
    said = [p for p in members if p.told.frame.when and p.told.frame.when.edtf == edtf]
    return independent(said)


def independent(told: Iterable[Profile]) -> int:
    """How many sources are behind mentions: copies of one text are one, and so are an outlet's own texts."""
    outlets: dict[LocalIri, str] = {}
    for p in sorted(told, key=lambda p: (p.article != p.source, _age(p))):
        # Of a text that many print the source is who had it first.
        outlets.setdefault(p.source, p.told.publisher or p.source)
    return len(set(outlets.values()))


def _dated(members: Sequence[Profile]) -> Profile | None:
    """The mention whose date the event takes."""
    known = [p for p in members if p.dated and p.told.frame.when and p.told.frame.when.edtf]
    if not known:
        return None

    def rank(p: Profile) -> tuple[object, ...]:
        when = p.told.frame.when
        precision = when.precision if when and when.precision else "year"
        width = (p.high or 0) - (p.low or 0)
        readout = p.told.article_kind not in _READOUTS
        return (readout, _PRECISIONS.index(precision), width, -_outlets(known, p), _age(p))

    best = min(known, key=rank)
    finer = [p for p in known if _overlap(p, best) and rank(p)[1:3] < rank(best)[1:3]]
    return min(finer, key=lambda p: rank(p)[1:]) if finer else best


def _overlap(p: Profile, q: Profile) -> bool:
    return max(p.low or 0, q.low or 0) <= min(p.high or 0, q.high or 0)


def _date_conflict(won: Sequence[Profile]) -> bool:
    # What was put off twice was put off from two days, without a contradiction.
    known = [p for p in won if p.dated and p.told.frame.status != "postponed"]
    return bool(known) and max(p.low or 0 for p in known) > min(p.high or 0 for p in known)


def _place(members: Sequence[Profile]) -> Profile | None:
    """The mention whose place the event takes."""
    known = [p for p in members if p.city or p.venue or p.country]
    if not known:
        return None
    counts = Counter((p.city, p.country) for p in known)

    def rank(p: Profile) -> tuple[object, ...]:
        readout = p.told.article_kind not in _READOUTS
        return (p.city is None, readout, -counts[p.city, p.country], p.venue is None, _age(p))

    best = min(known, key=rank)
    finer = [p for p in known if p.venue and p.city == best.city and p.country == best.country]
    return best if best.venue or not finer else min(finer, key=rank)


def _place_iri(venue: Venue | None, catalog: Catalog) -> LocalIri | None:
    """The reference data's place, else one minted from name and state."""
    if venue is None:
        return None
    if venue.ref and (venue.name or venue.ref in catalog.places):
        return venue.ref
    if venue.name:
        return venue.ref or ids.place(venue.name, country=venue.country)
    if venue.city:
        return venue.ref or ids.place(venue.city, geonames=venue.geonames, country=venue.country)
    return None


def _topics(members: Sequence[Profile]) -> tuple[tuple[LocalIri | None, str], ...]:
    out: dict[str, tuple[LocalIri | None, str]] = {}
    for p in members:
        for t in p.told.frame.topics:
            out.setdefault(t.ref or folded(t.label), (t.ref, t.label))
    return tuple(out[k] for k in sorted(out))


def _confidence(told: Sequence[Profile]) -> float:
    """How sure it is that one article at least tells it: articles count as independent, copies as one."""
    best: dict[str, float] = {}
    for p in told:
        best[p.source] = max(best.get(p.source, 0.0), p.told.frame.confidence)
    wrong = 1.0
    for article in sorted(best):
        wrong *= 1.0 - best[article]
    return round(min(1.0 - wrong, 0.99), 4) if len(best) > 1 else round(1.0 - wrong, 4)


def _participations(
    won: Sequence[Profile],
    rest: Sequence[Profile],
    kind: EventType,
    actors: Mapping[LocalIri, ResolvedActor],
    refers: Mapping[LocalIri, LocalIri],
    known: Reference,
) -> tuple[Participation, ...]:
    """Those whom the mentions of the winning status name, and others for sides that these leave out."""
    rows = _rows(won, actors, refers, known)
    have = {_side(actors[iri]) for iri in rows}
    named = {_side(actors[iri]) for iri in rows if actors[iri].kind == "person"}
    for iri, row in _rows(rest, actors, refers, known).items():
        own = _side(actors[iri])
        if own not in have or (
            own not in named and actors[iri].kind == "person" and kind != "visit"
        ):
            rows.setdefault(iri, row)
    named |= {_side(actors[iri]) for iri in rows if actors[iri].kind == "person"}
    together = {
        iri
        for p in won
        for iri in p.actors
        if actors[iri].kind == "country"
        and any(
            actors[o].kind == "person" and _side(actors[o]) == _side(actors[iri]) for o in p.actors
        )
    }
    beside = {
        iri
        for p in won
        for iri in p.actors
        if actors[iri].kind == "organisation" and any(actors[o].kind == "person" for o in p.actors)
    }
    out = []
    for iri in sorted(rows):
        actor = actors[iri]
        if (
            actor.kind == "role"
            and _side(actor) in named
            and _filled(actor, rows, actors, known, won)
        ):
            continue
        # A person of the state stands in for it, unless a passage names both or it is a journey's goal.
        if (
            actor.kind == "country"
            and kind != "visit"
            and _side(actor) in named
            and iri not in together
        ):
            continue
        body = known.catalog.organisations.get(iri)
        if body is not None and body.kind == "format" and iri not in beside:
            members = {
                side(known.catalog.polities[m].notation, m)
                for m in body.members
                if m in known.catalog.polities
            }
            if len(members & named) * 2 > len(members):
                continue
        out.append(rows[iri])
    return tuple(out)


def _side(actor: ResolvedActor) -> Side:
    return side(actor.polity, actor.iri)


def _filled(
    role: ResolvedActor,
    rows: Mapping[LocalIri, Participation],
    actors: Mapping[LocalIri, ResolvedActor],
    known: Reference,
    won: Sequence[Profile],
) -> bool:
    """Is there somebody of that state who can be the one meant, and whom no passage names beside it?"""
    texts = [known.office(t, role.polity) for t in role.offices]
    roles = {o.role for o in texts if o and known.unique(o)}
    for iri, row in rows.items():
        actor = actors[iri]
        if actor.kind != "person" or _side(actor) != _side(role):
            continue
        if any(iri in p.actors and role.iri in p.actors for p in won):
            continue
        office = known.office(row.office_text, actor.polity)
        if not roles or office is None or office.role in roles:
            return True
    return False


def _rows(
    members: Sequence[Profile],
    actors: Mapping[LocalIri, ResolvedActor],
    refers: Mapping[LocalIri, LocalIri],
    known: Reference,
) -> dict[LocalIri, Participation]:
    offices: dict[LocalIri, Counter[str]] = {}
    functions: dict[LocalIri, set[Function]] = {}
    bodies: dict[LocalIri, Counter[Notation]] = {}
    for p in members:
        for mention, a in p.told.actors():
            iri = refers[mention]
            if a.polity and a.polity in known.catalog.bodies:
                bodies.setdefault(iri, Counter())[a.polity] += 1
            functions.setdefault(iri, set()).add(a.function)
            counts = offices.setdefault(iri, Counter())
            if a.office:
                counts[a.office] += 1
    out = {}
    for iri, said in functions.items():
        counts = offices[iri]
        text = min(counts, key=lambda t: (-counts[t], t)) if counts else None
        office = known.office(text, actors[iri].polity)
        # Who holds an office of a body acts for it, whatever state they are of.
        acts_for = bodies.get(iri)
        out[iri] = Participation(
            actor=iri,
            office_text=text,
            post=office.iri if office else None,
            polity=min(acts_for, key=lambda b: (-acts_for[b], b))
            if acts_for
            else actors[iri].polity,
            function=next(f for f in _FUNCTIONS if f in said),
        )
    return out


def _parties(
    rows: Sequence[Participation], actors: Mapping[LocalIri, ResolvedActor], catalog: Catalog
) -> tuple[LocalIri, ...]:
    out = set()
    for row in rows:
        actor = actors[row.actor]
        party = catalog.party(row.polity)
        if party is not None:
            out.add(party)
        elif actor.kind in {"organisation", "country"}:
            out.add(actor.iri)
    return tuple(sorted(out))


def _circumstance(
    kind: EventType, country: Notation | None, rows: Sequence[Participation], catalog: Catalog
) -> str:
    """Which row of the code table applies: who received whom, and where."""
    if kind == "negotiation" and any(r.function == "mediator" for r in rows):
        return "a mediator takes part"
    polities = {r.polity for r in rows if r.polity}
    if kind_of(kind).contact != "face to face" or not country or not polities:
        return ""
    if country not in polities:
        return "venue in a country that is no party" if catalog.polity(country) else ""
    hosts = any(r.function in {"host", "initiator"} and r.polity == country for r in rows)
    guests = any(r.function in {"guest", "initiator"} and r.polity != country for r in rows)
    direction = "host -> guest" if hosts and not guests else "guest -> host"
    return f"venue in a party's country; {direction}"
