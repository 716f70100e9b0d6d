"""Pages of the whole: where a reader begins, the ontology, and the questions with their forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.ask.query import named_queries
from kg.ask.values import Term
from kg.core.ids import BASE, NS
from kg.core.terms import DCTERMS, FOAF, KG, OWL, RDF, RDFS, SCHEMA, SEM, SKOS
from kg.core.vocab import compact
from kg.pages.html import Site, block, fill
from kg.pages.ontology import ONTOLOGY, ontology_triples
from kg.pages.reader import Reader
from kg.pages.values import Section
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
        data=block(list(ontology_triples())),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """How much there is, the latest held events, and who takes part most often, with the number of events."""

    counts: Sequence[tuple[str, int]]
    latest: Sequence[ox.NamedNode] = ()
    people: Sequence[tuple[Term | None, ...]] = ()
    states: Sequence[tuple[Term | None, ...]] = ()
    topics: Sequence[tuple[Term | None, ...]] = ()


def whole(graph: ox.Store) -> Whole:
    """What the engine says of a graph; of a million events that takes minutes."""
    r = Reader(graph, ox.NamedNode(BASE))
    counts = [
        ("articles", r.count("{ ?i a schema:NewsArticle } UNION { ?i a kg:Readout }")),
        ("events", r.count(f"?i a {KG.Event}")),
        # Those of the reference data who take part in nothing are not counted.
        ("people", r.count(f"?e {SEM.hasActor} ?i . ?i a {FOAF.Person}")),
        ("passages", r.count(f"?i a {KG.Mention}")),
    ]
    people, states, topics = (
        r.rows(
            f"SELECT ?t (COUNT(?i) AS ?n) {{ {where} }} GROUP BY ?t ORDER BY DESC(?n) ?t LIMIT {MOST}"
        )
        for where in (
            "?i sem:hasActor ?t . ?t a foaf:Person",
            "?i kg:party ?t",
            "?i a kg:Event ; schema:about ?t",
        )
    )
    latest = r.rows(
        f"SELECT ?i {{ ?i kg:status kg:Held ; kg:start ?d }} ORDER BY DESC(?d) ?i LIMIT {MOST}"
    )
    return Whole(
        counts=counts,
        latest=[i for (i,) in latest if isinstance(i, ox.NamedNode)],
        people=people,
        states=states,
        topics=topics,
    )


def home(
    graph: ox.Store, site: Site, programs: Iterable[tuple[str, str]], found: Whole | None = None
) -> bytes:
    """The start page: how much there is, the latest events, and who takes part most often."""
    r = Reader(graph, ox.NamedNode(BASE))
    found = found or whole(graph)
    latest = [
        (next((q.object for q in graph.quads_for_pattern(i, node(KG.date), None, None)), None), i)
        for i in found.latest
    ]
    sections = [
        Section(
            key="", title=title, columns=columns, rows=tuple(r.cells(*row) for row in rows), total=len(rows),
            shape=shape,
        )
        for title, shape, columns, rows in (
            ("The latest events", "events", ("date", "event"), latest),
            ("People", "ranked", ("who", "events"), found.people),
            ("States and organisations", "ranked", ("who", "events"), found.states),
            ("Topics", "ranked", ("topic", "events"), found.topics),
        )
        if rows
    ]  # fmt: skip
    doors = _LIVE_DOORS if site.live else _DOORS
    return fill(
        "home.html",
        site,
        counts=found.counts,
        sections=sections,
        doors=doors,
        programs=list(programs),
    )


MOST = 15
"""Rows of each list of the start page."""

_LIVE_DOORS = (
    ("Explore", "the network, a timeline, a map and a table, each event with its passages", "explore"),
    ("Ask", "ready questions with a form: who met whom, what was called off, who says otherwise", "queries"),
    ("Query", "SPARQL, with charts and a map of what comes out", "query"),
)  # fmt: skip
_DOORS = (
    ("Explore", "the network, a timeline, a map and a table, each event with its passages", "explorer.html"),
    ("Download", "tables, RDF and files for other programs, and how to cite", "data.html"),
)  # fmt: skip


def questions(site: Site) -> bytes:
    """The list of named queries."""
    return fill("queries.html", site, queries=list(named_queries().values()))
