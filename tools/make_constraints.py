"""Makes constraints.txt anew: one version of every package, with the SHA-256 of each of its files.

    python3 -m pip install uv && python3 tools/make_constraints.py [--upgrade]

What is pinned stays as it is unless setup.cfg wants otherwise; with --upgrade all become the newest that
setup.cfg allows. uv (Apache-2.0 or MIT) is no dependency: it is needed here alone, with the package index.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATH = ROOT / "constraints.txt"
HEAD = """\
# What .ci/run installs: one version of every package that setup.cfg asks for, with the digests of its files.
# Made by tools/make_constraints.py, for every system and Python 3.11 or later. Do not edit.
"""


def main() -> int:
    """Asks uv for it and writes the file."""
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]
    with tempfile.TemporaryDirectory() as folder:
        tools = Path(folder, "build.in")
        tools.write_text("\n".join(build["requires"]) + "\n", encoding="utf-8")
        out = Path(folder, "constraints.txt")
        if PATH.exists():
            out.write_bytes(PATH.read_bytes())
        command = [
            sys.executable, "-m", "uv", "pip", "compile", "-q", str(ROOT / "setup.cfg"), str(tools), "--extra", "test", "--extra", "docs",
            "--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--no-header", "--no-config",
            "--default-index", "https://pypi.org/simple", "-o", str(out), *sys.argv[1:],
        ]  # fmt: skip
        done = subprocess.run(command, check=False)
        if done.returncode:
            return done.returncode
        PATH.write_text(HEAD + out.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
