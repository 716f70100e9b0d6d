"""The rows of a SELECT in the four formats of W3C, one piece at a time, so that they can be counted.

SPARQL 1.1 Query Results JSON, CSV and TSV, and SPARQL Query Results XML (second edition).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg.ask.tables import json_term
from kg.ask.values import Term
from kg.export.rdf import clean_xml

Row = Sequence[Term | None]
_SPACE = "http://www.w3.org/2005/sparql-results#"


def _json(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    yield json.dumps({"head": {"vars": list(columns)}})[:-1] + ',"results":{"bindings":[\n'
    comma = ""
    for row in rows:
        cells = {c: json_term(t) for c, t in zip(columns, row, strict=True) if t is not None}
        yield comma + json.dumps(cells, ensure_ascii=False)
        comma = ",\n"
    yield "\n]}}\n"


def _xml_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{escape(term.value)}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{escape(term.value)}</bnode>"
    if isinstance(term, ox.Triple):
        parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
        inside = "".join(f"<{n}>{_xml_term(t)}</{n}>" for n, t in parts)
        return f"<triple>{inside}</triple>"
    text = escape(clean_xml(term.value), {"\r": "&#13;"})
    if term.language:
        return f"<literal xml:lang={quoteattr(term.language)}>{text}</literal>"
    if term.datatype.value.endswith("#string"):
        return f"<literal>{text}</literal>"
    return f"<literal datatype={quoteattr(term.datatype.value)}>{text}</literal>"


def _xml(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    names = "".join(f"<variable name={quoteattr(c)}/>" for c in columns)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="{_SPACE}"><head>{names}</head><results>\n'
    for row in rows:
        cells = "".join(
            f"<binding name={quoteattr(c)}>{_xml_term(t)}</binding>"
            for c, t in zip(columns, row, strict=True)
            if t is not None
        )
        yield f"<result>{cells}</result>\n"
    yield "</results></sparql>\n"


def _csv_cell(term: Term | None) -> str:
    if term is None:
        return ""
    text = str(term) if isinstance(term, ox.BlankNode | ox.Triple) else term.value
    if any(c in text for c in '",\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    yield ",".join(columns) + "\r\n"
    for row in rows:
        yield ",".join(map(_csv_cell, row)) + "\r\n"


def _tsv_cell(term: Term | None) -> str:
    return "" if term is None else str(term).replace("\t", "\\t").replace("\r", "\\r")


def _tsv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    yield "\t".join("?" + c for c in columns) + "\n"
    for row in rows:
        yield "\t".join(map(_tsv_cell, row)) + "\n"


_WRITERS: Mapping[str, Callable[[Sequence[str], Iterable[Row]], Iterator[str]]] = {
    "json": _json,
    "xml": _xml,
    "csv": _csv,
    "tsv": _tsv,
}


def rows_as(name: str, columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Rows as text in pieces; ``name`` is json, xml, csv or tsv.

    >>> "".join(rows_as("csv", ("n",), [(ox.Literal(3),), (None,)]))
    'n\\r\\n3\\r\\n\\r\\n'
    """
    return _WRITERS[name](columns, rows)


def truth_as(name: str, value: bool) -> str:
    """The answer to an ASK; CSV and TSV, for which there is no standard, give the word.

    >>> truth_as("json", True)
    '{"head": {}, "boolean": true}\\n'
    """
    word = str(value).lower()
    if name == "json":
        return f'{{"head": {{}}, "boolean": {word}}}\n'
    if name == "xml":
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="{_SPACE}"><head/>'
            f"<boolean>{word}</boolean></sparql>\n"
        )
    return word + "\n"
