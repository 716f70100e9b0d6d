"""Annotations and records of texts in other languages, as they can be compared by words.

The annotations call people by English names, as the authority has them or not, and topics by the words of the text,
whatever its letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from kg.check.measures import Json
from kg.core.ids import fold
from kg.extract.spans.letters import latin
from kg.reference.read import load


def comparable(row: Json) -> Json:
    """Annotations or a record with each known person by the one name of the authority, and topics in Latin letters.

    >>> row = {"events": [{"participants": [{"name": "Bibi Netanyahu", "kind": "person"}], "topics": ["мир"]}]}
    >>> comparable(row)["events"][0]["topics"]
    ['mir']
    """
    return {**row, "events": [_event(e) for e in row["events"]]}


def _event(e: Mapping[str, Any]) -> dict[str, Any]:
    topics = [
        latin(t) if isinstance(t, str) else {**t, "text": latin(str(t.get("text") or ""))}
        for t in e.get("topics") or ()
    ]
    return {**e, "participants": [_actor(a) for a in e["participants"]], "topics": topics}


def _actor(a: Mapping[str, Any]) -> Mapping[str, Any]:
    if (a.get("kind") or "person") != "person" or not a.get("name"):
        return a
    return {**a, "name": _labels().get(fold(str(a["name"])), a["name"])}


@cache
def _labels() -> dict[str, str]:
    """The label of whom a name means, of names that mean one person."""
    found: dict[str, set[str]] = {}
    for p in load().people.values():
        for name in p.names:
            found.setdefault(fold(name), set()).add(p.label)
    return {name: labels.pop() for name, labels in found.items() if len(labels) == 1}
