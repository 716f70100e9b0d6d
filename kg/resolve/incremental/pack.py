"""Mentions and events as JSON values and back: what resolution keeps between two builds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from kg.core.model import Actor, Evidence, Frame, Told, Topic, Venue, When
from kg.resolve.model import MergedEvent, Participation

Json = list[Any]


def pack(t: Told) -> Json:
    """A mention as a list; ``unpack`` is the way back, without the reasons behind its confidence."""
    f = t.frame
    return [
        t.mention, t.article, t.source_id, _iso(t.published), t.publisher, t.article_kind,
        f.type, f.status,
        [[a.name, a.office, a.polity, a.kind, a.function, a.ref, a.start, a.end] for a in f.participants],
        _when(f.when),
        _venue(f.venue),
        [[o.ref, o.label, o.text, o.start, o.end] for o in f.topics],
        list(f.reported_by),
        [[e.start, e.end, e.quote] for e in f.evidence],
        f.confidence, f.rule, t.sketch, list(t.numbers),
    ]  # fmt: skip


def unpack(row: Json) -> Told:
    """The mention that was packed."""
    (mention, article, source, published, publisher, kind, type_, status, actors, when, venue,
     topics, reported, evidence, confidence, rule, sketch, numbers) = row  # fmt: skip
    return Told(
        mention=mention,
        article=article,
        source_id=source,
        published=_day(published),
        publisher=publisher,
        article_kind=kind,
        frame=Frame(
            type=type_,
            status=status,
            participants=tuple(
                Actor(
                    name=n, office=o, polity=p, kind=k, function=fn, ref=r, start=s, end=e
                )
                for n, o, p, k, fn, r, s, e in actors
            ),
            when=None
            if when is None
            else When(
                edtf=when[0], text=when[1], earliest=_day(when[2]), latest=_day(when[3]),
                precision=when[4], basis=when[5], start=when[6], end=when[7],
            ),
            venue=None
            if venue is None
            else Venue(
                name=venue[0], city=venue[1], country=venue[2], geonames=venue[3], ref=venue[4],
                start=venue[5], end=venue[6],
            ),
            topics=tuple(
                Topic(ref=r, label=lab, text=t, start=s, end=e) for r, lab, t, s, e in topics
            ),
            reported_by=tuple(reported),
            evidence=tuple(Evidence(start=s, end=e, quote=q) for s, e, q in evidence),
            confidence=confidence,
            rule=rule,
        ),
        sketch=sketch,
        numbers=tuple(numbers),
    )  # fmt: skip


def _when(w: When | None) -> Json | None:
    if w is None:
        return None
    return [w.edtf, w.text, _iso(w.earliest), _iso(w.latest), w.precision, w.basis, w.start, w.end]


def _venue(v: Venue | None) -> Json | None:
    if v is None:
        return None
    return [v.name, v.city, v.country, v.geonames, v.ref, v.start, v.end]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_EVENT = [f.name for f in fields(MergedEvent)]
_PARTS = _EVENT.index("participations")
_TOPICS = _EVENT.index("topics")
_TUPLES = ("parties", "mentions", "former")


def pack_event(e: MergedEvent) -> Json:
    """An event as a list; ``unpack_event`` is the way back."""
    row = [getattr(e, name) for name in _EVENT]
    row[_PARTS] = [[p.actor, p.office_text, p.post, p.polity, p.function] for p in e.participations]
    return row


def unpack_event(row: Sequence[Any]) -> MergedEvent:
    """The event that was packed."""
    values = dict(zip(_EVENT, row, strict=True))
    values["participations"] = tuple(
        Participation(actor=a, office_text=o, post=p, polity=s, function=f)
        for a, o, p, s, f in row[_PARTS]
    )
    values["topics"] = tuple((r, t) for r, t in row[_TOPICS])
    for name in _TUPLES:
        values[name] = tuple(values[name])
    return MergedEvent(**values)
