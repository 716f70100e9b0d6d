"""Factiva without codes: what a line is, is told by its place before and behind the count of words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.sources.exports.forms import Form
from kg.sources.exports.found import COPYRIGHT, Found, is_day
from kg.sources.languages import code

_WORDS = re.compile(r"[\d,.]{1,9} (?:words|mots|Wörter|palabras|parole)", re.IGNORECASE)
_BYLINE = re.compile(r"(?:by|par|von|por)\b.{1,120}", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?: ?[AaPp][Mm])?(?: [A-Z]{2,4})?")
_ITS_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")


def read(lines: Sequence[str], form: Form) -> Found | None:
    """One article whose lines stand in the order of Factiva; None for what is none."""
    found = Found()
    words = next((n for n, line in enumerate(lines[:60]) if _WORDS.fullmatch(line.strip())), None)
    end = next((n for n, line in enumerate(lines) if form.mark.fullmatch(line)), None)
    if words is None or end is None:
        return None
    top = [line.strip() for line in lines[:words]]
    while top and (not top[-1] or _BYLINE.fullmatch(top[-1])):
        top.pop()
    block: list[str] = []
    while top and top[-1]:
        block.insert(0, top.pop())
    block = [line for line in block if not _BYLINE.fullmatch(line)] or block
    # A section may stand above it; titles are on one line.
    found.add("title", block[-1] if block else "")
    found.add("id", lines[end])
    found.body = list(lines[_behind_head(lines, words + 1, found) : end])
    return found


def _behind_head(lines: Sequence[str], begun: int, found: Found) -> int:
    """Reads day, outlet and language behind the count of words, and says where the text begins."""
    last = begun
    for number, raw in enumerate(lines[begun : begun + 24], begun):
        line = raw.strip()
        if not line:
            continue
        if COPYRIGHT.match(line):
            return number + 1
        if "published" not in found.fields and is_day(line):
            found.add("published", line)
        elif _CLOCK.fullmatch(line):
            pass
        elif "outlet" not in found.fields and len(line) <= 100:
            found.add("outlet", line)
        elif len(line) > 40 or line.endswith((".", "?", "!", ":")):
            return last
        elif code(line) and len(line) > 3 and not _ITS_CODE.fullmatch(line):
            found.add("language", line)
        last = number + 1
    return last
