"""Verbs that read a store: query, explain, render, export, cite."""

from __future__ import annotations

import difflib
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli import common
from kg.cli.common import (
    STORE,
    AuthorityFile,
    EndpointUrl,
    Judgements,
    PageLanguage,
    Quiet,
    StoreDir,
    Talk,
    Verbose,
)
from kg.core.errors import KgError

if TYPE_CHECKING:
    from kg.ask.query import NamedQuery
    from kg.graph.store import Store


def query(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME|FILE.rq|-]", help="A named query, a file of SPARQL, or - for stdin."
        ),
    ] = None,
    *,
    store: StoreDir = STORE,
    endpoint: EndpointUrl = None,
    format: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", help="table, csv, json, or ttl for triples."),
    ] = "table",
    limit: Annotated[int | None, typer.Option(metavar="ROWS", help="At most so many rows.")] = None,
    timeout: Annotated[
        float | None, typer.Option(metavar="SECONDS", help="Give up after so long.")
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Ask the graph: a named query, or SPARQL.

    Parameters of a named query are options. Without a name it lists the named queries; kg query NAME --help tells the options of one.

    \b
    Examples:
      kg query who-met --person lavrov --since 2019
      echo 'SELECT * { ?event a kg:Summit ; rdfs:label ?label }' | kg query - --format csv
      kg query who-met-most --endpoint http://127.0.0.1:8000/sparql
    """
    from kg.ask import query as queries
    from kg.ask.values import Result, Table

    talk = Talk(quiet=quiet, verbose=verbose)
    asked = {"-h", "--help"} & set(ctx.args)
    if name in ("-h", "--help") or (name is None and asked):
        print(ctx.get_help())
        return
    if name is not None and name.startswith("--"):
        _no_more([name])
    if name is None:
        _no_more(ctx.args)
        _list_queries()
        return
    named = _named(name)
    if named is not None and asked:
        _describe(named)
        return
    text = "" if named else sys.stdin.read().removeprefix("\ufeff")
    params = _params(ctx.args)
    free = named is None or not (named.params or params or named.title != named.name)
    if free:
        _no_more(ctx.args)
    sparql = named.text if named else text
    result: Result
    if endpoint is not None:
        from kg.ask.remote import ask, ask_named

        there = common.endpoint(endpoint, timeout)
        if named is None or free:
            result = ask(there, sparql, limit=limit)
        else:
            result = ask_named(there, named, params, limit=limit)
    else:
        with _opened(store) as opened:
            if named is None or free:
                result = queries.run(opened.graph, sparql, limit=limit, timeout=timeout)
            else:
                result = queries.run_named(
                    opened.graph, named, params, limit=limit, timeout=timeout
                )
    from kg.ask.tables import format_result

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    sys.stdout.write(format_result(result, format, width=width))
    if isinstance(result, Table) and result.truncated:
        talk.say(f"there is more than --limit {limit}")


def _opened(store: Path) -> Store:
    from kg.graph.store import Store

    return Store.open(store, read_only=True)


def _named(name: str) -> NamedQuery | None:
    """The named query, the one in a file, or None for stdin. Raises KgError with names like it."""
    from kg.ask import query as queries

    known = queries.named_queries()
    if name == "-":
        return None
    if name in known:
        return known[name]
    if name.endswith(".rq") or Path(name).is_file():
        return queries.read_query(Path(name))
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    raise KgError(
        f"unknown named query '{name}'",
        where="kg query",
        mend=(f"did you mean {' or '.join(near)}? " if near else "")
        + "kg query lists what there is",
    )


def _params(args: Sequence[str]) -> dict[str, str]:
    """``--person lavrov --since=2019`` as a mapping."""
    out: dict[str, str] = {}
    rest = list(args)
    while rest:
        given = rest.pop(0)
        if not given.startswith("--"):
            raise typer.BadParameter(f"unexpected '{given}'; a parameter is --name VALUE")
        key, equals, value = given[2:].partition("=")
        if not equals:
            if not rest:
                raise typer.BadParameter(f"--{key} needs a value")
            value = rest.pop(0)
        out[key] = value
    return out


def _no_more(args: Sequence[str]) -> None:
    if args:
        raise typer.BadParameter(f"unexpected '{args[0]}'; name a query first")


def _list_queries() -> None:
    from kg.ask.query import named_queries

    for q in named_queries().values():
        print(f"{q.name}\n    {q.title}\n    {q.example}")


def _describe(q: NamedQuery) -> None:
    print(f"Usage: kg query {q.name} [OPTIONS]\n\n  {q.title}")
    if q.description:
        print(f"  {q.description}")
    if q.params:
        print("\nOptions:")
    width = max((len(p.name) + len(p.kind) for p in q.params), default=0) + 4
    for p in q.params:
        head = f"--{p.name} {p.kind.upper()}"
        need = " [required]" if p.required else f" [default: {p.default}]" if p.default else ""
        print(f"  {head:{width}}  {p.help}{need}")
    print("\nAnd --store, --endpoint, --format, --limit, --timeout as for every query.")
    if q.example:
        print(f"\nExample:\n  {q.example}")


def explain(
    what: Annotated[
        str,
        typer.Argument(
            metavar="IRI-or-words", help="An event, a person, a state; by IRI or words."
        ),
    ],
    other: Annotated[
        str | None,
        typer.Argument(metavar="[OTHER]", help="Why this one and the first are one, or are not."),
    ] = None,
    *,
    store: StoreDir = STORE,
    rulings: Judgements = None,
    authority: AuthorityFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show every statement behind an answer.

    About an event or a person: quote, offsets, source, rule and confidence. Of two: why they were, or were not, taken for one.

    \b
    Examples:
      kg explain "Lavrov Pompeo Sochi"
      kg explain "Kim Jong-un" "Kim Yong-chol"
    """
    del quiet
    from kg.ask import explain as explaining

    if other is not None:
        from kg.construction.build import catalog_with, judgements_of

        catalog, _ = catalog_with(authority, store)
        ruled = judgements_of(rulings, store)
        with _opened(store) as opened:
            for line in explaining.between(
                opened.graph, what, other, catalog=catalog, judgements=ruled
            ):
                print(line)
        return
    with _opened(store) as opened:
        found = explaining.explain(opened.graph, what)
    for n, one in enumerate(found):
        if n:
            print()
        for line in explaining.lines(one, features=verbose):
            print(line)


def render(
    *,
    store: StoreDir = STORE,
    endpoint: EndpointUrl = None,
    timeout: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", help="The time that an answer of --endpoint may take."),
    ] = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="The page to write.")
    ] = Path("graph.html"),
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The heading of the page.")
    ] = None,
    lang: PageLanguage = None,
    person: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only events of this person.")
    ] = None,
    polity: Annotated[
        str | None, typer.Option(metavar="STATE", help="Only events of this state: RU or Russia.")
    ] = None,
    topic: Annotated[
        str | None,
        typer.Option(metavar="TOPIC", help="Only events about this topic or a narrower one."),
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="From 2019, 2019-05 or 2019-05-14 on.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Up to and including that time.")
    ] = None,
    status: Annotated[
        str | None, typer.Option(metavar="STATUS", help="Only held, planned, denied … events.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option(metavar="N", help="At most so many events, the latest.")
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write one self-contained page to explore.

    \b
    Examples:
      kg render --person lavrov --since 2019 -o lavrov.html
      kg render --endpoint http://127.0.0.1:8000/sparql --limit 500
    """
    from kg.graph.view.load import load
    from kg.render import filter_view, layout_cache, write
    from kg.render import render as draw
    from kg.render.page import TITLE
    from kg.render.words import language

    chosen = {
        "person": person, "polity": polity, "topic": topic, "since": since, "until": until,
        "status": status,
    }  # fmt: skip
    talk = Talk(quiet=quiet, verbose=verbose)
    spoken = language(lang) if lang else None
    if endpoint is not None:
        from kg.ask.remote import view_of

        if limit is not None and limit < 1:
            raise typer.BadParameter("--limit must be 1 or more")
        view, total = view_of(common.endpoint(endpoint, timeout), limit=limit, **chosen)
        if len(view.events) < total:
            talk.say(f"these are the latest {len(view.events)} of {total} events: see --limit")
    else:
        with _opened(store) as opened:
            view = load(opened.graph)
        view = filter_view(
            view, person=person, polity=polity, topic=topic, since=since, until=until,
            status=status, limit=limit,
        )  # fmt: skip
    write(output, draw(view, cache=layout_cache(), title=title or TITLE, lang=spoken))
    talk.say(f"wrote {output} with {len(view.events)} events: open it in a browser")


def export(
    *,
    store: StoreDir = STORE,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Its name tells the format."),
    ] = None,
    graph_store: Annotated[
        str | None,
        typer.Option(
            "--graph-store",
            metavar="URL",
            help="Put every graph to this store, over the network, by the Graph Store Protocol.",
        ),
    ] = None,
    timeout: Annotated[
        float,
        typer.Option(metavar="SECONDS", help="The time that an answer of --graph-store may take."),
    ] = 60.0,
    format: Annotated[
        str | None,
        typer.Option("--format", metavar="NAME", help="The format, whatever the file's name."),
    ] = None,
    bom: Annotated[
        bool,
        typer.Option(
            "--bom", help="Begin CSV and TSV with a byte order mark: Excel takes it for UTF-8 then."
        ),
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write the graph to a file, or put it to a store elsewhere.

    Its name tells the format, and .gz and .zst compress:
    .ttl .trig .nq .nt .rdf .jsonld .jsonl .csv .zip .parquet .graphml .gexf
    .neo4j.zip .cameo.tsv .plover.tsv
    .xlsx .ics .geojson .kml .bib .csl.json

    \b
    Examples:
      kg export -o graph.ttl
      kg export -o events.csv --bom
      kg export --graph-store http://127.0.0.1:7878/store
    """
    from kg.export import export as write
    from kg.export import exporter_for, writer_of

    talk = Talk(quiet=quiet, verbose=verbose)
    if graph_store is not None and output is None:
        from kg.ask.remote import put_graphs

        if format is not None or bom:
            raise typer.BadParameter("--format and --bom go with -o FILE")
        if not 0 < timeout < 1e6:
            raise typer.BadParameter("--timeout must be more than 0")
        with _opened(store) as opened:
            done = put_graphs(
                opened.graph, graph_store, timeout=timeout, progress=talk.more, warn=talk.say
            )
        again = f", {done.again} requests sent again" if done.again else ""
        talk.say(f"put {done.graphs} graphs with {done.triples} triples{again}")
        return
    if output is None or graph_store is not None:
        raise typer.BadParameter("give either -o FILE or --graph-store URL")
    writer_of(
        exporter_for(output, format), bom=bom
    )  # before the store is opened: a wrong name costs nothing
    with _opened(store) as opened:
        exporter = write(opened.graph, output, fmt=format, bom=bom)
    talk.say(f"wrote {output}: {exporter.name}, {exporter.doc}")


def cite(
    event: Annotated[
        str, typer.Argument(metavar="EVENT", help="An event, by IRI or words of its label.")
    ],
    *,
    store: StoreDir = STORE,
    format: Annotated[
        Literal["bibtex", "csl"],
        typer.Option(
            "--format", help="BibTeX, also for biblatex, or CSL-JSON for Zotero and Pandoc."
        ),
    ] = "bibtex",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Cite an event and its sources.

    Prints it and the articles that report it, for a bibliography.

    \b
    Examples:
      kg cite "Lavrov Pompeo Sochi"
      kg cite "Lavrov Pompeo Sochi" --format csl > sources.json
    """
    del quiet, verbose
    from kg.export.citations import bibtex_of, csl_of, entries_of
    from kg.graph.names import find
    from kg.graph.view.load import load

    with _opened(store) as opened:
        iri = find(opened.graph, event, "event", where="kg cite").value
        view = load(opened.graph)
    found = [entry for e in view.events if e.iri == iri for entry in entries_of(view, e)]
    if not found:
        raise KgError(
            f"<{iri}> is no event", where="kg cite", mend="name one by words of its label"
        )
    sys.stdout.write(csl_of(found) if format == "csl" else bibtex_of(found))
