"""Who took part where no list says so: the title ("Between A and B", "by C"), and who calls, comes,
says and replies in the text. People who are only talked about are not present.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kg.core.model import Notation
from kg.dates.en import printed
from kg.extract.rules.memo.entries import Entry, read_entry
from kg.extract.rules.memo.header import after_kind
from kg.extract.rules.memo.lines import Line
from kg.extract.rules.memo.words import Words, names_a_person

_BETWEEN = re.compile(r"[\s,]*(?:(?:held )?between|with|of)\s+(?=\S)", re.IGNORECASE)
_BY = re.compile(r"(?:^|[\s,])by\s+(?=\S)")
_PAREN = re.compile(r"\(\s*([^()]+?)\s*\)")
_DAY = re.compile(rf"(?:{printed.WEEKDAY},?\s+)?{printed.DAY_OF_YEAR}")
_IN_CITY = re.compile(r"\s+in\s+[A-Z][\w.]*(?:\s[A-Z][\w.]*)?\s*\Z")
_SAYS = (
    r"(?:said|says|stated|asked|replied|answered|inquired|enquired|remarked|observed|added|explained|told"
    r"|mentioned|responded|commented|called|telephoned|phoned|came|began|opened|thanked|expressed|agreed"
    r"|indicated|noted|raised|referred|pointed out|continued|interjected|suggested|handed|wished|reported)"
)
_PERSON = (
    r"(?:(?:The|the)\s+)?(?:[A-Z][\w.’'-]*\s+){0,4}?"
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Messrs|M|Amb|Sec|Gen|Sen|Sr|Lt|Col)\.|[A-Z][\w’'-]+)"
    r"(?:\s+(?:de|la|van|von|der|el|al|[A-Z]\.|[A-Z][\w’'-]+)){0,4}"
)
_SPEAKER = re.compile(
    rf"(?:^|(?<=[.!?”\")]\s))(?P<who>{_PERSON})(?:,[^,.]{{3,60}},)?\s+(?:then |also |again )?{_SAYS}\b"
)
_SEEN = re.compile(
    rf"\b(?:I|We)\s+(?:also |then )?(?:called (?:on|upon|in)|saw|met(?: with)?|asked|told|discussed with|received|telephoned"
    rf"|talked (?:to|with)|spoke (?:to|with)|informed|lunched with|dined with|said to|had (?:lunch|dinner|a talk|a "
    rf"conversation) with)\s+(?P<who>{_PERSON})"
)
_CALLED_ON = re.compile(
    rf"\b(?:called (?:on|upon)|came (?:in )?to see|spoke (?:to|with)|asked|told|handed)\s+(?P<who>{_PERSON})"
)
_FIRST_LINES = 6


def of_title(
    title: Line, words: Words, *, day: date | None, home: Notation | None
) -> tuple[list[Entry], Entry | None]:
    """The two sides of a title, and the author whom it names."""
    line = after_kind(title)
    text = line.text
    by = _BY.search(text)
    between = _BETWEEN.match(text)
    if between and not (by and by.start() < between.start()):
        date_at = _DAY.search(text)
        end = date_at.start() if date_at else len(text)
        start = between.end()
        return _sides(line.start + start, text[start:end], words, day, home), None
    if by:
        return [], _author(line.start + by.end(), text[by.end() :], words, day, home)
    return [], None


def _author(
    at: int, text: str, words: Words, day: date | None, home: Notation | None
) -> Entry | None:
    date_at = _DAY.search(text)
    text = (text[: date_at.start()] if date_at else text).rstrip(" ,.")
    entries = read_entry(text, at, words, day=day, home=home)
    named = entries[0] if entries else None
    if re.match(r"(?:the|an?)\s", text):
        holder = _in_parentheses(text, at, words, day, home)
        if holder:
            return replace(holder, polity=holder.polity or home)
    lead = _PAREN.sub("", text).split(",")[0]
    if named and named.name and named.name.split()[0] in lead:
        return replace(named, polity=named.polity or home)
    person = _in_parentheses(text, at, words, day, home)
    if person:
        return replace(person, polity=person.polity or home)
    return replace(named, polity=named.polity or home) if named else None


def _in_parentheses(
    text: str, at: int, words: Words, day: date | None, home: Notation | None
) -> Entry | None:
    """ "the Director of an Office (Smith)": the name in the parentheses, the office before them."""
    match = _PAREN.search(text)
    if (
        match is None
        or not match[1][:1].isalpha()
        or not re.match(r"[A-Zd][\w’'.-]*(?:\s[\w’'.-]+){0,3}\Z", match[1])
    ):
        return None
    office = re.sub(r"^(?:the|a)\s+", "", text[: match.start()].strip(" ,"), flags=re.IGNORECASE)
    inner = read_entry(match[1], at + match.start(1), words, day=day, home=home)
    name = inner[0].name if inner and inner[0].name else match[1]
    return Entry(
        name=name,
        office=office or (inner[0].office if inner else None),
        polity=words.state(office, day=day, home=home) or words.body_state(office),
        start=at + match.start(1),
        end=at + match.end(1),
        own=office,
    )


def _sides(
    at: int, text: str, words: Words, day: date | None, home: Notation | None
) -> list[Entry]:
    out: list[Entry] = []
    for number, (start, piece) in enumerate(_pieces(text)):
        cut = _IN_CITY.search(piece)
        plain = piece[: cut.start()] if cut else piece
        match = _PAREN.search(plain)
        person = _in_parentheses(plain, at + start, words, day, home) if match else None
        if person is None:
            named = read_entry(plain, at + start, words, day=day, home=home)
            person = named[0] if named else None
        if person is None:
            continue
        if number > 1 and person.office is None and not piece.split()[0].endswith("."):
            break  # a place
        if person.name is None and not names_a_person(person.office or ""):
            continue
        out.append(person)
    return out


def _pieces(text: str) -> list[tuple[int, str]]:
    """The sides of "A, B, and C, Place": parts at commas and at "and" before a person."""
    out: list[tuple[int, str]] = []
    depth = 0
    last = 0
    i = 0
    while i <= len(text):
        ch = text[i] if i < len(text) else ","
        depth += (ch in "([") - (ch in ")]" and depth > 0)
        joint = (
            re.match(r",?\s+and\s+(?=the\s|[A-Z])", text[i:])
            if depth == 0 and i < len(text)
            else None
        )
        if joint and not _within_office(text[last:i], text[i + joint.end() :]):
            out.append((last, text[last:i]))
            i += joint.end()
            last = i
            continue
        if ch == "," and depth == 0:
            out.append((last, text[last:i]))
            last = i + 1
        i += 1
    return [(s + len(p) - len(p.lstrip()), p.strip()) for s, p in out if p.strip()]


def _within_office(before: str, after: str) -> bool:
    """ "Minister of Economy and Finance (X)": the "and" of an office, with its holder still to come."""
    if re.match(r"(?:the|[A-Z]\w+\.)\s", after):
        return False
    return bool(
        re.search(r"\bof\b", before)
        and "(" not in before
        and re.match(r"[A-Z]\w+(?:\s[A-Z]\w+)?\s*\(", after)
        and not names_a_person(after.split("(")[0])
    )


def of_text(
    lines: Sequence[Line], words: Words, *, day: date | None, home: Notation | None
) -> tuple[list[Entry], tuple[int, int] | None]:
    """Those who speak, call or are called on in the first paragraphs, and where the first stands."""
    out: list[Entry] = []
    span: tuple[int, int] | None = None
    for number, line in enumerate(lines[:_FIRST_LINES]):
        patterns = (_SPEAKER, _SEEN, _CALLED_ON) if number == 0 else (_SPEAKER, _SEEN)
        for pattern in patterns:
            for match in pattern.finditer(line.text):
                who = match["who"]
                if re.match(r"(?:He|She|They|It|This|That|I|We)\b", who):
                    continue
                for e in read_entry(
                    who, line.start + match.start("who"), words, day=day, home=home
                ):
                    if any(_covers(k, e) for k in out):
                        continue
                    out.append(e)
                    span = span or (line.start + match.start(), line.start + match.end())
    named = {(e.office or "").split()[-1].lower() for e in out if e.name and e.office}
    kept = [e for e in out if e.name or (e.office or " ").split()[-1].lower() not in named]
    return kept, span


def _covers(known: Entry, e: Entry) -> bool:
    """Is somebody already known the one whom a shorter form means?"""
    if e.name and known.name:
        return (
            set(e.name.split()) <= set(known.name.split())
            or e.name.split()[-1] == known.name.split()[-1]
        )
    return e.name is None and known.name is None and e.office == known.office
