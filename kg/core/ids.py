"""Namespaces and deterministic IRIs: a readable slug and a short hash of what makes the thing itself.

The base never enters a hash, so that a graph can be moved to another base without new identifiers.
A "local IRI" is an IRI without the base: ``person/sergey-lavrov-q58217``.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from kg.core.model import Article, Frame, Iri, LocalIri, Notation

BASE = "https://w3id.org/diplokg/"
NS = BASE + "ns#"
GRAPH_EVENTS = LocalIri("graph/events")
GRAPH_REFERENCE = LocalIri("graph/reference")

_WORD = re.compile(r"[^\W_]+")
_CUT = {"day": 10, "week": 10, "month": 7, "year": 4}


def iri(local: LocalIri) -> Iri:
    """The absolute IRI of a local one.

    >>> iri(LocalIri("country/ru"))
    'https://w3id.org/diplokg/country/ru'
    """
    return Iri(BASE + local)


def local(absolute: str) -> LocalIri:
    """The local IRI of an absolute one of ours, as an engine gives it; any other is returned as it is."""
    return LocalIri(absolute.removeprefix(BASE))


def fold(text: str) -> str:
    """Case, accents and typographic variants removed: the form in which names are compared.

    >>> fold("Türkiye’s  Çavuşoğlu")
    "turkiye's cavusoglu"
    """
    return _folded(text) if len(text) <= 40 else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return " ".join(text.replace("`", "'").casefold().split())
    text = text.translate(_TYPOGRAPHY)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(text.casefold().split())


_folded = lru_cache(maxsize=1 << 16)(_fold)
"""Words come again and again."""

_TYPOGRAPHY = str.maketrans(
    {
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-",
        "ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
        "ß": "ss", "æ": "ae", "Æ": "Ae", "ð": "d", "þ": "th",
    }
)  # fmt: skip


@lru_cache(maxsize=20_000)
def slug(text: str, *, limit: int = 48) -> str:
    """Lower-case ASCII words joined by hyphens, cut at a word.

    >>> slug("Kassym-Jomart Tokayev")
    'kassym-jomart-tokayev'
    """
    ascii_text = unicodedata.normalize("NFKD", fold(text)).encode("ascii", "ignore").decode()
    s = re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")
    return s if len(s) <= limit else s[:limit].rsplit("-", 1)[0]


@lru_cache(maxsize=20_000)
def told_by(name: str) -> str:
    """What tells a name apart from others: its slug, or its words where these have letters that no slug has.

    >>> told_by("Peter Szijjártó"), told_by("МИД России"), told_by("新华社")
    ('peter-szijjarto', 'мид россии', '新华社')
    """
    folded = unicodedata.normalize("NFKD", fold(name))
    if all(c.isascii() for c in folded if c.isalnum()):
        return slug(name)
    return " ".join(_WORD.findall(fold(name)))


def _named(kind: str, name: str, tail: str) -> LocalIri:
    """A local IRI that can be read, where the name has letters for that."""
    return LocalIri(f"{kind}/{slug(name)}-{tail}" if slug(name) else f"{kind}/{tail}")


def short(*parts: str, n: int = 8) -> str:
    """``n`` base-32 characters of the SHA-256 of the parts, compared without case."""
    key = "\x1f".join(("kg1", *(unicodedata.normalize("NFC", p).casefold() for p in parts)))
    # Five bits a character; to encode the rest of the digest would take most of the time.
    first = hashlib.sha256(key.encode()).digest()[: -(-n * 5 // 8)]
    return base64.b32encode(first).decode().lower()[:n]


@lru_cache(maxsize=4096)
def article(source_id: str, *, published: str | None, publisher: str | None) -> LocalIri:
    """An article is known by the id that its user gave it; day and publisher are for reading only."""
    day = published or "undated"
    name = slug(publisher or source_id, limit=24) or "article"
    return LocalIri(f"article/{day}-{name}-{short('article', source_id)}")


def mention(article_local: LocalIri, start: int, end: int, *, n: int = 1) -> LocalIri:
    """The hash of the article, the span of the evidence, and an ordinal where a span has several."""
    stem = article_local.rsplit("-", 1)[1]
    return LocalIri(f"mention/{stem}-{start}-{end}" + (f"-{n}" if n > 1 else ""))


def stem(article_local: LocalIri) -> str:
    """What tells an article apart, of its local IRI: the hash of its id, not the day and the publisher.

    >>> stem(article("a.txt", published="2019-05-15", publisher="Wire")) == short("article", "a.txt")
    True
    """
    return article_local.rsplit("-", 1)[-1]


def is_article(text: str) -> bool:
    """Is it the local IRI of an article rather than the id that its user gave it?

    >>> is_article(article("a.txt", published=None, publisher=None)), is_article("article/7")
    (True, False)
    """
    return bool(re.fullmatch(r"article/\S+-[a-z2-7]{8}", text))


def ordinal(mention_local: LocalIri) -> int:
    """The number of a mention among those of one span.

    >>> ordinal(mention(LocalIri("article/x-abc"), 7, 12)), ordinal(LocalIri("mention/abc-7-12-2"))
    (1, 2)
    """
    numbers = mention_local.rsplit("/", 1)[1].split("-")[1:]
    return int(numbers[2]) if len(numbers) > 2 else 1


def correction(*parts: str) -> LocalIri:
    """A correction by all that its line says."""
    return LocalIri(f"correction/{short('correction', *parts, n=16)}")


def corrector(name: str) -> LocalIri:
    """Somebody who corrects, by the name that they give."""
    return LocalIri(f"corrector/{slug(name) or 'somebody'}-{short('corrector', name)}")


def actor_mention(mention: LocalIri, n: int) -> LocalIri:
    """The mention of the ``n``-th participant of a mention, counted from 1."""
    return LocalIri(f"{mention}#a{n}")


def article_iri(told: Article) -> LocalIri:
    """The local IRI of an article."""
    return article(
        told.id,
        published=told.published.isoformat() if told.published else None,
        publisher=told.publisher,
    )


def mention_iris(told: Article, frames: Iterable[Frame]) -> list[LocalIri]:
    """The local IRIs of an article's mentions; frames on one span are told apart by an ordinal."""
    stem = article_iri(told)
    seen: dict[tuple[int, int], int] = {}
    out = []
    for frame in frames:
        span = (frame.evidence[0].start, frame.evidence[0].end)
        seen[span] = seen.get(span, 0) + 1
        out.append(mention(stem, *span, n=seen[span]))
    return out


def person(
    name: str, *, qid: str | None = None, country: Notation | None = None, tag: str = ""
) -> LocalIri:
    """A person by the identifier of an authority, else by name and state.

    ``tag`` keeps apart those whom name and state do not: it is an article, an era or an office.
    """
    tail = qid.lower() if qid else short("person", told_by(name), _joined(country, tag))
    return _named("person", name, tail)


def role(office: str, *, country: Notation | None, tag: str = "") -> LocalIri:
    """Somebody known by an office alone ("the Turkish foreign minister"); ``tag`` as for a person."""
    return _named("role", office, short("role", told_by(office), _joined(country, tag)))


def _joined(country: Notation | None, tag: str) -> str:
    return "|".join(t for t in (country or "", tag) if t)


def organisation(name: str, *, country: Notation | None = None) -> LocalIri:
    """An organisation that the reference data does not have."""
    return _named("org", name, short("org", told_by(name), country or ""))


def place(name: str, *, geonames: int | None = None, country: Notation | None = None) -> LocalIri:
    """A place by its GeoNames id, else by name and state."""
    tail = str(geonames) if geonames else short("place", told_by(name), country or "")
    return _named("place", name, tail)


@lru_cache(maxsize=20_000)
def topic(text: str) -> LocalIri:
    """A topic that the scheme does not have."""
    said = "-".join(part for part in ("text", slug(text), short("topic", told_by(text))) if part)
    return LocalIri(f"topic/{said}")


def event(
    kind: str,
    *,
    start: str | None,
    precision: str | None,
    actors: Iterable[LocalIri],
    names: Iterable[str],
    nth: int = 1,
) -> LocalIri:
    """An event by type, date (cut to its precision) and actors; ``nth`` tells same-day ones apart."""
    when = (start or "")[: _CUT.get(precision or "", 0)] or "undated"
    key = short("event", kind, when, *sorted(actors), str(nth))
    who = slug(" ".join(sorted(slug(s) for s in names)), limit=40)
    return LocalIri("event/" + "-".join(part for part in (when, slug(kind), who, key) if part))
