"""``kg`` without a verb, and with one: what is read of the command line."""

from __future__ import annotations

import pytest

from kg.cli import VERBS, main


def test_kg_alone_shows_its_help_in_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    shown = capsys.readouterr().err
    assert shown.lstrip().startswith("Usage: kg")
    first = {line.split()[0] for line in shown.splitlines() if line.split()}
    assert {verb.__name__ for verb in VERBS} <= first


def test_a_verb_that_is_none_is_told_of_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["qury"]) == 2
    assert "query" in capsys.readouterr().err
