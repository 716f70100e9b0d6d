"""The paragraphs of a text with their offsets: one line each, or several where lines are hard-wrapped."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.sources.layout.furniture import plain

_LINE = re.compile(r"[^\r\n]+")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """``text[start:end]`` without the white space around it; ``plain`` is what patterns look at."""

    start: int
    end: int
    plain: str

    @property
    def is_sentence(self) -> bool:
        """Whether it ends as sentences do."""
        return bool(_SENTENCE_END.search(self.plain))


def _line(text: str, start: int, end: int) -> Line:
    raw = text[start:end]
    start += len(raw) - len(raw.lstrip())
    end = start + len(raw.strip())
    return Line(start, end, plain(text[start:end]))


def paragraphs(text: str) -> tuple[Line, ...]:
    """The paragraphs of ``text`` in order, none empty.

    A line is a paragraph, except in hard-wrapped text (no line over a hundred characters, and most
    lines that another one follows are nearly as long as the longest): there a paragraph runs to an
    empty line or to a line that ends early.

    >>> [p.plain for p in paragraphs("One line.\\n\\nAnother one.")]
    ['One line.', 'Another one.']
    """
    runs: list[list[Line]] = [[]]
    last = 0
    for match in _LINE.finditer(text):
        line = _line(text, *match.span())
        if line.start == line.end or _gap(text[last : match.start()]):
            runs.append([])
        if line.start < line.end:
            runs[-1].append(line)
        last = match.end()
    runs = [run for run in runs if run]
    wrapped = _wrap(runs)
    if wrapped is None:
        return tuple(line for run in runs for line in run)
    return tuple(_line(text, *span) for run in runs for span in _join(run, wrapped))


def _gap(between: str) -> bool:
    return between.replace("\r\n", "\n").replace("\r", "\n").count("\n") > 1


def _width(line: Line) -> int:
    return line.end - line.start


def _wrap(runs: list[list[Line]]) -> int | None:
    """The width at which lines were wrapped, or None for a text with a paragraph on each line."""
    longest = max((_width(line) for run in runs for line in run), default=0)
    followed = [line for run in runs for line in run[:-1]]
    if not 50 <= longest <= 100 or len(followed) < 3:
        return None
    full = sum(_width(line) >= 0.75 * longest and not line.is_sentence for line in followed)
    return longest if full >= 0.6 * len(followed) else None


def _join(run: list[Line], width: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = run[0].start
    for line in run:
        if _width(line) < 0.6 * width or line is run[-1]:
            spans.append((start, line.end))
            start = -1
        elif start < 0:
            start = line.start
        if start < 0 and line is not run[-1]:
            start = run[run.index(line) + 1].start
    return spans
