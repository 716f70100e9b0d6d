"""News as text, JSON, Atom (RFC 4287) and a page. Nothing that an article or a feed says becomes markup."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from kg.core.errors import KgError
from kg.core.ids import BASE, short
from kg.core.version import __version__
from kg.core.words import counted, plain
from kg.watch.changes import Change, Source, as_data, by_kind
from kg.watch.news import News

HEADINGS = {
    "new": "New",
    "status": "Of another status now",
    "disputed": "Disputed now",
    "moved": "On another day now",
    "withdrawn": "No longer reported",
}


def line_of(c: Change) -> str:
    """What is the news, in a line.

    >>> line_of(Change(kind="status", iri="x", label="Meeting of A and B", type="meeting", status="cancelled",
    ...                before="planned", date=None, participants=(), topics=(), sources=(), quote=None))
    'Meeting of A and B: cancelled, was planned'
    """
    said = {
        "new": c.status,
        "status": f"{c.status}, was {c.before}",
        "disputed": f"disputed, was {c.before}",
        "moved": f"{c.status}, now on {c.date}, was on {c.before}",
        "withdrawn": f"no article tells of it any more, was {c.before}",
    }
    return plain(f"{c.label}: {said.get(c.kind, c.status)}")


def source_line(s: Source) -> str:
    """An article in a line, without its address."""
    return plain(", ".join(x for x in (s.publisher, s.published, s.title) if x))


def text(news: News, name: str) -> str:
    """The fresh news for people, by kind; empty where there are none."""
    del name
    out = []
    for kind, found in by_kind(news.fresh).items():
        out.append(f"{HEADINGS[kind]} ({counted(len(found), 'event')})")
        for c in found:
            out.append(f"  {line_of(c)}")
            if c.quote:
                out.append(f"    “{c.quote}”")
            for s in c.sources:
                told = source_line(s)
                out.append(f"    {told}" + (f" {plain(s.url)}" if s.url else ""))
    return "\n".join(out) + "\n" if out else ""


def as_json(news: News, name: str) -> str:
    """The fresh news for programs: an object with a list."""
    data = {"watch": name, "news": [as_data(c) for c in news.fresh]}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def atom(news: News, name: str) -> str:
    """The latest news as a feed."""
    updated = max((c.told for c in news.latest), default="1970-01-01T00:00:00Z")
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>{_xml(BASE + 'news/' + name)}</id>",
        f"<title>Diplomatic news: {_xml(name)}</title>",
        f"<updated>{_xml(updated)}</updated>",
        "<author><name>diplokg</name></author>",
        f'<generator version="{__version__}">diplokg</generator>',
        *(line for c in news.latest for line in _entry(c)),
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def _entry(c: Change) -> list[str]:
    key = short(c.kind, c.status, c.before or "", c.date or "", c.told)
    body = [*([f"“{c.quote}”"] if c.quote else []), *map(source_line, c.sources)]
    link = next((s.url for s in c.sources if s.url), c.iri)
    return [
        "<entry>",
        f"<id>{_xml(c.iri)}#{c.kind}-{key}</id>",
        f"<title>{_xml(line_of(c))}</title>",
        f"<updated>{_xml(c.told)}</updated>",
        f'<link rel="alternate" href={quoteattr(plain(link))}/>',
        f"<category term={quoteattr(c.kind)}/>",
        f'<content type="text">{escape(chr(10).join(map(plain, body)))}</content>',
        "</entry>",
    ]


def _xml(value: str) -> str:
    return escape(plain(value))


def page(news: News, name: str) -> str:
    """The latest news as one page, which asks no host for anything and runs nothing."""
    days: dict[str, list[Change]] = {}
    for c in news.latest:
        days.setdefault(c.told[:10], []).append(c)
    return _filled(
        name=name,
        days=days,
        line=line_of,
        source=source_line,
        headings=HEADINGS,
        version=__version__,
    )


@cache
def _template() -> Callable[..., str]:
    import jinja2

    found = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    return found.from_string((Path(__file__).parent / "news.html").read_text("utf-8")).render


def _filled(**values: object) -> str:
    return _template()(**values)


FORMATS: Mapping[str, tuple[tuple[str, ...], Callable[[News, str], str]]] = {
    "text": ((".txt",), text),
    "json": ((".json",), as_json),
    "atom": ((".atom", ".xml"), atom),
    "html": ((".html", ".htm"), page),
}
"""What news can be told in: the endings of files, and what writes it."""


def format_of(path: Path) -> str:
    """The format that the name of a file tells. Raises KgError with those there are."""
    for name, (endings, _) in FORMATS.items():
        if path.suffix.lower() in endings:
            return name
    endings_: Sequence[str] = [e for ends, _ in FORMATS.values() for e in ends]
    raise KgError(
        f"the name of '{plain(path.name)}' tells no format",
        where="kg news",
        mend=f"end it in one of {' '.join(endings_)}",
    )


def shown(news: News, name: str, fmt: str) -> str:
    """News in one of FORMATS."""
    return FORMATS[fmt][1](news, name)
