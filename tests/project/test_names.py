"""Modules of tests have names of their own: two of one name cannot be gathered in one run."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

TESTS = Path(__file__).parents[1]


def test_no_two_modules_of_tests_have_one_name() -> None:
    names = Counter(
        p.name for p in TESTS.rglob("*.py") if p.name not in {"__init__.py", "conftest.py"}
    )
    assert len(names) > 100
    assert [n for n, times in names.items() if times > 1] == []
