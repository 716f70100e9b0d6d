"""The story: sources -> articles -> frames -> graphs of articles -> who is who -> events -> a view.

``build`` reads what is new or changed and leaves the rest; ``drop`` takes articles out; both end in
``settle``, which decides anew what that touches. The result depends only on the articles that are
there, the reference data and the judgements, not on the order in which anything happened.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import chain, islice
from time import monotonic
from typing import Any

from kg.construction import digests
from kg.construction.applying import Applying
from kg.construction.authority import Authority
from kg.construction.authority import quads as authority_quads
from kg.construction.event_rows import quads_of
from kg.construction.ledger import Ledger
from kg.construction.workers import Outcome, frames_in_turn, frames_of
from kg.core.collector import not_collected
from kg.core.ids import article_iri, iri
from kg.core.model import Article, Correction, Frame, Judgement, Line, LocalIri, Problem, Told
from kg.core.version import __version__
from kg.extract.extractor import Extractor, ReadsOne, whole
from kg.graph.read_article import read_told, told_of
from kg.graph.store import PENDING, Store
from kg.reference.catalog import Catalog, everybody
from kg.reference.once import once
from kg.reference.quads import ontology_digest, reference_quads
from kg.reference.read import load
from kg.resolve.incremental.pack import pack, unpack
from kg.resolve.incremental.state import State
from kg.resolve.judgements import corrections, line_of, rulings, split_links


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
    warnings: tuple[str, ...] = ()
    """Lines of judgements.tsv that cannot be read, or whose passage is gone: they had no effect."""


__all__ = ["Summary", "build", "drop", "frames_of", "input_digest", "settle"]

Progress = Callable[[Article], None]
Engine = Callable[[Iterable[tuple[Article, str]]], Iterator[tuple[Article, str, Outcome]]]
"""What reads articles that come with their input digests: it gives all of them back, in their order."""

BATCH = 20_000
"""Reports of events that are taken in at a time: it bounds what is kept in memory, and changes no byte."""
HANDFUL = 16
"""Articles of which one note says, on the disk, that they are about to be put."""
_UNKNOWN = 3
"""Reports that an article is taken to have which was not noted."""
MOMENT = 0.5
"""Seconds after which what is read is put and reported when the next article comes, however few wait."""


def build(
    sources: Iterable[Article | Problem],
    *,
    store: Store,
    annotator: Extractor | ReadsOne,
    judgements: Iterable[Line] = (),
    catalog: Catalog | None = None,
    authority: Authority | None = None,
    again: bool = False,
    progress: Progress | None = None,
    workers: int = 1,
    engine: Engine | None = None,
) -> Summary:
    """Adds articles to a store that is open to write, and publishes the graph that comes out.

    An article that was read before from the same text and metadata, by the same model, ontology and
    version, is not read again unless ``again`` is set. ``progress`` is called after each article.
    ``workers`` processes read articles beside each other; their number changes nothing in the graph.
    ``engine`` reads in their stead (kg.construction.ray.cluster).
    ``authority`` is one that the user brought, and which ``catalog`` has been extended by.
    Raises KgError when the store was made with another model or cannot be written.
    """
    extractor = whole(annotator)
    ontology = ontology_digest()
    store.set_model(extractor.model, builder=__version__)
    refer(store, authority)
    reader = extractor.model + extractor.settings
    # With their places in the sources: what is read ahead is told no earlier for that.
    problems: list[tuple[tuple[int, bool], Problem]] = []
    added = unchanged = asked = 0

    def to_read() -> Iterator[tuple[Article, str]]:
        """What is new or changed; notes on the way what is not."""
        nonlocal unchanged, asked
        for source in sources:
            if isinstance(source, Problem):
                problems.append(((asked, False), source))
                continue
            digest = input_digest(source, model=reader, ontology=ontology)
            if again or not store.has(source, digest):
                yield source, digest
                asked += 1
                continue
            unchanged += 1
            if progress is not None:
                progress(source)

    turn = engine(to_read()) if engine else _read_here(to_read(), extractor, workers)
    for some in _handfuls(turn):
        read: list[tuple[Article, tuple[Frame, ...], str]] = []
        for nth, (article, digest, outcome) in some:
            if isinstance(outcome, Problem):
                problems.append(((nth, True), outcome))
            else:
                read.append((article, outcome, digest))
        store.put_all(read, notes(read))
        added += len(read)
        if progress is not None:
            for _, (article, _, _) in some:
                progress(article)
    problems.sort(key=lambda told: told[0])
    settled = settle(store, judgements=judgements, catalog=catalog)
    return Summary(
        added=added,
        unchanged=unchanged,
        problems=tuple(problem for _, problem in problems),
        articles=settled.articles,
        mentions=settled.mentions,
        events=sum(n for _, n in settled.by_type),
        by_type=settled.by_type,
        by_status=settled.by_status,
        doubts=settled.problems,
        warnings=settled.warnings,
    )


def refer(store: Store, authority: Authority | None) -> None:
    """Makes graph/reference what is bundled with the authority that was brought, unless it is that already."""
    ontology = ontology_digest()
    if authority is None:
        store.set_reference(reference_quads(), ontology=ontology)
        return
    gone = {iri(t) for t in authority.replaced}
    bundled = (q for q in reference_quads() if getattr(q.subject, "value", "") not in gone)
    store.set_reference(
        chain(bundled, authority_quads(authority)), ontology=f"{ontology}+{authority.digest}"
    )


def _handfuls(
    turn: Iterable[tuple[Article, str, Outcome]],
) -> Iterator[list[tuple[int, tuple[Article, str, Outcome]]]]:
    """What is read, numbered, as many at a time as come within a moment.

    What was read before an error, or Ctrl-C, is given before that goes on its way.
    """
    some: list[tuple[int, tuple[Article, str, Outcome]]] = []
    began = 0.0
    try:
        for row in enumerate(turn):
            if not some:
                began = monotonic()
            some.append(row)
            if len(some) >= HANDFUL or monotonic() - began > MOMENT:
                given, some = some, []
                yield given
    except (Exception, KeyboardInterrupt):
        if some:
            yield some
        raise
    if some:
        yield some


def _read_here(
    articles: Iterable[tuple[Article, str]], extractor: Extractor, workers: int
) -> Iterator[tuple[Article, str, Outcome]]:
    """The engine of one machine: this process, or some that it forks."""
    digests: deque[str] = deque()

    def alone() -> Iterator[Article]:
        for article, digest in articles:
            digests.append(digest)
            yield article

    for article, outcome in frames_in_turn(alone(), extractor, workers=workers):
        yield article, digests.popleft(), outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What is there once events agree with articles again. ``problems`` are those of rulings."""

    articles: int
    mentions: int
    by_type: tuple[tuple[str, int], ...]
    by_status: tuple[tuple[str, int], ...]
    problems: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def settle(
    store: Store, *, judgements: Iterable[Line] = (), catalog: Catalog | None = None
) -> Settled:
    """Brings the events into step with the articles, and publishes them.

    Only what articles that came, went or changed touch is decided anew, unless other rulings, data or
    rules hold than before; the outcome is the same. It goes by batches, each of which is kept when it
    is done, so that memory stays bounded and an end in the middle costs one batch. Rulings about people
    are weighed against everybody: with those there is one batch.
    """
    catalog = everybody(catalog or load())
    lines = tuple(judgements)
    ruled = rulings(lines)
    memory = store.index
    # An authority that is brought to one command and not to the next makes other people known.
    known = _people_digest(catalog)
    every: tuple[Judgement | Correction, ...] = (*ruled, *corrections(lines))
    asked = sorted(line_of(x) for x in every)
    stamp = [digests.deciding(), store.meta.ontology, known, asked]
    links, inner = split_links(ruled, catalog)
    whole = State(memory, catalog, inner).whole
    anew = memory.get("stamp") != stamp or bool(memory.get("writing"))
    if anew or (whole and store.pending()):
        _forget_events(store, stamp, Ledger(memory, catalog, links))
    pending = store.pending()
    problems: list[str] = []
    applying = Applying(lines, catalog, memory)
    for told in _batches(store, pending, sys.maxsize if whole else BATCH):
        with not_collected():
            memory.mark("behind", True)
            told = applying.batch(told)
            # A state for each batch: what one keeps at hand goes when it is done.
            state = State(memory, catalog, inner)
            change = state.change(told)
            gone, new = Ledger(memory, catalog, links).enter(
                change, state, store.publishers_of(told), applying.rulings(state, inner)
            )
            memory.mark("writing", True)
            store.change_events(quads_of(gone), quads_of(new))
            memory.put("writing", None)
            store.settled(told)
            problems += change.problems
            del told, state, change, gone, new  # before the next batch is read beside it
    if anew or store.meta.view is None or memory.get("behind"):
        store.publish()
        memory.mark("behind", None)
    totals = memory.get("count") or {}
    return Settled(
        articles=totals.get("articles", {}).get("", 0),
        mentions=totals.get("mentions", {}).get("", 0),
        by_type=_ranked(totals.get("types", {})),
        by_status=_ranked(totals.get("statuses", {})),
        problems=tuple(dict.fromkeys(problems)),
        warnings=applying.warnings(whole=anew),
    )


def _forget_events(store: Store, stamp: object, ledger: Ledger) -> None:
    """Begins from nothing: no event, and every article still to be taken in."""
    store.index.clear(keep=PENDING)
    store.clear_events(quads_of(ledger.entry_links()))
    store.index.put("stamp", stamp)
    store.index.put("behind", True)
    store.announce(sorted({*store.sources().values()} - {*store.pending()}))


def notes(
    read: Iterable[tuple[Article, tuple[Frame, ...], str]],
) -> dict[LocalIri, tuple[str, list[Any]]]:
    """What articles tell, with their digests, for the store to keep until they are taken in: so that it
    need not be read again. Another version of the program may write it otherwise, and reads it anew."""
    by = digests.deciding()
    return {
        article_iri(article): (digest, [by, *(pack(t) for t in told_of(article, frames))])
        for article, frames, digest in read
    }


def _batches(
    store: Store, articles: Iterable[LocalIri], most: int
) -> Iterator[dict[LocalIri, list[Told]]]:
    """What articles tell, about so many reports at a time; an article that is gone, or reports nothing,
    has none."""
    rest = store.ahead(articles)
    while some := list(islice(rest, 1)):
        out: dict[LocalIri, list[Told]] = {}
        unknown: list[LocalIri] = []
        weight = 0
        for a in chain(some, rest):
            by, *rows = store.noted(a) or [None]
            known = by == digests.deciding()
            out[a] = [unpack(row) for row in rows] if known else []
            if not known:
                unknown.append(a)
            weight += max(1, len(rows)) if known else _UNKNOWN
            if weight >= most:
                break
        for told in read_told(store.graph, unknown):
            out[told.article].append(told)
        yield out


def drop(
    ids: Iterable[str],
    *,
    store: Store,
    judgements: Iterable[Line] = (),
    catalog: Catalog | None = None,
    authority: Authority | None = None,
) -> list[str]:
    """Takes articles out: the graph is then what it would be without them. Gives their source ids.

    ``authority`` is as for ``build``. Raises KgError for an id that the store does not have; then nothing is
    taken out.
    """
    gone = store.drop(ids)
    if authority is not None:
        refer(store, authority)
    settle(store, judgements=judgements, catalog=catalog)
    return gone


def input_digest(article: Article, *, model: str, ontology: str) -> str:
    """SHA-256 of all that frames are made from: the article, the model, the ontology, the program.

    >>> a = Article(id="a", text="They met.")
    >>> input_digest(a, model="m", ontology="o") == input_digest(a, model="n", ontology="o")
    False
    """
    whole = [asdict(article), model, ontology, __version__, digests.reading()]
    text = json.dumps(whole, sort_keys=True, default=str, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


@once
def _people_digest(catalog: Catalog) -> str:
    """SHA-256 of the names of all people that are known, and of their terms of office."""
    rows = [f"{i}\t{p.names}\t{p.polity}\n" for i, p in sorted(catalog.people.items())]
    terms = sorted(
        f"{t.person}\t{t.role}\t{t.organisation}\t{t.start}\t{t.end}\t{t.known_until}\n"
        for t in catalog.tenures
    )
    return hashlib.sha256("".join([*rows, "\n", *terms]).encode()).hexdigest()


def _ranked(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """The most frequent first."""
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
