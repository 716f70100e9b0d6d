"""The one exception that reaches a user: what happened, where, and how to mend it."""

from __future__ import annotations


class KgError(Exception):
    """An error told as a person needs it: what, where, how to mend, what exists instead.

    >>> str(KgError("unknown named query 'whomet'", where="kg query", mend="did you mean who-met?"))
    "unknown named query 'whomet' (kg query): did you mean who-met?"
    """

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what = what
        self.where = where
        self.mend = mend
        super().__init__(what)

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        mend = f": {self.mend}" if self.mend else ""
        return f"{self.what}{place}{mend}"
