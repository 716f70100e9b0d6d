"""An expression of the words that a pattern matched: their features unified, by kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from kg.dates.expression import Expression, Kind
from kg.dates.languages.atoms import Atom

_SIGNS = {
    "ago_before": -1, "ago_after": -1, "earlier_after": -1, "in_before": 1, "in_after": 1, "later_after": 1,
}  # fmt: skip
_FROM_CONTEXT = ("earlier_after", "later_after")
_FEATURES = (
    "year", "month", "day", "weekday", "number", "count", "time", "which", "origin",
)  # fmt: skip
_LONG = (1, 3, 5, 7, 8, 10, 12)

Parts = Sequence[tuple[str, Atom]]


def built(kind: str, parts: Parts) -> Expression | None:
    """The expression, still without its place; None where the words fit the pattern but not each other."""
    roles = {role for role, _ in parts}
    said: dict[str, Any] = {}
    units: list[str] = []
    for role, atom in parts:
        features = atom.roles[role]
        said.update({name: value for name, value in features.items() if name in _FEATURES})
        if "unit" in features:
            units.append(features["unit"])
    unit = _unit(units, roles)
    if kind in ("date", "bare"):
        values = _date(said, unit, roles)
    elif kind == "period":
        values = _period(said, unit, roles)
    elif kind == "offset":
        values = _offset(said, unit, roles)
    else:
        values = {"time": said["time"]} if "time" in said else {}
    if values is None:
        return None
    return Expression(
        kind=cast("Kind", "date" if kind == "bare" else kind), start=0, end=0, text="", **values
    )


def _unit(units: list[str], roles: set[str]) -> str | None:
    """The unit that is chosen or counted; after a named year its word says nothing more."""
    if "year" in roles:
        units = [unit for unit in units if unit != "year"]
    return units[-1] if units else None


def _fits(said: dict[str, Any]) -> bool:
    month, day = said.get("month"), said.get("day")
    return month is None or day is None or day <= (29, 30, 31)[(month != 2) + (month in _LONG)]


def _date(said: dict[str, Any], unit: str | None, roles: set[str]) -> dict[str, Any] | None:
    if not _fits(said):
        return None
    values = {
        name: said[name] for name in ("year", "month", "day", "weekday", "origin") if name in said
    }
    if unit == "decade":
        return values | {"unit": unit}
    if "which" in said:
        if unit in ("year", "month", "week"):
            return values | {"unit": unit, "which_unit": said["which"]}
        if unit is None or "weekday" in roles:
            return values | {"which": said["which"]}
    return values


def _period(said: dict[str, Any], unit: str | None, roles: set[str]) -> dict[str, Any] | None:
    which = said.get("which")
    values: dict[str, Any] = {name: said[name] for name in ("year", "origin") if name in said}
    for divided in ("season", "quarter", "half"):
        if divided in roles or f"unit_{divided}" in roles:
            values |= {"unit": divided, "number": said.get("number")}
            if divided != "season" and values["number"] == -1:
                values["number"] = 4 if divided == "quarter" else 2
            if divided == "half" and not values["number"]:
                return None
            years = bool(roles & {"unit_year", "rel_year"}) and "year" not in said
            return values | ({("which_unit" if years else "which"): which} if which else {})
    if unit not in ("week", "weekend", "month", "year"):
        return None
    which = which or (None if unit == "weekend" else "this")
    return values | {"unit": unit, "which": which}


def _offset(said: dict[str, Any], unit: str | None, roles: set[str]) -> dict[str, Any] | None:
    if "relative" in roles:
        return {"unit": "day", "count": said["count"], "origin": said.get("origin", "anchor")}
    sign = next((_SIGNS[role] for role in roles if role in _SIGNS), None)
    if sign is None:
        count = {"last": -1, "next": 1}.get(said.get("which", ""), 0)
        origin = said.get("origin", "anchor" if "which" in said else "context")
        return {"unit": "day", "count": count, "origin": origin}
    count = said.get("count", 1)
    if unit == "fortnight":
        unit, count = "week", 2 * count
    origin = "context" if roles & set(_FROM_CONTEXT) else "anchor"
    return {"unit": unit, "count": sign * count, "origin": origin}
