"""What describes the whole to programs: the service description, VoID and DCAT. Makes no page."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.core.ids import BASE
from kg.core.terms import DCTERMS, RDF, RDFS
from kg.core.version import __version__
from kg.core.vocab import PREFIXES
from kg.pages.html import TITLE
from kg.pages.negotiate import GRAPH, SELECT
from kg.pages.reader import Reader
from kg.reference.nodes import node

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
