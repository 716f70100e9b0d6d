"""Who may read a server in a browser: pages of its own, and those that one allows. And clients that are no browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import rdflib
import serving
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import Server, ask

BASE = "https://w3id.org/diplokg/"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
SELECT = "SELECT ?l { ?c a kg:State ; rdfs:label ?l } ORDER BY ?l"


ASK = "ASK { ?c a kg:State }"


CONSTRUCT = "CONSTRUCT { ?c rdfs:label ?l } WHERE { ?c a kg:State ; rdfs:label ?l }"


LABELS = ["Freedonia", "Iran", "Russia", "Switzerland", "Sylvania", "United States"]


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


# CORS and safety
def _seen_from(url: str, origin: str, **headers: str) -> str | None:
    got = _get(url, ("query", ASK), Origin=origin, **headers)
    assert got.status == 200
    return got.headers.get("access-control-allow-origin")


def test_no_page_of_another_site_may_read_a_server_on_loopback(server: Server, url: str) -> None:
    assert _seen_from(url, "https://example.org") is None
    before = ask(
        url, method="OPTIONS", Origin="https://example.org", Access_Control_Request_Method="POST"
    )
    assert "access-control-allow-origin" not in before.headers
    assert before.headers["cross-origin-resource-policy"] == "same-origin"
    # A name that somebody made to mean this machine would make their page one of the server's own.
    port = urlsplit(url).port
    for host in ("evil.example", f"evil.example:{port}", "localhost.evil.example", "[::2]", ""):
        got = _get(url, ("query", ASK), Host=host)
        assert got.status == 421, host
        assert ask(server.url + "explore", Host=host).status == 421
    assert "names of this machine" in _get(url, ("query", ASK), Host="evil.example").text
    for host in (f"127.0.0.1:{port}", f"LOCALHOST:{port}", "localhost", f"[::1]:{port}"):
        assert _get(url, ("query", ASK), Host=host).status == 200, host


def test_pages_may_read_what_is_public_and_whom_one_allows(store: Path) -> None:
    with serving.running(store, "--public") as server:
        assert _seen_from(server.url + "sparql", "https://example.org", Host="kg.example") == "*"
        before = ask(
            server.url + "sparql",
            method="OPTIONS",
            Origin="https://example.org",
            Access_Control_Request_Method="POST",
        )
        assert before.status == 204
        assert "POST" in before.headers["access-control-allow-methods"]
        assert "Content-Type" in before.headers["access-control-allow-headers"]
    with serving.running(store, "--cors", "https://example.org") as server:
        url = server.url + "sparql"
        assert _seen_from(url, "https://example.org") == "https://example.org"
        assert _seen_from(url, "https://evil.example") == "https://example.org"  # not theirs
        assert "Origin" in _get(url, ("query", ASK)).headers["vary"]


@pytest.mark.parametrize("origin", ["example.org", "https://a.org/x", "* ", "https://a\r\nX: y"])
def test_an_origin_that_is_none_is_refused(store: Path, origin: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "serve", "--store", str(store), "--cors", origin],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 1
    assert "no origin" in done.stderr
    assert "Traceback" not in done.stderr


# Clients
def test_sparqlwrapper(url: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    for method in (wrapper.GET, wrapper.POST):
        for how in (wrapper.URLENCODED, wrapper.POSTDIRECTLY):
            if method == wrapper.GET and how == wrapper.POSTDIRECTLY:
                continue
            client = wrapper.SPARQLWrapper(url)
            client.setMethod(method)
            client.setRequestMethod(how)
            client.setQuery(SELECT)
            client.setReturnFormat(wrapper.JSON)
            rows = client.queryAndConvert()["results"]["bindings"]
            assert [r["l"]["value"] for r in rows] == LABELS
            client.setReturnFormat(wrapper.XML)
            assert client.queryAndConvert().toxml().count("<result>") == len(LABELS)
            client.setQuery(CONSTRUCT)
            client.setReturnFormat(wrapper.TURTLE)
            assert len(rdflib.Graph().parse(data=client.queryAndConvert(), format="turtle")) == len(
                LABELS
            )
    client.setQuery("SELECT nonsense")
    with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed):
        client.query()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper_as_it_comes(url: str, method: str) -> None:
    """Nothing is set: it asks for XML, with ``format=xml``, whatever the kind of query."""
    wrapper = pytest.importorskip("SPARQLWrapper")

    def asked(query: str) -> Any:
        client = wrapper.SPARQLWrapper(url)
        client.setMethod(method)
        client.setQuery(query)
        return client.query().convert()

    assert asked(SELECT).toxml().count("<result>") == len(LABELS)
    assert "<boolean>true</boolean>" in asked(ASK).toxml()
    assert len(asked(CONSTRUCT)) == len(LABELS)
    russia = rdflib.URIRef(BASE + "country/ru")
    described = asked("DESCRIBE c:ru")
    assert (russia, rdflib.RDFS.label, rdflib.Literal("Russia", lang="en")) in described


RDF_XML, TURTLE, TABLE = "application/rdf+xml", "text/turtle", "application/sparql-results+json"


@pytest.mark.parametrize(
    ("query", "accept", "format", "media"),
    [
        (CONSTRUCT, RDF_XML, None, RDF_XML),
        (CONSTRUCT, RDF_XML, "xml", RDF_XML),
        (CONSTRUCT, RDF_XML, "json", RDF_XML),  # Accept names a format, and json may be either
        (CONSTRUCT, "*/*", "xml", RDF_XML),
        (CONSTRUCT, "*/*", "json", "application/ld+json"),
        (CONSTRUCT, "*/*", "csv", TURTLE),  # no format of a graph
        (CONSTRUCT, RDF_XML, "turtle", TURTLE),
        (CONSTRUCT, TURTLE, "rdf+xml", RDF_XML),
        (SELECT, "text/csv", "xml", "application/sparql-results+xml"),
        (SELECT, "text/html, */*;q=0.8", "csv", "text/csv"),
        (SELECT, "*/*", "turtle", TABLE),
        (SELECT, "application/sparql-results+xml", "turtle", "application/sparql-results+xml"),
        (ASK, "*/*", "json", TABLE),
    ],
)
def test_what_format_and_accept_say_together(
    url: str, query: str, accept: str, format: str | None, media: str
) -> None:
    given = [("query", query), *([("format", format)] if format else [])]
    got = ask(url + "?" + urlencode(given), Accept=accept)
    assert (got.status, got.headers["content-type"].partition(";")[0]) == (200, media)


@pytest.mark.parametrize("format", ["pdf", "image/png"])
def test_a_format_that_nothing_has_is_406(url: str, format: str) -> None:
    for query in (SELECT, CONSTRUCT):
        got = ask(url + "?" + urlencode({"query": query, "format": format}), Accept="*/*")
        assert got.status == 406
        assert "ask for " in got.text


def test_a_query_may_begin_with_a_byte_order_mark(url: str) -> None:
    marked = "\ufeff" + ASK
    direct = ask(url, data=marked.encode(), Content_Type=QUERY, Accept="text/csv")
    form = ask(url, data=urlencode({"query": marked}).encode(), Content_Type=FORM)
    assert (direct.status, direct.text, form.status) == (200, "true\n", 200)


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_sparqlstore(url: str, method: str) -> None:
    graph = rdflib.Graph(SPARQLStore(url, method=method))
    kg = rdflib.Namespace(BASE + "ns#")
    query = "SELECT ?l { ?c a ?state ; rdfs:label ?l } ORDER BY ?l"
    rows = graph.query(query, initBindings={"state": kg.State})
    assert [str(r[0]) for r in rows] == LABELS
    russia = rdflib.URIRef(BASE + "country/ru")
    assert graph.value(russia, rdflib.RDFS.label) == rdflib.Literal("Russia", lang="en")
    assert (russia, rdflib.RDF.type, kg.State) in graph
    assert bool(graph.query("ASK { ?c a kg:State }")) is True


@pytest.mark.skipif(serving.curl() is None, reason="needs curl")
def test_curl(url: str) -> None:
    def run(*options: str) -> str:
        done = subprocess.run(
            [serving.curl() or "", "-sS", "--fail-with-body", "-m", "30", *options],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return f"{done.returncode} {done.stdout}"

    assert run(url, "--data-urlencode", "query=" + ASK, "-H", "Accept: text/csv") == "0 true\n"
    assert (
        run("-G", url, "--data-urlencode", "query=" + ASK, "-H", "Accept: text/csv") == "0 true\n"
    )
    direct = run(
        url, "-H", "Content-Type: " + QUERY, "--data-binary", SELECT, "-H", "Accept: text/csv"
    )
    assert direct.split() == ["0", "l", *" ".join(LABELS).split()]
    assert run(url, "--data-urlencode", "query=nonsense").startswith("22 not valid SPARQL")
    followed = run(
        "-L", "-H", "Accept: text/turtle", url.replace("sparql", "person/sergey-lavrov-q58217")
    )
    assert 'rdfs:label "Sergey Lavrov"@en' in followed
