"""A store as a file: the format follows from the name, ``.gz`` or ``.zst`` compresses.

The same graph gives the same bytes, and a file is either the whole export or not there at all. One
entry in EXPORTERS is one format.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from kg.core.errors import KgError
from kg.export import agenda, citations, dyads, graphs, maps, neo4j, rdf, records, tables, workbook

Writer = Callable[[ox.Store, IO[bytes]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """A format: its name, the endings of its files, one line of what it holds, and its writer.

    ``marked`` writes the same with a byte order mark before each table; None where there is no such table.
    """

    name: str
    suffixes: tuple[str, ...]
    doc: str
    write: Writer
    marked: Writer | None = None


EXPORTERS: Mapping[str, Exporter] = {
    e.name: e
    for e in (
        Exporter(
            name="turtle",
            suffixes=(".ttl",),
            doc="RDF, for reading; all graphs as one",
            write=rdf.turtle,
        ),
        Exporter(
            name="trig", suffixes=(".trig",), doc="RDF with its graphs, for reading", write=rdf.trig
        ),
        Exporter(
            name="nquads",
            suffixes=(".nq",),
            doc="RDF with its graphs, line by line; restores a store exactly",
            write=rdf.nquads,
        ),
        Exporter(
            name="ntriples",
            suffixes=(".nt",),
            doc="RDF, line by line; all graphs as one",
            write=rdf.ntriples,
        ),
        Exporter(
            name="rdfxml",
            suffixes=(".rdf", ".owl", ".xml"),
            doc="RDF/XML; all graphs as one, without characters that XML forbids",
            write=rdf.rdfxml,
        ),
        Exporter(
            name="jsonld",
            suffixes=(".jsonld",),
            doc="JSON-LD, expanded; all graphs as one",
            write=rdf.jsonld,
        ),
        Exporter(
            name="records",
            suffixes=(".jsonl",),
            doc="one JSON record for each merged event, with its mentions and status history",
            write=records.write,
        ),
        Exporter(
            name="csv",
            suffixes=(".csv",),
            doc="one row for each event, safe to open in a spreadsheet",
            write=tables.events_csv,
            marked=tables.marked(tables.events_csv),
        ),
        Exporter(
            name="tables",
            suffixes=(".zip",),
            doc="events.csv, participants.csv, mentions.csv, actors.csv and corrections.csv in one archive",
            write=tables.all_csv,
            marked=tables.all_csv_marked,
        ),
        Exporter(
            name="xlsx",
            suffixes=(".xlsx",),
            doc="the same five tables as sheets of a workbook (needs diplokg[xlsx])",
            write=workbook.xlsx,
        ),
        Exporter(
            name="parquet",
            suffixes=(".parquet",),
            doc="one row for each event (needs diplokg[parquet])",
            write=tables.parquet,
        ),
        Exporter(
            name="graphml",
            suffixes=(".graphml",),
            doc="actors, linked once for each event and pair; for yEd, Gephi, igraph",
            write=graphs.graphml,
        ),
        Exporter(
            name="gexf",
            suffixes=(".gexf",),
            doc="the same with a time line and positions; for Gephi",
            write=graphs.gexf,
        ),
        Exporter(
            name="ics",
            suffixes=(".ics",),
            doc="a calendar of what was held, planned or called off, by day",
            write=agenda.calendar,
        ),
        Exporter(
            name="geojson",
            suffixes=(".geojson",),
            doc="places with their events, for maps (RFC 7946)",
            write=maps.geojson,
        ),
        Exporter(
            name="kml",
            suffixes=(".kml",),
            doc="places with their events and days, for Google Earth and others",
            write=maps.kml,
        ),
        Exporter(
            name="bibtex",
            suffixes=(".bib",),
            doc="the articles that report events, for bibliographies",
            write=citations.bibtex,
        ),
        Exporter(
            name="csl",
            suffixes=(".csl.json",),
            doc="the same as CSL-JSON, for Zotero and Pandoc",
            write=citations.csl,
        ),
        Exporter(
            name="neo4j",
            suffixes=(".neo4j.zip",),
            doc="nodes.csv and relationships.csv for neo4j-admin import, in one archive",
            write=neo4j.archive,
        ),
        Exporter(
            name="cameo",
            suffixes=(".cameo.tsv",),
            doc="event data: directed dyads with CAMEO codes",
            write=dyads.cameo,
            marked=tables.marked(dyads.cameo),
        ),
        Exporter(
            name="plover",
            suffixes=(".plover.tsv",),
            doc="event data: directed dyads with PLOVER types and modes",
            write=dyads.plover,
            marked=tables.marked(dyads.plover),
        ),
    )
}


def exporter_for(path: Path, fmt: str | None = None) -> Exporter:
    """The exporter for a file name, or the one called ``fmt``. KgError with what there is.

    >>> exporter_for(Path("out.nq.gz")).name
    'nquads'
    """
    if fmt is not None:
        if fmt in EXPORTERS:
            return EXPORTERS[fmt]
        raise KgError(
            f"unknown export format '{fmt}'",
            where="--format",
            mend="one of " + ", ".join(EXPORTERS),
        )
    name = path.name.lower().removesuffix(".gz").removesuffix(".zst")
    fits = [(len(s), e) for e in EXPORTERS.values() for s in e.suffixes if name.endswith(s)]
    if fits:
        return max(fits, key=lambda pair: pair[0])[1]  # .neo4j.zip is more than .zip
    endings = " ".join(s for e in EXPORTERS.values() for s in e.suffixes)
    raise KgError(
        f"the name of '{path.name}' tells no format",
        where="kg export",
        mend=f"end it in one of {endings}, or give --format",
    )


def writer_of(exporter: Exporter, *, bom: bool = False) -> Writer:
    """What writes the format; with ``bom``, tables with a byte order mark. KgError where there are none."""
    if not bom:
        return exporter.write
    if exporter.marked is not None:
        return exporter.marked
    raise KgError(
        f"{exporter.name} has no byte order mark",
        where="--bom",
        mend="it goes with " + ", ".join(e.name for e in EXPORTERS.values() if e.marked),
    )


def export(store: ox.Store, path: Path, *, fmt: str | None = None, bom: bool = False) -> Exporter:
    """Writes a store to a file and says in which format.

    ``bom`` puts a byte order mark before each table of text, by which Excel knows that it is UTF-8. The file appears
    under its name when it is complete; a failed export leaves what was there before. Raises KgError for an unknown
    format, a package that is missing, or a disk that refuses.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     export(ox.Store(), Path(folder) / "graph.nt").name
    'ntriples'
    """
    exporter = exporter_for(path, fmt)
    write = writer_of(exporter, bom=bom)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as raw:
            with _compressed(raw, path.suffix.lower()) as out:
                write(store, out)
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(path)
    except OSError as error:
        raise KgError(
            f"cannot write the export: {error.strerror or error}",
            where=str(path),
            mend="give a file in a folder that exists and may be written to, on a disk with room",
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return exporter


@contextmanager
def _compressed(raw: IO[bytes], suffix: str) -> Iterator[IO[bytes]]:
    if suffix == ".gz":
        # No name and no time of day in the header: the same graph is the same bytes.
        with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as out:
            yield cast("IO[bytes]", out)
    elif suffix == ".zst":
        try:
            import zstandard
        except ImportError as error:
            raise KgError(
                "zstandard is not installed",
                where=".zst",
                mend="pip install 'diplokg[zstd]', or write .gz",
            ) from error
        with zstandard.ZstdCompressor(level=10).stream_writer(raw, closefd=False) as out:
            yield out
    else:
        yield raw
