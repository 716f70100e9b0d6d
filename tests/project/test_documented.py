"""README.md and the handbook name every verb, option, named query, exporter and reader: nothing is there unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator

import checkout
import pytest
import typer.main

from kg.ask.query import named_queries
from kg.cli import app
from kg.export import EXPORTERS
from kg.sources import READERS

# The dictionary is made from the program, so that it names everything by itself: it does not count.
TEXT = "\n".join(t for name, t in checkout.handbook().items() if name != "docs/dictionary.md")


def _options() -> Iterator[str]:
    root = typer.main.get_command(app())
    for command in [root, *getattr(root, "commands", {}).values()]:
        for param in command.params:
            yield from (o for o in (*param.opts, *param.secondary_opts) if o.startswith("--"))


def _names() -> dict[str, list[str]]:
    root = typer.main.get_command(app())
    return {
        "verb": [f"kg {name}" for name in getattr(root, "commands", {})],
        "option": sorted(set(_options())),
        "named query": sorted(named_queries()),
        "exporter": sorted(EXPORTERS),
        "suffix": sorted({s for e in EXPORTERS.values() for s in e.suffixes}),
        "reader": sorted(READERS),
    }


def test_there_is_something_to_document():
    names = _names()
    assert all(names.values())
    assert "--store" in names["option"]
    assert "kg demo" in names["verb"]


@pytest.mark.parametrize(("kind", "name"), [(k, n) for k, ns in _names().items() for n in ns])
def test_the_handbook_names(kind, name):
    # A whole word: `who-met` is not named by `who-met-most`, nor --store by --stored.
    assert re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", TEXT), f"{kind} {name}"
