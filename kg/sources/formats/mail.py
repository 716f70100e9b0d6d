"""Mail as a source: a message (.eml), or a box of them (.mbox), each message an article.

Title, day and outlet come from Subject, Date and the sender's name. Attachments are named, not read. Read by
the standard library, after what no reader needs is passed over: a message may have gigabytes attached.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterable, Iterator
from datetime import date
from email import policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate

from kg.core.errors import KgError
from kg.core.model import Article, Problem
from kg.sources.files import (
    READ_ERRORS,
    check_text,
    decode,
    failure,
    open_bytes,
    printable,
    problem,
    too_long,
)
from kg.sources.formats import page, stated
from kg.sources.formats.records import patiently
from kg.sources.languages import code
from kg.sources.reader import Options, Source

_MOST_PARTS = 500
_DEEPEST = 30
"""Parts in a message, and parts inside each other."""
_LONGEST_HEAD = 300_000
_LONGEST_LINE = 1_000_000
_ATTACHED = 30_000
"""Lines of an attachment that are kept: more than any text has."""
_CODED = re.compile(rb"[A-Za-z0-9+/]{40,80}={0,2}\r?\n")
_BOUNDARY = re.compile(
    rb"\bboundary\s*=\s*(?:\"([^\"\r\n]{1,200})\"|([^\s;\"]{1,200}))", re.IGNORECASE
)
_LANG = re.compile(rb"<html\b[^>]{0,300}\blang\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)
_NESTED = re.compile(rb"content-type:\s*message/", re.IGNORECASE)
_FIELD = re.compile(
    rb"(?:from|to|subject|date|received|return-path|message-id|mime-version|delivered-to|x-[\w-]+):",
    re.IGNORECASE,
)
_SHORT = 300
"""Characters of a plain part that only says where to find the message."""
_FORWARDED = re.compile(r"(?:(?:re|fwd?|fw|aw|wg)\s*:\s*)+", re.IGNORECASE)
_SIGNATURES = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
)
_BROKEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def is_message(head: bytes) -> bool:
    """Whether a file begins with the head of a mail.

    >>> is_message(b"Subject: Talks\\r\\nFrom: a@example.org\\r\\n\\r\\nThey met.")
    True
    """
    lines = re.split(rb"\r?\n", head.partition(b"\n\n")[0].partition(b"\r\n\r\n")[0])
    known = sum(bool(_FIELD.match(line)) for line in lines)
    return known >= 2 and bool(re.match(rb"[A-Za-z][\w-]*:", lines[0]))


def is_box(head: bytes) -> bool:
    """Whether a file begins as a box of mails does."""
    first, _, rest = head.partition(b"\n")
    return bool(re.match(rb"From \S.* \d{4}", first.strip())) and is_message(rest)


def read_eml(source: Source, options: Options) -> Iterator[Article | Problem]:
    """The article in a message."""
    try:
        with open_bytes(source, limit_bytes=options.limit_bytes) as stream:
            message = _Kept(source.where, options.limit_bytes)
            for line in _lines(stream):
                message.add(line)
    except READ_ERRORS as error:
        raise failure(source, error) from error
    yield from _message(message.whole(), name=source.name, where=source.where, options=options)


def read_mbox(source: Source, options: Options) -> Iterator[Article | Problem]:
    """The messages of a box, with the ids that they have themselves."""
    return patiently(_box(source, options), where=source.where)


def _box(source: Source, options: Options) -> Iterator[Article | Problem]:
    some = False
    try:
        with open_bytes(source, limit_bytes=options.limit_bytes) as stream:
            for number, kept in _messages(_lines(stream), source, options):
                some = True
                name, where = f"{source.name}:{number}", f"{source.where}:{number}"
                try:
                    yield from _message(
                        kept.whole(), name=name, where=where, options=options, boxed=source.name
                    )
                except KgError as error:
                    yield problem(error)
    except READ_ERRORS as error:
        raise failure(source, error) from error
    if not some:
        raise KgError(
            "no message in it",
            where=source.where,
            mend="in a box of mails (mbox) a line with From and a space begins each message",
        )


def _lines(stream: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of a stream, a longer one in pieces."""
    read = stream.readline  # type: ignore[attr-defined]
    while line := read(_LONGEST_LINE):
        yield line


class _Kept:
    """The lines of a message that are worth parsing; what is wrong with it is told when it is asked for."""

    def __init__(self, where: str, limit: int) -> None:
        self._where = where
        self._limit = limit
        self._lines: list[bytes] = []
        self._boundaries: set[bytes] = set()
        self._size = self._coded = self._parts = self._nested = self._head = 0
        self._in_head = True
        self._wrong: KgError | None = None

    def add(self, line: bytes) -> None:
        """Takes one line more, or passes it over."""
        if self._wrong is not None:
            return
        if _CODED.fullmatch(line):
            self._coded += 1
            if self._coded > _ATTACHED:
                return
        else:
            self._coded = 0
            self._watch(line)
        self._size += len(line)
        if self._size > self._limit:
            self._refuse(too_long(self._where, self._limit))
            return
        self._lines.append(line)

    def _watch(self, line: bytes) -> None:
        if self._in_head:
            self._head += len(line)
            self._in_head = bool(line.strip())
            if self._head > _LONGEST_HEAD:
                self._refuse(_unusual(self._where, f"a head of more than {_LONGEST_HEAD:,} bytes"))
        if len(line) < 2000:
            for match in _BOUNDARY.finditer(line):
                self._boundaries.add(match[1] or match[2])
            self._nested += bool(_NESTED.match(line))
        if line.startswith(b"--") and line[2:].rstrip().removesuffix(b"--") in self._boundaries:
            self._parts += 1
        if self._parts > _MOST_PARTS:
            self._refuse(_unusual(self._where, f"more than {_MOST_PARTS} parts"))
        if len(self._boundaries) + self._nested > 2 * _DEEPEST:
            self._refuse(_unusual(self._where, f"parts nested deeper than {_DEEPEST} levels"))

    def _refuse(self, error: KgError) -> None:
        self._wrong = error
        self._lines.clear()

    def whole(self) -> bytes:
        """The message without what was passed over."""
        if self._wrong is not None:
            raise self._wrong
        return b"".join(self._lines)


def _unusual(where: str, what: str) -> KgError:
    return KgError(
        f"a message with {what}",
        where=where,
        mend="save its text as a .txt file and give that",
    )


def _messages(
    lines: Iterator[bytes], source: Source, options: Options
) -> Iterator[tuple[int, _Kept]]:
    """The messages of a box with the number of the line where each begins."""
    kept: _Kept | None = None
    begun, after_gap = 0, True
    for number, line in enumerate(lines, 1):
        if after_gap and line.startswith(b"From ") and len(line) < 1000:
            if kept is not None:
                yield begun, kept
            begun, kept = number, _Kept(f"{source.where}:{number}", options.limit_bytes)
            after_gap = False
            continue
        after_gap = not line.strip()
        if kept is not None:
            kept.add(line[1:] if re.match(rb">+From ", line) else line)
    if kept is not None:
        yield begun, kept


def _message(
    data: bytes, *, name: str, where: str, options: Options, boxed: str = ""
) -> Iterator[Article | Problem]:
    """The article of one message, and a Problem that names its attachments."""
    if not data.strip():
        raise KgError("empty", where=where, mend="leave it out, or give a message")
    try:
        message = email.message_from_bytes(data, policy=policy.compat32)
        parts = list(message.walk())
        text, language = _text(parts, where)
        attached = [found for part in parts if (found := _attached(part))]
        sender, address = _sender(message)
        own = re.sub(r"[^\x21-\x7e]", "", _header(message, "Message-ID")).strip("<>")[:200]
    except _BROKEN as error:
        raise KgError(
            f"not a message that can be read ({type(error).__name__})",
            where=where,
            mend="save it again from the mail program, or its text as a .txt file",
        ) from error
    check_text(text, where=where)
    if len(text.encode("utf-8")) > options.limit_bytes:
        raise too_long(where, options.limit_bytes)
    yield Article(
        id=f"{boxed}/{own}" if boxed and own else name,
        text=text,
        title=stated.title(_FORWARDED.sub("", _header(message, "Subject"))),
        published=_day(_header(message, "Date")),
        publisher=stated.outlet(sender, address),
        language=code(_header(message, "Content-Language") or language) or "en",
    )
    if attached:
        told = ", ".join(repr(found) for found in attached[:10])
        more = f" and {len(attached) - 10} more" if len(attached) > 10 else ""
        yield Problem(
            source=printable(where),
            what=f"attached, and not read: {printable(told)}{more}",
            mend="save what is attached beside the mail, and give it, too",
        )


def _header(message: Message, name: str) -> str:
    """A field of the head in plain characters on one line."""
    raw = str(message.get(name) or "")[:4000]
    try:
        found = str(make_header(decode_header(raw)))
    except (LookupError, UnicodeError, ValueError):
        found = raw
    return " ".join(printable(found).replace("\0", " ").split())


def _sender(message: Message) -> tuple[str, str]:
    """The name and the address of the sender."""
    try:
        return parseaddr(_header(message, "From"))
    except _BROKEN:
        return "", ""


def _day(told: str) -> date | None:
    parts = parsedate(told)
    try:
        return stated.day(date(*parts[:3])) if parts and parts[0] > 1900 else None
    except (TypeError, ValueError, OverflowError):
        return None


def _text(parts: list[Message], where: str) -> tuple[str, str]:
    """The text of a message: the plain part, unless it only says where to find the other; and its language."""
    plain: list[str] = []
    pages: list[tuple[bytes, str | None]] = []
    wrong: list[KgError] = []
    for part, data in _bodies(parts):
        charset = part.get_content_charset()
        if part.get_content_type() == "text/html":
            pages.append((data, charset))
            continue
        try:
            plain.append(_unflowed(part, decode(data, where=where, declared=charset)))
        except KgError as error:
            wrong.append(error)
    said = "\n\n".join(plain).strip()
    # To find the text of a page costs more than all else here: only where it may be the better one.
    if len(said) >= _SHORT:
        return said, _language(pages)
    shown: list[str] = []
    for data, charset in pages:
        try:
            found = page.article_in(data, name="", where=where, charset=charset)
            shown.append(found.text)
        except KgError as error:
            wrong.append(error)
    if shown and len(shown[0]) > 2 * len(said):
        return "\n\n".join(shown), _language(pages)
    if said:
        return said, _language(pages)
    raise next(iter(wrong), None) or KgError(
        "no text in the message", where=where, mend="save what is attached, and give that"
    )


def _bodies(parts: list[Message]) -> Iterator[tuple[Message, bytes]]:
    """The parts that are shown, with what is in them: no attachment, nor what another message has in it."""
    inside: set[int] = set()
    for part in parts:
        if part.get_content_maintype() == "message":
            inside.update(id(found) for found in part.walk())
        if id(part) in inside or part.is_multipart() or _name(part):
            continue
        if part.get_content_type() in {"text/plain", "text/html"}:
            data = part.get_payload(decode=True)
            if isinstance(data, bytes) and data.strip():
                yield part, data


def _language(pages: list[tuple[bytes, str | None]]) -> str:
    """The language that a page says it is in; "" where none does."""
    found = (_LANG.search(data[:2_000]) for data, _ in pages)
    return next((match[1].decode("ascii", "replace") for match in found if match), "")


def _unflowed(part: Message, text: str) -> str:
    """The text of a plain part with its lines as they were written (RFC 3676), without the signature."""
    text = text.replace("\r\n", "\n")
    text = re.split(r"(?m)^-- ?$", text)[0] if re.search(r"(?m)^-- ?$", text[200:]) else text
    if str(part.get_param("format") or "").lower() != "flowed":
        return text
    gone = "" if str(part.get_param("delsp") or "").lower() == "yes" else " "
    return re.sub(r"(?m)(?<=\S) \n(?=[^\s>])", gone, text)


def _name(part: Message) -> str:
    """The name of an attachment; "" for a part that is not one."""
    name = part.get_filename()
    if part.get_content_disposition() == "attachment" or (name and not part.is_multipart()):
        return " ".join(printable(str(name or part.get_content_type())).split())[:100]
    return ""


def _attached(part: Message) -> str:
    """What is attached and could hold an article: no picture that the message shows, no signature."""
    shown = (
        part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment"
    )
    if part.get_content_type() in _SIGNATURES or shown:
        return ""
    if part.get_content_type() == "message/rfc822":
        return _name(part) or "a message"
    return _name(part)
