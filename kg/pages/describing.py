"""What describes the whole: the ontology's page, the service description, VoID and DCAT, the start page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import pyoxigraph as ox

from kg.ask.query import named_queries
from kg.core.ids import BASE, NS
from kg.core.model import Curie
from kg.core.terms import DCTERMS, FOAF, KG, OWL, RDF, RDFS, SCHEMA, SEM, SKOS
from kg.core.version import __version__
from kg.core.vocab import PREFIXES, compact
from kg.graph.names import node
from kg.pages.content import Reader, Section
from kg.pages.html import TITLE, Site, block, fill
from kg.pages.negotiate import GRAPH, SELECT
from kg.reference.catalog import folder

ONTOLOGY = BASE + "ns"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_DCAT = "http://www.w3.org/ns/dcat#"
_FORMATS = "http://www.w3.org/ns/formats/"
_UNIQUE = {
    "json": "SPARQL_Results_JSON", "xml": "SPARQL_Results_XML", "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV", "ttl": "Turtle", "nt": "N-Triples", "jsonld": "JSON-LD",
    "rdf": "RDF_XML", "trig": "TriG", "nq": "N-Quads", "n3": "N3",
}  # fmt: skip


@cache
def ontology() -> tuple[ox.Triple, ...]:
    """The triples of ontology/kg.ttl."""
    path = folder() / "kg.ttl"
    return tuple(q.triple for q in ox.parse(path=path, format=ox.RdfFormat.TURTLE))


_SHOWN = (
    OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, KG.Status,
    SEM.RoleType,
)  # fmt: skip


def ontology_terms() -> set[str]:
    """The IRIs of all that its page describes."""
    kinds = {node(c) for c in _SHOWN}
    return {
        t.subject.value
        for t in ontology()
        if t.predicate == node(RDF.type)
        and t.object in kinds
        and isinstance(t.subject, ox.NamedNode)
    }


def ontology_page(site: Site) -> bytes:
    """Every class and property with its meaning; ``ns.html#Meeting`` is the place of kg:Meeting."""
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in ontology())

    def text(s: ox.NamedNode, curie: Curie) -> str:
        found = store.quads_for_pattern(s, node(curie), None, None)
        return next((q.object.value for q in found if isinstance(q.object, ox.Literal)), "")

    def terms(*curies: Curie) -> Iterator[dict[str, Any]]:
        kinds = {node(c) for c in curies}
        found = {
            q.subject
            for q in store.quads_for_pattern(None, node(RDF.type), None, None)
            if q.object in kinds and isinstance(q.subject, ox.NamedNode)
        }
        for s in sorted((s for s in found if s.value.startswith(NS)), key=lambda s: s.value):
            more = []
            for name, curie in (
                ("narrower than", RDFS.subClassOf),
                ("narrower than", RDFS.subPropertyOf),
                ("of", RDFS.domain),
                ("of", SCHEMA.domainIncludes),
                ("values", RDFS.range),
                ("values", SCHEMA.rangeIncludes),
                ("says of an event", KG.claims),
            ):
                values = sorted(
                    q.object.value
                    for q in store.quads_for_pattern(s, node(curie), None, None)
                    if isinstance(q.object, ox.NamedNode)
                )
                if values:
                    more.append((name, [(compact(v), site.href(v)) for v in values]))
            yield {
                "name": s.value.removeprefix(NS),
                "label": text(s, RDFS.label) or text(s, SKOS.prefLabel),
                "comment": text(s, RDFS.comment) or text(s, SKOS.definition),
                "more": more,
            }

    me = ox.NamedNode(ONTOLOGY)
    groups = [
        ("Classes", list(terms(OWL.Class))),
        (
            "Properties",
            list(terms(OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)),
        ),
        ("Statuses", list(terms(KG.Status))),
        ("Roles", list(terms(SEM.RoleType))),
    ]
    return fill(
        "ontology.html",
        site,
        title=text(me, DCTERMS.title),
        description=text(me, DCTERMS.description),
        number=text(me, OWL.versionInfo),
        groups=[(name, found) for name, found in groups if found],
        data=block(list(ontology())),
    )


def home(graph: ox.Store, site: Site, programs: Iterable[tuple[str, str]]) -> bytes:
    """The start page: how much there is, the latest events, and who takes part most often."""
    r = Reader(graph, ox.NamedNode(BASE))
    counts = [
        (name, r.count(f"?i a {kind}"))
        for name, kind in (
            ("events", KG.Event), ("people", FOAF.Person), ("passages", KG.Mention),
        )
    ]  # fmt: skip
    counts.insert(0, ("articles", r.count("{ ?i a schema:NewsArticle } UNION { ?i a kg:Readout }")))
    people = r.rows(
        "SELECT ?t (COUNT(?i) AS ?n) { ?i sem:hasActor ?t . ?t a foaf:Person } "
        "GROUP BY ?t ORDER BY DESC(?n) ?t LIMIT 15"
    )
    states = r.rows(
        "SELECT ?t (COUNT(?i) AS ?n) { ?i kg:party ?t } GROUP BY ?t ORDER BY DESC(?n) ?t LIMIT 15"
    )
    topics = r.rows(
        "SELECT ?t (COUNT(?i) AS ?n) { ?i a kg:Event ; schema:about ?t } GROUP BY ?t ORDER BY DESC(?n) ?t LIMIT 15"
    )
    latest = r.rows(
        "SELECT ?date ?i { ?i kg:status kg:Held ; kg:start ?d ; kg:date ?date } ORDER BY DESC(?d) ?i LIMIT 15"
    )
    sections = [
        Section(key="", title=title, columns=columns, rows=tuple(r.cells(*row) for row in rows), total=len(rows))
        for title, columns, rows in (
            ("The latest events", ("date", "event"), latest),
            ("People", ("who", "events"), people),
            ("States and organisations", ("who", "events"), states),
            ("Topics", ("topic", "events"), topics),
        )
        if rows
    ]  # fmt: skip
    return fill("home.html", site, counts=counts, sections=sections, programs=list(programs))


def service(graph: ox.Store, endpoint: str) -> list[ox.Triple]:
    """The SPARQL 1.1 Service Description of an endpoint, at its own address."""
    me, data, default = ox.NamedNode(endpoint), ox.BlankNode("dataset"), ox.BlankNode("default")

    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(_SD + name)

    out = [
        ox.Triple(me, node(RDF.type), sd("Service")),
        ox.Triple(me, sd("endpoint"), me),
        ox.Triple(me, sd("supportedLanguage"), sd("SPARQL11Query")),
        ox.Triple(me, sd("supportedLanguage"), sd("SPARQL10Query")),
        ox.Triple(me, sd("feature"), sd("UnionDefaultGraph")),
        ox.Triple(me, sd("feature"), sd("EmptyGraphs")),
        ox.Triple(me, sd("defaultDataset"), data),
        ox.Triple(data, node(RDF.type), sd("Dataset")),
        ox.Triple(data, sd("defaultGraph"), default),
        ox.Triple(default, node(RDF.type), sd("Graph")),
        ox.Triple(default, _void("triples"), ox.Literal(len(graph))),
        ox.Triple(me, node(RDFS.label), ox.Literal(TITLE, language="en")),
    ]
    for name in dict.fromkeys([*SELECT.values(), *GRAPH.values()]):
        out.append(ox.Triple(me, sd("resultFormat"), ox.NamedNode(_FORMATS + _UNIQUE[name])))
    for number, graph_name in enumerate(graph.named_graphs()):
        if number >= 1000 or not isinstance(graph_name, ox.NamedNode):
            break
        one = ox.BlankNode(f"g{number}")
        out.append(ox.Triple(data, sd("namedGraph"), one))
        out.append(ox.Triple(one, node(RDF.type), sd("NamedGraph")))
        out.append(ox.Triple(one, sd("name"), graph_name))
    return out


def _void(name: str) -> ox.NamedNode:
    return ox.NamedNode(_VOID + name)


def _dcat(name: str) -> ox.NamedNode:
    return ox.NamedNode(_DCAT + name)


def catalogue(
    graph: ox.Store,
    *,
    root: str = BASE,
    dumps: Iterable[tuple[str, str, int]] = (),
    endpoint: str | None = None,
    title: str = TITLE,
    licence: str = LICENCE,
) -> list[ox.Triple]:
    """The dataset in VoID and DCAT 3; ``dumps`` are file name, media type and size in bytes."""
    r = Reader(graph, ox.NamedNode(BASE))
    me = ox.NamedNode(BASE + "dataset")
    types = sorted(
        r.rows("SELECT ?t (COUNT(?s) AS ?n) { ?s a ?t } GROUP BY ?t"), key=lambda row: str(row[0])
    )
    props = sorted(
        r.rows("SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p"), key=lambda row: str(row[0])
    )
    span = r.rows("SELECT (MIN(?d) AS ?a) (MAX(?d) AS ?b) { ?e a kg:Event ; kg:start ?d }")
    out = [
        ox.Triple(me, node(RDF.type), _void("Dataset")),
        ox.Triple(me, node(RDF.type), _dcat("Dataset")),
        ox.Triple(me, node(DCTERMS.title), ox.Literal(title, language="en")),
        ox.Triple(
            me,
            node(DCTERMS.description),
            ox.Literal(
                "Who met whom, when, where and about what, as articles and readouts report it, with the "
                "passage behind each statement.",
                language="en",
            ),
        ),
        ox.Triple(me, node(DCTERMS.license), ox.NamedNode(licence)),
        ox.Triple(
            me,
            node(DCTERMS.rights),
            ox.Literal(
                "The licence is that of the data. Quoted passages (oa:exact, oa:prefix, oa:suffix) and "
                "headlines are quotations from the articles that they name, and belong to their publishers.",
                language="en",
            ),
        ),
        ox.Triple(me, _void("uriSpace"), ox.Literal(BASE)),
        ox.Triple(me, _void("triples"), ox.Literal(len(graph))),
        ox.Triple(me, _void("classes"), ox.Literal(len(types))),
        ox.Triple(me, _void("properties"), ox.Literal(len(props))),
        ox.Triple(me, _dcat("version"), ox.Literal(__version__)),
        ox.Triple(me, node(DCTERMS.language), ox.Literal("en")),
    ]
    for name in ("kg", "dcterms", "foaf", "oa", "org", "prov", "schema", "sem", "skos"):
        out.append(ox.Triple(me, _void("vocabulary"), ox.NamedNode(PREFIXES[name])))
    for curie, key, rows in (
        ("classPartition", "class", types),
        ("propertyPartition", "property", props),
    ):
        for number, (what, count) in enumerate(rows):
            part = ox.BlankNode(f"{key}{number}")
            out.append(ox.Triple(me, _void(curie), part))
            out.append(ox.Triple(part, _void(key), what))  # type: ignore[arg-type]
            out.append(ox.Triple(part, _void("entities" if key == "class" else "triples"), count))  # type: ignore[arg-type]
    if span and span[0][0] is not None and span[0][1] is not None:
        when = ox.BlankNode("when")
        out.append(ox.Triple(me, node(DCTERMS.temporal), when))
        out.append(ox.Triple(when, node(RDF.type), node(DCTERMS.PeriodOfTime)))
        out.append(ox.Triple(when, _dcat("startDate"), span[0][0]))
        out.append(ox.Triple(when, _dcat("endDate"), span[0][1]))
    if endpoint:
        out.append(ox.Triple(me, _void("sparqlEndpoint"), ox.NamedNode(endpoint)))
    for number, (name, media, size) in enumerate(dumps):
        file, part = ox.NamedNode(root + name), ox.BlankNode(f"dump{number}")
        kind = ox.NamedNode("https://www.iana.org/assignments/media-types/" + media)
        if media in GRAPH:
            out.append(ox.Triple(me, _void("dataDump"), file))
        out.append(ox.Triple(me, _dcat("distribution"), part))
        out.append(ox.Triple(part, node(RDF.type), _dcat("Distribution")))
        out.append(ox.Triple(part, _dcat("downloadURL"), file))
        out.append(ox.Triple(part, _dcat("mediaType"), kind))
        out.append(ox.Triple(part, _dcat("byteSize"), ox.Literal(size)))
        out.append(ox.Triple(part, node(DCTERMS.license), ox.NamedNode(licence)))
    return out


def questions(site: Site) -> bytes:
    """The list of named queries."""
    return fill("queries.html", site, queries=list(named_queries().values()))
