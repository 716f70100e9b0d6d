"""Words without the model's objects: the tokens of an article, and the parsed words of a sentence.

spaCy makes a token anew whenever a document is asked for one, and looks each of its attributes up in
a table of strings. The rules of this package ask some thousand times a sentence. So what they ask for
is read out once, and remembered for each form of a word; the attributes keep spaCy's names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, cast

from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.core.ids import fold
from kg.extract.rules.text.mention import Mention

PieceKind = Literal["actor", "date", "place", "word"]
"""What a word of a simplified sentence stands for: one of these, or itself."""


class Form:
    """A word as it is written, wherever it stands."""

    __slots__ = ("folded", "is_alpha", "is_punct", "is_quote", "is_space", "low", "lower_", "text")

    def __init__(self, text: str, vocab: Vocab) -> None:
        lexeme = vocab[text]
        self.text = text
        self.lower_ = text.lower()
        self.folded = fold(text)
        self.low = text.casefold().replace("’", "'")
        self.is_alpha: bool = lexeme.is_alpha
        self.is_punct: bool = lexeme.is_punct
        self.is_quote: bool = lexeme.is_quote
        self.is_space: bool = lexeme.is_space


class Token:
    """A token of an article: characters ``idx`` to ``end``.

    ``folded`` is without case and accents (kg.core.ids), ``low`` without case and with straight apostrophes.
    """

    __slots__ = (
        "end", "folded", "idx", "is_alpha", "is_punct", "is_quote", "is_space", "low", "lower_", "text",
        "whitespace_",
    )  # fmt: skip

    def __init__(self, idx: int, end: int, space: bool, form: Form) -> None:
        self.idx = idx
        self.end = end
        self.whitespace_ = " " if space else ""
        self.text = form.text
        self.lower_ = form.lower_
        self.folded = form.folded
        self.low = form.low
        self.is_alpha = form.is_alpha
        self.is_punct = form.is_punct
        self.is_quote = form.is_quote
        self.is_space = form.is_space


class Word:
    """A word of a parsed sentence; ``sentence`` has them all. Equal is only what is the same word.

    ``lemma`` is ``lemma_`` without regard to case. The head of the sentence is its own head.
    """

    __slots__ = (
        "_subtree", "children", "dep_", "head", "i", "kind", "lefts", "lemma", "lemma_", "like_num", "lower_",
        "mention", "pos_", "rights", "sentence", "tag_", "text",
    )  # fmt: skip

    kind: PieceKind
    """What it stands for (reading.py)."""
    mention: Mention | None
    """The actor that it stands for, if it stands for one (reading.py)."""
    head: Word
    sentence: tuple[Word, ...]
    children: Sequence[Word]
    """The words that hang on it, in order; ``lefts`` before it, ``rights`` behind it."""

    def __init__(self, i: int, row: Row) -> None:
        self.i = i
        self.text, self.lower_, self.tag_, self.dep_, self.pos_, self.lemma_, self.lemma, self.like_num = row  # fmt: skip
        self.lefts: Sequence[Word] = ()
        self.rights: Sequence[Word] = ()
        self._subtree: Sequence[Word] = ()
        self.kind = "word"
        self.mention = None

    def __repr__(self) -> str:
        return self.text

    def __hash__(self) -> int:
        return self.i  # that sets of words have the same order in every run

    @property
    def subtree(self) -> Sequence[Word]:
        """It and all that hangs on it, in order."""
        if not self._subtree:
            self._subtree = _below(self)
        return self._subtree

    @property
    def ancestors(self) -> Iterator[Word]:
        """Its head, the head of that, and so on."""
        word = self
        while word.head is not word:
            word = word.head
            yield word

    @property
    def conjuncts(self) -> list[Word]:
        """The words that it is coordinated with, without itself."""
        first = self
        while first.head is not first and first.dep_ == "conj":
            first = first.head
        row = [first]
        for word in row:
            row += [c for c in word.rights if c.dep_ == "conj"]
        return [w for w in row if w is not self]

    @property
    def left_edge(self) -> Word:
        """The first word of all that hangs on it."""
        return min(self.subtree, key=_place)

    @property
    def right_edge(self) -> Word:
        """The last word of all that hangs on it."""
        return max(self.subtree, key=_place)


Row = tuple[str, str, str, str, str, str, str, bool]
"""Text, lower case, tag, relation, part of speech, lemma, lemma without regard to case, is it a number?"""


def _place(word: Word) -> int:
    return word.i


def join(rows: Sequence[Row], heads: Sequence[int]) -> tuple[Word, ...]:
    """The words of a sentence. ``heads`` are the distances to their heads, 0 for the root.

    >>> row = lambda text, dep: (text, text.lower(), "", dep, "", text, text.lower(), False)
    >>> smith, met, jones = join([row("Smith", "nsubj"), row("met", "ROOT"), row("Jones", "dobj")], [1, 0, -1])
    >>> met.children, met.subtree, [*jones.ancestors], met.lefts
    ([Smith, Jones], [Smith, met, Jones], [met], [Smith])
    """
    words = tuple([Word(i, row) for i, row in enumerate(rows)])
    for word, distance in zip(words, heads, strict=True):
        word.sentence = words
        if not distance:
            word.head = word
            continue
        head = word.head = words[word.i + distance]
        side = head.lefts if distance > 0 else head.rights
        if side:
            cast(list[Word], side).append(word)
        elif distance > 0:
            head.lefts = [word]
        else:
            head.rights = [word]
    for word in words:
        lefts, rights = word.lefts, word.rights
        word.children = [*lefts, *rights] if lefts and rights else lefts or rights
    return words


def _below(word: Word) -> Sequence[Word]:
    """A word and all that hangs on it, without recursion: the tree may be as deep as the sentence is long."""
    if not word.children:
        return (word,)
    out: list[Word] = []
    stack = [(word, False)]
    while stack:
        here, opened = stack.pop()
        if opened or not here.children:
            out.append(here)
            continue
        if here._subtree:
            out += here._subtree
            continue
        stack += [(c, False) for c in reversed(here.rights)]
        stack.append((here, True))
        stack += [(c, False) for c in reversed(here.lefts)]
    return out


def rows_of(doc: Doc, relations: Mapping[str, str]) -> list[Row]:
    """What a parsed document says of each of its words; ``relations`` puts its labels into ours."""
    return [
        (t.text, t.lower_, t.tag_, relations[t.dep_], t.pos_, t.lemma_, t.lemma_.casefold(), t.like_num)
        for t in doc
    ]  # fmt: skip


def of_doc(doc: Doc, relations: Mapping[str, str]) -> tuple[Word, ...]:
    """The words of a parsed document of one sentence."""
    return join(rows_of(doc, relations), [t.head.i - t.i for t in doc])
