"""What a figure is, and how one is measured: in turns, by the clock of the processor, with its spread."""

from __future__ import annotations

import json
import math
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1]

Work = Callable[[], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table: all values that were measured, and the goal, if there is one.

    ``most`` and ``least`` are goals. ``cite`` is what docs/accuracy.md says of it; "" leaves it out.

    >>> f = Figure(subject="start", what="kg --help", values=(0.2, 0.3, 0.22), unit="s", most=0.3)
    >>> f.median, f.reached, f.told
    (0.22, True, '0.220 s (0.200 to 0.300)')
    """

    subject: str
    what: str
    values: tuple[float, ...]
    unit: str = ""
    most: float | None = None
    least: float | None = None
    note: str = ""
    cite: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def reached(self) -> bool | None:
        """Is the goal reached? None where there is none."""
        if self.most is None and self.least is None:
            return None
        low = self.least is None or self.median >= self.least
        return low and (self.most is None or self.median <= self.most)

    @property
    def goal(self) -> str:
        words = [] if self.most is None else [f"at most {number(self.most)}"]
        words += [] if self.least is None else [f"at least {number(self.least)}"]
        return ", ".join(words)

    @property
    def told(self) -> str:
        """The median with its unit, and the range where there is more than one value."""
        unit = f" {self.unit}" if self.unit else ""
        if len(self.values) == 1:
            return number(self.median) + unit
        low, high = min(self.values), max(self.values)
        return f"{number(self.median)}{unit} ({number(low)} to {number(high)})"


def number(n: float) -> str:
    """Three digits that count.

    >>> number(0.1984), number(63.21), number(12345)
    ('0.198', '63.2', '12,345')
    """
    digits = 3 if abs(n) < 1 else 2 if abs(n) < 10 else 1 if abs(n) < 1000 else 0
    return f"{n:,.{digits}f}"


def cpu(work: Work) -> float:
    """Seconds of the processor, all threads of this process together."""
    began = time.process_time()
    work()
    return time.process_time() - began


def clock(work: Work) -> float:
    """Seconds that pass."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def in_turn(rounds: int, *works: Work, timed: Callable[[Work], float] = cpu) -> list[list[float]]:
    """Seconds of each work in each round, one after the other, so that a disturbance meets all.

    The order turns round from one round to the next.

    >>> [len(row) for row in in_turn(3, lambda: None, lambda: None)]
    [3, 3]
    """
    rows: list[list[float]] = [[] for _ in works]
    for n in range(rounds):
        order = range(len(works)) if n % 2 == 0 else range(len(works) - 1, -1, -1)
        for k in order:
            rows[k].append(timed(works[k]))
    return rows


def ratios(above: Sequence[float], below: Sequence[float]) -> tuple[float, ...]:
    """Round by round; a time too short to be measured counts as ten microseconds."""
    return tuple(a / max(b, 1e-5) for a, b in zip(above, below, strict=True))


def slope(points: Iterable[tuple[float, float]]) -> float:
    """The exponent of growth: the slope of a straight line through the logarithms.

    >>> round(slope([(10, 5), (100, 50), (1000, 500)]), 6)
    1.0
    """
    logs = [(math.log(x), math.log(max(y, 1e-9))) for x, y in points]
    return statistics.linear_regression(*zip(*logs, strict=True)).slope


@dataclass(frozen=True, slots=True)
class Ended:
    """What a process cost: seconds of the processor and of the clock, and its most memory in MB."""

    cpu: float
    wall: float
    memory: float
    said: str


def process(*words: str, feed: str | None = None, needed: bool = True) -> Ended:
    """Runs a process to its end and says what it and its children cost. RuntimeError if it fails."""
    env = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(TESTS)}
    began = time.perf_counter()
    with subprocess.Popen(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
    ) as child:
        # Few lines come back, so that neither pipe fills up.
        said = child.stdout.read() if child.stdout else b""
        wrong = child.stderr.read() if child.stderr else b""
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if needed and child.returncode:
        raise RuntimeError(f"{' '.join(words)[:200]}: {wrong.decode()[-2000:]}")
    return Ended(
        used.ru_utime + used.ru_stime,
        time.perf_counter() - began,
        used.ru_maxrss / 1024,
        said.decode(),
    )


def apart(module: str, **given: Any) -> tuple[Any, Ended]:
    """What ``benchmarks.MODULE`` prints as JSON when it runs in a process of its own."""
    ended = process(sys.executable, "-m", f"benchmarks.{module}", json.dumps(given))
    return json.loads(ended.said.splitlines()[-1]), ended


def memory(pid: int | None = None) -> tuple[float, float]:
    """Resident and proportional memory of a process in MB (Linux)."""
    text = Path(f"/proc/{pid or 'self'}/smaps_rollup").read_text(encoding="ascii")
    rows = {line.split(":")[0]: line.split()[1] for line in text.splitlines()[1:]}
    return int(rows["Rss"]) / 1024, int(rows["Pss"]) / 1024


def machine() -> str:
    """The machine in general words.

    >>> "Python" in machine()
    True
    """
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    cores = "one core" if count == 1 else "two cores" if count == 2 else f"{count} cores"
    return (
        f"{platform.system()} on {platform.machine()}, {cores}, Python {platform.python_version()}"
    )


def load() -> float:
    """Processes that wanted to run during the last minute."""
    return os.getloadavg()[0]


def table(figures: Sequence[Figure]) -> str:
    """The figures in Markdown."""
    rows = ["| subject | what | measured | goal | | note |", "|---|---|---:|---|---|---|"]
    marks = {True: "reached", False: "**missed**", None: ""}
    rows += [
        f"| {f.subject} | {f.what} | {f.told} | {f.goal} | {marks[f.reached]} | {f.note} |"
        for f in figures
    ]
    return "\n".join(rows)


def from_json(text: str) -> list[Figure]:
    """The figures of ``as_json``.

    >>> one = Figure(subject="s", what="w", values=(1.0, 2.0))
    >>> from_json(as_json([one])) == [one]
    True
    """
    names = [f.name for f in fields(Figure)]
    rows = json.loads(text)["figures"]
    return [Figure(**{n: tuple(r[n]) if n == "values" else r[n] for n in names}) for r in rows]


def as_json(figures: Sequence[Figure], **more: Any) -> str:
    """The figures with all their values."""
    rows = [{**asdict(f), "median": f.median, "reached": f.reached} for f in figures]
    return json.dumps({"machine": machine(), **more, "figures": rows}, indent=1)
