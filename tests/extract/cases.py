"""Small inputs with what must come out of them (tests/data/cases): how an outcome is compared with it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kg.core.ids import fold
from kg.core.model import Article
from kg.extract.records import record

FOLDER = Path(__file__).parents[1] / "data" / "cases"


def rows(name: str) -> list[dict[str, Any]]:
    """The lines of a file of cases."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def article(row: Mapping[str, Any]) -> Article:
    """A case as an article, as a source of JSON lines would give it."""
    from kg.sources.layout import describe

    day = date.fromisoformat(row["published"]) if row.get("published") else None
    return describe(Article(id=row["id"], text=row["text"], published=day))


def events(read: Article, frames: Any) -> list[dict[str, Any]]:
    """The events that came out, flat."""
    out: list[dict[str, Any]] = record(read, frames)["events"]
    return out


def problems(expected: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What is not as it must be."""
    for want in expected.get("events", ()):
        if not any(_meets(want, e) for e in found):
            yield f"missing {want}"
    for never in expected.get("never", ()):
        if any(_meets(never, e, named=True) for e in found):
            yield f"found {never}"
    if "exactly" in expected and len(found) != expected["exactly"]:
        yield f"{len(found)} events, not {expected['exactly']}"


def _meets(want: Mapping[str, Any], e: Mapping[str, Any], *, named: bool = False) -> bool:
    """Is an event as wanted? With ``named`` somebody is meant only by all words of their name or of their node's.

    "George Bush" may be wanted for "George W. Bush", and is not the "George H. W. Bush" who must not be
    there unless the node says so.
    """
    people = [fold(p["name"] or "") for p in e["participants"]]
    nodes = [(p["id"] or "").rpartition("/")[2].rpartition("-")[0] for p in e["participants"]]
    states = {p["polity"] for p in e["participants"]}
    venue = e.get("venue") or {}
    place = " ".join(
        fold(str(v)) for v in (venue.get("name"), venue.get("city"), e.get("city")) if v
    )
    country = venue.get("country") or e.get("country")
    topics = " | ".join(str(t["label"]).lower() + " " + str(t["text"]).lower() for t in e["topics"])
    for name, value in want.items():
        if name in {"type", "status"}:
            fine = e[name] in (value if isinstance(value, list) else [value])
        elif name == "people":
            same = _named if named else _like
            rows = list(zip(people, nodes, strict=True))
            fine = all(any(same(fold(v), p, n) for p, n in rows) for v in value)
        elif name == "polities":
            fine = set(value) <= states
        elif name == "date":
            fine = (e["date"] or "").rstrip("?~") == (value or "")
        elif name == "city":
            fine = fold(value) in place if value else not place
        elif name == "country":
            fine = country == value
        elif name == "topics":
            fine = all(v.lower() in topics for v in value)
        else:
            raise AssertionError(f"a field that is not known: {name}")
        if not fine:
            return False
    return True


def _named(want: str, name: str, node: str) -> bool:
    words = set(want.replace(".", " ").replace("-", " ").split())
    said = (set(x.replace(".", " ").replace("-", " ").split()) for x in (name, fold(node)))
    return any(words <= s for s in said)


def _like(want: str, name: str, _node: str) -> bool:
    a, b = (set(x.replace("-", " ").split()) for x in (want, name))
    return bool(a and b) and (a <= b or b <= a)
