"""Rules and reader together: which proposal is which draft of the rules, and whom to believe where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.dates.normalization import Expression
from kg.extract.reader.proposals import Proposed, strongest
from kg.extract.rules.events.drafts import Draft
from kg.extract.rules.events.sentence import Sentence
from kg.extract.rules.events.status import NEGATIVE
from kg.extract.rules.proposals.drafts import Maker
from kg.extract.rules.text.reading import Reading
from kg.extract.rules.underway import UnderWay
from kg.reference.event_kinds import kind_of

_BESIDE = 3
"""Words between a trigger of the rules and one of the reader, at most."""
FIRM = 0.45
"""How likely words must be the date of an event that the rules have found without one."""


def together(
    way: UnderWay,
    drafts: Sequence[Draft],
    proposed: Proposed,
    *,
    sentences: Sequence[Sentence],
    readings: Mapping[int, Reading],
    expressions: Sequence[Expression],
) -> list[Draft]:
    """The drafts of the rules, each with what the reader says of it, and those that only the reader has."""
    triggers = [p.start for p in proposed.proposals]
    maker = Maker(way, sentences, readings, expressions, triggers)
    for d in drafts:
        first, last = way.doc[d.start], way.doc[d.end - 1]
        d.sure = proposed.at(first.idx, last.end)
        if maker.head is not None and not d.anaphoric:
            maker.complete(d)
    own: list[Draft] = []
    for n, p in enumerate(proposed.proposals):
        draft = maker.draft(n, p)
        if draft is None:
            continue
        same = [d for d in drafts if d.sentence == draft.sentence and _same(d, draft)]
        draft.peopled = maker.peopled(draft, p)
        again = [d for d in same if d.anaphoric]
        for d in same:
            if d.anaphoric:
                continue
            day = strongest(p.parts.get("date", ()))
            combine(d, draft, dated=day is not None and day.sure >= FIRM)
            d.peopled = max(d.peopled, maker.peopled(d, p))
        if again:
            # "The talks": those that were told of before, if there are such of these people.
            draft.residual = True
            draft.reported_by = again[0].reported_by or draft.reported_by
            if draft.status in NEGATIVE and again[0].reasons:
                draft.status = again[0].status
        if not same or again:
            own.append(draft)
    body = [d for d in (*drafts, *own) if not d.title]
    return sorted(body or [*drafts, *own], key=lambda d: (d.sentence, d.token.i))


def _same(d: Draft, r: Draft) -> bool:
    """Is it the same passage: the same words, or, of the same people, words beside them ("had yet to meet")?"""
    if not _like(d, r):
        return False
    if d.anchors & r.anchors:
        return True
    near = min(abs(a - b) for a in d.anchors for b in r.anchors) <= _BESIDE
    return (
        near and {id(e) for e, _ in d.participants} == {id(e) for e, _ in r.participants} != set()
    )


def _like(a: Draft, b: Draft) -> bool:
    return a.type == b.type or (kind_of(a.type).talks and kind_of(b.type).talks)


def combine(d: Draft, r: Draft, *, dated: bool) -> None:
    """Gives a draft of the rules what the reader says of the same passage; its day if it is sure of it."""
    d.read = (*d.read, *r.read)
    d.sure = max(d.sure or 0.0, r.sure or 0.0)
    if len(d.participants) < 2 and len(r.participants) > len(d.participants):
        known = [e for e, _ in d.participants]
        d.participants += [(e, f) for e, f in r.participants if not any(e is x for x in known)]
    if d.type == r.type == "visit":
        _receivers(d, r)
    real = d.status in {"held", "ongoing"} or r.status == d.status
    if dated and real and (d.when is None or d.when.edtf is None):
        d.when = r.when or d.when
    if real and d.venue is None and d.country is None:
        d.venue, d.country = r.venue, r.country
    elif (
        d.venue is not None
        and r.venue is not None
        and r.venue.city
        and not d.venue.city
        and d.venue.country in {None, r.venue.country}
    ):
        d.venue = replace(
            d.venue, city=r.venue.city, country=r.venue.country, geonames=r.venue.geonames
        )
    known_topics = {t.label for t in d.topics}
    d.topics += [t for t in r.topics if t.label not in known_topics]
    d.reported_by += [s for s in r.reported_by if s not in d.reported_by]


def _receivers(d: Draft, r: Draft) -> None:
    """Who receives a visitor takes part in the visit, beside the country that the rules have found."""
    states = {e.polity for e, f in d.participants if f == "host" and e.kind == "country"}
    known = [e for e, _ in d.participants]
    for e, f in r.participants:
        receives = f == "host" and e.kind == "person" and e.polity in states - {None}
        if receives and not any(e is x for x in known):
            d.participants.append((e, f))
