"""Which mentions could be one event at all: blocks of sides and weeks, and the pairs inside them.

Two mentions that could be one have a key in common and pass ``related``; what hangs together by such
pairs is a *story*. A story is decided by ``event_links`` on its mentions alone, whatever else there
is: that is the definition of one event, so stories can be decided one by one as articles come and go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from kg.resolve.events.pairs import conflict, reasons_of
from kg.resolve.events.profiles import Profile
from kg.resolve.weights import EVENT_THRESHOLD, total

BUCKET = 64
"""Days of a block."""
LATELY = 60  # days that a report without a date or place looks back
BACK = 30  # days that a plan without a date may be late in the paper
SOON = 120  # days that a plan without a date looks ahead
EARLY = 14  # days by which an exact date may begin before a vague one
RECALLED = 400  # days that a report without a date, but with a city, looks back
PUT_OFF = 90  # days within which a meeting that was put off is made up for
_LONGEST = 800  # days: what is vaguer than two years says nothing
_MANY = 6  # sides, from which on a block has one side and not two


def window(p: Profile) -> tuple[int, int] | None:
    """The days (ordinals) on which another mention of the same event can lie; None when there are none."""
    if p.low is None or p.high is None:
        return None
    if p.dated:
        low, high = p.low, p.high
        if not p.exact:
            low -= EARLY
        if p.told.frame.status == "postponed":
            high += PUT_OFF
        return (low, high) if high - low <= _LONGEST else None
    if p.published is None:
        return (p.low, p.high) if p.high - p.low <= _LONGEST else None
    if p.mood == "held":
        return (max(p.low, p.published - LATELY), p.high)
    return (max(p.low, p.published - BACK), min(p.high, p.published + SOON))


def keys(p: Profile) -> Iterator[str]:
    """The blocks that a mention stands in."""
    yield f"a|{p.group}|{p.article}"
    sides = sorted(p.marks)
    span = window(p)
    if span is None or not sides:
        return
    low, high = span
    kind = _kind(sides)
    pairs = list(combinations(sides, 2)) if kind == "0" else []
    for bucket in range(low // BUCKET, high // BUCKET + 1):
        for a, b in pairs:
            yield f"2|{p.group}|{a}|{b}|{bucket}"
        for s in sides:
            yield f"{kind}|{p.group}|{s}|{bucket}"
    if p.city and pairs:
        first = (p.published - RECALLED) if not p.dated and p.published is not None else low
        for bucket in range(first // RECALLED, high // RECALLED + 1):
            for a, b in pairs:
                yield f"c|{p.group}|{a}|{b}|{p.city}|{bucket}"


def sought(p: Profile) -> Iterator[str]:
    """The blocks in which others that could be one with a mention stand.

    Of others with several sides, one with several itself looks only at those that share two.
    """
    kind = _kind(sorted(p.marks))
    for key in keys(p):
        if key[0] in "01m":
            for other in "1m" if kind == "0" else "01m":
                yield other + key[1:]
        else:
            yield key


def _kind(sides: Sequence[str]) -> str:
    """Of one side, of some, or of so many that pairs of them would be too many."""
    return "1" if len(sides) == 1 else "m" if len(sides) > _MANY else "0"


def related(p: Profile, q: Profile) -> bool:
    """Could the two be one event, as far as they alone can tell?"""
    if p.group != q.group or p.marks.isdisjoint(q.marks):
        return False
    if not _meet(p, q):
        return False
    moved = frozenset(
        (x.low, x.high)
        for x in (p, q)
        if x.told.frame.status == "postponed" and x.low is not None and x.high is not None
    )
    if conflict(p, q, moved=moved, settled=True):
        return False
    reasons = reasons_of(p, q)
    return bool(reasons) and total(reasons) >= EVENT_THRESHOLD


def _meet(p: Profile, q: Profile) -> bool:
    """Do their windows overlap, or does one article tell both, or is one a recollection of a place?"""
    if p.article == q.article:
        return True
    a, b = window(p), window(q)
    if a is None or b is None:
        return False
    if max(a[0], b[0]) <= min(a[1], b[1]):
        return True
    if p.city is None or p.city != q.city:
        return False
    for one, other in ((p, q), (q, p)):
        if one.dated or one.mood != "held" or one.published is None or not other.dated:
            continue
        if one.published - RECALLED <= (other.low or 0) <= one.published:
            return True
    return False
