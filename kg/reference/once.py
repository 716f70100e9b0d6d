"""What is derived from a catalog, or from something else that lives as long, is derived once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

_K = TypeVar("_K")
_T = TypeVar("_T")


def once(make: Callable[[_K], _T]) -> Callable[[_K], _T]:
    """Keeps the result for the last argument; a catalog cannot be hashed, so it is known by identity.

    >>> @once
    ... def first(names: list[str]) -> list[str]:
    ...     return names[:1]
    >>> names = ["Lavrov", "Pompeo"]
    >>> first(names) is first(names), first(names) is first([*names])
    (True, False)
    """
    kept: list[tuple[_K, _T]] = []

    @wraps(make)
    def get(of: _K) -> _T:
        if not kept or kept[0][0] is not of:
            kept[:] = [(of, make(of))]
        return kept[0][1]

    return get
