"""Style and types, so that one command runs all checks: ruff, mypy --strict, and the metadata's lists."""

from __future__ import annotations

import configparser
import subprocess
import sys

import checkout
import pytest


@pytest.mark.parametrize(
    "command",
    [
        pytest.param("ruff check --no-cache .", id="ruff-check"),
        pytest.param("ruff format --no-cache --check .", id="ruff-format"),
        pytest.param("mypy", id="mypy", marks=pytest.mark.slow),
    ],
)
def test_the_code_passes(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command.split()],
        cwd=checkout.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_types_are_checked_strictly_and_everywhere() -> None:
    settings = configparser.ConfigParser()
    settings.read(checkout.ROOT / "setup.cfg", encoding="utf-8")
    assert settings["mypy"]["strict"] == "true"
    assert settings["mypy"]["files"] == "kg"
    assert not [name for name in settings.sections() if "ignore_errors" in settings[name]]


def test_every_package_is_installed() -> None:
    settings = configparser.ConfigParser()
    settings.read(checkout.ROOT / "setup.cfg", encoding="utf-8")
    listed = set(settings["options"]["packages"].split()) - {"kg.ontology", "kg.corpus"}
    there = {
        ".".join(name.parent.parts)
        for name in checkout.files()
        if name.parts[0] == "kg" and name.name == "__init__.py"
    }
    assert listed == there
