"""Build, query and show a knowledge graph of diplomatic events from news articles and readouts.

In Python: ``kg.build``, ``kg.drop``, ``kg.open`` and what they give, ``kg.Graph`` (see kg.api).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.core.version import __version__

if TYPE_CHECKING:
    from kg.api import Graph, build, drop, open

__all__ = ["Graph", "__version__", "build", "drop", "open"]


def __getattr__(name: str) -> object:
    """What is heavy is imported when it is first used."""
    if name in ("Graph", "build", "drop", "open"):
        from kg import api

        return getattr(api, name)
    raise AttributeError(f"module 'kg' has no attribute '{name}'")
