"""Cities, buildings and states named in a sentence, and what contains what.

Ambiguous names are decided by what stands beside them ("Sochi, Russia"), then by the reference data,
then by population. A name that may be a person or an ordinary word counts only after a preposition
of place or before a state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.core.ids import fold, place
from kg.core.model import LocalIri, Notation, Venue
from kg.extract.rules.actors.lexicon import City, Match, cities
from kg.extract.rules.text.document import Text
from kg.extract.rules.text.mention import Mention
from kg.reference.catalog import Catalog


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """Tokens ``start`` to ``end`` name a place; ``state_end`` includes a state named after it."""

    start: int
    end: int
    venue: Venue


class Places:
    """Finds place names with the catalog and the GeoNames extract."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.words = catalog.words

    def find(
        self,
        doc: Text,
        sentence: tuple[int, int],
        matches: Sequence[Match],
        mentions: Sequence[Mention],
    ) -> list[PlaceMention]:
        """Places of one sentence, in order, without overlap."""
        out: list[PlaceMention] = []
        blocked = {
            i for m in mentions if m.kind in {"person", "role"} for i in range(m.start, m.end)
        }
        known: dict[int, Match] = {}
        states: dict[int, Match] = {}
        for m in matches:
            if m.start < sentence[0] or m.end > sentence[1]:
                continue
            if m.kind == "place" and m.end > getattr(known.get(m.start), "end", 0):
                known[m.start] = m
            elif m.kind == "polity" and m.end > getattr(states.get(m.start), "end", 0):
                states[m.start] = m
        end = sentence[0]
        for i in range(*sentence):
            upper = doc[i].text[:1].isupper()
            if i < end or i in blocked or not (upper or i in known):
                continue
            found = self._known(doc, i, known, states)
            if not found and upper:
                found = self._city(doc, i, sentence, states, blocked)
            if found and not self._names_a_form(doc, found.end):
                out.append(found)
            end = found.end if found else end
        return out

    def _names_a_form(self, doc: Text, end: int) -> bool:
        """ "In the Normandy format": what is called by a place is not there."""
        return end < len(doc) and doc.lowered[end] in self.words["called-by-place"]

    def named(
        self, doc: Text, span: tuple[int, int], matches: Sequence[Match]
    ) -> list[PlaceMention]:
        """Places of words that are known to name one, whatever stands before them."""
        known = {m.start: m for m in matches if m.kind == "place"}
        states = {m.start: m for m in matches if m.kind == "polity"}
        out: list[PlaceMention] = []
        end = span[0]
        for i in range(*span):
            if i in states and i >= end:
                end = states[i].end
            if (
                i < end
                or not doc[i].text[:1].isupper()
                or (doc.folded[i] in self.words["not-a-name"] and i not in known)
            ):
                continue
            found = self._known(doc, i, known, states) or self._listed(doc, i, span, states)
            if found:
                out.append(found)
                end = found.end
        return out

    def _listed(
        self, doc: Text, i: int, span: tuple[int, int], states: dict[int, Match]
    ) -> PlaceMention | None:
        for n in (4, 3, 2, 1):
            end = i + n
            rows = cities().get(fold(doc.said(i, end))) if end <= span[1] else None
            # "The Federal Council" is not in the town of Federal.
            longer = (end < len(doc) and doc[end].text[:1].isupper()) or (
                i > span[0] and doc[i - 1].text[:1].isupper()
            )
            if not rows or longer:
                continue
            stop, state = self._state_after(doc, end, states)
            fitting = [c for c in rows if c.country == state] if state else rows
            if fitting:
                return self._city_mention(doc, i, stop, fitting[0])
        return None

    def _known(
        self, doc: Text, i: int, known: dict[int, Match], states: dict[int, Match]
    ) -> PlaceMention | None:
        m = known.get(i)
        if m is None or not (
            doc[i].text[0].isupper() or doc[m.end - 1].text[0].isupper() or self._placed(doc, i)
        ):
            return None
        modifies = m.end < len(doc) and doc[m.end].lower_ in self.words["occasion-noun"]
        if i in states and states[i].end >= m.end and not self._placed(doc, i) and not modifies:
            return None
        entry = self.catalog.places[m.ref]
        end, state = self._state_after(doc, m.end, states)
        city, country = self.around(m.ref)
        if state and country and state != country:
            return None  # "Moscow, Idaho"
        is_city = entry.geonames is not None
        return PlaceMention(
            i,
            end,
            Venue(
                name=None if is_city else entry.label,
                city=city,
                country=country or state,
                geonames=entry.geonames,
                ref=m.ref,
                start=doc[i].idx,
                end=doc[end - 1].end,
            ),
        )

    def around(self, ref: LocalIri) -> tuple[str | None, Notation | None]:
        """City label and state notation around a place of the catalog."""
        city: str | None = None
        outermost: str | None = None
        seen = 0
        while ref in self.catalog.places and seen < 6:
            entry = self.catalog.places[ref]
            if entry.geonames is not None and city is None:
                city = entry.label
            if seen:
                outermost = entry.label
            ref = entry.container or LocalIri("")
            seen += 1
        city = city or outermost  # a village too small for the gazetteer
        state = self.catalog.polities.get(ref)
        return city, state.notation if state else None

    def _state_after(
        self, doc: Text, end: int, states: dict[int, Match]
    ) -> tuple[int, Notation | None]:
        if end + 1 < len(doc) and doc[end].text == ",":
            j = end + 1
            if doc[j].lower_ == "the":
                j += 1
            m = states.get(j)
            if m:
                return m.end, self.catalog.polities[m.ref].notation
        return end, None

    def _federal_state_after(self, doc: Text, end: int) -> int | None:
        """End of ", Georgia" or ", New Mexico": a state of the United States after a city."""
        if end >= len(doc) or doc[end].text != ",":
            return None
        for n in (2, 1):
            if " ".join(doc.folded[end + 1 : end + 1 + n]) in self.words["us-state"]:
                return end + 1 + n
        return None

    def _placed(self, doc: Text, i: int) -> bool:
        before = doc[i - 1].lower_ if i else ""
        if before == "the" and i > 1:
            before = doc[i - 2].lower_
        return before in self.words["place-preposition"] or before in {
            "to",
            "for",
            "of",
            "visit",
            "visited",
        }

    def _city(
        self,
        doc: Text,
        i: int,
        sentence: tuple[int, int],
        states: dict[int, Match],
        blocked: set[int],
    ) -> PlaceMention | None:
        text = doc[i].text
        if not text[:1].isupper() or not text[0].isalpha() or i in states:
            return None
        if doc.folded[i] in self.words["not-a-name"]:
            return None
        for n in (4, 3, 2, 1):
            end = i + n
            if end > sentence[1] or any(k in blocked for k in range(i, end)):
                continue
            if not doc[end - 1].text[:1].isupper():
                continue
            rows = cities().get(fold(doc.said(i, end)))
            if not rows:
                continue
            stop, state = self._state_after(doc, end, states)
            federal = self._federal_state_after(doc, end)
            if federal and any(c.country == "US" for c in rows):
                return self._city_mention(
                    doc, i, federal, next(c for c in rows if c.country == "US")
                )
            if state:
                fitting = [c for c in rows if c.country == state]
                if not fitting:
                    continue
                return self._city_mention(doc, i, stop, fitting[0])
            before = doc[i - 1].lower_ if i else ""
            if before not in self.words["place-preposition"] and before != "to":
                return None
            if end < sentence[1] and doc[end].text[:1].isupper() and doc[end].is_alpha and n == 1:
                return None
            return self._city_mention(doc, i, end, rows[0])
        return None

    def _city_mention(self, doc: Text, start: int, end: int, city: City) -> PlaceMention:
        return PlaceMention(
            start,
            end,
            Venue(
                name=None,
                city=city.name,
                country=city.country,
                geonames=city.geonames,
                ref=place(city.name, geonames=city.geonames),
                start=doc[start].idx,
                end=doc[end - 1].end,
            ),
        )
