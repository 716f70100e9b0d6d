"""The prefixes that every file of the project uses, and that queries may use without declaring them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from kg.core.ids import BASE, NS
from kg.core.model import Curie, Iri

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "kg": NS,
        "e": BASE + "event/",
        "m": BASE + "mention/",
        "a": BASE + "article/",
        "p": BASE + "person/",
        "c": BASE + "country/",
        "o": BASE + "org/",
        "post": BASE + "post/",
        "pl": BASE + "place/",
        "t": BASE + "topic/",
        "g": BASE + "graph/",
        "dcterms": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "gn": "https://sws.geonames.org/",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "pos": "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "time": "http://www.w3.org/2006/time#",
        "wd": "http://www.wikidata.org/entity/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)


@lru_cache(maxsize=4096)
def expand(curie: Curie) -> Iri:
    """The absolute IRI behind a prefixed name.

    >>> expand(Curie("c:ru"))
    'https://w3id.org/diplokg/country/ru'
    """
    prefix, _, tail = curie.partition(":")
    return Iri(PREFIXES[prefix] + tail)


def compact(iri: str) -> str:
    """An IRI as a person reads it: with a prefix where one fits, else in angle brackets.

    >>> compact("https://w3id.org/diplokg/country/ru")
    'c:ru'
    >>> compact("https://example.org/x")
    '<https://example.org/x>'
    """
    best = max(
        (name for name, base in PREFIXES.items() if iri.startswith(base)),
        key=lambda name: len(PREFIXES[name]),
        default=None,
    )
    return f"<{iri}>" if best is None else f"{best}:{iri[len(PREFIXES[best]) :]}"
