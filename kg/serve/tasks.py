"""What a worker can be asked to do: a name, and a function of the context and the arguments."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.ask.query import named_queries, run_named
from kg.ask.values import Table, Term
from kg.core.errors import KgError
from kg.core.ids import BASE
from kg.core.vocab import compact
from kg.pages import content, dataset, entrance, html
from kg.pages.document import describe, replaced_by
from kg.pages.html import FORMATS, Site
from kg.pages.negotiate import GRAPH, SELECT, choose
from kg.pages.ontology import ontology_triples
from kg.pages.results import rows_as
from kg.serve import explorer, search
from kg.serve import sparql as _sparql
from kg.serve.answer import HTML, Answer, as_json, problem
from kg.serve.context import Context
from kg.serve.sparql import TooMuch, triples_as, unacceptable

SITE = Site()
NAMED_ROWS = 1000
"""Rows of a named query on its page; CSV and JSON have more."""

PROGRAMS = (
    ("SPARQL endpoint and its description", "sparql"),
    ("Description of the data set (VoID and DCAT)", ".well-known/void"),
    ("Ontology", "ns.html"),
)


def sparql(
    context: Context,
    *,
    text: str,
    accept: str | None,
    default_graphs: Sequence[str],
    named_graphs: Sequence[str],
) -> Answer:
    """A query of the SPARQL 1.1 Protocol."""
    return _sparql.query(
        context.store.graph,
        text=text,
        accept=accept,
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
    triples = describe(store, thing)
    if not triples:
        return problem(
            404, f"nothing here is called <{iri[:200]}>", mend="look for it with /search"
        )
    if ending != "html":
        return _rdf(context, triples, FORMATS[ending])
    page = content.page(store, thing, first=max(0, first))
    inside = triples if len(triples) < 500 else describe(store, thing, 200)
    return Answer(media=HTML, body=html.thing(page, inside, SITE, step=content.PAGE))


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
    """The start page; made once for each view."""
    if "home" not in context.memory:
        context.memory["home"] = entrance.home(context.store.graph, SITE, PROGRAMS)
    return Answer(media=HTML, body=context.memory["home"])


def ontology(context: Context, *, ending: str) -> Answer:  # noqa: ARG001
    """The ontology, for people or in a format of RDF."""
    if ending == "html":
        return Answer(media=HTML, body=entrance.ontology_page(SITE))
    return triples_as(ontology_triples(), FORMATS[ending])


def find(context: Context, *, words: str, as_data: bool) -> Answer:
    """The things of a name, as a page or as JSON."""
    path = search.ready(context)
    if path is None:
        return search.later()
    found = search.find(path, words)
    if as_data:
        return as_json([{"name": n, "iri": i, "kind": k} for n, i, k in found])
    return Answer(
        media=HTML, body=html.fill("search.html", SITE, words=words, found=found, most=50)
    )


def questions(context: Context) -> Answer:  # noqa: ARG001
    """The list of named queries."""
    return Answer(media=HTML, body=entrance.questions(SITE))


def named(
    context: Context, *, name: str, params: Mapping[str, str], asked: bool, accept: str | None
) -> Answer:
    """A named query: its form with the rows below, or the rows alone for a program."""
    queries = named_queries()
    if name not in queries:
        return problem(404, f"no question is called '{name[:100]}'", mend="see /queries")
    q = queries[name]
    given = {k: v for k, v in params.items() if v.strip()}
    if accept is not None:
        media = choose(accept, SELECT)
        if media is None:
            return unacceptable(SELECT)
        table = run_named(context.store.graph, q, given, limit=context.limits.rows)
        pieces = rows_as(SELECT[media], table.columns, table.rows)
        return Answer(media=media, body="".join(pieces).encode())
    words = shlex.split(q.example)[3:]
    example = {words[i].removeprefix("--"): words[i + 1] for i in range(0, len(words), 2)}
    section = error = shown = None
    if asked or not any(p.required for p in q.params):
        try:
            shown = run_named(context.store.graph, q, given, limit=NAMED_ROWS)
            section = _section(shown)
        except KgError as wrong:
            error = f"{wrong.what}: {wrong.mend}"
    link = urlencode(given)
    body = html.fill(
        "named.html",
        SITE,
        q=q,
        given=given,
        example=example | {"ask": "1"},
        error=error,
        section=section,
        truncated=bool(shown and shown.truncated),
        csv=f"/queries/{name}?{link}&format=csv",
        json=f"/queries/{name}?{link}&format=json",
    )
    return Answer(status=400 if error else 200, media=HTML, body=body)


def _section(table: Table) -> content.Section:
    def cell(term: Term | None) -> content.Cell:
        if isinstance(term, ox.NamedNode):
            return (content.Link(text=compact(term.value), iri=term.value),)
        value = term.value if isinstance(term, ox.Literal) else str(term or "")
        return content.words(value)

    rows = tuple(tuple(cell(t) for t in row) for row in table.rows)
    return content.Section(key="", title="", columns=table.columns, rows=rows, total=len(rows))


TASKS: Mapping[str, Callable[..., Answer]] = {
    "sparql": sparql, "service": service, "void": void, "graph": graph, "document": document,
    "exists": exists, "home": home, "ontology": ontology, "find": find,
    "questions": questions, "named": named, "explore": explorer.page, "explore_at": explorer.at, "around": explorer.around,
    "passages": explorer.passages, "names": explorer.find,
}  # fmt: skip
