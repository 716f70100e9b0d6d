"""The digests that decide what is read again cover all that is imported, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import checkout
import grimp
import pytest

from kg.construction import digests, pipeline
from kg.core.model import Article

SETS = {"reading": digests.READING, "deciding": digests.DECIDING}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the code of kg."""
    ignored = shutil.ignore_patterns("__pycache__", "assets", "templates")
    return shutil.copytree(checkout.ROOT / "kg", tmp_path / "kg", ignore=ignored)


@pytest.mark.parametrize("name", SETS)
def test_the_closure_is_that_of_the_import_graph(name: str) -> None:
    graph = grimp.build_graph("kg", exclude_type_checking_imports=True, cache_dir=None)
    wanted: set[str] = set()
    for first in SETS[name]:
        wanted |= {first} | graph.find_upstream_modules(first)
    # Importing a module runs the packages that it lies in; kg itself gives names and does nothing.
    while more := {m.rpartition(".")[0] for m in wanted} - {"kg", ""} - wanted:
        for package in more:
            wanted |= {package} | graph.find_upstream_modules(package)
    assert digests.closure(SETS[name]) == wanted


@pytest.mark.parametrize("name", SETS)
def test_a_change_to_any_file_that_is_imported_is_seen(name: str, root: Path) -> None:
    before = digests.digest(SETS[name], root=root)
    covered = digests.files(SETS[name], root=root)
    assert len(covered) > 40
    for path in covered:
        was = path.read_bytes()
        path.write_bytes(was + b"# changed\n")
        assert digests.digest(SETS[name], root=root) != before, path
        path.write_bytes(was)
    assert digests.digest(SETS[name], root=root) == before


@pytest.mark.parametrize("name", SETS)
def test_a_change_to_all_other_files_is_not(name: str, root: Path) -> None:
    before = digests.digest(SETS[name], root=root)
    covered = {*digests.files(SETS[name], root=root)}
    others = [p for p in root.rglob("*") if p.is_file() and p not in covered]
    assert {p.relative_to(root).parts[0] for p in others} >= {"cli", "serve", "render", "export"}
    for path in others:
        path.write_bytes(path.read_bytes() + b"# changed\n")
    assert digests.digest(SETS[name], root=root) == before


@pytest.mark.parametrize("name", SETS)
def test_a_data_file_beside_what_is_imported_counts(name: str, root: Path) -> None:
    before = digests.digest(SETS[name], root=root)
    (root / "extract" / "rules" / "events" / "weights.bin").write_bytes(b"1")
    (root / "resolve" / "people" / "weights.bin").write_bytes(b"1")
    one = digests.digest(SETS[name], root=root)
    (root / "export" / "weights.bin").write_bytes(b"1")
    assert before != one == digests.digest(SETS[name], root=root)


def test_what_reads_covers_folding_dates_and_the_catalog() -> None:
    """Each was left out once, because it did not lie in the folder of the rules."""
    closure = digests.closure(digests.READING)
    assert closure >= {
        "kg.core.ids", "kg.core.model", "kg.core.budget", "kg.reference.catalog", "kg.dates.en.printed",
    }  # fmt: skip
    assert not any(m.startswith(("kg.resolve", "kg.cli", "kg.sources")) for m in closure)
    closure = digests.closure(digests.DECIDING)
    assert closure >= {
        "kg.core.ids", "kg.core.index", "kg.core.vocab", "kg.reference.catalog", "kg.reference.codes",
        "kg.reference.event_kinds", "kg.graph.write_article",
    }  # fmt: skip
    assert not any(m.startswith(("kg.extract", "kg.cli", "kg.sources")) for m in closure)


def test_articles_are_read_again_when_what_reads_them_has_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = Article(id="a", text="They met.")
    before = pipeline.input_digest(one, model="m", ontology="o")
    monkeypatch.setattr("kg.construction.digests.reading", lambda: "another")
    assert pipeline.input_digest(one, model="m", ontology="o") != before
