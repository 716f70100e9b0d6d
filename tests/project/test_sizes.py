"""No module is longer, and no function more tangled, than can be held in mind; exceptions may only shrink."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib

import checkout
import pytest

LONGEST = 450
"""Lines of a module have to be fewer; there is no exception."""

EXCEPTIONS = checkout.ROOT / "tests/project/complexity.toml"


def _modules() -> list[str]:
    names = (p for p in checkout.files() if p.suffix == ".py")
    return [p.as_posix() for p in names if p.parts[0] in {"kg", "tools", "tests"}]


def test_no_module_is_long() -> None:
    lines = {p: len((checkout.ROOT / p).read_text("utf-8").splitlines()) for p in _modules()}
    assert {p: n for p, n in lines.items() if n >= LONGEST} == {}


def complexity(most: int) -> dict[str, int]:
    """The functions of a higher cyclomatic complexity (McCabe 1976, as ruff counts it), by file and name."""
    done = subprocess.run(
        [
            sys.executable, "-m", "ruff", "check", "--no-cache", "--isolated", "--ignore-noqa", "--select", "C901",
            "--config", f"lint.mccabe.max-complexity={most}", "--output-format", "json", "kg", "tools", "tests",
        ],
        cwd=checkout.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr
    out = {}
    for found in json.loads(done.stdout):
        path = found["filename"].removeprefix(f"{checkout.ROOT}/")
        told = re.search(r"\((\d+) > \d+\)", found["message"])
        assert told is not None
        out[f"{path}:{_name_at(path, found['location']['row'])}"] = int(told[1])
    return out


def _name_at(path: str, row: int) -> str:
    """The name of the function that a line begins, with those of what it lies in."""
    tree = ast.parse((checkout.ROOT / path).read_text(encoding="utf-8"))
    around = [
        n
        for n in ast.walk(tree)
        if isinstance(n, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and n.lineno <= row <= (n.end_lineno or 0)
    ]
    return ".".join(n.name for n in sorted(around, key=lambda n: n.lineno))


def faults(found: dict[str, int], listed: dict[str, int]) -> list[str]:
    """What is above its limit, and what of the list is no longer so.

    >>> faults({"a.py:f": 27, "a.py:g": 26}, {"a.py:f": 28, "a.py:h": 30})
    ['a.py:f is 27, no more 28: list that', 'a.py:g is 26: split it', 'a.py:h is below: take it off']
    """
    out = []
    for name in sorted({*found, *listed}):
        now, was = found.get(name), listed.get(name)
        if now is None:
            out.append(f"{name} is below: take it off")
        elif was is None or now > was:
            out.append(f"{name} is {now}: split it")
        elif now < was:
            out.append(f"{name} is {now}, no more {was}: list that")
    return out


@pytest.mark.parametrize("limit", [25, 15])
def test_functions_become_simpler_and_never_more_tangled(limit: int) -> None:
    listed = tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))
    assert faults(complexity(limit), listed[f"above-{limit}"]) == []
