"""What a user would pick instead, where it installs by name: textacy, kglab, networkx, pyvis.

textacy and kglab are no part of the tests' environment. What is missing is said, with how to get it;
`pip install textacy kglab` into an environment of its own keeps the tested one as it is.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import itertools
import logging
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import big_store
import page_data
import pyoxigraph as ox

from benchmarks import measure, texts
from benchmarks.measure import Figure

NEEDED = ("textacy", "kglab")


def missing() -> list[str]:
    """Packages to compare with that are not installed."""
    return [name for name in NEEDED if importlib.util.find_spec(name) is None]


def figures(*, quick: bool = False, large: bool = False) -> Iterator[Figure]:
    absent = missing()
    if "textacy" not in absent:
        yield from _textacy(quick=quick)
    if "kglab" not in absent:
        yield from _kglab(5_000 if quick else 100_000, 2 if quick else 3)
    yield from _layout(300 if quick else 600, 2 if quick else 3)
    yield from _page(2 if quick else 3)
    if absent:
        note = f"pip install {' '.join(absent)}, and run --only others again"
        yield Figure(
            subject="others", what="not installed", values=(float(len(absent)),), note=note
        )


def _textacy(*, quick: bool) -> Iterator[Figure]:
    """Subject, verb and object of every clause, against events with status, date, place and topics."""
    import spacy

    from kg.extract.rules import DEFAULT_MODEL, Annotator

    triples: Any = importlib.import_module("textacy.extract").subject_verb_object_triples
    nlp, annotator = spacy.load(DEFAULT_MODEL), Annotator()
    rounds, size = (2, 12) if quick else (3, 60)
    every = texts.diplomatic(rounds * size, start=40_000)
    list(annotator.many(texts.diplomatic(8, start=90_000)))
    gc.collect()
    gc.freeze()
    ours, theirs = [], []
    for n in range(rounds):
        part = every[n::rounds]
        ours.append(measure.cpu(lambda part=part: list(annotator.many(part))))
        theirs.append(
            measure.cpu(
                lambda part=part: [list(triples(d)) for d in nlp.pipe(a.text for a in part)]
            )
        )
    gc.unfreeze()
    yield Figure(
        subject="others", what="events of articles, against textacy's triples", unit="times faster",
        values=measure.ratios(theirs, ours), note="its triples have no date, place, status or topic",
    )  # fmt: skip


def _kglab(size: int, rounds: int) -> Iterator[Figure]:
    """A graph from Turtle, and a question to it."""
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    kglab: Any = importlib.import_module("kglab")
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "graph.ttl"
        triples = {q.triple for q in itertools.islice(big_store.quads(size), size)}
        ox.serialize(triples, str(file), ox.RdfFormat.TURTLE)
        held: dict[str, Any] = {}

        def ours() -> None:
            held["ours"] = ox.Store()
            held["ours"].bulk_load(path=str(file), format=ox.RdfFormat.TURTLE)

        def theirs() -> None:
            held["theirs"] = kglab.KnowledgeGraph().load_rdf(str(file), format="ttl")

        rows = measure.in_turn(rounds, ours, theirs)
        yield Figure(
            subject="others", what=f"loading {len(triples):,} triples, against kglab", unit="times faster",
            values=measure.ratios(rows[1], rows[0]), note="it keeps them in rdflib",
        )  # fmt: skip
        asked = "SELECT ?t (COUNT(?s) AS ?n) { ?s a ?t } GROUP BY ?t ORDER BY DESC(?n)"
        rows = measure.in_turn(
            rounds,
            lambda: list(held["ours"].query(asked)),
            lambda: list(held["theirs"].query(asked)),
        )
        yield Figure(
            subject="others", what="counting by class, against kglab", unit="times faster",
            values=measure.ratios(rows[1], rows[0]), note="kg's engine is Oxigraph",
        )  # fmt: skip


def _layout(actors: int, rounds: int) -> Iterator[Figure]:
    """Where the nodes of the network stand, against networkx's spring layout of the same graph."""
    import networkx as nx

    from kg.render.layout import positions

    view = page_data.large(actors, actors * 27 // 10)
    number = {iri: n for n, iri in enumerate(view.actors)}
    pairs: dict[tuple[int, int], float] = {}
    for event in view.events:
        members = sorted({number[p.actor] for p in event.participants})
        for pair in itertools.combinations(members, 2):
            pairs[pair] = pairs.get(pair, 0.0) + 1.0
    graph = nx.Graph()
    graph.add_nodes_from(range(len(number)))
    graph.add_weighted_edges_from((a, b, w) for (a, b), w in pairs.items())
    rows = measure.in_turn(
        rounds, lambda: positions(len(number), pairs), lambda: nx.spring_layout(graph, seed=1)
    )
    note = f"networkx {rows[1][0]:.1f} s, with 50 steps and labels that overlap"
    yield Figure(
        subject="others", what=f"layout of {actors} people, against networkx's", unit="times faster",
        values=measure.ratios(rows[1], rows[0]), note=note,
    )  # fmt: skip


def _page(rounds: int) -> Iterator[Figure]:
    """The page to explore against pyvis as it comes: its making and its bytes; opening it is in test_page_speed.py."""
    from pyvis.network import Network

    from kg.render import payload, render

    view = page_data.large(600, 1620)
    graph = payload.build(view).graph
    made: dict[str, str] = {}

    def ours() -> None:
        made["ours"] = render(view)

    def theirs() -> None:
        network = Network(directed=True, cdn_resources="in_line")
        for number, actor in enumerate(graph["actors"]):
            network.add_node(number, label=actor["n"])
        for event in graph["events"]:
            members = sorted({part["a"] for part in event.get("w", ())})
            for a, b in itertools.combinations(members, 2):
                network.add_edge(a, b)
        made["theirs"] = network.generate_html()

    rows = measure.in_turn(rounds, ours, theirs)
    sizes = {name: len(page.encode()) / 1e6 for name, page in made.items()}
    yield Figure(
        subject="others", what="making a page of 600 people, of pyvis's time", values=measure.ratios(rows[0], rows[1]),
        note="ours places the nodes; pyvis leaves that to the browser, which is not done after 15 s",
    )  # fmt: skip
    yield Figure(
        subject="others", what="bytes of that page, of pyvis's", values=(sizes["ours"] / sizes["theirs"],),
        note=f"{sizes['ours']:.1f} MB with evidence, against {sizes['theirs']:.1f} MB without",
    )  # fmt: skip
