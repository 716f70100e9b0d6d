"""An authority of people that the user brings: CSV or JSONL with name, country, office, start, end, identifier,
and of an ambassador ``to``, the state or body of the post.

One row is one term of office; a person may have several, told to be one by identifier, else by name
and country. ``name`` is needed, the rest as known; several spellings are parted by ``;``, the first
is shown. ``identifier`` is a Wikidata QID or any IRI. An entry with the QID of a bundled one, or with its
name and country, adds to it; a term with an end stands in place of the bundled one that it overlaps.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from kg.construction import table as tables
from kg.construction.table import SENT_TO, Row
from kg.core import ids
from kg.core.errors import KgError
from kg.core.ids import BASE, GRAPH_REFERENCE, iri
from kg.core.model import LocalIri, Notation
from kg.core.terms import FOAF, KG, ORG, OWL, RDF, RDFS, SKOS
from kg.core.words import plain
from kg.graph.write_article import country, day, tagged
from kg.reference.catalog import Catalog, Person, Tenure
from kg.reference.nodes import node
from kg.reference.once import once
from kg.reference.terms import span
from kg.resolve.people.names import folded
from kg.resolve.people.reference import reference

_QID = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9]\d*)$")
_OWN_QID = re.compile(r"-(q[1-9]\d*)$")
# What a spreadsheet takes for a formula, and what steers a terminal or turns the direction of text.
_NO_NAME = re.compile(r"^[=+@-]|[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_LONGEST = 200
_WIKIDATA = "http://www.wikidata.org/entity/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one row says: a person, by names and state, and a term of office if it tells one."""

    line: int
    names: tuple[str, ...]
    person: LocalIri
    polity: Notation | None
    same_as: str | None
    tenure: Tenure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """People and their terms of office, read from a file; ``digest`` is that of its bytes.

    ``replaced`` are the bundled terms in whose place terms of the file stand.
    """

    people: Mapping[LocalIri, Person]
    tenures: tuple[Tenure, ...]
    same_as: Mapping[LocalIri, str]
    digest: str
    replaced: frozenset[LocalIri] = frozenset()


class People:
    """Who is known: those of a catalog, and those that were taken in since."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.people: dict[LocalIri, Person] = {}
        self.same_as: dict[LocalIri, str] = {}
        self._bundled = _bundled(catalog)
        self._by_identifier: dict[str, LocalIri] = {}
        self._by_name: dict[tuple[str, Notation | None], set[LocalIri]] = {}

    def get(self, me: LocalIri) -> Person | None:
        """The person, as known by now."""
        return self.people.get(me) or self.catalog.people.get(me)

    def identifier(self, me: LocalIri) -> str:
        """The IRI by which somebody is known elsewhere, or nothing."""
        found = _OWN_QID.search(me)
        return _WIKIDATA + found[1].upper() if found else self.same_as.get(me, "")

    def find(
        self, names: Iterable[str], state: Notation | None, identifier: str
    ) -> LocalIri | None:
        """The one who has the identifier; else who has the name, the state, and no other identifier."""
        for known in (self._bundled[0], self._by_identifier):
            if identifier in known:
                return known[identifier]
        keys = {(folded(n), state) for n in names}
        found = {
            me
            for known_names in (self._bundled[1], self._by_name)
            for key in keys
            for me in known_names.get(key, ())
        }
        if identifier:
            found = {me for me in found if not self.identifier(me)}
        return found.pop() if len(found) == 1 else None

    def add(self, entry: Entry) -> None:
        """Takes in what a row says of a person."""
        me, known = entry.person, self.get(entry.person)
        self.people[me] = Person(
            iri=me,
            label=known.label if known else entry.names[0],
            names=tuple(dict.fromkeys([*(known.names if known else ()), *entry.names])),
            family=known.family if known else (),
            polity=(known.polity if known else None) or entry.polity,
        )
        if entry.same_as:
            self.same_as[me] = entry.same_as
            self._by_identifier.setdefault(entry.same_as, me)
        for key in _keys(self.people[me]):
            self._by_name.setdefault(key, set()).add(me)


def _keys(person: Person) -> Iterator[tuple[str, Notation | None]]:
    """By what names somebody is found: a word alone is a family name that others have, too, unless it is all."""
    for name in person.names:
        if " " in name or name == person.label:
            yield folded(name), person.polity


@once
def _bundled(
    catalog: Catalog,
) -> tuple[dict[str, LocalIri], dict[tuple[str, Notation | None], set[LocalIri]]]:
    """The people of a catalog by their identifier, and by name and state."""
    by_identifier: dict[str, LocalIri] = {}
    by_name: dict[tuple[str, Notation | None], set[LocalIri]] = {}
    for me, person in catalog.people.items():
        found = _OWN_QID.search(me)
        if found:
            by_identifier[_WIKIDATA + found[1].upper()] = me
        for key in _keys(person):
            by_name.setdefault(key, set()).add(me)
    return by_identifier, by_name


def read(path: Path, catalog: Catalog) -> Authority:
    """The authority in a file. Raises KgError with the line of the first row that cannot be read.

    A row needs a name; a country or office that the reference data does not know, or a day that is
    none, is an error, since a term of office that is silently dropped would be missed in every merge.
    """
    raw = bytes_of(path)
    table = tables.parse(raw, path.name)
    for _, problem in table.problems:
        raise problem
    people = People(catalog)
    tenures: list[Tenure] = []
    for row in table.rows:
        said = entry(row, people, where=f"{path.name}, line {row.line}")
        people.add(said)
        if said.tenure is not None:
            tenures.append(said.tenure)
    return of(people, tenures, digest=hashlib.sha256(raw).hexdigest())


def of(people: People, tenures: Iterable[Tenure], *, digest: str) -> Authority:
    """The authority of people that were taken in, and of their terms."""
    terms = tuple(tenures)
    return Authority(
        people=people.people,
        tenures=terms,
        same_as=people.same_as,
        digest=digest,
        replaced=_replaced(terms, people.catalog),
    )


def bytes_of(path: Path, most: int | None = None) -> bytes:
    """The bytes of a file, of one that is too long one more than ``most``. KgError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(-1 if most is None else most + 1)
    except (OSError, ValueError) as error:
        raise KgError(
            f"cannot read the authority: {getattr(error, 'strerror', None) or error}",
            where=str(path),
            mend="name a file of CSV or JSONL",
        ) from error


def entry(row: Row, people: People, *, where: str) -> Entry:
    """What a row says, and of whom. Raises KgError for what it cannot mean."""
    cells, catalog = row.cells, people.catalog
    names = tuple(dict.fromkeys(" ".join(n.split()) for n in cells["name"].split(";") if n.strip()))
    if not names:
        raise KgError("a row without a name", where=where, mend="give every row a name")
    if odd := next((n for n in names if _NO_NAME.search(n) or len(n) > _LONGEST), None):
        raise KgError(
            f"'{plain(odd)[:60]}' is no name",
            where=where,
            mend="write it without = + - @ before it and without control signs, in 200 letters at most",
        )
    state = polity(cells["country"], catalog, where)
    qid = _QID.match(cells["identifier"])
    same_as = _WIKIDATA + qid[1] if qid else _address(cells["identifier"], where)
    me = people.find(names, state, same_as) or (
        ids.person(names[0], qid=qid[1])
        if qid
        else ids.person(names[0], country=state, tag=cells["identifier"])
    )
    return Entry(
        line=row.line,
        names=names,
        person=me,
        polity=state,
        same_as=same_as or None,
        tenure=_tenure(cells, me, state, catalog, where),
    )


def _replaced(tenures: Iterable[Tenure], catalog: Catalog) -> frozenset[LocalIri]:
    """The bundled terms that terms of the user's stand for: of one person in one office, at one time."""
    own: dict[tuple[LocalIri, LocalIri, LocalIri, LocalIri | None], list[Tenure]] = {}
    for t in tenures:
        own.setdefault((t.person, t.role, t.organisation, t.to), []).append(t)
    return frozenset(
        old.iri
        for old in (catalog.tenures if own else ())
        if old.iri
        and any(
            _instead(t, old) for t in own.get((old.person, old.role, old.organisation, old.to), ())
        )
    )


def _instead(new: Tenure, old: Tenure) -> bool:
    days, before = span(new), span(old)
    if days is None:
        return False
    if before is None:
        return True
    # Without an end it says no more than the other, or less.
    return new.end is not None and (
        days.first == before.first or max(days.first, before.first) < min(days.until, before.until)
    )


def extended(catalog: Catalog, authority: Authority) -> Catalog:
    """The reference data with an authority added to it."""
    return replace(
        catalog,
        people={**catalog.people, **authority.people},
        tenures=(
            *(t for t in catalog.tenures if t.iri not in authority.replaced),
            *authority.tenures,
        ),
    )


def quads(authority: Authority) -> Iterator[ox.Quad]:
    """What graph/reference holds of an authority, in the terms of ontology/people.ttl."""
    graph = ox.NamedNode(BASE + GRAPH_REFERENCE)
    for me, person in sorted(authority.people.items()):
        s = ox.NamedNode(iri(me))
        yield ox.Quad(s, node(RDF.type), node(FOAF.Person), graph)
        yield ox.Quad(s, node(RDFS.label), tagged(person.label, "en"), graph)
        for name in person.names:
            if name != person.label:
                yield ox.Quad(s, node(SKOS.altLabel), tagged(name, "en"), graph)
        if person.polity:
            home = ox.NamedNode(iri(country(person.polity)))
            yield ox.Quad(s, node(KG.country), home, graph)
        if me in authority.same_as:
            yield ox.Quad(s, node(OWL.sameAs), ox.NamedNode(authority.same_as[me]), graph)
    for t in authority.tenures:
        to = (t.to,) if t.to else ()
        key = ids.short(t.person, t.role, t.organisation, str(t.start), str(t.end), *to)
        s = ox.NamedNode(iri(LocalIri(f"tenure/{t.person.removeprefix('person/')}--{key}")))
        yield ox.Quad(s, node(RDF.type), node(KG.Tenure), graph)
        for curie, value in (
            (ORG.member, t.person),
            (ORG.role, t.role),
            (ORG.organization, t.organisation),
        ):
            yield ox.Quad(s, node(curie), ox.NamedNode(iri(value)), graph)
        if t.to:
            yield ox.Quad(s, node(KG.accreditedTo), ox.NamedNode(iri(t.to)), graph)
        for curie, when in ((KG.start, t.start), (KG.end, t.end)):
            if when is not None:
                yield ox.Quad(s, node(curie), day(when.isoformat()), graph)


def polity(text: str, catalog: Catalog, where: str) -> Notation | None:
    """The state that a code or a name means; None for nothing. KgError for what is none."""
    if not text:
        return None
    known = reference(catalog)
    state = catalog.polity(Notation(text.upper()))
    if state is None:
        named = known.polities.get(folded(text).removeprefix("the "))
        state = catalog.polities.get(named) if named else None
    if state is None:
        raise KgError(
            f"unknown country '{plain(text)[:60]}'",
            where=where,
            mend="give a code of ISO 3166-1, or a name as in ontology/polities-names.csv",
        )
    return state.notation


def _address(text: str, where: str) -> str:
    try:
        return str(ox.NamedNode(text).value) if text else ""
    except ValueError:
        raise KgError(
            f"'{plain(text)[:60]}' is no identifier",
            where=where,
            mend="give a Wikidata QID (Q58217) or an IRI (https://…), or leave the cell empty",
        ) from None


def _tenure(
    row: Mapping[str, str], person: LocalIri, state: Notation | None, catalog: Catalog, where: str
) -> Tenure | None:
    if not row["office"]:
        return None
    office = reference(catalog).office(row["office"], state)
    if office is None:
        raise KgError(
            f"unknown office '{plain(row['office'])[:60]}'",
            where=where,
            mend="call it as ontology/offices.ttl does, or leave the cell empty",
        )
    home = catalog.polity(state)
    if home is None:
        raise KgError("an office without a country", where=where, mend="give the country's code")
    return Tenure(
        person=person,
        role=office.role,
        organisation=home.iri,
        start=day_of(row["start"], where, last=False),
        end=day_of(row["end"], where, last=True),
        to=_sent_to(row[SENT_TO], catalog, where),
    )


def _sent_to(text: str, catalog: Catalog, where: str) -> LocalIri | None:
    """The state or body of an ambassador's post."""
    if not text:
        return None
    body = catalog.bodies.get(Notation(text.upper())) or reference(catalog).organisations.get(
        folded(text).removeprefix("the ")
    )
    if body and not catalog.polity(Notation(text.upper())):
        return body
    state = catalog.polity(polity(text, catalog, where))
    return state.iri if state else None


def day_of(text: str, where: str, *, last: bool) -> date | None:
    """A day; of a year or month alone the first, or of an end the last."""
    if not text:
        return None
    parts = text.split("-")
    try:
        if len(parts) == 1:
            return date(int(text), 12 if last else 1, 31 if last else 1)
        if len(parts) == 2:
            first = date(int(parts[0]), int(parts[1]), 1)
            if not last:
                return first
            following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
            return date.fromordinal(following.toordinal() - 1)
        return date.fromisoformat(text)
    except (ValueError, OverflowError):
        raise KgError(
            f"'{plain(text)[:60]}' is no day", where=where, mend="write 2019-05-14, 2019-05 or 2019"
        ) from None
