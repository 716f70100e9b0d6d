"""An expression of the words that a pattern matched: their features unified, by kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from kg.dates.expression import Expression, Kind
from kg.dates.languages.atoms import Atom
from kg.dates.languages.hijri import counted

_SIGNS = {
    "ago_before": -1, "ago_after": -1, "earlier_after": -1, "in_before": 1, "in_one": 1, "in_after": 1, "later_after": 1,
}  # fmt: skip
_FROM_CONTEXT = ("earlier_after", "later_after")
_FEATURES = (
    "year", "month", "day", "weekday", "number", "count", "time", "which", "origin",
)  # fmt: skip
_LONG = (1, 3, 5, 7, 8, 10, 12)

Parts = Sequence[tuple[str, Atom]]


def built(kind: str, parts: Parts) -> Expression | None:
    """The expression, still without its place; None where the words fit the pattern but not each other."""
    if kind == "hijri":
        return counted(parts)
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
    if "decade" in roles:
        return "decade"
    if "year" in roles:
        units = [unit for unit in units if unit != "year"]
    return units[-1] if units else None


def _fits(said: dict[str, Any]) -> bool:
    month, day = said.get("month"), said.get("day")
    return month is None or day is None or day <= (29, 30, 31)[(month != 2) + (month in _LONG)]


def _date(said: dict[str, Any], unit: str | None, roles: set[str]) -> dict[str, Any] | None:
    if not _fits(said):
        return None
    values: dict[str, Any] = {
        name: said[name] for name in ("year", "month", "day", "weekday", "origin") if name in said
    }
    if "years" in roles:
        return _decade(said)
    if unit == "decade":
        return values | {"unit": unit}
    if "which" in said:
        if unit in ("year", "month", "week"):
            which = "next" if said["which"] == "coming" else said["which"]
            return values | {"unit": unit, "which_unit": which}
        if unit is None or "weekday" in roles:
            return values | {"which": said["which"]}
    return values


def _decade(said: dict[str, Any]) -> dict[str, Any] | None:
    """ "Les années 1990", "los años 80": the decade, where the number is that of one."""
    year = said.get("year") or 1900 + said.get("count", 0)
    return {"year": year, "unit": "decade"} if year % 10 == 0 and year > 1900 else None


def _divides(divided: str, number: int | None) -> bool:
    """Is there a quarter or half of this number? "This quarter" has none."""
    if divided == "quarter":
        return number in (None, 1, 2, 3, 4)
    return divided == "season" or number in (1, 2)


def _period(said: dict[str, Any], unit: str | None, roles: set[str]) -> dict[str, Any] | None:
    which = said.get("which")
    values: dict[str, Any] = {name: said[name] for name in ("year", "origin") if name in said}
    for divided, role in (
        ("season", "season"),
        ("season", "weak_season"),
        ("quarter", "unit_quarter"),
        ("half", "unit_half"),
        ("half", "halfyear"),
    ):
        if role in roles:
            values |= {"unit": divided, "number": said.get("number", said.get("count"))}
            if divided != "season" and values["number"] == -1:
                values["number"] = 4 if divided == "quarter" else 2
            if not _divides(divided, values["number"]):
                return None
            years = bool(roles & {"unit_year", "rel_year"}) and "year" not in said
            if which == "coming" and years:
                which = "next"
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
        count = {"last": -1, "next": 1, "coming": 1}.get(said.get("which", ""), 0)
        origin = said.get("origin", "anchor" if "which" in said else "context")
        # A part of the day alone is marked until it is known what day was told before.
        alone = {"mark": "?"} if "which" not in said else {}
        return {"unit": "day", "count": count, "origin": origin, **alone}
    count = said.get("count", 1)
    if unit == "fortnight":
        unit, count = "week", 2 * count
    origin = "context" if roles & set(_FROM_CONTEXT) else "anchor"
    mark = "~" if "around" in roles else ""
    return {"unit": unit, "count": sign * count, "origin": origin, "mark": mark}
