"""What ``--engine ray`` costs beside plain workers: ``python tools/cluster_cost.py [--articles 2000] [--rounds 3]``.

Each round builds the same generated articles with both, by turns, each into a fresh store, with two
workers. The processor's time is that of the command and of all that it started, Ray's own processes
included: this process adopts those whose parents end, and waits for them. The graphs are compared.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import generated_articles

_ADOPT = 36  # PR_SET_CHILD_SUBREAPER


def spent(command: list[str]) -> tuple[float, float]:
    """Runs a command; the processor's time of all that it started, and the clock's."""
    began = time.perf_counter()
    seen: dict[int, float] = {}
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.1):
            seen.update(_descendants())

    # Ray's processes are not waited for by their parents, so their time is read while they live.
    watch = threading.Thread(target=look)
    watch.start()
    subprocess.run(command, check=True)
    clock = time.perf_counter() - began
    while True:  # whatever it left behind
        try:
            os.wait()
        except ChildProcessError:
            break
    done.set()
    watch.join()
    return sum(seen.values()), clock


def _descendants() -> dict[int, float]:
    """The processor's time of each process that comes from this one."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        number = int(path.parent.name)
        parents[number] = int(fields[1])
        used[number] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    ours = {os.getpid()}
    while more := {n for n, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return {n: used[n] for n in ours - {os.getpid()}}


def write(path: Path, number: int, sentences: int) -> Path:
    """Generated articles of some sentences each: several short ones put together."""
    short = generated_articles.write(path.with_suffix(".short"), number * sentences)
    rows = [json.loads(line) for line in short.read_text(encoding="utf-8").splitlines()]
    with path.open("w", encoding="utf-8") as out:
        for n in range(number):
            some = rows[n * sentences : (n + 1) * sentences]
            text = "\n\n".join(r["text"] for r in some)
            one = {"id": f"{n:05d}", "text": text, "published": some[0]["published"]}
            out.write(json.dumps(one) + "\n")
    return path


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--sentences", type=int, default=2, help="paragraphs of two sentences each")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)
    kg = Path(sys.executable).with_name("kg")
    ways = {"workers": [], "ray": ["--engine", "ray"]}
    cpu: dict[str, list[float]] = {w: [] for w in ways}
    clock: dict[str, list[float]] = {w: [] for w in ways}
    digests = set()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = write(folder / "a.jsonl", options.articles, options.sentences)
        for number in range(options.rounds):
            for way, extra in ways.items():
                store = folder / f"{way}-{number}"
                command = [str(kg), "build", str(source), "--store", str(store), "--workers", "2"]
                one, took = spent([*command, "-q", *extra])
                cpu[way].append(one)
                clock[way].append(took)
                out = folder / f"{way}-{number}.trig"
                spent([str(kg), "export", "--store", str(store), "-o", str(out), "-q"])
                digests.add(hashlib.sha256(out.read_bytes()).hexdigest())
                print(f"{way}: {one:.1f} s of the processor, {took:.1f} s of the clock", flush=True)
    ratio = statistics.median(cpu["ray"]) / statistics.median(cpu["workers"])
    slower = statistics.median(clock["ray"]) / statistics.median(clock["workers"])
    print(f"{options.articles} articles, medians: processor {ratio:.2f}, clock {slower:.2f}")
    print("the same bytes" if len(digests) == 1 else f"{len(digests)} different graphs")


if __name__ == "__main__":
    main()
