"""With the network cut, everything works; and nothing even tries: no name is looked up, no host is called."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import generated_articles
import pytest
import serving
from source_files import PAGE, put

# Loaded by Python at its start: every attempt to reach another machine is written down and refused.
GUARD = """
import os, socket
LOOPBACK = ("127.0.0.1", "::1", "localhost")

def _refuse(what):
    with open(os.environ["KG_TEST_CALLS"], "a") as out:
        out.write(what + "\\n")
    raise OSError("the network is cut")

def _guard(name, before):
    def guarded(self, address, *more):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            _refuse(f"{name} {address!r}")
        return before(self, address, *more)
    return guarded

for name in ("connect", "connect_ex", "sendto"):
    if name != "sendto":
        setattr(socket.socket, name, _guard(name, getattr(socket.socket, name)))
looked_up = socket.getaddrinfo

def getaddrinfo(host, *more, **named):
    if host not in (*LOOPBACK, None, ""):
        _refuse(f"getaddrinfo {host!r}")
    return looked_up(host, *more, **named)

socket.getaddrinfo = getaddrinfo
socket.gethostbyname = lambda host: _refuse(f"gethostbyname {host!r}")
socket.create_connection.__globals__["getaddrinfo"] = getaddrinfo
"""


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
    folder = tmp_path_factory.mktemp("guard")
    (folder / "sitecustomize.py").write_text(GUARD)
    root = str(Path(__file__).parents[2])
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(folder), root]),
        "KG_TEST_CALLS": str(folder / "calls"),
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
    assert _calls(guarded) == ["getaddrinfo 'example.org'"]
    Path(guarded["KG_TEST_CALLS"]).unlink()


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
    store = ("--store", tmp_path / "g")
    verbs: list[tuple[int, tuple[object, ...]]] = [
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
