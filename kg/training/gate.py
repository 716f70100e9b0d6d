"""The gate before the encoder: which windows may tell of an event, by their words alone.

A logistic regression on the words that a window has, with an L2 penalty. How high a window must score is
set so that a given share of the annotated events is kept, by scores of windows that were not fitted to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from kg.extract.reader.gate import Gate, words_of
from kg.extract.reader.labels import KINDS
from kg.training.examples import Example

KEPT = 0.97
"""The share of the events that the gate lets through."""
OFTEN = 4
"""Windows in which a word must stand to have a weight."""
SHRINK = 10.0
STEPS = 300
FOLDS = 4
Array = np.ndarray
_OTHER = KINDS.index("other")


def fit(rows: Sequence[Example]) -> Gate:
    """The gate for windows with their annotations."""
    told = [sum(t.whole and t.kind != _OTHER for t in e.tellings) for e in rows]
    words = [words_of(e.text) for e in rows]
    counts = Counter(w for found in words for w in found)
    listed = sorted(w for w, n in counts.items() if n >= OFTEN)
    columns = {w: k for k, w in enumerate(listed)}
    x = np.zeros((len(rows), len(columns)), np.float32)
    for n, found in enumerate(words):
        for w in found & columns.keys():
            x[n, columns[w]] = 1.0
    y = np.array([float(n > 0) for n in told])
    # The windows of a text are in one fold.
    names = {name: k for k, name in enumerate(dict.fromkeys(e.source for e in rows))}
    fold = np.array([names[e.source] % FOLDS for e in rows])
    scores = np.zeros(len(rows))
    for k in range(FOLDS):
        weights, start = _fitted(x[fold != k], y[fold != k])
        scores[fold == k] = x[fold == k] @ weights + start
    each = np.sort(np.repeat(scores, told))
    least = float(each[int((1 - KEPT) * len(each))]) if len(each) else 0.0
    weights, start = _fitted(x, y)
    kept: Mapping[str, float] = {w: round(float(weights[k]), 3) for w, k in columns.items()}
    return Gate(round(start, 3), round(least, 3), {w: v for w, v in kept.items() if v})


def _fitted(x: Array, y: Array) -> tuple[Array, float]:
    """Weights and start, by accelerated descent (Nesterov 1983): plain descent is far from the end even
    after thousands of steps, and a gate that is not fitted to the end reads half as much again.
    """
    if not x.size:
        return np.zeros(x.shape[1], np.float32), 0.0
    y = y.astype(np.float32)
    # The curvature of the loss is at most a quarter of that of least squares; the start is a word of all.
    slope = np.float32(0.25 * (_largest(x) ** 2 + len(y)) + SHRINK)
    weights = at = np.zeros(x.shape[1], np.float32)
    start = begin = np.float32(0.0)
    for n in range(STEPS):
        off = 1.0 / (1.0 + np.exp(-(x @ at + begin))) - y
        last, weights = weights, at - (off @ x + np.float32(SHRINK) * at) / slope
        first, start = start, begin - off.sum() / slope
        swing = np.float32(n / (n + 3))
        at, begin = weights + swing * (weights - last), start + swing * (start - first)
    return weights, float(start)


def _largest(x: Array) -> float:
    """The largest singular value, from above: by rounds of multiplication."""
    v = np.ones(x.shape[1], np.float32)
    for _ in range(20):
        v = (x @ v) @ x
        v /= max(1e-9, float(np.linalg.norm(v)))
    return 1.01 * float(np.linalg.norm(x @ v))
