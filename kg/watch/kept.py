"""What is remembered from one call to the next, in files beside the store that a person can read and delete.

graph/feeds.json        of each feed: its ETag and Last-Modified, and until when not to ask
graph/watches.json      saved watches: whom and what they are about
graph/news/NAME.json    what was told last: each event's status, date and passages, and the latest news
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from kg.core.errors import KgError

FEEDS = "feeds.json"
WATCHES = "watches.json"
NEWS = "news"


def read(path: Path) -> dict[str, Any]:
    """The object in a file; empty where there is no file. Raises KgError for anything else."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _unreadable(path) from error
    if not isinstance(found, dict):
        raise _unreadable(path)
    return found


def _unreadable(path: Path) -> KgError:
    return KgError(
        "cannot be read, or is no JSON object",
        where=str(path),
        mend="restore the file, or delete it and begin anew",
    )


def write(path: Path, what: dict[str, Any]) -> None:
    """The whole of it, or nothing. Raises KgError when the disk refuses."""
    text = json.dumps(what, ensure_ascii=False, sort_keys=True, indent=None) + "\n"
    put(path, text.encode("utf-8", "replace"))


def put(path: Path, data: bytes) -> None:
    """A file with these bytes in place of the one before. Raises KgError when the disk refuses."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except OSError as error:
        raise KgError(
            f"cannot be written: {error.strerror or error}",
            where=str(path),
            mend="give a file in a folder that exists and may be written to, on a disk with room",
        ) from error
    finally:
        part.unlink(missing_ok=True)
