"""How an article is laid out: title, dateline, header, body and furniture, as offsets into its text.

The text itself is never changed. A line is furniture only by evidence: a phrase of furniture.txt, the
title over again, or the same short words many times. What is not known for something else is body.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.core.legible import Legible, legible
from kg.core.model import Article, Block, BlockKind
from kg.dates.en import printed
from kg.sources.layout import datelines, kinds, memo
from kg.sources.layout.furniture import is_furniture, plain
from kg.sources.layout.lines import Line, paragraphs

_TOP = 12
"""Title, date line and byline are looked for in this many lines from the top."""
_NAME = r"(?:[A-Z][\w.'’-]*|and|de|van|von|al|el|bin)"
_BYLINE = re.compile(
    rf"(?i:by):? (?!the\b){_NAME}(?:,? (?:{_NAME}|in|of|for|[|/]))*(?:\s*[|,].{{0,60}})?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What the layout of one text says."""

    blocks: tuple[Block, ...]
    title: str | None
    published: tuple[date, ...]
    dateline: tuple[date, ...]
    place: str | None
    memo: bool


def describe(article: Article, *, official_domains: frozenset[str] = kinds.OFFICIAL) -> Article:
    """The article with its blocks, and with title, published, dateline, dateline_place and kind taken
    from the text where they were not given. Offsets count code points of ``article.text``.

    ``official_domains`` are domains of governments and organisations beside the general patterns
    (.gov, mfa. …); an article published there is a readout. A day that can be read in two ways is
    left out unless the dateline or the address settles it.

    >>> a = describe(Article(id="1", text="Envoys Meet Again in Oslo\\n\\nOSLO, May 3 (AP) — They met.",
    ...              published=date(2019, 5, 4)))
    >>> a.title, a.dateline, a.dateline_place
    ('Envoys Meet Again in Oslo', datetime.date(2019, 5, 3), 'Oslo')
    >>> [(b.kind, a.text[b.start:b.end]) for b in a.blocks][1:]
    [('dateline', 'OSLO, May 3 (AP) —'), ('body', 'They met.')]
    """
    raw, plain = article, Legible(article.text)
    lines = paragraphs(raw.text)
    heading = memo.heading(lines)
    if heading is None and article.kind != "memo":  # The columns of a memorandum say something.
        plain = legible(raw.text)
        article = replace(raw, text=plain.text)
        lines = paragraphs(plain.text) if plain.starts else lines
    archived = "history.state.gov/historicaldocuments/" in (article.url or "")
    if heading is None and archived and len(lines) > 1:
        found = _headed(lines, 0, memo_kind=False)
    elif heading is not None:
        found = _headed(lines, heading, memo_kind=True)
    else:
        found = _report(article, lines)
    title = article.title or found.title
    address = printed.in_url(article.url)
    sure = found.dateline if len(found.dateline) == 1 else ()
    published = (
        article.published
        or printed.settle(found.published, sure + address)
        or printed.settle(found.dateline, address)
        or printed.settle(address)
    )
    near = (published,) if published else ()
    blocks = [
        replace(b, start=start, end=end)
        for b in found.blocks
        for start, end in [plain.original(b.start, b.end)]
    ]
    described = replace(
        article,
        title=title,
        published=published,
        dateline=article.dateline or printed.settle(found.dateline or found.published, near),
        dateline_place=article.dateline_place or found.place,
        blocks=found.blocks,
    )
    described = _with_kind(described, lines, found.memo, official_domains)
    return replace(described, text=raw.text, blocks=tuple(blocks))


def _with_kind(
    article: Article, lines: Sequence[Line], memo_kind: bool, domains: frozenset[str]
) -> Article:
    if article.kind != "news":
        return article
    if memo_kind:
        return replace(article, kind="memo")
    starts = {block.start for block in article.blocks if block.kind == "body"}
    if kinds.is_transcript([line for line in lines if line.start in starts]):
        return replace(article, kind="transcript")
    if kinds.is_readout(article.title, article.url, article.publisher, domains):
        return replace(article, kind="readout")
    return article


def _headed(lines: Sequence[Line], heading: int, *, memo_kind: bool) -> _Found:
    blocks, read, place = memo.blocks(lines, heading)
    return _Found(
        blocks=tuple(blocks),
        title=re.sub(r"^\d{1,4}\.\s+", "", lines[heading].plain),
        published=(),
        dateline=read,
        place=place,
        memo=memo_kind,
    )


def _report(article: Article, lines: Sequence[Line]) -> _Found:
    """The layout of anything but a memorandum."""
    repeated = _repeated(lines)
    kind: list[BlockKind] = [
        "furniture" if is_furniture(line.plain) or line.plain in repeated else "body"
        for line in lines
    ]
    dated = dict(_date_lines(lines, kind))
    for number in dated:
        kind[number] = "dateline"
    lead = _lead(lines, kind)
    title = _title(article, lines, kind, lead)
    if title is not None:
        for number in lead:
            if number < title:
                kind[number] = "header"
        kind[title] = "title"
        again = _key(lines[title].plain)
        for number in range(title + 1, len(lines)):
            if kind[number] == "body" and _only_repeats(_key(lines[number].plain), again):
                kind[number] = "furniture"
    for number in lead:
        if kind[number] == "body" and _is_byline(lines[number].plain):
            kind[number] = "header"
    if "body" not in kind and title is not None:
        # A headline alone is all there is to read.
        kind[title] = "body"
        title = None
    labelled = sorted(dated.items(), key=lambda item: (_rank(item[1][0]), item[0]))
    published = labelled[0][1][1] if labelled else ()
    near = (
        article.published
        or printed.settle(published)
        or printed.settle(printed.in_url(article.url))
    )
    start = _first_dateline(lines, kind, near)
    blocks = tuple(_blocks(article.text, lines, kind, start))
    return _Found(
        blocks=blocks,
        title=lines[title].plain if title is not None else None,
        published=published,
        dateline=start[1].days if start else (),
        place=start[1].place if start else None,
        memo=False,
    )


def _rank(label: str | None) -> int:
    """A day of publication before a bare one, and both before one of an update."""
    if label is None:
        return 1
    return 2 if "updated" in label or "modified" in label else 0


def _repeated(lines: Sequence[Line]) -> frozenset[str]:
    """Short lines without an end mark that stand there three times or more, each with few words."""
    short = Counter(
        line.plain
        for line in lines
        if len(line.plain) <= 40 and line.plain[-1:].isalnum() and line.plain[0] not in "-•*"
    )
    return frozenset(text for text, times in short.items() if times >= 3)


def _date_lines(
    lines: Sequence[Line], kind: Sequence[BlockKind]
) -> Iterator[tuple[int, tuple[str | None, tuple[date, ...]]]]:
    for number, line in enumerate(lines):
        if kind[number] == "furniture":
            continue
        label, read = printed.date_line(line.plain)
        if read and (label or number < _TOP):
            yield number, (label, read)


def _lead(lines: Sequence[Line], kind: Sequence[BlockKind]) -> list[int]:
    """The lines above the first paragraph: headline, masthead, byline."""
    lead: list[int] = []
    for number, line in enumerate(lines[:_TOP]):
        if kind[number] != "body":
            continue
        text = line.plain
        if not _is_byline(text) and (
            (line.is_sentence and not text.endswith(("?", "!")))
            or len(text) > 200
            or datelines.leading(text) is not None
            or kinds.speaker(text)
        ):
            break
        lead.append(number)
    return lead


def _is_byline(text: str) -> bool:
    return len(text) <= 120 and _BYLINE.fullmatch(text) is not None


def _title(
    article: Article, lines: Sequence[Line], kind: Sequence[BlockKind], lead: Sequence[int]
) -> int | None:
    """The line with the headline, or None if the text begins with its first paragraph."""
    if article.title:
        given = _key(article.title)
        top = [number for number in range(min(_TOP, len(lines))) if kind[number] == "body"]
        for number in top:
            here = _key(lines[number].plain)
            if here and (here == given or (len(here) > 20 and _starts_either(here, given))):
                return number
        return None
    names = [number for number in lead if not _is_byline(lines[number].plain)]
    names = [number for number in names if any(ch.isalpha() for ch in lines[number].plain)][:4]
    if not names or (len(names) == len(lines) and len(lines) == 1):
        return None
    for number in names[:-1]:
        words = lines[number].plain.split()
        if len(words) >= 3 and not (
            len(words) <= 4 and datelines.MASTHEAD.search(lines[number].plain)
        ):
            return number
    return names[-1] if len(lines[names[-1]].plain.split()) >= 2 else names[0]


def _starts_either(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _key(text: str) -> str:
    """A headline for comparing: letters and digits alone, in lower case."""
    return " ".join(re.findall(r"\w+", plain(text).casefold()))


def _only_repeats(text: str, title: str) -> bool:
    return bool(title) and bool(text) and not text.replace(title, "").strip()


def _first_dateline(
    lines: Sequence[Line], kind: list[BlockKind], near: date | None
) -> tuple[int, datelines.Dateline] | None:
    """The dateline before the first paragraph, or alone on a line above it; marks the latter."""
    seen = 0
    for number, line in enumerate(lines[:_TOP]):
        if kind[number] not in {"body", "header"}:
            continue
        here = datelines.alone(line.plain)
        if here and here.days:
            kind[number] = "dateline"
            return number, here
        if kind[number] == "header":
            continue
        begins = datelines.leading(line.plain, near=near)
        if begins:
            return number, begins
        seen += 1
        if seen == 2:
            break
    return None


def _blocks(
    text: str,
    lines: Sequence[Line],
    kind: Sequence[BlockKind],
    dateline: tuple[int, datelines.Dateline] | None,
) -> Iterator[Block]:
    for number, line in enumerate(lines):
        if dateline and number == dateline[0] and kind[number] == "body":
            cut = line.start + _raw_length(text[line.start : line.end], dateline[1].length)
            end = line.start + len(text[line.start : cut].rstrip())
            yield Block(start=line.start, end=end, kind="dateline")
            if cut < line.end:
                yield Block(start=cut, end=line.end, kind="body")
            continue
        yield Block(start=line.start, end=line.end, kind=kind[number])


def _raw_length(raw: str, length: int) -> int:
    """How much of ``raw`` makes the first ``length`` characters of ``plain(raw)``, with the white
    space after it."""
    low, high = 0, len(raw)
    while low < high:
        middle = (low + high) // 2
        if len(plain(raw[:middle] + "|")) - 1 < length:
            low = middle + 1
        else:
            high = middle
    while low < len(raw) and raw[low].isspace():
        low += 1
    return low
