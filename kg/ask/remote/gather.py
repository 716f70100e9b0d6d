"""The events of an endpoint as the explorer draws them: chosen there, then fetched with all behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import pyoxigraph as ox

from kg.ask.query import NamedQuery, Param, bound
from kg.ask.remote.endpoint import Elsewhere, Endpoint, ask
from kg.ask.values import Table
from kg.core.ids import BASE
from kg.core.terms import KG
from kg.graph.view.load import load
from kg.graph.view.values import GraphView
from kg.reference.nodes import node

MOST_EVENTS = 2000
"""So many of the latest events, if no other number is given."""

_BATCH = 400
"""Things that one request asks about."""

DEEPEST = 20
"""Steps from an event to what it refers to, that refers to, and so on; an endpoint may have no end."""

_WHERE = "kg render --endpoint"
_KINDS = {
    "person": "actor", "polity": "country", "topic": "topic", "since": "date", "until": "date",
    "status": "status",
}  # fmt: skip
_CHOICE = """
  ?e a kg:Event .
  ?e sem:hasActor $person . #if person
  { ?e kg:party $polity } UNION { ?e sem:hasActor $polity } #if polity
  ?e schema:about/skos:broader* $topic . #if topic
  ?e kg:status $status . #if status
  ?e kg:end ?last . FILTER(?last >= $since) #if since
  ?e kg:start ?first . FILTER(?first <= $until) #if until
"""


def view_of(
    endpoint: Endpoint, *, limit: int | None = None, **conditions: str | None
) -> tuple[GraphView, int]:
    """The events of an endpoint that meet every condition, and how many there are.

    Conditions are ``person``, ``polity``, ``topic``, ``since``, ``until`` and ``status``, in words as for
    kg.render.filter_view; ``limit`` keeps the latest. Raises KgError for a name that nothing there has,
    and as kg.ask.remote.ask does.
    """
    params = tuple(
        Param(name=name, kind=kind, required=False, default=None, help="")
        for name, kind in _KINDS.items()
    )
    choice = NamedQuery(
        name="render", title="", description="", params=params, example="", columns=(), text=_CHOICE
    )
    chosen = bound(choice, {k: v for k, v in conditions.items() if v}, Elsewhere(endpoint))
    rows = _rows(
        endpoint,
        f"SELECT DISTINCT ?e ?day {{ {chosen}\n OPTIONAL {{ ?e kg:start ?day }} }} "
        f"ORDER BY DESC(?day) ?e LIMIT {limit or MOST_EVENTS}",
    )
    ((count,),) = _rows(endpoint, f"SELECT (COUNT(DISTINCT ?e) AS ?n) {{ {chosen}\n }}")
    events = [e for e, _ in rows if isinstance(e, ox.NamedNode)]
    return load(gather(endpoint, events)), int(getattr(count, "value", 0))


def _rows(endpoint: Endpoint, text: str) -> tuple[tuple[object, ...], ...]:
    found = ask(endpoint, text, where=_WHERE)
    return found.rows if isinstance(found, Table) else ()


def gather(endpoint: Endpoint, events: Iterable[ox.NamedNode]) -> ox.Store:
    """These events, the passages that report them, and whatever either refers to; no other event."""
    out = ox.Store()
    todo = list(events)
    for batch in batched(todo[:], _BATCH):
        values = " ".join(map(str, batch))
        found = _rows(endpoint, f"SELECT ?m {{ VALUES ?e {{ {values} }} ?m kg:reports ?e }}")
        todo += [m for (m,) in found if isinstance(m, ox.NamedNode)]
    for batch in batched(todo[:], _BATCH):
        values = " ".join(map(str, batch))
        found = _rows(endpoint, f"SELECT ?c {{ VALUES ?m {{ {values} }} ?c kg:corrects ?m }}")
        todo += [c for (c,) in found if isinstance(c, ox.NamedNode)]
    todo = list(dict.fromkeys(todo))
    seen = set(todo)
    skipped = f"{node(KG.met)}, {node(KG.talkedWith)}"
    for _ in range(DEEPEST):
        following: list[ox.NamedNode] = []
        for batch in batched(todo, _BATCH):
            values = " ".join(map(str, batch))
            text = (
                f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {values} }} ?s ?p ?o "
                f"FILTER(?p NOT IN ({skipped})) }}"
            )
            answer = ask(endpoint, text, where=_WHERE)
            triples = answer if isinstance(answer, tuple) else ()
            out.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
            for triple in triples:
                o = triple.object
                if not isinstance(o, ox.NamedNode) or o in seen or not o.value.startswith(BASE):
                    continue
                other = o.value.startswith(BASE + "event/") and "#" not in o.value
                if not other:
                    seen.add(o)
                    following.append(o)
        todo = following
    return out


def batched(things: Iterable[ox.NamedNode], size: int) -> Iterator[list[ox.NamedNode]]:
    """The same in lists of at most so many."""
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch
