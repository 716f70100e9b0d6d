"""For every test, those in tests/ and the examples in kg/: the network is cut (``tools/offline``), and a try is a failure."""

from __future__ import annotations

import atexit
import os
import runpy
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

OFFLINE = Path(__file__).parent / "tools" / "offline"


def _cut() -> Path:
    """Cuts the network here and in processes to come; gives the file in which tries are written."""
    handle, name = tempfile.mkstemp(prefix="kg-calls-")
    os.close(handle)
    ours = os.getpid()
    atexit.register(lambda: os.getpid() == ours and Path(name).unlink(missing_ok=True))
    os.environ["KG_TEST_CALLS"] = name
    before = [p for p in os.environ.get("PYTHONPATH", "").split(os.pathsep) if p]
    if str(OFFLINE) not in before:
        os.environ["PYTHONPATH"] = os.pathsep.join([str(OFFLINE), *before])
    runpy.run_path(str(OFFLINE / "sitecustomize.py"))
    return Path(name)


_WRITTEN = _cut()


class Calls:
    """What was tried since it was last asked: "getaddrinfo example.org", "connect 192.0.2.1"."""

    def __init__(self) -> None:
        self._at = _WRITTEN.stat().st_size

    def tried(self) -> list[str]:
        size = _WRITTEN.stat().st_size
        if size == self._at:
            return []
        with _WRITTEN.open(encoding="utf-8") as file:
            file.seek(self._at)
            self._at = size
            return file.read().splitlines()


@pytest.fixture(autouse=True)
def calls() -> Iterator[Calls]:
    """No test calls another machine; one that has to try asks this what was tried."""
    found = Calls()
    yield found
    assert found.tried() == [], "called another machine: the network is cut in tests"
