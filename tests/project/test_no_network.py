"""With the network cut, everything works; and nothing even tries: no name is looked up, no host is called.

It is cut in every test (``conftest.py`` beside README.md, ``tools/offline``), not only here; here it is shown that it
is, and where the system allows that, the verbs have no network at all.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import socket
import subprocess
import sys
from html import escape
from pathlib import Path
from typing import Any

import checkout
import document_files as made
import generated_articles
import pytest
import serving
from export_files import OPML, RSS
from source_files import PAGE, TEXT, put

NOBODY = "192.0.2.1"
"""An address that is nobody's, for documents (RFC 5737)."""


def _cut() -> list[str]:
    """The command before a command that takes its network away, where that is allowed."""
    if sys.platform != "linux":
        return []
    for command in (["unshare", "-n"], ["unshare", "-rn"]):
        try:
            done = subprocess.run([*command, "true"], capture_output=True, check=False)
        except OSError:
            return []
        if done.returncode == 0:
            return command
    return []


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which tries are written into a file of its own."""
    return {
        **os.environ,
        "PYTHONPATH": checkout.python_path(checkout.ROOT),
        "KG_TEST_CALLS": str(tmp_path_factory.mktemp("guard") / "calls"),
    }


def _kg(environment: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [*_cut(), sys.executable, "-m", "kg", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, timeout=100
    )


def _calls(environment: dict[str, str]) -> list[str]:
    path = Path(environment["KG_TEST_CALLS"])
    return path.read_text().splitlines() if path.exists() else []


def test_the_guard_sees_a_call(guarded: dict[str, str]) -> None:
    code = "import urllib.request; urllib.request.urlopen('http://example.org/')"
    done = subprocess.run(
        [sys.executable, "-c", code], env=guarded, capture_output=True, check=False
    )
    assert done.returncode
    assert _calls(guarded) == ["getaddrinfo example.org"]
    Path(guarded["KG_TEST_CALLS"]).unlink()


def test_it_is_cut_in_a_test(calls: Any) -> None:
    with pytest.raises(OSError, match="the network is cut"):
        socket.create_connection((NOBODY, 80), timeout=1)
    with socket.socket() as one:
        assert one.family == socket.AF_INET
        with pytest.raises(OSError, match="the network is cut"):
            one.connect_ex((NOBODY, 80))
    with (
        socket.socket(type=socket.SOCK_DGRAM) as one,
        pytest.raises(OSError, match="the network is cut"),
    ):
        one.sendto(b"x", (NOBODY, 53))
    for looked_up in (socket.gethostbyname, lambda name: socket.getaddrinfo(name, 80)):
        with pytest.raises(socket.gaierror, match="the network is cut"):
            looked_up("example.org")
    assert calls.tried() == [
        f"connect {NOBODY}", f"connect {NOBODY}", f"sendto {NOBODY}", "gethostbyname example.org",
        "getaddrinfo example.org",
    ]  # fmt: skip
    # What listens on this machine is asked all the same.
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("localhost", server.getsockname()[1]), timeout=5).close()
    assert calls.tried() == []


def _call() -> str:
    try:
        socket.create_connection((NOBODY, 80), timeout=1)
    except OSError as error:
        return str(error)
    return "answered"


def test_it_is_cut_in_the_processes_that_a_test_starts(calls: Any) -> None:
    for way in ("spawn", "fork"):
        with multiprocessing.get_context(way).Pool(1) as pool:
            assert "the network is cut" in pool.apply(_call)
    code = f"import socket; socket.create_connection(({NOBODY!r}, 80), timeout=1)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "the network is cut" in done.stderr
    assert calls.tried() == [f"connect {NOBODY}"] * 3


@pytest.mark.parametrize(
    ("line", "failed"),
    [
        (f"contextlib.suppress(OSError), socket.create_connection(({NOBODY!r}, 80), 1)", True),
        ("contextlib.suppress(OSError), socket.create_connection(('127.0.0.1', 9), 1)", False),
    ],
)
def test_a_test_that_calls_out_fails_even_if_it_does_not_mind(
    line: str, failed: bool, tmp_path: Path
) -> None:
    code = f"import contextlib, socket\n\ndef test_it():\n    with {line}:\n        pass\n"
    put(tmp_path, "test_it.py", code)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "conftest",
        "-p",
        "no:cacheprovider",
        str(tmp_path),
    ]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": checkout.python_path(checkout.ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert bool(done.returncode) == failed, done.stdout
    assert (f"connect {NOBODY}" in done.stdout) == failed


def test_no_test_starts_a_process_without_it() -> None:
    """Who sets ``PYTHONPATH`` asks ``checkout.python_path`` for it."""
    sets = re.compile(
        r"[\"\']PYTHONPATH[\"\'](?:\]\s*=|:|,)\s*+(?!checkout\.python_path|python_path)"
    )
    found = [
        path.relative_to(checkout.ROOT).as_posix()
        for folder in ("tests", "tools")
        for path in sorted((checkout.ROOT / folder).rglob("*.py"))
        if sets.search(path.read_text(encoding="utf-8"))
    ]
    # Benchmarks are no tests; the others give on what is here.
    assert found == ["tests/project/test_no_network.py", "tools/benchmarks/measure.py"]


@pytest.mark.slow
def test_no_verb_needs_or_tries_the_network(guarded: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    generated_articles.write(folder / "a.jsonl", 30)
    outside = (
        "<link rel=stylesheet href=http://example.org/x.css><img src=http://example.org/x.png>"
    )
    put(folder, "b.html", PAGE.replace("<article>", outside + "<article>"))
    put(folder, "c.xml", '<!DOCTYPE trips SYSTEM "http://example.org/x.dtd"><trips/>')
    put(folder, "d.rss", RSS.replace("Short.", escape(outside)).replace("https", "http"))
    put(folder, "e.opml", OPML)
    put(folder, "f.eml", made.mail(page=PAGE.replace("<article>", outside + "<article>")))
    link = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="http://example.org/x.png" TargetMode="External"/></Relationships>'
    put(folder, "g.docx", made.docx([TEXT], more={"word/_rels/document.xml.rels": link}))
    put(folder, "h.warc", made.record(made.response(PAGE.encode()), url="http://example.org/"))
    table = put(tmp_path, "t.csv", "name,country,identifier\nBo Ek,SE,http://example.org/ek\n")
    store = ("--store", tmp_path / "g")
    verbs: list[tuple[int, tuple[object, ...]]] = [
        (3, ("sources", folder)),
        (3, ("build", folder, *store)),
        (3, ("extract", folder)),
        (0, ("query", "who-met", "--person", "lavrov", *store)),
        (0, ("explain", "Sergey Lavrov", *store)),
        (0, ("render", "-o", tmp_path / "graph.html", *store)),
        (0, ("publish", tmp_path / "site", *store)),
        (0, ("check", *store)),
        (0, ("doctor", *store)),
        (0, ("export", "-o", tmp_path / "out.jsonld", *store)),
        (0, ("export", "-o", tmp_path / "out.gexf", *store)),
        (0, ("export", "-o", tmp_path / "out.kml", *store)),
        (0, ("export", "-o", tmp_path / "out.ics", *store)),
        (0, ("export", "-o", tmp_path / "out.bib", *store)),
        (0, ("export", "-o", tmp_path / "out.geojson", *store)),
        (3, ("watch", folder, "--once", *store)),
        (0, ("news", "-o", tmp_path / "news.html", "-o", tmp_path / "news.atom", *store)),
        (4, ("news", *store)),
        (0, ("authority", "update", table, *store)),
        (0, ("authority", "check", *store)),
        (0, ("authority", "--state", "SE", *store)),
    ]
    for code, arguments in verbs:
        done = _kg(guarded, *arguments)
        assert done.returncode == code, (arguments, done.stderr[-500:])
    assert _calls(guarded) == []


@pytest.mark.slow
def test_the_server_calls_nobody(
    guarded: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On loopback, with the guard alone: with no network at all we could not ask it."""
    for name in ("PYTHONPATH", "KG_TEST_CALLS"):
        monkeypatch.setenv(name, guarded[name])
    store = serving.make_store(tmp_path / "g")
    with serving.running(store, "--workers", "2") as server:
        for path in (
            "", "sparql", "country/ru.html", "country/ru.jsonld", "explore", "search?q=lavrov", "query", ".well-known/void",
            "resource?iri=http://example.org/x", "sparql?query=SELECT*{SERVICE<http://example.org/>{?s?p?o}}",
            "store?graph=http://example.org/x", "sparql?query=ASK{}&default-graph-uri=http://example.org/",
        ):  # fmt: skip
            assert serving.ask(server.url + path).status < 500
    assert _calls(guarded) == []
