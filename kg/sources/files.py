"""Files and folders as sources: which files there are, and their bytes and text within limits.

Nothing here trusts a file: links may run in circles, a name may not be Unicode, compressed data may
grow without end, text may be in another encoding or no text at all. Whatever cannot be read is a
KgError that tells how to mend it; a guess is made only on strong evidence.
"""

from __future__ import annotations

import codecs
import gzip
import io
import os
import re
import stat
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

from charset_normalizer import from_bytes

from kg.core.errors import KgError
from kg.core.model import Problem
from kg.sources.reader import Source

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# Longest mark first: the mark of UTF-16 begins the one of UTF-32.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GROWTH = 200
"""Expanded bytes for one compressed byte; news text grows about fourfold, a bomb a thousandfold."""
_SAMPLE = 1_000_000
_FIRST = (".jsonl", ".jsonl.gz")
_STORE = "store.json"
"""The file by which kg.graph.files knows a store."""
READ_ERRORS = (OSError, EOFError, zlib.error)


def find(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Source | Problem]:
    """The files under ``paths``, each once, in an order that does not depend on the order given.

    Folders come before single files; hidden files and folders are left out, and so is a store of kg; a link back to a
    folder that was seen is not followed again. In a folder .jsonl files come first: they may say more of the
    files beside them. A name is relative to the folder given, with forward
    slashes; a file given directly has its own name.
    """
    given = sorted({Path(path) for path in paths}, key=lambda path: (not path.is_dir(), path.parts))
    seen: set[tuple[int, int]] = set()
    for path in given:
        yield from _walk(path, (path.name or path.resolve().name,), seen)


def _walk(
    path: Path, parts: tuple[str, ...], seen: set[tuple[int, int]]
) -> Iterator[Source | Problem]:
    top = path
    # One iterator for each folder that is open: of a million files only the names are held.
    pending: list[Iterator[tuple[Path, tuple[str, ...]]]] = [iter([(path, parts)])]
    while pending:
        found = next(pending[-1], None)
        if found is None:
            pending.pop()
            continue
        here, parts = found
        source = Source(path=here, name=_name(parts), taken=seen)
        try:
            status = here.stat()
            key = (status.st_dev, status.st_ino)
            if key in seen:
                continue
            seen.add(key)
            if stat.S_ISDIR(status.st_mode) and _is_store(here):
                if here == top:
                    yield Problem(
                        source=source.where,
                        what="a store of kg, and no folder of articles",
                        mend="give the folder that the articles are in",
                    )
            elif stat.S_ISDIR(status.st_mode):
                base = () if here == top else parts
                pending.append(_inside(here, base))
            elif stat.S_ISREG(status.st_mode):
                yield source
            else:
                yield Problem(
                    source=source.where,
                    what="neither a file nor a folder",
                    mend="save its content in a file and give that",
                )
        except OSError as error:
            yield _unreadable(source, error)


def _inside(folder: Path, parts: tuple[str, ...]) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """What is in a folder, sorted; raises OSError at once when it cannot be listed."""
    names = sorted(
        (inside.name for inside in folder.iterdir() if not _hidden(inside.name)),
        key=lambda name: (not name.lower().endswith(_FIRST), name),
    )
    return ((folder / name, (*parts, name)) for name in names)


def _is_store(folder: Path) -> bool:
    """Whether a folder is what kg itself has built: ``kg build .`` may find its store in the folder of the articles."""
    try:
        with (folder / _STORE).open("rb") as file:
            begins = file.read(500)
    except OSError:
        return False
    return b'"builder"' in begins and b'"ontology"' in begins


def _hidden(name: str) -> bool:
    return name.startswith(".") or name == "__MACOSX"


def _name(parts: tuple[str, ...]) -> str:
    """One spelling for one path on every system: NFC, and no byte that is not Unicode."""
    return unicodedata.normalize("NFC", printable("/".join(parts)))


def _unreadable(source: Source, error: OSError) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem(
            source=source.where,
            what="no such file or folder",
            mend="check the spelling, and that the path starts from the current folder",
        )
    return Problem(
        source=source.where,
        what=f"cannot be read ({error.strerror or type(error).__name__})",
        mend="check that you may read it (ls -l) and that the disk is in order",
    )


def printable(text: str) -> str:
    """Text that any report can hold: what is not Unicode becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def problem(error: KgError) -> Problem:
    """An error of one source as the line of a report."""
    return Problem(source=printable(error.where), what=printable(error.what), mend=error.mend)


def failure(source: Source, error: BaseException) -> KgError:
    """What a failed read of bytes means to a person."""
    if isinstance(error, EOFError | zlib.error | gzip.BadGzipFile):
        return KgError(
            "the compressed data are damaged or cut short",
            where=source.where,
            mend="fetch or compress the file again; `gzip -t` tests it",
        )
    if isinstance(error, OSError):
        told = _unreadable(source, error)
        return KgError(told.what, where=told.source, mend=told.mend)
    return KgError(str(error), where=source.where, mend="look at the file in an editor")


class _Bounded(io.RawIOBase):
    """A decompressed stream that stops when it has grown out of proportion."""

    def __init__(self, stream: gzip.GzipFile, room: int, where: str) -> None:
        self._stream = stream
        self._room = room
        self._where = where

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        room = memoryview(buffer).cast("B")
        data = self._stream.read1(len(room))  # What stands before a break is read.
        self._room -= len(data)
        if self._room < 0:
            raise KgError(
                "the compressed file expands out of all proportion",
                where=self._where,
                mend="expand it yourself, check what is in it, and give the expanded file",
            )
        room[: len(data)] = data
        return len(data)


@contextmanager
def open_bytes(source: Source, *, limit_bytes: int) -> Iterator[BinaryIO]:
    """The bytes of a source, expanded when its name ends in .gz, as a stream that is bounded."""
    with source.path.open("rb") as raw:
        if source.path.suffix.lower() != ".gz":
            yield raw
            return
        room = max(limit_bytes + 1, _GROWTH * os.fstat(raw.fileno()).st_size)
        with gzip.GzipFile(fileobj=raw) as expanded:
            yield io.BufferedReader(_Bounded(expanded, room, source.where))


def read_bytes(source: Source, *, limit_bytes: int) -> bytes:
    """The whole of a source, or a KgError when it is longer than the limit or damaged."""
    try:
        with open_bytes(source, limit_bytes=limit_bytes) as stream:
            data = stream.read(limit_bytes + 1)
    except READ_ERRORS as error:
        raise failure(source, error) from error
    if len(data) > limit_bytes:
        raise too_long(source.where, limit_bytes)
    return data


def too_long(where: str, limit_bytes: int) -> KgError:
    """The error for an article beyond the limit."""
    return KgError(
        f"longer than {limit_bytes / 1_000_000:g} MB, too long for one article",
        where=where,
        mend="split it into one article per file or per line, or raise the limit",
    )


def head(source: Source, size: int = 4096) -> bytes:
    """The first bytes of a source, expanded; an error if they cannot be had."""
    try:
        with open_bytes(source, limit_bytes=size) as stream:
            return stream.read(size)
    except READ_ERRORS as error:
        raise failure(source, error) from error


def encoding_of(data: bytes, *, where: str, declared: str | None = None) -> tuple[str, int]:
    """The encoding of ``data`` and the length of its byte order mark.

    UTF-8 is tried first, then a byte order mark, then what the document declares. Windows-1252 is
    assumed for anything else only if the bytes are plausible as such throughout, and none of them
    are sequences of UTF-8 (then it is UTF-8 that was damaged).

    >>> encoding_of("Genève".encode(), where="a.txt")
    ('utf-8', 0)
    >>> encoding_of("Genève".encode("utf-16"), where="a.txt")
    ('utf-16-le', 2)
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, len(mark)
    wide = _unmarked_utf16(data)
    if wide:
        return wide, 0
    if b"\0" in data:
        raise KgError(
            "binary data, not text",
            where=where,
            mend="give it the ending of its format (.pdf, .docx, .gz …), or save it as text",
        )
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _other(data, error, where, declared), 0
    return "utf-8", 0


def _other(data: bytes, error: UnicodeDecodeError, where: str, declared: str | None) -> str:
    if declared and declared.lower().replace("_", "-") not in {"utf-8", "utf8"}:
        try:
            data.decode(declared)
        except (LookupError, UnicodeError):
            pass
        else:
            return declared
    if _windows_1252(data):
        return "cp1252"
    line = data.count(b"\n", 0, error.start) + 1
    raise KgError(
        f"not valid UTF-8 at byte {error.start} (line {line}), and no other encoding is certain",
        where=where,
        mend="convert it, for example: iconv -f WINDOWS-1252 -t UTF-8 IN > OUT",
    ) from error


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark: the zero bytes of Latin letters all stand on one side."""
    sample = data[:4096]
    if len(sample) < 8 or b"\0" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    for name, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros > 0.7 * half and others == 0:
            return name
    return None


def _windows_1252(data: bytes) -> bool:
    damaged = data.decode("utf-8", "ignore")
    if not damaged.isascii() and re.search(r"[^\x00-\x7f]", damaged):
        return False
    sample = data[:_SAMPLE]
    guess = from_bytes(sample, cp_isolation=["cp1252"]).best()
    if guess is None or guess.encoding != "cp1252" or guess.chaos > 0.1:
        return False
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    strange = sum(ch not in _WESTERN for ch in text if ch > "\x7f")
    return not strange and not any(ch < " " and ch not in "\t\n\r\f" for ch in text)


_WESTERN = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþŒœŠšŽž"
    "‘’“”‚„‹›«»–—…•·€£¥§©®™°º½¼¾²³¹¡¿†‡\u00a0\u00ad´`±×"
)


def decode(data: bytes, *, where: str, declared: str | None = None) -> str:
    """Bytes as text, every character kept (line ends too); only a byte order mark is left out."""
    encoding, mark = encoding_of(data, where=where, declared=declared)
    try:
        text = data[mark:].decode(encoding)
    except UnicodeDecodeError as error:
        raise KgError(
            f"not valid {encoding.upper()} at byte {mark + error.start}",
            where=where,
            mend="save it again as UTF-8",
        ) from error
    check_text(text, where=where)
    return text


def check_text(text: str, *, where: str) -> None:
    """Refuses text that no store or report could hold: nothing to read, NUL, half a character."""
    if not any(ch.isprintable() and not ch.isspace() for ch in text):
        raise KgError("empty", where=where, mend="leave it out, or give the article's text")
    if "\0" in text:
        raise KgError(
            "contains null characters, as binary data do",
            where=where,
            mend="save it again as plain UTF-8 text",
        )
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise KgError(
            f"half a Unicode character (surrogate) at character {error.start}",
            where=where,
            mend="write the text out again as UTF-8",
        ) from error


@contextmanager
def open_text(source: Source, *, limit_bytes: int) -> Iterator[TextIO]:
    """A source as a stream of text, its encoding judged by its first megabyte.

    A byte that does not fit later on comes out as a lone surrogate, for the caller to report the
    line or record it stands in and go on with the next.
    """
    with open_bytes(source, limit_bytes=limit_bytes) as stream:
        sample = stream.read(_SAMPLE)
        if len(sample) == _SAMPLE:
            sample = sample[: sample.rfind(b"\n") + 1] or sample[:-4]
        try:
            encoding, mark = encoding_of(sample, where=source.where)
        except KgError:
            # Lines are judged one by one: a single bad one must not cost the others.
            if b"\0" in sample:
                raise
            encoding, mark = "utf-8", 0
    with open_bytes(source, limit_bytes=limit_bytes) as stream:
        stream.read(mark)
        yield io.TextIOWrapper(stream, encoding=encoding, errors="surrogateescape", newline="")


def lines(stream: TextIO, limit: int) -> Iterator[tuple[int, str | None]]:
    """Numbered lines of a stream; None for one that is longer than the limit, which is passed over."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit:
            yield number, line
            continue
        while line and not line.endswith("\n"):
            line = stream.readline(1 << 20)
        yield number, None
