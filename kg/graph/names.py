"""From the words of a person to an IRI of the graph: "lavrov", "RU", "arms control", "Sochi May 2019".

Words are compared without case and accents, and only whole. A name that means two things is never
guessed: the error lists what it could mean.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol

import pyoxigraph as ox

from kg.core.errors import KgError
from kg.core.ids import BASE, fold
from kg.core.model import Curie, Iri
from kg.core.terms import FOAF, KG, ORG, RDF, RDFS, SCHEMA, SEM, SKOS
from kg.core.vocab import PREFIXES, compact
from kg.reference.nodes import node

TYPES: Mapping[str, tuple[Curie, ...]] = {
    "person": (FOAF.Person,),
    "country": (KG.State,),
    "organisation": (ORG.Organization, ORG.FormalOrganization),
    "actor": (FOAF.Person, KG.State, ORG.Organization, ORG.FormalOrganization),
    "topic": (SKOS.Concept,),
    "event": (KG.Event,),
    "place": (SCHEMA.Place,),
}
NAMES = (RDFS.label, SKOS.prefLabel, SKOS.altLabel, SKOS.notation)
USES: Mapping[str, tuple[Curie, ...]] = {
    "topic": (SCHEMA.about,),
    "event": (KG.reports,),
    "place": (SCHEMA.location,),
}
_SHOWN = 8


class Names(Protocol):
    """Where names are looked up: a store (``Stored``), or an endpoint elsewhere (kg.endpoint)."""

    def known(self, iri: ox.NamedNode) -> bool:
        """Does any statement have this as its subject or its object?"""

    def names(self, kind: str, words: str) -> dict[Iri, list[str]]:
        """The names of each thing of a kind, by IRI: at least of those that the words may mean."""

    def families(self) -> dict[Iri, list[str]]:
        """The family names of people, by IRI."""

    def uses(self, kind: str, iris: Iterable[Iri]) -> dict[Iri, int]:
        """In how many events each of these occurs."""


class Stored:
    """The names in a store."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def known(self, iri: ox.NamedNode) -> bool:
        """Does any statement have this as its subject or its object?"""
        return _known(self.store, iri)

    def names(self, kind: str, words: str) -> dict[Iri, list[str]]:  # noqa: ARG002
        """The names of each thing of a kind, by IRI."""
        return _names(self.store, kind)

    def families(self) -> dict[Iri, list[str]]:
        """The family names of people, by IRI."""
        return _families(self.store)

    def uses(self, kind: str, iris: Iterable[Iri]) -> dict[Iri, int]:
        """In how many events each of these occurs."""
        return _uses(self.store, kind, iris)


def find(store: ox.Store, words: str, kind: str, *, where: str = "") -> ox.NamedNode:
    """The one thing of a kind that the words mean.

    ``kind`` is person, country, organisation, actor (any of the three), topic, event or place. An
    IRI, a prefixed name (``c:ru``) or a local IRI (``country/ru``) is taken as it is when the store
    knows it. Of names, a full one beats a family name, which beats words found in a longer name;
    among equals, one that occurs in an event beats one that never does.

    Raises KgError when nothing fits, with near names, and when several things do, with all of them.
    """
    return resolve(Stored(store), words, kind, where=where)


def resolve(among: Names, words: str, kind: str, *, where: str = "") -> ox.NamedNode:
    """The same as ``find``, wherever the names are."""
    text = words.strip()
    given = _as_iri(text)
    if given is not None:
        if among.known(given):
            return given
        raise KgError(
            f"nothing in the store is called <{given.value}>",
            where=where,
            mend="give its name in words, or look for it with kg explain",
        )
    names = among.names(kind, text)
    families = among.families() if kind in ("person", "actor") else {}
    best = _best(text, names, families)
    if len(best) > 1:
        counts = among.uses(kind, best)
        used = [c for c in best if counts[c]]
        if len(used) == 1:
            best = used
    if len(best) == 1:
        return ox.NamedNode(best[0])
    if not best:
        raise KgError(f"no {kind} is called '{text}'", where=where, mend=_near(text, kind, names))
    best = sorted(best, key=lambda c: (-counts[c], names[c][0], c))
    listed = "; ".join(f"{names[c][0]} ({compact(c)})" for c in best[:_SHOWN])
    more = f"; and {len(best) - _SHOWN} more" if len(best) > _SHOWN else ""
    raise KgError(
        f"'{text}' could be {len(best)} things",
        where=where,
        mend=f"give more of the name, or its IRI: {listed}{more}",
    )


def _as_iri(text: str) -> ox.NamedNode | None:
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    if re.match(r"(https?|urn):", bare):
        candidate = bare
    elif re.fullmatch(r"[a-z]+/[^\s/]+", bare):
        candidate = BASE + bare
    else:
        prefix, colon, tail = bare.partition(":")
        if not colon or prefix not in PREFIXES or " " in tail or not tail:
            return None
        candidate = PREFIXES[prefix] + tail
    try:
        return ox.NamedNode(candidate)
    except ValueError:
        return None


def _known(store: ox.Store, iri: ox.NamedNode) -> bool:
    return any(
        next(iter(store.quads_for_pattern(s, None, o, None)), None) is not None
        for s, o in ((iri, None), (None, iri))
    )


def _of_type(store: ox.Store, kind: str) -> set[Iri]:
    if kind not in TYPES:
        raise KgError(f"unknown kind '{kind}'", mend="one of " + ", ".join(sorted(TYPES)))
    return {
        Iri(q.subject.value)
        for curie in TYPES[kind]
        for q in store.quads_for_pattern(None, node(RDF.type), node(curie), None)
        if isinstance(q.subject, ox.NamedNode)
    }


def _names(store: ox.Store, kind: str) -> dict[Iri, list[str]]:
    out: dict[Iri, list[str]] = defaultdict(list)
    # Thing by thing: the names of all else, such as events, are the most by far.
    for iri in sorted(_of_type(store, kind)):
        subject = ox.NamedNode(iri)
        for curie in NAMES:
            found = store.quads_for_pattern(subject, node(curie), None, None)
            names = sorted(q.object.value for q in found if isinstance(q.object, ox.Literal))
            if names:
                out[iri] += names
    return out


def _families(store: ox.Store) -> dict[Iri, list[str]]:
    out: dict[Iri, list[str]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, node(KG.familyName), None, None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            out[Iri(quad.subject.value)].append(quad.object.value)
    return out


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def _best(text: str, names: dict[Iri, list[str]], families: dict[Iri, list[str]]) -> list[Iri]:
    """The candidates of the first way of matching that finds any."""
    wanted = _words(text)
    if not wanted:
        return []
    whole: list[Iri] = []
    family: list[Iri] = []
    part: list[Iri] = []
    for iri, own in names.items():
        split = [_words(n) for n in own]
        if wanted in split:
            whole.append(iri)
        elif wanted in [_words(n) for n in families.get(iri, ())] or (
            "/person/" in iri and any(s[-len(wanted) :] == wanted for s in split)
        ):
            family.append(iri)
        elif any(set(wanted) <= set(s) for s in split):
            part.append(iri)
    return sorted(whole or family or part)


def _uses(store: ox.Store, kind: str, iris: Iterable[Iri]) -> dict[Iri, int]:
    predicates = USES.get(kind, (SEM.hasActor, KG.party))
    return {
        iri: sum(
            1
            for curie in predicates
            for _ in store.quads_for_pattern(None, node(curie), ox.NamedNode(iri), None)
        )
        for iri in iris
    }


def _near(text: str, kind: str, names: dict[Iri, list[str]]) -> str:
    """What else there is: names like the words, or with a word like one of them."""
    spellings: dict[str, set[str]] = defaultdict(set)
    for own in names.values():
        for name in own:
            spellings[fold(name)].add(own[0])
            for word in _words(name):
                if len(word) > 2:
                    spellings[word].add(own[0])
    close = difflib.get_close_matches(fold(text), sorted(spellings), n=5, cutoff=0.7)
    labels = sorted({label for c in close for label in spellings[c]})[:_SHOWN]
    if labels:
        return "did you mean " + ", ".join(labels) + "?"
    return f"give another spelling; the store knows {len(names)} of kind {kind}"
