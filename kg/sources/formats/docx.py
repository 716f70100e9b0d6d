"""Word documents (.docx): their text, and what docProps say of them.

mammoth (BSD-2-Clause) finds paragraphs, lists, tables and text boxes, takes what was inserted and leaves what
was deleted. It is given the parts with text alone, without pictures, notes, comments and hidden words.
"""

from __future__ import annotations

import io
import logging
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from kg.core.errors import KgError
from kg.core.model import Article, Problem
from kg.dates.en import printed
from kg.sources import exports
from kg.sources.files import check_text
from kg.sources.formats import package, stated
from kg.sources.formats.libraries import library
from kg.sources.formats.package import Package
from kg.sources.languages import code
from kg.sources.reader import Options, Source
from kg.sources.safe_xml import local_name

MOST_ELEMENTS = 60_000
"""In the text, without formatting: some hundreds of pages."""
_CHARACTERS = 1_000_000
_KEPT = frozenset({"pStyle", "numPr"})
"""What is kept of the formatting of a paragraph: it says what is a heading or an item of a list."""
DEEPEST = 60
_RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
_BESIDE = ("styles", "numbering")
"""Parts that say what is a heading, and what an item of a list."""
_NO_TEXT = frozenset(
    ["footnoteReference", "endnoteReference", "commentReference", "commentRangeStart", "commentRangeEnd", "annotationRef",
     "proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak", "sectPr", "blip", "imagedata", "del", "moveFrom"]
)  # fmt: skip
"""Elements that are left out with all that is in them."""
_STYLE_MAP = "p[style-name='Title'] => h1:fresh"
_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li"})
_BREAK = "\x0b"
"""A line that its author broke, in a paragraph."""
# What a third-party converter may raise on a document that was made to break it.
_BROKEN = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


def read_docx(source: Source, options: Options) -> Iterator[Article | Problem]:
    """The article in a Word document, or those of an export of a news database in it."""
    with package.opened(source, options) as opened:
        text = text_of(opened)
        told = package.properties(opened)
    check_text(text, where=source.where)
    several = exports.articles(text, source, options)
    if several is not None:
        yield from several
        return
    article = Article(
        id=source.name,
        text=text,
        title=stated.title(told.title),
        published=printed.stated(told.issued),
        publisher=package.outlet(told),
        language=code(told.language) or "en",
    )
    yield stated.dated(article, package.made(told))


def text_of(opened: Package) -> str:
    """The text of a document, with an empty line between paragraphs."""
    mammoth = library("mammoth", where=opened.where)
    small = _with_text_alone(opened)
    logging.getLogger("mammoth").setLevel(logging.ERROR)
    try:
        made = mammoth.convert_to_html(
            small,
            style_map=_STYLE_MAP,
            convert_image=lambda _: [],
            ignore_empty_paragraphs=True,
        )
        body = html.fragment_fromstring(made.value, create_parent="div") if made.value else None
        return "\n\n".join(_lines(body)) if body is not None else ""
    except (etree.LxmlError, *package.DAMAGED, *_BROKEN) as error:
        raise _unreadable(opened.where) from error


def _unreadable(where: str) -> KgError:
    return KgError(
        "not a Word document that can be read",
        where=where,
        mend="open it in a word processor, and save it anew as .docx or as text",
    )


def _with_text_alone(opened: Package) -> io.BytesIO:
    """An archive with the document as bare text with its styles, for mammoth to read."""
    main = _main(opened)
    root = opened.xml(main)
    if root is None:
        raise _unreadable(opened.where)
    if local_name(root) != "document":
        raise _none(opened.where)
    _bare(root, opened.where)
    parts = {"word/document.xml": root}
    for name in _BESIDE:
        tree = opened.xml(posixpath.join(posixpath.dirname(main), f"{name}.xml"))
        if tree is not None:
            _measure(tree, opened.where)
            parts[f"word/{name}.xml"] = tree
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part, tree in parts.items():
            archive.writestr(part, etree.tostring(tree, encoding="utf-8"))
    out.seek(0)
    return out


def _main(opened: Package) -> str:
    """The name of the part with the text."""
    relations = opened.xml("_rels/.rels", 1_000_000)
    for relation in relations.iter(f"{{{_RELATED}}}Relationship") if relations is not None else ():
        if str(relation.get("Type")).endswith("/officeDocument"):
            name = posixpath.normpath(str(relation.get("Target")).lstrip("/"))
            if opened.has(name):
                return name
    if opened.has("word/document.xml"):
        return "word/document.xml"
    raise _none(opened.where)


def _none(where: str) -> KgError:
    return KgError(
        "an archive without a Word document in it",
        where=where,
        mend="give a .docx file, or expand the archive and give what is in it",
    )


def _bare(root: Any, where: str) -> None:
    """Takes out what is not text, and formatting, which is most of a document."""
    for element in list(root.iter("{*}rPr", "{*}pPrChange", "{*}tblPr", "{*}tcPr", "{*}trPr")):
        name, parent = local_name(element), element.getparent()
        if parent is None:
            continue
        if name == "rPr" and element.find("{*}vanish") is not None and local_name(parent) == "r":
            for child in list(parent):
                parent.remove(child)
        elif name != "tcPr" and not _deleted_end(element):
            parent.remove(element)
    for element in list(root.iter(*("{*}" + name for name in _NO_TEXT))):
        if (parent := element.getparent()) is not None and local_name(parent) != "rPr":
            parent.remove(element)
    for element in list(root.iter("{*}pPr")):
        for child in list(element):
            if local_name(child) not in _KEPT and not _deleted_end(child):
                element.remove(child)
    _measure(root, where)
    if sum(len(element.text or "") for element in root.iter("{*}t")) > _CHARACTERS:
        raise KgError(
            f"more than {_CHARACTERS:,} characters, too long for one article",
            where=where,
            mend="give each chapter or report in it as an article of its own",
        )


def _deleted_end(element: Any) -> bool:
    """Whether formatting says that the end of its paragraph was deleted: the next one goes on in its line."""
    return element.find("{*}del") is not None and local_name(element.getparent()) == "pPr"


def _measure(root: Any, where: str) -> None:
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise KgError(
                f"a document nested deeper than {DEEPEST} levels or with more than {MOST_ELEMENTS:,} elements",
                where=where,
                mend="save its text as a .txt file, or in parts, and give that",
            )


def _lines(element: Any) -> Iterator[str]:
    """The paragraphs in a piece of HTML; items of lists begin with a dash, cells of a row stand in one line."""
    loose = [element.text or ""]
    for child in element:
        name = local_name(child)
        if name in _BLOCKS or name in {"ul", "ol", "table"}:
            yield from _words(loose)
            loose = []
            yield from _block(child, name)
        else:
            loose.append(_BREAK if name == "br" else _inside(child))
        loose.append(child.tail or "")
    yield from _words(loose)


def _inside(element: Any) -> str:
    for line_break in element.iter("br"):
        line_break.tail = _BREAK + (line_break.tail or "")
    return str(element.text_content())


def _block(element: Any, name: str) -> Iterator[str]:
    if name == "table":
        for row in element.iter("tr"):
            yield from _row(row)
    elif name == "li":
        first = True
        for line in _lines(element):
            yield f"- {line}" if first and not line.startswith("- ") else line
            first = False
    else:
        yield from _lines(element)


def _row(row: Any) -> Iterator[str]:
    cells = [list(_lines(cell)) for cell in row if local_name(cell) in {"td", "th"}]
    cells = [cell for cell in cells if cell]
    if all(len(cell) == 1 and len(cell[0]) < 200 for cell in cells):
        yield from _words([" | ".join(cell[0] for cell in cells)])
        return
    for cell in cells:
        yield from cell


def _words(pieces: list[str]) -> Iterator[str]:
    lines = (" ".join(line.split()) for line in "".join(pieces).split(_BREAK))
    if words := "\n".join(line for line in lines if line):
        yield words
