"""Is a store sound? SHACL shapes, and what shapes cannot see: graphs, offsets and derived facts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pyoxigraph as ox

from kg.core.errors import KgError
from kg.core.ids import BASE, GRAPH_REFERENCE
from kg.core.model import Curie
from kg.core.terms import KG, OA, PROV, RDF
from kg.reference.event_kinds import narrower
from kg.reference.nodes import node
from kg.reference.quads import ontology_quads
from kg.reference.read import folder

_SHACL = "http://www.w3.org/ns/shacl#"
Severity = Literal["violation", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Finding:
    """One thing that is wrong: with what (an IRI), where (a property or "") and what about it."""

    severity: Severity
    focus: str
    path: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``conforms`` when nothing is a violation; ``results`` are sorted, violations first."""

    conforms: bool
    results: tuple[Finding, ...]


def check(store: ox.Store, *, shapes: Path | None = None) -> Report:
    """Every finding in a store. ``shapes`` is a Turtle file of shapes instead of the bundled ones.

    Raises KgError when the file of shapes cannot be read.

    >>> check(ox.Store()).conforms
    True
    """
    found = {*consistency(store), *_shacl(store, shapes)}
    return Report(
        conforms=all(f.severity != "violation" for f in found), results=tuple(sorted(found))
    )


def consistency(store: ox.Store) -> Iterator[Finding]:
    """What no shape can say, because it is about graphs, lengths or several events at once."""
    yield from _graphs(store)
    yield from _quotes(store)
    yield from _dates(store)
    yield from _statuses(store)
    yield from _types(store)
    yield from _unsaid(store)
    yield from _shortcuts(store)


def _violation(focus: str, path: str, message: str) -> Finding:
    return Finding(severity="violation", focus=focus, path=path, message=message)


def _graphs(store: ox.Store) -> Iterator[Finding]:
    homes: Counter[ox.Triple] = Counter()
    for quad in store:
        homes[quad.triple] += 1
        for term in (quad.subject, quad.object):
            if isinstance(term, ox.BlankNode):
                yield _violation(str(term), str(quad.predicate), "a blank node has no name to cite")
    for triple, count in homes.items():
        if count > 1:
            yield _violation(
                _name(triple.subject), _name(triple.predicate), f"stated in {count} graphs"
            )


def _name(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _one(store: ox.Store, subject: ox.NamedNode, curie: Curie) -> ox.NamedNode | ox.Literal | None:
    quad = next(iter(store.quads_for_pattern(subject, node(curie), None, None)), None)
    return quad.object if quad and isinstance(quad.object, ox.NamedNode | ox.Literal) else None


def _int(term: ox.NamedNode | ox.Literal | None) -> int | None:
    try:
        return int(term.value) if term is not None else None
    except ValueError:
        return None


def _dates(store: ox.Store) -> Iterator[Finding]:
    """Dates are EDTF (ISO 8601-2); the reader of the edtf package is the judge."""
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    for curie in (KG.date, KG.saysDate):
        for quad in store.quads_for_pattern(None, node(curie), None, None):
            text = quad.object.value if isinstance(quad.object, ox.Literal) else str(quad.object)
            try:
                parse_edtf(text)
            except EDTFParseException:
                yield _violation(_name(quad.subject), curie, f"'{text}' is not a date in EDTF")


def _quotes(store: ox.Store) -> Iterator[Finding]:
    for quad in store.quads_for_pattern(None, node(OA.exact), None, None):
        mention = quad.subject
        if not isinstance(mention, ox.NamedNode) or not isinstance(quad.object, ox.Literal):
            continue
        start = _int(_one(store, mention, OA.start))
        end = _int(_one(store, mention, OA.end))
        if start is None or end is None:
            continue  # the shapes tell
        length = len(quad.object.value)
        if length != end - start:
            message = f"the quote has {length} characters, its offsets span {end - start}"
            yield _violation(mention.value, OA.exact, message)
        article = _one(store, mention, PROV.wasQuotedFrom)
        if isinstance(article, ox.NamedNode):
            whole = _int(_one(store, article, KG.textLength))
            if whole is not None and end > whole:
                message = f"the passage ends at {end}, the text at {whole}"
                yield _violation(mention.value, OA.end, message)


def _statuses(store: ox.Store) -> Iterator[Finding]:
    said: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, node(KG.reports), None, None):
        if isinstance(quad.subject, ox.NamedNode):
            says = _one(store, quad.subject, KG.saysStatus)
            if says is not None:
                said[_name(quad.object)].add(says.value)
            for word in store.quads_for_pattern(None, node(KG.corrects), quad.subject, None):
                if isinstance(word.subject, ox.NamedNode):
                    says = _one(store, word.subject, KG.saysStatus)
                    if says is not None:
                        said[_name(quad.object)].add(says.value)
    for quad in store.quads_for_pattern(None, node(KG.status), None, None):
        event, status = _name(quad.subject), _name(quad.object)
        needed = (
            {node(KG.Held).value, node(KG.Denied).value}
            if status == node(KG.Disputed).value
            else {status}
        )
        if event in said and not needed <= said[event]:
            yield _violation(event, KG.status, "no mention says this status")


def _types(store: ox.Store) -> Iterator[Finding]:
    """The rules of the shapes that the types of an event are those of the ontology, one of them the
    narrowest, with all that are wider: as SHACL, a parsed query for each event."""
    below = narrower()
    wider = {name: {up for up, down in below.items() if name in down} for name in below}
    a, base = node(RDF.type), node(KG.Event).value.removesuffix("Event")
    for event in store.quads_for_pattern(None, a, node(KG.Event), None):
        if not isinstance(event.subject, ox.NamedNode):
            continue
        types = {_name(q.object) for q in store.quads_for_pattern(event.subject, a, None, None)}
        ours = {t.removeprefix(base) for t in types if t.removeprefix(base) in below}
        for other in sorted(types - {base + name for name in ours}):
            yield _violation(event.subject.value, "", f"{other} is no type of event")
        if sum(1 for name in ours if not below[name]) > 1:
            message = "an event has one type, and the wider type of that"
            yield _violation(event.subject.value, "", message)
        for name in sorted({up for t in ours for up in wider[t]} - ours):
            yield _violation(event.subject.value, "", f"the wider type {base}{name} is not stated")


def _unsaid(store: ox.Store) -> Iterator[Finding]:
    """The rule of the shapes that every value of an event is said by a mention, asked at once: as
    SHACL it is one parsed query for each event, which is most of the time of a check."""
    claims = {
        q.subject.value: q.object.value
        for q in ox.parse(path=folder() / "kg.ttl")
        if q.predicate == node(KG.claims)
        and isinstance(q.subject, ox.NamedNode)
        and isinstance(q.object, ox.NamedNode)
    }
    said: set[tuple[str, str, str]] = set()
    for says, prop in claims.items():
        for quad in store.quads_for_pattern(None, ox.NamedNode(says), None, None):
            # A mention says it, or a person who corrects one.
            of = [q.object for q in store.quads_for_pattern(quad.subject, node(KG.corrects), None)]
            for mention in (quad.subject, *(m for m in of if isinstance(m, ox.NamedNode))):
                for report in store.quads_for_pattern(mention, node(KG.reports), None, None):
                    said.add((_name(report.object), prop, str(quad.object)))
    computed = {node(c).value for c in (RDF.type, KG.status, KG.party, KG.country)}
    events = {q.subject for q in store.quads_for_pattern(None, node(RDF.type), node(KG.Event))}
    for prop in sorted(set(claims.values()) - computed):
        for quad in store.quads_for_pattern(None, ox.NamedNode(prop), None, None):
            event = _name(quad.subject)
            if quad.subject in events and (event, prop, str(quad.object)) not in said:
                message = f"value {_name(quad.object)} of {prop} is said by no mention"
                yield _violation(event, prop, message)


def _shortcuts(store: ox.Store) -> Iterator[Finding]:
    for curie in (KG.met, KG.talkedWith):
        for quad in store.quads_for_pattern(None, node(curie), None, None):
            a, b = quad.subject, quad.object
            if isinstance(a, ox.NamedNode) and isinstance(b, ox.NamedNode):
                back = store.quads_for_pattern(b, node(curie), a, None)
                if next(iter(back), None) is None:
                    yield _violation(a.value, curie, f"stated in one direction only, to {b.value}")


def _needed(store: ox.Store) -> Iterator[ox.Triple]:
    """What the shapes look at: everything that was read or computed, and of the reference data only
    what that points at, directly or over other entries. The rest is the concern of kg.reference.catalog."""
    reference = ox.NamedNode(BASE + GRAPH_REFERENCE)
    seen: set[ox.NamedNode] = set()
    queue: list[ox.NamedNode] = []

    def visit(term: object) -> None:
        if isinstance(term, ox.NamedNode) and term.value.startswith(BASE) and term not in seen:
            seen.add(term)
            queue.append(term)

    for quad in store:
        if quad.graph_name != reference:
            visit(quad.object)
            visit(quad.subject)
            yield quad.triple
    while queue:
        for quad in store.quads_for_pattern(queue.pop(), None, None, reference):
            visit(quad.object)
            yield quad.triple


def _shacl(store: ox.Store, shapes: Path | None) -> Iterator[Finding]:
    import pyshacl
    from rdflib import RDF, Graph, Namespace, URIRef

    where = shapes or folder() / "shapes.ttl"
    try:
        rules = Graph().parse(where, format="turtle")
    except Exception as error:
        raise KgError(
            f"cannot read the shapes: {error}", where=str(where), mend="give a Turtle file of SHACL"
        ) from error
    if shapes is None:
        rules.remove((None, URIRef(_SHACL + "sparql"), None))  # _types and _unsaid ask it faster
    data = Graph()
    lines = ox.serialize(_needed(store), format=ox.RdfFormat.N_TRIPLES)
    data.parse(data=(lines or b"").decode("utf-8"), format="nt")
    # In the data, not beside it: of an ontology graph pyshacl shows a query the classes, and no more.
    published = ox.serialize((q.triple for q in ontology_quads()), format=ox.RdfFormat.N_TRIPLES)
    data.parse(data=(published or b"").decode("utf-8"), format="nt")
    _, found, text = pyshacl.validate(
        data,
        shacl_graph=rules,
        inference="none",
        inplace=True,
    )
    if not isinstance(found, Graph):
        raise KgError(f"the shapes do not work: {text}", where=str(where), mend="mend the shapes")
    sh = Namespace(_SHACL)
    for result in found.subjects(RDF.type, sh.ValidationResult):
        yield _finding(found, result, sh)


def _finding(found: Any, result: Any, sh: Any) -> Finding:
    focus = found.value(result, sh.focusNode)
    path = found.value(result, sh.resultPath)
    value = found.value(result, sh.value)
    messages = sorted(str(m) for m in found.objects(result, sh.resultMessage))
    told = value is None or value == focus or str(value) in " ".join(messages)
    shown = "" if told else f": {value}"
    named = path is not None and type(path).__name__ == "URIRef"
    return Finding(
        severity="violation"
        if found.value(result, sh.resultSeverity) == sh.Violation
        else "warning",
        focus=str(focus),
        path=str(path) if named else "",
        message=(messages[0] if messages else "does not fit its shape") + shown,
    )


__all__ = ["Finding", "Report", "Severity", "check", "consistency"]
