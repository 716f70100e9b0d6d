"""Writes tests/data/authority/missing.csv: the years in which the authority knows no head or no foreign minister.

    .venv/bin/python tools/make_missing.py            writes the list anew, and says what share is known
    .venv/bin/python tools/make_missing.py --check    says what of the list is no more so, or not in it

Run it when people or terms come to ontology/people-tenures.csv, and read what changes: a line that goes is a gain, one
that comes is a loss. Each state of ontology/polities.ttl is looked at in each year from 1990 on in which it was there;
tests/data/authority/states.csv, written by hand, says which were not there all the time, and where the head of state
governs, so that he counts as a head of government does. A year counts as known when somebody is known in the
office on one of its days. tests/reference/test_authority_coverage.py compares.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.core.model import LocalIri
from kg.reference.catalog import Catalog, Polity
from kg.reference.read import load
from kg.reference.terms import runs, seats, years

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "data" / "authority"
STATES = FOLDER / "states.csv"
MISSING = FOLDER / "missing.csv"
FIRST, LAST = 1990, 2025

HEAD, MINISTER = "head of government", "foreign minister"
GOVERNMENT = (
    "prime-minister",
    "acting-prime-minister",
    "chancellor",
    "taoiseach",
    "head-of-government",
)
STATE = (
    "president", "acting-president", "interim-president", "head-of-state", "king", "queen", "emir", "sultan",
    "pope", "supreme-leader", "chairman-of-the-sovereignty-council",
)  # fmt: skip
FOREIGN = ("foreign-minister", "acting-foreign-minister")

Gaps = dict[tuple[str, str], tuple[int, ...]]
"""The years without anybody, by the code of a state and the office."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A state in the years in which it was there, and in those its head of state governed."""

    state: Polity
    there: range
    governs: frozenset[int]


def looked_at(catalog: Catalog) -> Iterator[Looked]:
    """The states of the time since 1990, by code."""
    with STATES.open(encoding="utf-8", newline="") as lines:
        told = {row["code"]: row for row in csv.DictReader(lines)}
    for _, state in sorted(catalog.polities.items(), key=lambda p: p[1].notation):
        row = told.get(state.notation, {})
        # What went before 1990 is not in the table.
        if state.territory_of or (state.former and not row.get("last")):
            continue
        there = range(int(row.get("first") or FIRST), int(row.get("last") or LAST) + 1)
        governs = row.get("head_of_state_governs", "")
        always = frozenset(there) if governs == "always" else frozenset(numbers(governs))
        yield Looked(state=state, there=there, governs=always)


def numbers(text: str) -> tuple[int, ...]:
    """Years, as they are written.

    >>> numbers("1990-1992 1995")
    (1990, 1991, 1992, 1995)
    """
    out: list[int] = []
    for part in text.split():
        first, _, last = part.partition("-")
        out += range(int(first), int(last or first) + 1)
    return tuple(out)


def gaps(catalog: Catalog) -> Gaps:
    """The years in which nobody is known, of each state and office in which there are any."""
    known = seats(catalog)

    def without(one: Looked, posts: Iterable[str]) -> set[int]:
        roles = (LocalIri(f"post/{p}") for p in posts)
        terms = [t for r in roles for t in known.get((r, one.state.iri), ())]
        return set(years(terms, one.there[0], one.there[-1]))

    out: Gaps = {}
    for one in looked_at(catalog):
        head = without(one, GOVERNMENT)
        head -= one.governs - without(one, STATE)
        for office, found in ((HEAD, head), (MINISTER, without(one, FOREIGN))):
            if found:
                out[one.state.notation, office] = tuple(sorted(found))
    return out


def listed() -> Gaps:
    """What the list has."""
    with MISSING.open(encoding="utf-8", newline="") as lines:
        return {(r["code"], r["office"]): numbers(r["years"]) for r in csv.DictReader(lines)}


def differences(before: Mapping[tuple[str, str], tuple[int, ...]], now: Gaps) -> list[str]:
    """What of a list is no more so, and what is missing and not in it.

    >>> differences({("FR", HEAD): (1990, 1991)}, {("FR", HEAD): (1991, 1992)})
    ['FR, head of government: 1990 is no longer missing', 'FR, head of government: 1992 is missing, and not listed']
    """
    out = []
    for key in sorted({*before, *now}):
        was, has = set(before.get(key, ())), set(now.get(key, ()))
        name = ", ".join(key)
        if was - has:
            out.append(f"{name}: {runs(sorted(was - has))} is no longer missing")
        if has - was:
            out.append(f"{name}: {runs(sorted(has - was))} is missing, and not listed")
    return out


def shares(catalog: Catalog) -> dict[str, float]:
    """The share of all years of all states in which somebody is known, by office."""
    whole = sum(len(one.there) for one in looked_at(catalog))
    found = gaps(catalog)
    return {
        office: 1 - sum(len(y) for (_, o), y in found.items() if o == office) / whole
        for office in (HEAD, MINISTER)
    }


def main() -> int:
    """Writes the list, or checks it."""
    catalog = load()
    found = gaps(catalog)
    if "--check" in sys.argv:
        lines = differences(listed(), found)
        print("\n".join(lines) or "the list is right")
        return 1 if lines else 0
    with MISSING.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("code", "state", "office", "years"))
        for (code, office), missing in sorted(found.items()):
            state = next(p.label for p in catalog.polities.values() if p.notation == code)
            writer.writerow((code, state, office, runs(missing)))
    for office, share in shares(catalog).items():
        print(f"{office}: {share:.1%} of all years of all states since {FIRST}, to {LAST}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
