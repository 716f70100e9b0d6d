"""Verbs by which a person teaches the learned reader: suggest, train."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import (
    Bar,
    Columns,
    Quiet,
    Reader,
    SourceFormat,
    Sources,
    Talk,
    Verbose,
    one_line,
    sources,
)
from kg.core.errors import KgError

if TYPE_CHECKING:
    from kg.core.model import Article, Problem
    from kg.curate.answers import Answer
    from kg.curate.suggest import Passage, Suggestion
    from kg.extract.reader.model import Model

GOLD = Path("gold.jsonl")
ASK = "right, wrong, or neither [y/n/Enter], another type or status by its name, q to end: "


def suggest(
    source: Sources,
    *,
    limit: Annotated[
        int, typer.Option(metavar="ROWS", min=1, help="At most so many passages.")
    ] = 20,
    list_: Annotated[
        bool,
        typer.Option("--list", help="Print the passages, one a line with tabs, and ask nothing."),
    ] = False,
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Where answers are appended; what is in it is not asked again.",
        ),
    ] = GOLD,
    page: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write a page to answer in with a browser, and ask nothing."
        ),
    ] = None,
    reader: Reader = None,
    source_format: SourceFormat = None,
    column: Columns = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Annotate passages that teach the learned reader most.

    They are those where the rules and the reader disagree, or the reader is unsure. Shows what each may tell of, and writes what you answer as lines that kg train learns from.

    \b
    Examples:
      kg suggest articles/
      kg suggest articles/ --page passages.html
    """
    from kg.curate import answers
    from kg.curate.suggest import best
    from kg.extract.reader.model import DEFAULT, Model

    if list_ and page is not None:
        raise typer.BadParameter("--list and --page do not go together")
    if reader == "none":
        raise KgError(
            "without a reader there is none to teach",
            where="kg suggest --reader none",
            mend="leave --reader out, or name a file that kg train wrote",
        )
    talk = Talk(quiet=quiet, verbose=verbose)
    learned = Model(Path(reader) if reader else DEFAULT)
    known = _known(output)
    problems: list[Problem] = []
    with Bar(quiet=quiet) as bar:
        found = _passages(source, source_format, column, learned, problems, bar)
        chosen = best(found, limit, known=known)
    talk.problems(problems, report=None)
    if list_:
        for one in chosen:
            print(answers.as_row(one))
    elif not chosen:
        talk.say("no passage is left to ask about")
    elif page is not None:
        from kg.curate.suggest_page import page as drawn

        _write(page, drawn(chosen, name=output.name))
        talk.say(f"wrote {page}: open it in a browser; what it saves goes to kg train")
    else:
        written = _ask(chosen, output)
        talk.say(f"{written} of {len(chosen)} passages are now in {output}")
    if problems:
        raise typer.Exit(3)


def _passages(
    source: list[Path],
    source_format: str | None,
    column: list[str] | None,
    learned: Model,
    problems: list[Problem],
    bar: Bar,
) -> Iterator[Passage]:
    """The passages of the sources; what cannot be read is added to ``problems``."""
    from kg.construction.workers import cores, frames_in_turn
    from kg.core.model import Problem
    from kg.curate import suggest as suggesting
    from kg.extract import extractor
    from kg.extract.extractor import Wanted
    from kg.extract.reader import proposals

    found = sources(source, reader=source_format, columns=column, bar=bar)

    def articles() -> Iterator[Article]:
        for one in found:
            if isinstance(one, Problem):
                problems.append(one)
            else:
                yield one

    rules = extractor.make(Wanted(name="rules"))
    for article, frames in frames_in_turn(articles(), rules, workers=cores()):
        if isinstance(frames, Problem):
            problems.append(frames)
            continue
        text = suggesting.readable(article.text)
        proposed = proposals.propose(learned, text)
        yield from suggesting.passages(article, frames, proposed)
        bar.step()


def _ask(chosen: list[Passage], output: Path) -> int:
    """Asks about each passage and writes those that are answered whole; gives how many."""
    from kg.curate import answers

    if not sys.stdin.isatty() and sys.stdin.closed:
        raise KgError("nobody to ask", where="kg suggest", mend="use --list or --page in scripts")
    width = max(40, min(100, shutil.get_terminal_size().columns - 1))
    written = 0
    for n, one in enumerate(chosen, start=1):
        print(f"{n} of {len(chosen)}, worth {one.worth:.2f}: {answers.heading(one)}")
        given: list[Answer] = []
        for suggestion in one.suggestions:
            for line in answers.lines(one, suggestion, width=width):
                print(line)
            answer = _answer(suggestion)
            if answer is None:
                print()
                return written
            given.append(answer)
        _append(output, answers.line_of(answers.record_of(one, given)))
        written += 1
    return written


def _answer(suggestion: Suggestion) -> Answer | None:
    """What is answered, asked until it is understood; None to end."""
    from kg.curate import answers
    from kg.extract.reader.labels import KINDS, STATUSES

    while True:
        print(ASK, end="", flush=True)
        word = sys.stdin.readline()
        if not word or word.strip().lower() in {"q", "quit"}:
            return None
        answer = answers.answer(word, suggestion)
        if answer is not None:
            return answer
        print(f"'{one_line(word)}' is none of these; the types are " + ", ".join(KINDS))
        print("the statuses are " + ", ".join(STATUSES))


def _known(path: Path) -> frozenset[str]:
    """The passages that a file of gold lines has, if it is there."""
    from kg.curate import answers

    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            return frozenset(answers.known(enumerate(file, start=1)))
    except FileNotFoundError:
        return frozenset()
    except (OSError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) else str(error)
        raise KgError(
            f"cannot add to it: {told}",
            where=str(path),
            mend="name a file of gold lines, or one that is not there yet, with --output",
        ) from None


def _append(path: Path, line: str) -> None:
    """Adds a line to a file. One that somebody left without an end of its last line gets that first."""
    try:
        with path.open("a+b") as file:
            if file.tell():
                file.seek(-1, 2)
                if file.read(1) != b"\n":
                    file.write(b"\n")
            file.write(line.encode() + b"\n")
    except OSError as error:
        raise _unwritten(path, error) from None


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise _unwritten(path, error) from None


def _unwritten(path: Path, error: OSError) -> KgError:
    return KgError(
        f"cannot write {path}: {error.strerror}",
        where="kg suggest",
        mend="name a file in a folder that exists and that you may write to",
    )


def train(
    gold: Annotated[
        list[Path],
        typer.Argument(
            metavar="GOLD", help="Gold lines, as kg suggest writes them.", show_default=False
        ),
    ],
    *,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="The model file to write.")
    ] = Path("reader.zip"),
    reader: Annotated[
        str | None,
        typer.Option(
            "--reader",
            metavar="FILE",
            help="The model file to go on from, ours unless given; none begins with the published encoder.",
        ),
    ] = None,
    held_back: Annotated[
        float,
        typer.Option(
            "--held-back",
            metavar="SHARE",
            min=0.0,
            max=0.5,
            help="The share of the texts to measure on.",
        ),
    ] = 0.15,
    epochs: Annotated[
        int | None,
        typer.Option("--epochs", metavar="N", min=1, max=100, help="How often each text is seen."),
    ] = None,
    unlabelled: Annotated[
        Path | None,
        typer.Option(
            "--unlabelled",
            metavar="FILE",
            help="Texts without annotations (JSON lines with text): what the bundled reader is sure of is learned from.",
        ),
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Train the learned reader on with your own annotations.

    Says what it gains on texts that are held back, and writes a file for --reader. Needs the extra train:
    pip install 'diplokg[train]'.

    \b
    Example:
      kg train gold.jsonl -o mine.zip
    """
    talk = Talk(quiet=quiet, verbose=verbose)
    try:
        from kg.training.fitting import Recipe
        from kg.training.train import ON
        from kg.training.train import train as training
    except ImportError as error:
        raise KgError(
            f"training needs a package that is not installed: {error.name}",
            mend="pip install 'diplokg[train]'",
        ) from None
    from kg.extract.reader.model import DEFAULT

    start = None if reader == "none" else Path(reader) if reader else DEFAULT
    recipe = ON if start else Recipe()
    if epochs is not None:
        recipe = replace(recipe, epochs=epochs)
    training(
        gold, output, start=start, held_back=held_back, recipe=recipe, unlabelled=unlabelled, say=talk.say
    )  # fmt: skip
    talk.say(f"wrote {output}: kg build articles/ --reader {output}")
