"""Every package that an installation brings along may be used in, and with, Apache-2.0 software.

Read from the metadata of what is installed, along the requirements of setup.cfg. A licence that is
not on the list fails the test: then a person decides, and writes down why.
"""

from __future__ import annotations

import configparser
import re
from importlib import metadata

import checkout
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ALLOWED = {
    "0BSD": "permissive",
    "Apache-2.0": "permissive, ours",
    "BSD-2-Clause": "permissive",
    "BSD-3-Clause": "permissive",
    "CC0-1.0": "public domain",
    "CNRI-Python": "permissive, parts of regex that come from Python",
    "ISC": "permissive",
    "MIT": "permissive",
    "MPL-1.1": "copyleft file by file; used unmodified",
    "MPL-2.0": "copyleft file by file; used unmodified",
    "PSF-2.0": "permissive",
    "Unlicense": "public domain",
    "W3C": "permissive",
    "W3C-20150513": "permissive",
    "Zlib": "permissive",
}

ALLOWED_FOR = {
    "pycountry": ("LGPL-2.1-only", "a library that is imported as it is and can be exchanged"),
}
"""Licences that one package may have, beside those for all."""

BY_HAND = {
    "atheris": (
        "Apache-2.0",
        "its metadata says nothing; its LICENSE is Apache 2.0; used by tests alone",
    ),
    "axe-playwright-python": (
        "MIT AND MPL-2.0",
        "its LICENSE is MIT; the axe-core in it is MPL-2.0, used unmodified and only by tests",
    ),
    "blis": ("BSD-3-Clause", "its metadata says BSD; its LICENSE has three clauses"),
    "nest-asyncio2": ("BSD-2-Clause", "its metadata says BSD; its LICENSE has two clauses"),
    "pypdfium2": (
        "BSD-3-Clause AND Apache-2.0 AND MIT AND Zlib",
        "its metadata name a list: it and PDFium are BSD-3-Clause or Apache-2.0; what is built into it has permissive "
        "licences (its BUILD_LICENSES), FreeType that of its own of two",
    ),
    "pyvis": ("BSD-3-Clause", "its metadata says BSD; its LICENSE_BSD.txt has three clauses"),
}
"""Packages whose metadata names no licence that can be told, and what their licence file says."""

NAMES = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 3-Clause License": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "ISC license": "ISC",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "The BSD 2-Clause License": "BSD-2-Clause",
    "The MIT License (MIT)": "MIT",
    "Unlicense": "Unlicense",
    "W3C SOFTWARE NOTICE AND LICENSE": "W3C",
}
"""Names in the older fields of the metadata, and their SPDX identifiers."""


def requirements() -> list[Requirement]:
    """What setup.cfg asks for, with every extra."""
    settings = configparser.ConfigParser()
    settings.read(checkout.ROOT / "setup.cfg", encoding="utf-8")
    lines = settings["options"]["install_requires"].splitlines()
    for extra in settings["options.extras_require"].values():
        lines += extra.splitlines()
    return [Requirement(line) for line in lines if line.strip()]


def installed() -> dict[str, metadata.Distribution]:
    """All that the requirements lead to, by canonical name."""
    found: dict[str, metadata.Distribution] = {}
    todo = requirements()
    while todo:
        wanted = todo.pop()
        name = canonicalize_name(wanted.name)
        extras = wanted.extras or {""}
        if wanted.marker and not any(wanted.marker.evaluate({"extra": e}) for e in extras):
            continue
        if name in found:
            continue
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        todo += [Requirement(line) for line in found[name].requires or ()]
    return found


def licence(name: str, package: metadata.Distribution) -> str:
    """An SPDX expression, or what stands in its place.

    >>> licence("pyvis", metadata.distribution("pyvis"))
    'BSD-3-Clause'
    """
    if name in BY_HAND:
        return BY_HAND[name][0]
    told = package.metadata
    if told.get("License-Expression"):
        return str(told["License-Expression"])
    text = " ".join(str(told.get("License") or "").split())
    if re.fullmatch(r"[\w.+-]+(?: (?:AND|OR) [\w.+-]+)*", text) and text not in ("UNKNOWN", "BSD"):
        return NAMES.get(text, text)
    for known, spdx in NAMES.items():
        if text.startswith(known) or (len(text) > 200 and known in text[:200]):
            return spdx
    classes = [c.rpartition("::")[2].strip() for c in told.get_all("Classifier") or ()]
    named = [NAMES[c] for c in classes if c in NAMES]
    return " OR ".join(named) or "unknown"


def fits(expression: str, allowed: set[str]) -> bool:
    """Whether one may choose so that every part is allowed; AND binds closer than OR.

    >>> fits("MPL-1.1 OR GPL-2.0-only", {"MPL-1.1"}), fits("MIT AND GPL-3.0-only", {"MIT"})
    (True, False)
    """
    choices = expression.replace("(", "").replace(")", "").split(" OR ")
    return any(all(p in allowed for p in choice.split(" AND ")) for choice in choices)


def test_every_licence_is_allowed() -> None:
    packages = installed()
    assert len(packages) > 60
    bad = {}
    for name, package in packages.items():
        own = {ALLOWED_FOR[name][0]} if name in ALLOWED_FOR else set()
        told = licence(name, package)
        if not fits(told, set(ALLOWED) | own):
            bad[name] = told
    assert bad == {}


def test_copyleft_is_not_let_through() -> None:
    for name in ("GPL-3.0-only", "AGPL-3.0-or-later", "GPL-2.0-only OR AGPL-3.0-only", "unknown"):
        assert not fits(name, set(ALLOWED))


def test_what_was_looked_up_by_hand_is_still_used() -> None:
    packages = installed()
    assert {*BY_HAND, *ALLOWED_FOR} <= set(packages)


def test_our_own_licence() -> None:
    settings = configparser.ConfigParser()
    settings.read(checkout.ROOT / "setup.cfg", encoding="utf-8")
    assert settings["metadata"]["license_expression"] == "Apache-2.0"
    text = (checkout.ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
