"""The nouns that name a matter: under a head, in a list, behind "the importance of"."""

from __future__ import annotations

from collections.abc import Mapping

from kg.extract.rules.text.reading import Reading
from kg.extract.rules.text.words import Word

Words = Mapping[str, frozenset[str]]

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
GOVERNED = frozenset({"pobj", "pcomp"})
_INNER = frozenset(
    {"of", "in", "on", "for", "to", "about", "regarding", "concerning", "around", "with", "between", "into",
     "over", "towards", "toward", "at", "within", "against", "including", "like", "through", "across"}
)  # fmt: skip
# Not "in", "at": what follows them beside a verb is where and when.
_AFTER_VERB = frozenset(
    {"on", "about", "for", "to", "with", "against", "of", "over", "regarding", "towards"}
)
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def governed(word: Word, prepositions: frozenset[str]) -> list[Word]:
    """What the prepositions under a word govern, "with regard to" and doubled ones included."""
    out: list[Word] = []
    for c in word.children:
        joined = c.dep_ == "conj" and c.pos_ == "ADP"
        if (c.dep_ in {"prep", "prt", "agent"} or joined) and c.lower_ in prepositions:
            out += [p for p in c.children if p.dep_ in GOVERNED]
            for inner in c.children:
                if inner.dep_ == "prep" or (inner.dep_ == "conj" and inner.pos_ == "ADP"):
                    out += [p for p in inner.children if p.dep_ in GOVERNED]
        elif c.dep_ == "prep" and c.lower_ in {"with", "in", "as"}:
            for p in c.children:
                if p.lower_ in {"regard", "respect", "relation"}:
                    out += governed(p, frozenset({"to"}))
    return out


def leaves(reading: Reading, head: Word, words: Words, *, depth: int = 0) -> list[Word]:
    """The nouns that name something, under a head and what is coordinated with it.

    Nouns that say nothing by themselves lead to their complements: "the situation in Syria", "the
    importance of closer trade"; verbs lead to their objects: "implementing joint projects".
    """
    if depth > 6 or (depth == 0 and head.lemma in words["adjunct-noun"]):
        return []
    out: list[Word] = []
    for h in [head, *coordinated(head)]:
        inner = _complements(h)
        if h.pos_ in {"VERB", "AUX"}:
            below = [c for c in h.children if c.dep_ in {"dobj", "nsubjpass", "oprd"}]
            below += [c for c in h.children if c.dep_ == "ccomp" and c.tag_ == "VBG"]
            if h.dep_ in {"ccomp", "pcomp", "acl"} and (not below or depth == 0):
                below += [c for c in h.children if c.dep_ == "nsubj" and not c.mention]
            below += governed(h, _AFTER_VERB)
            below += [c for c in h.children if c.dep_ in {"xcomp", "advcl"} and _aimed(c, h)]
        elif h.lemma in words["pleasantry"]:
            below = governed(h, frozenset({"for", "over", "on"}))
        elif h.lemma in words["topic-wrapper"] and h.mention is None and inner:
            below = inner
        else:
            out.append(h)
            below = []
            for c in h.children:
                for p in c.children if c.dep_ == "prep" else ():
                    if p.dep_ == "pobj" and listing(c):
                        below.append(p)
                    elif p.dep_ == "pobj" and c.lower_ not in {"between", "among", "by", "from"}:
                        # "The release of Smith and the ban on visas": where the list goes on.
                        below += [
                            x
                            for x in coordinated(p)
                            if x.dep_ == "conj"
                            and x.mention is None
                            and any(d.lower_ == "the" for d in x.lefts)
                        ]
        below += [t for t in h.subtree if t not in below and _list_goes_on(t, h)]
        for b in below:
            if b.lemma in words["adjunct-noun"]:
                continue
            out += [x for x in leaves(reading, b, words, depth=depth + 1) if x not in out]
    return out


def _list_goes_on(token: Word, head: Word) -> bool:
    """ "The conference in Doha, food security": the parser puts the next matter beside the place."""
    if token.dep_ != "conj" or token.pos_ not in {"NOUN", "PROPN"} or token == head:
        return False
    first = token.head
    while first.dep_ == "conj" and first.head.pos_ in {"NOUN", "PROPN"}:
        first = first.head
    m = first.mention
    named = m.kind in {"person", "role"} if m else first.kind == "place"
    return (
        named
        and first != head
        and first.dep_ == "pobj"
        and first.head.lower_ in {"of", "in", "at", "with", "by"}
        and token.kind == "word"
    )


def _aimed(clause: Word, verb: Word) -> bool:
    """An infinitive that says what for: "work with them to restore the railway"."""
    return clause.tag_ == "VB" and clause.i > verb.i


def coordinated(head: Word) -> list[Word]:
    """What stands beside a head in a list or in apposition."""
    out: list[Word] = []
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


def listing(prep: Word) -> bool:
    """ "including", "such as", "as well as", "in addition to"."""
    return prep.lower_ in {"including", "like", "concerning"} or (
        prep.lower_ == "as" and any(c.lower_ == "such" for c in prep.children)
    )


def _complements(noun: Word) -> list[Word]:
    out: list[Word] = []
    for c in noun.children:
        if c.dep_ == "prep" and (c.lower_ in _INNER or listing(c)):
            out += [p for p in c.children if p.dep_ in GOVERNED]
            out += [
                p for n in c.children if n.dep_ == "prep" for p in n.children if p.dep_ in GOVERNED
            ]
        elif c.dep_ == "prep" and c.lower_ == "by":
            # "Remarks by an official about X": the parser gives X to the official.
            for p in c.children:
                out += governed(p, frozenset({"about", "on", "regarding", "concerning"}))
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


def region(reading: Reading, head: Word, words: Words, *, wide: bool) -> set[int]:
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


def _aside(token: Word, head: Word, words: Words) -> bool:
    """Is it a clause or an adjunct that says something of its own?"""
    if token.dep_ == "relcl" and (token.tag_ == "VB" or head.lemma in words["topic-noun"]):
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
            return (not listing(token) and token.lower_ != "as") or (
                token.lower_ == "as"
                and not any(c.lower_ in {"such", "well"} for c in token.children)
            )
        if token.lower_ in {"in", "at", "within", "on"}:
            return any(p.lemma in words["adjunct-noun"] for p in token.children)
    return False
