"""Which languages are read without being asked for, and how well: ``ontology/languages/claimed.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.core.errors import KgError
from kg.extract.spans.tables import FOLDER
from kg.reference.read import folder

FILE = "claimed.toml"


@dataclass(frozen=True, slots=True)
class Worth:
    """What the reading of a language is worth: measures by name, and whether it is read without being asked for."""

    claimed: bool
    measures: Mapping[str, float]


@cache
def worth_of_reasons() -> Mapping[str, float]:
    """What each observation on an event adds to the log odds that it is right: ``confidence.toml`` beside the tables.

    Raises KgError when the file is spoilt.
    """
    path = folder() / FOLDER / "confidence.toml"
    try:
        return {k: float(v) for k, v in tomllib.loads(path.read_text(encoding="utf-8")).items()}
    except (OSError, tomllib.TOMLDecodeError, TypeError, ValueError) as error:
        raise KgError(
            f"the weights of confidence are spoilt: {error}",
            where=str(path),
            mend="restore the file",
        ) from None


def worth(where: Path | None = None) -> Mapping[str, Worth]:
    """The languages of the table, by code. Raises KgError when it is spoilt.

    >>> "en" in worth()
    False
    """
    path = where or folder() / FOLDER / FILE
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        return {
            code: Worth(
                row.get("claimed") is True,
                {k: float(v) for k, v in row.items() if k != "claimed"},
            )
            for code, row in sorted(given.items())
        }
    except (OSError, tomllib.TOMLDecodeError, AttributeError, TypeError, ValueError) as error:
        raise KgError(
            f"the table of languages is spoilt: {error}", where=str(path), mend="restore the file"
        ) from None
