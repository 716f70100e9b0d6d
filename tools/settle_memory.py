"""What the merge of many articles costs: ``python tools/settle_memory.py 5000 20000 [--batch N]``.

Articles come read already (tools/grow_data.py), so that nothing but the store and resolution is
measured. Each size is built in a process of its own, into a fresh store; a line for each says its peak
of memory, the processor's time for putting and for settling, the size on disk, and a digest of the graph.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grow_data import articles, people

from kg.construction import pipeline
from kg.core.model import Article, Frame
from kg.export import export
from kg.graph.store import Store
from kg.reference.read import load


class _Ready:
    model = "ready-1"

    def __init__(self) -> None:
        self.frames: dict[str, tuple[Frame, ...]] = {}

    def annotate(self, article: Article) -> tuple[Frame, ...]:
        return self.frames.pop(article.id)


def measure(size: int, folder: Path) -> str:
    """Builds so many articles into a fresh store, and says what it took."""
    catalog = load()
    ready = _Ready()
    marks: list[float] = []
    settle = pipeline.settle

    def marked(*args: object, **named: object) -> object:
        marks.append(time.process_time())
        return settle(*args, **named)  # type: ignore[arg-type]

    pipeline.settle = marked  # type: ignore[assignment]

    def given() -> object:
        for article, frames in articles(size, people(catalog)):
            ready.frames[article.id] = frames
            yield article

    began = time.process_time()
    with Store.open(folder / "graph") as store:
        summary = pipeline.build(given(), store=store, annotator=ready, catalog=catalog)  # type: ignore[arg-type]
    ended = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    used = sum(f.stat().st_size for f in (folder / "graph" / "work").rglob("*"))
    index = (folder / "graph" / "index.sqlite").stat().st_size
    out = folder / "graph.nq"
    with Store.open(folder / "graph", read_only=True) as store:
        export(store.graph, out)
    digest = hashlib.sha256(out.read_bytes()).hexdigest()[:12]
    return (
        f"{size:7} articles, {summary.events} events: put {marks[0] - began:.1f} s, "
        f"settle {ended - marks[0]:.1f} s of the processor; peak {peak:.2f} GB; "
        f"database {used / 1e6:.0f} MB, index {index / 1e6:.0f} MB; {digest}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--batch", type=int, default=None)
    parser.add_argument("--one", action="store_true")
    options = parser.parse_args()
    if options.batch:
        pipeline.BATCH = options.batch  # type: ignore[attr-defined]
    for size in options.sizes:
        if options.one:
            with tempfile.TemporaryDirectory() as name:
                print(measure(size, Path(name)), flush=True)
        else:
            batch = ["--batch", str(options.batch)] if options.batch else []
            subprocess.run([sys.executable, __file__, str(size), "--one", *batch], check=True)
