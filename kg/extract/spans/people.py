"""Whom of the authority a name in any script can mean on a day. A wrong link is worse than none.

Words are compared by their consonants (letters.key) and then by their vowels; a family name alone is somebody's
only where the state, and the office or the day, speak for it and for nobody else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from kg.core.ids import fold
from kg.core.model import LocalIri, Notation
from kg.extract.spans.letters import key, latin, likeness, plain_first, respelt
from kg.extract.spans.tables import Table, sounds
from kg.reference.catalog import Catalog, Person, Tenure

LEAST, CLOSE, ALONE, SAME = 0.5, 0.75, 0.8, 0.9
"""How alike a word must be to a family name to be looked at; to stand for it; to be it with nothing else said."""
GIVEN = 0.55
SPELT = 0.86
"""How alike a word of an unknown name must be to one of the authority to be written as that is."""
_NEXT = 0.05
"""How much less alike than the likest a family name may be to be thought of beside it."""
_BOTH = 1.7
"""How alike both names must be where nothing that is said agrees, nor an office of the day."""
_SHORT = 3
"""Letters of a word that may be part of anything."""
LATELY = timedelta(days=4 * 366)
"""How long after the end of a term somebody is still called by the office: a source may be old, and so may habits."""
_BEFORE, _AFTER = timedelta(days=20 * 366), timedelta(days=30 * 366)
_HIGH = 3
"""Heads of state, of government and of ministries are of this rank or one before it."""
_SMALL = frozenset({"al", "el", "bin", "ibn", "ben", "de", "del", "der", "la", "le", "van", "von", "da", "dos", "jr", "mr"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Around:
    """What is said around a name: the states and the roles of offices, and the day."""

    states: frozenset[Notation]
    roles: frozenset[LocalIri]
    day: date | None


@dataclass(frozen=True, slots=True)
class _Fit:
    person: Person
    family: float
    given: float | None
    office: int
    head: bool = False
    undated: bool = False
    more: float = 0.0  # how alike all given names are, each by itself

    @property
    def rank(self) -> tuple[int, bool, float, float, float]:
        head = self.head and self.given is None
        return self.office, head, self.given or 0.0, self.more, self.family


class People:
    """The people of a catalog, by the consonants of their family names; made once, for all languages."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._family: dict[str, dict[LocalIri, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._given: dict[LocalIri, frozenset[str]] = {}
        for p in catalog.people.values():
            said = [_spoken(n, p.polity) for n in p.names]
            words = {w for some in said for parts in some for w in parts}
            own = [_spoken(f, p.polity) for f in p.family] if p.family else said
            family = {parts[-1] for some in own for parts in some if parts}
            if not family:
                family = {parts[-1] for some in said for parts in some if parts}
            for w in family:
                self._family[key(w)][p.iri].add(w)
            self._given[p.iri] = frozenset(words - family) or frozenset(words)
        self.families = frozenset(
            w for some in self._family.values() for f in some.values() for w in f
        )
        self.given = frozenset(w for some in self._given.values() for w in some)
        self.held: dict[LocalIri, list[Tenure]] = defaultdict(list)
        for t in catalog.tenures:
            self.held[t.person].append(t)

    def spelt(self, word: str, family: bool, state: Notation | None, table: Table) -> str | None:
        """How the authority writes a word of a name, most often: of those of a state before others."""
        low = fold(word)
        forms = {
            latin(low),
            *(latin(respelt(low, tuple(r.split()))) for r in table.lists["spelling"]),
        }
        best: tuple[tuple[bool, float, int], str] | None = None
        for form in sorted(forms):
            for (own, written), states in self._written.get((key(form), family), {}).items():
                like = likeness(form, own)
                rank = (state in states, like, len(states))
                if like >= SPELT and (best is None or rank > best[0]):
                    best = (rank, written)
        return best[1] if best else None

    @cached_property
    def _written(self) -> dict[tuple[str, bool], dict[tuple[str, str], list[Notation]]]:
        """The words of names by their consonants: how they sound and how they are written, with whose they are."""
        out: dict[tuple[str, bool], dict[tuple[str, str], list[Notation]]] = defaultdict(dict)
        for p in self.catalog.people.values():
            written = [w for w in re.split(r"[-.\s']+", p.label) if w]
            for sound in _spoken(p.label, p.polity):
                if len(sound) != len(written):
                    continue
                for n, (own, w) in enumerate(zip(sound, written, strict=True)):
                    if len(own) > 2:
                        rows = out[key(own), n + 1 == len(written)]
                        rows.setdefault((own, w), []).append(p.polity or Notation(""))
        return out

    def find(self, words: Sequence[str], around: Around, table: Table) -> Person | None:
        """The one person whom a name can mean; ``words`` as they stand in the text.

        Nobody where two fit about as well, or what is said around speaks against it.
        """
        near = list(self._fits(words, around, table))
        top = max((f.family for f in near), default=0.0)
        close = max(ALONE, top - _NEXT)  # "Thatcher" is not Tauscher.
        named = {f.person.polity for f in near if f.family >= close}
        if len(words) == 1 and not around.states and (
            len(named) > 1 if not around.roles else not any(f.office >= 2 for f in near)
        ):  # fmt: skip
            return self._known_alone(near, around)
        fits = sorted(
            (f for f in near if self._stands(f, around)),
            key=lambda f: (f.rank, f.person.iri),
            reverse=True,
        )
        if not fits:
            return self._by_family(near, len(words), around) or (
                self._in_that_office(words, around, table)
            )
        if len(fits) > 1 and not _better(fits[0], fits[1]):
            return self._then(fits, around.day)
        return fits[0].person

    def _then(self, fits: Sequence[_Fit], day: date | None) -> Person | None:
        """Of two entries of one name, who was of another state first, that of the state that there was."""
        one, other = fits[0].person, fits[1].person
        if (
            one.label != other.label
            or day is None
            or (len(fits) > 2 and fits[2].rank == fits[1].rank)
        ):
            return None
        there = [
            p
            for p in (one, other)
            if (state := self.catalog.polity(p.polity)) and state.until and day.year <= state.until
        ]
        return there[0] if len(there) == 1 else None

    def _by_family(self, near: Sequence[_Fit], length: int, around: Around) -> Person | None:
        """Whom a family name may mean of whom nothing that is said is known: a leader, alone of that name."""
        if length != 1:
            return None
        found = self._known_alone(near, around) if not around.states else None
        if found is not None:
            return found
        top = max((f.family for f in near), default=0.0)
        lone = [f for f in near if f.family >= max(ALONE, top - _NEXT)]
        only = lone[0] if len(lone) == 1 and top >= SAME else None
        if only is not None and only.undated and around.states <= {only.person.polity}:
            return only.person
        return None

    def _known_alone(self, near: Sequence[_Fit], around: Around) -> Person | None:
        """Whom a family name with no state beside it means: who leads a state or speaks for it then, as no other does.

        "Ivanov met her" is of one of several; "Honecker" is nobody else, though no list may say when he led.
        """
        known = [f for f in near if f.family >= ALONE and self._alive(f.person.iri, around.day)]
        then = [f for f in known if f.office >= 2 and self._leads(f.person, around.day)]
        if not then and not any(f.office for f in known):
            then = [
                f for f in known
                if f.family >= SPELT and self._has_led(f.person, around.day) and (
                    not around.roles or self.ever(f.person.iri, around.roles)
                )
            ]  # fmt: skip
        if len(then) != 1:
            return None
        found = then[0].person
        rivals = [
            f.person for f in known
            if f.family >= SAME and f.person.polity != found.polity and self._has_led(f.person, around.day)
        ]  # fmt: skip
        return None if rivals else found

    def _leads(self, p: Person, day: date | None) -> bool:
        """Does somebody lead a state or speak for it on a day, or did so not long before?"""
        return any(
            self._rank(t) <= _HIGH and (day is None or t.covers(day) or _about(t, day))
            for t in self.held.get(p.iri, ())
        )

    def _has_led(self, p: Person, day: date | None) -> bool:
        """Has somebody led a state or spoken for it some time that is not known to be after a day?"""
        return any(
            self._rank(t) <= _HIGH and (day is None or t.start is None or t.start <= day)
            for t in self.held.get(p.iri, ())
        )

    def _in_that_office(self, words: Sequence[str], around: Around, table: Table) -> Person | None:
        """Who is known to hold the office on the day, if a word of the name is theirs: "Валери Жискар д'Эстен"."""
        states = sorted(around.states) if len(around.states) == 1 else []
        for state in states:
            found = self.holder(around.roles, state, around.day)
            if found is None:
                return None
            own = {w for name in found.names for w in _parts(name) if len(w) > 3}
            said = [w for one in words for w in forms_of(one, table) if len(w) > 3]
            if any(likeness(a, b) >= SAME or a[:4] == b[:4] for a in said for b in own):
                return found
        return None

    def _fits(self, words: Sequence[str], around: Around, table: Table) -> Iterator[_Fit]:
        # Only the last word of a name takes the ending of a case, where names are not declined.
        bare = table.script == "latin"
        forms = [forms_of(w, table, whole=bare and n + 1 < len(words)) for n, w in enumerate(words)]
        best: dict[LocalIri, tuple[float, int]] = {}
        for n, some in enumerate(forms):
            first = table.script == "latin" and some[0] in self.given
            if first and some[0] not in self.families and len(forms) > 1 and len(some[0]) > _SHORT:
                continue  # A given name as it stands is nobody's family name in another spelling: "José".
            for k in sorted({key(w) for w in some if len(w) > 1}):
                for iri, family in self._family.get(k, {}).items():
                    sure = max(_family_likeness(a, b) for a in some for b in family)
                    if sure >= LEAST and sure > best.get(iri, (0.0, 0))[0]:
                        best[iri] = (sure, n)
        for iri, (sure, n) in best.items():
            person = self.catalog.people[iri]
            if 0 < n < len(forms) - 1 and table.script == "latin" and not around.states:
                known = self._given[iri] | self._family_of(iri)
                if not set(forms[-1][0]) <= set("ivx") and not any(
                    likeness(a, b) >= ALONE for a in forms[-1] for b in known
                ):
                    continue  # "Abdul Sattar Sirat" is not Abdul Sattar.
            others = [f for i, f in enumerate(forms) if i != n and not _SMALL & set(f)]
            given = [self._given_likeness(f, self._given[iri]) for f in others]
            office = self._office(iri, around)
            yield _Fit(
                person,
                sure,
                max(given) if given else None,
                office,
                head=office >= 2 and self._governs(iri, around.day),
                undated=self._undated(iri),
                more=sum(given),
            )

    def _family_of(self, iri: LocalIri) -> frozenset[str]:
        return frozenset(w for name in self.catalog.people[iri].names for w in _parts(name))

    def _given_likeness(self, forms: Sequence[str], known: Collection[str]) -> float:
        if forms[0] == "dzh":  # "Дж." is J., and George.
            return 0.6 if {g[0] for g in known} & {"j", "g"} else 0.0
        if forms[0] in known:
            return 1.0
        if len(forms[0]) <= 2:  # An initial, in some scripts of two letters: "Х." is Kh.
            first = {g[0] for g in known} | {plain_first(g) for g in known}
            return 0.6 if forms[0][0] in first or plain_first(forms[0]) in first else 0.0
        return max((_given_likeness(a, b) for a in forms for b in known), default=0.0)

    def _office(self, iri: LocalIri, around: Around) -> int:
        """3 in the office that is named, on the day; 2 in it about then; 1 in another then; 0 at no time near.

        Where no office is named any counts, as 2.
        """
        best = 0
        for t in self.held.get(iri, ()):
            then = around.day is None or t.covers(around.day)
            named = bool(around.roles & self.roles_of(t))
            if then:
                best = max(best, 3 if named else 1 if around.roles else 2)
            elif around.day is not None and _about(t, around.day):
                head = not around.roles and self._rank(t) <= 2
                best = max(best, 2 if named or head else 0)
        return best

    def _governs(self, iri: LocalIri, day: date | None) -> bool:
        """Is somebody head of a state or of its government on a day: whom a family name alone means first?"""
        terms = self.held.get(iri, ())
        return any(self._rank(t) <= 2 and day is not None and t.covers(day) for t in terms)

    def _undated(self, iri: LocalIri) -> bool:
        """Has somebody governed at a time that the authority does not know?"""
        terms = self.held.get(iri, ())
        return bool(terms) and all(
            self._rank(t) <= 2 and not (t.start or t.end or t.known_until) for t in terms
        )

    def _rank(self, t: Tenure) -> int:
        office = self.catalog.offices.get(t.role)
        return office.rank if office else 9

    def roles_of(self, t: Tenure) -> frozenset[LocalIri]:
        """The post of a term, and the role that it is."""
        office = self.catalog.offices.get(t.role)
        return frozenset({t.role, office.role} if office else {t.role})

    def _stands(self, f: _Fit, around: Around) -> bool:
        """Is what is said enough for a link, and nothing against it?"""
        p = f.person
        known = {p.polity} | {self._notation(t) for t in self.held.get(p.iri, ())}
        agrees = bool(around.states & known)
        if around.states - set(self.catalog.bodies) and not agrees:
            return False
        if not self._alive(p.iri, around.day):
            return False
        if f.given is not None and f.given >= GIVEN:
            sure = f.office > 0 or f.family + f.given >= _BOTH
            return f.family >= LEAST if agrees else f.family >= CLOSE and sure
        if f.given is not None and f.given < 0.3 and f.office < 3:
            return False
        if agrees:
            return f.office == 3 or (f.office >= 1 and f.family >= CLOSE and f.given is None)
        return f.family >= ALONE and f.office >= 2 and f.given is None

    def _notation(self, t: Tenure) -> Notation | None:
        state = self.catalog.polities.get(t.organisation)
        if state is not None:
            return state.notation
        body = self.catalog.organisations.get(t.organisation)
        return body.notation if body else None

    def _alive(self, iri: LocalIri, day: date | None) -> bool:
        """May somebody be in the news on a day, by the terms that are known?"""
        starts = [t.start for t in self.held.get(iri, ()) if t.start]
        ends = [t.end or t.known_until or t.start for t in self.held.get(iri, ()) if t.start]
        if day is None or not starts:
            return True
        return min(starts) - _BEFORE <= day <= max(e for e in ends if e) + _AFTER

    def ever(self, iri: LocalIri, roles: Collection[LocalIri]) -> bool:
        """Has somebody held one of some offices, whenever?"""
        wanted = frozenset(roles)
        return any(wanted & self.roles_of(t) for t in self.held.get(iri, ()))

    def polity_on(
        self, p: Person, roles: Collection[LocalIri], day: date | None
    ) -> Notation | None:
        """For whom somebody acts on a day: the body or state of the office that is named or held, else their own."""
        on = [t for t in self.held.get(p.iri, ()) if day is not None and t.covers(day)]
        named = [t for t in on if self.roles_of(t) & frozenset(roles)] or [
            t for t in self.held.get(p.iri, ())
            if day is not None and _about(t, day) and self.roles_of(t) & frozenset(roles)
        ]  # fmt: skip
        for t in (*named, *(on if not roles else ())):
            found = self._notation(t)
            if found is not None:
                return found
        return p.polity

    def holder(
        self, roles: Iterable[LocalIri], polity: Notation | None, day: date | None
    ) -> Person | None:
        """Who held an office of a state or body on a day; nobody unless it is certain."""
        party = self.catalog.party(polity)
        wanted = frozenset(roles)
        if party is None or day is None or not wanted:
            return None
        found = {
            t.person
            for t in self.catalog.tenures
            if t.organisation == party and t.covers(day) and wanted & self.roles_of(t)
        }
        return self.catalog.people.get(found.pop()) if len(found) == 1 else None


def _family_likeness(a: str, b: str) -> float:
    """Of short names, another letter makes another name: "Le" and "Lee"."""
    return float(a == b) if min(len(a), len(b)) <= 3 else likeness(a, b)


def _given_likeness(a: str, b: str) -> float:
    found = likeness(a, b)
    return found if min(len(a), len(b)) > 4 or found >= 0.8 else found / 2


def _parts(name: str) -> list[str]:
    return [w for w in re.split(r"[-.\s']+", latin(fold(name))) if w]


def _spoken(name: str, state: Notation | None) -> list[list[str]]:
    """The words of a name by their letters, and by the sounds that these have where it comes from."""
    out = [_parts(name)]
    for rules in sounds().get(state or Notation(""), ()):
        low = name.casefold()
        parts = [respelt(w, rules) for w in re.split(r"[-.\s']+", low) if w]
        out.append([w for w in (latin(fold(p)) for p in parts) if w])
    return out


def forms_of(word: str, table: Table, *, whole: bool = False) -> tuple[str, ...]:
    """What a word of a name may be in Latin letters: as it stands, without an ending of its case, respelt.

    A ``whole`` word has none.

    >>> from kg.extract.spans.tables import table
    >>> "lavrov" in forms_of("Лавровым", table("ru")), "gorbachov" in forms_of("Gorbatschow", table("de"))
    (True, True)
    """
    low = fold(word)
    cut = [low]
    for ending in () if whole else table.lists["name-endings"]:
        if low.endswith(fold(ending)) and len(low) - len(fold(ending)) >= 3:
            cut.append(low[: -len(fold(ending))])
            if table.script == "cyrillic":
                cut.append(cut[-1] + "а")  # "Рамафозой" is of "Рамафоза".
    out = [latin(c) for c in cut]
    for rules in table.lists["spelling"]:
        out += [latin(respelt(c, tuple(rules.split()))) for c in cut]
    return tuple(dict.fromkeys(w for w in out if w))


def _about(t: Tenure, day: date) -> bool:
    last = t.end or t.known_until
    return t.start is not None and last is not None and last < day <= last + LATELY


def _better(a: _Fit, b: _Fit) -> bool:
    """Does one fit so much better than another that it is meant?"""
    if a.office != b.office and max(a.office, b.office) >= 2:
        return a.office > b.office
    if a.given is None and b.given is None and a.head != b.head and a.family >= b.family:
        return a.head
    if a.given == b.given and a.family == b.family and a.more >= b.more + 0.5:
        return True  # "Kim Jong Un" is not Kim Jong Il.
    return (a.given or 0.0) + a.family > (b.given or 0.0) + b.family + 0.15
