"""Phrases that are counted: "last week", "three days ago", "the next day", "early in 2019", times, habits.

Each reader takes the source and a place in it and gives the expressions that begin there, or None.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.dates.en.calendar import read_dates
from kg.dates.en.words import (
    HOLIDAYS,
    MONTHS,
    ORDINALS,
    SEASONS,
    WEEKDAYS,
    WORD,
    number,
    rule,
    words,
)
from kg.dates.expression import Expression, Found, Part, Source, Unit, which_word

# --- periods and offsets -------------------------------------------------------------------------

# The words that can open them; the phrase; days from the origin; whether that is the context.
_DAYS: tuple[tuple[str, str, int, bool], ...] = (
    ("the", r"the day before yesterday\b", -2, False),
    ("the", r"the day after tomorrow\b", 2, False),
    ("today tonight earlier later", r"(?:earlier |later )?(?:today|tonight)\b", 0, False),
    ("this earlier later", r"(?:earlier |later )?this <PARTOFDAY>", 0, False),
    ("last", r"last (?:night|evening)\b", -1, False),
    ("yesterday", r"yesterday(?: <PARTOFDAY>)?", -1, False),
    ("tomorrow", r"tomorrow(?: <PARTOFDAY>)?", 1, False),
    (
        "that the later earlier",
        r"(?:(?:later|earlier) (?:on )?)?(?:(?:that|the)(?: very)? same|that(?: very)?) "
        r"(?:day|<PARTOFDAY>)(?![a-z-])",
        0,
        True,
    ),
    (
        "later earlier",
        r"(?:later|earlier) (?:on )?(?:in )?the (?:day|<PARTOFDAY>)(?![a-z-])",
        0,
        True,
    ),
    ("the", r"the (?:very )?(?:next|following) (?:day|<PARTOFDAY>)(?![a-z-])", 1, True),
    ("the a", r"(?:(?:the|a) day later\b|the day after(?=_(?:[.,;:)]|$| and )))", 1, True),
    ("the", r"the (?:previous|preceding) (?:day|<PARTOFDAY>)(?![a-z-])", -1, True),
    ("the a", r"(?:the|a) day (?:earlier|prior)\b", -1, True),
    ("the", r"the day before(?=_(?:[.,;:)]|$))", -1, True),
)
_DAYS_BY_WORD: dict[str, list[tuple[re.Pattern[str], int, bool]]] = {}
for _openers, _phrase, _count, _context in _DAYS:
    for _opener in words(_openers):
        _DAYS_BY_WORD.setdefault(_opener, []).append((rule(_phrase), _count, _context))
_PERIOD = rule(
    r"(?:(?P<rel>this coming|this past|this|last|next|that same|that|the same|the following|"
    r"the previous|the preceding)) (?P<unit>week(?!(?:-| )end)|weekend|week(?:-| )end|month|year|quarter|<SEASON>)\b(?!-)"
)
THE_PERIOD = rule(r"the (?P<unit>week(?!(?:-| )end)|month|year)\b(?! (?:before|after|ahead|of)\b)")
_THE_WEEKEND = rule(r"the week_-?_end\b(?! of\b)")
_PERIOD_LATER = rule(r"the (?P<unit>week|month|year) (?P<way>before|after)(?=_(?:[.,;:)]|$))")
_WEEK_OF = rule(r"(?:the )?week (?:of|beginning|starting|commencing) (?:on )?(?:the )?")
_SEASON_YEAR = rule(
    r"(?:the )?(?P<season><SEASON>)(?:(?:,| of)?_(?P<year><YEAR>)|,? (?:of )?(?P<rel>this|last|next) year\b)"
)
_IN_SEASON = rule(r"(?:the )?(?P<season><SEASON>)(?! of)(?!-)")
_PORTION = rule(
    r"(?:the )?(?P<number>first|second|third|fourth|last|final|1st|2nd|3rd|4th) "
    r"(?P<unit>quarter|half|week)(?P<of> of | )"
)
_Q = rule(r"q(?P<number>[1-4])(?: of)? (?P<year><YEAR>)")
_AGO = rule(
    r"(?P<some>about |around |roughly |approximately |some |nearly |almost |over |more than |"
    r"at least |less than |just over |just under )?(?:(?P<half>half an?) |(?P<num><NUM>)"
    r"(?P<more>(?: and a| and one)(?:_-_| )half)? |(?P<few><FEW>|many) )?"
    r"(?P<unit><UNIT>)(?P<after> and a half)? (?P<way>ago|earlier|later|previously|hence|from now)\b"
)
_IN = rule(
    r"(?P<within>in|within) (?P<some>about |around |some |less than )?(?P<num><NUM>) "
    r"(?P<unit><UNIT>)(?P<time>'s?(?: time\b)?)?(?! (?:of|before|after|earlier|later|ago|or|at|in))(?!-)"
)
_SPAN = rule(
    r"(?:the|these|this) (?P<way>past|last|next|coming|previous|following|preceding) "
    r"(?:(?P<num><NUM>)(?:_-_| ))?(?P<unit>days?|weeks?|months?|years?|decades?)\b(?!-)"
)
_VAGUE = rule(
    r"(?:recently|lately|(?:very |quite )?soon(?! after| as|er)|shortly(?! after| before| there)|"
    r"(?:in|over|during|for) (?:the )?(?:recent|coming|next few|past few|last few) "
    r"(?:days|weeks|months|years|period|past|times?)|the (?:recent|coming) (?:days|weeks|months|years|period|past)|"
    r"the (?:past|last|next|coming) (?:few|several|couple of) (?:days|weeks|months|years|decades)|"
    r"the (?:near|foreseeable|not too distant) future|the (?:days|weeks|months) (?:and (?:weeks|months|years) )?ahead|"
    r"the other day|(?:some time|long|not long) ago|(?:recent|coming) (?:days|weeks|months|years))\b"
)
_HABIT = rule(
    r"(?:(?:every|each) (?:<WEEKDAY>|<MONTH>|<SEASON>|(?:single |other )?(?:day|week|month|year)|<PARTOFDAY>)|"
    r"(?:<WEEKDAYS>)(?!')|regularly|frequently|frequent(?= [a-z])|annually|usually|often|routinely|"
    r"periodically|occasionally|habitually|from time to time|"
    r"on an? (?:regular|daily|weekly|monthly|yearly|annual|permanent|frequent) basis|at regular intervals|"
    r"regular(?= (?:contacts?|basis|dialogue|intervals|meetings|calls|talks|consultations|exchanges|"
    r"conversations|touch|visits))|(?:once|twice|(?:three|four|several|many) times) (?:a|every|each) "
    r"(?:day|week|month|year))\b".replace("<WEEKDAYS>", "|".join(f"{name}s" for name in WEEKDAYS))
)
_ON_THE = rule(
    r"the (?P<day>(?:[12]?[0-9]|3[01])(?:st|nd|rd|th))(?:(?P<month> of (?P<rel>this|last|next) month)|"
    r"(?=_(?:[.,;:!?)]|$)| (?:and|in|at|to|with|by|for|he|she|they|it|of the month)\b))"
)
_HOLIDAY = rule(
    r"(?:(?P<rel>this|last|next) )?(?P<name>christmas(?: day| eve)?|new year's (?:day|eve))\b(?! (?:tree|card|gift|greet))"
)
_CLOCK = r"[0-9]{1,2}(?:[:.][0-5][0-9])?(?![0-9])"
_TIME = rule(rf"(?P<a>{_CLOCK})(?:_(?P<am>[ap])(?:\.m\.|m\b)| noon)?(?![-:/0-9%])")
_TIME_RANGE = rule(
    rf"(?P<a>{_CLOCK})(?:_(?P<am>[ap])(?:\.m\.|m\b))?(?:_-_| to | until | and )"
    rf"(?P<b>{_CLOCK})(?:_(?P<bm>[ap])(?:\.m\.?|m\b)|(?P<noon> noon))(?![-:/0-9%])"
)
_NOON = rule(r"(?:12 )?(?P<name>noon|midnight)\b")

_CONTEXT_WHICH = frozenset(
    ("that", "that same", "the same", "the following", "the previous", "the preceding")
)


def unit_of(name: str) -> Unit:
    unit = "weekend" if name.endswith("end") else name.removesuffix("s")
    return unit  # type: ignore[return-value]


def read_relative_day(src: Source, pos: int) -> Found | None:
    match = WORD.match(src.low, pos)
    for pattern, count, context in _DAYS_BY_WORD.get(match[0], ()) if match else ():
        if told := pattern.match(src.low, pos):
            found = replace(src.make("offset", pos, told.end()), unit="day", count=count)
            return [replace(found, origin="context") if context else found]
    return None


def read_which_period(src: Source, pos: int) -> Found | None:
    match = _PERIOD.match(src.low, pos)
    if not match:
        return None
    found = src.make("period", pos, match.end())
    found = replace(found, which=which_word(match["rel"]), unit=unit_of(match["unit"]))
    if match["unit"] in SEASONS:
        found = replace(found, unit="season", number=SEASONS[match["unit"]][0])
    if " ".join(match["rel"].split()) in _CONTEXT_WHICH:
        found = replace(found, origin="context")
    if found.unit == "week" and (day := _ON_DAY.match(src.low, found.end)):
        weekday = WEEKDAYS[day["weekday"]]
        found = replace(
            src.make("date", pos, day.end()), weekday=weekday, unit="week", which_unit=found.which
        )
    elif found.unit == "year" and (month := _IN_MONTH.match(src.low, found.end)):
        inner = replace(
            src.make("date", pos, month.end()), month=MONTHS[month["month"].rstrip(".")]
        )
        found = replace(inner, unit="year", which_unit=found.which)
    return [found]


_ON_DAY = rule(r",? on (?P<weekday><WEEKDAY>)")
_IN_MONTH = rule(r",? in (?P<month><MONTH>)")


def read_which_date(src: Source, pos: int) -> Found | None:
    """ "last Tuesday", "next May", "this coming Monday"."""
    match = _WHICH_WORD.match(src.low, pos)
    if not match:
        return None
    inner = read_dates(src, match.end(), judged=True)
    if not inner or inner[0].kind != "date" or inner[0].year or inner[0].which_unit:
        return None
    return [src.widen(replace(inner[0], which=which_word(match["rel"])), pos), *inner[1:]]


_WHICH_WORD = rule(r"(?P<rel><WHICH>) ")


def read_the_period(src: Source, pos: int) -> Found | None:
    if match := _THE_WEEKEND.match(src.low, pos):
        return [replace(src.make("period", pos, match.end()), unit="weekend")]
    if match := _PERIOD_LATER.match(src.low, pos):
        found = replace(
            src.make("period", pos, match.end()), unit=unit_of(match["unit"]), origin="context"
        )
        return [replace(found, which="last" if match["way"] == "before" else "next")]
    if match := _WEEK_OF.match(src.low, pos):
        inner = read_dates(src, match.end())
        if inner and inner[0].day:
            return [replace(src.widen(inner[0], pos), part="weekof"), *inner[1:]]
    return None


def read_season(src: Source, pos: int) -> Found | None:
    match = _SEASON_YEAR.match(src.low, pos)
    if match:
        found = src.make("period", pos, match.end())
        found = replace(found, unit="season", number=SEASONS[match["season"]][0])
        if match["year"]:
            return [replace(found, year=int(match["year"]))]
        return [replace(found, which_unit=which_word(match["rel"]))]
    match = _IN_SEASON.match(src.low, pos)
    if match and (src.before(pos) in ("in", "during", "since", "until", "by", "late", "early")):
        found = src.make("period", pos, match.end())
        return [replace(found, unit="season", number=SEASONS[match["season"]][0])]
    return None


def read_portion(src: Source, pos: int) -> Found | None:
    """ "the first quarter of 2020", "the second half of May", "the last week of June"."""
    if match := _Q.match(src.low, pos):
        found = replace(
            src.make("period", pos, match.end()), unit="quarter", year=int(match["year"])
        )
        return [replace(found, number=int(match["number"]))]
    match = _PORTION.match(src.low, pos)
    if not match:
        return None
    inner = read_container(src, match.end())
    if not inner or (not match["of"].strip() and inner.kind == "date"):
        return None
    which, unit = ORDINALS[match["number"]], match["unit"]
    whole_year = (
        inner.unit == "year" if inner.kind == "period" else not inner.month and not inner.day
    )
    if unit == "week" and not whole_year:
        week: tuple[Part, ...] = ("week1", "week2", "week3", "week4", "week-1")
        return [src.widen(replace(inner, part=week[which - 1 if which > 0 else -1]), pos)]
    if unit == "half" and which in (1, 2) and not whole_year:
        return [src.widen(replace(inner, part="half1" if which == 1 else "half2"), pos)]
    parts = {"half": 2, "quarter": 4}.get(unit, 0)
    which = parts if which < 0 else which
    if not whole_year or which > parts:
        return None
    inner = replace(inner, kind="period", unit=unit_of(unit), number=which, which_unit=inner.which)
    return [src.widen(replace(inner, which=None), pos)]


def read_container(src: Source, pos: int) -> Expression | None:
    """The month, week, year … that "early", "the end of" or "the first half of" is said of."""
    found = read_which_period(src, pos) or read_season(src, pos) or read_decade(src, pos)
    if not found and (match := THE_PERIOD.match(src.low, pos)):
        found = [
            replace(src.make("period", pos, match.end()), unit=unit_of(match["unit"]), which="this")
        ]
    found = found or read_dates(src, pos, judged=True)
    return found[0] if found else None


def read_decade(src: Source, pos: int) -> Found | None:
    match = _DECADE.match(src.low, pos)
    if not match:
        return None
    year = int(match["year"]) * 100 + int(match["ten"]) * 10
    return [replace(src.make("date", pos, match.end()), unit="decade", year=year)]


_DECADE = rule(r"(?:the )?(?P<year>1[0-9]|20)(?P<ten>[0-9])0(?:'s|s'?)\b'?")


def _amount(amount: str | None, unit: str) -> tuple[int, Unit]:
    count = (number(amount) or 0) if amount else 1
    return (2 * count, "week") if unit.startswith("fortnight") else (count, unit_of(unit))


def read_ago(src: Source, pos: int) -> Found | None:
    match = _AGO.match(src.low, pos)
    if not match:
        return None
    amount, way = match["num"], match["way"]
    if not amount and not match["half"]:
        return [src.make("vague", pos, match.end())]
    count, unit = _amount(amount, match["unit"])
    if match["half"] or match["more"] or match["after"]:
        if unit not in ("year", "decade"):
            return [src.make("vague", pos, match.end())]
        months = 12 if unit == "year" else 120
        count = months // 2 if match["half"] else months * count + months // 2
        unit = "month"
    found = replace(src.make("offset", pos, match.end()), count=count, unit=unit)
    if way in ("ago", "earlier", "previously"):
        found = replace(found, count=-count)
    if way in ("earlier", "later", "previously"):
        found = replace(found, origin="context")
    some = " ".join((match["some"] or "").split())
    if some in ("over", "more than", "at least", "just over"):
        return [replace(found, bound="before" if way == "ago" else "after")]
    if some in ("less than", "just under"):
        return [replace(found, bound="since")]
    return [replace(found, mark="~" if some else "")]


def read_in_amount(src: Source, pos: int) -> Found | None:
    match = _IN.match(src.low, pos)
    if not match:
        return None
    count, unit = _amount(match["num"], match["unit"])
    if match["within"] == "within" or (match["some"] or "").startswith("less"):
        found = src.make("span", pos, match.end())
    else:
        found = src.make("offset", pos, match.end())
    return [replace(found, count=count, unit=unit, mark="~" if match["some"] else "")]


def read_span(src: Source, pos: int) -> Found | None:
    match = _SPAN.match(src.low, pos)
    if not match:
        return None
    plural = match["unit"].endswith("s")
    if not match["num"] and plural:
        return [src.make("vague", pos, match.end())]
    way = match["way"]
    count, unit = _amount(match["num"], match["unit"])
    if way in ("next", "following", "previous", "preceding") and not match["num"]:
        return None  # "the next week" is the week that followed
    found = replace(src.make("span", pos, match.end()), unit=unit)
    if way in ("following", "previous", "preceding"):
        found = replace(found, origin="context")
    return [replace(found, count=count if way in ("next", "coming", "following") else -count)]


def read_next_unit(src: Source, pos: int) -> Found | None:
    match = _NEXT_UNIT.match(src.low, pos)
    if not match:
        return None
    found = replace(src.make("period", pos, match.end()), unit=unit_of(match["unit"]), which="next")
    return [replace(found, origin="context")]


_NEXT_UNIT = rule(r"the next (?P<unit>week|month|year)\b(?!-)")


def read_vague(src: Source, pos: int) -> Found | None:
    match = _VAGUE.match(src.low, pos)
    if not match or (src.low.startswith("soon", pos) and src.before(pos) in ("as", "too", "so")):
        return None
    return [src.make("vague", pos, match.end())]


def read_habit(src: Source, pos: int) -> Found | None:
    match = _HABIT.match(src.low, pos)
    return [src.make("habit", pos, match.end())] if match else None


def read_day_number(src: Source, pos: int) -> Found | None:
    match = _ON_THE.match(src.low, pos)
    if not match or src.before(pos) not in (
        "on",
        "by",
        "until",
        "since",
        "before",
        "after",
        "of",
        "from",
    ):
        return None
    found = src.make("date", pos, match.end())
    found = replace(found, day=int(match["day"][:-2]))
    if match["rel"]:
        found = replace(found, unit="month", which_unit=which_word(match["rel"]))
    return [found] if found.day else None


def read_holiday(src: Source, pos: int) -> Found | None:
    match = _HOLIDAY.match(src.low, pos)
    if not match or not src.capital(match.start("name")):
        return None
    name = " ".join(match["name"].split())
    told = match["rel"] or src.before(pos) in (
        "at",
        "on",
        "by",
        "before",
        "after",
        "until",
        "since",
        "over",
    )
    if not told and name == "christmas":
        return None
    month, day = HOLIDAYS[name]
    found = replace(src.make("date", pos, match.end()), month=month, day=day)
    return [replace(found, which=which_word(match["rel"])) if match["rel"] else found]


def _clock(clock: str, half: str | None) -> str | None:
    hour, _, minute = clock.replace(".", ":").partition(":")
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "p" else 0)
    return f"{hours:02d}:{minute or '00'}" if hours < 24 else None


def read_time(src: Source, pos: int) -> Found | None:
    if match := _NOON.match(src.low, pos):
        clock = "12:00" if match["name"] == "noon" else "00:00"
        return [replace(src.make("time", pos, match.end()), time=clock)]
    match = _TIME_RANGE.match(src.low, pos) or _TIME.match(src.low, pos)
    if not match:
        return None
    part = match.groupdict()
    first, second, half, last_half = part["a"], part.get("b"), part["am"], part.get("bm")
    last_half = "p" if part.get("noon") else last_half
    if not half and not last_half and ":" not in first:
        return None
    found = src.make("time", pos, match.end())
    if not half and not last_half and len(first) < 5:
        return [found]  # "5:30" is told, but not which half of the day
    begins = _clock(first, half or last_half)
    ends = _clock(second, last_half or half) if second else None
    if begins and ends and not half and last_half and begins > ends:
        begins = _clock(first, "a" if last_half == "p" else "p")
    if not begins or (second and not ends):
        return None
    return [replace(found, time=f"{begins}/{ends}" if ends else begins)]
