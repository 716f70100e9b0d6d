"""The graph in Python and in notebooks: build it, open it, ask it, and see why.

    import kg

    graph = kg.build("articles/", "graph")                       # once; again adds what is new
    graph = kg.open("graph")
    graph.ask("who-met", person="lavrov", since="2019")          # a named question, as pandas
    graph.search("trump putin call")                             # people, events, quotes
    print(graph.explain("Lavrov Pompeo Sochi"))                  # the sentences behind it

Every table is a pandas DataFrame with one row for each thing; days are ``datetime64``, confidence is a
number from 0 to 1, and what is not known is missing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Literal, cast

from kg.core.errors import KgError
from kg.graph.store import Store

if TYPE_CHECKING:
    import sqlite3

    import networkx as nx
    import pandas as pd

    from kg.ask.values import Result
    from kg.core.model import Article, Problem
    from kg.graph.view.values import GraphView

PathLike = str | os.PathLike[str]
_DAYS = ("start", "end", "first_published", "published", "first_met")


def build(
    sources: PathLike | Iterable[PathLike] | Iterable[Article],
    path: PathLike = "graph",
    *,
    model: str | None = None,
    reader: PathLike | None = None,
    judgements: PathLike | None = None,
    authority: PathLike | None = None,
    again: bool = False,
    gate: bool = True,
    workers: int | None = None,
    engine: Literal["local", "ray"] = "local",
    shards: PathLike | None = None,
) -> Graph:
    """Reads articles into the store at ``path`` and opens it.

    ``sources`` are files and folders (of text, HTML, JSON, CSV and so on), or values of
    kg.core.model.Article. Articles that are there already are not read again unless ``again`` is set.
    ``judgements.tsv`` and ``authority.csv`` in the store's folder are heeded, or the files that
    ``judgements`` and ``authority`` name. ``model`` names another spaCy pipeline, ``reader`` a file
    of ``kg train`` instead of the learned reader that comes with the package, or "none"; without ``gate``
    every sentence is parsed. ``workers`` is the number of processes that read, as many as there are processor
    cores unless given; with the engine ``ray`` they are Ray actors, and ``shards`` is a folder that all
    machines share. What cannot be read is in ``problems`` of what is given back, and in
    ``report.jsonl``, as with ``kg build``.

    Raises KgError when nothing could be read, or the store cannot be written.
    """
    from kg.construction import build as building
    from kg.core.model import Article
    from kg.extract.extractor import Wanted
    from kg.sources import read

    if engine not in ("local", "ray"):
        raise KgError(f"no such engine: '{engine}'", mend="local or ray")
    if shards is not None and engine != "ray":
        raise KgError("shards are of no use here", where="shards", mend="set engine to ray")
    given = [sources] if isinstance(sources, str | os.PathLike) else list(sources)
    articles = [a for a in given if isinstance(a, Article)]
    paths = [Path(p) for p in given if not isinstance(p, Article)]
    found = [*articles, *(read(paths) if paths else ())]
    summary = building.build(
        found,
        Path(path),
        wanted=Wanted(model=model, gate=gate, reader=None if reader is None else os.fspath(reader)),
        judgements=_path(judgements),
        authority=_path(authority),
        again=again,
        workers=workers,
        engine=engine,
        shards=_path(shards),
    )
    if summary.problems and not summary.articles:
        first = summary.problems[0]
        raise KgError(f"nothing could be read: {first.what}", where=first.source, mend=first.mend)
    return Graph(Store.open(Path(path), read_only=True), problems=summary.problems)


def drop(
    ids: str | Iterable[str],
    path: PathLike = "graph",
    *,
    judgements: PathLike | None = None,
    authority: PathLike | None = None,
) -> Graph:
    """Takes articles out of the store at ``path``, by their ids or IRIs, and opens it.

    The graph is then what it would be without them. Raises KgError when there is no such article or store.
    """
    from kg.construction import build as building
    from kg.graph.files import read_meta

    read_meta(Path(path))
    building.drop(
        [ids] if isinstance(ids, str) else ids,
        Path(path),
        judgements=_path(judgements),
        authority=_path(authority),
    )
    return open(path)


def _path(given: PathLike | None) -> Path | None:
    return None if given is None else Path(given)


def open(path: PathLike = "graph") -> Graph:
    """The graph at ``path``, to read: a store of ``kg build``, or a file of RDF (.ttl, .nq, .trig …).

    Raises KgError when there is none, or it cannot be read.
    """
    where = Path(path)
    if where.is_file():
        return Graph(_from_file(where))
    return Graph(Store.open(where, read_only=True))


def _from_file(path: Path) -> Store:
    import pyoxigraph as ox

    from kg.graph.files import Meta

    name = path.name.lower()
    packed = name.endswith(".gz")
    kind = ox.RdfFormat.from_extension(name.removesuffix(".gz").rpartition(".")[2])
    if kind is None:
        raise KgError(
            "not a store, and no file of RDF that is known",
            where=str(path),
            mend="give a folder, or .nq",
        )
    graph = ox.Store()
    try:
        if packed:
            import gzip

            with gzip.open(path) as source:
                graph.load(cast("IO[bytes]", source), format=kind)
        else:
            graph.load(path=path, format=kind)
    except (OSError, SyntaxError, ValueError) as error:
        raise KgError(f"cannot read it: {error}", where=str(path), mend="mend the file") from error
    return Store(path, graph, Meta(), writable=False)


class Graph:
    """A graph that is open to read; ``with kg.open(…) as graph`` closes it at the end.

    >>> import tempfile
    >>> from kg.graph.store import Store
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with Store.open(folder) as store:
    ...         store.publish()
    ...     with open(folder) as graph:
    ...         graph
    <kg.Graph with 0 events>
    """

    def __init__(self, store: Store, *, problems: Iterable[Problem] = ()) -> None:
        self.store = store
        self.problems = tuple(problems)
        """The sources that were left out when it was built, if it has just been."""
        self._view: GraphView | None = None
        self._index: sqlite3.Connection | None = None

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the store."""
        if self._index is not None:
            self._index.close()
            self._index = None
        self.store.close()

    def __repr__(self) -> str:
        return f"<kg.Graph with {len(self.view.events)} events>"

    @property
    def view(self) -> GraphView:
        """Everything as plain frozen values (kg.graph.view.values), read once."""
        if self._view is None:
            from kg.graph.view.load import load

            self._view = load(self.store.graph)
        return self._view

    def ask(self, name: str, **params: str | int) -> pd.DataFrame:
        """A named question of ``kg query``, with its parameters in plain words: the rows.

        A parameter whose name is a word of Python takes an underscore: ``from_="pompeo"``. Raises
        KgError for an unknown question or parameter, and for words that mean nothing or too much.
        """
        from kg.ask.query import run_named

        given = {key.rstrip("_"): str(value) for key, value in params.items()}
        return _frame(run_named(self.store.graph, name, given))

    def questions(self) -> pd.DataFrame:
        """What can be asked: name, title, an example for the command line."""
        import pandas as pd

        from kg.ask.query import named_queries

        rows = [(q.name, q.title, q.example) for q in named_queries().values()]
        return pd.DataFrame(rows, columns=["name", "title", "example"]).set_index("name")

    def sparql(self, query: str) -> pd.DataFrame | bool:
        """SPARQL 1.1: the rows of a SELECT, the triples of a CONSTRUCT, the truth of an ASK.

        All graphs are one, and the usual prefixes are declared. Raises QueryError, with line and column.
        """
        from kg.ask.query import run

        found = run(self.store.graph, query)
        return found if isinstance(found, bool) else _frame(found)

    def search(self, words: str, *, each: int = 10) -> pd.DataFrame:
        """One search over people, states, pairs, events, topics, places, articles and the quotes themselves.

        "trump putin call", "ceasefire", "ukraine 2022": days, kinds of event and statuses are understood
        as such (``kg.ask.words``), words may be beginnings, and quoted words are only looked for. A row for
        each hit, at most ``each`` of a kind; of a quote, ``iri`` is its event. How many there are in all,
        and what the events are, is in ``attrs``: ``totals``, ``facets``, ``summary``.
        """
        import pandas as pd

        from kg.ask import search

        if self._index is None:
            self._index = search.in_memory(self.store.graph)
        found = search.search(self._index, words, graph=self.store.graph, each=each)
        columns = ["kind", "name", "events", "date", "status", "quote", "article", "iri"]
        rows = [[getattr(hit, column) for column in columns] for hit in found.hits]
        frame = pd.DataFrame(rows, columns=columns).astype({"events": "Int64"})
        frame.attrs = {
            "totals": dict(found.totals),
            "facets": {name: dict(values) for name, values in found.facets.items()},
            "summary": search.summary(found),
        }
        return frame

    def explain(self, what: str) -> str:
        """Everything behind an event or an actor, as text: quotes, offsets, rules, confidence.

        ``what`` is an IRI or words: "Lavrov Pompeo Sochi". Raises KgError when nothing is called so.
        """
        from kg.ask import explain

        return "\n\n".join(
            "\n".join(explain.lines(e)) for e in explain.explain(self.store.graph, what)
        )

    def events(self) -> pd.DataFrame:
        """One row for each event: the columns of kg.export.tables.EVENT_COLUMNS, by day.

        ``start`` and ``end`` are the first and the last day, inclusive; ``date`` is EDTF at the precision
        that the sources support; several participants, topics or sources are joined by "; ".
        """
        import pandas as pd

        from kg.export.tables import EVENT_COLUMNS, event_rows

        return _days(pd.DataFrame(event_rows(self.view), columns=list(EVENT_COLUMNS)))

    def participants(self) -> pd.DataFrame:
        """One row for each part of an actor in an event: office, state and function."""
        import pandas as pd

        rows = [
            (e.iri, e.start, p.actor, a.label, a.kind, p.office, p.polity or a.polity, p.function)
            for e in self.view.events
            for p in e.participants
            for a in (self.view.actors[p.actor],)
        ]
        columns = ["event", "start", "actor", "label", "kind", "office", "polity", "function"]
        return _days(pd.DataFrame(rows, columns=columns))

    def mentions(self) -> pd.DataFrame:
        """One row for each passage: what it says of which event, in which article, in which words.

        ``from`` and ``to`` are offsets into the article's text, in characters.
        """
        import pandas as pd

        articles = self.view.articles
        rows = [
            (
                e.iri, m.article, a.published if a else None, a.publisher if a else None, m.status, m.date,
                m.start, m.end, m.quote, m.confidence, m.rule,
            )
            for e in self.view.events
            for m in e.mentions
            for a in (articles.get(m.article),)
        ]  # fmt: skip
        columns = [
            "event", "article", "published", "publisher", "status", "date", "from", "to", "quote",
            "confidence", "rule",
        ]  # fmt: skip
        return _days(pd.DataFrame(rows, columns=columns))

    def corrections(self) -> pd.DataFrame:
        """One row for each correction and what it is about: the columns of kg.export.tables.CORRECTION_COLUMNS."""
        import pandas as pd

        from kg.export.tables import CORRECTION_COLUMNS, correction_rows

        return pd.DataFrame(list(correction_rows(self.view)), columns=list(CORRECTION_COLUMNS))

    def dyads(self, scheme: str = "cameo") -> pd.DataFrame:
        """Event data: a row for each directed pair of sides, with CAMEO or PLOVER codes."""
        import pandas as pd

        from kg.export.dyads import CAMEO_COLUMNS, PLOVER_COLUMNS, rows

        columns = {"cameo": CAMEO_COLUMNS, "plover": PLOVER_COLUMNS}
        if scheme not in columns:
            raise KgError(f"no such scheme: '{scheme}'", mend="one of " + ", ".join(columns))
        return pd.DataFrame(list(rows(self.store.graph, scheme)), columns=list(columns[scheme]))

    def network(self) -> nx.MultiGraph:
        """Actors as nodes, linked once for each event that two of them share (networkx)."""
        from kg.export.graphs import network

        return network(self.view)

    def export(self, path: PathLike, *, format: str | None = None, bom: bool = False) -> Path:
        """Writes the graph to a file; its name tells the format, as with ``kg export``."""
        from kg.export import export

        export(self.store.graph, Path(path), fmt=format, bom=bom)
        return Path(path)

    def render(
        self,
        path: PathLike = "graph.html",
        *,
        title: str | None = None,
        lang: str | None = None,
    ) -> Path:
        """Writes the page to explore, as with ``kg render``."""
        from kg.render import render, write
        from kg.render.page import TITLE

        write(Path(path), render(self.view, title=title or TITLE, lang=lang))
        return Path(path)


def _frame(result: Result) -> Any:
    """Rows or triples as a DataFrame: numbers as numbers, days as days, IRIs as text."""
    import pandas as pd

    from kg.ask.values import Table

    if isinstance(result, Table):
        rows = [[_cell(c) for c in row] for row in result.rows]
        return _days(pd.DataFrame(rows, columns=list(result.columns)))
    triples = [] if isinstance(result, bool) else result
    rows = [[_cell(t.subject), _cell(t.predicate), _cell(t.object)] for t in triples]
    return pd.DataFrame(rows, columns=["subject", "predicate", "object"])


def _cell(term: Any) -> object:
    import pyoxigraph as ox

    if isinstance(term, ox.Literal):
        kind = term.datatype.value.rpartition("#")[2]
        try:
            if kind == "integer":
                return int(term.value)
            if kind in ("decimal", "double", "float"):
                return float(term.value)
        except ValueError:
            return term.value
        return term.value == "true" if kind == "boolean" else term.value
    return None if term is None else getattr(term, "value", str(term))


def _days(frame: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    for name in _DAYS:
        if name in frame:
            frame[name] = pd.to_datetime(frame[name], format="ISO8601")
    return frame
