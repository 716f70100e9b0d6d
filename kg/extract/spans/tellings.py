"""What a proposal tells, in the terms of the graph; and which tellings of an article are of one event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import cast

from kg.core.ids import fold
from kg.core.model import Function, Notation, Status, Topic, Venue, When
from kg.extract.reader.proposals import Part, Proposal, strongest
from kg.extract.spans.actors import Actors
from kg.extract.spans.entity import Entity
from kg.extract.spans.settling import settled
from kg.extract.spans.venues import venue_at
from kg.extract.spans.words import Text
from kg.reference.event_kinds import event_kinds, kind_of

FUTURE = frozenset({"planned", "proposed", "postponed"})
_REAL = frozenset({"held", "ongoing"})
_NEXT = frozenset({"planned", "proposed"})
_CALLS = frozenset({"phone_call", "video_call"})
NEAR = 250
"""Characters within which talks of the same people are one, whatever each passage calls them."""
SURER = 0.15
"""By how much a passage must be surer of an event than one before for its type to hold."""
HISTORY = timedelta(days=2 * 366)
"""How long before the day of an article an event must lie to be history in it."""
POSSIBLY = 0.2
"""How likely a piece must belong to a participant to be taken where too few are known."""
ONE = 0.5
"""How likely two tellings must be one event, by the reader, to be joined where nothing speaks against it."""


@dataclass(slots=True, eq=False)
class Telling:
    """An event as a passage tells it; ``numbers`` are those of its proposals."""

    kind: str
    status: Status
    start: int
    end: int
    sure: float
    who: list[tuple[Entity, Function]]
    when: When | None = None
    venue: Venue | None = None
    country: Notation | None = None
    topics: list[Topic] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    kindly: float = 1.0
    alone: bool = False  # Does its sentence say that nobody else was there?

    @property
    def state(self) -> Notation | None:
        """The state that it took place in."""
        return self.venue.country if self.venue and self.venue.country else self.country


def told(
    actors: Actors, n: int, p: Proposal, before: Sequence[Telling], when: When | None
) -> Telling | None:
    """What a proposal tells; nothing where it is of no type of ours."""
    if p.kind not in event_kinds():
        return None
    place = strongest(p.parts.get("place", ()))
    venue, country = venue_at(actors, place.start, place.end) if place else (None, None)
    told_of = [t for t in reversed(before) if len(_people(t)) > 1]
    old = _long_ago(when, actors.day)
    group = next((_people(t) for t in told_of if old or not _long_ago(t.when, actors.day)), [])
    group = group or next(map(_people, told_of), [])
    actors.groups = [_people(t) for t in told_of]
    who: list[Entity] = []
    hosts: list[tuple[Part, list[Entity]]] = []
    spans = [(p.start, p.end)]
    parts = sorted(p.parts.get("participants", ()), key=lambda x: x.start)
    for part in parts:
        spans.append((part.start, part.end))
        found = actors.of(part.start, part.end, group=group, others=who)
        where = venue.country if venue and venue.country else country
        if (
            not found
            and where
            and (
                actors.ministry(part.start, part.end)
                or (place and (part.start, part.end) == (place.start, place.end))
            )
        ):
            found = [
                actors.state(where)
            ]  # Who travels to a town that is no capital is its state's guest.
        who += [e for e in found if e not in who]
        hosts.append((part, found))
    if len(who) < 2 and p.kind != "visit":
        for a, b in likely(actors.text, p):
            who += [e for e in actors.of(a, b, group=group, others=who) if e not in who]
            if len(who) > 1:
                break
    status = cast(Status, p.status)
    out = Telling(p.kind, status, p.start, p.end, p.sure, [], when, numbers=[n], spans=spans)
    out.kindly = max(p.kinds.values(), default=1.0)
    out.venue, out.country = venue, country
    low, high = actors.text.bounds(actors.text.sentence(p.start))
    sentence = f" {fold(actors.text.said[low:high])}"
    out.alone = any(f" {fold(x)}" in sentence for x in actors.tools.table.phrases["alone"])
    if p.kind != "visit" and (out.state or _abroad(who, actors)):
        who = settled(actors, who, out.state or actors.hosted)
    out.who = _functions(p.kind, who, out.state, actors)
    if p.kind == "visit" and place is None:
        _goal(out, hosts, actors)
    if p.kind == "visit":
        actors.visitor = next((e for e, f in out.who if f == "guest"), actors.visitor)
        actors.hosted = next((e.polity for e, f in out.who if f == "host"), actors.hosted)
    out.sources = _sources(actors, p.parts.get("reported_by", ()))
    return out


def _abroad(who: Sequence[Entity], actors: Actors) -> bool:
    """Does somebody take part whose journey the text has told of?"""
    return actors.hosted is not None and any(e is actors.visitor for e in who)


def _goal(t: Telling, hosts: Sequence[tuple[Part, list[Entity]]], actors: Actors) -> None:
    """Where somebody goes is where a visit takes place, if nothing says it better: "reist nach Jakarta"."""
    led = [e for e, f in t.who if f == "host" and e.kind == "country"]
    where = [part for part, found in hosts if any(e in led for e in found)]
    if len(led) == 1 and len(where) == 1:
        t.venue, t.country = venue_at(actors, where[0].start, where[0].end)
        there = actors.tools.then(t.state, actors.day) if t.state else None
        if led[0].polity not in {t.state, there}:
            t.venue, t.country = None, led[0].polity


def _long_ago(when: When | None, day: date | None) -> bool:
    """Is it history beside the news of a day: "the treaty that Gorbachev and Bush signed in 1991"?"""
    latest = when.latest if when else None
    return day is not None and latest is not None and latest < day - HISTORY


def likely(text: Text, p: Proposal) -> list[tuple[int, int]]:
    """Spans that may be of somebody who takes part, though less likely so, the likeliest first."""
    rows: list[list[float]] = []
    taken = [(x.start, x.end) for x in p.parts.get("participants", ())]
    for x in p.people:
        if x.sure < POSSIBLY or any(a < x.end and x.start < b for a, b in taken):
            continue
        if rows and not text.said[int(rows[-1][1]) : x.start].strip(" -"):
            rows[-1][1], rows[-1][2] = x.end, max(rows[-1][2], x.sure)
        else:
            rows.append([x.start, x.end, x.sure])
    rows.sort(key=lambda r: (-r[2], r[0]))
    return [(int(a), int(b)) for a, b, _ in rows]


def _people(t: Telling) -> list[Entity]:
    return [e for e, _ in t.who]


def _functions(
    kind: str, who: Sequence[Entity], state: Notation | None, actors: Actors
) -> list[tuple[Entity, Function]]:
    """What each does in it: who is visited, who sends."""
    if kind == "visit":
        people = [e for e in who if e.kind == "person"]
        out: list[tuple[Entity, Function]] = []
        for n, e in enumerate(who):
            there = e.polity is not None and e.polity == state
            host = (e.kind == "country" and bool(people)) or (
                n > 0 and (there or e.kind != "person")
            )
            out.append((e, "host" if host else "guest"))
        led = any(f == "host" for _, f in out)
        if out and not led and state and all(e.polity != state for e in who):
            out.append((actors.state(actors.tools.then(state, actors.day)), "host"))
        return out
    if kind_of(kind).directed and len(who) > 1:
        return [(e, "initiator" if n == 0 else "addressee") for n, e in enumerate(who)]
    return [(e, "participant") for e in who]


def _sources(actors: Actors, parts: Sequence[Part]) -> list[str]:
    text = actors.text.said
    out = []
    for x in parts:
        said = " ".join(text[x.start : x.end].split())[:120]
        if (
            said
            and said.casefold()
            not in actors.tools.table.words["he"] | actors.tools.table.words["she"]
        ):
            out.append(said)
    return list(dict.fromkeys(out))


def join(tellings: Sequence[Telling], one: Mapping[tuple[int, int], float]) -> list[Telling]:
    """One telling for each event: what the reader takes for one, or has its type, its sides and no other day."""
    out: list[Telling] = []
    for t in tellings:
        target = _again(t, out, one)
        if target is None:
            out.append(t)
        else:
            _merge(target, t)
    return out


def _again(
    t: Telling, known: Sequence[Telling], one: Mapping[tuple[int, int], float]
) -> Telling | None:
    best: tuple[float, Telling] | None = None
    mine = {id(e) for e, _ in t.who}
    for o in reversed(known):
        if not _alike(t, o) or _called_there(t, o) or not days_fit(t.when, o.when) or (
            not _places_fit(t, o)
        ):  # fmt: skip
            continue
        theirs = {id(e) for e, _ in o.who}
        if len(mine) > 1 and len(theirs) > 1 and not mine & theirs:
            continue
        sure = max(
            (one.get((min(a, b), max(a, b)), 0.0) for a in t.numbers for b in o.numbers),
            default=0.0,
        )
        if sure < ONE:
            both = len(mine & theirs) >= 2 and (mine <= theirs or theirs <= mine)
            both &= mine == theirs or not (t.alone or o.alone)
            same = t.kind == o.kind or (kind_of(t.kind).talks and t.start - o.end < NEAR)
            if not (both and same and _firm(t.status) == _firm(o.status)):
                continue
            if t.when is not None and o.when is None and t.start - o.end > 600:
                continue
            sure = ONE
        if best is None or sure > best[0]:
            best = (sure, o)
    return best[1] if best else None


def _alike(a: Telling, b: Telling) -> bool:
    return a.kind == b.kind or (kind_of(a.kind).talks and kind_of(b.kind).talks)


def _called_there(a: Telling, b: Telling) -> bool:
    """Is one a call and the other at some place?"""
    calls = [t for t in (a, b) if t.kind in _CALLS]
    return len(calls) == 1 and any(t.state or t.venue for t in (a, b) if t.kind not in _CALLS)


def _firm(status: str) -> int:
    return 0 if status in _REAL else 1 if status in _NEXT else 2


def days_fit(a: When | None, b: When | None) -> bool:
    """May two dates be of one event? Unknown fits everything."""
    if a is None or b is None or not (a.earliest and a.latest and b.earliest and b.latest):
        return True
    return a.earliest <= b.latest and b.earliest <= a.latest


def _places_fit(a: Telling, b: Telling) -> bool:
    if a.venue and b.venue and a.venue.city and b.venue.city:
        return a.venue.city == b.venue.city
    return not (a.state and b.state) or a.state == b.state


def _merge(o: Telling, t: Telling) -> None:
    if t.when and (o.when is None or o.when.edtf is None):
        o.when = t.when
    if t.venue and (o.venue is None or (o.venue.city is None and t.venue.city)):
        o.venue = t.venue
    o.country = o.country or t.country
    known = {x.label for x in o.topics}
    o.topics += [x for x in t.topics if x.label not in known]
    o.sources += [x for x in t.sources if x not in o.sources]
    for e, f in t.who:
        spoken_for = e.kind == "country" and any(
            x.kind == "person" and x.polity == e.polity for x, _ in o.who
        )
        if e not in _people(o) and not spoken_for:
            o.who.append((e, f))
    if _firm(t.status) < _firm(o.status):
        o.status = t.status
    if t.sure > o.sure + SURER:
        o.kind = t.kind
    o.numbers += t.numbers
    o.sure, o.kindly = max(o.sure, t.sure), max(o.kindly, t.kindly)
