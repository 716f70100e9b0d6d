"""The classes that a reader tells apart; a model file says which it was trained with."""

from __future__ import annotations

KINDS: tuple[str, ...] = (
    "meeting", "summit", "negotiation", "phone_call", "video_call", "visit", "message",
    "invitation", "agreement_signing", "summons", "other",
)  # fmt: skip
"""Types of events; "other" are acts of diplomacy that are none of ours, kept apart from them."""

STATUSES: tuple[str, ...] = (
    "held", "ongoing", "planned", "proposed", "postponed", "cancelled", "declined", "denied",
)  # fmt: skip

ARGUMENTS: tuple[str, ...] = ("participants", "date", "place", "topics", "reported_by")
"""What an event has, by the names of the spans of gold records."""

NEAR = 8
"""Steps of the logarithm of a distance in pieces from the trigger, on each side of it."""


def step(distance: int) -> int:
    """The step of a signed distance: 0 for none, up to twice NEAR.

    >>> [step(d) for d in (-300, -2, -1, 0, 1, 2, 300)]
    [16, 10, 9, 0, 1, 2, 8]
    """
    if not distance:
        return 0
    far = min(NEAR, abs(distance).bit_length())
    return far if distance > 0 else NEAR + far
