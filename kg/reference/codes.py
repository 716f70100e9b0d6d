"""CAMEO and PLOVER codes of events: the most specific row of ontology/codes.ttl that fits."""

from __future__ import annotations

from functools import cache

from kg.reference.read import load

CLASSES: dict[str, tuple[str, ...]] = {
    "meeting": ("Meeting",),
    "summit": ("Summit", "Meeting"),
    "negotiation": ("Negotiation", "Meeting"),
    "visit": ("Visit",),
    "phone_call": ("PhoneCall", "Call"),
    "video_call": ("VideoCall", "Call"),
    "message": ("Message",),
    "invitation": ("Invitation",),
    "agreement_signing": ("AgreementSigning",),
    "summons": ("Summons",),
}
"""The ontology class of an event type, and the broader classes that a store states beside it."""

STATUSES: dict[str, str] = {
    "held": "Held", "ongoing": "Held", "planned": "Planned", "proposed": "Proposed",
    "postponed": "Postponed", "cancelled": "Cancelled", "declined": "Declined",
    "denied": "Denied", "disputed": "Disputed",
}  # fmt: skip
"""The status concept of a status."""

FACE_TO_FACE = frozenset({"meeting", "summit", "negotiation"})
"""Types of event at which people see each other."""


def code_of(
    event_type: str, status: str, *, circumstance: str = ""
) -> tuple[str | None, str | None]:
    """CAMEO and PLOVER codes, or None where the codebooks have none.

    >>> code_of("phone_call", "held")
    ('041', 'CONSULT-phone')
    """
    return _code(event_type, status, circumstance)


@cache
def _code(event_type: str, status: str, circumstance: str) -> tuple[str | None, str | None]:
    classes = [f"ns#{c}" for c in (*CLASSES[event_type], "Event")]
    wanted = f"ns#{STATUSES[status]}"
    best: tuple[int, str | None, str | None] | None = None
    for for_type, for_status, when, cameo, plover in load().codes:
        if for_type not in classes or for_status != wanted or when not in {"", circumstance}:
            continue
        score = (len(classes) - classes.index(for_type)) * 2 + bool(when)
        if best is None or score > best[0]:
            best = (score, cameo or None, plover or None)
    return (best[1], best[2]) if best else (None, None)
