"""Text made plain, so that patterns need to know one space, one hyphen and one apostrophe.

Of no language: may not import one.
"""

from __future__ import annotations

_SPACES = "\u00a0\u2007\u2009\u200a\u202f\u2002\u2003\t\r"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_APOSTROPHES = "\u2019\u2018\u02bc\u00b4\u0060"


def plain(text: str) -> str:
    """Lower case, plain spaces, hyphens and apostrophes; one character for each of ``text``.

    >>> plain("Sept\\u00a09–10’s")
    "sept 9-10's"
    """
    low = text.lower()
    if len(low) != len(text):  # a few letters, such as the dotted capital I, grow in lower case
        low = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    if low.isascii():
        return low.replace("\t", " ").replace("\r", " ").replace("`", "'")
    for characters, replacement in ((_SPACES, " "), (_DASHES, "-"), (_APOSTROPHES, "'")):
        for character in characters:
            low = low.replace(character, replacement)
    return low
