"""Words of a search that name no person and no thing: kinds of event, and what became of one.

The page, the server and ``Graph.search`` understand a search by the same tables, so that "calls planned"
means the same in all three.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kg.reference.event_kinds import event_kinds

STATUSES: Mapping[str, tuple[str, ...]] = {
    "held": ("held", "took place"),
    "ongoing": ("ongoing", "under way", "underway"),
    "planned": ("planned", "announced", "scheduled"),
    "proposed": ("proposed",),
    "postponed": ("postponed", "put off"),
    "cancelled": ("cancelled", "canceled", "called off"),
    "declined": ("declined", "refused"),
    "denied": ("denied",),
    "disputed": ("disputed",),
}
"""What people call a status."""

IDLE = frozenset(
    [
        "a", "an", "and", "about", "are", "at", "between", "by", "did", "do", "does", "for",
        "from", "had", "has", "have", "how", "in", "is", "of", "on", "or", "that", "the",
        "their", "they", "this", "to", "was", "were", "what", "when", "where", "which", "who", "whom",
        "whose", "why", "will", "with",
    ]
)  # fmt: skip
"""Words of a question that say nothing of what is looked for."""

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip


@cache
def types() -> Mapping[str, tuple[str, ...]]:
    """What types of event a word or two stands for, by their keys; a wider word for all that are narrower.

    >>> types()["call"], types()["phone call"], types()["summits"]
    (('phone_call', 'video_call'), ('phone_call',), ('summit',))
    """
    kinds = event_kinds()
    by_class = {kind.classes[0]: kind for kind in kinds.values()}
    found: dict[str, set[str]] = {}
    for kind in kinds.values():
        names = {kind.noun, kind.nouns, kind.label, *kind.aliases, *(f"{a}s" for a in kind.aliases)}
        for wider in kind.classes[1:]:
            if wider in by_class:
                names |= {by_class[wider].noun, by_class[wider].nouns}
            else:
                word = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", wider).lower()
                names |= {word, f"{word}s"}
        for name in (kind.noun, kind.nouns, kind.label):
            words = name.split()
            names |= {word for word in words if len(words) > 1 and len(word) > 3}
        for name in names:
            found.setdefault(name.replace("_", " ").casefold(), set()).add(kind.key)
    return {name: tuple(sorted(keys)) for name, keys in sorted(found.items())}


def vocabulary() -> dict[str, object]:
    """All tables, as plain values for a page.

    >>> sorted(vocabulary())
    ['idle', 'months', 'statuses', 'types']
    """
    return {
        "idle": sorted(IDLE),
        "months": list(MONTHS),
        "statuses": {name: list(words) for name, words in STATUSES.items()},
        "types": {name: list(keys) for name, keys in types().items()},
    }
