"""Markup as the lines that a person sees, and the text of a piece of it, as feeds and records have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table",
    "tbody", "thead", "title", "ul",
})  # fmt: skip
# No svg: one that is not closed has the rest of the text in it.
_UNSEEN = frozenset({"script", "style", "noscript", "template", "head", "object", "iframe"})
_RULE = "_" * 60
_MOST_TAGS = 200_000
_DEEPEST = 250
_TAG = re.compile(r"<[A-Za-z/!?][^<>]{0,2000}>")
_BROKEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def lines_of(tree: Any) -> str:
    """The text of a page with its lines: blocks with an empty line between, rows of a table a line each.

    >>> lines_of(html.fromstring("<div><p>1 of 2 <b>DOCUMENTS</b></p><table><tr><td>HD</td><td>Talks</td></tr></table></div>"))
    '1 of 2 DOCUMENTS\\n\\nHD\\tTalks'
    """
    text = "".join(_texts(tree))
    text = re.sub(r"[ \xa0]*\n[ \t\xa0]*", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _texts(tree: Any) -> Iterator[str]:
    unseen = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            unseen += name in _UNSEEN
            if not unseen:
                yield _before(name) + _spaced(element.text)
            continue
        unseen -= name in _UNSEEN
        if not unseen:
            after = "\n\n" if name in _BLOCKS else "\n" if name == "tr" else ""
            yield after + _spaced(element.tail)


def _before(name: str) -> str:
    if name in _BLOCKS:
        return f"\n\n{_RULE}" if name == "hr" else "\n\n"
    if name in {"br", "tr"}:
        return "\n"
    return "\t" if name in {"td", "th"} else ""


def _spaced(text: str | None) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", text or "")


def seen(fragment: str) -> str:
    """The text of a piece of HTML; what has no markup stays as it is.

    >>> seen("<p>Envoys met in Krak&oacute;w.</p><script>no()</script><p>They parted.</p>")
    'Envoys met in Kraków.\\n\\nThey parted.'
    >>> seen("3 < 4")
    '3 < 4'
    """
    if not _TAG.search(fragment) and not re.search(r"&#?\w{2,30};", fragment):
        return fragment
    if fragment.count("<") > _MOST_TAGS:
        return _TAG.sub(" ", fragment)
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        data = f"<div>{fragment}</div>".encode("utf-8", "replace")
        tree = html.document_fromstring(data, parser=parser)
        deep = 0
        for event, _ in etree.iterwalk(tree, events=("start", "end")):
            deep += 1 if event == "start" else -1
            if deep > _DEEPEST:
                return _TAG.sub(" ", fragment)
        return lines_of(tree)
    except (etree.LxmlError, *_BROKEN):
        return _TAG.sub(" ", fragment)
