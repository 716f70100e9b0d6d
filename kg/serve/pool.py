"""The processes behind the server: quick questions never wait for long ones.

Every question begins with a quick worker, and most end there. What is counted is the time of the
processor that it has used, so that a question is not called long because others are. After
``limits.quick`` it is long and moves on: its process goes on at a lower priority, and another takes its
place among the quick ones. While there are ``limits.long`` of those, it may stay where it is until the
place is needed; then it is ended, and begun again with three times the share when there is room, until
its time is over (multi-level feedback queues; Corbato et al. 1962, doi:10.1145/1460833.1460871). Two
workers are always kept for somebody new, and whoever comes last is served first: under a flood of hopeless
questions a new one waits for none of them. A process that takes too long, or too much memory, is ended
from outside.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from kg.serve.answer import problem
from kg.serve.limits import Limits
from kg.serve.memory import memory_of
from kg.serve.process import making, work

_LOOK = 0.025
"""Seconds between two looks at those who work."""

_SHARE = 0.06
"""Seconds of processor time after which a new question may have to leave its place to another."""

_RESERVED = 2
"""Workers that wait for somebody new."""

_SPARE = 2
"""Processes that are ready to take the place of one that was ended, and idle until then."""

_NICE, _NICER = 6, 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer as it comes from a worker; a large body lies in ``file``, which is to be removed."""

    status: int
    media: str
    headers: dict[str, str]
    body: bytes = b""
    file: Path | None = None


def _reply(status: int, what: str, mend: str, *, retry: int | None = None) -> Reply:
    headers = {"Retry-After": str(retry)} if retry else {}
    answer = problem(status, what, mend=mend, headers=headers)
    return Reply(
        status=answer.status, media=answer.media, headers=dict(answer.headers), body=answer.body
    )


@dataclass(eq=False, slots=True)
class _Worker:
    process: BaseProcess
    conn: Connection
    why: str = ""
    busy: bool = False
    long: bool = False
    gone: bool = False
    level: int = 0
    began: float = 0.0
    cpu: float = 0.0

    def ask(self, task: str, arguments: dict[str, Any]) -> Reply:
        self.conn.send((task, arguments))
        head = json.loads(self.conn.recv_bytes())
        body = self.conn.recv_bytes()
        file = head.pop("file", None)
        return Reply(**head, body=body, file=Path(file) if file else None)


class Pool:
    """Workers over one store; ``start`` it before use and ``stop`` it afterwards."""

    def __init__(self, path: Path, limits: Limits, scratch: Path) -> None:
        self.path = path
        self.limits = limits
        self.scratch = scratch
        self._all: set[_Worker] = set()
        self._idle: list[_Worker] = []
        self._spare: list[_Worker] = []
        self._queues: dict[int, list[asyncio.Future[_Worker]]] = {}
        # With two workers or one, not all of them can be kept waiting.
        self._reserved = min(_RESERVED, limits.workers - 1)
        self._starting = 0
        self._stopped = False
        # One thread for each process that may be asked, and some to start and end them.
        most = limits.workers + limits.long
        self._threads = ThreadPoolExecutor(max_workers=2 * most + 4, thread_name_prefix="kg-pool")
        self._make = making()
        self._tasks: set[asyncio.Task[None]] = set()
        self._aside: list[BaseProcess] = []

    async def start(self) -> None:
        """All quick workers, with the store open."""
        await asyncio.gather(*(self._add() for _ in range(self.limits.workers)))
        for _ in range(_SPARE):
            await self._refill()
        self._later(self._watch())

    async def stop(self) -> None:
        """Ends every process, whatever it is doing."""
        self._stopped = True
        for process in self._aside:
            process.terminate()
        for task in self._tasks:
            task.cancel()
        for worker in list(self._all):
            self._end(worker)
        await asyncio.to_thread(self._threads.shutdown)
        for worker in list(self._all):  # which began meanwhile
            self._end(worker)

    @property
    def long(self) -> int:
        """How many long questions there are now."""
        return sum(w.long for w in self._all)

    async def aside(self, target: Callable[..., None], *arguments: str) -> None:
        """A process of its own, beside the workers and without their limits, until it has ended."""

        def run() -> None:
            process: BaseProcess = self._make.Process(  # type: ignore[attr-defined]
                target=target, args=arguments, daemon=True
            )
            process.start()
            self._aside.append(process)
            process.join()

        await asyncio.get_running_loop().run_in_executor(self._threads, run)

    async def run(self, task: str, **arguments: Any) -> Reply:
        """What a worker answers, or 503, or 413, when it could not. When cancelled, it is ended."""
        deadline = time.monotonic() + self.limits.seconds
        level = 0
        while True:
            try:
                worker = await self._take(deadline, level)
            except TimeoutError:
                return _reply(
                    503, "the server is busy with long queries", "try again later", retry=10
                )
            worker.level = level
            reply = await self._with(worker, deadline, task, arguments)
            if reply is not None:
                return reply
            level += 1

    async def _with(
        self, worker: _Worker, deadline: float, task: str, arguments: dict[str, Any]
    ) -> Reply | None:
        """The answer of this worker; None when it had to leave its place."""
        worker.why, worker.began = "", time.monotonic()
        worker.cpu = _cpu(worker)
        worker.busy = True
        loop = asyncio.get_running_loop()
        asked = loop.run_in_executor(self._threads, worker.ask, task, arguments)
        try:
            done, _ = await asyncio.wait({asked}, timeout=deadline - time.monotonic())
            if not done:
                worker.why = "time"
                self._end(worker)
            return await asked
        except (EOFError, OSError, ValueError):
            return None if worker.why == "place" else self._failed(worker)
        except asyncio.CancelledError:
            self._end(worker)
            asked.add_done_callback(lambda f: f.cancelled() or f.exception())
            raise
        finally:
            worker.busy = False
            self._give(worker)

    def _failed(self, worker: _Worker) -> Reply:
        limits = self.limits
        if worker.why == "time":
            return _reply(
                503,
                f"the query did not end within {limits.seconds:g} s and was stopped",
                "narrow it down with more constants or a LIMIT",
            )
        worker.process.join(1)
        code = worker.process.exitcode
        # An allocation that fails ends the engine with one of these signals; so does nothing else.
        if worker.why == "memory" or code in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS):
            return _reply(
                413,
                f"the query needs more memory than {limits.memory >> 20} MiB and was stopped",
                "narrow it down with more constants or a LIMIT",
            )
        return _reply(503, "the query was stopped", "try again, or narrow it down", retry=5)

    async def _take(self, deadline: float, level: int) -> _Worker:
        while len(self._idle) > (self._reserved if level else 0):
            worker = self._idle.pop()
            if worker.process.is_alive():
                return worker
            self._end(worker)
            self._later(self._add())
        queue = self._queues.setdefault(level, [])
        if len(queue) >= self.limits.waiting:
            raise TimeoutError
        future: asyncio.Future[_Worker] = asyncio.get_running_loop().create_future()
        queue.append(future)
        try:
            return await asyncio.wait_for(future, max(0.0, deadline - time.monotonic()))
        except asyncio.CancelledError:
            if future.done() and not future.cancelled():
                self._ready(future.result())
            raise
        finally:
            if future in queue:
                queue.remove(future)

    def _give(self, worker: _Worker) -> None:
        """Back to those who wait; a process that has grown, or that is one too many, goes."""
        if self._stopped:
            return
        if worker.long:  # its place was taken when it became long
            self._end(worker)
            return
        grown = memory_of(worker.process.pid or 0) > self.limits.memory // 2
        if not worker.gone and not grown and time.monotonic() - worker.began < 1.0:
            self._ready(worker)
            return
        # Who has worked long has a low priority, which cannot be raised again.
        self._end(worker)
        self._later(self._add())

    def _ready(self, worker: _Worker) -> None:
        for level, queue in sorted(self._queues.items()):
            if level and len(self._idle) < self._reserved:
                break
            while queue:
                future = queue.pop()
                if not future.done():
                    future.set_result(worker)
                    return
        self._idle.append(worker)

    async def _refill(self) -> None:
        loop = asyncio.get_running_loop()
        worker = await loop.run_in_executor(self._threads, self._start)
        if self._stopped:
            self._end(worker)
        else:
            self._spare.append(worker)

    async def _add(self) -> None:
        if self._spare:
            self._later(self._refill())
            self._ready(self._spare.pop())
            return
        loop = asyncio.get_running_loop()
        self._starting += 1
        try:
            worker = await loop.run_in_executor(self._threads, self._start)
        finally:
            self._starting -= 1
        if self._stopped:
            self._end(worker)
        else:
            self._ready(worker)

    def _start(self) -> _Worker:
        here, there = self._make.Pipe()
        process = self._make.Process(  # type: ignore[attr-defined]
            target=work,
            args=(there, str(self.path), self.limits, str(self.scratch)),
            daemon=True,
            name="kg-worker",
        )
        process.start()
        there.close()
        worker = _Worker(process=process, conn=here)
        self._all.add(worker)
        return worker

    def _end(self, worker: _Worker) -> None:
        if worker.gone:
            return
        worker.gone = True
        self._all.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        with contextlib.suppress(OSError, ValueError):
            worker.process.kill()
        if not self._stopped:
            self._threads.submit(worker.process.join, 10)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_LOOK)
            over = []
            for worker in list(self._all):
                if not worker.busy:
                    continue
                if memory_of(worker.process.pid or 0) > self.limits.memory:
                    worker.why = "memory"
                    self._end(worker)
                elif not worker.long:
                    used = _cpu(worker) - worker.cpu
                    if used > _SHARE / 3 or worker.level:
                        _lower(worker, _NICE)
                    if used > _SHARE * 3**worker.level:
                        over.append((used, worker))
            self._make_room(sorted(over, key=lambda pair: -pair[0]))

    def _make_room(self, over: list[tuple[float, _Worker]]) -> None:
        """Moves long questions on; when there are too many, ends those that stand in the way."""
        for used, worker in list(over):
            if self.long < self.limits.long and used > self.limits.quick:
                worker.long = True
                _lower(worker, _NICER)
                self._later(self._add())
                over.remove((used, worker))
        coming = len(self._idle) + self._starting
        wanted = [0] * (self._reserved - coming)
        coming = max(0, coming - self._reserved)
        for level, queue in sorted(self._queues.items()):
            wanted += [level] * len(queue)
        for level in wanted[coming:]:
            place = next((pair for pair in over if pair[1].level >= level), None)
            if place is None:
                return
            over.remove(place)
            place[1].why = "place"
            self._end(place[1])

    def _later(self, what: Any) -> None:
        task = asyncio.ensure_future(what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def pids(self) -> list[int]:
        """The processes that there are now."""
        return [w.process.pid for w in self._all if w.process.pid]


def _cpu(worker: _Worker) -> float:
    """Seconds of processor time that a process has used; the time that has passed where none can tell."""
    try:
        text = Path(f"/proc/{worker.process.pid}/stat").read_text(
            encoding="ascii", errors="replace"
        )
        fields = text.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, AttributeError):
        return time.monotonic()


def _lower(worker: _Worker, nice: int) -> None:
    """A long question leaves the processor to short ones."""
    if sys.platform != "win32" and worker.process.pid:
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, worker.process.pid, nice)


def spool_size(scratch: Path) -> int:
    """Bytes of results that wait for their readers."""
    total = 0
    for path in scratch.glob("result-*"):
        with contextlib.suppress(OSError):
            total += path.stat().st_size
    return total


def clean(scratch: Path, *, older: float) -> None:
    """Removes results that nobody has fetched for so many seconds."""
    now = time.time()
    for path in scratch.glob("result-*"):
        with contextlib.suppress(OSError):
            if now - path.stat().st_mtime > older:
                path.unlink()
