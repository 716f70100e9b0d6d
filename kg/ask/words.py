"""What a search means: days, kinds of event and statuses are understood as such, every other word is looked for.

The page reads a search in the same way (kg/render/assets/js/searchwords.js), by the same tables.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from kg.reference import asked

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W_]+")
_LETTERS = re.compile(r"[^\W_]+")
_QUOTED = re.compile('["“”]([^"“”]*)["“”]?')
_YEAR = r"(1[5-9]\d\d|2[01]\d\d)"
MOST_TERMS = 12

_UNSPACED = re.compile(
    "([\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)"
)
"""Scripts that put no space between words: Chinese characters and kana."""

_ARTICLE = re.compile("[\u0648\u0641\u0628\u0643\u0644]?\u0627\u0644(?=[\u0620-\u064a]{3})")
"""The Arabic article, with a particle before it: both are written as a part of the word."""

_LETTER = str.maketrans(
    {
        "ß": "ss", "ς": "σ", "ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe",
        "\u0640": "", "\u0649": "\u064a", "\u0629": "\u0647",
    }
)  # fmt: skip
"""Letters that are the same to who searches, and do not come apart: the last are tatweel, alef maqsura, ta marbuta."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search: ``terms`` are looked for as beginnings of words; the rest is what events must be.

    ``first`` and ``last`` are days, both inclusive; ``read`` are the words that were understood, each
    with what as.
    """

    terms: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    types: frozenset[str] | None = None
    statuses: frozenset[str] | None = None
    read: tuple[tuple[str, str], ...] = ()


def fold(text: str) -> str:
    """Text as it is compared: without accents and capitals.

    >>> fold("Erdoğan met Ágnes"), fold("ЕЩЁ"), fold("Straße")
    ('erdogan met agnes', 'еще', 'strasse')
    """
    if text.isascii():  # as most of what an index is made of
        return text.lower()
    flat = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in flat if unicodedata.category(c)[0] != "M")
    return bare.lower().translate(_LETTER)


def terms_of(text: str) -> list[str]:
    """The words of a text as they are compared: "U.S." is one word.

    >>> terms_of("The U.S.-Russia talks, 2019")
    ['the', 'us', 'russia', 'talks', '2019']

    Where no space is between words every two letters are one, and the last letter: a search is
    found wherever it begins.

    >>> terms_of("俄罗斯外长")
    ['俄罗', '罗斯', '斯外', '外长', '长']
    """
    flat = fold(text)
    if "." not in flat:
        found = _LETTERS.findall(flat)
    else:
        found = [word.replace(".", "") for word in _WORD.findall(flat)]
    return found if flat.isascii() else [part for word in found for part in _parts(word)]


def _parts(word: str) -> list[str]:
    """The terms of one word: more than one in a script without spaces."""
    if word.isascii():
        return [word]
    out = []
    for n, piece in enumerate(_UNSPACED.split(word)):
        if n % 2:
            out += [piece[at : at + 2] for at in range(len(piece))]
        elif piece:
            out.append(_ARTICLE.sub("", piece, count=1) if _ARTICLE.match(piece) else piece)
    return out


def _asked(word: str) -> list[str]:
    """The terms that a word of a search is looked for by: a last letter says nothing beside those before it."""
    parts = _parts(word)
    return [p for p in parts if len(p) > 1 or not _UNSPACED.fullmatch(p)] or parts


def understand(text: str, *, plain: bool = False) -> Asked:
    """Reads a search; words in quotation marks are only looked for, with ``plain`` all of them are.

    Of two kinds of event that exclude each other both are meant.

    >>> found = understand("trump putin call 2019")
    >>> found.terms, found.first, sorted(found.types or ())
    (('trump', 'putin'), '2019-01-01', ['phone_call', 'video_call'])
    >>> understand('"call" in may 2019').read
    (('may 2019', 'date'),)
    """
    terms: list[str] = []

    def quoted(match: re.Match[str]) -> str:
        terms.extend(part for word in _whole(match[1]) for part in _asked(word))
        return " "

    rest = _QUOTED.sub(quoted, fold(text))
    read: list[tuple[str, str]] = []
    days: list[tuple[str, str]] = []
    if not plain:
        rest = _dates(rest, days, read)
    words = _whole(rest)
    tables = (
        ("kind of event", asked.types()),
        ("status", {w: (k,) for k, ws in asked.STATUSES.items() for w in ws}),
    )
    chosen: dict[str, frozenset[str]] = {}
    at = 0
    while at < len(words):
        took = 0 if plain or words[at] == "|" else _phrase(words, at, tables, chosen, read)
        if not took and words[at] != "|":
            terms.extend(_asked(words[at]))
        at += max(1, took)
    telling = [term for term in terms if term not in asked.IDLE]
    kept = telling if telling or read else terms
    return Asked(
        terms=tuple(dict.fromkeys(kept))[:MOST_TERMS],
        first=min((first for first, _ in days), default=None),
        last=max((last for _, last in days), default=None),
        types=chosen.get("kind of event"),
        statuses=chosen.get("status"),
        read=tuple(read),
    )


def _whole(text: str) -> list[str]:
    """The words of a folded text as they are written, and where a date was taken out."""
    return [w.replace(".", "") for w in re.findall(rf"\||{_WORD.pattern}", text)]


def _phrase(
    words: list[str],
    at: int,
    tables: Sequence[tuple[str, Mapping[str, Iterable[str]]]],
    chosen: dict[str, frozenset[str]],
    read: list[tuple[str, str]],
) -> int:
    """How many words from ``at`` on name a kind of event or a status; 0 when they name none."""
    for length in range(min(4, len(words) - at), 0, -1):
        phrase = " ".join(words[at : at + length])
        for what, table in tables:
            values = frozenset(table.get(phrase, ()))
            if values:
                before = chosen.get(what)
                chosen[what] = (before & values or before | values) if before else values
                read.append((phrase, what))
                return length
    return 0


def _dates(text: str, days: list[tuple[str, str]], read: list[tuple[str, str]]) -> str:
    for pattern, ends in _patterns():

        def taken(match: re.Match[str], ends: Callable[[re.Match[str]], list[str]] = ends) -> str:
            found = [bounds(end) for end in ends(match)]
            if None in found:
                return match[0]
            whole = [day for one in found if one for day in one]
            days.append((whole[0], whole[-1]))
            read.append((match[0], "date"))
            return " | "

        text = pattern.sub(taken, text)
    return text


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], list[str]]], ...]:
    """Each way to write a date, and what it says as far as it is written."""
    names = "|".join(f"{name}|{name[:3]}" for name in asked.MONTHS)
    starts = [name[:3] for name in asked.MONTHS]

    def month(name: str) -> str:
        return f"{starts.index(name[:3]) + 1:02d}"

    def two(day: str | None) -> str:
        return f"-{int(day):02d}" if day else ""

    ways: tuple[tuple[str, Callable[[re.Match[str]], list[str]]], ...] = (
        (rf"{_YEAR}-(\d\d)(-\d\d)?", lambda m: [f"{m[1]}-{m[2]}{m[3] or ''}"]),
        (rf"{_YEAR} ?[-–] ?{_YEAR}", lambda m: [m[1], m[2]]),
        (rf"(?:(\d{{1,2}}) )?({names})\.? {_YEAR}", lambda m: [f"{m[3]}-{month(m[2])}{two(m[1])}"]),
        (rf"({names})\.? (\d{{1,2}}),? {_YEAR}", lambda m: [f"{m[3]}-{month(m[1])}{two(m[2])}"]),
        (_YEAR, lambda m: [m[1]]),
    )
    return tuple((re.compile(rf"(?<![\w-]){way}(?![\w-])"), ends) for way, ends in ways)


def bounds(iso: str) -> tuple[str, str] | None:
    """The first and the last day of a year, a month or a day; None where the calendar has none.

    >>> bounds("2019-02"), bounds("2019-13")
    (('2019-02-01', '2019-02-28'), None)
    """
    parts = [int(part) for part in iso.split("-")]
    try:
        first = date(*[*parts, 1, 1][:3])
    except ValueError:
        return None
    if len(parts) == 3:
        return iso, iso
    month = parts[1] if len(parts) == 2 else 12
    last = date(first.year, month, calendar.monthrange(first.year, month)[1])
    return first.isoformat(), last.isoformat()
