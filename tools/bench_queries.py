"""Times the named queries on a generated graph, and rdflib's own engine beside them, in one run.

    .venv/bin/python tools/bench_queries.py [FOLDER] [--triples 1000000] [--rdflib] [--only NAME ...]

Both the time that passes and the time of the processor are shown: on a machine with other work, the
second is what the query costs. rdflib gets one graph with all triples, and a minute of the processor
for each query; each runs in a process of its own, so that it can be ended. Parameters are drawn from
the actors, pairs and topics of the graph: the most frequent ones first, then over the whole range.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

import big_store
import pyoxigraph as ox

from kg.ask.query import _KINDS as KINDS
from kg.ask.query import _bind, _lines_for, named_queries, run_named
from kg.core.ids import BASE
from kg.core.vocab import PREFIXES
from kg.graph.names import Stored

MINUTE = 60
POINT = {
    "who-met": ("person",), "who-met-most": ("person",), "last-meeting-before": ("person", "other", "before"),
    "last-contact-before": ("person", "other", "before"), "common-contacts": ("from", "to"),
    "chain": ("from", "to"), "itinerary": ("person",), "accompanied": ("person",), "first-to-report": ("person",),
    "first-meetings": ("person",), "who-called-most": ("person",), "bilateral-timeline": ("country", "other"),
    "contacts-by-year": ("country", "other"), "topics-of-pair": ("country", "other"), "silences": ("country", "other"),
    "topic-timeline": ("topic",), "topics-together": ("topic",), "topic-by-year": ("topic",),
}  # fmt: skip
"""Questions about a person, a pair or a topic, and the parameters that are drawn for them."""

RANKINGS = (
    "who-met-most", "who-called-most", "states-most", "hosts", "outlets", "scoops", "largest-events",
    "topics-together", "topic-by-year", "third-countries", "planned-never-seen", "level-mismatch",
    "announced-ahead", "called-off", "first-meetings",
)  # fmt: skip


def draws(count: int, people: int, seed: int = 3) -> list[dict[str, str]]:
    """Values for all parameters, ``count`` times: the most frequent actors first, the rest at random."""
    rng = random.Random(seed)
    out = []
    for n in range(count):
        a, b = (n, n + 1) if n < 3 else rng.sample(range(people // 4), 2)
        one, other = rng.sample(big_store.STATES, 2)
        out.append(
            {
                "person": big_store.person(a), "from": big_store.person(a), "to": big_store.person(b),
                "actor-other": big_store.person(b), "country": f"country/{one}",
                "country-other": f"country/{other}", "before": "2015-01-01",
                "topic": f"topic/subject-{n if n < 3 else rng.randrange(big_store.TOPICS)}",
            }
        )  # fmt: skip
    return out


def params(name: str, values: dict[str, str]) -> dict[str, str]:
    kinds = {p.name: p.kind for p in named_queries()[name].params}
    return {
        p: values[f"{'country' if kinds[p] == 'country' else 'actor'}-other" if p == "other" else p]
        for p in POINT[name]
    }


def ours(graph: ox.Store, name: str, given: dict[str, str]) -> tuple[float, float, int]:
    """Seconds passed, seconds of the processor, rows."""
    wall, cpu = time.perf_counter(), time.process_time()
    rows = len(run_named(graph, name, given).rows)
    return time.perf_counter() - wall, time.process_time() - cpu, rows


def text_of(graph: ox.Store, name: str, given: dict[str, str]) -> str:
    q = named_queries()[name]
    terms = {}
    for p in q.params:
        words = given.get(p.name, p.default)
        if words:
            terms[p.name] = KINDS[p.kind](Stored(graph), words, p.name, "bench")
    return _bind(_lines_for(q.text, terms), terms)


def theirs(graph, text: str) -> float | None:  # type: ignore[no-untyped-def]
    """Seconds of the processor in rdflib; None when a minute is not enough."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        spent = int(time.process_time())
        resource.setrlimit(resource.RLIMIT_CPU, (spent + MINUTE, spent + MINUTE + 1))
        cpu = time.process_time()
        try:
            list(graph.query(text, initNs=dict(PREFIXES)))
            os.write(writing, str(time.process_time() - cpu).encode())
        except Exception as error:
            os.write(writing, f"error {type(error).__name__}".encode())
        os._exit(0)
    os.close(writing)
    told = os.read(reading, 200).decode()
    os.close(reading)
    os.waitpid(pid, 0)
    return float(told) if told and not told.startswith("error") else None


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("folder", nargs="?", type=Path)
    options.add_argument("--triples", type=int, default=1_000_000)
    options.add_argument("--draws", type=int, default=20)
    options.add_argument("--rdflib", action="store_true")
    options.add_argument("--only", nargs="*", default=[])
    given = options.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp()) / "big"
    if not folder.exists():
        big_store.write(folder, given.triples)
    graph = ox.Store.read_only(str(folder))
    people = max(40, given.triples // big_store.TRIPLES_AN_EVENT // 8)
    print(f"{len(graph)} quads", flush=True)
    walls, cpus, first = [], [], {}
    for name in POINT:
        if given.only and name not in given.only:
            continue
        times = [ours(graph, name, params(name, d)) for d in draws(given.draws, people)]
        walls += [t[0] for t in times]
        cpus += [t[1] for t in times]
        first[name] = params(name, draws(4, people)[3])
        print(f"  {name:22} wall median {statistics.median(t[0] for t in times):.3f}  "
              f"cpu median {statistics.median(t[1] for t in times):.3f} worst {max(t[1] for t in times):.3f}", flush=True)  # fmt: skip
    if cpus:
        at = max(0, math.ceil(0.95 * len(cpus)) - 1)
        print(f"person, pair, topic: {len(cpus)} queries, p95 wall {sorted(walls)[at]:.3f} s, "
              f"cpu {sorted(cpus)[at]:.3f} s", flush=True)  # fmt: skip
    ranked = {}
    for name in RANKINGS:
        if given.only and name not in given.only:
            continue
        times = [ours(graph, name, {}) for _ in range(3)]
        ranked[name] = statistics.median(t[1] for t in times)
        print(f"  {name:22} ranking wall {statistics.median(t[0] for t in times):.3f} cpu {ranked[name]:.3f}", flush=True)  # fmt: skip
    if not given.rdflib:
        return
    import rdflib

    other = rdflib.Graph(bind_namespaces="none")
    with tempfile.NamedTemporaryFile(suffix=".nt") as file:
        ox.serialize((q.triple for q in graph), file.name, ox.RdfFormat.N_TRIPLES)
        other.parse(file.name, format="nt")
    print(f"rdflib {rdflib.__version__} has {len(other)} triples", flush=True)
    ratios = []
    asked = list(first.items()) + [(n, {}) for n in ranked]
    for name, values in asked:
        mine = statistics.median(ours(graph, name, values)[1] for _ in range(3))
        took = theirs(other, text_of(graph, name, values))
        if took is None:
            print(
                f"  {name:22} {'point' if values else 'ranking':8} ours {mine:.4f}  rdflib over {MINUTE} s",
                flush=True,
            )
            continue
        ratios.append(took / max(mine, 1e-4))
        print(f"  {name:22} {'point' if values else 'ranking':8} ours {mine:.4f}  rdflib {took:.3f}  {ratios[-1]:.1f} times; "
              f"geometric mean so far {math.exp(statistics.fmean(map(math.log, ratios))):.1f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    assert BASE
    sys.exit(main())
