"""Corrections as the graph tells them: who corrected what, when and why, beside what was read.

    <correction/…>  a kg:Correction; what it corrects (kg:corrects), what it says instead (kg:saysDate …),
                    what was read (kg:was), by whom (prov:wasAttributedTo), when (dcterms:created), why

Each is counted among the things of kg.construction.ledger, so that it goes with its passage.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import pyoxigraph as ox

from kg.construction.event_rows import Row, Thing, place_of, place_things
from kg.core import ids
from kg.core.ids import fold, iri, local
from kg.core.model import Curie, Judgement, LocalIri, Told
from kg.core.terms import DCTERMS, KG, PROV, RDF, RDFS, XSD
from kg.graph.write_article import UNITS, country, day
from kg.reference.catalog import Catalog
from kg.reference.codes import STATUSES
from kg.reference.event_kinds import kind_of
from kg.reference.nodes import node
from kg.resolve.corrections import Applied, Corrected, venue_of, when_of
from kg.resolve.facts import instant
from kg.resolve.incremental.memory import Memory
from kg.resolve.incremental.pack import pack
from kg.resolve.model import MergedEvent, ResolvedActor

KINDS = ("correction", "corrector")
"""The kinds of things that are described here."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_Says: TypeAlias = list[tuple[str, str, str]]


def things_of(applied: Sequence[Applied], catalog: Catalog) -> list[Thing]:
    """What the corrections of an article's passages describe: themselves, who made them, their places."""
    out: list[Thing] = []
    for a in applied:
        c = a.correction
        out += _described(
            a.iri, of=[a.mention], fact=c.fact, was=a.was, right=c.value, why=c.why, by=c.by,
            when=c.when, over=a.overruled_by, says=_says(a, catalog),
        )  # fmt: skip
        if c.fact == "place":
            venue = venue_of(c.value, catalog)
            out += place_things(venue, catalog) if venue else []
    return out


MARK = "corrections"
"""In the memory, where somebody has corrected something in any article."""


def keep(memory: Memory, article: LocalIri, found: Corrected, things: Sequence[Thing]) -> None:
    """Notes what was corrected in an article, for whenever its rows are made anew."""
    if not things:
        if memory.get(MARK):
            memory.put("corrected|" + article, None)
        return
    memory.put(MARK, True)
    memory.put(
        "corrected|" + article,
        {
            "things": [list(t) for t in things],
            "read": {m: pack(t) for m, t in found.read.items()},
            "added": {a.actor: a.iri for a in found.applied if a.actor},
        },
    )


def kept(memory: Memory, article: LocalIri) -> Mapping[str, Any]:
    """What ``keep`` noted of an article, or nothing."""
    return (memory.get("corrected|" + article) or {}) if memory.get(MARK) else {}


def _says(a: Applied, catalog: Catalog) -> _Says:
    """What a correction says in place of the passage, as property, kind of value and value."""
    fact, value = a.correction.fact, a.correction.value
    if fact == "status":
        return [(KG.saysStatus, "term", "kg:" + STATUSES[value])]
    if fact == "type":
        return [(KG.saysType, "term", "kg:" + kind_of(value).classes[0])]
    out: _Says = []
    if fact == "date" and (when := when_of(value)) is not None:
        out.append((KG.saysDate, "text", when.edtf or ""))
        for curie, bound in ((KG.saysStart, when.earliest), (KG.saysEnd, when.latest)):
            out += [(curie, "day", bound.isoformat())] if bound else []
        out += [(KG.saysPrecision, "term", UNITS[when.precision])] if when.precision else []
    if fact == "place" and (venue := venue_of(value, catalog)) is not None:
        place = place_of(venue)
        out += [(KG.saysPlace, "local", place)] if place else []
        known = catalog.polity(venue.country)
        out += [(KG.saysCountry, "local", country(known.notation))] if known else []
    return out


def _described(me: LocalIri, *, by: str, **told: Any) -> list[Thing]:
    who = ids.corrector(by) if by else None
    value = json.dumps({**told, "by": who}, ensure_ascii=False, sort_keys=True)
    out: list[Thing] = [(f"correction|{me}", value)]
    if not who:
        return out
    # Whoever made a correction that is not shown, since a side of it is not there, is not described.
    made = {"by": by, "for": me, "of": told["of"], "needs": told.get("needs", [])}
    return [*out, (f"corrector|{who}", json.dumps(made, ensure_ascii=False, sort_keys=True))]


def ruling_iri(j: Judgement) -> LocalIri:
    """The local IRI of a ruling on who and what is one."""
    return ids.correction(j.left, j.right, str(j.same), j.scope, j.why, j.by, j.when)


def _ruled(j: Judgement, ends: Sequence[str], needs: Sequence[str] = ()) -> list[Thing]:
    return _described(
        ruling_iri(j), of=list(ends), needs=list(needs), fact="same" if j.same else "different",
        was=j.left, right=j.right, why=j.why, by=j.by, when=j.when if instant(j.when) else "",
        over=None, says=[],
    )  # fmt: skip


def things_of_passages(told: Iterable[Told], rulings: Iterable[Judgement]) -> list[Thing]:
    """Rulings on two passages (``of_passages``), as far as these are among what an article tells.

    One end of a ruling may be in another article: there is a statement once both are there.
    """
    here = {t.mention for t in told}
    out: list[Thing] = []
    for j in rulings:
        ends = [local(j.left), local(j.right)]
        out += [thing for end in ends if end in here for thing in _ruled(j, [end], ends)]
    return out


class Ends:
    """What the ends of rulings mean, once it is decided: nodes and events of a whole graph."""

    def __init__(
        self,
        actors: Mapping[LocalIri, ResolvedActor],
        refers: Mapping[LocalIri, LocalIri],
        events: Iterable[MergedEvent],
        catalog: Catalog,
    ) -> None:
        self._people = catalog.people
        self._named: dict[str, set[str]] = {}
        self._known: dict[str, set[str]] = {}
        for a in actors.values():
            for name in (a.label, *a.names):
                self._named.setdefault(fold(name), set()).add(a.iri)
            for known in (a.iri, *a.former):
                self._known.setdefault(known, set()).add(a.iri)
        for said, meant in refers.items():
            self._known.setdefault(said, set()).add(meant)
        for e in events:
            for known in (e.iri, *e.former):
                self._known.setdefault(known, set()).add(e.iri)
            for mention in e.mentions:
                self._known.setdefault(mention, set()).add(mention)

    def things(self, rulings: Iterable[Judgement]) -> list[Thing]:
        """The rulings whose ends are both there."""
        out: list[Thing] = []
        for j in rulings:
            both = [self._of(local(end)) for end in (j.left, j.right)]
            # Two people of the reference data stay two, whatever a line says: then it is not shown as done.
            nodes = not any(end.startswith(("mention/", "event/")) for ends in both for end in ends)
            if all(both) and not (j.same and nodes and not both[0] & both[1]):
                out += _ruled(j, sorted({*both[0], *both[1]}))
        return out

    def _of(self, end: str) -> set[str]:
        found = self._known.get(end) or self._named.get(fold(end), set())
        entry = self._people.get(LocalIri(end))
        if found or entry is None:
            return found
        # An entry that a ruling made one with another has no node of its own, and its names have.
        return {node for name in entry.names for node in self._named.get(fold(name), ())}


def rows(thing: str, values: Mapping[str, int]) -> Iterator[Row]:
    """What is said of a correction, or of somebody who corrects."""
    kind, _, rest = thing.partition("|")
    me = LocalIri(rest)
    if kind == "corrector":
        made = [json.loads(v) for v in values]
        names = [m["by"] for m in made if {*m["needs"]} <= _ends(made, m["for"])]
        if names:
            yield me, RDF.type, node(PROV.Person)
            yield me, RDFS.label, ox.Literal(min(names))
        return
    told = [json.loads(v) for v in sorted(values)]
    ends = sorted({end for t in told for end in t["of"]})
    if not told or not {*told[0].get("needs", ())} <= {*ends}:
        return
    one = told[0]
    yield me, RDF.type, node(KG.Correction)
    for end in ends:
        yield me, KG.corrects, ox.NamedNode(iri(LocalIri(end)))
    yield me, KG.fact, ox.Literal(one["fact"])
    yield me, KG.was, ox.Literal(one["was"])
    yield me, KG.right, ox.Literal(one["right"])
    if one["why"]:
        yield me, KG.why, ox.Literal(one["why"])
    if one["by"]:
        yield me, PROV.wasAttributedTo, ox.NamedNode(iri(LocalIri(one["by"])))
    if one["when"]:
        yield me, DCTERMS.created, _created(one["when"])
    if one["over"]:
        yield me, KG.overruledBy, ox.NamedNode(iri(LocalIri(one["over"])))
    for curie, how, value in one["says"]:
        yield me, Curie(curie), _value(how, value)


def _value(how: str, value: str) -> ox.NamedNode | ox.Literal:
    if how == "term":
        return node(value)
    if how == "local":
        return ox.NamedNode(iri(LocalIri(value)))
    return day(value) if how == "day" else ox.Literal(value)


def _created(when: str) -> ox.Literal:
    if _DAY.fullmatch(when):
        return day(when)
    at = instant(when) or datetime.min
    return ox.Literal(at.isoformat(timespec="seconds") + "Z", datatype=node(XSD.dateTime))


def _ends(made: Iterable[dict[str, Any]], correction: str) -> set[str]:
    """What a correction is about, of all that is there."""
    return {end for m in made if m["for"] == correction for end in m["of"]}
