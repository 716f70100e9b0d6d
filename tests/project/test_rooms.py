"""The house as its doors describe it: floors, rooms, and the way of an article through them."""

from __future__ import annotations

import ast
import configparser
import importlib
import re

import checkout

import kg

CONTRIBUTING = (checkout.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ROOMS = {
    name.parts[1].removesuffix(".py")
    for name in checkout.files()
    if name.parts[0] == "kg" and name.suffix == ".py"
} - {"__init__", "__main__"}


def test_at_most_twenty_rooms_open_from_the_hall() -> None:
    assert 10 < len(ROOMS) <= 20


def _floors() -> list[list[str]]:
    """The rooms of each floor, by .importlinter."""
    settings = configparser.ConfigParser()
    settings.read(checkout.ROOT / ".importlinter", encoding="utf-8")
    rows = settings["importlinter:contract:floors"]["layers"].split("\n")
    return [sorted(row.replace("|", " ").split()) for row in rows if row]


def test_the_docstring_of_kg_shows_the_floors_that_are_enforced() -> None:
    table = (kg.__doc__ or "").split("test holds that:\n\n")[1].split("\n\n")[0]
    rooms = [row[4:38].split() for row in table.splitlines()]
    assert rooms == _floors()
    assert sorted(room for row in rooms for room in row) == sorted(ROOMS)


def test_every_room_says_what_it_is_for() -> None:
    for name in checkout.files():
        if name.parts[0] == "kg" and name.suffix == ".py":
            module = ".".join(name.with_suffix("").parts).removesuffix(".__init__")
            if module != "kg.__main__":
                tree = ast.parse((checkout.ROOT / name).read_text(encoding="utf-8"))
                assert len((ast.get_docstring(tree) or "").split()) > 4, module


def test_the_way_of_an_article_leads_through_places_that_exist() -> None:
    walk = CONTRIBUTING.split("## The way of an article")[1].split("\n## ")[0]
    steps = re.findall(r"^\d+\. .*$", walk, re.MULTILINE)
    assert len(steps) == 10
    for step in steps:
        names = re.findall(r"`(kg(?:\.\w+)+)`", step)
        assert names, step
        for name in names:
            assert _is_there(name), name


def _is_there(name: str) -> bool:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        module, _, inside = name.rpartition(".")
        return hasattr(importlib.import_module(module), inside)
    return True


def test_a_name_that_is_not_there_is_noticed() -> None:
    assert not _is_there("kg.core.model.Nothing")
    assert _is_there("kg.core.model.Article")
