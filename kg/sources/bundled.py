"""The bundled corpus: articles in our own words on public facts, with their metadata."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kg.core.errors import KgError
from kg.core.model import Article
from kg.sources import describe


def folder() -> Path:
    """Where corpus/ is: inside the installed package, else beside it in a checkout."""
    here = Path(__file__).parents[1]
    for candidate in (here / "corpus", here.parent / "corpus"):
        if (candidate / "articles").is_dir():
            return candidate
    raise KgError(
        "the bundled articles are missing",
        where=str(here),
        mend="install the package again: pip install --force-reinstall diplokg",
    )


def articles(where: Path | None = None) -> Iterator[Article]:
    """The bundled articles in the order of their ids.

    >>> next(articles()).id
    '2018-001'
    """
    where = where or folder()
    rows = []
    for path in sorted((where / "articles").glob("metadata-*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                rows.append(json.loads(line))
            except ValueError as error:
                raise KgError(
                    f"not a line of JSON: {error}",
                    where=f"{path.name}, line {number}",
                    mend="mend the line",
                ) from None
    for row in sorted(rows, key=lambda r: str(r["id"])):
        yield describe(
            Article(
                id=row["id"],
                # Bytes, so that no line end is changed: offsets count every character.
                text=(where / row["file"]).read_bytes().decode("utf-8"),
                published=date.fromisoformat(row["published"]),
                url=row.get("url"),
                title=row.get("title"),
                publisher=row.get("publisher"),
                kind=row.get("kind", "news"),
            )
        )
