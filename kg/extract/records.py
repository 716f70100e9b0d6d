"""Frames as JSON records, one for each article: the public form of ``kg extract`` (record.schema.json)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg.core import ids
from kg.core.ids import article_iri, mention_iris
from kg.core.model import Actor, Article, Frame, LocalIri, Topic, Venue
from kg.reference.codes import code_of


def record(article: Article, frames: Iterable[Frame]) -> dict[str, Any]:
    """The record of an article, ready for ``json.dumps``.

    >>> record(Article(id="a.txt", text=""), ())["events"]
    []
    """
    listed = list(frames)
    return {
        "document": {
            "id": ids.iri(article_iri(article)),
            "source_id": article.id,
            "url": article.url,
            "title": article.title,
            "published": article.published.isoformat() if article.published else None,
            "publisher": article.publisher,
            "language": article.language,
        },
        "events": [
            _event(frame, iri)
            for frame, iri in zip(listed, mention_iris(article, listed), strict=True)
        ],
    }


def _event(frame: Frame, local_iri: LocalIri) -> dict[str, Any]:
    when = frame.when
    cameo, plover = code_of(frame.type, frame.status)
    return {
        "id": ids.iri(local_iri),
        "type": frame.type,
        "status": frame.status,
        "participants": [_actor(a) for a in frame.participants],
        "date": when.edtf if when else None,
        "date_text": when.text if when else None,
        "earliest": when.earliest.isoformat() if when and when.earliest else None,
        "latest": when.latest.isoformat() if when and when.latest else None,
        "date_basis": when.basis if when else None,
        "venue": _venue(frame.venue),
        "topics": [_topic(t) for t in frame.topics],
        "reported_by": list(frame.reported_by),
        "evidence": [{"start": e.start, "end": e.end, "quote": e.quote} for e in frame.evidence],
        "confidence": frame.confidence,
        "rule": frame.rule,
        "codes": {"cameo": cameo, "plover": plover},
    }


def _actor(a: Actor) -> dict[str, Any]:
    return {
        "id": ids.iri(a.ref) if a.ref else None,
        "name": a.written or a.name,
        "office": a.office,
        "polity": a.polity,
        "kind": a.kind,
        "function": a.function,
    }


def _venue(v: Venue | None) -> Mapping[str, Any] | None:
    if v is None:
        return None
    return {"name": v.name, "city": v.city, "country": v.country, "geonames": v.geonames}


def _topic(t: Topic) -> dict[str, Any]:
    return {"id": ids.iri(t.ref) if t.ref else None, "label": t.label, "text": t.text}
