"""The notebooks run from top to bottom, and are stored without what they print."""

from __future__ import annotations

import re
from pathlib import Path

import checkout
import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = {path.stem: path for path in sorted((checkout.ROOT / "notebooks").glob("*.ipynb"))}
PRINTS = {
    "quick-start": (r"\d\d articles, \d+ passages", r"Pompeo", r"who-met-most", r"graph\.html"),
    "bilateral-timeline": (
        r"2019-05-14",
        r"<svg ",
        r"[1-9]\d* events with a day",
        r"Donald Trump and Vladimir Putin",
        r"\d  Ukraine",
        r"status +date",
        r"mentioned_by",
    ),
    "who-stands-in-the-middle": (
        r"<kg\.Graph with [1-9]\d* events>",
        r"year +who +betweenness +contacts",
        r"0\.\d{3}  Vladimir Putin",
        r"place",
        r"characters \d+ to \d+",
        r"GOV +\w+ +0\d\d",
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all notebooks run: the second finds the store that the first has built."""
    return tmp_path_factory.mktemp("notebooks")


def test_each_notebook_is_here() -> None:
    assert set(NOTEBOOKS) == set(PRINTS)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_is_stored_without_outputs(name: str) -> None:
    book = nbformat.read(NOTEBOOKS[name], as_version=4)
    nbformat.validate(book)
    for cell in book.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
    assert set(book.metadata) == {"kernelspec", "language_info"}


@pytest.mark.slow
@pytest.mark.parametrize("name", PRINTS)
def test_runs_and_prints(name: str, folder: Path) -> None:
    book = nbformat.read(NOTEBOOKS[name], as_version=4)
    NotebookClient(
        book, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    outputs = [out for cell in book.cells if cell.cell_type == "code" for out in cell.outputs]
    said = "\n".join(
        out.get("text", "") + "".join(map(str, out.get("data", {}).values())) for out in outputs
    )
    assert not [out for out in outputs if out.get("name") == "stderr"]
    # A table is text that was printed; what a terminal library shows by itself would be HTML.
    assert not [out for out in outputs if "text/html" in out.get("data", {})]
    for pattern in PRINTS[name]:
        assert re.search(pattern, said), f"{name} does not print {pattern!r}"
