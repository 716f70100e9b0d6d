"""One round over what is watched: feeds that have changed, and folders. What fails is a line, and tried again.

What was learned of a feed is kept by the caller once its articles are in the store, so that an end in between
loses none of them. What is in folders is read as it is asked for, and never all at hand.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kg.core.errors import KgError
from kg.core.model import Article, Problem
from kg.sources import LIMIT_BYTES, read
from kg.sources.files import read_bytes
from kg.sources.formats.feeds import listed
from kg.sources.reader import Source
from kg.watch import feeds, fetch

_AGAIN = "it is tried again next time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How sites are asked: seconds between two requests to one host, seconds for an answer, entries of a feed."""

    pause: float = 1.0
    timeout: float = 20.0
    limit: int = feeds.MOST_ENTRIES


@dataclass(slots=True, kw_only=True)
class Round:
    """What a round found. ``articles`` and ``problems`` are those of feeds, ``files`` what is in files and folders.

    ``kept`` is what to remember of each feed, by its address.
    """

    articles: list[Article] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    files: Iterable[Article | Problem] = ()
    kept: dict[str, Any] = field(default_factory=dict)
    asked: int = 0
    unchanged: int = 0


def places(given: Iterable[str]) -> tuple[list[str], list[Path]]:
    """Addresses of feeds, those in lists among them, and folders and files. KgError for a list that is none."""
    urls: dict[str, None] = {}
    paths: list[Path] = []
    for one in given:
        if "://" in one:
            urls[fetch.address(one)] = None
            continue
        path = Path(one)
        if path.suffix.lower() == ".opml":
            urls.update(dict.fromkeys(_listed(path)))
        elif path.exists():
            paths.append(path)
        else:
            raise KgError(
                "no such file or folder",
                where=one,
                mend="give a folder, a list of feeds (.opml), or an address with http:// or https://",
            )
    return list(urls), paths


def _listed(path: Path) -> Iterable[str]:
    source = Source(path=path, name=path.name)
    return listed(read_bytes(source, limit_bytes=LIMIT_BYTES), source.where)


def look(
    urls: Iterable[str],
    paths: Iterable[Path],
    kept: dict[str, Any],
    *,
    manners: Manners | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Round:
    """What is new in feeds since ``kept``, and all that is in folders, of which a build knows what is new."""
    manners = manners or Manners()
    found = Round(kept=dict(kept))
    hosts: dict[str, float] = {}
    allowed: dict[str, Callable[[str], bool] | KgError] = {}
    for url in urls:
        try:
            _feed(url, found, manners, hosts, allowed, sleep)
        except KgError as error:
            where = error.where or url
            found.problems.append(Problem(source=where, what=error.what, mend=error.mend or _AGAIN))
    # One entry may stand in several feeds.
    found.articles = list({a.id: a for a in reversed(found.articles)}.values())[::-1]
    folders = list(paths)
    if folders:
        found.files = _others(read(folders), frozenset(a.id for a in found.articles))
    return found


def _others(
    files: Iterable[Article | Problem], known: frozenset[str]
) -> Iterator[Article | Problem]:
    """What is in files and is not in a feed of this round, too."""
    return (one for one in files if isinstance(one, Problem) or one.id not in known)


def _feed(
    url: str,
    found: Round,
    manners: Manners,
    hosts: dict[str, float],
    allowed: dict[str, Callable[[str], bool] | KgError],
    sleep: Callable[[float], None],
) -> None:
    before = found.kept.get(url)
    known: dict[str, Any] = before if isinstance(before, dict) else {}
    until = known.get("until")
    if isinstance(until, int | float) and time.time() < until:
        raise KgError("the site asked to wait", where=url, mend=_AGAIN)
    site = urlsplit(fetch.address(url)).netloc
    if site not in allowed:
        _wait(site, hosts, manners.pause, sleep)
        try:
            allowed[site] = fetch.robots(url, timeout=manners.timeout)
        except KgError as error:
            allowed[site] = error
    rules = allowed[site]
    if isinstance(rules, KgError):
        # Nobody is there: the site is not asked for each of its feeds.
        raise KgError(rules.what, where=url, mend=rules.mend)
    if not rules(url):
        raise KgError(
            "the site's robots.txt does not allow it", where=url, mend="take it out of the list"
        )
    _wait(site, hosts, manners.pause, sleep)
    answer = fetch.get(
        url, etag=known.get("etag"), modified=known.get("modified"), timeout=manners.timeout
    )
    found.asked += 1
    if answer.status == 304:
        found.unchanged += 1
        return
    if answer.status != 200:
        if answer.wait:
            found.kept[url] = {**known, "until": int(time.time() + answer.wait)}
        mend = "take it out of the list" if answer.status == 410 else _AGAIN
        raise KgError(f"the site answers {answer.status}", where=url, mend=mend)
    for one in feeds.articles(answer.body, url, most=manners.limit):
        if isinstance(one, Problem):
            found.problems.append(one)
        else:
            found.articles.append(one)
    found.kept[url] = {"etag": answer.etag, "modified": answer.modified}


def _wait(site: str, hosts: dict[str, float], pause: float, sleep: Callable[[float], None]) -> None:
    """Leaves a pause between two requests to one site."""
    rest = hosts.get(site, 0.0) + pause - time.monotonic()
    if site in hosts and rest > 0:
        sleep(rest)
    hosts[site] = time.monotonic()
