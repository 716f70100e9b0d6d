"""Build, query and show a knowledge graph of diplomatic events from news articles and readouts.

In Python: ``kg.build``, ``kg.drop``, ``kg.open`` and what they give, ``kg.Graph`` (see kg.api). The house
has floors; what stands on one imports from those below it, and from its own rooms, and a test holds that:

    cli                               the command line
    publish                           pages, dumps and descriptions as a folder of files
    serve                             the same over HTTP, with SPARQL and the live explorer
    api  check  pages  watch          kg in Python | is it sound, how good is it | a thing as a page | what is new
    export  training                  files for other programs | a learned reader from annotations
    ask  construction  curate  render questions | the one that writes | corrections | the page to explore
    extract  graph  resolve  sources  articles to frames | RDF kept | who and what is one | files to articles
    dates  reference                  dates in text, as EDTF | the ontology as values
    core                              values, identifiers, vocabulary, limits, errors

An article goes up: sources, extract, construction (which brings it to graph and resolve), then whoever
asks. Rooms of one floor do not know each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.core.version import __version__

if TYPE_CHECKING:
    from kg.api import Graph, build, drop, open

__all__ = ["Graph", "__version__", "build", "drop", "open"]


def __getattr__(name: str) -> object:
    """What is heavy is imported when it is first used."""
    if name in ("Graph", "build", "drop", "open"):
        from kg import api

        return getattr(api, name)
    raise AttributeError(f"module 'kg' has no attribute '{name}'")
