"""Where the nodes of the network stand, computed before the page is opened: the same graph, the same picture.

The forces are those of Fruchterman and Reingold (1991, doi:10.1002/spe.4380211102). Every sum runs in
a fixed order and nothing is drawn at random without a fixed seed. Each connected part is laid out
alone; the largest stands in the middle and the others are packed around it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Pairs = Mapping[tuple[int, int], float]

SPACING = 120.0
"""Wished-for distance of two neighbours, in the units of the canvas (pixels at zoom 1)."""

EXACT_UP_TO = 400
"""Above this many nodes the repulsion is estimated from a sample of nodes instead of all of them."""

SAMPLE = 16

WIDER = np.array([1.25, 1.0])
"""Screens are wider than high."""

VERSION = 2
"""To be raised with every change of what is computed here: it parts the caches of two versions."""

WORTH_KEEPING = 100
"""Fewer nodes than this are placed faster than a file is read."""

MOST_KEPT = 16
"""Layouts in a cache; each pair of options of `kg render` makes two, the oldest go."""

GOLDEN_ANGLE = math.pi * (3.0 - math.sqrt(5.0))


def layout_cache() -> Path:
    """The folder for what can always be computed anew: diplokg in the user's cache folder.

    That is XDG_CACHE_HOME where it is set, as the XDG Base Directory Specification says, else ~/.cache.

    >>> layout_cache().name
    'diplokg'
    """
    home = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (home if home.is_absolute() else Path.home() / ".cache") / "diplokg"


def kept(count: int, pairs: Pairs, cache: Path | None) -> list[tuple[int, int]]:
    """``positions``, looked up in the folder ``cache`` and kept there; None looks nothing up.

    A cache that cannot be read or written costs time, nothing else. Its files are named by the digest
    of what they were computed from, so that a changed graph or another version finds none.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     once = kept(3, {(0, 1): 1.0}, Path(folder))
    ...     once == kept(3, {(0, 1): 1.0}, Path(folder)) == positions(3, {(0, 1): 1.0})
    True
    """
    if cache is None or count < WORTH_KEEPING:
        return positions(count, pairs)
    said = json.dumps([VERSION, np.__version__, count, sorted(pairs.items())])
    file = cache / f"layout-{hashlib.sha256(said.encode()).hexdigest()[:32]}.json"
    try:
        places = [(int(x), int(y)) for x, y in json.loads(file.read_text(encoding="ascii"))]
        if len(places) == count:
            return places
    except (OSError, ValueError, TypeError):
        pass
    places = positions(count, pairs)
    with contextlib.suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
        for old in sorted(cache.glob("layout-*.json"), key=lambda f: f.stat().st_mtime)[
            :-MOST_KEPT
        ]:
            old.unlink(missing_ok=True)
        part = file.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps(places), encoding="ascii")
        part.replace(file)
    return places


def positions(count: int, pairs: Pairs) -> list[tuple[int, int]]:
    """Place ``count`` nodes, numbered from 0, that are joined by weighted ``pairs``.

    The result has one (x, y) for each node, in whole pixels, centred on (0, 0). A weight is how
    strongly a pair pulls together: any number above 0.

    >>> positions(1, {})
    [(0, 0)]
    >>> places = positions(4, {(0, 1): 1.0, (1, 2): 1.0})
    >>> len(set(places)) == 4 and places == positions(4, {(1, 2): 1.0, (0, 1): 1.0})
    True
    """
    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_weighted_edges_from((a, b, weight) for (a, b), weight in sorted(pairs.items()))
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=_size_first)
    placed = _packed([_part(graph, part) for part in parts])
    result = [(0, 0)] * count
    for part, points in zip(parts, placed, strict=True):
        for node, point in zip(part, points * WIDER, strict=True):
            result[node] = (round(float(point[0])), round(float(point[1])))
    return result


def _size_first(part: list[int]) -> tuple[int, int]:
    return -len(part), part[0]


def _part(graph: nx.Graph, part: Sequence[int]) -> Points:
    """One connected part, centred on its mean."""
    if len(part) == 1:
        return np.zeros((1, 2))
    if len(part) == 2:
        return np.array([[-SPACING / 2, 0.0], [SPACING / 2, 0.0]])
    number = {node: i for i, node in enumerate(part)}
    edges = sorted(
        (number[a], number[b], w) for a, b, w in graph.subgraph(part).edges(data="weight")
    )
    ends = np.array([(a, b) for a, b, _ in edges], dtype=np.intp)
    # The logarithm keeps one pair with two hundred calls from collapsing into a point.
    pull = 1.0 + np.log1p(np.array([w for _, _, w in edges], dtype=np.float64))
    points = _settled(_start(graph, part), ends, pull)
    points = _spread(points)
    centred: Points = points - (points.max(axis=0) + points.min(axis=0)) / 2
    return centred


def _start(graph: nx.Graph, part: Sequence[int]) -> Points:
    """A sunflower with the best-connected node in its middle and the others by their distance from it."""
    hub = min(part, key=lambda node: (-graph.degree(node), node))
    steps = nx.single_source_shortest_path_length(graph, hub)
    rank = {node: i for i, node in enumerate(sorted(part, key=lambda node: (steps[node], node)))}
    turn = np.array([rank[node] for node in part], dtype=np.float64)
    radius = SPACING * np.sqrt(turn)
    return np.stack([radius * np.cos(turn * GOLDEN_ANGLE), radius * np.sin(turn * GOLDEN_ANGLE)], 1)


def _settled(points: Points, ends: NDArray[np.intp], pull: Points) -> Points:
    count = len(points)
    rounds = 300 if count <= 150 else 120 if count <= 1500 else 80
    random = np.random.Generator(np.random.PCG64(count))
    degree = np.bincount(ends.ravel(), minlength=count).astype(np.float64)
    # Hubs push harder, so that their neighbours get room (as in ForceAtlas2, doi:10.1371/journal.pone.0098679).
    mass = np.sqrt(1.0 + degree)
    # A node with a hundred links must not be pulled a hundred times as hard.
    pull = pull / np.sqrt(np.minimum(degree[ends[:, 0]], degree[ends[:, 1]]))
    heat = SPACING * math.sqrt(count) / 4
    for step in range(rounds):
        if count <= EXACT_UP_TO:
            force = _push_all(points, mass)
        else:
            others = random.integers(0, count, size=(SAMPLE, count))
            force = _push_sample(points, mass, others)
        gap = points[ends[:, 0]] - points[ends[:, 1]]
        length = np.sqrt((gap * gap).sum(axis=1))
        drag = gap * (length * pull / SPACING)[:, None] / 2.5
        for axis in (0, 1):
            force[:, axis] -= np.bincount(ends[:, 0], drag[:, axis], minlength=count)
            force[:, axis] += np.bincount(ends[:, 1], drag[:, axis], minlength=count)
        force -= points * (0.02 * mass[:, None])
        strength = np.sqrt((force * force).sum(axis=1))
        limit = heat * (1.0 - step / rounds) + 1.0
        scale = np.minimum(strength, limit) / np.maximum(strength, 1e-9)
        # Rounding wipes out differences in the last digit before they can grow.
        points = np.round(points + force * scale[:, None], 3)
    return points


def _push_all(points: Points, mass: Points) -> Points:
    # One plane for each axis, and as few temporary planes as possible: this is the slow part.
    x, y = points[:, 0], points[:, 1]
    dx, dy = x[None, :] - x[:, None], y[None, :] - y[:, None]
    weight = dx * dx
    weight += dy * dy
    np.maximum(weight, 1.0, out=weight)
    np.divide((SPACING * SPACING / 4) * mass[:, None] * mass[None, :], weight, out=weight)
    dx *= weight
    dy *= weight
    return np.stack([dx.sum(axis=0), dy.sum(axis=0)], axis=1)


def _push_sample(points: Points, mass: Points, others: NDArray[np.intp]) -> Points:
    gap = points[None, :, :] - points[others]
    square = np.maximum((gap * gap).sum(axis=2), 1.0)
    weight = (SPACING * SPACING) * mass[None, :] * mass[others] / square / 4
    force: Points = (gap * weight[:, :, None]).sum(axis=0) * (len(points) / len(others))
    return force


def _spread(points: Points) -> Points:
    """Push apart what would overlap. A label is wider than high, so a gap sideways counts less."""
    stretch = np.array([0.62, 1.0])
    points = points * stretch
    least = SPACING * 0.55
    for _ in range(40):
        order = np.argsort(points[:, 1], kind="stable")
        y = points[order, 1]
        # Only nodes within reach in height can overlap: a window over the sorted heights.
        reach = np.searchsorted(y, y + least, side="left") - np.arange(len(y)) - 1
        first = np.repeat(np.arange(len(y)), reach)
        step = np.arange(len(first)) - np.repeat(np.cumsum(reach) - reach, reach) + 1
        one, two = order[first], order[first + step]
        gap = points[one] - points[two]
        length = np.sqrt((gap * gap).sum(axis=1))
        near = length < least
        if not near.any():
            break
        one, two, gap, length = one[near], two[near], gap[near], length[near]
        move = gap * ((least - length) / np.maximum(length, 1e-6) / 2)[:, None]
        for axis in (0, 1):
            points[:, axis] += np.bincount(one, move[:, axis], minlength=len(points))
            points[:, axis] -= np.bincount(two, move[:, axis], minlength=len(points))
        points = np.round(points, 3)
    spread: Points = points / stretch
    return spread


def _packed(parts: Sequence[Points]) -> list[Points]:
    """The parts moved so that none touches another: the first in the middle, each next as near as it fits.

    A small part may stand in a bay of the large one: what counts is the distance to its nodes. A place
    is looked for along a spiral, and parts of the same size go on where the one before them found room.
    """
    if not parts:
        return []
    moved = [parts[0]]
    taken = parts[0]
    turn, size = 0.0, len(parts[0])
    for points in parts[1:]:
        reach = float(np.sqrt((points * points).sum(axis=1)).max()) + SPACING * 1.1
        if len(points) < size:
            turn, size = 0.0, len(points)
        while True:
            far = SPACING * 0.7 * math.sqrt(turn)
            centre = np.array([far * math.cos(turn * 0.7), far * math.sin(turn * 0.7)])
            gap = taken - centre
            if float((gap * gap).sum(axis=1).min()) >= reach * reach:
                break
            turn += 0.5
        moved.append(points + centre)
        taken = np.concatenate([taken, moved[-1]])
    return moved
