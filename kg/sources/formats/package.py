"""The zip archives that Word and Excel files are, opened with everything dangerous in them refused.

A part may claim any size, expand without end, or bring definitions of its own (DTD, entities). So the
directory is measured before it is read, a part is read to a limit, and a document type is refused, in
whatever encoding it comes.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from lxml import etree

from kg.core.errors import KgError
from kg.dates.en import printed
from kg.sources.files import READ_ERRORS, failure, open_bytes, too_long
from kg.sources.formats import stated
from kg.sources.reader import Options, Source

_GROWTH = 200
"""Expanded bytes for one compressed byte; XML of documents grows to ten or thirty."""
_SMALL = 1_000_000
"""Bytes that may have grown by any factor: they harm nobody."""
_LARGEST_FILE = 10
"""A file may be this many times larger than one article may be: there are pictures in it."""
_LARGEST_DIRECTORY = 4_000_000
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The beginning of files of Office before 2007, and of those of today with a password."""
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
# What is raised by the standard library for archives that are broken, encrypted or of an unknown kind.


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """What docProps say: the raw words of the fields, empty where there are none."""

    title: str = ""
    creator: str = ""
    publisher: str = ""
    company: str = ""
    language: str = ""
    issued: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """An open archive of parts."""

    archive: zipfile.ZipFile
    stream: IO[bytes]
    where: str
    limit_bytes: int

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name in self.archive.NameToInfo

    def check(self, name: str, limit: int) -> zipfile.ZipInfo:
        """The entry of a part, which is not larger than ``limit`` bytes and not a bomb."""
        info = self.archive.NameToInfo[name]
        if info.flag_bits & 1 or info.compress_type not in {
            zipfile.ZIP_STORED,
            zipfile.ZIP_DEFLATED,
        }:
            raise KgError(
                f"{name[:80]!r} in it is encrypted or packed in an unusual way",
                where=self.where,
                mend="open it in the program that made it, and save it anew",
            )
        if info.file_size > max(_SMALL, _GROWTH * info.compress_size):
            raise KgError(
                "the compressed file expands out of all proportion",
                where=self.where,
                mend="open it in a program you trust, check what is in it, and save it as text",
            )
        if info.file_size > limit:
            raise too_long(self.where, limit)
        return info

    def read(self, name: str, limit: int | None = None) -> bytes:
        """A part with XML: its bytes, without document type and in an encoding that shows that."""
        info = self.check(name, self.limit_bytes if limit is None else limit)
        try:
            data = self.archive.read(info)
        except (*DAMAGED, OSError, ValueError) as error:
            raise damaged(self.where) from error
        return plain_xml(data, self.where)

    def xml(self, name: str, limit: int | None = None) -> Any:
        """The tree of a part, or None when there is none or it is broken."""
        return parsed(self.read(name, limit)) if self.has(name) else None


def plain_xml(data: bytes, where: str) -> bytes:
    """XML that is ASCII or UTF-8 and defines nothing; KgError for any other.

    >>> plain_xml(b"<a/>", "x")
    b'<a/>'
    """
    strange = data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in data[:200]
    declared = re.match(
        rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{1,40})", data
    )
    if strange or (declared and declared[1].lower() not in {b"utf-8", b"us-ascii", b"ascii"}):
        raise KgError(
            "XML in another encoding than UTF-8, as no office program writes it",
            where=where,
            mend="open it in the program that made it, and save it anew",
        )
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise KgError(
            "XML with definitions of its own (DTD, entities), which can be harmful",
            where=where,
            mend="open it in a program you trust, and save it anew",
        )
    return data


def parsed(data: bytes) -> Any:
    """The tree of XML without definitions; None when it is broken."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError):
        return None


def damaged(where: str) -> KgError:
    """The error for an archive that cannot be read."""
    return KgError(
        "the file is damaged or cut short",
        where=where,
        mend="fetch or save it again; `unzip -t` tests it",
    )


@contextmanager
def opened(source: Source, options: Options) -> Iterator[Package]:
    """The parts of a file of Office; KgError when it is none, too large, or made to harm."""
    most = _LARGEST_FILE * options.limit_bytes
    try:
        with open_bytes(source, limit_bytes=most) as raw:
            stream: IO[bytes] = raw
            if source.path.suffix.lower() == ".gz":
                stream = io.BytesIO(raw.read(most + 1))
            if stream.seek(0, io.SEEK_END) > most:
                raise too_long(source.where, most)
            _measured(stream, source.where)
            with zipfile.ZipFile(stream) as archive:
                yield Package(
                    archive=archive,
                    stream=stream,
                    where=source.where,
                    limit_bytes=options.limit_bytes,
                )
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise damaged(source.where) from error
    except READ_ERRORS as error:
        raise failure(source, error) from error


def _measured(stream: IO[bytes], where: str) -> None:
    """Refuses what is no archive, and a directory so long that it would fill the memory."""
    stream.seek(0)
    head = stream.read(8)
    if head == _OLD:
        raise KgError(
            "an Office file with a password or of a version before 2007",
            where=where,
            mend="open it in the program that made it, and save it without a password as .docx or .xlsx",
        )
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - 66_000))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(b"PK\5\6")
    if not head.startswith(b"PK") or at < 0 or len(tail) < at + 22:
        raise damaged(where)
    if int.from_bytes(tail[at + 12 : at + 16], "little") > _LARGEST_DIRECTORY:
        raise KgError(
            "an archive with more files in it than an office program makes",
            where=where,
            mend="open it in a program you trust, and save it anew",
        )


_FIELDS = {
    "title": "title",
    "creator": "creator",
    "publisher": "publisher",
    "language": "language",
    "created": "created",
    "issued": "issued",
    "date": "issued",
    "Company": "company",
}
"""Elements of docProps/core.xml and app.xml, and what they are here."""


def properties(package: Package) -> Properties:
    """What the file says of itself."""
    found: dict[str, str] = {}
    for part in ("docProps/core.xml", "docProps/app.xml"):
        root = package.xml(part, _SMALL)
        for element in root if root is not None else ():
            name = _FIELDS.get(str(element.tag).rpartition("}")[2])
            words = str(element.text or "").strip()
            if name and words and len(words) < 2000:
                found.setdefault(name, words)
    return Properties(**found)


def outlet(told: Properties) -> str | None:
    """The outlet that the properties name: a publisher, or a company or author that is one."""
    named = stated.title(told.publisher)
    return named or stated.outlet(told.company) or stated.outlet(told.creator)


def made(told: Properties) -> date | None:
    """The day when the file was made, if it says so; that of its last change is no day of publication."""
    return stated.day(printed.stated(told.created))
