"""A text with two events, and what a reader and the rules may say of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from kg.core.model import Actor, Article, Block, Evidence, Frame, Venue
from kg.curate.answers import Answer
from kg.curate.suggest import Passage, passages
from kg.extract.reader.labels import KINDS, STATUSES
from kg.extract.reader.proposals import Part, Proposal, Proposed

HOSTILE = "\x1b]0;struck\x07\x1b[2J\u202e</script><script>window.struck=1</script>\u2066\x9b31m\u2028 they met <img src=x onerror=window.struck=2>"


TEXT = "\U0001f600 Anna Zilkova met Pia Oro in Rome on Monday to discuss fish. She may visit Oslo in May."


def at(word: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(word)
    return start, start + len(word)


def _likely(names: Sequence[str], name: str) -> dict[str, float]:
    return {n: 0.9 if n == name else 0.01 for n in names}


def proposal(
    word: str, *, sure: float = 0.9, kind: str = "meeting", status: str = "held", text: str = TEXT, **parts: str
) -> Proposal:  # fmt: skip
    start, end = at(word, text)
    return Proposal(
        start=start,
        end=end,
        sure=sure,
        kinds=_likely(KINDS, kind),
        statuses=_likely(STATUSES, status),
        parts={
            name: tuple(Part(*at(w, text), 0.9) for w in words.split("|"))
            for name, words in parts.items()
        },
    )


MET = proposal(
    "met", participants="Anna Zilkova|Pia Oro", date="Monday", place="Rome", topics="fish"
)


def frame(quote: str, *, kind: str = "meeting", status: Any = "held", text: str = TEXT) -> Frame:
    start, end = at(quote, text)
    who = [
        Actor(
            name=n, office=None, polity=polity, kind="person", start=at(n)[0], end=at(n)[1]
        )
        for n, polity in (("Anna Zilkova", "CZ"), ("Pia Oro", "EE"))
        if n in quote
    ]  # fmt: skip
    oslo = Venue(name=None, city="Oslo", country=None, start=at("Oslo")[0], end=at("Oslo")[1])
    return Frame(
        type=kind,
        status=status,
        participants=tuple(who),
        when=None,
        venue=oslo if "Oslo" in quote else None,
        topics=(),
        reported_by=(),
        evidence=(Evidence(start=start, end=end, quote=quote),),
        confidence=0.8,
        rule=f"{kind}/{kind}-noun",
    )


def article(text: str = TEXT, name: str = "a", blocks: tuple[Block, ...] = ()) -> Article:
    return Article(id=name, text=text, published=date(2019, 5, 14), blocks=blocks)


def proposed(*found: Proposal, text: str = TEXT, seen: float = 0.0) -> Proposed:
    likely = tuple((*m.span(), seen) for m in re.finditer(r"\w+", text)) if seen else ()
    return Proposed(found, {}, ((0, len(text)),) if text else (), likely)


def only(frames: Sequence[Frame], proposed: Proposed, text: str = TEXT) -> Passage:
    (one,) = passages(article(text), frames, proposed)
    return one


def yes(kind: str = "meeting", status: str = "held") -> Answer:
    return Answer(event=True, kind=kind, status=status)
