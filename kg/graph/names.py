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

    def families(self, among: Iterable[Iri]) -> dict[Iri, list[str]]:
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

    def names(self, kind: str, words: str) -> dict[Iri, list[str]]:
        """The names of each thing of a kind that the words may mean; of everything, where they mean nothing."""
        wanted = _words(words)
        _check(kind)
        fitting = _fitting(self.store, kind, wanted) if wanted else ()
        if not fitting:
            return _names(self.store, kind)
        return {iri: _own(self.store, iri) for iri in sorted(fitting)}

    def families(self, among: Iterable[Iri]) -> dict[Iri, list[str]]:
        """The family names of people, by IRI."""
        family = KG.familyName
        return {iri: _named(self.store, ox.NamedNode(iri), family) for iri in among}

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
    families = among.families(names) if kind in ("person", "actor") else {}
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


def _check(kind: str) -> None:
    if kind not in TYPES:
        raise KgError(f"unknown kind '{kind}'", mend="one of " + ", ".join(sorted(TYPES)))


def _of_type(store: ox.Store, kind: str) -> set[Iri]:
    return {
        Iri(q.subject.value)
        for curie in TYPES[kind]
        for q in store.quads_for_pattern(None, node(RDF.type), node(curie), None)
        if isinstance(q.subject, ox.NamedNode)
    }


def _fitting(store: ox.Store, kind: str, wanted: list[str]) -> set[Iri]:
    """The things of a kind that have a name with all the words, or a family name of just them.

    The store looks for the letters, which is fast; what it finds, and every name with letters beyond
    ASCII, is then read word by word without accents. Of events there may be a million, all of which have
    names: where none is asked for, the names of each thing are looked up rather than all names read.
    """
    types = " ".join(str(node(c)) for c in TYPES[kind])
    curies = [str(node(c)) for c in (*NAMES, KG.familyName)]
    if kind == "event":
        named = f"VALUES ?p {{ {' '.join(curies)} }} GRAPH ?h {{ ?x ?p ?n }}"
    else:
        named = f"OPTIONAL {{ GRAPH ?h {{ ?x ?p ?n }} FILTER(?p IN ({', '.join(curies)})) }}"
    letters = " && ".join(f"CONTAINS(LCASE(STR(?n)), {ox.Literal(w)})" for w in wanted)
    found = store.query(
        f"SELECT ?x ?p ?n {{ VALUES ?t {{ {types} }} GRAPH ?g {{ ?x a ?t }} {named} "
        f'FILTER(({letters}) || REGEX(STR(?n), "[^\\\\x00-\\\\x7f]")) }}'
    )
    family, words = node(KG.familyName), set(wanted)
    out: set[Iri] = set()
    for x, p, n in found if isinstance(found, ox.QuerySolutions) else ():
        if isinstance(x, ox.NamedNode) and isinstance(n, ox.Literal):
            split = _words(n.value)
            if split == wanted or (p != family and words <= set(split)):
                out.add(Iri(x.value))
    return out


def _names(store: ox.Store, kind: str) -> dict[Iri, list[str]]:
    return {iri: own for iri in sorted(_of_type(store, kind)) if (own := _own(store, iri))}


def _own(store: ox.Store, iri: Iri) -> list[str]:
    """The names of a thing, its label first."""
    return [name for curie in NAMES for name in _named(store, ox.NamedNode(iri), curie)]


def _named(store: ox.Store, subject: ox.NamedNode, curie: Curie) -> list[str]:
    found = store.quads_for_pattern(subject, node(curie), None, None)
    return sorted(q.object.value for q in found if isinstance(q.object, ox.Literal))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def _may(name: str, wanted: list[str]) -> bool:
    """May a name have these words? A look that costs little before one that costs more."""
    if not name.isascii():
        return True
    low = name.lower()
    return all(w in low for w in wanted)


def _best(text: str, names: dict[Iri, list[str]], families: dict[Iri, list[str]]) -> list[Iri]:
    """The candidates of the first way of matching that finds any."""
    wanted = _words(text)
    if not wanted:
        return []
    whole: list[Iri] = []
    family: list[Iri] = []
    part: list[Iri] = []
    for iri, own in names.items():
        split = [_words(n) for n in own if _may(n, wanted)]
        if wanted in split:
            whole.append(iri)
        elif wanted in [_words(n) for n in families.get(iri, ()) if _may(n, wanted)] or (
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
