"""Mentions made by hand and from gold annotations, for tests of what is built on them."""

from __future__ import annotations

import calendar
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

from kg.core import ids
from kg.core.ids import fold
from kg.core.model import (
    Actor,
    Article,
    ArticleKind,
    EventType,
    Evidence,
    Frame,
    Precision,
    Status,
    Told,
    Topic,
    Venue,
    When,
)
from kg.reference.catalog import Catalog
from kg.reference.event_kinds import event_kinds


def day_range(edtf: str) -> tuple[date, date, Precision]:
    """The bounds of an EDTF date, and its precision."""
    first, _, last = edtf.partition("/")
    low, precision = _end(first, latest=False)
    high, _ = _end(last or first, latest=True)
    return low, high, precision


def _end(text: str, *, latest: bool) -> tuple[date, Precision]:
    parts = [int(p) for p in text.split("-")]
    if len(parts) == 3:
        return date(*parts), "day"
    year = parts[0]
    if len(parts) == 2:
        last = calendar.monthrange(year, parts[1])[1]
        return date(year, parts[1], last if latest else 1), "month"
    return (date(year, 12, 31) if latest else date(year, 1, 1)), "year"


def when(edtf: str | None, *, text: str | None = None, before: str | None = None) -> When | None:
    """A date from EDTF, or one that is known to lie before a day."""
    if edtf is None:
        if before is None:
            return None
        return When(
            edtf=None, text=text, earliest=None, latest=date.fromisoformat(before), precision=None
        )
    low, high, precision = day_range(edtf)
    return When(edtf=edtf, text=text or edtf, earliest=low, latest=high, precision=precision)


def who(
    name: str | None = None,
    polity: str | None = None,
    office: str | None = None,
    *,
    kind: str = "person",
    function: str = "participant",
    ref: str | None = None,
) -> Actor:
    """An actor; the reference data is not looked at unless ``ref`` is given."""
    return Actor(
        name=name,
        office=office,
        polity=polity,
        kind=cast(Any, kind),
        function=cast(Any, function),
        ref=ref,
    )


def state(name: str, polity: str, function: str = "participant") -> Actor:
    """A state as an actor."""
    return who(name, polity, kind="country", function=function)


def told(
    source_id: str,
    published: str | None,
    *actors: Actor,
    n: int = 0,
    type: str = "meeting",
    status: str = "held",
    date: str | None = None,
    text: str | None = None,
    before: str | None = None,
    venue: str | None = None,
    city: str | None = None,
    country: str | None = None,
    topics: Iterable[str] = (),
    quote: str = "met",
    publisher: str | None = None,
    article_kind: ArticleKind = "news",
) -> Told:
    """The n-th mention of an article."""
    from datetime import date as day

    place = None
    if venue or city or country:
        place = Venue(name=venue, city=city, country=country)
    article = ids.article(source_id, published=published, publisher=publisher)
    frame = Frame(
        type=cast(EventType, type),
        status=cast(Status, status),
        participants=tuple(actors),
        when=when(date, text=text, before=before),
        venue=place,
        topics=tuple(Topic(ref=None, label=t, text=t) for t in topics),
        reported_by=(),
        evidence=(Evidence(start=n * 10, end=n * 10 + len(quote), quote=quote),),
        confidence=0.9,
        rule="by/hand",
    )
    return Told(
        mention=ids.mention(article, n * 10, n * 10 + len(quote)),
        article=article,
        source_id=source_id,
        published=day.fromisoformat(published) if published else None,
        publisher=publisher,
        article_kind=article_kind,
        frame=frame,
    )


def from_gold(paths: Iterable[Path], catalog: Catalog) -> dict[tuple[str, int], Told]:
    """The annotated events of gold files as mentions, by article and number.

    A name that the reference data has for one person or body only is linked to it, as extraction
    does; events of a type that the project does not have are left out.
    """
    refs = _refs(catalog)
    out: dict[tuple[str, int], Told] = {}
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            for n, event in enumerate(row["events"]):
                if event["type"] in event_kinds():
                    out[row["id"], n] = _gold(row, n, event, refs)
    return out


def _refs(catalog: Catalog) -> Mapping[tuple[str, str], str]:
    seen: dict[tuple[str, str], set[str]] = {}
    for kind, entries in (("person", catalog.people), ("organisation", catalog.organisations)):
        for iri, entry in cast(Mapping[str, Any], entries).items():
            for name in entry.names:
                seen.setdefault((kind, fold(name)), set()).add(iri)
    return {k: min(v) for k, v in seen.items() if len(v) == 1}


def _gold(
    row: dict[str, Any], n: int, event: dict[str, Any], refs: Mapping[tuple[str, str], str]
) -> Told:
    actors = []
    for p in event["participants"]:
        ref = refs.get((p["kind"], fold(p["name"]))) if p["name"] else None
        function = (
            "initiator" if p["name"] and p["name"] == event.get("initiator") else "participant"
        )
        actors.append(
            who(p["name"], p["polity"], p["role"], kind=p["kind"], ref=ref, function=function)
        )
    return told(
        row["id"],
        row["published"],
        *actors,
        n=n,
        type=event["type"],
        status=event["status"],
        date=event["date"],
        before=event.get("date_before"),
        venue=event["venue"],
        city=event["city"],
        country=event["country"],
        topics=event["topics"],
        quote=event["evidence"],
    )


class Ready:
    """An annotator that has read everything already."""

    model = "ready-1"

    def __init__(self, frames: dict[str, tuple[Frame, ...]]) -> None:
        self.frames = frames

    def annotate(self, article: Article) -> tuple[Frame, ...]:
        return self.frames[article.id]
