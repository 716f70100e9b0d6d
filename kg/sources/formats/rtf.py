"""Rich Text Format as a source: the text by striprtf (BSD-3-Clause), and what the information group says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kg.core.errors import KgError
from kg.core.model import Article, Problem
from kg.sources import exports
from kg.sources.files import check_text, read_bytes, too_long
from kg.sources.formats import stated
from kg.sources.formats.libraries import library
from kg.sources.reader import Options, Source

_LARGEST = 4
"""A file may be this many times larger than one article may be: pictures are written out in it."""
_LONGEST = 3_000_000
"""Characters of text and formatting without the pictures."""
_LONGEST_FONTS = 30_000
_BINARY = re.compile(rb"\\bin(\d{1,9}) ?")
_HEX = re.compile(rb"[0-9a-fA-F\s]{800,}")
_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_FIELD = re.compile(r"\{\s*(?:\\\*)?\s*\\fldinst")
_FONTS = re.compile(r"\{\\fonttbl(?:[^{}]|\{[^{}]*\}){0,4000}\}")
_DELETED = re.compile(r"\{[^{}]{0,200}\\(?:deleted|v)(?![a-z0-9])[^{}]{0,20000}\}")
"""A run that was deleted while changes were tracked, or that is hidden."""
_INFO = re.compile(
    r"\{(?:\\\*)?\\(?P<field>title|author|company|creatim)(?![a-z])(?P<value>(?:[^{}\\]|\\[^{}]|\\[{}]){0,1000})\}"
)
_TIME = re.compile(r"\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")
_BROKEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def looks_like(head: bytes) -> bool:
    """Whether a file begins as RTF does."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def read_rtf(source: Source, options: Options) -> Iterator[Article | Problem]:
    """The article in a file of RTF, or those of an export of a news database in it."""
    data = read_bytes(source, limit_bytes=_LARGEST * options.limit_bytes)
    if not looks_like(data[:100]):
        raise KgError(
            "not RTF",
            where=source.where,
            mend="open it in a word processor, and save it anew as .rtf, .docx or text",
        )
    code = _code(data, source.where)
    text = text_of(code, where=source.where)
    if len(text.encode("utf-8", "replace")) > options.limit_bytes:
        raise too_long(source.where, options.limit_bytes)
    check_text(text, where=source.where)
    several = exports.articles(text, source, options)
    if several is not None:
        yield from several
        return
    told = {match["field"]: match["value"] for match in _INFO.finditer(code[:200_000])}
    words = {name: _plain(value, code, source.where) for name, value in told.items()}
    article = Article(
        id=source.name,
        text=text,
        title=stated.title(words.get("title")),
        publisher=stated.outlet(words.get("company")) or stated.outlet(words.get("author")),
    )
    yield stated.dated(article, _day(told.get("creatim")))


def _code(data: bytes, where: str) -> str:
    """What is written in the file, without its pictures."""
    pieces, last = [], 0
    for match in _BINARY.finditer(data):
        if match.start() >= last:
            pieces.append(data[last : match.start()])
            last = match.end() + int(match[1])
    pieces.append(data[last:])
    data = _HEX.sub(b"", b"".join(pieces))
    if len(data) > _LONGEST:
        raise KgError(
            f"more than {_LONGEST:,} characters of text and formatting",
            where=where,
            mend="save its text as a .txt file, or in parts, and give that",
        )
    page = _PAGE.search(data[:2000])
    try:
        code = data.decode(f"cp{int(page[1])}" if page else "cp1252", "replace")
    except LookupError:
        code = data.decode("cp1252", "replace")
    fonts = _FONTS.search(code[: 2 * _LONGEST_FONTS])
    if "\\fonttbl" in code and (fonts is None or len(fonts[0]) > _LONGEST_FONTS):
        # Fonts tell the alphabet of old files; so long a list of them takes long to read, and tells nothing.
        code = code.replace("\\fonttbl", "\\*\\fonts")
    # Not the address of a link but its words: the library looks for it in a way that can take for ever.
    code = _FIELD.sub(r"{\\*\\fldlink", code).replace("\\fldinst", "\\fldlink")
    return _DELETED.sub("", code)


def text_of(code: str, *, where: str) -> str:
    """The text of RTF, with an empty line between paragraphs."""
    striprtf = library("striprtf.striprtf", where=where)
    try:
        found = str(striprtf.rtf_to_text(code, errors="replace"))
    except _BROKEN as error:
        raise KgError(
            "not RTF that can be read",
            where=where,
            mend="open it in a word processor, and save it anew as .docx or as text",
        ) from error
    # Characters beyond the first plane come as two halves.
    found = found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    lines = (" ".join(line.split()).strip("| ") for line in found.split("\n"))
    return "\n\n".join(line.replace("|", " | ") for line in lines if line)


def _plain(value: str, code: str, where: str) -> str:
    page = re.search(r"\\ansicpg\d{3,5}", code[:2000])
    return text_of(f"{{\\rtf1{page[0] if page else ''} {value.strip()}}}", where=where)


def _day(told: str | None) -> date | None:
    match = _TIME.search(told or "")
    if match is None:
        return None
    try:
        return stated.day(date(int(match[1]), int(match[2]), int(match[3])))
    except ValueError:
        return None
