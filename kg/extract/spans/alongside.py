"""What is told right behind an event of the same people, in the same paragraph, is of its day and its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.spans.tellings import Telling
from kg.extract.spans.words import Text
from kg.reference.event_kinds import kind_of

_DONE = frozenset({"held", "ongoing"})
_SIGNED = "agreement_signing"


def take_over(text: Text, tellings: Sequence[Telling], earlier: frozenset[str]) -> None:
    """Gives events the day and the place of the one before, where nothing else is said of theirs.

    ``earlier`` are words by which a sentence says that it was at another time; a language without them leaves it open.
    """
    if not earlier:
        return
    rows = sorted(tellings, key=lambda t: t.start)
    for last, t in _behind(text, rows, earlier, dated=True):
        if last.when is not None and last.when.precision in {"day", "week"}:
            edtf = f"{(last.when.edtf or '').rstrip('?~')}?"
            t.when = replace(last.when, edtf=edtf, text=None, basis="convention")
    for last, t in _behind(text, rows, earlier, dated=False):
        if kind_of(t.kind).talks or t.kind == _SIGNED:
            t.venue, t.country = last.venue, last.country


def _behind(
    text: Text, rows: Sequence[Telling], earlier: frozenset[str], *, dated: bool
) -> Iterator[tuple[Telling, Telling]]:
    """Each event of which something is not told, with the one before it of which it is told."""
    last: Telling | None = None
    for t in rows:
        if _says(t, dated) or t.status not in _DONE:
            last = t if _says(t, dated) and t.status in _DONE else None
            continue
        if last is None or "\n" in text.said[last.start : t.start]:
            continue
        own = text.sentence(t.start)
        first, end = text.over(*text.bounds(own))
        if own - text.sentence(last.start) > 1 or earlier & {w.low for w in text.words[first:end]}:
            continue
        if {id(e) for e, _ in t.who} & {id(e) for e, _ in last.who}:
            yield last, t
            last = t if _says(t, dated) else last


def _says(t: Telling, dated: bool) -> bool:
    return t.when is not None if dated else t.venue is not None or t.country is not None
