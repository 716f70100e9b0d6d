"""Feeds that were fetched as articles, within a limit of time; ``kg.sources.formats.feeds`` takes them apart."""

from __future__ import annotations

from kg.core.budget import OutOfTime, at_most
from kg.core.errors import KgError
from kg.core.model import Article, Problem
from kg.core.words import plain
from kg.sources import laid_out
from kg.sources.formats.feeds import EMPTY, entries_of
from kg.sources.reader import Options

MOST_ENTRIES = 500
"""Entries of one feed that are taken, the first ones, unless more are asked for."""
_SECONDS = 30.0


def articles(body: bytes, url: str, *, most: int = MOST_ENTRIES) -> list[Article | Problem]:
    """The entries of a feed, laid out as other sources are, and a Problem for one that cannot be read.

    Raises KgError for what is no feed, and without feedparser.
    """
    try:
        with at_most(_SECONDS):
            return [
                laid_out(one, url) if isinstance(one, Article) else one
                for one in entries_of(body, url, Options(), most=most)
                # Who watches a feed cannot mend what has nothing in it.
                if not (isinstance(one, Problem) and one.what == EMPTY)
            ]
    except OutOfTime:
        mend = "take it out of the list, or ask who makes it"
        raise KgError(f"takes longer than {_SECONDS:g} s to read", where=url, mend=mend) from None
    except KgError:
        raise
    except Exception as error:
        # Whatever a library makes of what anybody wrote, it costs this feed alone.
        what = f"reading it failed: {type(error).__name__}: {plain(str(error))[:200]}"
        raise KgError(what, where=url, mend="the rest is read; report it with the feed") from error
