"""Texts with marks in them: what a span is follows it in braces, and an event is a line of the text.

    [Präsident Ruto]{who William Ruto @KE} {visit held [besuchte]} [Rom]{where Rome, IT} [gestern]{when 2024-03-01}

After ``who`` stand a name, if one is told, and whose somebody is; several are parted by ";".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kg.core.model import Article, When
from kg.extract.reader.labels import KINDS, STATUSES
from kg.extract.reader.proposals import Part, Proposal
from kg.extract.spans.actors import Actors
from kg.extract.spans.days import Days
from kg.extract.spans.entity import Entity
from kg.extract.spans.letters import key, latin, likeness
from kg.extract.spans.run import home_of
from kg.extract.spans.tools import Tools
from kg.extract.spans.venues import venue_at
from kg.extract.spans.words import read

FOLDER = Path(__file__).parents[2] / "data" / "languages" / "spans"
_MARK = re.compile(r"\[([^\]]*)\]\{([^}]*)\}|\{(\w+) (\w+) \[([^\]]*)\]\}")
_PARTS = {"who": "participants", "when": "date", "where": "place"}


@dataclass
class Marked:
    """A text, its events as proposals, and what each of their spans must be."""

    article: Article
    proposals: list[Proposal] = field(default_factory=list)
    wanted: list[dict[tuple[int, int], tuple[str, str]]] = field(default_factory=list)


def marked(language: str) -> Iterator[Marked]:
    """The texts of a language."""
    for block in (FOLDER / f"{language}.txt").read_text(encoding="utf-8").split("\n\n"):
        head, _, body = block.strip().partition("\n")
        name, day, style, publisher = (x.strip() for x in head.lstrip("# ").split("|"))
        yield _marked(body, name, date.fromisoformat(day), style, publisher, language)


def _marked(body: str, name: str, day: date, style: str, publisher: str, language: str) -> Marked:
    text, rows = "", []
    for line in body.split("\n"):
        at, trigger, spans = 0, None, {}
        for m in _MARK.finditer(line):
            text += line[at : m.start()]
            said = m[1] if m[1] is not None else m[5]
            place = (len(text), len(text) + len(said))
            text += said
            at = m.end()
            if m[3]:
                trigger = (m[3], m[4], place)
            elif m[2]:
                what, _, rest = m[2].partition(" ")
                spans[place] = (what, rest)
        text += line[at:] + "\n"
        if trigger is not None:
            rows.append((trigger, spans))
    article = Article(
        id=name, text=text, title=None, published=day, publisher=publisher or None,
        language=language, kind="readout" if style == "readout" else "news",
    )  # fmt: skip
    out = Marked(article)
    for (kind, status, (start, end)), spans in rows:
        parts: dict[str, tuple[Part, ...]] = {}
        for (a, b), (what, _) in spans.items():
            parts[_PARTS[what]] = (*parts.get(_PARTS[what], ()), Part(a, b, 1.0))
        out.proposals.append(
            Proposal(
                start=start, end=end, sure=0.9,
                kinds={k: float(k == kind) for k in KINDS},
                statuses={s: float(s == status) for s in STATUSES},
                parts=parts,
            )
        )  # fmt: skip
        out.wanted.append(spans)
    return out


def failures(one: Marked, tools: Tools) -> Iterator[tuple[str, str, str]]:
    """The spans of a text that become something else: their words, what they must be, what they are."""
    a = one.article
    actors = Actors(tools, read(a.text, tools.table), home=home_of(a, tools), day=a.published)
    spans = {
        name: [(x.start, x.end) for p in one.proposals for x in p.parts.get(name, ())]
        for name in ("participants", "place")
    }
    actors.learn(spans["participants"], spans["place"])
    dates = Days(a, tools)
    group: list[Entity] = []
    for p, wanted in zip(one.proposals, one.wanted, strict=True):
        when, others = dates.of(p), []
        for (start, end), (what, want) in wanted.items():
            if what == "who":
                found = actors.of(start, end, group=group, others=others)
                others += [e for e in found if e not in others]
                is_right, told = _all(want.split(";"), found), "; ".join(map(_told, found))
            elif what == "when":
                told = _day(when)
                is_right = told == want
            else:
                venue, country = venue_at(actors, start, end)
                city, _, state = want.rpartition(", ")
                told = f"{venue.city or venue.name}, {venue.country}" if venue else str(country)
                is_right = told == f"{city}, {state}"
            if not is_right:
                yield a.text[start:end], want, told
        if len(others) > 1:
            group = others


def _day(when: When | None) -> str:
    return "" if when is None or when.edtf is None else when.edtf.rstrip("?~")


def _told(e: Entity) -> str:
    return f"{e.name or ''} @{e.polity}"


def _all(wanted: list[str], found: list[Entity]) -> bool:
    free = list(found)
    for want in wanted:
        hit = next((e for e in free if _is(want.strip(), e)), None)
        if hit is None:
            return False
        free.remove(hit)
    return not free


def _is(want: str, e: Entity) -> bool:
    """Is it who is wanted? A name whose letters are a transcription's is compared by its sounds."""
    name, _, state = want.partition("@")
    said = latin(e.name or "")
    if not state:
        return e.kind == "organisation" and latin(name.strip()) in said
    if not name.strip():
        return e.kind != "person" and e.polity == state
    wanted, told = re.split(r"[\s-]+", latin(name.strip())), re.split(r"[\s-]+", said)
    wanted = [w for w in wanted if key(w)]
    if e.kind == "person" and not e.name:
        return (
            bool(e.offices) and e.polity == state
        )  # The authority need not know who held an office.
    alike = any(
        key(w) == key(t) and likeness(w, t) > 0.6
        for w in wanted[1:] or wanted
        for t in told
        if key(w)
    )
    return e.kind == "person" and e.polity == state and alike
