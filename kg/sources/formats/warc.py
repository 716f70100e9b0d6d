"""Web archives (WARC, ISO 28500) as sources: each page that was fetched, an article.

The records are told apart here, for it has to be seen where an archive is cut, and a million of them shall cost
seconds; what HTTP put around a page is taken off by warcio (Apache-2.0). Pages are read as saved ones are.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader
from typing import Any, cast

from kg.core.errors import KgError
from kg.core.model import Article, Problem
from kg.dates.en import printed
from kg.sources.files import READ_ERRORS, failure, open_bytes, printable, problem, too_long
from kg.sources.formats import page, stated
from kg.sources.formats.libraries import library
from kg.sources.formats.records import patiently
from kg.sources.reader import Options, Source

_CHUNK = 1 << 20
_LONGEST_HEAD = 1 << 20
_USUAL_HEAD = 4096
_LONGEST_BODY = 10**15
_GAP = b"\r\n\r\n"
_NEXT = (b"\r\n\r\nWARC/1.0\r\n", b"\r\n\r\nWARC/1.1\r\n")
"""How a record goes on with the next, as nearly all do; what is written otherwise is read at more cost."""
_ANY_GAP = re.compile(rb"\n\r?\n")
_KIND = b"\nwarc-type:"
_LENGTH = b"\ncontent-length:"
_HTTP = ("HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/2", "HTTP/3.0", "HTTP/3")
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_BROKEN = (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError)


def looks_like(head: bytes) -> bool:
    """Whether a file begins as a web archive does."""
    return head.lstrip(b"\r\n").startswith(b"WARC/")


def read_warc(source: Source, options: Options) -> Iterator[Article | Problem]:
    """The pages of an archive; other records, and pages that only say that there is none, are passed over."""
    return patiently(_pages(source, options), where=source.where)


def _pages(source: Source, options: Options) -> Iterator[Article | Problem]:
    some = False
    seen: set[str] = set()
    try:
        with open_bytes(source, limit_bytes=options.limit_bytes) as stream:
            archive = _Archive(cast(BufferedReader, stream), source.where)
            for fields, length in archive.pages():
                try:
                    found = _page(archive, fields, length, source, options)
                except KgError as error:
                    some = True
                    yield problem(error)
                    if error.what == _CUT:
                        return
                    continue
                if found is None:
                    continue
                some = True
                if found.id in seen:  # fetched again; the days tell the two apart
                    again = fields.get("warc-date", archive.number)
                    found = replace(found, id=f"{found.id}#{again}")
                seen.add(found.id)
                yield found
    except READ_ERRORS as error:
        raise failure(source, error) from error
    if not some:
        raise KgError(
            "no page in the archive",
            where=source.where,
            mend="give an archive with responses of HTTP that are HTML",
        )


_CUT = "the archive is damaged or cut short here"


class _Archive:
    """The records of an archive, one after the other, from a piece of it that is at hand.

    There may be millions of them in which nobody is interested: of such a one no more is looked at than how long it
    is, and that it is no page.
    """

    def __init__(self, stream: BufferedReader, place: str) -> None:
        self._stream = stream
        self._place = place
        self._piece = b""
        self._at = 0
        self.number = 0

    @property
    def where(self) -> str:
        """The record that was found last."""
        return f"{self._place}, record {self.number}"

    def cut(self) -> KgError:
        """The error for an archive that goes on in no way that can be read."""
        return KgError(
            _CUT, where=self.where, mend="fetch the archive again; what stands before was read"
        )

    def pages(self) -> Iterator[tuple[dict[str, str], int]]:
        """Fields and length of each record that may be a page; whoever takes one reads or skips its body."""
        while (head := self._head()) is not None:
            self.number += 1
            if not head.startswith(b"WARC/"):
                if self.number == 1:
                    raise KgError(
                        "not a web archive", where=self._place, mend="give a .warc or .warc.gz file"
                    )
                raise self.cut()
            plain = head.lower()
            begun = plain.find(_LENGTH) + len(_LENGTH)
            end = plain.find(b"\n", begun)
            try:
                length = int(plain[begun : end if end > 0 else None])
            except ValueError:
                length = -1
            if not 0 <= length < _LONGEST_BODY or begun < len(_LENGTH):
                raise self.cut()
            kind = plain.find(_KIND) + len(_KIND)
            # A response or a resource.
            if plain[kind : kind + 9].lstrip().startswith(b"res") and _may_be_page(
                fields := _fields(head)
            ):
                yield fields, length
            else:
                self.skip(length)

    def _head(self) -> bytes | None:
        """The head of the next record; None at the end. What is none is given as it is."""
        while True:
            piece, at = self._piece, self._at
            if piece.startswith(_NEXT, at):
                at += len(_GAP)
                end = piece.find(_GAP, at, at + _USUAL_HEAD)
                if end > 0:
                    self._at = end + len(_GAP)
                    return piece[at:end]
            while piece.startswith((b"\r", b"\n"), at):
                at += 1
            self._at = at
            if gap := _ANY_GAP.search(piece, at):
                self._at = gap.end()
                return piece[at : gap.start() + 1]
            if len(piece) - at > _LONGEST_HEAD:
                return b""
            more = self._stream.read1(_CHUNK)  # what stands before a break is read
            if not more:
                return b"" if at < len(piece) else None
            self._piece, self._at = piece[at:] + more, 0

    def take(self, length: int) -> bytes:
        """The body of a record."""
        data = self._piece[self._at : self._at + length]
        self._at += len(data)
        if len(data) < length:
            data += self._stream.read(length - len(data))
        if len(data) < length:
            raise self.cut()
        return data

    def skip(self, length: int) -> None:
        """Passes over the body of a record."""
        self._at += length
        missing = self._at - len(self._piece)
        while missing > 0:
            got = len(self._stream.read(min(missing, _CHUNK)))
            if not got:
                raise self.cut()
            missing -= got
            self._piece, self._at = b"", 0


def _fields(head: bytes) -> dict[str, str]:
    """The fields of a head, their names in lower case."""
    fields: dict[str, str] = {}
    text = head.decode("utf-8", "replace")
    if "\n " in text or "\n\t" in text:
        text = re.sub(r"\r?\n[ \t]+", " ", text)
    for line in text.splitlines():
        name, _, value = line.partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    return fields


def _may_be_page(fields: dict[str, str]) -> bool:
    """Whether a record may be a page that was fetched."""
    kind, what = fields.get("warc-type"), fields.get("content-type", "")
    return (kind == "response" and what.startswith("application/http")) or (
        kind == "resource" and what.partition(";")[0].strip() in _PAGES
    )


def _page(
    archive: _Archive, fields: dict[str, str], length: int, source: Source, options: Options
) -> Article | None:
    """The article in a record; None for what is no page, or says that there is none."""
    where = archive.where
    if length > options.limit_bytes:
        archive.skip(length)
        raise too_long(where, options.limit_bytes)
    data = archive.take(length)
    charset = None
    if fields["warc-type"] == "response":
        taken = _response(data, where, options)
        if taken is None:
            return None
        data, charset = taken
    url = fields.get("warc-target-uri", "").strip("<>")[:2000]
    if not data.strip() or url.startswith(("dns:", "robots:")):
        return None
    name = f"{source.name}/{printable(url) or where.rpartition(' ')[2]}"
    found = page.article_in(data, name=name, where=where, charset=charset, noted=source.noted)
    found = replace(found, url=found.url or printable(url) or None)
    return stated.dated(found, printed.stated(fields.get("warc-date", "")))


def _response(data: bytes, where: str, options: Options) -> tuple[bytes, str | None] | None:
    """The page in a response of HTTP and the encoding said of it; None when it is none."""
    head = data[: max(data.find(_GAP), 0)].lower()
    if head.startswith(b"http/") and (b" 200" not in head[:16] or b"html" not in head):
        return None  # a picture, or a page that has gone: nothing else of it need be looked at
    library("warcio", where=where)
    from warcio.recordloader import ArcWarcRecord
    from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

    body = io.BytesIO(data)
    try:
        head = StatusAndHeadersParser(list(_HTTP), verify=True).parse(body)
        kind = (head.get_header("Content-Type") or "").lower()
        if head.get_statuscode() != "200" or kind.partition(";")[0].strip() not in _PAGES:
            return None
        record = ArcWarcRecord("warc", "response", None, body, head, "", len(data))
        found = _all(record.content_stream(), options.limit_bytes + 1)
    except (*READ_ERRORS, *_BROKEN, StatusAndHeadersParserException) as error:
        raise KgError(
            "not a response of HTTP that can be read",
            where=where,
            mend="fetch the page again, and save it as HTML",
        ) from error
    if len(found) > options.limit_bytes:
        raise too_long(where, options.limit_bytes)
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", kind)
    return found, charset[1] if charset else None


def _all(stream: Any, most: int) -> bytes:
    """What a stream has, up to ``most`` bytes; it may give less than it is asked for before its end."""
    found = bytearray()
    while len(found) < most and (piece := stream.read(most - len(found))):
        found += piece
    return bytes(found)
