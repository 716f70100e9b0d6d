"""The files beside a store's database: what made it, and its views, which readers keep from being removed."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.core.errors import KgError

if sys.platform != "win32":
    import fcntl

FORMAT = 1
"""The layout of a store. A store of another number is refused, never misread."""

META = "store.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What is known of a store without opening its database.

    ``model`` is the language model that read its articles, ``ontology`` the digest of the data files
    whose reference data it holds, ``view`` the folder of the current view.
    """

    format: int = FORMAT
    builder: str = ""
    model: str | None = None
    ontology: str | None = None
    view: str | None = None


def hold(view: Path) -> int | None:
    """Keeps a view from being removed while it is read; raises OSError when it is gone."""
    if sys.platform == "win32":  # a view that is in use cannot be removed there anyway
        view.stat()
        return None
    held = os.open(view, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        if not (view / "CURRENT").exists():
            raise FileNotFoundError(view)
    except OSError:
        os.close(held)
        raise
    return held


def remove_view(view: Path) -> None:
    """Removes a view unless somebody reads it; then a later publication will."""
    try:
        if sys.platform == "win32":
            shutil.rmtree(view)
            return
        held = os.open(view, os.O_RDONLY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(view)
        finally:
            os.close(held)
    except OSError:
        return


def read_meta(path: Path) -> Meta:
    """What made a store. Raises KgError when there is none, or not one of this version."""
    try:
        raw = json.loads((path / META).read_text(encoding="utf-8"))
        number = raw["format"]
    except (FileNotFoundError, NotADirectoryError):
        raise KgError(
            "no store here",
            where=str(path),
            mend="make one with kg build SOURCE… or kg demo, or name another with --store",
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KgError(
            f"cannot read {META}: {reason(error)}",
            where=str(path),
            mend="restore the file, or build the store again in a new folder",
        ) from error
    if number != FORMAT:
        raise KgError(
            f"the store has format {number}, made by version {raw.get('builder') or 'unknown'}; "
            f"this version reads format {FORMAT}",
            where=str(path),
            mend="use that version, or build the sources again into a new folder",
        )
    fields: Mapping[str, object] = {k: v for k, v in raw.items() if k in asdict(Meta())}
    return Meta(**fields)  # type: ignore[arg-type]


def write_meta(path: Path, meta: Meta) -> None:
    part = path / f".{META}.{os.getpid()}"
    try:
        with part.open("w", encoding="utf-8", newline="\n") as out:
            json.dump(asdict(meta), out, indent=1)
            out.write("\n")
            out.flush()
            os.fsync(out.fileno())
        part.replace(path / META)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise KgError(
            f"cannot write {META}: {reason(error)}",
            where=str(path),
            mend="make room or give a folder that may be written, and run the same command again",
        ) from error


def broken(path: Path, error: Exception) -> KgError:
    if re.search("no space left|disk is full|quota", reason(error), re.IGNORECASE):
        return KgError(
            f"cannot open the store: {reason(error)}",
            where=str(path),
            mend="make room, and run the same command again; what was stored before is intact",
        )
    return KgError(
        f"cannot open the store: {reason(error)}",
        where=str(path),
        mend="run kg build on it again, which makes a new view; if that fails, too, build the sources "
        "into a new folder",
    )


def reason(error: Exception) -> str:
    """What happened, in one line."""
    text = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return " ".join(text.split()) or type(error).__name__
