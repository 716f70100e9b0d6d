"""Annotated texts told of other people and other states: the grammar stays, the names do not.

A network that has seen each leader only with one name learns the names. Method: entity substitution as
in Dai and Adel 2020 (An Analysis of Simple Data Augmentation for Named Entity Recognition).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.reference.catalog import Catalog

_WORD = re.compile(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*")
_CAPITAL = re.compile(r"[^\W\d_a-z]")


@dataclass(frozen=True, slots=True)
class State:
    """A state of one word: its name, adjective, people and capital."""

    name: str
    adjective: str
    people: str
    capital: str


@dataclass(frozen=True, slots=True)
class Pool:
    """Names that may stand for others."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    states: tuple[State, ...]

    @classmethod
    def of(cls, catalog: Catalog) -> Pool:
        """Those of the reference data: states of one word, and people of a given name and a surname."""
        names = [p.label.split() for p in catalog.people.values()]
        two = [n for n in names if len(n) == 2 and all(_CAPITAL.match(w) for w in n)]
        states = []
        for p in catalog.polities.values():
            place = catalog.places.get(p.capital) if p.capital else None
            capital = place.label if place else ""
            people = next((d for d in p.demonyms if d.endswith("s")), "")
            if p.former or p.territory_of or not (capital and p.adjectives and people):
                continue
            if all(_WORD.fullmatch(w) for w in (p.label, p.adjectives[0], people)):
                states.append(State(p.label, p.adjectives[0], people, capital))
        return cls(
            tuple(sorted({n[0] for n in two})), tuple(sorted({n[1] for n in two})), tuple(states)
        )


def perturbed(record: Mapping[str, Any], pool: Pool, chance: random.Random) -> dict[str, Any]:
    """A gold record whose people and states have other names, its spans where they are then.

    One name becomes one other in the whole text; what is written otherwise than it is known stays.
    """
    text = str(record["text"])
    renamed = {**_people(record, pool, chance), **_states(text, pool, chance)}
    if not renamed:
        return dict(record)
    longest = sorted(renamed, key=lambda n: (-len(n), n))
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")
    out: list[str] = []
    moved: list[tuple[int, int, int]] = []  # where a name began and ended, and what was added
    end = 0
    for m in pattern.finditer(text):
        new = renamed[m[0]]
        out += [text[end : m.start()], new]
        moved.append((m.start(), m.end(), len(new) - len(m[0])))
        end = m.end()
    out.append(text[end:])

    def span(given: Sequence[int]) -> list[int]:
        start = given[0] + sum(d for a, b, d in moved if b <= given[0])
        stop = given[1] + sum(d for a, b, d in moved if a < given[1])
        return [start, max(start + 1, stop)]

    events = []
    for e in record["events"]:
        spans = {
            k: span(v) if v and isinstance(v[0], int) else [span(s) if s else s for s in v or ()]
            for k, v in (e.get("spans") or {}).items()
        }
        events.append({**e, "spans": spans})
    return {**record, "text": "".join(out), "events": events}


def _people(record: Mapping[str, Any], pool: Pool, chance: random.Random) -> dict[str, str]:
    out: dict[str, str] = {}
    for e in record["events"]:
        for p in e.get("participants") or ():
            words = str(p.get("name") or "").split()
            if p.get("kind") != "person" or len(words) < 2:
                continue
            for word, names in ((words[0], pool.given), (words[-1], pool.family)):
                if _WORD.fullmatch(word) and _CAPITAL.match(word) and len(word) > 2:
                    out.setdefault(word, chance.choice(names))
    return out


def _states(text: str, pool: Pool, chance: random.Random) -> dict[str, str]:
    words = set(_WORD.findall(text))
    known = [s for s in pool.states if {s.name, s.adjective, s.people} & words]
    others = chance.sample(pool.states, len(known))
    out: dict[str, str] = {}
    for old, new in zip(known, others, strict=True):
        for a, b in (
            (old.capital, new.capital), (old.people, new.people), (old.adjective, new.adjective), (old.name, new.name),
        ):  # fmt: skip
            out[a] = b
    return out


def several(records: Iterable[Mapping[str, Any]], pool: Pool, *, seed: int) -> list[dict[str, Any]]:
    """Each record with other names; the same seed gives the same."""
    return [perturbed(r, pool, random.Random(f"{seed} {r['id']}")) for r in records]
