"""Writes the terms of ontology/kg.ttl into kg/core/terms.py, where the code names them as constants.

    .venv/bin/python tools/make_vocab.py

Run it when a class or property comes, goes or is renamed. The other vocabularies in that module are
written by hand: what the code uses of them. tests/core/test_terms.py tests both.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pyoxigraph as ox

ROOT = Path(__file__).resolve().parents[1]
PATH = ROOT / "kg" / "core" / "terms.py"
NAMESPACE = "https://w3id.org/diplokg/ns#"
FIRST = "    # What follows is written by tools/make_vocab.py.\n"
LAST = "    # So far what is written by tools/make_vocab.py.\n"


def names() -> list[str]:
    """The terms that ontology/kg.ttl defines, sorted: classes and individuals, then properties."""
    path = ROOT / "ontology" / "kg.ttl"
    subjects = {q.subject for q in ox.parse(path=path, format=ox.RdfFormat.TURTLE)}
    found = {
        s.value.removeprefix(NAMESPACE)
        for s in subjects
        if isinstance(s, ox.NamedNode) and s.value.startswith(NAMESPACE)
    }
    return sorted(found)


def written(module: str) -> str:
    """The text of the module with these terms in place of those that it has."""
    lines = "".join(f'    {name}: Final = Curie("kg:{name}")\n' for name in names())
    made, places = re.subn(
        f"(?<={re.escape(FIRST)}).*?(?={re.escape(LAST)})", lambda _: lines, module, flags=re.DOTALL
    )
    if places != 1:
        sys.exit(f"{PATH}: where the terms stand is not marked")
    return made


def main() -> None:
    """Writes the module."""
    PATH.write_text(written(PATH.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
