"""Ambassadors: whom an office and where they are sent to mean on a day, and whom a name with that office means.

A state has as many of them as it has embassies, so that the office alone is nobody's: the text must say where
somebody is sent to, or be published by the government that received them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from kg.core.ids import fold
from kg.core.model import LocalIri, Notation
from kg.extract.rules.text.document import Text
from kg.extract.rules.text.mention import Mention
from kg.reference.catalog import Catalog, Office, Person, Tenure
from kg.reference.once import once

SENT = frozenset({LocalIri("post/ambassador"), LocalIri("post/permanent-representative")})
"""The offices that are of a place; at a body either may stand for the other ("ambassador to NATO")."""
_FORMER = LocalIri("post/former-ambassador")
_UN = LocalIri("org/un")
_EARLY, _LATE, _OLD = timedelta(days=120), timedelta(days=60), timedelta(days=4 * 365)
"""Before the credentials and after the departure a full name is still of the office; and of an open term for longer."""
_NEVER = timedelta(days=0)
_TO = re.compile(r"\b(?:to|in|at)\s+(?:the\s+)?(?P<place>[^,;()]+)")
_UNITED = re.compile(r"\b(?:u\.?n\.?|united nations)(?:$|\s|['’])")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Term:
    tenure: Tenure
    sender: LocalIri
    to: LocalIri

    def near(self, day: date, before: timedelta, after: timedelta, later: timedelta) -> bool:
        """Is a day in the term, or so near to it? Of one whose end is not known, ``later`` after what is."""
        t = self.tenure
        first = t.start or (date(t.start_year, 1, 1) if t.start_year else None)
        last = t.end or (date(t.end_year, 12, 31) if t.end_year else None)
        known = last or t.known_until or first
        if first is None or known is None or day < first - before:
            return False
        return day <= known + (after if last else later)


class Envoys:
    """The ambassadors of a catalog; they are read when a text first speaks of one."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    @cached_property
    def _terms(self) -> Mapping[LocalIri, list[_Term]]:
        """The terms of the ambassadors, by person."""
        out: dict[LocalIri, list[_Term]] = defaultdict(list)
        for t in (*self.catalog.tenures, *self.catalog.abroad().tenures):
            if t.to is not None and t.role in SENT:
                out[t.person].append(_Term(tenure=t, sender=t.organisation, to=t.to))
        return out

    @cached_property
    def _names(self) -> Mapping[str, frozenset[LocalIri]]:
        """Ambassadors by each whole name and each family name of theirs."""
        out: dict[str, set[LocalIri]] = defaultdict(set)
        for iri in self._terms:
            person = self.catalog.person(iri)
            for name in (*person.names, *person.family) if person else ():
                out[_plain(name)].add(iri)
        return {name: frozenset(some) for name, some in out.items()}

    @cached_property
    def _places(self) -> Mapping[str, frozenset[LocalIri]]:
        """States by their names and their capitals, bodies by their names: Moscow is of two of them."""
        out: dict[str, set[LocalIri]] = defaultdict(set)
        for p in self.catalog.polities.values():
            capital = self.catalog.places.get(p.capital) if p.capital else None
            for name in (*p.names, *p.metonyms, *(capital.names if capital else ())):
                out[fold(name)].add(p.iri)
        for o in self.catalog.organisations.values():
            for name in o.names:
                out[fold(name)].add(o.iri)
        return {name: frozenset(some) for name, some in out.items()}

    def is_one(self, offices: Iterable[LocalIri]) -> bool:
        """Is one of some offices that of an ambassador?"""
        return any(o in SENT or o == _FORMER for o in offices)

    def sent_to(self, said: str) -> frozenset[LocalIri]:
        """The states or bodies that the words of an office may say somebody is sent to; none where they do not.

        "U.S. ambassador to Moscow", "ambassador of France in the Republic of Poland", "U.N. ambassador".
        """
        text = fold(said)
        for found in _TO.finditer(text):
            words = found["place"].split()
            for n in range(len(words), 0, -1):
                place = self._places.get(" ".join(words[:n]).removesuffix("'s"))
                if place:
                    return place if self._there(place, words[n:]) else frozenset()
        return frozenset({_UN}) if _UNITED.search(text) else frozenset()

    def _there(self, place: frozenset[LocalIri], rest: Sequence[str]) -> bool:
        """Is it the seat that is meant, and not "the United Nations in Geneva"?"""
        if rest[:1] not in (["in"], ["at"]):
            return True
        where = " ".join(rest[1:])
        return where == "new york" or not place.isdisjoint(self._places.get(where, frozenset()))

    def stationed(self, doc: Text, m: Mention) -> str:
        """What else the words behind the office say of where somebody without a name is sent to.

        "The British ambassador in Washington said": at the beginning of a sentence alone, for elsewhere it may
        be where the two met. And at which of its seats the United Nations are meant.
        """
        after = doc.said(m.end, min(m.end + 4, len(doc))).split()
        if after[:1] != ["in"] or not any(o in SENT for o in m.offices):
            return ""
        sent = self.sent_to(m.office_text or "")
        if sent:
            seat = fold(after[1]).strip(".,;") if len(after) > 1 else ""
            other = _UN in sent and seat in self.catalog.words["seat-of-bodies"]
            return f" in {seat}" if other else ""
        n = self._length(after[1:])
        return " in " + " ".join(after[1 : n + 1]) if n and _opens(doc, m.start) else ""

    def _length(self, words: Sequence[str]) -> int:
        """Of how many of the words the name of a place consists with which they begin."""
        said = [fold(w).strip(".,;") for w in words]
        return next((n for n in range(len(said), 0, -1) if " ".join(said[:n]) in self._places), 0)

    def apart(self, office: Office, one: str | None, other: str) -> bool:
        """Do the words of an office say of two who have it that they are sent to different places?"""
        if office.role not in SENT:
            return False
        a, b = self.sent_to(one or ""), self.sent_to(other)
        return bool(a and b) and a.isdisjoint(b)

    def holder(
        self,
        office: Office,
        sender: Notation | None,
        day: date | None,
        said: str,
        home: Notation | None,
    ) -> LocalIri | None:
        """Who is called by the office alone on a day; None unless it is certain.

        Where the words do not say where they are sent to, it is the state whose government speaks (``home``).
        """
        party = self.catalog.party(sender)
        where = self.sent_to(said)
        if not where and "representative" in office.role and not _TO.search(fold(said)):
            where = frozenset({_UN})
        here = self.catalog.party(home)
        if not where and here and here != party:
            where = frozenset({here})
        if party is None or day is None or not where or office.role not in SENT:
            return None
        found = {
            t.tenure.person
            for some in self._terms.values()
            for t in some
            if t.sender == party and t.to in where and t.tenure.covers(day)
        }
        return found.pop() if len(found) == 1 else None

    def entry(
        self,
        text: str,
        offices: Iterable[LocalIri],
        senders: Iterable[Notation],
        said: str,
        day: date | None,
    ) -> LocalIri | None:
        """The ambassador whom a name means beside the words of the office, on the day; None unless it is certain.

        A whole name is theirs about the time of the term. A family name alone is theirs in it only, and only
        where it is said whose ambassador they are, or where.
        """
        named = self._names.get(_plain(text), frozenset())
        whole = " " in text.strip()
        if not named or (day is None and not whole):
            return None
        parties = {p for s in senders if (p := self.catalog.party(s))}
        where = self.sent_to(said)
        if not whole and not parties and not where:
            return None
        before, after, later = (_EARLY, _LATE, _OLD) if whole else (_NEVER, _NEVER, _NEVER)
        if _FORMER in offices:
            after = later = timedelta(days=40 * 365) if whole else _NEVER
        fitting = {
            iri
            for iri in named
            for t in self._terms[iri]
            if (not parties or t.sender in parties)
            and (not where or t.to in where)
            and (day is None or t.near(day, before, after, later))
        }
        return fitting.pop() if len(fitting) == 1 else None

    def person(self, iri: LocalIri) -> Person:
        """Somebody whom the reference data has."""
        known = self.catalog.person(iri)
        if known is None:
            raise KeyError(iri)
        return known


def _opens(doc: Text, start: int) -> bool:
    """Does a sentence begin there, or with an article before it?"""
    before = start - 1 if start and doc[start - 1].text.isalpha() else start
    plain = before == start or doc.folded[before] == "the"
    return plain and (before == 0 or not doc[before - 1].text[-1:].isalnum())


def _plain(name: str) -> str:
    return fold(name).replace(".", "").replace(",", "")


@once
def envoys(catalog: Catalog) -> Envoys:
    """The ambassadors of a catalog, made once."""
    return Envoys(catalog)
