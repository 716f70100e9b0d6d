"""The process that answers: it has the store open to read, does one task at a time, and can be ended.

Nothing that a query does, be it endless, too large or a fault of the engine, reaches beyond it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from kg.core.errors import KgError
from kg.serve.answer import Answer, from_error, problem
from kg.serve.context import Context
from kg.serve.limits import Limits
from kg.serve.memory import memory_of

# What every task needs is imported here, once, in the process from which all workers are forked.
import kg.render  # isort: skip
import kg.graph.view.load  # noqa: F401  # isort: skip
from kg.ask.query import named_queries  # isort: skip
from kg.pages.html import prepare  # isort: skip
from kg.reference.read import load  # isort: skip
from kg.serve import tasks  # isort: skip

if sys.platform != "win32":
    import resource

Task = Callable[..., Answer]
# Read once, before any worker is made.
named_queries()
load()
prepare()
SPOOL_FROM = 1 << 20
"""A body of more bytes than this goes through a file."""


def main(conn: Connection, path: str, limits: Limits, scratch: str) -> None:
    """Answers what comes over ``conn`` until it is closed: pairs of a task's name and its arguments."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN if name == signal.SIGINT else signal.SIG_DFL)
    _die_with_parent()
    context = Context(Path(path), limits, Path(scratch))
    with contextlib.suppress(KgError, OSError):
        _ = context.store  # opened before the first question comes
    _quiet()
    _limit_memory(limits.memory)
    while True:
        try:
            name, arguments = conn.recv()
        except (EOFError, OSError):
            return
        _limit_time(limits.seconds)
        answer = perform(context, name, arguments)
        head: dict[str, Any] = {
            "status": answer.status,
            "media": answer.media,
            "headers": dict(answer.headers),
        }
        body = answer.body
        if len(body) > SPOOL_FROM:
            handle, head["file"] = tempfile.mkstemp(dir=scratch, prefix="result-")
            with os.fdopen(handle, "wb") as out:
                out.write(body)
            body = b""
        try:
            conn.send_bytes(json.dumps(head).encode())
            conn.send_bytes(body)
        except OSError:
            return


def perform(context: Context, name: str, arguments: Mapping[str, Any]) -> Answer:
    """One task; whatever goes wrong in it is an answer, too."""
    try:
        return tasks.TASKS[name](context, **arguments)
    except KgError as error:
        return from_error(error)
    except MemoryError:
        return problem(413, "this needs more memory than a request may use", mend="narrow it down")
    except RecursionError:
        return problem(400, "this is nested too deeply", mend="write it more simply")
    except Exception as error:
        return problem(
            500,
            f"unexpected {type(error).__name__}",
            mend="this is a fault of the program: please report it with the request",
        )


def _die_with_parent() -> None:
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _quiet() -> None:
    """The engine writes to stderr before it aborts; the parent says what happened."""
    with contextlib.suppress(OSError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        os.close(null)


def _limit_memory(extra: int) -> None:
    """The process may allocate so much more; the parent watches what it really uses, too."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(ValueError, OSError):
        now = memory_of("self", "VmData")
        resource.setrlimit(resource.RLIMIT_DATA, (now + extra, now + extra))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: float) -> None:
    """A net below the parent's clock: the kernel ends what computes for much longer."""
    if sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    with contextlib.suppress(ValueError, OSError):
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (spent + int(seconds * 2) + 10, hard))
