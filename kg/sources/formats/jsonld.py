"""What a page says of its article in JSON-LD: NewsArticle and the other articles of schema.org.

Found in arrays, in ``@graph`` and inside other objects; a publisher may be named by its ``@id``. A page with several
articles in it says nothing, unless one of them is plainly its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.sources.formats.markup import seen

_LONGEST = 3_000_000
_MOST_SCRIPTS = 40
_MOST_NODES = 3_000
_DEEPEST = 8
_ARTICLE = re.compile(
    r"(?:https?://schema\.org/)?(?:\w{0,40}Article|Report|BlogPosting|LiveBlogPosting|PressRelease)"
)
_INSIDE = ("mainEntity", "mainEntityOfPage", "@graph", "itemListElement", "item", "hasPart")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The fields of an article as its page states them; None for what it does not."""

    title: str | None
    published: str | None
    publisher: str | None
    language: str | None
    url: str | None
    text: str | None


def stated(tree: Any) -> Stated | None:
    """What the page says of its own article; None where it says nothing, or cannot be understood.

    >>> from lxml import html
    >>> page = html.fromstring('<html><script type="application/ld+json">{"@type": "NewsArticle", "headline": "Talks",'
    ...     '"datePublished": "2019-03-12", "publisher": {"name": "The Fjord Post"}}</script><p>They met.</p></html>')
    >>> found = stated(page)
    >>> found.title, found.published, found.publisher, found.text
    ('Talks', '2019-03-12', 'The Fjord Post', None)
    """
    nodes = list(_nodes(tree))
    named = {str(node["@id"]): node for node in nodes if node.get("@id") and len(node) > 1}
    found = [node for node in nodes if _is_article(node)]
    node = _own(found, tree)
    if node is None:
        return None
    publisher = _node(node.get("publisher"), named) or _node(node.get("sourceOrganization"), named)
    return Stated(
        title=_text(node.get("headline")) or _text(node.get("name")),
        published=_text(node.get("datePublished")),
        publisher=_text(publisher.get("name"))
        if publisher
        else _text(node.get("publisher"), plain=True),
        language=_language(node.get("inLanguage"), named),
        url=_address(node, named),
        text=_body(node.get("articleBody")),
    )


def worse(text: str | None, stated_text: str) -> bool:
    """Whether what was found in a page is worse than the text that the page states: most of it is lacking.

    >>> worse("Subscribe.", "The ministers met in Oslo on Monday."), worse("They met. Long talks.", "They met.")
    (True, False)
    """
    if not text:
        return True
    here, there = _squeezed(text), _squeezed(stated_text)
    if len(here) < 0.6 * len(there):
        return True
    if len(there) < 200:
        return False
    step = max(1, (len(there) - 40) // 12)
    pieces = [there[at : at + 40] for at in range(0, len(there) - 40, step)]
    return sum(piece in here for piece in pieces) < len(pieces) / 2


def _squeezed(text: str) -> str:
    return "".join(ch for ch in text.lower() if ch.isalnum())


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    number = 0
    for script in tree.xpath("//script[contains(@type, 'ld+json')]")[:_MOST_SCRIPTS]:
        text = script.text or ""
        if len(text) > _LONGEST:
            continue
        text = re.sub(
            r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", text
        )
        try:
            whole = json.loads(text.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _walk(whole, _DEEPEST):
            number += 1
            if number > _MOST_NODES:
                return
            yield node


def _walk(value: object, deep: int) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for one in value[:_MOST_NODES]:
            yield from _walk(one, deep)
    elif isinstance(value, dict) and deep:
        yield value
        for key in (*_INSIDE, "publisher", "sourceOrganization"):
            if isinstance(value.get(key), dict | list):
                yield from _walk(value[key], deep - 1)


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and _ARTICLE.fullmatch(kind) for kind in named)


def _own(found: list[dict[str, Any]], tree: Any) -> dict[str, Any] | None:
    """The article of the page among those that it names."""
    if len({_text(node.get("headline")) or str(node.get("url")) for node in found}) <= 1:
        # One article, perhaps told twice: the fuller one.
        return max(found, key=len, default=None)
    titles = [
        _squeezed(str(text))
        for path in ("//title", "//h1", "//meta[@property='og:title']/@content")
        for text in [tree.xpath(f"string(({path})[1])")]
        if text
    ]
    address = str(tree.xpath("string((//link[@rel='canonical']/@href)[1])"))
    for node in found:
        headline = _squeezed(_text(node.get("headline")) or "")
        if len(headline) > 8 and any(headline in title for title in titles):
            return node
        if address and node.get("url") == address:
            return node
    return None


def _node(value: object, named: Mapping[str, dict[str, Any]]) -> dict[str, Any] | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, dict):
        return None
    if "name" not in value and isinstance(value.get("@id"), str):
        return named.get(value["@id"], value)
    return value


def _text(value: object, *, plain: bool = False) -> str | None:
    """A text on one line; with ``plain`` no address."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value")
    if not isinstance(value, str) or "\0" in value:
        return None
    text = " ".join(seen(value[:2_000]).split())
    return None if plain and text.startswith("http") else text or None


def _language(value: object, named: Mapping[str, dict[str, Any]]) -> str | None:
    node = _node(value, named)
    if node is None:
        return _text(value)
    return _text(node.get("alternateName")) or _text(node.get("name"))


def _address(node: Mapping[str, Any], named: Mapping[str, dict[str, Any]]) -> str | None:
    for value in (node.get("url"), node.get("mainEntityOfPage")):
        inner = _node(value, named)
        text = _text(inner.get("@id") or inner.get("url")) if inner else _text(value)
        if text and text.startswith(("http://", "https://")):
            return text
    return None


def _body(value: object) -> str | None:
    if isinstance(value, list):
        value = "\n\n".join(part for part in value if isinstance(part, str))
    if not isinstance(value, str) or "\0" in value:
        return None
    return seen(value).strip() or None
