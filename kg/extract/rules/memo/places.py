"""Where a conversation was held: PLACE lines, the places of a title, the place of the dateline."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from kg.core.ids import fold, place
from kg.core.model import Article, LocalIri, Notation, Venue
from kg.extract.rules.actors.lexicon import cities
from kg.extract.rules.actors.places import Places
from kg.extract.rules.memo.header import Header, title_places
from kg.reference.catalog import Catalog
from kg.reference.once import once

_BUILDING = re.compile(
    r"\b(?:department|embassy|legation|residence|house|palace|hotel|office|mission|ministry|room|suite|club"
    r"|castle|building|headquarters|camp|airport|base|lodge|villa|ch[aâ]teau|quai|pentagon|secretariat|home)\b",
    re.IGNORECASE,
)


@once
def _named(catalog: Catalog) -> dict[str, tuple[LocalIri, ...]]:
    out: dict[str, list[LocalIri]] = defaultdict(list)
    for p in catalog.places.values():
        for name in p.names:
            out[fold(name)].append(p.iri)
    return {k: tuple(v) for k, v in out.items()}


@once
def _states(catalog: Catalog) -> dict[str, Notation]:
    out: dict[str, Notation] = {}
    for p in sorted(catalog.polities.values(), key=lambda p: p.former):
        for name in p.names:
            out.setdefault(fold(name), p.notation)
    return out


def venue_of(article: Article, header: Header, catalog: Catalog) -> Venue | None:
    """The most specific place that the header names, with its city and state where they are known."""
    parts: list[tuple[int, str]] = []
    for line in header.where:
        if not re.fullmatch(r"[\d:.\sapmAPM,–-]+", line.text):
            parts += _split(line.start, line.text.removeprefix("- ").strip(" ."))
    if not parts:
        for line in title_places(header):
            if _looks_like_place(line.text, catalog):
                parts.append((line.start, line.text))
    if article.dateline_place:
        at = article.text.find(article.dateline_place.split(",")[0])
        parts += _split(max(at, 0), article.dateline_place)
    return _venue(parts, catalog)


def _split(start: int, text: str) -> list[tuple[int, str]]:
    out = []
    pos = 0
    for piece in re.split(r"(\s*[,;]\s*)", text):
        clean = piece.strip(" ,;[]")
        if clean:
            out.append((start + pos, clean))
        pos += len(piece)
    return out


def _looks_like_place(text: str, catalog: Catalog) -> bool:
    low = fold(text)
    if len(text) > 70 or re.match(r"\s*(?:between|with|by|of|and|from)\b", low):
        return False
    return bool(
        low in _named(catalog)
        or low in cities()
        or low in _states(catalog)
        or _BUILDING.search(text)
    )


def _venue(parts: Sequence[tuple[int, str]], catalog: Catalog) -> Venue | None:
    if not parts:
        return None
    states = _states(catalog)
    country = next((states[fold(t)] for _, t in parts if fold(t) in states), None)
    name: str | None = None
    city: str | None = None
    geonames: int | None = None
    ref: LocalIri | None = None
    span: tuple[int, int] | None = None
    places = Places(catalog)
    for start, text in parts:
        low = fold(text)
        if low in states and low not in _named(catalog):
            span = span or (start, start + len(text))
            continue
        found = _entry(low, country, catalog, places)
        if found is not None:
            entry = catalog.places[found]
            in_city, in_state = places.around(found)
            if entry.geonames is None:
                name, ref = name or entry.label, ref or found
            if city is None and in_city:
                city = in_city
                geonames = next(
                    (
                        p.geonames
                        for p in catalog.places.values()
                        if p.label == in_city and p.geonames
                    ),
                    None,
                )
                ref = ref or found
            country = country or in_state
        else:
            rows = [c for c in cities().get(low, ()) if country in {None, c.country}]
            if city is None and rows:
                city, geonames = rows[0].name, rows[0].geonames
                country = country or rows[0].country
                ref = ref or place(rows[0].name, geonames=rows[0].geonames)
            elif name is None and city is None:
                name = text
            else:
                continue
        span = span or (start, start + len(text))
    if not (name or city or country) or span is None:
        return None
    return Venue(
        name=name,
        city=city,
        country=country,
        geonames=geonames,
        ref=ref,
        start=span[0],
        end=span[1],
    )


def _entry(low: str, country: Notation | None, catalog: Catalog, places: Places) -> LocalIri | None:
    for candidate in _named(catalog).get(low, ()):
        state = places.around(candidate)[1]
        if country is None or state is None or state == country:
            return candidate
    return None
