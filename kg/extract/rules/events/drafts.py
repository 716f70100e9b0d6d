"""An event as one sentence states it: filled in step by step, parted, and kept from being told twice."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kg.core.model import EventType, Function, Notation, Status, Topic, Venue, When
from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.text.reading import Reading
from kg.extract.rules.text.words import Word
from kg.reference.event_kinds import kind_of


@dataclass(slots=True, eq=False)
class Draft:
    """An event as one sentence states it; filled in step by step and joined with others later.

    ``read`` are the numbers of the reader's proposals for it, ``sure`` how likely the likeliest is right,
    ``peopled`` how likely, by the reader, more than half of the participants are right, ``attended`` the
    characters of sentences that say who else was there.
    """

    type: EventType
    rule: str
    participants: list[tuple[Entity, Function]]
    status: Status
    sentence: int
    start: int
    end: int
    weight: float
    token: Word
    reading: Reading
    anchors: frozenset[int]
    when: When | None = None
    venue: Venue | None = None
    topics: list[Topic] = field(default_factory=list)
    reported_by: list[str] = field(default_factory=list)
    reasons: tuple[str, ...] = ()
    other: bool = False
    title: bool = False
    anaphoric: bool = False
    sequel: bool = False
    apart: tuple[Entity, ...] = ()
    onesided: bool = False
    vague: bool = False
    plain_noun: bool = False
    country: Notation | None = None
    residual: bool = False
    sentences: frozenset[int] = frozenset()
    habit: bool = False
    fillers: frozenset[int] = frozenset()
    read: tuple[int, ...] = ()
    sure: float | None = None
    peopled: float = 0.0
    attended: list[tuple[int, int]] = field(default_factory=list)


def apart(d: Draft) -> list[Draft]:
    """One draft for each of those whom somebody met one after the other."""
    if not d.apart:
        return [d]
    common = [(e, f) for e, f in d.participants if not any(e is x for x in d.apart)]
    return [
        replace(
            d,
            participants=[*common, *((e, f) for e, f in d.participants if e is other)],
            topics=list(d.topics),
            reported_by=list(d.reported_by),
            apart=(),
        )
        for other in d.apart
    ]


def without_shadows(drafts: list[Draft]) -> list[Draft]:
    """ "met for talks", "held a meeting": one event, not one for the verb and one for the noun."""
    out: list[Draft] = []
    for d in drafts:
        shadow = next(
            (
                o
                for o in drafts
                if o is not d
                and not d.other
                and {id(e) for e, _ in d.participants} <= {id(e) for e, _ in o.participants}
                and (len(d.participants), d.weight, -d.token.i)
                < (len(o.participants), o.weight, -o.token.i)
                and (d.token.pos_ in {"VERB", "AUX"}) != (o.token.pos_ in {"VERB", "AUX"})
                and _same_clause(d.token, o.token)
                and _like(d.type, o.type)
            ),
            None,
        )
        if shadow is None:
            out.append(d)
        elif d.anaphoric or len(d.participants) == len(shadow.participants):
            shadow.anchors = shadow.anchors | d.anchors
    return out


def _same_clause(a: Word, b: Word) -> bool:
    low, high = (a, b) if b in a.ancestors else (b, a)
    return high in low.ancestors and not any(
        t.pos_ in {"VERB", "AUX"} for t in _path(low, high)[1:]
    )


def _path(low: Word, high: Word) -> list[Word]:
    out = [low]
    for t in low.ancestors:
        if t == high:
            break
        out.append(t)
    return out


def _like(a: EventType, b: EventType) -> bool:
    return a == b or (kind_of(a).talks and kind_of(b).talks)
