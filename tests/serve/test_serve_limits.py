"""What the server promises to bear: one test a promise. Queries that cost much are in test_serve_hostile."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

import pytest
import serving
import uvicorn
from fuzz_http import exchange
from serving import Server, ask
from uvicorn.server import ServerState

from kg.pages.html import SAFE
from kg.serve import protocol
from kg.serve.headers import Headers
from kg.serve.limits import Limits

LARGE = b"x" * 50_000_000
T = TypeVar("T")


def finished(work: Coroutine[Any, Any, T]) -> T:
    """What a coroutine comes to, in a thread of its own: a browser of another test may have a loop here."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = serving.make_store(tmp_path_factory.mktemp("limits") / "graph")
    with serving.running(store, "--workers", "2") as found:
        yield found


def _raw(server: Server, request: bytes) -> bytes:
    parts = urlsplit(server.url)
    return exchange((parts.hostname or "", parts.port or 0), request)


def _one_line(answer: bytes) -> str:
    text = answer.partition(b"\r\n\r\n")[2].decode()
    assert text.endswith("\n")
    assert len(text.splitlines()) == 1
    return text


def test_a_head_that_is_too_large_is_refused(server: Server) -> None:
    for much in (
        b"GET /?" + b"x" * 300_000 + b" HTTP/1.1\r\n",
        b"GET / HTTP/1.1\r\n" + b"X-A: " + b"b" * 300_000 + b"\r\n",
        b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * 50_000,
    ):
        # Without its end, so that nothing but the limit can end it.
        answer = _raw(server, much)
        assert answer.startswith(b"HTTP/1.1 431 "), answer[:100]
        assert "262144 bytes: send a long query with POST" in _one_line(answer)


def test_a_body_that_is_too_large_is_refused_before_it_is_there(server: Server) -> None:
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        b"Content-Type: application/sparql-query\r\nContent-Length: 900000000\r\n\r\n"
    )
    answer = _raw(server, head + b"x" * 1_200_000)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert "1048576 bytes" in _one_line(answer)


@pytest.mark.parametrize(
    "request_", [b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                 b"GET /no/such HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                 b"PUT /store?default HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                 b"GET /" + b"x" * 300_000],
)  # fmt: skip
def test_every_answer_has_the_headers_of_safety(server: Server, request_: bytes) -> None:
    head = _raw(server, request_).partition(b"\r\n\r\n")[0].decode().lower()
    for name, value in SAFE.items():
        assert f"\n{name}: {value}".lower() in head
    assert "frame-ancestors 'none'" in head
    assert "\nserver:" not in head


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
        "LOAD <file:///etc/passwd>",
        "SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_no_query_reads_a_file_or_leaves_the_machine(server: Server, query: str) -> None:
    got = ask(server.url + "sparql?query=" + quote(query), Accept="text/csv")
    assert "root:" not in got.text
    assert got.status in (200, 403)
    assert got.status == 403 or len(got.text.splitlines()) == 1  # a header and no row


def test_a_name_of_an_asset_that_no_disk_has(server: Server) -> None:
    for name in ("%00", "x" * 5000, "..%00"):
        assert ask(server.url + "assets/" + name).status == 404


def test_errors_tell_nothing_of_the_machine(capsys: pytest.CaptureFixture[str]) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("the secret place\x1b[31m")

    sent: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/a", "headers": []}
    finished(Headers(broken, cors=None)(scope, broken, send))  # type: ignore[arg-type]
    body = b"".join(m.get("body", b"") for m in sent)  # type: ignore[misc]
    assert sent[0]["status"] == 500
    assert body == b"unexpected RuntimeError: this is a fault of the program\n"
    # The log has it, in one line that cannot steer a terminal.
    assert capsys.readouterr().err == (
        "kg: unexpected RuntimeError: the secret place [31m (GET /a)\n"
    )


# Connections, with shorter times than a server has


class _Short(protocol.Patient):
    request = 0.4
    answer = 0.6


async def _app(scope: dict[str, object], receive: object, send: object) -> None:
    assert scope["type"] == "http"
    body = LARGE if scope["path"] == "/large" else b"fine"
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})  # type: ignore[operator]
    await send({"type": "http.response.body", "body": body})  # type: ignore[operator]


@contextlib.asynccontextmanager
async def _listening(state: ServerState | None = None) -> AsyncIterator[int]:
    config = uvicorn.Config(_app, lifespan="off", log_level="error", timeout_keep_alive=1)
    config.load()
    state = state or ServerState()
    made = await asyncio.get_running_loop().create_server(
        lambda: _Short(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    try:
        yield made.sockets[0].getsockname()[1]
    finally:
        made.close()


def test_a_request_that_never_comes_ends_the_connection() -> None:
    async def attempt() -> list[tuple[float, bytes]]:
        async def one(piece: bytes, end: bytes = b"") -> tuple[float, bytes]:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            begun = time.monotonic()
            answer = asyncio.ensure_future(reader.read(65536))
            writer.write(end)
            while piece and not answer.done():  # a byte now and then keeps no connection
                writer.write(piece)
                await asyncio.sleep(0.05)
            said = b""
            # Whoever goes on writing to a connection that is closed has it reset: that ends it, too.
            with contextlib.suppress(ConnectionResetError):
                said = await answer
                said += await reader.read()
            writer.close()
            return time.monotonic() - begun, said

        async with _listening() as port:
            good = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
            body = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999\r\n\r\n"
            return await asyncio.gather(one(b""), one(b"G"), one(b"", good), one(b"x", body))

    silent, slow, kept, endless = finished(attempt())
    for seconds, said in (silent, slow):
        assert 0.3 < seconds < 2
        assert said.startswith(b"HTTP/1.1 408 ")
        assert "no whole request came" in _one_line(said)
    assert kept[1].endswith(
        b"fine"
    )  # and then the connection is kept for the next one, for a while
    assert kept[0] < 3
    assert endless[0] < 3


def test_an_answer_that_is_not_fetched_ends_the_connection() -> None:
    async def attempt() -> int:
        state = ServerState()
        async with _listening(state) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1000)
            writer.write(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
            # Not for a fixed time: on a busy machine the request itself may come late.
            async with asyncio.timeout(30):
                while not state.connections:
                    await asyncio.sleep(0.01)
                while state.connections:
                    await asyncio.sleep(0.01)
            got = 0
            with contextlib.suppress(ConnectionError):
                while piece := await reader.read(1 << 20):
                    got += len(piece)
            return got

    assert finished(attempt()) < len(LARGE)


def test_connections_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "CONNECTIONS", 3)

    async def attempt() -> list[bytes]:
        async with _listening() as port:
            opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(5)]
            await asyncio.sleep(0.1)
            said = []
            for reader, writer in opened:
                writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                try:
                    said.append(await reader.read())
                except ConnectionError:
                    said.append(b"")
                writer.close()
            return said

    said = finished(attempt())
    assert [s.endswith(b"fine") for s in said] == [True] * 3 + [False] * 2


def test_the_server_uses_these_limits(server: Server) -> None:
    """What is tested above with a small app is what `kg serve` runs."""
    made = protocol.patient(Limits(seconds=7))
    assert issubclass(made, protocol.Patient)
    assert (made.answer, made.request) == (7 + protocol.FETCH, protocol.REQUEST)
    assert b"as HTTP/1.1" in _raw(server, b"nonsense\r\n\r\n")
