"""From an article to frames: who met whom, when, where, about what, and which passage says so.

    tokens -> sentences -> actors -> reading (a simplified parse) -> events -> frames

Each step is a module; run.py is their order. Nothing is kept between articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.core.budget import windows_of
from kg.core.model import Article, Frame
from kg.extract.reader.model import Model
from kg.extract.rules.actors.authority import Authority
from kg.extract.rules.actors.chunker import Chunker
from kg.extract.rules.actors.lexicon import Lexicon
from kg.extract.rules.actors.places import Places
from kg.extract.rules.events.finder import EventFinder
from kg.extract.rules.events.gate import Gate
from kg.extract.rules.languages import LANGUAGES
from kg.extract.rules.run import ArticleRun
from kg.extract.rules.setting import Settings
from kg.extract.rules.text.document import Tokenizer
from kg.extract.rules.text.forms import Forms
from kg.extract.rules.text.parsing import Asking, Parser, together
from kg.extract.rules.text.tokens import common_words, load_model
from kg.extract.rules.tools import Tools
from kg.extract.rules.topics.assignment import Topics
from kg.reference.catalog import Catalog
from kg.reference.read import load

DEFAULT_MODEL = LANGUAGES["en"].model

UNGATED = " every sentence"
"""What is said of frames, beside their model, that were found without the gate."""


def settings_of(*, gate: bool, reader: Model | None, rules: bool = True) -> str:
    """What is said of frames, beside their model, that were found so."""
    read = f" reader {reader.name}{'' if rules else ' alone'}" if reader else ""
    return ("" if gate else UNGATED) + read


class Annotator:
    """The extraction pipeline: one language model, one catalog, many articles.

    ``model`` is an installed spaCy pipeline with tagger, parser and lemmatizer; its entity
    recogniser is used where it has one. Raises KgError when it is not installed. Without ``gate``
    every sentence is parsed, not only those that may state an event and their neighbours. With a ``reader``
    events are found that no rule names; without ``rules`` by it alone.

    >>> from datetime import date
    >>> from kg.core.model import Article
    >>> text = "French President Emmanuel Macron met Angela Merkel in Berlin on Tuesday."
    >>> frames = Annotator().annotate(Article(id="a", text=text, published=date(2018, 6, 21)))
    >>> [(f.type, f.when.edtf, f.venue.city) for f in frames]
    [('meeting', '2018-06-19', 'Berlin')]
    """

    def __init__(
        self,
        *,
        model: str = DEFAULT_MODEL,
        catalog: Catalog | None = None,
        gate: bool = True,
        reader: Model | None = None,
        rules: bool = True,
    ) -> None:
        language = LANGUAGES["en"]
        catalog = catalog or load()
        self.name = "rules" if reader is None else "both" if rules else "reader"
        self.languages: tuple[str, ...] = (language.code,)
        self.nlp = load_model(model)
        self.model = f"{self.nlp.meta['lang']}_{self.nlp.meta['name']}-{self.nlp.meta['version']}"
        self.settings = settings_of(gate=gate, reader=reader, rules=rules)
        self.parser = Parser(self.nlp, language.relations, reader)
        self.gate = Gate(catalog, Forms(self.nlp)) if gate else None
        self.finder = EventFinder(catalog)
        tokenizer, places = Tokenizer(self.nlp), Places(catalog)
        lexicon = Lexicon(catalog, self._words)
        chunker = Chunker(catalog, common=common_words(self.nlp))
        topics = Topics(catalog)
        topics.fill(self._words)
        self.tools = Tools(
            language=language,
            catalog=catalog,
            words=language.words(catalog),
            tokenizer=tokenizer,
            lexicon=lexicon,
            authority=Authority(catalog),
            chunker=chunker,
            places=places,
            settings=Settings(
                catalog, tokenizer=tokenizer, lexicon=lexicon, places=places, chunker=chunker
            ),
            gate=self.gate,
            finder=self.finder,
            topics=topics,
            reader=reader,
            rules=rules,
        )

    def _words(self, text: str) -> list[str]:
        return [t.text for t in self.nlp.make_doc(text)]

    def many(
        self, articles: Iterable[Article]
    ) -> Iterator[tuple[Article, tuple[Frame, ...] | Exception]]:
        """Annotates articles, some at a time, in their order; memory does not grow with their number.

        The frames are those that ``annotate`` gives. What goes wrong with an article is given in its
        place, and the others go on.
        """
        for window in windows_of(articles):
            yield from zip(window, self._together(window), strict=True)

    def _together(self, articles: Sequence[Article]) -> list[tuple[Frame, ...] | Exception]:
        return together(self.parser, [self._work(a) for a in articles])

    def _work(self, article: Article) -> Asking[tuple[Frame, ...]]:
        return (yield from ArticleRun(self.tools, article).frames())

    def annotate(self, article: Article) -> tuple[Frame, ...]:
        """The events that an article tells of, in the order of their evidence."""
        (frames,) = self._together([article])
        if isinstance(frames, Exception):
            raise frames
        return frames


__all__ = ["DEFAULT_MODEL", "Annotator"]
