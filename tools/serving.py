"""A running `kg serve` over the small graph, and a client that shows answers as they are."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.graph.store import Store

EXAMPLE = Path(__file__).parents[1] / "tests" / "data" / "example.trig"
MORE = """
@prefix e: <https://w3id.org/diplokg/event/> . @prefix dcterms: <http://purl.org/dc/terms/> .
<https://w3id.org/diplokg/graph/events> {
  e:2019-12-10-meeting-lavrov-pompeo-do4lpcdl dcterms:replaces e:2019-12-10-meeting-pompeo-old .
}
"""


def make_store(folder: Path, *quads: ox.Quad) -> Path:
    """A published store with the small graph, and an event that has taken the place of another."""
    with Store.open(folder) as store:
        store.graph.load(path=EXAMPLE, format=ox.RdfFormat.TRIG)
        store.graph.load(MORE.encode(), format=ox.RdfFormat.TRIG)
        store.graph.extend(quads)
        store.publish()
    return folder


@dataclass(frozen=True, slots=True)
class Got:
    """An answer: status, headers by lower-case name, body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_Stay)


def ask(
    url: str,
    *,
    method: str | None = None,
    data: bytes | None = None,
    timeout: float = 30,
    **headers: str,
) -> Got:
    """One request, redirects not followed; header names with _ for -."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, data=data, method=method, headers=named)
    if data is not None and "content-type" not in {n.lower() for n in named}:
        request.add_header("Content-Type", "")
    try:
        with _OPENER.open(request, timeout=timeout) as answer:
            return Got(
                answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
            )
    except urllib.error.HTTPError as error:
        return Got(error.code, {k.lower(): v for k, v in error.headers.items()}, error.read())


@dataclass(frozen=True, slots=True)
class Server:
    """Where it is, its process, and the lines that it has written to stderr."""

    url: str
    process: subprocess.Popen[str]
    log: list[str] = field(default_factory=list)

    def tree(self) -> list[int]:
        """Its process and all below it, from Linux."""
        found, todo = [], [self.process.pid]
        while todo:
            pid = todo.pop()
            found.append(pid)
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                with contextlib.suppress(OSError):
                    todo += map(int, task.read_text().split())
        return found


@contextlib.contextmanager
def running(store: Path, *options: str) -> Iterator[Server]:
    """A server on a port that is free, as a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0", *options],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stderr is not None
    try:
        url = ""
        for line in process.stderr:
            if found := re.match(r"http://\S+", line):
                url = found[0]
                break
        assert url, "the server did not start"
        end = time.monotonic() + 30
        while True:
            with contextlib.suppress(OSError):
                if ask(url + "health", timeout=5).status == 200:
                    break
            assert time.monotonic() < end
            time.sleep(0.05)
        server = Server(url, process)
        # Read all the time: a pipe that is full would stop the server.
        threading.Thread(
            target=lambda: server.log.extend(process.stderr or ()), daemon=True
        ).start()
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)
        process.stderr.close()


def curl() -> str | None:
    """The program, where there is one."""
    return shutil.which("curl")
