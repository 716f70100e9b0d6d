"""An article as it is read, without its layout (kg.core.legible), and what was found, in the article as it came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from kg.core.legible import Legible, legible
from kg.core.model import Actor, Article, Evidence, Frame, Topic, Venue, When
from kg.extract.rules.text.casing import Casing

Placed = TypeVar("Placed", Actor, When, Venue, Topic)


def seen(article: Article, casing: Casing) -> tuple[Article, Legible]:
    """The article as it is read. A memorandum is as it is: its columns say who stands where."""
    if article.kind == "memo":
        return article, Legible(article.text)
    plain = legible(article.text)
    text = casing.plain(plain.text)
    if text is article.text:
        return article, plain
    blocks = []
    for b in article.blocks:
        start, end = plain.here(b.start, b.end)
        blocks.append(replace(b, start=start, end=end))
    return replace(article, text=text, blocks=tuple(blocks)), plain


def as_it_came(frames: Iterable[Frame], plain: Legible, text: str) -> tuple[Frame, ...]:
    """The frames with their places in the text as it came."""

    def placed(what: Placed) -> Placed:
        if what.start == what.end == 0:
            return what  # It has no place.
        start, end = plain.original(what.start, what.end)
        return replace(what, start=start, end=end)

    def quoted(e: Evidence) -> Evidence:
        start, end = plain.original(e.start, e.end)
        return Evidence(start=start, end=end, quote=text[start:end])

    return tuple(
        replace(
            f,
            participants=tuple(map(placed, f.participants)),
            when=placed(f.when) if f.when else None,
            venue=placed(f.venue) if f.venue else None,
            topics=tuple(map(placed, f.topics)),
            evidence=tuple(map(quoted, f.evidence)),
        )
        for f in frames
    )
