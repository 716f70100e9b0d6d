"""Compares two mentions: what forbids that they are one event, and which features speak for it."""

from __future__ import annotations

from kg.resolve.events.profiles import Profile, iso
from kg.resolve.model import Reason
from kg.resolve.weights import EVENTS, reason

_WEEK = 7
AT_ONCE = 3
"""Days within which talks are told of that were announced without a day: the announcement was of these."""
_MANY = 5  # sides, from which on an article may name a part of them only


def conflict(
    a: Profile,
    b: Profile,
    *,
    moved: frozenset[tuple[int, int]] = frozenset(),
    settled: bool = False,
) -> str | None:
    """Why two mentions cannot tell of one event, or None.

    ``moved`` are days from which a mention of the same cluster says that the event was put off:
    a plan for one of them says nothing against another day. ``settled`` tells that what one of them
    calls off is known, by others of its cluster, to have been on again.
    """
    if a.group != b.group:
        return "they are events of different types"
    return (
        _who(a, b)
        or _when(a, b, moved)
        or _where(a, b)
        or (None if settled else _mood(a, b))
        or _told(a, b)
    )


def _who(a: Profile, b: Profile) -> str | None:
    if a.formats & b.formats:
        return None
    for side in a.of_side.keys() & b.of_side.keys():
        if a.of_side[side].isdisjoint(b.of_side[side]):
            return f"different people take part for {side}"
    for one, other in ((a, b), (b, a)):
        # Of people of no known state the family names tell whether they are the same.
        if one.strangers and len(one.sides) < 2 and one.strangers.isdisjoint(other.surnames):
            return "different people take part"
    if a.sides == b.sides:
        return None
    small, large = sorted((a.sides, b.sides), key=len)
    if small <= large:
        # A bilateral beside a summit is another event; one side alone leaves the others open.
        if len(small) >= 2 and not (len(large) >= _MANY and len(small) >= 3):
            return "one is between fewer sides"
        return None
    shared = len(small & large)
    if len(a.people & b.people) >= 2 or shared * 5 >= 3 * len(small | large):
        return None
    return "the sides differ"


def _when(a: Profile, b: Profile, moved: frozenset[tuple[int, int]]) -> str | None:
    if a.low is None or a.high is None or b.low is None or b.high is None:
        return None
    for one, other in ((a, b), (b, a)):
        if one.mood in {"off", "future"} and (one.low, one.high) in moved and _later(one, other):
            return None
    if max(a.low, b.low) > min(a.high, b.high):
        return f"{_span(a)} is not {_span(b)}"
    if a.hour and b.hour and a.hour != b.hour:
        return f"one is at {a.hour}, the other at {b.hour}"
    return None


def _later(one: Profile, other: Profile) -> bool:
    return (other.low or 0) > (one.low or 0)


def _span(p: Profile) -> str:
    low, high = iso(p.low), iso(p.high)
    return low if low == high else f"{low} to {high}"


def _where(a: Profile, b: Profile) -> str | None:
    if not a.one_place:
        return None
    if a.city and b.city:
        # A journey has several stations.
        return f"{a.city} is not {b.city}" if a.city != b.city and a.group != "visit" else None
    if a.country and b.country and a.country != b.country:
        return f"{a.country} is not {b.country}"
    return None


def _mood(a: Profile, b: Profile) -> str | None:
    """What was called off did not take place, unless two dates say that it was on again."""
    moods = {a.mood, b.mood}
    off = a if a.mood == "off" else b
    called_off = moods == {"off", "held"} and off.told.frame.status != "postponed"
    if called_off and (a.article == b.article or not (a.dated and b.dated)):
        return f"one was {off.told.frame.status}, the other took place"
    return None


def _told(a: Profile, b: Profile) -> str | None:
    if a.article == b.article:
        moods = {a.mood, b.mood}
        if moods == {"held", "future"} and not (a.exact and b.exact):
            return "one article tells both, with different statuses"
        if "denied" in moods:
            return None
        if a.people != b.people and min(len(a.people), len(b.people)) >= 2:
            return "one article names different people for the two"
        if a.venue and b.venue and a.venue != b.venue and a.people != b.people:
            return "one article gives two places"
    elif _memos(a, b) and not (a.hour and b.hour):
        return "two memoranda of one day, without an hour that they share"
    return None


def _memos(a: Profile, b: Profile) -> bool:
    """Are both told by memoranda of one day? Each of these is of one conversation, with its hour."""
    both = a.told.article_kind == b.told.article_kind == "memo"
    return both and (a.published == b.published or (a.exact and b.exact))


def reasons_of(a: Profile, b: Profile) -> tuple[Reason, ...]:
    """The features of two mentions that do not conflict."""
    out = _people(a, b)
    if not out:
        return ()
    out.append(_dates(a, b))
    if a.hour and a.hour == b.hour:
        out.append(reason(EVENTS, "same-hour", a.hour, b.hour))
    if a.venue and b.venue:
        same = a.venue == b.venue
        out.append(reason(EVENTS, "same-venue" if same else "other-venue", a.venue, b.venue))
    if a.city and a.city == b.city:
        out.append(reason(EVENTS, "same-city", a.city, b.city))
    elif a.country and a.country == b.country:
        out.append(reason(EVENTS, "same-country", a.country, b.country or ""))
    if (a.told.frame.type == "summit") != (b.told.frame.type == "summit"):
        out.append(reason(EVENTS, "summit-or-not", a.told.frame.type, b.told.frame.type))
    if a.told.frame.type == b.told.frame.type:
        out.append(reason(EVENTS, "same-type", a.told.frame.type, b.told.frame.type))
        if a.told.frame.type == "summit":
            out.append(reason(EVENTS, "both-summits", "summit", "summit"))
    if not a.topics.isdisjoint(b.topics):
        topic = min(a.topics & b.topics)
        out.append(reason(EVENTS, "same-topic", topic, topic))
    if a.article == b.article:
        out.append(reason(EVENTS, "same-article", a.told.source_id, b.told.source_id))
    elif {a.mood, b.mood} == {"held", "future"}:
        out.append(reason(EVENTS, "plan-and-report", a.told.frame.status, b.told.frame.status))
    if (a.told.frame.status == "proposed") != (b.told.frame.status == "proposed"):
        out.append(reason(EVENTS, "only-proposed", a.told.frame.status, b.told.frame.status))
    out += _told_when(a, b)
    return tuple(out)


def _told_when(a: Profile, b: Profile) -> list[Reason]:
    """What the days say on which two articles told of it."""
    out: list[Reason] = []
    if at_once(a, b) or at_once(b, a):
        out.append(reason(EVENTS, "told-at-once", *(iso(p.published) for p in (a, b))))
    for one, other in ((a, b), (b, a)):
        apart = a.article != b.article
        if apart and other.exact and not one.dated and _gap(one.published, other) <= _WEEK:
            out.append(reason(EVENTS, "close-in-time", *(iso(p.published) for p in (a, b))))
    return out


def at_once(plan: Profile, report: Profile) -> bool:
    """Do talks announced for two states, without a day or a name, and a report of some days later fit?"""
    if plan.published is None or report.published is None or plan.dated or plan.people:
        return False
    day = report.published if report.low is None or not report.exact else report.low
    return (
        plan.mood == "future"
        and report.mood == "held"
        and bool(report.people)
        and plan.sides == report.sides
        and len(plan.sides) == 2
        and 0 <= report.published - plan.published <= AT_ONCE
        and 0 <= day - plan.published <= AT_ONCE
    )


def _people(a: Profile, b: Profile) -> list[Reason]:
    shared = a.people & b.people
    small, large = sorted((a.people, b.people), key=len)
    shown = (_names(a), _names(b))
    out: list[Reason] = []
    whole = small == large and len(shared) >= 2 and len(a.sides | b.sides) > 1
    if whole:
        out.append(reason(EVENTS, "same-people", *shown))
    elif shared and small <= large:
        out.append(reason(EVENTS, "people-within" if len(shared) >= 2 else "one-person", *shown))
    elif shared:
        out.append(reason(EVENTS, "people-overlap", *shown))
    if not whole:
        if a.sides == b.sides or a.formats & b.formats:
            out.append(reason(EVENTS, "same-sides", *(", ".join(sorted(p.sides)) for p in (a, b))))
        elif a.sides & b.sides:
            out.append(
                reason(EVENTS, "sides-within", *(", ".join(sorted(p.sides)) for p in (a, b)))
            )
    if out and small and len(large) - len(shared) > 0:
        extra = min(len(large) - len(shared), 4)
        out += [reason(EVENTS, "more-people", *shown)] * extra
    return out


def _gap(day: int | None, p: Profile) -> int:
    """Days between an article and an event with exact dates."""
    if day is None or p.low is None or p.high is None:
        return 10**6
    return max(p.low - day, day - p.high, 0)


def _names(p: Profile) -> str:
    return ", ".join(sorted(i.split("/")[-1] for i in p.people))


def _dates(a: Profile, b: Profile) -> Reason:
    shown = (_span(a), _span(b))
    if a.dated and b.dated:
        if a.exact and b.exact:
            same = (a.low, a.high) == (b.low, b.high)
            return reason(EVENTS, "same-day" if same else "days-overlap", *shown)
        if a.exact or b.exact:
            return reason(EVENTS, "date-within", *shown)
        return reason(EVENTS, "same-period", *shown)
    return reason(EVENTS, "date-possible" if a.dated or b.dated else "no-dates", *shown)
