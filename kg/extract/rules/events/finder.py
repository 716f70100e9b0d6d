"""Finds the events of a sentence: a trigger, the actors in its slots, its date, place and status.

Which words are triggers and what their slots mean is in ontology/events. What is found here is a
draft; joining.py joins the drafts of an article that speak of one event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kg.core.model import EventType, Function, Status
from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.actors.lexicon import Match
from kg.extract.rules.actors.register import Register
from kg.extract.rules.events.drafts import Draft, without_shadows
from kg.extract.rules.events.slots import (
    Slots,
    add,
    governor,
    is_passive,
    noun_slots,
    stray_companions,
    stray_objects,
    verb_slots,
)
from kg.extract.rules.events.triggers import TriggerRules
from kg.extract.rules.text.mention import Mention
from kg.extract.rules.text.reading import Reading
from kg.extract.rules.text.words import Word
from kg.reference.catalog import Trigger
from kg.reference.event_kinds import kind_of

_PEOPLE = frozenset({"person", "role", "group", "pronoun", "crowd"})


class EventFinder(TriggerRules):
    """Makes drafts of the words of a sentence that are triggers."""

    def find(
        self,
        reading: Reading,
        sentence: int,
        resolve: Callable[[Mention], tuple[Entity, ...]],
        register: Register,
        adjectives: Mapping[int, Match],
        *,
        memo: bool = False,
        owner: Entity | None = None,
    ) -> list[Draft]:
        """The events of one sentence. ``adjectives``: matches of adjectives by their first token.

        ``owner`` is whose programme is being read: the subject of lines that have none.
        """
        drafts: list[Draft] = []
        used: set[int] = set()
        verbs, nouns = self.verbs, self.nouns
        for token in reading.tokens:
            lemma = token.lemma
            if lemma not in verbs and lemma not in nouns and token.lower_ not in nouns:
                continue
            if token.mention is not None:
                continue
            if token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB"):
                rows = verbs.get(lemma, ())
                if rows and (self._habit(token) or self._sport(token)):
                    continue
                found = [
                    d
                    for t in rows
                    if (d := self._verb(t, token, reading, sentence, resolve, memo, owner))
                ]
            else:
                rows = nouns.get(lemma, ()) or nouns.get(token.lower_, ())
                found = [
                    d
                    for t in rows
                    if (
                        d := self._noun(
                            t, token, reading, sentence, resolve, register, adjectives, owner
                        )
                    )
                    if not _handed_to_a_government(t, d.participants)
                ]
            if found:
                best = max(found, key=lambda d: (len(d.participants), d.weight))
                if best.token.i not in used:
                    drafts.append(best)
                    used.add(best.token.i)
        return without_shadows(drafts)

    # -- verbs -----------------------------------------------------------------------------------

    def _verb(
        self,
        trigger: Trigger,
        token: Word,
        reading: Reading,
        sentence: int,
        resolve: Callable[[Mention], tuple[Entity, ...]],
        memo: bool,
        owner: Entity | None,
    ) -> Draft | None:
        if "memo" in trigger.options and not memo:
            return None
        if not self._particle(trigger, token):
            return None
        slots = verb_slots(reading, token)
        if "stay" in trigger.options and not self._stay(token, slots):
            return None
        if "for" in trigger.options and not self._to_a_place(token, "for", slots):
            return None
        if self._unfit(trigger, token):
            return None
        people_only = "people" in trigger.options
        used: set[int] = set()
        filled = self._fill(
            trigger,
            slots,
            resolve,
            people_only=people_only,
            visit=trigger.type == "visit",
            used=used,
        )
        if owner is not None and _without_subject(token) and "subject" in trigger.roles:
            filled.insert(0, (owner, trigger.roles["subject"]))
        if not self._enough(trigger, filled) and "with" in trigger.roles and not slots.get("with"):
            add(slots, "with", stray_companions(reading, token, events=self.nouns))
            filled = self._fill(
                trigger, slots, resolve, people_only=people_only, visit=False, used=used
            )
        if (
            not self._enough(trigger, filled)
            and "object" in trigger.roles
            and "people" in trigger.options
        ):
            add(slots, "object", stray_objects(reading, token))
            filled = self._fill(
                trigger, slots, resolve, people_only=people_only, visit=False, used=used
            )
        if "spoken" in trigger.options and not any(
            t for slot in ("with", "to") for t in slots.get(slot, ()) if t.mention
        ):
            told = any(
                c.lower_ in {"about", "today", "by", "on"} and c.dep_ in {"prep", "npadvmod"}
                for c in token.children
            )
            if len(filled) < 2 or not told:
                return None
        kind = self._type(trigger, token, slots)
        if kind is None:
            return None
        sealed = trigger.type == "agreement_signing" and not filled and is_passive(token)
        if not self._enough(trigger, filled) and not sealed:
            return None
        status, reasons = self.status.of(token, token)
        if "ahead" in trigger.options and status in {"held", "ongoing"}:
            status, reasons = "planned", (*reasons, trigger.lemma[-1])
        draft = self._draft(
            trigger, kind, token, token, reading, sentence, filled, status, reasons, used
        )
        draft.sequel = sealed  # "a memorandum was signed": by those who talked
        if any(c.lower_ in self.words["apart"] for c in token.children):
            others = slots.get("with") or slots.get("object") or []
            draft.apart = self._each(others, resolve, filled)
        return draft

    def _each(
        self,
        tokens: Sequence[Word],
        resolve: Callable[[Mention], tuple[Entity, ...]],
        filled: Sequence[tuple[Entity, Function]],
    ) -> tuple[Entity, ...]:
        """ "held meetings with A and B", "met separately with A and B": whom each meeting was with."""
        out: list[Entity] = []
        for t in tokens:
            mention = t.mention
            for e in resolve(mention) if mention else ():
                if e not in out and any(e is x for x, _ in filled):
                    out.append(e)
        return tuple(out) if 2 <= len(out) < len(filled) else ()

    # -- nouns -----------------------------------------------------------------------------------

    def _noun(
        self,
        trigger: Trigger,
        token: Word,
        reading: Reading,
        sentence: int,
        resolve: Callable[[Mention], tuple[Entity, ...]],
        register: Register,
        adjectives: Mapping[int, Match],
        owner: Entity | None,
    ) -> Draft | None:
        if token.pos_ not in {"NOUN", "PROPN", "ADJ"} and token.tag_ != "VBG":
            return None
        if _of_another_noun(token):
            return None
        if "plural" in trigger.options and token.tag_ not in {"NNS", "NNPS"}:
            return None
        near = {c.lower_ for c in token.children}
        if near & self.words["non-diplomatic"] or self._habit(token) or self._sport(token):
            return None
        if (
            "countable" in trigger.options
            and token.tag_ in {"NN"}
            and not any(c.dep_ in {"det", "poss", "nummod"} for c in token.children)
        ):
            return None
        above = governor(token)
        called = self.status.governs(above) if above is not None else None
        slots, verb = noun_slots(
            reading,
            token,
            light=self.words["light-verb"],
            governed=called in {"cancelled", "postponed", "declined", "proposed"},
        )
        self._owned(trigger, slots, verb)
        if self._joined(trigger, token, above):
            return None
        states = self._adjectives(token, reading, adjectives)
        used: set[int] = set()
        filled = self._fill(
            trigger,
            slots,
            resolve,
            people_only=False,
            visit=trigger.type == "visit",
            used=used,
        )
        if states and "adjective" in trigger.roles and len(states) >= 2:
            filled += [
                (register.state(s), trigger.roles["adjective"])
                for s in states
                if not any(e.polity == s for e, _ in filled)
            ]
        if (
            owner is not None
            and "subject" in trigger.roles
            and not slots.get("subject")
            and not slots.get("between")
            and not any(owner is e for e, _ in filled)
            and _without_subject(verb if verb is not None else token)
        ):
            filled.insert(0, (owner, trigger.roles["subject"]))
        if (
            verb is not None
            and "with" in trigger.roles
            and len(filled) == 1
            and not slots.get("with")
        ):
            add(slots, "with", stray_companions(reading, token))
            filled = self._fill(trigger, slots, resolve, people_only=False, visit=False, used=used)
        kind = self._type(trigger, token, slots)
        loose = kind is None or (
            "light" in trigger.options
            and verb is None
            and not (slots.get("with") or slots.get("between") or self.channel(token))
        )
        if "document" in trigger.options and not self._document_near(token):
            return None
        if "round" in trigger.options and not self._of_talks(token):
            return None
        if kind_of(trigger.type).directed and trigger.type != "summons":
            filled = _sender(filled, verb)
        if "sent" in trigger.options and not self._sent(filled):
            return None
        status, reasons = self.status.of(token, verb)
        draft = self._draft(
            trigger,
            kind or trigger.type,
            token,
            verb,
            reading,
            sentence,
            filled,
            status,
            reasons,
            used,
        )
        draft.plain_noun = verb is None
        draft.other = any(c.lower_ in self.words["past-marker"] for c in token.children)
        if loose or not self._enough(trigger, filled):
            if (
                not loose
                and filled
                and kind_of(trigger.type).gathering
                and not self._weak(slots, filled)
            ):
                draft.weight *= 0.8
                told = slots.get("subject") or slots.get("possessive") or slots.get("between")
                draft.onesided = bool(slots.get("with")) and not told
                return draft
            noun = {token.lemma, token.lower_}
            more = near & self.words["sequel-marker"]
            if (
                noun & (self.words["anaphoric-noun"] | {"round"})
                and not draft.participants
                and more
            ):
                draft.sequel = True
                return draft
            if noun & self.words["anaphoric-noun"] and self._definite(token):
                draft.anaphoric = True
                return draft
            return None
        return draft

    # -- filling ---------------------------------------------------------------------------------

    def _fill(
        self,
        trigger: Trigger,
        slots: Slots,
        resolve: Callable[[Mention], tuple[Entity, ...]],
        *,
        people_only: bool,
        visit: bool,
        used: set[int],
    ) -> list[tuple[Entity, Function]]:
        out: list[tuple[Entity, Function]] = []
        for slot, function in trigger.roles.items():
            for token in slots.get(slot, ()):
                mention = token.mention
                if mention is None:
                    continue
                if (
                    people_only
                    and mention.kind not in _PEOPLE
                    and slot in {"object", "subject"}
                    and (
                        (mention.kind == "organisation" and trigger.type != "summons")
                        or slot == "object"
                    )
                ):
                    continue
                if (
                    visit
                    and function == "host"
                    and slot in {"in", "at", "to", "object", "of"}
                    and mention.kind == "organisation"
                ):
                    continue
                if (
                    slot in {"of", "compound"}
                    and mention.kind in {"organisation", "country"}
                    and not (visit or len(slots.get(slot, ())) > 1)
                    and not (trigger.type == "summit" and slots.get("subject") and slot == "of")
                ):
                    continue
                used.add(token.i)
                for entity in resolve(mention):
                    if not any(entity is e for e, _ in out):
                        out.append((entity, function))
        return out

    def _draft(
        self,
        trigger: Trigger,
        kind: EventType,
        token: Word,
        verb: Word | None,
        reading: Reading,
        sentence: int,
        filled: list[tuple[Entity, Function]],
        status: Status,
        reasons: tuple[str, ...],
        used: set[int],
    ) -> Draft:
        anchors = {token.i} | ({verb.i} if verb is not None else set())
        unsaid = trigger.name.endswith(("/conversation", "/speak"))
        return Draft(
            type=kind,
            rule=trigger.name,
            participants=filled,
            status=status,
            sentence=sentence,
            start=reading.pieces[token.i].start,
            end=reading.pieces[token.i].end,
            weight=trigger.weight,
            token=token,
            reading=reading,
            anchors=frozenset(anchors),
            reasons=reasons,
            fillers=frozenset(used),
            residual="residual" in trigger.options,
            vague=unsaid and self.channel(token) is None,
            sentences=frozenset({sentence}),
        )


def _of_another_noun(token: Word) -> bool:
    """ "the summit venue", "bilateral relations": it says of what kind something else is."""
    if token.dep_ == "amod":
        return token.pos_ == "ADJ"
    return token.dep_ in {"compound", "nmod"} and token.head.pos_ in {"NOUN", "PROPN"}


def _without_subject(token: Word) -> bool:
    """The head of a line without a subject: "Meeting with …", "Receives …"."""
    return token.dep_ == "ROOT" and not any(
        c.dep_ in {"nsubj", "nsubjpass", "csubj", "expl"} for c in token.children
    )


def _sender(
    filled: list[tuple[Entity, Function]], verb: Word | None
) -> list[tuple[Entity, Function]]:
    """ "Smith received a letter from Jones" has Smith as addressee; who writes without "from" sends."""
    if verb is not None and verb.lemma_ in _RECEIVING and len(filled) > 1:
        given = any(f == "initiator" for e, f in filled[:-1]) or filled[-1][1] != "initiator"
        # "accepted an invitation from Jones": the subject of such a verb is asked, not asking.
        return [
            (e, "addressee" if f == "envoy" or (f == "initiator" and k and given) else f)
            for k, (e, f) in enumerate(filled)
        ]
    if not any(f == "initiator" for _, f in filled):
        return [(e, "initiator" if f == "envoy" else f) for e, f in filled]
    return filled


_RECEIVING = frozenset({"receive", "accept", "get", "welcome", "decline"})


__all__ = ["EventFinder"]


def _handed_to_a_government(trigger: Trigger, filled: Sequence[tuple[Entity, Function]]) -> bool:
    """Are letters of credence handed to nobody that is met?"""
    hosts = [e for e, f in filled if f == "host"]
    letters = bool({"credence", "handed"} & {*trigger.options})
    return letters and bool(hosts) and not any(e.kind == "person" for e in hosts)
