"""What reads the articles of languages that have no parser: a model, and the knowledge of each language."""

from __future__ import annotations

from pathlib import Path

from kg.core.model import Article, Frame
from kg.extract.reader.model import Model
from kg.extract.reader.proposals import Proposed, propose
from kg.extract.spans.people import People
from kg.extract.spans.run import frames_of
from kg.extract.spans.tools import Tools, tools_of
from kg.reference.catalog import Catalog
from kg.reference.read import load


class SpanReader:
    """Reads articles in the languages of a model; what a language needs is made when its first article comes."""

    def __init__(self, where: Path, *, catalog: Catalog | None = None, gate: bool = True) -> None:
        self._where, self._gate = where, gate
        self._given = catalog
        self._model: Model | None = None
        self._people: People | None = None
        self._tools: dict[str, Tools] = {}

    def annotate(self, article: Article, code: str) -> tuple[Frame, ...]:
        """The events that an article in a language tells of. Raises KgError when its model or table is spoilt."""
        if self._model is None:
            self._model = Model(self._where)
            self._model.ready()
        return frames_of(article, self._proposed(article, self._model), self._in(code))

    def _proposed(self, article: Article, model: Model) -> Proposed:
        return propose(model, article.text, gate=self._gate)

    def _in(self, code: str) -> Tools:
        catalog = self._given or load()
        if self._people is None:
            self._people = People(catalog)
        if code not in self._tools:
            self._tools[code] = tools_of(catalog, self._people, code)
        return self._tools[code]
