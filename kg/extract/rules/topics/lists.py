"""Topics without a clause: "Subject: oil, visas.", "talks with Rome (debt)", "Gas, grain." after a meeting.

Newsletters, diaries and digests name matters in a bare list. No parser reads that well; here the
commas are read. Whether the list belongs to an event is decided in topics.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.rules.text.reading import Reading
from kg.extract.rules.text.words import Word
from kg.extract.rules.topics.nouns import Words

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_NEGATIVE = frozenset({"no", "not", "nothing", "none", "neither", "nobody", "never"})
_SPLIT = frozenset({",", ";", "and", "&", "/", "plus"})
_LONGEST = 26  # Tokens of a list.
_ITEM = 9  # Tokens of an item.


@dataclass(frozen=True, slots=True)
class Listed:
    """Tokens ``start`` to ``end`` of a reading that list matters.

    ``labelled``: a word like "Subject:" says so. ``at``: where the list begins in the sentence; 0 for a
    sentence that is nothing else.
    """

    items: tuple[tuple[int, int], ...]
    labelled: bool
    at: int


def lists(reading: Reading, words: Words) -> Iterator[Listed]:
    """The bare lists of a sentence."""
    tokens = list(reading.tokens)
    begin = 0
    while begin < len(tokens) and not tokens[begin].text[0].isalnum():
        begin += 1
    label = _label(tokens, begin, words)
    if label is not None:
        yield from _list(reading, label, len(tokens), words, labelled=True, at=label)
    elif not any(t.tag_ in _FINITE for t in tokens) and not (
        begin < len(tokens) and tokens[begin].lower_ in _NEGATIVE
    ):
        yield from _list(reading, begin, len(tokens), words, labelled=False, at=0)
    opened = None
    for t in tokens:
        if t.text == "(":
            opened = t.i + 1
        elif t.text == ")" and opened is not None:
            if opened > 1:
                yield from _list(reading, opened, t.i, words, labelled=False, at=opened)
            opened = None


def _label(tokens: list[Word], begin: int, words: Words) -> int | None:
    """Where the list begins after "Subject:", "Topics discussed:", "On the agenda:"."""
    for k in range(begin, min(begin + 5, len(tokens))):
        if tokens[k].text in {":", "-", "–", "—"} and k > begin:
            names = {t.lower_ for t in tokens[begin:k]}
            if names & (words["agenda-noun"] | words["list-label"]) and tokens[k].text == ":":
                return k + 1
            return None
    return None


def _list(
    reading: Reading, start: int, end: int, words: Words, *, labelled: bool, at: int
) -> Iterator[Listed]:
    tokens = list(reading.tokens)[start:end]
    if not tokens or len(tokens) > _LONGEST or any(t.tag_ in _FINITE for t in tokens):
        if not labelled:
            return
        tokens = tokens[:_LONGEST]
    if not labelled and not _bare(tokens, words):
        return
    items = [i for i in _items(tokens) if _fit(i, words)]
    if items:
        yield Listed(tuple((i[0].i, i[-1].i + 1) for i in items), labelled, at)


def _bare(tokens: list[Word], words: Words) -> bool:
    """No people, no days, nothing but names of things: not "(Thursday)", "(AKP)", "(Italy)"."""
    for t in tokens:
        m = t.mention
        if (m is not None and m.kind not in {"country", "organisation"}) or t.kind == "date":
            return False
        if t.text in {":", "(", ")", '"', "?", "!"} or t.lower_ in words["press-word"]:
            return False
        if t.like_num and len(tokens) == 1:
            return False
    named = [t for t in tokens if t.text[0].isalnum()]
    if len(named) == 1:
        # "(Italy)" and "(AKP)" say whose; a sentence of one name stands for more.
        return named[0].mention is None and not named[0].text.isupper()
    return True


def _items(tokens: list[Word]) -> Iterator[list[Word]]:
    item: list[Word] = []
    for t in [*tokens, None]:
        if t is None or t.lower_ in _SPLIT or t.text in {".", ")", "("}:
            if item:
                yield item
            item = []
            if t is not None and t.text in {"(", "."}:
                return
        else:
            item.append(t)


def _fit(item: list[Word], words: Words) -> bool:
    """Is it a noun phrase? Words like "also", "above all" and "again" around it are cut off."""
    while item and (
        item[0].pos_ in {"ADV", "CCONJ", "DET", "PRON", "SCONJ"}
        or item[0].lower_ in words["topic-opener"] | {"above", "all", "then", "also"}
        or (item[0].pos_ == "ADP" and item[0].lower_ in {"on", "about", "regarding", "of", "over"})
    ):
        del item[0]
    while item and (item[-1].pos_ in {"ADV", "PUNCT", "ADP"} or not item[-1].text[-1].isalnum()):
        del item[-1]
    if not item or len(item) > _ITEM:
        return False
    last = item[-1]
    return (last.pos_ in {"NOUN", "PROPN"} or last.tag_ == "VBG") and item[0].tag_ not in {
        "VBN",
        "VB",
        "VBG",
    }
