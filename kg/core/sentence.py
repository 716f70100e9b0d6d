"""The sentence around some words of a text, by its marks alone: for what is shown, not for what is read.

The extractor has a better idea of where sentences end; a graph keeps no more than offsets of it.
"""

from __future__ import annotations

import re

MOST = 400
"""The most characters of a sentence that are given before and after the words."""

_END = re.compile(r"""[.!?…][”’"')\]]*\s+(?=[“‘"'(\[]?[^\W_a-z])|[。！？]|\n""")
# "U.S. ", "Mr. ", "S. ": what ends so is no sentence.
_SHORT = re.compile(
    r"(?<![\w.])(?:(?:\w\.)*\w|Mrs?|Ms|Drs?|St|Gen|Col|Lt|Sen|Rep|Gov|Prof|No|vs)\.$"
)


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """The rest of the sentence before and after ``text[start:end]``; never beyond its line.

    >>> text = "They met. Mr. Ito of the U.S. Embassy spoke of trade. Then he left."
    >>> around(text, text.index("trade"), text.index("trade") + 5)
    ('Mr. Ito of the U.S. Embassy spoke of ', '.')
    """
    low, high = max(text.rfind("\n", 0, start) + 1, start - MOST), text.find("\n", end)
    high = min(len(text) if high < 0 else high, end + MOST)
    for found in _END.finditer(text, low, high):
        if _SHORT.search(text, low, found.start() + 1):
            continue
        if found.end() <= start:
            low = found.end()
        elif found.start() >= end:
            high = found.end()
            break
    return text[low:start], text[end:high].rstrip()
