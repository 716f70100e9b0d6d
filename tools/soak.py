"""A long mixed load on a running `kg serve`, hostile requests among it: does it stay quick, and its memory flat?

    .venv/bin/python tools/soak.py [--seconds 3600] [--rate 20] [--store DIR]

Prints a table: requests, median and 95th percentile for each kind, errors, and the memory of the server and
all its processes at the start, in the middle and at the end. Ends with 1 when an answer was an error of the
server's own, when its log is not empty, or when its memory grew.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote, urlencode

import fuzz_http
import serving
from hostile_queries import HOSTILE, OTHERS
from serving import Server, ask

GROWTH = 100
"""MB that the whole may grow by from the first tenth of the time to its end."""
PAGES = [
    *OTHERS, "", "query", "queries", "country/ru", "country/us.jsonld", "explore", "ns.html", ".well-known/void", "health",
    "data/around?select=actor:person/sergey-lavrov-q58217", "store?graph=https://w3id.org/diplokg/graph/events",
    "queries/who-met?person=pompeo", "search?q=russia&format=json", "person/sergey-lavrov-q58217.html",
]  # fmt: skip
QUERIES = [
    "SELECT ?l { ?c a kg:State ; rdfs:label ?l } ORDER BY ?l", "ASK { ?e kg:status kg:Held }",
    "CONSTRUCT { ?c rdfs:label ?l } WHERE { ?c a kg:State ; rdfs:label ?l }", "DESCRIBE c:ru",
    "SELECT ?t (COUNT(*) AS ?n) { ?e a ?t ; kg:status ?s } GROUP BY ?t ORDER BY DESC(?n) LIMIT 9",
]  # fmt: skip


def plan(rng: random.Random) -> Iterator[tuple[str, bytes | str]]:
    """Kinds, with an address below the server's or a raw request."""
    malformed = [raw for kind, raw in fuzz_http.requests(500, 11) if len(raw) < 100_000]
    while True:
        lot = rng.random()
        if lot < 0.60:
            yield "page or document", rng.choice(PAGES)
        elif lot < 0.90:
            form = {"query": rng.choice(QUERIES), "format": rng.choice(["json", "csv", "ttl"])}
            yield "query", "sparql?" + urlencode(form)
        elif lot < 0.998:
            yield "hostile request", rng.choice(malformed)
        else:
            yield "hostile query", "sparql?query=" + quote(rng.choice(HOSTILE)[:50_000])


class Load:
    """Sends requests at a steady rate and remembers what came of them."""

    def __init__(self, server: Server, *, seed: int) -> None:
        self.server = server
        self.plan = plan(random.Random(seed))
        self.times: dict[str, list[float]] = defaultdict(list)
        self.statuses: dict[str, Counter[int]] = defaultdict(Counter)
        self.errors: list[str] = []
        self.late = 0
        self._lock = threading.Lock()
        where = server.url.removeprefix("http://").rstrip("/").rpartition(":")
        self._address = (where[0], int(where[2]))

    def one(self, kind: str, what: bytes | str) -> None:
        begun = time.monotonic()
        try:
            if isinstance(what, bytes):
                got = fuzz_http.exchange(self._address, what, cut=True)
                status = int(got[9:12]) if got.startswith(b"HTTP/1.1 ") else 0
            else:
                status = ask(self.server.url + what, timeout=60).status
            error = f"{kind}: {status}: {what[:200]!r}" if status in (500, 501, 502) else ""
            if kind in ("page or document", "query") and status not in (200, 204, 303, 406):
                error = f"{kind}: {status}: {what[:200]!r}"
        except (OSError, ValueError) as fault:
            status, error = -1, f"{kind}: {type(fault).__name__}: {fault}: {what[:200]!r}"
        with self._lock:
            self.times[kind].append(time.monotonic() - begun)
            self.statuses[kind][status] += 1
            if error:
                self.errors.append(error)

    def run(self, seconds: float, rate: float) -> list[tuple[float, int]]:
        """The load for so long; gives the memory (MB) at times (seconds)."""
        begun = time.monotonic()
        memory: list[tuple[float, int]] = []
        room = threading.BoundedSemaphore(64)
        with ThreadPoolExecutor(32) as threads:
            for n, (kind, what) in enumerate(self.plan):
                at = begun + n / rate
                now = time.monotonic()
                if at > begun + seconds:
                    break
                if not memory or now - begun > memory[-1][0] + seconds / 60:
                    memory.append((now - begun, fuzz_http._memory(self.server.tree())))
                    told = f"{now - begun:.0f} s: {n} sent, {len(self.errors)} errors, {memory[-1][1]} MB"
                    print(told, file=sys.stderr, flush=True)
                if at > now:
                    time.sleep(at - now)
                elif now - at > 5:
                    self.late += 1
                room.acquire()
                threads.submit(self.one, kind, what).add_done_callback(lambda _: room.release())
        time.sleep(2)
        memory.append((time.monotonic() - begun, fuzz_http._memory(self.server.tree())))
        return memory

    def table(self, memory: list[tuple[float, int]], seconds: float) -> Iterator[str]:
        total = sum(map(len, self.times.values()))
        yield f"{total:,} requests in {seconds:.0f} s ({total / seconds:.1f} a second), {self.late} sent late"
        yield f"{'kind':18}{'requests':>10}{'median ms':>11}{'p95 ms':>9}{'worst s':>9}  answers"
        for kind, times in sorted(self.times.items()):
            p95 = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
            told = ", ".join(f"{s}: {n}" for s, n in sorted(self.statuses[kind].items()))
            yield f"{kind:18}{len(times):>10,}{median(times) * 1000:>11.1f}{p95 * 1000:>9.1f}{max(times):>9.2f}  {told}"
        yield f"errors of the server's own: {len(self.errors)}; lines in its log: {len(self.server.log)}"
        shown = [memory[0], *(memory[len(memory) * i // 4] for i in (1, 2, 3)), memory[-1]]
        yield "memory of all its processes: " + ", ".join(
            f"{mb} MB at {at:.0f} s" for at, mb in shown
        )


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = given.store or serving.make_store(Path(folder, "graph"))
        with serving.running(store, "--timeout", "10", "--workers", "4") as server:
            load = Load(server, seed=given.seed)
            begun = time.monotonic()
            memory = load.run(given.seconds, given.rate)
            print("\n".join(load.table(memory, time.monotonic() - begun)))
    early = max(mb for at, mb in memory if at <= max(given.seconds / 10, 20))
    late = median(mb for at, mb in memory[-5:])
    print(f"from {early} MB early on to {late:.0f} MB at the end")
    for line in [*load.errors[:20], *server.log[:20]]:
        print(line.rstrip())
    return bool(load.errors or server.log or late - early > GROWTH)


if __name__ == "__main__":
    sys.exit(main())
