"""Volumes of Foreign Relations of the United States (TEI, Office of the Historian): a document, an article.

The text has a line for each paragraph, with lists as the printed volumes have them ("Participants:",
then "- " and a name); editors' notes and page breaks are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from kg.core.errors import KgError
from kg.core.model import Article, Problem
from kg.dates.en import printed
from kg.sources.reader import Options, Source
from kg.sources.safe_xml import elements, local_name, text_of

_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_FRUS = "{http://history.state.gov/frus/ns/1.0}"
_NOTES = frozenset({"note", "pb", "figure", "graphic"})
_PARTS = ("p", "list", "table", "signed", "head", "div", "dateline")
_WHEN = ("when", "notBefore", "from", "notAfter", "to")
PUBLISHER = "Office of the Historian"


def read_frus(source: Source, options: Options) -> Iterator[Article | Problem]:
    """The documents of a volume, with ids such as frus1969-76ve15p1/d12."""
    found = False
    volume = ""
    for number, element in enumerate(elements(source, options, ("div",))):
        if number == 0:
            if local_name(element) != "TEI":
                raise KgError(
                    "not a TEI document", where=source.where, mend="give a FRUS volume in TEI"
                )
            stem = source.name.rsplit("/", 1)[-1].split(".")[0]
            volume = str(element.get(_XML_ID) or stem)
            continue
        if element.get("type") != "document":
            continue
        found = True
        article = _article(element, volume)
        if article is None:
            yield Problem(
                source=f"{source.where}, {element.get(_XML_ID) or 'a document'}",
                what="a document without an id or without text",
                mend="fetch the volume again; documents have an xml:id and paragraphs",
            )
        elif len(article.text.encode()) > options.limit_bytes:
            yield Problem(
                source=f"{source.where}, {article.id}",
                what="too long for one article",
                mend="raise the limit",
            )
        else:
            yield article
    if not found:
        raise KgError(
            "a TEI document without FRUS documents (div type='document')",
            where=source.where,
            mend="give a volume of history.state.gov/historicaldocuments",
        )


def _article(element: Any, volume: str) -> Article | None:
    name = element.get(_XML_ID)
    text = "\n".join(line for line in _lines(element) if line)
    if not name or not text:
        return None
    heads = element.findall("{*}head")
    title = re.sub(r"^\d{1,4}\.\s+", "", text_of(heads[0], without=_NOTES)) if heads else ""
    day = _day(element)
    return Article(
        id=f"{volume}/{name}",
        text=text,
        published=day,
        url=f"https://history.state.gov/historicaldocuments/{volume}/{name}",
        title=title or None,
        publisher=PUBLISHER,
    )


def _day(element: Any) -> date | None:
    """The day of the document: as the volume's editors coded it, or as its dateline has it."""
    coded = element.get(f"{_FRUS}doc-dateTime-min")
    if coded:
        return printed.stated(str(coded))
    for found in element.iterfind("{*}dateline/{*}date"):
        for attribute in _WHEN:
            if found.get(attribute):
                return printed.stated(str(found.get(attribute)))
        if read := printed.settle(printed.date_line(text_of(found))[1]):
            return read
    return None


def _lines(element: Any) -> Iterator[str]:
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = local_name(child)
        if name in _NOTES:
            continue
        if name == "list":
            yield from _list(child)
        elif name == "table":
            for row in child.iterfind("{*}row"):
                yield " | ".join(text_of(cell, without=_NOTES) for cell in row.iterfind("{*}cell"))
        elif any(child.find("{*}" + part) is not None for part in _PARTS):
            yield " ".join((child.text or "").split())
            yield from _lines(child)
        else:
            yield text_of(child, without=_NOTES)


def _list(element: Any) -> Iterator[str]:
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = local_name(child)
        inner = child.find("{*}list")
        if name == "item" and inner is not None:
            yield from _entry(text_of(child, without=_NOTES | {"list"}))
            yield from _list(inner)
        elif name == "item":
            yield from _entry(text_of(child, without=_NOTES))
        elif name not in _NOTES:
            yield text_of(child, without=_NOTES)


def _entry(text: str) -> Iterator[str]:
    if text:
        yield f"- {text}"
