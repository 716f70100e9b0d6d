"""What must hold of every gold file of the bundled corpus: offsets, dates, names, ids and lengths.

`check` returns its findings as lines of text, so that one test run shows all of them at once.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import edtf
import pycountry

from kg.core.model import ActorKind, Status
from kg.reference.event_kinds import event_kinds

Row = dict[str, Any]

TYPES = frozenset(event_kinds())
STATUSES = frozenset(get_args(Status))
MERGED_STATUSES = STATUSES | {"disputed"}  # sources contradict each other on one event
KINDS = frozenset(get_args(ActorKind))
STYLES = frozenset({"wire", "readout", "newspaper", "newsletter"})
MIN_WORDS, MAX_WORDS = 80, 400
METADATA_KEYS = {"id", "file", "published", "publisher", "url", "title", "style", "kind"}
EVENT_KEYS = {
    "type",
    "status",
    "participants",
    "date",
    "venue",
    "city",
    "country",
    "topics",
    "evidence",
}
OPTIONAL_KEYS = {"initiator", "reported_by", "date_before", "disputed_by", "optional"}
PARTICIPANT_KEYS = {"name", "role", "polity", "kind"}
_EXTENDED_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def read_jsonl(path: Path) -> list[Row]:
    """The objects of a file that holds one per line; empty lines are skipped."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def check(gold_path: Path, metadata_path: Path, root: Path) -> list[str]:
    """Compare a gold file with its metadata and its texts, which lie under `root`.

    Every finding is one line that begins with the id of the article; an empty list means that all
    is well.
    """
    gold, metadata = read_jsonl(gold_path), read_jsonl(metadata_path)
    problems = [*_duplicates(gold, gold_path), *_duplicates(metadata, metadata_path)]
    known = {row["id"]: row for row in metadata}
    annotated = {row["id"] for row in gold}
    problems += [
        f"{i}: in {metadata_path.name}, not in {gold_path.name}"
        for i in known
        if i not in annotated
    ]
    for row in metadata:
        problems += _check_metadata(row, root)
    for row in gold:
        if row["id"] not in known:
            problems.append(f"{row['id']}: in {gold_path.name}, not in {metadata_path.name}")
            continue
        problems += [
            f"{row['id']}: {field} is {row.get(field)!r}, the metadata say {known[row['id']][field]!r}"
            for field in ("file", "published")
            if row.get(field) != known[row["id"]][field]
        ]
        path = root / row["file"]
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            for n, event in enumerate(row["events"]):
                problems += [f"{row['id']} event {n}: {p}" for p in _check_event(event, text)]
    return problems


def check_merged(merged_path: Path, gold_path: Path) -> list[str]:
    """Findings on a file of groups: mentions that exist, no event in two groups, none apart in one."""
    gold = {row["id"]: row["events"] for row in read_jsonl(gold_path)}
    merged = json.loads(merged_path.read_text(encoding="utf-8"))
    problems = []
    group_of: dict[tuple[str, int], int] = {}
    for where in ("same", "different"):
        for n, group in enumerate(merged[where]):
            name = f"{where} {n} ({group['description']})"
            mentions = [(m[0], m[1]) for m in group["mentions"]]
            if len(set(mentions)) < 2 or len(set(mentions)) != len(mentions):
                problems.append(f"{name}: needs two mentions or more, each once")
            for doc, i in mentions:
                if not 0 <= i < len(gold.get(doc, [])):
                    problems.append(f"{name}: there is no event {i} in {doc}")
                elif where == "same" and group_of.setdefault((doc, i), n) != n:
                    problems.append(f"{name}: event {i} of {doc} is in another group as well")
            if where == "same":
                problems += [f"{name}: {p}" for p in _check_date(group["date"])]
                if group["status"] not in MERGED_STATUSES:
                    problems.append(f"{name}: status {group['status']!r}")
            elif len({group_of.get(m, m) for m in mentions}) < len(mentions):
                problems.append(f"{name}: the mentions are in one group of `same`")
    return problems


def _duplicates(rows: list[Row], path: Path) -> Iterator[str]:
    for key, count in Counter(row["id"] for row in rows).items():
        if count > 1:
            yield f"{key}: {count} lines in {path.name}"


def _check_metadata(row: Row, root: Path) -> Iterator[str]:
    name = row["id"]
    if missing := METADATA_KEYS - row.keys():
        yield f"{name}: metadata lack {sorted(missing)}"
        return
    if row["style"] not in STYLES and row["kind"] != "negative":
        yield f"{name}: style {row['style']!r}"
    if not row["url"].startswith("https://example.org/"):
        yield f"{name}: url {row['url']!r} is not under https://example.org/"
    try:
        date.fromisoformat(row["published"])
    except ValueError:
        yield f"{name}: published {row['published']!r} is no day"
    path = root / row["file"]
    if not path.is_file():
        yield f"{name}: there is no file {row['file']}"
        return
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    if lines[0] != row["title"] or lines[1:2] != [""]:
        yield f"{name}: the text does not begin with its title and an empty line"
    if not MIN_WORDS <= len(text.split()) <= MAX_WORDS:
        yield f"{name}: {len(text.split())} words, not {MIN_WORDS} to {MAX_WORDS}"


def _check_event(event: Row, text: str) -> Iterator[str]:
    if missing := EVENT_KEYS - event.keys():
        yield f"lacks {sorted(missing)}"
        return
    if unknown := event.keys() - EVENT_KEYS - OPTIONAL_KEYS:
        yield f"has unknown keys {sorted(unknown)}"
    if event["type"] not in TYPES:
        yield f"type {event['type']!r}"
    if event["status"] not in STATUSES:
        yield f"status {event['status']!r}"
    if not event["evidence"] or event["evidence"] not in text:
        yield f"evidence is not in the text: {event['evidence']!r}"
    yield from _check_date(event["date"])
    yield from _check_date(event.get("date_before"))
    if event["country"] is not None and not _is_state(event["country"]):
        yield f"country {event['country']!r} is no ISO 3166-1 code"
    if event["city"] and not event["country"] and event["city"] != "Panmunjom":
        yield f"city {event['city']!r} without a country"  # Panmunjom lies in both Koreas
    if not all(isinstance(t, str) and t.strip() for t in event["topics"]):
        yield f"topics {event['topics']!r}"
    if not event["participants"]:
        yield "has no participants"
    for actor in event["participants"]:
        yield from _check_participant(actor)
    names = [(p.get("name"), p.get("role"), p.get("polity")) for p in event["participants"]]
    if len(names) != len(set(names)):
        yield f"names a participant twice: {names}"


def _check_participant(actor: Row) -> Iterator[str]:
    if actor.keys() != PARTICIPANT_KEYS:
        yield f"participant with keys {sorted(actor)}"
        return
    if actor["kind"] not in KINDS:
        yield f"participant of kind {actor['kind']!r}"
    if actor["name"] is None and not (actor["kind"] == "person" and actor["role"]):
        yield "participant with neither a name nor a role"
    if actor["polity"] is not None and not _is_state(actor["polity"]):
        yield f"polity {actor['polity']!r} of {actor['name']} is no ISO 3166-1 code"
    if actor["kind"] == "country" and actor["polity"] is None:
        yield f"country {actor['name']!r} without a polity"


def _check_date(value: str | None) -> Iterator[str]:
    if value is None:
        return
    ends = value.split("/")
    try:
        edtf.parse_edtf(value)
        for end in ends:
            if not _EXTENDED_DAY.fullmatch(end):
                raise ValueError(end)
            date.fromisoformat(end + "-01-01"[len(end) - 4 :] if len(end) < 10 else end)
    except (ValueError, edtf.EDTFParseException):
        yield f"date {value!r} is no EDTF day, month, year or interval"
        return
    if len(ends) > 2 or ends != sorted(ends):
        yield f"date {value!r} runs backwards"


def _is_state(code: str) -> bool:
    # XK is in use for Kosovo though ISO 3166-1 leaves it to its users.
    return code == "XK" or pycountry.countries.get(alpha_2=code) is not None
