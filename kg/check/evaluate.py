"""Extraction against gold: which sets there are, what they measure, and the floors that may only rise.

A floor is pinned to the data that it was measured on by the SHA-256 of gold and texts, so that neither
can change behind its back.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from kg.check.measures import FULL, MAIN, Json, Scores, full_scores, main_scores
from kg.core.errors import KgError
from kg.core.model import Article
from kg.extract.extractor import Extractor, ReadsOne, frames, whole
from kg.extract.recognition import ENGLISH, code_of
from kg.extract.records import record
from kg.reference.event_kinds import event_kinds
from kg.sources import bundled, describe, read

By = Literal["type", "text", "language"]
"""What a set may be parted by: the type of event, the kind of text (``style`` in annotations), the language."""

SLACK = 0.005
"""A floor lies this much below what was measured: rounding on another machine is no loss."""


WHOLE = "both"
RULES = "rules"
"""The names of the extractors whose measures have floors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSet:
    """A set of annotations with the articles they are about; ``digest`` is of both."""

    name: str
    kind: Literal["full", "main"]
    gold: tuple[Json, ...]
    articles: tuple[Article, ...]
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The measures of one set; ``finder`` is the name of what extracted, where others did, too."""

    name: str
    kind: Literal["full", "main"]
    digest: str
    scores: Mapping[str, float | None]
    finder: str = ""


def gold_sets(paths: Iterable[Path], *, texts: Path | None = None) -> tuple[GoldSet, ...]:
    """The sets of the files and folders given, or the bundled one, which is called ``corpus``.

    Of a folder it is every ``.jsonl`` in it that has annotations. ``NAME.main.jsonl`` has main events, any other file full annotations. The texts of a line are in
    its ``file``, looked for beside the gold and in the folder above it, or in ``NAME.jsonl`` there or
    in a folder ``corpora`` beside; ``texts`` (JSONL or a folder) goes before all of these.

    Raises KgError when a file cannot be read or a text is not found.
    """
    given = [one for path in paths for one in _annotations(path)]
    return tuple(_given(p, texts) for p in given) if given else (_bundled(),)


def measure(
    gold: GoldSet,
    annotator: Extractor | ReadsOne,
    *,
    progress: Callable[[Article], None] | None = None,
) -> Measured:
    """Extracts from every article of a set and scores the records."""
    return measures_of(gold, annotator, progress=progress)[0]


def measures_of(
    gold: GoldSet,
    annotator: Extractor | ReadsOne,
    *,
    by: Sequence[By] = (),
    progress: Callable[[Article], None] | None = None,
) -> list[Measured]:
    """``measure``, and beside it the measures by type of event and by kind of text, as ``by`` wants.

    Each part has the name of the set with that of the part behind it; those of a set of main events
    are not known by type.
    """
    extractor = whole(annotator)
    told: dict[str, Json] = {}
    for article in gold.articles:
        told[article.id] = _plain(record(article, frames(extractor, article)), article)
        if progress is not None:
            progress(article)
    score = full_scores if gold.kind == "full" else main_scores
    wanted = _wanted(gold)
    scores: Scores = score(wanted, told)
    out = [Measured(name=gold.name, kind=gold.kind, digest=gold.digest, scores=scores)]
    for name, rows, records in _parts(wanted, gold.kind, told, by):
        part = Measured(
            name=f"{gold.name}: {name}", kind=gold.kind, digest="", scores=score(rows, records)
        )
        out.append(part)
    return out


def _plain(told: Json, article: Article) -> Json:
    from kg.check.tongues import comparable

    return comparable(told) if code_of(article.language) not in {"", ENGLISH} else told


def _wanted(gold: GoldSet) -> Sequence[Json]:
    """The annotations of a set; those of texts in other languages as they can be compared."""
    from kg.check.tongues import comparable

    others = {a.id for a in gold.articles if code_of(a.language) not in {"", ENGLISH}}
    return [comparable(row) if row["id"] in others else row for row in gold.gold]


def foreign(gold: GoldSet) -> bool:
    """Are all texts of a set in other languages than English, which neither rules nor reader of English read?"""
    return all(code_of(a.language) not in {"", ENGLISH} for a in gold.articles)


def _parts(
    gold: Sequence[Json], of: str, told: Mapping[str, Json], by: Sequence[By]
) -> Iterator[tuple[str, Sequence[Json], Mapping[str, Json]]]:
    """The parts of a set: their names, annotations and records."""
    for wanted, name in (("text", "style"), ("language", "language")):
        if wanted in by:
            for value in sorted({str(row[name]) for row in gold if row.get(name)}):
                yield value, [row for row in gold if row.get(name) == value], told
    if "type" in by and of == "full":
        types = {e["type"] for row in gold for e in row["events"]}
        for kind in event_kinds():
            if kind in types:
                rows = [_only(row, kind) for row in gold]
                yield kind, rows, {k: _only(r, kind) for k, r in told.items()}


def _only(row: Json, kind: str) -> Json:
    """Annotations or a record, with the events of one type alone."""
    return {**row, "events": [e for e in row["events"] if e["type"] == kind]}


def _annotations(path: Path) -> list[Path]:
    """The file itself, or the files of annotations in a folder, by name."""
    if not path.is_dir():
        return [path]
    found = []
    for one in sorted(path.glob("*.jsonl")):
        first = next(_lines(one), {})
        if "main" in first or "events" in first:
            found.append(one)
    if not found:
        raise KgError(
            "no annotations in the folder",
            where=str(path),
            mend="name a folder with .jsonl files whose lines have 'events' or 'main'",
        )
    return found


def _bundled() -> GoldSet:
    where = bundled.folder()
    lines = [
        line for path in sorted((where / "gold").glob("articles-*.jsonl")) for line in _lines(path)
    ]
    gold = tuple(sorted(lines, key=lambda row: str(row["id"])))
    known = {a.id: a for a in bundled.articles(where)}
    return _set("corpus", "full", gold, _pick(known, gold, str(where)))


def _given(path: Path, texts: Path | None) -> GoldSet:
    gold = tuple(_lines(path))
    name = path.name.removesuffix(".jsonl")
    kind: Literal["full", "main"] = "main" if name.endswith(".main") else "full"
    if any(("main" if kind == "main" else "events") not in row for row in gold):
        raise KgError(
            f"a line has no '{'main' if kind == 'main' else 'events'}'",
            where=str(path),
            mend="name a file of main events NAME.main.jsonl, and any other otherwise",
        )
    known = _texts(path, gold, name.removesuffix(".main"), texts)
    return _set(name, kind, gold, _pick(known, gold, str(texts or path.parent)))


def _set(
    name: str, kind: Literal["full", "main"], gold: tuple[Json, ...], articles: tuple[Article, ...]
) -> GoldSet:
    seen = hashlib.sha256()
    for row in gold:
        seen.update(json.dumps(row, sort_keys=True).encode() + b"\n")
    for a in articles:
        seen.update(json.dumps([a.id, a.text, str(a.published)]).encode() + b"\n")
    return GoldSet(name=name, kind=kind, gold=gold, articles=articles, digest=seen.hexdigest())


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise KgError(
            f"cannot read the annotations: {error}",
            where=str(path),
            mend="give a file of JSON lines",
        ) from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            row["id"]
        except (ValueError, KeyError, TypeError) as error:
            raise KgError(
                f"not an annotation: {error}",
                where=f"{path}, line {number}",
                mend="each line is a JSON object with an id",
            ) from error
        yield row


def _texts(path: Path, gold: Sequence[Json], stem: str, texts: Path | None) -> dict[str, Article]:
    """The articles around a gold file by id."""
    if texts is None and all(row.get("text") for row in gold):
        texts = path
    if texts is None:
        beside = [path.parent, path.parent.parent]
        files = [row for row in gold if row.get("file")]
        if files:
            return {row["id"]: _file(row, beside, path) for row in files}
        texts = next(
            (
                found
                for folder in (*beside, path.parent.parent / "corpora")
                if (found := folder / f"{stem}.jsonl").is_file() and found != path
            ),
            None,
        )
        if texts is None:
            raise KgError(
                f"the texts of {path.name} are not beside it",
                where=str(path.parent),
                mend="say where they are with --texts",
            )
    days: dict[str, str | None] = {row["id"]: row.get("published") for row in gold}
    out = {}
    for one in read([texts]):
        if isinstance(one, Article):
            known = days.get(one.id)
            out[one.id] = _dated(one, known) if known and one.published is None else one
    return out


def _dated(article: Article, day: str) -> Article:
    return describe(
        Article(
            id=article.id,
            text=article.text,
            published=date.fromisoformat(day),
            url=article.url,
            publisher=article.publisher,
        )
    )


def _file(row: Json, folders: Sequence[Path], gold: Path) -> Article:
    for folder in folders:
        path = folder / row["file"]
        if path.is_file():
            day = row.get("published")
            return describe(
                Article(
                    id=row["id"],
                    text=path.read_bytes().decode("utf-8"),
                    published=date.fromisoformat(day) if day else None,
                )
            )
    raise KgError(
        f"no file {row['file']}", where=str(gold), mend="say where the texts are with --texts"
    )


def _pick(known: Mapping[str, Article], gold: Sequence[Json], where: str) -> tuple[Article, ...]:
    missing = [row["id"] for row in gold if row["id"] not in known]
    if missing:
        raise KgError(
            f"no text for {', '.join(missing[:3])}{' and more' if len(missing) > 3 else ''}",
            where=where,
            mend="say where the texts are with --texts",
        )
    return tuple(known[row["id"]] for row in gold)


def as_json(results: Iterable[Measured]) -> str:
    """The measures as one JSON object by set."""
    out: dict[str, Any] = {}
    for r in results:
        measured = {"kind": r.kind, **r.scores}
        if r.finder and r.finder != WHOLE:
            out[r.name].setdefault("found_by", {})[r.finder] = measured
        else:
            out[r.name] = measured
    return json.dumps(out, indent=1)


def as_table(results: Sequence[Measured]) -> str:
    """One table for each kind of gold, a row a set.

    >>> print(as_table([Measured(name="x", kind="main", digest="", scores={"docs": 2, "found": 0.5})]))
    set  docs  found
    x       2  0.500
    """
    blocks = []
    for kind in ("full", "main"):
        rows = [r for r in results if r.kind == kind]
        if rows:
            several = any(r.finder for r in rows)
            columns = ["set", *(["found by"] if several else []), *rows[0].scores]
            cells = [columns]
            for r in rows:
                finder = [r.finder] if several else []
                cells.append([r.name, *finder, *map(_shown, r.scores.values())])
            widths = [max(len(row[i]) for row in cells) for i in range(len(columns))]
            blocks.append("\n".join(_row(row, widths) for row in cells))
    return "\n\n".join(blocks)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    first = cells[0].ljust(widths[0])
    return "  ".join(
        [first, *(c.rjust(w) for c, w in zip(cells[1:], widths[1:], strict=True))]
    ).rstrip()


def _shown(value: float | None) -> str:
    return "-" if value is None else str(value) if isinstance(value, int) else f"{value:.3f}"


def floors_file() -> Path:
    """The floors of the bundled annotations."""
    return bundled.folder() / "gold" / "floors.json"


def read_floors(path: Path) -> dict[str, Any]:
    """Floors by the name of the set: a digest and the least value of each measure. None if no file."""
    if not path.exists():
        return {}
    try:
        floors: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for entry in floors.values():
            entry["digest"], entry["floors"].items()
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise KgError(
            f"cannot read the floors: {error}", where=str(path), mend="restore the file"
        ) from error
    return floors


def _key(r: Measured) -> str | None:
    """The name under which the floors of measures stand; the reader alone and parts of sets have none.

    What the rules reach by themselves has floors of its own, so that neither hides behind the other.
    """
    if not r.digest:
        return None
    return {"": r.name, RULES: r.name, WHOLE: f"{r.name}, {WHOLE}"}.get(r.finder)


def below(floors: Mapping[str, Any], results: Iterable[Measured]) -> list[str]:
    """What is wrong: a measure under its floor, or data that is not what the floors were set on."""
    out = []
    for r in results:
        entry = floors.get(_key(r) or "")
        if entry is None:
            continue
        if entry["digest"] != r.digest:
            out.append(
                f"{_key(r)}: texts or annotations are not those that the floors were set on: "
                "look at what changed, then kg evaluate --update-floors"
            )
            continue
        for key, floor in entry["floors"].items():
            value = r.scores.get(key)
            if value is None or value < floor:
                out.append(f"{_key(r)}: {key} is {_shown(value)}, its floor is {floor:.3f}")
    return out


def update_floors(path: Path, results: Iterable[Measured]) -> list[str]:
    """Raises floors to what was measured, less SLACK; says what changed. No floor falls.

    Only where the data is another than before is a set measured afresh.
    """
    floors = read_floors(path)
    said = []
    for r in results:
        name = _key(r)
        if name is None:
            continue
        old = floors.get(name, {})
        kept: Mapping[str, float] = old["floors"] if old.get("digest") == r.digest else {}
        new = {}
        for key in FULL if r.kind == "full" else MAIN:
            value = r.scores.get(key)
            floor = max(kept.get(key, 0.0), _floor(value) if value is not None else 0.0)
            new[key] = floor
            if floor != kept.get(key):
                said.append(f"{name}: {key} {_shown(kept.get(key))} -> {floor:.3f}")
        floors[name] = {"digest": r.digest, "floors": new}
    try:
        text = json.dumps(floors, indent=1, sort_keys=True) + "\n"
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise KgError(
            f"cannot write the floors: {error.strerror or error}",
            where=str(path),
            mend="name a file that may be written with --floors",
        ) from error
    return said or ["no floor rises"]


def _floor(value: float) -> float:
    return max(0.0, math.floor((value - SLACK) * 1000 + 1e-6) / 1000)
