"""README's first command, pasted as it is, in a copy of the checkout; and what .ci/run runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import checkout
import pytest

from kg.sources import bundled


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A command of a shell, with the Python of this test in front, and nothing else of its own."""
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**keep, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )


@pytest.fixture(scope="module")
def newcomer(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A copy of the checkout in which README's first command was run, and what it said."""
    folder = checkout.copy_to(tmp_path_factory.mktemp("checkout"))
    return folder, run(checkout.readme_commands()[0], folder)


def test_readme_gives_two_commands_and_ci_runs_the_second_as_it_is_printed() -> None:
    demo_command, test_command = checkout.readme_commands()
    assert demo_command.endswith("kg demo")
    lines = (checkout.ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == test_command
    assert os.access(checkout.ROOT / ".ci/run", os.X_OK)


@pytest.mark.slow
def test_the_first_command_ends_with_a_graph_a_summary_and_a_page(
    newcomer: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, done = newcomer
    assert done.returncode == 0, done.stderr[-4000:]
    assert f"{len(list(bundled.articles()))} articles" in done.stdout
    assert "by status: held" in done.stdout
    assert "Traceback" not in done.stderr
    assert (folder / "graph" / "store.json").is_file()
    assert (folder / "graph.html").read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.slow
def test_the_installed_package_needs_no_checkout(
    newcomer: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    folder, _ = newcomer
    bin_ = folder / ".venv" / "bin"
    told = run(f"'{bin_}/python' -c 'import kg; print(kg.__file__)'", tmp_path).stdout.strip()
    home = Path(told).parent
    assert bin_.parent in home.parents
    for here, there in (
        (folder / "ontology", home / "ontology"),
        (folder / "corpus", home / "corpus"),
        (folder / "kg", home),
    ):
        # A table is what a Turtle file is made from; a program reads the Turtle file alone.
        wanted = {
            path.relative_to(here).as_posix(): path.read_bytes()
            for path in here.rglob("*")
            if path.is_file() and path.suffix not in (".pyc", ".csv")
        }
        assert len(wanted) > 20
        for name, content in wanted.items():
            assert (there / name).is_file(), (
                f"{name} is missing: [options.package_data] in setup.cfg"
            )
            assert (there / name).read_bytes() == content
    shown = run(f"'{bin_}/kg' --help", tmp_path)
    assert shown.returncode == 0, shown.stderr
    asked = run(f"'{bin_}/kg' query who-met --person lavrov --store '{folder}/graph'", tmp_path)
    assert asked.returncode == 0, asked.stderr
    assert "Pompeo" in asked.stdout
