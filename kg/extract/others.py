"""Articles in several languages: each is read by what reads its own, and English as if there were no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from kg.core.budget import windows_of
from kg.core.model import Article, Frame
from kg.extract.recognition import language_of

Found = tuple[Frame, ...] | Exception
Reading = Callable[[Article, str], tuple[Frame, ...]]


class English(Protocol):
    """What reads English (kg.extract.extractor.Extractor)."""

    name: str
    model: str
    settings: str
    languages: tuple[str, ...]

    def many(self, articles: Iterable[Article]) -> Iterator[tuple[Article, Found]]: ...


class ByLanguage:
    """An extractor of English with what reads other languages: ``read`` is given an article and its code.

    ``more`` are the languages that it reads when it is asked to, and not of itself.
    """

    def __init__(
        self,
        english: English,
        read: Reading,
        *,
        languages: Sequence[str],
        more: Sequence[str] = (),
        settings: str = "",
    ) -> None:
        self.english, self._read = english, read
        self.name, self.model = english.name, english.model
        self.settings = english.settings + settings
        self.languages = (*english.languages, *languages)
        self.more = tuple(more)
        self._others = frozenset(languages)

    def many(self, articles: Iterable[Article]) -> Iterator[tuple[Article, Found]]:
        """Reads articles, in their order; what goes wrong with one is given in its place."""
        for window in windows_of(articles):
            codes = [language_of(a) for a in window]
            own = [a for a, code in zip(window, codes, strict=True) if code not in self._others]
            read = self.english.many(own)
            for article, code in zip(window, codes, strict=True):
                if code in self._others:
                    yield article, self._one(article, code)
                else:
                    yield next(read)

    def _one(self, article: Article, code: str) -> Found:
        try:
            return self._read(article, code)
        except Exception as error:
            return error
