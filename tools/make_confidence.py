"""Fits the weights of ontology/confidence.ttl, and says how well confidence keeps its word.

    .venv/bin/python tools/make_confidence.py            fits, reports and writes the weights
    .venv/bin/python tools/make_confidence.py --report   leaves the file as it is
    .venv/bin/python tools/make_confidence.py --reader FOLD.zip --unseen GOLD.jsonl
                                                         fits the weights beside the learned reader instead

Run it when what is extracted has changed. A logistic regression on every event that is found in the
annotated articles of corpus/ and tests/data/kinds: it is right when it is aligned with an annotated event under
``kg.check.measures``. The weights are shrunk towards 0 (L2), and each counts in its direction alone. Which
events are right is known only where a text is annotated whole: sets of main events have no part here.

The parts are the halves of the corpus, articles-a and articles-b, and the first set of documents of ten
kinds (data/kinds). The same is done with each part left out, and measured on that part, which it has
not seen; and on the second set of kinds and the seeds beside the project, which are never fitted to.
Nothing is drawn by chance: the same articles and rules give the same weights.

The weights beside the reader (kg:weightWithReader) are fitted in the same way on texts that its model has
not seen: FOLD.zip is a model trained without GOLD.jsonl, since of what it was trained on a reader is too sure.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from shared_data import SHARED

from kg.check import evaluate, measures
from kg.extract.reader.model import Model
from kg.extract.records import record
from kg.extract.rules import Annotator
from kg.extract.rules.events import confidence
from kg.reference.read import folder
from kg.sources import bundled

SHRINK = 5.0
"""Strength of the L2 penalty, in events: a weight needs some to speak for it."""
STEPS = 4000
LEAST = 0.08
"""What a reason counts at least: whatever speaks for or against an event is shown with it."""
READ = {"reader", "reader-silent"}
"""One of these is observed on every event in a passage that the reader read."""
PARTS = ("a", "b", "kinds-a")
KINDS = Path(__file__).parents[1] / "tests" / "data" / "kinds"


@dataclass(frozen=True)
class Events:
    """Events found in a set: ``values`` (event, feature), and 1.0 in ``right`` for those that are."""

    values: np.ndarray
    right: np.ndarray

    def only(self, column: int) -> Events:
        """The same events with one feature."""
        return Events(self.values[:, [column]], self.right)


def names() -> list[str]:
    """The features, in the order of the columns."""
    return sorted(confidence.load().keys() - {confidence.START})


def observe(sets: Sequence[evaluate.GoldSet], reader: Model | None = None) -> dict[str, Events]:
    """Annotates the articles; the corpus is parted into its halves, "a" and "b".

    With a ``reader``, only events in passages that it read are observed.
    """
    features = confidence.load()
    # With weights of 1 the reasons of a frame are the values themselves.
    plain = {n: replace(f, weight=f.sign, with_reader=f.sign, says=n) for n, f in features.items()}
    columns = {n: k for k, n in enumerate(names())}
    half = {
        line["id"]: path.stem[-1]
        for path in (bundled.folder() / "gold").glob("articles-?.jsonl")
        for line in evaluate._lines(path)
    }
    rows: dict[str, list[tuple[list[float], bool]]] = {}
    with mock.patch.object(confidence, "load", return_value=plain):
        annotator = Annotator(reader=reader)
        for found in sets:
            gold = {row["id"]: row for row in found.gold}
            for article in found.articles:
                frames = [
                    f
                    for f in annotator.annotate(article)
                    if f.features
                    and f.features[0][0] == confidence.START
                    and (reader is None or {n for n, _ in f.features} & READ)
                ]
                # The number of the frame in place of its confidence tells which one was judged.
                numbered = [replace(f, confidence=float(n)) for n, f in enumerate(frames)]
                told = {article.id: record(article, numbered)}
                for n, right in measures.judged([gold[article.id]], told):
                    line = [0.0] * len(columns)
                    for name, value in frames[int(n)].features[1:]:
                        line[columns[name]] = value
                    rows.setdefault(half.get(article.id, found.name), []).append((line, right))
    return {
        name: Events(np.array([v for v, _ in lines]), np.array([float(r) for _, r in lines]))
        for name, lines in sorted(rows.items())
    }


def joined(parts: Sequence[Events]) -> Events:
    """The events of several sets as one."""
    return Events(
        np.concatenate([p.values for p in parts]), np.concatenate([p.right for p in parts])
    )


def fit(events: Events) -> tuple[np.ndarray, float]:
    """Weights, none below LEAST, and the start; by projected gradient from 0, rounded as they are written.

    The columns must carry the sign of their feature: what speaks against an event is negative.
    """
    mean = events.values.mean(axis=0)
    x, y = events.values - mean, events.right
    share = np.clip(y.mean(), 0.01, 0.99)
    weights, start = np.zeros(x.shape[1]), float(np.log(share / (1 - share)))
    # The curvature of the loss is at most a quarter of that of least squares.
    slope = 0.25 * float(np.linalg.norm(x, 2)) ** 2 + SHRINK
    for _ in range(STEPS):
        off = _odds(x @ weights + start) - y
        weights = np.maximum(LEAST, weights - (x.T @ off + SHRINK * weights) / slope)
        start -= float(off.sum()) / (0.25 * len(y))
    return np.round(weights, 2), round(start - float(mean @ weights), 2)


def _odds(x: np.ndarray) -> np.ndarray:
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


def predict(events: Events, weights: np.ndarray, start: float) -> np.ndarray:
    """The confidence of each event."""
    sums = events.values @ weights + start
    return np.array([round(confidence.probability(float(s)), 2) for s in sums])


def summary(given: np.ndarray, events: Events) -> str:
    """One line on the confidences ``given`` to events.

    How many; mean confidence and share right; the calibration error in bins of equal width and of
    equal mass, and what a perfect confidence would measure by chance; how often a right event stands
    before a wrong one, and the mean negative log likelihood: measures of its use.
    """
    marks = [(float(p), bool(r)) for p, r in zip(given, events.right, strict=True)]
    right, wrong = given[events.right > 0], given[events.right == 0]
    order = (right[:, None] > wrong).mean() + 0.5 * (right[:, None] == wrong).mean()
    loss = -np.log(np.where(events.right > 0, given, 1 - given)).mean()
    width, mass = (measures.calibration_error(marks, equal_mass=m) for m in (False, True))
    sure = events.right[given >= 0.85]
    return (
        f"{len(marks):4d} events, confidence {given.mean():.3f}, right {events.right.mean():.3f}, "
        f"ece {width:.3f}, of equal mass {mass:.3f}, by chance {chance(given):.3f}, "
        f"order {order:.3f}, loss {loss:.3f}; from 0.85 on {sure.sum():.0f} right of {len(sure)}"
    )


def reliability(given: np.ndarray, events: Events) -> list[str]:
    """What a confidence means, a line for each tenth that occurs."""
    tenth = np.minimum(9, (given * 10 + 1e-9).astype(int))
    return [
        f"confidence {k / 10:.1f} to {(k + 1) / 10:.1f}: {int(here.sum()):3d} events, mean "
        f"{given[here].mean():.2f}, right {events.right[here].mean():.2f}"
        for k in range(10)
        if (here := tenth == k).any()
    ]


def chance(given: np.ndarray, *, draws: int = 400) -> float:
    """The calibration error that a perfect confidence of these values measures, on average."""
    random = np.random.default_rng(0)
    return float(
        np.mean(
            [
                measures.calibration_error(
                    list(
                        zip(
                            given.tolist(),
                            (random.random(len(given)) < given).tolist(),
                            strict=True,
                        )
                    )
                )
                for _ in range(draws)
            ]
        )
    )


def crosswise(halves: Sequence[Events]) -> list[np.ndarray]:
    """The confidence that each part gets from weights fitted on the others."""
    return [predict(part, *fit(joined([p for p in halves if p is not part]))) for part in halves]


def write(path: Path, weights: Mapping[str, float], term: str = "weight") -> None:
    """Puts the weights into the file in place of those that it has."""

    def weight(match: re.Match[str]) -> str:
        return f"{match[1]}{weights[match[2]]:.2f}"

    text = path.read_text(encoding="utf-8")
    entry = (
        rf"(<https://w3id\.org/diplokg/feature/([\w-]+)> a (?:(?!\n\n)[\s\S])*?kg:{term} )-?[\d.]+"
    )
    path.write_text(re.sub(entry, weight, text), encoding="utf-8", newline="\n")


def beside_reader(reader: Path, unseen: Path, *, only_report: bool) -> None:
    """Fits, reports and writes the weights beside the reader; each set is as heavy as it has events."""
    (kinds,) = evaluate.gold_sets([KINDS / "gold" / "a.jsonl"])
    sets = [*evaluate.gold_sets([unseen]), *evaluate.gold_sets(()), replace(kinds, name="kinds-a")]
    found = observe(sets, Model(reader))
    parts = list(found.values())
    crossed = crosswise(parts)
    for name, one, part in zip(found, crossed, parts, strict=True):
        print(f"{name}, by weights fitted on the others: {summary(one, part)}")
    whole = joined(parts)
    weights, start = fit(whole)
    given = predict(whole, weights, start)
    print(f"all: {summary(given, whole)}")
    for line in reliability(np.concatenate(crossed), whole):
        print(f"  {line}")
    for least in np.arange(0.2, 0.7, 0.05):
        for name, part in {**found, "all": whole}.items():
            kept = predict(part, weights, start) >= least
            right, all_right = part.right[kept].sum(), part.right.sum()
            print(
                f"kept from {least:.2f}, {name}: {kept.sum()} of {len(kept)}, right {right / max(1, kept.sum()):.3f}, "
                f"of the right {right / max(1, all_right):.3f}"
            )
    features = confidence.load()
    fitted = {n: float(w) * features[n].sign + 0.0 for n, w in zip(names(), weights, strict=True)}
    for name, value in {confidence.START: start, **fitted}.items():
        print(f"{value:+6.2f}  {name}: {features[name].says}")
    if not only_report:
        path = folder() / confidence.FILE
        write(path, {confidence.START: start, **fitted}, "weightWithReader")


def main() -> None:
    """Fits, reports and writes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--report", action="store_true", help="leave the weights as they are")
    parser.add_argument(
        "--reader", type=Path, help="a model of the reader, trained without --unseen"
    )
    parser.add_argument("--unseen", type=Path, help="annotations that it has not seen")
    asked = parser.parse_args()
    if asked.reader:
        beside_reader(asked.reader, asked.unseen, only_report=asked.report)
        return
    only_report = asked.report
    sets = [*evaluate.gold_sets(())]
    for name in ("a", "b"):
        (kinds,) = evaluate.gold_sets([KINDS / "gold" / f"{name}.jsonl"])
        sets.append(replace(kinds, name=f"kinds-{name}"))
    seeds = SHARED / "gold" / "seeds.jsonl"
    if seeds.is_file():
        sets += evaluate.gold_sets([seeds])
    found = observe(sets)
    halves = [found[part] for part in PARTS]
    whole = joined(halves)
    weights, start = fit(whole)
    trigger = names().index("trigger")

    print("Each part by weights fitted on the others:")
    for label, given in (("all features", crosswise(halves)),
                         ("the trigger alone", crosswise([h.only(trigger) for h in halves]))):  # fmt: skip
        for name, one, part in zip(PARTS, given, halves, strict=True):
            print(f"  {label}, {name}: {summary(one, part)}")
        print(f"  {label}, all: {summary(np.concatenate(given), whole)}")
    print("All features, all parts, each by weights fitted on the others:")
    for line in reliability(np.concatenate(crosswise(halves)), whole):
        print(f"  {line}")
    print("By the weights written, which were fitted on all of them:")
    for name, part in found.items():
        print(f"  {name}: {summary(predict(part, weights, start), part)}")
    everything = joined(list(found.values()))
    print(f"  all: {summary(predict(everything, weights, start), everything)}")
    features = confidence.load()
    fitted = {n: float(w) * features[n].sign + 0.0 for n, w in zip(names(), weights, strict=True)}
    for name, value in {confidence.START: start, **fitted}.items():
        print(f"{value:+6.2f}  {name}: {features[name].says}")
    if not only_report:
        write(folder() / confidence.FILE, {confidence.START: start, **fitted})


if __name__ == "__main__":
    main()
