"""Who says it: the ministry, spokesman or agency that a sentence names as its source."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.core.model import Notation
from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.events.drafts import Draft
from kg.extract.rules.text.document import Text
from kg.extract.rules.text.mention import Mention
from kg.extract.rules.text.reading import Reading
from kg.extract.rules.text.words import Word


def attribute(
    reading: Reading,
    drafts: Sequence[Draft],
    doc: Text,
    communication: frozenset[str],
    source_nouns: frozenset[str],
) -> None:
    """Sets ``reported_by`` of the events of a sentence that names its source."""
    if not drafts:
        return
    names: list[tuple[Word, str]] = []
    for token in reading.tokens:
        if token.lower_ == "according" or (
            token.lower_ == "to" and token.head.lower_ == "according"
        ):
            for child in token.subtree:
                if child.dep_ == "pobj":
                    names += [(token, t) for t in _names(reading, doc, child, source_nouns)]
                    break
        if token.pos_ == "VERB" and token.lemma_ in communication:
            for child in token.children:
                if child.dep_ == "nsubj":
                    names += [(token, t) for t in _names(reading, doc, child, source_nouns)]
    for verb, name in names:
        for d in drafts:
            inside = (
                verb in d.token.ancestors
                or d.token in verb.ancestors
                or verb.dep_ in {"prep", "pcomp"}
            )
            if inside and name not in d.reported_by:
                d.reported_by.append(name)


def told_by(
    d: Draft,
    who: Callable[[Mention], Sequence[Entity]],
    communication: frozenset[str],
) -> Notation | None:
    """The one state whose government, ministry or presidency says that an event took place or will."""
    told = [
        child
        for verb in d.token.ancestors
        if verb.pos_ == "VERB" and verb.lemma_ in communication
        for child in verb.children
        if child.dep_ == "nsubj"
    ]
    bodies = [t for t in told if t.mention is not None]
    # "The Danish prime minister's office": nobody speaks but for whom it works.
    offices = [c for t in told if t.mention is None for c in t.children if c.dep_ == "poss"]
    states = {
        e.polity
        for t in (*bodies, *offices)
        if t.mention is not None
        for e in who(t.mention)
        if e.kind in {"organisation", "country"} or t not in bodies
    }
    return next(iter(states)) if len(states) == 1 else None


def _names(reading: Reading, doc: Text, token: Word, source_nouns: frozenset[str]) -> list[str]:
    mention = token.mention
    if mention is None and token.lemma not in source_nouns:
        return []
    if mention is not None and mention.kind in {"pronoun", "group"}:
        return []
    if mention is not None:
        text = doc.said(mention.start, mention.end)
    else:
        left = min([token.i, *(c.left_edge.i for c in token.lefts)])
        right = max(
            [
                token.i,
                *(
                    c.right_edge.i
                    for c in token.rights
                    if c.dep_ == "prep" and c.lower_ in {"of", "for"}
                ),
            ]
        )
        text = doc.said(reading.pieces[left].start, reading.pieces[right].end)
    for article in ("the ", "The ", "a ", "A ", "an ", "An "):
        text = text.removeprefix(article)
    out = [" ".join(text.split())[:120]]
    for child in token.conjuncts:
        m = child.mention
        if m is not None and m.kind in {"organisation", "role", "person"}:
            out.append(doc.said(m.start, m.end).removeprefix("the "))
    return out
