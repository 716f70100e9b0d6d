"""Lines of judgements.tsv about a fact of one passage: what may stand in them.

    left                    right              ruling   scope      why   by   when
    177-271 He met there …  2019-05-15         date     2019-008   …     ann  2026-01-15

``left`` is the passage: where it stood in the text of the article, and its words. ``scope`` is the id
of the article. What ``right`` may be depends on the ruling:

    tells     no event | an event             the passage tells of none; it does, whoever said otherwise
    status    held, planned, denied …         "denied" where it did not take place
    type      meeting, phone_call …           a key of ontology/events
    date      2019-05-15, 2019-05, … | none   EDTF; none where the passage gives no date
    place     Sochi, RU | Hotel X, Sochi, RU | RU | none
    with      Mike Pompeo (secretary of state, US)    somebody whom the reading missed
    without   Mike Pompeo (US)                somebody who takes no part

Of lines that say different things of one fact, the one with the later ``when`` holds; of one day, the
one that is last by name and value. The others are kept, and shown as overruled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import cast, get_args

from kg.core.errors import KgError
from kg.core.ids import fold
from kg.core.model import BadLine, Correction, Fact, Status
from kg.dates.edtf import window
from kg.reference.event_kinds import event_kinds

NO_EVENT, AN_EVENT = "no event", "an event"
NONE = "none"
"""The right date or place of a passage that gives none."""
FACTS: tuple[Fact, ...] = get_args(Fact)
_KEY = re.compile(r"(\d{1,9})-(\d{1,9})(?:#(\d{1,4}))?(?: (.*))?")
_STATUSES: tuple[Status, ...] = get_args(Status)
_WHO = re.compile(r"(?P<name>[^()]+?)(?:\s*\((?P<about>[^()]*)\))?")


def read_fact(cells: tuple[str, ...], *, line: int) -> Correction | BadLine:
    """The correction in the seven cells of a line, or what is wrong with it.

    >>> cells = ("7-12 They met", "2019-05-15", "date", "a.txt", "", "ann", "2026-01-15")
    >>> read_fact(cells, line=2).value
    '2019-05-15'
    >>> read_fact(("They met", *cells[1:]), line=2).what
    "'They met' is no passage"
    """
    left, right, ruling, scope, why, by, when = cells
    found = _KEY.fullmatch(left)
    if found is None or int(found[1]) >= int(found[2]):
        return BadLine(
            line=line,
            what=f"'{left[:60]}' is no passage",
            mend="write where it stands and its words: 177-271 He met there with …",
        )
    wrong = _VALUES[cast(Fact, ruling)](right)
    if wrong:
        return BadLine(line=line, what=f"'{right[:60]}' is no {wrong[0]}", mend=wrong[1])
    if when and instant(when) is None:
        return BadLine(
            line=line,
            what=f"'{when[:60]}' is no day",
            mend="write the day of the ruling as 2026-01-15, or leave it out",
        )
    return Correction(
        article=scope, start=int(found[1]), end=int(found[2]), nth=int(found[3] or 1),
        quote=found[4] or "", fact=cast(Fact, ruling), value=right, why=why, by=by, when=when,
        line=line,
    )  # fmt: skip


def cells_of(c: Correction) -> tuple[str, ...]:
    """The seven cells of a correction; ``read_fact`` is the way back."""
    span = f"{c.start}-{c.end}" + (f"#{c.nth}" if c.nth > 1 else "")
    left = f"{span} {c.quote}".rstrip()
    return (left, c.value, c.fact, c.article, c.why, c.by, c.when)


def instant(when: str) -> datetime | None:
    """The day, or the day and time, of a ruling; None for other words.

    >>> instant("2026-01-15").year, instant("yesterday")
    (2026, None)
    """
    try:
        found = datetime.fromisoformat(when)
    except ValueError:
        return None
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


def about(c: Correction) -> str:
    """What of a passage a correction is about: two of one passage that are about the same may differ.

    Whether somebody takes part is a question for each person.
    """
    if c.fact in ("with", "without"):
        return f"who {fold(who(c.value)[0])}"
    return c.fact


def who(value: str) -> tuple[str, str | None, str | None]:
    """Name, office and notation of a state of somebody, as a line gives them.

    >>> who("Mike Pompeo (secretary of state, US)")
    ('Mike Pompeo', 'secretary of state', 'US')
    >>> who("Mike Pompeo")
    ('Mike Pompeo', None, None)
    """
    found = _WHO.fullmatch(value.strip())
    if found is None:
        return value.strip(), None, None
    parts = [p.strip() for p in (found["about"] or "").split(",") if p.strip()]
    state = parts.pop() if parts and re.fullmatch(r"[A-Z]{2,5}", parts[-1]) else None
    return found["name"], ", ".join(parts) or None, state


def _one_of(noun: str, words: tuple[str, ...], value: str) -> tuple[str, str] | None:
    return None if value in words else (noun, "write one of " + ", ".join(words))


def _date(value: str) -> tuple[str, str] | None:
    if value == NONE or window(value) is not None:
        return None
    return "date", "write 2019-05-14, 2019-05, 2019, 2019-05-13/2019-05-14, or none"


def _type(value: str) -> tuple[str, str] | None:
    try:
        kinds = tuple(event_kinds())
    except KgError:  # the folder of the ontology is broken, which others tell
        return None
    return _one_of("type of event", kinds, value)


def _name(value: str) -> tuple[str, str] | None:
    name = who(value)[0]
    return None if any(c.isalnum() for c in name) else ("name", "write Mike Pompeo (US)")


def _place(value: str) -> tuple[str, str] | None:
    return None if any(c.isalnum() for c in value) else ("place", "write Sochi, RU, or none")


_VALUES: Mapping[Fact, Callable[[str], tuple[str, str] | None]] = {
    "tells": lambda v: _one_of("answer", (NO_EVENT, AN_EVENT), v),
    "status": lambda v: _one_of("status", _STATUSES, v),
    "type": _type,
    "date": _date,
    "place": _place,
    "with": _name,
    "without": _name,
}
"""What is wrong with a value, as a noun and how to mend it; None where nothing is."""
