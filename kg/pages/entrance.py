"""Pages of the whole: where a reader begins, the ontology, and the questions with their forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from kg.ask.query import named_queries
from kg.core.ids import BASE, KG
from kg.core.vocab import compact
from kg.pages.content import Reader, Section
from kg.pages.html import Site, block, fill
from kg.pages.ontology import ONTOLOGY, ontology_triples
from kg.reference.nodes import node


def ontology_page(site: Site) -> bytes:
    """Every class and property with its meaning; ``ns.html#Meeting`` is the place of kg:Meeting."""
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in ontology_triples())

    def text(s: ox.NamedNode, curie: str) -> str:
        found = store.quads_for_pattern(s, node(curie), None, None)
        return next((q.object.value for q in found if isinstance(q.object, ox.Literal)), "")

    def terms(*curies: str) -> Iterator[dict[str, Any]]:
        kinds = {node(c) for c in curies}
        found = {
            q.subject
            for q in store.quads_for_pattern(None, node("rdf:type"), None, None)
            if q.object in kinds and isinstance(q.subject, ox.NamedNode)
        }
        for s in sorted((s for s in found if s.value.startswith(KG)), key=lambda s: s.value):
            more = []
            for name, curie in (
                ("narrower than", "rdfs:subClassOf"),
                ("narrower than", "rdfs:subPropertyOf"),
                ("of", "rdfs:domain"),
                ("of", "schema:domainIncludes"),
                ("values", "rdfs:range"),
                ("values", "schema:rangeIncludes"),
                ("says of an event", "kg:claims"),
            ):
                values = sorted(
                    q.object.value
                    for q in store.quads_for_pattern(s, node(curie), None, None)
                    if isinstance(q.object, ox.NamedNode)
                )
                if values:
                    more.append((name, [(compact(v), site.href(v)) for v in values]))
            yield {
                "name": s.value.removeprefix(KG),
                "label": text(s, "rdfs:label") or text(s, "skos:prefLabel"),
                "comment": text(s, "rdfs:comment") or text(s, "skos:definition"),
                "more": more,
            }

    me = ox.NamedNode(ONTOLOGY)
    groups = [
        ("Classes", list(terms("owl:Class"))),
        (
            "Properties",
            list(terms("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")),
        ),
        ("Statuses", list(terms("kg:Status"))),
        ("Roles", list(terms("sem:RoleType"))),
    ]
    return fill(
        "ontology.html",
        site,
        title=text(me, "dcterms:title"),
        description=text(me, "dcterms:description"),
        number=text(me, "owl:versionInfo"),
        groups=[(name, found) for name, found in groups if found],
        data=block(list(ontology_triples())),
    )


def home(graph: ox.Store, site: Site, programs: Iterable[tuple[str, str]]) -> bytes:
    """The start page: how much there is, the latest events, and who takes part most often."""
    r = Reader(graph, ox.NamedNode(BASE))
    counts = [
        (name, r.count(f"?i a {kind}"))
        for name, kind in (
            ("events", "kg:Event"), ("people", "foaf:Person"), ("passages", "kg:Mention"),
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


def questions(site: Site) -> bytes:
    """The list of named queries."""
    return fill("queries.html", site, queries=list(named_queries().values()))
