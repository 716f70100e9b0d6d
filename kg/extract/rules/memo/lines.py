"""The lines of a header before anything is read in them: with their offsets, whole, in ordinary letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

_CAPITALS = re.compile(
    r"^[^,;:(]*?\b(?:[A-Z][a-z'’-]+|[A-Z]\.) (?P<surname>[^\W\d_a-z]{3,})(?![\w/:])"
)
_LONGEST_CODE = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``text`` begins at ``start`` of the article."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def whole_lines(lines: Iterable[Line]) -> list[Line]:
    """Entries that run over a line end are put together (same length: offsets stay)."""
    out: list[Line] = []
    for line in lines:
        last = out[-1] if out else None
        if (
            last
            and re.search(r"\b(?:of|for|the|to|in)$|[—–&]$", last.text.rstrip())
            and not (line.text.lstrip().startswith("- "))
        ):
            gap = " " * (line.start - last.end)
            out[-1] = Line(start=last.start, text=last.text + gap + line.text)
        else:
            out.append(line)
    return out


def in_ordinary_letters(lines: Sequence[Line]) -> list[Line]:
    """Surnames that a list writes in capitals, as others write them (same length: offsets stay).

    Where two words too long for the code of an office stand so behind a given name, the short ones are
    surnames, too: "Henryk JABLONSKI", "Helmut SONNENFELDT", and so "President FORD".
    """
    found = [_CAPITALS.search(line.text) for line in lines]
    if sum(bool(m and len(m["surname"]) > _LONGEST_CODE) for m in found) < 2:
        return list(lines)
    return [
        replace(
            line,
            text=line.text[: m.start("surname")]
            + m["surname"].title()
            + line.text[m.end("surname") :],
        )
        if m
        else line
        for line, m in zip(lines, found, strict=True)
    ]
