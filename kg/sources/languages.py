"""Languages as sources name them ("English", "eng", "en-GB", "Russian; Русский"), as a code of ISO 639."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_NAMES = """
ar ara arabic العربية|bg bul bulgarian български|bn ben bengali|bs bos bosnian|ca cat catalan|cs ces cze czech čeština
da dan danish dansk|de deu ger german deutsch allemand alemán|el ell gre greek ελληνικά|en eng english anglais inglés englisch
es spa spanish español espanol castilian espagnol spanisch|et est estonian|fa fas per persian farsi|fi fin finnish suomi
fr fra fre french français francais französisch francés|he heb hebrew iw|hi hin hindi|hr hrv croatian|hu hun hungarian magyar
hy hye arm armenian|id ind indonesian bahasa|is isl ice icelandic|it ita italian italiano|ja jpn japanese 日本語
ka kat geo georgian|kk kaz kazakh|ko kor korean 한국어|lt lit lithuanian|lv lav latvian|mk mkd mac macedonian
ms msa may malay|nl nld dut dutch nederlands|no nor norwegian norsk nb nob nn nno|pl pol polish polski
pt por portuguese português portugues|ro ron rum romanian|ru rus russian русский russisch russe ruso|sk slk slo slovak|sl slv slovenian
sq sqi alb albanian|sr srp serbian srpski|sv swe swedish svenska|th tha thai|tr tur turkish türkçe|uk ukr ukrainian українська
ur urd urdu|uz uzb uzbek|vi vie vietnamese|zh zho chi chinese mandarin 中文
"""
CODES: Mapping[str, str] = MappingProxyType(
    {name: row.split()[0] for row in re.split(r"[|\n]", _NAMES) if row for name in row.split()}
)
"""The code of each name and of each other code of a language."""


def code(text: str | None) -> str | None:
    """The code of a language that a source names; None for nothing and for what is no name of one.

    >>> code("English"), code("en-GB"), code("rus"), code("Russian; Русский"), code("ENGLISH"), code("n/a")
    ('en', 'en', 'ru', 'ru', 'en', None)
    >>> code("tlh")
    'tlh'
    """
    words = re.findall(r"[^\W\d_]+", (text or "")[:100].lower())
    if not words:
        return None
    known = next((CODES[word] for word in words if word in CODES), None)
    if known:
        return known
    alone = re.fullmatch(r"([a-z]{2,3})(?:[-_][A-Za-z0-9_-]{1,20})?", (text or "").strip())
    return alone[1] if alone else None
