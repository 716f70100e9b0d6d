"""The forms of a word, by the lemmatizer's tables read backwards. Asks the model for its tables, for nothing else."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from spacy.language import Language


class Forms:
    """The words that the pipeline's lemmatizer may take for forms of a lemma.

    Its rules and exceptions are read backwards: a rule that makes "y" of "ies" says that "parties"
    may be a form of "party". Without such tables the regular endings of English are assumed.
    """

    def __init__(self, nlp: Language) -> None:
        tables: Any = None
        if "lemmatizer" in nlp.pipe_names:
            tables = getattr(nlp.get_pipe("lemmatizer"), "lookups", None)
        rules: set[tuple[str, str]] = set(_REGULAR)
        self._irregular: dict[str, set[str]] = defaultdict(set)
        if tables is not None and tables.has_table("lemma_rules"):
            rules |= {(o, n) for rows in tables.get_table("lemma_rules").values() for o, n in rows}
        if tables is not None and tables.has_table("lemma_exc"):
            for rows in tables.get_table("lemma_exc").values():
                for form, lemmas in rows.items():
                    for lemma in lemmas:
                        self._irregular[str(lemma)].add(str(form))
        self._rules = sorted(rules)

    def of(self, lemma: str) -> set[str]:
        """Lower-case forms of a lower-case lemma, itself among them."""
        out = {lemma} | self._irregular.get(lemma, set())
        for old, new in self._rules:
            if lemma.endswith(new):
                out.add(lemma.removesuffix(new) + old if new else lemma + old)
        return out


_REGULAR = (
    ("s", ""), ("es", ""), ("es", "e"), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"),
    ("ing", ""), ("ing", "e"),
)  # fmt: skip
