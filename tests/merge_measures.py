"""How well events and people are merged: measures over ``kg export --format records`` and gold.

Pure functions of records and annotations, for the tests and for whoever tunes the weights:

* ``shared_pairs``: of the pairs of documents that annotators tied together, which share an event;
* ``pair_precision``: of the pairs of documents that share an event, how many tell one event;
* ``b_cubed``: of people, as in Bagga and Baldwin (1998), "Entity-based cross-document coreferencing".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from kg.measures import same_actor

Json = Mapping[str, Any]
TALKS = {"meeting": "talks", "summit": "talks", "negotiation": "talks"}
CALLS = {"call": "call", "phone_call": "call", "video_call": "call"}
_GROUPS = {**TALKS, **CALLS}


def group(kind: str) -> str:
    """Types that two annotators may give to one event are of one group."""
    return _GROUPS.get(kind, kind)


def events_by_document(records: Iterable[Json]) -> dict[str, list[Json]]:
    """The merged events that each document (source id) reports."""
    out: dict[str, list[Json]] = defaultdict(list)
    for row in records:
        for event in row["events"]:
            for source in sorted({m["source_id"] for m in event["mentions"]}):
                out[source].append(event)
    return out


def takes_part(name: str, event: Json) -> bool:
    """Is somebody of this name among the participants?"""
    wanted = {"name": name, "office": None, "polity": None, "kind": "person"}
    return any(same_actor(wanted, p) for p in event["participants"])


def fits(cluster: Json, event: Json, *, least: int | None = None) -> bool:
    """Is the event the one that the cluster is about: by its type, and all (``least``) of its people?"""
    if group(event["type"]) != group(cluster["type"]):
        return False
    names = cluster["participants"]
    found = sum(takes_part(n, event) for n in names)
    return found >= (len(names) if least is None else min(least, len(names)))


def shared_pairs(
    records: Iterable[Json], clusters: Sequence[Json], link: str, *, least: int | None = None
) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    """Pairs of documents of the clusters with this link: those that share the event, and the others."""
    events = events_by_document(records)
    hits, misses = [], []
    for cluster in clusters:
        if cluster["link"] != link:
            continue
        for a, b in combinations([d["id"] for d in cluster["docs"]], 2):
            ids = {e["id"] for e in events.get(b, ())}
            one = any(
                e["id"] in ids and fits(cluster["event"], e, least=least) for e in events.get(a, ())
            )
            (hits if one else misses).append((cluster["id"], a, b))
    return hits, misses


def pair_precision(
    records: Iterable[Json], gold: Sequence[Json]
) -> tuple[float, list[tuple[str, str, str]]]:
    """Of the pairs of documents that share an event, the share whose main events are one; and the others.

    Main events are one when type, participants and day agree. A pair counts when it shares an event
    that fits the main event of either, by type and at least two people: what both tell beside their
    main events is not annotated.
    """
    mains = {g["id"]: g["main"] for g in gold}
    right, wrong = 0, []
    seen: set[tuple[str, str]] = set()
    for row in records:
        for event in row["events"]:
            told = sorted({m["source_id"] for m in event["mentions"]} & mains.keys())
            for a, b in combinations(told, 2):
                if (a, b) in seen:
                    continue
                seen.add((a, b))
                if agree(mains[a], mains[b]):
                    right += 1
                else:
                    wrong.append((a, b, event["id"]))
    whole = right + len(wrong)
    return (right / whole if whole else 1.0), wrong


def agree(a: Json, b: Json) -> bool:
    """Are two main events one: the same kind, day and people?"""
    if group(a["type"]) != group(b["type"]) or a["date"] != b["date"]:
        return False
    left, right = a["participants"], b["participants"]
    return len(left) == len(right) and all(any(same_actor(p, q) for q in right) for p in left)


def people(records: Iterable[Json], gold: Sequence[Json]) -> tuple[dict[str, str], dict[str, str]]:
    """For each person that a main event names and a record of that document has: its gold name, its node.

    Keys are ``document|gold name``.
    """
    events = events_by_document(records)
    truth: dict[str, str] = {}
    nodes: dict[str, str] = {}
    for row in gold:
        for person in row["main"]["participants"]:
            if person["kind"] != "person" or not person["name"]:
                continue
            found = [
                p["id"]
                for e in events.get(row["id"], ())
                for p in e["participants"]
                if p["kind"] == "person" and p["name"] and same_actor(person, p)
            ]
            if found:
                key = f"{row['id']}|{person['name']}"
                truth[key] = person["name"]
                nodes[key] = max(sorted(set(found)), key=found.count)
    return truth, nodes


def b_cubed(truth: Mapping[str, str], nodes: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1, each the mean over the mentions that both have.

    >>> b_cubed({"a": "x", "b": "x"}, {"a": "1", "b": "2"})
    (1.0, 0.5, 0.6666666666666666)
    """
    sets: tuple[dict[str, set[str]], dict[str, set[str]]] = (defaultdict(set), defaultdict(set))
    for side, labels in zip(sets, (truth, nodes), strict=True):
        for key, label in labels.items():
            side[label].add(key)
    precision = recall = 0.0
    for key in truth:
        gold, mine = sets[0][truth[key]], sets[1][nodes[key]]
        precision += len(gold & mine) / len(mine)
        recall += len(gold & mine) / len(gold)
    n = len(truth) or 1
    p, r = precision / n, recall / n
    return p, r, (2 * p * r / (p + r) if p + r else 0.0)
