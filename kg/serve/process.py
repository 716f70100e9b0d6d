"""The process from which all workers are forked: begun as early as can be, since it reads what every worker needs.

This module is light: who starts the server imports it, and kg.serve.worker is imported over there alone.
"""

from __future__ import annotations

import multiprocessing
import sys
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext

from kg.serve.limits import Limits


def making() -> BaseContext:
    """What makes processes; where they are forked, the process that they come from is begun."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    from multiprocessing.forkserver import ensure_running

    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(["kg.serve.worker", "kg.cli"])
    ensure_running()
    return made


def work(conn: Connection, path: str, limits: Limits, scratch: str) -> None:
    """A worker: kg.serve.worker.main."""
    from kg.serve.worker import main

    main(conn, path, limits, scratch)
