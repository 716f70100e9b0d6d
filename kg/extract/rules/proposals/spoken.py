"""What the words around a trigger make of it: an event that is only spoken of, a letter that is called "one"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.extract.reader.proposals import Part
from kg.extract.rules.text.document import Text
from kg.extract.rules.text.reading import Piece
from kg.extract.rules.text.words import Word

_VERBS = frozenset({"VERB", "AUX"})


def of_the_speaking(
    part: Part, token: Word, pieces: Sequence[Piece], doc: Text, words: Mapping[str, frozenset[str]]
) -> bool:
    """Do the words of a day or a place belong to the verb by which an event is spoken of, and not to the event?

    "On Monday, asked about the Singapore summit with Kim, Pompeo said": Monday is the day of the asking. ``token`` is
    the word of the event, ``pieces`` are those of its sentence.
    """
    if not _spoken_of(token, words):
        return False
    own = {w.i for w in token.subtree}
    low, high = doc.over(part.start, part.end)
    said = {i for i, x in enumerate(pieces) if x.start < high and low < max(x.end, x.start + 1)}
    return bool(said) and said.isdisjoint(own)


def of_a_thing(token: Word, words: Mapping[str, frozenset[str]]) -> bool:
    """Is something received, of which was told before, and nobody: "letters still pass: he received one from Kim"?"""
    verb = token.head if token.dep_ == "aux" else token
    if verb.lemma_ not in words["taking-verb"]:
        return False
    taken = [c for c in verb.children if c.dep_ == "dobj"]
    sent = any(c.dep_ == "prep" and c.lower_ == "from" for t in (verb, *taken) for c in t.children)
    small = {"NUM", "PRON", "DET"}
    return sent and any(c.mention is None and c.pos_ in small for c in taken)


def _spoken_of(token: Word, words: Mapping[str, frozenset[str]]) -> bool:
    """Does a verb of speaking govern a noun: "asked about the summit", "discussed the summit"?"""
    if token.pos_ in _VERBS:
        return False
    preposition = token.head
    if token.dep_ == "pobj" and preposition.lower_ in words["matter-preposition"]:
        verb = preposition.head
        speaks = words["communication-verb"] | words["topic-verb-on"]
        return verb.pos_ in _VERBS and verb.lemma_ in speaks
    return token.dep_ in {"dobj", "nsubjpass"} and token.head.lemma_ in words["topic-verb"]
