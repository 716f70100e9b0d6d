"""The command line: one thin verb per stage. Heavy modules are imported by the verb that needs them.

Data goes to stdout, everything else to stderr. Exit code 0: done; 1: failed; 2: wrong usage; 3: done,
but some sources could not be read; 130: stopped by Ctrl-C.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence

import typer

from kg.cli import (
    ask,
    building,
    checking,
    curating,
    finding,
    intake,
    officials,
    serving,
    teaching,
    watching,
)
from kg.cli.common import Stopped, one_line
from kg.core.errors import KgError
from kg.core.version import __version__


def _version(wanted: bool) -> None:
    if wanted:
        print(f"kg (diplokg) {__version__}")
        raise typer.Exit


def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and exit."
    ),
) -> None:
    """From a folder of news articles and readouts to a graph of who met whom, when, where and about
    what, with the sentence behind every answer.

    \b
    Try:
      kg demo                                    the bundled articles, a graph and a page to open
      kg build FOLDER                            your own articles
      kg query who-met --person lavrov           whom he met, and when
      kg search trump putin call                 people, pairs, events and quotes
      kg explain "Lavrov Pompeo Sochi"                who says so, in which words
    """


VERBS = (
    building.demo,
    intake.sources,
    building.build,
    building.drop,
    watching.watch,
    watching.news,
    building.extract,
    ask.query,
    finding.search,
    ask.explain,
    curating.review,
    curating.link,
    officials.authority,
    teaching.suggest,
    teaching.train,
    ask.render,
    ask.export,
    ask.cite,
    serving.serve,
    serving.publish,
    checking.check,
    checking.evaluate,
    checking.doctor,
)


def app(verbs: Sequence[Callable[..., None]] = VERBS) -> typer.Typer:
    """The command line of some verbs.

    >>> [c.name for c in app([ask.query]).registered_commands]
    ['query']
    """
    made = typer.Typer(
        name="kg",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    made.callback()(_root)
    settings = {"ignore_unknown_options": True, "allow_extra_args": True}
    for verb in verbs:
        if verb is ask.query:
            # Its options depend on the query that is named; -h is for that query, then.
            made.command("query", context_settings={**settings, "help_option_names": []})(verb)
        else:
            made.command(verb.__name__)(verb)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one verb and gives its exit code. No traceback ever reaches the terminal.

    >>> main(["--version"])
    kg (diplokg) 0.1.0
    0
    """
    _utf8()
    try:
        words = list(sys.argv[1:] if argv is None else argv)
        # To read the options of all verbs takes longer than many an answer: the one that is named will do.
        named = [verb for verb in VERBS if words and verb.__name__ == words[0]]
        code = app(named or VERBS)(words, standalone_mode=False, prog_name="kg")
        sys.stdout.flush()
        return int(code or 0)
    except KgError as error:
        return _fail(str(error), 1)
    except Stopped as stopped:
        return _fail(str(stopped), 130, prefix="kg: stopped: ")
    except (KeyboardInterrupt, typer.Abort):
        return _fail("run the same command again to go on", 130, prefix="kg: stopped: ")
    except BrokenPipeError:
        # Whoever read our output had enough of it. Python would complain once more at exit.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        message = getattr(error, "format_message", None)
        if message is not None and hasattr(error, "exit_code"):
            return _usage(error, message())
        return _fail(_log(error), 1)


def _utf8() -> None:
    """Data is UTF-8 whatever the locale says; a terminal shows what it can."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            with contextlib.suppress(ValueError, OSError):
                if stream.isatty():
                    reconfigure(errors="replace")
                else:
                    reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _fail(message: str, code: int, *, prefix: str = "kg: ") -> int:
    with contextlib.suppress(BrokenPipeError):
        print(prefix + one_line(message), file=sys.stderr)
    return code


def _usage(error: Exception, message: str) -> int:
    """Wrong usage in one line: what is wrong, and which help tells more."""
    context = getattr(error, "ctx", None)
    path = getattr(context, "command_path", "kg") if context is not None else "kg"
    # kg alone: its help is the answer. Some versions of Typer give it as the message.
    if not message.strip() or type(error).__name__ == "NoArgsIsHelpError":
        print(context.get_help() if context is not None else "kg --help", file=sys.stderr)
        return 2
    return _fail(f"{message.rstrip('.')}: {path} --help tells what there is", 2)


def _log(error: Exception) -> str:
    """Keeps the traceback of a fault of ours in a file, and says where it is."""
    import tempfile
    import traceback

    what = f"unexpected {type(error).__name__}: {error}"
    try:
        handle, name = tempfile.mkstemp(prefix="kg-error-", suffix=".log", text=True)
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as log:
            traceback.print_exception(error, file=log)
    except OSError:
        return f"{what}: this is a fault of the program, please report it"
    return f"{what}: this is a fault of the program, please report it with {name}"
