"""Records, the interchange format: one line for each merged event.

``document`` is the article that reports the event first, and ``evidence`` its passages; every other
article is in ``mentions``, with a ``source_id`` each. An event that some report as held and others
deny has the status "disputed", which no single record of ``kg extract`` can have.
"""

from __future__ import annotations

import json
from typing import IO, Any

import pyoxigraph as ox

from kg.core.model import Iri
from kg.core.terms import SCHEMA
from kg.graph.view.load import load
from kg.graph.view.values import (
    ArticleView,
    CorrectionView,
    EventView,
    GraphView,
    MentionView,
)
from kg.reference.nodes import node


def write(store: ox.Store, out: IO[bytes]) -> None:
    """JSON lines in the order of the events' days."""
    view = load(store)
    languages = {
        q.subject.value: q.object.value
        for q in store.quads_for_pattern(None, node(SCHEMA.inLanguage), None, None)
        if isinstance(q.subject, ox.NamedNode) and isinstance(q.object, ox.Literal)
    }
    for event in view.events:
        line = json.dumps(record(view, event, languages), ensure_ascii=False)
        out.write(line.encode("utf-8") + b"\n")


def record(view: GraphView, event: EventView, languages: dict[str, str]) -> dict[str, Any]:
    """One event as the format has it; ``languages`` by the IRI of the article."""
    first = event.mentions[0].article if event.mentions else Iri("")
    own = [m for m in event.mentions if m.article == first]
    dated = next((m for m in event.mentions if m.date == event.date and m.date_text), None)
    return {
        "document": _document(view.articles.get(first), languages.get(first)),
        "events": [
            {
                "id": event.iri,
                "type": event.type,
                "status": event.status,
                "participants": _participants(view, event),
                "date": event.date,
                "date_text": dated.date_text if dated and event.date else None,
                "earliest": event.start,
                "latest": event.end,
                "venue": _venue(view, event),
                "topics": [
                    {"id": t, "label": view.topics[t].label, "text": view.topics[t].label}
                    for t in event.topics
                ],
                "reported_by": list(
                    dict.fromkeys(s for m in event.mentions for s in m.reported_by)
                ),
                "evidence": [_evidence(m) for m in own],
                "confidence": event.confidence,
                "codes": {"cameo": event.cameo, "plover": event.plover},
                "mentions": [_mention(view, m) for m in event.mentions],
                "status_history": _history(view, event),
                **_corrections(event.corrections),
            }
        ],
    }


def _document(article: ArticleView | None, language: str | None) -> dict[str, Any] | None:
    if article is None:
        return None
    return {
        "id": article.iri,
        "source_id": article.source_id,
        "url": article.url,
        "title": article.title,
        "published": article.published,
        "publisher": article.publisher,
        "language": language,
    }


def _participants(view: GraphView, event: EventView) -> list[dict[str, Any]]:
    out = []
    for part in event.participants:
        actor = view.actors[part.actor]
        role = actor.kind == "role"
        out.append(
            {
                "id": actor.iri,
                "name": None if role else actor.label,
                "office": part.office,
                "polity": part.polity or actor.polity,
                "kind": "person" if role else actor.kind,
                "function": part.function,
            }
        )
    return out


def _venue(view: GraphView, event: EventView) -> dict[str, Any] | None:
    place = view.places.get(event.place) if event.place else None
    if place is None:
        if event.country is None:
            return None
        return {"name": None, "city": None, "country": event.country, "geonames": None}
    # The name is that of a building or site; a town is the city alone.
    return {
        "name": place.label if place.label != place.city else None,
        "city": place.city,
        "country": place.country or event.country,
        "geonames": place.geonames,
    }


def _evidence(mention: MentionView) -> dict[str, Any]:
    return {"start": mention.start, "end": mention.end, "quote": mention.quote}


def _mention(view: GraphView, mention: MentionView) -> dict[str, Any]:
    article = view.articles.get(mention.article)
    return {
        "id": mention.iri,
        "source_id": article.source_id if article else None,
        "published": article.published if article else None,
        "status": mention.status,
        "date": mention.date,
        "reported_by": list(mention.reported_by),
        "evidence": [_evidence(mention)],
        **_corrections(mention.corrections),
    }


def _corrections(said: tuple[CorrectionView, ...]) -> dict[str, Any]:
    """What persons say in place of what was read; nothing where nobody does."""
    if not said:
        return {}
    return {
        "corrections": [
            {
                "id": c.iri,
                "fact": c.fact,
                "was": c.was,
                "right": c.right,
                "by": c.by,
                "when": c.when,
                "why": c.why,
                "overruled_by": c.overruled,
                "disputed": c.disputed,
            }
            for c in said
        ]
    }


def _history(view: GraphView, event: EventView) -> list[dict[str, Any]]:
    """What was said of the status, one entry for each change, in order of publication."""
    out: list[dict[str, Any]] = []
    for mention in event.mentions:
        if not out or out[-1]["status"] != mention.status:
            article = view.articles.get(mention.article)
            out.append(
                {
                    "status": mention.status,
                    "published": article.published if article else None,
                    "source_id": article.source_id if article else None,
                }
            )
    return out
