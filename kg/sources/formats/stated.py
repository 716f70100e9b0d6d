"""What a file says of itself: titles, days and outlets of its metadata, with what no person put there left out.

Programs fill these fields, too: "Microsoft Word - readout_v3.docx", the day of a template, the name of
whoever typed it. What is known for that is an entry of the tables here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from kg.core.model import Article
from kg.sources.layout import datelines, describe

_LONGEST = 300
"""Characters of a title or a name; what is longer is no title."""

_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel) -.*|.*\.(?:docx?|rtf|pdf|odt|indd|qxd|pages|tmp|html?|xlsx?|txt|eml|p65)"
    r"|untitled(?:[ -]?\d+)?|(?:new )?document ?\d*|powerpoint presentation|slide \d+|title|press release"
    r"|(?:pdf )?print(?:ed|out)?|about:blank|no subject|\(no subject\)|[\W\d_]*)",
    re.IGNORECASE,
)
"""Titles that come from a program or from the name of a file."""

_NO_DAY = frozenset(
    {
        date(1601, 1, 1),  # the beginning of time of Windows
        date(1970, 1, 1),  # of Unix
        date(1980, 1, 1),  # of zip archives
        date(2013, 12, 23),  # of the template of python-docx
    }
)
"""Days that programs write when nobody said one."""

_INSTITUTION = re.compile(
    r"\b(?:government|secretariat|presidency|council|commission|parliament|senate|assembly|union|nations|institute"
    r"|centre|center|foundation|bureau|office of|white house|kremlin|palace|foreign office|state department|newsroom"
    r"|newsletter|bulletin|digest|briefing|chancellery|mission|delegation|consulate|high representative|academy"
    r"|university|committee|organi[sz]ation|association|media|wire|globe|telegraph|standard|argus|examiner|sun|mirror"
    r"|independent|register|record|star)\b",
    re.IGNORECASE,
)
"""Words in names of those who publish, beside the ones in names of newspapers."""


def title(text: str | None) -> str | None:
    """A title of metadata on one line; None for what a program put there.

    >>> title(" Talks\\nin Oslo "), title("Microsoft Word - readout_v3.docx"), title("Untitled-2")
    ('Talks in Oslo', None, None)
    """
    found = " ".join(_legible(text or "").split())
    if not found or len(found) > _LONGEST or _NO_TITLE.fullmatch(found):
        return None
    return found


def outlet(name: str | None, address: str = "") -> str | None:
    """The name of an author or a sender where it is that of an outlet, and no person's.

    The ``address`` of a mail helps: reuters.com is Reuters, and whoever has their name before the
    @ is a person.

    >>> outlet("The Fjord Post", "news@fjord.example"), outlet("Ann Mail", "ann.mail@fjord.example")
    ('The Fjord Post', None)
    >>> outlet("Norsk Varsel", "desk@norskvarsel.example"), outlet("Kim Holm")
    ('Norsk Varsel', None)
    """
    found = " ".join(_legible(name or "").split()).strip(" '\"")
    if not found or len(found) > _LONGEST or "@" in found:
        return None
    box, _, host = address.lower().partition("@")
    squeezed = re.sub(r"\W|_", "", found.lower()).removeprefix("the")
    if len(squeezed) > 2 and squeezed in re.sub(r"\W|_", "", host):
        return found
    words = re.findall(r"\w{3,}", found.lower())
    if words and words[0] != "the" and words[0] in box and not _shared(box):
        return None
    return found if datelines.MASTHEAD.search(found) or _INSTITUTION.search(found) else None


def _shared(box: str) -> bool:
    return bool(re.search(r"news|press|media|info|reply|desk|edit|alert|letter|office", box))


def day(found: date | None) -> date | None:
    """A day of metadata; None for one that programs write when nobody said one."""
    return None if found in _NO_DAY else found


def dated(article: Article, found: date | None) -> Article:
    """The article with the day of its file, where its text prints no day of its own.

    The day when a file was made or a page was fetched is not sure to be the day of publication; a day
    that is printed above the text is.

    >>> dated(Article(id="1", text="Talks go on\\n\\nMay 3, 2019\\n\\nThey met."), date(2024, 1, 1)).published
    >>> dated(Article(id="1", text="They met."), date(2024, 1, 1)).published
    datetime.date(2024, 1, 1)
    """
    found = day(found)
    if article.published is not None or found is None or describe(article).published is not None:
        return article
    return replace(article, published=found)


def _legible(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
