"""PDF as a source: its text layer, read as it was printed, and what the document says of itself.

PDFium (BSD-3-Clause, through pypdfium2) finds the words, in a process of its own (``pdf_process``) with a limit
on time and memory; ``pdf_layout`` makes text of them. A page that is a picture has no text to read.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from kg.core.errors import KgError
from kg.core.model import Article, Problem
from kg.dates.en import printed
from kg.sources.files import READ_ERRORS, check_text, failure, open_bytes, too_long
from kg.sources.formats import pdf_layout, stated
from kg.sources.formats.libraries import library
from kg.sources.formats.package import parsed, plain_xml
from kg.sources.languages import code
from kg.sources.reader import Options, Source

SECONDS = 6
"""Time of the processor that the words of a document may take; it is ended two seconds after that."""
_MEGABYTES = 1000
_PAGES = 1000
_CHARACTERS = 1_000_000
_LARGEST = 10
"""A file may be this many times larger than one article may be: there are pictures in it."""
_PROCESS = Path(__file__).with_name("pdf_process.py")
_DAY = re.compile(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?")
_FIELDS = {
    "title": "title",
    "publisher": "publisher",
    "publicationName": "publisher",
    "creator": "creator",
    "language": "language",
    "publicationDate": "issued",
    "coverDate": "issued",
    "CreateDate": "created",
}
"""Properties of XMP (Dublin Core, PRISM, XMP basic), and what they are here."""


def looks_like(head: bytes) -> bool:
    """Whether a file begins as PDF does."""
    return b"%PDF-" in head[:1024]


def read_pdf(source: Source, options: Options) -> Iterator[Article | Problem]:
    """The article in a PDF; a page of it that is broken is told."""
    library("pypdfium2", where=source.where)
    with _file(source, options) as path:
        said = _said(path, source)
    about, pages, wrong = said[0], said[1:], None
    if pages and "wrong" in pages[-1]:
        raise too_long(source.where, options.limit_bytes)
    if about["pages"] > _PAGES:
        wrong = f"only the first {_PAGES:,} of {about['pages']:,} pages were read"
    broken = [n for n, page in enumerate(pages, 1) if "broken" in page]
    if broken:
        shown = ", ".join(str(n) for n in broken[:10])
        wrong = f"{len(broken)} of {len(pages)} pages cannot be read: {shown}"
    text = pdf_layout.text_of([_page(page) for page in pages if "broken" not in page])
    if not text.strip():
        raise KgError(
            "no text in it: its pages are pictures or empty",
            where=source.where,
            mend="have its text recognised (OCR), and give the PDF or the text that comes of it",
        )
    check_text(text, where=source.where)
    yield _article(source, text, about)
    if wrong:
        yield Problem(
            source=source.where,
            what=wrong,
            mend="open it in a PDF reader, and save its text or print it to a new PDF",
        )


def _page(told: dict[str, Any]) -> pdf_layout.Page:
    words = [(w[0], w[1], w[2], w[3], str(w[4]).replace("\0", "")) for w in told["words"]]
    return pdf_layout.Page(width=told["width"], height=told["height"], words=words)


def _article(source: Source, text: str, about: dict[str, Any]) -> Article:
    info, more = about["info"], _xmp(about["xmp"], source.where)
    article = Article(
        id=source.name,
        text=text,
        title=stated.title(info.get("Title")) or stated.title(more.get("title")),
        published=printed.stated(more.get("issued", "")),
        publisher=stated.title(more.get("publisher"))
        or stated.outlet(info.get("Author"))
        or stated.outlet(more.get("creator")),
        language=code(more.get("language") or about["language"]) or "en",
    )
    made = _day(info.get("CreationDate", "")) or stated.day(printed.stated(more.get("created", "")))
    return stated.dated(article, made)


def _day(told: str) -> date | None:
    """The day of a date of PDF (D:20190312083000+01'00'); None unless it is whole."""
    match = _DAY.match(told.strip())
    if match is None or not match[3]:
        return stated.day(printed.stated(told))
    return stated.day(printed.stated(f"{match[1]}-{match[2]}-{match[3]}"))


def _xmp(packet: str, where: str) -> dict[str, str]:
    """The properties of a metadata packet that are known here."""
    found: dict[str, str] = {}
    if not packet:
        return found
    try:
        root = parsed(plain_xml(packet.encode("utf-8"), where))
    except KgError:
        return found
    for element in root.iter() if root is not None else ():
        values = [(element.tag, " ".join("".join(element.itertext()).split())), *element.items()]
        for tag, value in values:
            name = _FIELDS.get(str(tag).rpartition("}")[2])
            if name and value:
                found.setdefault(name, str(value)[:1000])
    return found


@contextmanager
def _file(source: Source, options: Options) -> Iterator[Path]:
    """The document as a file, expanded when it is packed."""
    most = _LARGEST * options.limit_bytes
    try:
        with open_bytes(source, limit_bytes=most) as stream:
            if not looks_like(stream.read(1024)):
                raise _damaged(source.where)
            if source.path.suffix.lower() != ".gz":
                if source.path.stat().st_size > most:
                    raise too_long(source.where, most)
                yield source.path
                return
        with (
            open_bytes(source, limit_bytes=most) as stream,
            tempfile.TemporaryDirectory() as folder,
        ):
            path = Path(folder, "document.pdf")
            data = stream.read(most + 1)
            if len(data) > most:
                raise too_long(source.where, most)
            path.write_bytes(data)
            yield path
    except READ_ERRORS as error:
        raise failure(source, error) from error


def _damaged(where: str) -> KgError:
    return KgError(
        "not a PDF that can be read: it is damaged or cut short",
        where=where,
        mend="fetch it again, or open it in a PDF reader and print it to a new PDF",
    )


def _said(path: Path, source: Source) -> list[dict[str, Any]]:
    """What the process says of the document."""
    limits = [str(limit) for limit in (SECONDS, _MEGABYTES, _PAGES, _CHARACTERS)]
    command = [sys.executable, "-P", str(_PROCESS), str(path.absolute()), *limits]
    with tempfile.TemporaryFile() as out:
        try:
            done = subprocess.run(  # noqa: S603
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL, timeout=SECONDS + 2, check=False
            )  # fmt: skip
            ended = done.returncode != 0
        except subprocess.TimeoutExpired:
            ended = True
        out.seek(0)
        lines = out.read().splitlines()
    if ended:
        raise KgError(
            f"a PDF that takes more than {SECONDS} s or {_MEGABYTES} MB to read, or breaks what reads it",
            where=source.where,
            mend="open it in a PDF reader, and save its text or print it to a new PDF",
        )
    said: list[dict[str, Any]] = [json.loads(line) for line in lines]
    if said and said[0].get("wrong") == "password":
        raise KgError(
            "a PDF with a password",
            where=source.where,
            mend="open it with the password, and save it without one",
        )
    if not said or "wrong" in said[0]:
        raise _damaged(source.where)
    return said
