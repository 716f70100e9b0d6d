"""Which events go into the file: the options of `kg render`, on plain values."""

from __future__ import annotations

import dataclasses
import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol, TypeVar

import pycountry

from kg.core.errors import KgError
from kg.core.model import Iri
from kg.graph.view.values import EventView, GraphView
from kg.render import text
from kg.render.payload import country_code


class _Named(Protocol):
    @property
    def iri(self) -> str: ...
    @property
    def label(self) -> str: ...


_N = TypeVar("_N", bound=_Named)
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def filter_view(
    view: GraphView,
    *,
    person: str | None = None,
    polity: str | None = None,
    topic: str | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    status: str | None = None,
    limit: int | None = None,
) -> GraphView:
    """The events that meet every condition given, and only what they refer to.

    ``person`` is a name, part of one, or an IRI; ``polity`` a code (RU), a name or an IRI; ``topic``
    includes its narrower topics. ``since`` and ``until`` are inclusive and may be a year, a month or
    a day; an event without a date meets neither. ``limit`` keeps the latest events; those without a
    date go first.

    Raises KgError when a name is not in the view, with the nearest that are.

    >>> empty = GraphView(events=(), actors={}, topics={}, places={}, articles={})
    >>> filter_view(empty, since="2019").events
    ()
    >>> filter_view(empty, person="Lavrov")
    Traceback (most recent call last):
    kg.core.errors.KgError: no person 'Lavrov' in the graph (--person): there is nobody in it
    """
    people = None if person is None else _find(person, view.actors, "person")
    states = None if polity is None else _polities(polity, view)
    about = None if topic is None else _with_narrower(_find(topic, view.topics, "topic"), view)
    first, last = _bound(since, "--since", late=False), _bound(until, "--until", late=True)
    known = {text.token(event.status) for event in view.events}
    wanted = None if status is None else text.token(status)
    if wanted is not None and view.events and wanted not in known:
        raise KgError(
            f"no event has the status {status!r}",
            where="--status",
            mend=f"there are: {', '.join(sorted(known))}",
        )
    if limit is not None and limit < 1:
        raise KgError(f"a limit of {limit} leaves nothing", where="--limit", mend="give 1 or more")
    kept = [
        event
        for event in view.events
        if (people is None or any(p.actor in people for p in event.participants))
        and (states is None or not states.isdisjoint(_states(event, view)))
        and (about is None or not about.isdisjoint(event.topics))
        and (first is None or (event.end or event.start or "") >= first)
        and (last is None or (event.start is not None and event.start <= last))
        and (wanted is None or text.token(event.status) == wanted)
    ]
    if limit is not None and len(kept) > limit:
        latest = sorted(kept, key=lambda e: (e.start or "", e.iri), reverse=True)[:limit]
        chosen = {event.iri for event in latest}
        kept = [event for event in kept if event.iri in chosen]
    if len(kept) == len(view.events):
        return view
    return _pruned(view, tuple(kept))


def _fold(value: str) -> str:
    flat = unicodedata.normalize("NFKD", value)
    return "".join(c for c in flat if not unicodedata.combining(c)).casefold().strip()


def _find(wanted: str, entries: Mapping[Iri, _N], what: str) -> frozenset[str]:
    """IRIs by IRI, else by the whole label, else by words of it."""
    if wanted in entries:
        return frozenset({wanted})
    local = [iri for iri in entries if iri.endswith("/" + wanted)]
    if local:
        return frozenset(local)
    key = _fold(wanted)
    whole = [entry.iri for entry in entries.values() if _fold(entry.label) == key]
    part = [e.iri for e in entries.values() if f" {key}" in f" {_fold(e.label)}"]
    if key and (whole or part):
        return frozenset(whole or part)
    labels = sorted({entry.label for entry in entries.values()})
    raise KgError(
        f"no {what} {wanted!r} in the graph", where=f"--{what}", mend=_nearest(wanted, labels, what)
    )


def _nearest(wanted: str, labels: list[str], what: str) -> str:
    if not labels:
        return "there is nobody in it" if what == "person" else f"there is no {what} in it"
    folded = {word: label for label in labels for word in (_fold(label), *_fold(label).split())}
    close = difflib.get_close_matches(_fold(wanted), folded, n=4, cutoff=0.6)
    if close:
        names = list(dict.fromkeys(folded[word] for word in close))
        return "did you mean " + " or ".join(names) + "?"
    return "there are, for example, " + ", ".join(labels[:5])


def _polities(wanted: str, view: GraphView) -> frozenset[str]:
    """Every way in which the view may name the state: its IRI, its code in capitals, its name."""
    used = {p for event in view.events for p in _states(event, view)}
    code = wanted.upper() if re.fullmatch("[A-Za-z]{2}", wanted) else country_code(wanted)
    if code is None:
        by_name = [c for c in pycountry.countries if _fold(wanted) in _names(c)]
        code = by_name[0].alpha_2 if by_name else None
    found = {p for p in used if p == wanted or (code and country_code(p) == code)}
    labelled = {a.iri for a in view.actors.values() if _fold(a.label) == _fold(wanted)}
    codes = {country_code(iri) for iri in labelled} - {None}
    found |= {p for p in used if p in labelled or country_code(p) in codes}
    if not found:
        labels = sorted(
            {a.label if (a := view.actors.get(Iri(p))) else country_code(p) or p for p in used}
        )
        raise KgError(
            f"no polity {wanted!r} in the graph",
            where="--polity",
            mend=_nearest(wanted, labels, "polity"),
        )
    return frozenset(found)


def _names(country: object) -> set[str]:
    fields = ("name", "common_name", "official_name", "alpha_3")
    return {_fold(getattr(country, f)) for f in fields if getattr(country, f, None)}


def _states(event: EventView, view: GraphView) -> set[str]:
    found: set[str] = set(event.parties)
    for part in event.participants:
        actor = view.actors.get(part.actor)
        if actor is not None and actor.kind == "country":
            found.add(actor.iri)
        state = part.polity or (actor.polity if actor else None)
        if state:
            found.add(state)
    return found


def _with_narrower(topics: frozenset[str], view: GraphView) -> frozenset[str]:
    found: set[str] = set(topics)
    while True:
        more = {t.iri for t in view.topics.values() if not found.isdisjoint(t.broader)} - found
        if not more:
            return frozenset(found)
        found |= more


def _bound(value: str | date | None, option: str, *, late: bool) -> str | None:
    """The bound as text that compares with ISO days: a year or a month reaches to its end."""
    if value is None:
        return None
    iso = value.isoformat() if isinstance(value, date) else value.strip()
    if not _DAY.fullmatch(iso):
        raise KgError(f"{iso!r} is no date", where=option, mend="write 2019, 2019-05 or 2019-05-14")
    return iso + "~" if late else iso


def _pruned(view: GraphView, events: tuple[EventView, ...]) -> GraphView:
    actors: set[str] = {p.actor for e in events for p in e.participants} | {
        p for e in events for p in e.parties
    }
    actors |= {who for e in events for m in e.mentions for who in m.reported_by}
    actors |= {
        polity for iri in actors if (a := view.actors.get(Iri(iri))) and (polity := a.polity)
    }
    topics = {t for e in events for t in e.topics} | {
        t for e in events for m in e.mentions for t in m.topics
    }
    while more := {b for t in topics & view.topics.keys() for b in view.topics[t].broader} - topics:
        topics |= more
    articles = {m.article for e in events for m in e.mentions}
    publishers = {view.articles[a].publisher for a in articles & view.articles.keys()}
    return dataclasses.replace(
        view,
        events=events,
        actors=_only(view.actors, actors | {p for p in publishers if p}),
        topics=_only(view.topics, topics),
        places=_only(view.places, {e.place for e in events if e.place}),
        articles=_only(view.articles, articles),
        withdrawn=tuple(m for m in view.withdrawn if m.article in articles),
    )


_V = TypeVar("_V")


def _only(entries: Mapping[Iri, _V], wanted: Iterable[str]) -> dict[Iri, _V]:
    keep = set(wanted)
    return {iri: entry for iri, entry in entries.items() if iri in keep}
