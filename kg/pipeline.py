"""The story: sources -> articles -> frames -> graphs of articles -> who is who -> events -> a view.

``build`` reads what is new or changed and leaves the rest; ``drop`` takes articles out; both end in
``settle``, which computes all events from all mentions. So the result depends only on the articles,
the reference data and the judgements, not on the order in which anything happened.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from kg import __version__
from kg.catalog import Catalog, load
from kg.computed import event_quads
from kg.errors import KgError
from kg.model import Article, Frame, Judgement, Problem
from kg.reference import ontology_digest, reference_quads
from kg.resolve import resolve
from kg.resolve.model import Resolution
from kg.store import Store
from kg.told import read_told


class Annotates(Protocol):
    """What reads an article: kg.annotate.Annotator, or anything that behaves as it does."""

    model: str

    def annotate(self, article: Article) -> tuple[Frame, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a build did and what is there now. ``problems`` are the sources that were left out."""

    added: int
    unchanged: int
    problems: tuple[Problem, ...]
    articles: int
    mentions: int
    events: int
    by_type: tuple[tuple[str, int], ...]
    by_status: tuple[tuple[str, int], ...]
    doubts: tuple[str, ...] = ()


Progress = Callable[[Article], None]


def build(
    sources: Iterable[Article | Problem],
    *,
    store: Store,
    annotator: Annotates,
    judgements: Iterable[Judgement] = (),
    catalog: Catalog | None = None,
    again: bool = False,
    progress: Progress | None = None,
) -> Summary:
    """Adds articles to a store that is open to write, and publishes the graph that comes out.

    An article that was read before from the same text and metadata, by the same model, ontology and
    version, is not read again unless ``again`` is set. ``progress`` is called after each article.
    Raises KgError when the store was made with another model or cannot be written.
    """
    ontology = ontology_digest()
    store.set_model(annotator.model, builder=__version__)
    store.set_reference(reference_quads(), ontology=ontology)
    problems: list[Problem] = []
    added = unchanged = 0
    for source in sources:
        if isinstance(source, Problem):
            problems.append(source)
            continue
        digest = input_digest(source, model=annotator.model, ontology=ontology)
        if not again and store.has(source, digest):
            unchanged += 1
        elif isinstance(frames := frames_of(annotator, source), Problem):
            problems.append(frames)
        else:
            store.put(source, frames, digest=digest)
            added += 1
        if progress is not None:
            progress(source)
    resolution, mentions = settle(store, judgements=judgements, catalog=catalog)
    return Summary(
        added=added,
        unchanged=unchanged,
        problems=tuple(problems),
        articles=len(store.sources()),
        mentions=mentions,
        events=len(resolution.events),
        by_type=_counted(e.type for e in resolution.events),
        by_status=_counted(e.status for e in resolution.events),
        doubts=resolution.problems,
    )


def settle(
    store: Store, *, judgements: Iterable[Judgement] = (), catalog: Catalog | None = None
) -> tuple[Resolution, int]:
    """Computes the events from every mention in the store and publishes them.

    Gives the resolution and the number of mentions that it is of.
    """
    catalog = catalog or load()
    told = tuple(read_told(store.graph))
    resolution = resolve(told, catalog=catalog, judgements=tuple(judgements))
    store.replace_events(event_quads(resolution, told, catalog, publishers=store.publishers()))
    store.publish()
    return resolution, len(told)


def drop(
    ids: Iterable[str],
    *,
    store: Store,
    judgements: Iterable[Judgement] = (),
    catalog: Catalog | None = None,
) -> list[str]:
    """Takes articles out: the graph is then what it would be without them. Gives their source ids.

    Raises KgError for an id that the store does not have; then nothing is taken out.
    """
    gone = store.drop(ids)
    settle(store, judgements=judgements, catalog=catalog)
    return gone


def input_digest(article: Article, *, model: str, ontology: str) -> str:
    """SHA-256 of all that frames are made from: the article, the model, the ontology, the program.

    >>> a = Article(id="a", text="They met.")
    >>> input_digest(a, model="m", ontology="o") == input_digest(a, model="n", ontology="o")
    False
    """
    whole = [asdict(article), model, ontology, __version__, _code_digest()]
    text = json.dumps(whole, sort_keys=True, default=str, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _code_digest() -> str:
    """SHA-256 of the code that reads articles, so that a change to a rule is seen without a release."""
    seen = hashlib.sha256()
    for path in sorted((Path(__file__).parent / "annotate").glob("*.py")):
        seen.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return seen.hexdigest()


def frames_of(annotator: Annotates, article: Article) -> tuple[Frame, ...] | Problem:
    """The frames of an article; whatever goes wrong costs this article alone."""
    try:
        return annotator.annotate(article)
    except KgError:
        raise
    except Exception as error:
        return Problem(
            source=article.id,
            what=f"the extraction failed: {type(error).__name__}: {' '.join(str(error).split())[:200]}",
            mend="this is a fault of the program: please report it with the text; the rest is built",
        )


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """How often each name occurs, the most frequent first."""
    return tuple(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))
