"""The scripts of the page pass a linter, and what is vendored is what the list beside it says."""

from __future__ import annotations

import hashlib
import json
import math
import re
import shutil
import subprocess
import sys
from pathlib import Path

import checkout
import make_outline
import pytest

from kg.render import page

ASSETS = checkout.ROOT / "kg" / "render" / "assets"
RULES = {
    "env": {"browser": True, "es2024": True},
    "globals": {"vis": "readonly"},
    "categories": {"correctness": "error", "suspicious": "error"},
    "rules": {
        "no-undef": "error",
        "no-unused-vars": "error",
        "eqeqeq": "error",
        "prefer-const": "error",
        "no-var": "error",
        "no-eval": "error",
        "no-new-func": "error",
        "no-script-url": "error",
        "no-implied-eval": "error",
        # Short functions use the names of what they are about, whatever else has that name.
        "no-shadow": "off",
        # All scripts are one function in the page, and no array that is sorted is kept by others.
        "unicorn/consistent-function-scoping": "off",
        "unicorn/no-array-sort": "off",
        "unicorn/no-array-reverse": "off",
        "unicorn/no-new-array": "off",
    },
}


def lint(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    (folder / "rules.json").write_text(json.dumps(RULES), encoding="utf-8")
    (folder / "all.js").write_text(code, encoding="utf-8")
    program = Path(sys.executable).with_name("oxlint")
    return subprocess.run(
        [
            program if program.exists() else shutil.which("oxlint") or "oxlint",
            "-c",
            "rules.json",
            "all.js",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def whole() -> str:
    """All scripts as the page runs them, comments included: one strict function."""
    parts = (
        (ASSETS / "js" / f"{name}.js").read_text(encoding="utf-8")
        for name in (page.LIVE, *page.SCRIPTS)
    )
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "})();\n"


def test_the_scripts_pass_the_linter(tmp_path: Path) -> None:
    done = lint(tmp_path, whole())
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_script_of_the_page_of_suggestions_passes_it_too(tmp_path: Path) -> None:
    code = (ASSETS.parents[1] / "curate" / "suggest.js").read_text(encoding="utf-8")
    done = lint(tmp_path, code)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "wrong", ["let gone = nowhere;", "if (1 == true) eval('x');", "function unused() {}"]
)
def test_the_linter_would_tell(tmp_path: Path, wrong: str) -> None:
    assert (
        lint(tmp_path, whole().replace("start();\n})();", f"start();\n{wrong}\n}})();")).returncode
        != 0
    )


def test_scripts_are_short_and_say_what_they_are() -> None:
    for path in sorted((ASSETS / "js").glob("*.js")):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("// "), path.name
        assert len(lines) < 450, path.name


def test_every_vendored_file_is_listed_with_version_licence_and_digest() -> None:
    listed = (ASSETS / "vendor" / "README.md").read_text(encoding="utf-8")
    for path in sorted((ASSETS / "vendor").iterdir()):
        if path.name == "README.md":
            continue
        assert f"`{path.name}`" in listed, path.name
        if path.suffix in (".js", ".json"):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            row = next((line for line in listed.splitlines() if digest in line), "")
            assert re.search(r"\| \d+\.\d+\.\d+ \| .*(MIT|public domain)", row), path.name


def test_the_outline_is_projected_as_the_map_projects_places() -> None:
    code = (ASSETS / "js" / "map.js").read_text(encoding="utf-8")
    numbers = re.search(r"EQUAL_EARTH = \[([^\]]+)\]", code)
    assert numbers is not None
    assert tuple(float(n) for n in numbers[1].split(",")) == make_outline.EQUAL_EARTH
    assert f"MAP_SCALE = {make_outline.SCALE:g};" in code
    outline = json.loads((ASSETS / "vendor" / "world.json").read_text(encoding="utf-8"))
    assert set(outline) == {"land", "borders"}
    assert all(re.fullmatch(r"[MLlz\d .-]+", path) for path in outline.values())
    # At the equator the scale is 2 / (sqrt(3) * A1), as the paper gives it.
    assert make_outline.project(180, 0)[0] == pytest.approx(
        200 * math.pi / (math.sqrt(3) * make_outline.EQUAL_EARTH[0])
    )
    assert make_outline.project(0, 90)[1] == pytest.approx(-131.7, abs=0.1)
    assert make_outline.project(-30, 45) == pytest.approx(
        tuple(-v if i == 0 else v for i, v in enumerate(make_outline.project(30, 45)))
    )
