"""The store and the exports, beside rdflib on the same quads: opening, loading, TriG, JSON-LD, an archive."""

from __future__ import annotations

import io
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import big_store
import pyoxigraph as ox

from benchmarks import measure
from benchmarks.measure import Figure

TIMES = {"loading": 10.0, "TriG": 40.0, "JSON-LD": 20.0}
BYTES = 6.0


def figures(*, quick: bool = False, large: bool = False) -> Iterator[Figure]:
    """rdflib takes minutes for a million quads: it gets a sample, as we do beside it."""
    size = 100_000 if quick else 1_000_000
    rounds = 2 if quick else 3
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield from _opening(folder, size, 3 if quick else 7)
        if large:
            # rdflib's TriG of a million quads was not done after ten minutes.
            yield from against_rdflib(folder, 1_000_000, 1, ("JSON-LD",))
            yield from against_rdflib(folder, 200_000, 1, ("TriG",))
        else:
            yield from against_rdflib(folder, 5_000 if quick else 100_000, rounds)


def _opening(folder: Path, size: int, times: int) -> Iterator[Figure]:
    from kg.export import export
    from kg.graph.store import Store

    path = folder / "graph"
    with Store.open(path) as store:
        store.graph.bulk_extend(big_store.quads(size))
        store.publish()
    with Store.open(path, read_only=True) as store:
        count = len(store.graph)
    rows = [measure.apart("stores", store=str(path))[0] for _ in range(times)]
    yield Figure(
        subject="store", what=f"a store of {count:,} quads opens", values=tuple(r["open"] for r in rows),
        cite=f"opening a store of {count:,} quads",
        unit="s", most=0.1, note="by the clock, in a new process; the last build of it is published",
    )  # fmt: skip
    with Store.open(path, read_only=True) as store:
        archive = folder / "graph.nq.zst"
        took = measure.cpu(lambda: export(store.graph, archive))
        yield Figure(
            subject="store", what=f"a compressed archive of {count:,} quads",
            values=(archive.stat().st_size / count,), unit="bytes a quad", most=BYTES,
            note=f"`kg export -o graph.nq.zst`, {took:.0f} s",
        )  # fmt: skip


def against_rdflib(
    folder: Path, size: int, rounds: int, writers: tuple[str, ...] = ("TriG", "JSON-LD")
) -> Iterator[Figure]:
    """About so many quads, and the reference data with them, in both."""
    import rdflib

    from kg.export import rdf

    file = folder / "sample.nq"
    with file.open("wb") as out:
        ox.serialize(big_store.quads(size), out, ox.RdfFormat.N_QUADS)
    # Each in a process of its own: Oxigraph goes on sorting files while others would be measured.
    times: dict[str, list[float]] = {"memory": [], "rdflib": [], "disk": [], "rdflib on disk": []}
    for n in range(rounds):
        for where in times:
            place = str(folder / f"{where}-{n}")
            made, _ = measure.apart("stores", load=str(file), into=where, place=place)
            times[where] += made["cpu"]
    memory, disk = ox.Store(), ox.Store.read_only(str(folder / "disk-0"))
    memory.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)
    dataset = rdflib.Dataset()
    dataset.parse(str(file), format="nquads")
    about = f"{len(memory):,} quads"
    yield _times(
        "loading", f"loading {about} into memory, as rdflib does", times["rdflib"], times["memory"]
    )
    note = "all threads: Oxigraph writes and sorts in the background"
    yield _times("loading", f"loading {about} onto the disk", times["rdflib"], times["disk"], note)
    if times["rdflib on disk"]:
        yield Figure(
            subject="store", what="the same, against rdflib's store on the disk (Berkeley DB)",
            values=measure.ratios(times["rdflib on disk"], times["disk"]), unit="times faster",
            note=f"{max(times['rdflib on disk']):.0f} s for rdflib",
        )  # fmt: skip
    union = rdflib.Graph()
    for s, p, o, _ in dataset.quads():
        union.add((s, p, o))
    ways: dict[str, tuple[Any, Any]] = {
        "TriG": (rdf.trig, lambda: dataset.serialize(format="trig")),
        "JSON-LD": (rdf.jsonld, lambda: union.serialize(format="json-ld")),
    }
    for name in writers:
        write, other = ways[name]
        rows = measure.in_turn(
            rounds,
            lambda write=write: write(memory, io.BytesIO()),
            other,
            lambda write=write: write(disk, io.BytesIO()),
        )
        note = f"{max(rows[0]):.1f} s; sorted, the same bytes every time"
        yield _times(
            name, f"{name} of {about} in memory, as rdflib has them", rows[1], rows[0], note
        )
        yield Figure(
            subject="store", what=f"{name} of {about} on the disk, against rdflib, which has them in memory",
            values=measure.ratios(rows[1], rows[2]), unit="times faster", note=f"{max(rows[2]):.1f} s",
        )  # fmt: skip


def _load(file: str, into: str, place: str) -> dict[str, list[float]]:
    """Seconds of loading quads; none where rdflib's store on the disk is not installed: it has to be
    compiled (``apt install libdb-dev && pip install berkeleydb``), and no tool of ours needs it."""
    import rdflib

    def oxigraph(store: ox.Store) -> None:
        store.bulk_load(path=file, format=ox.RdfFormat.N_QUADS)
        if into == "disk":
            store.flush()

    def theirs(dataset: rdflib.Dataset) -> None:
        dataset.parse(file, format="nquads")
        dataset.close()

    if into in {"memory", "disk"}:
        store = ox.Store(*([place] if into == "disk" else []))
        return {"cpu": [measure.cpu(lambda: oxigraph(store))]}
    if into == "rdflib":
        return {"cpu": [measure.cpu(lambda: theirs(rdflib.Dataset()))]}
    try:
        import berkeleydb  # noqa: F401
    except ImportError:
        return {"cpu": []}
    dataset = rdflib.Dataset(store="BerkeleyDB")
    dataset.open(place, create=True)
    return {"cpu": [measure.cpu(lambda: theirs(dataset))]}


def _times(name: str, what: str, theirs: list[float], ours: list[float], note: str = "") -> Figure:
    return Figure(
        subject="store", what=f"{what}, against rdflib", values=measure.ratios(theirs, ours),
        unit="times faster", least=TIMES[name], note=note,
        cite=f"{what}, against rdflib",
    )  # fmt: skip


def _opened(path: str) -> dict[str, float]:
    from kg.graph.store import Store

    began = time.perf_counter()
    with Store.open(path, read_only=True) as store:
        took = time.perf_counter() - began
        next(iter(store.graph))
        first = time.perf_counter() - began
    return {"open": took, "first": first}


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    told = _load(given["load"], given["into"], given["place"]) if "load" in given else None
    print(json.dumps(told or _opened(given["store"])))
