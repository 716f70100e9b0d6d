"""Text for people: numbers with their nouns, and words from outside that can do no harm where they are shown.

Knows only strings.
"""

from __future__ import annotations


def plain(text: str) -> str:
    """Text from outside in one line that cannot steer a terminal.

    >>> plain("a\\x1b[31m\\nb")
    'a [31m b'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "article"), counted(2, "country"), counted(3, "person")
    ('1 article', '2 countries', '3 people')
    """
    plural = (
        "people" if noun == "person" else noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    )
    return f"{number:,} {noun if number == 1 else plural}"


def plain_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe before = + - @, tab and CR.

    >>> plain_cell("=1+1")
    "'=1+1"
    >>> plain_cell("Sochi")
    'Sochi'
    """
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
