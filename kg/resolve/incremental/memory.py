"""What growth keeps its values in, and what a change of articles did to people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from kg.core.model import LocalIri


class Memory(Protocol):
    """What growth remembers by keys; ``kg.core.index.Index`` is one."""

    def get(self, key: str) -> Any: ...
    def expect(self, keys: Iterable[str]) -> None: ...
    def put(self, key: str, value: Any) -> None: ...
    def touch(self, key: str) -> None: ...
    def members(self, key: str) -> Iterable[str]: ...
    def add(self, key: str, member: str, n: int = 1) -> int: ...
    def discard(self, key: str, member: str) -> int: ...
    def below(self, key: str) -> Iterable[tuple[str, Any]]: ...
    def keys(self, prefix: str) -> Iterable[str]: ...


@dataclass(slots=True, kw_only=True)
class Moved:
    """What a change of articles did to people: articles whose references moved, nodes that changed."""

    articles: set[LocalIri] = field(default_factory=set)
    nodes: set[LocalIri] = field(default_factory=set)
    gone: set[LocalIri] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
