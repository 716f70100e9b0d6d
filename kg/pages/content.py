"""The page of a thing as plain values: facts, and tables of what belongs to it. No HTML here.

One function for each kind of thing; whatever is none of them gets its statements alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

import pyoxigraph as ox

from kg.core.terms import DCTERMS, FOAF, KG, OA, ORG, OWL, POS, PROV, RDF, RDFS, SCHEMA, SEM, SKOS
from kg.core.vocab import compact
from kg.pages.document import label, own
from kg.pages.reader import MOST, PAGE, Latest, Reader
from kg.pages.values import Cell, Link, Page, Passage, Section, words
from kg.reference.nodes import node


def page(
    graph: ox.Store, thing: ox.NamedNode, *, first: int = 0, latest: Latest | None = None
) -> Page:
    """The page of a thing; ``first`` is the number of the first row of its longest table."""
    reader = Reader(graph, thing, latest)
    kind = kind_of(graph, thing)
    facts, quotes, sections = _KINDS.get(kind, _other)(reader, first)
    people = _people(reader) if kind == "event" else ()
    facts = [*facts, ("same as", reader.cell(OWL.sameAs))]
    stated = [t for t in own(graph, thing, whom=not reader.among) if t.subject == thing][:MOST]
    return Page(
        iri=thing.value,
        kind=kind,
        title=label(graph, thing),
        facts=tuple((name, cell) for name, cell in facts if cell),
        quotes=tuple(quotes),
        people=people,
        sections=tuple(s for s in sections if s.rows),
        statements=tuple(
            ((Link(text=compact(t.predicate.value), iri=t.predicate.value),), _value(reader, t))
            for t in stated
        ),
    )


def _value(reader: Reader, triple: ox.Triple) -> Cell:
    if isinstance(triple.object, ox.NamedNode):
        return (Link(text=compact(triple.object.value), iri=triple.object.value),)
    return (reader.link(triple.object),)


_TYPES = {
    KG.Event: "event", FOAF.Person: "person", KG.State: "state",
    ORG.FormalOrganization: "organisation", ORG.Organization: "organisation",
    SKOS.Concept: "topic", SCHEMA.Place: "place", SCHEMA.NewsArticle: "article",
    KG.Readout: "article", KG.Mention: "passage", ORG.Role: "office", ORG.Post: "office",
    KG.Tenure: "tenure", OWL.Class: "class", KG.Correction: "correction",
}  # fmt: skip


def kind_of(graph: ox.Store, thing: ox.NamedNode) -> str:
    """What a thing is, in a word of everyday; "thing" for all else."""
    types = {q.object for q in graph.quads_for_pattern(thing, node(RDF.type), None, None)}
    return next((name for curie, name in _TYPES.items() if node(curie) in types), "thing")


_Parts: TypeAlias = tuple[list[tuple[str, Cell]], list[Passage], list[Section]]
_MET = "?i sem:hasActor $x, ?t ; kg:status kg:Held . FILTER(?t != $x)"


def _person(r: Reader, first: int) -> _Parts:
    own_events = "?i sem:hasActor $x ."
    terms = r.rows(
        "SELECT ?o ?from ?to { ?i org:member $x ; org:role ?o . OPTIONAL { ?i kg:start|kg:startYear ?from } "
        "OPTIONAL { ?i kg:end|kg:endYear ?to } } ORDER BY ?from ?o"
    )
    facts = [
        ("state", r.cell(KG.country)),
        ("also called", r.cell(SKOS.altLabel)),
        ("family name", r.cell(KG.familyName)),
        ("events", words(str(r.how_many(own_events)))),
    ]
    sections = [
        r.events(own_events, first=first),
        r.ranking("Most often together with", "who", _MET),
        r.ranking("Topics", "topic", "?i sem:hasActor $x ; schema:about ?t ."),
        Section(
            key="",
            title="Terms of office",
            columns=("office", "from", "to"),
            rows=tuple(r.cells(*row) for row in terms),
            total=len(terms),
        ),
        _corrections(r, "?c kg:corrects $x ."),
    ]
    return facts, [], sections


def _state(r: Reader, first: int) -> _Parts:
    own_events = "{ ?i kg:party $x } UNION { ?i sem:hasActor $x }"
    facts = [
        ("code", r.cell(SKOS.notation)),
        ("also called", r.cell(SKOS.altLabel)),
        ("capital", r.cell(KG.capital)),
        ("followed by", r.cell(KG.succeededBy)),
        ("kind", r.cell(KG.orgKind)),
        ("state", r.cell(KG.polity, KG.country)),
        ("seat", r.cell(KG.seat)),
        ("web", r.cell(KG.domain)),
        ("events", words(str(r.how_many(own_events)))),
    ]
    published = r.rows(
        "SELECT ?day ?i { ?i schema:publisher $x . OPTIONAL { ?i schema:datePublished ?day } } "
        f"ORDER BY DESC(?day) ?i LIMIT {PAGE}"
    )
    sections = [
        r.events(own_events, first=first),
        r.ranking("Most often together with", "who", "?i kg:party $x, ?t . FILTER(?t != $x)"),
        r.ranking(
            "Who acted for it",
            "who",
            "?i kg:participation ?p . ?p kg:onBehalfOf $x ; kg:person ?t . FILTER(?t != $x)",
        ),
        r.ranking("Topics", "topic", "?i kg:party $x ; schema:about ?t ."),
        Section(
            key="",
            title="Articles published",
            columns=("published", "article"),
            rows=tuple(r.cells(*row) for row in published),
            total=len(published),
        ),
    ]
    return facts, [], sections


def _topic(r: Reader, first: int) -> _Parts:
    facts = [
        ("also called", r.cell(SKOS.altLabel)),
        ("broader", r.cell(SKOS.broader)),
        (
            "narrower",
            tuple(r.link(row[0]) for row in r.rows("SELECT ?n { ?n skos:broader $x } ORDER BY ?n")),
        ),
        ("meaning", r.cell(SKOS.definition, SKOS.scopeNote)),
    ]
    sections = [
        r.events("?i schema:about $x .", first=first),
        r.ranking("Who spoke of it most often", "who", "?i schema:about $x ; sem:hasActor ?t ."),
        r.ranking("States", "state", "?i schema:about $x ; kg:party ?t ."),
        r.ranking("Together with", "topic", "?i schema:about $x, ?t . FILTER(?t != $x)"),
    ]
    return facts, [], sections


def _place(r: Reader, first: int) -> _Parts:
    facts = [
        ("lies in", r.cell(SCHEMA.containedInPlace)),
        ("latitude", r.cell(POS.lat)),
        ("longitude", r.cell(POS.long)),
        ("also called", r.cell(SKOS.altLabel)),
    ]
    here = "{ ?i schema:location $x } UNION { ?i schema:location/schema:containedInPlace $x }"
    return facts, [], [r.events(here, first=first)]


def _office(r: Reader, first: int) -> _Parts:
    """An office, and a role of which nobody knows who has it."""
    facts = [
        ("state", r.cell(KG.country)),
        ("also called", r.cell(SKOS.altLabel)),
        ("broader", r.cell(SKOS.broader)),
        ("narrower", tuple(r.link(row[0]) for row in r.rows("SELECT ?n { ?n skos:broader $x } ORDER BY ?n"))),
        ("meaning", r.cell(RDFS.comment, SKOS.definition)),
    ]  # fmt: skip
    held = "?i org:role $x ; org:member ?who ."
    holders = r.rows(
        f"SELECT ?who (SAMPLE(?o) AS ?of) ?from ?to {{ {held} OPTIONAL {{ ?i org:organization ?o }} "
        "OPTIONAL { ?i kg:start|kg:startYear ?from } OPTIONAL { ?i kg:end|kg:endYear ?to } } "
        f"GROUP BY ?i ?who ?from ?to ORDER BY DESC(?from) ?who LIMIT {PAGE}"
    )
    sections = [
        r.events(
            "{ ?i kg:participation/kg:post $x } UNION { ?i sem:hasActor $x }",
            first=first,
            title="Events of those who held it",
        ),
        Section(
            key="",
            title="Who held it",
            columns=("who", "for", "from", "to"),
            rows=tuple(r.cells(*row) for row in holders),
            total=r.count(held),
        ),
    ]
    return facts, [], sections


def _event(r: Reader, first: int) -> _Parts:  # noqa: ARG001
    kinds = tuple(c for c in r.cell(RDF.type) if c.iri != node(KG.Event).value)
    facts = [
        ("status", r.cell(KG.status)),
        ("date", r.cell(KG.date)),
        ("kind", kinds),
        ("place", r.cell(SCHEMA.location)),
        ("in", r.cell(KG.country)),
        ("between", r.cell(KG.party)),
        ("topics", r.cell(SCHEMA.about)),
        ("part of", r.cell(SCHEMA.superEvent)),
        ("follows", r.cell(KG.followUpTo)),
        ("about", r.cell(KG.concerns)),
        ("CAMEO", r.cell(KG.cameo)),
        ("PLOVER", r.cell(KG.plover)),
        ("confidence", r.cell(KG.confidence)),
    ]
    quotes = [replace(said, event=()) for said in r.passages("?m kg:reports $x .", order="?day ?a")]
    later = r.rows(
        "SELECT ?d ?i { ?i kg:followUpTo|schema:superEvent|kg:concerns $x OPTIONAL { ?i kg:date ?d } } ORDER BY ?d ?i"
    )
    sections = [
        Section(
            key="",
            title="Events that belong to it or came of it",
            columns=("date", "event"),
            rows=tuple(r.cells(*row) for row in later),
            total=len(later),
        ),
        _corrections(r, "{ ?c kg:corrects $x } UNION { ?m kg:reports $x . ?c kg:corrects ?m }"),
    ]
    return facts, quotes, sections


def _people(r: Reader) -> tuple[tuple[Cell, Cell], ...]:
    """Who took part in an event, each with office, state and part in it."""
    parts = r.rows(
        "SELECT ?who ?office ?state ?role { $x kg:participation ?p . ?p kg:person ?who . "
        "OPTIONAL { ?p kg:post ?post } OPTIONAL { ?p kg:officeText ?text } BIND(COALESCE(?post, ?text) AS ?office) "
        "OPTIONAL { ?p kg:onBehalfOf ?state } OPTIONAL { ?p sem:roleType ?role } } ORDER BY ?who ?p"
    )
    return tuple(
        ((r.link(who),), tuple(r.link(term) for term in more if term is not None))
        for who, *more in parts
    )


def _corrections(r: Reader, where: str) -> Section:
    """What persons say in place of what was read, of the things ``?c`` of a pattern."""
    said = r.rows(
        f"SELECT DISTINCT ?c ?fact ?right ?was ?who ?day ?why {{ {where} "
        "?c kg:fact ?fact ; kg:right ?right ; kg:was ?was OPTIONAL { ?c prov:wasAttributedTo ?who } "
        "OPTIONAL { ?c dcterms:created ?day } OPTIONAL { ?c kg:why ?why } } "
        f"ORDER BY ?day ?fact ?c LIMIT {MOST}"
    )
    return Section(
        key="",
        title="Corrected by persons",
        columns=("fact", "right", "read as", "by", "on", "because"),
        rows=tuple(r.cells(*row[1:]) for row in said),
        total=len(said),
    )


def _article(r: Reader, first: int) -> _Parts:  # noqa: ARG001
    facts = [
        ("published", r.cell(SCHEMA.datePublished)),
        ("by", r.cell(SCHEMA.publisher)),
        ("kind", r.cell(KG.articleKind)),
        ("address", r.cell(SCHEMA.url)),
        ("id", r.cell(DCTERMS.identifier)),
        ("language", r.cell(SCHEMA.inLanguage)),
        ("SHA-256 of the text", r.cell(KG.textDigest)),
    ]
    said = r.passages("?m prov:wasQuotedFrom $x .", order="?n")
    return facts, [replace(one, source=(), article=(), day="") for one in said], []


def _passage(r: Reader, first: int) -> _Parts:  # noqa: ARG001
    facts = [
        ("event", r.cell(KG.reports)),
        ("article", r.cell(PROV.wasQuotedFrom)),
        ("characters", r.cell(OA.start) + r.cell(OA.end)),
        ("says type", r.cell(KG.saysType)),
        ("says status", r.cell(KG.saysStatus)),
        ("says date", r.cell(KG.saysDate)),
        ("in the words", r.cell(KG.dateText)),
        ("says who", r.cell(KG.saysActor)),
        ("says where", r.cell(KG.saysPlace)),
        ("says topics", r.cell(KG.saysTopic)),
        ("according to", r.cell(KG.accordingToText, SEM.accordingTo)),
        ("rule", r.cell(KG.rule)),
        ("confidence", r.cell(KG.confidence)),
    ]
    said = _corrections(r, "?c kg:corrects $x .")
    quotes = r.passages("BIND($x AS ?m)", order="?n")
    return facts, [replace(q, itself=None, event=()) for q in quotes], [said]


def _other(r: Reader, first: int) -> _Parts:  # noqa: ARG001
    back = r.rows(f"SELECT ?p ?s {{ ?s ?p $x . FILTER(isIRI(?s)) }} ORDER BY ?p ?s LIMIT {PAGE}")
    rows = tuple(r.cells(*row) for row in back)
    facts = [("meaning", r.cell(RDFS.comment, SKOS.definition))]
    return (
        facts,
        [],
        [Section(key="", title="Used by", columns=("as", "what"), rows=rows, total=len(rows))],
    )


_KINDS: Mapping[str, Callable[[Reader, int], _Parts]] = {
    "person": _person, "state": _state, "organisation": _state, "topic": _topic, "place": _place,
    "event": _event, "article": _article, "passage": _passage, "office": _office,
}  # fmt: skip
