"""Suggestions as people see them in a terminal, what they answer, and the gold line that comes of it."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.core.words import plain
from kg.curate.suggest import SINGLE, Passage, Place, Suggestion, key_of, said
from kg.extract.reader.labels import ARGUMENTS, KINDS, STATUSES

ASKED = {
    "participants": "who",
    "date": "when",
    "place": "where",
    "topics": "about",
    "reported_by": "says",
}
"""What each argument is called where people see it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person says of a suggestion: is it an event, of which type and status, or nobody can tell."""

    event: bool
    kind: str
    status: str
    optional: bool = False


def as_row(p: Passage) -> str:
    """A passage as one line of tabs: worth, id, from, to, how many suggestions, why, text."""
    first = max(p.suggestions, key=lambda s: s.doubt)
    cells = (f"{p.worth:.2f}", p.id, str(p.start), str(p.end), str(len(p.suggestions)))
    return "\t".join(plain(c) for c in (*cells, first.reason, p.text))


def heading(p: Passage) -> str:
    """Where a passage comes from, in one line."""
    day = p.published.isoformat() if p.published else "undated"
    return plain(f"{p.article}, {day}, characters {p.start} to {p.end}")


def lines(p: Passage, s: Suggestion, *, width: int = 100) -> Iterator[str]:
    """A suggestion in its passage, as plain lines of at most so many characters."""
    for paragraph in marked(p.text, s).splitlines():
        yield from textwrap.wrap(
            plain(paragraph), width, initial_indent="    ", subsequent_indent="    "
        )
    about = f"{said(s.kind)}, {s.status}: >>{p.text[s.start : s.end]}<< ({s.reason})"
    yield from textwrap.wrap(plain(about), width, initial_indent="  ", subsequent_indent="  ")
    for name, asked in ASKED.items():
        if spans := s.spans.get(name):
            row = f"{asked}: " + " | ".join(p.text[a:b] for a, b in spans)
            yield from textwrap.wrap(
                plain(row), width, initial_indent="  ", subsequent_indent="    "
            )


def marked(text: str, s: Suggestion) -> str:
    """A text with the trigger and the arguments of a suggestion in marks; those that cross others are left out.

    >>> s = Suggestion(start=4, end=7, kind="meeting", status="held", doubt=1, reason="", evidence=(0, 12),
    ...                spans={"participants": ((0, 3), (8, 11))})
    >>> marked("Ann met Bob.", s)
    '[who: Ann] >>met<< [who: Bob].'
    """
    chosen: dict[Place, tuple[str, str]] = {(s.start, s.end): (">>", "<<")}
    for name, asked in ASKED.items():
        for a, b in s.spans.get(name, ()):
            if not any(x < a < y < b or a < x < b < y or (a, b) == (x, y) for x, y in chosen):
                chosen[a, b] = (f"[{asked}: ", "]")
    # At one place, what ends goes before what begins; of what ends there, the inner one first.
    put = [(b, 0, -a, close) for (a, b), (_, close) in chosen.items()]
    put += [(a, 1, -b, open_) for (a, b), (open_, _) in chosen.items()]
    out, last = [], 0
    for at, _, _, mark in sorted(put):
        out += [text[last:at], mark]
        last = at
    return "".join(out) + text[last:]


def answer(word: str, s: Suggestion) -> Answer | None:
    """What somebody means who types a word; None where nobody can know.

    >>> s = Suggestion(start=0, end=1, kind="visit", status="held", doubt=1, reason="", evidence=(0, 1))
    >>> answer("phone call, planned", s)
    Answer(event=True, kind='phone_call', status='planned', optional=False)
    >>> answer("picnic", s)
    """
    typed = re.findall(r"\w+", word.lower())
    if not word.strip():
        return Answer(event=True, kind=s.kind, status=s.status, optional=True)
    if typed in (["y"], ["yes"], ["right"]):
        return Answer(event=True, kind=s.kind, status=s.status)
    if typed in (["n"], ["no"], ["wrong"]):
        return Answer(event=False, kind=s.kind, status=s.status)
    left = " ".join(typed).replace("_", " ")
    found: dict[str, str] = {}
    for what, names in (("kind", KINDS), ("status", STATUSES)):
        for name in names:
            rest = re.sub(rf"\b{said(name)}\b", "", left, count=1)
            if rest != left and what not in found:
                found[what], left = name, rest
    if not found or left.strip():
        return None
    return Answer(event=True, kind=found.get("kind", s.kind), status=found.get("status", s.status))


def record_of(p: Passage, answers: Sequence[Answer]) -> dict[str, Any]:
    """The gold record of a passage, given an answer for each of its suggestions."""
    pairs = zip(p.suggestions, answers, strict=True)
    return {
        "id": p.id,
        "text": p.text,
        "published": p.published.isoformat() if p.published else None,
        "events": [_event(p, s, a) for s, a in pairs if a.event],
    }


def _event(p: Passage, s: Suggestion, a: Answer) -> dict[str, Any]:
    """An event as gold records have it. What the words alone do not tell is left open."""
    spans: dict[str, Any] = {"trigger": [s.start, s.end]}
    for name in ARGUMENTS:
        given = [list(x) for x in s.spans.get(name, ())]
        if name not in SINGLE:
            spans[name] = given
        elif given:
            spans[name] = given[0]
    return {
        "type": a.kind,
        "status": a.status,
        "optional": a.optional,
        "participants": [_participant(p, x) for x in s.spans.get("participants", ())],
        "date": None,
        "city": None,
        "country": None,
        "topics": [p.text[x:y] for x, y in s.spans.get("topics", ())],
        "reported_by": [p.text[x:y] for x, y in s.spans.get("reported_by", ())],
        "evidence": p.text[s.evidence[0] : s.evidence[1]],
        "spans": {**spans, "also": [list(x) for x in s.also]},
    }


def _participant(p: Passage, span: Place) -> dict[str, str | None]:
    a, b = span
    who = next((n for n in p.named if n.start < b and a < n.end), None)
    return {
        "name": p.text[a:b],
        "role": None,
        "polity": who.polity if who else None,
        "kind": who.kind if who else None,
    }


def line_of(record: Mapping[str, Any]) -> str:
    """A record as one line of JSON, in whose characters no reader sees another end of a line.

    >>> line_of({"text": "a\\u2028"})
    '{"text": "a\\\\u2028"}'
    """
    text = json.dumps(record, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def known(lines: Iterable[tuple[int, str]]) -> Iterator[str]:
    """The ids and keys of gold lines, given with their numbers. Raises ValueError for a line that is none."""
    for number, line in lines:
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            name, text = row["id"], row["text"]
        except (ValueError, TypeError, KeyError):
            raise ValueError(f"line {number} has no id and text") from None
        yield str(name)
        yield key_of(str(text))
