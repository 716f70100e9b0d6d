"""Events and the articles that report them, for bibliographies: BibTeX (also read by biblatex) and CSL-JSON.

What comes from articles stays text: nothing of it is a command of TeX.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import quote

import pyoxigraph as ox

from kg.core.model import Iri
from kg.core.words import plain
from kg.graph.view.load import load
from kg.graph.view.values import ArticleView, EventView, GraphView

FORMATS = ("bibtex", "csl")
_CSL = {"event": "event", "news": "article-newspaper", "transcript": "speech"}
"""Types of CSL by the kind of what is cited; anything else is a document."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TEX = {
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}", "^": r"{\textasciicircum}",
    **{c: "\\" + c for c in "&%$#_"},
}  # fmt: skip
_SPECIAL = re.compile("[" + re.escape("".join(_TEX)) + "]")
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a bibliography says of an event or an article. ``day`` is a day, month or year in ISO form."""

    key: str
    kind: str
    title: str
    outlet: str | None
    day: str | None
    url: str | None
    note: str | None


def entries_of(view: GraphView, event: EventView) -> list[Entry]:
    """An event, and then the articles that report it, the earliest first."""
    articles = dict.fromkeys(m.article for m in event.mentions)
    sources = [_article(view.articles[a], [event]) for a in articles if a in view.articles]
    return [_event(event), *sources]


def all_entries(view: GraphView) -> list[Entry]:
    """Every article that reports an event, in the order of IRIs."""
    told: dict[Iri, dict[Iri, EventView]] = {}
    for event in view.events:
        for m in event.mentions:
            told.setdefault(m.article, {})[event.iri] = event
    return [
        _article(view.articles[a], list(told[a].values()))
        for a in sorted(told)
        if a in view.articles
    ]


def _event(e: EventView) -> Entry:
    return Entry(
        key=_key(e.iri), kind="event", title=plain(e.label), outlet=None, day=e.date or e.start,
        url=e.iri, note=f"{e.type.replace('_', ' ')}, {e.status}",
    )  # fmt: skip


def _article(a: ArticleView, events: Iterable[EventView]) -> Entry:
    told = "; ".join(f"{plain(e.label)} ({e.status})" for e in events)
    return Entry(
        key=_key(a.iri), kind=a.kind, title=plain(a.title or a.source_id), outlet=a.publisher,
        day=a.published, url=a.url, note=f"reports: {told}",
    )  # fmt: skip


def _key(iri: str) -> str:
    """The last part of an IRI: it is unique, and ASCII."""
    return re.sub(r"[^A-Za-z0-9-]+", "-", iri.rstrip("/").rpartition("/")[2]).strip("-") or "entry"


def bibtex_of(entries: Iterable[Entry]) -> str:
    """Entries as BibTeX, one after the other, with an empty line between.

    >>> print(bibtex_of([Entry(key="a", kind="news", title="A & B", outlet="Wire", day="2019-05-14",
    ...                        url=None, note=None)]), end="")
    @article{a,
      title = {A \\& B},
      journal = {Wire},
      date = {2019-05-14},
      year = {2019},
      month = may
    }
    """
    return "\n".join(_bibtex(e) for e in entries)


def _bibtex(e: Entry) -> str:
    paper = e.kind == "news" and e.outlet
    fields = [("title", _braced(e.title))]
    if e.outlet:
        fields.append(("journal" if paper else "howpublished", _braced(e.outlet)))
    if e.day and (found := _DAY.match(e.day)):
        fields.append(("date", _braced(found[0])))
        fields.append(("year", _braced(found[1])))
        if found[2] and 1 <= int(found[2]) <= 12:
            fields.append(("month", _MONTHS[int(found[2]) - 1]))
    if e.url:
        fields.append(("url", "{" + _address(e.url) + "}"))
    if e.note:
        fields.append(("note", _braced(e.note)))
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields)
    return f"@{'article' if paper else 'misc'}{{{e.key},\n{lines}\n}}\n"


def _braced(text: str) -> str:
    return "{" + _SPECIAL.sub(lambda m: _TEX[m[0]], plain(text)) + "}"


def _address(url: str) -> str:
    """An address without what would end a field."""
    return quote(plain(url), safe="%/:=&?~#+!$,;'@()*[]._-")


def csl_of(entries: Iterable[Entry]) -> str:
    """Entries as CSL-JSON, which Zotero, Pandoc and others read."""
    items = [_csl(e) for e in entries]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _csl(e: Entry) -> Mapping[str, Any]:
    item: dict[str, Any] = {
        "id": e.key,
        "type": _CSL.get(e.kind, "document"),
        "title": plain(e.title),
    }
    if e.outlet:
        item["container-title" if e.kind == "news" else "publisher"] = plain(e.outlet)
    if e.day and (found := _DAY.match(e.day)):
        item["issued"] = {"date-parts": [[int(part) for part in found.groups() if part]]}
    if e.url:
        item["URL"] = plain(e.url)
    if e.note:
        item["note"] = plain(e.note)
    return item


def bibtex(store: ox.Store, out: IO[bytes]) -> None:
    """BibTeX of every article that reports an event."""
    out.write(b"% Articles that report events\n\n")
    out.write(bibtex_of(all_entries(load(store))).encode("utf-8", "replace"))


def csl(store: ox.Store, out: IO[bytes]) -> None:
    """CSL-JSON of every article that reports an event."""
    out.write(csl_of(all_entries(load(store))).encode("utf-8", "replace"))
