"""What events that are told beside each other share: the day of a story that goes on, the place of a visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.rules.events.drafts import Draft
from kg.extract.rules.events.joining import compatible
from kg.extract.rules.events.sentence import Sentence
from kg.extract.rules.text.document import Text
from kg.reference.event_kinds import kind_of

_PROGRAMME, _NEAR = 12, 2
"""Sentences from a journey that is announced to what is planned on it, at most; in other texts."""
_REAL = frozenset({"held", "ongoing", "planned"})


def share_dates(
    drafts: Sequence[Draft], *, going_on: frozenset[str], programme: bool = False
) -> None:
    """A message or an invitation told beside a dated meeting of the same people was given there.

    ``going_on`` are words by which a story goes on within a day: "He also saw …", "in the afternoon".
    ``programme``: the text is an official one, which tells what is planned on a journey.
    """
    for d in drafts:
        if d.when is None and d.status == "held" and not d.other and kind_of(d.type).talks:
            words = {t.lower_ for t in d.reading.tokens[: d.token.i + 1]}
            o = _told_last(d, drafts) if words & going_on else None
            if o is not None and o.when is not None:
                d.when = replace(o.when, text=None, basis="context")
    for d in drafts:
        visit = _on_a_visit(d, drafts)
        if visit is not None and visit.when is not None:
            d.when = replace(visit.when, text=None, basis="context")
    for d in drafts:
        journey = _announced(d, drafts, programme=programme)
        if journey is not None and journey.when is not None:
            d.when = replace(journey.when, text=None, basis="context")
    for d in drafts:
        if not kind_of(d.type).in_passing or d.when is not None:
            continue
        beside = (o.when for o in drafts if o.when is not None and _given_at(d, o))
        day = next((when for when in beside if when.precision == "day"), None)
        if day is not None:
            d.when = replace(day, text=None, basis="context")


def _on_a_visit(d: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """The visit beside an undated meeting of the visitor with people of the state visited: its days are those."""
    if d.when is not None or d.other or not kind_of(d.type).gathering or d.status != "held":
        return None
    people = {id(e) for e, _ in d.participants}
    states = {e.polity for e, _ in d.participants}
    for v in drafts:
        state = (v.venue.country if v.venue else None) or v.country
        here = d.venue.country if d.venue else d.country
        if v.type != "visit" or v.other or v.status not in {"held", "ongoing"} or v.when is None:
            continue
        guests = {id(e) for e, f in v.participants if f == "guest"}
        # "visited Baku on 13 April for the foreign ministers' meeting"
        above = d.token.head
        occasion = d.sentence == v.sentence and above.lower_ == "for" and above.head == v.token
        met = guests & people and state in states and here in {None, state}
        if (met or occasion) and _beside(d, v):
            return v if v.when.precision == "day" else None
    return None


def _announced(d: Draft, drafts: Sequence[Draft], *, programme: bool) -> Draft | None:
    """The planned journey on which somebody is to meet whoever is told of next: its days are those.

    Of several of a traveller the one to the state where they meet, else to that of somebody met, else the last.
    """
    if d.when is not None or d.other or d.status != "planned" or not kind_of(d.type).gathering:
        return None
    people = {id(e) for e, _ in d.participants}
    here = d.venue.country if d.venue else d.country
    far = _PROGRAMME if programme else _NEAR
    found: list[tuple[tuple[bool, bool, int], Draft]] = []
    for v in drafts:
        state = (v.venue.country if v.venue else None) or v.country
        guests = {id(e) for e, f in v.participants if f == "guest"}
        if v.type != "visit" or v.other or v.status not in {"planned", "ongoing"}:
            continue
        if v.when is None or v.when.precision != "day" or not guests & people:
            continue
        if not 0 <= d.sentence - v.sentence <= far or (here and state and here != state):
            continue
        met = {e.polity for e, _ in d.participants if id(e) not in guests}
        found.append(((here is not None and here == state, state in met, v.sentence), v))
    return max(found, key=lambda row: row[0])[1] if found else None


def _told_last(d: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """The event of a day that was told in the sentences before, with one of the same people."""
    people = {id(e) for e, _ in d.participants if e.kind == "person"}
    before = [
        o
        for o in drafts
        if o.when is not None
        and o.when.precision == "day"
        and "/" not in (o.when.edtf or "/")
        and o.status == "held"
        and 0 < d.sentence - o.sentence <= 2
        and people & {id(e) for e, _ in o.participants}
    ]
    return max(before, key=lambda o: (o.sentence, o.token.i)) if before else None


def share_places(drafts: Sequence[Draft]) -> None:
    """Talks of a visitor with people of the state visited, at the time of the visit, are held there.

    A summons is where the ministry is that summons. Who talks on the telephone is in two places: a call has none.
    """
    for d in drafts:
        if kind_of(d.type).contact == "at a distance":
            d.venue = d.country = None
            continue
        if d.type == "summons" and d.venue is None and d.country is None:
            d.country = next((e.polity for e, f in d.participants if f == "initiator"), None)
        if d.venue is not None or d.country is not None or d.other:
            continue
        here = kind_of(d.type).gathering or d.type == "agreement_signing"
        if not here or d.status == "denied":
            continue
        for v in drafts:
            if (
                v.type != "visit"
                or v.other
                or v.status not in _REAL
                or not compatible(v.when, d.when)
            ):
                continue
            guests = [e for e, f in v.participants if f == "guest"]
            state = (v.venue.country if v.venue else None) or v.country
            met = {e.polity for e, _ in d.participants if not any(e is g for g in guests)}
            if state in met and any(e is g for e, _ in d.participants for g in guests):
                d.venue, d.country = v.venue, state
                if d.when is None and v.when and v.when.precision == "day" and _beside(d, v):
                    d.when = replace(v.when, text=None, basis="context")
                break


def place_lines(drafts: Sequence[Draft], sentences: Sequence[Sentence], doc: Text) -> None:
    """ "Oval Office, White House, Washington" on a line by itself is where that took place which is told above it."""
    for n, s in enumerate(sentences):
        first, last = s.span
        covered = {k for p in s.places for k in range(p.start, p.end)}
        rest = [doc[k] for k in range(first, last) if k not in covered]
        if not s.places or any(t.is_alpha or t.text[0].isdigit() for t in rest):
            continue
        town = next((p.venue for p in s.places if p.venue.city), None)
        venue = s.places[0].venue
        if town is not None and venue.city is None:
            venue = replace(venue, city=town.city, country=town.country, geonames=town.geonames)
        for d in drafts:
            told = kind_of(d.type).gathering and d.sentence == n - 1 and not d.other
            here = d.venue is not None and doc[first].idx <= d.venue.start < doc[last - 1].end
            if told and (d.venue is None or here):
                d.venue, d.country = venue, None


def _given_at(d: Draft, o: Draft) -> bool:
    people = {id(e) for e, _ in d.participants}
    near = _beside(d, o) or d.type == "agreement_signing"
    shared = len(people & {id(e) for e, _ in o.participants}) >= 2
    return near and shared and kind_of(o.type).gathering and o.status == d.status


def _beside(d: Draft, o: Draft) -> bool:
    return any(abs(a - b) <= 1 for a in d.sentences for b in o.sentences)
