"""Which way a bare weekday or day points: back or ahead, by the status and the tense of the event."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kg.dates.expression import Expression
from kg.extract.rules.events.drafts import Draft

Direction = Literal["past", "future"] | None

FUTURE = frozenset({"planned", "proposed"})
_OFF = frozenset({"cancelled", "declined"})
"""Of these the day may be over or to come: the nearest is meant."""


def direction_of(d: Draft, expression: Expression, anchor: date | None) -> Direction:
    """Which way a bare weekday or day points, by the status and the tense of the event."""
    if d.status == "postponed":
        return "future"
    if anchor and expression.weekday == anchor.weekday() and expression.which is None:
        return "past"  # a Tuesday on a Tuesday is today
    if d.status in FUTURE:
        return None if _overtaken(d) else "past" if _past_plan(d) else "future"
    if d.status in {*_OFF, "denied"} and _to_come(d):
        return "future"
    if d.status in _OFF and expression.weekday is not None and expression.which is None:
        return None
    if d.type == "visit" and d.token.tag_ == "VBG" and d.token.dep_ in {"acl", "ROOT"}:
        return "future"  # "the President of Fiji, arriving Sunday"
    finite = [d.reading.tokens[i] for i in d.anchors if d.reading.tokens[i].tag_ in {"VBZ", "VBP"}]
    scheduled = (
        finite
        and not d.title
        and not any(c.dep_ in {"aux", "auxpass"} for t in finite for c in t.children)
    )
    # "Bolton comes to Moscow on Wednesday": the present tense of timetables.
    return "future" if scheduled and finite[0].lemma_ not in {"be", "have"} else "past"


def _to_come(d: Draft) -> bool:
    """ "Will not take place on 14 September": what is off was to be."""
    up = [d.token, *list(d.token.ancestors)[:2]]
    return any(
        c.dep_ == "aux" and c.lower_ in {"will", "shall", "wo"} for a in up for c in a.children
    )


def _overtaken(d: Draft) -> bool:
    """Is it a plan of which more is told: "had been due to meet", "was to meet her, but the plane turned back"?"""
    verb = d.token
    up = [verb, *list(verb.ancestors)[:3]]
    if any(c.lower_ == "had" and c.dep_ == "aux" for a in up for c in a.children):
        return verb.tag_ not in {"VBD", "VBN"}
    top = next((a for a in verb.ancestors if a.head == a), verb)
    return any(c.lower_ == "but" for c in top.children) and any(
        c.dep_ == "conj" and c.tag_ == "VBD" for c in top.children
    )


def _past_plan(d: Draft) -> bool:
    """Is it over, whatever became of it ("might have met", "whether they met", "was supposed to meet")?"""
    verb = d.token
    if verb.tag_ not in {"VBD", "VBN"}:
        above = verb.head
        return verb.tag_ == "VB" and above.lemma_ == "suppose" and any(
            c.lower_ in {"was", "were"} for c in above.children
        )  # fmt: skip
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    if verb.tag_ == "VBD" and not auxiliaries:
        return True
    return bool(auxiliaries & {"had", "have", "'ve", "’ve"})
