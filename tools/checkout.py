"""The files of the project as it stands, and what README.md says of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]


def files() -> list[Path]:
    """Every file of the checkout that git does not ignore, sorted, as paths below ROOT.

    Outside a clone there is no git to ask; then it is every file but caches and built things.
    """
    if (ROOT / ".git").exists() and shutil.which("git"):
        done = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        names = [Path(name) for name in done.stdout.decode().split("\0") if name]
    else:
        names = [path.relative_to(ROOT) for path in ROOT.rglob("*")]
        made = re.compile(
            r"\.[a-z_]+_cache|\.git|\.hypothesis|__pycache__|\.?venv|build|dist|site|graph|.*\.egg-info"
        )
        names = [n for n in names if not any(made.fullmatch(part) for part in n.parts)]
    return sorted(n for n in names if (ROOT / n).is_file())


def copy_to(folder: Path) -> Path:
    """A copy of the checkout, without what was built in it."""
    for name in files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    return folder


def handbook() -> dict[str, str]:
    """README.md and the pages of docs/, by their paths below ROOT: README first, then by name.

    >>> next(iter(handbook()))
    'README.md'
    """
    paths = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    return {p.relative_to(ROOT).as_posix(): p.read_text(encoding="utf-8") for p in paths}


def readme_commands() -> list[str]:
    """The lines of README.md that set everything up: first the demo, then the tests."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^python3 -m venv .*$", text, re.MULTILINE)


def python_path(*folders: Path) -> str:
    """``PYTHONPATH`` for a process that a test starts: folders, and what cuts the network in it (``tools/offline``).

    >>> python_path(ROOT).split(os.pathsep)[1] == str(ROOT)
    True
    """
    return os.pathsep.join(map(str, (ROOT / "tools" / "offline", *folders)))
