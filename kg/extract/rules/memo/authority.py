"""Who an entry of a header is, by the authority: only where name or office and day leave one person."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from kg.core.ids import fold
from kg.core.model import Actor, LocalIri, Notation
from kg.extract.rules.memo.entries import Entry
from kg.extract.rules.memo.words import bare, is_suffix
from kg.reference.catalog import Catalog, Office, Tenure
from kg.reference.once import once

# What an office alone means in the records of the foreign service of a state.
_ALONE = {
    "US": {
        "secretary": "Secretary of State",
        "acting secretary": "Acting Secretary of State",
        "under secretary": "Under Secretary of State",
        "deputy secretary": "Deputy Secretary of State",
        "acting under secretary": "Acting Under Secretary of State",
    }
}
_SPELT = {
    "sec": "secretary",
    "pres": "president",
    "amb": "ambassador",
    "asst": "assistant",
    "min": "minister",
}
_MARGIN = 15


@once
def _families(catalog: Catalog) -> dict[str, tuple[LocalIri, ...]]:
    out: dict[str, list[LocalIri]] = defaultdict(list)
    for p in catalog.people.values():
        for name in {*p.family, *(n.split()[-1] for n in p.names)}:
            out[fold(name)].append(p.iri)
    return {k: tuple(sorted(set(v))) for k, v in out.items()}


@once
def _offices(catalog: Catalog) -> dict[str, tuple[Office, ...]]:
    out: dict[str, list[Office]] = defaultdict(list)
    for o in catalog.offices.values():
        for name in o.names:
            out[fold(name)].append(o)
    return {k: tuple(v) for k, v in out.items()}


@once
def _tenures(catalog: Catalog) -> dict[LocalIri, list[Tenure]]:
    return _grouped((t.organisation, t) for t in catalog.tenures)


@once
def _held(catalog: Catalog) -> dict[LocalIri, list[Tenure]]:
    return _grouped((t.person, t) for t in catalog.tenures)


def _grouped(rows: Iterable[tuple[LocalIri, Tenure]]) -> dict[LocalIri, list[Tenure]]:
    out: dict[LocalIri, list[Tenure]] = defaultdict(list)
    for key, tenure in rows:
        out[key].append(tenure)
    return dict(out)


class Authority:
    """Looks entries up. ``home`` is the state whose office kept the record, ``day`` its day."""

    def __init__(self, catalog: Catalog, *, day: date | None, home: Notation | None) -> None:
        self.catalog = catalog
        self.day = day
        self.home = home
        self.held = _held(catalog)

    def actor(self, e: Entry) -> Actor:
        """The participant of an entry; an office alone gets the name of who certainly held it then."""
        office, polity = self._office_of(e)
        role = self._role(office, polity)
        ref = self._named(e.name, role, polity) if e.name else self._holder(role, polity)
        name = e.name
        if ref:
            entry = self.catalog.people[ref]
            polity = polity or entry.polity
            if name is None or len(_words(name)) < 2:
                name = entry.label
        return Actor(
            name=name,
            office=office,
            polity=polity,
            kind="person",
            ref=ref,
            start=e.start,
            end=e.end,
            written=office if e.name is None else None,
        )

    def _office_of(self, e: Entry) -> tuple[str | None, Notation | None]:
        office, polity = e.office, e.polity
        if office is None:
            return None, polity
        plain = " ".join(_SPELT.get(w, w) for w in re.sub(r"[^\w\s-]", "", fold(office)).split())
        plain = plain.removeprefix("the ")
        alone = _ALONE.get(self.home or "", {}).get(plain)
        if alone and polity in {None, self.home}:
            # "Secretary McElroy" may be of another department; the day tells.
            ours_too = e.name is None or self._named(
                e.name, self._role(alone, self.home), self.home
            )
            return (alone if ours_too else office), self.home
        if polity is None and self.home and not re.search(r"excellency|\bh\. ?e\.", fold(e.own)):
            if re.fullmatch(r"(?:acting |vice )?president", plain) and e.name is None:
                return office, self.home
            ours = re.match(
                r"(?:(?:acting|deputy|principal) )*(?:assistant|under|deputy under) ?secretary\b(?! of (?!state|defense))"
                r"|secretary of (?:state|defense|the treasury|commerce|agriculture)\b"
                r"|(?:acting )?(?:deputy )?(?:director|chief|officer in charge)\b.*\b(?:office|division|bureau) of\b"
                r"|officer in charge\b|(?:deputy )?representative at the united nations|presidents? "
                r"|special assistant to the (?:secretary|president|under)"
                r"|ambassador (?:in|to)\b(?! (?:the )?(?:united (?:states|nations)|us|usa|un)\b)|ambassador-at-large|vice president\b(?! of)",
                plain,
            )
            if ours:
                return office, self.home
        return office, polity

    def _role(self, office: str | None, polity: Notation | None) -> LocalIri | None:
        if office is None:
            return None
        plain = re.sub(r"^the ", "", fold(office))
        plain = " ".join(_SPELT.get(w.strip("."), w) for w in plain.split())
        for text in (plain, plain.split(" of ")[0], plain.split(",")[0]):
            for o in _offices(self.catalog).get(text, ()):
                if o.polity in {None, polity}:
                    return o.role
        state = self.catalog.polity(polity)
        for adjective in state.adjectives if state else ():
            plain = plain.removeprefix(fold(adjective) + " ")
        head = re.match(r"(ambassador|president|prime minister|secretary of state)\b", plain)
        if head:
            rows = [
                o for o in _offices(self.catalog).get(head[1], ()) if o.polity in {None, polity}
            ]
            return rows[0].role if rows else None
        if plain == "secretary" and polity == "US":
            return LocalIri("post/foreign-minister")
        return None

    def _state(self, polity: Notation | None) -> LocalIri | None:
        p = self.catalog.polity(polity)
        return p.iri if p else None

    def _holder(self, role: LocalIri | None, polity: Notation | None) -> LocalIri | None:
        if role is None or polity is None or self.day is None or role in {"post/ambassador", None}:
            return None
        state = self._state(polity)
        on = {
            t.person
            for t in _tenures(self.catalog).get(state or LocalIri(""), ())
            if self._base(t.role) == role and t.covers(self.day)
        }
        return on.pop() if len(on) == 1 else None

    def _base(self, role: LocalIri) -> LocalIri:
        o = self.catalog.offices.get(role)
        return o.role if o else role

    def _named(self, name: str, role: LocalIri | None, polity: Notation | None) -> LocalIri | None:
        tokens = _words(name)
        if not tokens or self.day is None:
            return None
        found = []
        for iri in _families(self.catalog).get(tokens[-1], ()):
            p = self.catalog.people[iri]
            if polity and p.polity and p.polity != polity:
                continue
            terms = self.held.get(iri, [])
            if len(tokens) == 1:
                if role and any(self._base(t.role) == role and t.covers(self.day) for t in terms):
                    found.append(iri)
            elif _fits(name, p.names) and any(self._near(t) for t in terms):
                found.append(iri)
        return found[0] if len(found) == 1 else None

    def _near(self, t: Tenure) -> bool:
        """Was the office held within half a working life of the day?"""
        if self.day is None:
            return False
        years = [d.year for d in (t.start, t.end) if d]
        return any(abs(y - self.day.year) <= _MARGIN for y in years) or t.covers(self.day)


def _words(name: str) -> list[str]:
    return [bare(w) for w in name.split() if not is_suffix(w) and len(bare(w)) > 1]


def _fits(name: str, names: tuple[str, ...]) -> bool:
    """Is a written name one of the names: same first name and no initial that speaks against it?"""
    mine = [bare(w) for w in name.split() if not is_suffix(w)]
    for other in names:
        theirs = [bare(w) for w in other.split() if not is_suffix(w)]
        if len(theirs) < 2 or mine[0] != theirs[0] or mine[-1] != theirs[-1]:
            continue
        inner, outer = mine[1:-1], theirs[1:-1]
        if not inner or not outer or inner[0][:1] == outer[0][:1]:
            return True
    return False
