"""How well events and people are merged: measures over ``kg export --format records`` and gold.

Pure functions of records and annotations, for the tests and for whoever tunes the weights:

* ``shared_pairs``: of the pairs of documents that annotators tied together, which share an event;
* ``pair_precision``: of the pairs of documents that share an event, how many tell one event;
* ``b_cubed``: of people, as in Bagga and Baldwin (1998), "Entity-based cross-document coreferencing".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from kg.check.measures import name_words, same_actor, window

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
    records: Iterable[Json],
    clusters: Sequence[Json],
    link: str,
    *,
    least: int | None = None,
    own: bool = False,
) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    """Pairs of documents of the clusters with this link: those that share the event, and the others.

    With ``own`` a pair shares it only if each of the two tells it of its own day: the report of a call
    that recalls the call before ("following up on their April 4 conversation") is no wrong merge.
    """
    events = events_by_document(records)
    hits, misses = [], []
    for cluster in clusters:
        if cluster["link"] != link:
            continue
        for a, b in combinations([d["id"] for d in cluster["docs"]], 2):
            ids = {e["id"] for e in events.get(b, ())}
            one = any(
                e["id"] in ids
                and fits(cluster["event"], e, least=least)
                and (
                    not own or all(_of_its_day(e, d) for d in cluster["docs"] if d["id"] in {a, b})
                )
                for e in events.get(a, ())
            )
            (hits if one else misses).append((cluster["id"], a, b))
    return hits, misses


def _of_its_day(event: Json, document: Json) -> bool:
    """Does a document tell the event as one of the day on which it appeared, or without a day?"""
    spans = [window(m["date"]) for m in event["mentions"] if m["source_id"] == document["id"]]
    return any(span is None or _covers(span, document["published"], 1) for span in spans)


def pair_precision(
    records: Iterable[Json], gold: Sequence[Json]
) -> tuple[float, list[tuple[str, str, str]]]:
    """Of the pairs of main events that merging makes one, the share that are one; and the others.

    Two documents claim to have one main event when they share an event in which each tells its own:
    the passage is the document's first on an event of that type and those people, and the day that
    it gives, if any, is not another than the main event's (within the tolerance of the annotation).
    Main events are one when type, participants and day agree. An announcement and the report of what
    it announced have another day in this gold (that of publication), so of a plan the day does not count.
    """
    mains = {g["id"]: g for g in gold}
    right = 0
    wrong = []
    seen: set[tuple[str, str]] = set()
    for row in records:
        for event in row["events"]:
            told = sorted(
                {
                    m["source_id"]
                    for m in event["mentions"]
                    if m["source_id"] in mains and _main(m, event, mains[m["source_id"]])
                }
            )
            for a, b in combinations(told, 2):
                if (a, b) not in seen:
                    seen.add((a, b))
                    planned = any(
                        m["status"] in {"planned", "proposed"} and m["source_id"] in {a, b}
                        for m in event["mentions"]
                    )
                    if agree(mains[a]["main"], mains[b]["main"], day=not planned):
                        right += 1
                    else:
                        wrong.append((a, b, event["id"]))
    whole = right + len(wrong)
    return (right / whole if whole else 1.0), wrong


def _main(mention: Json, event: Json, gold: Json) -> bool:
    """Is a passage the one in which its document tells its main event?"""
    main = gold["main"]
    if group(main["type"]) != group(event["type"]):
        return False
    people = main["participants"]
    if sum(any(same_actor(p, q) for q in event["participants"]) for p in people) < len(people):
        return False
    if mention["status"] in {"planned", "proposed"}:
        return bool(main["status"] != "held")
    day = mention["date"]
    if not day:
        return True
    span = window(day)
    if span is None:
        return True
    return _covers(span, main["date"], gold["date_tolerance_days"] or 0)


def _covers(span: tuple[str, str], on: str, tolerance: int) -> bool:
    """Does a date, as its first and last day, cover a day, give or take a few?"""
    day = date.fromisoformat(on)
    first, last = (day + timedelta(days=n) for n in (tolerance, -tolerance))
    return span[0] <= first.isoformat() and last.isoformat() <= span[1]


def agree(a: Json, b: Json, *, day: bool = True) -> bool:
    """Are two main events one: the same kind, day and people?"""
    if group(a["type"]) != group(b["type"]) or (day and a["date"] != b["date"]):
        return False
    left, right = a["participants"], b["participants"]
    return len(left) == len(right) and all(any(same_actor(p, q) for q in right) for p in left)


def people(records: Iterable[Json], gold: Sequence[Json]) -> tuple[dict[str, str], dict[str, str]]:
    """For each person that a main event names and a record of that document has: its gold name, its node.

    Keys are ``document|gold name``.
    """
    events = events_by_document(records)
    truth: dict[str, tuple[str, str | None]] = {}
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
                truth[key] = (person["name"], person["polity"])
                nodes[key] = max(sorted(set(found)), key=found.count)
    return _known_as(truth), nodes


def _known_as(names: Mapping[str, tuple[str, str | None]]) -> dict[str, str]:
    """Gold names of one person ("Modi", "Narendra Modi") under one name.

    Two names are of one person when they are of one state and the words of the one are among those
    of the other, or two of them are the same; a name that could be two people's stays its own.
    """
    up = {n: n for n in sorted(set(names.values()), key=lambda n: (-len(name_words(n[0])), str(n)))}
    listed = list(up)
    for i, n in enumerate(listed):
        fitting = {up[m] for m in listed[:i] if m[1] == n[1] and _one_name(m[0], n[0])}
        if len(fitting) == 1:
            up[n] = fitting.pop()
    return {k: f"{up[v][0]} ({up[v][1]})" for k, v in names.items()}


def _one_name(a: str, b: str) -> bool:
    x, y = name_words(a), name_words(b)
    return x <= y or y <= x or len(x & y) >= 2


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
