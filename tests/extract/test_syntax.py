"""Our labels, those of the English treebank, and models that have others."""

from __future__ import annotations

from typing import Any, cast

import pytest
import spacy

from kg.core.errors import KgError
from kg.extract.rules import Annotator
from kg.extract.rules.languages.en import ENGLISH
from kg.extract.rules.text import tokens
from kg.extract.rules.text.parsing import Parser
from kg.extract.rules.text.syntax import LABELS


def test_every_label_of_the_model_is_one_of_ours() -> None:
    labels = set(cast(Any, spacy.load(ENGLISH.model).get_pipe("parser")).labels)
    assert labels == set(ENGLISH.relations)
    assert set(ENGLISH.relations.values()) <= set(LABELS)


def test_a_model_of_another_treebank_is_named_when_it_is_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nlp = spacy.blank("en")
    nlp.meta["name"] = "other"
    parser = nlp.add_pipe("parser")
    for label in ("nsubj", "obl", "iobj"):
        cast(Any, parser).add_label(label)
    with pytest.raises(KgError, match="other has labels that are not known: iobj, obl"):
        Parser(nlp, ENGLISH.relations)
    monkeypatch.setattr("kg.extract.rules.load_model", lambda _: nlp)
    with pytest.raises(KgError, match="choose with --model"):
        Annotator(model="other")


def test_what_a_label_of_a_treebank_is_among_ours_is_what_the_rules_see() -> None:
    nlp = tokens.load_model(ENGLISH.model)
    table = {**ENGLISH.relations, "dobj": "dep"}
    (words,) = Parser(nlp, table).parse([nlp.make_doc("Smith met Jones.")])
    assert [w.dep_ for w in words] == ["nsubj", "ROOT", "dep", "punct"]
