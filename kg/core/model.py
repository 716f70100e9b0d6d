"""The values that travel through the pipeline. All are frozen; none knows RDF, spaCy or a file.

Offsets are counted in Unicode code points of ``Article.text`` and are half-open, as Python slices are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, NewType, TypeAlias

LocalIri = NewType("LocalIri", str)
"""An IRI of ours without the base: ``country/ru``, ``person/sergey-lavrov-q58217``."""
Iri = NewType("Iri", str)
"""An absolute IRI: ``https://w3id.org/diplokg/country/ru``."""
Curie = NewType("Curie", str)
"""A name with a prefix of kg.core.vocab: ``kg:Meeting``, ``c:ru``. Those of terms: kg.core.terms."""
Notation = NewType("Notation", str)
"""What a state is known by in ontology/polities.ttl, ISO 3166-1 alpha-2 where there is one: ``RU``."""

BlockKind = Literal["title", "dateline", "body", "header", "furniture"]
ArticleKind = Literal["news", "readout", "memo", "transcript"]
ActorKind = Literal["person", "country", "organisation"]
Function = Literal["participant", "host", "guest", "initiator", "addressee", "mediator", "envoy"]
Precision = Literal["day", "week", "month", "year"]
Status = Literal[
    "held", "ongoing", "planned", "proposed", "postponed", "cancelled", "declined", "denied"
]
EventType: TypeAlias = str
"""The key of a type of event ("phone_call"). Which there are is data: ontology/events, a file each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of the article with one job. Furniture ("Back to top") is skipped, its offsets kept."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One document as it was read; ``text`` is kept byte for byte, every offset points into it.

    ``id`` is the id or path that the user gave. ``blocks`` cover what is worth reading, in order of
    their offsets and without overlap; whatever lies between them is white space or nothing.
    ``dateline`` is the day printed in the text itself, ``dateline_place`` the place before it.
    """

    id: str
    text: str
    published: date | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    language: str = "en"
    kind: ArticleKind = "news"
    dateline: date | None = None
    dateline_place: str | None = None
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A source that could not be read, or not wholly: what, where and how to mend it. One report line."""

    source: str
    what: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who took part, as one article says it: a person, a state or an organisation.

    ``polity`` is the notation of a state in ontology/polities.ttl (ISO 3166-1 alpha-2 where there is
    one). ``ref`` is the local IRI of an entry of the reference data when the words name it for sure.
    ``written`` is what a list of those present calls somebody who stands in it by office alone ("The
    Secretary of State"): there the office is the name, and who held it that day is a conclusion.
    """

    name: str | None
    office: str | None
    polity: Notation | None
    kind: ActorKind
    function: Function = "participant"
    ref: LocalIri | None = None
    start: int = 0
    end: int = 0
    written: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date at the precision that the text supports.

    ``edtf`` is ISO 8601-2 level 1 (2019-05-14, 2019-05, 2019, 2019-05-13/2019-05-14, 2022-02-12?);
    None when the words could not be resolved. ``earliest`` and ``latest`` bound it, both inclusive;
    either may be known alone ("before his trip"). ``basis`` says what it was counted from.
    """

    edtf: str | None
    text: str | None
    earliest: date | None
    latest: date | None
    precision: Precision | None
    basis: Literal["stated", "dateline", "published", "context", "convention"] = "stated"
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """Where it took place: the most specific place named, and its city and state where known."""

    name: str | None
    city: str | None
    country: Notation | None
    geonames: int | None = None
    ref: LocalIri | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What was talked about: ``ref`` into the SKOS scheme when it has the topic, else the text alone."""

    ref: LocalIri | None
    label: str
    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A passage; ``quote`` equals ``Article.text[start:end]`` exactly."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What one passage says of one event. ``rule`` names the trigger in ontology/events behind it.

    ``features`` are the named reasons behind ``confidence``, as the explain verb prints them.
    """

    type: EventType
    status: Status
    participants: tuple[Actor, ...]
    when: When | None
    venue: Venue | None
    topics: tuple[Topic, ...]
    reported_by: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    confidence: float
    rule: str
    features: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A frame with its place in the graph: which mention of which article tells it.

    ``mention`` and ``article`` are local IRIs; the n-th participant's actor mention is
    ``f"{mention}#a{n}"``, counted from 1. ``sketch`` is that of the article's
    text (kg.core.sketch). This is what kg/resolve reads and all that it reads. ``numbers`` are those
    of the participants where they are not 1, 2, 3 …: where a person has said who took part.
    """

    mention: LocalIri
    article: LocalIri
    source_id: str
    published: date | None
    publisher: str | None
    article_kind: ArticleKind
    frame: Frame
    sketch: str = ""
    numbers: tuple[int, ...] = ()

    def actors(self) -> Iterator[tuple[LocalIri, Actor]]:
        """The participants, each with the local IRI of its actor mention."""
        numbers = self.numbers or range(1, len(self.frame.participants) + 1)
        for n, actor in zip(numbers, self.frame.participants, strict=True):
            yield LocalIri(f"{self.mention}#a{n}"), actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A person's ruling: ``left`` and ``right`` (local IRIs or names) are the same, or different.

    ``scope`` is "actor" or "event", or the source id of the one article that it is about.
    """

    left: str
    right: str
    same: bool
    scope: str
    why: str
    by: str
    when: str
    line: int = 0


Fact = Literal["tells", "status", "type", "date", "place", "with", "without"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A person's word on a fact of one passage, in place of what was read in it.

    ``article`` is the id of the article (its source id, or its local IRI). The passage is known by
    its ``quote`` and, where that stands there more than once or no more in these words, by
    ``start``, ``end`` and ``nth``: the number of the frame among those of one span.
    """

    article: str
    start: int
    end: int
    nth: int
    quote: str
    fact: Fact
    value: str
    why: str
    by: str
    when: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """A line of judgements.tsv that cannot be read: its number, what is wrong, and how to mend it."""

    line: int
    what: str
    mend: str


Line: TypeAlias = Judgement | Correction | BadLine
"""What a line of judgements.tsv may be."""
