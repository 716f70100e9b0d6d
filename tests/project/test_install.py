"""README's first command, pasted as it is, in a copy of the checkout; sdist, wheel and Dockerfile; what .ci/run runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from fnmatch import fnmatch
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


MEND = "{} is missing: [options.package_data] in setup.cfg"


def data_of(folder: Path) -> dict[str, bytes]:
    """What has to be in an installed package, by its place there: code, ontology, articles, pages, weights."""
    out = {}
    for here, there in (("kg", "kg"), ("ontology", "kg/ontology"), ("corpus", "kg/corpus")):
        # A table is what a Turtle file is made from; a program reads the Turtle file alone.
        found = {
            f"{there}/{path.relative_to(folder / here).as_posix()}": path.read_bytes()
            for path in (folder / here).rglob("*")
            if path.is_file() and path.suffix not in (".pyc", ".csv")
        }
        assert len(found) > 20
        out |= found
    return out


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
    wanted = data_of(folder)
    for name, content in wanted.items():
        assert (home.parent / name).is_file(), MEND.format(name)
        assert (home.parent / name).read_bytes() == content
    shown = run(f"'{bin_}/kg' --help", tmp_path)
    assert shown.returncode == 0, shown.stderr
    asked = run(f"'{bin_}/kg' query who-met --person lavrov --store '{folder}/graph'", tmp_path)
    assert asked.returncode == 0, asked.stderr
    assert "Pompeo" in asked.stdout


DOCKERFILE = (checkout.ROOT / "Dockerfile").read_text(encoding="utf-8")


def copied() -> list[str]:
    """What the Dockerfile copies from the checkout."""
    lines = re.findall(r"^COPY (.+)$", DOCKERFILE, re.MULTILINE)
    return [name for line in lines for name in line.split()[:-1]]


def build(folder: Path, out: Path) -> zipfile.ZipFile:
    """The wheel of a folder, as pip builds it, without the network."""
    done = run(
        f"python -m pip wheel -q --no-build-isolation --no-deps -w '{out}' '{folder}'", folder
    )
    assert done.returncode == 0, done.stderr[-4000:]
    (wheel,) = out.glob("*.whl")
    return zipfile.ZipFile(wheel)


@pytest.mark.slow
def test_sdist_and_wheel_have_all_data_and_can_be_installed(tmp_path: Path) -> None:
    folder = checkout.copy_to(tmp_path / "checkout")
    code = "import sys; from setuptools.build_meta import build_sdist; build_sdist(sys.argv[1])"
    done = run(f"python -c '{code}' '{tmp_path}'", folder)
    assert done.returncode == 0, done.stderr[-4000:]
    (sdist,) = tmp_path.glob("diplokg-*.tar.gz")
    with tarfile.open(sdist) as packed:
        packed.extractall(tmp_path / "sdist", filter="data")
    (source,) = (tmp_path / "sdist").iterdir()
    wanted = data_of(folder)
    # From the source distribution, which alone is what a package index has beside the wheel.
    with build(source, tmp_path / "wheel") as wheel:
        names = set(wheel.namelist())
        for name, content in wanted.items():
            assert name in names, MEND.format(name)
            assert wheel.read(name) == content, name
        beside = {n for n in names - set(wanted) if ".dist-info/" not in n}
        assert beside == set()
        assert any(n.endswith(".dist-info/licenses/LICENSE") for n in names)
        path = wheel.filename
    target = tmp_path / "target"
    done = run(f"python -m pip install -q --no-deps --target '{target}' '{path}'", tmp_path)
    assert done.returncode == 0, done.stderr[-4000:]
    told = run(
        f"PYTHONPATH='{target}' python -c 'import kg; print(kg.__file__)' && "
        f"PYTHONPATH='{target}' python -m kg query && PYTHONPATH='{target}' python -m kg sources "
        f"'{checkout.ROOT / 'docs/articles'}'",
        tmp_path,
    )
    assert told.returncode == 0, told.stderr[-4000:]
    assert told.stdout.startswith(str(target))
    assert "who-met" in told.stdout
    assert "10 articles" in told.stderr


def test_the_dockerfile_runs_readmes_command_on_files_that_exist_and_not_as_root() -> None:
    lines = [x for x in DOCKERFILE.splitlines() if x and not x.startswith("#")]
    set_up, _, demo = checkout.readme_commands()[0].rpartition(" && ")
    assert f"RUN {set_up}" in lines
    assert demo.endswith("bin/kg demo")
    assert lines[-1] == 'CMD ["kg", "demo"]'
    (base,) = [x.removeprefix("FROM ") for x in lines if x.startswith("FROM ")]
    assert re.fullmatch(r"python:3\.1[1-9]-slim", base)
    (user,) = [x.removeprefix("USER ") for x in lines if x.startswith("USER ")]
    assert user != "root"
    assert f" {user} " in f"{next(x for x in lines if 'useradd' in x)} "
    # Whoever is told to be somebody is so before the command, and after what only root may do.
    order = [lines.index(x) for x in (f"RUN {set_up}", f"USER {user}", lines[-1])]
    assert order == sorted(order)
    ignored = (checkout.ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {"kg", "ontology", "corpus"} <= set(copied())
    for name in copied():
        assert (checkout.ROOT / name).exists(), name
        assert not [pattern for pattern in ignored if fnmatch(name, pattern)], name
    readme = (checkout.ROOT / "README.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^docker build .*$", readme, re.MULTILINE)
    assert f"#   {command}" in DOCKERFILE


@pytest.mark.slow
def test_what_the_dockerfile_copies_is_enough_to_install(tmp_path: Path) -> None:
    whole, folder = checkout.copy_to(tmp_path / "checkout"), tmp_path / "image"
    for name in copied():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (whole / name).is_dir():
            shutil.copytree(whole / name, target)
        else:
            shutil.copy2(whole / name, target)
    with build(folder, tmp_path / "wheel") as wheel:
        assert set(data_of(whole)) <= set(wheel.namelist())
