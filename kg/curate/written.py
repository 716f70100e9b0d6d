"""Lines that people send, written to judgements.tsv: checked first, all of them or none, and taken back."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from kg.core.errors import KgError
from kg.core.model import BadLine, Correction, Judgement
from kg.resolve.judgements import HEADER, line_of, parse

MOST_LINES = 500
"""Lines that are taken at a time: an event may have many passages."""
LONGEST = 8_000
"""Characters of a line."""
LARGEST = 32 << 20
"""Bytes of the file, beyond which nothing is added."""


def checked(
    lines: Sequence[str], *, by: str, why: str, now: datetime
) -> list[Judgement | Correction]:
    """Lines as they will be written: of this person, with this reason, and the moment.

    Raises KgError that says which line is wrong.

    >>> checked(["A\\tB\\tsame\\tactor"], by="ann", why="one man", now=datetime(2026, 1, 15))[0].when
    '2026-01-15T00:00:00'
    """
    who, reason = (" ".join(text.split()) for text in (by, why))
    if not who or not reason:
        raise KgError("name and reason are missing", where="review", mend="give both")
    if max(len(who), len(reason)) > LONGEST // 4:
        raise KgError("name or reason is too long", where="review", mend="say it in fewer words")
    if not 0 < len(lines) <= MOST_LINES:
        raise KgError(
            f"{len(lines)} lines at once", where="review", mend=f"send 1 to {MOST_LINES} of them"
        )
    out: list[Judgement | Correction] = []
    for number, text in enumerate(lines, start=1):
        found = parse(text) if len(text) <= LONGEST and len(text.splitlines()) == 1 else ()
        if len(found) != 1:
            raise KgError("this is not one line", where=f"line {number}", mend="send one a line")
        one = found[0]
        if isinstance(one, BadLine):
            raise KgError(one.what, where=f"line {number}", mend=one.mend)
        out.append(replace(one, by=who, why=reason, when=now.isoformat(timespec="seconds"), line=0))
    return out


def add(path: Path, lines: Sequence[Judgement | Correction]) -> list[str]:
    """Writes lines at the end of a file, which is made if need be; gives them as they stand there."""
    made = [line_of(one) for one in lines]
    with _alone(path) as before:
        text = before or HEADER + "\n"
        text += "" if text.endswith("\n") else "\n"
        text += "".join(f"{line}\n" for line in made)
        if len(text.encode()) > LARGEST:
            raise KgError("the file is full", where=path.name, mend="take lines out of it")
        _put(path, text)
    return made


def take_back(path: Path, lines: Sequence[str]) -> list[str]:
    """Takes lines out of a file, each the last that stands there in these words; gives those that went."""
    gone: list[str] = []
    with _alone(path) as before:
        kept = before.splitlines()
        for line in lines:
            places = [n for n, one in enumerate(kept) if one == line]
            if places and line != HEADER:
                gone.append(kept.pop(places[-1]))
        if gone:
            _put(path, "".join(f"{line}\n" for line in kept))
    return gone


@contextmanager
def _alone(path: Path) -> Iterator[str]:
    """The text of the file, while nobody else who asks here writes to it."""
    try:
        with (path.parent / f".{path.name}.lock").open("a", encoding="utf-8") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except OSError as error:
        raise KgError(
            f"cannot be written: {error.strerror or error}",
            where=path.name,
            mend="give a store in a folder that may be written",
        ) from error
    except UnicodeDecodeError as error:
        raise KgError("not UTF-8", where=path.name, mend="save the file as UTF-8") from error


def _put(path: Path, text: str) -> None:
    """The whole file or nothing of it."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
