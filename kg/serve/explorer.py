"""The explorer over the live store: a neighbourhood at a time, in the form of kg.render.

The events of a node, a page of them, are copied with all that they refer to into a graph in memory,
which kg.view reads and kg.render draws: so one page explores a million events as easily as a hundred.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.lookup import node
from kg.prefixes import PREFIXES
from kg.serve.answer import HTML, Answer, as_json, problem
from kg.serve.data import label
from kg.terms import BASE
from kg.view import GraphView, load

if TYPE_CHECKING:
    from kg.serve.worker import Context

PAGE = 150
"""Events of a neighbourhood that are loaded at a time."""

WHOLE = 1500
"""A graph with no more events than this is shown as it is."""

_SHORTCUTS = frozenset({node("kg:met"), node("kg:talkedWith")})
_NEAR = "{ ?e sem:hasActor $x } UNION { ?e kg:party $x } UNION { ?e schema:about $x } UNION { ?e schema:location $x }"


def _ask(graph: ox.Store, text: str) -> list[Any]:
    return list(graph.query(text, prefixes=dict(PREFIXES), use_default_graph_as_union=True))  # type: ignore[arg-type]


def subset(graph: ox.Store, events: list[ox.NamedNode]) -> ox.Store:
    """These events, the passages that report them, and whatever either refers to; no other event."""
    out = ox.Store()
    todo: list[ox.NamedNode] = list(events)
    for event in events:
        for quad in graph.quads_for_pattern(None, node("kg:reports"), event, None):
            if isinstance(quad.subject, ox.NamedNode):
                todo.append(quad.subject)
    seen = set(todo)
    quads = []
    while todo:
        for quad in graph.quads_for_pattern(todo.pop(), None, None, None):
            if quad.predicate in _SHORTCUTS:
                continue
            quads.append(quad)
            o = quad.object
            if not isinstance(o, ox.NamedNode) or o in seen or not o.value.startswith(BASE):
                continue
            other = o.value.startswith(BASE + "event/") and "#" not in o.value
            if not other:
                seen.add(o)
                todo.append(o)
    out.bulk_extend(quads)
    return out


def neighbourhood(graph: ox.Store, thing: ox.NamedNode, *, first: int = 0) -> tuple[GraphView, int]:
    """A page of the events of a thing, the latest first, and how many there are in all."""
    near = _NEAR.replace("$x", str(thing))
    (count,) = _ask(graph, f"SELECT (COUNT(DISTINCT ?e) AS ?n) {{ {near} }}")
    found = _ask(
        graph,
        f"SELECT DISTINCT ?e ?day {{ {near} OPTIONAL {{ ?e kg:start ?day }} }} "
        f"ORDER BY DESC(?day) ?e LIMIT {PAGE} OFFSET {first}",
    )
    return load(subset(graph, [row["e"] for row in found])), int(count["n"].value)


def overview(graph: ox.Store) -> GraphView:
    """All of a small graph; of a large one, the latest events between those who take part most often."""
    (count,) = _ask(graph, "SELECT (COUNT(?e) AS ?n) { ?e a kg:Event }")
    if int(count["n"].value) <= WHOLE:
        return load(graph)
    busy = _ask(
        graph,
        "SELECT ?a (COUNT(?e) AS ?n) { ?e sem:hasActor ?a } GROUP BY ?a ORDER BY DESC(?n) ?a LIMIT 40",
    )
    values = " ".join(str(row["a"]) for row in busy)
    found = _ask(
        graph,
        f"SELECT DISTINCT ?e ?day {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} "
        "?e sem:hasActor ?a, ?b ; kg:start ?day . FILTER(STR(?a) < STR(?b)) } "
        f"ORDER BY DESC(?day) ?e LIMIT {PAGE * 2}",
    )
    return load(subset(graph, [row["e"] for row in found]))


def _thing(context: Context, iri: str) -> ox.NamedNode | Answer:
    try:
        thing = ox.NamedNode(iri)
    except ValueError:
        return problem(400, f"not an IRI: '{iri[:200]}'", mend="give an absolute IRI")
    graph = context.store.graph
    for s, o in ((thing, None), (None, thing)):
        if next(iter(graph.quads_for_pattern(s, None, o, None)), None) is not None:
            return thing
    return problem(404, f"nothing here is called <{iri[:200]}>", mend="look for it with /search")


def data(context: Context, *, iri: str, first: int) -> Answer:
    """A page of a neighbourhood as kg.render has it in a page: ``graph`` and ``evidence``.

    ``total`` is the number of events, ``next`` the number of the first that is not here, or null;
    ``neighbours`` are those who share most events of this page.
    """
    from kg.render.payload import build, short

    thing = _thing(context, iri)
    if isinstance(thing, Answer):
        return thing
    view, total = neighbourhood(context.store.graph, thing, first=first)
    payload = build(view)
    shared: dict[str, int] = {}
    for event in view.events:
        for actor in {p.actor for p in event.participants} - {iri}:
            shared[actor] = shared.get(actor, 0) + 1
    best = sorted(shared, key=lambda a: (-shared[a], a))[:50]
    end = first + len(view.events)
    return as_json(
        {
            "node": {"i": short(iri), "n": label(context.store.graph, thing)},
            "total": total,
            "first": first,
            "next": end if end < total else None,
            "neighbours": [
                {"i": short(a), "n": view.actors[a].label, "m": shared[a]} for a in best
            ],
            "graph": payload.graph,
            "evidence": payload.evidence,
        }
    )


def page(context: Context, *, iri: str | None, first: int) -> Answer:
    """The page of kg.render over a neighbourhood, or over the whole."""
    from kg.render import render

    graph = context.store.graph
    if iri is None:
        if "explore" not in context.memory:
            context.memory["explore"] = _live(render(overview(graph)))
        return _html(context.memory["explore"])
    thing = _thing(context, iri)
    if isinstance(thing, Answer):
        return thing
    view, total = neighbourhood(graph, thing, first=first)
    shown = f", {first + 1} to {first + len(view.events)} of {total} events" if total > PAGE else ""
    return _html(_live(render(view, title=label(graph, thing) + shown)))


def _live(html: str) -> bytes:
    """The page with one script of the server beside its own, which its own policy must allow."""
    html = re.sub(
        r"(Content-Security-Policy[^>]*?script-src )", r"\1&#39;self&#39; ", html, count=1
    )
    script = '<script src="/assets/explore.js" defer></script>'
    head, body, tail = html.rpartition("</body>")
    return f"{head}{script}{body}{tail}".encode()


def _html(body: bytes) -> Answer:
    # The page brings a policy of its own, by digests, which is as strict as that of the server.
    headers = {
        "Content-Security-Policy": "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    }
    return Answer(media=HTML, body=body, headers=headers)
