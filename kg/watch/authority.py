"""A newer table of people and offices, from a file or an address, taken into the authority of a store.

The network is asked for an address alone, as feeds are asked: bounded in time and size, and as robots.txt allows.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from kg.construction import authority as authorities
from kg.construction import table as tables
from kg.construction import updating
from kg.construction.build import AUTHORITIES
from kg.construction.table import Table
from kg.construction.updating import Update
from kg.core.errors import KgError
from kg.reference.catalog import Catalog
from kg.watch import fetch, kept

MOST_BYTES = fetch.MOST_BYTES
"""A table has no more, from wherever it comes: the bundled one has a twentieth of it."""
_AGAIN = "run the same command again later, or save the table and give the file"


def path_of(folder: Path) -> Path:
    """Where a store has its authority, or will have it."""
    found = (folder / n for n in AUTHORITIES if (folder / n).exists())
    return next(found, folder / AUTHORITIES[0])


def own(folder: Path) -> Table:
    """The table of a store's own authority; an empty one where there is none."""
    path = path_of(folder)
    if not path.exists():
        return tables.empty()
    return tables.parse(authorities.bytes_of(path), path.name)


def table_at(source: str, *, timeout: float = 20.0, most: int = MOST_BYTES) -> tuple[str, Table]:
    """The table in a file or at an address, and its name. KgError for what cannot be had, or is none."""
    if "://" in source:
        name, raw = _fetched(source, timeout, most)
    else:
        path = Path(source)
        name, raw = path.name, authorities.bytes_of(path, most)
        if len(raw) > most:
            mend = "leave out what is not about offices, or take it in parts"
            raise KgError(f"longer than {most / 1e6:g} MB", where=source, mend=mend)
    return name, tables.parse(raw, name)


def _fetched(url: str, timeout: float, most: int) -> tuple[str, bytes]:
    parts = urlsplit(fetch.address(url))
    if not fetch.robots(url, timeout=timeout)(url):
        mend = "save the table by hand and give the file"
        raise KgError("the site's robots.txt does not allow it", where=url, mend=mend)
    try:
        answer = fetch.get(url, timeout=timeout, most=most)
    except KgError as error:
        raise KgError(error.what, where=error.where, mend=_AGAIN) from error
    if answer.status != 200:
        raise KgError(f"the site answers {answer.status}", where=url, mend=_AGAIN)
    return PurePosixPath(parts.path).name or str(parts.hostname), answer.body


def update(
    folder: Path,
    source: str,
    catalog: Catalog,
    *,
    take: Collection[int] = (),
    timeout: float = 20.0,
    dry_run: bool = False,
) -> Update:
    """Takes a table into the authority of the store in ``folder``, and says what it brought.

    ``take`` are lines that are taken although they contradict what is known; with ``dry_run`` nothing is written.
    Raises KgError for a source that cannot be had or is no table, and where the disk refuses; then all is as before.
    """
    mine = own(folder)
    name, table = table_at(source, timeout=timeout)
    found = updating.compare(table, mine, catalog, name=name, take=take)
    if found.changes and not dry_run:
        kept.put(path_of(folder), tables.write(found.table))
    return found


def contradictions(folder: Path, catalog: Catalog) -> list[updating.Told]:
    """The rows of a store's own authority that contradict the bundled one, or each other."""
    name = path_of(folder).name
    return updating.compare(own(folder), tables.empty(), catalog, name=name).refused
