"""What a trigger asks of its clause: channel, complements, habits, documents, and who must take part.

These are the questions that finder.py asks about a word before it makes an event of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kg.core.model import EventType, Function, Notation
from kg.extract.rules.actors.entity import Entity
from kg.extract.rules.actors.lexicon import Match
from kg.extract.rules.events.slots import Slots, governor
from kg.extract.rules.events.status import StatusReader
from kg.extract.rules.text.reading import Reading
from kg.extract.rules.text.words import Word
from kg.reference.catalog import Catalog, Trigger
from kg.reference.event_kinds import event_kinds, kind_of

_COURTESY = frozenset({"courtesy", "farewell"})
_SOMEBODY = frozenset({"person", "role"})


class TriggerRules:
    """Holds the triggers of a catalog, by the lemma of their head, and what each of them needs."""

    def __init__(self, catalog: Catalog) -> None:
        event_kinds()  # a trigger of no type is told before anything is read
        self.catalog = catalog
        self.words = catalog.words
        self.verbs: dict[str, list[Trigger]] = defaultdict(list)
        self.nouns: dict[str, list[Trigger]] = defaultdict(list)
        for t in catalog.triggers:
            (self.verbs if t.pos == "VERB" else self.nouns)[t.lemma[0]].append(t)
        self.status = StatusReader(catalog)

    def _unfit(self, trigger: Trigger, token: Word) -> bool:
        """Does a verb have around it what its trigger excludes, or lack what it asks for?"""
        options = trigger.options
        if "bare-object" in options and any(
            c.dep_ in {"oprd", "ccomp"}
            or (
                # "called on Jones", and not "called Jones on Tuesday"
                c.dep_ in {"prep", "prt", "xcomp"}
                and c.lower_ in {"for", "on", "off", "upon"}
                and not any(token.i < x.i < c.i and x.dep_ == "dobj" for x in token.children)
            )
            for c in token.children
        ):
            return True
        if "document" in options and not self._document(token):
            return True
        return "no-appeal" in options and self._appeal(token)

    def _owned(self, trigger: Trigger, slots: Slots, verb: Word | None) -> None:
        """ "discussed the Chancellor's trip", "the talks between Smith and Jones": not of who speaks of it."""
        owner = trigger.type == "visit" and slots.get("possessive") and verb is None
        if owner or len(slots.get("between", ())) > 1:
            slots.pop("subject", None)

    def _joined(self, trigger: Trigger, token: Word, above: Word | None) -> bool:
        """ "then joined the conversation": who came to talks that are told already."""
        joins = above is not None and above.lemma == "join"
        return joins and trigger.type != "summit" and self._definite(token)

    def vetoes(self, words: Iterable[Word]) -> bool:
        """Is it plain that words tell of no event: "called on them to withdraw", "called him dishonest"?"""
        return any(
            ("no-appeal" in t.options and self._particle(t, w) and self._appeal(w))
            or ("bare-object" in t.options and any(c.dep_ in {"oprd", "ccomp"} for c in w.children))
            or self._to_the_press(w)
            for w in words
            if w.pos_ == "VERB"
            for t in self.verbs.get(w.lemma, ())
        )

    def _to_the_press(self, token: Word) -> bool:
        """ "spoke to reporters", "met with journalists": an account of something else."""
        return any(
            o.lower_ in self.words["press-word"] and o.mention is None
            for c in token.children
            if c.dep_ == "prep" and c.lower_ in {"to", "with"}
            for o in c.children
        )

    def _particle(self, trigger: Trigger, token: Word) -> bool:
        """Does a verb have the second word of its trigger: "call on"?"""
        if len(trigger.lemma) < 2:
            return True
        after = token.sentence[token.i + 1 : token.i + 2]
        return any(c.lower_ == trigger.lemma[1] for c in (*token.children, *after))

    def _appeal(self, token: Word) -> bool:
        """ "called on Moscow to withdraw", "called on them for help": what is asked for is no visit."""
        near = [token, *(c for c in token.subtree if c.dep_ in {"pobj", "prep"})]
        for c in (c for t in near for c in t.children):
            if c.lower_ == "for" and c.dep_ == "prep" and c.head == token:
                return True
            asked = c.pos_ in {"VERB", "AUX"} and any(x.lower_ == "to" for x in c.children)
            if asked and c.i > token.i and c.lemma not in self.words["call-purpose"]:
                return True
        return False

    def _stay(self, token: Word, slots: Slots) -> bool:
        """ "Lavrov is in North Korea today": somebody, a state or city, and no other complement."""
        inside = any(self._to_a_place(token, prep, slots) for prep in ("in", "to"))
        return (
            bool(slots.get("subject"))
            and inside
            and not any(
                c.dep_ in {"attr", "acomp", "ccomp"} and c.lower_ != "most" for c in token.children
            )
        )

    def _to_a_place(self, token: Word, prep: str, slots: Slots) -> bool:
        """Does a preposition of the verb lead to a city or a state?"""
        return any(
            (m := t.mention) is not None and m.kind == "country" for t in slots.get(prep, ())
        ) or any(
            p.dep_ == "prep" and p.lower_ == prep and any(o.kind == "place" for o in p.children)
            for p in token.children
        )

    def _document(self, token: Word) -> bool:
        words = {c.lemma for c in token.children if c.dep_ in {"dobj", "nsubjpass", "pobj"}}
        for c in token.children:
            if c.dep_ in {"dobj", "nsubjpass"}:
                words |= {
                    d.lemma for d in c.subtree if d.pos_ in {"NOUN", "PROPN"} and d.i <= c.i + 6
                }
            if c.dep_ == "prep" and c.lower_ == "of":
                words |= {d.lemma for d in c.subtree}
        return (
            bool(words & self.words["document-noun"])
            and not words & self.words["domestic-document"]
        )

    def _habit(self, token: Word) -> bool:
        return any(
            c.lower_ in self.words["habit"]
            and c.dep_ in {"advmod", "amod", "npadvmod", "det", "nmod"}
            for c in token.children
        )

    def _sport(self, token: Word) -> bool:
        """ "met in the World Cup qualifiers": words of sport under the trigger."""
        sport = self.words["sport-word"]
        # In a hundred sentences hardly one has such a word.
        return any(t.lemma in sport for t in token.sentence) and any(
            t.lemma in sport for t in token.subtree
        )

    def channel(self, token: Word) -> str | None:
        """The channel that the clause names: phone, video, or None."""
        video, phone = self.words["channel-video"], self.words["channel-phone"]
        if not any(w in video or w in phone for t in token.sentence for w in (t.lower_, t.lemma)):
            return None
        words = [t for t in token.subtree if t.mention is None]
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
        lowered = {t.lower_ for t in words} | {t.lemma for t in words}
        if lowered & video:
            return "video"
        if lowered & phone:
            return "phone"
        return None

    def _type(self, trigger: Trigger, token: Word, slots: Slots) -> EventType | None:
        channel = self.channel(token)
        if kind_of(trigger.type).by_channel:
            if channel == "video":
                return "video_call"
            if channel == "phone":
                return "phone_call"
        if (
            trigger.name.endswith(("/conversation", "/speak"))
            and not channel
            and self._face_to_face(token)
        ):
            return "meeting"
        if "credence" in trigger.options or "handed" in trigger.options:
            named = any(t.lower_ in {"credence", "credentials"} for t in (token, *token.subtree))
            return trigger.type if named else None
        if trigger.type == "visit" and any(c.lower_ in _COURTESY for c in token.children):
            # "paid a courtesy visit to the President": a call on somebody, and no journey.
            hosts = [t.mention for slot in ("to", "on", "upon") for t in slots.get(slot, ())]
            return "meeting" if any(m and m.kind in _SOMEBODY for m in hosts) else trigger.type
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

    def _face_to_face(self, token: Word) -> bool:
        """ "spoke on the margins of the summit", "spoke at the G7": an occasion brings them together."""
        if any(t.lower_ in self.words["side-occasion"] for t in token.sentence):
            return True
        return any(
            t.lower_ == "at"
            and (t.head == token or t.head.mention is not None)
            and self._of_a_format(t)
            for t in token.subtree
        )

    def _of_a_format(self, prep: Word) -> bool:
        for child in prep.children:
            mention = child.mention
            body = self.catalog.organisations.get(mention.ref) if mention and mention.ref else None
            if (body and not body.polity and body.kind in {"format", "organisation"}) or (
                child.lemma in self.words["occasion-noun"]
            ):
                return True
        return False

    def _weak(self, slots: Slots, filled: Sequence[tuple[Entity, Function]]) -> bool:
        """One participant alone makes an event only when it is a foreign leader one meets "with"."""
        named = [
            e
            for e, _ in filled
            if e.kind == "person" or (e.unnamed is False and e.kind == "organisation")
        ]
        return not named or not (slots.get("with") or slots.get("possessive"))

    def _definite(self, token: Word) -> bool:
        return any(
            c.dep_ in {"det", "poss", "nmod", "npadvmod", "compound"}
            and c.lower_ not in {"a", "an", "any", "no", "such"}
            for c in token.children
        )

    def _document_near(self, token: Word) -> bool:
        words = {t.lemma for t in token.subtree}
        return (
            bool(words & self.words["document-noun"])
            and not words & self.words["domestic-document"]
        )

    def _of_talks(self, token: Word) -> bool:
        """ "the fourth round of talks", "a second round": not one of golf."""
        below = {t.lemma for c in token.children if c.dep_ == "prep" for t in c.subtree}
        talks = {"talk", "negotiation", "consultation", "dialogue", "discussion", "talks"}
        return bool(below & talks) or bool(
            {c.lower_ for c in token.children} & self.words["sequel-marker"]
        )

    def _sent(self, filled: Sequence[tuple[Entity, Function]]) -> bool:
        functions = {f for _, f in filled}
        return "addressee" in functions and bool(functions & {"initiator", "envoy"})

    def _adjectives(
        self, token: Word, reading: Reading, adjectives: Mapping[int, Match]
    ) -> list[Notation]:
        """ "US-Russian talks": states named by adjectives before the noun."""
        out: list[Notation] = []
        for left in reversed(list(reading.tokens[max(0, token.i - 7) : token.i])):
            mention = left.mention
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
        if (kind_of(trigger.type).gathering or trigger.type == "video_call") and any(
            e.kind == "organisation" and e.collective for e, _ in filled
        ):
            return True  # "the G7 leaders met"
        return len(filled) >= trigger.minimum
