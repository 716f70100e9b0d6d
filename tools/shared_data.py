"""Real texts to try the program on, which lie beside the project and are no part of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"


def shared(path: str) -> Path:
    """The file or folder ``path`` of the shared data; skips the test where they are not at hand.

    In CI they must be: a test that is always skipped shows nothing.
    """
    found = SHARED / path
    if not found.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"shared data missing: {path}")
        pytest.skip(f"needs shared/{path} beside the project")
    return found
