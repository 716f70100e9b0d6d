"""Questions, the explorer and graphs over HTTP: `kg serve`, Oxigraph's own server, rdflib's engine."""

from __future__ import annotations

import contextlib
import http.server
import json
import shlex
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
import rdflib
import serving
from elsewhere import answering, oxigraph, rdflibs, say

from kg.ask.query import named_queries, run, run_named
from kg.ask.remote import Endpoint, ask, ask_named, put_graphs, view_of
from kg.ask.remote import endpoint as asking
from kg.ask.remote.gather import gather
from kg.ask.values import QueryError, Table
from kg.cli import main
from kg.core.errors import KgError
from kg.graph.files import read_meta
from kg.graph.view.load import load
from kg.reference.nodes import node
from kg.render import filter_view

BASE = "https://w3id.org/diplokg/"
SELECT = "SELECT ?l { ?c a kg:State ; rdfs:label ?l } ORDER BY ?l"
LABELS = ["Freedonia", "Iran", "Russia", "Switzerland", "Sylvania", "United States"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return serving.make_store(tmp_path_factory.mktemp("remote") / "graph")


@pytest.fixture(scope="module")
def graph(folder: Path) -> ox.Store:
    return ox.Store.read_only(str(folder / (read_meta(folder).view or "")))


@pytest.fixture(scope="module")
def endpoints(folder: Path, graph: ox.Store) -> Iterator[dict[str, Endpoint]]:
    with contextlib.ExitStack() as stack:
        own = stack.enter_context(serving.running(folder))
        other = stack.enter_context(oxigraph())
        done = put_graphs(graph, other + "/store")
        assert (done.triples, done.again) == (len(graph), 0)
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data=graph.dump(format=ox.RdfFormat.N_QUADS), format="nquads")
        slow = stack.enter_context(answering(rdflibs(dataset)))
        yield {
            "kg serve": Endpoint(url=own.url + "sparql"),
            "oxigraph": Endpoint(url=other + "/query"),
            "rdflib": Endpoint(url=slow),
        }


SERVERS = pytest.mark.parametrize("server", ["kg serve", "oxigraph", "rdflib"])


@SERVERS
def test_free_sparql_of_every_form(
    endpoints: dict[str, Endpoint], server: str, graph: ox.Store
) -> None:
    there = endpoints[server]
    table = ask(there, SELECT)
    assert isinstance(table, Table)
    assert [row[0].value for row in table.rows] == LABELS  # type: ignore[union-attr]
    few = ask(there, SELECT, limit=2)
    assert isinstance(few, Table)
    assert (len(few.rows), few.truncated) == (2, True)
    assert ask(there, "ASK { c:ru a kg:State }") is True
    assert ask(there, "ASK { c:ru a kg:Summit }") is False
    text = "CONSTRUCT { ?c rdfs:label ?l } WHERE { ?c a kg:State ; rdfs:label ?l }"
    assert ask(there, text) == run(graph, text)


@SERVERS
def test_named_queries_answer_as_over_a_store(
    endpoints: dict[str, Endpoint], server: str, graph: ox.Store
) -> None:
    def outcome(found: Callable[[], Table]) -> object:
        try:
            table = found()
        except KgError as error:
            return error.what
        # Engines may write a number in another way, and order what a query leaves open.
        return table.columns, sorted(map(_values, table.rows))

    # rdflib is slow: a part of them tells that another engine answers, too.
    step = 4 if server == "rdflib" else 1
    rows = 0
    for query in list(named_queries().values())[::step]:
        words = shlex.split(query.example)[3:]
        params = {words[i].removeprefix("--"): words[i + 1] for i in range(0, len(words), 2)}
        here = outcome(lambda q=query, p=params: run_named(graph, q, p))  # type: ignore[misc]
        there = outcome(lambda q=query, p=params: ask_named(endpoints[server], q, p))  # type: ignore[misc]
        assert there == here, query.name
        rows += isinstance(here, tuple) and bool(here[1])
    assert rows >= 40 // step


def _values(row: tuple[Any, ...]) -> list[str]:
    def value(term: Any) -> str:
        text = "" if term is None else str(term.value)
        with contextlib.suppress(ValueError):
            return f"{float(text):.6g}"
        return text

    return [value(term) for term in row]


@SERVERS
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("who-met", "Lavrov"), ("who-met", "LAVROV"), ("who-met", "sergey lavrov"),
        ("who-met", "person/sergey-lavrov-q58217"), ("who-met", "Lávrov"), ("who-met", "nobody such"),
        ("who-met", "lavrof"), ("who-met", "person/none"), ("who-met", ".*"), ("who-met", 'a"b\\c'),
    ],
)  # fmt: skip
def test_names_mean_there_what_they_mean_here(
    endpoints: dict[str, Endpoint], server: str, graph: ox.Store, name: str, words: str
) -> None:
    def outcome(found: Callable[[], Table]) -> object:
        try:
            return sorted(map(_values, found().rows))
        except KgError as error:
            return error.what

    here = outcome(lambda: run_named(graph, name, {"person": words}))
    there = outcome(lambda: ask_named(endpoints[server], name, {"person": words}))
    assert there == here


@SERVERS
def test_the_explorer_over_an_endpoint_has_the_same_events(
    endpoints: dict[str, Endpoint], server: str, graph: ox.Store
) -> None:
    whole = load(graph)
    view, total = view_of(endpoints[server])
    assert total == len(view.events) == len(whole.events) > 4
    assert view.events == whole.events
    assert view.actors == whole.actors
    for chosen in (
        {"person": "lavrov"}, {"polity": "Sylvania"}, {"topic": "arms control"}, {"since": "2019-06"},
        {"until": "2019"}, {"status": "planned"}, {"person": "pompeo", "since": "2019-12-01"},
    ):  # fmt: skip
        view, total = view_of(endpoints[server], **chosen)
        expected = filter_view(whole, **chosen)  # type: ignore[arg-type]
        assert [e.iri for e in view.events] == [e.iri for e in expected.events], chosen
        assert total == len(view.events)
    view, total = view_of(endpoints[server], limit=2)
    assert (len(view.events), total) == (2, len(whole.events))
    assert view.events == filter_view(whole, limit=2).events


def test_many_things_are_fetched_in_batches(
    endpoints: dict[str, Endpoint], graph: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.ask.remote.gather._BATCH", 3)
    events = [
        q.subject
        for q in graph.quads_for_pattern(None, node("rdf:type"), node("kg:Event"), None)
        if isinstance(q.subject, ox.NamedNode)
    ]
    assert load(gather(endpoints["oxigraph"], events)).events == load(graph).events


def test_an_endpoint_without_end_is_left() -> None:
    asked: list[str] = []

    def endless(handler: http.server.BaseHTTPRequestHandler, body: bytes) -> None:
        text = parse_qs(body.decode())["query"][0]
        if "ASK" in text:
            say(handler, 200, "application/sparql-results+json", b'{"head":{},"boolean":true}')
        elif "SELECT" in text:
            none = b'{"head":{"vars":["m"]},"results":{"bindings":[]}}'
            say(handler, 200, "application/sparql-results+json", none)
        else:
            asked.append(text)
            one, next_one = (f"<{BASE}topic/{len(asked) + n}>" for n in (0, 1))
            data = f"{one} <{BASE}p> {next_one} .".encode()
            say(handler, 200, "application/n-triples", data)

    with answering(endless) as url:
        found = gather(Endpoint(url=url), [ox.NamedNode(BASE + "event/x")])
    assert len(asked) == len(found) == 20


def test_graphs_that_are_apart_are_asked_for_as_one(endpoints: dict[str, Endpoint]) -> None:
    assert endpoints["kg serve"].union == ()
    assert endpoints["oxigraph"].union == (("union-default-graph", ""),)

    def jena(handler: http.server.BaseHTTPRequestHandler, body: bytes) -> None:
        union = "UnionGraph" in urlsplit(handler.path).query
        data = json.dumps({"head": {}, "boolean": union}).encode()
        say(handler, 200, "application/sparql-results+json", data)

    with answering(jena) as url:
        assert ask(Endpoint(url=url), "ASK { ?s ?p ?o }") is True


def test_on_the_command_line(
    endpoints: dict[str, Endpoint], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = endpoints["oxigraph"].url
    assert (
        main(["query", "who-met", "--person", "lavrov", "--endpoint", url, "--format", "csv"]) == 0
    )
    assert "Mike Pompeo" in capsys.readouterr().out
    file = tmp_path / "own.rq"
    file.write_text(SELECT)
    assert main(["query", str(file), "--endpoint", url, "--limit", "1", "--format", "csv"]) == 0
    said = capsys.readouterr()
    assert "Freedonia" in said.out
    assert "there is more" in said.err
    page = tmp_path / "page.html"
    assert main(["render", "--endpoint", url, "--limit", "2", "-o", str(page)]) == 0
    assert "the latest 2 of" in capsys.readouterr().err
    assert "connect-src" not in page.read_text()  # the page itself asks nobody
    assert (
        main(["query", "who-met", "--person", "lavrov", "--endpoint", url, "--timeout", "0"]) == 2
    )


# What goes wrong is told in one line, with the endpoint's own words


def _error(url: str, sparql: str = SELECT, **options: Any) -> KgError:
    with pytest.raises(KgError) as raised:
        ask(Endpoint(url=url, **options), sparql)
    assert "\n" not in str(raised.value)
    return raised.value


def test_nobody_there(calls: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/sparql"
    assert _error(url).what == "nobody answers: Connection refused"
    assert "nobody answers" in _error("http://no-such-host.invalid/sparql").what
    assert calls.tried() == ["getaddrinfo no-such-host.invalid"]
    for wrong in (
        "file:///etc/passwd",
        "ftp://h/",
        "http://",
        "sparql",
        "http://h:x/",
        "http://a b/",
    ):
        assert "not an address" in _error(wrong).what


@pytest.mark.parametrize(
    ("status", "media", "body", "says", "mends"),
    [
        (200, "text/html", b"<h1>Welcome</h1>", "no SPARQL endpoint: it answered with text/html", "/sparql"),
        (200, "application/json", b"{}", "cannot be read", "SPARQL 1.1"),
        (200, "", b"", "no SPARQL endpoint", "/sparql"),
        (200, "application/sparql-results+json", b'{"head":{"vars":["l"]},"resu', "cannot be read", "cut off"),
        (200, "application/sparql-results+xml", b"<sparql", "cannot be read", "cut off"),
        (400, "text/plain", b"Parse error: line 3\r\nUnexpected \x1b[31m}", "answered 400: Parse error: line 3 Unexpected", "mend the query"),
        (401, "text/plain", b"who are you?", "answered 401: who are you?", "name and password"),
        (404, "text/html", b"<html><style>h1{}</style><h1>Not  found</h1></html>", "answered 404: Not found", "query service"),
        (413, "text/plain", b"too much", "answered 413: too much", "LIMIT"),
        (429, "text/plain", b"", "answered 429", "wait"),
        (500, "text/plain", b"x" * 5000, "answered 500: xxx", "later"),
        (503, "text/plain", b"the query took longer than 30 s", "the query took longer", "later"),
    ],
)  # fmt: skip
def test_what_an_endpoint_says_is_told(
    status: int, media: str, body: bytes, says: str, mends: str
) -> None:
    with answering(lambda handler, _: say(handler, status, media, body)) as url:
        error = _error(url)
    assert says in error.what
    assert mends in error.mend
    assert len(str(error)) < 700
    assert "\x1b" not in str(error)
    assert url in error.where


def test_no_redirect_is_followed_and_no_password_shown() -> None:
    asked: list[str | None] = []

    def elsewhere(handler: http.server.BaseHTTPRequestHandler, _: bytes) -> None:
        asked.append(handler.headers.get("Authorization"))
        say(handler, 302, "text/plain", b"", Location="http://other.example/sparql")

    with answering(elsewhere) as url:
        error = _error(url.replace("//", "//ann:sec%40ret@"))
    assert "http://other.example/sparql" in error.mend
    assert "sec%40ret" not in str(error)
    assert asked == ["Basic YW5uOnNlY0ByZXQ="]


def test_too_late_too_large_and_cut_off() -> None:
    def slowly(handler: http.server.BaseHTTPRequestHandler, _: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/sparql-results+json")
        handler.end_headers()
        with contextlib.suppress(OSError):
            for _n in range(100):
                handler.wfile.write(b" ")
                handler.wfile.flush()
                time.sleep(0.05)

    with answering(slowly) as url:
        began = time.monotonic()
        assert "no whole answer within 0.3 s" in _error(url, timeout=0.3).what
        assert time.monotonic() - began < 2
    with answering(lambda handler, _: time.sleep(2)) as url:
        assert "no whole answer within 0.3 s" in _error(url, timeout=0.3).what
    big = b" " * 300_000
    with answering(lambda h, _: say(h, 200, "application/sparql-results+json", big)) as url:
        assert "the answer has more than" in _error(url, most=100_000).what

    def short(handler: http.server.BaseHTTPRequestHandler, _: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"{")

    with answering(short) as url:
        assert "cut off" in _error(url).what


def test_a_query_is_wrong(endpoints: dict[str, Endpoint]) -> None:
    error = _error(endpoints["kg serve"].url, "SELECT * {\n ?s ?p\n}")
    assert isinstance(error, QueryError)
    assert "line 3" in error.what  # the line is that of the text as it was given
    assert isinstance(_error(endpoints["oxigraph"].url, "SELECT nothing"), QueryError)
    for update in ("DROP ALL", "INSERT DATA { <urn:a> <urn:b> <urn:c> }"):
        with pytest.raises(QueryError, match="would change the graph"):
            ask(endpoints["oxigraph"], update)


def test_an_endpoint_that_reads_by_get_alone() -> None:
    def get(handler: http.server.BaseHTTPRequestHandler, _: bytes) -> None:
        if handler.command == "POST":
            say(handler, 405, "text/plain", b"GET")
            return
        text = parse_qs(urlsplit(handler.path).query)["query"][0]
        data = json.dumps({"head": {}, "boolean": "kg:Event" in text}).encode()
        say(handler, 200, "application/sparql-results+json", data)

    with answering(get) as url:
        assert ask(Endpoint(url=url), "ASK { ?e a kg:Event }") is True


def test_prefixes_are_declared_once_and_on_the_first_line() -> None:
    made = asking._with_prefixes("PREFIX kg: <urn:own:>\nSELECT * { ?e a kg:X ; rdfs:label ?l }")
    assert made.count("PREFIX kg:") == 1
    assert made.startswith(
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX kg: <urn:own:>\n"
    )
