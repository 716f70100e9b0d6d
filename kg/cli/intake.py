"""Verbs for what comes in: sources."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.common import (
    Columns,
    Quiet,
    SourceFormat,
    Sources,
    Talk,
    Verbose,
    columns_given,
    one_line,
)
from kg.core.words import counted

if TYPE_CHECKING:
    from kg.core.model import Article, Problem
    from kg.sources.survey import Survey

_SHOWN = 12
"""Names of columns and outlets of one file that are shown unless more is wanted."""
_LIKE = {"published": "a day of publication", "publisher": "an outlet"}


def sources(
    source: Sources,
    *,
    source_format: SourceFormat = None,
    column: Columns = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a file and line, with everything.")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show what a build would find in files, and build nothing.

    For each file: what it is taken for, how many articles, which fields are used and which are not, first and last
    day, languages, and what would be left out. The exit code is that of the build: 3 if anything is left out, or looks
    like a field that articles lack.

    \b
    Examples:
      kg sources articles/
      kg sources dump.csv --column text=body --json
    """
    from kg.extract.recognition import language_of
    from kg.sources.survey import survey

    talk = Talk(quiet=quiet, verbose=verbose)
    language = lru_cache(maxsize=1)(language_of)  # asked twice of each article
    files = articles = refused = doubted = 0
    for one in survey(
        source,
        reader=source_format,
        columns=columns_given(column),
        language_of=language,
        refusal=partial(_refusal, language=language),
    ):
        files += 1
        articles += one.articles
        refused += one.refused
        doubted += bool(one.resembling)
        if as_json:
            print(json.dumps(_record(one), ensure_ascii=False))
            continue
        for line in _lines(one, most=10_000 if verbose else _SHOWN):
            print(line)
    talk.say(
        f"{counted(files, 'file')}, {counted(articles, 'article')}, {refused:,} left out; nothing was built"
    )
    if refused or doubted:
        raise typer.Exit(3)


def _refusal(article: Article, *, language: Callable[[Article], str]) -> Problem | None:
    """Why a build would leave an article out, if it would."""
    from kg.core import budget
    from kg.extract import recognition

    if long := budget.too_long(article):
        return long
    if language(article) in {"", recognition.ENGLISH}:
        return None
    # What reads takes a second to load: only where there may be something to refuse.
    from kg.extract.extractor import Wanted, named

    reads = named(Wanted())
    return recognition.unread(article, reads.languages, reads.more)


def _lines(one: Survey, *, most: int) -> Iterator[str]:
    kind = one.form or one.reader or "not read"
    told = [counted(one.articles, "article")]
    if one.first and one.last:
        told.append(f"{one.first}" if one.first == one.last else f"{one.first} to {one.last}")
    if one.undated:
        told.append(f"{one.undated:,} without a day")
    if one.languages:
        told.append(_counted(one.languages))
    yield one_line(f"{one.source}: {kind}: {', '.join(told)}")
    if one.fields:
        pairs = (
            f"{name} ({', '.join(c)})" if c != (name,) else name for name, c in one.fields.items()
        )
        yield "  " + one_line(f"used: {', '.join(pairs)}")
    elif one.given:
        pairs = (f"{name} of {number:,}" for name, number in one.given.items())
        yield "  " + one_line(f"found: {', '.join(pairs)}")
    if one.outlets:
        yield "  " + one_line(f"outlets: {_some(one.outlets, most)}")
    resembling = {name for columns in one.resembling.values() for name in columns}
    if unused := tuple(name for name in one.unused if name not in resembling):
        yield "  " + one_line(f"not used: {_some(unused, most)}")
    for name, columns in one.resembling.items():
        yield "  " + one_line(
            f"looks like {_LIKE.get(name, name)}: {_some(columns, most)}; if so: --column {name}={columns[0]}"
        )
    for problem in one.problems[:most]:
        yield "  " + one_line(f"left out: {problem.source}: {problem.what}: {problem.mend}")
    if one.refused > len(one.problems[:most]):
        yield f"  and {one.refused - len(one.problems[:most]):,} more left out"


def _some(names: tuple[str, ...], most: int) -> str:
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def _counted(languages: Mapping[str, int]) -> str:
    """Languages with how many articles are in each, if there is more than one."""
    named = {"?": "language unknown"}
    if len(languages) == 1:
        return ", ".join(named.get(code, code) for code in languages)
    return ", ".join(f"{named.get(code, code)} {number:,}" for code, number in languages.items())


def _record(one: Survey) -> dict[str, Any]:
    return {
        "source": one.source,
        "reader": one.reader,
        "form": one.form,
        "articles": one.articles,
        "first": str(one.first) if one.first else None,
        "last": str(one.last) if one.last else None,
        "undated": one.undated,
        "languages": dict(one.languages),
        "outlets": list(one.outlets),
        "given": dict(one.given),
        "fields": {name: list(columns) for name, columns in one.fields.items()},
        "unused": list(one.unused),
        "resembling": {name: list(columns) for name, columns in one.resembling.items()},
        "refused": one.refused,
        "problems": [{"source": p.source, "what": p.what, "mend": p.mend} for p in one.problems],
    }
