"""Is an article somebody's account of one event? Then what is said in it was said there.

Ministries write so: after the first sentence every sentence has one of the two sides as its subject,
and nobody else speaks. Newspapers do not: reporters, officials, analysts and other states come in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kg.core.model import Notation
from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.text.mention import Mention
from kg.extract.rules.text.reading import Reading
from kg.extract.rules.text.words import Word
from kg.extract.rules.topics.nouns import SUBJECTS

Resolve = Callable[[Mention], tuple[Entity, ...]]
Words = Mapping[str, frozenset[str]]

_LEAD = 2  # Sentences that say who the sides are.
_LEAST = 4  # Sentences with a subject; of fewer nothing is known.
_QUOTED = 0.15  # Of the sentences may hold somebody's very words.
_SHARE = 0.8  # Of the subjects are the sides.


def is_account(readings: Sequence[Reading], resolve: Resolve, words: Words) -> bool:
    """Whether nearly every sentence after the lead has one of the sides of the lead as its subject."""
    told = [(r, s) for r in readings if (s := _subjects(r))]
    if len(told) < _LEAST or any(_press(r, words) for r, _ in told):
        return False
    if sum(any('"' in t.text for t in r.tokens) for r, _ in told) > _QUOTED * len(told):
        return False
    sides = [e for r, _ in told[:_LEAD] for m in _mentions(r) for e in resolve(m)]
    people = {id(e) for e in sides if e.kind == "person"}
    states = {e.polity for e in sides if e.polity}
    if len(states) < 2 or len(people) < 2:
        return False
    inside = [any(_inside(t, people, states, resolve, words) for t in s) for r, s in told[1:]]
    return sum(inside) >= _SHARE * len(inside)


def _mentions(reading: Reading) -> list[Mention]:
    return [p.mention for p in reading.pieces if p.mention is not None]


def _subjects(reading: Reading) -> list[Word]:
    root = next((t for t in reading.tokens if t.dep_ == "ROOT" and t.pos_ in {"VERB", "AUX"}), None)
    if root is None:
        return []
    near = [root, *(c for c in root.children if c.dep_ in {"ccomp", "conj"})]
    return [c for v in near for c in v.children if c.dep_ in SUBJECTS][:2]


def _press(reading: Reading, words: Words) -> bool:
    """Does somebody speak to the press, or somebody unnamed speak at all?"""
    for t in reading.tokens:
        if t.lower_ in words["press-word"] and t.mention is None:
            return True
        if (
            t.dep_ == "nsubj"
            and t.head.lemma_ in words["communication-verb"]
            and t.lower_ in words["outside-voice"]
        ):
            return True
    return False


def _inside(
    subject: Word,
    people: set[int],
    states: set[Notation],
    resolve: Resolve,
    words: Words,
) -> bool:
    m = subject.mention
    if m is None:
        return subject.lower_ in words["talk-subject"] | {"they", "both", "we", "it"}
    if m.kind in {"group", "pronoun"}:
        return True
    return any(
        id(e) in people or (e.kind != "person" and not e.collective and e.polity in states)
        for e in resolve(m)
    ) or bool(m.kind != "country" and set(m.polities) & states)
