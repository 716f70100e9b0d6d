"""From gold records with spans to what the network learns from: windows of pieces with labels."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.extract.reader.labels import ARGUMENTS, KINDS, STATUSES
from kg.extract.reader.pieces import Pieces, pieces_of, windows

IGNORED = -100
"""The label of what is not learned from."""


@dataclass(slots=True)
class Telling:
    """An event as a window tells it: pieces of its trigger, labels of its arguments.

    ``event`` says which event of the text it is: an ``also`` passage has that of its event, and nothing
    else to learn from (``whole`` is false).
    """

    event: int
    first: int
    last: int
    kind: int
    status: int
    arguments: list[int]
    whole: bool = True


@dataclass(slots=True)
class Example:
    """A window: its text and pieces, a label of the trigger for each of them, and the events told in it."""

    source: str
    text: str
    pieces: Pieces
    triggers: list[int]
    tellings: list[Telling] = field(default_factory=list)


def examples(records: Iterable[Mapping[str, Any]], tokenizer: Any) -> list[Example]:
    """The windows of gold records whose events have ``spans``."""
    return [e for r in records for e in _of(r, tokenizer)]


def _of(record: Mapping[str, Any], tokenizer: Any) -> Iterable[Example]:
    text = str(record["text"])
    whole = pieces_of(text, tokenizer)
    for first, last in windows(text, whole):
        part = whole.part(first, last)
        example = Example(
            str(record["id"]), text[part.at[0][0] : part.at[-1][1]], part, [0] * len(part)
        )
        events = [e for e in record["events"] if e["type"] in KINDS]
        unknown = [e for e in record["events"] if e["type"] not in KINDS]
        for e in (*events, *unknown):
            spans = e.get("spans") or {}
            for span in spans.get("also") or ():
                _mask(example, span)
            if spans.get("trigger") and (e.get("optional") or e in unknown):
                _mask(example, spans["trigger"])
        for n, e in enumerate(events):
            _add(example, n, e)
        yield example


def _mask(example: Example, span: Sequence[int]) -> None:
    found = within(example.pieces, span)
    if found:
        for k in range(*found):
            if not example.triggers[k]:
                example.triggers[k] = IGNORED


def _add(example: Example, n: int, event: Mapping[str, Any]) -> None:
    spans = event.get("spans") or {}
    kind = KINDS.index(event["type"])
    status = STATUSES.index(event["status"])
    found = within(example.pieces, spans["trigger"]) if spans.get("trigger") else None
    if found:
        first, last = found
        if not event.get("optional"):
            for k in range(first, last):
                example.triggers[k] = 1 + 2 * kind + (k > first)
        labels = [0] * len(example.pieces)
        for a, name in enumerate(ARGUMENTS):
            given = spans.get(name) or ()
            for span in [given] if given and isinstance(given[0], int) else given:
                place = within(example.pieces, span) if span else None
                if place:
                    for k in range(*place):
                        if not labels[k]:
                            labels[k] = 1 + 2 * a + (k > place[0])
        example.tellings.append(Telling(n, first, last, kind, status, labels))
    for span in spans.get("also") or ():
        place = within(example.pieces, span)
        if place:
            example.tellings.append(Telling(n, *place, kind, status, [], whole=False))


def within(pieces: Pieces, span: Sequence[int]) -> tuple[int, int] | None:
    """The pieces of a window that a span of characters covers; None where it covers none."""
    first = bisect_right([b for _, b in pieces.at], span[0])
    last = bisect_left([a for a, _ in pieces.at], span[1])
    return (first, last) if first < last else None
