"""Flat tables: events as CSV or Parquet, and everything as five CSV files in one archive.

Text that a spreadsheet would take for a formula gets an apostrophe in front (kg.core.words.plain_cell).
"""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, TypeAlias

import pyoxigraph as ox

from kg.core.errors import KgError
from kg.core.words import plain_cell
from kg.graph.view.load import load
from kg.graph.view.values import CorrectionView, EventView, GraphView

Cell: TypeAlias = str | float | int | None

EVENT_COLUMNS = (
    "event", "type", "status", "date", "start", "end", "precision", "label", "participants",
    "parties", "place", "city", "country", "latitude", "longitude", "topics", "cameo", "plover",
    "confidence", "mentions", "sources", "independent_sources", "first_published", "corrected",
)  # fmt: skip
_NUMBERS = frozenset({"latitude", "longitude", "confidence", "mentions", "independent_sources"})
_JOIN = "; "
# A zip file must carry some time; this is the earliest that it can.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def event_rows(view: GraphView) -> list[tuple[Cell, ...]]:
    """One row for each event, with the cells of EVENT_COLUMNS."""
    return [_event_row(view, e) for e in view.events]


def _event_row(view: GraphView, e: EventView) -> tuple[Cell, ...]:
    place = view.places.get(e.place) if e.place else None
    articles = [view.articles[m.article] for m in e.mentions if m.article in view.articles]
    return (
        e.iri, e.type, e.status, e.date, e.start, e.end, e.precision, e.label,
        _JOIN.join(sorted({view.actors[p.actor].label for p in e.participants})),
        _JOIN.join(sorted({view.actors[p].label for p in e.parties})),
        place.label if place else None,
        place.city if place else None,
        e.country or (place.country if place else None),
        place.latitude if place else None,
        place.longitude if place else None,
        _JOIN.join(sorted(view.topics[t].label for t in e.topics)),
        e.cameo, e.plover, e.confidence, len(e.mentions),
        _JOIN.join(sorted({a.publisher or a.source_id for a in articles})), e.sources,
        min((a.published for a in articles if a.published), default=None),
        _JOIN.join(dict.fromkeys(c.words() for c in (*e.corrections, *_of_passages(e)))) or None,
    )  # fmt: skip


def _of_passages(e: EventView) -> Iterator[CorrectionView]:
    return (c for m in e.mentions for c in m.corrections)


CORRECTION_COLUMNS = (
    "correction", "about", "event", "fact", "was", "right", "by", "when", "why", "overruled_by",
    "disputed",
)  # fmt: skip


def correction_rows(view: GraphView) -> Iterator[tuple[Cell, ...]]:
    """One row for each correction and each thing that it is about: a passage, an event or an actor."""
    about: list[tuple[str, str | None, tuple[CorrectionView, ...]]] = [
        *((m.iri, e.iri, m.corrections) for e in view.events for m in e.mentions),
        *((m.iri, None, m.corrections) for m in view.withdrawn),
        *((e.iri, e.iri, e.corrections) for e in view.events),
        *((a.iri, None, a.corrections) for a in view.actors.values()),
    ]
    rows = [
        (c.iri, of, event, c.fact, c.was, c.right, c.by, c.when, c.why, c.overruled,
         "yes" if c.disputed else None)
        for of, event, said in about
        for c in said
    ]  # fmt: skip
    return iter(sorted(rows, key=lambda r: (r[0], r[1])))


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(plain_cell(c) if isinstance(c, str) else c for c in row)
    return out.getvalue().encode("utf-8", "replace")


def sheets(view: GraphView) -> dict[str, tuple[Sequence[str], Iterator[Sequence[Cell]]]]:
    """The columns and rows of five tables, which join on the IRIs of event, actor and mention."""
    return {
        "events": (EVENT_COLUMNS, (_event_row(view, e) for e in view.events)),
        "participants": (
            ("event", "actor", "label", "kind", "office", "polity", "function"),
            (
                (e.iri, p.actor, a.label, a.kind, p.office, p.polity or a.polity, p.function)
                for e in view.events
                for p in e.participants
                for a in (view.actors[p.actor],)
            ),
        ),
        "mentions": (
            ("mention", "event", "article", "source_id", "published", "publisher", "url", "status",
             "date", "date_text", "reported_by", "start", "end", "quote", "confidence", "rule", "copy_of"),
            (
                (m.iri, e.iri, m.article, a.source_id if a else None, a.published if a else None,
                 a.publisher if a else None, a.url if a else None, m.status, m.date, m.date_text,
                 _JOIN.join(m.reported_by), m.start, m.end, m.quote, m.confidence, m.rule,
                 a.copy_of if a else None)
                for e in view.events
                for m in e.mentions
                for a in (view.articles.get(m.article),)
            ),
        ),
        "actors": (
            ("actor", "label", "kind", "polity", "offices", "same_as"),
            (
                (a.iri, a.label, a.kind, a.polity, _JOIN.join(a.offices), _JOIN.join(a.same_as))
                for a in view.actors.values()
            ),
        ),
        "corrections": (CORRECTION_COLUMNS, correction_rows(view)),
    }  # fmt: skip


def events_csv(store: ox.Store, out: IO[bytes]) -> None:
    """One row for each event; several participants, parties, topics or sources are joined by "; "."""
    out.write(_csv(*sheets(load(store))["events"]))


def all_csv(store: ox.Store, out: IO[bytes]) -> None:
    """Five tables that join on the IRIs of event, actor and mention."""
    _archive(store, out, b"")


def all_csv_marked(store: ox.Store, out: IO[bytes]) -> None:
    """The same, each table with a byte order mark."""
    _archive(store, out, codecs.BOM_UTF8)


def marked(write: Callable[[ox.Store, IO[bytes]], None]) -> Callable[[ox.Store, IO[bytes]], None]:
    """A writer of a table that begins with a byte order mark, by which Excel knows UTF-8."""

    def written(store: ox.Store, out: IO[bytes]) -> None:
        out.write(codecs.BOM_UTF8)
        write(store, out)

    return written


def _archive(store: ox.Store, out: IO[bytes], mark: bytes) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (columns, rows) in sheets(load(store)).items():
            archive.writestr(entry(f"{name}.csv"), mark + _csv(columns, rows))


def entry(name: str) -> zipfile.ZipInfo:
    """A file of an archive that carries no time of day."""
    info = zipfile.ZipInfo(name, date_time=_EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def parquet(store: ox.Store, out: IO[bytes]) -> None:
    """The rows of events_csv as Parquet, text as it is. KgError without pyarrow."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise KgError(
            "pyarrow is not installed",
            where=".parquet",
            mend="pip install 'diplokg[parquet]', or export as .csv",
        ) from error
    view = load(store)
    rows = [_event_row(view, e) for e in view.events]
    kinds = {"mentions": pyarrow.int64()}
    schema = pyarrow.schema(
        [
            (c, kinds.get(c, pyarrow.float64() if c in _NUMBERS else pyarrow.string()))
            for c in EVENT_COLUMNS
        ]
    )
    columns = [list(c) for c in zip(*rows, strict=True)] or [[] for _ in EVENT_COLUMNS]
    pyarrow.parquet.write_table(pyarrow.table(columns, schema=schema), out)
