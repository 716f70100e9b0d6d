"""Sources: files and folders in, articles and problems out.

``read`` is all that the rest of the program needs. To add a format, write a function that yields
articles from one file, and add a line to ``READERS``. Nothing here raises because of what a file
contains: whatever cannot be read is a Problem that says what, where and how to mend it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import PurePath
from types import MappingProxyType

from kg.core.budget import OutOfTime, at_most, took_long
from kg.core.errors import KgError
from kg.core.model import Article, Problem
from kg.sources import files, safe_xml
from kg.sources.formats import (
    docx,
    feeds,
    frus,
    mail,
    page,
    pdf,
    plain,
    records,
    rtf,
    sheets,
    tables,
    trips,
    warc,
    xlsx,
)
from kg.sources.ids import Ids
from kg.sources.layout import describe, kinds
from kg.sources.reader import LIMIT_BYTES, Options, Reader, Source

_LONGEST_TOLD = 400
MOST_PROBLEMS = 1000
"""Problems of one source that are named; of the others it is said how many there are."""

__all__ = [
    "LIMIT_BYTES",
    "READERS",
    "Options",
    "Reader",
    "Source",
    "describe",
    "laid_out",
    "read",
]


def _never(_: bytes) -> bool:
    return False


def _is_text(head: bytes) -> bool:
    try:
        files.encoding_of(head[: head.rfind(b"\n") + 1] or head[:-4], where="")
    except KgError:
        return False
    return True


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        reader.name: reader
        for reader in (
            Reader(
                name="html",
                suffixes=(".html", ".htm", ".xhtml"),
                doc="A saved web page: its main text, and the title, date, site and address it states; or an export.",
                read=page.read_html,
                shape=page.looks_like,
            ),
            Reader(
                name="jsonl",
                suffixes=(".jsonl", ".ndjson", ".jsonlines"),
                doc="One JSON object per line, with text and, as known, id, published, url, title, publisher.",
                read=tables.read_jsonl,
                shape=lambda head: head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b'{"'),
            ),
            Reader(
                name="json",
                suffixes=(".json",),
                doc="A JSON array of such objects, a single one, or an object with a list of them.",
                read=tables.read_json,
                shape=lambda head: head.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].startswith(b"[{"),
            ),
            Reader(
                name="csv",
                suffixes=(".csv", ".tsv", ".tab"),
                doc="A table with a header line and a row per article; columns by their usual names or as you say.",
                read=sheets.read_csv,
                shape=_never,
            ),
            Reader(
                name="frus-tei",
                suffixes=(".xml",),
                doc="A volume of Foreign Relations of the United States in TEI, each document an article.",
                read=frus.read_frus,
                shape=lambda head: safe_xml.root_name(head) == "TEI",
            ),
            Reader(
                name="travels",
                suffixes=(".xml",),
                doc="Travels abroad of presidents and secretaries of state (Office of the Historian).",
                read=trips.read_travels,
                shape=lambda head: safe_xml.root_name(head) == "trips",
            ),
            Reader(
                name="visits",
                suffixes=(".xml",),
                doc="Visits by foreign leaders (Office of the Historian).",
                read=trips.read_visits,
                shape=lambda head: safe_xml.root_name(head) == "visits",
            ),
            Reader(
                name="feed",
                suffixes=(".rss", ".atom", ".rdf", ".xml"),
                doc="A saved feed (RSS, Atom, RSS 1.0), each entry an article; nothing is fetched.",
                read=feeds.read_feed,
                shape=feeds.looks_like,
            ),
            Reader(
                name="opml",
                suffixes=(".opml", ".xml"),
                doc="A list of feeds (OPML): those saved beside it are read, the others are named.",
                read=feeds.read_opml,
                shape=lambda head: safe_xml.root_name(head) == "opml",
            ),
            Reader(
                name="docx",
                suffixes=(".docx", ".docm", ".dotx"),
                doc="A Word document: its text, with title, day and outlet of its properties (needs diplokg[documents]).",
                read=docx.read_docx,
                shape=lambda head: head.startswith(b"PK\3\4") and b"word/" in head,
            ),
            Reader(
                name="xlsx",
                suffixes=(".xlsx", ".xlsm"),
                doc="A workbook, each sheet a table like that of csv (needs diplokg[documents]).",
                read=xlsx.read_xlsx,
                shape=lambda head: head.startswith(b"PK\3\4") and b"xl/" in head,
            ),
            Reader(
                name="pdf",
                suffixes=(".pdf",),
                doc="The text layer of a PDF, column by column, without running heads (needs diplokg[documents]).",
                read=pdf.read_pdf,
                shape=pdf.looks_like,
            ),
            Reader(
                name="rtf",
                suffixes=(".rtf",),
                doc="A document in Rich Text Format (needs diplokg[documents]).",
                read=rtf.read_rtf,
                shape=rtf.looks_like,
            ),
            Reader(
                name="mbox",
                suffixes=(".mbox", ".mbx"),
                doc="A box of mails, each an article.",
                read=mail.read_mbox,
                shape=mail.is_box,
            ),
            Reader(
                name="eml",
                suffixes=(".eml",),
                doc="A mail: its text, with title, day and outlet of its head; attachments are named, not read.",
                read=mail.read_eml,
                shape=mail.is_message,
            ),
            Reader(
                name="warc",
                suffixes=(".warc",),
                doc="A web archive, each page in it an article (needs diplokg[archives]).",
                read=warc.read_warc,
                shape=warc.looks_like,
            ),
            Reader(
                name="text",
                suffixes=(".txt", ".text", ".md"),
                doc="Plain text, one article per file, or an export of LexisNexis, Nexis Uni, Factiva or ProQuest.",
                read=plain.read_text,
                shape=_is_text,
            ),
        )
    }
)
"""Every source format by its name. Shapes are tried in this order; text fits last."""

_OTHERWISE: Mapping[str, str] = MappingProxyType(
    {
        suffix: mend
        for suffixes, mend in (
            (".doc .dot .odt .pages .wpd .wps", "save it as .docx or .rtf, and give that"),
            (".xls .ods .numbers", "save it as .xlsx or .csv, and give that"),
            (".ppt .pptx .odp .key .epub .xps .djvu", "save it as .pdf or .txt, and give that"),
            (".msg .pst .ost .emlx", "save it as .eml or .mbox, and give that"),
            (".mht .mhtml .maff .webarchive", "save it as .html, and give that"),
            (".zip .tar .tgz .7z .rar .bz2 .xz .zst", "expand it, and give the files in it"),
            (
                ".jpg .jpeg .png .gif .tif .tiff .webp .heic .bmp .svg",
                "leave it out; if it shows a text, have that recognised (OCR), and give it as .txt",
            ),
            (".mp3 .wav .m4a .ogg .mp4 .mov .avi .mkv .webm", "give a transcript of it as .txt"),
        )
        for suffix in suffixes.split()
    }
)
"""What may hold articles and has no reader, by its suffix, and what to do about it."""


def read(
    paths: Iterable[str | os.PathLike[str]],
    *,
    reader: str | None = None,
    columns: Mapping[str, str] | None = None,
    limit_bytes: int = LIMIT_BYTES,
    official_domains: frozenset[str] = frozenset(),
) -> Iterator[Article | Problem]:
    """The articles in files and folders, laid out (see ``describe``), and a Problem for each bad source.

    ``paths``: files, and folders that are walked in sorted order without hidden files. ``reader``
    names the format of all of them; without it each file's is known by its suffix or its shape.
    ``columns`` maps fields of an article to columns of tables and keys of JSON, as in
    ``{"text": "body", "published": "date"}``. ``limit_bytes`` bounds one article (a text, a page, a
    line). ``official_domains`` are domains of governments whose articles are readouts, beside those
    known by general patterns.

    An article's id is its path in the folder given, with forward slashes; a record's is its own
    ``id``, else the path and its line. A short id that another source has given to another text gets its
    source's name before it (``t2.csv:1``); of two articles with one id in one source, or with one text,
    the second is left out and reported. The result is the same for any order of ``paths``, and only ids
    are held in memory.

    Raises KgError at once for an unknown reader or an unknown field in ``columns``.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = pathlib.Path(folder, "a.txt").write_text("Envoys Meet Again\\n\\nThey met in Oslo.")
    ...     [(article.id, article.title) for article in read([folder])]
    [('a.txt', 'Envoys Meet Again')]
    """
    checked(reader, columns)
    options = Options(columns=dict(columns or {}), limit_bytes=limit_bytes)
    domains = kinds.OFFICIAL | official_domains
    if isinstance(paths, str | os.PathLike):
        paths = [paths]
    return _read(list(paths), reader, options, domains)


def checked(reader: str | None, columns: Mapping[str, str] | None) -> None:
    """Raises KgError for an unknown reader or an unknown field in ``columns``."""
    if reader is not None and reader not in READERS:
        near = get_close_matches(reader, READERS, 1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise KgError(
            f"unknown reader {reader!r}",
            where="reader",
            mend=f"{hint}the readers are: {', '.join(READERS)}",
        )
    records.column_names(columns or {})


def _read(
    paths: list[str | os.PathLike[str]],
    reader: str | None,
    options: Options,
    domains: frozenset[str],
) -> Iterator[Article | Problem]:
    for _, found in by_source(paths, reader, options, domains):
        yield found


def by_source(
    paths: list[str | os.PathLike[str]],
    reader: str | None,
    options: Options,
    domains: frozenset[str],
    *,
    hints: bool = True,
) -> Iterator[tuple[Source | None, Article | Problem]]:
    """What ``read`` gives, each with its source; None for what is no file. ``read`` says what may be set.

    Without ``hints`` nothing is said of columns that look like a field which articles lack: the source has noted them.
    """
    ids = Ids()
    for source in files.find(paths):
        if isinstance(source, Problem):
            yield None, source
            continue
        wrong = 0
        for found in _found(source, reader, options, domains):
            if isinstance(found, Article):
                found = ids.apart(found, source)
                if isinstance(found, Article):
                    yield source, found
                    continue
            wrong += 1
            if wrong <= MOST_PROBLEMS:
                yield source, _told(found)
        if wrong > MOST_PROBLEMS:
            yield (
                source,
                Problem(
                    source=source.where,
                    what=f"{wrong - MOST_PROBLEMS:,} more articles in it cannot be read",
                    mend="mend the first ones, or check that it is what its name says",
                ),
            )
        for problem in records.overlooked(source) if hints else ():
            yield source, _told(problem)


def laid_out(
    article: Article, where: str, domains: frozenset[str] = kinds.OFFICIAL
) -> Article | Problem:
    """An article with its layout (``describe``); a Problem where there is nothing to read in it."""
    described = describe(article, official_domains=domains)
    if described.blocks:
        return described
    return Problem(
        source=where,
        what="nothing to read in it but marks",
        mend="leave it out, or give the article's text",
    )


def _told(problem: Problem) -> Problem:
    """A problem in a line that can be read, whatever the file put into it."""
    if len(problem.what) <= _LONGEST_TOLD:
        return problem
    return replace(problem, what=problem.what[:_LONGEST_TOLD] + "…")


def _found(
    source: Source, reader: str | None, options: Options, domains: frozenset[str]
) -> Iterator[Article | Problem]:
    """What is in one source. Whatever happens on the way, others are read after it."""
    reading: Iterator[Article | Problem] | None = None
    try:
        while True:
            with at_most():
                if reading is None:
                    chosen = READERS[reader] if reader else _choose(source)
                    source.noted.reader = chosen.name
                    reading = chosen.read(source, options)
                found = next(reading, None)
                if isinstance(found, Article):
                    found = laid_out(found, source.where, domains)
            if found is None:
                return
            yield found
    except OutOfTime:
        yield took_long(source.where)
    except KgError as error:
        yield replace(files.problem(error), source=files.printable(error.where or source.where))
    except Exception as error:
        told = " ".join(files.printable(str(error)).split())[:200]
        yield Problem(
            source=source.where,
            what=f"reading it failed: {type(error).__name__}: {told}",
            mend="this is a fault of the program: please report it with the file; the rest is read",
        )


def _choose(source: Source) -> Reader:
    """The reader of a file: the only one with its suffix, else the first whose shape it has."""
    name = source.path.name.lower().removesuffix(".gz")
    suffix = PurePath(name).suffix
    fitting = [reader for reader in READERS.values() if suffix in reader.suffixes]
    if len(fitting) == 1 and fitting[0].name != "text":
        return fitting[0]
    head = files.head(source)
    if not head.strip():
        raise KgError("empty", where=source.where, mend="leave it out, or give an article")
    if suffix in READERS["text"].suffixes:
        return READERS["html"] if page.looks_like(head) else READERS["text"]
    for reader in fitting or READERS.values():
        if reader.shape(head) and (fitting or reader.name != "text" or not suffix):
            return reader
    if fitting:
        root = safe_xml.root_name(head)
        raise KgError(
            f"XML of a kind that no reader knows{f' (<{root}>)' if root else ''}",
            where=source.where,
            mend=f"give one of: {', '.join(reader.name for reader in fitting)}; or save it as text",
        )
    raise KgError(
        f"no reader for {suffix or 'this kind of file'}",
        where=source.where,
        mend=_OTHERWISE.get(suffix)
        or f"leave it out; or, if it is one of these, say so (--source-format): {', '.join(READERS)}",
    )
