"""A text as a person sees it: layout that is no grammar is taken out, and every place is known in the original.

White space of any kind and width between two words is one blank, what cannot be seen is nothing, lines that were
broken at a width are joined with the halves of their words, references and tags of HTML are what they stand for,
and letters that were decoded wrongly (mojibake) are mended by ftfy (Apache-2.0). Nothing that is said is changed.
"""

from __future__ import annotations

import html
import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_UNSEEN = (
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
)
_TAGS = "p|br|div|b|i|em|strong|span|a|ul|ol|li|h[1-6]|blockquote|td|tr|table|tbody|font|u|sup|sub|section|article"
_ODD = re.compile(
    r"(?P<soft>\u00ad[^\S\n]*\r?\n[^\S\n]*)"
    rf"|(?P<unseen>[{_UNSEEN}]+)"
    r"|(?P<breaks>\r?\n?\x0c\r?\n?|\r\n?|[\x0b\x85\u2029]|\u2028(?:[^\S\n]*\u2028)+)"
    r"|(?P<blank>[^\S\n\r\x0b\x0c\x85\u2029 ]|  )"
    r"|(?P<reference>&(?:amp;)?(?:[A-Za-z][A-Za-z0-9]{1,30}|\#\d{2,6}|\#[xX][0-9A-Fa-f]{2,5});)"
    rf"|(?P<tag><!\[CDATA\[|\]\]>|</?(?:{_TAGS})(?:\s[^<>]{{0,300}})?/?>)"
    r"|(?P<escaped>\\[nrt](?=[\W_]|[A-Z]|[a-z]{2}))"
    r"|(?P<garbled>[\u00c2-\u00c5\u00ce-\u00d0\u00e2]['\u0080-\u00bf\u0152-\u0161\u017d-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122])"
)
_WORD = re.compile(r"[^ \n\r\t]+")
_BLANKS = re.compile(rf"[^\S\n]+(?:[{_UNSEEN}]+[^\S\n]*)*")
_BLOCK_TAG = re.compile(r"</?(?:p|div|br|li|h[1-6]|tr|blockquote)\b", re.I)


@dataclass(frozen=True, slots=True)
class Legible:
    """``text``, whose n-th character is ``starts[n]`` to ``ends[n]`` of the original; both empty where all is as it was."""

    text: str
    starts: Sequence[int] = ()
    ends: Sequence[int] = ()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where characters ``start`` to ``end`` stand in the original."""
        if not self.starts:
            return start, end
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else self.ends[-1]
            return at, at
        return self.starts[start], self.ends[end - 1]

    def here(self, start: int, end: int) -> tuple[int, int]:
        """What of characters ``start`` to ``end`` of the original is left in the text."""
        if not self.starts:
            return start, end
        return bisect_left(self.starts, start), bisect_right(self.ends, end)


def legible(text: str) -> Legible:
    """A text without its layout.

    >>> found = legible("Foreign  Minister Ine Eriksen S&oslash;-\\nreide met\\u200b her Polish counter-\\npart.")
    >>> found.text
    'Foreign Minister Ine Eriksen Søreide met her Polish counterpart.'
    >>> found.original(found.text.index("Ine"), found.text.index(" met"))
    (18, 46)
    """
    characters = _replaced(text, _odd(text)) if _ODD.search(text) else Legible(text)
    edits = _lines(characters.text)
    if not edits:
        return characters
    return _through(characters, _replaced(characters.text, edits))


Edit = tuple[int, int, str]


def _replaced(text: str, edits: Sequence[Edit]) -> Legible:
    """The text after replacements, which do not overlap and stand in order."""
    if not edits:
        return Legible(text)
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def kept(first: int, last: int) -> None:
        out.append(text[first:last])
        starts.extend(range(first, last))
        ends.extend(range(first + 1, last + 1))

    at = 0
    for start, end, new in edits:
        kept(at, start)
        out.append(new)
        starts.extend([start] * len(new))
        ends.extend([end] * len(new))
        at = end
    kept(at, len(text))
    return Legible("".join(out), starts, ends)


def _through(first: Legible, second: Legible) -> Legible:
    """What the second is of the original of the first."""
    if not first.starts:
        return second
    return Legible(
        second.text,
        [first.starts[a] for a in second.starts],
        [first.ends[b - 1] for b in second.ends],
    )


def _odd(text: str) -> list[Edit]:
    """What is not a plain character where it stands."""
    out: list[Edit] = []
    at = 0
    while m := _ODD.search(text, at):
        start, end = m.span()
        new = _new(m.lastgroup or "", m[0])
        if m.lastgroup == "blank":
            while start > at and text[start - 1] in " \t":
                start -= 1
            run = _BLANKS.match(text, start)
            end = run.end() if run else end
            # The indent of a line says where paragraphs begin (_lines); its end says nothing.
            if start == 0 or text[start - 1] == "\n":
                new = " " * (end - start)
        elif m.lastgroup == "garbled":
            start = max(at, text.rfind(" ", 0, start) + 1, text.rfind("\n", 0, start) + 1)
            word = _WORD.match(text, start)
            end = max(end, word.end() if word else end)
            new = _mended(text[start:end])
        elif m.lastgroup == "unseen":
            between = start > 0 and text[start - 1].isalnum() and text[end : end + 1].isalnum()
            new = " " if between and "\ufeff" in m[0] else new
        if new != text[start:end]:
            out.append((start, end, new))
        at = max(end, at + 1)
    return out


_PLAIN = {"soft": "", "unseen": "", "blank": " ", "escaped": " "}


def _new(kind: str, found: str) -> str:
    """What stands in place of something odd."""
    if kind == "breaks":
        return "\n\n" if "\u2029" in found or "\u2028" in found else "\n"
    if kind == "reference":
        return html.unescape(html.unescape(found))
    if kind == "tag":
        return "\n" if _BLOCK_TAG.match(found) else ""
    return _PLAIN.get(kind, found)


@lru_cache(maxsize=4_096)
def _mended(word: str) -> str:
    """A word whose letters were decoded wrongly, as it was meant."""
    from ftfy import fix_encoding

    return fix_encoding(word)


_ENDED = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_ITEM = re.compile(r"(?:[-*•–—·]|\(?\d{1,2}[.)]|[a-z]\))\s")
_NUMBER = re.compile(r"(\d{1,4})(?:\s?[|:])?\s+")
_QUOTE = re.compile(r"(?:>\s?)+")
# From the beginning of a word alone: else a word of ten thousand letters takes seconds.
_HALF = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-\u2010]$")
_HYPHENED = re.compile(r"(?<![^\W\d_])[^\W\d_]+-[^\W\d_]+")
_REST = re.compile(r"[^\W\d_]+")
_STAY = frozenset(
    ["al", "anti", "co", "cross", "ex", "far", "four", "half", "high", "inter", "long", "low", "multi", "non", "one", "post", "pre", "pro", "re", "self", "semi", "short", "six", "so", "sub", "ten", "three", "two", "vice", "well", "year", "face", "hand", "day", "tit", "state", "over", "under", "mid", "top", "then", "all"]
)  # fmt: skip
"""First halves of words that are written with a hyphen wherever they stand."""
_GOES_ON = frozenset(
    ["the", "a", "an", "of", "in", "to", "and", "on", "with", "for", "from", "by", "at", "his", "her", "its", "their", "is", "was", "will", "that", "which", "had", "has", "as", "or", "between"]
)  # fmt: skip
"""Words with which no heading ends."""
_JOINED = "\0"
"""Two halves of a word, whose hyphen goes."""
_NARROWEST = 24
"""Characters in a line; a list of names is as narrow, and its lines are no paragraph."""


@dataclass(slots=True)
class _Line:
    """``text[start:end]`` without white space around it; ``from_`` is where its indent begins."""

    from_: int
    start: int
    end: int
    said: str

    @property
    def width(self) -> int:
        return self.end - self.from_

    @property
    def indent(self) -> int:
        return self.start - self.from_


def _lines(text: str) -> list[Edit]:
    """What joins the lines of paragraphs that were broken at a width."""
    if "\n" not in text:
        return []
    lines: list[_Line] = []
    at = 0
    for raw in text.split("\n"):
        start = at + len(raw) - len(raw.lstrip())
        lines.append(_Line(at, start, at + len(raw.rstrip()), raw.strip()))
        at += len(raw) + 1
    edits = [*_quoted(lines), *_numbers(text, lines)]
    full = [line for line in lines if line.said]
    pairs = _pairs(text, full)
    spaced = not pairs
    if spaced:
        pairs = list(itertools.pairwise(full))  # Perhaps set with two line feeds.
        if sum(_runs_on(a, b) for a, b in pairs) < 2:
            return _merged(edits)
    width = _width(pairs)
    flowed = sum(text[a.end : a.end + 1] == " " for a, _ in pairs)
    if not width and not spaced and flowed > 1 and flowed >= 0.8 * len(pairs):
        # Lines that end with a blank go on (RFC 3676, format=flowed).
        edits += [
            (a.end, b.start, " ")
            for a, b in pairs
            if text[a.end : a.end + 1] == " " and not _ITEM.match(b.said)
        ]
        return _merged(edits)
    hyphened = frozenset(_HYPHENED.findall(text))
    going: _Line | None = None
    for a, b in pairs:
        new = _between(a, b, width, hyphened, going=going is a)
        if new is not None:
            edits.append((a.end - (new == _JOINED), b.start, new.strip(_JOINED)))
        going = b if new is not None else None
    return _merged(edits)


def _pairs(text: str, full: Sequence[_Line]) -> list[tuple[_Line, _Line]]:
    """Lines of which one follows on the other."""
    return [(a, b) for a, b in itertools.pairwise(full) if text.count("\n", a.end, b.start) == 1]


def _merged(edits: Sequence[Edit]) -> list[Edit]:
    """Edits in order, those that touch made one."""
    out: list[Edit] = []
    for start, end, new in sorted(edits):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]), out[-1][2] + new)
        else:
            out.append((start, end, new))
    return out


def _quoted(lines: Sequence[_Line]) -> list[Edit]:
    """What takes the marks away that stand before the lines of a quoted message."""
    found = [(line, m.end()) for line in lines if (m := _QUOTE.match(line.said))]
    if len(found) < 2:
        return []
    edits: list[Edit] = []
    for line, size in found:
        edits.append((line.from_, line.start + size, ""))
        line.said = line.said[size:].strip()
        line.from_ = line.start = line.start + size
    return edits


def _numbers(text: str, lines: Sequence[_Line]) -> list[Edit]:
    """What takes the numbers away that stand before lines, where most have one and they count."""
    full = [line for line in lines if line.said]
    found = [(line, int(m[1]), m.end()) for line in full if (m := _NUMBER.match(line.said + " "))]
    steps = [(a, b) for a, b in itertools.pairwise(found) if b[1] == a[1] + 1]
    counted = {id(line) for pair in steps for line, *_ in pair}
    found = [(line, n, size) for line, n, size in found if id(line) in counted]
    if len(found) < 3 or len(found) < 0.6 * len(full):
        return []
    bare = {id(line): line.said[size:].strip() for line, _, size in found}
    said = [_Line(line.from_, line.start, line.end, bare.get(id(line), line.said)) for line in full]
    if not _width(_pairs(text, said)):
        return []
    edits: list[Edit] = []
    for line, _, size in found:
        edits.append((line.from_, line.start + size, ""))
        line.said = line.said[size:].strip()
        line.from_ = line.start = line.start + size
    return edits


def _width(pairs: Sequence[tuple[_Line, _Line]]) -> int:
    """The width at which lines were broken; 0 where each line is a paragraph.

    Of lines that were broken at a width, none had room for the first word of the next one.
    """
    going = [(a, b) for a, b in pairs if " " in a.said and not _ITEM.match(b.said)]
    width = max((a.width for a, _ in going), default=0)
    open_ = [(a, b) for a, b in going if not _ENDED.search(a.said)]
    if width < _NARROWEST or not open_:
        return 0
    full = sum(bool(_HALF.search(a.said)) or not _fits(a, b, width) for a, b in open_)
    lower = sum(_runs_on(a, b) for a, b in open_)
    return width if full >= 0.6 * len(open_) and lower >= max(1, 0.1 * len(open_)) else 0


def _runs_on(a: _Line, b: _Line) -> bool:
    """Is it plain that the next line goes on with the sentence?"""
    last = a.said.rsplit(None, 1)[-1].lower()
    return not _ENDED.search(a.said) and (b.said[0].islower() or last in _GOES_ON)


def _fits(a: _Line, b: _Line, width: int) -> bool:
    """Would the first word of the next line have had room?"""
    return a.width + 1 + len(b.said.split(None, 1)[0]) <= width


def _between(
    a: _Line, b: _Line, width: int, hyphened: frozenset[str], *, going: bool
) -> str | None:
    """What stands between two lines in place of the break; None where it stays."""
    half, rest = _HALF.search(a.said), _REST.match(b.said)
    if half and rest and (width or rest[0].islower()):
        stays = half[1].lower() in _STAY or f"{half[1]}-{rest[0]}" in hyphened
        return "" if stays or not rest[0].islower() else _JOINED
    hangs = b.indent > a.indent and b.indent > 1 and not _ITEM.match(a.said)
    if not width or (" " not in a.said and not going) or _ITEM.match(b.said) or hangs:
        return None
    open_ = not _ENDED.search(a.said)
    if open_ and (going or (b.said[0].islower() and a.width >= width / 2)):
        return " "  # However early a line ends, a sentence that runs on does not end with it.
    return None if _fits(a, b, width) else " "


FIRST_HALVES = _STAY
"""The same for whoever puts lines together before there is a text."""

__all__ = ["FIRST_HALVES", "Legible", "legible"]
