"""CAMEO and PLOVER codes of events: the most specific row of ontology/ that fits.

A row of one type stands in its file (events/), one of several types in codes.ttl.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.reference.event_kinds import kind_of
from kg.reference.read import folder, load

STATUSES: dict[str, str] = {
    "held": "Held", "ongoing": "Held", "planned": "Planned", "proposed": "Proposed",
    "postponed": "Postponed", "cancelled": "Cancelled", "declined": "Declined",
    "denied": "Denied", "disputed": "Disputed",
}  # fmt: skip
"""The status concept of a status."""


def code_of(
    event_type: str, status: str, *, circumstance: str = ""
) -> tuple[str | None, str | None]:
    """CAMEO and PLOVER codes, or None where the codebooks have none.

    >>> code_of("phone_call", "held")
    ('041', 'CONSULT-phone')
    """
    return _code(folder(), event_type, status, circumstance)


@cache
def _code(
    where: Path, event_type: str, status: str, circumstance: str
) -> tuple[str | None, str | None]:
    classes = [f"ns#{c}" for c in (*kind_of(event_type).classes, "Event")]
    wanted = f"ns#{STATUSES[status]}"
    best: tuple[int, str | None, str | None] | None = None
    for for_type, for_status, when, cameo, plover in load(where).codes:
        if for_type not in classes or for_status != wanted or when not in {"", circumstance}:
            continue
        score = (len(classes) - classes.index(for_type)) * 2 + bool(when)
        if best is None or score > best[0]:
            best = (score, cameo or None, plover or None)
    return (best[1], best[2]) if best else (None, None)
