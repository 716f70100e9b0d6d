"""One record of a table or of JSON as an article.

A record gives ``text`` and, as known, ``id``, ``published``, ``url``, ``title``, ``publisher``,
``language`` and ``kind``. Other common names of columns are understood (``body``, ``date``,
``headline`` …), and ``Options.columns`` names any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import get_args

from kg.core.errors import KgError
from kg.core.model import Article, ArticleKind, Problem
from kg.dates.en import printed
from kg.sources.files import check_text, printable, too_long
from kg.sources.reader import Options

FIELDS: Mapping[str, tuple[str, ...]] = {
    "text": ("body", "content", "article", "article_text", "full_text", "fulltext", "maintext"),
    "id": ("article_id", "doc_id", "document_id", "guid"),
    "published": (
        "date",
        "published_at",
        "publication_date",
        "publish_date",
        "pub_date",
        "pubdate",
        "date_published",
        "date_publish",
        "datetime",
    ),
    "url": ("link", "permalink", "web_url", "article_url"),
    "title": ("headline",),
    "publisher": ("publication", "outlet", "site_name", "sitename"),
    "language": ("lang",),
    "kind": (),
}
"""The fields of an article, each with the names of columns that are taken for it by themselves."""

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
    """For each field of an article the key that holds it: as the user says, else by its name."""
    plain = {re.sub(r"[\s-]+", "_", key.strip().lower()): key for key in reversed(list(present))}
    found: dict[str, str] = {}
    for name, others in FIELDS.items():
        if name in options.columns:
            if options.columns[name] in present:
                found[name] = options.columns[name]
            continue
        key = next((plain[alias] for alias in (name, *others) if alias in plain), None)
        if key is not None:
            found[name] = key
    return found


def no_text(present: Mapping[str, object], options: Options, where: str) -> KgError:
    """The error for a record in which no column is the text."""
    shown = ", ".join(repr(str(key)[:40]) for key in list(present)[:20]) or "none"
    wanted = options.columns.get("text", "text")
    return KgError(
        f"no {wanted!r} among its columns: {shown}",
        where=where,
        mend='say which column holds the text, for example columns={"text": "NAME"}',
    )


def article(
    record: object, *, fallback_id: str, where: str, options: Options
) -> Iterator[Article | Problem]:
    """The article of one record, and a Problem if the record or a part of it cannot be used."""
    if not isinstance(record, dict):
        raise KgError(
            f"{_json_type(record)} where an object with a text was expected",
            where=where,
            mend='one article is written as {"id": "…", "text": "…", "published": "YYYY-MM-DD"}',
        )
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
    published = printed.stated(fit.get("published") or "")
    if fit.get("published") and published is None:
        wrong.append("published")
    if fit.get("kind") and fit["kind"] not in _KINDS:
        wrong.append("kind")
    yield Article(
        id=fit.get("id") or fallback_id,
        text=text,
        published=published,
        url=fit.get("url"),
        title=fit.get("title"),
        publisher=fit.get("publisher"),
        language=fit.get("language") or "en",
        kind=_KINDS.get(fit.get("kind") or "", "news"),
    )
    if wrong:
        shown = "; ".join(f"{name}: {str(values[name])[:60]!r}" for name in wrong)
        yield Problem(
            source=printable(where),
            what=printable(f"cannot be understood and was left out: {shown}"),
            mend=_mend(wrong),
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
    if not isinstance(value, str):
        return False
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return "\0" not in value and len(value) <= 10_000


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
