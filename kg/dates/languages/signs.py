"""The atoms of a text whose words do not stand apart: Chinese, Japanese, and Korean with what is written onto words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from kg.dates.languages.atoms import BREAK, COMMA, DASH, PAREN, Atom, Folded, Roles
from kg.dates.languages.tables import Lexicon
from kg.dates.languages.words import figure, stated

_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0}
_NUMBER = r"(?:[0-9]{1,4}|[〇零一二三四五六七八九十]{1,4})"
_GAP = re.compile(r" {0,3}|\n?")
_MARKS = {",": COMMA, "-": DASH, "(": PAREN}
_HANGUL = r"[가-힣]"


def number(signs: str) -> int:
    """A number in figures of either kind.

    >>> number("２０２４".translate({ord("２"): "2", ord("０"): "0", ord("４"): "4"})), number("二十三"), number("二〇二四")
    (2024, 23, 2024)
    """
    if signs.isdecimal():
        return int(signs)
    if "十" not in signs:
        return int("".join(str(_DIGITS[sign]) for sign in signs))
    tens, _, ones = signs.partition("十")
    if any(sign not in _DIGITS for sign in tens + ones):
        return 0
    return 10 * (number(tens) if tens else 1) + (number(ones) if ones else 0)


def _any(terms: Iterable[str]) -> str:
    ordered = sorted(terms, key=lambda term: (-len(term), term))
    return "|".join(re.escape(term).replace(r"\ ", " ") for term in ordered) or "(?!)"


@cache
def _tokens(lexicon: Lexicon) -> re.Pattern[str]:
    terms = _any(" ".join(words) for rows in lexicon.forms.values() for words, _ in rows)
    korean = lexicon.code == "ko"
    year, month, day = ("년", "월", "일") if korean else ("年", "月", "[日号號]")
    counted = {"ko": "간| ?(?:전|뒤|후)(?:에|의|인)?(?![가-힣])", "ja": "間|前|後"}.get(
        lexicon.code, "[间間]"
    )
    follows = rf"(?=(?!{_HANGUL})|{_any(lexicon.particles)}|{terms})" if korean else ""
    short = f"[{lexicon.short_weekdays}]" if lexicon.short_weekdays else "(?!)"
    return re.compile(
        r"(?P<full>(?P<y>[0-9]{4})[-./](?P<m>[0-9]{1,2})[-./](?P<d>[0-9]{1,2})\.?)(?![0-9])"
        r"|(?P<short>(?P<sm>1[0-2]|0?[1-9])\.(?P<sd>[0-9]{1,2})\.(?![0-9]))"
        r"|(?P<clock>[0-9]{1,2}:[0-5][0-9])"
        rf"|(?P<era>{_any(lexicon.eras)})(?P<reign>{_NUMBER}|元)年"
        rf"|(?<=[(])(?P<weekday>{short})(?=[)])"
        r"|(?<=[周週期拜])(?P<day_of_week>[一二三四五六日天])(?![名位个個些家场場次份])"
        rf"|(?P<year>[0-9]{{4}}|[一二][〇零一二三四五六七八九]{{3}}){year}(?!{'간' if korean else '間'})"
        rf"|(?P<month>{_NUMBER}){month}(?:份)?"
        rf"|(?P<days>{_NUMBER}){day}(?={counted})"
        rf"|(?P<day>{_NUMBER}){day}"
        rf"|(?P<glued>{terms}){follows}"
        rf"|(?P<number>{_NUMBER})"
        r"|(?P<mark>[ ]?[,(-][ ]?)"
        r"|(?P<close>[)])"
    )


_ENDS_WORD = re.compile(rf"{_HANGUL}")
_WEEKDAYS = "一二三四五六日"


def _roles(match: re.Match[str], lexicon: Lexicon) -> tuple[Roles, ...]:
    """The roles of a token, one for each atom that it makes."""
    said = match.groupdict()
    if said["full"]:
        return (stated(int(said["y"]), int(said["d"]), int(said["m"])),)
    if said["short"]:
        return (stated(None, int(said["sd"]), int(said["sm"])),)
    if said["clock"]:
        return ({"clock": {"time": said["clock"].zfill(5)}},)
    if said["era"]:
        reign = 1 if said["reign"] == "元" else number(said["reign"])
        return ({"year": {"year": lexicon.eras[said["era"]] + reign}},)
    if said["weekday"]:
        return ({"weekday": {"weekday": lexicon.short_weekdays.index(said["weekday"])}},)
    if said["day_of_week"]:
        return ({"weekday": {"weekday": _WEEKDAYS.index(said["day_of_week"].replace("天", "日"))}},)
    if said["year"]:
        value = number(said["year"])
        return ({"year": {"year": value}},) if 1000 <= value <= 2199 else (BREAK,)
    if said["month"]:
        value = number(said["month"])
        return ({"month": {"month": value}},) if 1 <= value <= 12 else (BREAK,)
    if said["days"]:
        return ({"number": {"count": number(said["days"])}}, {"unit_day": {"unit": "day"}})
    if said["day"]:
        value = number(said["day"])
        return (figure(value), {"after_day": {}}) if 1 <= value <= 31 else (BREAK,)
    if said["glued"]:
        return _form(said["glued"], lexicon)
    if said["number"]:
        return ({"number": {"count": number(said["number"])}},)
    return (_MARKS[said["mark"].strip()],) if said["mark"] else ()


def _form(term: str, lexicon: Lexicon) -> tuple[Roles, ...]:
    words = tuple(term.split(" "))
    return next(roles for form, roles in lexicon.forms[words[0]] if form == words)


def atoms(source: Folded, lexicon: Lexicon) -> list[Atom]:
    """The atoms of a text in order; what has no part in a date breaks them off from each other."""
    return list(_atoms(source.text, lexicon))


def _atoms(text: str, lexicon: Lexicon) -> Iterator[Atom]:
    end = 0
    inside = lexicon.code == "ko"
    for match in _tokens(lexicon).finditer(text):
        start = match.start()
        if inside and match["glued"] and start > end and _ENDS_WORD.match(text[start - 1]):
            continue  # within another word
        if start > end and not _GAP.fullmatch(text[end:start]):
            yield Atom(BREAK, end, start)
        for roles in _roles(match, lexicon):
            yield Atom(roles, start, match.end())
        end = match.end()
