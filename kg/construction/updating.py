"""What a newer table of people and offices brings to an authority: what is new, what has changed, what contradicts.

A row that contradicts what is known, or that cannot be read, is told and left out, and costs no other row. Nothing
is taken away by a table: what it does not mention stays, and an empty end ends nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from kg.construction import authority as authorities
from kg.construction import stretches
from kg.construction import table as tables
from kg.construction.authority import Authority, Entry, People
from kg.construction.holders import Held, held, together
from kg.construction.stretches import Contradiction, Key, Plan, Said, Stretch, key_of
from kg.construction.table import BORN, SENT_TO, Row, Table
from kg.core.errors import KgError
from kg.core.model import LocalIri
from kg.core.words import plain
from kg.reference.catalog import Catalog, Office, Tenure
from kg.reference.once import once
from kg.reference.terms import Span, coarse, span
from kg.resolve.people.reference import reference
from kg.resolve.people.slips import Names

CAREER = 80
"""Years that may lie between the first day in an office and the last one of a person."""
AGES = (18, 110)
"""The ages at which somebody may hold an office; kings are of any."""
_YEAR = re.compile(r"\d{4}(?!\d)")
_KNOWN_WEB = ("http://", "https://")
_Post: TypeAlias = tuple[LocalIri, LocalIri, LocalIri | None]
_TAKE = "where it is right, take it with --take {}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing to say of a row, by its line."""

    line: int
    what: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}"


@dataclass(slots=True, kw_only=True)
class Update:
    """What a table brings. ``table`` is the authority's own with it; ``known`` are rows that say nothing new."""

    table: Table
    people: list[Told] = field(default_factory=list)
    terms: list[Told] = field(default_factory=list)
    changed: list[Told] = field(default_factory=list)
    names: list[Told] = field(default_factory=list)
    refused: list[Told] = field(default_factory=list)
    known: int = 0

    @property
    def changes(self) -> bool:
        """Is there anything to write?"""
        return bool(self.people or self.terms or self.changed or self.names)

    def lines(self) -> list[str]:
        """All that is to say, in the order of the rows."""
        order = (self.people, self.names, self.terms, self.changed, self.refused)
        ranked = [(t.line, n, t) for n, some in enumerate(order) for t in some]
        return [str(t) for _, _, t in sorted(ranked, key=lambda r: r[:2])]


def compare(
    table: Table, own: Table, catalog: Catalog, *, name: str, take: Collection[int] = ()
) -> Update:
    """What ``table`` brings to an authority whose own table is ``own``, beside the bundled one of ``catalog``.

    ``name`` is what errors call the table, ``take`` the lines that are taken although they contradict. Raises KgError
    for a row of ``own`` that cannot be read.
    """
    sent = any(row.cells[SENT_TO] for row in table.rows)
    own = tables.with_columns(own, sent=sent)
    return _Updating(own, catalog, name=name, take=frozenset(take)).run(table)


class _Updating:
    def __init__(self, own: Table, catalog: Catalog, *, name: str, take: frozenset[int]) -> None:
        self.name, self.take, self.catalog = name, take, catalog
        self.own = own
        self.update = Update(table=self.own)
        brought, self.people, self.rows = _own(self.own, catalog)
        self.whole = authorities.extended(catalog, brought)
        self.near = Names(brought.people.values())
        self.terms: dict[Key, list[Tenure]] = {}
        for t in self.whole.tenures:
            self.terms.setdefault(key_of(t), []).append(t)
        self.seats: dict[_Post, list[Tenure]] = {}
        for t in self.whole.tenures:
            self.seats.setdefault(key_of(t)[1:], []).append(t)
        self.was: dict[LocalIri, frozenset[str]] = {}
        self.identified: dict[LocalIri, str] = {}

    def run(self, table: Table) -> Update:
        for line, problem in table.problems:
            self._refuse([line], problem.what, problem.mend)
        entries = list(self._entries(table))
        plans = self._plans(s for e, s in entries if s is not None)
        plans = self._seated(plans)
        plans = self._aged(plans)
        self._write(plans, [e for e, s in entries if s is None])
        return self.update

    def _refuse(self, lines: Iterable[int], what: str, mend: str) -> None:
        for line in lines:
            text = plain(f"left out: {what}: {mend.replace('{}', str(line))}")
            self.update.refused.append(Told(line=line, what=text))

    # ------------------------------------------------------------------------------- row by row

    def _entries(self, table: Table) -> Iterator[tuple[Entry, Said | None]]:
        """Rows that can be read and whose person is who they say, each with its term if it tells one."""
        for row in table.rows:
            try:
                entry = authorities.entry(row, self.people, where=f"{self.name}, line {row.line}")
                self._checked(entry, row)
            except KgError as error:
                self._refuse([row.line], error.what, error.mend)
                continue
            me = entry.person
            before = self.people.get(me)
            self.was.setdefault(me, frozenset(before.names) if before else frozenset())
            self.identified.setdefault(me, self.people.identifier(me))
            self.people.add(entry)
            more = [n for n in entry.names if before is None or n not in before.names]
            self.near.add(me, more, entry.polity)
            term, start, end = entry.tenure, row.cells["start"], row.cells["end"]
            yield entry, Said(entry=entry, tenure=term, start=start, end=end) if term else None

    def _checked(self, entry: Entry, row: Row) -> None:
        """Raises KgError for what no other row need be known for, and for a name that looks misspelt."""
        cells, term = row.cells, entry.tenure
        if entry.same_as and not entry.same_as.startswith(_KNOWN_WEB):
            mend = (
                "give a Wikidata QID (Q58217) or an address with https://, or leave the cell empty"
            )
            raise KgError(f"'{entry.same_as[:60]}' is no identifier", mend=mend)
        if term and term.start and term.end and term.end < term.start:
            mend = "mend the days"
            raise KgError(f"ends on {term.end}, before it begins on {term.start}", mend=mend)
        if row.line in self.take:
            return
        born = _YEAR.match(cells[BORN])
        if born and term:
            for day in (term.start, term.end):
                self._of_age(int(born[0]), day, self.catalog.offices[term.role])
        if self.people.get(entry.person) is None:
            self._spelt(entry)

    def _of_age(self, born: int, day: date | None, office: Office) -> None:
        low = 0 if office.kind in {"royal", "clergy"} else AGES[0]
        if day and not low <= day.year - born <= AGES[1]:
            raise KgError(
                f"born in {born}, {day.year - born} years old on {day}",
                mend="mend the year of birth or the days; " + _TAKE,
            )

    def _spelt(self, entry: Entry) -> None:
        found = {
            **_bundled(self.catalog).near(entry.names, entry.polity),
            **self.near.near(entry.names, entry.polity),
        }
        for other, near in sorted(found.items()):
            theirs = self.people.identifier(other)
            if entry.same_as and theirs and entry.same_as != theirs:
                continue
            mine, known = near.spellings
            apart = "the same name" if mine == known else f"{near.edits} of its letters differ"
            raise KgError(
                f"'{mine}' may be '{known}', who is known: {apart}",
                mend=f"write both, as in '{known};{mine}', if it is one person; if it is another, "
                "take it with --take {}",
            )

    # ----------------------------------------------------------------------------- term by term

    def _plans(self, said: Iterable[Said]) -> list[Plan]:
        by: dict[Key, list[Said]] = {}
        for one in said:
            by.setdefault(key_of(one.tenure), []).append(one)
        out = []
        for key, rows in by.items():
            known = stretches.known(self.terms.get(key, ()))
            seen: dict[tuple[date | None, date | None], Said] = {}
            for row in rows:
                if seen.setdefault((row.tenure.start, row.tenure.end), row) is not row:
                    out.append(Plan(kind="known", rows=(row,)))
                elif row.tenure.start is None:
                    out += self._loose(row, self.terms.get(key, []), known)
            for stretch in stretches.told(seen.values()):
                out += self._stretch(key, stretch, known)
        return out

    def _stretch(self, key: Key, stretch: Stretch, known: list[Stretch]) -> Iterator[Plan]:
        try:
            yield stretches.compare(stretch, known, lambda day: self._follower(key, day))
        except Contradiction as error:
            lines = [r.entry.line for r in stretch.rows]
            if self.take.issuperset(lines):
                gone = [t for k in known for t in k.terms if _overlap(stretch, t)]
                yield Plan(kind="add", rows=tuple(stretch.rows), instead=tuple(gone))
                return
            what = f"{self._who(stretch.rows[0])}, {stretch.days}: {error}"
            self._refuse(lines, what, "mend the days; " + _TAKE)

    def _loose(self, row: Said, terms: list[Tenure], known: list[Stretch]) -> Iterator[Plan]:
        """A term without a beginning: the end of one that is known, or one of which no more is known."""
        end = row.tenure.end
        if not terms:
            yield Plan(kind="add", rows=(row,))
            return
        if end is None or any(k.end == end for k in known) or any(t.end == end for t in terms):
            yield Plan(kind="known", rows=(row,))
            return
        going = [k for k in known if k.end is None and k.first <= end]
        if len(going) != 1:
            self._refuse(
                [row.entry.line],
                f"{self._who(row)}, to {row.end}: it is not clear which term ended",
                "give its start",
            )
            return
        last = going[0].terms[-1]
        begun = span(last)
        yield Plan(
            kind="change",
            rows=(row,),
            first=str(last.start or last.start_year or ""),
            end=row.end,
            was=going[0].days,
            days=Span(first=begun.first, last=end) if begun else None,
            instead=(last,),
        )

    def _follower(self, key: Key, day: date) -> date | None:
        """When the next one begins in an office that one person holds."""
        if not self._single(key):
            return None
        found = (
            s.first
            for t in self.seats.get(key[1:], ())
            if t.person != key[0] and (s := span(t)) and s.first > day
        )
        return min(found, default=None)

    def _single(self, key: Key) -> bool:
        """Does one person hold it at a time? There is one ambassador at a post."""
        office = self.catalog.offices.get(key[1])
        return key[3] is not None or reference(self.catalog).unique(office)

    # ------------------------------------------------------------------- one beside the other

    def _seated(self, plans: list[Plan]) -> list[Plan]:
        """The plans without those by which two people would hold one office on one day."""
        gone = {id(t) for p in plans for t in p.instead}
        seats: dict[_Post, list[Held]] = {}
        for n, plan in enumerate(plans):
            key = key_of(plan.rows[0].tenure)
            if plan.kind != "known" and self._single(key):
                seats.setdefault(key[1:], []).extend(_held(plan, key[0], n))
        against: dict[int, Held] = {}
        for seat, new in seats.items():
            old = (
                held(t.person, s)
                for t in self.seats.get(seat, ())
                if id(t) not in gone and not coarse(t) and (s := span(t))
            )
            for mine, theirs in together([*old, *new]):
                if mine.tag is not None:
                    against.setdefault(mine.tag, theirs)
        out = []
        for n, plan in enumerate(plans):
            if n not in against or self.take.issuperset(plan.lines):
                out.append(plan)
                continue
            theirs = against[n]
            person = self.people.get(theirs.person)
            what = (
                f"{self._who(plan.rows[0])}, {_days(plan)}: "
                f"{person.label if person else theirs.person} holds that office from {theirs.first}"
                + (f" to {theirs.sure}" if theirs.sure > theirs.first else "")
            )
            self._refuse(plan.lines, what, "mend the days; " + _TAKE)
        return out

    def _aged(self, plans: list[Plan]) -> list[Plan]:
        """The plans without those by which somebody would be in office for longer than a life."""
        known: dict[LocalIri, list[date]] = {}
        for t in self.whole.tenures:
            if days := span(t):
                known.setdefault(t.person, []).extend((days.first, days.last or days.first))
        out = []
        for plan in plans:
            me = plan.rows[0].tenure.person
            all_days = [
                *known.get(me, ()),
                *(d for h in _held(plan, me, 0) for d in (h.first, h.sure)),
            ]
            first, last = min(all_days, default=date.min), max(all_days, default=date.min)
            if (last - first).days > CAREER * 366 and not self.take.issuperset(plan.lines):
                what = f"{self._who(plan.rows[0])}, {_days(plan)}: in office from {first} to {last}"
                mend = "two people have this name, or a year is wrong; " + _TAKE
                self._refuse(plan.lines, what, mend)
                continue
            out.append(plan)
        return out

    # ------------------------------------------------------------------------- what is written

    def _write(self, plans: list[Plan], alone: list[Entry]) -> None:
        instead: dict[int, Row | None] = {}
        new: list[tuple[int, Row]] = []
        written: set[int] = set()
        for plan in plans:
            mine = [self.rows[id(t)] for t in plan.instead if id(t) in self.rows]
            instead.update((id(r), None) for r in mine)
            if plan.kind == "add":
                for said in plan.rows:
                    text = f"term added: {self._who(said)}, {stretches.days(said.start, said.end)}"
                    self.update.terms.append(Told(line=said.entry.line, what=plain(text)))
                    new.append((said.entry.line, self._row(said.entry, said.start, said.end)))
                    written.add(id(said.entry))
            elif plan.kind == "change":
                last = plan.rows[-1]
                self._changed(plan, last)
                if mine:
                    cells = {"start": plan.first, "end": plan.end}
                    instead[id(mine[0])] = tables.row(self.own, cells, mine[0])
                else:
                    new.append((last.entry.line, self._row(last.entry, plan.first, plan.end)))
                    written.add(id(last.entry))
        told = [(r.entry, p.kind == "known") for p in plans for r in p.rows]
        new += self._people([*told, *((e, True) for e in alone)], written)
        kept = [instead.get(id(r), r) for r in self.own.rows]
        added = [row for _, row in sorted(new, key=lambda n: n[0])]
        self.update.table = replace(self.own, rows=(*(r for r in kept if r is not None), *added))

    def _changed(self, plan: Plan, said: Said) -> None:
        moved = not plan.was.startswith((f"{plan.first} ", f"from {plan.first}"))
        what = "term" if moved else "end"
        text = f"{what} changed: {self._who(said)}, {_days(plan)}, was {plan.was}"
        self.update.changed.append(Told(line=said.entry.line, what=plain(text)))

    def _people(
        self, entries: list[tuple[Entry, bool]], written: set[int]
    ) -> Iterator[tuple[int, Row]]:
        """Says who is new, or known by more; gives rows for what none that is written already says of it."""
        for entry, nothing in sorted(entries, key=lambda e: (e[0].line, e[1])):
            me = entry.person
            before = self.was[me]
            more = [n for n in entry.names if n not in before]
            link = entry.same_as if entry.same_as != self.identified[me] else None
            if not more and not link:
                self.update.known += nothing
                continue
            known = self.whole.people.get(me)
            label = known.label if known else entry.names[0]
            if not before:
                home = self.catalog.polity(entry.polity)
                text = f"person added: {label}" + (f" ({home.label})" if home else "")
                self.update.people.append(Told(line=entry.line, what=plain(text)))
            else:
                also = ", ".join([*more, *([link] if link else [])])
                text = f"{label} is also {also}"
                self.update.names.append(Told(line=entry.line, what=plain(text)))
            if id(entry) not in written:
                yield entry.line, self._row(entry, "", "", office=False)
            self.was[me] = before | set(entry.names)
            self.identified[me] = entry.same_as or self.identified[me]

    def _row(self, entry: Entry, start: str, end: str, *, office: bool = True) -> Row:
        role = self.catalog.offices[entry.tenure.role].label if office and entry.tenure else ""
        cells = {
            "name": ";".join(entry.names),
            "country": entry.polity or "",
            "office": role,
            "start": start,
            "end": end,
            "identifier": (entry.same_as or "").removeprefix("http://www.wikidata.org/entity/"),
            SENT_TO: self._name(entry.tenure.to) if office and entry.tenure else "",
        }
        return tables.row(self.own, cells)

    def _who(self, said: Said) -> str:
        person = self.people.get(said.entry.person)
        state = self.catalog.polities.get(said.tenure.organisation)
        office = self.catalog.offices[said.tenure.role].label
        name = person.label if person else said.entry.names[0]
        to = f" to {self._name(said.tenure.to)}" if said.tenure.to else ""
        return f"{name}, {office} of {state.label if state else said.tenure.organisation}{to}"

    def _name(self, party: LocalIri | None) -> str:
        parties = (self.catalog.polities, self.catalog.organisations)
        return next((some[party].label for some in parties if party in some), "") if party else ""


@once
def _bundled(catalog: Catalog) -> Names:
    """The names of all who are in a catalog."""
    return Names(catalog.people.values())


def _own(own: Table, catalog: Catalog) -> tuple[Authority, People, dict[int, Row]]:
    """What is there already, and of each term of it the row that tells it."""
    for _, problem in own.problems:
        raise problem
    people = People(catalog)
    rows: dict[int, Row] = {}
    tenures = []
    for row in own.rows:
        said = authorities.entry(row, people, where=f"the authority of the store, line {row.line}")
        people.add(said)
        if said.tenure is not None:
            rows[id(said.tenure)] = row
            tenures.append(said.tenure)
    return authorities.of(people, tenures, digest=""), people, rows


def _held(plan: Plan, person: LocalIri, tag: int) -> Iterator[Held]:
    """The days that a plan gives a person in the office."""
    told = [plan.days] if plan.kind == "change" else [span(r.tenure) for r in plan.rows]
    for days in told:
        if days:
            yield held(person, days, tag=tag)


def _days(plan: Plan) -> str:
    if plan.kind == "change":
        return stretches.days(plan.first, plan.end)
    return stretches.days(plan.rows[0].start, plan.rows[-1].end)


def _overlap(stretch: Stretch, term: Tenure) -> bool:
    days = span(term)
    return bool(days and days.first < (stretch.end or date.max) and stretch.first < days.until)
