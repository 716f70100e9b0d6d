"""The prefixed names of the vocabulary as nodes of RDF. Knows no store, and what no catalog says."""

from __future__ import annotations

from functools import lru_cache

import pyoxigraph as ox

from kg.core.vocab import PREFIXES


@lru_cache(maxsize=4096)
def node(curie: str) -> ox.NamedNode:
    """The IRI behind a prefixed name of kg.core.vocab.

    >>> node("kg:Held").value
    'https://w3id.org/diplokg/ns#Held'
    """
    prefix, _, tail = curie.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + tail)
