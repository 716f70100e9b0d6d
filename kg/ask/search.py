"""One search over people, states, pairs, events, topics, places, articles and the quotes themselves.

``search`` asks the full-text index of a graph (kg/ask/index.py), in memory or in a file. The server,
``Graph.search`` and ``kg search`` all ask here; the page has an index of its own.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyoxigraph as ox

from kg.ask import index
from kg.ask.beginnings import bit, spelt
from kg.ask.snippets import fitting, snippet
from kg.ask.words import Asked, fold, terms_of, understand

COUNTED = 10_000
"""Hits are counted up to here; "10,000" then means so many or more."""

SAMPLE = 5_000
"""The facets of a larger answer are those of its latest events."""

_LOOKED_AT = 60
_PARTNERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing that was found; of a quote, ``iri`` is the event and ``article`` where it stands, in which ``language``.

    ``iris`` are the two of a pair. ``events`` is in how many events it is, as far as the search asks.
    """

    kind: str
    name: str
    iri: str
    iris: tuple[str, ...] = ()
    events: int | None = None
    date: str | None = None
    status: str | None = None
    quote: str | None = None
    article: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An answer: the best hits of each kind, how many there are, and what the events are.

    ``instead`` is "words" where nothing is of the kind, day or status that was asked for, and the
    words are only looked for; "without" where it goes on without them.
    """

    asked: Asked
    hits: tuple[Hit, ...] = ()
    totals: Mapping[str, int] = field(default_factory=dict)
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    instead: str | None = None


def in_memory(graph: ox.Store) -> sqlite3.Connection:
    """The index of a graph that is not kept.

    >>> search(in_memory(ox.Store()), "anything").hits
    ()
    """
    base = sqlite3.connect(":memory:")
    events, things = index.rows(graph)
    index.fill(base, events=events, things=things)
    return base


def kept(graph: ox.Store, store: Path) -> sqlite3.Connection:
    """The index of the store in a folder, made once for each state of it and kept in the user's cache folder.

    A cache that cannot be written costs time, nothing else.
    """
    try:
        path = index.place(store)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            index.build(graph, path)
            index.forget_others(path)
        return opened(path)
    except (OSError, sqlite3.Error):
        return in_memory(graph)


def opened(path: Path) -> sqlite3.Connection:
    """An index that was written, to read."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def search(
    base: sqlite3.Connection,
    words: str,
    *,
    graph: ox.Store | None = None,
    each: int = 10,
    kinds: Sequence[str] = (),
) -> Found:
    """What the words find: at most ``each`` hits of each kind, or of ``kinds`` alone.

    With the graph, quotes are told in their sentences; without it only their events are. Raises nothing
    because of the words.
    """
    asked = understand(words)
    wanted = tuple(kinds) or (*index.KINDS, "pair", "quote")
    found = _answer(base, asked, graph, each, wanted)
    if not asked.read or found.totals.get("event"):
        return found
    plain = understand(words, plain=True)
    others = (("words", plain), ("without", Asked(terms=asked.terms)))
    for instead, other in others:
        rest = _answer(base, other, graph, each, wanted) if other.terms else Found(asked=other)
        if rest.hits:
            return replace(rest, instead=instead, asked=asked)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    """A search on its way: ``spelt`` is what the index is asked for each term and in which columns that
    stands, ``narrow`` what events must be.

    The numbers of events go from 1 to ``events``, those of everything else begin after it.
    """

    base: sqlite3.Connection
    asked: Asked
    spelt: Mapping[str, tuple[str, int]]
    narrow: tuple[str, ...]
    events: int


def _answer(
    base: sqlite3.Connection, asked: Asked, graph: ox.Store | None, each: int, kinds: Sequence[str]
) -> Found:
    if not asked.terms and not asked.read:
        return Found(asked=asked)
    (extent,) = base.execute("SELECT events FROM extent").fetchone()
    s = _Search(
        base=base, asked=asked, spelt={term: spelt(base, term) for term in asked.terms},
        narrow=tuple(_narrow(asked)), events=int(extent),
    )  # fmt: skip
    hits: list[Hit] = []
    totals: dict[str, int] = {}
    for kind in index.KINDS:
        if kind == "event" or kind not in kinds or not asked.terms:
            continue
        named, total = _named(s, kind, each)
        hits += named
        totals[kind] = total
    if "pair" in kinds and len(asked.terms) > 1:
        pairs = _pairs(s)
        hits += pairs[:each]
        totals["pair"] = len(pairs)
    # Whatever is told of the events is told of these: the latest of them, each found once.
    everywhere = _latest(s, _where(s, "name about said"), COUNTED)
    if "event" in kinds:
        hits += [_event(base, number) for number in _best(s, everywhere, each)]
    totals["event"] = len(everywhere)
    if "quote" in kinds and asked.terms:
        quotes, said = _quotes(s, each, graph)
        hits += quotes
        totals["quote"] = said
    facets = _facets(base, everywhere[:SAMPLE]) if len(everywhere) > 1 else {}
    hits.sort(key=lambda hit: ORDER.index(hit.kind))
    return Found(
        asked=asked,
        hits=tuple(hits),
        totals={kind: totals[kind] for kind in ORDER if totals.get(kind)},
        facets=facets,
    )


ORDER = (
    "person", "state", "organisation", "pair", "event", "quote", "topic", "place", "office", "article",
)  # fmt: skip
"""What an answer tells first: who is meant, then what they did and what is said of it; as on the page."""


PLURALS = {
    "person": "people", "state": "states", "organisation": "organisations", "topic": "topics",
    "place": "places", "office": "offices", "article": "articles", "pair": "pairs", "event": "events",
    "quote": "quotes",
}  # fmt: skip


def summary(found: Found) -> str:
    """How much was found, and how the words were understood, in a line or two.

    >>> summary(Found(asked=understand("calls 2019"), totals={"event": 1, "quote": 3}))
    '1 event, 3 quotes. Read: “2019” as date, “calls” as kind of event.'
    """
    if not found.totals:
        told = "Nothing found. Try one word of the name, or fewer words."
    else:
        told = ", ".join(
            f"{n:,}{' or more' if n >= COUNTED else ''} {kind if n == 1 else PLURALS[kind]}"
            for kind, n in found.totals.items()
        )
        told += "."
    if found.asked.read:
        read = ", ".join(f"“{words}” as {what}" for words, what in found.asked.read)
        told += f" Read: {read}."
    if found.instead == "words":
        told += " Nothing is of that day, kind or status: these are places where the words stand."
    elif found.instead == "without":
        told += " Nothing is of that day, kind or status: these have the other words."
    return told


# ---- the words of the index

NOTHING = f"(meta : {index.mark('nothing', '')})"
"""What no event and no thing is."""


def _terms(s: _Search, terms: Iterable[str], columns: str) -> str:
    asked, wanted = [s.spelt[term] for term in terms], sum(map(bit, columns.split()))
    # The index would go through all that a word is in to find that it is never in these columns.
    if not all(stands & wanted for _, stands in asked):
        return NOTHING
    return f"({{{columns}}} : ({' AND '.join(spelt for spelt, _ in asked)}))"


def _narrow(asked: Asked) -> list[str]:
    """What an event must be, as words of the index."""
    found = []
    for what, values in (("type", asked.types), ("status", asked.statuses)):
        if values:
            found.append(_any(index.mark(what, value) for value in sorted(values)))
    if asked.first and asked.last:
        if asked.first[:7] == asked.last[:7]:
            found.append(_any([index.mark("in", asked.first[:7])]))
        else:
            years = range(int(asked.first[:4]), int(asked.last[:4]) + 1)
            if len(years) <= index.MOST_YEARS:
                found.append(_any(index.mark("in", year) for year in years))
    return found


def _any(marks: Iterable[str]) -> str:
    return f"(meta : ({' OR '.join(marks)}))"


def _all(*parts: str) -> str:
    return " AND ".join(parts)


def _where(s: _Search, columns: str) -> str:
    """What an event must be, its terms in these columns."""
    return _all(*([_terms(s, s.asked.terms, columns)] if s.asked.terms else ()), *s.narrow)


def _matching(s: _Search, match: str) -> tuple[str, tuple[object, ...]]:
    """SQL for the numbers of the events that match, and its values."""
    first, last = s.asked.first, s.asked.last
    if not match:  # days alone, of more years than there are words for
        return (
            "SELECT id FROM things WHERE id <= ? AND coalesce(last, first) >= ? AND first <= ?",
            (s.events, first, last),
        )
    if first and last:
        return (
            "SELECT words.rowid AS id FROM words CROSS JOIN things ON things.id = words.rowid WHERE words MATCH ? "
            "AND words.rowid <= ? AND coalesce(things.last, things.first) >= ? AND things.first <= ?",
            (match, s.events, first, last),
        )
    return "SELECT rowid AS id FROM words WHERE words MATCH ? AND rowid <= ?", (match, s.events)


def _count(s: _Search, match: str) -> int:
    sql, values = _matching(s, match)
    return _number(s, f"SELECT count(*) FROM ({sql} LIMIT {COUNTED})", values)  # noqa: S608 - ours


def _number(s: _Search, sql: str, values: tuple[object, ...]) -> int:
    return int(s.base.execute(sql, values).fetchone()[0])


def _latest(s: _Search, match: str, most: int) -> list[int]:
    sql, values = _matching(s, match)
    rows = s.base.execute(f"{sql} ORDER BY id DESC LIMIT ?", (*values, most))
    return [int(number) for (number,) in rows]


# ---- kinds of hits


def _best(s: _Search, everywhere: Sequence[int], most: int) -> list[int]:
    """Events whose names have the terms come first, then those about them, then those whose quotes have them."""
    found: dict[int, None] = {}
    for columns in ("name", "name about") if s.asked.terms else ():
        if len(found) < min(most, len(everywhere)):
            found |= dict.fromkeys(_latest(s, _where(s, columns), most))
    found |= dict.fromkeys(everywhere[:most])
    return list(found)[:most]


def _thing(base: sqlite3.Connection, number: int) -> sqlite3.Row:
    base.row_factory = sqlite3.Row
    row: sqlite3.Row = base.execute("SELECT * FROM things WHERE id = ?", (number,)).fetchone()
    base.row_factory = None
    return row


def _event(base: sqlite3.Connection, number: int) -> Hit:
    row = _thing(base, number)
    return Hit(
        kind="event", name=row["name"], iri=row["iri"], date=row["first"], status=row["status"]
    )


def _called(s: _Search, terms: Sequence[str], kind: str) -> str:
    return _all(f"(meta : {index.mark('kind', kind)})", _terms(s, terms, "name"))


def _candidates(s: _Search, terms: Sequence[str], kind: str, most: int) -> list[sqlite3.Row]:
    """The busiest of a kind that the terms name."""
    sql = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?"
    rows = s.base.execute(sql, (_called(s, terms, kind), most)).fetchall()
    return [_thing(s.base, number) for (number,) in rows]


def _named(s: _Search, kind: str, most: int) -> tuple[list[Hit], int]:
    terms = s.asked.terms
    rows = _candidates(s, terms, kind, _LOOKED_AT)

    def order(row: sqlite3.Row) -> tuple[bool, bool, int]:
        words = terms_of(row["name"])
        return (
            not all(term in words for term in terms),
            not fold(row["name"]).startswith(terms[0]),
            -row["id"],
        )

    hits = []
    for row in sorted(rows, key=order)[:most]:
        events = row["events"]
        if s.narrow or s.asked.first:
            events = _shared(s, (row["key"],))
            if not events:
                continue
        hits.append(Hit(kind=kind, name=row["name"], iri=row["iri"], events=events))
    busy = [hit for hit in hits if hit.events]
    # What takes part in nothing is told only where nothing else has the name.
    told = busy or hits
    if not told or (busy and len(busy) < most):
        return told, len(told)
    if len(rows) < _LOOKED_AT:
        return told, len(rows)
    sql = f"SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT {COUNTED})"  # noqa: S608 - ours
    return told, _number(s, sql, (_called(s, terms, kind),))


def _shared(s: _Search, keys: Sequence[int]) -> int:
    """How many events have all these things, and are what was asked for."""
    marks = [f"(meta : {index.mark('of', key)})" for key in keys]
    return _count(s, _all(*marks, *s.narrow))


def _pairs(s: _Search) -> list[Hit]:
    """Two of a kind, each named by a term that does not name the other."""
    hits, terms = [], s.asked.terms
    for kinds in (("person", "organisation"), ("state",)):
        rows: dict[int, tuple[sqlite3.Row, frozenset[str]]] = {}
        for term in terms:
            for kind in kinds:
                for row in _candidates(s, [term], kind, _PARTNERS):
                    words = terms_of(row["name"])
                    fit = {t for t in terms if any(w.startswith(t) for w in words)}
                    rows[row["key"]] = (row, frozenset(fit | {term}))
        for (one, left), (other, right) in itertools.combinations(rows.values(), 2):
            if left | right != set(terms) or not left - right or not right - left:
                continue
            events = _shared(s, (one["key"], other["key"]))
            if events:
                iris = tuple(sorted((one["iri"], other["iri"])))
                hits.append(
                    Hit(
                        kind="pair", name=f"{one['name']} – {other['name']}", iri=" ".join(iris),
                        iris=iris, events=events,
                    )
                )  # fmt: skip
    return sorted(hits, key=lambda hit: (-(hit.events or 0), hit.iri))


def _quotes(s: _Search, most: int, graph: ox.Store | None) -> tuple[list[Hit], int]:
    match, terms = _where(s, "said"), s.asked.terms
    numbers = _latest(s, match, COUNTED)
    hits = []
    for number in numbers[:most]:
        hit = _event(s.base, number)
        if graph is None:
            hits.append(replace(hit, kind="quote"))
            continue
        passages = index.told(graph, hit.iri)
        best = max(passages, key=lambda p: fitting(p[2], terms), default=None)
        if best is not None:
            article = index.label(graph, ox.NamedNode(best[0])) if best[0] else None
            told = replace(hit, kind="quote", quote=snippet(best[2], terms), article=article)
            hits.append(replace(told, language=index.language_of(graph, best[0])))
    return hits, len(numbers)


def _facets(base: sqlite3.Connection, numbers: Sequence[int]) -> dict[str, dict[str, int]]:
    """Statuses, types and years of the events that were found, each with how many they are."""
    rows = base.execute(
        "SELECT status, type, substr(first, 1, 4) FROM things "  # noqa: S608 - numbers alone
        f"WHERE id IN ({','.join(map(str, numbers))})"
    ).fetchall()
    found = {}
    for name, values in zip(("status", "type", "year"), zip(*rows, strict=True), strict=True):
        counts = Counter(value for value in values if value is not None)
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        found[name] = dict(ranked[:6])
    return found
