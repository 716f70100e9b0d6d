"""A reader that proposes the annotated spans: what is left is to say who, where and when they are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kg.check.measures import full_scores
from kg.check.tongues import comparable
from kg.core.model import Article
from kg.extract.reader.labels import ARGUMENTS, KINDS, STATUSES
from kg.extract.reader.proposals import Part, Proposal, Proposed
from kg.extract.records import record
from kg.extract.spans.people import People
from kg.extract.spans.run import frames_of
from kg.extract.spans.tools import tools_of
from kg.reference.read import load

FOLDER = Path(__file__).parents[2] / "data" / "languages"


def rows(language: str) -> Iterator[dict[str, Any]]:
    """The half of the development texts of a language that may be read."""
    yield from lines(FOLDER / f"{language}.a.jsonl")


def article_of(row: Mapping[str, Any]) -> Article:
    """A text as an article."""
    return Article(
        id=row.get("id", "x"),
        text=row["text"],
        title=row.get("title"),
        published=date.fromisoformat(row["published"]) if row.get("published") else None,
        publisher=row.get("publisher"),
        language=row["language"],
        kind=row.get("style", "news"),
    )


def proposed_of(row: Mapping[str, Any]) -> Proposed:
    """What the annotations of a text propose."""
    found: list[Proposal] = []
    for e in row["events"]:
        spans = e["spans"]
        if e["type"] not in KINDS:
            continue
        parts = {name: tuple(Part(a, b, 1.0) for a, b in spans.get(name, ())) for name in ARGUMENTS}
        found.append(
            Proposal(
                start=spans["trigger"][0],
                end=spans["trigger"][1],
                sure=0.9,
                kinds={k: float(k == e["type"]) for k in KINDS},
                statuses={s: float(s == e["status"]) for s in STATUSES},
                parts={k: v for k, v in parts.items() if v},
            )
        )
    return Proposed(tuple(found), {}, ((0, len(row["text"])),))


def scored(language: str, texts: Sequence[Mapping[str, Any]]) -> dict[str, float | None]:
    """How well those who take part, places and days of some texts are found out, with the spans that people annotated."""
    tools = tools_of(load(), People(load()), language)
    told = {}
    for row in texts:
        article = article_of(row)
        frames = frames_of(article, proposed_of(row), tools)
        told[article.id] = comparable(record(article, frames))
    return full_scores([comparable(row) for row in texts], told)


def fallen(
    scores: Mapping[str, float | None], floors: Mapping[str, float]
) -> dict[str, float | None]:
    """The measures that are below their floor."""
    return {k: scores[k] for k, floor in floors.items() if (scores[k] or 0.0) < floor}


def lines(path: Path) -> list[dict[str, Any]]:
    """The lines of a file of the languages."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def pairs() -> Iterator[dict[str, Any]]:
    """Twenty pairs of readouts, ten of them of one meeting."""
    yield from lines(FOLDER / "pairs.jsonl")


def quoted(text: str, kind: str, status: str = "held", **quotes: Any) -> Proposal:
    """A proposal by the words of its spans, each where it stands first after the one before, or first of all."""

    def span(words: str) -> tuple[int, int]:
        at = text.index(words)
        return at, at + len(words)

    trigger = span(quotes.pop("trigger"))
    parts = {
        name: tuple(Part(*span(w), 1.0) for w in ([value] if isinstance(value, str) else value))
        for name, value in quotes.items()
        if value
    }
    return Proposal(
        start=trigger[0],
        end=trigger[1],
        sure=0.9,
        kinds={k: float(k == kind) for k in KINDS},
        statuses={s: float(s == status) for s in STATUSES},
        parts=parts,
    )
