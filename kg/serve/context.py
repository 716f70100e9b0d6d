"""What a task has at hand while it answers. Knows neither the tasks nor the process that runs them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from kg.graph.store import Store
from kg.serve.limits import Limits

REVIEW = "review"
"""The file beside the pages of a server that says that it takes corrections."""


class Context:
    """What a task has at hand: the store as it is now, the limits, and room to remember things."""

    def __init__(self, path: Path, limits: Limits, scratch: Path) -> None:
        self.path = path
        self.limits = limits
        self.scratch = scratch
        self.memory: dict[str, Any] = {}
        self._stamp: tuple[int, int] | None = None
        self._store: Store | None = None

    @property
    def store(self) -> Store:
        """The newest view; a view that was replaced is let go."""
        found = os.stat(self.path / "store.json")  # noqa: PTH116
        stamp = (found.st_mtime_ns, found.st_ino)
        if self._store is None or stamp != self._stamp:
            fresh = Store.open(self.path, read_only=True)
            if self._store is not None:
                self._store.close()
            self._store, self._stamp, self.memory = fresh, stamp, {}
        return self._store

    @property
    def review(self) -> str | None:
        """The path under which the server takes corrections, if it does."""
        return "/review" if (self.scratch / REVIEW).exists() else None

    @property
    def view(self) -> str:
        """The name of the view: what is remembered of one is not true of another."""
        return self.store.meta.view or ""
