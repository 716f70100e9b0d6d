"""Who is meant, within one article: surnames, offices alone, pronouns, "the two ministers".

The register sees mentions in order. It links a mention to an entry of the authority when the words
allow only one; otherwise the entity stays what the article says. Nothing here looks beyond the
article: identity across articles is kg/resolve.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kg.core.ids import fold
from kg.core.model import LocalIri, Notation
from kg.extract.rules.actors.authority import Authority
from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.actors.names import (
    alike,
    another,
    calm,
    first_words,
    heads,
    of_a_trade,
    shown,
)  # fmt: skip
from kg.extract.rules.actors.officials import recent_with
from kg.extract.rules.text.document import Text
from kg.extract.rules.text.mention import Mention
from kg.reference.catalog import Office


class Register:
    """The entities of one article. ``anchor`` is the day it speaks from; ``home`` its government.

    ``seat`` is the state from whose capital it is dated, ``chief`` the office at the head of the
    ministry that published it.
    """

    def __init__(
        self,
        authority: Authority,
        *,
        anchor: date | None,
        home: Notation | None,
        seat: Notation | None = None,
        chief: LocalIri | None = None,
    ) -> None:
        self.authority = authority
        self.catalog = authority.catalog
        self.anchor = anchor
        self.home = home
        self.seat = seat
        self.chief = chief
        self._particles = self.catalog.words["name-particle"]
        self.entities: list[Entity] = []
        self.states: dict[Notation, Entity] = {}
        self.bodies: dict[str, Entity] = {}
        self.sentences: list[list[Entity]] = []

    # -- sentence by sentence --------------------------------------------------------------------

    def open_sentence(self) -> None:
        """Called before the mentions of a sentence are resolved."""
        self.sentences.append([])

    def resolve(self, doc: Text, m: Mention) -> tuple[Entity, ...]:
        """The entities that a mention stands for; empty where nobody can be told."""
        if m.kind == "person":
            found: tuple[Entity, ...] = (self._person(doc, m),)
        elif m.kind == "role":
            found = self._roles(m, self.authority.envoys.stationed(doc, m))
        elif m.kind == "country":
            found = (self.state(m.polities[0]),)
        elif m.kind == "organisation":
            body = self.catalog.organisations.get(m.ref) if m.ref else None
            if body and body.kind == "collective":
                found = tuple(self.state(self.catalog.polities[p].notation) for p in body.members)
            else:
                found = (self.body(m.ref) if m.ref else self._body_of(doc, m),)
        elif m.kind == "crowd":
            found = self._crowd(doc, m)
        elif m.kind == "group":
            found = self._group(doc, m)
        else:
            found = self._pronoun(doc, m)
        if m.kind not in {"group", "pronoun"}:
            for e in found:
                e.count += 1
                if e.count == 1:
                    e.first = (doc[m.start].idx, doc[m.end - 1].end)
        if self.sentences:
            self.sentences[-1].extend(found)
        return found

    def state(self, notation: Notation) -> Entity:
        """The entity of a state, or of a body that has a notation as states have."""
        if notation in self.catalog.bodies:
            return self.body(self.catalog.bodies[notation])
        if notation not in self.states:
            p = self.catalog.by_notation[notation]
            self.states[notation] = Entity(kind="country", name=p.label, polity=notation, ref=p.iri)
        return self.states[notation]

    def body(self, ref: LocalIri) -> Entity:
        """The entity of an organisation of the catalog."""
        if ref not in self.bodies:
            o = self.catalog.organisations[ref]
            self.bodies[ref] = Entity(
                kind="organisation",
                name=o.label,
                polity=o.polity or o.notation,
                ref=ref,
                collective=not o.polity and o.kind in {"format", "organisation"},
            )
        return self.bodies[ref]

    def _body_of(self, doc: Text, m: Mention) -> Entity:
        text = doc.said(m.start, m.end)
        key = fold(text)
        if key not in self.bodies:
            polity = m.polities[0] if m.polities else None
            self.bodies[key] = Entity(kind="organisation", name=text, polity=polity)
        return self.bodies[key]

    def surnames(self) -> Mapping[str, str]:
        """Folded name words introduced so far, for the chunker."""
        out: dict[str, str] = {}
        for e in self.entities:
            for w in e.words:
                out[w] = w
        return out

    # -- people ----------------------------------------------------------------------------------

    def _person(self, doc: Text, m: Mention) -> Entity:
        text = doc.said(*m.core)
        tokens = [
            t for t in (fold(w) for w in text.replace("-", " ").split()) if len(t.strip(".,")) > 1
        ]
        tokens = [t.strip(".,") for t in tokens if t.strip(".,") not in {"jr", "sr", "ii", "iii"}]
        words = frozenset(tokens)
        ref = self.authority.on_the_day(text, words, m, self.anchor)
        trade = len(words) == 1 and of_a_trade(doc, m)
        existing = self._known(text, words, m)
        if existing is None and ref is None and not trade:
            ref = self.authority.entry(text, words, m, self.anchor)
        elif m.offices and existing and existing.ref is None and len(existing.words) == 1:
            # "the Trump plan … President Trump": the office tells who the surname was.
            ref = ref or self.authority.entry(text, words, m, self.anchor)
        if existing is None and ref is not None:
            existing = next((e for e in self.entities if e.ref == ref), None)
        if existing is None:
            existing = self._role_named(m, ref)
            if existing is not None:
                existing.name, existing.words, existing.unnamed = text, words, False
                existing.ref, existing.concluded = ref, False
        if existing is None:
            existing = Entity(kind="person", name=calm(text), words=words, trade=trade)
            self.entities.append(existing)
        e = existing
        if len(words) > len(e.words):
            e.words |= words
            if e.ref is None:
                e.name = text
        if ref and not e.ref:
            e.ref = ref
        if e.ref:
            entry = self.authority.person(e.ref)
            e.name, e.written = shown(text, words, entry=entry, name=e.name, written=e.written)
            e.words |= frozenset(fold(entry.label.replace("-", " ")).split())
        self._in_office(e, m)
        return e

    def _in_office(self, e: Entity, m: Mention) -> None:
        """What a mention says of somebody's office, and whom they act for in it."""
        e.offices += [o for o in dict.fromkeys(m.offices) if o not in e.offices]
        posts = [self.catalog.offices[o].polity for o in m.offices]
        body = next((p for p in (*m.polities, *posts) if p in self.catalog.bodies), None)
        own = self.authority.body_of(e.ref, e.offices, self.anchor) if e.ref else None
        if e.ref and (e.polity is None or (own and e.polity not in self.catalog.bodies)):
            e.polity = body or own or self.authority.person(e.ref).polity
        if m.office_text and (e.office_text is None or len(e.offices) == len(m.offices)):
            e.office_text = e.office_text or m.office_text
        if m.polities and (e.polity is None or (e.ref is None and e.count < 2)):
            e.polity = m.polities[0]
        if e.polity is None:
            e.polity = self.authority.state_of(e.offices)

    def _role_named(self, m: Mention, ref: LocalIri | None) -> Entity | None:
        """ "The foreign ministers of A and B met. A's Smith …": a name for somebody known by office alone."""
        polity = m.polities[0] if m.polities else self.authority.person(ref).polity if ref else None
        if polity is None:
            return None
        here = [e for e in self.entities if e.kind == "person" and e.polity == polity]
        here = [e for e in here if e.unnamed or (e.concluded and ref is None)]
        roles = {
            self.authority.role(o) for o in m.offices if not self.catalog.offices[o].counterpart
        }
        if roles:
            here = [e for e in here if roles & {self.authority.role(o) for o in e.offices}]
        else:
            lately = [x for s in self.sentences[-3:] for x in s]
            here = [e for e in here if any(e is x for x in lately)]
        return here[0] if len(here) == 1 else None

    def _known(self, text: str, words: frozenset[str], m: Mention) -> Entity | None:
        best: Entity | None = None
        for e in reversed(self.entities):
            if e.kind != "person" or not e.words or e.unnamed:
                continue
            elsewhere = m.polities and e.polity and m.polities[0] != e.polity
            elsewhere = elsewhere and not {*m.polities, e.polity} & self.catalog.bodies.keys()
            if elsewhere and (e.ref is None or len(words) == 1):
                continue
            if m.ref and e.ref and m.ref != e.ref:
                continue  # The authority knows both.
            if another(text, e.name, self._particles, no_middle=self.authority.no_middle(e.polity)):
                continue
            if words <= e.words or (e.words <= words and len(e.words) > 1):
                if best is None or (
                    len(words) == 1 and self._prominence(e, words) > self._prominence(best, words)
                ):
                    best = e
            elif (len(words & e.words) >= 2 and alike(words, e.words, self._particles)) or (
                len(e.words) == 1 and e.words <= words and e.ref is None
            ):
                best = best or e
        return best

    def _prominence(self, e: Entity, words: frozenset[str]) -> tuple[bool, bool, int]:
        """A surname alone means the one whose surname it is, of them the most senior or most named."""
        senior = any(self.catalog.offices[o].rank <= 2 for o in e.offices)
        return (self._surname(e) in words or bool(words & first_words(e.name)), senior, e.count)

    def _surname(self, e: Entity) -> str:
        if e.ref:
            family = self.authority.person(e.ref).family
            if family:
                return fold(family[0])
        name = fold(e.name or "").replace("-", " ").split()
        return name[-1].strip(".,") if name else ""

    # -- offices alone ---------------------------------------------------------------------------

    def _styled(self) -> tuple[Entity, ...]:
        """ "His Majesty", "Her Excellency": the highest in office of those spoken of last."""
        for sentence in reversed(self.sentences):
            people = [e for e in sentence if e.kind == "person" and e.offices]
            if people:
                rank = {o: self.catalog.offices[o].rank for e in people for o in e.offices}
                return (min(people, key=lambda e: min(rank[o] for o in e.offices)),)
        return ()

    def _roles(self, m: Mention, where: str) -> tuple[Entity, ...]:
        if not m.offices:
            return self._styled()
        office = self.catalog.offices[m.offices[0]]
        text = m.office_text or office.label
        if len(m.polities) > 1 or (m.plural and m.polities):
            if office.generic:
                return tuple(self.state(p) for p in m.polities)
            several = len(m.polities) > 1
            return tuple(self._role_of(office, p, office.label, sure=several) for p in m.polities)
        polity = m.polities[0] if m.polities else office.polity or self.authority.body_in(text)
        if office.counterpart:
            return (self._counterpart(office, polity, text),) if polity else ()
        same = self._recent_with(office, polity, text + where)
        if same:
            return (same,)
        polity = polity or self.authority.body_meant(office, text, self.bodies.values())
        if polity is None and not m.definite:
            return ()
        if polity is None and office.generic and self.home and self.chief and m.definite:
            chief = self.catalog.offices.get(self.chief)
            if chief is not None and office.rank <= 3 and heads(office, chief, text):
                return (self._role_of(chief, self.home, text),)
        if polity is None and office.generic:
            recent = self._recent_person()
            return (recent,) if recent else ()
        if polity is None and office.rank <= 3:
            polity = self.authority.only_of(office) or self.home or self._seat_of(office)
        known = polity or not office.generic
        return (self._role_of(office, polity, text, where=where),) if known else ()

    def _seat_of(self, office: Office) -> Notation | None:
        """The state from whose capital the article is dated, if it is known to have such an office."""
        state = self.catalog.polity(self.seat)
        return self.seat if state and (state.iri, office.role) in self.authority.tenures else None

    def holder(self, office: Office, polity: Notation) -> Entity:
        """Who holds an office of a state: somebody introduced, by the authority, or the role alone."""
        label = self.state(polity).name
        return self._role_of(office, polity, f"{office.label} of {label}")

    def _recent_with(self, office: Office, polity: Notation | None, said: str) -> Entity | None:
        return recent_with(self.sentences, office, polity, said, self.authority)

    def _recent_person(self) -> Entity | None:
        for sentence in reversed(self.sentences):
            people = [e for e in sentence if e.kind == "person"]
            if people:
                return people[0]
        return None

    def _role_of(
        self,
        office: Office,
        polity: Notation | None,
        text: str,
        *,
        sure: bool = False,
        where: str = "",
    ) -> Entity:
        """The holder of an office; with ``sure`` nobody of whose state nothing is known."""
        known = self._recent_with(office, polity, text + where) if polity else None
        if known and not (sure and known.polity != polity):
            return known
        holder = self.authority.called(office, polity, self.anchor, text + where, self.home)
        if holder:
            entry = self.authority.person(holder)
            for e in self.entities:
                if e.ref == holder:
                    return e
            e = Entity(
                kind="person",
                name=entry.label,
                ref=holder,
                polity=polity if polity in self.catalog.bodies else entry.polity or polity,
                offices=[office.iri],
                office_text=text,
                words=frozenset(fold(entry.label.replace("-", " ")).split()),
                concluded=True,
            )
        else:
            e = Entity(
                kind="person", offices=[office.iri], office_text=text, polity=polity, unnamed=True
            )
        self.entities.append(e)
        return e

    def _counterpart(self, office: Office, polity: Notation | None, text: str) -> Entity:
        owner = self._recent_person()
        role = owner.offices[0] if owner and owner.offices else office.iri
        for e in self.entities:
            if e.unnamed and e.polity == polity and e.offices == [role]:
                return e
        known = (
            self._recent_with(self.catalog.offices[role], polity, text)
            if role != office.iri
            else None
        )
        if known and known is not owner:
            return known
        holder = self.authority.holder(self.authority.role(role), polity, self.anchor)
        if holder and not any(e.ref == holder for e in self.entities):
            return self._role_of(self.catalog.offices[role], polity, text)
        e = Entity(kind="person", offices=[role], office_text=text, polity=polity, unnamed=True)
        self.entities.append(e)
        return e

    def _crowd(self, doc: Text, m: Mention) -> tuple[Entity, ...]:
        text = doc.said(*m.core)
        if len(m.polities) > 1:
            return tuple(self.state(p) for p in m.polities)
        polity = m.polities[0] if m.polities else None
        e = Entity(kind="organisation", name=text, polity=polity, unnamed=True)
        return (e,)

    # -- taken up again --------------------------------------------------------------------------

    def _group(self, doc: Text, m: Mention) -> tuple[Entity, ...]:
        words = doc.said(m.start, m.end).casefold().replace("’", "'").split()
        wanted = 2 if "two" in words or "both" in words else 3 if "three" in words else None
        role = {self.authority.role(o) for o in m.offices}
        for back, sentence in enumerate(reversed(self.sentences)):
            people = list(dict.fromkeys(e for e in sentence if e.kind == "person"))
            if role:
                with_role = [
                    e for e in people if role & {self.authority.role(o) for o in e.offices}
                ]
                if m.polities:
                    with_role = [e for e in with_role if e.polity in m.polities]
                people = with_role if len(with_role) >= 2 else people
            if len(people) >= 2:
                return tuple(people[: wanted or len(people)])
            states = list(dict.fromkeys(e for e in sentence if e.kind == "country"))
            # "Brazil and South Korea discussed energy. They signed …"
            group = words[-1] in self.catalog.words["state-group"]
            meant = group or (m.kind == "pronoun" and back < 2)
            if len(states) >= 2 and not people and meant:
                return tuple(states[: wanted or len(states)])
        people = list(dict.fromkeys(e for s in self.sentences for e in s if e.kind == "person"))
        return tuple(people[: wanted or 2]) if len(people) >= 2 else ()

    def _pronoun(self, doc: Text, m: Mention) -> tuple[Entity, ...]:
        word = doc[m.start].text.casefold()
        if word in {"i", "we", "us", "our", "who", "its", "it"}:
            return ()
        if m.plural:
            return self._group(doc, m)
        here = self.sentences[-1] if self.sentences else []
        people = [e for e in here if e.kind == "person" and not e.unnamed]
        if people:
            return (people[0],)
        for sentence in reversed(self.sentences[:-1]):
            people = [e for e in sentence if e.kind == "person"]
            if people:
                return (people[0],)
        return ()
