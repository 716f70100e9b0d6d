"""The header of a record of a conversation: its title and what its labels introduce."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from kg.core.model import Article
from kg.dates.en import printed
from kg.extract.rules.memo.lines import Line

_LABEL = re.compile(
    r"\s*(?:-\s+)?(?:"
    r"(?P<who>(?:list of )?participants?|(?:also |others? |those )?present(?: were)?|attendees|attending|in attendance)"
    r"|(?P<about>subjects?(?: discussed)?|topics?(?: discussed)?|re|agenda)"
    r"|(?P<when>date(?: (?:and|&) (?:time|place))?|day)"
    r"|(?P<where>place|location|venue|time (?:and|&) place)"
    r"|(?P<other>time|copies(?: to)?|drafted by|draft(?:ing|ed)(?: office and officer)?|drafter|approved(?: by)?"
    r"|cleared by|clearances?|distribution|references?|ref|classification|from|to|part \d+ of \d+)"
    r")\b\s*(?P<colon>:|[—–-](?=\s)|(?=\s*\Z))\s*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"\b(?:was|were|is|are|has|had|have|met|called|said|asked|stated|came|took|opened|began|received|gave"
    r"|attended|discussed|reported|followed)\b"
)
_NUMBER = re.compile(r"(?:No\. ?)?\d{1,4}[.:]\s+")
_TITLE_HEAD = re.compile(
    r"(?P<kind>.{0,60}?\b(?:conversations?|meeting|talks?|discussions?|call|luncheon|dinner|file|record))\b",
    re.IGNORECASE,
)
_DAY = re.compile(rf"(?:{printed.WEEKDAY},?\s+)?(?P<day>{printed.DAY_OF_YEAR})")
_CLOCK = re.compile(
    r"[\s,—–-]*(?:at |from )?(?:\d{1,2}(?:[:.]\d{2})?(?:\s?[ap]\.?\s?m\.?)?(?:\s?(?:-|–|to)\s?)?){1,2}"
    r"(?:\s?[ap]\.?\s?m\b\.?)?|[\s,—–-]*(?:noon|midnight)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Header:
    """What the header says, as lines with their offsets."""

    title: Line | None = None
    who: list[Line] = field(default_factory=list)
    about: list[Line] = field(default_factory=list)
    where: list[Line] = field(default_factory=list)
    dates: list[Line] = field(default_factory=list)
    loose: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    who_label: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of the header; ``text`` has the clock behind it where one is printed."""

    day: date
    start: int
    end: int


def read(article: Article) -> Header:
    """The header of an article whose blocks are known."""
    header = Header()
    section: list[Line] | None = None
    for block in article.blocks:
        if block.kind == "furniture":
            continue
        for line in _lines(article.text, block.start, block.end):
            if block.kind == "title":
                header.title = header.title or line
                continue
            if block.kind == "body":
                header.body.append(line)
                continue
            match = _LABEL.match(line.text)
            label = _kind(match)
            if match and label:
                section = _section(header, label)
                if label == "who" and header.who_label is None:
                    header.who_label = line.start
                rest = line.text[match.end() :]
                if rest.strip() and section is not None:
                    section.append(Line(start=line.start + match.end(), text=rest))
                continue
            if block.kind == "dateline":
                header.dates.append(line)
                section = None
            elif section is header.who and _is_sentence(line.text):
                header.body.append(line)
                section = None
            elif section is header.about and _after_list(section, line):
                header.loose.append(line)
                section = None
            elif section is None:
                header.loose.append(line)
            else:
                section.append(line)
    return header


def _kind(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    return next((k for k in ("who", "about", "when", "where", "other") if match[k]), None)


def _section(header: Header, label: str) -> list[Line]:
    return {
        "who": header.who,
        "about": header.about,
        "when": header.dates,
        "where": header.where,
    }.get(label, [])


def _lines(text: str, start: int, end: int) -> Iterator[Line]:
    for match in re.finditer(r"[^\r\n]+", text[start:end]):
        raw = match[0]
        lead = len(raw) - len(raw.lstrip())
        if raw.strip():
            yield Line(start=start + match.start() + lead, text=raw.strip())


def _after_list(section: list[Line], line: Line) -> bool:
    """Is a line no longer of the list of subjects: a heading of the text, a sentence?"""
    listed = bool(section) and section[0].text.startswith("- ") and not line.text.startswith("- ")
    return listed or line.text.endswith(":") or _is_sentence(line.text)


def _is_sentence(text: str) -> bool:
    return bool(_SENTENCE.search(text)) and text.rstrip().endswith((".", ":"))


def title_words(header: Header) -> str:
    """The title without its number."""
    return _NUMBER.sub("", header.title.text, count=1) if header.title else ""


def after_kind(line: Line) -> Line:
    """What a title says after "Memorandum of a Conversation"."""
    skip = _NUMBER.match(line.text)
    at = skip.end() if skip else 0
    match = _TITLE_HEAD.match(line.text, at)
    end = match.end() if match else at
    return Line(start=line.start + end, text=line.text[end:])


def the_day(header: Header) -> Day | None:
    """The day of the conversation: of a DATE line or the dateline, else of the title."""
    lines = [*header.dates, *([header.title] if header.title else []), *header.where]
    for line in lines:
        for match in _DAY.finditer(line.text):
            read_day = printed.settle(printed.readings(match["day"]))
            if read_day is None:
                continue
            clock = _CLOCK.match(line.text, match.end())
            end = match.end()
            if clock and re.search(r"[ap]\.?\s?m|noon|midnight", clock[0], re.IGNORECASE):
                end = clock.start() + len(clock[0].rstrip(" ,;–—-"))
            return Day(day=read_day, start=line.start + match.start(), end=line.start + end)
    return None


def title_places(header: Header) -> list[Line]:
    """The comma-separated parts of a title that end before its date, the last ones first to be places."""
    if header.title is None:
        return []
    line = after_kind(header.title)
    date_at = _DAY.search(line.text)
    text = line.text[: date_at.start()] if date_at else line.text
    if re.match(r"[\s,]*(?:separately,\s*)?by\s", text):
        return []
    return list(_parts(line.start, text))


def _parts(start: int, text: str) -> Iterator[Line]:
    """Parts between commas outside parentheses."""
    depth = 0
    last = 0
    for i, ch in enumerate(text + ","):
        depth += (ch in "([") - (ch in ")]" and depth > 0)
        if ch == "," and depth == 0:
            piece = text[last:i]
            lead = len(piece) - len(piece.lstrip())
            if piece.strip():
                yield Line(start=start + last + lead, text=piece.strip())
            last = i + 1
