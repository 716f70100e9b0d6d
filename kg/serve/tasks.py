"""What a worker can be asked to do: a name, and a function of the context and the arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

import pyoxigraph as ox

from kg.ask.search import PLURALS, Hit, summary
from kg.core.ids import BASE
from kg.pages import content, dataset, entrance, html
from kg.pages.document import describe, label, replaced_by
from kg.pages.html import FORMATS, Site
from kg.pages.negotiate import GRAPH, choose
from kg.pages.ontology import ontology_triples
from kg.pages.reader import BUSY, PAGE, Latest
from kg.serve import explorer, named, search
from kg.serve import home as start
from kg.serve import latest as indexed
from kg.serve import sparql as _sparql
from kg.serve.answer import HTML, Answer, as_json, problem
from kg.serve.context import Context
from kg.serve.sparql import TooMuch, triples_as, unacceptable

SITE = Site()


def sparql(
    context: Context,
    *,
    text: str,
    accept: str | None,
    wanted: str | None,
    default_graphs: Sequence[str],
    named_graphs: Sequence[str],
) -> Answer:
    """A query of the SPARQL 1.1 Protocol."""
    return _sparql.query(
        context.store.graph,
        text=text,
        accept=accept,
        wanted=wanted,
        default_graphs=default_graphs,
        named_graphs=named_graphs,
        limits=context.limits,
    )


def service(context: Context, *, endpoint: str, accept: str | None) -> Answer:
    """The service description."""
    return _rdf(context, dataset.service(context.store.graph, endpoint), accept)


def void(context: Context, *, endpoint: str, accept: str | None) -> Answer:
    """The description of the data set."""
    key = "void " + endpoint
    if key not in context.memory:
        context.memory[key] = dataset.catalogue(context.store.graph, endpoint=endpoint)
    return _rdf(context, context.memory[key], accept)


def _rdf(context: Context, triples: Sequence[ox.Triple | ox.Quad], accept: str | None) -> Answer:
    media = choose(accept, GRAPH)
    if media is None:
        return unacceptable(GRAPH)
    try:
        return triples_as(triples, media, context.limits)
    except TooMuch as error:
        return problem(413, f"the graph has {error}", mend="ask for a part of it with a query")


def graph(context: Context, *, name: str | None, accept: str | None) -> Answer:
    """A graph of the store as the Graph Store Protocol reads it; ``None`` is the union of all."""
    store = context.store.graph
    if name is None:
        found = (q.triple for q in store)
    else:
        try:
            node = ox.NamedNode(name)
        except ValueError:
            return problem(400, f"not an IRI: '{name[:200]}'", mend="give an absolute IRI")
        if not store.contains_named_graph(node):
            return problem(
                404, f"no graph <{name[:200]}>", mend="the service description lists some"
            )
        found = (q.triple for q in store.quads_for_pattern(None, None, None, node))
    triples: list[ox.Triple] = []
    for triple in found:
        triples.append(triple)
        if len(triples) > context.limits.rows * 10:
            return problem(
                413,
                "the graph is too large for one answer",
                mend="ask for a part of it with a query",
            )
    return _rdf(context, triples, accept)


def document(context: Context, *, iri: str, ending: str, first: int = 0) -> Answer:
    """The document of a thing: HTML, or one of html.FORMATS; 301 for what was replaced, 404."""
    store = context.store.graph
    try:
        thing = ox.NamedNode(iri)
    except ValueError:
        return problem(400, f"not an IRI: '{iri[:200]}'", mend="give an absolute IRI")
    if iri.startswith(BASE + "graph/") and store.contains_named_graph(thing):
        if ending != "html":
            return graph(context, name=iri, accept=FORMATS[ending])
        article = ox.NamedNode(BASE + "article/" + iri.removeprefix(BASE + "graph/"))
        if next(iter(store.quads_for_pattern(article, None, None, None)), None) is not None:
            thing = article
    instead = replaced_by(store, thing)
    if instead is not None:
        to = f"/{instead.value.removeprefix(BASE)}.{ending}"
        return Answer(status=301, headers={"Location": to})
    latest = _latest(context, thing) if ending == "html" else None
    known = latest(0, 1) if latest else None
    # Whom the busiest met is thousands of statements: more than a page shows.
    whom = known is None or known[1] <= BUSY
    triples = describe(store, thing, whom=whom) if whom else describe(store, thing, 200, whom=False)
    if not triples:
        return problem(
            404, f"nothing here is called <{iri[:200]}>", mend="look for it with /search"
        )
    if ending != "html":
        return _rdf(context, triples, FORMATS[ending])
    page = content.page(store, thing, first=max(0, first), latest=latest)
    inside = triples if len(triples) < 500 else describe(store, thing, 200, whom=whom)
    return Answer(media=HTML, body=html.thing(page, inside, SITE, step=PAGE))


_SELECTED = {"person": "actor", "organisation": "state", "state": "state", "topic": "topic"}
"""What the events of a thing are called in the index of the search, by its kind."""


def _latest(context: Context, thing: ox.NamedNode) -> Latest | None:
    """The events of somebody from the index, where there is one: the engine would read them all to find the latest."""
    path, kind = search.made(context), _SELECTED.get(content.kind_of(context.store.graph, thing))
    if path is None or kind is None:
        return None
    return lambda first, most: indexed.latest(path, kind, [thing.value], first=first, most=most)


def exists(context: Context, *, iri: str) -> Answer:
    """204 for a thing that has a document, 301 to what replaced it, 404."""
    store = context.store.graph
    try:
        thing = ox.NamedNode(iri)
    except ValueError:
        return problem(400, "not an IRI", mend="give an absolute IRI")
    instead = replaced_by(store, thing)
    if instead is not None:
        return Answer(status=301, headers={"Location": "/" + instead.value.removeprefix(BASE)})
    for s, o, g in ((thing, None, None), (None, thing, None), (None, None, thing)):
        if next(iter(store.quads_for_pattern(s, None, o, g)), None) is not None:
            return Answer(status=204)
    return problem(404, f"nothing here is called <{iri[:200]}>", mend="look for it with /search")


def home(context: Context) -> Answer:
    """The start page."""
    return start.page(context, SITE)


def ontology(context: Context, *, ending: str) -> Answer:  # noqa: ARG001
    """The ontology, for people or in a format of RDF."""
    if ending == "html":
        return Answer(media=HTML, body=entrance.ontology_page(SITE))
    return triples_as(ontology_triples(), FORMATS[ending])


def find(context: Context, *, words: str, as_data: bool) -> Answer:
    """What a search finds, as a page or as JSON."""
    path = search.ready(context)
    if path is None:
        return search.later()
    found = search.find(path, words, graph=context.store.graph)
    if as_data:
        return as_json([_row(hit) for hit in found.hits])
    groups = [(kind, list(hits)) for kind, hits in groupby(found.hits, key=lambda hit: hit.kind)]
    return Answer(
        media=HTML,
        body=html.fill(
            "search.html",
            SITE,
            words=words,
            groups=groups,
            found=found,
            said=summary(found),
            plurals=PLURALS,
            pairs={hit.iri: explorer.selects(hit) for hit in found.hits if hit.iris},
            names={
                iri: label(context.store.graph, ox.NamedNode(iri))
                for hit in found.hits
                for iri in hit.iris
            },
        ),
    )


def _row(hit: Hit) -> dict[str, object]:
    row = {
        "name": hit.name, "iri": hit.iri, "kind": hit.kind, "events": hit.events, "date": hit.date,
        "status": hit.status, "quote": hit.quote, "article": hit.article,
        "language": hit.language,
    }  # fmt: skip
    return {key: value for key, value in row.items() if value is not None}


TASKS: Mapping[str, Callable[..., Answer]] = {
    "sparql": sparql, "service": service, "void": void, "graph": graph, "document": document,
    "exists": exists, "home": home, "ontology": ontology, "find": find,
    "questions": named.questions, "named": named.answer, "explore": explorer.page, "explore_at": explorer.at, "around": explorer.around,
    "passages": explorer.passages, "names": explorer.find,
}  # fmt: skip
