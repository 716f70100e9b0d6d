"""Finds the events of a sentence: a trigger, the actors in its slots, its date, place and status.

Which words are triggers and what their slots mean is in ontology/events. What is found here is a
draft; frames.py joins the drafts of an article that speak of one event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from kg.annotate.actors import Mention
from kg.annotate.arguments import (
    Slots,
    add,
    governor,
    is_passive,
    noun_slots,
    stray_companions,
    stray_objects,
    verb_slots,
)
from kg.annotate.entities import Entity, Register
from kg.annotate.lexicon import Match
from kg.annotate.reading import Reading
from kg.annotate.status import StatusReader
from kg.catalog import Catalog, Trigger
from kg.model import EventType, Function, Status, Topic, Venue, When

_PEOPLE = frozenset({"person", "role", "group", "pronoun", "crowd"})


@dataclass(slots=True, eq=False)
class Draft:
    """An event as one sentence states it; filled in step by step and joined with others later."""

    type: EventType
    rule: str
    participants: list[tuple[Entity, Function]]
    status: Status
    sentence: int
    start: int
    end: int
    weight: float
    token: Token
    reading: Reading
    anchors: frozenset[int]
    when: When | None = None
    venue: Venue | None = None
    topics: list[Topic] = field(default_factory=list)
    reported_by: list[str] = field(default_factory=list)
    reasons: tuple[str, ...] = ()
    other: bool = False
    title: bool = False
    anaphoric: bool = False
    sequel: bool = False
    apart: tuple[Entity, ...] = ()
    onesided: bool = False
    vague: bool = False
    plain_noun: bool = False
    country: str | None = None
    residual: bool = False
    sentences: frozenset[int] = frozenset()
    habit: bool = False
    fillers: frozenset[int] = frozenset()
    more_evidence: list[tuple[int, int]] = field(default_factory=list)
    features: dict[str, float] = field(default_factory=dict)


_COURTESY = frozenset({"courtesy", "farewell"})


class EventFinder:
    """Holds the triggers of a catalog, by the lemma of their head."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.words = catalog.words
        self.verbs: dict[str, list[Trigger]] = defaultdict(list)
        self.nouns: dict[str, list[Trigger]] = defaultdict(list)
        for t in catalog.triggers:
            (self.verbs if t.pos == "VERB" else self.nouns)[t.lemma[0]].append(t)
        self.status = StatusReader(catalog)

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
        for token in reading.doc:
            if reading.mention(token) is not None:
                continue
            lemma = token.lemma_.casefold()
            if token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB"):
                rows = self.verbs.get(lemma, ())
                found = [
                    d
                    for t in rows
                    if (d := self._verb(t, token, reading, sentence, resolve, memo, owner))
                ]
            else:
                rows = self.nouns.get(lemma, ()) or self.nouns.get(token.lower_, ())
                found = [
                    d
                    for t in rows
                    if (
                        d := self._noun(
                            t, token, reading, sentence, resolve, register, adjectives, owner
                        )
                    )
                ]
            if found:
                best = max(found, key=lambda d: (len(d.participants), d.weight))
                if best.token.i not in used:
                    drafts.append(best)
                    used.add(best.token.i)
        return _without_shadows(drafts)

    # -- verbs -----------------------------------------------------------------------------------

    def _verb(
        self,
        trigger: Trigger,
        token: Token,
        reading: Reading,
        sentence: int,
        resolve: Callable[[Mention], tuple[Entity, ...]],
        memo: bool,
        owner: Entity | None,
    ) -> Draft | None:
        if "memo" in trigger.options and not memo:
            return None
        if (
            len(trigger.lemma) > 1
            and not any(c.lower_ == trigger.lemma[1] for c in token.children)
            and not (
                token.i + 1 < len(reading.doc)
                and reading.doc[token.i + 1].lower_ == trigger.lemma[1]
            )
        ):
            return None
        if self._habit(token) or self._sport(token):
            return None
        slots = verb_slots(reading, token)
        if "stay" in trigger.options and not self._stay(token, slots, reading):
            return None
        if "for" in trigger.options and not self._to_a_place(token, "for", slots, reading):
            return None
        if "bare-object" in trigger.options and (
            any(
                (
                    c.dep_ in {"prep", "prt", "oprd", "ccomp", "xcomp"}
                    and c.lower_ in {"for", "on", "off", "upon"}
                )
                or c.dep_ in {"oprd", "ccomp"}
                for c in token.children
            )
        ):
            return None
        if "document" in trigger.options and not self._document(token):
            return None
        people_only = "people" in trigger.options
        used: set[int] = set()
        filled = self._fill(
            trigger,
            slots,
            reading,
            resolve,
            people_only=people_only,
            visit=trigger.type == "visit",
            used=used,
        )
        if owner is not None and _without_subject(token) and "subject" in trigger.roles:
            filled.insert(0, (owner, trigger.roles["subject"]))
        if not self._enough(trigger, filled) and "with" in trigger.roles and not slots.get("with"):
            add(slots, "with", stray_companions(reading, token))
            filled = self._fill(
                trigger, slots, reading, resolve, people_only=people_only, visit=False, used=used
            )
        if (
            not self._enough(trigger, filled)
            and "object" in trigger.roles
            and "people" in trigger.options
        ):
            add(slots, "object", stray_objects(reading, token))
            filled = self._fill(
                trigger, slots, reading, resolve, people_only=people_only, visit=False, used=used
            )
        if "spoken" in trigger.options and not any(
            t for slot in ("with", "to") for t in slots.get(slot, ()) if reading.mention(t)
        ):
            told = any(
                c.lower_ in {"about", "today", "by", "on"} and c.dep_ in {"prep", "npadvmod"}
                for c in token.children
            )
            if len(filled) < 2 or not told:
                return None
        kind = self._type(trigger, token, reading, slots)
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
            draft.apart = self._each(others, reading, resolve, filled)
        return draft

    def _each(
        self,
        tokens: Sequence[Token],
        reading: Reading,
        resolve: Callable[[Mention], tuple[Entity, ...]],
        filled: Sequence[tuple[Entity, Function]],
    ) -> tuple[Entity, ...]:
        """ "held meetings with A and B", "met separately with A and B": whom each meeting was with."""
        out: list[Entity] = []
        for t in tokens:
            mention = reading.mention(t)
            for e in resolve(mention) if mention else ():
                if e not in out and any(e is x for x, _ in filled):
                    out.append(e)
        return tuple(out) if 2 <= len(out) < len(filled) else ()

    def _stay(self, token: Token, slots: Slots, reading: Reading) -> bool:
        """ "Lavrov is in North Korea today": somebody, a state or city, and no other complement."""
        inside = any(self._to_a_place(token, prep, slots, reading) for prep in ("in", "to"))
        return (
            bool(slots.get("subject"))
            and inside
            and not any(
                c.dep_ in {"attr", "acomp", "ccomp"} and c.lower_ != "most" for c in token.children
            )
        )

    def _to_a_place(self, token: Token, prep: str, slots: Slots, reading: Reading) -> bool:
        """Does a preposition of the verb lead to a city or a state?"""
        return any(
            (m := reading.mention(t)) is not None and m.kind == "country"
            for t in slots.get(prep, ())
        ) or any(
            p.dep_ == "prep"
            and p.lower_ == prep
            and any(reading.pieces[o.i].word == "London" for o in p.children)
            for p in token.children
        )

    def _document(self, token: Token) -> bool:
        words = {
            c.lemma_.casefold() for c in token.children if c.dep_ in {"dobj", "nsubjpass", "pobj"}
        }
        for c in token.children:
            if c.dep_ in {"dobj", "nsubjpass"}:
                words |= {
                    d.lemma_.casefold()
                    for d in c.subtree
                    if d.pos_ in {"NOUN", "PROPN"} and d.i <= c.i + 6
                }
            if c.dep_ == "prep" and c.lower_ == "of":
                words |= {d.lemma_.casefold() for d in c.subtree}
        return (
            bool(words & self.words["document-noun"])
            and not words & self.words["domestic-document"]
        )

    def _habit(self, token: Token) -> bool:
        return any(
            c.lower_ in self.words["habit"]
            and c.dep_ in {"advmod", "amod", "npadvmod", "det", "nmod"}
            for c in token.children
        )

    def _sport(self, token: Token) -> bool:
        """ "met in the World Cup qualifiers": words of sport under the trigger."""
        return any(t.lemma_.casefold() in self.words["sport-word"] for t in token.subtree)

    def channel(self, reading: Reading, token: Token) -> str | None:
        """The channel that the clause names: phone, video, or None."""
        words = [t for t in token.subtree if reading.mention(t) is None]
        if token.pos_ in {"VERB", "AUX"}:
            # "Following his phone call with Jones, Smith met …": the channel of another talk.
            before = {
                t.i
                for c in token.children
                if c.i < token.i and any(k.dep_ in {"pobj", "pcomp"} for k in c.children)
                for t in c.subtree
                if c.lower_ not in {"by", "via", "over", "on", "through"}
            }
            words = [t for t in words if t.i not in before]
        head = governor(token) if token.pos_ not in {"VERB", "AUX"} else None
        if head is not None:
            words += [
                t
                for c in head.children
                if c.dep_ in {"prep", "advmod", "npadvmod", "dobj"}
                for t in c.subtree
            ]
        lowered = {t.lower_ for t in words} | {t.lemma_.casefold() for t in words}
        if lowered & self.words["channel-video"]:
            return "video"
        if lowered & self.words["channel-phone"]:
            return "phone"
        return None

    def _type(
        self, trigger: Trigger, token: Token, reading: Reading, slots: Slots
    ) -> EventType | None:
        channel = self.channel(reading, token)
        if trigger.type in {"meeting", "phone_call", "video_call", "summit"}:
            if channel == "video":
                return "video_call"
            if channel == "phone":
                return "phone_call"
        if (
            trigger.name.endswith(("/conversation", "/speak"))
            and not channel
            and self._face_to_face(reading, token)
        ):
            return "meeting"
        if "credence" in trigger.options or "handed" in trigger.options:
            named = any(t.lower_ in {"credence", "credentials"} for t in (token, *token.subtree))
            return trigger.type if named else None
        if "courtesy" in trigger.options:
            return trigger.type if any(c.lower_ in _COURTESY for c in token.children) else None
        if "phone-noun" in trigger.options and any(c.lower_ in _COURTESY for c in token.children):
            return None
        if "phone-noun" in trigger.options and not channel:
            verb = governor(token)
            light = verb is not None and verb.lemma_ in self.words["light-verb"]
            if not (light or slots.get("with") or slots.get("between") or slots.get("possessive")):
                return None
            if slots.get("for") and not slots.get("with") and not slots.get("between"):
                return None
        return trigger.type

    def _face_to_face(self, reading: Reading, token: Token) -> bool:
        """ "spoke on the margins of the summit", "spoke at the G7": an occasion brings them together."""
        if any(t.lower_ in self.words["side-occasion"] for t in token.doc):
            return True
        return any(
            t.lower_ == "at"
            and (t.head == token or reading.mention(t.head) is not None)
            and self._of_a_format(reading, t)
            for t in token.subtree
        )

    def _of_a_format(self, reading: Reading, prep: Token) -> bool:
        for child in prep.children:
            mention = reading.mention(child)
            body = self.catalog.organisations.get(mention.ref or "") if mention else None
            if (body and not body.polity and body.kind in {"format", "organisation"}) or (
                child.lemma_.casefold() in self.words["occasion-noun"]
            ):
                return True
        return False

    # -- nouns -----------------------------------------------------------------------------------

    def _noun(
        self,
        trigger: Trigger,
        token: Token,
        reading: Reading,
        sentence: int,
        resolve: Callable[[Mention], tuple[Entity, ...]],
        register: Register,
        adjectives: Mapping[int, Match],
        owner: Entity | None,
    ) -> Draft | None:
        if token.pos_ not in {"NOUN", "PROPN", "ADJ"} and token.tag_ != "VBG":
            return None
        if token.dep_ in {"compound", "nmod"} and token.head.pos_ in {"NOUN", "PROPN"}:
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
        if len(slots.get("between", ())) > 1:
            slots.pop("subject", None)
        states = self._adjectives(token, reading, adjectives)
        used: set[int] = set()
        filled = self._fill(
            trigger,
            slots,
            reading,
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
            filled = self._fill(
                trigger, slots, reading, resolve, people_only=False, visit=False, used=used
            )
        kind = self._type(trigger, token, reading, slots)
        loose = kind is None or (
            "light" in trigger.options
            and verb is None
            and not (slots.get("with") or slots.get("between") or self.channel(reading, token))
        )
        if "document" in trigger.options and not self._document_near(token):
            return None
        if "round" in trigger.options and not self._of_talks(token):
            return None
        if trigger.type in {"message", "invitation"}:
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
                and trigger.type in {"meeting", "summit"}
                and not self._weak(slots, filled)
            ):
                draft.weight *= 0.8
                told = slots.get("subject") or slots.get("possessive") or slots.get("between")
                draft.onesided = bool(slots.get("with")) and not told
                return draft
            noun = {token.lemma_.casefold(), token.lower_}
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

    def _weak(self, slots: Slots, filled: Sequence[tuple[Entity, Function]]) -> bool:
        """One participant alone makes an event only when it is a foreign leader one meets "with"."""
        named = [
            e
            for e, _ in filled
            if e.kind == "person" or (e.unnamed is False and e.kind == "organisation")
        ]
        return not named or not (slots.get("with") or slots.get("possessive"))

    def _definite(self, token: Token) -> bool:
        return any(
            c.dep_ in {"det", "poss", "nmod", "npadvmod", "compound"}
            and c.lower_ not in {"a", "an", "any", "no", "such"}
            for c in token.children
        )

    def _document_near(self, token: Token) -> bool:
        words = {t.lemma_.casefold() for t in token.subtree}
        return (
            bool(words & self.words["document-noun"])
            and not words & self.words["domestic-document"]
        )

    def _of_talks(self, token: Token) -> bool:
        """ "the fourth round of talks", "a second round": not one of golf."""
        below = {t.lemma_.casefold() for c in token.children if c.dep_ == "prep" for t in c.subtree}
        talks = {"talk", "negotiation", "consultation", "dialogue", "discussion", "talks"}
        return bool(below & talks) or bool(
            {c.lower_ for c in token.children} & self.words["sequel-marker"]
        )

    def _sent(self, filled: Sequence[tuple[Entity, Function]]) -> bool:
        functions = {f for _, f in filled}
        return "addressee" in functions and bool(functions & {"initiator", "envoy"})

    def _adjectives(
        self, token: Token, reading: Reading, adjectives: Mapping[int, Match]
    ) -> list[str]:
        """ "US-Russian talks": states named by adjectives before the noun."""
        out: list[str] = []
        for left in reversed(list(reading.doc[max(0, token.i - 7) : token.i])):
            mention = reading.mention(left)
            if mention is not None and mention.kind == "country":
                out += [p for p in mention.polities if p not in out]
                continue
            if mention is not None:
                break
            match = adjectives.get(reading.pieces[left.i].start)
            if match:
                state = self.catalog.polities[match.ref].notation
                if state not in out:
                    out.append(state)
            elif left.text not in {"-", "–", ",", "and"} and left.pos_ not in {
                "ADJ",
                "NOUN",
                "PROPN",
                "NUM",
            }:
                break
        return out

    # -- filling ---------------------------------------------------------------------------------

    def _fill(
        self,
        trigger: Trigger,
        slots: Slots,
        reading: Reading,
        resolve: Callable[[Mention], tuple[Entity, ...]],
        *,
        people_only: bool,
        visit: bool,
        used: set[int],
    ) -> list[tuple[Entity, Function]]:
        out: list[tuple[Entity, Function]] = []
        for slot, function in trigger.roles.items():
            for token in slots.get(slot, ()):
                mention = reading.mention(token)
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

    def _enough(self, trigger: Trigger, filled: Sequence[tuple[Entity, Function]]) -> bool:
        if trigger.type == "visit":
            return any(f == "guest" and e.kind == "person" for e, f in filled)
        functions = {f for _, f in filled}
        if "credence" in trigger.options or "handed" in trigger.options:
            return {"guest", "host"} <= functions
        if trigger.type == "summons":
            called = [e for e, f in filled if f == "addressee" and e.kind == "person"]
            return bool(called) and (
                "initiator" in functions
                or any(
                    self.catalog.offices[o].kind == "diplomatic" for e in called for o in e.offices
                )
            )
        for pair in ({"host", "guest"}, {"initiator", "addressee"}):
            if trigger.pos == "VERB" and pair <= set(trigger.roles.values()):
                return pair <= functions
        if trigger.type == "invitation":
            return {"initiator", "addressee"} <= functions
        if trigger.type in {"meeting", "summit", "video_call"} and any(
            e.kind == "organisation" and e.collective for e, _ in filled
        ):
            return True  # "the G7 leaders met"
        return len(filled) >= trigger.minimum

    def _draft(
        self,
        trigger: Trigger,
        kind: EventType,
        token: Token,
        verb: Token | None,
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
            vague=unsaid and self.channel(reading, token) is None,
            sentences=frozenset({sentence}),
        )


def apart(d: Draft) -> list[Draft]:
    """One draft for each of those whom somebody met one after the other."""
    if not d.apart:
        return [d]
    common = [(e, f) for e, f in d.participants if not any(e is x for x in d.apart)]
    return [
        replace(
            d,
            participants=[*common, *((e, f) for e, f in d.participants if e is other)],
            topics=list(d.topics),
            reported_by=list(d.reported_by),
            more_evidence=list(d.more_evidence),
            features=dict(d.features),
            apart=(),
        )
        for other in d.apart
    ]


def _without_subject(token: Token) -> bool:
    """The head of a line without a subject: "Meeting with …", "Receives …"."""
    return token.dep_ == "ROOT" and not any(
        c.dep_ in {"nsubj", "nsubjpass", "csubj", "expl"} for c in token.children
    )


def _sender(
    filled: list[tuple[Entity, Function]], verb: Token | None
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


def _without_shadows(drafts: list[Draft]) -> list[Draft]:
    """ "met for talks", "held a meeting": one event, not one for the verb and one for the noun."""
    out: list[Draft] = []
    for d in drafts:
        shadow = next(
            (
                o
                for o in drafts
                if o is not d
                and not d.other
                and {id(e) for e, _ in d.participants} <= {id(e) for e, _ in o.participants}
                and (len(d.participants), d.weight, -d.token.i)
                < (len(o.participants), o.weight, -o.token.i)
                and (d.token.pos_ in {"VERB", "AUX"}) != (o.token.pos_ in {"VERB", "AUX"})
                and _same_clause(d.token, o.token)
                and _like(d.type, o.type)
            ),
            None,
        )
        if shadow is None:
            out.append(d)
        elif d.anaphoric or len(d.participants) == len(shadow.participants):
            shadow.anchors = shadow.anchors | d.anchors
    return out


def _same_clause(a: Token, b: Token) -> bool:
    low, high = (a, b) if b in a.ancestors else (b, a)
    return high in low.ancestors and not any(
        t.pos_ in {"VERB", "AUX"} for t in _path(low, high)[1:]
    )


def _path(low: Token, high: Token) -> list[Token]:
    out = [low]
    for t in low.ancestors:
        if t == high:
            break
        out.append(t)
    return out


_TALKS = frozenset({"meeting", "phone_call", "video_call", "summit", "negotiation"})


def _like(a: EventType, b: EventType) -> bool:
    return a == b or (a in _TALKS and b in _TALKS)


__all__ = ["Draft", "EventFinder", "add", "is_passive"]
