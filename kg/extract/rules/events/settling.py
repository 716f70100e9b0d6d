"""What an event turns out to be once its day and place are known. Finds nothing by itself."""

from __future__ import annotations

from datetime import date

from kg.extract.rules.actors.register import Register
from kg.extract.rules.events.drafts import Draft
from kg.extract.rules.events.finder import EventFinder


def settle(d: Draft, *, anchor: date | None, register: Register, finder: EventFinder) -> None:
    """What place and day decide: a conversation in a building is a meeting, tomorrow is a plan."""
    first = d.when.earliest if d.when and d.when.edtf else None
    ahead = (first - anchor).days if first and anchor else 0
    told = ahead == 1 and d.status == "held" and _past(d)
    if ahead > 0 and d.status in {"held", "ongoing"} and not told:
        # One day ahead in the past tense is a time zone, not a plan.
        d.status = "planned"
    last = d.when.latest if d.when and d.when.edtf else None
    if d.plain_noun and last and anchor and last < anchor:
        # "discussed the outcome of the June summit": what is past was held, unless called off.
        d.status = "held" if d.status in {"planned", "proposed"} else d.status
    if (
        d.rule == "phone_call/conversation"
        and d.type == "phone_call"
        and d.venue
        and not finder.channel(d.token)
    ):
        d.type = "meeting"
    register.at_home(e for e, _ in d.participants)
    home = register.home
    if d.type == "visit" and home and not (d.venue or d.country):
        guests = {e.polity for e, f in d.participants if f == "guest"}
        if len(d.participants) == len(guests) == 1 and guests - {home, None}:
            d.participants.append((register.state(home), "host"))
    if d.type == "visit" and not any(f == "host" for _, f in d.participants):
        country = d.venue.country if d.venue else d.country
        if country and country in register.catalog.by_notation:
            d.participants.append((register.state(country), "host"))


def _past(d: Draft) -> bool:
    """Is the event told in the past tense?"""
    verb = next((t for t in (d.token, *d.token.ancestors) if t.pos_ == "VERB"), None)
    return verb is not None and verb.tag_ == "VBD"
