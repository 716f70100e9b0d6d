"""Where a sentence says what was talked about: the words that introduce it and the phrases they govern.

Three constructions: verbs ("they discussed X", "focused on X", "reaffirmed their support for X"),
nouns of talking ("talks on X", "an exchange of views on X") and sentences about the agenda itself
("X was high on the agenda", "the topics are A, B and C"). Which words these are is in grammar.ttl.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from kg.annotate.reading import Reading

Words = Mapping[str, frozenset[str]]
Manner = Literal["talk", "address", "stance", "agenda", "noun"]

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_ABOUT = frozenset(
    {"on", "about", "regarding", "concerning", "over", "around", "upon", "surrounding"}
)
_GOVERNED = frozenset({"pobj", "pcomp"})
_INNER = frozenset(
    {"of", "in", "on", "for", "to", "about", "regarding", "concerning", "around", "with", "between", "into",
     "over", "towards", "toward", "at", "within", "against", "including", "like", "through", "across"}
)  # fmt: skip
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


@dataclass(frozen=True, slots=True)
class Opening:
    """A word that introduces topics, the heads of what it introduces, and in what manner."""

    by: Token
    heads: tuple[Token, ...]
    manner: Manner
    subject: Token | None = None


def openings(reading: Reading, words: Words) -> Iterator[Opening]:
    """Every place of a sentence where topics may stand, from left to right."""
    agenda = [
        t
        for t in reading.doc
        if (t.lower_ in words["agenda-noun"] or _foremost(t, words))
        and reading.mention(t) is None
        and t.dep_ not in {"compound", "nmod"}
    ]
    done: set[int] = set()
    for noun in agenda:
        found = _agenda(noun, words)
        if found is not None and found.heads and found.by.i not in done:
            done.add(found.by.i)
            yield found
    for token in reading.doc:
        if reading.mention(token) is not None or token.i in done:
            continue
        lemma = token.lemma_.casefold()
        if token.pos_ in {"VERB", "AUX"}:
            found = _verb(reading, token, lemma, words)
        elif (
            lemma in words["topic-noun"] or token.lower_ in words["topic-noun"]
        ) and token.pos_ in {"NOUN", "PROPN"}:
            found = _noun(token)
        else:
            found = None
        if found is not None and found.heads:
            yield found


def _antecedent(verb: Token) -> Token | None:
    """The noun that "which" takes up: "the charge, which he said he had raised"."""
    node = verb
    while node.dep_ == "ccomp" and node.head != node:
        node = node.head
    return node.head if node.dep_ == "relcl" else None


def _foremost(noun: Token, words: Words) -> bool:
    """ "X is the most pressing issue", "a subject of discussion"."""
    if noun.dep_ not in {"attr", "nsubj"} or noun.pos_ != "NOUN":
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


def _verb(reading: Reading, verb: Token, lemma: str, words: Words) -> Opening | None:
    subject = subject_of(verb)
    if refused(verb, words):
        return None
    if lemma in words["topic-verb"] or lemma in words["agenda-verb"]:
        if (
            lemma in words["agenda-verb"]
            and lemma not in words["topic-verb"]
            and not (subject is not None and subject.lemma_.casefold() in words["talk-subject"])
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
        heads = [(_antecedent(verb) or c) if c.tag_ in {"WDT", "WP"} else c for c in heads]
        heads += [p for c in verb.children if c.dep_ == "prep" and _listing(c) for p in c.children]
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
        heads = [c for c in verb.children if c.dep_ in {"dobj", "ccomp"}]
        heads += governed(verb, frozenset({after}))
        return Opening(verb, tuple(heads), "talk", subject)
    if {lemma, f"{lemma} {after}"} & words["topic-subject-verb"]:
        if verb.dep_ not in {"ROOT", "conj", "ccomp", "parataxis"}:
            return None
        return Opening(verb, tuple(c for c in verb.lefts if c.dep_ == "nsubj"), "agenda")
    if lemma in words["topic-verb-on"]:
        alone = lemma in words["communication-verb"] or lemma in words["speech-verb"]
        shared = any(c.dep_ == "prep" and c.lower_ in {"with", "to"} for c in verb.children)
        heads = governed(verb, _ABOUT | {"to", "of", "around"})
        return Opening(verb, tuple(heads), "stance" if alone and not shared else "talk", subject)
    if lemma in words["address-verb"] and any(
        c.dep_ in {"dobj", "nsubjpass", "dative"} and reading.mention(c) is not None
        for c in verb.children
    ):
        heads = governed(verb, _ABOUT | {"of", "for", "against", "to"})
        heads += [
            c
            for c in verb.children
            if c.dep_ in {"ccomp", "xcomp", "advcl"} and c.i > verb.i and c.tag_ != "VBG"
        ]
        return Opening(verb, tuple(heads), "address", subject)
    if lemma in words["stance-verb"]:
        heads = [
            c
            for c in verb.children
            if c.dep_ in {"dobj", "nsubjpass", "ccomp", "xcomp"}
            and (c.i > verb.i or c.dep_ == "nsubjpass")
        ]
        passive = [c for c in heads if c.dep_ == "nsubjpass"]
        return Opening(
            verb,
            (*heads, *governed(verb, _ABOUT | {"to", "for", "with"})),
            "stance",
            None if passive else subject,
        )
    return None


def _noun(noun: Token) -> Opening | None:
    """ "talks on X"; where the parser hangs "on X" on the verb, "exchanged views on X"."""
    heads = governed(noun, _ABOUT)
    held = noun.dep_ == "pobj" and noun.head.lower_ in {"for", "in"}
    verb = noun.head.head if held else noun.head
    if (held or noun.dep_ == "dobj") and verb.pos_ == "VERB":
        heads += [h for h in governed(verb, _ABOUT) if h.i > noun.i]
    if noun.lower_ == "discussion":
        heads += governed(noun, frozenset({"of"}))
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_ == "exchange":
        heads += governed(noun.head.head, _ABOUT)
    return Opening(
        noun, tuple(heads), "noun", subject_of(noun.head) if noun.dep_ == "dobj" else None
    )


def _agenda(noun: Token, words: Words) -> Opening | None:
    """The clause that a word like "agenda" or "focus" stands in, without the word's own phrase."""
    root = noun
    while root.head != root and root.pos_ not in {"VERB", "AUX"}:
        root = root.head
    while root.dep_ == "xcomp" and root.head.pos_ in {"VERB", "AUX", "ADJ"}:
        root = root.head
    if refused(root, words):
        return None
    below = governed(noun, _ABOUT | {"of"})
    if root == noun or root.lemma_.casefold() in words["communication-verb"]:
        return Opening(noun, tuple(below), "agenda")
    if below and noun.dep_ == "pobj" and root.lemma_.casefold() in words["topic-verb"]:
        return Opening(noun, tuple(below), "agenda")
    heads: list[Token] = []
    beside = [
        c
        for c in root.children
        if c.dep_
        in {"nsubj", "nsubjpass", "attr", "dobj", "prep", "acomp", "pobj", "dep", "appos", "conj"}
    ]
    for c in root.children:
        if c.lower_ == "followed":
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
            heads += [p for p in c.children if p.dep_ in _GOVERNED]
        else:
            heads.append(c)
    if not heads:
        heads = governed(noun, _ABOUT)
    return Opening(root, tuple(heads), "agenda")


def governed(word: Token, prepositions: frozenset[str]) -> list[Token]:
    """What the prepositions under a word govern, "with regard to" and doubled ones included."""
    out: list[Token] = []
    for c in word.children:
        if c.dep_ in {"prep", "prt", "agent"} and c.lower_ in prepositions:
            out += [p for p in c.children if p.dep_ in _GOVERNED]
            for inner in c.children:
                if inner.dep_ == "prep":
                    out += [p for p in inner.children if p.dep_ in _GOVERNED]
        elif c.dep_ == "prep" and c.lower_ in {"with", "in", "as"}:
            for p in c.children:
                if p.lower_ in {"regard", "respect", "relation"}:
                    out += governed(p, frozenset({"to"}))
    return out


def subject_of(verb: Token) -> Token | None:
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


def refused(verb: Token, words: Words) -> bool:
    """ "did not discuss", "declined to discuss"."""
    if any(c.dep_ == "neg" for c in verb.children):
        return True
    return verb.dep_ in {"xcomp", "pcomp"} and (
        verb.head.lemma_.casefold() in words["refusal-verb"]
        or verb.head.head.lemma_.casefold() in words["refusal-verb"]
        or any(c.dep_ == "neg" for c in verb.head.children)
    )


# -- phrases -------------------------------------------------------------------------------------


def leaves(reading: Reading, head: Token, words: Words, *, depth: int = 0) -> list[Token]:
    """The nouns that name something, under a head and what is coordinated with it.

    Nouns that say nothing by themselves lead to their complements: "the situation in Syria", "the
    importance of closer trade"; verbs lead to their objects: "implementing joint projects".
    """
    if depth > 6 or (depth == 0 and head.lemma_.casefold() in words["adjunct-noun"]):
        return []
    out: list[Token] = []
    for h in [head, *coordinated(head)]:
        inner = _complements(h)
        if h.pos_ in {"VERB", "AUX"}:
            below = [c for c in h.children if c.dep_ in {"dobj", "nsubjpass"}] + governed(h, _INNER)
        elif h.lemma_.casefold() in words["topic-wrapper"] and reading.mention(h) is None and inner:
            below = inner
        else:
            out.append(h)
            below = [
                p
                for c in h.children
                if c.dep_ == "prep" and _listing(c)
                for p in c.children
                if p.dep_ == "pobj"
            ]
        for b in below:
            if b.lemma_.casefold() in words["adjunct-noun"]:
                continue
            out += [x for x in leaves(reading, b, words, depth=depth + 1) if x not in out]
    return out


def coordinated(head: Token) -> list[Token]:
    """What stands beside a head in a list or in apposition."""
    out: list[Token] = []
    todo = [head]
    while todo:
        node = todo.pop()
        for c in node.children:
            if (
                c.dep_ in {"conj", "appos"}
                and c.i > node.i
                and not (c.pos_ == "VERB" and c.tag_ in _FINITE)
            ):
                out.append(c)
                todo.append(c)
    return sorted(out, key=lambda t: t.i)


def _listing(prep: Token) -> bool:
    """ "including", "such as", "as well as", "in addition to"."""
    return prep.lower_ in {"including", "like", "concerning"} or (
        prep.lower_ == "as" and any(c.lower_ == "such" for c in prep.children)
    )


def _complements(noun: Token) -> list[Token]:
    out: list[Token] = []
    for c in noun.children:
        if c.dep_ == "prep" and (c.lower_ in _INNER or _listing(c)):
            out += [p for p in c.children if p.dep_ in _GOVERNED]
            out += [
                p for n in c.children if n.dep_ == "prep" for p in n.children if p.dep_ in _GOVERNED
            ]
        elif (
            c.dep_ in {"acl", "amod", "advcl"}
            and c.i > noun.i
            and c.lower_ in {"related", "pertaining", "relating", "relevant", "linked", "connected"}
        ):
            out += governed(c, frozenset({"to", "with"}))
        elif (
            c.dep_ in {"acl", "relcl", "xcomp", "advcl"}
            and c.i > noun.i
            and c.tag_ in {"VB", "VBG"}
        ):
            out.append(c)
    return out


def region(reading: Reading, head: Token, words: Words, *, wide: bool) -> set[int]:
    """The tokens of the document under a head; not ``wide``: without clauses and adjuncts around it."""
    out: set[int] = set()
    todo = [head]
    clause = any(c.tag_ in {"WRB", "WP", "WDT"} or c.lower_ == "whether" for c in head.children)
    while todo:
        node = todo.pop()
        out.update(range(reading.pieces[node.i].start, reading.pieces[node.i].end))
        for c in node.children:
            if wide or (clause and c.dep_ not in {"relcl", "prep"}) or not _aside(c, node, words):
                todo.append(c)
    return out


def _aside(token: Token, head: Token, words: Words) -> bool:
    """Is it a clause or an adjunct that says something of its own?"""
    if token.dep_ == "relcl" and (
        token.tag_ == "VB" or head.lemma_.casefold() in words["topic-noun"]
    ):
        return False
    if token.dep_ in {"relcl", "parataxis", "agent"}:
        return True
    if token.dep_ == "conj" and token.pos_ in {"VERB", "AUX"} and token.tag_ in _FINITE:
        return True
    if token.dep_ in SUBJECTS and head.pos_ in {"VERB", "AUX"} and head.dep_ in {"ccomp", "acl"}:
        return token.dep_ == "nsubj"
    if token.dep_ == "advcl" and token.tag_ in _FINITE:
        return True
    if (
        token.dep_ == "acl"
        and token.tag_ == "VBN"
        and token.lower_ not in {"related", "linked", "connected"}
    ):
        return True
    if token.dep_ == "prep":
        if token.lower_ in {
            "by",
            "after",
            "since",
            "before",
            "during",
            "amid",
            "despite",
            "until",
            "as",
        }:
            return (not _listing(token) and token.lower_ != "as") or (
                token.lower_ == "as"
                and not any(c.lower_ in {"such", "well"} for c in token.children)
            )
        if token.lower_ in {"in", "at", "within", "on"}:
            return any(p.lemma_.casefold() in words["adjunct-noun"] for p in token.children)
    return False
