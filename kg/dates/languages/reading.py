"""Expressions in a text of any language that has tables: the one engine that they all drive.

At each atom that can open a date the patterns are tried and the longest reading is taken; before it may stand
what bounds it ("since", "early"), after it what makes a range or a list of it. Nothing looks further than a few
atoms, so the time grows in step with the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from kg.dates.expression import Expression
from kg.dates.languages import signs, words
from kg.dates.languages.atoms import folded
from kg.dates.languages.building import built
from kg.dates.languages.chains import grouped
from kg.dates.languages.grammar import Grammar, Shape, grammar
from kg.dates.languages.tables import Lexicon, lexicon

_OWN = frozenset(
    frozenset(roles.split())
    for roles in (
        "break", "comma", "dash", "paren", "fill", "number", "number day", "year", "hijri_year", "decade", "full",
        "clock", "month", "weekday", "after_day", "unit_day",
    )
)  # fmt: skip
"""The roles of what is in no table: numbers and marks."""
_SILENT = {"break", "comma", "dash", "paren", "fill", "of", "to", "and", "hours"}
_PARAGRAPH = re.compile(r"\n\s*\n")
_MOST_POINTS = 6
_INNER = ("date", "period", "offset")


@cache
def _grammar(lexicon: Lexicon) -> Grammar:
    sets = {frozenset(r) for rows in lexicon.forms.values() for _, roles in rows for r in roles}
    return grammar(
        frozenset(sets.union(_OWN)), month_first=lexicon.month_first, bare_units=lexicon.bare_units
    )


class _Point:
    """One reading at an atom, and the atom after it."""

    __slots__ = ("bare", "end", "said")

    def __init__(self, said: Expression, end: int, *, bare: bool = False) -> None:
        self.said = said
        self.end = end
        self.bare = bare


class _Text:
    """The atoms of a text, and what can be read at each."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.src = folded(text)
        self.raw = text
        self.lexicon = lexicon
        self.grammar = _grammar(lexicon)
        self._best: dict[tuple[int, bool], _Point | None] = {}
        self._read: dict[tuple[int, int], list[_Point]] = {}
        self.atoms = (words if lexicon.spaced else signs).atoms(self.src, lexicon)
        known = self.grammar.characters
        self.codes = "".join(known[frozenset(atom.roles)] for atom in self.atoms)

    def has(self, at: int, *roles: str) -> bool:
        return at < len(self.atoms) and any(role in self.atoms[at].roles for role in roles)

    def past(self, at: int, *roles: str, most: int = 3) -> int:
        """The first atom from ``at`` that has none of the roles."""
        stop = at + most
        while at < stop and self.has(at, *roles):
            at += 1
        return at

    def opens(self, at: int) -> bool:
        """Can a date begin at an atom: does it say more than words between others do?"""
        return not self.atoms[at].roles.keys() <= _SILENT

    def widened(self, said: Expression, first: int, last: int, **changes: Any) -> Expression:
        """An expression over the atoms ``first`` to ``last``, the last among them."""
        start = self.src.place(self.atoms[first].start)
        end = self._end(last)
        return replace(said, start=start, end=end, text=self.raw[start:end], **changes)

    def _end(self, last: int) -> int:
        return self.src.place(self.atoms[last].end - 1) + 1

    def point(
        self, at: int, shapes: Mapping[str, tuple[Shape, ...]], *, bare: bool = False
    ) -> _Point | None:
        """The longest of the shapes that match at an atom."""
        best: _Point | None = None
        for shape in shapes[self.codes[at]]:
            if shape.kind == "bare" and not bare:
                continue
            match = shape.pattern.match(self.codes, at)
            if match is None or (best is not None and match.end() <= best.end):
                continue
            parts = [
                (role, self.atoms[match.start(n)])
                for n, role in enumerate(shape.roles, 1)
                if match.start(n) >= 0
            ]
            parts.sort(key=lambda part: (part[1].start, part[1].end))
            said = built(shape.kind, parts)
            if said is not None:
                whole = self.widened(said, at, match.end() - 1)
                best = _Point(whole, match.end(), bare=shape.kind == "bare")
        return best

    def best(self, at: int, *, bare: bool = False) -> _Point | None:
        """The longest reading of one date at an atom; asked again and again, worked out once."""
        if (at, bare) not in self._best:
            self._best[at, bare] = self._longest(at, bare=bare)
        return self._best[at, bare]

    def _longest(self, at: int, *, bare: bool) -> _Point | None:
        return self.point(at, self.grammar.shapes, bare=bare) if at < len(self.atoms) else None

    # --- ranges and lists ------------------------------------------------------------------------

    def chain(self, at: int) -> list[_Point]:
        """What begins at an atom: one expression, or those that a range or list comes to."""
        points: list[_Point] = []
        joins: list[str] = []
        here: int | None = at
        while here is not None and len(points) < _MOST_POINTS:
            point = self.best(here, bare=True)
            if point is None or (points and point.said.kind != "date"):
                break
            points.append(point)
            joined = self._joined(point)
            here = None
            if joined:
                joins.append(joined[0])
                here = joined[1]
        if not points:
            return []
        told = grouped(
            [(p.said, p.end, p.bare) for p in points],
            joins,
            forward=self.lexicon.year_first,
            whole=self._whole,
        )
        return [_Point(said, end) for said, end in told]

    def _joined(self, point: _Point) -> tuple[str, int] | None:
        """What joins a date to the next one, and where that begins."""
        if point.said.kind != "date":
            return None
        at = point.end
        comma = self.has(at, "comma")
        at += comma
        for kind, roles in (("to", ("to", "dash")), ("and", ("and",))):
            if self.has(at, *roles):
                return kind, self.past(at + 1, "fill")
        return ("and", self.past(at, "fill")) if comma and (point.bare or point.said.day) else None

    def _whole(self, first: Expression, last: Expression) -> Expression:
        text = self.raw[first.start : last.end]
        return Expression(
            kind="range", start=first.start, end=last.end, text=text, first=first, last=last
        )

    # --- what stands before and after ------------------------------------------------------------

    def read(self, at: int, *, deep: int = 0) -> list[_Point]:
        """The longest reading that begins at an atom; ``deep`` is how many words before it open it."""
        if (at, deep) not in self._read:
            self._read[at, deep] = self._reading(at, deep)
        return self._read[at, deep]

    def _reading(self, at: int, deep: int) -> list[_Point]:
        readings = [self.chain(at)]
        if deep < 3:
            for role, reader in self._openers:
                if role in self.atoms[at].roles:
                    readings.append(reader(self, at, deep + 1))
        found = max(readings, key=lambda points: points[-1].end if points else 0)
        return self._followed(at, found)

    def _from(self, at: int, deep: int) -> list[_Point]:
        inner = self._behind(at + 1, deep)
        if inner and inner[0].said.kind == "range":
            return [_Point(self.widened(inner[0].said, at, inner[0].end - 1), inner[0].end)]
        return []

    def _behind(self, at: int, deep: int) -> list[_Point]:
        """What is read after an opening word, over those that say nothing."""
        for here in range(at, min(at + 4, len(self.atoms))):
            found = self.read(here, deep=deep) if self.opens(here) else []
            inside = self.point(here, self.grammar.containers)
            if inside and (not found or found[0].end <= inside.end):
                return [inside]
            if found or not self.has(here, "fill", "dash"):
                return found
        return []

    def _bound(self, at: int, deep: int) -> list[_Point]:
        inner = self._behind(at + 1, deep)
        if not inner or inner[0].said.kind not in (*_INNER, "range") or inner[0].said.bound:
            return []
        point = inner[0]
        changes: dict[str, Any] = {}
        if point.said.kind != "range":
            bound = self.atoms[at].roles["bound"]["bound"]
            changes = {"bound": bound}
            if bound == "before" and point.said.part in ("late", "end"):
                changes = {"bound": "until", "part": None}  # before its end is within it
        return [_Point(self.widened(point.said, at, point.end - 1, **changes), point.end)]

    def _part(self, at: int, deep: int) -> list[_Point]:
        inner = self._behind(at + 1, deep)
        part = self.atoms[at].roles["part"]["part"]
        return self._of_part(at, inner, part)

    def _of_part(self, at: int, inner: list[_Point], part: str) -> list[_Point]:
        if not inner or inner[0].said.kind not in ("date", "period") or inner[0].said.part:
            return []
        said, end = inner[0].said, inner[0].end
        fits = said.kind == "period" or not (said.day or said.weekday is not None)
        changes = {"part": part} if fits else {}
        return [_Point(self.widened(said, at, end - 1, **changes), end)]

    def _ordinal(self, at: int, deep: int) -> list[_Point]:
        number = self.atoms[at].roles["ordinal"]["number"]
        unit = self.past(at + 1, "fill", most=1)
        inner = self._behind(unit + 1, deep) if unit < len(self.atoms) else []
        if not inner or (inner[0].said.kind == "date" and not inner[0].said.month):
            return []
        if self.has(unit, "unit_week"):
            return self._of_part(at, inner, f"week{number}")
        if self.has(unit, "unit_half", "unit_fortnight") and number in (1, 2, -1):
            return self._of_part(at, inner, "half1" if number == 1 else "half2")
        if self.has(unit, "unit_third"):
            return self._of_part(at, inner, {1: "early", 2: "mid"}.get(number, "late"))
        return []

    def _around(self, at: int, deep: int) -> list[_Point]:
        inner = self._behind(at + 1, deep)
        if not inner or inner[0].said.kind not in _INNER or inner[0].said.mark:
            return []
        point = inner[0]
        return [_Point(self.widened(point.said, at, point.end - 1, mark="~"), point.end)]

    _openers: tuple[tuple[str, Callable[[_Text, int, int], list[_Point]]], ...] = (
        ("from", _from),
        ("bound", _bound),
        ("part", _part),
        ("ordinal", _ordinal),
        ("around", _around),
    )

    def _followed(self, at: int, found: list[_Point]) -> list[_Point]:
        """With what stands behind a date: "4月下旬", "Mayıs'a kadar"."""
        if not found or found[-1].said.kind not in _INNER:
            return found
        point = found[-1]
        after = point.end
        while after < point.end + 2 and not self.has(after, "part_after", "bound_behind"):
            after += 1
        if after > self.past(point.end, "fill", most=2):
            return found
        if self.has(after, "part_after") and not point.said.part:
            told = self._of_part(
                at, [_Point(point.said, after + 1)], self.atoms[after].roles["part_after"]["part"]
            )
            return [*found[:-1], *told] if len(found) == 1 and told else found
        if self.has(after, "bound_behind") and not point.said.bound and len(found) == 1:
            bound = self.atoms[after].roles["bound_behind"]["bound"]
            if bound == "since" and (lasting := self._lasting(at, point, after + 1)):
                return [lasting]
            return [_Point(self.widened(point.said, at, after, bound=bound), after + 1)]
        return found

    def _lasting(self, at: int, point: _Point, after: int) -> _Point | None:
        """A day and for how many it goes on: "30일부터 이틀간"."""
        said, amount = point.said, None
        if self.has(after, "amount"):
            amount = self.atoms[after].roles["amount"]
        elif self.has(after, "number") and self.has(after + 1, "unit_day"):
            amount = {"unit": "day", **self.atoms[after].roles["number"]}
            after += 1
        if not amount or amount["unit"] != "day" or not said.day:
            return None
        last = said.day + amount["count"] - 1
        if not said.day < last <= 28 + 3 * (said.month is None):
            return None
        whole = self.widened(replace(said, kind="range"), at, after)
        return _Point(
            replace(
                self._whole(said, replace(said, day=last)),
                start=whole.start,
                end=whole.end,
                text=whole.text,
            ),
            after + 1,
        )


def find(text: str, code: str) -> tuple[Expression, ...]:
    """All date expressions of a text in a language that has tables, in order and without overlap.

    >>> [(e.kind, e.text) for e in find("Il est venu du 12 au 14 mai, puis mardi dernier.", "fr")]
    [('range', 'du 12 au 14 mai'), ('date', 'mardi dernier')]
    """
    here = _Text(text, lexicon(code))
    found: list[Expression] = []
    at = 0
    while at < len(here.atoms):
        points = here.read(at) if here.opens(at) else []
        found.extend(point.said for point in points)
        at = max(at + 1, points[-1].end if points else 0)
    return tuple(_settled(found, text))


def _settled(found: list[Expression], text: str) -> Iterable[Expression]:
    """What is counted from the event told before is counted from the article where none was dated.

    So is a part of the day ("in the evening") in another paragraph than the day before it.
    """
    dated, end = False, 0
    for one in found:
        if one.kind == "offset" and one.origin == "context":
            bare = one.count == 0 and one.mark == "?"
            if not dated or (bare and _PARAGRAPH.search(text, end, one.start)):
                one = replace(one, origin="anchor")
        if one.kind == "offset" and one.mark == "?":
            one = replace(one, mark="")
        yield one
        last = one.last if one.kind == "range" and one.last else one
        if last.day or last.weekday is not None or (one.kind == "offset" and one.unit == "day"):
            dated, end = True, one.end
