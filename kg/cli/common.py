"""What the verbs share: options, what is said on stderr, and the progress bar."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from kg.ask.remote import Endpoint
    from kg.core.model import Article, Problem

StoreDir = Annotated[
    Path, typer.Option("--store", metavar="DIR", help="The folder of the store.", show_default=True)
]
EndpointUrl = Annotated[
    str | None,
    typer.Option(
        "--endpoint",
        metavar="URL",
        help="Ask this SPARQL 1.1 endpoint, over the network, and not a store.",
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="An installed spaCy pipeline instead of the small English one.",
    ),
]
PageLanguage = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="CODE",
        help="The language that the page speaks: en, fr, es, de, ru; else that of its reader.",
    ),
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors on stderr.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Say more on stderr.")]
Sources = Annotated[
    list[Path],
    typer.Argument(metavar="SOURCE", help="Files, or folders of files.", show_default=False),
]
SourceFormat = Annotated[
    str | None,
    typer.Option(
        "--source-format",
        metavar="NAME",
        help="The format of all sources; else each file's is found out.",
    ),
]
Reader = Annotated[
    str | None,
    typer.Option(
        "--reader",
        metavar="FILE",
        help="The learned reader: a file of kg train instead of ours; none reads by the rules alone.",
    ),
]
Language = Annotated[
    Literal["all"] | None,
    typer.Option(
        "--language",
        metavar="all",
        help="Read also languages that are not read well enough to be read without this.",
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=COLUMN",
        help="Where a table or JSON has a field: text=body, published=date. May be repeated.",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        min=1,
        max=256,
        help="Processes that read articles; as many as there are processor cores unless given.",
    ),
]
EngineName = Annotated[
    Literal["local", "ray"],
    typer.Option(
        "--engine",
        help="Who reads: processes of this machine, or Ray actors on this and others.",
    ),
]
Shards = Annotated[
    Path | None,
    typer.Option(
        "--shards",
        metavar="DIR",
        help="With --engine ray: a folder that all machines share, where what they have read is kept, "
        "and what is there already is not read again; default a folder in the store until the build ends.",
    ),
]
Gate = Annotated[
    bool,
    typer.Option(
        "--gate/--no-gate",
        help="Parse only sentences that may state an event and what belongs to them, or every one.",
    ),
]
Judgements = Annotated[
    Path | None,
    typer.Option(
        "--judgements",
        metavar="FILE",
        help="Rulings on who and what is the same; default judgements.tsv in the store's folder.",
    ),
]

AuthorityFile = Annotated[
    Path | None,
    typer.Option(
        "--authority",
        metavar="FILE",
        help="People with offices, CSV or JSONL; default authority.csv or .jsonl in the store's folder.",
    ),
]

STORE = Path("graph")
LOOK_AHEAD = 64_000_000
"""Sources of fewer bytes than this are read before extraction begins, so that the end is in sight."""


class Stopped(Exception):
    """Ctrl-C, with what is done and how to go on."""


def one_line(text: str) -> str:
    """Text as one line that cannot steer a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


class Talk:
    """What is said on stderr: ``say`` unless quiet, ``more`` only when verbose."""

    def __init__(self, *, quiet: bool, verbose: bool) -> None:
        self.quiet = quiet
        self.verbose = verbose and not quiet

    def say(self, line: str) -> None:
        if not self.quiet:
            print(line, file=sys.stderr)

    def more(self, line: str) -> None:
        if self.verbose:
            self.say(line)

    def problems(self, problems: Iterable[Problem], *, report: Path | None) -> None:
        """Names every source that was left out, one line each; past ten, where the rest is."""
        listed = list(problems)
        shown = listed if self.verbose or report is None else listed[:10]
        for p in shown:
            self.say(one_line(f"left out: {p.source}: {p.what}: {p.mend}"))
        if len(shown) < len(listed):
            self.say(f"and {len(listed) - len(shown)} more; all are in {report}")


class Bar:
    """A progress bar on stderr: only on a terminal, only when it takes more than a second."""

    def __init__(self, *, quiet: bool) -> None:
        self.wanted = not quiet and sys.stderr.isatty()
        self.total: int | None = None
        self.done = 0
        self._began = time.monotonic()
        self._progress: Any = None
        self._task: Any = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def step(self, _: object = None) -> None:
        """One article is done."""
        self.done += 1
        if not self.wanted:
            return
        if self._progress is None and time.monotonic() - self._began > 1:
            self._start()
        if self._progress is not None:
            self._progress.update(self._task, completed=self.done, total=self.total)

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            ProgressColumn,
            Task,
            TextColumn,
            TimeRemainingColumn,
        )
        from rich.text import Text

        class Rate(ProgressColumn):
            def render(self, task: Task) -> Text:
                speed = task.finished_speed or task.speed
                return Text(f"{speed:.1f}/s" if speed else "")

        # rich honours NO_COLOR by itself.
        self._progress = Progress(
            TextColumn("reading"),
            BarColumn(),
            MofNCompleteColumn(),
            Rate(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task("", total=self.total)
        self._progress.start()


def sources(
    paths: list[Path], *, reader: str | None, columns: list[str] | None, bar: Bar | None = None
) -> Iterable[Article | Problem]:
    """What the readers find. Small inputs are read ahead, so that the bar knows where the end is."""
    from kg.sources import read

    found = read(paths, reader=reader, columns=columns_given(columns))
    if bar is None or not bar.wanted or sum(_size(p) for p in paths) > LOOK_AHEAD:
        return found
    from kg.core.model import Article

    listed = list(found)
    bar.total = sum(isinstance(x, Article) for x in listed)
    return listed


def every_language(language: str | None, reader: str | None) -> bool:
    """Is every language to be read of which there is a model? Raises KgError when that is asked for and there is none."""
    if language is None:
        return False
    from kg.core.errors import KgError
    from kg.extract.reader.model import of_languages

    if reader in {None, "none"} and of_languages() is None:
        raise KgError(
            "no reader of other languages than English is installed",
            mend="pip install ./readers/languages in a checkout, or give its file as --reader FILE",
        )
    return True


def columns_given(columns: list[str] | None) -> dict[str, str]:
    """The fields and columns of ``--column``; wrong usage if one is not FIELD=COLUMN."""
    out = {}
    for given in columns or ():
        field, equals, column = given.partition("=")
        if not equals or not field.strip() or not column.strip():
            raise typer.BadParameter(f"'{given}' is not FIELD=COLUMN, as in text=body")
        out[field.strip()] = column.strip()
    return out


def _size(path: Path) -> int:
    try:
        if path.is_dir():
            return sum(p.stat().st_size for p in _some_files(path))
        return path.stat().st_size
    except OSError:
        return 0


def _some_files(folder: Path) -> Iterator[Path]:
    """The files of a folder; of very many, enough to see that they are very many."""
    for n, path in enumerate(folder.rglob("*")):
        if n > 20_000:
            return
        if path.is_file():
            yield path


def endpoint(url: str, timeout: float | None) -> Endpoint:
    """The endpoint at an address, with the time that an answer may take."""
    from kg.ask.remote import Endpoint

    if timeout is None:
        return Endpoint(url=url)
    if not 0 < timeout < 1e6:
        raise typer.BadParameter("--timeout must be more than 0")
    return Endpoint(url=url, timeout=timeout)
