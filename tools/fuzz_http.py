"""Requests that were made to do harm, over raw connections, to a running `kg serve`.

    .venv/bin/python tools/fuzz_http.py [--requests N] [--seed N]

The same seed gives the same requests. Every answer must be HTTP, come within ten seconds, and, if it is a
refusal, be one line for a person; the log of the server must stay empty, and its memory within a limit.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import serving
from http_requests import Request, requests
from serving import Server

SECONDS = 10.0
GROWTH = 200
"""MB that all processes of the server together may grow by."""
OPTIONS = ["--timeout", "4", "--memory", "400", "--workers", "4"]


@dataclass
class Outcome:
    """What came of it."""

    statuses: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    memory: tuple[int, int] = (0, 0)
    failures: list[str] = field(default_factory=list)


def exchange(
    address: tuple[str, int], raw: bytes, *, timeout: float = SECONDS, cut: bool = False
) -> bytes:
    """All that comes back until the server closes; ``cut`` says that it may be no whole request."""
    answer = bytearray()
    end = time.monotonic() + timeout
    with socket.create_connection(address, timeout=timeout) as connection:
        # If it does not want to hear more, what it says is read all the same.
        with contextlib.suppress(OSError):
            connection.sendall(raw)
        # What never was a whole request is waited for; a second of silence, and we hang up.
        patience = 1.0 if cut else timeout
        while True:
            connection.settimeout(min(patience, max(0.01, end - time.monotonic())))
            try:
                piece = connection.recv(1 << 16)
            except ConnectionError:
                break
            except TimeoutError:
                if patience == timeout:
                    raise
                patience = timeout
                connection.shutdown(socket.SHUT_WR)
                continue
            if not piece:
                break
            answer += piece
    return bytes(answer)


def _judge(kind: str, raw: bytes, answer: bytes) -> str:
    """The status, after a look at what came back; raises AssertionError for what must not be."""
    if not answer:
        # To hang up is an answer to what never became a request.
        assert kind == "malformed", "no answer"
        return "none"
    assert answer.startswith(b"HTTP/1.1 "), answer[:60]
    status = int(answer[9:12])
    head, _, body = answer.partition(b"\r\n\r\n")
    lower = head.lower()
    length = re.search(rb"\ncontent-length: (\d+)", lower)
    if length and not raw.startswith(b"HEAD"):
        body = body[: int(length[1])]  # a second request may have been hidden in the first
    assert status != 500, body[:300]
    for sign in (
        b"Traceback",
        b"site-packages",
        b"/kg/",
        b'File "',
        b"root:",
        b"starlette",
        b"uvicorn",
        b"h11",
    ):
        assert sign.lower() not in lower or sign == b"/kg/", (sign, head[:300])
        assert status < 400 or sign not in body, (sign, body[:300])
    assert b"\nserver:" not in lower
    assert b"x-content-type-options: nosniff" in lower, head[:300]
    if status >= 400 and not raw.startswith(b"HEAD"):
        if b"text/html" in lower:
            assert b"<main" in body, body[:200]
        else:
            text = body.decode()
            assert text.endswith("\n"), text[:200]
            assert len(text.splitlines()) == 1, text[:200]
            assert len(text) < 2000, text[:100]
    return str(status)


def _memory(pids: list[int]) -> int:
    """MB that are the processes' own, from Linux."""
    total = 0
    for pid in pids:
        try:
            text = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            continue
        total += sum(int(x.split()[1]) for x in text.splitlines() if x.startswith("RssAnon:"))
    return total >> 10


def fuzz(server: Server, number: int, *, seed: int = 1, at_once: int = 4) -> Outcome:
    """Sends so many requests."""
    parts = urlsplit(server.url)
    address = (parts.hostname or "", parts.port or 0)
    outcome = Outcome()
    lock = threading.Lock()
    before = 0

    def one(request: Request) -> None:
        kind, raw = request
        begun = time.monotonic()
        try:
            status = _judge(kind, raw, exchange(address, raw, cut=kind == "malformed"))
            failure = ""
        except (AssertionError, OSError, ValueError) as error:
            status, failure = "failed", f"{kind}: {raw[:300]!r}: {type(error).__name__}: {error}"
        with lock:
            outcome.statuses[f"{kind}: {status}"] += 1
            outcome.slowest = max(outcome.slowest, time.monotonic() - begun)
            if failure:
                outcome.failures.append(failure)

    listed = list(requests(number, seed))
    with ThreadPoolExecutor(at_once) as threads:
        list(threads.map(one, listed[: number // 5]))
        before = _memory(server.tree())
        list(threads.map(one, listed[number // 5 :]))
    time.sleep(1)
    outcome.memory = (before, _memory(server.tree()))
    if outcome.memory[1] - before > GROWTH:
        outcome.failures.append(f"memory grew from {before} to {outcome.memory[1]} MB")
    if outcome.slowest > SECONDS:
        outcome.failures.append(f"the slowest took {outcome.slowest:.1f} s")
    return outcome


def main() -> int:
    """Runs it against a server of its own and prints what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = serving.make_store(Path(folder, "graph"))
        begun = time.monotonic()
        with serving.running(store, *OPTIONS) as server:
            outcome = fuzz(server, given.requests, seed=given.seed)
            taken = time.monotonic() - begun
        log = "".join(server.log)
    print(
        f"{given.requests} requests, {taken:.0f} s: slowest {outcome.slowest:.2f} s, memory "
        f"{outcome.memory[0]} -> {outcome.memory[1]} MB, {len(outcome.failures)} failures"
    )
    for what, times in sorted(outcome.statuses.items()):
        print(f"  {times:6} {what}")
    for failure in outcome.failures[:40]:
        print(failure)
    if log.strip():
        print("log:", log[:3000])
    return bool(outcome.failures or log.strip())


if __name__ == "__main__":
    sys.exit(main())
