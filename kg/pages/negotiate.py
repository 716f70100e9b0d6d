"""Content negotiation (RFC 9110, section 12.5.1): which of the formats on offer a client wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

SELECT = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
"""Media types of a table and of a truth, the preferred one first."""

GRAPH = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
    "application/trig": "trig",
    "application/n-quads": "nq",
    "text/n3": "n3",
    "application/json": "jsonld",
    "application/xml": "rdf",
    "text/xml": "rdf",
}
"""Media types of a graph, the preferred one first."""

SHORT = {
    **{name: media for media, name in reversed(SELECT.items())},
    **{name: media for media, name in reversed(GRAPH.items())},
    "turtle": "text/turtle",
    "json-ld": "application/ld+json",
    "ntriples": "application/n-triples",
    "rdf+xml": "application/rdf+xml",
}
"""What ``?format=`` may say. ``json`` and ``xml`` are a table; of a graph, see LOOSE."""

LOOSE = {"json": "application/ld+json", "xml": "application/rdf+xml"}
"""What names of tables stand for where the answer is a graph."""


def accepted(header: str) -> list[tuple[str, float]]:
    """The media ranges of an Accept header with their weights; what cannot be read is left out.

    >>> accepted("text/turtle;q=0.5, */*;q=0.1")
    [('text/turtle', 0.5), ('*/*', 0.1)]
    """
    out = []
    for part in header.split(","):
        media, *parameters = (p.strip() for p in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                try:
                    weight = min(1.0, max(0.0, float(value)))
                except ValueError:
                    weight = 0.0
        if "/" in media:
            out.append((media.lower(), weight))
    return out


def weight(media: str, ranges: Sequence[tuple[str, float]]) -> float:
    """How much a client wants a media type: the most specific range that fits decides."""
    best = (-1, 0.0)
    for wanted, q in ranges:
        kind = media.partition("/")[0] + "/*"
        exact = {media: 2, kind: 1, "*/*": 0}.get(wanted, -1)
        if exact > best[0] or (exact == best[0] and exact >= 0 and q > best[1]):
            best = (exact, q)
    return best[1]


def choose(header: str | None, offered: Mapping[str, str] | Sequence[str]) -> str | None:
    """The media type of ``offered`` that the client wants most; of equals, the first. None: none.

    >>> choose("text/csv, application/json;q=0.9", SELECT)
    'text/csv'
    >>> choose("image/png", SELECT) is None
    True
    """
    if header is None or not header.strip():
        return next(iter(offered))
    ranges = accepted(header)
    best = max(offered, key=lambda media: weight(media, ranges))
    return best if weight(best, ranges) > 0 else None


def wish(name: str | None, header: str | None, offered: Mapping[str, str]) -> str | None:
    """What a client accepts, as a header: what ``?format=`` names and, where that says nothing of this
    kind of answer, what its Accept header says.

    Clients of SPARQL send the format that they want of tables with every query (SPARQLWrapper does), so
    that ``csv`` is no wish for a graph, and ``json`` or ``xml`` one only where the header names no format.

    >>> wish("csv", "text/turtle", SELECT), wish("csv", "text/turtle", GRAPH)
    ('text/csv', 'text/turtle')
    >>> wish("xml", "*/*", GRAPH), wish("json", "application/rdf+xml", GRAPH)
    ('application/rdf+xml', 'application/rdf+xml')
    """
    if name is None:
        return header
    key = name.strip().lower()
    media = SHORT.get(key)
    if media is None:
        return name if "/" in name else "unknown/" + name[:40]
    if media in offered:
        return media
    named = [m for m, q in accepted(header or "") if q > 0 and m in offered]
    return header if named or key not in LOOSE else LOOSE[key]


def prefers_html(header: str | None) -> bool:
    """Does a browser ask, rather than a program that takes anything?

    >>> prefers_html("text/html,application/xhtml+xml,*/*;q=0.8"), prefers_html("*/*")
    (True, False)
    """
    ranges = accepted(header or "")
    html = next((q for media, q in ranges if media in ("text/html", "application/xhtml+xml")), 0.0)
    others = [q for media, q in ranges if media in SELECT or media in GRAPH]
    return html > 0 and html >= max(others, default=0.0)
