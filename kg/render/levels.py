"""The level of an office, from the ontology: who is at eye level with whom.

The levels are those of ``kg:rank`` in ontology/offices.ttl: 1 head of state, 2 head of government,
3 minister, 4 deputy or envoy, 5 official.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from datetime import date

import pyoxigraph as ox

from kg.core.ids import local
from kg.core.terms import KG, SKOS
from kg.reference.catalog import Tenure
from kg.reference.nodes import node
from kg.reference.read import folder, load

_NAMES = (SKOS.prefLabel, SKOS.altLabel)


@functools.cache
def _ranks() -> dict[str, int]:
    """Every name of an office in small letters, and its rank; of two offices with one name the higher."""
    names: dict[str, set[str]] = {}
    ranks: dict[str, int] = {}
    wanted = {node(curie) for curie in _NAMES}
    rank = node(KG.rank)
    for quad in ox.parse(path=folder() / "offices.ttl", format=ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            if quad.predicate in wanted:
                names.setdefault(quad.subject.value, set()).add(quad.object.value.casefold())
            elif quad.predicate == rank:
                ranks[quad.subject.value] = int(quad.object.value)
    found: dict[str, int] = {}
    for office, level in ranks.items():
        for name in names.get(office, ()):
            found[name] = min(level, found.get(name, level))
    return found


@functools.lru_cache(maxsize=10_000)
def level(office: str | None) -> int | None:
    """The level of an office by its name, or by the longest name of an office within it.

    >>> level("foreign minister"), level("Deputy Foreign Minister of Japan"), level("poet")
    (3, 4, None)
    """
    if not office:
        return None
    ranks = _ranks()
    words = re.findall(r"[\w'’-]+", office.casefold())[:12]
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            found = ranks.get(" ".join(words[start : start + length]))
            if found is not None:
                return found
    return None


@functools.cache
def _tenures() -> Mapping[str, tuple[Tenure, ...]]:
    found: dict[str, list[Tenure]] = {}
    for tenure in load().tenures:
        found.setdefault(tenure.person, []).append(tenure)
    return {person: tuple(tenures) for person, tenures in found.items()}


def level_then(person: str, office: str | None, day: str | None) -> int | None:
    """The level of somebody at an event: of the office that is told with it, else of one held on that day.

    ``person`` is an IRI; a day that is no whole date is in no term of office. Of several offices the
    highest counts. None where nothing is known of that time, whatever somebody became later.

    >>> level_then("https://w3id.org/diplokg/person/x", "foreign minister", None)
    3
    >>> level_then("https://w3id.org/diplokg/person/x", None, "2019-05-14") is None
    True
    """
    told = level(office)
    if told is not None:
        return told
    try:
        then = date.fromisoformat(day or "")
    except ValueError:
        return None
    offices = load().offices
    held = [
        offices[tenure.role].rank
        for tenure in _tenures().get(local(person), ())
        if tenure.covers(then) and tenure.role in offices
    ]
    return min((rank for rank in held if rank), default=None)
