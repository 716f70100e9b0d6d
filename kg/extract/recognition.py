"""Which language an article is in: by what its text plainly is, or else by what its source says.

It is cautious: what is not plainly another language is read. Three questions, the cheapest first:

* Is one word in seven one of the commonest of English? Then it is English, whatever its source says;
  pages often carry the language of their template. No article of the development sets has fewer.
* Does the source say that it is in another language (``Article.language``)? Then it is.
* Is it long enough to tell, and all but without English words? Then py3langid is asked (BSD-3-Clause,
  a table of byte sequences that lies in its wheel; the answer to a text is always the same). It sees no
  capitalised words, since foreign names are most of many an English headline.

"en" is also what an article has whose source says nothing, so to say so cannot outweigh the text.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import Any

from kg.core.model import Article, Problem

COMMON = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "that",
        "with",
        "from",
        "by",
        "it",
        "were",
        "be",
        "been",
        "has",
        "had",
        "will",
        "would",
        "which",
        "who",
        "this",
        "these",
        "they",
        "their",
        "his",
        "her",
        "its",
        "as",
        "are",
        "not",
        "also",
        "after",
        "before",
        "between",
        "about",
        "said",
        "but",
        "for",
        "at",
        "was",
        "is",
        "have",
    ]
)
"""Words that make up more than a seventh of English, and little of any other language."""

PLAIN = 1 / 7
"""The share of them from which on a text is English."""
SOME = 1 / 20
"""The share of them below which it may be asked whether it is not."""
KINDS = 4
"""Different words of them that a text must have to be plainly English."""

ENOUGH = 12
"""Words in small letters without which nothing can be told of a text in the Latin alphabet."""
ENOUGH_OTHERS = 12
"""Letters of other scripts from which on a text, if most of it is in them, is not English."""
SURE = 0.9
"""The least probability of an answer that counts."""
LOOKED_AT = 4_000
"""Characters, from the beginning, that are looked at."""

ENGLISH = "en"
_TO_BE_READ = frozenset({"en", "pcm", "sco", "zxx"})
"""Answers that say nothing against English: it, what is close to it, and no language at all."""
_CHINESE = frozenset({"zh", "wuu", "yue", "nan", "hak", "gan", "lzh"})
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


def language_of(article: Article) -> str:
    """The language as a code of ISO 639 ("de"), or "" where nothing can be told.

    >>> language_of(Article(id="a", text="They met.")), language_of(Article(id="a", text="...", language="fr-CA"))
    ('', 'fr')
    >>> language_of(Article(id="a", text="The minister said that he had met with them in Paris.", language="de"))
    'en'
    """
    text = article.text[:LOOKED_AT]
    words = text.lower().split()
    common = [w for w in words if w in COMMON]
    if len(common) >= PLAIN * len(words) and len({*common}) >= KINDS:
        return ENGLISH
    told = code_of(article.language)
    if told and told != ENGLISH:
        return told
    return "" if len(common) > SOME * len(words) else _recognised(text)


def _recognised(text: str) -> str:
    words = _WORD.findall(text)
    letters = sum(map(len, words))
    latin = len(_LATIN.findall(text))
    if letters - latin >= ENOUGH_OTHERS and latin < letters / 2:
        return _asked(text, 0.0) or "und"
    if not text.isupper():
        words = [w for w in words if w.islower()]
    if len(words) < ENOUGH:
        return ""
    return _asked(" ".join(words).lower(), SURE)


def _asked(text: str, sure: float) -> str:
    code, probability = _identifier().classify(text)
    if probability < sure or code in _TO_BE_READ:
        return ""
    return "zh" if code in _CHINESE else str(code)


@cache
def _identifier() -> Any:
    """The table of languages, which takes a moment to load: only where a text calls for it."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def code_of(tag: str) -> str:
    """The language of a tag of BCP 47, or of a name in English; "" for what names none.

    >>> code_of("en-GB"), code_of("deu"), code_of("German"), code_of("zh_Hans"), code_of("und"), code_of("?")
    ('en', 'de', 'de', 'zh', '', '')
    """
    first = re.split(r"[-_]", tag.strip().lower())[0]
    if first == ENGLISH or first in {"", "und", "mul", "zxx", "mis"}:
        return ENGLISH if first == ENGLISH else ""
    found = _listed(first)
    return str(getattr(found, "alpha_2", found.alpha_3)) if found else ""


def _listed(what: str) -> Any:
    """The language of ISO 639 with this code or name."""
    import pycountry

    by = "alpha_2" if len(what) == 2 else "alpha_3" if len(what) == 3 else "name"
    languages = pycountry.languages
    return languages.get(**{by: what}) or languages.get(bibliographic=what)


def name_of(code: str) -> str:
    """The English name of a language.

    >>> name_of("de"), name_of("el"), name_of("und")
    ('German', 'Greek', 'another language')
    """
    found = None if code == "und" else _listed(code)
    if found is None:
        return "another language"
    return re.sub(r"^Modern | \(.*\)$", "", str(getattr(found, "common_name", found.name)))


def unread(
    article: Article, languages: Collection[str], more: Collection[str] = ()
) -> Problem | None:
    """The line of the report for an article in a language that is none of ``languages``.

    ``more`` are those that can be read, and are not unless that is asked for.

    >>> unread(Article(id="a.txt", text="Sie trafen sich.", language="de"), ("en",)).what
    'in German, which is not read'
    >>> unread(Article(id="a.txt", text="Sie trafen sich.", language="de"), ("en",), ("de",)).what
    'in German, which is not read well enough'
    """
    code = language_of(article)
    if not code or code in languages:
        return None
    if code in more:
        return Problem(
            source=article.id,
            what=f"in {name_of(code)}, which is not read well enough",
            mend="read it all the same with --language all, and look at what it finds",
        )
    names = " or ".join(name_of(one) for one in languages)
    return Problem(
        source=article.id,
        what=f"in {name_of(code)}, which is not read",
        mend=f"give a translation into {names}; if it is in {names}, report it with the text",
    )
