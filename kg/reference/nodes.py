"""The prefixed names of the vocabulary as nodes of RDF. Knows no store, and what no catalog says."""

from __future__ import annotations

from functools import lru_cache

import pyoxigraph as ox

from kg.core.model import Curie
from kg.core.vocab import expand


@lru_cache(maxsize=4096)
def node(curie: Curie) -> ox.NamedNode:
    """The IRI behind a prefixed name of kg.core.vocab.

    >>> from kg.core.terms import KG
    >>> node(KG.Held).value
    'https://w3id.org/diplokg/ns#Held'
    """
    return ox.NamedNode(expand(curie))
