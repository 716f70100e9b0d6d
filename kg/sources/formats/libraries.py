"""Libraries that only some formats need: loaded when a file of that format comes, and told when missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from kg.core.errors import KgError

_EXTRA = {
    "mammoth": "documents",
    "openpyxl": "documents",
    "pypdfium2": "documents",
    "striprtf": "documents",
    "warcio": "archives",
}
"""The extra of setup.cfg that each is in."""


def library(module: str, *, where: str) -> Any:
    """The module of a library; KgError with what to install when it is not there."""
    name = module.partition(".")[0]
    try:
        return import_module(module)
    except ImportError as error:
        raise KgError(
            f"{name}, which reads this format, is not installed",
            where=where,
            mend=f"pip install 'diplokg[{_EXTRA[name]}]', or save it as text or HTML",
        ) from error
