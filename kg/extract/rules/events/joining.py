"""From drafts, one for each sentence, to frames, one for each event that the article tells of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from kg.core.model import Actor, Article, Evidence, Frame, Function, Notation, Venue, When
from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.events.confidence import READER, contributions, features, probability
from kg.extract.rules.events.drafts import Draft
from kg.reference.event_kinds import kind_of

_FIRM = {
    "held": 0,
    "ongoing": 0,
    "planned": 1,
    "proposed": 2,
    "postponed": 3,
    "cancelled": 3,
    "declined": 3,
    "denied": 3,
}
_GENERIC = frozenset(
    {
        "meeting/talks",
        "meeting/discussion",
        "meeting/consultation",
        "phone_call/conversation",
        "phone_call/speak",
        "meeting/hold-discussions",
        "meeting/encounter",
        "meeting/session",
        "negotiation/negotiation",
        "meeting/meeting",
    }
)


_VAGUE = frozenset(
    {
        "meeting/talks",
        "meeting/discussion",
        "meeting/consultation",
        "meeting/hold-discussions",
        "meeting/discuss",
    }
)


def alike(a: Draft, b: Draft) -> bool:
    """May two drafts speak of one kind of event? ``a`` is the later one."""
    if a.type == b.type:
        return True
    one, other = kind_of(a.type), kind_of(b.type)
    if one.talks and other.talks:
        named = a.rule not in _GENERIC and one.contact == "at a distance" != other.contact
        if a.anaphoric and named:
            return False  # "He also received a telephone call": not the meeting told before
        weak = [
            d
            for d in (a, b)
            if (d.rule in _GENERIC and (d.plain_noun or d.rule in _VAGUE)) or d.anaphoric
        ]
        # "They had a candid conversation": where no channel is named, the talk just told of.
        again = a.vague and a.when is None and a.venue is None
        return again or bool(weak) or one.contact == other.contact == "face to face"
    return False


def compatible(a: When | None, b: When | None) -> bool:
    """May two dates be of one event? Unknown fits everything."""
    if a is None or b is None or a.earliest is None or b.earliest is None:
        return True
    if a.latest is None or b.latest is None:
        return True
    if a.precision == b.precision == "day" and "/" in (a.edtf or "") and "/" in (b.edtf or ""):
        # From the 3rd to the 4th, and from the 4th to the 5th: the one begins where the other ends.
        within = a.earliest >= b.earliest and a.latest <= b.latest
        return within or (b.earliest >= a.earliest and b.latest <= a.latest)
    return a.earliest <= b.latest and b.earliest <= a.latest


def join(
    drafts: Sequence[Draft],
    *,
    anchor: date | None,
    one: Mapping[tuple[int, int], float] | None = None,
) -> list[Draft]:
    """Joins the drafts of one event; a nominal mention adds to the event that it takes up.

    ``one`` is how likely two of the reader's proposals are one event (Draft.read has their numbers).

    A nominal mention with a day far from ``anchor`` speaks of another event ("following up on the
    talks of October 22") and adds nothing.
    """
    out: list[Draft] = []
    # What rules have found comes first: what the reader alone has adds to it.
    for d in sorted(drafts, key=lambda d: (d.residual, d.rule.startswith(READER))):
        if d.anaphoric and _FIRM[d.status] == 3:
            d.when = None  # "the talks were called off on Monday": the day of the calling off
        if d.anaphoric and _elsewhere(d, anchor):
            continue
        target = _antecedent(d, out, far=_elsewhere(d, anchor)) or _again(d, out, one or {})
        if target is None and d.residual and _known(d, out):
            continue
        if target is not None and d.anaphoric and _FIRM[d.status] == 3:
            # "the talks were called off": what was planned is off; what was held stays held, and what
            # one side announces and the other knows nothing of is planned.
            sources = {*d.reported_by}, {*target.reported_by}
            disputed = all(sources) and not sources[0] & sources[1]
            if _FIRM[target.status] in {1, 2} and not (disputed and d.status == "denied"):
                target.status = d.status
                _merge(target, d)
            continue
        if target is not None:
            _merge(target, d)
        elif not d.anaphoric:
            out.append(d)
    return out


def by_state(drafts: Sequence[Draft]) -> list[Draft]:
    """A journey to several states is a visit to each of them."""
    out: list[Draft] = []
    for d in drafts:
        hosts = [e for e, f in d.participants if f == "host" and e.kind == "country"]
        if d.type != "visit" or len(hosts) < 2:
            out.append(d)
            continue
        for host in hosts:
            there = d.venue if d.venue and d.venue.country == host.polity else None
            rest = [
                (e, f) for e, f in d.participants if e is host or f != "host" or e.kind != "country"
            ]
            out.append(replace(d, participants=rest, venue=there, country=host.polity))
    return out


def _elsewhere(d: Draft, anchor: date | None) -> bool:
    when = d.when
    if when is None or when.earliest is None or when.latest is None or anchor is None:
        return False
    return min(abs((anchor - when.earliest).days), abs((anchor - when.latest).days)) > 10


NEAR = 3
"""Sentences within which an event is told again with fewer of its participants."""
ONE = 0.5
"""How likely two tellings must be one event, by the reader, to be joined where the rules do not join them."""


def _again(d: Draft, known: Sequence[Draft], one: Mapping[tuple[int, int], float]) -> Draft | None:
    """The event that a draft is another telling of where the reader has read both, and nothing speaks against it.

    It takes them for one, or the participants of one are among those of the other: two, or one near by.
    What is planned and what was held are two, unless both have the same day.
    """
    if d.sure is None:
        return None
    people = {id(e) for e, _ in d.participants}
    best: tuple[float, Draft] | None = None
    for o in reversed(known):
        if o.sure is None or not alike(d, o) or not compatible(d.when, o.when):
            continue
        mine = {id(e) for e, _ in o.participants}
        if len(people) > 1 and len(mine) > 1 and not people & mine and not _same_sides(d, o):
            continue  # Two and two others: whatever the words are like, it is another event.
        pairs = [one.get((min(a, b), max(a, b)), 0.0) for a in d.read for b in o.read]
        sure = max(pairs, default=0.0)
        if sure < ONE:
            shared = people & mine
            within = bool(shared) and (people <= mine or mine <= people)
            days = [x.when.edtf if x.when is not None else None for x in (d, o)]
            one_day = days[0] is not None and days[0] == days[1]
            fits = d.other == o.other and (_FIRM[d.status] == _FIRM[o.status] or one_day)
            near = within and (len(shared) >= 2 or abs(d.sentence - o.sentence) <= NEAR)
            if not (fits and near and _places_fit(d.venue, o.venue)):
                continue
            sure = ONE
        if best is None or sure > best[0]:
            best = (sure, o)
    return best[1] if best else None


def _same_sides(d: Draft, o: Draft) -> bool:
    """Are they of the same states: "Russia and Japan", and then their presidents?"""
    a, b = ({e.polity for e, _ in x.participants} for x in (d, o))
    return None not in a | b and a == b


def _known(d: Draft, known: Sequence[Draft]) -> bool:
    """Has the article another event of these people? Then "they discussed" is that one."""
    people = {id(e) for e, _ in d.participants}
    return any(
        kind_of(o.type).talks and len(people & {id(e) for e, _ in o.participants}) >= 2
        for o in known
    )


def _antecedent(d: Draft, known: Sequence[Draft], *, far: bool) -> Draft | None:
    """The event told before that a draft speaks of again. ``far``: its day is not the article's."""
    people = {id(e) for e, _ in d.participants}
    order = list(reversed(known))
    if d.anaphoric and d.when and d.when.edtf:
        # "the May 14 meeting" is the one of that day before it is the one just spoken of.
        order.sort(key=lambda o: not (o.when and o.when.edtf and compatible(d.when, o.when)))
    for o in order:
        if not alike(d, o) or not compatible(d.when, o.when):
            continue
        mine = {id(e) for e, _ in o.participants}
        if d.anaphoric:
            if d.other or (people and not people & mine):
                continue
            if d.status in {"planned", "proposed"} and o.status not in {"planned", "proposed"}:
                continue
            return o
        if far and d.plain_noun and o.when is None and not o.plain_noun:
            continue  # "had a conversation … the outcomes of the summit in June"
        one_phrase = people == mine and bool({*d.read} & {*o.read})  # "a second round of talks"
        if d.other != o.other and (d.when is None or o.when is None) and not one_phrase:
            continue
        if not _places_fit(d.venue, o.venue):
            continue
        if (d.status in {"planned", "proposed"}) != (o.status in {"planned", "proposed"}) and not (
            d.when and o.when and d.when.edtf and d.when.edtf == o.when.edtf
        ):
            continue
        if people == mine or (len(people & mine) >= 2 and (people <= mine or mine <= people)):
            return o
        if _by_states_alone(d, o):
            return o
        bare = d.when is None and d.venue is None and d.country is None
        if (
            len(people) == 1
            and people <= mine
            and d.plain_noun
            and o.status == d.status
            and bare
            and not d.other
        ):
            return o
    return None


def _by_states_alone(d: Draft, o: Draft) -> bool:
    """ "Beginning of Russian-Serbian talks" after the talks of their presidents: are they those, by their states?"""
    states = {e.polity for e, _ in d.participants if e.kind == "country"}
    people = [e for e, _ in o.participants if e.kind == "person"]
    return (
        d.plain_noun
        and not d.other
        and d.status == o.status
        and len(states) == len(d.participants) == 2
        and len(people) == len(o.participants)
        and {e.polity for e in people} == states
    )


def _places_fit(a: Venue | None, b: Venue | None) -> bool:
    if a is None or b is None:
        return True
    if a.city and b.city:
        return a.city == b.city
    return not (a.country and b.country) or a.country == b.country


def _merge(o: Draft, d: Draft) -> None:
    if d.when and (o.when is None or o.when.edtf is None):
        o.when = d.when
    leg = o.type == "visit" and o.venue is None and o.country is not None
    if d.venue and not leg:
        if o.venue is None:
            o.venue = d.venue
        elif o.venue.city is None and d.venue.city:
            o.venue = replace(
                o.venue, city=d.venue.city, country=d.venue.country, geonames=d.venue.geonames
            )
    o.country = o.country or d.country
    known = {t.label for t in o.topics}
    o.topics += [t for t in d.topics if t.label not in known]
    o.reported_by += [r for r in d.reported_by if r not in o.reported_by]
    if not d.anaphoric:
        for e, f in () if _of_its_clause(d, o) else d.participants:
            if not any(e is x for x, _ in o.participants) and not _spoken_for(e, o):
                o.participants.append((e, f))
        if (
            o.venue is None
            and o.rule in _GENERIC
            and (kind_of(d.type).contact == "at a distance" or d.type == "summit")
            and d.rule not in _GENERIC
        ):
            o.type = d.type
        if _FIRM[d.status] < _FIRM[o.status] and not _guessed(d, o):
            o.status = d.status
        o.sentences |= d.sentences
        o.read = (*o.read, *d.read)
        o.peopled = max(o.peopled, d.peopled)
        o.sure = max((x for x in (o.sure, d.sure) if x is not None), default=None)


def _of_its_clause(d: Draft, o: Draft) -> bool:
    """Do the words of a sentence say by themselves who took part, beside what the reader alone finds in it?

    "Two days after Trump had written Kim off, Kim and Moon met": who stands in another clause was not there.
    """
    sides = {e.polity for e, _ in o.participants} - {None}
    reader = d.rule.startswith(READER) and not o.rule.startswith(READER)
    return reader and d.sentence == o.sentence and d.type == o.type != "visit" and len(sides) > 1


def _spoken_for(e: Entity, o: Draft) -> bool:
    """Is it a state that somebody speaks for in talks?"""
    people = {x.polity for x, _ in o.participants if x.kind == "person"}
    return e.kind == "country" and kind_of(o.type).talks and e.polity in people


def _guessed(d: Draft, o: Draft) -> bool:
    """Is the status of a draft the reader's, where rules have read that of the other in the same sentence?"""
    read = d.rule.startswith(READER) and not o.rule.startswith(READER)
    return read and bool(d.sentences & o.sentences) and bool(o.reasons)


def domestic(d: Draft, home: Notation | None) -> bool:
    """Is it a journey of people within their own state, or a talk among themselves of those whose government tells of it?

    ``home`` is the state of the publisher. Elsewhere people of one state may be two sides: a government and rebels.
    """
    states = {e.polity for e, _ in d.participants}
    if len(states) != 1 or None in states:
        return False
    if d.type == "visit":
        return any(f == "host" for _, f in d.participants)
    people = [e for e, _ in d.participants if e.kind == "person"]
    there = d.venue.country if d.venue else d.country
    return kind_of(d.type).talks and states == {home} and len(people) > 1 and there in {None, home}


def diplomatic(d: Draft, *, memo: bool) -> bool:
    """Is it between states or organisations? A meeting of people of one state at home is not."""
    if d.habit:
        return False
    if memo:
        return True
    if d.type == "visit":
        guests = [e for e, f in d.participants if f == "guest" and e.kind == "person"]
        hosts = [e for e, f in d.participants if f != "guest"]
        target = (
            next((e.polity for e in hosts if e.polity), None)
            or (d.venue.country if d.venue else None)
            or d.country
        )
        if not target:
            return False
        return any(g.polity != target and (g.polity or g.offices) for g in guests)
    if d.type == "agreement_signing":
        return (
            len(
                {
                    e.polity or id(e)
                    for e, _ in d.participants
                    if e.polity or e.kind == "organisation"
                }
            )
            >= 2
        )
    if d.type == "summons":
        return True
    kind = kind_of(d.type)
    states = {e.polity for e, _ in d.participants if e.polity}
    bodies = [
        e for e, _ in d.participants if e.kind == "organisation" and not e.polity and not e.unnamed
    ]
    unknown = [e for e, _ in d.participants if not e.polity and e.kind == "person"]
    abroad = d.venue.country if d.venue else d.country
    if len(states) >= 2 or (states and bodies) or len(bodies) >= 2:
        return True
    if len(states) == 1:
        if abroad and abroad not in states and kind.talks:
            return True
        if any(e.offices and not e.unnamed for e in unknown):
            return True
        if len(d.participants) == 1 and kind.gathering:
            return bool(abroad)
    if any(e.collective for e in bodies) and kind.talks:
        return True
    return bool(bodies) and kind.contact == "face to face" and bool(d.venue)


def to_frame(
    d: Draft,
    article: Article,
    span: tuple[int, int],
) -> Frame:
    """The frame of a finished draft; ``span`` are the characters of its evidence."""
    venue = d.venue
    if venue is None and d.country:
        venue = Venue(name=None, city=None, country=d.country)
    reasons = contributions(features(d), with_reader=d.sure is not None)
    return Frame(
        type=d.type,
        status=d.status,
        participants=tuple(_actor(e, f) for e, f in d.participants),
        when=d.when,
        venue=venue,
        topics=tuple(d.topics),
        reported_by=tuple(d.reported_by),
        evidence=tuple(
            Evidence(start=a, end=b, quote=article.text[a:b]) for a, b in (span, *d.attended)
        ),
        confidence=round(probability(sum(part for _, part in reasons)), 2),
        rule=d.rule,
        features=reasons,
    )


def _actor(e: Entity, f: Function) -> Actor:
    return Actor(
        name=e.name,
        office=e.office_text,
        polity=e.polity,
        kind=e.kind,
        function=f,
        ref=e.ref,
        start=e.first[0],
        end=e.first[1],
    )
