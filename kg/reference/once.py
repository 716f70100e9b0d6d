"""What is derived from a catalog is derived once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kg.reference.catalog import Catalog

_T = TypeVar("_T")


def once(make: Callable[[Catalog], _T]) -> Callable[[Catalog], _T]:
    """Keeps the result for the last catalog; a catalog cannot be hashed, so it is known by identity."""
    kept: list[tuple[Catalog, _T]] = []

    def get(catalog: Catalog) -> _T:
        if not kept or kept[0][0] is not catalog:
            kept[:] = [(catalog, make(catalog))]
        return kept[0][1]

    return get
