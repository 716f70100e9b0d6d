"""What frames and events are made from, as SHA-256: the code, so that a change is seen without a release.

A digest covers all modules that its first ones import, of whatever room, and the data files that lie
beside them; another file changes nothing. The ontology has a digest of its own (kg.reference.quads).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

READING = ("kg.extract.rules", "kg.extract.spans.reading", "kg.graph.write_article")
"""What makes the statements of an article."""

DECIDING = (
    "kg.resolve.incremental.state",
    "kg.construction.applying",
    "kg.construction.event_rows",
    "kg.construction.ledger",
    "kg.graph.read_article",
)
"""What makes the events of all articles."""

_TYPES = re.compile(r"^if TYPE_CHECKING:\n(?:(?:[ \t].*)?\n)+", re.MULTILINE)
_FROM = re.compile(r"^[ \t]*from (kg(?:\.\w+)*) import (\([^)]*\)|[^\n]*)", re.MULTILINE)
_PLAIN = re.compile(r"^[ \t]*import (kg(?:\.\w+)+)", re.MULTILINE)
_CODE = frozenset({".py", ".pyc", ".pyi", ".so", ".pyd", ".c"})


@cache
def reading() -> str:
    """The digest of what reads articles: any change has them read anew."""
    return digest(READING)


@cache
def deciding() -> str:
    """The digest of what decides who and what is one: any change has events made anew."""
    return digest(DECIDING)


def digest(first: Iterable[str], *, root: Path = Path(__file__).parents[1]) -> str:
    """SHA-256 over names and bytes of all files that ``first`` and what they import consist of.

    ``root`` is the folder of the package ``kg``.

    >>> digest(["kg.core.ids"]) == digest(["kg.core.vocab"])
    False
    """
    seen = hashlib.sha256()
    for path in files(first, root=root):
        name = path.relative_to(root).as_posix()
        seen.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return seen.hexdigest()


def files(first: Iterable[str], *, root: Path = Path(__file__).parents[1]) -> list[Path]:
    """The modules of ``closure`` and what lies beside them and is no code, sorted."""
    modules = [_file(name, root) for name in closure(first, root=root)]
    folders = {m.parent for m in modules if m.name == "__init__.py"}
    data = (p for f in folders for p in f.iterdir() if p.is_file() and p.suffix not in _CODE)
    return sorted({*modules, *data})


def closure(first: Iterable[str], *, root: Path = Path(__file__).parents[1]) -> set[str]:
    """The modules of kg that ``first`` import, themselves or by others, and the packages they lie in.

    Imports for types alone are none. ``kg`` itself, which gives names and does nothing, is left out.

    >>> sorted(closure(["kg.core.vocab"]))[:3]
    ['kg.core', 'kg.core.ids', 'kg.core.model']
    """
    found: set[str] = set()
    waiting = list(first)
    while waiting:
        name = waiting.pop()
        if name in found or name == "kg":
            continue
        found.add(name)
        waiting.append(name.rpartition(".")[0])
        waiting += _imported(_file(name, root).read_text(encoding="utf-8"), root)
    return found


def _imported(text: str, root: Path) -> Iterable[str]:
    """The modules that a module's text imports, wherever in it."""
    text = _TYPES.sub("", text)
    yield from _PLAIN.findall(text)
    for module, names in _FROM.findall(text):
        inside = [f"{module}.{name}" for name in re.findall(r"(\w+)(?: as \w+)?", names)]
        modules = [name for name in inside if _is_module(name, root)]
        yield from modules
        if len(modules) < len(inside):
            yield module


def _is_module(name: str, root: Path) -> bool:
    path = root.joinpath(*name.split(".")[1:])
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def _file(name: str, root: Path) -> Path:
    path = root.joinpath(*name.split(".")[1:])
    package = path / "__init__.py"
    return package if package.is_file() else path.with_suffix(".py")
