"""What reaches beyond a sentence: pronouns and groups by the tree, occasions, nominal mentions.

One object lives as long as one article is read. It is told every reading in order and remembers who
was last the subject, who last talked to whom, and which summit is "the summit".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kg.core.model import Article, Notation, Venue, When
from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.actors.register import Register
from kg.extract.rules.events import joining
from kg.extract.rules.events.drafts import Draft
from kg.extract.rules.events.linking import owner
from kg.extract.rules.events.slots import led_by
from kg.extract.rules.text.document import Text
from kg.extract.rules.text.mention import Mention
from kg.extract.rules.text.reading import Reading
from kg.extract.rules.text.words import Word
from kg.reference.catalog import Catalog
from kg.reference.event_kinds import kind_of

_FIRST_PERSON = frozenset({"we", "us", "our", "ours"})


class Discourse:
    """The memory of one article. ``resolved`` maps its mentions to the entities they stand for."""

    def __init__(self, article: Article, doc: Text, catalog: Catalog) -> None:
        self.article = article
        self.doc = doc
        self.catalog = catalog
        self.anchor: date | None = article.dateline or article.published
        self.resolved: dict[Mention, tuple[Entity, ...]] = {}
        self.subject: Entity | None = None
        self.talkers: tuple[Entity, ...] = ()
        self.last: Draft | None = None
        self.owner: Entity | None = None
        self.visitor: Entity | None = None
        self.occasion: tuple[When | None, Venue | None] | None = None

    def remember(self, found: Sequence[Draft]) -> None:
        """Notes who talked to whom in a sentence: "the two ministers" of the next one."""
        talks = [d for d in found if kind_of(d.type).talks and not d.anaphoric]
        for d in found:
            guests = [e for e, f in d.participants if f == "guest" and e.kind == "person"]
            if d.type == "visit" and guests:
                self.visitor = guests[0]
        for d in talks[-1:]:
            if len(d.participants) >= 2:
                self.last = d
            people = tuple(e for e, _ in d.participants if e.kind == "person")
            if len(people) >= 2:
                self.talkers = people

    def resolve_offices(
        self, reading: Reading, states: Sequence[Notation], register: Register
    ) -> None:
        """ "The presidents will discuss the partnership between Russia and Vietnam": those two."""
        distinct = list(dict.fromkeys(states))[:2]
        if self.talkers:
            self._other_offices(reading, register)
            return
        if len(distinct) < 2:
            return
        for token in reading.actors:
            m = token.mention
            if m is None or m.kind != "group" or not m.offices or self.resolved.get(m):
                continue
            office = self.catalog.offices[m.offices[0]]
            if not office.generic and office.rank <= 3:
                self.resolved[m] = tuple(register.holder(office, p) for p in distinct)

    def _other_offices(self, reading: Reading, register: Register) -> None:
        """After two foreign ministers met, "the two heads of state" are those of the same states."""
        states = list(dict.fromkeys(e.polity for e in self.talkers if e.polity))
        if len(states) != 2:
            return
        for token in reading.actors:
            m = token.mention
            if m is None or m.kind != "group" or len(m.offices) != 1 or m.polities:
                continue
            office = self.catalog.offices[m.offices[0]]
            known = [{self.catalog.offices[o].role for o in e.offices} for e in self.talkers]
            if office.generic or office.rank > 3 or any(not k or office.role in k for k in known):
                continue
            self.resolved[m] = tuple(register.holder(office, p) for p in states)

    def find_owner(self, reading: Reading) -> None:
        """Whose programme it is: the one person before "'s programme", "'s engagements", "'s diary"."""
        if self.owner is not None:
            return
        nouns = self.catalog.words["programme-noun"]
        for token in reading.tokens:
            if token.lemma not in nouns:
                continue
            for t in token.subtree:
                m = t.mention
                people = [e for e in self.resolved.get(m, ()) if e.kind == "person"] if m else []
                if len(people) == 1 and t.i < token.i + 4:
                    self.owner = people[0]
                    return

    def host_of_invitations(self, found: list[Draft], register: Register) -> None:
        """ "an invitation from Jones of Jordan to visit": who invites is the host."""
        for d in found:
            if (
                d.type != "visit"
                or d.venue
                or d.country
                or any(f == "host" for _, f in d.participants)
            ):
                continue
            for o in found:
                if o.type != "invitation" or not any(a.i in o.anchors for a in d.token.ancestors):
                    continue
                hosts = {e.polity for e, f in o.participants if f == "initiator" and e.polity}
                if len(hosts) == 1:
                    d.country = hosts.pop()
                    d.participants.append((register.state(d.country), "host"))
                    break

    def lead_delegations(self, reading: Reading) -> None:
        """ "a delegation of the Mexican Senate led by Smith": Smith is of Mexico."""
        for token in reading.actors:
            m = token.mention
            if m is None or m.kind not in {"crowd", "organisation"}:
                continue
            states = {e.polity for e in self.resolved.get(m, ()) if e.polity}
            for t in led_by(reading, token):
                leader = t.mention
                for e in self.resolved.get(leader, ()) if leader else ():
                    if e.polity is None and len(states) == 1:
                        e.polity = next(iter(states))

    def complete(self, found: list[Draft]) -> None:
        """ "A meeting with Jones is planned": the other party is who travels or was spoken of.

        That is the one whose programme is read, else the visitor, else the last subject, where it is
        somebody in office and not of the same state.
        """
        for d in found:
            if not d.onesided or len(d.participants) != 1 or d.type == "summit":
                continue
            (other, _), *_ = d.participants
            last = self.subject if d.status not in {"held", "ongoing"} else None
            here = [
                e
                for v in found
                if v.type == "visit" and any(a.i in v.anchors for a in d.token.ancestors)
                for e, f in v.participants
                if f == "guest" and e.kind == "person"
            ]
            for e in (*here[:1], self.owner, self.visitor, last):
                if e is None or e is other or (e.polity and e.polity == other.polity):
                    continue
                if e.ref or any(self.catalog.offices[o].rank <= 3 for o in e.offices):
                    d.participants.insert(0, (e, "participant"))
                    break

    def continue_talks(self, found: list[Draft], register: Register) -> list[Draft]:
        """ "A second round is to be held in July": one more event of those who last talked.

        It must have a day or a place of its own; otherwise it is a passing word.
        """
        kept = []
        for d in found:
            if d.sequel and d.type == "agreement_signing":
                states = list(dict.fromkeys(e.polity for e in self.talkers if e.polity))
                if len(states) < 2 or d.status != "held":
                    continue
                d.participants = [(register.state(p), "participant") for p in states]
                talked = self.last.when if self.last else None
                if d.when is None and talked is not None and talked.precision == "day":
                    d.when = replace(talked, text=None, basis="context")
            elif d.sequel and not d.participants:
                if (
                    not kind_of(d.type).talks
                    or self.last is None
                    or not (d.when or d.venue or d.country)
                ):
                    continue
                d.participants = [(e, "participant") for e, _ in self.last.participants]
                if d.type == "meeting" and d.rule != "negotiation/round-of-talks":
                    d.type = self.last.type
            kept.append(d)
        return kept

    def resolve_pronouns(self, reading: Reading) -> None:
        """Third-person singular pronouns by the tree: the subject of a clause above, else the last subject."""
        for token in reading.actors:
            m = token.mention
            if m is not None and m.kind == "pronoun" and token.lower_ == "i":
                self._speaker(token, m)
            if (
                m is None
                or m.kind != "pronoun"
                or token.lower_ not in {"he", "she", "his", "her", "him"}
            ):
                continue
            for up in token.ancestors:
                if up.pos_ not in {"VERB", "AUX"}:
                    continue
                who = next(
                    (c for c in up.children if c.dep_ in {"nsubj", "nsubjpass"} and c != token),
                    None,
                )
                subject = who.mention if who is not None else None
                agent = next((c for c in up.children if c.dep_ == "agent"), None)
                if subject is None and agent is not None and up != token.head:
                    # "was received by Smith when he …": who acts in a passive clause.
                    who = next((c for c in agent.children if c.dep_ == "pobj"), None)
                    subject = who.mention if who is not None else None
                if (
                    subject is None
                    or who is None
                    or token in who.subtree
                    or (token.dep_ == "dobj" and up == token.head)
                    or (token.dep_ == "dobj" and who.i > token.i and not _opened_by(token, up))
                ):
                    continue
                people = [e for e in self.resolved.get(subject, ()) if e.kind == "person"]
                if len(people) == 1:
                    self.resolved[m] = (people[0],)
                    break
            else:
                if self.subject is not None and not self._introduced_before(reading, token):
                    self.resolved[m] = (self.subject,)
        for token in reading.actors:
            m = token.mention
            if (
                m is None
                or not (m.kind == "group" or (m.kind == "pronoun" and m.plural))
                or not self.talkers
            ):
                continue
            earlier = {
                id(e)
                for t in reading.tokens[: token.i]
                if (x := t.mention) is not None and x.kind in {"person", "role"}
                for e in self.resolved.get(x, ())
            }
            words = self.doc.said(m.start, m.end).casefold().split()
            if words[0] in _FIRST_PERSON and not self._said_by_talker(reading):
                continue  # in a transcript "we" is whoever speaks, and those he speaks for
            if (len(earlier) < 2 and m.kind == "pronoun") or (
                m.kind == "group" and self._fits_group(words, m)
            ):
                self.resolved[m] = self.talkers
        for token in reading.actors:
            if token.dep_ in {"nsubj", "nsubjpass"} and token.head.dep_ in {"ROOT", "ccomp"}:
                subject = token.mention
                people = (
                    [e for e in self.resolved.get(subject, ()) if e.kind == "person"]
                    if subject
                    else []
                )
                if len(people) == 1 and not [c for c in token.conjuncts if c.mention]:
                    self.subject = people[0]
                    break

    def _said_by_talker(self, reading: Reading) -> bool:
        """ "We had a candid conversation," Jones said: one of those who last talked."""
        for token in reading.actors:
            m = token.mention
            if m is None or token.dep_ != "nsubj":
                continue
            if token.head.lemma_ in self.catalog.words["communication-verb"] and any(
                e in self.talkers for e in self.resolved.get(m, ())
            ):
                return True
        return False

    def _speaker(self, token: Word, m: Mention) -> None:
        """ "I spoke with Jones," Smith said: the first person of a quotation is who says it."""
        for verb in token.ancestors:
            if verb.lemma_ not in self.catalog.words["communication-verb"]:
                continue
            who = next((c for c in verb.children if c.dep_ == "nsubj" and c != token), None)
            said = who.mention if who is not None else None
            people = [e for e in self.resolved.get(said, ()) if e.kind == "person"] if said else []
            if said and said.kind == "pronoun" and not said.plural and self.subject is not None:
                # "I saw Jones on Tuesday, he said": not Jones, but whose words were told before.
                people = [self.subject]
                self.resolved[said] = (self.subject,)
            if len(people) == 1:
                self.resolved[m] = (people[0],)
                return

    def _fits_group(self, words: list[str], m: Mention) -> bool:
        """May "the two ministers" be those who last talked to each other?"""
        if m.polities:
            return False
        if ("two" in words or "both" in words) and len(self.talkers) != 2:
            return False
        if "three" in words and len(self.talkers) != 3:
            return False
        roles = {self.catalog.offices[o].role for o in m.offices}
        known = [{self.catalog.offices[o].role for o in e.offices} for e in self.talkers]
        return (
            not roles
            or any(self.catalog.offices[o].generic for o in m.offices)
            or all(not k or k & roles for k in known)
        )

    def _introduced_before(self, reading: Reading, token: Word) -> bool:
        """Is somebody named earlier in the same sentence?"""
        return any(
            (m := t.mention) is not None and m.kind in {"person", "role"}
            for t in reading.tokens[: token.i]
        )

    def date_by_convention(self, drafts: list[Draft]) -> None:
        """The lead of an official readout reports the day of its publication unless it says otherwise.

        The date is marked uncertain ("2022-02-12?"), with no words behind it: silence is not "today". What
        somebody says of the moment ("It is with joy that I receive Smith") is of the day of the statement, too.
        """
        if self.anchor is None:
            return
        lead = next((d for d in drafts if not d.title and not d.anaphoric and not d.residual), None)
        if (
            lead is None
            or not (self._now(lead) or (self.article.kind == "readout" and lead.sentence <= 1))
            or lead.when is not None
            or lead.status != "held"
            or lead.other
        ):
            return
        stated = [
            d.when
            for d in drafts
            if d.anaphoric
            and not d.other
            and d.when
            and d.when.edtf
            and d.when.earliest
            and 0 <= (self.anchor - d.when.earliest).days <= 3
            and joining.alike(d, lead)
            and d.token.tag_ in {"NN", "NNP"}
            and d.sentence <= lead.sentence + 3
        ]
        if stated:
            lead.when = stated[0]
            return
        lead.when = When(
            edtf=f"{self.anchor.isoformat()}?",
            text=None,
            earliest=self.anchor,
            latest=self.anchor,
            precision="day",
            basis="convention",
        )

    def _now(self, d: Draft) -> bool:
        """Does somebody tell it in the present as what they themselves do: "I receive", "we welcome"?"""
        above = (d.token, *d.token.ancestors)
        verb = next((w for w in above if w.pos_ == "VERB"), None)
        return (
            verb is not None
            and verb.tag_ == "VBP"
            and any(
                c.dep_ == "nsubj" and c.lower_ in self.catalog.words["first-person"]
                for c in verb.children
            )
        )

    def lend_occasions(self, reading: Reading, found: list[Draft]) -> None:
        """ "at the summit": an occasion named before lends its date and place to what happens at it."""
        nouns = self.catalog.words["occasion-noun"]
        for token in reading.tokens:
            if token.lemma not in nouns or token.i in {d.token.i for d in found if not d.anaphoric}:
                continue
            d = owner(
                token,
                [x for x in found if not x.anaphoric],
                self.catalog.words["communication-verb"],
            )
            if d is None or token.dep_ != "pobj":
                continue
            bare = all(c.dep_ in {"det", "punct"} for c in token.children)
            if bare and self.occasion and d.when is None and d.venue is None:
                d.when, d.venue = self.occasion
            elif not bare and (d.when or d.venue):
                self.occasion = (d.when, d.venue)


def _opened_by(token: Word, up: Word) -> bool:
    """Does a pronoun stand in a clause or phrase that opens the sentence of a verb ("After his talks, Smith …")?"""
    node = token
    for _ in range(12):
        if node.head == up or node.head == node:
            return node.dep_ in {"advcl", "prep", "npadvmod", "acl"}
        node = node.head
    return False
