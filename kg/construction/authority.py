"""An authority of people that the user brings: CSV or JSONL with name, country, office, start, end, identifier.

One row is one term of office; a person may have several, told to be one by identifier, else by name
and country. ``name`` is needed, the rest as known; several spellings are parted by ``;``, the first
is shown. ``identifier`` is a Wikidata QID or any IRI. An entry with the QID of a bundled one adds to it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from kg.core import ids
from kg.core.errors import KgError
from kg.core.ids import BASE, GRAPH_REFERENCE, iri
from kg.core.model import LocalIri, Notation
from kg.core.terms import FOAF, KG, ORG, OWL, RDF, RDFS, SKOS
from kg.graph.write_article import country, day, tagged
from kg.reference.catalog import Catalog, Person, Tenure
from kg.reference.nodes import node
from kg.resolve.people.names import folded
from kg.resolve.people.reference import reference

FIELDS = ("name", "country", "office", "start", "end", "identifier")
_QID = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9]\d*)$")
_WIKIDATA = "http://www.wikidata.org/entity/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """People and their terms of office, read from a file; ``digest`` is that of its bytes."""

    people: Mapping[LocalIri, Person]
    tenures: tuple[Tenure, ...]
    same_as: Mapping[LocalIri, str]
    digest: str


def read(path: Path, catalog: Catalog) -> Authority:
    """The authority in a file. Raises KgError with the line of the first row that cannot be read.

    A row needs a name; a country or office that the reference data does not know, or a day that is
    none, is an error, since a term of office that is silently dropped would be missed in every merge.
    """
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise KgError(
            f"cannot read the authority: {error.strerror or error}",
            where=str(path),
            mend="name a file of CSV or JSONL",
        ) from error
    except UnicodeDecodeError as error:
        raise KgError(
            f"not UTF-8 at byte {error.start}", where=str(path), mend="save the file as UTF-8"
        ) from None
    people: dict[LocalIri, Person] = {}
    tenures: list[Tenure] = []
    same_as: dict[LocalIri, str] = {}
    for line, row in _rows(text, path):
        where = f"{path.name}, line {line}"
        names = [n.strip() for n in row["name"].split(";") if n.strip()]
        if not names:
            raise KgError("a row without a name", where=where, mend="give every row a name")
        state = _polity(row["country"], catalog, where)
        qid = _QID.match(row["identifier"])
        me = _entry(names, state, qid[1] if qid else None, row["identifier"], catalog)
        known = people.get(me) or catalog.people.get(me)
        people[me] = Person(
            iri=me,
            label=known.label if known else names[0],
            names=tuple(dict.fromkeys([*(known.names if known else ()), *names])),
            family=known.family if known else (),
            polity=(known.polity if known else None) or state,
        )
        if qid:
            same_as[me] = _WIKIDATA + qid[1]
        elif row["identifier"]:
            same_as[me] = _address(row["identifier"], where)
        tenure = _tenure(row, me, state, catalog, where)
        if tenure is not None:
            tenures.append(tenure)
    return Authority(
        people=people,
        tenures=tuple(tenures),
        same_as=same_as,
        digest=hashlib.sha256(raw).hexdigest(),
    )


def extended(catalog: Catalog, authority: Authority) -> Catalog:
    """The reference data with an authority added to it."""
    return replace(
        catalog,
        people={**catalog.people, **authority.people},
        tenures=(*catalog.tenures, *authority.tenures),
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
        key = ids.short(t.person, t.role, t.organisation, str(t.start), str(t.end))
        s = ox.NamedNode(iri(LocalIri(f"tenure/{t.person.removeprefix('person/')}--{key}")))
        yield ox.Quad(s, node(RDF.type), node(KG.Tenure), graph)
        for curie, value in (
            (ORG.member, t.person),
            (ORG.role, t.role),
            (ORG.organization, t.organisation),
        ):
            yield ox.Quad(s, node(curie), ox.NamedNode(iri(value)), graph)
        for curie, when in ((KG.start, t.start), (KG.end, t.end)):
            if when is not None:
                yield ox.Quad(s, node(curie), day(when.isoformat()), graph)


def _rows(text: str, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    if path.suffix.lower() in {".jsonl", ".ndjson"}:
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                try:
                    row = json.loads(line)
                except ValueError:
                    row = None
                if not isinstance(row, dict):
                    raise KgError(
                        "not a JSON object",
                        where=f"{path.name}, line {number}",
                        mend='write one object a line, as {"name": "Anna Zilk", "country": "AT"}',
                    )
                yield number, {f: str(row.get(f) or "").strip() for f in FIELDS}
        return
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter="\t" if "\t" in first else ",")
    if not reader.fieldnames or "name" not in reader.fieldnames:
        raise KgError(
            "no column 'name'",
            where=f"{path.name}, line 1",
            mend="name the columns: " + ",".join(FIELDS),
        )
    for row in reader:
        yield reader.line_num, {f: (row.get(f) or "").strip() for f in FIELDS}


def _polity(text: str, catalog: Catalog, where: str) -> Notation | None:
    if not text:
        return None
    known = reference(catalog)
    state = catalog.polity(Notation(text.upper()))
    if state is None:
        named = known.polities.get(folded(text).removeprefix("the "))
        state = catalog.polities.get(named) if named else None
    if state is None:
        raise KgError(
            f"unknown country '{text}'",
            where=where,
            mend="give a code of ISO 3166-1, or a name as in ontology/polities-names.csv",
        )
    return state.notation


def _entry(
    names: Iterable[str], state: Notation | None, qid: str | None, identifier: str, catalog: Catalog
) -> LocalIri:
    """The local IRI of a person: that of the bundled entry with the same QID, else one of its own."""
    name = next(iter(names))
    if qid:
        tail = f"-{qid.lower()}"
        found = next((p for p in sorted(catalog.people) if p.endswith(tail)), None)
        return found or ids.person(name, qid=qid)
    return ids.person(name, country=state, tag=identifier)


def _address(text: str, where: str) -> str:
    try:
        return str(ox.NamedNode(text).value)
    except ValueError:
        raise KgError(
            f"'{text}' is no identifier",
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
            f"unknown office '{row['office']}'",
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
        start=_day(row["start"], where, last=False),
        end=_day(row["end"], where, last=True),
    )


def _day(text: str, where: str, *, last: bool) -> date | None:
    """A day; of a year or month alone the first, or of an end the last."""
    if not text:
        return None
    parts = text.split("-")
    try:
        if len(parts) == 1:
            return date(int(text), 12 if last else 1, 31 if last else 1)
        if len(parts) == 2:
            year, month = int(parts[0]), int(parts[1])
            if not last:
                return date(year, month, 1)
            following = date(year + month // 12, month % 12 + 1, 1)
            return date.fromordinal(following.toordinal() - 1)
        return date.fromisoformat(text)
    except ValueError:
        raise KgError(
            f"'{text}' is no day", where=where, mend="write 2019-05-14, 2019-05 or 2019"
        ) from None
