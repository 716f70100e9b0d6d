"""SPARQL 1.1 Protocol, Service Description and Graph Store Protocol against a running server.

Each case is written from the specification, which its comment names; updates are refused.
https://www.w3.org/TR/sparql11-protocol/, https://www.w3.org/TR/sparql11-service-description/,
https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

import csv
import io
import json
import re
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib
import serving
from rdflib.compare import isomorphic
from serving import Server, ask

BASE = "https://w3id.org/diplokg/"
EVENTS = BASE + "graph/events"
REFERENCE = BASE + "graph/reference"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
SELECT = "SELECT ?l { ?c a kg:State ; rdfs:label ?l } ORDER BY ?l"
ASK = "ASK { ?c a kg:State }"
CONSTRUCT = "CONSTRUCT { ?c rdfs:label ?l } WHERE { ?c a kg:State ; rdfs:label ?l }"
LABELS = ["Freedonia", "Iran", "Russia", "Switzerland", "Sylvania", "United States"]
SPACE = "{http://www.w3.org/2005/sparql-results#}"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return serving.make_store(tmp_path_factory.mktemp("protocol") / "graph")


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Server]:
    with serving.running(store, "--rows", "2000") as found:
        yield found


@pytest.fixture(scope="module")
def url(server: Server) -> str:
    return server.url + "sparql"


def _get(url: str, *params: tuple[str, str], **headers: str) -> serving.Got:
    return ask(url + "?" + urlencode(params), **headers)


# 2.1.1 query via GET; 2.1.2 query via POST with URL-encoded parameters; 2.1.3 query via POST directly
def test_query_via_get(url: str) -> None:
    got = _get(url, ("query", SELECT))
    assert got.status == 200
    assert got.headers["content-type"] == "application/sparql-results+json"
    rows = json.loads(got.body)["results"]["bindings"]
    assert [r["l"]["value"] for r in rows] == LABELS
    assert rows[0]["l"] == {"type": "literal", "value": "Freedonia", "xml:lang": "en"}


def test_query_via_post_form(url: str) -> None:
    got = ask(url, data=urlencode({"query": ASK}).encode(), Content_Type=FORM)
    assert (got.status, json.loads(got.body)) == (200, {"head": {}, "boolean": True})


@pytest.mark.parametrize("media", [QUERY, QUERY + "; charset=utf-8", QUERY.upper()])
def test_query_via_post_directly(url: str, media: str) -> None:
    got = ask(url, data=ASK.encode(), Content_Type=media)
    assert (got.status, json.loads(got.body)["boolean"]) == (200, True)


def test_head_has_no_body(url: str) -> None:
    got = ask(url + "?query=" + quote(ASK), method="HEAD")
    assert (got.status, got.body) == (200, b"")


# 2.1.4 Specifying an RDF Dataset
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMED = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


def _number(got: serving.Got) -> int:
    assert got.status == 200, got.text
    return int(json.loads(got.body)["results"]["bindings"][0]["n"]["value"])


def _sizes(store: Path) -> tuple[int, int, int]:
    from kg.graph.store import Store

    with Store.open(store, read_only=True) as opened:
        quads = list(opened.graph)
    of = [sum(q.graph_name == ox.NamedNode(g) for q in quads) for g in (EVENTS, REFERENCE)]
    return of[0], of[1], len(quads)


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_datasets(url: str, store: Path, way: str) -> None:
    events, reference, everything = _sizes(store)

    def run(query: str, *dataset: tuple[str, str]) -> int:
        if way == "get":
            return _number(_get(url, ("query", query), *dataset))
        if way == "form":
            data = urlencode([("query", query), *dataset]).encode()
            return _number(ask(url, data=data, Content_Type=FORM))
        at = url + "?" + urlencode(dataset)
        return _number(ask(at, data=query.encode(), Content_Type=QUERY))

    default, named = "default-graph-uri", "named-graph-uri"
    assert run(COUNT) == everything
    assert run(COUNT, (default, EVENTS)) == events
    assert run(COUNT, (default, EVENTS), (default, REFERENCE)) == events + reference
    # "a dataset that includes only named graphs has an empty default graph", and the other way round
    assert run(COUNT, (named, EVENTS)) == 0
    assert run(NAMED, (named, EVENTS), (named, REFERENCE)) == 2
    assert run(NAMED, (default, EVENTS)) == 0
    assert run(NAMED, (default, EVENTS), (named, REFERENCE)) == 1
    # The dataset of the request takes the place of that in the query.
    own = f"SELECT (COUNT(*) AS ?n) FROM <{EVENTS}> {{ ?s ?p ?o }}"
    assert run(own) == events
    assert run(own, (default, REFERENCE)) == reference
    assert (
        run(
            f"SELECT (COUNT(DISTINCT ?g) AS ?n) FROM NAMED <{EVENTS}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
        )
        == 1
    )
    assert run(COUNT, (default, "urn:no-such-graph")) == 0


# 2.1.5 Accepted response formats; 2.2 the formats of results
@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("application/json", "application/json"),
        ("*/*", "application/sparql-results+json"),
        ("text/*;q=0.3, application/sparql-results+xml;q=0.2", "text/csv; charset=utf-8"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("image/png, application/sparql-results+xml;q=0.5", "application/sparql-results+xml"),
    ],
)
def test_formats_of_a_table(url: str, accept: str, media: str) -> None:
    got = _get(url, ("query", SELECT), Accept=accept)
    assert (got.status, got.headers["content-type"]) == (200, media)
    assert _labels(media, got.text) == LABELS


def _labels(media: str, text: str) -> list[str]:
    if "json" in media:
        return [b["l"]["value"] for b in json.loads(text)["results"]["bindings"]]
    if "xml" in media:
        root = ElementTree.fromstring(text)
        assert [v.get("name") for v in root.iter(SPACE + "variable")] == ["l"]
        return [str(x.text) for x in root.iter(SPACE + "literal")]
    if "csv" in media:
        head, *rows = csv.reader(io.StringIO(text, newline=""))
        assert head == ["l"]
        return [r[0] for r in rows]
    head, *lines = text.splitlines()
    assert head == "?l"
    return [re.fullmatch(r'"(.*)"@en', line)[1] for line in lines]  # type: ignore[index]


@pytest.mark.parametrize(
    "media", ["application/sparql-results+json", "application/sparql-results+xml"]
)
def test_formats_of_a_truth(url: str, media: str) -> None:
    got = _get(url, ("query", ASK), Accept=media)
    assert (got.status, got.headers["content-type"]) == (200, media)
    assert re.search(r'"boolean": true|<boolean>true</boolean>', got.text)


@pytest.mark.parametrize(
    ("media", "parser"),
    [
        ("text/turtle", "turtle"), ("application/n-triples", "nt"), ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"), ("application/trig", "trig"), ("application/n-quads", "nquads"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE c:ru"])
def test_formats_of_a_graph(url: str, media: str, parser: str, query: str) -> None:
    got = _get(url, ("query", query), Accept=media)
    assert got.status == 200
    assert got.headers["content-type"].partition(";")[0] == media
    if parser in ("trig", "nquads"):
        dataset = rdflib.Dataset(default_union=True).parse(data=got.text, format=parser)
        found = {q[:3] for q in dataset.quads()}
    else:
        found = set(rdflib.Graph().parse(data=got.text, format=parser))
    name = (
        rdflib.URIRef(BASE + "country/ru"),
        rdflib.RDFS.label,
        rdflib.Literal("Russia", lang="en"),
    )
    assert name in found


@pytest.mark.parametrize("query", [SELECT, ASK, CONSTRUCT])
def test_no_such_format_is_406(url: str, query: str) -> None:
    got = _get(url, ("query", query), Accept="image/png")
    assert got.status == 406
    assert "ask for " in got.text


def test_all_terms_survive_each_format(url: str) -> None:
    words = 'a "quote", a\ttab,\nline, \\ back & <tag> é \U0001f54a'
    literal = str(ox.Literal(words))
    query = f"SELECT ?s ?n ?l ?u ?e {{ VALUES (?s ?n ?l ?u ?e) {{ ({literal} 1.5 'x'@fr <urn:a> UNDEF) }} }}"
    for media in ("json", "xml"):
        got = _get(url, ("query", query), ("format", media))
        if media == "json":
            (row,) = json.loads(got.body)["results"]["bindings"]
            assert row["s"] == {"type": "literal", "value": words}
            assert row["n"]["datatype"].endswith("#decimal")
            assert (row["l"]["xml:lang"], row["u"]["type"], "e" in row) == ("fr", "uri", False)
        else:
            (row,) = ElementTree.fromstring(got.text).iter(SPACE + "result")
            assert [b.get("name") for b in row] == ["s", "n", "l", "u"]
            assert row[0][0].text == words
    rows = list(
        csv.reader(io.StringIO(_get(url, ("query", query), ("format", "csv")).text, newline=""))
    )
    assert rows[1] == [words, "1.5", "x", "urn:a", ""]
    line = _get(url, ("query", query), ("format", "tsv")).text.splitlines()[1]
    assert len(line.split("\t")) == 5
    assert line.split("\t")[1:] == [
        '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        '"x"@fr',
        "<urn:a>",
        "",
    ]


# 2.1.6, 3: what is wrong in a request is an error of the client
@pytest.mark.parametrize(
    ("method", "params", "data", "media", "status"),
    [
        pytest.param("PUT", "query=" + quote(ASK), None, "", 405, id="bad method"),
        pytest.param("DELETE", "query=" + quote(ASK), None, "", 405, id="bad method delete"),
        pytest.param("GET", f"query={quote(ASK)}&query={quote(ASK)}", None, "", 400, id="two queries"),
        pytest.param("POST", "", f"query={quote(ASK)}&query={quote(ASK)}", FORM, 400, id="two queries form"),
        pytest.param("POST", "query=" + quote(ASK), ASK, QUERY, 400, id="query twice"),
        pytest.param("POST", "", ASK, "text/plain", 415, id="wrong media type"),
        pytest.param("POST", "", "query=" + quote(ASK), "", 415, id="form without type"),
        pytest.param("POST", "", ASK, "", 415, id="query without type"),
        pytest.param("POST", "", "other=1", FORM, 400, id="no query"),
        pytest.param("GET", "query=", None, "", 400, id="empty query"),
        pytest.param("GET", "query=" + quote("SELECT nothing"), None, "", 400, id="bad syntax"),
        pytest.param("POST", "", "SELECT nothing", QUERY, 400, id="bad syntax post"),
        pytest.param("GET", "query=%FF%FE", None, "", 400, id="not UTF-8"),
        pytest.param("GET", f"query={quote(ASK)}&default-graph-uri=no%20iri", None, "", 400, id="bad graph"),
        pytest.param("GET", "update=" + quote("DROP ALL"), None, "", 403, id="update via GET"),
        pytest.param("POST", "", "update=" + quote("DROP ALL"), FORM, 403, id="update via form"),
        pytest.param("POST", "", "DROP ALL", UPDATE, 403, id="update directly"),
        pytest.param("POST", "using-graph-uri=urn:x", ASK, QUERY, 403, id="using-graph-uri"),
        pytest.param("GET", "query=" + quote("INSERT DATA { <urn:a> <urn:b> 1 }"), None, "", 403, id="update as query"),
        pytest.param("POST", "", "LOAD <http://127.0.0.1:1/>", QUERY, 403, id="load as query"),
    ],
)  # fmt: skip
def test_wrong_requests(
    url: str, method: str, params: str, data: str | None, media: str, status: int
) -> None:
    body = None if data is None else data.encode()
    got = ask(f"{url}?{params}", method=method, data=body, Content_Type=media)
    assert got.status == status, got.text
    assert got.headers["content-type"].startswith("text/plain")
    assert len(got.text.splitlines()) == 1


def test_a_query_that_is_not_utf8(url: str) -> None:
    for raw, media in (("ASK { BIND('é' AS ?x) }".encode("latin-1"), QUERY),
                       ("ASK { BIND('é' AS ?x) }".encode("utf-16"), QUERY + "; charset=UTF-16")):  # fmt: skip
        assert ask(url, data=raw, Content_Type=media).status in (400, 415)


def test_a_syntax_error_names_line_and_column(url: str) -> None:
    got = _get(url, ("query", "SELECT * {\n  ?s ?p\n}"))
    assert got.status == 400
    assert (got.headers["x-error-line"], got.headers["x-error-column"]) == ("3", "2")
    assert "line 3, column 2" in got.text


def test_too_many_rows_are_413(url: str) -> None:
    got = _get(url, ("query", "SELECT * { ?a ?b ?c . ?d a kg:State }"))
    assert got.status == 413
    assert "more than 2000 rows" in got.text
    assert _get(url, ("query", "CONSTRUCT { ?a ?b ?d } { ?a ?b ?c . ?d a kg:State }")).status == 413
    assert _get(url, ("query", "SELECT * { ?a ?b ?c . ?d a kg:State } LIMIT 2000")).status == 200


def test_federation_is_refused(url: str) -> None:
    got = _get(url, ("query", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"))
    assert got.status == 403


# Service description
@pytest.mark.parametrize("media", ["text/turtle", "application/rdf+xml", "application/ld+json"])
def test_service_description(url: str, media: str) -> None:
    got = ask(url, Accept=media)
    assert got.headers["content-type"].partition(";")[0] == media
    graph = rdflib.Graph().parse(data=got.text, format=media)
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    (me,) = graph.subjects(rdflib.RDF.type, sd.Service)
    assert str(graph.value(me, sd.endpoint)) == url
    assert sd.UnionDefaultGraph in set(graph.objects(me, sd.feature))
    assert (me, sd.supportedLanguage, sd.SPARQL11Query) in graph
    names = {str(o) for o in graph.objects(None, sd.name)}
    assert {EVENTS, REFERENCE} <= names
    assert graph.value(me, sd.defaultDataset) is not None


def test_a_browser_gets_the_query_page(url: str) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert ask(url, Accept=browser).headers["location"] == "/query"
    got = _get(url, ("query", ASK), Accept=browser)
    assert (got.status, got.headers["location"]) == (303, "/query?" + urlencode({"query": ASK}))


@pytest.mark.parametrize(
    "path", ["", "sparql", "query", "queries", "country/ru.html", "no/such", "assets/site.css"]
)
def test_every_answer_is_safe(server: Server, path: str) -> None:
    got = ask(server.url + path, Accept="text/html")
    assert got.headers["x-content-type-options"] == "nosniff"
    policy = got.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "server" not in got.headers


@pytest.mark.parametrize(
    "path",
    ["assets/../app.py", "assets/%2e%2e/app.py", "assets/..%2f..%2fstore.py", "%2e%2e/%2e%2e/etc/passwd", "assets//etc/passwd"],
)  # fmt: skip
def test_no_other_file_is_served(server: Server, path: str) -> None:
    parts = urlsplit(server.url)
    with socket.create_connection((parts.hostname, parts.port)) as connection:
        connection.sendall(
            f"GET /{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        )
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400"))


# Graph Store Protocol, 5.2 GET and 5.5 HEAD; nothing else is allowed
def test_graphs_are_read(server: Server, store: Path) -> None:
    events, _, everything = _sizes(store)
    for which, size in ((f"graph={quote(EVENTS)}", events), ("default", everything)):
        got = ask(f"{server.url}store?{which}", Accept="application/n-triples")
        assert (got.status, len(got.text.splitlines())) == (200, size)
    direct = ask(server.url + "graph/events", Accept="application/n-triples")
    assert direct.headers["location"] == "/graph/events.nt"
    assert len(ask(server.url + "graph/events.nt").text.splitlines()) == events
    assert ask(server.url + "store?graph=urn:none").status == 404
    assert ask(server.url + "store").status == 400
    assert ask(server.url + "store?default&graph=urn:x").status == 400
    assert ask(server.url + "store?default", method="HEAD").status == 200


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_graphs_are_not_written(server: Server, method: str) -> None:
    got = ask(server.url + "store?default", method=method, data=b"", Content_Type="text/turtle")
    assert got.status == 405
    assert "GET" in got.headers["allow"]


def test_the_same_graph_as_in_the_store(server: Server, store: Path) -> None:
    from kg.graph.store import Store

    got = ask(server.url + "store?default", Accept="text/turtle")
    with Store.open(store, read_only=True) as opened:
        lines = ox.serialize({q.triple for q in opened.graph}, format=ox.RdfFormat.N_TRIPLES)
    assert isomorphic(
        rdflib.Graph().parse(data=got.text, format="turtle"),
        rdflib.Graph().parse(data=lines, format="nt"),
    )


def test_many_at_once(url: str) -> None:
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda _: _get(url, ("query", SELECT)), range(80)))
    assert {a.status for a in answers} == {200}
    assert len({a.body for a in answers}) == 1


def test_a_new_view_is_seen_at_once(tmp_path: Path) -> None:
    from kg.graph.store import Store

    folder = serving.make_store(tmp_path / "graph")
    with serving.running(folder) as found:
        count = COUNT.replace("?s ?p ?o", "?s a kg:State")
        assert _number(_get(found.url + "sparql", ("query", count))) == len(LABELS)
        with Store.open(folder) as opened:
            opened.graph.update(
                "INSERT DATA { GRAPH <urn:g> { <urn:x> a <https://w3id.org/diplokg/ns#State> } }"
            )
            opened.publish()
        assert _number(_get(found.url + "sparql", ("query", count))) == len(LABELS) + 1
