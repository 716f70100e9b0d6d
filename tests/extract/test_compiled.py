"""The compiled package (setup.py) finds what the plain one finds, to the byte, and lets itself be stopped."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import asdict
from pathlib import Path

import checkout
import pytest

from kg.extract.rules import Annotator
from kg.sources import bundled

pytestmark = pytest.mark.slow

_READ = """
import json, time
from dataclasses import asdict
from kg.extract.rules import Annotator
from kg.extract.rules.events import finder
from kg.sources import bundled
from kg.core.budget import OutOfTime, at_most
from kg.core.model import Article

assert not finder.__file__.endswith(".py"), finder.__file__
annotator = Annotator()
for article, frames in annotator.many(bundled.articles()):
    print(json.dumps([article.id, [asdict(f) for f in frames]], default=str))
long = Article(id="long", text="Smith met Jones in Oslo on Monday to discuss fish. " * 3_900)
began = time.monotonic()
annotator.annotate(long)
try:
    with at_most((time.monotonic() - began) / 2):
        annotator.annotate(long)
except OutOfTime:
    print("stopped")
"""


def _python(site: Path | None, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": checkout.python_path()}
    if site is not None:
        env["PYTHONPATH"] = checkout.python_path(site)
    return subprocess.run(
        [sys.executable, *words], cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=200
    )  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a compiled package, with the packages of the tests beside it."""
    if shutil.which("cc") is None and shutil.which("gcc") is None:
        if os.environ.get("CI"):
            pytest.fail("no C compiler")
        pytest.skip("no C compiler")
    folder = checkout.copy_to(tmp_path_factory.mktemp("checkout"))
    wheels = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(wheels), "."],
        cwd=folder, env={**os.environ, "KG_COMPILED": "1"}, capture_output=True, text=True, check=False,
        timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    (wheel,) = wheels.glob("*.whl")
    assert "none-any" not in wheel.name
    site = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    return site


def test_it_finds_the_same_and_can_be_stopped(site: Path, tmp_path: Path) -> None:
    done = _python(site, "-c", _READ, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-4000:]
    *lines, last = done.stdout.splitlines()
    plain = [
        json.dumps([article.id, [asdict(f) for f in frames]], default=str)
        for article, frames in Annotator().many(bundled.articles())
        if isinstance(frames, tuple)
    ]
    assert lines == plain
    assert last == "stopped"


def test_its_graph_has_the_same_bytes_whatever_the_workers(site: Path, tmp_path: Path) -> None:
    made = []
    for where, workers in ((site, "2"), (None, "1")):
        folder = tmp_path / workers
        folder.mkdir()
        for words in (
            ("build", str(bundled.folder() / "articles"), "--workers", workers, "--store", "graph"),
            ("export", "--store", "graph", "-o", "graph.nq"),
        ):
            done = _python(where, "-m", "kg", *words, cwd=folder)
            assert done.returncode == 0, done.stderr[-4000:]
        made.append((folder / "graph.nq").read_bytes())
    assert made[0] == made[1]
