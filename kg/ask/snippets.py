"""The sentence of a passage that a search shows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.ask.words import terms_of

_SENTENCE = re.compile(
    r"(?<=[.!?…؟])[\"”’»)]*\s+(?=[\"“‘«(]?[^\W\d_a-z])|(?<=[。！？])(?![”’」』）])"
)


def fitting(text: str, terms: Sequence[str]) -> int:
    """How many of the terms begin a word of a text.

    >>> fitting("A ceasefire on Monday", ["cease", "war"])
    1
    """
    words = terms_of(text)
    return sum(any(word.startswith(term) for word in words) for term in terms)


def snippet(text: str, terms: Sequence[str], *, most: int = 240) -> str:
    """The sentence of a passage that has most of the terms, cut to what a list has room for.

    >>> snippet("It rained. A ceasefire was agreed on Monday. They left.", ["ceasefire"])
    'A ceasefire was agreed on Monday.'
    >>> snippet("alpha beta gamma", ["alpha"], most=12)
    'alpha beta …'
    """
    flat = " ".join(text.split())
    best = max(_SENTENCE.split(flat), key=lambda sentence: fitting(sentence, terms))
    if len(best) <= most:
        return best
    places = [best.lower().find(term) for term in terms]
    first = min((place for place in places if place > most // 2), default=0)
    start = max(0, first - most // 2)
    cut = best[start : start + most]
    # No word is cut in two, where there are spaces between words.
    if start:
        cut = re.sub(r"^\S{0,30}\s", "", cut)
    if start + most < len(best):
        cut = re.sub(r"\s\S{0,30}$", "", cut)
    return ("… " if start else "") + cut.strip() + (" …" if start + most < len(best) else "")
