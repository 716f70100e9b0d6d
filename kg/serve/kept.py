"""The pages of a large graph that take a while, kept beside its index: there at once for the server that begins again.

What it is made of stands in its name: the state of the store (kg.ask.index.place), the files of kg.render that
made it, and what it is: the explorer, one that takes corrections, or the start page.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from functools import cache
from pathlib import Path

from kg.ask.index import forget_others, place


def kept(store: Path, what: str) -> Path | None:
    """Where a page of a store is kept, or would be; None where there is no store.

    >>> kept(Path("no-such-store"), "explorer") is None
    True
    """
    try:
        index = place(store)
    except OSError:
        return None
    return index.with_name(f"{index.stem}-{_made_by()}-{what}.html")


def there(store: Path, what: str) -> Path | None:
    """A page that is kept: no worker is needed for it, and none waited for."""
    place = kept(store, what)
    return place if place is not None and place.exists() else None


def keep(page: Path, html: str) -> None:
    """Keeps a page, and lets go of those of what the store was before."""
    part = page.with_name(f"{page.name}.{os.getpid()}.part")
    with contextlib.suppress(OSError):
        page.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_text(html, encoding="utf-8")
            part.replace(page)
        finally:
            part.unlink(missing_ok=True)
        forget_others(page)


@cache
def _made_by() -> str:
    """The files that make a page, by name, size and time, in a few letters."""
    home = Path(__file__).parents[1]
    told = [
        f"{path.relative_to(home)} {path.stat().st_size} {path.stat().st_mtime_ns}"
        for folder in ("render", "serve", "graph/view", "pages")
        for path in sorted((home / folder).rglob("*"))
        if path.suffix in {".py", ".js", ".css", ".html", ".json"}
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
