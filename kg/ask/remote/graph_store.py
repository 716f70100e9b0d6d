"""Graphs into a store elsewhere: SPARQL 1.1 Graph Store HTTP Protocol, a PUT for each graph (section 5.3).

A PUT takes the place of what was there under the name, so that the same again changes nothing: whatever
failed is put again, and a run that ended early is begun anew. Events come last: whoever reads meanwhile
finds no event whose passages are not there yet.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

import pyoxigraph as ox

from kg.ask.remote.http import MIB, Got, address, fetch, shown, with_params
from kg.core.errors import KgError
from kg.core.ids import BASE, GRAPH_EVENTS, GRAPH_REFERENCE

TIMEOUT = 60.0
"""Seconds that one request may take."""

TRIES = 5
"""How often a request is sent before the run ends; the waits between double from one second on."""

CHUNK = 50_000
"""Triples of one request; a larger graph is put with its first ones, and the others are added."""

_WHERE = "kg export --graph-store"
_LAST = (BASE + GRAPH_REFERENCE, BASE + GRAPH_EVENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What was put: graphs, triples, and how often a request had to be sent again."""

    graphs: int
    triples: int
    again: int


def put_graphs(
    graph: ox.Store,
    url: str,
    *,
    timeout: float = TIMEOUT,
    progress: Callable[[str], None] = lambda _: None,
    warn: Callable[[str], None] = lambda _: None,
    wait: Callable[[float], None] = time.sleep,
) -> Put:
    """Puts every graph of a store to a Graph Store, and says how many there were.

    ``progress`` is told of each graph, ``warn`` of each request that has to be sent again.

    Raises KgError when one cannot be put, with how many were; what was put stays.
    """
    address(url, where=_WHERE)
    named = sorted(
        (g for g in graph.named_graphs() if isinstance(g, ox.NamedNode)),
        key=lambda g: (_LAST.index(g.value) if g.value in _LAST else -1, g.value),
    )
    graphs: list[ox.NamedNode | ox.DefaultGraph] = [*named]
    if next(iter(graph.quads_for_pattern(None, None, None, ox.DefaultGraph())), None) is not None:
        graphs.insert(0, ox.DefaultGraph())
    done = triples = again = 0
    for name in graphs:
        found = sorted((q.triple for q in graph.quads_for_pattern(None, None, None, name)), key=str)
        which = ("default", "") if isinstance(name, ox.DefaultGraph) else ("graph", name.value)
        target = with_params(url, which)
        # A blank node is one only within one request.
        blank = any(isinstance(x, ox.BlankNode) for t in found for x in (t.subject, t.object))
        size = len(found) if blank else CHUNK
        for start in range(0, max(1, len(found)), max(1, size)):
            body = ox.serialize(found[start : start + size], format=ox.RdfFormat.N_TRIPLES) or b""
            try:
                again += _send(target, "POST" if start else "PUT", body, timeout, warn, wait)
            except KgError as error:
                so_far = f"{done} of {len(graphs)} graphs are there, and stay"
                raise KgError(
                    f"{error.what}; {so_far}", where=error.where, mend=error.mend
                ) from error
        done, triples = done + 1, triples + len(found)
        progress(f"{done} of {len(graphs)} graphs")
    return Put(graphs=done, triples=triples, again=again)


def _send(
    url: str,
    method: str,
    body: bytes,
    timeout: float,
    warn: Callable[[str], None],
    wait: Callable[[float], None],
) -> int:
    """Sends until it is taken; says how often it had to be sent again."""
    headers = {"Content-Type": "application/n-triples"}
    for tried in range(TRIES):
        pause = 2.0**tried * random.uniform(0.8, 1.2)
        try:
            got = fetch(
                url, method=method, body=body, headers=headers, timeout=timeout, most=MIB,
                where=_WHERE,
            )  # fmt: skip
        except KgError as error:
            if tried + 1 == TRIES:
                raise
            said = error.what
        else:
            if got.status in (200, 201, 202, 204):
                return tried
            if (got.status not in (408, 425, 429) and got.status < 500) or tried + 1 == TRIES:
                raise _refused(got, url)
            said = f"the store answered {got.status}"
            asked = got.headers.get("retry-after", "")
            pause = min(60.0, float(asked)) if asked.isdecimal() else pause
        warn(f"{said}: sent again in {pause:.0f} s (try {tried + 2} of {TRIES})")
        wait(pause)
    raise AssertionError("a loop of at least one round ends within")


def _refused(got: Got, url: str) -> KgError:
    said = got.words()
    mends = {
        401: "give name and password in the address: https://NAME:PASSWORD@…",
        403: "see whether you may write there",
        404: "give the address of its Graph Store Protocol, such as …/data, …/store or …/rdf-graphs/service",
        405: "it takes no graphs: give the address of its Graph Store Protocol, of a store that may be written",
        411: "its Graph Store Protocol wants something else: load the file of kg export -o graph.nq.gz",
        413: "it takes no graph of this size: load the file of kg export -o graph.nq.gz",
    }
    other = "run the same command again: what is there is put again, and nothing is doubled"
    return KgError(
        f"the store answered {got.status}" + (f": {said}" if said else ""),
        where=f"{_WHERE}, {shown(url)}",
        mend=mends.get(got.status, other),
    )
