"""Where an article comes from: whose government published it, and where its dateline stands."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.core.ids import fold
from kg.core.model import Article, LocalIri, Notation, Venue
from kg.extract.rules.actors.chunker import Chunker
from kg.extract.rules.actors.lexicon import Lexicon
from kg.extract.rules.actors.places import Places
from kg.extract.rules.text.document import Tokenizer
from kg.reference.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of an article's publisher and dateline; states are notations.

    ``home`` is the state whose government published it, ``chief`` the office that heads the publisher,
    ``seat`` the state whose capital the dateline names, ``place`` what the dateline names.
    """

    home: Notation | None = None
    chief: LocalIri | None = None
    seat: Notation | None = None
    place: Venue | None = None

    @property
    def state(self) -> Notation | None:
        """The state that "here" is in."""
        return self.seat or (self.place.country if self.place else None)


class Settings:
    """Knows publishers and places; made once for a catalog."""

    def __init__(
        self,
        catalog: Catalog,
        *,
        tokenizer: Tokenizer,
        lexicon: Lexicon,
        places: Places,
        chunker: Chunker,
    ) -> None:
        self._catalog = catalog
        self._tokenizer = tokenizer
        self._lexicon = lexicon
        self._places = places
        self._capitals = chunker.capitals
        self._sites = sorted(
            ((d, o.polity) for o in catalog.organisations.values() if o.polity for d in o.domains),
            key=lambda row: (-len(row[0]), row),
        )
        self._governments = {
            name: o.polity
            for o in catalog.organisations.values()
            if o.polity and o.kind == "government"
            for name in o.names
        }

    def of(self, article: Article) -> Setting:
        """The setting of an article."""
        return Setting(
            home=self._home(article),
            chief=self._chief(article),
            seat=self._seat(article.dateline_place),
            place=self._place(article.dateline_place),
        )

    def _home(self, article: Article) -> Notation | None:
        """By its site or its publisher."""
        host = (article.url or "").split("//", 1)[-1].split("/", 1)[0].removeprefix("www.")
        for domain, polity in self._sites:
            if host == domain or host.endswith("." + domain):
                return polity
        publisher = article.publisher or ""
        return self._governments.get(publisher) or self._named_state(publisher)

    def _named_state(self, publisher: str) -> Notation | None:
        """The one state that the name of a ministry, an office or a state's agency has in it."""
        doc = self._tokenizer.read(publisher)
        if not set(doc.folded) & self._catalog.words["government-word"]:
            return None
        named = [
            (m.end - m.start, self._catalog.polities[m.ref].notation)
            for m in self._lexicon.matches(doc)
            if m.kind in {"polity", "adjective"}
        ]
        longest = {p for n, p in named if n == max(row[0] for row in named)}
        return longest.pop() if len(longest) == 1 else None

    def _chief(self, article: Article) -> LocalIri | None:
        """Known if it is a foreign ministry."""
        name = fold(article.publisher or "")
        foreign = any(w in name for w in self._catalog.words["foreign-ministry"])
        return LocalIri("post/foreign-minister") if foreign else None

    def _seat(self, words: str | None) -> Notation | None:
        if not words:
            return None
        for m in self._lexicon.matches(self._tokenizer.read(words)):
            if m.kind == "place" and m.ref in self._capitals:
                return self._capitals[m.ref]
        return None

    def _place(self, words: str | None) -> Venue | None:
        if not words:
            return None
        text = words.title() if words.isupper() else words
        doc = self._tokenizer.read(text)
        found = self._places.find(doc, (0, len(doc)), self._lexicon.matches(doc), [])
        return replace(found[0].venue, start=0, end=0) if found else None
