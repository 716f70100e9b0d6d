"""Verbs that look at what is there: check, evaluate, doctor."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import STORE, Bar, Model, Quiet, Reader, StoreDir, Talk, Verbose, one_line
from kg.core.errors import KgError

if TYPE_CHECKING:
    import pyoxigraph as ox


def check(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", help="A file of RDF instead of the store.", show_default=False
        ),
    ] = None,
    *,
    store: StoreDir = STORE,
    shapes: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Other SHACL shapes than the bundled ones.")
    ] = None,
    warnings: Annotated[
        bool,
        typer.Option("--warnings/--no-warnings", help="Show what the sources leave open, too."),
    ] = True,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Check a store or a file of RDF.

    SHACL shapes, and what shapes cannot see. Exit code 1 if it is unsound.

    \b
    Example:
      kg check
    """
    from kg.check.shapes import check as run
    from kg.core.vocab import compact

    if file is not None:
        report = run(_load(file), shapes=shapes)
    else:
        from kg.graph.store import Store

        with Store.open(store, read_only=True) as opened:
            report = run(opened.graph, shapes=shapes)
    bad = [r for r in report.results if r.severity == "violation"]
    for r in report.results if warnings else bad:
        path = f" {compact(r.path)}" if r.path else ""
        print(one_line(f"{r.severity}: {compact(r.focus)}{path}: {r.message}"))
    talk = Talk(quiet=quiet, verbose=verbose)
    talk.say(
        f"{'sound' if report.conforms else 'not sound'}: {len(bad)} violations, "
        f"{len(report.results) - len(bad)} warnings"
    )
    if not report.conforms:
        raise typer.Exit(1)


def _load(path: Path) -> ox.Store:
    import pyoxigraph as ox

    if not path.is_file():
        raise KgError(
            "no such file", where=str(path), mend="name a file of RDF, or none for the store"
        )
    loaded = ox.Store()
    try:
        loaded.bulk_load(path=str(path))
    except (SyntaxError, ValueError, OSError) as error:
        raise KgError(
            f"cannot read the file as RDF: {error}",
            where=str(path),
            mend="give .ttl, .trig, .nq, .nt, .rdf or .jsonld, uncompressed",
        ) from error
    return loaded


def evaluate(
    gold: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="GOLD", help="Annotations, files or folders; without any, the bundled ones."
        ),
    ] = None,
    *,
    texts: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Where the texts are; else they are looked for beside the gold."
        ),
    ] = None,
    model: Model = None,
    reader: Reader = None,
    by_type: Annotated[
        bool, typer.Option("--by-type", help="Each type of event by itself, too.")
    ] = False,
    by_text: Annotated[
        bool, typer.Option("--by-text", help="Each kind of text by itself, too.")
    ] = False,
    by_language: Annotated[
        bool, typer.Option("--by-language", help="Each language by itself, too.")
    ] = False,
    floors: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Floors other than corpus/gold/floors.json.")
    ] = None,
    update_floors: Annotated[
        bool, typer.Option("--update-floors", help="Raise the floors to what was measured.")
    ] = False,
    format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="table or json.")
    ] = "table",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Measure extraction against annotations.

    Precision, recall and more, of the rules, of the learned reader and of both. Exit code 1 if a
    measure of both is below its floor.

    \b
    Example:
      kg evaluate
    """
    from kg.check import evaluate as measuring
    from kg.extract import extractor
    from kg.extract.extractor import Wanted

    if format not in ("table", "json"):
        raise typer.BadParameter(f"no format '{format}': table or json", param_hint="--format")
    talk = Talk(quiet=quiet, verbose=verbose)
    parts: list[measuring.By] = ["text"] if by_text else []
    parts += ["type"] if by_type else []
    parts += ["language"] if by_language else []
    sets = measuring.gold_sets(gold or (), texts=texts)
    pinned = floors or measuring.floors_file()
    finders = [extractor.whole(extractor.make(Wanted(model=model, reader=reader, every=True)))]
    if finders[0].name == measuring.WHOLE:
        finders += [
            extractor.make(Wanted(name=name, model=model, reader=reader))
            for name in ("rules", "reader")
        ]
    results = []
    with Bar(quiet=quiet) as bar:
        bar.total = len(finders) * sum(len(s.gold) for s in sets)
        for one_set in sets:
            able = finders[:1] if measuring.foreign(one_set) else finders
            rows = [measuring.measures_of(one_set, f, by=parts, progress=bar.step) for f in able]
            # Those of one part stand together.
            for same in zip(*rows, strict=True):
                results += [
                    replace(m, finder=f.name if len(finders) > 1 else "")
                    for m, f in zip(same, able, strict=True)
                ]
    print(measuring.as_json(results) if format == "json" else measuring.as_table(results))
    if update_floors:
        for line in measuring.update_floors(pinned, results):
            talk.say(line)
        return
    fallen = measuring.below(measuring.read_floors(pinned), results)
    for line in fallen:
        talk.say(line)
    if fallen:
        raise typer.Exit(1)


def doctor(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[STORE]", help="The folder of the store.", show_default=False),
    ] = None,
    *,
    store: StoreDir = STORE,
    model: Model = None,
    reader: Reader = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Check the installation and the store.

    Says how to mend what is wrong.

    \b
    Examples:
      kg doctor
      kg doctor graph
    """
    from kg.check.doctor import examine

    del quiet
    bad = 0
    for finding in examine(folder or store, model=model, reader=reader):
        bad += not finding.good
        if finding.good:
            print("ok   " + one_line(finding.what))
        else:
            print("BAD  " + one_line(f"{finding.what}: {finding.mend}"))
        if verbose and finding.detail:
            print("     " + one_line(finding.detail))
    if bad:
        raise typer.Exit(1)
