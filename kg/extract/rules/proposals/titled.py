"""Who speaks in a text, by the title that came with it: "Statement by X at …", "Ambassador X"."""

from __future__ import annotations

from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.text.mention import Mention
from kg.extract.rules.underway import UnderWay

_BEFORE = 3
"""Words that may stand between "by" and the name with its title: "by the Right Honourable"."""


def titled_speaker(way: UnderWay, start: int, end: int) -> Entity | None:
    """The one whom a title says to speak; nobody where it says so of nobody.

    ``start`` and ``end`` are the characters of the text at which they speak of themselves: where the text
    never names them, these stand for them.
    """
    doc = way.tools.tokenizer.read(way.article.title or "")
    if not len(doc):
        return None
    by = next(
        (
            k
            for k, low in enumerate(doc.lowered)
            if low == "by" and _of_speech(way, doc.lowered[:k])
        ),
        None,
    )
    first = 0 if by is None else by + 1
    span = (first, len(doc))
    known = [m for m in way.tools.lexicon.matches(doc) if first <= m.start]
    surnames = way.register.surnames()
    found = way.tools.chunker.chunk(doc, span, known, [], surnames)
    said = next((m for m in found if m.kind == "person"), None)
    if said is None or not (
        _alone(said, len(doc)) if by is None else said.start - first <= _BEFORE
    ):
        return None
    way.register.open_sentence()
    who = way.register.resolve(doc, said)[0]
    if who.count == 1:
        who.first = (start, end)
    return who


def _of_speech(way: UnderWay, words: list[str]) -> bool:
    return bool({*words} & way.words["speech-noun"])


def _alone(m: Mention, length: int) -> bool:
    """Is a title nothing but somebody with an office: "Ambassador X"?"""
    return bool(m.offices) and m.start == 0 and m.end >= length
