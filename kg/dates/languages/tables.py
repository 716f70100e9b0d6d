"""The tables of a language made ready: each form that its texts use, with the parts it plays in a date.

A file ``CODE.toml`` beside this module has them. ``months``, ``weekdays`` and ``numbers`` are lists of forms,
the names of CLDR are added; under ``[words]`` a key says what the forms after it mean:

* ``of``: words that may stand between others and say nothing; ``from``, ``to``, ``and``: of ranges and lists
* ``day+1``, ``then-1``: days counted from that of the article, and from that of the event told before
* ``this``, ``last``, ``next``, ``coming`` (of weekdays the nearest) with ``before`` or ``after`` a unit; ``then``: counted from the event before
* ``early``, ``mid``, ``late``, and with ``after``; ``since``, ``until``, ``by``, ``before``, ``after``, and
  with ``behind`` where they follow; ``ago``, ``in``, ``later``, ``earlier`` with ``before`` or ``after`` the amount
* ``period last year``: one word for it; ``end this year``: one word for a part of it; ``amount 6 month``
* names of units and seasons (``weak``: only where the words around show it), ``ordinals``, ``part_of_day``, ``holiday 12-25``, ``every``, ``vague``
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, TypeAlias

from kg.dates.languages.atoms import Roles, folded

_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}
_UNITS = (
    "day",
    "week",
    "month",
    "year",
    "weekend",
    "decade",
    "quarter",
    "half",
    "fortnight",
    "third",
)
_PARTS = ("early", "mid", "late", "start", "end", "half1", "half2")
_BOUNDS = ("since", "until", "by", "before", "after")
_PLAIN = (
    "of", "from", "to", "and", "marker", "after_day", "part_of_day", "around", "vague", "every", "hours", "years",
)  # fmt: skip
_FILLING = ("of", "from")
Meaning: TypeAlias = dict[str, dict[str, Any]]
"""The roles of a word, each with what it says."""
_GROUP = re.compile(r"\(([^()]*)\)")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """What is known of a language: its forms by their first words, and how it writes days.

    ``forms`` has for the first word of a form all forms that begin so, the longest first, each as words and roles.
    """

    code: str
    forms: Mapping[str, tuple[tuple[tuple[str, ...], tuple[Roles, ...]], ...]]
    ordinal_marks: str
    year_marks: str
    decade_marks: str
    month_first: bool
    bare_units: bool
    year_first: bool
    spaced: bool
    prefixes: tuple[str, ...]
    suffixes: frozenset[str]
    eras: Mapping[str, int]
    year_before: str
    year_within: str
    short_weekdays: str
    particles: tuple[str, ...]


def expand(forms: str) -> Iterator[str]:
    """Each of the forms of a line: ``a(b|c), d`` is ``ab``, ``ac`` and ``d``.

    >>> list(expand("jun(i|o), abr"))
    ['juni', 'juno', 'abr']
    """
    for form in forms.split(","):
        pieces = _GROUP.split(form.strip())
        choices = [piece.split("|") if n % 2 else [piece] for n, piece in enumerate(pieces)]
        yield from filter(None, ("".join(chosen) for chosen in itertools.product(*choices)))


def _meaning(key: str) -> list[Meaning]:
    """What a key of ``[words]`` says: of one word after another the roles, each with its features."""
    words = key.split()
    name = words[0]
    match words:
        case ["holiday", day]:
            month, number = day.split("-")
            return [{"full": {"month": int(month), "day": int(number)}}]
        case ["amount", count, unit]:
            return [{"amount": {"count": int(count), "unit": unit}}]
        case ["period", which, unit]:
            return [{f"rel_{unit}": {"which": which, "unit": unit}}]
        case [part, which, unit] if part in _PARTS:
            return [{"part": {"part": part}}, {f"rel_{unit}": {"which": which, "unit": unit}}]
        case ["halfyear", number]:
            return [{"halfyear": {"unit": "half", "number": int(number)}}]
        case ["weak", season]:
            return [{"weak_season": {"unit": "season", "number": _SEASONS[season]}}]
        case [which, season] if season in _SEASONS:
            return [{"pre": {"which": which}}, *_meaning(season)]
        case [("this" | "last" | "next" | "coming") as which, "then"]:
            said = {"which": which, "origin": "context"}
            return [{"pre": said, "post": said}]
        case [("this" | "last" | "next" | "coming") as which, side]:
            return [{"post" if side == "after" else "pre": {"which": which}}]
        case [("ago" | "in" | "later" | "earlier"), side]:
            return [{f"{name}_{side}": {}}]
    return [_named(name, "_" + words[1] if len(words) == 2 else "", key)]


def _named(name: str, side: str, key: str) -> Meaning:
    for origin, base in (("anchor", "day"), ("context", "then")):
        if name.startswith((f"{base}+", f"{base}-")):
            count = int(name.removeprefix(base))
            return {"relative": {"count": count, "unit": "day", "origin": origin}}
    if name in _PARTS:
        return {f"part{side}": {"part": name}}
    if name in _BOUNDS:
        return {f"bound{side}": {"bound": name}}
    if name in _UNITS:
        return {f"unit_{name}": {"unit": name}}
    if name in _SEASONS:
        return {"season": {"unit": "season", "number": _SEASONS[name]}}
    if name == "instant":
        return {"instant": {"which": "this", "unit": "month"}}
    if name in _PLAIN:
        return {name: {}}
    raise ValueError(f"no such meaning: {key}")


class _Forms:
    """Forms as they are gathered; one that is told twice plays both parts."""

    def __init__(self) -> None:
        self.of: dict[tuple[str, ...], list[Meaning]] = {}

    def add(self, form: str, meaning: Iterable[Meaning]) -> None:
        words = tuple(_WORD.findall(folded(form).text))
        if not words:
            return
        roles = [dict(one) for one in meaning]
        known = self.of.setdefault(words, roles)
        if known is not roles and len(known) == len(roles):
            for old, new in zip(known, roles, strict=True):
                old.update(new | old)

    def by_word(self) -> dict[str, tuple[tuple[tuple[str, ...], tuple[Roles, ...]], ...]]:
        found: dict[str, list[tuple[tuple[str, ...], tuple[Roles, ...]]]] = defaultdict(list)
        for words, roles in self.of.items():
            for role in roles:
                if any(name in role for name in _FILLING):
                    role["fill"] = {}
            found[words[0]].append((words, tuple(roles)))
        return {
            word: tuple(sorted(rows, key=lambda row: (-len(row[0]), row[0])))
            for word, rows in found.items()
        }


def _cldr(code: str, kind: str, width: str) -> Iterator[tuple[int, str]]:
    from babel import Locale

    names = getattr(Locale.parse(code), kind)
    for use in ("format", "stand-alone"):
        yield from names[use][width].items()


def _listed(forms: _Forms, lines: Iterable[str], role: str, name: str, first: int) -> None:
    for number, line in enumerate(lines, first):
        for form in expand(line):
            forms.add(form, [{role: {name: number}}])


def _stems(forms: _Forms, table: Mapping[str, Any], kind: str, name: str, first: int) -> None:
    for number, stem in enumerate(table.get(f"{kind}_stems", "").split(), first):
        for ending in table.get("adjectives", "").split():
            if len(stem) > 1:
                forms.add(stem + ending, [{kind: {name: number}}])


def _calendar(forms: _Forms, code: str, table: Mapping[str, Any]) -> None:
    _listed(forms, table.get("months", ()), "month", "month", 1)
    _listed(forms, table.get("hijri_months", ()), "hijri_month", "hijri_month", 1)
    _listed(forms, table.get("weekdays", ()), "weekday", "weekday", 0)
    _listed(forms, table.get("weak_weekdays", ()), "weak_weekday", "weekday", 0)
    _stems(forms, table, "month", "month", 1)
    _stems(forms, table, "weekday", "weekday", 0)
    for number, base in enumerate(table.get("weekday_tail_bases", "").split()):
        for tail in table["weekday_tails"].split():
            forms.add(base + tail, [{"weekday": {"weekday": number}}])
    if table.get("cldr", True):
        for width, weak in (("wide", ""), ("abbreviated", "weak_")):
            for number, form in _cldr(code, "months", width):
                forms.add(form, [{f"{weak}month": {"month": number}}])
            for number, form in _cldr(code, "days", width):
                forms.add(form, [{f"{weak}weekday": {"weekday": number}}])


@cache
def lexicon(code: str) -> Lexicon:
    """The tables of a language, by its code; FileNotFoundError where there are none."""
    source = resources.files(__package__).joinpath(f"{code}.toml").read_text(encoding="utf-8")
    table = tomllib.loads(source)
    forms = _Forms()
    _calendar(forms, code, table)
    _listed(forms, table.get("numbers", ()), "number", "count", 1)
    _listed(forms, table.get("days", ()), "day", "day", 1)
    _listed(forms, table.get("ordinals", ()), "ordinal", "number", 1)
    _listed(forms, (table.get("last_ordinals", ""),), "ordinal", "number", -1)
    for key, line in table["words"].items():
        for form in expand(line):
            forms.add(form, _meaning(key))
    return Lexicon(
        code=code,
        forms=forms.by_word(),
        ordinal_marks=table.get("ordinal_marks", ""),
        year_marks=table.get("year_marks", ""),
        decade_marks=table.get("decade_marks", ""),
        month_first=table.get("month_first", False),
        bare_units=table.get("bare_units", False),
        year_first=table.get("year_first", False),
        spaced=table.get("spaced", True),
        prefixes=tuple(table.get("prefixes", ())),
        suffixes=frozenset(table.get("suffixes", "").split()),
        eras=table.get("eras", {}),
        year_before=table.get("year_before", ""),
        year_within=table.get("year_within", ""),
        short_weekdays=table.get("short_weekdays", ""),
        particles=tuple(table.get("particles", "").split()),
    )
