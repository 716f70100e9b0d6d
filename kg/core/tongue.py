"""Tags of languages as articles state them, and the direction in which they are written."""

from __future__ import annotations

import re

RIGHT_TO_LEFT = frozenset(
    ["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"],
)
"""Languages written from right to left; in no other script unless the tag says so."""

_REGION = re.compile(r"[A-Za-z]{2}|\d{3}")


def language(tag: str | None) -> str | None:
    """The tag of a language (BCP 47: language, script, region) in its usual letters; None for anything else.

    >>> language("ZH-hant"), language("no such language"), language("ru")
    ('zh-Hant', None, 'ru')
    """
    first, *rest = (tag or "").replace("_", "-").split("-")
    script = rest.pop(0).title() if rest and re.fullmatch(r"[A-Za-z]{4}", rest[0]) else None
    region = rest.pop(0).upper() if rest and _REGION.fullmatch(rest[0]) else None
    if rest or not re.fullmatch(r"[A-Za-z]{2,3}", first):
        return None
    return "-".join(part for part in (first.lower(), script, region) if part)


def direction(tag: str | None) -> str:
    """What ``dir`` is for text in a language: "rtl", or "auto" where its letters say it.

    >>> direction("ar-EG"), direction("en"), direction(None)
    ('rtl', 'auto', 'auto')
    """
    first, *rest = (tag or "").lower().split("-")
    return "rtl" if first in RIGHT_TO_LEFT and "latn" not in rest else "auto"
