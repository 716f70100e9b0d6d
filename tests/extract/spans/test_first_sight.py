"""Texts that were written before the tables had their words: who, when and where each event of theirs is.

A value is "name/state": "-" for nobody by name, or for no state; "*" for any. Texts that are marked as left have values
that are not found yet.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import oracle
import pytest

from kg.check.measures import name_words, words
from kg.core.model import Article
from kg.extract.spans.actors import Actors
from kg.extract.spans.days import Days
from kg.extract.spans.entity import Entity
from kg.extract.spans.people import People
from kg.extract.spans.run import home_of, pronouns, tidy
from kg.extract.spans.tellings import Telling, told
from kg.extract.spans.tools import Tools, tools_of
from kg.extract.spans.words import read
from kg.reference.read import load

ROWS = [
    json.loads(line)
    for line in Path(__file__).with_name("first_sight.jsonl").read_text("utf-8").splitlines()
]


@cache
def people() -> People:
    return People(load())


@cache
def tools(code: str) -> Tools:
    return tools_of(load(), people(), code)


def tellings(row: dict[str, Any]) -> list[Telling]:
    own = tools(row["language"])
    article = Article(
        id=row["id"],
        text=row["text"],
        published=date.fromisoformat(row["published"]),
        publisher=row.get("publisher"),
        language=row["language"],
    )
    proposals = [
        tidy(
            oracle.quoted(
                row["text"],
                e["type"],
                e.get("status", "held"),
                trigger=e["trigger"],
                **{k: e[k] for k in ("participants", "date", "place") if k in e},
            ),
            row["text"],
            pronouns(own.table),
        )
        for e in row["events"]
    ]
    text = read(row["text"], own.table)
    actors = Actors(own, text, home=home_of(article, own), day=article.published)
    spans = {
        name: [(x.start, x.end) for p in proposals for x in p.parts.get(name, ())]
        for name in ("participants", "place")
    }
    actors.learn(spans["participants"], spans["place"])
    days, out = Days(article, own), list[Telling]()
    for n, p in enumerate(proposals):
        one = told(actors, n, p, out, days.of(p))
        assert one is not None
        out.append(one)
    return out


def is_one(value: str, e: Entity) -> bool:
    name, _, state = value.rpartition("/")
    if state not in {"*", "-"} and e.polity != state:
        return False
    a, b = name_words(name), name_words(e.name)
    return name == "-" or bool(a and b and (a <= b or b <= a))


def wrong(e: dict[str, Any], t: Telling) -> Iterator[str]:
    free = [actor for actor, _ in t.who]
    for value in e["who"]:
        hit = next((actor for actor in free if is_one(value, actor)), None)
        if hit is None:
            yield f"not found: {value} among {[(a.name, a.polity) for a in free]}"
        else:
            free.remove(hit)
    yield from (f"too many: {a.name}/{a.polity}" for a in free)
    edtf = t.when.edtf if t.when else None
    if "when" in e and (edtf or "").strip("~?") != e["when"]:
        yield f"{e['date']} is {edtf}, not {e['when']}"
    if "where" in e:
        city, _, state = e["where"].rpartition("/")
        found = words(t.venue.city if t.venue else None)
        if (city != "-" and found != words(city)) or (state != "-" and t.state != state):
            yield f"{e['place']} is {t.venue}, not {e['where']}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_who_when_and_where(row: dict[str, Any]) -> None:
    found = [
        said for e, t in zip(row["events"], tellings(row), strict=True) for said in wrong(e, t)
    ]
    assert bool(found) == row.get("left", False), found
