"""What a build found, as lines for a person, and report.jsonl, which names what was left out."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import combinations
from pathlib import Path

from kg.construction.pipeline import Summary
from kg.core.errors import KgError
from kg.core.model import Problem
from kg.core.words import counted, plain
from kg.graph.view.values import GraphView
from kg.reference.event_kinds import event_kinds

NAME = "report.jsonl"


def write_report(folder: Path, problems: Iterable[Problem]) -> Path:
    """Writes report.jsonl: one JSON object a problem, with source, what and mend. No problem, no line.

    Raises KgError when the file cannot be written.
    """
    path = folder / NAME
    part = path.with_name(f".{NAME}.{os.getpid()}")
    lines = [json_line(asdict(p)) + "\n" for p in problems]
    try:
        part.write_text("".join(lines), encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise KgError(
            f"cannot write {NAME}: {error.strerror or error}",
            where=str(folder),
            mend="make room, or give a folder that may be written",
        ) from error
    return path


def json_line(value: object) -> str:
    """A value as JSON on one line that can be shown in a terminal: what steers one is escaped.

    >>> json_line({"id": "Zoë\u202e\x9b"})
    '{"id": "Zoë\\\\u202e\\\\u009b"}'
    """
    text = json.dumps(value, ensure_ascii=False)
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def summary_lines(summary: Summary) -> Iterator[str]:
    """What a build did, in two or three lines."""
    done = [f"{counted(summary.added, 'article')} read"]
    if summary.unchanged:
        done.append(f"{summary.unchanged:,} unchanged")
    if summary.problems:
        done.append(f"{counted(len(summary.problems), 'source')} left out")
    yield ", ".join(done)
    yield (
        f"now in the store: {counted(summary.articles, 'article')}, "
        f"{counted(summary.mentions, 'passage')}, {counted(summary.events, 'event')}"
    )


def found_lines(view: GraphView, *, top: int = 5) -> Iterator[str]:
    """What is in a graph: how many of what, and who met or called whom most often."""
    people = sorted(a.iri for a in view.actors.values() if a.kind == "person")
    states = {a.polity for a in view.actors.values() if a.polity}
    yield (
        f"{counted(len(view.articles), 'article')}, {counted(len(view.events), 'event')}, "
        f"{counted(len(people), 'person')}, {counted(len(states), 'state')}"
    )
    for title, names in (
        ("by type", Counter(e.type.replace("_", " ") for e in view.events)),
        ("by status", Counter(e.status for e in view.events)),
    ):
        ranked = sorted(names.items(), key=lambda item: (-item[1], item[0]))
        if ranked:
            yield f"{title}: " + ", ".join(f"{name} {n}" for name, n in ranked)
    talks = {k.key for k in event_kinds().values() if k.talks}
    pairs = Counter(
        pair
        for e in view.events
        if e.status == "held" and e.type in talks
        for pair in combinations(sorted({p.actor for p in e.participants} & set(people)), 2)
        if view.actors[pair[0]].polity != view.actors[pair[1]].polity
    )
    ranked_pairs = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:top]
    if ranked_pairs:
        yield "who met or called whom most often:"
    for (a, b), n in ranked_pairs:
        yield f"  {plain(view.actors[a].label)} and {plain(view.actors[b].label)}: {n}"
