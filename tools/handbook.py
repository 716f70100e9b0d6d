"""What the pages of docs/ print: their commands and examples are run, and what comes out is put below them.

A block of ``console`` holds commands after ``$ `` and what they print. A block of ``sparql`` or ``python`` is an
example on the bundled articles, and the block of ``text`` after it is what comes out. `make_readme.py`
writes them anew; tests run them, too.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import checkout

DOCS = checkout.ROOT / "docs"
ARTICLES = DOCS / "articles"
"""The ten articles of the tutorial."""

RUN = ("tutorial.md", "how-it-works.md")
"""The pages whose commands are run, each in a folder of its own that has the ten articles in ``articles``."""

RECIPES = "recipes.md"
SHOWN_ROWS = 6
"""So many rows of an answer are shown below a recipe."""

_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_RECIPE = re.compile(
    r"^```(?P<kind>sparql|python)\n(?P<code>.*?)^```\n\n```text\n(?P<out>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def commands(block: str) -> list[str]:
    """The commands of a block: lines after ``$ ``, and those after ``> `` that go on.

    >>> commands("$ kg build a\\nread\\n$ printf 'x' \\\\\\n>   | cat\\nx\\n")
    ['kg build a', "printf 'x' \\\\\\n  | cat"]
    """
    out: list[str] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            out.append(line[2:])
        elif line.startswith("> ") and out:
            out[-1] += "\n" + line[2:]
    return out


def terminal(folder: Path) -> Callable[[str], str]:
    """Runs commands of a shell in a folder, where ``kg`` is that of this checkout; gives what a person sees.

    Raises RuntimeError when one fails.
    """
    home = folder.parent / f"{folder.name}-home"
    environment = {
        **os.environ,
        "PYTHONPATH": checkout.python_path(checkout.ROOT),
        "XDG_CACHE_HOME": str(home),
        "HOME": str(home),
        "PYTHON": sys.executable,
        "LC_ALL": "C.UTF-8",
    }
    home.mkdir(exist_ok=True)

    def run(command: str) -> str:
        script = 'kg() { "$PYTHON" -m kg "$@"; }; set -o pipefail\n' + command
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{command} ended with {done.returncode}: {done.stdout}")
        return done.stdout

    return run


def rerun(page: str, run: Callable[[str], str]) -> str:
    """A page with what its commands print now; they run in their order.

    >>> rerun("```console\\n$ true\\nold\\n```", lambda command: "new\\n\\n")
    '```console\\n$ true\\nnew\\n```'
    """

    def again(match: re.Match[str]) -> str:
        lines = []
        for command in commands(match[1]):
            said = re.sub(r"\n{3,}", "\n\n", run(command).strip("\n"))
            told = [line.rstrip() for line in said.splitlines()]
            lines += ["$ " + command.replace("\n", "\n> "), *told]
        return "\n".join(["```console", *lines, "```"])

    return _CONSOLE.sub(again, page)


def fresh(folder: Path) -> Path:
    """A folder for a page, with the ten articles in it."""
    shutil.copytree(ARTICLES, folder / "articles")
    return folder


def recipes(page: str) -> list[tuple[str, str, str]]:
    """The recipes of a page: ``sparql`` or ``python``, the code, and what is shown below it."""
    return [(m["kind"], m["code"], m["out"]) for m in _RECIPE.finditer(page)]


def answer(kind: str, code: str, names: dict[str, object]) -> str:
    """What a recipe prints. ``names`` has ``graph``, and keeps what an example in Python defines.

    Raises whatever a wrong recipe raises, and RuntimeError when nothing comes out.
    """
    out = io.StringIO()
    if kind == "sparql":
        from kg.api import Graph
        from kg.ask.query import run
        from kg.ask.tables import format_result
        from kg.ask.values import Table

        graph = names["graph"]
        assert isinstance(graph, Graph)
        found = run(graph.store.graph, code, limit=SHOWN_ROWS)
        if isinstance(found, Table) and found.rows:
            out.write(format_result(found))
    else:
        with contextlib.redirect_stdout(out):
            exec(code, names)  # A recipe of our own.
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    text = "\n".join(line for line in lines if line)
    if not text:
        raise RuntimeError(f"nothing comes out of\n{code}")
    return text + "\n"


def answered(page: str, graph: object) -> str:
    """The page of recipes with what they print now."""
    names: dict[str, object] = {"graph": graph}

    def again(match: re.Match[str]) -> str:
        told = answer(match["kind"], match["code"], names)
        return f"```{match['kind']}\n{match['code']}```\n\n```text\n{told}```"

    return _RECIPE.sub(again, page)


def citation() -> str:
    """CITATION.cff as BibTeX and as a line of text."""
    stated = (checkout.ROOT / "CITATION.cff").read_text(encoding="utf-8")
    known = dict(re.findall(r"^(title|version|license): (.+)$", stated, re.MULTILINE))
    authors = re.findall(r"^  - name: (.+)$", stated, re.MULTILINE)
    who = " and ".join(
        f"{{{name}}}" for name in authors
    )  # In braces: a name of several words is one.
    return "\n".join(
        [
            "```bibtex",
            f"@software{{{known['title']},",
            f"  author = {{{who}}},",
            f"  title = {{{known['title']}}},",
            f"  version = {{{known['version']}}},",
            f"  license = {{{known['license']}}}",
            "}",
            "```",
            "",
            f"{', '.join(authors)}: *{known['title']}*, version {known['version']} (computer software).",
        ]
    )


def write(changed: Mapping[str, str]) -> None:
    """Writes pages by their paths below the root, where they have changed."""
    for name, text in changed.items():
        path = checkout.ROOT / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
