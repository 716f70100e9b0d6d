"""What tables, JSON and other records call the fields of an article: the names that news tools use.

A name is compared in one spelling: ``publishedAt``, ``PublishedAt``, ``published-at`` and ``Published At`` are
``published_at``. What stands inside another object has the names of both, ``source.name`` for
``{"source": {"name": …}}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from kg.dates.stamps import stamped

FIELDS: Mapping[str, tuple[str, ...]] = {
    "text": (
        "body", "content", "article", "article_text", "full_text", "fulltext", "maintext", "article_body", "body_text",
        "story_text", "text_content", "content_text", "plain_text", "plaintext", "content_html", "body_html", "main_text",
        "content_rendered", "fields_body_text", "fields_body", "full_content", "raw_text", "article_content", "story",
        "transcript", "cleaned_text", "news_text", "content_value", "volltext", "texte", "texto",
    ),
    "id": (
        "article_id", "doc_id", "document_id", "guid", "guid_rendered", "identifier", "uuid", "accession_number",
        "accession_no", "story_id", "stories_id", "an", "@id", "_id",
    ),
    "published": (
        "date", "published_at", "publication_date", "publish_date", "pub_date", "pubdate", "date_published", "date_publish",
        "published_date", "published_on", "published_time", "publishing_date", "publication_time", "publish_time",
        "publication_datetime", "published_datetime", "web_publication_date", "first_publication_date",
        "article_published_time", "date_of_publication", "date_time_pub", "date_pub", "seen_date", "seendate", "article_date",
        "display_date", "display_datetime", "release_date", "posted_at", "post_date", "posted_on", "date_posted", "issued",
        "date_issued", "dc_date", "news_date", "sql_date", "datetime", "date_time", "pd",
        "erscheinungsdatum", "veröffentlichungsdatum", "date_de_publication", "fecha_de_publicación", "datum", "fecha",
    ),
    "url": (
        "link", "permalink", "web_url", "article_url", "source_url", "document_url", "canonical_url", "page_url", "short_url",
        "original_url", "news_url", "href", "loc", "links_permalink", "main_entity_of_page", "main_entity_of_page_@id",
    ),
    "title": (
        "headline", "web_title", "headline_main", "title_rendered", "article_title", "news_title", "document_title",
        "fields_headline", "heading", "article_headline", "hd",
        "titel", "überschrift", "schlagzeile", "titre", "título", "titulo", "titular",
    ),
    "publisher": (
        "publication", "outlet", "site_name", "sitename", "publisher_name", "source_name", "source_title", "source",
        "publication_title", "publication_name", "newspaper", "news_outlet", "media_name", "media_outlet", "media_title",
        "journal", "paper", "outlet_name", "source_domain", "domain", "site", "website", "website_name",
        "provider_name", "provider", "thread_site", "source_id", "sn", "news_source", "news_desk_source", "feed_title",
        "site_title", "quelle", "zeitung", "fuente", "periódico",
    ),
    "language": ("lang", "in_language", "language_code", "language_of_publication", "source_lang", "la", "locale", "sprache", "langue", "idioma"),
    "kind": (),
}  # fmt: skip
"""The fields of an article, each with the names of columns that are taken for it by themselves, the best first; names
in German, French and Spanish stand last.

A day of an update, of a crawl or of a row of a database (``updated_at``, ``crawled``, ``created_at``) is no day of
publication: it is named in the report, and whoever knows better says so with ``--column``."""

DATE_WORDS = frozenset({
    "date", "dates", "day", "datum", "fecha", "dated", "datetime", "time", "timestamp", "published", "publish",
    "publication", "pub", "pubdate", "posted", "issued", "created", "updated", "modified", "crawled", "scraped",
    "retrieved", "lastmod", "seen", "released", "epoch", "when", "year",
})  # fmt: skip
OUTLET_WORDS = frozenset({
    "source", "outlet", "newspaper", "paper", "publication", "publisher", "journal", "site", "website", "domain",
    "media", "medium", "provider", "channel", "agency", "magazine", "host", "feed", "press", "broadcaster", "quelle",
    "zeitung",
})  # fmt: skip
"""Words in names of columns that look like a day, or like an outlet."""

_DEEPEST = 3
_MOST_KEYS = 400


@lru_cache(maxsize=4096)
def spelled(name: str) -> str:
    """A name in the spelling that names are compared in.

    >>> [spelled(name) for name in ("publishedAt", "Publication Date", "source.name", "URL", "dc:date", "GUID")]
    ['published_at', 'publication_date', 'source_name', 'url', 'dc_date', 'guid']
    """
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name[:200].strip())
    return re.sub(r"[\s.:/_-]+", "_", parted.lower()).strip("_")


def flat(record: Mapping[str, object]) -> dict[str, object]:
    """A record with what is inside its objects beside what is not, each by the names of both.

    >>> flat({"source": {"id": None, "name": "The Fjord Post"}, "title": "Talks"})
    {'title': 'Talks', 'source.id': None, 'source.name': 'The Fjord Post'}
    """
    if not any(isinstance(value, dict | list) for value in record.values()):
        return dict(record)
    out: dict[str, object] = {k: v for k, v in record.items() if not isinstance(v, dict)}
    for name, value in _inside(record, "", _DEEPEST):
        if len(out) > _MOST_KEYS:
            break
        out.setdefault(name, value)
    # What is of no use inside is still told by its name.
    for key, value in record.items():
        if value == {}:
            out.setdefault(key, value)
    return out


def _inside(record: Mapping[str, object], before: str, deep: int) -> Iterator[tuple[str, object]]:
    for key, value in record.items():
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
            value = value[0]
        if isinstance(value, dict):
            if deep:
                yield from _inside(value, f"{before}{key}.", deep - 1)
        elif before:
            yield f"{before}{key}", value


@lru_cache(maxsize=1024)
def candidates(columns: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """For each field of an article those of ``columns`` that may hold it, the best first."""
    plain = {spelled(column): column for column in reversed(columns)}
    return {
        name: tuple(plain[alias] for alias in (name, *others) if alias in plain)
        for name, others in FIELDS.items()
    }


def resembles(field: str, column: str, value: object) -> bool:
    """Whether a column that no name of ``FIELDS`` fits looks like a day of publication or an outlet.

    >>> resembles("published", "Erschienen", "2019-03-12"), resembles("published", "crawl_date", 1552379400)
    (True, True)
    >>> resembles("published", "words", 1040), resembles("publisher", "News Agency", "The Fjord Post")
    (False, True)
    """
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return False
    text = str(value).strip()
    if not 1 <= len(text) <= 100:
        return False
    words = set(spelled(column).split("_"))
    if field == "publisher":
        return bool(words & OUTLET_WORDS) and any(ch.isalpha() for ch in text)
    if field != "published":
        return False
    if words & DATE_WORDS:
        return any(ch.isdigit() for ch in text)
    # A plain number may be anything: only what is written as a day is one.
    return any(ch in text for ch in "-/., :") and stamped(text) is not None
