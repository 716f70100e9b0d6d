"""One record of a table or of JSON as an article.

A record gives ``text`` and, as known, ``id``, ``published``, ``url``, ``title``, ``publisher``,
``language`` and ``kind``. The names that news tools use are understood, too (``kg.sources.formats.fields``),
and ``Options.columns`` names any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import get_args
from urllib.parse import urlsplit

from kg.core.errors import KgError
from kg.core.model import Article, ArticleKind, Problem
from kg.dates.stamps import stamped
from kg.sources.files import check_text, printable, too_long
from kg.sources.formats.fields import FIELDS, candidates, flat, resembles
from kg.sources.languages import code
from kg.sources.reader import Noted, Options, Source

_PATIENCE = 5_000
_KINDS: Mapping[str, ArticleKind] = {kind: kind for kind in get_args(ArticleKind)}


def column_names(columns: Mapping[str, str]) -> None:
    """Refuses a mapping of columns that names no field of an article."""
    for name in columns:
        if name not in FIELDS:
            near = get_close_matches(name, FIELDS, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise KgError(
                f"unknown field {name!r} in columns",
                where="columns",
                mend=f"{hint}the fields are: {', '.join(FIELDS)}",
            )


def columns_of(present: Mapping[str, object], options: Options) -> dict[str, str]:
    """For each field of an article the key that holds it: as the user says, else the best of its names
    that has a value of use."""
    found: dict[str, str] = {}
    for name, keys in candidates(tuple(present)).items():
        if name in options.columns:
            if options.columns[name] in present:
                found[name] = options.columns[name]
            continue
        if not keys:
            continue
        fit = keys if len(keys) == 1 else [key for key in keys if _useful(name, present[key])]
        found[name] = fit[0] if fit else keys[0]
    return found


def _useful(name: str, value: object) -> bool:
    """Whether a value can be that field, where several columns have a name of it."""
    if name == "published":
        return isinstance(value, str | int | float) and stamped(value) is not None
    if name == "id" and isinstance(value, int):
        return not isinstance(value, bool)
    return isinstance(value, str) and bool(value.strip())


def no_text(present: Mapping[str, object], options: Options, where: str) -> KgError:
    """The error for a record in which no column is the text."""
    shown = ", ".join(repr(str(key)[:40]) for key in list(present)[:20]) or "none"
    wanted = options.columns.get("text", "text")
    return KgError(
        f"no {wanted!r} among its columns: {shown}",
        where=where,
        mend='say which column holds the text: --column text=NAME, in Python columns={"text": "NAME"}',
    )


def patiently(found: Iterator[Article | Problem], *, where: str) -> Iterator[Article | Problem]:
    """The same, up to so many problems in a row that the rest of the source is not worth reading."""
    wrong = 0
    for one in found:
        wrong = wrong + 1 if isinstance(one, Problem) else 0
        yield one
        if wrong == _PATIENCE:
            raise KgError(
                f"{_PATIENCE:,} records in a row cannot be read; the rest was not tried",
                where=where,
                mend="mend the first ones, or check that it is what its name says",
            )


def article(
    record: object, *, fallback_id: str, where: str, options: Options, noted: Noted | None = None
) -> Iterator[Article | Problem]:
    """The article of one record, and a Problem if the record or a part of it cannot be used.

    ``noted`` is told which columns were used, and which were not.
    """
    if not isinstance(record, dict):
        raise KgError(
            f"{_json_type(record)} where an object with a text was expected",
            where=where,
            mend='one article is written as {"id": "…", "text": "…", "published": "YYYY-MM-DD"}',
        )
    record = flat(record["_source"] if isinstance(record.get("_source"), dict) else record)
    keys = columns_of(record, options)
    if "text" not in keys:
        raise no_text(record, options, where)
    values = {name: record[key] for name, key in keys.items()}
    text = values["text"]
    if not isinstance(text, str):
        raise KgError(
            f"{keys['text']!r} is {_json_type(text)}, not a string",
            where=where,
            mend="give the article's text as a string",
        )
    if len(text.encode("utf-8", "surrogatepass")) > options.limit_bytes:
        raise too_long(where, options.limit_bytes)
    check_text(text, where=where)
    wrong = [name for name in keys if name != "text" and not _is_fit(name, values[name])]
    fit = {name: _string(values[name]) for name in keys if name not in wrong and name != "text"}
    published = stamped(fit.get("published") or "")
    if fit.get("published") and published is None:
        wrong.append("published")
    if fit.get("kind") and fit["kind"] not in _KINDS:
        wrong.append("kind")
    if noted is not None:
        given = {name for name, value in fit.items() if value} | {"text"}
        _note(record, keys, given, noted, told=frozenset(wrong))
    yield Article(
        id=fit.get("id") or fallback_id,
        text=text,
        published=published,
        url=fit.get("url"),
        title=fit.get("title"),
        publisher=_outlet(fit.get("publisher")),
        language=code(fit.get("language")) or fit.get("language") or "en",
        kind=_KINDS.get(fit.get("kind") or "", "news"),
    )
    if wrong:
        shown = "; ".join(f"{name}: {str(values[name])[:60]!r}" for name in wrong)
        yield Problem(
            source=printable(where),
            what=printable(f"cannot be understood and was left out: {shown}"),
            mend=_mend(wrong),
        )


def _note(
    record: Mapping[str, object],
    keys: Mapping[str, str],
    given: set[str],
    noted: Noted,
    *,
    told: frozenset[str],
) -> None:
    """Which columns gave something, and which look like what is lacking."""
    for name in given:
        noted.use(name, keys[name])
    taken = {keys[name] for name in given}
    left = [column for column in record if column not in taken]
    for column in left:
        noted.pass_over(column)
    for name in ("published", "publisher"):
        if name not in given and name not in told:
            like = [column for column in left if resembles(name, column, record[column])]
            if like:
                noted.lack(name, like)


_WHAT = {"published": "a day", "publisher": "an outlet"}


def overlooked(source: Source) -> Iterator[Problem]:
    """What columns of a source look like, if articles were left without it."""
    for name, columns in source.noted.resembling.items():
        shown = ", ".join(repr(column) for column in columns[:5])
        many = "s" if len(columns) > 1 else ""
        number = source.noted.lacking[name]
        yield Problem(
            source=source.where,
            what=printable(
                f"no {name} in {number:,} article{'s' if number > 1 else ''}, and the column{many} {shown} "
                f"look{'' if many else 's'} like {_WHAT[name]} and {'are' if many else 'is'} not used"
            ),
            mend=printable(f"if it is, say so: --column {name}={columns[0]}"),
        )


def _mend(wrong: list[str]) -> str:
    hints = []
    if "published" in wrong:
        hints.append("write the day as YYYY-MM-DD (05/06/2019 can be read in two ways)")
    if "kind" in wrong:
        hints.append(f"kind is one of {', '.join(_KINDS)}")
    if set(wrong) - {"published", "kind"}:
        hints.append("give strings, or leave them out")
    return "; ".join(hints)


def _is_fit(name: str, value: object) -> bool:
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return True
    if value is None:
        return True
    if name == "published" and isinstance(value, int | float) and not isinstance(value, bool):
        return True
    if not isinstance(value, str):
        return False
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return "\0" not in value and len(value) <= 10_000


def _outlet(name: str | None) -> str | None:
    """The name of an outlet; of an address its site, as tools give where they have no name."""
    if name is None or not name.startswith(("http://", "https://")):
        return name
    try:
        return (urlsplit(name).hostname or "").removeprefix("www.") or name
    except ValueError:
        return name


def _string(value: object) -> str | None:
    return (str(value).strip() or None) if value is not None else None


def _json_type(value: object) -> str:
    if value is None:
        return "null"
    names = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "a string",
        list: "a list",
    }
    return names.get(type(value), "an object")
