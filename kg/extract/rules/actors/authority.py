"""Who of the reference data a name or an office can mean on a day. Knows nothing of the article around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from kg.core.ids import fold
from kg.core.model import LocalIri, Notation
from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.actors.envoys import SENT, envoys
from kg.extract.rules.actors.names import another
from kg.extract.rules.text.mention import Mention
from kg.reference.catalog import Catalog, Office, Person, Tenure
from kg.reference.terms import coarse, span

_LATELY = 4 * 365  # days
_YOUNG, _UNBORN = 15, 40
"""Years before the first known term in which a surname alone, or a whole name, is of somebody else."""
_OF_A_BODY = "organisation"
"""The kind of the offices of bodies that are no state."""


class Authority:
    """The people and tenures of a catalog, indexed once for all articles."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.envoys = envoys(catalog)
        people: dict[str, dict[LocalIri, Person]] = defaultdict(dict)
        for p in catalog.people.values():
            for name in (*p.names, *p.family):
                people[fold(name)][p.iri] = p
            for f in p.family:
                for w in fold(f).replace("-", " ").split():
                    people[w][p.iri] = p
        self.family = {name: list(rows.values()) for name, rows in people.items()}
        self._bodies = {
            fold(name): o.notation
            for o in catalog.organisations.values()
            if o.notation
            for name in o.names
        }
        self._kinds = {
            fold(name).replace("-", " "): o.role
            for o in catalog.offices.values()
            if o.kind == _OF_A_BODY and o.complement
            for name in o.names
        }
        self.own: dict[tuple[Notation, LocalIri], list[Office]] = defaultdict(list)
        for o in catalog.offices.values():
            if o.polity:
                self.own[o.polity, o.role].append(o)
        self.tenures: dict[tuple[LocalIri, LocalIri], list[Tenure]] = defaultdict(list)
        self.held: dict[LocalIri, list[Tenure]] = defaultdict(list)
        for t in catalog.tenures:
            for role in self._roles(t.role):
                self.tenures[(t.organisation, role)].append(t)
            self.held[t.person].append(t)

    def _roles(self, post: LocalIri) -> Iterator[LocalIri]:
        """The role that a post is, and that of its kind in any body: "the WHO's director-general"."""
        office = self.catalog.offices.get(post)
        yield office.role if office else post
        if office is not None and office.kind == _OF_A_BODY:
            head, of, _ = fold(office.label).replace("-", " ").partition(" of ")
            kind = self._kinds.get(head) if of else None
            if kind is not None:
                yield kind

    def no_middle(self, state: Notation | None) -> bool:
        """Have the people of a state a given name of one or two syllables, and no middle name?"""
        return state is not None and state.casefold() in self.catalog.words["no-middle-name"]

    def person(self, iri: LocalIri) -> Person:
        """Somebody whom an entry or a holder is."""
        return self.envoys.person(iri)

    def role(self, office: LocalIri) -> LocalIri:
        """The role that an office is: that of any state, for a post of one."""
        o = self.catalog.offices.get(office)
        return o.role if o else office

    def state_of(self, offices: Iterable[LocalIri]) -> Notation | None:
        """The state that offices are of, if one of them is of a state alone."""
        for o in offices:
            office = self.catalog.offices[o]
            if office.polity:
                return office.polity
        return None

    def body_of(
        self, person: LocalIri, offices: Iterable[LocalIri], day: date | None
    ) -> Notation | None:
        """The body that somebody acts for on a day, not their state: "UN" of its Secretary-General.

        Where an office is named, it must be the one that they hold there. Where it is not known from when
        they held it, they do while they are known to hold no other.
        """
        roles = {self.role(o) for o in offices}
        rows = self.held.get(person, ())
        for t in rows:
            body = self.catalog.organisations.get(t.organisation)
            if body is None or body.notation is None or (roles and not self._same(t.role, roles)):
                continue
            if day is not None and coarse(t) and (s := span(t)) and not s.first <= day <= s.until:
                continue  # of those years alone
            others = [o for o in rows if o is not t and o.start is not None]
            open_ = t.start is None and not any(
                day is None or o.covers(day) or (o.start is not None and day < o.start)
                for o in others
            )
            # What a source knows the end of no longer goes on, as far as anybody knows.
            goes_on = (t.start is None and roles) or (
                t.start is not None
                and t.end is None
                and (day is None or (day >= t.start and not any(o.covers(day) for o in others)))
            )
            if open_ or goes_on or (day is not None and t.covers(day)):
                return body.notation
        return None

    def _same(self, role: LocalIri, roles: set[LocalIri]) -> bool:
        """Is an office one of some, by itself or by its name: "director-general of the WHO"?"""
        offices = self.catalog.offices
        name = offices[role].label if role in offices else role
        return self.role(role) in roles or any(
            offices[r].label.startswith(name + " of ") for r in roles if r in offices
        )

    def on_the_day(
        self, text: str, words: frozenset[str], m: Mention, day: date | None
    ) -> LocalIri | None:
        """The entry that a mention was read as, unless another of that name held the office that day.

        "President George Bush" of 2003 is the son, whom few lists call so.
        """
        p = self.catalog.people.get(m.ref) if m.ref else None
        if p is not None and (sent := self._envoy(text, m, day)) is not None:
            return sent
        if p is None or not self._at_another_time(p, m, day):
            return m.ref
        return self.entry(text, words, m, day) or m.ref

    def entry(
        self, text: str, words: frozenset[str], m: Mention, day: date | None
    ) -> LocalIri | None:
        """The one entry that a name can mean on a day; None when two fit or the titles speak against it."""
        if (sent := self._envoy(text, m, day)) is not None:
            return sent
        candidates = self.family.get(fold(text), [])
        if len(words) > 1 and not candidates:
            # "Shinzo Abe" written "Abe Shinzo", "Lavrov Sergei Viktorovich": all words of one entry.
            pool = {p.iri: p for w in words for p in self.family.get(w, [])}
            candidates = [
                p
                for p in pool.values()
                if any(w <= words for w in _variants(p))
                and not another(text, p.label, frozenset(), no_middle=self.no_middle(p.polity))
            ]
        bare = len(words) == 1 and not m.offices and not m.polities
        if bare and len({p.polity for p in candidates}) > 1:
            return None  # "Ivanov met her": of one of several states
        offices = {self.role(o) for o in m.offices}
        early = _YOUNG if len(words) == 1 else _UNBORN
        fitting = [
            p
            for p in candidates
            if self._fits(p, m)
            and not self._at_another_time(p, m, day)
            and not self._later(p, day, early)
        ]
        if len(fitting) > 1:
            ranked = [(self._in_office(p, offices, day), p) for p in fitting]
            best = max(rank for rank, _ in ranked)
            fitting = [p for rank, p in ranked if rank == best]
        return fitting[0].iri if len(fitting) == 1 else None

    def _envoy(self, text: str, m: Mention, day: date | None) -> LocalIri | None:
        """The ambassador whom a name means, where it stands beside that office."""
        roles = [self.role(o) for o in m.offices]
        if not self.envoys.is_one(roles):
            return None
        return self.envoys.entry(text, roles, m.polities, m.office_text or "", day)

    def _fits(self, p: Person, m: Mention) -> bool:
        """Do the states that are named speak against it? Who is of a body may be of any."""
        states = [s for s in m.polities if s not in self.catalog.bodies]
        return not (states and p.polity and p.polity not in states)

    def _at_another_time(self, p: Person, m: Mention, day: date | None) -> bool:
        """Is it known that he was not in the office that is named, on that day?

        He held it at other times alone, or at the head of the state in another office on that day.
        """
        roles = {self.role(o) for o in m.offices}
        held = [t for t in self.held.get(p.iri, ()) if t.start is not None]
        if not roles or day is None or not held:
            return False
        same = [t for t in held if self.role(t.role) in roles]
        if same:
            lately = [t.end or t.known_until for t in same]
            over = all(
                day < t.start or (end is not None and (day - end).days > _LATELY)
                for t, end in zip(same, lately, strict=True)
                if t.start is not None
            )
            return over
        head = {r for r in roles if (o := self.catalog.offices.get(r)) is not None and o.rank <= 2}
        now = {self.role(t.role) for t in held if t.covers(day)}
        heads = {r for r in now if (o := self.catalog.offices.get(r)) is not None and o.rank <= 2}
        return bool(head and heads) and not head & heads

    def _later(self, p: Person, day: date | None, years: int) -> bool:
        """Is all that is known of somebody so many years after a day: the Hood of 1958, a minister of 2010?"""
        held = self.held.get(p.iri, ())
        starts = [t.start for t in held if t.start is not None]
        if day is None or not starts or len(starts) < len(held):
            return False
        return min(starts).year - day.year > years

    def held_on(self, person: LocalIri, day: date) -> bool:
        """Is somebody known to have held an office on a day?"""
        return any(t.covers(day) for t in self.held.get(person, ()))

    def _in_office(self, p: Person, roles: set[LocalIri], day: date | None) -> int:
        """How well the known terms fit the article's day, for telling two of one name apart.

        3 in office then; 2 in it until lately (a source may be older than the article); 1 nothing
        is known of when; 0 at another time or in no such office.
        """
        best = 0
        for t in self.held.get(p.iri, ()):
            if roles and self.role(t.role) not in roles:
                continue
            if day is None or (t.start is not None and t.covers(day)):
                return 3
            if t.start is None:
                best = max(best, 1)
            else:
                last = t.end or t.known_until
                if last is not None and 0 <= (day - last).days <= _LATELY:
                    best = max(best, 2)
        return best

    def body_in(self, office: str) -> Notation | None:
        """The body with whose name that of an office begins, before one word more: "the UN chief"."""
        return self._bodies.get(fold(office).removeprefix("the ").rpartition(" ")[0])

    def body_meant(self, office: Office, said: str, named: Iterable[Entity]) -> Notation | None:
        """The body that "the Secretary-General" is of: the one of those named that has one, else the UN."""
        if office.kind != _OF_A_BODY or not said[:1].isupper():
            return None
        having = {
            o.notation
            for e in named
            if e.ref is not None
            and (o := self.catalog.organisations.get(e.ref)) is not None
            and o.notation
            and (o.iri, office.role) in self.tenures
        }
        if not having and office.label in self.catalog.words["office-of-the-un"]:
            return Notation("UN")
        return having.pop() if len(having) == 1 else None

    def only_of(self, office: Office) -> Notation | None:
        """The state whose clergy alone has an office: "the Pope" is of the Holy See, wherever he is."""
        if office.kind != "clergy":
            return None
        states = {party for party, role in self.tenures if role == office.role}
        state = self.catalog.polities.get(states.pop()) if len(states) == 1 else None
        return state.notation if state else None

    def called(
        self,
        office: Office,
        state: Notation | None,
        day: date | None,
        said: str = "",
        home: Notation | None = None,
    ) -> LocalIri | None:
        """Who is called by an office of a state on a day; None unless it is certain.

        Of an ambassador the words that were ``said`` tell where, or the state that publishes (``home``).
        """
        if office.role in SENT:
            return self.envoys.holder(office, state, day, said, home)
        found = self.holder(office.role, state, day)
        return found or (self._leader(office, state, day) if state else None)

    def _leader(self, office: Office, state: Notation, day: date | None) -> LocalIri | None:
        """Who is "the North Korean leader" on a day: the supreme one, where the state has no other head.

        None where nobody, or somebody else as well, holds an office of the first rank there.
        """
        party = self.catalog.party(state)
        if party is None or day is None or not office.generic:
            return None
        offices = self.catalog.offices
        first = {
            (t.person, role)
            for (where, role), rows in self.tenures.items()
            if where == party and role in offices and offices[role].rank == 1
            for t in rows
            if t.covers(day)
        }
        named = [p for p, role in first if offices[role].label.endswith(" " + office.label)]
        return named[0] if len(first) == len(named) == 1 else None

    def holder(self, role: LocalIri, polity: Notation | None, day: date | None) -> LocalIri | None:
        """Who held an office on a day; None unless it is certain."""
        if polity is None or day is None or role in SENT:
            return None
        party = self.catalog.party(polity)
        rows = self.tenures.get((party, role), []) if party else []
        on = {t.person for t in rows if t.covers(day)}
        return on.pop() if len(on) == 1 else None


def _variants(p: Person) -> list[frozenset[str]]:
    rows = [frozenset(w.strip(".,") for w in fold(n.replace("-", " ")).split()) for n in p.names]
    return [r for r in rows if len(r) > 1]
