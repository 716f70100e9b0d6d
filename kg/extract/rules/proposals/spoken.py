"""What the words around a trigger make of it: an event that is only spoken of, a letter that is called "one"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.extract.reader.proposals import Part
from kg.extract.rules.text.words import Word

_MATTER = frozenset({"about", "on", "over", "of"})
_VERBS = frozenset({"VERB", "AUX"})


def of_the_speaking(
    part: Part,
    token: Word,
    words: Mapping[str, frozenset[str]],
    pieces: Sequence[tuple[int, int]],
) -> bool:
    """Do the words of a day or a place belong to the verb by which an event is spoken of, and not to the event?

    "On Monday, asked about the Singapore summit with Kim, Pompeo said": Monday is the day of the asking. ``token`` is
    the word of the event, ``pieces`` are the characters of the words of its sentence.
    """
    verb = _spoken_of(token, words)
    if verb is None:
        return False
    own = {w.i for w in token.subtree}
    said = {i for i, (start, end) in enumerate(pieces) if start < part.end and part.start < end}
    return bool(said) and not said & own


def of_a_thing(token: Word, words: Mapping[str, frozenset[str]]) -> bool:
    """Is something received, of which was told before, and nobody: "letters still pass: he received one from Kim"?"""
    verb = token.head if token.dep_ == "aux" else token
    if verb.lemma_ not in words["taking-verb"]:
        return False
    taken = [c for c in verb.children if c.dep_ == "dobj"]
    sent = any(c.dep_ == "prep" and c.lower_ == "from" for t in (verb, *taken) for c in t.children)
    small = {"NUM", "PRON", "DET"}
    return sent and any(c.mention is None and c.pos_ in small for c in taken)


def _spoken_of(token: Word, words: Mapping[str, frozenset[str]]) -> Word | None:
    """The verb of speaking that governs a noun: "asked about the summit", "discussed the summit"."""
    if token.pos_ in _VERBS:
        return None
    preposition = token.head
    if token.dep_ == "pobj" and preposition.lower_ in _MATTER:
        verb = preposition.head
        speaks = words["communication-verb"] | words["topic-verb-on"]
        return verb if verb.pos_ in _VERBS and verb.lemma_ in speaks else None
    if token.dep_ in {"dobj", "nsubjpass"} and token.head.lemma_ in words["topic-verb"]:
        return token.head
    return None
