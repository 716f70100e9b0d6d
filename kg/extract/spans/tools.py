"""What is made once for a language and reads many articles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kg.core.model import LocalIri, Notation, Topic
from kg.dates.expression import Expression
from kg.extract.spans.lexicon import Lexicon, Match
from kg.extract.spans.people import People
from kg.extract.spans.places import Cities, Listed
from kg.extract.spans.tables import Table, table
from kg.extract.spans.words import Text, stems
from kg.reference.catalog import Catalog, Office

Expressions = Callable[[str, date | None], tuple[Expression, ...]]
TopicOf = Callable[[str, str], Topic]


@dataclass
class Tools:
    """The tables, names and people of a language. ``expressions`` reads its dates, ``topic_of`` its topics."""

    catalog: Catalog
    people: People
    table: Table
    expressions: Expressions | None = None
    topic_of: TopicOf | None = None

    @cached_property
    def lexicon(self) -> Lexicon:
        """The names of states, offices and bodies."""
        return Lexicon(self.catalog, self.table)

    @cached_property
    def cities(self) -> Cities:
        """The cities, which take a second to be read: when the first place is asked for."""
        return Cities(self.table, frozenset(self.lexicon.capitals))

    @cached_property
    def listed(self) -> Listed:
        """The places of the catalog."""
        return Listed(self.catalog, self.table.places)

    def office(self, ref: str) -> Office | None:
        """The office of a match; "post/president@RU" is that of a state."""
        return self.catalog.offices.get(LocalIri(ref.partition("@")[0]))

    def roles(self, office: LocalIri) -> tuple[LocalIri, ...]:
        """An office, the role that it is, and those that are kinds of it and of its rank: a king is a head of state."""
        found = self.catalog.offices.get(office)
        if found is None:
            return (office,)
        return (office, found.role, *self._kinds.get(office, ()))

    @cached_property
    def _kinds(self) -> dict[LocalIri, tuple[LocalIri, ...]]:
        offices = self.catalog.offices
        out: dict[LocalIri, set[LocalIri]] = {}
        for o in offices.values():
            above = offices.get(o.broader) if o.broader else None
            while above is not None and above.rank == o.rank:
                out.setdefault(above.iri, set()).update((o.iri, o.role))
                above = offices.get(above.broader) if above.broader else None
            for g in offices.values():
                # "The minister" may be any of them, where one was named before.
                if g.generic and g.rank == o.rank and o.label.endswith(" " + g.label):
                    out.setdefault(g.iri, set()).update((o.iri, o.role))
        return {k: tuple(sorted(v)) for k, v in out.items()}

    def state_of(self, ref: str) -> Notation | None:
        """The state that an office is of by its name alone."""
        own = Notation(ref.partition("@")[2])
        office = self.office(ref)
        return own or (office.polity if office else None)

    def then(self, state: Notation, day: date | None) -> Notation:
        """Whose capital a state's was on a day: Moscow was that of the Soviet Union until 1991."""
        return self._before.get(state, {}).get(day.year if day else 0, state)

    @cached_property
    def _before(self) -> dict[Notation, dict[int, Notation]]:
        out: dict[Notation, dict[int, Notation]] = {}
        states = self.catalog.polities
        for p in states.values():
            if p.since is None or p.until is None or len(p.successors) < 2:
                continue
            for s in p.successors:
                if s in states and states[s].capital == p.capital:
                    years = range(p.since, p.until + 1)
                    out.setdefault(states[s].notation, {}).update(dict.fromkeys(years, p.notation))
        for rows in out.values():
            for before in sorted(set(rows.values())):
                for year, notation in out.get(before, {}).items():
                    rows.setdefault(year, notation)  # Before Serbia and Montenegro was Yugoslavia.
        return out

    def metonym(self, text: Text, m: Match) -> bool:
        """Does a match name what stands for a state ("Kreml"), and not the state itself?"""
        said = {w.stem for w in text.words[m.first : m.last]}
        return any(said <= set(own) for own in self._metonyms.get(m.ref, ()))

    @cached_property
    def _metonyms(self) -> dict[str, list[tuple[str, ...]]]:
        return {
            state: [stems(name, self.table) for name in names]
            for state, names in self.table.metonyms.items()
        }

    def notation(self, body: str) -> Notation | None:
        """What a body is known by: its notation, else its local name, as states are by theirs."""
        found = self.catalog.organisations.get(LocalIri(body))
        return (found.notation or found.polity) if found else None


def tools_of(catalog: Catalog, people: People, code: str) -> Tools:
    """The tools of a language. Raises KgError when there is no table of it."""
    from kg.dates.languages import expressions_in
    from kg.reference.topic_labels import topic_of

    return Tools(catalog, people, table(code), expressions_in(code), topic_of)
