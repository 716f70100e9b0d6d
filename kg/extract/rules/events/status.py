"""Did it take place? Tense, mood, negation and the words that govern, accompany or modify an event.

The cues are data (ontology/statuses.ttl); this module only knows where in the tree to look.
"""

from __future__ import annotations

from kg.core.model import Status
from kg.extract.rules.text.words import Word
from kg.reference.catalog import Catalog


class StatusReader:
    """Reads the status of an event off the tree around its trigger."""

    def __init__(self, catalog: Catalog) -> None:
        self.cues: dict[str, dict[str, Status]] = {}
        for cue in catalog.cues:
            row = self.cues.setdefault(cue.relation, {})
            for w in cue.words:
                row[w] = cue.status
        self.conditions = catalog.words["hypothetical"]

    def of(self, trigger: Word, verb: Word | None) -> tuple[Status, tuple[str, ...]]:
        """The status and the words that decided it. ``verb``: the trigger, or its light verb."""
        reasons: list[str] = []
        if (
            trigger.sentence[-1].text == "?"
            or trigger.sentence[max(0, len(trigger.sentence) - 2)].text == "?"
        ):
            reasons.append("?")
            return "proposed", tuple(reasons)
        if verb is None or (trigger != verb and self.governs(verb) not in {None, "held"}):
            found = self._noun(trigger, reasons)
        else:
            found = self._verb(verb, reasons)
            if trigger != verb and found in {"held", "ongoing"}:
                modified = self._modifier(trigger, reasons)
                found = modified or found
        return found, tuple(reasons)

    def governs(self, verb: Word) -> Status | None:
        """The status that a verb gives to the event that is its object or passive subject."""
        return self.cues["phrase"].get(self._phrase(verb)) or self.cues["governor"].get(verb.lemma)

    def _modifier(self, noun: Word, reasons: list[str]) -> Status | None:
        for child in noun.children:
            if child.dep_ in {"amod", "compound", "nmod", "acl"} or child.dep_ == "advmod":
                status = self.cues["modifier"].get(child.lower_)
                if status:
                    reasons.append(child.lower_)
                    return status
            if child.dep_ == "det" and child.lower_ == "no":
                reasons.append("no")
                return "denied"
        return None

    def _noun(self, noun: Word, reasons: list[str]) -> Status:
        status = self._modifier(noun, reasons)
        above = self.governs(noun.head) if noun.dep_ in {"nsubjpass", "dobj"} else None
        if status in {"planned", "proposed"} and above in {"cancelled", "postponed", "declined"}:
            reasons.append(noun.head.lower_)  # "a planned call was cancelled"
            return above
        if status and not (noun.dep_ == "pobj" and self._governor_noun(noun.head.head)):
            return status
        head = noun.head
        hops = 0
        child = noun
        while head != child and hops < 4:
            if head.pos_ in {"VERB", "AUX"}:
                return self._governed(head, child, noun, reasons)
            if head.pos_ in {"NOUN", "PROPN"} and child.dep_ in {"prep", "pobj", "compound", "acl"}:
                cue = self.cues["modifier"].get(head.lower_) or self._governor_noun(head)
                if cue:
                    reasons.append(head.lower_)
                    return cue
            child, head = head, head.head
            hops += 1
        return "held"

    def _governor_noun(self, noun: Word) -> Status | None:
        """ "cancellation of the summit", "plans for a meeting", "proposal of talks"."""
        lemma = noun.lemma
        return self.cues["noun"].get(lemma)

    def _governed(self, verb: Word, child: Word, noun: Word, reasons: list[str]) -> Status:
        phrase = self._phrase(verb)
        object_like = child.dep_ in {"dobj", "nsubjpass", "nsubj", "oprd", "attr"} or (
            child.dep_ == "prep"
            and child.lower_ in {"for", "of", "to", "on"}
            and noun.head == child
        )
        status = self.cues["phrase"].get(phrase) or (
            self.cues["governor"].get(verb.lemma) if object_like else None
        )
        if status and object_like:
            reasons.append(phrase)
            negated = any(c.dep_ == "neg" for c in verb.children)
            if status == "denied" and negated:
                return "proposed"
            if negated and status in {"planned", "proposed"}:
                return "denied"
            if status == "held":
                return self._verb(verb, reasons)
            return status
        if object_like and verb.lemma_ in {"be", "remain", "seem", "look", "stay"}:
            for c in verb.children:
                word = c.lower_
                if c.dep_ in {"acomp", "attr", "oprd"}:
                    said = self.cues["adjective"].get(word) or self.cues["modifier"].get(word)
                    if said:
                        reasons.append(word)
                        return said
                if c.dep_ == "prep" and word in {"under", "in", "on"}:
                    said = next(
                        (
                            self.cues["under"][p.lower_]
                            for p in c.children
                            if p.lower_ in self.cues["under"]
                        ),
                        None,
                    )
                    if said:
                        reasons.append(word)
                        return said
        if object_like and verb.lemma_ in {"take", "be", "occur", "happen", "come"}:
            return self._verb(verb, reasons)
        if (
            any(c.dep_ == "aux" and c.lower_ in {"will", "'ll", "’ll"} for c in verb.children)
            and object_like
        ):
            reasons.append("will")
            return "planned"
        return "held"

    def _phrase(self, verb: Word) -> str:
        particle = next((c.lower_ for c in verb.children if c.dep_ == "prt"), None)
        return f"{verb.lemma} {particle}" if particle else verb.lemma

    def _verb(self, verb: Word, reasons: list[str], depth: int = 0) -> Status:
        for c in verb.children:
            if c.dep_ == "neg":
                reasons.append(c.lower_)
                return "denied"
            if c.dep_ == "mark" and c.lower_ in self.conditions:
                reasons.append(c.lower_)
                return "proposed"
        phrase = self.cues["phrase"].get(self._phrase(verb))
        if phrase:
            reasons.append(self._phrase(verb))
            return phrase
        own: Status | None = None
        for c in verb.children:
            if c.dep_ in {"aux", "auxpass"}:
                status = self.cues["auxiliary"].get(c.lower_.replace("’", "'"))
                if status:
                    reasons.append(c.lower_)
                    own = status
        above = self._above(verb, reasons, depth)
        if own and above in {"cancelled", "postponed", "declined", "denied"}:
            return above
        if own:
            return own
        if above:
            return above
        if verb.tag_ == "VBG" and any(
            c.dep_ == "aux" and c.lower_ in {"is", "are", "'re", "'s"} for c in verb.children
        ):
            reasons.append("progressive")
            return "ongoing"
        if verb.lemma_ == "be" and any(c.dep_ == "xcomp" for c in verb.children):
            return "planned"
        return "held"

    def _above(self, verb: Word, reasons: list[str], depth: int) -> Status | None:
        """What governs an infinitive, a gerund or a clause: expected to, agreed to, refused to."""
        head, dep = verb.head, verb.dep_
        if head == verb or depth > 5:
            return None
        infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
        if dep in {"xcomp", "ccomp", "acl", "pcomp", "prep", "advcl", "oprd"}:
            if dep == "pcomp":
                head = head.head
            lemma = head.lemma
            if any(c.lower_ == "forward" for c in head.children):
                lemma = f"{lemma} forward"  # "looks forward to seeing"
            elif lemma == "forward" and head.head != head:
                head = head.head
                lemma = f"{head.lemma} forward"
            status = self.cues["governor"].get(lemma)
            if lemma == "be" and infinitive and dep == "xcomp":
                status = "planned"
            if head.pos_ in {"NOUN", "PROPN"}:
                status = self.cues["noun"].get(lemma) if dep in {"acl", "pcomp"} else None
                if status and any(c.dep_ == "det" and c.lower_ == "no" for c in head.children):
                    reasons.append("no")
                    return "denied"
                if self.governs(head.head) in {"denied", "declined"} and head.dep_ in {
                    "dobj",
                    "pobj",
                }:
                    reasons.append(head.head.lower_)
                    return "denied"
            if head.pos_ == "ADJ" and infinitive:
                status = self.cues["governor"].get(lemma) or self.cues["adjective"].get(lemma)
            if dep == "advcl" and not infinitive:
                status = None
            if status == "held":
                return self._verb(head, reasons, depth + 1)
            # A clause that a verb of saying opens keeps its own tense: "confirmed that they met".
            if status and (
                infinitive or verb.tag_ == "VBG" or (dep == "acl" and verb.tag_ != "VBN")
            ):
                reasons.append(lemma)
                negated = any(c.dep_ == "neg" for c in head.children)
                if negated and status in {"planned", "proposed"}:
                    return "denied"
                return status
            if status == "denied" and dep == "ccomp":
                reasons.append(lemma)
                return "denied"
            purpose = infinitive or (dep in {"pcomp", "xcomp"} and verb.tag_ == "VBG")
            if purpose and head.pos_ in {"VERB", "AUX"}:
                # Purpose: "travelled to Sochi to meet …" shares the status of the journey.
                return self._verb(head, reasons, depth + 1)
        if dep == "conj" and head.pos_ in {"VERB", "AUX"}:
            same_form = verb.tag_ == head.tag_ or (
                verb.tag_ in {"VB", "VBN"}
                and not any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)
            )
            if same_form and not any(c.dep_ in {"nsubj"} for c in verb.children):
                above = self._verb(head, [], depth + 1)
                if above in {"planned", "proposed"}:
                    return above
        return None
