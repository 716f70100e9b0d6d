"""Where a sentence says what was talked about: the words that introduce it and the phrases they govern.

Three constructions: verbs ("they discussed X", "focused on X", "reaffirmed their support for X"),
nouns of talking ("talks on X", "an exchange of views on X") and sentences about the agenda itself
("X was high on the agenda", "the topics are A, B and C"). Which words these are is in grammar.ttl.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kg.extract.rules.text.reading import Reading
from kg.extract.rules.text.words import Word
from kg.extract.rules.topics.nouns import GOVERNED, SUBJECTS, Words, governed, listing
from kg.reference.once import once

Manner = Literal["talk", "address", "stance", "agenda", "noun", "purpose", "frame"]

_ABOUT = frozenset(
    {"on", "about", "regarding", "concerning", "over", "around", "upon", "surrounding"}
)
_FOREMOST = frozenset({"attr", "nsubj"})
_COMPLEMENTS = frozenset({"acomp", "oprd", "attr"})
_VERB_LISTS = (
    "topic-verb", "agenda-verb", "topic-verb-particle", "topic-verb-object", "topic-subject-verb",
    "topic-verb-on", "address-verb", "purpose-verb", "stance-verb",
)  # fmt: skip
_TARGET = frozenset({"against", "at"})
_STANCE = _ABOUT | {"to", "for", "with", "in", "against", "of", "forward"}


@dataclass(frozen=True, slots=True)
class Opening:
    """A word that introduces topics, the heads of what it introduces, and in what manner."""

    by: Word
    heads: tuple[Word, ...]
    manner: Manner
    subject: Word | None = None


def openings(reading: Reading, words: Words) -> Iterator[Opening]:
    """Every place of a sentence where topics may stand, from left to right."""
    on_agenda, topic = words["agenda-noun"], words["topic-noun"]
    occasion, message = words["occasion-noun"], words["message-noun"]
    verbs = _verbs(words)
    agenda = [
        t
        for t in reading.tokens
        if (t.lower_ in on_agenda or (t.dep_ in _FOREMOST and _foremost(t, words)))
        and t.mention is None
        and t.dep_ not in {"compound", "nmod"}
    ]
    done: set[int] = set()
    for noun in agenda:
        found = _agenda(noun, words)
        if found is not None and found.heads and found.by.i not in done:
            done.add(found.by.i)
            yield found
    for token in reading.tokens:
        if token.mention is not None or token.i in done:
            continue
        lemma = token.lemma
        if token.pos_ in {"VERB", "AUX"}:
            found = None
            if lemma in verbs or any(c.dep_ in _COMPLEMENTS for c in token.children):
                found = _verb(token, lemma, words)
        elif (
            ((lemma in topic or token.lower_ in topic) and token.pos_ in {"NOUN", "PROPN"})
            or (lemma in occasion and takes_up(token))
            or (lemma in message and token.pos_ == "NOUN")
        ):
            found = _noun(token)
        else:
            found = None
        if found is not None and found.heads:
            yield found
    framed = _frame(reading)
    if framed is not None:
        yield framed


def _frame(reading: Reading) -> Opening | None:
    """ "On Venezuela, the President observed …", "With regard to trade, both sides agreed …"."""
    root = next((t for t in reading.tokens if t.dep_ == "ROOT"), None)
    if root is None or root.pos_ not in {"VERB", "AUX"}:
        return None
    for verb in (root, *(c for c in root.children if c.dep_ == "ccomp" and c.i < root.i)):
        subject = next((c for c in verb.children if c.dep_ in SUBJECTS and c.i < verb.i), None)
        if subject is None:
            continue
        for c in verb.lefts:
            if c.dep_ not in {"prep", "advcl"} or c.i > subject.i or c.left_edge.i > 2:
                continue
            heads: list[Word] = []
            if c.lower_ in {"on", "regarding", "concerning", "about"}:
                heads = [p for p in c.children if p.dep_ in GOVERNED]
            elif c.lower_ in {"with", "in", "as"}:
                for p in c.children:
                    if p.lower_ in {"regard", "respect", "relation", "connection", "terms"}:
                        heads += governed(p, frozenset({"to", "with", "of"}))
                    elif p.dep_ == "prep" and p.lower_ in {"for", "to", "regards"}:
                        heads += [x for x in p.children if x.dep_ in GOVERNED]
            heads = [h for h in heads if h.kind != "date"]
            if heads:
                return Opening(verb, tuple(heads), "frame", subject)
    return None


def _antecedent(verb: Word) -> Word | None:
    """The noun that "which" takes up: "the charge, which he said he had raised"."""
    node = verb
    while node.dep_ == "ccomp" and node.head != node:
        node = node.head
    return node.head if node.dep_ == "relcl" else None


def _foremost(noun: Word, words: Words) -> bool:
    """ "X is the most pressing issue", "a subject of discussion"."""
    if noun.dep_ not in _FOREMOST or noun.pos_ != "NOUN":
        return False
    if noun.lower_ in words["agenda-item"] and any(
        c.lower_ in words["agenda-adjective"] for c in noun.lefts
    ):
        return True
    return (
        any(
            p.lower_ in words["topic-noun"]
            for c in noun.children
            if c.dep_ == "prep" and c.lower_ in {"of", "under"}
            for p in c.children
        )
        and noun.dep_ == "attr"
    )


@once
def _verbs(words: Words) -> frozenset[str]:
    """The verbs that ``_verb`` asks for, without their particles and objects."""
    return frozenset([v.split()[0] for name in _VERB_LISTS for v in words[name]])


def _verb(verb: Word, lemma: str, words: Words) -> Opening | None:
    if refused(verb, words):
        return None
    if lemma in words["topic-verb"] or lemma in words["agenda-verb"]:
        subject = subject_of(verb)
        if (
            lemma in words["agenda-verb"]
            and lemma not in words["topic-verb"]
            and not (subject is not None and subject.lemma in words["talk-subject"])
        ):
            return None
        heads = [
            c for c in verb.children if c.dep_ in {"dobj", "nsubjpass", "attr", "oprd", "ccomp"}
        ]
        if verb.dep_ == "amod" and verb.i <= 1:
            heads = [verb.head]  # An item of a list: "- discussed humanitarian aid".
        passive = [c for c in heads if c.dep_ == "nsubjpass"]
        if verb.dep_ in {"relcl", "acl"} and verb.tag_ == "VBN" and not heads:
            return None
        heads += _beside(verb)
        heads = [(_antecedent(verb) or c) if c.tag_ in {"WDT", "WP"} else c for c in heads]
        heads += [p for c in verb.children if c.dep_ == "prep" and listing(c) for p in c.children]
        return Opening(
            verb, (*heads, *governed(verb, _ABOUT)), "talk", None if passive else subject
        )
    after = next(
        (
            c.lower_
            for c in verb.rights
            if c.i == verb.i + 1 and c.dep_ in {"prt", "prep", "advmod"}
        ),
        "",
    )
    if f"{lemma} {after}" in words["topic-verb-particle"]:
        heads = [c for c in verb.children if c.dep_ in {"dobj", "ccomp"}] + _beside(verb)
        heads += governed(verb, _ABOUT | {after})
        return Opening(verb, tuple(heads), "talk", subject_of(verb))
    idiom = [c for c in verb.children if f"{lemma} {c.lower_}" in words["topic-verb-object"]]
    if idiom:
        heads = [h for w in (verb, *idiom) for h in governed(w, _ABOUT | {"of", "to"})]
        return Opening(verb, tuple(h for h in heads if h.i > verb.i), "talk", subject_of(verb))
    if {lemma, f"{lemma} {after}"} & words["topic-subject-verb"]:
        if verb.dep_ not in {"ROOT", "conj", "ccomp", "parataxis"}:
            return None
        return Opening(verb, tuple(c for c in verb.lefts if c.dep_ == "nsubj"), "agenda")
    if lemma in words["topic-verb-on"]:
        alone = lemma in words["communication-verb"] or lemma in words["speech-verb"]
        shared = any(c.dep_ == "prep" and c.lower_ in {"with", "to"} for c in verb.children)
        subject = subject_of(verb)
        heads = governed(verb, _ABOUT | {"to", "of"} | (_TARGET if alone else frozenset()))
        if not heads or all(h.pos_ == "ADV" for h in heads):
            heads = [c for c in verb.children if c.dep_ == "nsubjpass"]
            subject = None if heads else subject  # "The report was touched upon."
        return Opening(verb, tuple(heads), "stance" if alone and not shared else "talk", subject)
    told = [
        c
        for c in verb.children
        if c.dep_ in {"dobj", "nsubjpass", "dative"}
        and (c.mention is not None or c.lower_ in {"both", "each", "all"})
    ]
    if lemma in words["address-verb"] and told:
        heads = governed(verb, _ABOUT | {"of", "for", "against", "to"})
        heads += [h for c in told for h in governed(c, _ABOUT | {"of"})]
        heads += [
            c
            for c in verb.children
            if c.dep_ in {"ccomp", "xcomp", "advcl"} and c.i > verb.i and c.tag_ != "VBG"
        ]
        return Opening(verb, tuple(heads), "address", subject_of(verb))
    adjective = next((c for c in verb.children if c.dep_ in _COMPLEMENTS and c.i > verb.i), None)
    if adjective is not None and adjective.lower_ in words["topic-adjective"]:
        return Opening(verb, tuple(governed(adjective, _ABOUT | {"to"})), "talk", subject_of(verb))
    if adjective is not None and adjective.lower_ in words["stance-adjective"]:
        heads = [c for w in (verb, adjective) for c in w.children if c.dep_ in {"xcomp", "ccomp"}]
        heads += governed(adjective, _ABOUT | {"for", "by", "to", "in", "with", "of"})
        stance = tuple(h for h in heads if h != adjective)
        return Opening(verb, stance, "stance", subject_of(verb))
    if lemma in words["purpose-verb"] and verb.tag_ == "VB" and _infinitive(verb):
        heads = [c for c in verb.children if c.dep_ in {"dobj", "ccomp"}]
        heads += governed(verb, _ABOUT | {"for", "of", "with", "against", "at"})
        return Opening(verb, tuple(heads), "purpose", subject_of(verb))
    if lemma in words["stance-verb"] or f"{lemma} {after}" in words["stance-verb"]:
        heads = [
            c
            for c in verb.children
            if c.dep_ in {"dobj", "nsubjpass", "ccomp", "xcomp"}
            and (c.i > verb.i or c.dep_ == "nsubjpass")
        ]
        passive = [c for c in heads if c.dep_ == "nsubjpass"]
        return Opening(
            verb,
            (*heads, *_marked(verb), *(h for h in governed(verb, _STANCE) if h.i > verb.i)),
            "stance",
            None if passive else subject_of(verb),
        )
    return None


def _beside(verb: Word) -> list[Word]:
    """Nouns that the parser hangs on the verb: "went over A, B and C", "A was covered, B among it"."""
    return [
        c
        for c in verb.children
        if c.pos_ in {"NOUN", "PROPN"}
        and c.i > verb.i
        and (c.dep_ == "conj" or any(g.lower_ == "among" for g in c.children))
    ]


def _infinitive(verb: Word) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def _marked(verb: Word) -> list[Word]:
    """ "called for the Council to review X": the clause after "for"."""
    return [
        c
        for c in verb.children
        if c.dep_ == "advcl"
        and c.i > verb.i
        and c.tag_ == "VB"
        and any(m.lower_ == "for" and m.dep_ in {"mark", "prep"} for m in c.children)
    ]


def takes_up(noun: Word) -> bool:
    """ "It was the second summit on X": the noun says what the event was."""
    return noun.dep_ == "attr" and any(
        c.lower_ in {"it", "this"} for c in noun.head.children if c.dep_ == "nsubj"
    )


def _noun(noun: Word) -> Opening | None:
    """ "talks on X"; where the parser hangs "on X" on the verb, "exchanged views on X"."""
    heads = governed(noun, _ABOUT)
    held = noun.dep_ == "pobj" and noun.head.lower_ in {"for", "in"}
    verb = noun.head.head if held else noun.head
    if (held or noun.dep_ in {"dobj", "nsubjpass"}) and verb.pos_ == "VERB":
        heads += [h for h in governed(verb, _ABOUT) if h.i > noun.i]
    if noun.lower_ in {"discussion", "exchange"}:
        heads += governed(noun, frozenset({"of"}))
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_ == "exchange":
        heads += governed(noun.head.head, _ABOUT)
    return Opening(
        noun, tuple(heads), "noun", subject_of(noun.head) if noun.dep_ == "dobj" else None
    )


def _agenda(noun: Word, words: Words) -> Opening | None:
    """The clause that a word like "agenda" or "focus" stands in, without the word's own phrase."""
    root = noun
    while root.head != root and root.pos_ not in {"VERB", "AUX"}:
        root = root.head
    while root.dep_ == "xcomp" and root.head.pos_ in {"VERB", "AUX", "ADJ"}:
        root = root.head
    if refused(root, words):
        return None
    below = governed(noun, _ABOUT | {"of"})
    if root == noun or root.lemma in words["communication-verb"]:
        return Opening(noun, tuple(below), "agenda")
    over = words["topic-verb"] | words["topic-verb-on"]
    if below and noun.dep_ in {"pobj", "dobj"} and root.lemma in over:
        return Opening(noun, tuple(below), "agenda")
    heads: list[Word] = []
    beside = [
        c
        for c in root.children
        if c.dep_
        in {"nsubj", "nsubjpass", "attr", "dobj", "prep", "acomp", "pobj", "dep", "appos", "conj"}
    ]
    for c in root.subtree:
        if c.lower_ == "followed" and c.dep_ in {"acl", "advcl", "conj"}:
            heads += governed(c, frozenset({"by"}))
    for c in root.children:
        if c.dep_ == "xcomp":
            beside += [x for x in c.children if x.dep_ in {"attr", "prep", "dobj"}]
    whole = set(noun.subtree)
    for c in beside:
        if (
            (c.pos_ in {"VERB", "AUX"} and c.dep_ == "conj")
            or c in whole
            or (noun in c.subtree and c.dep_ == "dobj")
        ):
            continue
        if noun in c.subtree:
            continue
        if c.dep_ == "prep":
            heads += [p for p in c.children if p.dep_ in GOVERNED]
        else:
            heads.append(c)
    if not heads:
        heads = governed(noun, _ABOUT)
    return Opening(root, tuple(heads), "agenda")


def subject_of(verb: Word) -> Word | None:
    """The subject of a verb, taken from the clause above for infinitives, participles and conjuncts."""
    node = verb
    for _ in range(6):
        for c in node.children:
            if c.dep_ in SUBJECTS and c.i < verb.i:
                return c
        if node.dep_ in {"conj", "xcomp", "advcl", "pcomp", "ccomp"} and node.head != node:
            if node.dep_ == "ccomp" and any(c.dep_ in SUBJECTS for c in node.children):
                return None
            node = node.head
            while node.pos_ in {"ADP", "NOUN", "ADJ"} and node.head != node:
                node = node.head
        elif node.dep_ in {"relcl", "acl"}:
            return None
        else:
            return None
    return None


def refused(verb: Word, words: Words) -> bool:
    """ "did not discuss", "declined to discuss"."""
    if any(c.dep_ == "neg" for c in verb.children):
        return True
    return verb.dep_ in {"xcomp", "pcomp"} and (
        verb.head.lemma in words["refusal-verb"]
        or verb.head.head.lemma in words["refusal-verb"]
        or any(c.dep_ == "neg" for c in verb.head.children)
    )
