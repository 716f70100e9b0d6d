"""Compiles the rules where that is asked for: ``KG_COMPILED=1 pip install .``

mypyc (MIT) makes C of typed Python. What is found stays the same to the byte, and finding events in
parsed sentences takes about two thirds of the time (docs/accuracy.md). It takes three minutes and a C compiler,
once; without it nothing is compiled, and nothing else is different.
"""

import os
import sys
from pathlib import Path

from setuptools import setup

ALONE = ("kg/core/ids.py",)
# A class that is a list cannot be compiled.
LEFT_OUT = ("kg/extract/rules/__init__.py", "kg/extract/rules/text/document.py")
NEEDED = ["mypy>=2.4,<2.5"]


def modules() -> list[str]:
    """What is compiled, by the paths of its files: all that reads an article, but for the model."""
    rules = (p.as_posix() for p in Path("kg/extract/rules").rglob("*.py"))
    return sorted({*rules, *ALONE} - {*LEFT_OUT})


def main() -> None:
    """What setup.cfg says, and the compiled modules if they are wanted."""
    if os.environ.get("KG_COMPILED", "0") in {"", "0"}:
        setup()
        return
    if {"editable_wheel", "develop"} & {*sys.argv}:
        # What is compiled would lie beside the sources, and hide every change to them.
        raise SystemExit(
            "KG_COMPILED: an editable install is not compiled; leave out -e, or KG_COMPILED"
        )
    try:
        from mypyc.build import mypycify
    except ImportError:
        if "bdist_wheel" in sys.argv:
            raise SystemExit(f"KG_COMPILED: mypyc is missing: pip install '{NEEDED[0]}'") from None
        setup(setup_requires=NEEDED)  # pip asks first what the build needs, and brings it
        return
    # The types are checked by the tests; what a build lacks of other packages is no fault here.
    options = ["--config-file=", "--ignore-missing-imports"]
    setup(
        ext_modules=mypycify(
            [*options, *modules()], opt_level="2", debug_level="0", multi_file=True
        )
    )


main()
