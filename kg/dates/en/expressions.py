"""Find date expressions in English text: what the words say, before anything is counted from a day.

The reader walks over the words once and, at a word that can open a date, tries the few patterns that
begin with it, longest reading first. Words that fix a date belong to the expression ("since",
"early", "the", "next", "in" before "three days"); a plain "on", "in" or "at" and a possessive 's do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import cast

from kg.dates.en.calendar import EVENT_NOUN, read_dates
from kg.dates.en.phrases import (
    THE_PERIOD,
    read_ago,
    read_container,
    read_day_number,
    read_decade,
    read_habit,
    read_holiday,
    read_in_amount,
    read_next_unit,
    read_portion,
    read_relative_day,
    read_season,
    read_span,
    read_the_period,
    read_time,
    read_vague,
    read_which_date,
    read_which_period,
    unit_of,
)
from kg.dates.en.weekdays import read_counted_weekday
from kg.dates.en.words import (
    MONTHS,
    NUMBERED,
    NUMBERS,
    ORDINALS,
    SEASONS,
    SHORT_WEEKDAYS,
    WEEKDAYS,
    WORD,
    rule,
    words,
)
from kg.dates.expression import Bound, Expression, Found, Part, Source

# --- words before a date -------------------------------------------------------------------------

_PART = rule(
    r"(?:the )?(?:(?:very )?(?P<early>early)|(?P<late>late)|(?P<mid>mid|the middle of|middle of)|"
    r"(?:very )?(?P<start>beginning of|start of)|(?:very )?(?P<end>end of)|(?P<earlier>earlier)|(?P<later>later))"
    r"(?: ?- ?| (?:in |on )?)"
)
_BOUND = rule(
    r"(?:(?P<since>since|as of|(?:starting|beginning|effective)(?: on| from| in)?)|"
    r"(?P<until>until|till|through(?: to)?|up to)|(?P<by>by|no later than|not later than|at the latest by)|"
    r"(?P<before>before|prior to)|(?P<after>after)) (?:the morning of |at least )?"
)
_FROM = rule(r"(?P<word>from|between) ")
_ROUGHLY = rule(
    r"(?:(?P<uncertain>perhaps|possibly|probably|maybe)|(?:on or )?(?:around|about)|circa|roughly|sometime|some time)(?: (?:in|on|the))? "
)
_POSSESSIVE = re.compile(r"'s?\b|s'")


def _part(src: Source, pos: int) -> Found | None:
    match = _PART.match(src.low, pos)
    if not match:
        return None
    part = cast("Part", next(name for name, told in match.groupdict().items() if told))
    day = read_relative_day(src, match.end()) if part in ("early", "late") else None
    if day:
        return [src.widen(day[0], pos)]
    inner = read_container(src, match.end())
    if not inner:
        return None
    if (
        inner.kind == "date"
        and inner.day is None
        and inner.weekday is None
        and inner.month is None
        and not (inner.year and inner.unit in (None, "decade"))
    ):
        return None
    if inner.kind == "date" and (inner.day or inner.weekday is not None):
        return [src.widen(inner, pos)] if part in ("early", "late", "earlier", "later") else None
    if inner.kind == "range":
        return [src.widen(inner, pos)]
    return [replace(src.widen(inner, pos), part=part)]


def _bounded(src: Source, pos: int) -> Found | None:
    match = _BOUND.match(src.low, pos)
    if not match:
        return None
    bound = cast("Bound", next(name for name, told in match.groupdict().items() if told))
    inner = _unbound(src, match.end(), bounded=True)
    if not inner or inner[0].kind in ("vague", "habit", "time", "range") or inner[0].bound:
        return None
    if not _closes(src, inner[0].end):
        return None
    return [replace(src.widen(inner[0], pos), bound=bound), *inner[1:]]


def _closes(src: Source, end: int) -> bool:
    """False where the date goes on to describe a noun: "after today's talks", "since the June 12 summit"."""
    return not _POSSESSIVE.match(src.low, end) and not EVENT_NOUN.match(src.low[end : end + 60])


def _from(src: Source, pos: int) -> Found | None:
    match = _FROM.match(src.low, pos)
    if not match:
        return None
    inner = read_dates(src, match.end(), judged=True)
    if inner and len(inner) == 1 and inner[0].kind == "range":
        return [src.widen(inner[0], pos)]
    if match["word"] == "between" and inner and len(inner) == 2:
        whole = src.make("range", pos, inner[1].end)
        return [replace(whole, first=inner[0], last=inner[1])]
    if match["word"] == "from":
        inner = _unbound(src, match.end(), bounded=True)
        if inner and inner[0].kind in ("date", "period", "offset") and _closes(src, inner[0].end):
            if inner[0].kind == "date" and not inner[0].day and inner[0].weekday is None:
                return None  # "the truce from 2015" more often tells an origin than a beginning
            return [replace(src.widen(inner[0], pos), bound="since"), *inner[1:]]
    return None


def _roughly(src: Source, pos: int) -> Found | None:
    match = _ROUGHLY.match(src.low, pos)
    if not match:
        return None
    inner = _unbound(src, match.end(), bounded=True)
    if not inner or inner[0].kind in ("vague", "habit", "time") or not _closes(src, inner[0].end):
        return None
    if match[0].startswith("about") and not (inner[0].kind == "date" and inner[0].day):
        return None  # "about last week" tells what was talked about
    mark = "?" if match["uncertain"] else "~"
    return [replace(src.widen(inner[0], pos), mark=mark), *inner[1:]]  # type: ignore[arg-type]


def _calendar(src: Source, pos: int) -> Found | None:
    return read_dates(src, pos)


def _judged(src: Source, pos: int) -> Found | None:
    return read_dates(src, pos, judged=True)


Reader = Callable[[Source, int], Found | None]
_WORDS: dict[str, tuple[Reader, ...]] = {}


def _opens(reader: Reader, openers: str) -> None:
    for word in words(openers):
        _WORDS[word] = (*_WORDS.get(word, ()), reader)


_opens(
    read_counted_weekday,
    " ".join(("the a one two three four five six seven eight nine ten", *WEEKDAYS)),
)
_opens(read_portion, "the first second third fourth last final 1st 2nd 3rd 4th q1 q2 q3 q4")
_opens(
    read_habit,
    "every each regularly regular frequently frequent annually usually often routinely periodically",
)
_opens(read_habit, "occasionally habitually from on at once twice three four several many")
_opens(read_habit, " ".join(f"{name}s" for name in WEEKDAYS))
_opens(
    _bounded,
    "since as starting beginning effective until till through up by no not at before prior after",
)
_opens(_from, "from between")
_opens(_roughly, "perhaps possibly probably maybe around about on circa roughly sometime some")
_opens(read_relative_day, "the today tonight earlier later this last yesterday tomorrow on that a")
_opens(
    read_ago,
    "about around roughly approximately some nearly almost over more at less just half few several many couple",
)
_opens(read_ago, "days weeks months years decades a")
_opens(read_ago, " ".join(word for word in NUMBERS if " " not in word and word != "a"))
_opens(read_in_amount, "in within")
_opens(
    read_vague,
    "recently lately very quite soon shortly in over during for the some long not recent coming",
)
_opens(read_span, "the these this")
_opens(_part, "the very early late mid middle beginning start end earlier later")
_opens(read_which_period, "this last next that the")
_opens(read_which_date, "this last next coming past previous")
_opens(read_next_unit, "the")
_opens(read_the_period, "the week")
_opens(read_season, "the spring summer autumn fall winter")
_opens(read_decade, "the")
_opens(read_day_number, "the")
_opens(read_holiday, "christmas new this last next")
_opens(read_time, "noon midnight")
_opens(_calendar, " ".join((*MONTHS, *WEEKDAYS, *SHORT_WEEKDAYS, "the")))
_FIGURES: tuple[Reader, ...] = (read_counted_weekday, read_ago, read_decade, _calendar, read_time)
_BOUNDING = (_bounded, _from, _roughly)


_FUNCTION_WORDS = frozenset(
    words("the a an on in at by for as no not or from that this before after")
)
_BEFORE_A_PHRASE = frozenset(
    words(
        "in on from between since until till through by before after about around over during for "
        "early late earlier later as at mid sometime perhaps possibly probably maybe beginning "
        "starting effective up prior no not circa roughly end start middle half once twice times"
    )
)
_SECOND_WORDS = frozenset(
    words(
        "day days week weeks month months year years decade decades fortnight fortnights weekend "
        "quarter half next following previous preceding same past very coming recent near "
        "foreseeable other number couple dozen hundred few several single time times morning "
        "afternoon evening night to of regular daily weekly monthly yearly annual permanent "
        "frequent lot long new than least ago earlier later previously hence and"
    )
)
_LONE = frozenset(
    words(
        "today tonight yesterday tomorrow recently lately soon shortly noon midnight christmas new "
        "regularly frequently annually usually often routinely periodically occasionally "
        "habitually regular frequent q1 q2 q3 q4"
    )
).union(MONTHS, WEEKDAYS, SHORT_WEEKDAYS, SEASONS, (f"{name}s" for name in WEEKDAYS))


def _promises(word: str, following: str) -> bool:
    """Whether two words can open a date; a cheap look ahead, since "the" and "in" stand everywhere."""
    if word in _LONE or following in _SECOND_WORDS:
        return True
    if "0" <= following[0] <= "9" or "0" <= word[0] <= "9":
        return True
    if following not in _WORDS and following not in ORDINALS:
        return False
    return following not in _FUNCTION_WORDS or word in _BEFORE_A_PHRASE


def _readers(word: str) -> tuple[Reader, ...]:
    if word[0] in "0123456789":
        return _FIGURES if len(word) <= 5 else ()
    return _WORDS.get(word, ())


def _unbound(src: Source, pos: int, *, bounded: bool = False) -> Found | None:
    """What begins at ``pos``, tried without a further word such as "since" before it."""
    match = WORD.match(src.low, pos)
    if not match:
        return None
    for reader in _readers(match[0]):
        if reader not in _BOUNDING and (found := reader(src, pos)):
            return found
    if bounded and (match := THE_PERIOD.match(src.low, pos)):
        return [
            replace(src.make("period", pos, match.end()), unit=unit_of(match["unit"]), which="this")
        ]
    return None


def find_expressions(
    text: str, *, start: int = 0, end: int | None = None
) -> tuple[Expression, ...]:
    """All date expressions in ``text[start:end]``, in order and without overlap.

    Offsets point into ``text``. Habits ("every Tuesday") and times of day are among them. The time
    taken grows in step with the length of the text.

    >>> [(e.kind, e.text) for e in find_expressions("On May 13-14 they met, as they do every May.")]
    [('range', 'May 13-14'), ('habit', 'every May')]
    """
    end = len(text) if end is None else min(end, len(text))
    src = Source(text[start:end])
    found: list[Expression] = []
    reached, at, waiting = 0, 0, ""

    def read() -> None:
        nonlocal reached
        for reader in _readers(waiting):
            if here := reader(src, at):
                found.extend(here)
                reached = here[-1].end
                return

    # The loop turns once for each word of the text, so it does next to nothing for most of them.
    for match in WORD.finditer(src.low):
        word = match[0]
        if waiting:
            if _promises(waiting, word):
                read()
            waiting = ""
        if word in _WORDS or "0" <= word[0] <= "9":
            at = match.start()
            if at < reached or (word not in _WORDS and not _may_open(src, at)):
                continue
            waiting = word
    if waiting:
        read()
    if start:
        found = [_moved(expression, start) for expression in found]
    return tuple(found)


def _moved(expression: Expression, by: int) -> Expression:
    inner = {
        name: _moved(end, by)
        for name, end in (("first", expression.first), ("last", expression.last))
        if end
    }
    moved = replace(expression, start=expression.start + by, end=expression.end + by)
    return replace(moved, **inner)  # type: ignore[arg-type]


def _may_open(src: Source, pos: int) -> bool:
    """Whether figures stand free: not "F-16", "$2018", "12:30", nor "Article 12"."""
    if pos and src.low[pos - 1] in "-$€£#/:.,+@&=_'%":
        if src.low[pos - 1] != "-" or src.raw[pos - 1] in "—―":
            return src.raw[pos - 1] in "—―"
        return pos < 2 or not src.low[pos - 2].isalnum()
    return src.before(pos).rstrip(".") not in NUMBERED
