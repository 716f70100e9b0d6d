"""Memoranda of conversation: which texts are one, and where their header ends and the account begins.

The header names who took part and about what ("Participants:", "Subject:"); it is kept as blocks of
its own. The account begins with the first line that is a sentence and no entry of a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from kg.core.model import Block, BlockKind
from kg.dates.en import printed
from kg.sources.layout import datelines
from kg.sources.layout.lines import Line

_NUMBER = r"(?:No\. ?)?\d{1,4}\.\s+"
_SURE = re.compile(
    rf"(?:{_NUMBER})?(?:draft |editorial note: )?memorand(?:um|a) of (?:an? |the )?(?:[\w-]+ ){{0,2}}"
    r"conversations?\b|(?:" + _NUMBER + r")?(?:transcript|record|notes) of (?:an? |the )?telephone "
    r"conversation\b",
    re.IGNORECASE,
)
_LIKELY = re.compile(
    rf"(?:{_NUMBER})?(?:memorandum (?:for|of) (?:the )?(?:president['’]s file|record|an? \w+ meeting)"
    r"|(?:transcript|record|notes|minutes|summary(?: record)?|report) of (?:an? |the )?(?:[\w'’-]+ ){0,5}?"
    r"(?:conversation|meeting|talks?|discussion)s?\b)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:-\s*)?(?:subjects?|participants?|(?:also |others? )?present(?: were)?|date(?: (?:and|&) time)?"
    r"|time(?: and place)?|place|copies(?: to)?|drafted by|draft(?:ing|ed)(?: office and officer)?"
    r"|approved(?: by)?|cleared by|clearances|distribution|references?|ref|attendees|drafter"
    r"|location|classification|to|from|part \d+ of \d+)\b\s*(?:[:—–-]|$)",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(?:-\s*)?(?:participants?|(?:also |others? )?present(?: were)?|attendees)\b\s*(?:[:—–-]|$)",
    re.IGNORECASE,
)
# Words that make a line a sentence; names, offices and subjects of a list go without them.
_FINITE = re.compile(
    r"\b(?:is|are|was|were|be|been|am|has|had|have|do|does|did|will|would|can|could|should|may|might|must"
    r"|said|says|told|asked|began|began|came|come|met|went|gave|took|made|thought|felt|spoke|sent|let|read|saw"
    r"|replied|i|we|you|he|she|they|it|who|what|why|when|follows?|[a-z]{3,}ed|[a-z]+n['’]t|[a-z]+['’](?:m|ve|ll|re))\b"
)
_PERSON = re.compile(r"\b(?:I|We|You|He|She|They|It)\b")
_LOOK_AHEAD = 80


def heading(lines: Sequence[Line]) -> int | None:
    """The line that says the text is a memorandum of conversation; None if none does.

    Other records of meetings count only with a list of those present.
    """
    first = lines[:8]
    for number, line in enumerate(first):
        if _SURE.match(line.plain):
            return number
    if any(_WHO.match(line.plain) for line in lines[:_LOOK_AHEAD]):
        for number, line in enumerate(first):
            if _LIKELY.match(line.plain):
                return number
        for number, line in enumerate(lines[:_LOOK_AHEAD]):
            if _SURE.fullmatch(line.plain.strip(" .:")):
                return 0 if number else number
    return None


def blocks(lines: Sequence[Line], heading: int) -> tuple[list[Block], tuple[date, ...], str | None]:
    """The blocks of a document with a header, and the day and place of its dateline.

    ``heading`` is the line with its title.
    """
    found: list[Block] = []
    read: tuple[date, ...] = ()
    place: str | None = None
    body = body_start(lines, heading + 1)
    dated = False
    for number, line in enumerate(lines):
        if number == heading:
            found.append(Block(start=line.start, end=line.end, kind="title"))
            continue
        if number >= body:
            found.append(Block(start=line.start, end=line.end, kind="body"))
            continue
        here = None if dated else datelines.alone(line.plain)
        plain_day = () if dated or here else printed.date_line(line.plain)[1]
        if here or plain_day:
            dated = True
            read = here.days if here else plain_day
            place = here.place if here else None
        kind: BlockKind = "dateline" if here or plain_day else "header"
        found.append(Block(start=line.start, end=line.end, kind=kind))
    return found, read, place


def body_start(lines: Sequence[Line], start: int) -> int:
    """The first line from ``start`` that belongs to the account; the last line if none is certain."""
    for number in range(start, min(len(lines), start + _LOOK_AHEAD)):
        if _narrative(lines[number].plain):
            return number
    return start if start < len(lines) else max(len(lines) - 1, 0)


def _narrative(line: str) -> bool:
    if (
        (line.startswith("- ") and len(line) < 140)
        or datelines.alone(line)
        or printed.date_line(line)[1]
    ):
        return False
    if not line or _LABEL.match(line):
        return False
    if len(line) < 100 and line[0] in "([" and line[-1] in ")]" and "follow" not in line:
        return False
    finite = bool(_FINITE.search(line) or _PERSON.search(line))
    ends = line.rstrip("\"'”’)]»")[-1:] in ".?!:…"
    return finite and (ends or len(line) > 120)
