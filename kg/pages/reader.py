"""What a page asks the graph about one thing: values, events, rankings, passages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeAlias

import pyoxigraph as ox

from kg.ask.values import Term
from kg.core.model import Curie
from kg.core.tongue import language
from kg.core.vocab import PREFIXES
from kg.pages.document import label
from kg.pages.values import Cell, Link, Passage, Section
from kg.reference.nodes import node

PAGE = 50
"""Rows of a table on one page."""

MOST = 200
"""At most so many statements are listed one by one."""


BUSY = 1_000
"""Of a thing with more events than this, and an index that has them by day, the rankings are those of the latest."""

RANKED = 20
"""Rows of a ranking."""

Latest: TypeAlias = Callable[[int, int], tuple[list[str], int] | None]
"""The events of a thing from a number on, at most so many, the latest first, and how many there are in all."""


def _plain(term: Term | None) -> str:
    return term.value if isinstance(term, ox.Literal) else ""


class Reader:
    """Asks the graph about one thing; ``latest`` where an index can tell its events."""

    def __init__(self, graph: ox.Store, thing: ox.NamedNode, latest: Latest | None = None) -> None:
        self.graph = graph
        self.thing = thing
        found = latest(0, BUSY) if latest else None
        self.latest = latest if found and found[1] > BUSY else None
        self.total = found[1] if found else 0
        self.among = [ox.NamedNode(iri) for iri in found[0]] if found and self.latest else []

    def how_many(self, where: str) -> int:
        """How many events ``?i`` a pattern of the thing has."""
        return self.total if self.latest else self.count(where)

    def rows(self, pattern: str) -> list[tuple[Term | None, ...]]:
        """The solutions of a query in which ``$x`` is the thing."""
        found = self.graph.query(
            pattern.replace("$x", str(self.thing)),
            prefixes=dict(PREFIXES),
            use_default_graph_as_union=True,
        )
        names = [v.value for v in found.variables]  # type: ignore[union-attr]
        return [tuple(s[n] for n in names) for s in found]  # type: ignore[union-attr]

    def count(self, where: str) -> int:
        ((number,),) = self.rows(f"SELECT (COUNT(DISTINCT ?i) AS ?n) {{ {where} }}")
        return int(number.value) if isinstance(number, ox.Literal) else 0

    def cell(self, *curies: Curie) -> Cell:
        """The values of properties of the thing, sorted, things by their names."""
        out = []
        for curie in curies:
            for quad in self.graph.quads_for_pattern(self.thing, node(curie), None, None):
                out.append(self.link(quad.object))
        return tuple(sorted(dict.fromkeys(out), key=lambda c: (c.text, c.iri or "")))

    def link(self, term: Term | None) -> Link:
        if isinstance(term, ox.NamedNode):
            return Link(text=label(self.graph, term), iri=term.value)
        return Link(text=term.value if isinstance(term, ox.Literal) else str(term or ""))

    def cells(self, *terms: Term | None) -> tuple[Cell, ...]:
        return tuple((self.link(t),) if t is not None else () for t in terms)

    def events(self, where: str, *, first: int, title: str = "Events") -> Section:
        """The events of a pattern in which ``?i`` is the event, the latest first."""
        known = self.latest(first, PAGE) if self.latest else None
        pattern, offset = (_values(known[0]), 0) if known else (where, first)
        found = self.rows(
            f"SELECT ?i ?date ?status (SAMPLE(?c) AS ?in) {{ {pattern} ?i kg:status ?status . "
            "OPTIONAL { ?i kg:start ?start } OPTIONAL { ?i kg:date ?date } OPTIONAL { ?i kg:country ?c } } "
            f"GROUP BY ?i ?date ?status ?start ORDER BY DESC(?start) ?i LIMIT {PAGE} OFFSET {offset}"
        )
        rows = tuple(self.cells(date, i, status, c) for i, date, status, c in found)
        return Section(
            key="events",
            title=title,
            columns=("date", "event", "status", "in"),
            rows=rows,
            total=known[1] if known else self.count(where),
            first=first,
            shape="events",
        )

    def ranking(self, title: str, what: str, where: str, *, unit: str = "events") -> Section:
        """The things ``?t`` of a pattern by the number of ``?i`` that they share with this one."""
        if self.among:
            title += f", latest {BUSY:,} events"
            found = self._ranked(where)
        else:
            found = self.rows(
                f"SELECT ?t (COUNT(DISTINCT ?i) AS ?n) {{ {where} }} GROUP BY ?t ORDER BY DESC(?n) ?t LIMIT {RANKED}"
            )
        rows = tuple(self.cells(t, n) for t, n in found if t is not None)
        return Section(
            key="", title=title, columns=(what, unit), rows=rows, total=len(rows), shape="ranked"
        )

    def _ranked(self, where: str) -> list[tuple[Term | None, ...]]:
        """The same of the latest events, each looked at by itself: the engine would begin with all others."""
        counts: Counter[Term] = Counter()
        for event in self.among:
            pattern = re.sub(r"\?i\b", str(event), where)
            counts.update(t for (t,) in self.rows(f"SELECT DISTINCT ?t {{ {pattern} }}") if t)
        best = sorted(counts, key=lambda term: (-counts[term], str(term)))[:RANKED]
        return [(term, ox.Literal(counts[term])) for term in best]

    def passages(self, where: str, *, order: str) -> list[Passage]:
        """The passages ``?m`` of a pattern, each with its words around it."""
        found = self.rows(
            f"SELECT ?exact ?prefix ?suffix ?a ?day ?o ?s ?d ?c ?m ?e ?l {{ {where} ?m oa:exact ?exact . "
            "OPTIONAL { ?m oa:prefix ?prefix } OPTIONAL { ?m oa:suffix ?suffix } OPTIONAL { ?m prov:wasQuotedFrom ?a "
            "OPTIONAL { ?a schema:datePublished ?day } OPTIONAL { ?a schema:publisher ?o } "
            "OPTIONAL { ?a schema:inLanguage ?l } } "
            "OPTIONAL { ?m kg:saysStatus ?s } OPTIONAL { ?m kg:saysDate ?d } OPTIONAL { ?m kg:confidence ?c } "
            f"OPTIONAL {{ ?m oa:start ?n }} OPTIONAL {{ ?m kg:reports ?e }} }} ORDER BY {order} ?m LIMIT {MOST}"
        )
        out = []
        for exact, prefix, suffix, a, day, o, s, d, c, m, e, tongue in found:
            source, article, status, event = self.cells(o, a, s, e)
            out.append(
                Passage(
                    quote=_plain(exact), before=_plain(prefix), after=_plain(suffix), source=source,
                    article=article, event=event, day=_plain(day), status=status, date=_plain(d),
                    confidence=_plain(c), itself=m.value if isinstance(m, ox.NamedNode) else None,
                    language=language(_plain(tongue)) or "",
                )
            )  # fmt: skip
        return out


def _values(events: Iterable[str]) -> str:
    """A pattern in which ``?i`` is one of these."""
    return f"VALUES ?i {{ {' '.join(f'<{event}>' for event in events)} }}"
