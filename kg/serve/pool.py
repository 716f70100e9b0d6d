"""The processes behind the server: quick questions never wait for long ones.

Every question begins with a quick worker. One that is not answered within ``limits.quick`` is long:
its process goes on at a lower priority, another takes its place among the quick ones, and when too
many are long already it is ended and answered with 503. Who waits for a worker is served last come,
first: under a flood of hopeless questions a new one waits for one of them at most, while those that
wait too long are told so. A process that takes too long or too much memory is ended from outside.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from kg.serve.answer import problem
from kg.serve.limits import Limits
from kg.serve.worker import main, memory_of

_LOOK = 0.05
"""Seconds between two looks at the memory of those who work."""

_NICE = 10


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
    gone: bool = False
    file: Path | None = field(default=None)

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
        self.long = 0
        self._all: set[_Worker] = set()
        self._idle: list[_Worker] = []
        self._waiting: list[asyncio.Future[_Worker]] = []
        self._starting = 0
        self._stopped = False
        # One thread for each process that may be asked, and some to start and end them.
        most = limits.workers + limits.long
        self._threads = ThreadPoolExecutor(max_workers=2 * most + 4, thread_name_prefix="kg-pool")
        method = "forkserver" if sys.platform != "win32" else "spawn"
        self._make = multiprocessing.get_context(method)
        if method == "forkserver":
            self._make.set_forkserver_preload(["kg.serve.worker"])
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """All quick workers, with the store open."""
        await asyncio.gather(*(self._add() for _ in range(self.limits.workers)))
        self._later(self._watch())

    async def stop(self) -> None:
        """Ends every process, whatever it is doing."""
        self._stopped = True
        for task in self._tasks:
            task.cancel()
        for worker in list(self._all):
            self._end(worker)
        await asyncio.to_thread(self._threads.shutdown)

    async def run(self, task: str, **arguments: Any) -> Reply:
        """What a worker answers, or 503, or 413, when it could not. When cancelled, it is ended."""
        try:
            worker = await self._take()
        except TimeoutError:
            return _reply(
                503, "the server is busy with other requests", "try again in a moment", retry=5
            )
        loop = asyncio.get_running_loop()
        worker.busy, worker.why = True, ""
        asked = loop.run_in_executor(self._threads, worker.ask, task, arguments)
        long = False
        try:
            done, _ = await asyncio.wait({asked}, timeout=self.limits.quick)
            if not done and self.long >= self.limits.long:
                worker.why = "long"
                self._end(worker)
            elif not done:
                long = True
                self.long += 1
                _lower(worker)
                self._later(self._add())
                done, _ = await asyncio.wait(
                    {asked}, timeout=self.limits.seconds - self.limits.quick
                )
                if not done:
                    worker.why = "time"
                    self._end(worker)
            return await asked
        except (EOFError, OSError, ValueError):
            return self._failed(worker)
        except asyncio.CancelledError:
            self._end(worker)
            asked.add_done_callback(lambda f: f.exception())
            raise
        finally:
            worker.busy = False
            self.long -= long
            self._give(worker, spent=long)

    def _failed(self, worker: _Worker) -> Reply:
        limits = self.limits
        if worker.why == "time":
            return _reply(
                503,
                f"the query did not end within {limits.seconds:g} s and was stopped",
                "narrow it down with more constants or a LIMIT",
            )
        if worker.why == "long":
            return _reply(
                503,
                f"{limits.long} long queries are running already, and this one takes longer than "
                f"{limits.quick:g} s",
                "try again later, or narrow it down",
                retry=int(limits.seconds),
            )
        worker.process.join(1)
        code = worker.process.exitcode
        if worker.why == "memory" or code == -6:
            return _reply(
                413,
                f"the query needs more memory than {limits.memory >> 20} MiB and was stopped",
                "narrow it down with more constants or a LIMIT",
            )
        if code == -11:
            return _reply(400, "the query is nested too deeply", "write it more simply")
        return _reply(503, "the query was stopped", "try again, or narrow it down", retry=5)

    async def _take(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.process.is_alive():
                return worker
            self._end(worker)
            self._later(self._add())
        if len(self._waiting) >= self.limits.waiting:
            raise TimeoutError
        future: asyncio.Future[_Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            return await asyncio.wait_for(future, self.limits.seconds)
        finally:
            if future in self._waiting:
                self._waiting.remove(future)

    def _give(self, worker: _Worker, *, spent: bool) -> None:
        """Back to those who wait; a process that has grown, or that is one too many, goes."""
        if self._stopped:
            return
        grown = memory_of(worker.process.pid or 0) > self.limits.memory // 2
        if worker.gone or spent or grown:
            self._end(worker)
            if not spent:
                self._later(self._add())
            return
        self._ready(worker)

    def _ready(self, worker: _Worker) -> None:
        while self._waiting:
            future = self._waiting.pop()
            if not future.done():
                future.set_result(worker)
                return
        self._idle.append(worker)

    async def _add(self) -> None:
        loop = asyncio.get_running_loop()
        worker = await loop.run_in_executor(self._threads, self._start)
        if self._stopped:
            self._end(worker)
        else:
            self._ready(worker)

    def _start(self) -> _Worker:
        here, there = self._make.Pipe()
        process = self._make.Process(  # type: ignore[attr-defined]
            target=main,
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
            for worker in list(self._all):
                if worker.busy and memory_of(worker.process.pid or 0) > self.limits.memory:
                    worker.why = "memory"
                    self._end(worker)

    def _later(self, what: Any) -> None:
        task = asyncio.ensure_future(what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def pids(self) -> list[int]:
        """The processes that there are now."""
        return [w.process.pid for w in self._all if w.process.pid]


def _lower(worker: _Worker) -> None:
    """A long question leaves the processor to short ones."""
    if sys.platform != "win32" and worker.process.pid:
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, worker.process.pid, _NICE)


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
