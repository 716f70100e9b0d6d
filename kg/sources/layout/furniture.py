"""Which lines are furniture of the page ("Back to top"), by the phrases in furniture.txt."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

_LONGEST = 400
_JOIN = r"[\s|·•,>»›/-]+"
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\ufeff\u00ad\u2060"))


def plain(text: str) -> str:
    """A line as patterns see it: one space for any white space, nothing invisible.

    >>> plain("Back to top\\u00a0 \\u200b home")
    'Back to top home'
    """
    return " ".join(text.translate(_INVISIBLE).split())


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    text = resources.files("kg.sources.layout").joinpath("furniture.txt").read_text("utf-8")
    entries = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    phrases = sorted((re.escape(e.strip()) for e in entries if e[0] != "~"), key=len, reverse=True)
    one = "(?:" + "|".join(phrases) + ")"
    alone = "|".join(f"(?:{entry[1:]})" for entry in entries if entry[0] == "~")
    return (
        re.compile(rf"[>»›|•·\[(\s]*{one}(?:{_JOIN}{one}){{0,20}}[>»›|•·\])\s.:…]*", re.IGNORECASE),
        re.compile(alone, re.IGNORECASE),
    )


def is_furniture(line: str) -> bool:
    """Whether a line, by itself, is a known piece of furniture.

    >>> is_furniture("Back to top \\u00a0 Go to home page clear"), is_furniture("They met in Oslo.")
    (True, False)
    """
    line = plain(line)
    if len(line) > _LONGEST:
        return False
    if not any(ch.isalnum() for ch in line):
        return True
    return any(pattern.fullmatch(line) for pattern in _patterns())
