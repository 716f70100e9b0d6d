"""Builds that are killed at random moments and resumed: nothing reported is lost, the bytes are the same.

    .venv/bin/python tools/kill_builds.py [--builds 100] [--articles 500] [--seed 1] [-- OPTIONS OF kg build]

Half of the builds are killed from outside after a random time; the other half kill themselves inside one of
the store's writes, by a wrapper that stands in this file and not in the program. Each build is resumed until
it ends, and is killed once more on the way with some probability; then the export is compared, byte for byte,
with that of a build that nobody disturbed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import generated_articles

_WRAPPER = '''
import os, random, signal, sys
path, at, seed, *argv = sys.argv[1:]
from kg.construction import pipeline
from kg.core.index import Index
from kg.graph.store import Store
done = 0
if int(at) >= 0:
    rng = random.Random(seed)

    def dying(before):
        def write(*given, **named):
            global done
            done += 1
            if done == int(at) and rng.random() < 0.5:
                os.kill(os.getpid(), signal.SIGKILL)  # as the write begins
            if done == int(at):
                import threading  # or while it goes on
                delay = rng.random() * 0.02
                threading.Timer(delay, os.kill, (os.getpid(), signal.SIGKILL)).start()
            return before(*given, **named)
        return write

    for owner, names in (
        (Store, ("put", "put_all", "_replace", "announce", "clear_events", "change_events", "set_reference", "publish", "settled", "_set")),
        (Index, ("commit", "clear")),
    ):
        for name in names:
            if hasattr(owner, name):
                setattr(owner, name, dying(getattr(owner, name)))
# What is reported as done is written down at once, so that it can be checked afterwards.
log = open(path, "a", buffering=1)
from kg.cli import common
step = common.Bar.step

def told(self, article=None):
    log.write(getattr(article, "id", "") + "\\n")
    return step(self, article)

common.Bar.step = told
from kg.cli import main
code = main(["build", *argv])
print(done, file=open(path + ".writes", "w"), flush=True)
sys.exit(code)
'''  # fmt: skip


@dataclass
class Outcome:
    """What came of it."""

    kills: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0


def _command(
    source: Path, store: Path, log: Path, at: int, seed: int, options: list[str]
) -> list[str]:
    wrapped = [
        "-c",
        _WRAPPER,
        str(log),
        str(at),
        str(seed),
        str(source),
        "--store",
        str(store),
        "-q",
    ]
    return [sys.executable, *wrapped, *options]


def _export(store: Path, to: Path) -> str:
    command = [sys.executable, "-m", "kg", "export", "--store", str(store), "-o", str(to), "-q"]
    subprocess.run(command, check=True)
    return hashlib.sha256(to.read_bytes()).hexdigest()


def _stored(store: Path) -> set[str]:
    """The articles that are there, also when no view was published: as the next build will see them."""
    from kg.graph.store import Store

    with Store.open(store) as opened:
        return set(opened.sources())


def run(
    folder: Path, *, builds: int, articles: int, seed: int = 1, options: list[str] | None = None
) -> Outcome:
    """Makes, kills and resumes so many builds."""
    rng = random.Random(seed)
    outcome = Outcome()
    given = options or []
    source = generated_articles.write(folder / "articles.jsonl", articles, seed=seed)
    begun = time.monotonic()
    command = _command(source, folder / "calm", folder / "calm.log", 0, 0, given)
    subprocess.run(command, check=True)
    calm = time.monotonic() - begun
    expected = _export(folder / "calm", folder / "calm.trig")
    writes = int((folder / "calm.log.writes").read_text())
    everything = set((folder / "calm.log").read_text().split())
    if len(everything) != articles:
        outcome.failures.append(f"the undisturbed build reported {len(everything)} of {articles}")
    for n in range(builds):
        store, log = folder / f"g{n}", folder / f"g{n}.log"
        inside = n % 2 == 1
        killed = 0
        while True:
            disturbed = not killed or (killed < 4 and rng.random() < 0.4)
            at = rng.choice([rng.randint(1, writes), rng.randint(max(1, writes - 12), writes)])
            command = _command(
                source, store, log, at if disturbed and inside else -1, rng.randrange(10**9), given
            )
            process = subprocess.Popen(
                command, stderr=subprocess.PIPE, text=True, start_new_session=True
            )
            if disturbed and not inside:
                try:
                    process.wait(rng.uniform(0.2, calm))
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)  # with its workers, if it has some
            said = process.communicate()[1]
            if process.returncode == 0 and killed:
                break
            if process.returncode == 0:  # it was quicker than we were: from the beginning, then
                shutil.rmtree(store)
                log.unlink()
                continue
            if process.returncode != -signal.SIGKILL:
                outcome.failures.append(f"build {n}: ended with {process.returncode}: {said[:500]}")
                break
            killed += 1
            outcome.kills["inside a write" if inside else "from outside"] += 1
            reported = set(log.read_text().split()) if log.exists() else set()
            if (store / "store.json").exists() and (lost := reported - _stored(store)):
                outcome.failures.append(
                    f"build {n}: lost {sorted(lost)[:5]} of {len(reported)} reported"
                )
        if _export(store, folder / "out.trig") != expected:
            outcome.failures.append(f"build {n}: other bytes than undisturbed, kept in {store}")
        else:
            shutil.rmtree(store)
        if n % 10 == 9:
            print(
                f"{n + 1} builds, {outcome.kills.total()} kills, {len(outcome.failures)} failures,"
                f" {time.monotonic() - begun:.0f} s",
                file=sys.stderr,
                flush=True,
            )
    outcome.seconds = time.monotonic() - begun
    return outcome


def main() -> int:
    """Runs it and prints what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--builds", type=int, default=100)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("options", nargs="*", help="options of kg build, after --")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(
            Path(folder),
            builds=given.builds,
            articles=given.articles,
            seed=given.seed,
            options=given.options,
        )
    print(
        f"{given.builds} builds of {given.articles} articles, {outcome.kills.total()} kills "
        f"({', '.join(f'{n} {how}' for how, n in sorted(outcome.kills.items()))}), "
        f"{outcome.seconds:.0f} s: {len(outcome.failures)} failures"
    )
    for failure in outcome.failures:
        print(failure)
    return bool(outcome.failures)


if __name__ == "__main__":
    sys.exit(main())
