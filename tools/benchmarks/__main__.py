"""Runs the subjects, prints the table, and writes the handbook's part of it (docs/accuracy.md).

.venv/bin/python tools/benchmarks [--quick] [--only NAME ...] [--large] [--json FILE] [--add FILE ...] [--readme]
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from datetime import date
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"  # One thread is one core; read when numpy is imported.
sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import measure
from benchmarks.measure import Figure

SUBJECTS = {
    "start": "start", "extraction": "extraction", "after": "after", "workers": "beside", "growth": "growth",
    "store": "stores", "queries": "queries", "others": "others", "intake": "intake",
    "explorer": "explorer",
}  # fmt: skip
"""Names of subjects, and the modules that measure them."""


def run(names: list[str], *, quick: bool, large: bool) -> list[Figure]:
    """The figures of subjects; each is said as soon as it is known."""
    out = []
    for name in names:
        module = importlib.import_module(f"benchmarks.{SUBJECTS[name]}")
        for figure in module.figures(quick=quick, large=large):
            goal = f", goal {figure.goal}" if figure.goal else ""
            missed = " MISSED" if figure.reached is False else ""
            print(
                f"{figure.subject}: {figure.what}: {figure.told}{goal}{missed}",
                file=sys.stderr,
                flush=True,
            )
            out.append(figure)
    return out


def part_of_readme(figures: list[Figure]) -> str:
    """What docs/accuracy.md says: the figures that can be understood without knowing the program."""
    rows = [f"| {f.cite} | {_short(f)} |" for f in figures if f.cite]
    busy = ", other work going on" if measure.load() > 1.5 else ""
    said = f"{measure.machine()}{busy}; medians, each subject in one run, {date.today():%B %Y}."
    return "\n".join([said, "", "| | |", "|---|---:|", *rows])


def _short(figure: Figure) -> str:
    return measure.number(figure.median) + (f" {figure.unit}" if figure.unit else "")


def main() -> int:
    options = argparse.ArgumentParser(prog="python tools/benchmarks")
    options.add_argument("--quick", action="store_true", help="small sizes, about a minute")
    options.add_argument(
        "--large", action="store_true", help="also 100,000 articles, and rdflib on all quads"
    )
    options.add_argument("--only", nargs="+", choices=list(SUBJECTS))
    options.add_argument(
        "--add", nargs="+", type=Path, default=[], metavar="FILE", help="figures of earlier runs (--json), shown with these"
    )  # fmt: skip
    options.add_argument("--json", type=Path, metavar="FILE")
    options.add_argument(
        "--readme", action="store_true", help="write the section of docs/accuracy.md"
    )
    given = options.parse_args()
    before = measure.load()
    figures = [f for file in given.add for f in measure.from_json(file.read_text(encoding="utf-8"))]
    names = given.only or ([] if given.add else list(SUBJECTS))
    figures += run(names, quick=given.quick, large=given.large)
    loads = f"load {before:.1f} before and {measure.load():.1f} after"
    print(f"{measure.machine()}; {loads}\n\n{measure.table(figures)}")
    if given.json:
        given.json.write_text(measure.as_json(figures, load=loads), encoding="utf-8")
    if given.readme:
        from make_readme import write_part

        write_part("speed", part_of_readme(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
