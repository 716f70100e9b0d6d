"""A published store of as many events as one likes, in minutes: what the server and its explorer are measured on.

The same kinds of thing as tools/big_store.py, in the same proportions, but one passage for each event, of that
only what a page shows, and of what happened before ``TOLD`` none: a page begins with the latest. It goes to the
store as text, which is faster than quad by quad.

    .venv/bin/python tools/thin_store.py FOLDER [EVENTS [ACTORS]]      1,000,000 events of 60,000 actors
"""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import big_store
import pyoxigraph as ox
from big_store import FIRST, LAST, OUTLETS, PLACES, SAID, TOPICS, TYPES, Zipf, person

from kg.core.ids import BASE
from kg.core.vocab import expand
from kg.graph.store import Store
from kg.reference.codes import STATUSES
from kg.reference.event_kinds import kind_of
from kg.reference.quads import reference_quads

TOLD = date(2019, 1, 1)
"""Events since this day have their participations, an article and a passage."""

_POSTS = ("post/foreign-minister", "post/president", "post/ambassador")


def _is(curie: str) -> str:
    return f"<{expand(curie)}>"


def _things(curie: str, locals_: Iterable[str]) -> str:
    return "; ".join(f"{curie} <{local}>" for local in locals_)


def events(count: int, people: int, *, seed: int = 1946) -> Iterator[str]:
    """Each event with its passage and its article, as TriG whose prefixes are those of ``head``."""
    rng = random.Random(seed)
    who, what, where = Zipf(people, rng), Zipf(TOPICS, rng), Zipf(PLACES, rng)
    days, kinds, statuses = (LAST - FIRST).days, list(TYPES), list(SAID)
    ties: set[tuple[int, int]] = set()
    for n in range(count):
        kind = rng.choices(kinds, list(TYPES.values()))[0]
        said = rng.choices(statuses, list(SAID.values()))[0]
        day = FIRST + timedelta(days=rng.randrange(days))
        actors = sorted({who.draw() for _ in range(rng.choice((2, 2, 2, 3)))})
        topics = [f"topic/subject-{t}" for t in sorted({what.draw() for _ in range(n % 3)})]
        place, outlet = f"place/town-{where.draw()}", rng.randrange(OUTLETS)
        names = " and ".join(f"Actor {a:05d}" for a in actors)
        me = f"event/{day}-{kind.replace('_', '-')}-{n:08x}"
        article, quote = f"article/{day}-outlet-{outlet}-{n:08x}", f"{names} {kind} on {day}."
        said_of = f"mention/{n:08x}-10-{10 + len(quote)}"
        types = ", ".join(f"kg:{c}" for c in ("Event", *kind_of(kind).classes))
        parts = [f"{me}#{person(a).rpartition('/')[2]}" for a in actors]
        states = sorted({big_store._state(a) for a in actors})
        if said == "held" and kind_of(kind).contact == "face to face":
            ties.update(itertools.permutations(actors, 2))
        about = "".join(f"; schema:about <{t}>" for t in topics)
        yield (
            f'g:events {{ <{me}> a {types}; rdfs:label "{kind} of {names}, {day}"@en; kg:status kg:{STATUSES[said]}; '
            f'kg:date "{day}"; kg:start "{day}"^^xsd:date; kg:end "{day}"^^xsd:date; kg:confidence 0.9; '
            f"{_things('kg:party', states)}; schema:location <{place}>; "
            f"{_things('sem:hasActor', map(person, actors))}{about} . "
        )
        if day < TOLD:
            yield "}\n"
            continue
        yield f"<{me}> {_things('kg:participation', parts)} . "
        for a, part in zip(actors, parts, strict=True):
            yield (
                f"<{part}> a kg:Participation; kg:person <{person(a)}>; kg:post <{_POSTS[a % 3]}>; "
                f"kg:onBehalfOf <{big_store._state(a)}> . "
            )
        yield (
            f"<{said_of}> kg:reports <{me}>; {_things('kg:saysActor', map(person, actors))} . "
            f"<{article}> schema:publisher <org/outlet-{outlet}> . }}\n"
            f'<{article.replace("article", "graph", 1)}> {{ <{article}> a schema:NewsArticle; dcterms:identifier "{n:08x}"; '
            f'schema:headline "Notes of {day}"@en; schema:datePublished "{day}"^^xsd:date; kg:articleKind "news" . '
            f'<{said_of}> a kg:Mention; prov:wasQuotedFrom <{article}>; oa:exact "{quote}"; oa:start 10; '
            f'oa:end {10 + len(quote)}; kg:confidence 0.9; kg:rule "{kind}/trigger"; kg:saysType kg:{kind_of(kind).classes[0]}; '
            f'kg:saysStatus kg:{STATUSES[said]}; kg:saysDate "{day}" . }}\n'
        )
    for a, b in sorted(ties):
        yield f"g:events {{ <{person(a)}> kg:met <{person(b)}> }}\n"


def head() -> str:
    """The prefixes of ``events``."""
    known = ("kg", "rdfs", "xsd", "schema", "sem", "prov", "oa", "dcterms")
    prefixes = "".join(f"@prefix {p}: <{expand(p + ':')}> .\n" for p in known)
    return f"@base <{BASE}> .\n{prefixes}@prefix g: <{BASE}graph/> .\n"


class _Stream:
    """Texts as a file to read: all that the engine asks of one."""

    def __init__(self, texts: Iterator[str]) -> None:
        self.texts = itertools.chain([head()], texts)
        self.rest = b""

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self.rest) < size:
            piece = "".join(itertools.islice(self.texts, 1000))
            if not piece:
                break
            self.rest += piece.encode()
        size = len(self.rest) if size < 0 else size
        out, self.rest = self.rest[:size], self.rest[size:]
        return out


def write(folder: Path, count: int = 1_000_000, people: int = 60_000) -> int:
    """A store in ``folder`` with its view published; says how many quads it has."""
    with Store.open(folder) as store:
        store.graph.bulk_extend(reference_quads())
        store.graph.bulk_extend(big_store._background(people))
        store.graph.bulk_load(_Stream(events(count, people)), format=ox.RdfFormat.TRIG)  # type: ignore[arg-type]
        store.publish()
        return len(store.graph)


if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[2:4]]
    print(write(Path(sys.argv[1]), *sizes))
