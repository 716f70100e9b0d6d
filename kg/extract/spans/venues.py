"""Where it took place, by the words of a place's span."""

from __future__ import annotations

from dataclasses import replace

from kg.core.model import Notation, Venue
from kg.extract.spans.actors import Actors
from kg.extract.spans.lexicon import Match
from kg.extract.spans.tables import former_seats

_OPENING = 60
_DASHES = "-\u2013\u2014("
"""What stands between where a text is from and the text, within its first characters."""


def venue_at(actors: Actors, start: int, end: int) -> tuple[Venue | None, Notation | None]:
    """The place, and the state where nothing narrower is known."""
    from kg.extract.spans.places import venue_of

    text, tools = actors.text, actors.tools
    first, last = text.over(start, end)
    words = text.words[first:last]
    if not words:
        return None, None
    found = actors.contexts.within(first, last)
    if any(w.low in tools.table.words["missions"] for w in words):
        return _named(actors, start, end, None), None
    near = actors.contexts.within(max(0, first - 2), min(len(text.words), last + 4))
    states = frozenset(
        _state(actors, m)
        for m in near
        if m.kind == "state" or (m.kind == "adjective" and m.first < last)
    )  # "À Vienne avec son collègue français" is not Vienne in France.
    capital = _capital(actors, first, last, found, start, end)
    if capital is not None:
        return capital, None
    known = tools.listed.venue([w for w in words if w.low not in tools.table.words["stop"]])
    known = known or tools.listed.venue(words)  # "Palais des Nations"
    if known is not None and (known.city or known.country):
        return replace(known, start=start, end=end), None
    in_states = [m for m in found if m.kind == "state" and _state(actors, m)]
    covered = {n for m in in_states for n in range(m.first, m.last)}
    rest = [w for n, w in enumerate(words, start=first) if n not in covered]
    city = tools.cities.at(rest, frozenset(s for s in states if s)) if rest else None
    metonym = [m for m in in_states if tools.metonym(text, m)]
    if city is not None and (not in_states or city[0].country in states):
        venue = venue_of(city[0], start, end)
        spare = len([w for w in rest if w.low not in tools.table.words["stop"]]) - (
            city[2] - city[1]
        )
        return (replace(venue, name=_said(actors, start, end)) if spare > 1 else venue), None
    if metonym:
        return _seat(actors, _state(actors, metonym[0]), start, end), None
    if in_states:
        return None, _state(actors, in_states[0])
    of = {s for m in found if m.kind in {"adjective", "organisation"} and (s := _state(actors, m))}
    if any(w.low in tools.table.words["seats"] for w in words):
        # A ministry or a palace is where its government is: of the state that is said, else of who publishes.
        rest = [w for w in words if w.upper and w.low not in tools.table.words["seats"]]
        whose = {s.who.polity for s in actors.seen if rest and start <= s.at < end} - {None}
        own = actors.home if not rest else next(iter(whose)) if len(whose) == 1 else None
        state = next(iter(of), None) if len(of) == 1 else None if of else own
        seat = _seat(actors, state, start, end) if state else None
        here = _dateline(actors, start, end)
        if here is not None and state and here.country == state:
            return replace(here, name=_said(actors, start, end), ref=None), None
        if seat is not None:
            return seat, None
    if all(w.low in tools.table.words["here"] | tools.table.words["stop"] for w in words):
        return _dateline(actors, start, end), None
    if any(m.kind == "home" for m in found):
        return None, actors.home
    if any(m.kind == "adjective" for m in found) and not any(w.upper for w in words):
        return None, next(iter(states)) if len(states) == 1 else None
    return _named(actors, start, end, next(iter(of)) if len(of) == 1 else None), None


def _dateline(actors: Actors, start: int, end: int) -> Venue | None:
    """The city that the text opens with: "MADRID, 3 may. …"."""
    from kg.extract.spans.places import venue_of

    text = actors.text
    first = [w for w in text.words if w.start < _OPENING]
    if not first or not any(c in text.said[:_OPENING] for c in _DASHES):
        return None
    city = actors.tools.cities.at(first[:4])
    return venue_of(city[0], start, end) if city and city[1] == 0 else None


def _state(actors: Actors, m: Match) -> Notation | None:
    side = actors.contexts.side(m)
    return side if side and actors.tools.catalog.polity(side) else None


def _capital(
    actors: Actors, first: int, last: int, found: list[Match], start: int, end: int
) -> Venue | None:
    """ "la capitale sénégalaise", "столице Казахстана"."""
    text, tools = actors.text, actors.tools
    words = {w.low for w in text.words[first:last]}
    if not words & tools.table.words["capital"]:
        return None
    wide = found or actors.contexts.within(first, min(len(text.words), last + 3))
    state = next(
        (s for m in wide if m.kind in {"state", "adjective"} and (s := _state(actors, m))), None
    )
    return capital_of(actors, state or actors.home, start, end)


def _seat(actors: Actors, state: Notation | None, start: int, end: int) -> Venue | None:
    """A building that stands for a government is in its capital."""
    city = capital_of(actors, state, start, end)
    named = _named(actors, start, end, state)
    return replace(city, name=_said(actors, start, end), ref=None) if city and named else named


def capital_of(actors: Actors, state: Notation | None, start: int, end: int) -> Venue | None:
    """The capital of a state, as a venue."""
    polity = actors.tools.catalog.polity(state)
    if polity is None or polity.capital is None:
        return None
    before, until = former_seats().get(polity.notation, (None, 0))
    moved = before is None or actors.day is None or actors.day.year > until
    place = actors.tools.catalog.places.get(polity.capital if moved or not before else before)
    if place is None:
        return None
    return Venue(
        name=None,
        city=place.label,
        country=polity.notation,
        geonames=place.geonames,
        ref=place.iri,
        start=start,
        end=end,
    )


def _said(actors: Actors, start: int, end: int) -> str:
    return " ".join(actors.text.said[start:end].split())


def _named(actors: Actors, start: int, end: int, state: Notation | None) -> Venue | None:
    """The words as they stand, if they are written as a name."""
    said = _said(actors, start, end)
    first, last = actors.text.over(start, end)
    if actors.tools.table.script in {"latin", "cyrillic"} and not any(
        w.upper for w in actors.text.words[first:last]
    ):
        return None
    small = actors.tools.table.words
    lead = actors.text.words[first - 1].low if first else ""
    town = lead in small["at"] - small["articles"] and not any(
        w.low in small["seats"] | small["articles"] for w in actors.text.words[first:last]
    )  # "à Juan Dolio": a town that no list has.
    return Venue(
        name=None if town else said,
        city=said if town else None,
        country=state,
        start=start,
        end=end,
    )
