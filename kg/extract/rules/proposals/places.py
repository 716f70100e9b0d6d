"""Which place the words of a span name: a place of the catalog or of GeoNames, a state, or the words as they stand."""

from __future__ import annotations

from dataclasses import replace

from kg.core.model import Notation, Venue
from kg.extract.reader.proposals import Part
from kg.extract.rules.actors.lexicon import Match
from kg.extract.rules.underway import UnderWay

_NAME = 4
"""Words of the longest name of a body that begins with that of a town."""


def place_of(way: UnderWay, part: Part) -> tuple[Venue | None, Notation | None]:
    """The place, and the state where nothing narrower is known."""
    first, last = way.doc.over(part.start, part.end)
    if last < len(way.doc) and way.doc.lowered[last] in way.words["called-by-place"]:
        return None, None  # "the Normandy format"
    if _of_a_speech(way, last):
        return None, None  # "his Detroit Economic Club address"
    near = [m for m in way.matches if first <= m.start and m.end <= last + 3]
    states = _states(way, [m for m in near if m.end <= last])
    found = [x.venue for x in way.tools.places.named(way.doc, (first, last), near)]
    # "The Federal Republic of Germany": a town of that name elsewhere is not meant.
    found = [v for v in found if not states or v.country is None or v.country in states]
    if found:
        named = next((v for v in found if v.name), None)
        city = next((v for v in found if v.city and not v.name), None)
        if named is not None and city is not None:
            return replace(
                named, city=city.city, country=city.country, geonames=city.geonames
            ), None
        return named or city or found[0], None
    text = way.article.text[part.start : part.end]
    for article in ("the ", "The "):
        text = text.removeprefix(article)
    head, _, tail = text.partition(", ")
    if states:
        # "Lochau, Austria": a town that no list has.
        town = (
            tail and head[:1].isupper() and not _states(way, [m for m in near if m.start == first])
        )
        if town and len(head.split()) <= 3 and "\n" not in head:
            venue = Venue(name=None, city=head, country=states[0], start=part.start, end=part.end)
            return venue, None
        return None, states[0]
    if not text[:1].isupper() or "\n" in text:
        return None, None
    # A building without a town, in what a government publishes, is in its country.
    home = None if _body(way, first, last) else way.setting.home
    return Venue(name=text, city=None, country=home, start=part.start, end=part.end), None


def _of_a_speech(way: UnderWay, last: int) -> bool:
    """Is it where somebody spoke, and not where that took place of which they spoke?"""
    doc = way.doc
    k = last
    while k < len(doc) and k - last < _NAME and doc[k].text[:1].isupper():
        k += 1
    return k < len(doc) and doc[k].low in way.words["speech-noun"]


def _states(way: UnderWay, matches: list[Match]) -> list[Notation]:
    polities = way.catalog.polities
    found = [polities[m.ref].notation for m in matches if m.kind in {"polity", "adjective"}]
    return list(dict.fromkeys(found))


def _body(way: UnderWay, first: int, last: int) -> bool:
    """Is a body of several states named, which may meet anywhere?"""
    known = way.catalog.organisations
    return any(
        m.kind == "organisation" and known[m.ref].polity is None
        for m in way.matches
        if first <= m.start and m.end <= last
    )
