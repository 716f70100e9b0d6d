"""Verbs by which a person corrects what was merged: review, link."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.common import STORE, AuthorityFile, Judgements, Quiet, StoreDir, Talk, Verbose
from kg.core.errors import KgError
from kg.core.words import plain

By = Annotated[
    str, typer.Option("--by", metavar="NAME", help="Who rules; stands in the line.", envvar="USER")
]


def review(
    *,
    store: StoreDir = STORE,
    list_: Annotated[
        bool, typer.Option("--list", help="Print all pairs, one a line with tabs, and ask nothing.")
    ] = False,
    limit: Annotated[
        int | None, typer.Option(metavar="ROWS", help="At most so many pairs.")
    ] = None,
    by: By = "",
    apply: Annotated[
        bool,
        typer.Option(
            "--apply", help="Bring the graph into step with judgements.tsv, and ask nothing."
        ),
    ] = False,
    rulings: Judgements = None,
    authority: AuthorityFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Go through doubtful merges, the most doubtful first.

    Shows both sides with their evidence, and writes what you decide to judgements.tsv; the graph follows at once.

    \b
    Examples:
      kg review
      kg review --list > pairs.tsv
      kg review --apply
    """
    from datetime import UTC, datetime

    from kg.construction.build import catalog_with, judgements_of
    from kg.curate import review as reviewing
    from kg.graph.read_article import read_told
    from kg.graph.store import Store
    from kg.resolve import judgements as lines_of
    from kg.resolve.corrections import corrected
    from kg.resolve.judgements import append

    talk = Talk(quiet=quiet, verbose=verbose)
    if apply:
        _apply(store, rulings, authority, talk)
        return
    lines = judgements_of(rulings, store)
    ruled = lines_of.rulings(lines)
    catalog, _ = catalog_with(authority, store)
    with Store.open(store, read_only=True) as opened:
        told = corrected(read_told(opened.graph), lines_of.corrections(lines), catalog)
    found = reviewing.doubtful(told, catalog=catalog, judgements=ruled)[:limit]
    if list_:
        for one in found:
            print(reviewing.as_row(one))
        return
    if not found:
        talk.say("nothing is in doubt")
        return
    if not sys.stdin.isatty() and sys.stdin.closed:
        raise KgError("nobody to ask", where="kg review", mend="use --list in scripts")
    path = rulings or store / "judgements.tsv"
    written = 0
    for n, one in enumerate(found, start=1):
        print(f"{n} of {len(found)}")
        for line in reviewing.lines(one):
            print(line)
        print("same, different, or neither [s/d/Enter], q to end: ", end="", flush=True)
        answer = sys.stdin.readline()
        if not answer or answer.strip().lower() in {"q", "quit"}:
            break
        word = answer.strip().lower()
        if word not in {"s", "same", "d", "different"}:
            continue
        print("why: ", end="", flush=True)
        why = sys.stdin.readline().strip()
        today = datetime.now(UTC).date()
        decided = reviewing.ruling(
            one, same=word[0] == "s", by=by or "kg review", why=why, today=today
        )
        kept = append(path, decided)
        talk.say(f"line {kept.line} of {path}")
        written += 1
    print()
    if written:
        _apply(store, rulings, authority, talk)


def _apply(store: Path, rulings: Path | None, authority: Path | None, talk: Talk) -> None:
    """Brings the graph into step with the rulings."""
    from kg.construction import pipeline
    from kg.construction.build import catalog_with, judgements_of
    from kg.graph.store import Store

    catalog, brought = catalog_with(authority, store)
    with Store.open(store) as opened:
        if brought is not None:
            pipeline.refer(opened, brought)
        done = pipeline.settle(opened, judgements=judgements_of(rulings, store), catalog=catalog)
    for line in (*done.warnings, *done.problems):
        talk.say(plain(line))


def link(
    service: Annotated[
        str,
        typer.Argument(metavar="SERVICE", help="The address of a reconciliation service."),
    ],
    *,
    store: StoreDir = STORE,
    people: Annotated[bool, typer.Option("--people/--no-people", help="Look for people.")] = True,
    places: Annotated[bool, typer.Option("--places/--no-places", help="Look for places.")] = True,
    type: Annotated[
        str | None,
        typer.Option("--type", metavar="ID", help="Only entities of this type of the service's."),
    ] = None,
    threshold: Annotated[
        float, typer.Option(metavar="SCORE", help="Accept nothing of a lower score, of 100.")
    ] = 90.0,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be written, and write nothing.")
    ] = False,
    rulings: Judgements = None,
    authority: AuthorityFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Link people and places to an authority on the web.

    Sends their names to a service that speaks the W3C Reconciliation API, and writes what is beyond doubt to judgements.tsv. This verb alone uses the network.

    \b
    Example:
      kg link https://wikidata.reconci.link/en/api --type Q5 --no-places
    """
    from datetime import UTC, datetime

    from kg.construction.build import judgements_of
    from kg.curate import link as linking
    from kg.graph.store import Store
    from kg.graph.view.load import load
    from kg.resolve import judgements as lines_of
    from kg.resolve.judgements import append, line_of

    talk = Talk(quiet=quiet, verbose=verbose)
    known = lines_of.rulings(judgements_of(rulings, store))
    ruled = {j.left for j in known if "://" in j.right}
    with Store.open(store, read_only=True) as opened:
        view = load(opened.graph)
    nodes = [w for w in linking.wanted(view, people=people, places=places) if w.iri not in ruled]
    at = linking.service(service)
    path = rulings or store / "judgements.tsv"
    written = 0
    for wanted, candidates in linking.reconcile(at, nodes, type=type):
        entity = linking.accepted(wanted, candidates, threshold=threshold)
        if entity is None:
            talk.more(f"left alone: {wanted.name}, {len(candidates)} candidates")
            continue
        line = linking.ruling(wanted, entity, at, today=datetime.now(UTC).date())
        written += 1
        print(line_of(line))
        if not dry_run:
            append(path, line)
    talk.say(f"{written} of {len(nodes)} linked" + (", none written" if dry_run else ""))
    if written and not dry_run:
        _apply(store, rulings, authority, talk)
