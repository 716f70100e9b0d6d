"""The result of a query as text: for a terminal, a spreadsheet, a program or another RDF tool."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping

import pyoxigraph as ox

from kg.ask.values import Result, Table, Term
from kg.core.errors import KgError
from kg.core.vocab import PREFIXES, compact
from kg.core.words import plain_cell

_XSD = PREFIXES["xsd"]
_NUMBERS = frozenset(_XSD + n for n in ("integer", "decimal", "double", "float"))


def format_result(result: Result, fmt: str = "table", *, width: int | None = None) -> str:
    """Any result of kg.ask.query.run as text that ends in a line feed.

    ``fmt`` is table, csv, json (SPARQL 1.1 Query Results JSON) or ttl; ``width`` is that of the
    terminal. Triples are Turtle whatever the format; KgError for rows as Turtle.

    >>> format_result(True, "json")
    '{"head": {}, "boolean": true}\\n'
    """
    if isinstance(result, Table):
        return format_table(result, fmt, width=width)
    if isinstance(result, bool):
        return (
            json.dumps({"head": {}, "boolean": result}) + "\n"
            if fmt == "json"
            else f"{result}\n".lower()
        )
    if fmt not in ("table", "ttl"):
        raise KgError(
            f"triples cannot be written as {fmt}",
            where="--format",
            mend="use ttl, or write a SELECT",
        )
    out = ox.serialize(result, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES))
    return (out or b"").decode()


def format_table(table: Table, fmt: str = "table", *, width: int | None = None) -> str:
    """Rows as text. In CSV, text that a spreadsheet would run is defused (plain_cell); JSON is raw.

    >>> format_table(Table(columns=("n",), rows=((ox.Literal(3),),)), "csv")
    'n\\n3\\n'
    """
    if fmt not in _FORMATS:
        raise KgError(
            f"rows cannot be written as {fmt}",
            where="--format",
            mend="use " + ", ".join(_FORMATS) + "; ttl is for CONSTRUCT and DESCRIBE",
        )
    return _FORMATS[fmt](table, width)


def _value(term: Term | None) -> str:
    return "" if term is None else (str(term) if isinstance(term, ox.Triple) else term.value)


def _csv(table: Table, width: int | None) -> str:  # noqa: ARG001
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow(
            _value(c)
            if isinstance(c, ox.Literal) and c.datatype.value in _NUMBERS
            else plain_cell(_value(c))
            for c in row
        )
    return out.getvalue()


def json_term(term: Term) -> dict[str, object]:
    """One term as SPARQL 1.1 Query Results JSON has it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {k: json_term(v) for k, v in parts.items()}}
    out: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        out["xml:lang"] = term.language
    elif term.datatype.value != _XSD + "string":
        out["datatype"] = term.datatype.value
    return out


def _json(table: Table, width: int | None) -> str:  # noqa: ARG001
    rows = [
        {c: json_term(t) for c, t in zip(table.columns, row, strict=True) if t is not None}
        for row in table.rows
    ]
    whole = {"head": {"vars": list(table.columns)}, "results": {"bindings": rows}}
    return json.dumps(whole, ensure_ascii=False) + "\n"


def _shown(term: Term | None) -> str:
    text = compact(term.value) if isinstance(term, ox.NamedNode) else _value(term)
    # Control characters could move the cursor or hide text.
    return "".join(c if c.isprintable() else " " for c in text)


def _table(table: Table, width: int | None) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in table.columns:
        grid.add_column(column, overflow="fold")
    for row in table.rows:
        grid.add_row(*(Text(_shown(c)) for c in row))
    out = io.StringIO()
    console = Console(
        force_jupyter=False, file=out, width=width or 100, color_system=None, force_terminal=False
    )
    console.print(grid)
    rows = f"{len(table.rows)} row" + ("" if len(table.rows) == 1 else "s")
    lines = [line.rstrip() for line in out.getvalue().strip("\n").splitlines()]
    return "\n".join([*lines, "", rows + (" (cut off)" if table.truncated else "")]) + "\n"


_FORMATS: Mapping[str, Callable[[Table, int | None], str]] = {
    "table": _table,
    "csv": _csv,
    "json": _json,
}
