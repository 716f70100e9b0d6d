"""XML read element by element, with everything dangerous in it refused.

No entity of its own (they can expand without end or name a file), no external definition, nothing
from the network, no element larger than the parser's limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from kg.core.errors import KgError
from kg.sources.files import READ_ERRORS, failure, open_bytes
from kg.sources.reader import Options, Source

_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
_LARGEST = 50
"""A file may be this many times larger than one article may be."""
_MOST_INSIDE = 200_000
"""Elements in one that is asked for, which is held in memory while it is read."""


def root_name(head: bytes) -> str:
    """The local name of the first element in the first bytes of a file; empty if there is none.

    >>> root_name(b"<?xml version='1.0'?><!-- note --><tei:TEI xmlns:tei='x'>")
    'TEI'
    """
    for encoding in ("utf-16", "utf-8"):
        if encoding == "utf-8" or head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            text = re.sub(
                r"<!--.*?(?:-->|$)", "", head.decode(encoding, "replace"), flags=re.DOTALL
            )
            match = _ROOT.search(text)
            return match[2] if match else ""
    return ""


def elements(source: Source, options: Options, tags: tuple[str, ...]) -> Iterator[Any]:
    """Each element with one of ``tags`` (local names) when it is complete; its memory is freed when
    the next one is asked for. The root comes first, as soon as it is open.
    """
    wanted = tuple("{*}" + tag for tag in tags)
    try:
        size = source.path.stat().st_size
        if size > _LARGEST * options.limit_bytes:
            raise KgError(
                f"larger than {_LARGEST * options.limit_bytes / 1e6:g} MB",
                where=source.where,
                mend="split it, or raise the limit",
            )
        with open_bytes(source, limit_bytes=options.limit_bytes) as stream:
            parser = etree.iterparse(
                stream,
                events=("start", "end"),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                dtd_validation=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            yield from _walk(parser, wanted, source)
    except READ_ERRORS as error:
        raise failure(source, error) from error
    except etree.XMLSyntaxError as error:
        raise KgError(
            f"not well-formed XML: {error.msg}",
            where=source.where,
            mend="fetch the file again; `xmllint --noout FILE` shows where it breaks",
        ) from error


def _walk(parser: Any, wanted: tuple[str, ...], source: Source) -> Iterator[Any]:
    first = True
    held = 0
    outside: list[int] = []  # for each wanted element that is open, what was held before it
    for event, element in parser:
        if first:
            first = False
            dtd = element.getroottree().docinfo.internalDTD
            if dtd is not None and (dtd.external_id or dtd.system_url or list(dtd.iterentities())):
                raise KgError(
                    "XML with definitions of its own (DTD, entities), which can be harmful",
                    where=source.where,
                    mend="give the file without its DOCTYPE",
                )
            yield element
            continue
        known = isinstance(element.tag, str) and _matches(element, wanted)
        if event == "start":
            if known:
                outside.append(held)
            held = held + 1 if outside else 0
            if held > _MOST_INSIDE:
                raise KgError(
                    f"an element with more than {_MOST_INSIDE} others in it",
                    where=source.where,
                    mend="fetch the file again; an article or a journey is shorter",
                )
        elif known:
            yield element
            _free(element)
            held = outside.pop() if outside else 0
        elif not outside:  # nobody asks for it
            _free(element)


def local_name(element: Any) -> str:
    """The name of an element without its namespace; "" for what is none, as a comment.

    lxml gives elements names that it then refuses to take apart, ``<:a>`` for one.

    >>> local_name(etree.fromstring("<t:a xmlns:t='x'/>"))
    'a'
    """
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _matches(element: Any, wanted: tuple[str, ...]) -> bool:
    return "{*}" + local_name(element) in wanted


def _free(element: Any) -> None:
    tail = element.tail
    element.clear()
    element.tail = tail
    while (before := element.getprevious()) is not None:
        element.getparent().remove(before)


def text_of(element: Any | None, *, without: frozenset[str] = frozenset()) -> str:
    """The text of an element on one line, leaving out what is inside elements named in ``without``."""
    if element is None:
        return ""
    return " ".join("".join(_texts(element, without)).split())


def _texts(element: Any, without: frozenset[str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            name = local_name(child)
            if name == "lb":
                yield " "
            elif name not in without:
                yield from _texts(child, without)
        yield child.tail or ""
