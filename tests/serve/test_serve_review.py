"""Corrections by way of the server: from its own page on this machine, and from nowhere else."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import serving
from serving import Got, Server, ask

from kg.resolve.judgements import HEADER, complaints, read

LINE = "0-12 They met on.\t2019-05-15\tdate\ta.txt"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return serving.make_store(tmp_path_factory.mktemp("review") / "graph")


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Server]:
    with serving.running(store, "--review") as found:
        yield found


@pytest.fixture
def file(store: Path) -> Iterator[Path]:
    path = store / "judgements.tsv"
    path.unlink(missing_ok=True)
    yield path
    path.unlink(missing_ok=True)


def token(server: Server) -> str:
    found: str = json.loads(ask(server.url + "review").text)["token"]
    return found


def send(server: Server, body: Any, **changed: str | None) -> Got:
    """A request as the page sends it; headers that are None are left out."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {
        "Origin": server.url.rstrip("/"),
        "Content_Type": "application/json",
        "X_Review_Token": token(server),
        "Sec_Fetch_Site": "same-origin",
        **changed,
    }
    return ask(
        server.url + "review",
        method="POST",
        data=raw,
        **{k: v for k, v in headers.items() if v is not None},
    )


def asked(*lines: str, by: str = "Ann", why: str = "the minutes") -> dict[str, Any]:
    return {"by": by, "why": why, "lines": list(lines)}


def test_lines_are_written_with_name_reason_and_moment(server: Server, file: Path) -> None:
    got = send(server, asked(LINE, "A\tB\tsame\tactor\told\told\told", by=" Ann\tB\n"))
    assert got.status == 200, got.text
    rows = file.read_text().splitlines()
    assert rows[0] == HEADER
    assert rows[1:] == json.loads(got.text)["written"]
    first, second = read(file)
    assert {(c.by, c.why) for c in (first, second)} == {("Ann B", "the minutes")}  # type: ignore[union-attr]
    assert second.when == first.when >= "2026"  # type: ignore[union-attr]
    # More comes below, and nothing that was there is touched.
    file.write_text(file.read_text() + "# mine\n")
    assert send(server, asked(LINE)).status == 200
    assert file.read_text().splitlines()[:4] == [*rows, "# mine"]
    assert complaints(read(file)) == ()


def test_what_was_written_is_taken_back(server: Server, file: Path) -> None:
    first = json.loads(send(server, asked(LINE, by="Ann")).text)["written"]
    second = json.loads(send(server, asked(LINE, by="Bob")).text)["written"]
    got = send(server, {"undo": [*first, "nobody wrote this", HEADER]})
    assert json.loads(got.text) == {"undone": first}
    assert file.read_text().splitlines() == [HEADER, *second]


@pytest.mark.parametrize(
    "changed",
    [
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Origin": None},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
        {"X_Review_Token": None},
        {"X_Review_Token": "wrong"},
        {"Content_Type": "text/plain"},
        {"Content_Type": "application/x-www-form-urlencoded"},
        {"Content_Type": None},
    ],
)
def test_a_page_of_another_site_writes_nothing(
    server: Server, file: Path, changed: dict[str, str | None]
) -> None:
    got = send(server, asked(LINE), **changed)
    assert got.status in {403, 415}
    assert "Traceback" not in got.text
    assert not file.exists()


def test_the_token_is_for_pages_of_this_server(server: Server, file: Path) -> None:
    for headers in (
        {"Origin": "https://example.org"},
        {"Sec_Fetch_Site": "cross-site"},
    ):
        got = ask(server.url + "review", **headers)
        assert got.status == 403
        assert token(server) not in got.text
    answer = ask(server.url + "review")
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    before = ask(
        server.url + "review",
        method="OPTIONS",
        Origin="https://example.org",
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="x-review-token",
    )
    assert "access-control-allow-origin" not in before.headers
    port = urlsplit(server.url).port
    evil = f"evil.example:{port}"
    assert send(server, asked(LINE), Host=evil, Origin=f"http://{evil}").status == 421
    assert not file.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"\xff", 400),
        (b"[" * 100_000, 400),
        ([], 400),
        ({"by": "a", "why": "b", "lines": []}, 400),
        ({"by": "", "why": "b", "lines": [LINE]}, 400),
        ({"by": "a", "why": " ", "lines": [LINE]}, 400),
        ({"by": "a", "why": 1, "lines": [LINE]}, 400),
        ({"by": "a", "why": "b", "lines": [LINE + "\n" + LINE]}, 400),
        ({"by": "a", "why": "b", "lines": [LINE + "\u2028" + LINE]}, 400),
        ({"by": "a", "why": "b", "lines": [LINE, "A\tB\tequal\tactor"]}, 400),
        ({"by": "a", "why": "b", "lines": ["# a remark"]}, 400),
        ({"by": "a", "why": "b", "lines": [HEADER]}, 400),
        ({"by": "a", "why": "b", "lines": [LINE] * 501}, 400),
        ({"by": "a", "why": "b", "lines": [LINE + "x" * 9000]}, 400),
        ({"by": "a" * 3000, "why": "b", "lines": [LINE]}, 400),
        ({"by": "a", "why": "b" * 2_000_000, "lines": [LINE]}, 413),
    ],
)
def test_what_is_no_correction_writes_nothing(
    server: Server, file: Path, body: Any, status: int
) -> None:
    got = send(server, body)
    assert got.status == status
    assert got.text.count("\n") == 1
    assert not file.exists()


def test_hostile_words_are_one_cell_each(server: Server, file: Path) -> None:
    evil = "=cmd|' /C calc'!A0\tsame\tactor\n<script>alert(1)</script>\u2028\x85"
    assert send(server, asked(LINE, by=evil, why=evil)).status == 200
    row = file.read_text().split("\n")[1].split("\t")
    assert len(row) == 7
    assert row[4].startswith("'=cmd")
    assert len(read(file)) == 1


def test_without_review_there_is_no_way_to_write(store: Path, file: Path) -> None:
    with serving.running(store) as plain:
        got = ask(
            plain.url + "review", method="POST", data=b"{}", Content_Type="application/json",
            Origin=plain.url.rstrip("/"),
        )  # fmt: skip
        assert got.status == 405
        assert ask(plain.url + "review").status == 404
        assert '"review":null' in ask(plain.url + "explore").text
    assert not file.exists()


@pytest.mark.parametrize(
    "options",
    [["--public"], ["--host", "0.0.0.0", "--public"], ["--cors", "*"], ["--host", "0.0.0.0"]],
)
def test_others_never_write(store: Path, options: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "serve", "--store", str(store), "--review", *options],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 1
    assert "this machine" in done.stderr or "other machines" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_request_from_another_machine_is_refused() -> None:
    """The socket listens on loopback alone; and should somebody stand before it, it is looked at, too."""
    import asyncio

    from starlette.requests import Request

    from kg.serve.review import Review, answer

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"{}"}

    for client, status in ((("10.0.0.7", 5), 403), (None, 403), (("127.0.0.1", 5), 200)):
        scope = {
            "type": "http", "method": "GET", "path": "/review", "query_string": b"",
            "headers": [(b"host", b"localhost")], "client": client, "scheme": "http",
            "server": ("localhost", 80),
        }  # fmt: skip
        request = Request(scope, receive)
        # In a thread of its own: a browser of other tests may have a loop in this one.
        with ThreadPoolExecutor(1) as apart:
            found = apart.submit(asyncio.run, answer(Review(Path("x")), request)).result()
        assert found.status == status
