"""Calendar dates as English writes them: days, months, weekdays, years, and ranges and lists of them.

:func:`read_dates` reads what begins at one place; :mod:`kg.dates.en.expressions` decides where.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from kg.dates.en.words import (
    FULL_MONTHS,
    MONTHS,
    SHORT_WEEKDAYS,
    WEEKDAYS,
    rule,
    words,
)
from kg.dates.expression import Expression, Found, Source, which_word
from kg.dates.points import adjoin, share_years

_YEAR_TAIL = r"(?:(?:_,?_(?:of )?|-)(?P<year><YEAR>))?"
_REL_YEAR = rule(r",? (?:of )?(?P<rel>this|last|next) year\b")
_REL_WEEK = rule(r",? (?:of )?(?P<rel>this|last|next) week\b")
_PART_OF_DAY = rule(r" <PARTOFDAY>")
_MONTH_DAY = rule(r"(?P<month><MONTH>)_(?:the )?(?P<day><DAY>)" + _YEAR_TAIL)
_MONTH_YEAR = rule(r"(?P<month><MONTH>)_,?_(?:of )?(?P<year><YEAR>)")
_DAY_MONTH = rule(r"(?:the )?(?P<day><DAY>)(?: of | day of |_-_|_)(?P<month><MONTH>)" + _YEAR_TAIL)
_SEPARATOR = r"(?:_--?_| to | through | thru | until | till | and | or | & )"
_LEADING_DAYS = rule(
    rf"(?:the )?(?P<days><DAY>(?:_,_<DAY>){{0,4}}_?,?{_SEPARATOR}(?:the )?<DAY>)"
    r"(?: of|_-)?_(?P<month><MONTH>)" + _YEAR_TAIL
)
_TAIL = rule(rf"(?P<separator>{_SEPARATOR})(?:on |in |the )?")
_BARE_DAY = rule(r"(?P<day><DAY>)(?:_,_(?P<year><YEAR>))?")
_COMMA_DAYS = rule(r"_,_(?P<day><DAY>)(?=(?:_,_<DAY>){0,4}_,?_(?:and|&) <DAY>)")
_NUMERIC = rule(
    r"(?:(?P<y>[0-9]{4})(?P<s>[-/.])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})"
    r"|(?P<a>[0-9]{1,2})(?P<t>[-/.])(?P<b>[0-9]{1,2})(?P=t)(?P<z>[0-9]{4}))(?:\b(?![-/.][0-9]))"
)
_WEEKDAY = rule(r"(?:(?P<weekday><WEEKDAY>)|(?P<short><SHORTDAY>))")
_TO_DATE = rule(r"(?:_\(_|_,_| )(?:the |on )?")
_YEAR_RANGE = rule(r"(?P<year><YEAR>)_-_(?P<tail>[0-9]{2})\b(?![-/.:]?[0-9])")
_YEAR = rule(r"(?P<year><YEAR>)(?! <COUNTED>)")
EVENT_NOUN = rule(
    r"(?: [a-z0-9-]{2,15}){0,2} (?:talks|meetings?|summits?|visits?|calls?|sessions?|conferences?|"
    r"votes?|elections?|attacks?|agreements?|deals?|statements?|letters?|trips?|negotiations|rounds?|"
    r"disturbances|declarations?|announcements?|deadlines?|consultations|decisions?|referendum|"
    r"accords?|ceasefire|coup|events?|hearings?|protests?|war|offensive|invasion|treaty|speech)\b"
)
_DETERMINERS = frozenset(words("the a an his her its their our your my this that"))
_BEFORE_MONTH = frozenset(
    words("in last next this since until till during throughout through past coming previous")
)
_BEFORE_CLEAR_MONTH = _BEFORE_MONTH | frozenset(
    words("of by before after from to between around and or about for")
)
_NOT_A_DAY_NAME = frozenset(
    words(
        "good bloody black ash palm easter holy cyber maundy super fat red first second third fourth "
        "fifth each every"
    )
)
_PAPER = rule(r" (?:times|telegraph|mirror|express|morning post|club)\b")


def _day_number(words: str) -> int:
    return int(words.rstrip("stndrh"))


def _month_number(words: str) -> int:
    return MONTHS[words.rstrip(".")]


def _fits(month: int | None, day: int | None) -> bool:
    return month is None or day is None or day <= (29, 30, 31)[(month != 2) + (month in _LONG)]


_LONG = (1, 3, 5, 7, 8, 10, 12)


def _month_and_day(src: Source, pos: int) -> Expression | None:
    """A month with a day or a year, in either order, at ``pos``."""
    for pattern in (_MONTH_DAY, _DAY_MONTH, _MONTH_YEAR):
        match = pattern.match(src.low, pos)
        if not match or not src.capital(match.start("month")):
            continue
        part = match.groupdict()
        month, year = _month_number(part["month"]), part.get("year")
        day = _day_number(part["day"]) if part.get("day") else None
        if not _fits(month, day):
            continue
        if pattern is _MONTH_DAY and year is None and src.before(pos) == "in":
            continue  # "in May 14 states signed": the month alone is said
        found = src.make("date", pos, match.end())
        found = replace(found, month=month, day=day, year=int(year) if year else None)
        if year is None and (tail := _REL_YEAR.match(src.low, match.end())):
            found = src.widen(
                replace(found, unit="year", which_unit=which_word(tail["rel"])), pos, tail.end()
            )
        return found
    return None


def _numeric(src: Source, pos: int) -> Expression | None:
    match = _NUMERIC.match(src.low, pos)
    if not match:
        return None
    if match["y"]:
        year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
    else:
        year, first, second = int(match["z"]), int(match["a"]), int(match["b"])
        day, month = (first, second) if second <= 12 else (second, first)
        if match["t"] == "/" and first <= 12 and second <= 12 and first != second:
            found = replace(src.make("date", pos, match.end()), year=year, month=month, day=day)
            return replace(found, unit="day", mark="?")  # which is the month cannot be known
    if not (1000 <= year <= 2999 and 1 <= month <= 12 and 1 <= day <= 31 and _fits(month, day)):
        return None
    return replace(src.make("date", pos, match.end()), year=year, month=month, day=day)


def _weekday(src: Source, pos: int) -> Expression | None:
    match = _WEEKDAY.match(src.low, pos)
    if not match or not src.capital(pos) or src.before(pos) in _NOT_A_DAY_NAME:
        return None
    day = (
        SHORT_WEEKDAYS[match["short"].rstrip(".")] if match["short"] else WEEKDAYS[match["weekday"]]
    )
    end = match.end()
    if (
        (gap := _TO_DATE.match(src.low, end))
        and (date := _month_and_day(src, gap.end()))
        and date.day
    ):
        return src.widen(replace(date, weekday=day), pos)
    if gap and (date := _numeric(src, gap.end())):
        return src.widen(replace(date, weekday=day), pos)
    if match["short"] or _PAPER.match(src.low, end):
        return None
    found = replace(src.make("date", pos, end), weekday=day)
    if part := _PART_OF_DAY.match(src.low, end):
        found = src.widen(found, pos, part.end())
    if week := _REL_WEEK.match(src.low, found.end):
        which = which_word(week["rel"])
        found = src.widen(replace(found, unit="week", which_unit=which), pos, week.end())
    return found


def _bare_month(src: Source, pos: int) -> Expression | None:
    match = _MONTH_ALONE.match(src.low, pos)
    if not match or not src.capital(pos):
        return None
    name, dotted = match["month"].rstrip("."), match["month"].endswith(".")
    if name not in FULL_MONTHS and not dotted:
        return None
    found = replace(src.make("date", pos, match.end()), month=MONTHS[name])
    if tail := _REL_YEAR.match(src.low, match.end()):
        return src.widen(
            replace(found, unit="year", which_unit=which_word(tail["rel"])), pos, tail.end()
        )
    return found


_MONTH_ALONE = rule(r"(?P<month><MONTH>)")


def _stands_alone(src: Source, found: Expression) -> bool:
    """Whether a month without day or year is one, and not a modal verb, a march or Theresa May."""
    before, name = src.before(found.start), src.low[found.start : found.start + 3]
    after = src.low[found.end : found.end + 40]
    if before in _NOT_A_DAY_NAME or _NAMED_AFTER_MONTH.match(after):
        return False
    if name not in ("may", "mar"):
        if before in _BEFORE_CLEAR_MONTH or name not in ("apr", "jun", "aug"):
            return True
        return before in _DETERMINERS or not src.raw[found.end + 1 : found.end + 2].isupper()
    if before in _BEFORE_MONTH or (before == "by" and name == "mar"):
        return True
    if before == "for":
        return bool(_PLANNED_FOR.search(src.low[max(0, found.start - 20) : found.start]))
    if before == "of":
        return bool(_PORTION_OF.search(src.low[max(0, found.start - 14) : found.start]))
    determined = before in _DETERMINERS or before.endswith(("'s", "s'"))
    return determined and bool(EVENT_NOUN.match(after))


_NAMED_AFTER_MONTH = rule(r" (?:revolution|war|crisis|surprise|fools)\b")
_PLANNED_FOR = re.compile(r"\b(?:planned|scheduled|slated|set|due|fixed|expected) for $")
_PORTION_OF = re.compile(r"\b(?:end|month|half|middle|beginning|start|part|days|week) of $")


def _point(src: Source, pos: int) -> Expression | None:
    """One calendar date at ``pos``; of a lone month or year the words around it are not yet judged."""
    first = src.low[pos : pos + 1]
    if "0" <= first <= "9":
        found = _numeric(src, pos) or _month_and_day(src, pos)
        match = None if found else _YEAR.match(src.low, pos)
        return (
            replace(src.make("date", pos, match.end()), year=int(match["year"])) if match else found
        )
    if first == "t" and src.low.startswith("the", pos):
        return _month_and_day(src, pos)
    if not src.raw[pos : pos + 1].isupper():
        return None
    return _month_and_day(src, pos) or _weekday(src, pos) or _bare_month(src, pos)


def _grain(point: Expression) -> str:
    if point.day:
        return "day"
    if point.weekday is not None:
        return "weekday"
    return "month" if point.month else "year"


def _leading_days(src: Source, pos: int) -> tuple[list[Expression], list[str]] | None:
    match = _LEADING_DAYS.match(src.low, pos)
    if not match or not src.capital(match.start("month")):
        return None
    month, year = _month_number(match["month"]), match["year"]
    days = list(_DIGITS.finditer(src.low, match.start("days"), match.end("days")))
    points = []
    for one in days:
        end = match.end() if one is days[-1] else one.end()
        day = int(one[1])
        if not _fits(month, day):
            return None
        point = src.make("date", pos if one is days[0] else one.start(), end)
        points.append(replace(point, month=month, day=day, year=int(year) if year else None))
    separators = [src.low[a.end() : b.start()].strip() for a, b in pairwise(days)]
    return points, [separator.split(" ")[0] for separator in separators]


_DIGITS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?\b")


def _chain(src: Source, pos: int) -> tuple[list[Expression], list[str]] | None:
    """Dates of one grain joined by "and", "to", a dash …, with the words that join them."""
    figures = "0" <= src.low[pos : pos + 1] <= "9"
    if (figures or src.low.startswith("the", pos)) and (leading := _leading_days(src, pos)):
        return leading
    if figures and (short := _YEAR_RANGE.match(src.low, pos)):
        year, tail = int(short["year"]), int(short["tail"])
        if year % 100 < tail:
            point = replace(src.make("date", pos, short.end("year")), year=year)
            other = src.make("date", short.start("tail"), short.end())
            return [point, replace(other, year=year - year % 100 + tail)], ["-"]
    first = _point(src, pos)
    if not first:
        return None
    points, separators = [first], list[str]()
    while len(points) < 6:
        last = points[-1]
        comma = _COMMA_DAYS.match(src.low, last.end) if last.day and not last.year else None
        if comma:
            day = replace(src.make("date", comma.start("day"), comma.end()), month=last.month)
            points.append(replace(day, day=_day_number(comma["day"])))
            separators.append(",")
            continue
        join = _TAIL.match(src.low, last.end)
        if not join:
            break
        following = _point(src, join.end())
        bare = (
            _BARE_DAY.match(src.low, join.end())
            if last.day and last.month and not last.year
            else None
        )
        if following and _grain(following) == _grain(last):
            points.append(following)
        elif (
            bare
            and not following
            and not _counts(src, bare.end())
            and _fits(last.month, _day_number(bare["day"]))
        ):
            day = replace(src.make("date", join.end(), bare.end()), month=last.month)
            day = replace(day, year=int(bare["year"]) if bare["year"] else None)
            points.append(replace(day, day=_day_number(bare["day"])))
        else:
            break
        separators.append(join["separator"].strip())
    return points, separators


_PLURAL = rule(r" (?!was |is |as |his |its |this |has |does )[a-z]{3,20}[^isu]s\b")


def _counts(src: Source, end: int) -> bool:
    """Whether a plural follows: "on May 30 and 31 countries signed"."""
    return bool(_PLURAL.match(src.low, end)) and src.raw[end : end + 2].islower()


def read_dates(src: Source, pos: int, *, judged: bool = False) -> Found | None:
    """Calendar dates at ``pos``: one, a range, or several; ``judged`` when a lone month may stand."""
    chain = _chain(src, pos)
    if not chain:
        return None
    points, separators = share_years(chain[0]), chain[1]
    head = points[0]
    if _grain(head) == "month" and not head.year and not judged and not _stands_alone(src, head):
        return None
    if _grain(head) == "year" and not judged and not _year_stands(src, points[0], points[-1].end):
        return None
    found: Found = []
    index = 0
    while index < len(points):
        stop = index
        while stop < len(separators) and (
            separators[stop] in (",", "and", "&", "or") and adjoin(points[stop], points[stop + 1])
        ):
            stop += 1
        if (
            stop == index
            and index < len(separators)
            and separators[index] not in (",", "and", "&", "or")
        ):
            stop = index + 1
        if stop > index:
            whole = src.make("range", points[index].start, points[stop].end)
            found.append(replace(whole, first=points[index], last=points[stop]))
        else:
            found.append(points[index])
        index = stop + 1
    return found


_YEAR_PREPOSITIONS = frozenset(
    words(
        "in since until till by before after from during of throughout year circa into early late mid"
    )
)


def _year_stands(src: Source, found: Expression, end: int) -> bool:
    """Whether four digits are a year: "in 2009", "the 2015 deal"; not "of 2000 soldiers"."""
    before = src.before(found.start)
    if found.end != end and (found.year or 0) >= 1800:
        return not _counts(src, end)
    if before in _YEAR_PREPOSITIONS:
        return before in ("in", "since", "year") or not _counts(src, end)
    if before in _DETERMINERS or before.endswith(("'s", "s'")):
        return src.low[end : end + 1] == " " and (found.year or 0) % 100 != 0
    return False
