"""The relations between words that the rules know: our own labels, into which a treebank's are put.

They have the names of the ClearNLP labels, after which the first of the rules were written, and the
meaning that stands beside each below. Whatever a model says enters by ``words.rows_of``, which puts the
label of its treebank into one of these; no rule sees another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.core.errors import KgError

LABELS: Mapping[str, str] = {
    "ROOT": "the word that the sentence hangs on",
    "acl": "a clause that tells of a noun: talks to end the war",
    "acomp": "an adjective said of the subject: is ready",
    "advcl": "a clause that tells of a verb: arrived, saying",
    "advmod": "an adverb: met again",
    "agent": "'by' before who did it: was received by",
    "amod": "an adjective of a noun: bilateral talks",
    "appos": "another name of the same: Lavrov, the minister",
    "attr": "a noun said of the subject: is the host",
    "aux": "a helping verb: will meet",
    "auxpass": "the helping verb of a passive: was received",
    "case": "a mark of possession: Russia's",
    "cc": "a word that joins: and, or",
    "ccomp": "a clause that is an object: said that they met",
    "compound": "a noun before its noun: trade talks",
    "conj": "the second of what is joined: Lavrov and Pompeo",
    "csubj": "a clause that is a subject",
    "csubjpass": "a clause that is the subject of a passive",
    "dative": "whom something is given: handed him a letter",
    "dep": "a relation that the model does not tell",
    "det": "an article: the talks",
    "dobj": "an object: met Lavrov",
    "expl": "a subject that is nothing: there were talks",
    "intj": "a call: yes",
    "mark": "a word that opens a clause: that, while",
    "meta": "what is not of the sentence",
    "neg": "a denial: did not meet",
    "nmod": "a noun that tells of a noun",
    "npadvmod": "a noun as an adverb: met Tuesday",
    "nsubj": "a subject: Lavrov met",
    "nsubjpass": "the subject of a passive: Lavrov was received",
    "nummod": "a number: two ministers",
    "oprd": "what an object is made or called: was named envoy",
    "parataxis": "a clause that stands beside: they met, he said",
    "pcomp": "a clause after a preposition: after meeting",
    "pobj": "a noun after a preposition: with Lavrov",
    "poss": "whom it belongs to: Lavrov's visit",
    "preconj": "the first word of a pair that joins: both",
    "predet": "a word before the article: all the ministers",
    "prep": "a preposition: met with",
    "prt": "a particle of a verb: called off",
    "punct": "a mark",
    "quantmod": "a word of a number: about ten",
    "relcl": "a relative clause: who met",
    "xcomp": "a clause without a subject of its own: agreed to meet",
}
"""Our labels, and what each says of a word that has it."""


def relations(labels: Iterable[str], table: Mapping[str, str], model: str) -> Mapping[str, str]:
    """What each label of a model is among ours; "" is that of a word without one.

    ``table`` is that of the treebank. Raises KgError for a model that has others.

    >>> relations(["dobj"], {"dobj": "dobj"}, "a model")
    {'': '', 'dobj': 'dobj'}
    """
    known = {"": ""}
    unknown = []
    for label in labels:
        if label in table:
            known[label] = table[label]
        else:
            unknown.append(label)
    if unknown:
        raise KgError(
            f"the language model {model} has labels that are not known: {', '.join(sorted(unknown))}",
            mend="choose with --model one whose parser has those of ClearNLP, as en_core_web_md has",
        )
    return known
