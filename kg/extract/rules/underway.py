"""One article under way: what is read out of it once, and what the steps share."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from typing import Literal

from kg.core.model import Article, Block, Venue
from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.actors.lexicon import Match
from kg.extract.rules.actors.register import Register
from kg.extract.rules.events.discourse import Discourse
from kg.extract.rules.text.document import Text
from kg.extract.rules.text.mention import Mention
from kg.extract.rules.tools import Tools


class UnderWay:
    """An article with its tools. Nothing outlives the article."""

    def __init__(self, tools: Tools, article: Article) -> None:
        self.tools = tools
        self.article = article
        self.catalog = tools.catalog
        self.words = tools.words
        self.anchor: date | None = article.dateline or article.published
        self.basis: Literal["dateline", "published"] = (
            "dateline" if article.dateline else "published"
        )
        self.doc: Text = tools.tokenizer.read(article.text)
        self.matches: list[Match] = tools.lexicon.matches(self.doc)
        self._at = [m.start for m in self.matches]
        self.blocks = article.blocks or (Block(start=0, end=len(article.text), kind="body"),)
        self.setting = tools.settings.of(article)
        self.register = Register(
            tools.authority,
            anchor=self.anchor,
            home=self.setting.home,
            seat=self.setting.seat,
            chief=self.setting.chief,
        )
        self.discourse = Discourse(article, self.doc, self.catalog)
        self.blocked: set[int] = set()
        self.opened_at: Venue | None = None
        """The place that is all that the first sentence says."""

    def matched(self, span: tuple[int, int]) -> list[Match]:
        """What the lists know in a sentence."""
        first, last = bisect_left(self._at, span[0]), bisect_left(self._at, span[1])
        return [m for m in self.matches[first:last] if m.end <= span[1]]

    def in_title(self, span: tuple[int, int]) -> bool:
        """Is a sentence in the headline? A first line that ends with a full stop is none: it is the lead."""
        at = self.doc[span[0]].idx
        return any(
            b.kind == "title"
            and b.start <= at < b.end
            and not self.article.text[b.start : b.end].rstrip().endswith(".")
            for b in self.blocks
        )

    def who(self, mention: Mention) -> tuple[Entity, ...]:
        """Whom an actor of the text is taken for."""
        return self.discourse.resolved.get(mention, ())
