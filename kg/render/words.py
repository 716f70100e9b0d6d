"""The page's own words, in the languages that it speaks: one file of assets/lang for each.

A file is an object of entries by their keys: a text, in which ``{name}`` stands for what the page puts there, or
texts by the plural categories of the language (CLDR: one, few, many, other), of which the number ``{n}`` chooses.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from kg.core.errors import KgError
from kg.core.model import LocalIri
from kg.reference.topic_labels import names

LANGUAGES: Mapping[str, str] = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "de": "Deutsch",
    "ru": "Русский",
}
"""What the page speaks, each with its own name; the first is what a page speaks to those who ask for no other."""

FOLDER = Path(__file__).parent / "assets" / "lang"

Entry: TypeAlias = str | dict[str, str]


@functools.cache
def entries(lang: str) -> Mapping[str, Entry]:
    """The entries of one language by their keys.

    >>> entries("de")["publish.open"]
    'Veröffentlichen …'
    """
    found: dict[str, Entry] = json.loads((FOLDER / f"{lang}.json").read_text(encoding="utf-8"))
    return found


def say(key: str, lang: str) -> str:
    """One entry that is a text and has nothing to put in.

    >>> say("title", "fr")
    'Qui a rencontré qui'
    """
    entry = entries(lang)[key]
    return entry if isinstance(entry, str) else entry["other"]


def language(lang: str) -> str:
    """A language that the page speaks, or an error that says which there are.

    >>> language("FR")
    'fr'
    """
    if lang.lower() in LANGUAGES:
        return lang.lower()
    raise KgError(
        f"the page speaks no '{lang[:40]}'",
        where="kg render",
        mend=f"one of {', '.join(LANGUAGES)}",
    )


def topic(iri: str) -> dict[str, str]:
    """What a topic of the scheme is called in the languages of the page other than English, by its local IRI.

    >>> topic("topic/energy")["ru"], topic("topic/text-of-somebody")
    ('энергетика', {})
    """
    found = ((lang, names(lang).get(LocalIri(iri))) for lang in LANGUAGES)
    return {lang: name for lang, name in found if name}


def everything() -> dict[str, Any]:
    """All entries of all languages for a page: the keys once, and of each language what stands under them."""
    keys = sorted(entries("en"))
    return {
        "keys": keys,
        "names": dict(LANGUAGES),
        "words": {lang: [entries(lang)[key] for key in keys] for lang in LANGUAGES},
    }
