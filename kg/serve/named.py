"""Named queries as pages: their list, and each with a form whose fields complete names, and its rows below."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.ask.query import NamedQuery, named_queries, run_named
from kg.ask.values import Table, Term
from kg.core.errors import KgError
from kg.core.vocab import compact
from kg.pages import entrance, html, values
from kg.pages.negotiate import SELECT, choose
from kg.pages.results import rows_as
from kg.serve import search
from kg.serve.answer import HTML, Answer, problem
from kg.serve.context import Context
from kg.serve.sparql import unacceptable

SITE = html.Site()

ROWS = 1000
"""Rows of a named query on its page; CSV and JSON have more."""

NAMES = 200
"""Names that a field offers by itself, of those in most events; a script offers the others (assets/names.js)."""

_KINDS = {
    "person": ("person",), "actor": ("person", "state", "organisation"), "country": ("state",),
    "topic": ("topic",), "event": ("event",),
}  # fmt: skip
"""What a search finds that fits each kind of parameter."""

_TITLES = ("event", "label", "who", "outlet", "state")
"""Columns that have the name of the thing in the column ``iri``, the first of them that there is."""


def questions(context: Context) -> Answer:  # noqa: ARG001
    """The list of named queries."""
    return Answer(media=HTML, body=entrance.questions(SITE))


def answer(
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
            shown = run_named(context.store.graph, q, given, limit=ROWS)
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
        lists=_lists(context, q),
        error=error,
        section=section,
        truncated=bool(shown and shown.truncated),
        csv=f"/queries/{name}?{link}&format=csv",
        json=f"/queries/{name}?{link}&format=json",
    )
    return Answer(status=400 if error else 200, media=HTML, body=body)


def _lists(context: Context, q: NamedQuery) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """For each kind of name that a query asks for: what a search calls it, and the names in most events."""
    wanted = dict.fromkeys(p.kind for p in q.params if p.kind in _KINDS)
    return {kind: (_KINDS[kind], search.busiest(context, _KINDS[kind], NAMES)) for kind in wanted}


def _section(table: Table) -> values.Section:
    """The rows of a query; the name of a thing is the link to it."""
    columns = list(table.columns)
    title = next((c for c in _TITLES if c in columns), None) if "iri" in columns else None
    iri, named = (columns.index("iri"), columns.index(title)) if title else (None, None)

    def cell(row: tuple[Term | None, ...], n: int) -> values.Cell:
        term = row[n]
        if isinstance(term, ox.NamedNode):
            return (values.Link(text=compact(term.value), iri=term.value),)
        value = term.value if isinstance(term, ox.Literal) else str(term or "")
        thing = row[iri] if iri is not None and n == named else None
        if value and isinstance(thing, ox.NamedNode):
            return (values.Link(text=value, iri=thing.value),)
        return values.words(value)

    shown = [n for n in range(len(columns)) if n != iri]
    rows = tuple(tuple(cell(row, n) for n in shown) for row in table.rows)
    return values.Section(
        key="", title="", columns=tuple(columns[n] for n in shown), rows=rows, total=len(rows)
    )
