"""Union-find with cannot-links: what is one, and what must never become one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator


class Clusters:
    """Items in disjoint sets. A set is named by its smallest item, so that order does not matter.

    >>> c = Clusters("abc")
    >>> c.forbid("a", "c")
    >>> c.join("a", "b"), c.join("b", "c"), c.find("b")
    (True, False, 'a')
    """

    def __init__(self, items: Iterable[str] = ()) -> None:
        self._up: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._apart: dict[str, set[str]] = {}
        for item in items:
            self.add(item)

    def add(self, item: str) -> None:
        """Lets an item in, as a set of its own; one that is known stays where it is."""
        if item not in self._up:
            self._up[item] = item
            self._members[item] = [item]

    def __contains__(self, item: str) -> bool:
        return item in self._up

    def __iter__(self) -> Iterator[str]:
        """The names of the sets."""
        return iter(sorted(self._members))

    def find(self, item: str) -> str:
        """The name of the set that has the item."""
        root = item
        while self._up[root] != root:
            root = self._up[root]
        while self._up[item] != root:
            self._up[item], item = root, self._up[item]
        return root

    def members(self, item: str) -> list[str]:
        """All items of the set that has this one."""
        return self._members[self.find(item)]

    def forbid(self, a: str, b: str) -> None:
        """From now on no set has both. Does nothing when one set has them already."""
        a, b = self.find(a), self.find(b)
        if a != b:
            self._apart.setdefault(a, set()).add(b)
            self._apart.setdefault(b, set()).add(a)

    def apart(self, a: str, b: str) -> bool:
        """Is it forbidden to join the two?"""
        return self.find(b) in self._apart.get(self.find(a), ())

    def join(
        self, a: str, b: str, *, unless: Callable[[list[str], list[str]], bool] | None = None
    ) -> bool:
        """Makes one set of two, if it is not forbidden and ``unless(left, right)`` is false."""
        a, b = self.find(a), self.find(b)
        if a == b:
            return True
        if b in self._apart.get(a, ()):
            return False
        if unless is not None and unless(self._members[a], self._members[b]):
            return False
        keep, gone = (a, b) if a < b else (b, a)
        self._up[gone] = keep
        low, high = self._members[keep], self._members.pop(gone)
        # The longer list takes in the shorter one: n log n moves over any sequence of joins.
        if len(low) < len(high):
            low, high = high, low
        low.extend(high)
        self._members[keep] = low
        for other in self._apart.pop(gone, ()):
            self._apart[other].discard(gone)
            self._apart[other].add(keep)
            self._apart.setdefault(keep, set()).add(other)
        return True
