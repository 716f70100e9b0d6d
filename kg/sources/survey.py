"""What a build would find in files and folders, for each file: a dry run of the readers, with no article kept.

``survey`` says what a file is taken for, how many articles are in it, which of its fields are used and which are not,
from when to when they are, in which languages, and what would be refused.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from kg.core import budget
from kg.core.model import Article, Problem
from kg.sources import LIMIT_BYTES, by_source, checked, kinds
from kg.sources.reader import Options, Source

MOST_NAMED = 20
"""Problems, outlets and languages of one file that are named; of the others it is said how many there are."""

_MOST_COUNTED = 10_000
_LONGEST_NAME = 200
_FIELDS = ("title", "published", "publisher", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What is in one file.

    ``reader`` is what it is taken for, ``form`` the form of export, where it is one. ``fields`` has for each field
    of an article the columns that hold it; ``unused`` are all other columns, ``resembling`` those of them that look
    like a day or an outlet which articles lack. ``given`` counts the articles that have a field in the end, from
    wherever it is. ``first`` and ``last`` bound the days of publication, ``undated``
    counts the articles without one. ``refused`` counts what would be left out, and ``problems`` names the first.
    """

    source: str
    reader: str | None = None
    form: str | None = None
    articles: int = 0
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    resembling: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    given: Mapping[str, int] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
    undated: int = 0
    outlets: tuple[str, ...] = ()
    languages: Mapping[str, int] = field(default_factory=dict)
    refused: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Counts:
    """What is counted of one file while it is read."""

    source: Source | None
    where: str
    articles: int = 0
    first: date | None = None
    last: date | None = None
    undated: int = 0
    given: Counter[str] = field(default_factory=Counter)
    outlets: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)


def survey(
    paths: Iterable[str | os.PathLike[str]],
    *,
    reader: str | None = None,
    columns: Mapping[str, str] | None = None,
    language_of: Callable[[Article], str] | None = None,
    refusal: Callable[[Article], Problem | None] = budget.too_long,
) -> Iterator[Survey]:
    """What each file under ``paths`` holds, in the order in which ``kg.sources.read`` finds them.

    ``reader`` and ``columns`` are as there. ``language_of`` says in which language an article is; without it, what
    its source says. ``refusal`` is the line of the report for an article that a build would leave out, if it would.

    Raises KgError at once for an unknown reader or an unknown field in ``columns``.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = pathlib.Path(folder, "a.csv").write_text("publishedAt,body,crawler\\n2019-03-12,They met.,x\\n")
    ...     (one,) = survey([folder])
    >>> one.reader, one.articles, one.fields["published"], one.unused, str(one.first)
    ('csv', 1, ('publishedAt',), ('crawler',), '2019-03-12')
    """
    given: list[str | os.PathLike[str]] = list(paths)
    checked(reader, columns)
    options = Options(columns=dict(columns or {}), limit_bytes=LIMIT_BYTES)
    return _surveys(given, reader, options, language_of, refusal)


def _surveys(
    paths: list[str | os.PathLike[str]],
    reader: str | None,
    options: Options,
    language_of: Callable[[Article], str] | None,
    refusal: Callable[[Article], Problem | None],
) -> Iterator[Survey]:
    counts: _Counts | None = None
    for source, found in by_source(paths, reader, options, kinds.OFFICIAL, hints=False):
        if counts is None or source is None or source is not counts.source:
            if counts is not None:
                yield _survey(counts)
            where = source.where if source else found.source if isinstance(found, Problem) else ""
            counts = _Counts(source, where)
        if isinstance(found, Problem):
            _refuse(counts, found)
            continue
        counts.articles += 1
        _count(counts, found, _language(found, source, language_of))
        refused = refusal(found)
        if refused is not None:
            _refuse(counts, refused)
    if counts is not None:
        yield _survey(counts)


def _refuse(counts: _Counts, problem: Problem) -> None:
    counts.refused += 1
    if len(counts.problems) < MOST_NAMED:
        counts.problems.append(problem)


def _language(
    article: Article, source: Source | None, language_of: Callable[[Article], str] | None
) -> str:
    """The language of the text; where that cannot be told, what the source says, if it says something."""
    if language_of is None:
        return article.language
    stated = source is not None and "language" in source.noted.used
    return language_of(article) or (article.language if stated else "")


def _count(counts: _Counts, article: Article, language: str) -> None:
    if day := article.published:
        counts.first = min(day, counts.first or day)
        counts.last = max(day, counts.last or day)
    else:
        counts.undated += 1
    _one_more(counts.languages, language or "?")
    counts.given.update(name for name in _FIELDS if getattr(article, name))
    if article.publisher:
        _one_more(counts.outlets, article.publisher)


def _one_more(counter: Counter[str], name: str) -> None:
    """Counts a name that a source gave, of which there may be any number, of any length."""
    if len(counter) < _MOST_COUNTED or name[:_LONGEST_NAME] in counter:
        counter[name[:_LONGEST_NAME]] += 1


def _survey(counts: _Counts) -> Survey:
    noted = counts.source.noted if counts.source else None
    return Survey(
        source=counts.where,
        reader=(noted.reader or None) if noted else None,
        form=(noted.form or None) if noted else None,
        articles=counts.articles,
        fields={name: tuple(columns) for name, columns in sorted(noted.used.items())}
        if noted
        else {},
        unused=tuple(name for name in noted.unused if not _used(name, noted.used)) if noted else (),
        resembling={name: tuple(columns) for name, columns in sorted(noted.resembling.items())}
        if noted
        else {},
        given={name: counts.given[name] for name in _FIELDS if counts.given[name]},
        first=counts.first,
        last=counts.last,
        undated=counts.undated,
        outlets=tuple(name for name, _ in counts.outlets.most_common(MOST_NAMED)),
        languages=dict(counts.languages.most_common(MOST_NAMED)),
        refused=counts.refused,
        problems=tuple(counts.problems),
    )


def _used(name: str, used: Mapping[str, list[str]]) -> bool:
    """Whether another record of the file gave something in that column."""
    return any(name in columns for columns in used.values())
