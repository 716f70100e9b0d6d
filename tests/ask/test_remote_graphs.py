"""Graphs into a store elsewhere, over the Graph Store Protocol."""

from __future__ import annotations

import http.server
import socket
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
import serving
from elsewhere import answering, oxigraph, say

from kg.ask.remote import Endpoint, ask, put_graphs
from kg.ask.remote.http import fetch
from kg.ask.values import Table
from kg.cli import main
from kg.core.errors import KgError
from kg.graph.files import read_meta

BASE = "https://w3id.org/diplokg/"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return serving.make_store(tmp_path_factory.mktemp("remote") / "graph")


@pytest.fixture(scope="module")
def graph(folder: Path) -> ox.Store:
    return ox.Store.read_only(str(folder / (read_meta(folder).view or "")))


# Graphs into a store


def test_graphs_are_put_and_are_the_same(graph: ox.Store) -> None:
    extra = ox.Store()
    extra.bulk_extend(graph)
    extra.add(
        ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal('a "b"\n\u2028\x01'))
    )
    extra.add(
        ox.Quad(ox.BlankNode("x"), ox.NamedNode("urn:p"), ox.BlankNode("y"), ox.NamedNode("urn:g"))
    )
    with oxigraph() as url:
        first = put_graphs(extra, url + "/store")
        again = put_graphs(extra, url + "/store")
        assert first == again
        assert first.triples == len(extra)
        got = fetch(
            url + "/store",
            headers={"Accept": "application/n-quads"},
            timeout=20,
            most=1 << 26,
            where="",
        )
    copy = ox.Store()
    copy.load(got.body, format=ox.RdfFormat.N_QUADS)
    sets = [ox.Dataset(s) for s in (copy, extra)]
    for one in sets:
        one.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert sets[0] == sets[1]


def test_a_large_graph_is_put_in_pieces(monkeypatch: pytest.MonkeyPatch, graph: ox.Store) -> None:
    monkeypatch.setattr("kg.ask.remote.graph_store.CHUNK", 100)
    with oxigraph() as url:
        put_graphs(graph, url + "/store")
        put_graphs(graph, url + "/store")
        there = Endpoint(url=url + "/query")
        count = ask(there, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
        assert isinstance(count, Table)
        assert count.rows == ((ox.Literal(len(graph)),),)


def test_what_fails_is_sent_again_and_events_come_last(graph: ox.Store) -> None:
    asked: list[tuple[str, str, int]] = []
    waits: list[float] = []
    told: list[str] = []

    def weak(handler: http.server.BaseHTTPRequestHandler, body: bytes) -> None:
        asked.append((handler.command, handler.path, len(body)))
        if len(asked) == 2:
            say(handler, 503, "text/plain", b"busy", Retry_After="7")
        elif len(asked) == 3:
            handler.connection.shutdown(socket.SHUT_RDWR)
        else:
            say(handler, 204, "text/plain", b"")

    with answering(weak) as url:
        done = put_graphs(graph, url + "?db=x", warn=told.append, wait=waits.append)
    names = [parse_qs(urlsplit(path).query)["graph"][0] for _, path, _ in asked]
    assert all("db=x" in path for _, path, _ in asked)
    assert done.again == 2
    assert waits[0] == 7
    assert told[0] == "the store answered 503: sent again in 7 s (try 2 of 5)"
    assert told[1].startswith("nobody answers")
    assert names[1] == names[2] == names[3]
    assert names[-1] == BASE + "graph/events"
    assert done.graphs == len(set(names)) == len(list(graph.named_graphs()))


@pytest.mark.parametrize(
    ("status", "tries", "says"), [(405, 1, "it takes no graphs"), (401, 1, "password"), (500, 5, "run the same")]
)  # fmt: skip
def test_it_ends_with_what_is_there(graph: ox.Store, status: int, tries: int, says: str) -> None:
    asked: list[str] = []

    def refuse(handler: http.server.BaseHTTPRequestHandler, _: bytes) -> None:
        asked.append(handler.path)
        good = len(asked) == 1
        say(handler, 201 if good else status, "text/plain", b"" if good else b"not so")

    with answering(refuse) as url, pytest.raises(KgError) as raised:
        put_graphs(graph, url, wait=lambda _: None)
    assert len(asked) == 1 + tries
    assert (
        f"answered {status}: not so; 1 of {len(list(graph.named_graphs()))} graphs"
        in raised.value.what
    )
    assert says in raised.value.mend


def test_graphs_put_on_the_command_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with oxigraph() as url:
        assert main(["export", "--store", str(folder), "--graph-store", url + "/store"]) == 0
        assert "graphs with" in capsys.readouterr().err
        # Another store is asked as ours, though its graphs lie apart.
        assert main(["query", "states-most", "--endpoint", url + "/query", "--format", "csv"]) == 0
        assert "Russia" in capsys.readouterr().out
    with serving.running(folder) as server:
        assert main(["export", "--store", str(folder), "--graph-store", server.url + "store"]) == 1
        assert "answered 405" in capsys.readouterr().err
    out = str(tmp_path / "x.nq")
    assert main(["export", "--store", str(folder), "-o", out, "--graph-store", url]) == 2
    assert main(["export", "--store", str(folder)]) == 2
