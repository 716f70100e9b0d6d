"""Gives dates and places to events: the nearest event above them in the tree owns them.

A date under a plain verb ("said on Monday that they had met") belongs to nobody. An event without
a date of its own takes that of the journey or the talks that its clause depends on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from kg.core.model import Notation, Venue, When
from kg.dates.normalization import Expression, resolve
from kg.extract.rules.actors.places import PlaceMention
from kg.extract.rules.events.direction import FUTURE, Direction, direction_of
from kg.extract.rules.events.drafts import Draft
from kg.extract.rules.text.reading import Reading
from kg.extract.rules.text.words import Word

Basis = Literal["dateline", "published"]


def owner(
    token: Word,
    drafts: Sequence[Draft],
    communication: frozenset[str],
    *,
    calling_off: frozenset[str] = frozenset(),
) -> Draft | None:
    """The event that a word of the reading belongs to, by climbing from it to the root."""
    by_anchor = {i: d for d in reversed(drafts) for i in d.anchors}
    node = token
    for _ in range(12):
        if node.i in by_anchor:
            return by_anchor[node.i]
        if node.pos_ in {"VERB", "AUX"} and node != token:
            if node.lemma_ in communication or node.lemma_ in calling_off:
                return None
            below = [d for d in drafts if node in d.token.ancestors and _near(d.token, node)]
            if below:
                return min(below, key=lambda d: abs(d.token.i - token.i))
            if node.dep_ == "xcomp" and node.head.lemma_ == "be":
                node = node.head  # "a second round is to be held in Jeddah"
                continue
            return None
        if node.head == node:
            return None
        node = node.head
    return None


def _near(low: Word, high: Word) -> bool:
    """Is ``low`` the infinitive, object or subject of ``high`` ("are slated to meet")?"""
    node = low
    for _ in range(4):
        if node.dep_ in {"relcl", "ccomp", "advcl", "parataxis"}:
            return False
        if node.head == high:
            return True
        node = node.head
    return False


def carry_date(
    expressions: Sequence[Expression], *, anchor: date | None, basis: Basis, context: date | None
) -> date | None:
    """The day that the following sentence may count from, after one that states no event."""
    for e in expressions:
        when = resolve(e, anchor=anchor, context=context, direction=None, basis=basis)
        if when.earliest and when.precision == "day" and e.kind != "habit":
            context = when.earliest
    return context


def link_dates(
    reading: Reading,
    drafts: Sequence[Draft],
    expressions: Sequence[tuple[int, Expression]],
    *,
    anchor: date | None,
    basis: Basis,
    context: date | None,
    communication: frozenset[str],
    calling_off: frozenset[str],
) -> date | None:
    """Sets ``when`` of the drafts. ``expressions``: word of the reading and date expression.

    Returns the day that the following sentence may count from ("the next day").
    """
    events = [d for d in drafts if not d.anaphoric or d.participants] or list(drafts)
    anchors = {i for d in drafts for i in d.anchors}
    expressions = [(i, e) for i, e in expressions if not _of_a_noun(reading.tokens[i], e, anchors)]
    last = context
    rows: list[tuple[Word, Expression, Draft | None]] = []
    for i, expression in expressions:
        token = reading.tokens[i]
        d = owner(token, list(drafts), communication, calling_off=calling_off)
        d = _inner(d, token, drafts) or _put_off(token, expression, events, calling_off)
        rows.append((token, expression, d))
    plain = [
        r
        for r in rows
        if r[2] is None and not _reported(r[0], communication) and not _elsewhere(r[0])
    ]
    single = [d for d in events if d.when is None and not any(r[2] is d for r in rows)]
    if len(single) == 1 and len(plain) == 1 and len(events) == 1:
        rows = [
            (t, e, single[0] if (t, e) == (plain[0][0], plain[0][1]) else d) for t, e, d in rows
        ]
    for token, expression, d in rows:
        direction: Direction = None
        if d is not None:
            direction = direction_of(d, expression, anchor)
        since = last
        if direction == "past" and last is not None and anchor is not None and last > anchor:
            since = anchor  # "earlier in the day they had met" counts from no day to come
        if d is not None and _exact(token, expression, d):
            expression = replace(expression, bound=None)
        when = resolve(expression, anchor=anchor, context=since, direction=direction, basis=basis)
        if when.earliest and when.precision == "day" and expression.kind != "habit":
            last = when.earliest
        if d is not None and expression.kind == "habit" and not d.plain_noun:
            d.habit = True
        if d is None or expression.kind in {"habit", "time"}:
            continue
        if (
            expression.bound in {"before", "since", "until", "after", "by"}
            and when.edtf is not None
        ):
            when = _bounds_only(when, expression.bound)
        if (
            d.when is None
            or (d.when.edtf is None and when.edtf is not None)
            or _finer(when, d.when)
        ):
            d.when = when
    for token, expression, d in rows:
        # "the dialogue begun last May when Smith met Jones": the date is on the verb above "when".
        for o in drafts:
            if (
                d is None
                and o.when is None
                and o.token.dep_ == "advcl"
                and o.token.head == token.head
                and any(c.lower_ == "when" for c in o.token.children)
            ):
                o.when = resolve(
                    expression, anchor=anchor, context=None, direction="past", basis=basis
                )
    for d in drafts:
        # "on May 13, where he will meet": the clause of the place shares its date.
        if (
            d.when is None
            and any(c.lower_ == "where" for c in d.token.children)
            and d.token.dep_ == "relcl"
        ):
            near = [
                (t, e) for t, e, _ in rows if t.i < d.token.i and e.kind not in {"habit", "time"}
            ]
            if (
                near
                and len(near) <= 2
                and near[-1][1].kind in {"date", "offset", "period", "range"}
            ):
                direction = "future" if d.status in FUTURE else "past"
                moment = resolve(
                    near[-1][1],
                    anchor=anchor,
                    context=_before(rows, near[-1][0], anchor, context, direction, basis),
                    direction=direction,
                    basis=basis,
                )
                if moment.precision == "day" and "/" not in (moment.edtf or "/"):
                    d.when = moment
    _inherit(drafts)
    return last


def _inherit(drafts: Sequence[Draft]) -> None:
    """An event without a date has that of the nearest one above it."""
    for d in drafts:
        if d.when is None or d.when.edtf is None:
            dated = [
                (hops, o)
                for o in drafts
                if o is not d and o.when and o.when.edtf and (hops := _depends(d.token, o))
            ]
            # "to Berlin on Thursday, and to Paris on Friday for talks": of the nearer one.
            above = min(dated, key=lambda x: x[0])[1] if dated else None
            if above and not d.other and not d.anaphoric and above.when:
                d.when = d.when if "/" in (above.when.edtf or "") else above.when


def _of_a_noun(token: Word, e: Expression, anchors: Collection[int]) -> bool:
    """Is it a year by which something is called that is no event here: "the 2015 deal", "the 1950-53 war"?"""
    if not e.only_years:
        return False
    if token.dep_ not in {"compound", "nmod", "amod", "nummod", "poss", "det"}:
        return False
    noun = token.head
    return noun.pos_ in {"NOUN", "PROPN"} and noun.i > token.i and noun.i not in anchors


def _put_off(
    token: Word, e: Expression, drafts: Sequence[Draft], calling_off: frozenset[str]
) -> Draft | None:
    """The talks that were put off until that day."""
    if e.bound != "until" and not (
        token.dep_ == "pobj" and token.head.lower_ in {"to", "for", "until", "till"}
    ):
        return None
    if not any(a.lemma_ in calling_off for a in token.ancestors):
        return None
    return next((d for d in drafts if d.status == "postponed" and d.when is None), None)


def _exact(token: Word, e: Expression, d: Draft) -> bool:
    """ "put off until Monday", "not until Monday did they meet", "a trip beginning Feb. 4": that day."""
    if e.bound == "since":
        return d.type == "visit" and e.text.lower().startswith(("beginning", "starting"))
    if e.bound != "until":
        return False
    left = token.sentence[token.i - 1].lower_ if token.i else ""
    return (
        d.status == "postponed" or left == "not" or any(a.lemma == "wait" for a in token.ancestors)
    )


def _before(
    rows: Sequence[tuple[Word, Expression, Draft | None]],
    token: Word,
    anchor: date | None,
    context: date | None,
    direction: Direction,
    basis: Basis,
) -> date | None:
    """The last day named before a word of the sentence: what "the next day" counts from."""
    for _, e, _ in reversed([r for r in rows if r[0].i < token.i]):
        when = resolve(e, anchor=anchor, context=context, direction=direction, basis=basis)
        if when.precision == "day" and when.earliest:
            return when.earliest
    return context


def _bounds_only(when: When, bound: str) -> When:
    lo = when.earliest if bound in {"since", "after"} else None
    hi = when.latest if bound in {"before", "until", "by"} else None
    return When(
        edtf=None,
        text=when.text,
        earliest=lo,
        latest=hi,
        precision=None,
        basis=when.basis,
        start=when.start,
        end=when.end,
    )


def _finer(a: When, b: When) -> bool:
    order = {"day": 0, "week": 1, "month": 2, "year": 3, None: 4}
    return a.edtf is not None and order[a.precision] < order[b.precision]


def _elsewhere(token: Word) -> bool:
    """Does a date stand in a clause about another noun ("after the events held yesterday")?"""
    verb = next((a for a in token.ancestors if a.pos_ in {"VERB", "AUX"}), None)
    return verb is not None and verb.dep_ in {"acl", "relcl"}


def _inner(d: Draft | None, token: Word, drafts: Sequence[Draft]) -> Draft | None:
    """A date at the end of a relative clause that the parser hung on the clause above it."""
    if d is None:
        return None
    for o in drafts:
        clause = o.token.dep_ == "relcl" and o is not d and o.when is None and not o.anaphoric
        if clause and d.token.i < o.token.i < token.i and d.token in o.token.ancestors:
            between = token.sentence[o.token.i + 1 : token.i]
            if not any(t.pos_ in {"VERB", "AUX"} for t in between):
                return o
    return d


def _reported(token: Word, communication: frozenset[str]) -> bool:
    return any(a.lemma_ in communication for a in list(token.ancestors)[:3])


def _depends(token: Word, other: Draft) -> int:
    """How many steps up the clause of ``token`` is a purpose, relative or coordinate clause of the other event.

    0 where it is none.
    """
    node = token
    for hops in range(1, 9):
        if node.head == node:
            return 0
        up = node.head
        if up.i in other.anchors:
            return hops if node.dep_ in _CLAUSES else 0
        node = up
    return 0


_CLAUSES = frozenset({"advcl", "relcl", "xcomp", "conj", "prep", "pobj", "dobj", "ccomp", "acl"})


def link_places(
    reading: Reading,
    drafts: Sequence[Draft],
    places: Sequence[tuple[int, PlaceMention | None, Notation | None]],
    *,
    communication: frozenset[str],
    prepositions: frozenset[str],
    called: frozenset[str],
) -> None:
    """Sets venue and country of the drafts. ``places``: word, place (or None) and state notation.

    ``called`` are nouns that are called by places where the event is not: formats, accords, speeches.
    """
    for i, mention, state in places:
        token = reading.tokens[i]
        prep = _preposition(token, called)
        if prep is None:
            continue
        d = owner(token, drafts, communication)
        if d is None:
            continue
        if prep in {"to", "for"} and d.type != "visit":
            continue
        if (
            prep not in prepositions
            and prep not in {"to", "for"}
            and not (prep == "of" and d.type == "visit")
        ):
            continue
        if mention is not None:
            d.venue = _combine(d.venue, mention.venue)
        elif state and d.country is None:
            d.country = state
    for d in drafts:
        # "in New York, where Smith has been meeting": the place before "where".
        if d.venue is None and any(c.lower_ == "where" for c in d.token.children):
            left = [(i, m, s) for i, m, s in places if i < d.token.i]
            if left:
                _, mention, state = max(left, key=lambda r: r[0])
                if mention is not None:
                    d.venue = mention.venue
                else:
                    d.country = d.country or state
        # "the Singapore summit"
        for i, mention, _ in places:
            token = reading.tokens[i]
            if (
                mention is not None
                and token.dep_ in {"compound", "nmod"}
                and token.head.i in d.anchors
                and d.venue is None
            ):
                d.venue = mention.venue
    for d in drafts:
        if d.venue is None and d.country is None and not d.other:
            placed = [
                (hops, o)
                for o in drafts
                if o is not d and (o.venue or o.country) and (hops := _depends(d.token, o))
            ]
            above = min(placed, key=lambda x: x[0])[1] if placed else None
            if above and above.type == "visit" and d.type != "visit":
                d.venue, d.country = above.venue, above.country


def _preposition(token: Word, called: frozenset[str]) -> str | None:
    node = token
    for _ in range(4):
        if node.dep_ == "pobj" or node.head.pos_ == "ADP":
            return node.head.lower_
        if (
            node.dep_ in {"appos", "conj", "compound", "nmod", "npadvmod", "poss"}
            and node.head != node
        ):
            if node.dep_ in {"compound", "nmod", "poss"} and node.head.lemma in called:
                return None  # "in the Normandy format": a name of something, and no place
            node = node.head
            continue
        if node.dep_ == "dobj":
            return "to" if node.head.lemma_ == "visit" else None
        return None
    return None


def _combine(a: Venue | None, b: Venue) -> Venue:
    """The more specific of two places of one event: a building and its city."""
    if a is None:
        return b
    if a.name and not b.name:
        return (
            a
            if a.city or not b.city
            else Venue(
                name=a.name,
                city=b.city,
                country=b.country or a.country,
                geonames=b.geonames,
                ref=a.ref,
                start=a.start,
                end=a.end,
            )
        )
    if b.name and not a.name:
        return Venue(
            name=b.name,
            city=b.city or a.city,
            country=b.country or a.country,
            geonames=b.geonames or a.geonames,
            ref=b.ref,
            start=b.start,
            end=b.end,
        )
    return a
