"""Makes kg/render/assets/vendor/world.json, the outline of the map, from the npm package world-atlas.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    .venv/bin/python tools/make_outline.py package/countries-110m.json

The package is Natural Earth at 1:110 million (public domain) as TopoJSON. It is projected here once, with
the formula that map.js has for the places, so that no browser needs to; each border is kept once.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import checkout

TARGET = checkout.ROOT / "kg" / "render" / "assets" / "vendor" / "world.json"
EQUAL_EARTH = (1.340264, -0.081106, 0.000893, 0.003796)
SCALE = 100.0
TENTHS = 10
"""Places are whole tenths of a unit: a quarter of a pixel on a map that fills a screen."""

Point = tuple[float, float]


def project(longitude: float, latitude: float) -> Point:
    """Equal Earth (Šavrič, Patterson and Jenny 2018, doi:10.1080/13658816.2018.1504949), north up.

    >>> project(0, 0)
    (0.0, -0.0)
    """
    a, b, c, d = EQUAL_EARTH
    m = math.sqrt(3) / 2
    t = math.asin(m * math.sin(math.radians(latitude)))
    t2 = t * t
    t6 = t2**3
    x = math.radians(longitude) * math.cos(t) / (m * (a + 3 * b * t2 + t6 * (7 * c + 9 * d * t2)))
    return SCALE * x, -SCALE * t * (a + b * t2 + t6 * (c + d * t2))


def arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """The lines of a topology in degrees: its numbers are differences in steps of a grid."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for steps in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        found.append(line)
    return found


def ring(numbers: Iterable[int], lines: list[list[Point]]) -> list[Point]:
    """One ring of a polygon; ~n is line n backwards, and lines share their ends."""
    points: list[Point] = []
    for n in numbers:
        line = lines[n] if n >= 0 else lines[~n][::-1]
        points += line[1:] if points else line
    # Chukotka and Fiji lie on both sides of 180°: they go on beyond it rather than jump.
    for i in range(1, len(points)):
        x, y = points[i]
        points[i] = (x - 360 * round((x - points[i - 1][0]) / 360), y)
    return points


def path(points: Iterable[Point], *, closed: bool) -> str:
    """An SVG path in tenths of a unit, relative; points that fall on one another are one."""
    last: tuple[int, int] | None = None
    words = ""
    for point in points:
        x, y = (round(value * TENTHS) for value in project(*point))
        if last is None:
            words = f"M{x / TENTHS:g} {y / TENTHS:g}l"
        elif (x, y) == last:
            continue
        else:
            words += f"{(x - last[0]) / TENTHS:g} {(y - last[1]) / TENTHS:g} "
        last = (x, y)
    if words.endswith("l"):
        return ""
    return words.rstrip() + ("z" if closed else "")


def make(source: Path) -> dict[str, str]:
    """``land`` is to be filled, ``borders`` are the lines that two states share."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    lines = arcs(topology)
    land = topology["objects"]["land"]["geometries"]
    rings = [ring(r, lines) for shape in land for part in shape["arcs"] for r in part]
    # Antarctica has no ministry, and takes a third of the height.
    kept = [points for points in rings if max(y for _, y in points) > -60]
    uses: dict[int, int] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for n in (n for part in parts for r in part for n in r):
            key = n if n >= 0 else ~n
            uses[key] = uses.get(key, 0) + 1
    shared = [lines[n] for n, times in sorted(uses.items()) if times > 1]
    return {
        "land": "".join(path(points, closed=True) for points in kept),
        "borders": "".join(path(line, closed=False) for line in shared),
    }


if __name__ == "__main__":
    TARGET.write_text(json.dumps(make(Path(sys.argv[1])), sort_keys=True) + "\n", encoding="utf-8")
