"""The values that go into questions and come out of them: terms, tables, and what is wrong with a query.

Knows RDF terms, and asks nothing: whoever shows results needs this alone, not the engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from kg.core.errors import KgError

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows of a SELECT; a cell is an RDF term, or None. ``truncated`` when a limit cut it off."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    truncated: bool = False


class QueryError(KgError):
    """A query that cannot be answered. ``line`` and ``column`` count from 1, where they are known.

    ``refused`` is True for what is never answered: an update, or SERVICE.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        mend: str = "",
        line: int | None = None,
        column: int | None = None,
        refused: bool = False,
    ) -> None:
        super().__init__(what, where=where, mend=mend)
        self.line = line
        self.column = column
        self.refused = refused


Result: TypeAlias = Table | tuple[ox.Triple, ...] | bool
