"""Reading articles, beside the bare language model on the same texts, and the memory of a reader.

Each round has articles of its own, as a long build has: what was remembered of them would make it
look faster. Bare is `nlp.pipe` of the whole pipeline at its default batch of 256 texts.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import sys
from collections.abc import Callable, Iterator
from itertools import islice

from benchmarks import measure, texts
from benchmarks.measure import Figure
from kg.core.model import Article

Set = Callable[[int], list[Article]]
LIMIT = 350
SETS: dict[str, tuple[Set, bool]] = {
    "general news (made)": (texts.general, False),
    "speeches and proclamations": (lambda n: texts.real("negatives", n), False),
    "diplomatic news (made)": (texts.diplomatic, True),
    "bundled articles": (lambda n: texts.bundled()[:n], True),
    "Kremlin": (lambda n: texts.real("kremlin", n), True),
    "White House": (lambda n: texts.real("white-house", n), True),
    "Foreign Relations (FRUS)": (lambda n: texts.real("frus", n), True),
}
"""Articles to read, and whether they are diplomatic."""
QUICK = ("general news (made)", "diplomatic news (made)", "Kremlin")


def figures(*, quick: bool = False, large: bool = False) -> Iterator[Figure]:
    yield from speed(quick=quick, names=QUICK if quick else tuple(SETS))
    yield from worker_memory(40 if quick else 2_000, short=400 if quick else 10_000)


def speed(*, quick: bool = False, names: tuple[str, ...] = tuple(SETS)) -> Iterator[Figure]:
    """The cost of reading by the rules, with the gate and without it, and with the learned reader beside
    them, as parts of the model's own.
    """
    import spacy

    from kg.extract.reader.model import DEFAULT, Model
    from kg.extract.rules import DEFAULT_MODEL, Annotator

    bare = spacy.load(DEFAULT_MODEL)
    gated, open_ = Annotator(), Annotator(gate=False)
    both = Annotator(reader=Model(DEFAULT))
    # So that both readers have met most words, as after the first hundred articles of a build.
    count = 10 if quick else 30
    warm = [*texts.general(count, start=90_000), *texts.diplomatic(count, start=90_000)]
    for read in (gated, open_, both):
        list(read.many(warm))
    list(bare.pipe(a.text for a in warm[::8]))
    # Several models are loaded: to search them for garbage again and again is no reader's cost.
    gc.collect()
    gc.freeze()
    every, diplomatic, beside = [], [], []
    rounds, size = (2, 12) if quick else (3, 60)
    for name in names:
        make, about = SETS[name]
        found = make(rounds * size)
        if not found:
            continue
        parts = [found[n::rounds] for n in range(rounds)]
        rows: list[list[float]] = [[], [], [], []]
        for n, part in enumerate(parts):
            works = [
                lambda part=part: list(bare.pipe([a.text for a in part])),
                lambda part=part: list(gated.many(part)),
                lambda part=part: list(open_.many(part)),
                lambda part=part: list(both.many(part)),
            ]
            for k in (0, 1, 2, 3) if n % 2 == 0 else (3, 2, 1, 0):
                rows[k].append(measure.cpu(works[k]))
        with_gate, without, with_reader = (measure.ratios(row, rows[0]) for row in rows[1:])
        each = sum(rows[1]) / len(found) * 1000
        length = sum(len(a.text) for a in found) / len(found) / 1000
        note = f"{len(found)} articles of {length:.1f} KB, {each:.0f} ms each"
        most = 0.62 if about else 0.20 if name.startswith("general") else None
        yield _figure(name, with_gate, most, note)
        goal = 1.0 if about else 0.35 if name.startswith("general") else None
        yield _figure(f"{name}, with the reader", with_reader, goal, "")
        every += without
        if about:
            yield _figure(f"{name}, without the gate", without, 0.80, "")
            diplomatic += with_gate
            beside += with_reader
    gc.unfreeze()
    if diplomatic:
        yield _figure(
            "diplomatic articles, all sets", tuple(diplomatic), 0.62, "each set with equal weight"
        )
        yield _figure(
            "diplomatic articles, all sets, with the reader",
            tuple(beside),
            1.0,
            "each set with equal weight",
        )
    yield _figure("everything, without the gate, all sets", tuple(every), 0.80, "")


def _figure(what: str, values: tuple[float, ...], most: float | None, note: str) -> Figure:
    cite = f"reading {what}, of the time of `nlp.pipe` on the same texts" if most else ""
    return Figure(
        subject="extraction", what=what, values=values, most=most, note=note,
        cite=cite if "all sets" in what or "general" in what else "",
    )  # fmt: skip


def worker_memory(count: int, *, short: int) -> Iterator[Figure]:
    """What a worker holds after long and after many articles; SPENT windows are its life."""
    from kg.construction import workers
    from kg.core import budget

    for kind, number in (("long", count), ("short", short)):
        if not number:
            continue
        rows, _ = measure.apart("extraction", kind=kind, count=number)
        rss = max(row[1] for row in rows)
        pss = max(row[2] for row in rows)
        what = f"a worker after {rows[-1][0]:,} {kind} articles"
        note = f"its own share of the memory (PSS) {pss:.0f} MB"
        yield Figure(
            subject="extraction", what=what, values=(rss,), unit="MB", most=LIMIT, note=note
        )
        half = [row for row in rows if row[0] >= rows[-1][0] / 4]
        if len(half) > 1:
            gain = (half[-1][1] - half[0][1]) / (half[-1][0] - half[0][0]) * 1000
            life = workers.SPENT * budget.WINDOW
            note = f"a worker's life is {life:,} of them: {rows[0][1] + gain * life / 1000:.0f} MB at its end"
            yield Figure(
                subject="extraction", what=f"growth in 1,000 {kind} articles", values=(gain,), unit="MB", note=note
            )  # fmt: skip


def _watch(kind: str, count: int) -> list[tuple[int, float, float]]:
    """Articles read by each worker, and the most RSS and PSS of one; workers are not replaced."""
    from kg.construction import workers
    from kg.extract.rules import Annotator

    workers.SPENT = sys.maxsize
    each = max(1, count // 10)
    many: Iterator[Article]
    if kind == "short":
        many = texts.short(2 * count)
    else:
        many = (a for n in range(2 * count) for a in texts.diplomatic(1, start=n))
    read = workers.frames_in_turn(many, Annotator(), workers=2)
    out = []
    while batch := list(islice(read, 2 * each)):
        children = multiprocessing.active_children()
        if not children:
            break
        seen = [measure.memory(c.pid) for c in children]
        at = (out[-1][0] if out else 0) + len(batch) // 2
        out.append((at, max(s[0] for s in seen), max(s[1] for s in seen)))
    return out


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    print(json.dumps(_watch(given["kind"], given["count"])))
