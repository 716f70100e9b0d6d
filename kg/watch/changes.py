"""What changed between two states of a graph, told as a person needs it.

Compared is what was told last time, which lies in a small file beside the store, with the view that is there now.
A view of an earlier build is no use for that: it goes when the next one comes, and its events may bear other
IRIs, as these follow from day and participants. So an event is known again by its passages, which keep their names
as long as the article does; a store that is built anew from the same sources tells nothing twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from kg.core.ids import local
from kg.core.model import Iri
from kg.core.words import plain
from kg.graph.view.values import EventView, GraphView, MentionView

KINDS = ("new", "status", "disputed", "moved", "withdrawn")
_HELD = frozenset({"held", "ongoing"})
_QUOTE = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An event as it was told: ``mentions`` are the local IRIs of its passages."""

    iri: str
    status: str
    date: str | None
    start: str | None
    end: str | None
    label: str
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An article behind a piece of news."""

    publisher: str | None
    title: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A piece of news: what happened to an event, one of KINDS. ``before`` is the status, or the date, that it had.

    ``told`` is when it was first told, ISO 8601 in UTC.
    """

    kind: str
    iri: str
    label: str
    type: str
    status: str
    before: str | None
    date: str | None
    participants: tuple[str, ...]
    topics: tuple[str, ...]
    sources: tuple[Source, ...]
    quote: str | None
    told: str = ""


def known_of(view: GraphView) -> dict[str, Known]:
    """The events of a view as they are told now, by IRI."""
    return {
        e.iri: Known(
            iri=e.iri, status=e.status, date=e.date, start=e.start, end=e.end, label=e.label,
            mentions=tuple(sorted(local(m.iri) for m in e.mentions)),
        )
        for e in view.events
    }  # fmt: skip


def known_before(view: GraphView, day: str) -> dict[str, Known]:
    """The same as the articles published before a day (ISO) told it; what bears no day is no news."""
    out: dict[str, Known] = {}
    for e in view.events:
        old = [m for m in e.mentions if (_published(view, m) or "") < day]
        if old:
            status = e.status if len(old) == len(e.mentions) else _status(view, old)
            out[e.iri] = Known(
                iri=e.iri, status=status, date=None, start=None, end=None, label=e.label,
                mentions=tuple(sorted(local(m.iri) for m in old)),
            )  # fmt: skip
    return out


def _status(view: GraphView, mentions: Sequence[MentionView]) -> str:
    """The status that passages add up to, by the rule of kg.resolve.events.merge in short."""
    said = {m.status for m in mentions}
    if said & _HELD:
        return "disputed" if "denied" in said else "held"
    return max(mentions, key=lambda m: (_published(view, m) or "", m.iri)).status


def _published(view: GraphView, mention: MentionView) -> str | None:
    article = view.articles.get(mention.article)
    return article.published if article else None


def changes(
    before: Mapping[str, Known], view: GraphView, *, everything: GraphView | None = None
) -> list[Change]:
    """What ``view`` tells that ``before`` did not, in the order of the events' days.

    ``everything`` is the graph that the view is a part of: what left the part is not withdrawn.

    >>> empty = GraphView(events=(), actors={}, topics={}, places={}, articles={})
    >>> changes({}, empty)
    []
    """
    home = {m: k.iri for k in before.values() for m in k.mentions}
    out = []
    for event in view.events:
        old = _ancestors(event, before, home)
        found = _change(view, event, old)
        if found is not None:
            out.append(found)
    there = {local(m.iri) for e in (everything or view).events for m in e.mentions}
    iris = {e.iri for e in (everything or view).events}
    for known in sorted(before.values(), key=lambda k: (k.start or "9999", k.iri)):
        if known.iri not in iris and there.isdisjoint(known.mentions):
            out.append(_withdrawn(known))
    return out


def _ancestors(
    event: EventView, before: Mapping[str, Known], home: Mapping[str, str]
) -> list[Known]:
    """What the event was before, the part with most of its passages first."""
    shared = Counter(home[m] for m in (local(x.iri) for x in event.mentions) if m in home)
    if not shared and event.iri in before:
        return [before[event.iri]]
    return [before[i] for i in sorted(shared, key=lambda i: (-shared[i], i != event.iri, i))]


def _change(view: GraphView, event: EventView, old: Sequence[Known]) -> Change | None:
    if not old:
        return _told(view, event, "new", None, ())
    first = old[0]
    passages = {m for k in old for m in k.mentions}
    # Of two that are one now, what either was is no news.
    if event.status not in {k.status for k in old}:
        kind = "disputed" if event.status == "disputed" else "status"
        return _told(view, event, kind, first.status, passages)
    if _apart(event, first):
        return _told(view, event, "moved", first.date, passages)
    return None


def _apart(event: EventView, old: Known) -> bool:
    """Are the days of which both are known other ones? A date that became finer is not."""
    if not (event.start and event.end and old.start and old.end):
        return False
    return event.start > old.end or event.end < old.start


def _told(
    view: GraphView, e: EventView, kind: str, before: str | None, passages: Iterable[str]
) -> Change:
    known = set(passages)
    fresh = [m for m in e.mentions if local(m.iri) not in known] or list(e.mentions)
    # The passage that says what is so now, the latest of those.
    saying = [m for m in fresh if m.status == e.status] or fresh
    articles = dict.fromkeys(m.article for m in fresh)
    return Change(
        kind=kind, iri=e.iri, label=plain(e.label), type=e.type, status=e.status, before=before, date=e.date,
        participants=tuple(sorted({plain(view.actors[p.actor].label) for p in e.participants})),
        topics=tuple(sorted(plain(view.topics[t].label) for t in e.topics)),
        sources=tuple(_source(view, a) for a in articles if a in view.articles),
        quote=plain(saying[-1].quote)[:_QUOTE] if saying else None,
    )  # fmt: skip


def _source(view: GraphView, article: Iri) -> Source:
    a = view.articles[article]
    return Source(
        publisher=plain(a.publisher) if a.publisher else None,
        title=plain(a.title) if a.title else None,
        published=a.published,
        url=a.url if a.url and a.url.startswith(("https://", "http://")) else None,
    )


def _withdrawn(k: Known) -> Change:
    return Change(
        kind="withdrawn", iri=k.iri, label=plain(k.label), type="", status=k.status, before=k.status,
        date=k.date, participants=(), topics=(), sources=(), quote=None,
    )  # fmt: skip


def dated(found: Iterable[Change], told: str | None = None) -> list[Change]:
    """Changes with the time at which they are told; without one, with the day of their latest report."""
    out = []
    for c in found:
        day = max((s.published for s in c.sources if s.published), default="1970-01-01")
        out.append(replace(c, told=told or f"{day}T00:00:00Z"))
    return out


def packed(known: Mapping[str, Known]) -> dict[str, list[Any]]:
    """Known events as a file keeps them: lists by local IRI."""
    return {
        local(k.iri): [k.status, k.date, k.start, k.end, k.label, list(k.mentions)]
        for k in known.values()
    }


def unpacked(rows: Mapping[str, Any], base: str) -> dict[str, Known]:
    """The opposite. Raises ValueError or TypeError for anything else."""
    out = {}
    for name, (status, day, start, end, label, mentions) in rows.items():
        iri = name if "://" in name else base + name
        out[iri] = Known(
            iri=iri, status=status, date=day, start=start, end=end, label=label,
            mentions=tuple(mentions),
        )  # fmt: skip
    return out


def as_data(change: Change) -> dict[str, Any]:
    """A change as JSON has it."""
    return asdict(change)


def from_data(row: Mapping[str, Any]) -> Change:
    """The opposite of ``as_data``. Raises TypeError or KeyError for anything else."""
    sources = tuple(Source(**s) for s in row["sources"])
    lists = {k: tuple(row[k]) for k in ("participants", "topics")}
    return Change(**{**row, **lists, "sources": sources})


def by_kind(found: Iterable[Change]) -> dict[str, list[Change]]:
    """Changes by kind, in the order of KINDS."""
    out: dict[str, list[Change]] = defaultdict(list)
    for c in found:
        out[c.kind].append(c)
    return {k: out[k] for k in KINDS if out[k]}
