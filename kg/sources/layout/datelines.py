"""Datelines: the place, day and agency printed before a report, or on a line of their own.

"MOSCOW, June 27 (Reuters) -", "SEOUL, South Korea (AP) —", "June 19, 2018 (EIRNS)—", "MOSCOW, June
27. /TASS/.", "[Washington,] July 2, 1948", "ISLAMABAD:".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kg.dates.en import printed

_SEEN = 240
_DATE = (
    rf"(?:(?:{printed.WEEKDAY},?\s+)?(?P<date>{printed.DAY_OF_YEAR}|{printed.DAY_OF_MONTH})"
    rf"|(?P<weekday>{printed.WEEKDAY}))"
)
_AGENCY = r"(?:[(\[](?:dpa|[A-Z][\w.&' /-]{0,40})[)\]]|/[A-Z][\w.&' -]{0,30}/)"
_DASH = r"(?:\s*[—–―]\s*|\s*--+\s*|\s+-\s+)"
_SMALL = r"(?:de|da|do|del|of|the|al|el|am|an|der|la|les?|los|upon|and)"
_CAPS = r"[A-Z][A-Z.'’/-]*[A-Z.]"
_CAPS_PLACE = rf"{_CAPS}(?: (?:{_CAPS}|{_SMALL}|[A-Z]{{2}}\b)){{0,4}}"
_WORD = r"[A-Z][\w.'’/-]*"
_PLACE = rf"{_WORD}(?: (?:{_WORD}|{_SMALL})){{0,4}}"
_REGION = (
    rf"(?:,\s*(?!{printed.MONTH}\s*\d|{printed.WEEKDAY}\b){_WORD}(?: (?:{_WORD}|{_SMALL})){{0,3}})?"
)

_PREFIXES = tuple(
    re.compile(pattern)
    for pattern in (
        # A date first: "June 19, 2018 (EIRNS)—".
        rf"{_DATE},?\s*{_AGENCY}[.:]?(?:{_DASH}|\s*-\s*)",
        rf"(?:{printed.WEEKDAY},?\s+)?(?P<date>{printed.DAY_OF_YEAR}){_DASH}",
        # A place and an agency, with or without a date.
        rf"(?P<place>{_PLACE}{_REGION})(?:\s*[,.]\s*{_DATE})?[.,]?\s*{_AGENCY}[.:]?(?:{_DASH}|\s*-\s*)",
        rf"(?P<place>{_PLACE}{_REGION})(?:\s*[,.]\s*{_DATE})?[.,]?\s*/[A-Z][\w.&' -]{{0,30}}/\.?\s+",
        # A place and a date.
        rf"(?P<place>{_PLACE}{_REGION})\s*,\s*{_DATE}[.,]?{_DASH}",
        # A day of a year, by itself, after a place or after what it is, closed as a sentence is.
        rf"(?P<place>{_PLACE}{_REGION})\s*,\s*(?P<date>{printed.DAY_OF_YEAR})\.\s+(?=[A-Z“\"])",
        rf"(?:[A-Z][a-z]+(?: [a-z]+){{0,2}},\s+)?(?P<date>{printed.DAY_OF_YEAR})\.\s+(?=[A-Z“\"])",
        # A place in capitals alone.
        rf"(?P<place>{_CAPS_PLACE}{_REGION}){_DASH}",
        rf"(?P<colon>{_CAPS_PLACE}(?:,\s*{_WORD})?):\s+(?=[A-Z“\"])",
        # An agency alone.
        rf"\((?:Reuters|AP|AFP|TASS|Xinhua|UPI|dpa|ANI|PTI|IANS|Sputnik|Interfax|Anadolu)\)(?:{_DASH}|\s*-\s*)",
    )
)
_NO_PLACE = re.compile(
    r"NATO|EU|UN|USA?|UK|ASEAN|OPEC|OSCE|BRICS|IAEA|UNSC|AU|WTO|IMF|G\d{1,2}|CIS|CSTO|SCO|GCC|Q|A|QUESTION"
    r"|ANSWER|NOTE|UPDATE|BREAKING|EXCLUSIVE|SUBJECT|PARTICIPANTS|DATE|TIME|PLACE|PRESENT|FROM|TO|REF|RE"
    r"|SUMMARY|COMMENT|BACKGROUND|CONTACT|STAFF"
)
_TITLES = re.compile(
    r"\b(?:MR|MRS|MS|DR|SIR|PRESIDENT|SECRETARY|MINISTER|AMBASSADOR|CHANCELLOR|GENERAL|SENATOR|QUESTION"
    r"|MODERATOR|SPOKES\w+|PRIME|VICE|KING|PRINCE|CHAIRMAN|PREMIER|OFFICIAL)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(
    rf"\[?\s*(?P<place>[A-Z][^\d\[\]:;]{{1,90}}?)[\s,.\]]+(?:{printed.WEEKDAY},?\s+)?"
    rf"(?P<date>{printed.DAY_OF_YEAR})\]?(?P<rest>.{{0,60}})"
)
_CLOCK_ONLY = re.compile(
    r"(?:[\s,.;:\d()\[\]–—-]|[AaPp]\.?\s?[Mm]\b\.?|noon|midnight|Z\b|to\b|and\b|GMT|EST|EDT|local time)*"
)

MASTHEAD = re.compile(
    r"&|\b(?:news|courier|chronicle|mail|review|times|post|press|agency|journal|herald|daily|weekly|monthly|tribune|gazette|observer"
    r"|guardian|service|online|tv|radio|broadcasting|ministry|department|embassy|world|politics|europe|asia"
    r"|africa|americas|international|opinion|foreign policy|breaking|live|video|statements?|releases?"
    r"|communiqu[eé]|reuters|tass|xinhua|afp|bbc|cnn|rt)\b|\.(?:com|org|net|ru)\b",
    re.IGNORECASE,
)
"""Words in names of newspapers and sites, and of their sections."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline found at the start of a text: how long it is, and what it says."""

    length: int
    days: tuple[date, ...]
    place: str | None


def leading(text: str, *, near: date | None = None) -> Dateline | None:
    """The dateline that a paragraph begins with; ``near`` gives a date without a year its year.

    >>> leading("MOSCOW, June 27 (Reuters) - They spoke.", near=date(2018, 6, 28))
    Dateline(length=28, days=(datetime.date(2018, 6, 27),), place='Moscow')
    >>> leading("Tokyo, March 30, 2018. They spoke."), leading("Policy brief, 3 March 2023. They spoke.").place
    (Dateline(length=23, days=(datetime.date(2018, 3, 30),), place='Tokyo'), None)
    >>> leading("NATO — the alliance — met.") is None
    True
    """
    text = text[:_SEEN]
    for pattern in _PREFIXES:
        match = pattern.match(text)
        if match is None or match.end() == len(text):
            continue
        parts = match.groupdict()
        place = parts.get("place") or parts.get("colon")
        if place and _no_place(place):
            continue
        read = printed.readings(parts.get("date") or parts.get("weekday") or "", near=near)
        return Dateline(match.end(), read, _tidy(place) if place else None)
    return None


def _no_place(place: str) -> bool:
    first = re.split(r"[\s,]", place)[0].strip(".")
    return bool(_NO_PLACE.fullmatch(first) or _TITLES.search(place))


def alone(text: str) -> Dateline | None:
    """A line that is a place (or the name of a paper) and a day, and nothing else.

    >>> alone("[Washington,] July 2, 1948").place
    'Washington'
    >>> alone("Paris, May 14, 1960, 3 p.m.").days
    (datetime.date(1960, 5, 14),)
    >>> alone("In Paris, on May 14, 1960, the ministers agreed.") is None
    True
    """
    if len(text) > 160:
        return None
    match = _ALONE.fullmatch(text)
    if match is None or not _CLOCK_ONLY.fullmatch(match["rest"]):
        return None
    place = match["place"].strip(" ,")
    if re.search(r"\b(?:on|since|until|from|by|dated?)$", place):
        return None
    # Newspapers put their own name there.
    paper = MASTHEAD.search(place)
    return Dateline(len(text), printed.readings(match["date"]), None if paper else _tidy(place))


def _tidy(place: str) -> str:
    """A place in ordinary letters: "ST. PETERSBURG" is "St. Petersburg"; "D.C." stays."""

    def word(match: re.Match[str]) -> str:
        found = match[0]
        if not found.isupper() or re.fullmatch(r"(?:[A-Z]\.)+[A-Z]?|U\.?S\.?A?|UK|UAE|DC", found):
            return found
        if match.start() and re.fullmatch(_SMALL, found.lower()):
            return found.lower()
        return found.capitalize()

    return re.sub(r"[^\W\d_][\w.]*", word, place.strip(" ,[]"))
