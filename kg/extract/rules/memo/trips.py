"""Lists of trips: "Met with King Hassan II." after a sentence that says who travelled where and when.

The sentence names one side only. The other is the traveller; place and days are those of the trip.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.core.model import Actor, Article, Evidence, Frame
from kg.extract.rules.memo.entries import read_list
from kg.extract.rules.memo.lines import Line
from kg.extract.rules.memo.words import Words, words
from kg.reference.catalog import Catalog
from kg.reference.event_kinds import kind_of

_OPENING = 100
_TRIP = re.compile(r"[^.]*?(?:[A-Z]\.[^.]*?)*\b(?:travell?ed to|visited)\s+(?=[A-Z]|the\b)")
_MET = re.compile(
    r"(?:(?<=[.;]\s)|(?<=,\s))(?:(?:[Aa]lso|[Pp]rivately|[Ii]nformally|and)\s+){0,2}"
    r"(?:[Mm]et (?:separately |privately |informally )?with|[Hh]eld (?:talks|discussions|conversations) with"
    r"|[Aa]udience with|[Rr]eceived by)\s+"
)
# Where the people end: the end of the sentence, a purpose, another verb.
_STOP = re.compile(
    r"(?<![A-Z])(?<!\b(?:Dr|Mr|St|Lt|Jr|Sr))\.(?=\s|\Z)|;|\s(?:to (?:discuss|review)|on [A-Z][a-z]+ \d|in [A-Z]|at (?:the|a|an|his)\b"
    r"|during|while|before|after|who|about|and (?:addressed|attended|visited|signed|delivered|dedicated|held)\b)"
)
_MORE = re.compile(
    r",?\s+(?:and\s+)?(?:other |senior |with )[\w\s]*(?:officials|leaders|ministers|members).*",
    re.S,
)


def trip_frames(
    article: Article, frames: Sequence[Frame], *, catalog: Catalog
) -> tuple[Frame, ...]:
    """``frames`` with the meetings of a trip whose sentences leave the traveller out.

    Nothing is added unless the article begins with the trip and the first frame is that visit.
    """
    visit = next((f for f in frames if f.type == "visit" and f.evidence[0].start < _OPENING), None)
    if article.kind != "readout" or visit is None or not _TRIP.match(article.text[:200]):
        return tuple(frames)
    guest = next((a for a in visit.participants if a.kind == "person"), None)
    if guest is None or visit.when is None:
        return tuple(frames)
    added = []
    for match in _MET.finditer(article.text):
        if match.start() < visit.evidence[0].end or _told(frames, match.start(), match.end()):
            continue
        frame = _meeting(article, visit, guest, match, words(catalog))
        if frame is not None:
            added.append(frame)
    return (*frames, *added)


def _told(frames: Sequence[Frame], start: int, end: int) -> bool:
    """Has a rule for the text already made an event of these words?"""
    return any(
        kind_of(f.type).contact == "face to face" and e.start < end and start < e.end
        for f in frames
        for e in f.evidence
    )


def _meeting(
    article: Article, visit: Frame, guest: Actor, match: re.Match[str], vocabulary: Words
) -> Frame | None:
    text = article.text
    stop = _STOP.search(text, match.end())
    end = stop.start() if stop else len(text)
    named = _MORE.sub("", text[match.end() : end])
    day = visit.when.earliest if visit.when else None
    state = visit.venue.country if visit.venue else None
    abroad = guest.polity if guest.polity and state == guest.polity else None
    people = read_list([Line(start=match.end(), text=named)], vocabulary, day=day)
    if not people:
        return None
    hosts = tuple(
        Actor(
            name=e.name,
            office=e.office,
            polity=e.polity or (None if abroad else state),
            kind="person",
            start=e.start,
            end=e.end,
        )
        for e in people
    )
    last = match.end() + len(named.rstrip())
    start = match.start()
    return replace(
        visit,
        type="meeting",
        participants=(replace(guest, function="participant"), *hosts),
        topics=(),
        evidence=(Evidence(start=start, end=last, quote=text[start:last]),),
        confidence=0.85,
        rule="meeting/trip",
        features=(("trip", 0.85),),
    )
