"""The explorer over the live store: a node's neighbourhood at a time, in the form of kg.render."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

if TYPE_CHECKING:
    from kg.serve.app import _Server


def routes(server: _Server) -> list[Route]:
    """The addresses of the explorer."""
    return []
