"""What it costs to take articles in from each kind of file, as a part of a build of the same as plain text.

Of each kind only the reading of files is measured, beside whole builds of plain text: what comes after the reading
is the same. A round has articles of its own, and all kinds of them, in turns.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path

import document_files as made

from benchmarks import measure, texts
from benchmarks.measure import Figure
from kg.core.model import Article

LIMIT = 0.15
SIZE = 24
"""Articles of one round."""
SETS: dict[str, Callable[..., list[Article]]] = {
    "diplomatic": texts.diplomatic,
    "general": texts.general,
}


def figures(*, quick: bool = False, large: bool = False) -> Iterator[Figure]:
    """For each kind of file, and for articles about diplomacy and about all the world."""
    for name in ("diplomatic",) if quick else SETS:
        yield from _costs(name, rounds=2 if quick else 4)


def _costs(name: str, *, rounds: int) -> Iterator[Figure]:
    from kg.construction import pipeline
    from kg.extract import extractor
    from kg.extract.extractor import Wanted
    from kg.graph.store import Store
    from kg.sources import read

    extraction = extractor.make(Wanted())
    with tempfile.TemporaryDirectory() as folder:

        def built(source: Path) -> None:
            with Store.open(Path(folder, f"graph-{source.parent.name}")) as store:
                pipeline.build(read([source]), store=store, annotator=extraction)

        warm = Path(folder, "warm", "text")
        _written(SETS[name](SIZE, start=90_000), warm.parent)
        built(warm)
        for kind in sorted(path for path in warm.parent.iterdir()):
            list(read([kind]))
        whole: list[float] = []
        reading: dict[str, list[float]] = {}
        for n in range(rounds):
            place = Path(folder, str(n))
            _written(SETS[name](SIZE, start=n * SIZE), place)
            kinds = sorted(path for path in place.iterdir())
            works = [lambda path=path: _all_read(path) for path in kinds]
            works.append(lambda place=place: built(place / "text"))
            *rows, last = measure.in_turn(1, *works)
            whole += last
            for path, row in zip(kinds, rows, strict=True):
                reading.setdefault(path.name, []).extend(row)
    for kind, row in reading.items():
        yield Figure(
            subject="intake",
            what=f"{name} news from {kind}, of a build of plain text",
            values=measure.ratios(row, whole),
            most=None if kind == "pdf" else LIMIT,
            note=f"{sum(row) / rounds / SIZE * 1000:.1f} ms an article",
        )


def _all_read(path: Path) -> None:
    from kg.sources import read

    found = list(read([path]))
    if len(found) != SIZE or not all(isinstance(one, Article) for one in found):
        raise RuntimeError(f"{path.name}: {found[:1]}")


def _written(articles: Sequence[Article], folder: Path) -> None:
    """The articles as files of each kind: a folder for each, with a file for each or one for all."""
    for n, article in enumerate(articles):
        text, day = article.text, article.published
        title, outlet = f"News of the day {n}", str(article.publisher)
        paragraphs = [title, *text.split("\n\n")]
        western = [p.encode("cp1252", "replace").decode("cp1252") for p in paragraphs]
        head = {"subject": title, "sender": f"{outlet} <desk@morningwire.example>", "date": f"{day:%a, %d %b %Y} 08:00:00 +0000", "name": f"<{n}@morningwire.example>"}  # fmt: skip
        told = {"title": title, "publisher": outlet, "created": f"{day}T08:00:00Z"}
        xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a xmlns="p"><publicationName>{outlet}</publicationName></a></x:xmpmeta>'
        page = _page(title, outlet, str(day), paragraphs[1:])
        files = {
            f"text/{n}.txt": f"{title}\n\n{day:%B} {day.day}, {day.year}\n\n{text}\n".encode() if day else b"",
            f"html/{n}.html": page.encode(),
            f"docx/{n}.docx": made.docx(paragraphs, told=told),
            f"rtf/{n}.rtf": made.rtf(paragraphs),
            f"eml/{n}.eml": made.mail(text, **head),
            f"pdf/{n}.pdf": made.pdf(made.printed(western, head=outlet), info={"Title": title}, xmp=xmp),
        }  # fmt: skip
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    rows = [(f"News of the day {n}", a) for n, a in enumerate(articles)]
    records = [
        {"id": a.id, "title": title, "publishedAt": str(a.published), "source": {"name": a.publisher}, "content": a.text}
        for title, a in rows
    ]  # fmt: skip
    columns = ["Title", "Date", "Outlet", "Text"]
    table = [[title, str(a.published), a.publisher, a.text] for title, a in rows]
    entries = "".join(
        f"<item><title>{title}</title><guid isPermaLink='false'>{a.id}</guid><pubDate>{a.published:%a, %d %b %Y} 08:00:00 GMT</pubDate>"
        f"<description>{escape(''.join(f'<p>{p}</p>' for p in a.text.split(chr(10) * 2)))}</description></item>"
        for title, a in rows
    )
    pages = [
        _page(title, str(a.publisher), str(a.published), a.text.split("\n\n")) for title, a in rows
    ]
    whole = {
        "jsonl/a.jsonl": "".join(json.dumps(record) + "\n" for record in records).encode(),
        "csv/a.csv": _csv([columns, *table]),
        "xlsx/a.xlsx": made.xlsx({"Articles": [columns, *table]}),
        "rss/a.rss": f"<rss version='2.0'><channel><title>Morning Wire</title>{entries}</channel></rss>".encode(),
        "mbox/a.mbox": made.mbox(*((folder / f"eml/{n}.eml").read_bytes() for n in range(len(rows)))),
        "warc/a.warc": b"".join(
            made.record(made.response(page.encode()), url=f"https://morningwire.example/{n}") for n, page in enumerate(pages)
        ),
        "lexisnexis/a.txt": "\n\n".join(
            f"{n} of {len(rows)} DOCUMENTS\n\n{a.publisher}\n\n{a.published:%B %d, %Y %A}\n\n{title}\n\nLENGTH: 500 words\n\n{a.text}\n\nLANGUAGE: ENGLISH"
            for n, (title, a) in enumerate(rows, 1)
        ).encode(),
    }  # fmt: skip
    for name, data in whole.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _csv(rows: Sequence[Sequence[str | None]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def _page(title: str, outlet: str, day: str, paragraphs: Sequence[str]) -> str:
    shown = "".join(f"<p>{escape(p)}</p>" for p in paragraphs)
    links = "".join(f"<li><a href='/{n}'>Other news {n}</a></li>" for n in range(60))
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title><meta property="og:site_name" content="{outlet}">'
        f'<meta property="article:published_time" content="{day}T08:00:00Z"><style>p {{ margin: 0 }}</style></head><body>'
        f"<nav><ul>{links}</ul></nav><article><h1>{title}</h1>{shown}</article><footer>{outlet}</footer></body></html>"
    )
