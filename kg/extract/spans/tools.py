"""What is made once for a language and reads many articles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kg.core.model import LocalIri, Notation
from kg.dates.expression import Expression
from kg.extract.spans.lexicon import Lexicon
from kg.extract.spans.people import People
from kg.extract.spans.places import Cities
from kg.extract.spans.tables import Table, table
from kg.reference.catalog import Catalog, Office

Expressions = Callable[[str, date | None], tuple[Expression, ...]]
TopicOf = Callable[[str], tuple[LocalIri | None, str] | None]


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
        return Cities(self.table)

    def office(self, ref: str) -> Office | None:
        """The office of a match; "post/president@RU" is that of a state."""
        return self.catalog.offices.get(LocalIri(ref.partition("@")[0]))

    def state_of(self, ref: str) -> Notation | None:
        """The state that an office is of by its name alone."""
        own = Notation(ref.partition("@")[2])
        office = self.office(ref)
        return own or (office.polity if office else None)

    def notation(self, body: str) -> Notation | None:
        """What a body is known by: its notation, else its local name, as states are by theirs."""
        found = self.catalog.organisations.get(LocalIri(body))
        return (found.notation or found.polity) if found else None


def tools_of(
    catalog: Catalog,
    people: People,
    code: str,
    *,
    expressions: Expressions | None = None,
    topic_of: TopicOf | None = None,
) -> Tools:
    """The tools of a language. Raises KgError when there is no table of it."""
    return Tools(catalog, people, table(code), expressions, topic_of)
