"""The store: an embedded Oxigraph on disk that a builder writes and any number of readers read.

    graph/store.json       what made it, and which view is the current one
    graph/work/            the builder's database; one process at a time has it
    graph/index.sqlite     what resolution remembers of it (kg.core.index); made anew when it is missing
    graph/shards/          what a build on many machines has read and not yet put (kg.construction.ray.cluster)
    graph/view-000007/     what readers see: a snapshot that nobody writes to

A builder changes ``work`` article by article and publishes a view when articles and events agree
again. So a reader sees the state before or after a build, never between, and a build that is ended
at any moment leaves the view that was there and every article that it had put. A view shares its
files with the database (hard links), so it costs little.
"""

from __future__ import annotations

import contextlib
import difflib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

import pyoxigraph as ox

from kg.core.errors import KgError
from kg.core.ids import BASE, GRAPH_EVENTS, GRAPH_REFERENCE, article_iri, local
from kg.core.index import Index
from kg.core.model import Article, Frame, LocalIri
from kg.core.terms import DCTERMS, KG
from kg.graph.files import (
    META,
    Meta,
    broken,
    hold,
    read_meta,
    reason,
    remove_view,
    write_meta,
)
from kg.graph.write_article import article_quads, graph_of
from kg.reference.nodes import node

WORK = "work"
INDEX = "index.sqlite"
SHARDS = "shards"
PENDING = "pending|"
UNFLUSHED = 700_000
"""Quads that are written before the database is brought to the disk. Until then it keeps them in memory,
half a gigabyte; brought there more often, it sorts the same files again and again. It must come before
one of its tables in memory, 128 MB each, is full: where RocksDB has put one aside by itself, a flush may
wait for ever (seen with 1.9 million quads, in three processes that had to be killed)."""
_SOME = 200
"""Notes that are read at a time."""
_MANY = 2_000
"""Quads from which on loading them in bulk is quicker than one transaction."""
_PART = re.compile(r"\.[\w.]+\.\d+$").match
"""A file that was being written when its process ended."""
_OURS = (
    "report.jsonl", "judgements.tsv", "authority.csv", "authority.jsonl", "feeds.json", "watches.json",
    "news", ".judgements.tsv.lock",
)  # fmt: skip
"""What may lie in the folder of a store that is yet to be built."""
_EVENTS = ox.NamedNode(BASE + GRAPH_EVENTS)
_REFERENCE = ox.NamedNode(BASE + GRAPH_REFERENCE)


class Store:
    """A store on disk, opened to read or to write; use it with ``with``.

    ``graph`` is the database itself, for queries, exports and views.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with Store.open(Path(folder) / "graph") as store:
    ...         store.put(Article(id="a.txt", text="They met."), (), digest="1")
    ...         store.publish()
    ...     with Store.open(Path(folder) / "graph", read_only=True) as store:
    ...         store.sources()
    {'a.txt': 'article/undated-a-txt-y6rd2cqj'}
    """

    def __init__(
        self,
        path: Path,
        graph: ox.Store,
        meta: Meta,
        *,
        writable: bool,
        held: int | None = None,
        index: Index | None = None,
    ) -> None:
        self.path = path
        self.graph = graph
        self.index = index or Index()
        self.meta = meta
        self.writable = writable
        self._held = held
        self._unflushed = 0

    @classmethod
    def open(cls, path: Path | str, *, read_only: bool = False) -> Store:
        """The store at ``path``; to write, it is made when there is none.

        Raises KgError when the folder is something else, was made by another version, is being
        written by another process, or cannot be read.
        """
        path = Path(path)
        return _reader(cls, path) if read_only else _writer(cls, path)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the database and its lock."""
        # The database closes, and gives back its lock, when the last reference to it goes.
        self.graph = ox.Store()
        self.index.close()
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def sources(self) -> dict[str, LocalIri]:
        """The local IRI of every article by its source id, sorted."""
        found = {
            q.object.value: local(q.subject.value)
            for q in self.graph.quads_for_pattern(None, node(DCTERMS.identifier), None, None)
            if isinstance(q.subject, ox.NamedNode) and isinstance(q.object, ox.Literal)
        }
        return dict(sorted(found.items()))

    def publishers_of(self, articles: Iterable[LocalIri]) -> dict[LocalIri, str | None]:
        """The publisher's name as it was given, by the local IRI of those articles that are there."""
        out: dict[LocalIri, str | None] = {}
        for a in articles:
            me = ox.NamedNode(BASE + a)
            if self.graph.contains_named_graph(graph_of(a)):
                found = self.graph.quads_for_pattern(me, node(KG.publisherText), None, None)
                out[a] = next((q.object.value for q in found), None)  # type: ignore[union-attr]
        return out

    def pending(self) -> list[LocalIri]:
        """Articles (local IRIs) that came, went or changed since events were last in step with them."""
        return [LocalIri(k[len(PENDING) :]) for k in self.index.keys(PENDING)]

    def settled(self, articles: Iterable[LocalIri]) -> None:
        """Events are in step with these articles, and the index with the events."""
        # On the disk first: else, after a loss of power, the index would know of events that are gone.
        self.flush()
        for a in articles:
            self.index.put(PENDING + a, None)
        self.index.commit()

    def announce(
        self, articles: Iterable[LocalIri], notes: Mapping[LocalIri, tuple[str, Any]] | None = None
    ) -> None:
        """Notes what is about to change, so that an end in the middle is seen.

        ``notes`` are what ``noted`` gives of an article, with the digest that it is about to be put with.
        """
        for a in articles:
            self.index.put(PENDING + a, (notes or {}).get(a, True))
        self.index.commit()

    def ahead(self, articles: Iterable[LocalIri]) -> Iterator[LocalIri]:
        """Articles, while their notes are read some at a time."""
        rest = iter(articles)
        while some := list(islice(rest, _SOME)):
            self.index.expect(PENDING + a for a in some)
            yield from some

    def noted(self, article: LocalIri) -> Any:
        """What was noted of a pending article (local IRI), if it is there as it was to be put; or None."""
        found = self.index.get(PENDING + article)
        if not isinstance(found, list | tuple):
            return None
        digest, note = found
        return note if self._has(article, digest) else None

    def has(self, article: Article, digest: str) -> bool:
        """Was this article put with the same digest?"""
        return self._has(article_iri(article), digest)

    def _has(self, article: LocalIri, digest: str) -> bool:
        me = ox.NamedNode(BASE + article)
        found = self.graph.quads_for_pattern(me, node(KG.inputDigest), ox.Literal(digest), None)
        return next(iter(found), None) is not None

    def put(self, article: Article, frames: Iterable[Frame], *, digest: str) -> None:
        """Stores an article, in place of what was stored under its id: all of it, or nothing."""
        self.put_all([(article, frames, digest)])

    def put_all(
        self,
        read: Iterable[tuple[Article, Iterable[Frame], str]],
        notes: Mapping[LocalIri, tuple[str, Any]] | None = None,
    ) -> None:
        """Stores articles with their frames and digests: each of them whole, or not at all.

        ``notes`` are those of ``announce``, by local IRI.
        """
        rows = [(a, article_quads(a, frames, digest=digest)) for a, frames, digest in read]
        with self._writing():
            # One note of what is about to change, on the disk, for all of them.
            self.announce((i for article, _ in rows for i in self._iris(article)), notes)
            for article, quads in rows:
                self._replace(self._iris(article), quads)
                self._wrote(len(quads))

    def _iris(self, article: Article) -> set[LocalIri]:
        """The local IRI of an article, and those that its id has had with another day or publisher."""
        return {*self._articles(article.id), article_iri(article)}

    def _replace(self, before: Iterable[LocalIri], quads: list[ox.Quad]) -> None:
        """The quads of an article in place of the graphs of others, in one transaction."""
        graphs = [g for a in before if self.graph.contains_named_graph(g := graph_of(a))]
        if not graphs:
            self.graph.extend(quads)
            return
        self._wrote(len(quads))  # What goes is written, too.
        drops = "".join(f"DROP SILENT GRAPH {g} ;\n" for g in sorted(graphs, key=str))
        self.graph.update(f"{drops}INSERT DATA {{ {_block(quads)} }}")

    def drop(self, ids: Iterable[str]) -> list[str]:
        """Takes articles out, all or none; gives the source ids of what went.

        ``ids`` are source ids or IRIs. Raises KgError for one that is not there, with near ones.
        """
        wanted: dict[str, LocalIri] = {}
        for given in ids:
            article, source = next(self._articles(given), None), given
            if article is None:
                article = local(given.strip("<>"))
                source = self._source(article) or ""
            if not source:
                near = difflib.get_close_matches(given, self.sources(), n=3, cutoff=0.4)
                mend = f"did you mean {' or '.join(near)}?" if near else "no article has this id"
                raise KgError(f"no article '{given}' in the store", where=str(self.path), mend=mend)
            wanted[source] = article
        with self._writing():
            self.announce(wanted.values())
            self.graph.update(
                " ;\n".join(f"DROP SILENT GRAPH {graph_of(a)}" for a in wanted.values())
            )
        return sorted(wanted)

    def clear_events(self, quads: Iterable[ox.Quad]) -> None:
        """Empties graph/events but for what is given. A build that ends here begins again here."""
        with self._writing():
            for quad in self.graph.quads_for_pattern(None, None, None, _EVENTS):
                self.graph.remove(quad)
                self._wrote(1)
            self.graph.extend(quads)

    def change_events(self, gone: Sequence[ox.Quad], added: Sequence[ox.Quad]) -> None:
        """Takes quads out of graph/events and puts others in, at once.

        Of many, an end in the middle may leave some of them changed and others not: who calls this
        marks before what it does, and begins from nothing where it finds the mark (kg.construction.pipeline).
        """
        with self._writing():
            if len(gone) + len(added) >= _MANY:
                # A third of the time, or a tenth where some go: nothing is written as text.
                for quad in gone:
                    self.graph.remove(quad)
                    self._wrote(1)
                self.graph.bulk_extend(added)
            elif gone:
                parts = [("DELETE", gone), ("INSERT", added)]
                self.graph.update(
                    " ;\n".join(f"{verb} DATA {{ {_block(q)} }}" for verb, q in parts if q)
                )
            elif added:
                self.graph.extend(added)  # All or nothing as well, and nothing has to be parsed.

    def set_reference(self, quads: Iterable[ox.Quad], *, ontology: str) -> None:
        """Makes graph/reference what is given, unless it is that of ``ontology`` already."""
        if self.meta.ontology == ontology:
            return
        with self._writing():
            # Readers do not see this database, and a build that ends here begins again here.
            self.graph.remove_graph(_REFERENCE)
            self.graph.bulk_extend(quads)
        self._set(ontology=ontology)

    def set_model(self, model: str, *, builder: str) -> None:
        """Records what reads the articles. Raises KgError when another model read those in it."""
        if self.meta.model not in (None, model) and self.sources():
            raise KgError(
                f"its articles were read with the language model {self.meta.model}, not {model}",
                where=str(self.path),
                mend="choose the same with --model, or build into another folder with --store",
            )
        self._set(model=model, builder=builder)

    def publish(self) -> None:
        """Lets readers see what is there now; views that nobody reads any more go."""
        number = int((self.meta.view or "view-0").rpartition("-")[2]) + 1
        name = f"view-{number:06d}"
        target = self.path / name
        with self._writing():
            shutil.rmtree(target, ignore_errors=True)
            self.graph.flush()
            self.graph.backup(str(target))
        self._set(view=name)
        for old in sorted(self.path.glob("view-*")):
            if old.name != name:
                remove_view(old)

    def _set(self, **changes: str) -> None:
        self.meta = replace(self.meta, **changes)  # type: ignore[arg-type]
        write_meta(self.path, self.meta)

    def _articles(self, source: str) -> Iterator[LocalIri]:
        for q in self.graph.quads_for_pattern(
            None, node(DCTERMS.identifier), ox.Literal(source), None
        ):
            if isinstance(q.subject, ox.NamedNode):
                yield local(q.subject.value)

    def flush(self) -> None:
        """Brings to disk what is kept in memory, which the engine bounds by more than a gigabyte."""
        with self._writing():
            self.graph.flush()
        self._unflushed = 0

    def _wrote(self, quads: int) -> None:
        self._unflushed += quads
        if self._unflushed >= UNFLUSHED:
            self.flush()

    def _source(self, article: LocalIri) -> str | None:
        """The source id of an article, given its local IRI."""
        try:
            me = ox.NamedNode(BASE + article)
        except ValueError:
            return None
        for q in self.graph.quads_for_pattern(me, node(DCTERMS.identifier), None, None):
            if isinstance(q.object, ox.Literal):
                return q.object.value
        return None

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        if not self.writable:
            raise KgError(
                "the store is open to read", where=str(self.path), mend="open it to write"
            )
        try:
            yield
        except (OSError, RuntimeError, sqlite3.Error) as error:
            raise KgError(
                f"cannot write the store: {reason(error)}",
                where=str(self.path),
                mend="make room or give a folder that may be written, and run the same command again; "
                "what was stored before is intact",
            ) from error


def _block(quads: Iterable[ox.Quad]) -> str:
    """Quads as the body of an INSERT or DELETE DATA; terms are written and escaped as N-Triples."""
    homes: dict[str, list[str]] = {}
    for q in quads:
        homes.setdefault(str(q.graph_name), []).append(f"{q.subject} {q.predicate} {q.object} .")
    return "\n".join(f"GRAPH {g} {{\n" + "\n".join(lines) + "\n}" for g, lines in homes.items())


def _writer(cls: type[Store], path: Path) -> Store:
    try:
        path.mkdir(parents=True, exist_ok=True)
        strange = [p.name for p in path.iterdir() if p.name not in _OURS and not _PART(p.name)]
    except OSError as error:
        raise KgError(
            f"cannot make a store here: {reason(error)}",
            where=str(path),
            mend="give a folder that may be written with --store",
        ) from error
    if strange and not (path / META).exists():
        raise KgError(
            "this folder is not a store, and it is not empty",
            where=str(path),
            mend="give a new or empty folder with --store",
        )
    meta = read_meta(path) if strange else Meta()
    if not strange:
        write_meta(path, meta)
    try:
        graph = ox.Store(str(path / WORK))
    except (OSError, RuntimeError) as error:
        if "lock" in str(error).lower():
            raise KgError(
                "another build is writing to this store",
                where=str(path),
                mend="wait until it has ended, or build into another folder with --store",
            ) from error
        raise broken(path, error) from error
    for part in path.glob(".*"):
        if _PART(part.name):  # nobody else writes now
            part.unlink(missing_ok=True)
    try:
        index = Index(path / INDEX)
    except sqlite3.Error as error:
        raise broken(path, OSError(f"{INDEX}: {error}; delete this file")) from error
    return cls(path, graph, meta, writable=True, index=index)


def _reader(cls: type[Store], path: Path) -> Store:
    error: Exception | None = None
    for _ in range(50):
        meta = read_meta(path)
        if meta.view is None:
            raise KgError(
                "nothing has been published in this store yet: its first build did not end",
                where=str(path),
                mend="run the same kg build again; it goes on from there",
            )
        view = path / meta.view
        try:
            held = hold(view)
        except OSError as gone:  # a newer view took its place in between
            error = gone
            continue
        try:
            return cls(path, ox.Store.read_only(str(view)), meta, writable=False, held=held)
        except (OSError, RuntimeError) as failed:
            if held is not None:
                os.close(held)
            error = failed
    raise broken(path, error or OSError("no view"))
