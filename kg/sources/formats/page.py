"""A saved web page as a source: its main text and what its metadata say. Nothing is ever fetched.

The main text is found by trafilatura (Barbaresi 2021, https://aclanthology.org/2021.acl-demo.15/).
Pages come from anywhere: size, number of elements and depth are bounded before that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import trafilatura
from lxml import etree, html

from kg.core.errors import KgError
from kg.core.model import Article, Problem
from kg.dates.en import printed
from kg.dates.stamps import stamped
from kg.sources import exports
from kg.sources.files import check_text, decode, read_bytes
from kg.sources.formats import jsonld
from kg.sources.formats.markup import lines_of
from kg.sources.languages import code
from kg.sources.reader import Noted, Options, Source

MOST_ELEMENTS = 200_000
DEEPEST = 200
_MOST_TAGS = 3 * MOST_ELEMENTS
"""Beginnings and ends of elements, comments, and what only looks like one, as in a script."""
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_DATE_OPTIONS = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}
_OF_JSONLD = {
    "title": "headline",
    "published": "datePublished",
    "publisher": "publisher.name",
    "language": "inLanguage",
}
# What a third-party extractor may raise on a page that was made to break it.
_BROKEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def looks_like(head: bytes) -> bool:
    """Whether a file begins as HTML does."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:400].lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or (
        start.startswith((b"<?xml", b"<!--")) and b"<html" in head.lower()
    )


def read_html(source: Source, options: Options) -> Iterator[Article | Problem]:
    """The article in a saved page, or those of an export of a news database in it."""
    data = read_bytes(source, limit_bytes=options.limit_bytes)
    text = _decoded(data, where=source.where)
    tree = _tree(text, source.where)
    if exports.in_page(text):
        several = exports.articles(lines_of(tree), source, options)
        if several is not None:
            yield from several
            return
    yield _article(tree, name=source.name, where=source.where, noted=source.noted)


def article_in(
    data: bytes, *, name: str, where: str, charset: str | None = None, noted: Noted | None = None
) -> Article:
    """The article in the bytes of a page, with ``name`` as its id.

    ``charset`` is what was said of the page beside it, as in a header of HTTP or of a mail; the page's
    own word is taken without it. ``noted`` is told which fields the page states as JSON-LD. Raises KgError
    when there is no article in it.
    """
    tree = _tree(_decoded(data, where=where, charset=charset), where)
    return _article(tree, name=name, where=where, noted=noted or Noted())


def _decoded(data: bytes, *, where: str, charset: str | None = None) -> str:
    declared = _DECLARED.search(data[:4096])
    return decode(
        data, where=where, declared=charset or (declared[1].decode() if declared else None)
    )


def _article(tree: Any, *, name: str, where: str, noted: Noted) -> Article:
    """The article of a page: its own text and metadata, and what it states as JSON-LD before those."""
    stated = jsonld.stated(tree)
    found = _extract(tree, where)
    if stated and stated.text and jsonld.worse(found.text if found else None, stated.text):
        found = replace(found, text=stated.text) if found else _Page(text=stated.text)
        noted.use("text", "articleBody")
    if found is None:
        raise KgError(
            "no article text found in the page",
            where=where,
            mend="save the page's text as a .txt file and give that",
        )
    check_text(found.text, where=where)
    published = printed.stated(found.published or "")
    if stated:
        for field, key in _OF_JSONLD.items():
            if getattr(stated, field):
                noted.use(field, key)
        published = stamped(stated.published or "") or published
        found = replace(
            found,
            title=stated.title or found.title,
            site=stated.publisher or found.site,
            url=found.url or stated.url,
        )
    language = code(stated.language if stated else None) or code(str(tree.get("lang") or ""))
    return Article(
        id=name,
        text=found.text,
        title=found.title,
        published=published,
        url=found.url or None,
        publisher=found.site or None,
        language=language or "en",
    )


def _tree(text: str, where: str) -> Any:
    if text.count("<") > _MOST_TAGS:  # a tree of them would take gigabytes
        raise _too_much(where)
    # A declaration of another encoding is no longer true of decoded text, and lxml refuses it.
    text = re.sub(r"^\s*<\?xml[^>]{0,200}>", "", text)
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        tree = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.LxmlError, *_BROKEN) as error:
        raise KgError(
            "not a page that can be parsed", where=where, mend="save the page again as HTML"
        ) from error
    depth = count = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise _too_much(where)
    return tree


def _too_much(where: str) -> KgError:
    return KgError(
        f"a page nested deeper than {DEEPEST} levels or with more than {MOST_ELEMENTS} elements",
        where=where,
        mend="save its text as a .txt file and give that",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    text: str
    title: str | None = None
    published: str | None = None
    url: str | None = None
    site: str | None = None


def _extract(tree: Any, where: str) -> _Page | None:
    """What is in a page; None when there is no text in it."""
    try:
        document: Any = trafilatura.bare_extraction(
            tree,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            date_extraction_params=dict(_DATE_OPTIONS),
        )
        # The extractor passes over pages with little text; all of its paragraphs are taken then.
        text = (document.text if document else None) or trafilatura.baseline(tree)[1]
    except (etree.LxmlError, *_BROKEN) as error:
        raise KgError(
            f"the text of the page could not be extracted ({type(error).__name__})",
            where=where,
            mend="save its text as a .txt file and give that",
        ) from error
    if not text or not text.strip():
        return None
    return _Page(
        text=text,
        title=(document.title if document else None) or _first(tree, "//title"),
        published=(document.date if document else None) or _first(tree, "//time/@datetime"),
        url=document.url if document else None,
        site=document.sitename if document else None,
    )


def _first(tree: Any, path: str) -> str | None:
    """The text of the first node at ``path``."""
    found = tree.xpath(f"string(({path})[1])")
    return " ".join(str(found).split()) or None
