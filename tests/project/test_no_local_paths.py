"""No file of the project knows the machine that it was written on."""

from __future__ import annotations

import re

import checkout
import pytest

LOCAL = re.compile(
    r"(?<![A-Za-z0-9_.\-])/(?:work|home|root|tmp|opt|mnt|Users)/[A-Za-z0-9_.]"
    r"|[A-Z]:\\Users\\"
)
MINIFIED = {
    "kg/render/assets/vendor/vis-network.min.js",
    "kg/pages/assets/vendor/yasqe.min.js",
}


def test_no_path_of_a_machine() -> None:
    found = []
    for name in checkout.files():
        if name.as_posix() in MINIFIED:
            continue
        try:
            text = (checkout.ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        found += [
            f"{name}: {line.strip()[:120]}" for line in text.splitlines() if LOCAL.search(line)
        ]
    assert found == []


@pytest.mark.parametrize("home", ["home", "Users", "tmp", "work"])
def test_the_pattern_finds_one(home: str) -> None:
    assert LOCAL.search(f"see /{home}/ann/notes.txt")
    assert not LOCAL.search(f"https://example.org/{home}/ann")
