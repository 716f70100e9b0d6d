"""What is made once and reads many articles: lists, finders and the gate, for one language model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.extract.reader.model import Model
from kg.extract.rules.actors.authority import Authority
from kg.extract.rules.actors.chunker import Chunker
from kg.extract.rules.actors.lexicon import Lexicon
from kg.extract.rules.actors.places import Places
from kg.extract.rules.events.finder import EventFinder
from kg.extract.rules.events.gate import Gate
from kg.extract.rules.setting import Settings
from kg.extract.rules.text.document import Tokenizer
from kg.extract.rules.text.language import Language
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
    reader: Model | None = None
    rules: bool = True
