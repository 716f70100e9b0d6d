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
from kg.export import dyads, graphs, neo4j, rdf, records, tables

Writer = Callable[[ox.Store, IO[bytes]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """A format: its name, the endings of its files, one line of what it holds, and its writer."""

    name: str
    suffixes: tuple[str, ...]
    doc: str
    write: Writer


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
        ),
        Exporter(
            name="tables",
            suffixes=(".zip",),
            doc="events.csv, participants.csv, mentions.csv and actors.csv in one archive",
            write=tables.all_csv,
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
        ),
        Exporter(
            name="plover",
            suffixes=(".plover.tsv",),
            doc="event data: directed dyads with PLOVER types and modes",
            write=dyads.plover,
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


def export(store: ox.Store, path: Path, *, fmt: str | None = None) -> Exporter:
    """Writes a store to a file and says in which format.

    The file appears under its name when it is complete; a failed export leaves what was there
    before. Raises KgError for an unknown format, a package that is missing, or a disk that refuses.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     export(ox.Store(), Path(folder) / "graph.nt").name
    'ntriples'
    """
    exporter = exporter_for(path, fmt)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as raw:
            with _compressed(raw, path.suffix.lower()) as out:
                exporter.write(store, out)
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
