"""What is made once and reads many articles: lists, finders and the gate, for one language and its model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.extract.reader.model import Model
from kg.extract.rules.actors.authority import Authority
from kg.extract.rules.actors.chunker import Chunker
from kg.extract.rules.actors.lexicon import Lexicon
from kg.extract.rules.actors.places import Places
from kg.extract.rules.events.finder import EventFinder
from kg.extract.rules.events.gate import Gate
from kg.extract.rules.setting import Settings
from kg.extract.rules.text.casing import Casing
from kg.extract.rules.text.document import Tokenizer
from kg.extract.rules.text.forms import Forms
from kg.extract.rules.text.language import Language
from kg.extract.rules.text.parsing import Parser
from kg.extract.rules.text.tokens import common_words
from kg.extract.rules.topics.assignment import Topics
from kg.reference.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools of one article's way (kg.extract.rules.run); ``words`` are the language's lists.

    Without ``gate`` every sentence is parsed; without ``rules`` only what the ``reader`` proposes is an event.
    """

    language: Language
    catalog: Catalog
    words: Mapping[str, frozenset[str]]
    tokenizer: Tokenizer
    lexicon: Lexicon
    authority: Authority
    chunker: Chunker
    places: Places
    settings: Settings
    gate: Gate | None
    finder: EventFinder
    topics: Topics
    casing: Casing
    reader: Model | None = None
    rules: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """What reads the articles of one language: its pipeline, the parser made of it, and the tools."""

    nlp: Any
    parser: Parser
    tools: Tools


def reading_of(
    language: Language, nlp: Any, catalog: Catalog, *, gate: bool, reader: Model | None, rules: bool
) -> Reading:  # fmt: skip
    """Makes it. Raises KgError where the labels of the pipeline's treebank are not the language's."""

    def words(text: str) -> list[str]:
        return [t.text for t in nlp.make_doc(text)]

    parser = Parser(nlp, language.relations, reader)
    tokenizer, places = Tokenizer(nlp), Places(catalog)
    lexicon = Lexicon(catalog, words)
    chunker = Chunker(catalog, common=common_words(nlp))
    topics = Topics(catalog)
    topics.fill(words, nouns=common_words(nlp, "noun"))
    settings = Settings(
        catalog, tokenizer=tokenizer, lexicon=lexicon, places=places, chunker=chunker
    )
    tools = Tools(
        language=language,
        catalog=catalog,
        words=language.words(catalog),
        tokenizer=tokenizer,
        lexicon=lexicon,
        authority=Authority(catalog),
        chunker=chunker,
        places=places,
        settings=settings,
        gate=Gate(catalog, Forms(nlp)) if gate else None,
        finder=EventFinder(catalog),
        topics=topics,
        casing=Casing(nlp, catalog, chunker.given),
        reader=reader,
        rules=rules,
    )
    return Reading(nlp, parser, tools)
