"""Feeds (RSS, Atom, RDF) and lists of feeds (OPML), saved or fetched: each entry is an article. Nothing is fetched here.

feedparser (BSD-2-Clause) takes entries apart. It is given bytes and never a name, so that it opens nothing; a feed
with definitions of its own (DTD, entities) is refused before it.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from kg.core.errors import KgError
from kg.core.model import Article, Problem
from kg.core.words import counted, plain
from kg.dates.stamps import stamped
from kg.sources import safe_xml
from kg.sources.files import check_text, problem, read_bytes, too_long
from kg.sources.formats import package
from kg.sources.formats.markup import seen
from kg.sources.languages import code
from kg.sources.reader import Noted, Options, Source

ROOTS = frozenset({"rss", "feed", "RDF"})
"""Elements that a feed begins with: RSS 0.9x and 2.0, Atom, RSS 1.0."""
MOST_ENTRIES = 20_000
"""Entries of one feed: feedparser takes all of them apart at once."""
MOST_FEEDS = 10_000
"""Feeds of one list."""
_MOST_TAGS = 40 * MOST_FEEDS
"""In a list, which is held in memory as a tree."""
EMPTY = "an entry without text"
"""What is said of an entry that has neither text nor title."""
_MOST_MARKS = 400_000
"""Beginnings and ends of elements in a feed, those in its HTML among them."""
_MANY_ATTRIBUTES = re.compile(
    rb"<[^\s<>]{1,99}(?:\s++[^\s=<>\"'/]{1,99}\s*+=\s*+(?:\"[^\"<]{0,9999}\"|'[^'<]{0,9999}')){200}"
)
_PREFIX = re.compile(rb"xmlns:([^\s=]{1,99})")
_MOST_PREFIXES = 200
_HEAD = 100_000
_ASIDE = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
"""Where a text may speak of definitions without making any."""
_DEFINES = re.compile(rb"<!(?:ENTITY|DOCTYPE[^>]{0,400}(?:\[|SYSTEM|PUBLIC))", re.IGNORECASE)
_NETSCAPE = re.compile(
    rb"<!DOCTYPE\s{1,9}rss\s{1,9}PUBLIC\s{1,9}\"[^\"<>\[]{0,99}\"\s{1,9}\"[^\"<>\[]{0,99}rss-0\.91\.dtd\"\s{0,9}>",
    re.IGNORECASE,
)
"""What feeds of RSS 0.91 begin with; the file that it names is not asked for."""
_BEGINS = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)\b", re.IGNORECASE)
_ALTERNATE = re.compile(r"<link\b[^<>]{0,1000}>", re.IGNORECASE)
_EVERYWHERE = re.compile(r"(?:https?://|tag:|urn:)\S+")
_LONGEST_LINE = 4_000
_LONGEST_ID = 1_000
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DAYS = ("published", "created", "updated")
"""Where the day of publication is looked for: that of an update is taken only where there is no other."""
# What a third-party parser may raise on what was made to break it.
_BROKEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def looks_like(head: bytes) -> bool:
    """Whether a file begins as a feed does."""
    root = safe_xml.root_name(head)
    return root in ROOTS and (root != "RDF" or b"purl.org/rss" in head)


def read_feed(source: Source, options: Options) -> Iterator[Article | Problem]:
    """The entries of a saved feed; one that has neither text nor title is told."""
    data = read_bytes(source, limit_bytes=options.limit_bytes)
    some = False
    for one in entries_of(data, source.where, options, name=source.name, noted=source.noted):
        some = True
        yield one
    if not some:
        raise KgError(
            "a feed without entries",
            where=source.where,
            mend="fetch it again; a feed has <item> or <entry>",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Feed:
    """What all entries of a feed have in common. ``home`` is its own address, "" where that is not known."""

    channel: Mapping[str, Any]
    home: str
    name: str
    options: Options
    noted: Noted


def entries_of(
    data: bytes,
    where: str,
    options: Options,
    *,
    name: str = "",
    most: int = MOST_ENTRIES,
    noted: Noted | None = None,
) -> Iterator[Article | Problem]:
    """The entries of a feed that is at hand as bytes: title, day of publication, address, and the fullest text.

    ``where`` is its address or its path, ``name`` what ids begin with in a file. An entry that is its title alone is
    an article of that one line; one that has neither is a Problem, and so are all entries beyond ``most``. The
    outlet is the source that an entry names, else the feed's title.

    An id that is good everywhere (an address, ``tag:``, ``urn:``) is the article's. A shorter one gets the address
    before it that the feed has by its own word, or else was fetched from; so what is saved and what is fetched have
    one id. A file that does not say where it is from has short ids, which ``kg.sources.read`` makes apart.

    Raises KgError for what is no feed, and without feedparser.
    """
    found = _parsed(data, where)
    channel = found.get("feed", {})
    feed = _Feed(
        channel=channel,
        home=_home(channel) or (where if _is_address(where) else ""),
        name=name,
        options=options,
        noted=noted or Noted(),
    )
    entries = found.get("entries", ())
    for number, entry in enumerate(entries[:most], 1):
        try:
            yield from _entry(entry, feed, f"{where}, entry {number}")
        except KgError as error:
            yield problem(error)
    if len(entries) > most:
        yield Problem(
            source=where,
            what=f"has {counted(len(entries), 'entry')}, of which the first {most:,} were read",
            mend="give the others in a feed of their own, or raise the limit (kg watch --limit)",
        )


def parsed(data: bytes, where: str) -> Any:
    """A feed as feedparser takes it apart, whatever comes of it: bytes, so that nothing is opened or fetched.

    Raises KgError without feedparser, and whatever feedparser does.
    """
    try:
        import feedparser
    except ImportError as error:
        raise KgError(
            "feeds need feedparser, which is not installed",
            where=where,
            mend="pip install feedparser",
        ) from error
    return feedparser.parse(io.BytesIO(data), resolve_relative_uris=False, sanitize_html=True)


def _parsed(data: bytes, where: str) -> Any:
    narrow = data.replace(b"\0", b"")
    bare = _NETSCAPE.sub(b"", _ASIDE.sub(b"", narrow), count=1)
    if safe_xml.root_name(data[:_HEAD]).lower() == "html":
        raise KgError("a page, not a feed (RSS, Atom)", where=where, mend=_named_in(data, where))
    if _DEFINES.search(bare):
        raise KgError(
            "a feed with definitions of its own (DTD, entities), which can be harmful",
            where=where,
            mend="give it without its DOCTYPE, or ask who makes it for one without",
        )
    _measure(narrow, bare, where)
    try:
        found = parsed(data, where)
    except _BROKEN as error:
        raise KgError(
            f"a feed that cannot be taken apart ({type(error).__name__})",
            where=where,
            mend="fetch it again",
        ) from error
    if not found.get("version") and not found.get("entries"):
        raise KgError(
            "not a feed (RSS, Atom)", where=where, mend="give the address of a feed, or a saved one"
        )
    return found


def _measure(data: bytes, bare: bytes, where: str) -> None:
    """Refuses what feedparser would be busy with for minutes; it takes the whole of a feed apart at once."""
    if sum(1 for _ in _BEGINS.finditer(data)) > MOST_ENTRIES:
        what = f"a feed of more than {MOST_ENTRIES:,} entries"
    elif (
        data.count(b"<") + data.count(b"&lt;") > _MOST_MARKS
        or _MANY_ATTRIBUTES.search(bare)
        or len(set(_PREFIX.findall(bare))) > _MOST_PREFIXES
    ):
        what = "a feed with more markup than can be read"
    else:
        return
    raise KgError(what, where=where, mend="save it in parts, or ask who makes it")


def _named_in(page: bytes, where: str) -> str:
    """What to give instead of a page: the feed that it names, if it names one."""
    for link in _ALTERNATE.findall(page[:_HEAD].decode("utf-8", "replace")):
        href = re.search(r"href\s*=\s*[\"']?([^\s\"'<>]{1,500})", link, re.IGNORECASE)
        if href and re.search(r"application/(?:rss|atom)\+xml", link, re.IGNORECASE):
            return f"give the feed that it names: {plain(urljoin(where, href[1]))}"
    return "give the address of its feed"


def _home(channel: Mapping[str, Any]) -> str:
    """The address of a feed by its own word."""
    for link in channel.get("links", ()):
        address = plain(str(link.get("href") or ""))
        if link.get("rel") == "self" and _is_address(address):
            return address[:_LONGEST_ID]
    return ""


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _entry(entry: Any, feed: _Feed, where: str) -> Iterator[Article | Problem]:
    title = _line(entry.get("title"))
    text = _text(entry) or title
    if not text:
        raise KgError(EMPTY, where=where, mend="leave it out, or give its text")
    if len(text.encode("utf-8")) > feed.options.limit_bytes:
        raise too_long(where, feed.options.limit_bytes)
    check_text(text, where=where)
    day, told, unclear = _day(entry)
    outlet = _line(_of(entry, "source").get("title")) or _line(feed.channel.get("title"))
    link = plain(str(entry.get("link") or ""))
    url = link if _is_address(link) else None
    language = _language(entry, feed.channel)
    fields = {
        "title": title,
        "published": day,
        "publisher": outlet,
        "url": url,
        "language": language,
    }
    for field, value in fields.items():
        if value:
            feed.noted.use(field, told if field == "published" else field)
    yield Article(
        id=_id(plain(str(entry.get("id") or "")) or url, f"{title}\n{text}", feed),
        text=text,
        title=title,
        published=day,
        url=url,
        publisher=outlet,
        language=language or "en",
    )
    if unclear:
        yield Problem(
            source=where,
            what=f"cannot be understood and was left out: published: {unclear[:60]!r}",
            mend="its events may lack their day; a day is understood as RFC 822 or ISO 8601 have it",
        )


def _id(given: str | None, said: str, feed: _Feed) -> str:
    """The id of an entry; one that has none is named by what it says, which its place in the feed does not change."""
    if given and _EVERYWHERE.fullmatch(given):
        return given[:_LONGEST_ID]
    if given:
        return (f"{feed.home}#{given}" if feed.home else given)[:_LONGEST_ID]
    digest = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]
    return f"{feed.home}#{digest}" if feed.home else f"{feed.name}:{digest}"


def _of(entry: Any, key: str) -> Mapping[str, Any]:
    value = entry.get(key)
    return value if isinstance(value, dict) else {}


def _line(value: object) -> str | None:
    """A field on one line, without markup and without what could steer a terminal; None for what is none."""
    return plain(seen(value[:_LONGEST_LINE])) or None if isinstance(value, str) else None


def _language(entry: Any, channel: Mapping[str, Any]) -> str | None:
    for value in (
        entry.get("language"),
        _of(entry, "title_detail").get("language"),
        channel.get("language"),
    ):
        if found := code(str(value or "")):
            return found
    return None


def _text(entry: Any) -> str:
    """The fullest of the texts of an entry."""
    contents = entry.get("content")
    parts = (
        [*contents, entry.get("summary_detail")]
        if isinstance(contents, list)
        else [entry.get("summary_detail")]
    )
    return max((_words(part) for part in parts if isinstance(part, dict)), key=len, default="")


def _words(part: Mapping[str, Any]) -> str:
    """A text, or a piece of HTML, as text; "" for a picture or what else may be there."""
    kind = str(part.get("type") or "text/html")
    if not kind.startswith("text/") and "xhtml" not in kind:
        return ""
    words = _NOT_TEXT.sub("", str(part.get("value") or ""))
    return (words if kind == "text/plain" else seen(words)).strip()


def _day(entry: Any) -> tuple[date | None, str, str]:
    """The day as the feed writes it, in its own time zone; by what it is told; and what was not understood instead."""
    for name in _DAYS:
        # feedparser gives `updated` for a `published` that is not there, unless it is asked by dict.get.
        if value := plain(str(dict.get(entry, name) or "")):
            day = stamped(value)
            return day, name, "" if day else value
    return None, "", ""


def listed(data: bytes, where: str) -> dict[str, str]:
    """The feeds in a list, each address once, with its title. KgError for what is no list, or has none in it.

    >>> listed(b'<opml><body><outline text="Fjord Post" xmlUrl="https://example.org/rss"/></body></opml>', "a.opml")
    {'https://example.org/rss': 'Fjord Post'}
    """
    defines = _DEFINES.search(data.replace(b"\0", b""))
    if data.count(b"<") > _MOST_TAGS:
        raise _many_feeds(where)
    tree = None if defines else package.parsed(data)
    if tree is None or safe_xml.local_name(tree).lower() != "opml":
        raise KgError(
            "no list of feeds (OPML) that can be read"
            + (": it has definitions of its own" if defines else ""),
            where=where,
            mend="export the list of feeds as OPML again",
        )
    found: dict[str, str] = {}
    for outline in tree.iter("{*}outline"):
        if address := plain(outline.get("xmlUrl") or outline.get("xmlurl") or ""):
            found.setdefault(address, _line(outline.get("title") or outline.get("text")) or address)
    if not found:
        raise KgError(
            "a list of feeds without feeds",
            where=where,
            mend="give OPML whose <outline> elements have an xmlUrl",
        )
    if len(found) > MOST_FEEDS:
        raise _many_feeds(where)
    return found


def _many_feeds(where: str) -> KgError:
    return KgError(
        f"a list of more than {MOST_FEEDS:,} feeds", where=where, mend="give it in parts"
    )


def read_opml(source: Source, options: Options) -> Iterator[Article | Problem]:
    """The feeds that a list names and that were saved beside it; the others are named, and never fetched."""
    elsewhere = []
    data = read_bytes(source, limit_bytes=options.limit_bytes)
    for address, title in listed(data, source.where).items():
        beside = _beside(source, address)
        if beside is None:
            elsewhere.append(f"{title} ({address})" if title != address else address)
            continue
        status = beside.path.stat()
        if (status.st_dev, status.st_ino) in source.taken:
            continue
        source.taken.add((status.st_dev, status.st_ino))
        try:
            yield from read_feed(beside, options)
        except KgError as error:
            yield problem(error)
    if elsewhere:
        shown = ", ".join(elsewhere[:3]) + (", …" if len(elsewhere) > 3 else "")
        yield Problem(
            source=source.where,
            what=f"names {counted(len(elsewhere), 'feed')} that no file is of: {shown}",
            mend="nothing is fetched here: save the feeds beside it, and name their files in xmlUrl; or kg watch it",
        )


def _beside(source: Source, address: str) -> Source | None:
    """A file of the folder of the list, or below it: a list must not be a way to read the rest of the disk."""
    try:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or not parts.path or "\0" in (name := unquote(parts.path)):
            return None
        folder = source.path.parent.resolve()
        path = (folder / name).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            return None
    except (OSError, ValueError):
        return None
    return Source(path=path, name=name, taken=source.taken, noted=source.noted)
