"""The files of the project as it stands, and what README.md says of it."""

from __future__ import annotations

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
            r"\.[a-z_]+_cache|\.git|\.hypothesis|__pycache__|\.?venv|build|dist|graph|.*\.egg-info"
        )
        names = [n for n in names if not any(made.fullmatch(part) for part in n.parts)]
    return sorted(n for n in names if (ROOT / n).is_file())


def copy_to(folder: Path) -> Path:
    """A copy of the checkout, without what was built in it."""
    for name in files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    return folder


def readme_commands() -> list[str]:
    """The lines of README.md that set everything up: first the demo, then the tests."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^python3 -m venv .*$", text, re.MULTILINE)
