"""The words of a sentence that name a matter: a head with what stands around it."""

from __future__ import annotations

from kg.extract.rules.text.reading import Reading
from kg.extract.rules.text.words import Word
from kg.extract.rules.topics.nouns import Words, coordinated

_INSIDE_NAME = frozenset(
    {"of", "in", "on", "between", "with", "for", "to", "from", "against", "over", "through", "under",
     "near", "within", "into", "across", "towards", "toward", "among", "about", "regarding", "along"}
)  # fmt: skip
_AROUND = frozenset({"surrounding", "concerning", "involving", "affecting"})
_LEFT = frozenset({"amod", "compound", "nmod", "poss", "nummod", "advmod", "npadvmod"})
_MAX_WORDS = 8


def whole(reading: Reading, leaf: Word, words: Words) -> tuple[int, int]:
    """The tokens of the document that name a matter and the side of it that was meant.

    "The special status of the city": the status is part of the matter; in "the issue of the city" and
    "the importance of the city" the first noun only leads up to it.
    """
    start, end = phrase(reading, leaf)
    node = leaf
    for _ in range(3):
        prep = node.head
        up = prep.head
        around = node.dep_ == "dobj" and prep.lower_ in _AROUND and prep.dep_ == "acl"
        if (
            not (around or (node.dep_ == "pobj" and prep.dep_ == "prep"))
            or up.lemma not in words["topic-aspect"]
            or up.mention is not None
            or prep.i != up.i + 1
        ):
            break
        low, high = phrase(reading, up)
        if low >= start or high < end or len(_pieces(reading, low, high)) > _MAX_WORDS:
            break
        start, end, node = low, high, up
    return start, end


def _pieces(reading: Reading, start: int, end: int) -> list[int]:
    return [i for i, p in enumerate(reading.pieces) if start <= p.start < end]


def phrase(reading: Reading, head: Word) -> tuple[int, int]:
    """The tokens of the document that name a head: its premodifiers and one or two complements."""
    left = head.i
    for c in reversed(list(head.lefts)):
        if c.dep_ == "amod" and c.tag_ == "VBN" and c.i <= 1:
            break  # An item of a list: "- discussed humanitarian aid".
        m = c.mention
        if (
            (c.dep_ in _LEFT and m is None)
            or (c.dep_ == "compound" and c.i == left - 1)
            or (
                c.dep_ in {"nmod", "poss"}
                and m is not None
                and m.kind in {"country", "organisation"}
            )
        ):
            left = c.left_edge.i
        elif c.dep_ not in {"punct"}:
            break
    while left < head.i and reading.tokens[left].dep_ in {"det", "punct", "predet"}:
        left += 1
    right = _extent(reading, head, 2)
    while right > head.i and right - left >= 8:
        right -= 1
    while right > head.i and reading.tokens[right].pos_ not in {"NOUN", "PROPN", "NUM"}:
        right -= 1
    return reading.pieces[left].start, reading.pieces[right].end


def _strayed(head: Word) -> list[Word]:
    """ "Discussed trade in goods": a complement that the parser hangs on the verb."""
    after = head.sentence[head.i + 1] if head.i + 1 < len(head.sentence) else None
    if (
        after is None
        or head.dep_ != "dobj"
        or after.dep_ != "prep"
        or after.head != head.head
        or after.lower_ not in {"in", "on", "between", "against", "for", "with"}
    ):
        return []
    return [after] if all(_plain(p) for p in after.children) else []


def _plain(token: Word) -> bool:
    """A common noun: nobody, no place, no day."""
    return token.mention is None and token.pos_ == "NOUN"


def _extent(reading: Reading, head: Word, depth: int) -> int:
    right = head.i
    if not depth:
        return right
    for c in (*head.rights, *_strayed(head)):
        if c.dep_ == "prep" and c.i == right + 1 and c.lower_ in _INSIDE_NAME:
            inner = [p for p in c.children if p.dep_ == "pobj"]
            m = inner[0].mention if inner else None
            if inner and inner[0].kind == "date":
                break
            if m is not None and m.kind not in {"country", "organisation"} and c.lower_ != "of":
                break
            ends = coordinated(inner[0]) if inner and c.lower_ == "between" else []
            if ends:
                return ends[-1].i if ends[-1].i - c.i <= 5 else right
            if not inner or inner[0].i - c.i > 7:
                break
            right = _extent(reading, inner[0], depth - 1)
        elif (
            c.dep_ in {"nummod", "punct"}
            and c.i == right + 1
            and c.text not in {",", ";", ":", "(", "-"}
        ):
            right = c.i
        elif c.dep_ == "acl" and c.i == right + 1 and c.lower_ in _AROUND:
            inner = [p for p in c.children if p.dep_ in {"dobj", "pobj"}]
            return _extent(reading, inner[0], depth - 1) if inner else right
    return right
