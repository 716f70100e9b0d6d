"""The contracts of .importlinter hold, and each of them notices what it forbids.

For every contract an import that it forbids is written into a copy of the package; then that contract
fails, and no other.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import checkout
import pytest
from importlinter import api

CONFIG = checkout.ROOT / ".importlinter"
_LINT = (
    "import sys; from importlinter.cli import lint_imports; "
    "sys.exit(lint_imports(config_filename=sys.argv[1], no_cache=True, no_logo=True))"
)

FORBIDDEN = [
    # The contract, the file, and what is imported there although it may not be.
    ("floors", "graph/files.py", "kg.resolve.clusters"),
    ("floors", "lobby.py", "kg.core.words"),  # a new room without a floor
    ("rules", "extract/rules/topics/nouns.py", "kg.extract.rules.memo.words"),
    ("spans", "extract/spans/words.py", "kg.extract.spans.people"),
    ("spans-no-rules", "extract/spans/letters.py", "spacy.tokens"),
    ("resolve", "resolve/clusters.py", "kg.resolve.judgements"),
    ("dates", "dates/values.py", "kg.dates.en.words"),
    ("fetching", "watch/shown.py", "kg.watch.fetch"),
    ("serve", "serve/headers.py", "kg.serve.sparql"),
    ("no-model", "ask/values.py", "spacy"),
    ("rules-no-model", "extract/rules/memo/words.py", "spacy.tokens"),
    ("no-rdf", "sources/reader.py", "rdflib"),
    ("values-only", "extract/rules/events/finder.py", "pyoxigraph"),
    ("no-http", "pages/chains.py", "starlette.responses"),
    ("light", "extract/records.py", "networkx"),
    ("no-torch", "extract/reader/model.py", "torch"),
    ("circles", "core/ids.py", "kg.core.vocab"),
]


def broken(root: Path) -> list[str]:
    """The contracts that the package ``kg`` below a folder breaks."""
    done = subprocess.run(
        [sys.executable, "-c", _LINT, str(CONFIG)],
        cwd=root,
        env={
            **os.environ,
            "PYTHONPATH": checkout.python_path(root),
            "NO_COLOR": "1",
            "COLUMNS": "200",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    found = dict(re.findall(r"^([\w-]+) (KEPT|BROKEN)", done.stdout, re.MULTILINE))
    assert set(found) == _names(), done.stdout + done.stderr
    assert done.returncode == int("BROKEN" in found.values()), done.stdout + done.stderr
    return [name for name, outcome in found.items() if outcome == "BROKEN"]


def _names() -> set[str]:
    return {c["name"] for c in api.read_configuration(str(CONFIG))["contracts_options"]}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with the package's modules."""
    shutil.copytree(
        checkout.ROOT / "kg",
        tmp_path / "kg",
        ignore=lambda folder, names: [
            n for n in names if not n.endswith(".py") and not Path(folder, n).is_dir()
        ],
    )
    return tmp_path


def test_the_contracts_hold() -> None:
    assert broken(checkout.ROOT) == []


@pytest.mark.parametrize(("contract", "file", "imported"), FORBIDDEN)
def test_what_is_forbidden_is_noticed(copy: Path, contract: str, file: str, imported: str) -> None:
    with (copy / "kg" / file).open("a", encoding="utf-8") as out:
        out.write(f"\nimport {imported}\n")
    assert broken(copy) == [contract]


def test_an_import_for_types_alone_counts(copy: Path) -> None:
    with (copy / "kg/core/ids.py").open("a", encoding="utf-8") as out:
        out.write(
            "\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import kg.core.vocab\n"
        )
    assert broken(copy) == ["circles"]


def test_every_contract_is_tried_and_nothing_is_exempt() -> None:
    assert {contract for contract, _, _ in FORBIDDEN} == _names()
    settings = api.read_configuration(str(CONFIG))
    assert not [c for c in settings["contracts_options"] if c.get("ignore_imports")]
    assert "exclude_type_checking_imports" not in settings["session_options"]
