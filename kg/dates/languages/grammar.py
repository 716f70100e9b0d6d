"""How words make a date, in any order that languages put them in: patterns over atoms.

A pattern is written with the roles of atoms in angle brackets, and compiled for a language: each set of roles
that its words can play is a character, a role the class of all that have it. What a pattern matches is unified:
the features of its atoms are those of the expression.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kg.dates.expression import Kind

_MACROS = {
    "OF": "(?:<fill>){0,3}",
    "WHICH": "(?:<pre>|<post>)",
    "YEARS": "(?:<rel_year>|<pre>(?:<fill>)?<unit_year>|<unit_year>(?:<fill>)?<post>)",
    "MONTHS": "(?:<rel_month>|<pre>(?:<fill>)?<unit_month>|<unit_month>(?:<fill>)?<post>)",
    "WEEKS": "(?:<rel_week>|<pre>(?:<fill>)?<unit_week>|<unit_week>(?:<fill>)?<post>)",
    "WEEKENDS": "(?:<rel_weekend>|<pre>(?:<fill>)?<unit_weekend>|<unit_weekend>(?:<fill>)?<post>)",
    "ANYDAY": "(?:<weekday>|<weak_weekday>)",
    "ANYMONTH": "(?:<month>|<weak_month>)",
    "YEARTAIL": "(?:(?:<comma>)?OF(?:YEARS|<year>(?:(?:<fill>)?<unit_year>)?))",
    "DAYHEAD": "(?:ANYDAY(?:<comma>|<paren>)?OF)?(?:<marker>(?:<fill>)?)?",
    "SAMEDAY": "(?:<relative>(?:OF<part_of_day>)?(?:<comma>|<paren>)?OF)?",
    "UNIT": "(?:<unit_day>|<unit_week>|<unit_month>|<unit_year>|<unit_decade>|<unit_fortnight>)",
    "COUNT": "(?:(?:<number>(?:<fill>)?)?UNIT|<amount>)",
    "COUNTED": "(?:<number>(?:<fill>)?UNIT|<amount>)",
    "HIJRI": "<hijri_month>(?:OF(?:<year>|<hijri_year>))?",
    "PARTOFDAY": "(?:OF<part_of_day>)?",
    "INYEAR": "(?:YEARS|<year>(?:(?:<fill>)?<unit_year>)?)",
}

# The patterns, by the kind of expression that each makes. Of those that match at a place the longest is taken, and of
# equals the first.
_PATTERNS: tuple[tuple[Kind | Literal["bare", "month_day", "hijri"], str], ...] = (
    # Days: "mardi 12 mai 2019", "12-го числа этого месяца", "maio 12", "2024年5月12日(日)".
    ("date", "SAMEDAYDAYHEAD<day>(?:<after_day>)?OFANYMONTH(?:(?:<fill>)?<unit_month>)?YEARTAIL?(?:(?:<paren>)?ANYDAY)?PARTOFDAY"),
    ("date", "(?:INYEAR(?:<comma>)?OF)?ANYMONTH(?:<fill>)?<day>(?:<after_day>)?(?:(?:<paren>)?ANYDAY)?PARTOFDAY"),
    ("month_day", "ANYMONTH<day>YEARTAIL?PARTOFDAY"),
    ("date", "DAYHEAD<day>(?:<after_day>)?OFMONTHSPARTOFDAY"),
    ("date", "DAYHEAD<day>(?:<after_day>)?OF<instant>PARTOFDAY"),
    ("date", "MONTHSOF<day>(?:<after_day>)?(?:(?:<paren>)?ANYDAY)?PARTOFDAY"),
    ("date", "<day><after_day>PARTOFDAY"),
    ("date", "<marker><day>(?!OF(?:<month>|<hours>))"),
    ("date", "(?:WHICH)?<weekday>(?:<comma>)?<day>(?!(?:<fill>)?(?:<hours>|ANYMONTH|<number>))"),
    ("date", "SAMEDAY(?:ANYDAY(?:<comma>)?OF)?<full>YEARTAIL?(?:(?:<paren>)?ANYDAY)?PARTOFDAY"),
    ("date", "<pre><full>"),
    ("date", "<part_of_day>OF(?:<marker>)?<day>(?!(?:<fill>)?(?:<hours>|<number>|ANYMONTH))"),
    # Months: "mai 2019", "mai dernier", "去年11月", "в марте прошлого года", "temmuz ayında".
    ("date", "<month>(?:(?:<fill>)?<unit_month>)?YEARTAIL"),
    ("date", "<weak_month>(?:<fill>)?<year>"),
    ("date", "INYEAR(?:<comma>)?OF<month>(?:(?:<fill>)?<unit_month>)?"),
    ("date", "<pre>(?:<fill>)?<month>"),
    ("date", "<month><post>"),
    ("date", "(?:<unit_month>OF)?<month>(?:(?:<fill>)?<unit_month>)?"),
    # Days of the week.
    ("date", "(?:<part_of_day>OF)?(?:<pre>(?:<fill>)?)?<weekday>(?:OF<part_of_day>)?"),
    ("date", "(?:<part_of_day>OF)?<weekday>(?:<fill>)?<post>(?:OF<part_of_day>)?"),
    ("date", "<part_of_day>OFANYDAY"),
    ("date", "ANYDAY(?:<comma>)?OF<part_of_day>"),
    ("date", "WEEKS(?:<comma>)?OF<weekday>(?:OF<part_of_day>)?"),
    ("date", "(?:<part_of_day>OF)?<weekday>(?:<comma>)?OFWEEKS"),
    # Years and decades.
    ("date", "<years>(?:<fill>)?(?:<year>|<number>)"),
    ("date", "(?:<unit_year>(?:<fill>)?)?<year>(?:(?:<fill>)?<unit_year>)?"),
    ("date", "<decade>(?:(?:<fill>)?<unit_year>)?"),
    # Days that are counted.
    ("offset", "(?:<part_of_day>OF)?<relative>(?:OF<part_of_day>)?(?:(?:<comma>|<paren>)?OFANYDAY)?"),
    ("offset", "<pre>(?:<fill>)?<part_of_day>"),
    ("offset", "<part_of_day>(?:<fill>)?<pre>(?:<fill>)?<unit_day>"),
    ("offset", "<part_of_day>"),
    ("offset", "<pre>(?:<fill>)?<unit_day>"),
    ("offset", "<unit_day><post>"),
    ("offset", "<ago_before>(?:<around>)?(?:<fill>)?COUNTED"),
    ("offset", "COUNT<ago_after>"),
    ("offset", "<in_before>(?:<around>)?(?:<fill>)?COUNTED"),
    ("offset", "<in_one>(?:<around>)?(?:<fill>)?COUNT"),
    ("offset", "COUNT<in_after>"),
    ("offset", "COUNT<later_after>"),
    ("offset", "COUNT<earlier_after>"),
    # Days of the Islamic calendar, alone or beside those of ours.
    ("hijri", "(?:ANYDAYOF)?<day>OFHIJRI(?:OF<day>OFANYMONTH(?:OF<year>)?)?"),
    ("hijri", "(?:ANYDAYOF)?<day>OFANYMONTH(?:OF<year>)?OF<day>OFHIJRI"),
    ("hijri", "(?:ANYDAYOF)?HIJRI"),
    ("hijri", "<hijri_year>"),
    # Periods: "la semaine prochaine", "Herbst vergangenen Jahres", "первая половина 2019 года".
    ("period", "WEEKS"),
    ("period", "WEEKENDS"),
    ("period", "<unit_weekend>"),
    ("period", "MONTHS"),
    ("period", "YEARS"),
    ("period", "(?:<pre>(?:<fill>)?)?<season>(?:(?:<fill>)?<post>)?"),
    ("period", "<pre>(?:<fill>)?<weak_season>|<weak_season>(?:<fill>)?<post>"),
    ("period", "(?:<season>|<weak_season>)YEARTAIL"),
    ("period", "INYEAR(?:<comma>)?OF<season>"),
    ("period", "<ordinal>(?:<fill>)?(?:<unit_quarter>|<unit_half>)OFINYEAR"),
    ("period", "INYEAROF<ordinal>(?:<fill>)?(?:<unit_quarter>|<unit_half>)"),
    ("period", "(?:<unit_quarter>|<unit_half>)(?:<fill>)?<ordinal>OFINYEAR"),
    ("period", "INYEAROF<number>(?:<fill>)?<unit_quarter>"),
    ("period", "(?:INYEAROF)?<halfyear>"),
    ("period", "(?:<pre>|<ordinal>)(?:<fill>)?(?:<unit_quarter>|<unit_half>)"),
    # Words alone.
    ("vague", "<vague>"),
    ("habit", "<every>(?:<fill>)?(?:<number>)?(?:ANYDAY|<month>|<season>|UNIT)?"),
    ("time", "<clock>(?:<hours>)?"),
    ("time", "<number><hours>"),
    # A day whose month stands beside another one: "du 12 au 14 mai".
    ("bare", "DAYHEAD<day>(?:<after_day>)?(?!<hours>|<unit_day>|<unit_month>|<unit_year>|<unit_week>)"),
)  # fmt: skip
# What "early", "since" or "the last week" may be said of, beside those above: "before the end of the year".
_CONTAINERS = ("<unit_month>", "<unit_year>", "<unit_week>")

_ROLE = re.compile(r"<(\w+)>")
_CAPITALS = re.compile("|".join(sorted(_MACROS, key=len, reverse=True)))


class Shape(NamedTuple):
    """A pattern of a language, with the roles of its groups, and those that it can begin with."""

    kind: str
    pattern: re.Pattern[str]
    roles: tuple[str, ...]
    opens: frozenset[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns of a language, and the character of each set of roles.

    ``shapes`` are those that can begin with a character, in their order; most atoms open only a few.
    """

    shapes: Mapping[str, tuple[Shape, ...]]
    containers: Mapping[str, tuple[Shape, ...]]
    characters: Mapping[frozenset[str], str]


def _spelt(pattern: str) -> str:
    while _CAPITALS.search(pattern):
        pattern = _CAPITALS.sub(lambda macro: _MACROS[macro[0]], pattern)
    return pattern


_PIECE = re.compile(r"<(\w+)>|(\(\?[:!])|(\||\))")
_OPTIONAL = re.compile(r"\?|\{0")


def _firsts(pattern: str, at: int = 0) -> tuple[set[str], bool, int]:
    """The roles that a pattern can begin with from ``at`` on, whether it can be empty, and where it ends."""
    found: set[str] = set()
    empty, passable = False, True
    while at < len(pattern):
        piece = _PIECE.match(pattern, at)
        if piece is None:
            at += 1  # a quantifier, which the piece before it was asked for
            continue
        at = piece.end()
        if piece[3] == ")":
            break
        if piece[3]:
            empty, passable = empty or passable, True
            continue
        inner, skipped = ({piece[1]}, False) if piece[1] else (set[str](), True)
        if piece[2]:
            inner, skipped, at = _firsts(pattern, at)
        if piece[2] != "(?!":
            found |= inner if passable else set()
            passable = passable and (skipped or bool(_OPTIONAL.match(pattern, at)))
    return found, empty or passable, at


def _by_opening(
    shapes: Sequence[Shape], characters: Mapping[frozenset[str], str]
) -> dict[str, tuple[Shape, ...]]:
    return {
        character: tuple(shape for shape in shapes if shape.opens & roles)
        for roles, character in characters.items()
    }


def grammar(sets: frozenset[frozenset[str]], *, month_first: bool, bare_units: bool) -> Grammar:
    """The patterns for a language whose words play these sets of parts.

    ``month_first``: "abril 10" is a day; ``bare_units``: "неделю назад" is one week.
    """
    characters = {one: chr(0xE000 + n) for n, one in enumerate(sorted(sets, key=sorted))}
    classes: dict[str, str] = {}
    for one, character in characters.items():
        for role in one:
            classes[role] = classes.get(role, "") + character

    def shape(kind: str, pattern: str) -> Shape:
        roles: list[str] = []

        def group(match: re.Match[str]) -> str:
            chosen = classes.get(match[1])
            said = f"[{chosen}]" if chosen else "(?!)"
            if match[1] == "fill":
                return said
            roles.append(match[1])
            return f"({said})"

        written = _spelt(pattern if bare_units else pattern.replace("COUNT<", "COUNTED<"))
        compiled = re.compile(_ROLE.sub(group, written))
        return Shape(kind, compiled, tuple(roles), frozenset(_firsts(written)[0]))

    wanted = [
        ("date" if kind == "month_day" else kind, pattern)
        for kind, pattern in _PATTERNS
        if kind != "month_day" or month_first
    ]
    shapes = [shape(kind, pattern) for kind, pattern in wanted]
    containers = [shape("period", pattern) for pattern in _CONTAINERS]
    return Grammar(_by_opening(shapes, characters), _by_opening(containers, characters), characters)
