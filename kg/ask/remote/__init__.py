"""The same questions and pages over a SPARQL 1.1 endpoint elsewhere, and graphs put into a store there.

The network is used because the user gave an address, and for that address alone.
"""

from __future__ import annotations

from kg.ask.remote.endpoint import Endpoint, ask, ask_named
from kg.ask.remote.gather import view_of
from kg.ask.remote.graph_store import put_graphs

__all__ = ["Endpoint", "ask", "ask_named", "put_graphs", "view_of"]
