"""Text from outside, made fit for a page: no lone surrogates, no control characters, only web addresses.

Nothing here makes text safe as HTML. That is not needed: it never becomes HTML (see page.py).
"""

from __future__ import annotations

import functools
import re
from urllib.parse import urlsplit

NAME_LIMIT = 200

_BROKEN = re.compile("[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def clean(text: str) -> str:
    """Text as evidence: what cannot stand in a file becomes U+FFFD, one for one, so that lengths stay.

    >>> clean("met\\x00 on\\ud800 Monday")
    'met� on� Monday'
    """
    return _BROKEN.sub("\ufffd", text)


@functools.lru_cache(maxsize=50_000)
def name(text: str | None, fallback: str = "unnamed") -> str:
    """Text as a label: one line, no characters that turn the direction of writing, 200 characters at most.

    >>> name("  Sergey\\n Lavrov ")
    'Sergey Lavrov'
    >>> name(None, "role")
    'role'
    """
    flat = " ".join(_DIRECTION.sub("", clean(text or "")).split())
    if len(flat) > NAME_LIMIT:
        flat = flat[: NAME_LIMIT - 1] + "…"
    return flat or fallback


def web_address(url: str | None) -> str | None:
    """The address if a browser may be sent there (http and https with a host), else None.

    >>> web_address("https://example.org/a")
    'https://example.org/a'
    >>> web_address("javascript:alert(1)") is None
    True
    """
    if url is None or clean(url) != url or re.search(r"[\s<>\"\\]", url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and host else None


@functools.lru_cache(maxsize=10_000)
def token(value: str | None, fallback: str = "unknown") -> str:
    """The last part of an IRI or a name in camel case, as records.md writes it.

    >>> token("https://w3id.org/diplokg/ns#PhoneCall"), token("kg:Held"), token("phone_call")
    ('phone_call', 'held', 'phone_call')
    """
    last = re.split(r"[#/:]", name(value, fallback))[-1]
    return _CAMEL.sub("_", last).lower() or fallback
