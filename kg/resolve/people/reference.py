"""What resolution looks up in the reference data: people by name, offices by their words, tenures by day."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

from kg.core.model import LocalIri, Notation
from kg.reference.catalog import Catalog, Office, Person
from kg.reference.once import once
from kg.reference.terms import span
from kg.resolve.people.names import Name, Rules, folded, parser, rules

_UNIQUE_RANK = 3
_ABOUT = 15
"""Years before and after the terms of an ambassador in which a whole name is still theirs."""
_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
_Seat: TypeAlias = tuple[LocalIri, Notation, LocalIri]
_NOT_NOW = ("former ", "ex-", "past ", "deputy ", "vice-", "assistant ", "under ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A person in a role for a state, from a day that is known to a day that is known or inferred."""

    person: LocalIri
    role: LocalIri
    polity: Notation
    start: date
    end: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A catalog, indexed. ``by_family`` and ``by_bones`` give IRIs of people; see ``kg.resolve.people.names``."""

    catalog: Catalog
    rules: Rules
    parse: Callable[[str, Notation | None], Name]
    names: Mapping[LocalIri, tuple[Name, ...]]
    by_family: Mapping[str, tuple[LocalIri, ...]]
    by_bones: Mapping[str, tuple[LocalIri, ...]]
    holdings: Mapping[tuple[LocalIri, Notation], tuple[Holding, ...]]
    of_person: Mapping[LocalIri, tuple[Holding, ...]]
    offices: Mapping[str, tuple[Office, ...]]
    polities: Mapping[str, LocalIri]
    organisations: Mapping[str, LocalIri]
    abroad: Mapping[LocalIri, tuple[int, int]] = field(default_factory=dict)
    """The first and the last year of those who are known as ambassadors alone."""

    def office(self, text: str | None, polity: Notation | None) -> Office | None:
        """The office that the words name: the whole of them, else the longest stretch of them."""
        if not text:
            return None
        words = _WORD.findall(folded(text))
        for size in range(min(len(words), 8), 0, -1):
            for i in range(len(words) - size + 1):
                found = self.offices.get(" ".join(words[i : i + size]))
                if found:
                    own = [o for o in found if o.polity == polity]
                    general = [o for o in found if o.polity is None]
                    if own or general:
                        return (own or general)[0]
        return None

    def unique(self, office: Office | None) -> bool:
        """Does one person at a time hold it in a state ("foreign minister", not "ambassador")?"""
        return (
            office is not None
            and office.rank <= _UNIQUE_RANK
            and not (office.generic or office.counterpart or office.complement)
            and not folded(office.label).startswith(_NOT_NOW)
        )

    def holders(
        self, role: LocalIri, polity: Notation, day: date, *, slack: int = 0
    ) -> tuple[LocalIri, ...]:
        """Who held a role for a state on a day, give or take ``slack`` days."""
        margin = timedelta(days=slack)
        return tuple(
            sorted(
                {
                    h.person
                    for h in self.holdings.get((role, polity), ())
                    if h.start - margin <= day <= _later(h.end, slack)
                }
            )
        )

    def covered(self, role: LocalIri, polity: Notation, low: int, high: int) -> bool:
        """Is somebody known to have held a role for a state on every day (ordinals) from low to high?"""
        spans = sorted(
            (h.start.toordinal(), h.end.toordinal()) for h in self.holdings.get((role, polity), ())
        )
        for start, end in spans:
            if start > low:
                return False
            if end >= low:
                low = end + 1
            if low > high:
                return True
        return False

    def titled(self, name: str) -> bool:
        """Is what stands in the place of a name an office ("The Secretary of State")?"""
        words = _WORD.findall(folded(name))
        if words[:1] == ["the"]:
            return self.office(" ".join(words[1:]), None) is not None
        return " ".join(words) in self.offices

    def family_alone(self, name: Name, polity: Notation | None) -> bool:
        """Is a name of several words the family name of somebody of that state ("Couve de Murville")?"""
        people = self.catalog.people
        return len(name.bones) > 1 and any(
            not polity or not people[iri].polity or people[iri].polity == polity
            for iri in self.by_family.get(" ".join(name.bones), ())
        )

    def another_time(self, person: LocalIri, years: Collection[int]) -> bool:
        """Is a name of those years not that of an ambassador, whose names others have, too?

        It is theirs about the time of their terms alone; and never where nothing is said of the time.
        """
        if person not in self.catalog.envoys:
            return False
        first, last = self.abroad.get(person, (0, 0))
        return not years or min(years) > last + _ABOUT or max(years) < first - _ABOUT

    def in_office(self, person: LocalIri, day: date, *, slack: int = 366) -> tuple[Holding, ...]:
        """What a person was on a day, give or take ``slack`` days."""
        margin = timedelta(days=slack)
        return tuple(
            h
            for h in self.of_person.get(person, ())
            if h.start - margin <= day <= _later(h.end, slack)
        )


def _later(day: date, days: int) -> date:
    return day if day > date.max - timedelta(days=days) else day + timedelta(days=days)


@once
def reference(catalog: Catalog) -> Reference:
    """The index of a catalog; the last one made is kept, for it takes longer than a small resolution."""
    known = rules(catalog.words)
    parse = parser(known)
    names = {
        iri: tuple(parse(n, p.polity) for n in dict.fromkeys(p.names))
        for iri, p in sorted(catalog.people.items())
    }
    by_family: dict[str, dict[LocalIri, None]] = defaultdict(dict)
    by_bones: dict[str, dict[LocalIri, None]] = defaultdict(dict)
    for iri, own in names.items():
        for family in families(own, catalog.people[iri], parse):
            by_family[family][iri] = None
        for name in own:
            by_bones[sorted_bones(name)][iri] = None
    holdings = tuple(_holdings(catalog))
    by_role: dict[tuple[LocalIri, Notation], list[Holding]] = defaultdict(list)
    of_person: dict[LocalIri, list[Holding]] = defaultdict(list)
    for h in holdings:
        by_role[h.role, h.polity].append(h)
        of_person[h.person].append(h)
    offices: dict[str, list[Office]] = defaultdict(list)
    for _, o in sorted(catalog.offices.items()):
        for text in o.names:
            offices[" ".join(_WORD.findall(folded(text)))].append(o)
    return Reference(
        catalog=catalog,
        rules=known,
        parse=parse,
        names=names,
        by_family={k: tuple(v) for k, v in by_family.items()},
        by_bones={k: tuple(v) for k, v in by_bones.items()},
        holdings={k: tuple(v) for k, v in by_role.items()},
        of_person={k: tuple(v) for k, v in of_person.items()},
        offices={k: tuple(v) for k, v in offices.items()},
        polities=_by_name((p.iri, p.names, False) for _, p in sorted(catalog.polities.items())),
        organisations=_by_name(
            (o.iri, o.names, o.ambiguous) for _, o in sorted(catalog.organisations.items())
        ),
        abroad=_abroad(catalog),
    )


def _abroad(catalog: Catalog) -> dict[LocalIri, tuple[int, int]]:
    out: dict[LocalIri, tuple[int, int]] = {}
    for t in catalog.tenures if catalog.envoys else ():
        days = span(t)
        if t.person in catalog.envoys and days:
            last = (days.last or days.first).year
            before = out.get(t.person, (days.first.year, last))
            out[t.person] = min(before[0], days.first.year), max(before[1], last)
    return out


def families(
    names: Sequence[Name], person: Person | None, parse: Callable[[str, Notation | None], Name]
) -> list[str]:
    """The family names by which somebody may be called, as skeletons; two words are joined by a space."""
    out: dict[str, None] = {}
    for text in person.family if person else ():
        parsed = parse(text, None)
        out[" ".join(parsed.bones)] = None
        out[parsed.family] = None
    for name in names:
        if not out or person is None:
            out[name.family] = None
        if len(name.bones) > 2 and name.family == name.bones[-1]:
            out[" ".join(name.bones[-2:])] = None
    return [k for k in out if k]


def sorted_bones(name: Name) -> str:
    """A key that does not depend on the order of the words."""
    return " ".join(sorted(name.bones))


def _holdings(catalog: Catalog) -> Iterator[Holding]:
    """Tenures with a first day. One without a last day ends where the next of its office begins.

    Of ambassadors the next is the one who is sent to the same place.
    """
    rows: dict[_Seat, list[tuple[date, date | None, LocalIri]]] = defaultdict(list)
    for t in catalog.tenures:
        office = catalog.offices.get(t.role)
        state = catalog.polities.get(t.organisation)
        if t.start is not None and office is not None and state is not None:
            rows[office.role, state.notation, t.to or LocalIri("")].append(
                (t.start, t.end, t.person)
            )
    for (role, polity, _), known in sorted(rows.items()):
        known.sort(key=lambda r: (r[0], r[1] or date.max, r[2]))
        for i, (start, end, person) in enumerate(known):
            following = next(
                (s for s, _, p in known[i + 1 :] if p != person and s > start), date.max
            )
            yield Holding(
                person=person, role=role, polity=polity, start=start, end=end or following
            )


def _by_name(rows: Iterator[tuple[LocalIri, tuple[str, ...], bool]]) -> dict[str, LocalIri]:
    """Names that mean one entry only; an entry marked ambiguous is found by its IRI alone."""
    out: dict[str, LocalIri] = {}
    twice = set()
    for iri, names, ambiguous in rows:
        for text in () if ambiguous else names:
            key = folded(text).removeprefix("the ")
            if out.setdefault(key, iri) != iri:
                twice.add(key)
    return {k: v for k, v in out.items() if k not in twice}
