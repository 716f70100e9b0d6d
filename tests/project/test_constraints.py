"""constraints.txt agrees with setup.cfg, has a digest for everything, and is what is installed on a build server."""

from __future__ import annotations

import configparser
import importlib.metadata
import os
import re
import tomllib

import checkout
import make_constraints
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

TEXT = make_constraints.PATH.read_text(encoding="utf-8")


def _pins() -> dict[str, list[tuple[Requirement, list[str]]]]:
    pins: dict[str, list[tuple[Requirement, list[str]]]] = {}
    body = "".join(x for x in TEXT.splitlines(keepends=True) if not x.startswith("#"))
    for entry in body.replace("\\\n", " ").splitlines():
        digests = re.findall(r"--hash=sha256:([0-9a-f]{64})\b", entry)
        need = Requirement(entry.partition(" --hash")[0].strip())
        pins.setdefault(canonicalize_name(need.name), []).append((need, digests))
    return pins


def _wanted() -> list[Requirement]:
    config = configparser.ConfigParser()
    config.read(checkout.ROOT / "setup.cfg", encoding="utf-8")
    build = tomllib.loads((checkout.ROOT / "pyproject.toml").read_text())["build-system"][
        "requires"
    ]
    extras = config["options.extras_require"]
    listed = config["options"]["install_requires"] + extras["test"] + extras["docs"]
    return [Requirement(line) for line in [*listed.split("\n"), *build] if line.strip()]


def test_everything_that_is_asked_for_is_pinned_within_its_range() -> None:
    pins = _pins()
    wanted = _wanted()
    assert len(wanted) > 30
    for need in wanted:
        assert canonicalize_name(need.name) in pins, f"{need}: run tools/make_constraints.py"
        for pin, _ in pins[canonicalize_name(need.name)]:
            (only,) = pin.specifier
            assert only.operator == "=="
            assert need.specifier.contains(Version(only.version), prereleases=True), (
                f"{pin} is not {need}: run tools/make_constraints.py"
            )


def test_every_pin_has_digests() -> None:
    pins = _pins()
    assert len(pins) > 80
    assert [name for name, found in pins.items() if not all(digests for _, digests in found)] == []


def test_a_build_server_installs_from_it() -> None:
    *_, last = (checkout.ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert "pip install -q -r constraints.txt &&" in last
    assert "pip install -q --no-deps --no-build-isolation -e . &&" in last


@pytest.mark.skipif(
    not os.environ.get("CI"), reason="a machine of one's own may have other versions"
)
def test_what_is_installed_is_what_is_pinned() -> None:
    pins = _pins()
    other = []
    for found in importlib.metadata.distributions():
        name = canonicalize_name(found.metadata["Name"])
        if name in {"pip", "diplokg"}:
            continue
        versions = [next(iter(pin.specifier)).version for pin, _ in pins.get(name, ())]
        if found.version not in versions:
            other.append(f"{name} {found.version}, not {versions}")
    assert other == []
