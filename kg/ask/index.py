"""The full-text index of a graph, a file of SQLite: names of everything, and the words of every passage.

Events stand in it by day and everything else by the number of its events, so that the latest and the
busiest are found first and a search may stop early, however many there are.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import sqlite3
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.ask.beginnings import Spelling, shared
from kg.ask.words import terms_of
from kg.core.ids import BASE
from kg.core.model import Curie
from kg.core.terms import FOAF, KG, OA, ORG, PROV, RDF, RDFS, SCHEMA, SEM, SKOS
from kg.core.tongue import language
from kg.graph.files import META
from kg.reference.event_kinds import type_of_class
from kg.reference.nodes import node

NAMES = (RDFS.label, SKOS.prefLabel, SKOS.altLabel, SCHEMA.headline, SKOS.notation)
KINDS = ("person", "state", "organisation", "event", "topic", "place", "office", "article")
"""What a search finds, in the order of an answer; passages come with their events."""

_TYPES: tuple[tuple[Curie, str], ...] = (
    (FOAF.Person, "person"), (KG.State, "state"), (ORG.FormalOrganization, "organisation"),
    (ORG.Organization, "organisation"), (SKOS.Concept, "topic"), (SCHEMA.Place, "place"),
    (SCHEMA.NewsArticle, "article"), (KG.Readout, "article"), (ORG.Role, "office"), (ORG.Post, "office"),
)  # fmt: skip
_MAIN = (RDFS.label, SKOS.prefLabel, SCHEMA.headline)
_LINKS = (SEM.hasActor, KG.party, SCHEMA.about, SCHEMA.location, KG.country)
VERSION = 4
"""Of the layout; an index of another one is made anew."""

LATEST = 20_000
"""Of so many latest events an index keeps what a page opens with: those between actors who act most often."""

BUSY, OPENING = 40, 300
"""How many actors those are, and how many events at most."""

LOOKED_AT = 20_000
"""Events that are looked at to find which beginnings of words many words share."""

_HASH = 32 << 20
"""Bytes that are gathered before they are sorted and written."""

ROLES = ("actor", "party", "about", "at")
"""As what an event refers to a thing: a state may be party to it and not take part, or lie around the place."""

MOST_YEARS = 40
"""An event that lasts longer is found by the years of its beginning alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event for the index: its title, and who takes part; ``links`` are the keys of all that it refers to.

    ``roles`` says as what it refers to them: each a word of ``ROLES`` and a key.
    """

    iri: str
    name: str
    names: str
    about: str
    said: str
    first: str | None
    last: str | None
    type: str
    status: str
    links: tuple[int, ...]
    roles: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingRow:
    """Anything else: ``names`` are all that it is called, ``key`` what events refer to it by."""

    iri: str
    kind: str
    name: str
    names: str
    key: int


def mark(what: str, value: object) -> str:
    """The word of the index that says what something is: "xtypephonecall".

    >>> mark("type", "phone_call"), mark("of", 12)
    ('xtypephonecall', 'xof12')
    """
    return f"x{what}{re.sub(r'[^a-z0-9]', '', str(value).lower())}"


def rows(graph: ox.Store) -> tuple[Iterator[EventRow], list[ThingRow]]:
    """What an index of a graph is made of: the events, by day, and everything else that has a name.

    >>> [list(found) for found in rows(ox.Store())]
    [[], []]
    """
    things = list(_things(graph))
    keys = {row.iri: row.key for row in things}
    names = {row.iri: row.name for row in things}
    return _events(graph, keys, names), things


def build(graph: ox.Store, path: Path) -> None:
    """Writes the index of a graph to ``path``: whole, or not at all."""
    events, things = rows(graph)
    write(path, events=events, things=things)


def write(path: Path, *, events: Iterable[EventRow], things: Iterable[ThingRow]) -> None:
    """Writes an index to ``path``. Events must come in the order of their days."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    base = sqlite3.connect(part)
    try:
        fill(base, events=events, things=things)
    finally:
        base.close()
    part.replace(path)


def place(store: Path) -> Path:
    """Where the index of the store in a folder, as it is now, is kept. Raises OSError where there is no store."""
    home = Path(os.environ.get("XDG_CACHE_HOME", ""))
    folder = (home if home.is_absolute() else Path.home() / ".cache") / "diplokg"
    state = (store / META).stat().st_mtime_ns
    said = hashlib.sha256(str(store.resolve()).encode()).hexdigest()[:24]
    return folder / f"search-{said}-{state}-{VERSION}.db"


def forget_others(path: Path) -> None:
    """Removes the indexes of what the store of this one was before, and what is kept beside them."""
    now = path.name.removesuffix(".db").split("-")[:4]
    for old in path.parent.glob(f"search-{now[1]}-*"):
        if old.name.removesuffix(".db").split("-")[:4] != now:
            old.unlink(missing_ok=True)


def fill(
    base: sqlite3.Connection, *, events: Iterable[EventRow], things: Iterable[ThingRow]
) -> None:
    """Fills an empty database with an index."""
    base.execute("PRAGMA journal_mode=OFF")
    base.execute("PRAGMA synchronous=OFF")
    base.execute("PRAGMA cache_size=-65536")
    base.execute(
        "CREATE TABLE things (id INTEGER PRIMARY KEY, iri TEXT, kind TEXT, name TEXT, key INTEGER, "
        "events INTEGER, first TEXT, last TEXT, type TEXT, status TEXT)"
    )
    # No text is kept, and no places of words: only which of the four columns of what has a word. The words
    # come folded and apart (kg.ask.words), so that there is nothing left to know about letters.
    base.execute(
        "CREATE VIRTUAL TABLE words USING fts5(name, about, said, meta, content='', columnsize=0, "
        "detail=column, tokenize=\"ascii tokenchars '_'\")"
    )
    for option, value in (("hashsize", _HASH), ("automerge", 0)):
        base.execute("INSERT INTO words (words, rank) VALUES (?, ?)", (option, value))
    things, events = list(things), iter(events)
    first = list(itertools.islice(events, LOOKED_AT))
    spelling = Spelling(shared(_vocabulary(things, first)))
    busy: Counter[int] = Counter()
    between = _Between()
    number = 0
    for number, row in enumerate(itertools.chain(first, events), start=1):
        busy.update(row.links)
        between.add(row)
        meta = [mark("type", row.type), mark("status", row.status)]
        meta += [mark("of", key) for key in row.links]
        meta += [mark(role, key) for role, key in row.roles]
        meta += _times(row.first, row.last)
        base.execute(
            "INSERT INTO things VALUES (?, ?, 'event', ?, NULL, NULL, ?, ?, ?, ?)",
            (number, row.iri, row.name, row.first, row.last, row.type, row.status),
        )
        base.execute(
            "INSERT INTO words (rowid, name, about, said, meta) VALUES (?, ?, ?, ?, ?)",
            (
                number,
                spelling.line(f"{row.name} {row.names}"),
                spelling.line(row.about),
                spelling.line(row.said),
                " ".join(meta),
            ),
        )
    base.execute("CREATE TABLE extent (events INTEGER)")
    base.execute("INSERT INTO extent VALUES (?)", (number,))
    base.execute("CREATE TABLE opening (iri TEXT)")
    base.executemany("INSERT INTO opening VALUES (?)", ((iri,) for iri in between.events()))
    for thing in sorted(things, key=lambda t: (busy[t.key], t.name, t.iri)):
        number += 1
        base.execute(
            "INSERT INTO things VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL)",
            (number, thing.iri, thing.kind, thing.name, thing.key, busy[thing.key]),
        )
        base.execute(
            "INSERT INTO words (rowid, name, about, said, meta) VALUES (?, ?, '', '', ?)",
            (number, spelling.line(thing.names), mark("kind", thing.kind)),
        )
    spelling.keep(base)
    base.execute("CREATE INDEX keys ON things (key) WHERE key IS NOT NULL")
    base.execute("CREATE INDEX iris ON things (iri) WHERE key IS NOT NULL")
    base.execute("INSERT INTO words (words) VALUES ('optimize')")
    base.commit()


class _Between:
    """Gathers the latest events between those who act most often: what a page of a large graph opens with."""

    def __init__(self) -> None:
        self._often: Counter[int] = Counter()
        self._latest: deque[tuple[str, tuple[int, ...]]] = deque(maxlen=LATEST)

    def add(self, row: EventRow) -> None:
        actors = tuple(key for role, key in row.roles if role == "actor")
        self._often.update(actors)
        self._latest.append((row.iri, actors))

    def events(self) -> list[str]:
        """The latest first; where no two of the busiest meet, the latest of all."""
        often = self._often
        busy = set(sorted(often, key=lambda actor: (-often[actor], actor))[:BUSY])
        latest = [(iri, busy.intersection(actors)) for iri, actors in reversed(self._latest)]
        between = [iri for iri, found in latest if len(found) > 1]
        return (between or [iri for iri, _ in latest])[:OPENING]


def _vocabulary(things: Iterable[ThingRow], events: Iterable[EventRow]) -> set[str]:
    found: set[str] = set()
    for thing in things:
        found.update(terms_of(thing.names))
    for row in events:
        found.update(terms_of(f"{row.name} {row.names} {row.about} {row.said}"))
    return found


def _times(first: str | None, last: str | None) -> list[str]:
    """The years and months in which an event lies."""
    if first is None or not re.match(r"\d{4}", first):
        return []
    end = last if last and last >= first else first
    low, high = int(first[:4]), int(end[:4])
    if high - low > MOST_YEARS:
        high = low
    found = [mark("in", year) for year in range(low, high + 1)]
    months = sorted({first[:7], end[:7]})
    return found + [mark("in", month) for month in months if len(month) == 7]


# ---- reading the graph


def _kind(graph: ox.Store, thing: ox.NamedNode) -> str | None:
    types = {q.object for q in graph.quads_for_pattern(thing, node(RDF.type), None, None)}
    return next((kind for curie, kind in _TYPES if node(curie) in types), None)


def label(graph: ox.Store, thing: ox.NamedNode) -> str:
    """The main name of a thing, English first; else the end of its IRI."""
    for curie in _MAIN:
        names = [
            (q.object.language != "en", q.object.value)
            for q in graph.quads_for_pattern(thing, node(curie), None, None)
            if isinstance(q.object, ox.Literal)
        ]
        if names:
            return min(names)[1]
    return thing.value.replace("#", "/").rstrip("/").rpartition("/")[2] or thing.value


def _things(graph: ox.Store) -> Iterator[ThingRow]:
    called: dict[str, set[str]] = {}
    for curie in NAMES:
        for quad in graph.quads_for_pattern(None, node(curie), None, None):
            s, o = quad.subject, quad.object
            if not isinstance(s, ox.NamedNode) or not isinstance(o, ox.Literal):
                continue
            # Of events there may be millions, and they have rows of their own.
            if s.value.startswith(BASE) and not s.value.startswith(BASE + "event/"):
                called.setdefault(s.value, set()).add(o.value)
    for key, iri in enumerate(sorted(called)):
        kind = _kind(graph, ox.NamedNode(iri))
        if kind is not None:
            name = label(graph, ox.NamedNode(iri))
            yield ThingRow(
                iri=iri, kind=kind, name=name, names=" ".join(sorted(called[iri])), key=key
            )


def _events(graph: ox.Store, keys: dict[str, int], names: dict[str, str]) -> Iterator[EventRow]:
    typed = graph.quads_for_pattern(None, node(RDF.type), node(KG.Event), None)
    # The IRI of an event begins with its first day; those without one come first and are found last.
    events = sorted(
        {q.subject.value for q in typed if isinstance(q.subject, ox.NamedNode)}, key=by_day
    )
    kinds = type_of_class()
    above: dict[str, tuple[str, ...]] = {}
    for iri in events:
        facts: dict[str, list[str]] = {}
        thing = ox.NamedNode(iri)
        for quad in graph.quads_for_pattern(thing, None, None, None):
            if isinstance(quad.object, ox.NamedNode | ox.Literal):
                facts.setdefault(quad.predicate.value, []).append(quad.object.value)

        def of(curie: Curie, facts: dict[str, list[str]] = facts) -> list[str]:
            return sorted(set(facts.get(node(curie).value, ())))

        classes = {_tail(value) for value in of(RDF.type)}
        topics = [t for topic in of(SCHEMA.about) for t in _broader(graph, topic, above)]
        linked = [*dict.fromkeys(v for curie in _LINKS for v in of(curie)), *topics]
        about = [names.get(value, "") for value in linked] + _offices(graph, facts)
        passages = told(graph, iri)
        linked += [article for article, _, _ in passages]
        roles = zip(
            ROLES, (of(SEM.hasActor), of(KG.party), topics, of(SCHEMA.location)), strict=True
        )
        yield EventRow(
            iri=iri,
            name=label(graph, thing),
            names=" ".join(names.get(value, "") for value in of(SEM.hasActor)),
            about=" ".join(about),
            said=" ".join(text for _, _, text in passages),
            first=next(iter(of(KG.start)), None),
            last=next(iter(of(KG.end)), None),
            type=next((key for c, key in kinds.items() if c in classes), "event"),
            status=_tail(next(iter(of(KG.status)), "unknown")).lower(),
            links=tuple(sorted({keys[value] for value in linked if value in keys})),
            roles=tuple(
                (role, keys[value])
                for role, values in roles
                for value in dict.fromkeys(values)
                if value in keys
            ),
        )


def by_day(iri: str) -> tuple[bool, str]:
    """What events are sorted by, from their IRIs: those without a day, then the others by it.

    >>> by_day(BASE + "event/2019-05-14-meeting-a") > by_day(BASE + "event/undated-meeting-a")
    True
    """
    local = iri.removeprefix(BASE + "event/")
    return local[:1].isdigit(), local


def _tail(iri: str) -> str:
    return iri.replace("#", "/").rstrip("/").rsplit("/", 1)[-1]


def _broader(graph: ox.Store, topic: str, above: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    if topic not in above:
        seen = [topic]
        for one in seen:
            for quad in graph.quads_for_pattern(ox.NamedNode(one), node(SKOS.broader), None, None):
                if isinstance(quad.object, ox.NamedNode) and quad.object.value not in seen:
                    seen.append(quad.object.value)
        above[topic] = tuple(seen)
    return above[topic]


def _offices(graph: ox.Store, facts: dict[str, list[str]]) -> list[str]:
    found = set()
    for part in facts.get(node(KG.participation).value, ()):
        for quad in graph.quads_for_pattern(ox.NamedNode(part), node(KG.officeText), None, None):
            if isinstance(quad.object, ox.Literal):
                found.add(quad.object.value)
    return sorted(found)


def language_of(graph: ox.Store, article: str) -> str | None:
    """The tag of the language of an article, as its source states it."""
    if not article:
        return None
    found = graph.quads_for_pattern(ox.NamedNode(article), node(SCHEMA.inLanguage), None, None)
    tags = sorted(q.object.value for q in found if isinstance(q.object, ox.Literal))
    return language(tags[0]) if tags else None


def told(graph: ox.Store, event: str) -> list[tuple[str, str, str]]:
    """The passages of an event: article, quote, and the quote in its paragraph, by article and place."""
    found = []
    for quad in graph.quads_for_pattern(None, node(KG.reports), ox.NamedNode(event), None):
        said: dict[str, str] = {}
        for fact in graph.quads_for_pattern(quad.subject, None, None, None):
            if isinstance(fact.object, ox.NamedNode | ox.Literal):
                said[fact.predicate.value] = fact.object.value
        prefix, quote, suffix = (
            said.get(node(curie).value, "") for curie in (OA.prefix, OA.exact, OA.suffix)
        )
        article = said.get(node(PROV.wasQuotedFrom).value, "")
        place = int(said.get(node(OA.start).value, "0") or 0)
        found.append((article, place, quote, prefix + quote + suffix))
    return [(article, quote, whole) for article, _, quote, whole in sorted(found)]
