"""The text of printed pages from the places of their words: columns, paragraphs, hyphens, running heads.

A place is in points from the lower left corner, so that a line above another has the larger ``top``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kg.core.legible import FIRST_HALVES

_EDGE = 0.12
"""The share of a page at its top and bottom where running heads and page numbers stand."""
_NUMBER = re.compile(
    r"(?:(?:page|p\.|seite|pg\.?)\s*)?[-–—|\[(]?\s*(?:\d{1,4}|[ivxl]{1,7})\s*[-–—|\])]?(?:\s*(?:of|/|von)\s*\d{1,4})?",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_ITEM = re.compile(r"(?:[-–•·*▪◦‣]|\(?\d{1,2}[.)]|[a-z]\))\s")
_HALF = re.compile(r"([^\W\d_]{1,40})[-\u2010\u00ad]$")
_REST = re.compile(r"[^\W\d_]{1,40}")
_WHOLE = re.compile(r"\b[^\W\d_]{1,40}-[^\W\d_]{1,40}")
_TAIL = 60
"""Characters at the end of a line that say how it goes on: a page may be a single paragraph of a million."""
_SHORT = 60.0
"""Points by which a line that is full may be shorter than the longest of its column."""
_MOST_COLUMNS = 5
_WIDEST = 5000
"""Points; of a wider page the columns are not looked for."""


@dataclass(slots=True)
class Run:
    """Words that stand together on one line."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def size(self) -> float:
        """The height of the line."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The words of a page: left, bottom, right, top and text of each, in the order of the file."""

    width: float
    height: float
    words: Sequence[tuple[float, float, float, float, str]]


def text_of(pages: Sequence[Page]) -> str:
    """The text of pages as it is read, with an empty line between paragraphs.

    >>> words = [(72, 700, 100, 712, "They"), (103, 700, 120, 712, "met."), (72, 600, 100, 612, "Later")]
    >>> text_of([Page(width=600, height=800, words=words)])
    'They met.\\n\\nLater'
    """
    runs = [_runs(page) for page in pages]
    heads = _running_heads(pages, runs)
    paragraphs: list[str] = []
    open_ = False
    for number, page in enumerate(pages):
        kept = [run for n, run in enumerate(runs[number]) if (number, n) not in heads]
        for column in _columns(kept, page.width, _MOST_COLUMNS):
            lines = _lines(column)
            found = list(_paragraphs(lines))
            if paragraphs and found and _goes_on(paragraphs[-1], found[0], open_=open_):
                found[0] = f"{paragraphs.pop()}\n{found[0]}"
            paragraphs.extend(found)
            open_ = len(lines) > 2 and lines[-1].right > max(line.right for line in lines) - _SHORT
    whole = frozenset(_WHOLE.findall("\n".join(paragraphs)))
    return "\n\n".join(_unbroken(paragraph, whole) for paragraph in paragraphs)


def _runs(page: Page) -> list[Run]:
    """Words that stand on one line with no more than spaces between, as runs."""
    runs: list[Run] = []
    for left, bottom, right, top, text in page.words:
        last = runs[-1] if runs else None
        size = max(top - bottom, 1.0)
        if (
            last is not None
            and abs((bottom + top) - (last.bottom + last.top))
            < 0.8 * min(size, max(last.size, 1.0))
            and -0.5 * size < left - last.right < 0.9 * size
        ):
            last.text += " " + text
            last.right = max(last.right, right)
            last.bottom, last.top = min(last.bottom, bottom), max(last.top, top)
        else:
            runs.append(Run(left, bottom, right, top, text))
    return runs


def _running_heads(pages: Sequence[Page], runs: Sequence[Sequence[Run]]) -> set[tuple[int, int]]:
    """Runs near the edge of a page that stand on others at the same height, too, and page numbers."""
    places: dict[tuple[str, int], list[tuple[int, int]]] = {}
    gone: set[tuple[int, int]] = set()
    for number, page in enumerate(pages):
        for n, run in enumerate(runs[number]):
            if _EDGE * page.height < (run.bottom + run.top) / 2 < (1 - _EDGE) * page.height:
                continue
            if _NUMBER.fullmatch(run.text):
                gone.add((number, n))
                continue
            said = re.sub(r"\d+", "#", run.text.casefold())
            places.setdefault((said, round(run.bottom / 6)), []).append((number, n))
    for found in places.values():
        if len({number for number, _ in found}) > 1:
            gone.update(found)
    return gone


def _columns(runs: list[Run], width: float, depth: int) -> Iterator[list[Run]]:
    """The runs of a page column by column; what stands across columns parts what is above and below it."""
    gutter = _gutter(runs, width) if depth else None
    if gutter is None:
        if runs:
            yield sorted(runs, key=lambda run: (-run.top, run.left))
        return
    beside: list[Run] = []
    across: list[Run] = []
    for run in sorted(runs, key=lambda run: (-run.top, run.left)):
        if run.left < gutter < run.right or (across and _ends(across[-1], run, runs, gutter)):
            yield from _halves(beside, gutter, width, depth)
            beside = []
            across.append(run)
        else:
            if across:
                yield across
                across = []
            beside.append(run)
    if across:
        yield across
    yield from _halves(beside, gutter, width, depth)


def _ends(before: Run, run: Run, runs: Sequence[Run], gutter: float) -> bool:
    """Whether a short line is the last of the lines across columns above it: it has nothing beside it."""
    near = run.right <= gutter and abs(run.left - before.left) < 3
    if (
        not near
        or before.bottom - run.top > 0.8 * run.size
        or abs(before.size - run.size) > 0.1 * run.size
    ):
        return False
    middle = (run.bottom + run.top) / 2
    return not any(other.left >= gutter and other.bottom < middle < other.top for other in runs)


def _halves(runs: list[Run], gutter: float, width: float, depth: int) -> Iterator[list[Run]]:
    yield from _columns([run for run in runs if run.right <= gutter], width, depth - 1)
    yield from _columns([run for run in runs if run.left >= gutter], width, depth - 1)


def _gutter(runs: Sequence[Run], width: float) -> float | None:
    """The middle of the white strip between two columns, if there is one.

    Few runs cross it, several lines stand on each side, and these are as wide as text is, not as the
    words of a form.
    """
    if len(runs) < 6 or not 0 < width <= _WIDEST:
        return None
    size = int(width) + 2
    begin, end = [0] * (size + 1), [0] * (size + 1)
    for run in runs:
        begin[_within(run.left, size)] += 1
        end[_within(run.right + 1, size)] += 1
    best: tuple[int, int, float] | None = None
    started = ended = 0
    stretch: list[int] = []
    crossing = 0
    for x in range(size):
        started += begin[x]
        ended += end[x]
        over = started - ended
        beside = ended >= 3 and len(runs) - started >= 3
        if stretch and (not beside or over != crossing):
            best = _better(best, crossing, stretch)
            stretch = []
        if beside and over <= len(runs) // 4:
            crossing = over
            stretch.append(x)
    if stretch:
        best = _better(best, crossing, stretch)
    if best is None:
        return None
    middle = best[2]
    for side in ([r for r in runs if r.right <= middle], [r for r in runs if r.left >= middle]):
        # By lines, for the words of one that is set to the width of its column stand apart.
        lines = _lines(sorted(side, key=lambda run: (-run.top, run.left)))
        if len(lines) < 3 or median(line.right - line.left for line in lines) < 0.12 * width:
            return None
    return middle


def _within(x: float, size: int) -> int:
    return min(max(int(x), 0), size)


def _better(
    best: tuple[int, int, float] | None, crossing: int, stretch: Sequence[int]
) -> tuple[int, int, float] | None:
    """The better of two strips: fewer runs cross it, or it is wider."""
    if len(stretch) < 6:
        return best
    found = (-crossing, len(stretch), (stretch[0] + stretch[-1] + 1) / 2)
    return found if best is None or found[:2] > best[:2] else best


def _lines(column: Sequence[Run]) -> list[Run]:
    """The lines of a column from above, each with its runs from left to right."""
    rows: list[list[Run]] = []
    for run in column:
        middle = (run.bottom + run.top) / 2
        if rows and rows[-1][0].bottom < middle < rows[-1][0].top:
            rows[-1].append(run)
        else:
            rows.append([run])
    lines = []
    for row in rows:
        row.sort(key=lambda run: run.left)
        lines.append(
            Run(
                row[0].left,
                min(run.bottom for run in row),
                max(run.right for run in row),
                max(run.top for run in row),
                " ".join(run.text for run in row),
            )
        )
    return lines


def _paragraphs(lines: Sequence[Run]) -> Iterator[str]:
    """The paragraphs of a column, with a line break where the page has one."""
    if not lines:
        return
    steps = [a.bottom - b.bottom for a, b in pairwise(lines)]
    usual = median(steps) if len(steps) > 3 else 1.6 * median(line.size for line in lines)
    usual = min(usual, 2.2 * median(line.size for line in lines))
    right = max(line.right for line in lines)
    left = Counter(round(line.left) for line in lines).most_common(1)[0][0]
    here = [lines[0].text]
    for before, line in pairwise(lines):
        if _begins(before, line, usual=usual, left=left, right=right):
            yield "\n".join(here)
            here = []
        here.append(line.text)
    yield "\n".join(here)


def _begins(before: Run, line: Run, *, usual: float, left: float, right: float) -> bool:
    """Whether a paragraph begins with ``line``."""
    size = max(line.size, 1.0)
    if before.bottom - line.bottom > 1.3 * usual or _ITEM.match(line.text):
        return True
    if abs(before.size - line.size) > 0.2 * size:
        return True
    indented = 0.6 * size < line.left - left and line.left - before.left > 0.6 * size
    if indented and not _ITEM.match(before.text):
        return True
    room = right - before.right
    word = len(line.text.split(" ", 1)[0]) / max(len(line.text), 1) * (line.right - line.left)
    return room > word + 2 * size and (
        bool(_ENDED.search(before.text[-_TAIL:])) or not line.text[0].islower()
    )


def _goes_on(before: str, line: str, *, open_: bool) -> bool:
    """Whether a column goes on with the last paragraph of the one before, whose last line is full (``open_``)."""
    tail = before[-_TAIL:]
    if _ITEM.match(line) or _ENDED.search(tail):
        return False
    return open_ or (line[:1].islower() and (len(before) > 40 or bool(_HALF.search(tail))))


def _unbroken(paragraph: str, whole: frozenset[str]) -> str:
    """A paragraph on one line; a word that was parted at the end of a line is one again."""
    lines = paragraph.split("\n")
    pieces = []
    for before, line in pairwise(lines):
        half, rest = _HALF.search(before[-_TAIL:]), _REST.match(line)
        if half is None or rest is None:
            pieces.append(f"{before} ")
            continue
        known = half[1].lower() in FIRST_HALVES or f"{half[1]}-{rest[0]}" in whole
        pieces.append(f"{before[:-1]}-" if known or not rest[0].islower() else before[:-1])
    return "".join([*pieces, lines[-1]])
