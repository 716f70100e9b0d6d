"""Verbs that show the graph to others: serve and publish."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.common import STORE, Judgements, Quiet, StoreDir, Talk, Verbose
from kg.core.errors import KgError


def serve(
    *,
    store: StoreDir = STORE,
    host: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="Where to listen; other machines need --public, too."),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="N", help="The port; 0 for any that is free.")
    ] = 8000,
    public: Annotated[
        bool, typer.Option("--public", help="Allow an address that other machines can reach.")
    ] = False,
    cors: Annotated[
        str | None,
        typer.Option(
            metavar="ORIGIN",
            help="Whose pages may read it in a browser: * for all, none, or an origin; "
            "none if not given, with --public all.",
        ),
    ] = None,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", help="The time that a query may take.")
    ] = 30.0,
    memory: Annotated[
        int, typer.Option(metavar="MB", help="The memory that a query may use.")
    ] = 512,
    rows: Annotated[int, typer.Option(metavar="N", help="The most rows of a result.")] = 100_000,
    review: Annotated[
        bool,
        typer.Option(
            "--review",
            help="Let the explorer write corrections to judgements.tsv; on this machine alone.",
        ),
    ] = False,
    rulings: Judgements = None,
    workers: Annotated[
        int, typer.Option(metavar="N", help="So many queries at once; and half as many long ones.")
    ] = 6,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Serve the graph over HTTP, to read or to correct.

    SPARQL, linked data, questions with forms, and the explorer, until Ctrl-C.

    \b
    Examples:
      kg serve --store graph --port 8000
      kg serve --review
    """
    from kg.serve import LOOPBACK

    if cors is not None and not re.fullmatch(r"\*|none|https?://[^\s/\"',;]+", cors):
        raise KgError(
            f"no origin: '{cors}'",
            where="--cors",
            mend="give *, none, or scheme and host: https://example.org",
        )
    if host not in LOOPBACK and not public:
        raise KgError(
            f"{host} can be reached from other machines",
            where="kg serve",
            mend="add --public if that is what you want, or leave out --host",
        )
    from kg.serve import Limits
    from kg.serve import serve as run
    from kg.serve.limits import MIB

    for name, value in (
        ("--timeout", timeout),
        ("--memory", memory),
        ("--rows", rows),
        ("--workers", workers),
    ):
        if value <= 0:
            raise typer.BadParameter(f"{name} must be more than 0")
    talk = Talk(quiet=quiet, verbose=verbose)
    talk.say("serving, until Ctrl-C, at")
    limits = Limits(
        seconds=timeout, memory=memory * MIB, rows=rows, workers=workers, long=max(1, workers // 2)
    )
    run(
        store,
        host=host,
        port=port,
        limits=limits,
        cors={None: "*" if public else None, "none": None}.get(cors, cors),
        public=public,
        review=(rulings or store / "judgements.tsv") if review else None,
        quiet=not verbose,
    )


def publish(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder to write.", show_default=False)
    ],
    *,
    store: StoreDir = STORE,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="The name of the site.")] = None,
    url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Where the folder will be found, for descriptions."),
    ] = None,
    licence: Annotated[
        str | None,
        typer.Option(metavar="URL", help="The licence of the data; CC BY 4.0 if not given."),
    ] = None,
    quotes: Annotated[
        str,
        typer.Option(
            metavar="HOW", help="full, short (the beginning), or hash (no text of articles)."
        ),
    ] = "full",
    everything: Annotated[
        bool, typer.Option("--all", help="Pages for unused entries of the reference data, too.")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write a static site of the graph.

    A page for everything, data in several formats, descriptions, licence and citation; no server needed.

    \b
    Example:
      kg publish site --quotes short --url https://example.org/graph/
    """
    from kg.graph.store import Store
    from kg.publish import publish as write

    talk = Talk(quiet=quiet, verbose=verbose)
    given = {"title": title, "url": url, "licence": licence}
    with Store.open(store, read_only=True) as opened:
        done = write(
            opened.graph, folder, quotes=quotes, everything=everything, progress=talk.more,
            **{k: v for k, v in given.items() if v is not None},
        )  # fmt: skip
    talk.say(f"wrote {done.pages} pages and {done.files - done.pages} other files to {folder}")
