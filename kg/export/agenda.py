"""Events as a calendar (iCalendar, RFC 5545): what was held is confirmed, what is planned tentative.

Days are all-day entries, and of several days each is in. What is known to a month only is an entry of that
month which says so; what is known no closer, or did not take place, is in no calendar. An entry is stamped
with the day of the last report on it, so that the same graph gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import IO

import pyoxigraph as ox

from kg.core.version import __version__
from kg.graph.view.load import load
from kg.graph.view.values import EventView, GraphView

STATUS = {
    "held": "CONFIRMED",
    "ongoing": "CONFIRMED",
    "planned": "TENTATIVE",
    "proposed": "TENTATIVE",
    "postponed": "TENTATIVE",
    "disputed": "TENTATIVE",
    "cancelled": "CANCELLED",
}
"""What a calendar says of a status. Denied and declined events are in none."""
LONGEST = 31
"""Days of the longest entry."""
_SAID = frozenset({"held", "planned", "ongoing"})
"""Statuses that the heading need not name."""
_LINE = 75
"""Octets of the longest line, without its end (RFC 5545, section 3.1)."""
_NEVER = "19700101"
# Controls, half characters, and what some programs take for the end of a line.
_OUT = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_WEB = re.compile(r"https?://[!-~]+")


def calendar(store: ox.Store, out: IO[bytes]) -> None:
    """iCalendar with an entry for each event that has a day or a month."""
    view = load(store)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//diplokg//kg {__version__}//EN",
        "CALSCALE:GREGORIAN",
    ]
    for line in lines:
        out.write(_folded(line))
    for event in view.events:
        for line in _entry(view, event):
            out.write(_folded(line))
    out.write(_folded("END:VCALENDAR"))


def _entry(view: GraphView, e: EventView) -> Iterator[str]:
    status, days = STATUS.get(e.status), _days(e)
    if status is None or days is None:
        return
    first, after = days
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(e.iri)}"
    yield f"DTSTAMP:{_stamp(view, e)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{after:%Y%m%d}"
    yield f"SUMMARY:{_text(_summary(e, first, after))}"
    yield f"STATUS:{status}"
    # Nobody's time is taken: it is what others do.
    yield "TRANSP:TRANSPARENT"
    place = view.places.get(e.place) if e.place else None
    where = [place.label, place.city, place.country] if place else [e.country]
    if named := ", ".join(dict.fromkeys(w for w in where if w)):
        yield f"LOCATION:{_text(named)}"
    if place and place.latitude is not None and place.longitude is not None:
        yield f"GEO:{place.latitude};{place.longitude}"
    if topics := sorted(view.topics[t].label for t in e.topics):
        yield "CATEGORIES:" + ",".join(map(_text, topics))
    yield f"DESCRIPTION:{_text(_description(view, e))}"
    addresses = (view.articles[m.article].url for m in e.mentions if m.article in view.articles)
    if url := next((u for u in addresses if u and _WEB.fullmatch(u)), None):
        yield f"URL:{url}"
    yield "END:VEVENT"


def _days(e: EventView) -> tuple[date, date] | None:
    """The first day, and the day after the last; None where the date says no month."""
    try:
        first, last = date.fromisoformat(e.start or ""), date.fromisoformat(e.end or "")
        return (first, last + timedelta(days=1)) if 0 <= (last - first).days < LONGEST else None
    except (ValueError, OverflowError):
        return None


def _summary(e: EventView, first: date, after: date) -> str:
    said = [] if e.status in _SAID else [e.status]
    if e.precision in {"week", "month"} and (after - first).days > 1:
        said.append(f"day not known, {e.date}")
    return e.label + (f" ({'; '.join(said)})" if said else "")


def _stamp(view: GraphView, e: EventView) -> str:
    """The day of the last report."""
    days = [view.articles[m.article].published for m in e.mentions if m.article in view.articles]
    last = max((d for d in days if d), default="").replace("-", "")
    return last if re.fullmatch(r"\d{8}", last) else _NEVER


def _description(view: GraphView, e: EventView) -> str:
    lines = [f"Status: {e.status}"]
    for p in e.participants:
        if actor := view.actors.get(p.actor):
            lines.append(actor.label + (f", {p.office}" if p.office else ""))
    articles = dict.fromkeys(m.article for m in e.mentions)
    for article in (view.articles[a] for a in articles if a in view.articles):
        told = (article.publisher, article.published, article.title or article.source_id)
        lines.append("Source: " + ", ".join(t for t in told if t))
    return "\n".join(lines)


def _text(value: str) -> str:
    """A value of type TEXT (section 3.3.11).

    >>> _text("a;b, c\\nd")
    'a\\\\;b\\\\, c\\\\nd'
    """
    plain = _OUT.sub(" ", _BREAKS.sub("\n", value))
    for mark in "\\;,":
        plain = plain.replace(mark, "\\" + mark)
    return plain.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A line of content in pieces of at most 75 octets, none of which ends inside a character.

    >>> [len(piece) for piece in _folded("x" * 160).split(b"\\r\\n")]
    [75, 75, 12, 0]
    """
    raw = line.encode("utf-8", "replace")
    pieces = []
    room = _LINE
    while len(raw) > room:
        cut = room
        while raw[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(raw[:cut])
        raw, room = raw[cut:], _LINE - 1  # a piece that goes on begins with a blank
    return b"\r\n ".join([*pieces, raw]) + b"\r\n"
