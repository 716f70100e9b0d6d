"""From an article to frames: who met whom, when, where, about what, and which passage says so.

    tokens -> sentences -> actors -> reading (a simplified parse) -> events -> frames

Each step is a module; article.py is their order. Nothing is kept between articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.core.budget import windows_of
from kg.core.ids import fold
from kg.core.model import Article, Frame, LocalIri, Notation, Venue
from kg.extract.rules.actors.authority import Authority
from kg.extract.rules.actors.chunker import Chunker
from kg.extract.rules.actors.lexicon import Lexicon
from kg.extract.rules.actors.places import Places
from kg.extract.rules.events.finder import EventFinder
from kg.extract.rules.events.gate import Gate
from kg.extract.rules.run import ArticleRun
from kg.extract.rules.text.document import Tokenizer
from kg.extract.rules.text.forms import Forms
from kg.extract.rules.text.parsing import Asking, Parser, together
from kg.extract.rules.text.tokens import DEFAULT_MODEL, common_words, load_model
from kg.extract.rules.topics.assignment import Topics
from kg.reference.catalog import Catalog
from kg.reference.read import load

LANGUAGES: tuple[str, ...] = ("en",)
"""What the rules read."""

UNGATED = " every sentence"
"""What is said of frames, beside their model, that were found without the gate."""


class Annotator:
    """The extraction pipeline: one language model, one catalog, many articles.

    ``model`` is an installed spaCy pipeline with tagger, parser and lemmatizer; its entity
    recogniser is used where it has one. Raises KgError when it is not installed. Without ``gate``
    every sentence is parsed, not only those that may state an event and their neighbours.

    >>> from datetime import date
    >>> from kg.core.model import Article
    >>> text = "French President Emmanuel Macron met Angela Merkel in Berlin on Tuesday."
    >>> frames = Annotator().annotate(Article(id="a", text=text, published=date(2018, 6, 21)))
    >>> [(f.type, f.when.edtf, f.venue.city) for f in frames]
    [('meeting', '2018-06-19', 'Berlin')]
    """

    def __init__(
        self, *, model: str = DEFAULT_MODEL, catalog: Catalog | None = None, gate: bool = True
    ) -> None:
        self.name = "rules"
        self.languages = LANGUAGES
        self.catalog = catalog or load()
        self.nlp = load_model(model)
        self.model = f"{self.nlp.meta['lang']}_{self.nlp.meta['name']}-{self.nlp.meta['version']}"
        self.settings = "" if gate else UNGATED
        self.tokenizer = Tokenizer(self.nlp)
        self.parser = Parser(self.nlp)
        self.gate = Gate(self.catalog, Forms(self.nlp)) if gate else None
        self.authority = Authority(self.catalog)
        self.lexicon = Lexicon(self.catalog, self._words)
        self.chunker = Chunker(self.catalog, common=common_words(self.nlp))
        self.places = Places(self.catalog)
        self.finder = EventFinder(self.catalog)
        self.topics = Topics(self.catalog)
        self.topics.fill(self._words)
        self._sites = sorted(
            (
                (d, o.polity)
                for o in self.catalog.organisations.values()
                if o.polity
                for d in o.domains
            ),
            key=lambda row: (-len(row[0]), row),
        )
        self._governments = {
            name: o.polity
            for o in self.catalog.organisations.values()
            if o.polity and o.kind == "government"
            for name in o.names
        }

    def _words(self, text: str) -> list[str]:
        return [t.text for t in self.nlp.make_doc(text)]

    def home(self, article: Article) -> Notation | None:
        """The state whose government published the article, by its site or its publisher."""
        host = (article.url or "").split("//", 1)[-1].split("/", 1)[0].removeprefix("www.")
        for domain, polity in self._sites:
            if host == domain or host.endswith("." + domain):
                return polity
        publisher = article.publisher or ""
        return self._governments.get(publisher) or self._named_state(publisher)

    def _named_state(self, publisher: str) -> Notation | None:
        """The one state that the name of a ministry, an office or a state's agency has in it."""
        doc = self.tokenizer.read(publisher)
        if not set(doc.folded) & self.catalog.words["government-word"]:
            return None
        named = [
            (m.end - m.start, self.catalog.polities[m.ref].notation)
            for m in self.lexicon.matches(doc)
            if m.kind in {"polity", "adjective"}
        ]
        longest = {p for n, p in named if n == max(row[0] for row in named)}
        return longest.pop() if len(longest) == 1 else None

    def chief(self, article: Article) -> LocalIri | None:
        """The office that heads the publisher, if that is a foreign ministry."""
        name = fold(article.publisher or "")
        foreign = any(w in name for w in self.catalog.words["foreign-ministry"])
        return LocalIri("post/foreign-minister") if foreign else None

    def seat(self, article: Article) -> Notation | None:
        """The state whose capital the dateline names."""
        if not article.dateline_place:
            return None
        for m in self.lexicon.matches(self.tokenizer.read(article.dateline_place)):
            if m.kind == "place" and m.ref in self.chunker.capitals:
                return self.chunker.capitals[m.ref]
        return None

    def place_of(self, words: str | None) -> Venue | None:
        """The place that a dateline names."""
        if not words:
            return None
        text = words.title() if words.isupper() else words
        doc = self.tokenizer.read(text)
        found = self.places.find(doc, (0, len(doc)), self.lexicon.matches(doc), [])
        return replace(found[0].venue, start=0, end=0) if found else None

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
        return (yield from ArticleRun(self, article).frames())

    def annotate(self, article: Article) -> tuple[Frame, ...]:
        """The events that an article tells of, in the order of their evidence."""
        (frames,) = self._together([article])
        if isinstance(frames, Exception):
            raise frames
        return frames


__all__ = ["DEFAULT_MODEL", "Annotator"]
