"""Articles that print one text: found by their sketches, linked, and counted as one source.

s|ARTICLE   its day, sketch, people and bands     l|BAND      the articles of a band and a month
o|ARTICLE   the articles that print its text      f|ARTICLE   the first of them, if it is another

Which are near-identical is decided pair by pair, so neither the order nor the steps in which articles
come change what holds. Those that hang together by such pairs have one first article: the earliest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.core.ids import fold
from kg.core.model import LocalIri, Told
from kg.core.sketch import bands, same_text
from kg.resolve.incremental.memory import Memory

_MONTH = 30  # days: a reprint comes within as many
_SAME_PEOPLE = 0.5
"""The share of the people of the one that names fewer whom both name at least: formulaic readouts differ in these."""


class Copies:
    """The copies of a memory."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def source(self, article: LocalIri) -> LocalIri:
        """The article that an article prints the text of: itself, unless an earlier one is known."""
        return LocalIri(self.memory.get("f|" + article) or article)

    def change(self, articles: Mapping[LocalIri, Sequence[Told]]) -> set[LocalIri]:
        """Puts articles in place of what was there; gives those of which the first article is another now."""
        listed = sorted(articles)
        self.memory.expect(kind + a for a in listed for kind in ("s|", "o|", "f|"))
        before: dict[LocalIri, LocalIri | None] = {}
        self._part({o for a in listed for o in self._take_out(a)}, before)
        rows = {a: row for a in listed if (row := _row(articles[a]))}
        self.memory.expect("l|" + b for row in rows.values() for b in row["sought"])
        for a, row in rows.items():
            self._put(a, row, before)
        return {a for a, first in before.items() if self.memory.get("f|" + a) != first}

    def _take_out(self, article: LocalIri) -> list[LocalIri]:
        """Forgets an article; gives it and those that printed its text, if it was there."""
        row = self.memory.get("s|" + article)
        if row is None:
            return []
        for band in row["bands"]:
            self.memory.discard("l|" + band, article)
        self.memory.put("s|" + article, None)
        near: list[LocalIri] = self.memory.get("o|" + article) or []
        for other in near:
            self._drop(other, article)
        self.memory.put("o|" + article, None)
        return [article, *near]

    def _put(
        self, article: LocalIri, row: dict[str, Any], before: dict[LocalIri, LocalIri | None]
    ) -> None:
        found = {o for b in row.pop("sought") for o in self.memory.members("l|" + b)} - {article}
        self.memory.expect("s|" + o for o in found)
        near = [LocalIri(o) for o in sorted(found) if _copies(row, self.memory.get("s|" + o))]
        for band in row["bands"]:
            self.memory.add("l|" + band, article)
        self.memory.put("s|" + article, row)
        self.memory.put("o|" + article, near or None)
        for other in near:
            known = self.memory.get("o|" + other) or []
            self.memory.put("o|" + other, sorted({*known, article}))
        self._join(article, near, before)

    def _drop(self, article: LocalIri, other: LocalIri) -> None:
        left = [a for a in self.memory.get("o|" + article) or () if a != other]
        self.memory.put("o|" + article, left or None)

    def _part(self, touched: Iterable[LocalIri], before: dict[LocalIri, LocalIri | None]) -> None:
        """Finds anew the first of all that hang together with those that lost an article."""
        seen: set[LocalIri] = set()
        for start in sorted(touched):
            if start not in seen:
                group = self._hanging(start)
                seen |= group
                self._led_by(min(group, key=self._age), group, before)

    def _join(
        self,
        article: LocalIri,
        near: Sequence[LocalIri],
        before: dict[LocalIri, LocalIri | None],
    ) -> None:
        """Joins what an article hangs together with. Those that keep their first article are not looked
        at, so that the next print of a text costs the same after ten as after a thousand."""
        self.memory.expect("f|" + o for o in near)
        firsts = {article, *map(self.source, near)}
        first = min(firsts, key=self._age)
        for other in sorted(firsts - {first}):
            group = {other} if other == article else self._hanging(other, led=True)
            self._led_by(first, group, before)

    def _hanging(self, start: LocalIri, *, led: bool = False) -> set[LocalIri]:
        """All that hang together with an article; ``led``: as far as it is the first of them."""
        group, rest = {start}, [start]
        while rest:
            for other in self.memory.get("o|" + rest.pop()) or ():
                if other not in group and (not led or self.source(other) == start):
                    group.add(other)
                    rest.append(other)
        return group

    def _led_by(
        self,
        first: LocalIri,
        group: Iterable[LocalIri],
        before: dict[LocalIri, LocalIri | None],
    ) -> None:
        for a in group:
            known = self.memory.get("f|" + a)
            now = first if a != first else None
            if known != now:
                before.setdefault(a, known)
                self.memory.put("f|" + a, now)

    def _age(self, article: LocalIri) -> tuple[int, str]:
        row = self.memory.get("s|" + article)
        return (row["day"] or 10**7 if row else 10**7, article)


def _row(told: Sequence[Told]) -> dict[str, Any] | None:
    """What is kept of an article; None where there is no sketch of it."""
    first = min(told, key=lambda t: t.mention, default=None)
    if first is None or not first.sketch:
        return None
    found = bands(first.sketch)
    day = first.published.toordinal() if first.published else None
    months = [str(day // _MONTH + n) for n in (-1, 0, 1)] if day else ["", "", ""]
    people = {
        fold(a.name) if a.name else f"{a.office} {a.polity}"
        for t in told
        for a in t.frame.participants
    }
    return {
        "day": day,
        "sketch": first.sketch,
        "publisher": first.publisher,
        "people": sorted(people),
        "bands": [f"{b}|{months[1]}" for b in found],
        "sought": [f"{b}|{m}" for b in found for m in dict.fromkeys(months)],
    }


def _copies(one: Mapping[str, Any], other: Mapping[str, Any] | None) -> bool:
    """Do two articles print one text? One outlet's two texts of a form are two texts."""
    if other is None or (one["publisher"] and one["publisher"] == other["publisher"]):
        return False
    if one["day"] and other["day"] and abs(one["day"] - other["day"]) > _MONTH:
        return False
    left, right = set(one["people"]), set(other["people"])
    if len(left & right) < _SAME_PEOPLE * min(len(left), len(right)):
        return False
    return same_text(one["sketch"], other["sketch"])
