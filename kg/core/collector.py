"""Python's search for garbage, less often while it finds none: for work with millions of small objects.

Changes how fast something is done, never what.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

_COLLECT = 50_000
"""Objects made, instead of 700, before Python looks for garbage among them."""


@contextlib.contextmanager
def seldom_collected() -> Iterator[None]:
    """Has Python look for garbage less often while many small objects live, as where articles are read.

    To look among them each time that some hundreds were made takes a tenth to a fifth of the time.

    >>> before = gc.get_threshold()
    >>> with seldom_collected():
    ...     print(gc.get_threshold()[0])
    50000
    >>> gc.get_threshold() == before
    True
    """
    before = gc.get_threshold()
    gc.set_threshold(max(_COLLECT, before[0]) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextlib.contextmanager
def not_collected() -> Iterator[None]:
    """Has Python not look for garbage: for work that keeps millions of small objects for a while and makes
    hardly a cycle, where each look takes seconds and finds nothing.

    >>> with not_collected():
    ...     print(gc.isenabled())
    False
    >>> gc.isenabled()
    True
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
