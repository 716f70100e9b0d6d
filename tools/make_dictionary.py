"""Makes docs/dictionary.md: every table, column, JSON key, class and property, from what the program knows of them.

    .venv/bin/python tools/make_dictionary.py

Columns come from the code, their meaning from tools/columns.toml; classes and properties, with their
meaning, from ontology/. A column without a line in columns.toml is an error, and so is a line without its column.
"""

from __future__ import annotations

import json
import re
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import checkout
import pyoxigraph as ox
from serving import make_store

from kg.api import Graph
from kg.ask.query import named_queries
from kg.construction import table
from kg.core.model import Actor, Article, Curie, Evidence, Frame, Problem, Topic, Venue, When
from kg.core.terms import KG, RDF, RDFS, SCHEMA, SEM
from kg.core.vocab import NS, compact
from kg.export import dyads, maps, neo4j, tables
from kg.export import records as exported
from kg.export.graphs import network
from kg.extract.records import record
from kg.graph.store import Store
from kg.pages.ontology import ontology_triples
from kg.reference.event_kinds import event_kinds
from kg.reference.nodes import node
from kg.resolve import judgements
from kg.sources.formats.fields import FIELDS

PAGE = checkout.ROOT / "docs" / "dictionary.md"
WORDS = checkout.ROOT / "tools" / "columns.toml"
VOCABULARY = checkout.ROOT / "ontology" / "kg.ttl"


def keys(value: Any, before: str = "") -> Iterator[str]:
    """The keys of a JSON value, those within others after a dot, of the members of a list after ``[]``.

    >>> list(keys({"a": 1, "b": [{"c": 2}, {"c": 3, "d": None}]}))
    ['a', 'b[]', 'b[].c', 'b[].d']
    """
    if isinstance(value, list):
        seen = dict.fromkeys(k for one in value for k in keys(one, before))
        yield from seen
    elif isinstance(value, dict):
        for key, inner in value.items():
            name = f"{before}{key}" + ("[]" if isinstance(inner, list) else "")
            yield name
            yield from keys(inner, f"{name}.")


def _graph(folder: Path) -> Graph:
    return Graph(Store.open(make_store(folder), read_only=True))


def _record() -> Mapping[str, Any]:
    """A record of ``kg extract`` that has everything that one can have."""
    frame = Frame(
        type="meeting",
        status="held",
        participants=(Actor(name="A", office="minister", polity="AT", kind="person"),),
        when=When(edtf="2019", text="2019", earliest=None, latest=None, precision="year"),
        venue=Venue(name=None, city="Vienna", country="AT"),
        topics=(Topic(ref=None, label="trade", text="trade"),),
        reported_by=("the ministry",),
        evidence=(Evidence(start=0, end=1, quote="A"),),
        confidence=0.9,
        rule="meeting/meet",
    )
    return record(Article(id="a.txt", text="A"), [frame])


def columns(folder: Path) -> dict[str, list[str]]:
    """The names of the columns, keys or attributes of every table, by the table's name in columns.toml."""
    with _graph(folder) as graph:
        view = graph.view
        net = network(view)
        lines = [exported.record(view, event, {}) for event in view.events]
        with tempfile.TemporaryFile() as out:
            maps.geojson(graph.store.graph, out)
            out.seek(0)
            features = json.load(out)
        found = {name: list(cols) for name, (cols, _) in tables.sheets(view).items()}
        found |= {
            "python participants": list(graph.participants().columns),
            "python mentions": list(graph.mentions().columns),
        }
    found |= {
        "cameo": list(dyads.CAMEO_COLUMNS),
        "plover": list(dyads.PLOVER_COLUMNS),
        "neo4j nodes": list(neo4j.NODES),
        "neo4j relationships": list(neo4j.RELATIONSHIPS),
        "network nodes": _attributes(data for _, data in net.nodes(data=True)),
        "network edges": _attributes(data for *_, data in net.edges(data=True)),
        "geojson": list(keys([f["properties"] for f in features["features"]])),
        "extract": list(keys(_record())),
        "records": list(keys(lines)),
        "judgements": list(judgements.COLUMNS),
        "authority": [*table.FIELDS, table.SENT_TO, table.BORN],
        "report": [f.name for f in fields(Problem)],
        "article": list(FIELDS),
    }
    return found


def _attributes(found: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(key for data in found for key in data))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]
    return "\n".join(lines)


def table_part(found: Mapping[str, Sequence[str]], words: Mapping[str, Any]) -> str:
    """The tables of columns, in the order of columns.toml.

    Raises ValueError for a column that has no meaning there, a meaning that has no column, and a table
    that is in one of the two alone.
    """
    if set(found) != set(words):
        raise ValueError(f"columns.toml: {sorted(set(found) ^ set(words))} in one place alone")
    out = []
    for name, told in words.items():
        meaning = {**{k: v for o in told.get("as", []) for k, v in words[o]["columns"].items()}}
        own = told["columns"]
        unused = sorted(set(own) - set(found[name]))
        unknown = [c for c in found[name] if c not in own and c not in meaning]
        if unused or unknown:
            raise ValueError(f"columns.toml, {name}: no meaning of {unknown}, no column {unused}")
        rows = [(f"`{c}`", own.get(c) or meaning[c]) for c in found[name]]
        head = ("key" if told.get("json") else "column", "what it says")
        out.append(f"### {told['title']}\n\n{told['about']}\n\n{_table(head, rows)}")
    return "\n\n".join(out)


def query_part() -> str:
    """The columns and parameters of the named queries, from the headers of their files."""
    rows = [
        (
            f"`{q.name}`",
            " ".join(q.description.split()),
            ", ".join(f"`{p.name}`" + ("" if p.required else "?") for p in q.params) or "none",
            ", ".join(f"`{c}`" for c in q.columns),
        )
        for q in named_queries().values()
    ]
    return _table(("query", "rows", "parameters", "columns"), rows)


def _values(subject: ox.NamedNode, triples: Sequence[ox.Triple], *properties: str) -> list[str]:
    wanted = [node(p) for p in properties]
    return [
        t.object.value if isinstance(t.object, ox.Literal) else compact(t.object.value)
        for p in wanted
        for t in triples
        if t.subject == subject
        and t.predicate == p
        and isinstance(t.object, ox.Literal | ox.NamedNode)
    ]


def _groups() -> Iterator[tuple[str, list[str]]]:
    """The headings of ontology/kg.ttl, each with the local names of the terms below it, in their order."""
    parts = re.split(r"^############ (.+)$", VOCABULARY.read_text(encoding="utf-8"), flags=re.M)
    for heading, body in zip(parts[1::2], parts[2::2], strict=True):
        names = re.findall(r"^kg:(\w+) a (?!kg:Status|sem:RoleType|skos:)", body, re.MULTILINE)
        if names:
            yield heading, names


def ontology_part() -> str:
    """Classes and properties as ontology/kg.ttl groups them, the types of event, statuses and roles."""
    triples = ontology_triples()
    out = []
    for heading, names in _groups():
        rows = []
        for name in names:
            me = ox.NamedNode(NS + name)
            domain = _values(me, triples, RDFS.domain, SCHEMA.domainIncludes)
            range_ = _values(me, triples, RDFS.range, SCHEMA.rangeIncludes)
            (comment,) = _values(me, triples, RDFS.comment)
            rows.append((f"`kg:{name}`", _code(domain), _code(range_), comment))
        if any(row[1] or row[2] for row in rows):
            table = _table(("term", "of", "value", "what it says"), rows)
        else:
            table = _table(("class", "what it is"), [(row[0], row[3]) for row in rows])
        out.append(f"### {heading.partition(' (')[0]}\n\n{table}")
        beside = re.search(r"\(beside them: ([^)]+)\)", heading)
        if beside:
            out[-1] += f"\n\nBeside them: {_code(beside[1].split(', '))}."
    return "\n\n".join(out)


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{n}`" for n in names)


def types_part() -> str:
    """The types of event: their names in tables, their classes, the own one first, and what they are."""
    rows = [
        (f"`{k.key}`", _code(f"kg:{c}" for c in k.classes), k.comment)
        for k in event_kinds().values()
    ]
    return _table(("type", "classes", "what it is"), rows)


def members_part(kind: Curie) -> str:
    """The members of a class of the vocabulary, such as the statuses: name, term, what it says."""
    triples = ontology_triples()
    rows = []
    for t in triples:
        if t.predicate == node(RDF.type) and t.object == node(kind):
            assert isinstance(t.subject, ox.NamedNode)
            (label,) = _values(t.subject, triples, RDFS.label)
            (comment,) = _values(t.subject, triples, RDFS.comment)
            rows.append((f"`{label}`", f"`{compact(t.subject.value)}`", comment))
    return _table(("name", "term", "what it says"), rows)


HEAD = """\
# Data dictionary

Every table and column, every key, class and property. This page is made by `tools/make_dictionary.py` from
the code and from `ontology/`, and a test compares the two. Do not edit it: the words are in `tools/columns.toml`
and in the comments of `ontology/kg.ttl`.

An IRI names a thing, and joins the tables. Days are written 2019-05-14. A `date` is EDTF (ISO 8601-2): as much of
the day as the sources say, 2019-05 or 2019-05-13/2019-05-14. Where a cell holds several values, they are parted by
`; `. What is not known is empty. States are told by two letters of ISO 3166 (`AT`), unless a table says otherwise;
bodies such as the United Nations have a short name of their own in their place."""


def page() -> str:
    """The whole page."""
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        found = columns(Path(folder) / "graph")
    parts = [
        HEAD,
        "## Values",
        "### Types of event\n\n" + types_part(),
        "### Statuses\n\n" + members_part(KG.Status),
        "### Functions of participants\n\n" + members_part(SEM.RoleType),
        "## Tables and files\n\n" + table_part(found, words),
        "## Answers of named queries\n\nA parameter with `?` may be left out.\n\n" + query_part(),
        "## Classes and properties\n\n"
        "For SPARQL. `kg:` is `https://w3id.org/diplokg/ns#`; all prefixes are declared already.\n\n"
        + ontology_part(),
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
