"""The atoms of a text whose words stand apart: Latin, Cyrillic, Arabic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.dates.languages.atoms import BREAK, COMMA, DASH, PAREN, Atom, Folded, Roles
from kg.dates.languages.tables import Lexicon

_NUMERIC = (
    r"(?P<y>\d{4})(?P<s>[-./])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d/-]|[.]\d)"
    r"|(?P<a>\d{1,2})(?P<t>[-./])(?P<b>\d{1,2})(?P=t)(?P<z>\d{4})(?![\d/-]|[.]\d)"
)
_JOINED = re.compile(r" {0,4}|'| ?\n {0,3}|[.]")
_SHORT = re.compile(r"[.] {1,2}")
_ABBREVIATED = ("weak_month", "weak_weekday")
_GAP = re.compile(r"(?P<comma> ?, ?\n?)|(?P<dash> ?-+ ?)|(?P<paren> ?\()")
_FIGURE = re.compile(r"\d")


@cache
def _tokens(lexicon: Lexicon) -> re.Pattern[str]:
    marks = f"(?:{lexicon.ordinal_marks})?" if lexicon.ordinal_marks else ""
    decade = f"(?P<decade>{lexicon.decade_marks})?" if lexicon.decade_marks else "(?P<decade>(?!))?"
    year = f"(?:{lexicon.year_marks})?" if lexicon.year_marks else ""
    return re.compile(
        _NUMERIC + r"|(?P<day>\d{1,2})\.(?P<month>1[0-2]|0?[1-9])\.(?![\d])"
        r"|(?P<clock>(?:[01]?\d|2[0-4])(?::|h)[0-5]\d)(?!\d)"
        r"|(?P<number>\d+(?:[.,:/]\d+)+|[$€£%№#]\d+)"
        rf"|(?P<year>\d{{4}})(?!\d|[%€$£])(?:{decade}{year})(?!\w)"
        rf"|(?P<figure>\d{{1,3}})(?!\d|[%€$£]){marks}(?![\d\w])"
        r"|(?P<other>\d\w*)"
        r"|(?P<word>[^\W\d_]+)"
    )


def figure(number: int) -> Roles:
    """A number in figures: a count, and perhaps the day of a month."""
    count: dict[str, dict[str, int]] = {"number": {"count": number}}
    return count | ({"day": {"day": number}} if 1 <= number <= 31 else {})


def stated(year: int | None, first: int, second: int) -> Roles:
    """A day in figures, day before month unless that cannot be."""
    day, month = (first, second) if second <= 12 else (second, first)
    if not (1 <= month <= 12 and 1 <= day <= 31) or (year and not 1000 <= year <= 2999):
        return BREAK
    said = {"month": month, "day": day}
    return {"full": said | ({"year": year} if year else {})}


def _roles(match: re.Match[str]) -> Roles | None:
    """Those of a token that is no word."""
    if match["y"]:
        return stated(int(match["y"]), int(match["d"]), int(match["m"]))
    if match["z"]:
        return stated(int(match["z"]), int(match["a"]), int(match["b"]))
    if match["day"]:
        return stated(None, int(match["day"]), int(match["month"]))
    if match["clock"]:
        return {"clock": {"time": match["clock"].replace("h", ":").zfill(5)}}
    if match["year"]:
        year = int(match["year"])
        if not 1000 <= year <= 2199:
            return BREAK
        if match[0].endswith("ه"):
            return {"hijri_year": {"hijri_year": year}}
        return (
            {"decade": {"year": year - year % 10, "unit": "decade"}}
            if match["decade"]
            else {"year": {"year": year}}
        )
    if match["figure"]:
        return figure(int(match["figure"]))
    return None if match["word"] else BREAK


def _between(source: str, end: int, start: int, *, short: bool = False) -> Roles | None:
    """What stands between two tokens: nothing, a comma, a dash, a parenthesis or the end of the story."""
    if start - end > 6:
        return BREAK
    gap = source[end:start].replace(")", "")
    if _JOINED.fullmatch(gap) or (short and _SHORT.fullmatch(gap)):
        return None
    match = _GAP.fullmatch(gap)
    if not match:
        return BREAK
    return COMMA if match["comma"] else DASH if match["dash"] else PAREN


class _Reader:
    def __init__(self, source: Folded, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.source = source
        self.tokens = list(_tokens(lexicon).finditer(source.text))

    def _variants(self, word: str) -> Iterator[str]:
        """The word, and what it may be without what its language writes onto it."""
        yield word
        for prefix in self.lexicon.prefixes:
            if word.startswith(prefix) and len(word) > len(prefix) + 2:
                yield word.removeprefix(prefix)
        for cut in range(1, min(7, len(word) - 2)) if self.lexicon.suffixes else ():
            if word[-cut:] in self.lexicon.suffixes:
                yield word[:-cut]

    def form(self, at: int) -> tuple[int, tuple[Roles, ...]] | None:
        """The longest form that begins with a token: how many tokens it has, and its roles."""
        for first in self._variants(self.tokens[at]["word"]):
            for words, roles in self.lexicon.forms.get(first, ()):
                if len(words) == 1 or self._goes_on(at, words):
                    return len(words), roles
        return None

    def _goes_on(self, at: int, words: tuple[str, ...]) -> bool:
        if at + len(words) > len(self.tokens):
            return False
        for n in range(1, len(words)):
            before, here = self.tokens[at + n - 1], self.tokens[at + n]
            said = here[0]
            if said != words[n] and (n < len(words) - 1 or words[n] not in self._variants(said)):
                return False
            gap = _between(self.source.text, before.end(), here.start())
            if gap is not None and gap is not DASH:
                return False
        return True

    def atoms(self) -> Iterator[Atom]:
        at, end, short = 0, 0, False
        while at < len(self.tokens):
            token = self.tokens[at]
            gap = _between(self.source.text, end, token.start(), short=short) if end else None
            if gap is not None:
                yield Atom(gap, end, token.start())
            taken, roles = 1, _roles(token)
            found: tuple[Roles, ...] = (roles,) if roles is not None else ()
            if roles is None:
                if self._hanging(token):
                    found = ({"fill": {}},)
                elif form := self.form(at):
                    taken, found = form
            last = self.tokens[at + taken - 1].end()
            for one in found or (BREAK,):
                yield Atom(one, token.start(), last)
            at, end = at + taken, last
            short = bool(found) and any(role in found[-1] for role in _ABBREVIATED)

    def _hanging(self, token: re.Match[str]) -> bool:
        """A suffix after an apostrophe: "Nisan'da"."""
        start = token.start()
        return (
            bool(self.lexicon.suffixes)
            and self.source.text[start - 1 : start] == "'"
            and token[0] in self.lexicon.suffixes
        )


def atoms(source: Folded, lexicon: Lexicon) -> list[Atom]:
    """The atoms of a text in order; what has no part in a date breaks them off from each other."""
    return list(_Reader(source, lexicon).atoms())
