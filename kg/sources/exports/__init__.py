"""Exports of news databases as sources: several articles in one text, told apart, each with its title, day and outlet.

A text that is no export is left to whoever asked. The same text comes from a file of text, from a page and from what
word processors save: ``articles`` is given what they have in common, lines. The forms, and what their labels mean, are
in ``forms``; a module each reads what they have labels, codes or an order of lines for.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from kg.core.errors import KgError
from kg.core.model import Article, Problem
from kg.dates.en import printed
from kg.sources.exports import coded, labelled, ordered, parts
from kg.sources.exports.forms import ACCESSION, ANY_MARK, FORMS, Form, Shape
from kg.sources.exports.found import COPYRIGHT, Found, day_of
from kg.sources.files import check_text, problem, too_long
from kg.sources.languages import code
from kg.sources.layout import datelines
from kg.sources.reader import Options, Source

_READ: Mapping[Shape, Callable[[Sequence[str], Form], Found | None]] = {
    "labels": labelled.read,
    "codes": coded.read,
    "lines": ordered.read,
    "parts": parts.read,
}


_IN_PAGE = re.compile(
    rf"\bof \d{{1,6}} DOCUMENT|\bEnd of Document\b|>\s*HD\s*<|\bDocument (?:{ACCESSION}|\d+ of \d+)\b|Full text:|Publication title:"
)


def in_page(text: str) -> bool:
    """Whether a page may hold an export: it has the marks of one. Then its lines are worth a look.

    >>> in_page("<p>1 of 34 DOCUMENTS</p>"), in_page("<p>They met in Oslo.</p>")
    (True, False)
    """
    return _IN_PAGE.search(text) is not None


def form_of(text: str) -> Form | None:
    """The form of export that a text has; None for what is no export.

    >>> form_of("1 of 1 DOCUMENTS\\n\\nThe Fjord Post\\n\\nMarch 12, 2019 Tuesday\\n\\nTalks\\n\\nLENGTH: 3 words\\n\\nThey met.").name
    'LexisNexis'
    >>> form_of("They met in Oslo.") is None
    True
    """
    if ANY_MARK.search(text) is None:
        return None
    for form in FORMS:
        if any(mark in text for mark in form.marks):
            if form.shape == "parts":
                return form if parts.parts(text, form) else None
            if all(need.search(text) for need in form.needs):
                return form
    return None


def articles(text: str, source: Source, options: Options) -> Iterator[Article | Problem] | None:
    """The articles of an export, with ids such as ``export.txt:1``; None for a text that is no export.

    ``text`` may come from any file that has lines (text, a page, RTF, DOCX). An article without text is a
    Problem; a list of contents, a cover page and what stands behind the last article are passed over.

    >>> from pathlib import Path
    >>> text = "HD Talks\\nPD 12 March 2019\\nSN The Fjord Post\\nLA English\\nLP\\nThey met.\\n\\nAN Document FJPO00001\\n"
    >>> [(a.id, a.title, str(a.published)) for a in articles(text, Source(path=Path("a.txt"), name="a.txt"), Options())]
    [('a.txt:FJPO00001', 'Talks', '2019-03-12')]
    """
    form = form_of(text)
    if form is None:
        return None
    found = _all(text, form, source, options)
    first = next(found, None)
    if first is None:  # It has the marks of an export and nothing that is an article of one.
        source.noted.form = ""
        return None
    return itertools.chain((first,), found)


def _all(text: str, form: Form, source: Source, options: Options) -> Iterator[Article | Problem]:
    source.noted.form = form.name
    number = 0
    for piece in _pieces(text, form):
        found = _READ[form.shape](piece.splitlines(), form)
        body = _trimmed(found.body) if found else ""
        # A cover page has neither text nor day.
        if found is None or not (body or "published" in found.fields):
            continue
        number += 1
        where = f"{source.where}, article {number}"
        try:
            if not body:
                title = found.fields.get("title", "")[:80]
                raise KgError(
                    f"no text in this article of the export: {title!r}",
                    where=where,
                    mend="export it again with its full text",
                )
            if len(body.encode("utf-8", "surrogatepass")) > options.limit_bytes:
                raise too_long(where, options.limit_bytes)
            check_text(body, where=where)
        except KgError as error:
            yield problem(error)
            continue
        yield _article(found, body, f"{source.name}:{_id(found, number)}", source)


def _article(found: Found, text: str, name: str, source: Source) -> Article:
    fields = found.fields
    for key in fields.keys() & {"title", "published", "outlet", "language", "url", "dateline"}:
        source.noted.use("publisher" if key == "outlet" else key, key)
    published = day_of(fields.get("published", ""))
    place = day = None
    if "dateline" in fields:
        line = datelines.leading(f"{fields['dateline']} — They", near=published)
        place = line.place if line else None
        day = printed.settle(line.days) if line else None
    url = fields.get("url", "")
    return Article(
        id=name,
        text=text,
        title=fields.get("title") or None,
        published=published,
        publisher=_outlet(fields.get("outlet") or fields.get("publisher") or ""),
        language=code(fields.get("language")) or "en",
        url=url.split()[0] if url.startswith(("http://", "https://")) else None,
        dateline=day,
        dateline_place=place,
    )


def _id(found: Found, number: int) -> str:
    given = re.search(rf"{ACCESSION}|\b\d{{6,20}}\b", found.fields.get("id", ""))
    return given[0] if given else str(number)


def _outlet(text: str) -> str | None:
    """The name of an outlet, without the place and the edition that databases add to it."""
    name = re.sub(r",[^,;]{0,40}\bedition\b.*", "", text.partition(";")[0], flags=re.IGNORECASE)
    return re.sub(r"\s*[(\[][^()\[\]]{0,60}[)\]]\s*$", "", name).strip(" ,") or None


def _trimmed(lines: Sequence[str]) -> str:
    """The text of lines without empty ones around it, and without the copyright at its end."""
    kept = list(lines)
    while kept and (not kept[-1].strip() or COPYRIGHT.match(kept[-1])):
        kept.pop()
    while kept and not kept[0].strip():
        kept.pop(0)
    return "\n".join(kept).strip()


def _pieces(text: str, form: Form) -> Iterator[str]:
    """What is between the beginnings or the ends of articles."""
    if form.shape == "codes":
        yield from coded.records(text)
        return
    if form.shape == "parts":
        yield from parts.parts(text, form)
        return
    last = 0
    for match in form.mark.finditer(text):
        end = match.end() if form.at_end else match.start()
        yield text[last:end]
        last = end
    yield text[last:]
